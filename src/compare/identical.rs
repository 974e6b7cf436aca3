//! Which documents are equal? Exact fingerprints in, classes of equal texts out, confirmed on the
//! tokens. Each class is compared with the rest once, through its first member.

use rayon::prelude::*;

use crate::fingerprint::Exact;
use crate::spill::lent;

use super::{CompareOptions, DocumentId, Scope, Text};

/// Documents of equal texts, in order, at least two; the first is the anchor.
pub(super) type Class = Vec<DocumentId>;

/// The classes of some documents.
pub(super) struct Equal {
    /// Of which the first document stands for all where they are compared with others. What is in scope by its source is
    /// compared for each source.
    pub(super) folded: Vec<Class>,
    /// Which are told.
    pub(super) told: Vec<Class>,
}

impl Equal {
    /// Returns the classes of documents, in the order of their first members.
    pub(super) fn of(texts: &[Text<'_>], options: &CompareOptions) -> Self {
        let least_words = options.min_words;
        let of_each_source = || classes(texts, least_words, |text| text.named);
        let of_all = || classes(texts, least_words, |_| 0);
        let named = |id: &DocumentId| texts[id.0 as usize].named;
        let is_of_two = |class: &Class| class.iter().any(|id| named(id) != named(&class[0]));
        let folded = match options.scope {
            Scope::All | Scope::CrossDocument => of_all(),
            Scope::WithinSource | Scope::CrossSource => of_each_source(),
        };
        let told = match options.scope {
            Scope::CrossSource => of_all().into_iter().filter(is_of_two).collect(),
            _ => folded.clone(),
        };
        Self { folded, told }
    }
}

/// Returns the classes of documents that are the same in something else, too, in the order of their first members.
///
/// A text shorter than `least_words` is equal to another only if their titles are equal too: a
/// hundred entries that all say "Comments" are no copies.
fn classes(
    texts: &[Text<'_>],
    least_words: u32,
    same: impl Fn(&Text<'_>) -> u32 + Sync,
) -> Vec<Class> {
    let key = |(at, text): (usize, &Text<'_>)| {
        let title = if text.fingerprints.words < least_words { text.title } else { 0 };
        let key: (Exact, u64, u32) = (text.fingerprints.exact, title, same(text));
        (!text.tokens.is_empty()).then_some((key, DocumentId(at as u32)))
    };
    let mut keys: Vec<_> = texts.par_iter().enumerate().filter_map(key).collect();
    keys.par_sort_unstable();
    let alike = keys.chunk_by(|x, y| x.0 == y.0).filter(|alike| alike.len() > 1);
    let mut classes: Vec<Class> = alike.map(|alike| equal_to_first(alike, texts)).collect();
    classes.retain(|class| class.len() > 1);
    classes.sort_unstable();
    classes
}

/// Returns whether a class is a notice that is right again on another day, and no copy: texts shorter than `least_words`
/// of one source, no two of them of one day.
pub(super) fn is_notice(class: &[DocumentId], texts: &[Text<'_>], least_words: u32) -> bool {
    let of_class = || class.iter().map(|id| &texts[id.0 as usize]);
    let first = &texts[class[0].0 as usize];
    let mut days: Vec<i32> = of_class().filter_map(|text| text.day).collect();
    days.sort_unstable();
    days.dedup();
    first.fingerprints.words < least_words
        && of_class().all(|text| text.source == first.source)
        && days.len() == class.len()
}

/// The documents, of some with one key, whose tokens are those of the first.
fn equal_to_first<K>(alike: &[(K, DocumentId)], texts: &[Text<'_>]) -> Class {
    let tokens = |id: DocumentId| {
        lent(1);
        texts[id.0 as usize].tokens
    };
    let ids = || alike.iter().map(|(_, id)| *id);
    let first = alike[0].1;
    ids().filter(|id| *id == first || tokens(*id) == tokens(first)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests::fingerprints;

    #[track_caller]
    fn check(said: [(&str, u64); 3], expected: &[&[u32]]) {
        let mut said = said.map(|(text, title)| (fingerprints(text), title));
        // The last one is taken for the first by its fingerprint.
        said[2].0.exact = said[0].0.exact;
        let texts = said
            .each_ref()
            .map(|(fingerprints, title)| Text { title: *title, ..Text::of(fingerprints) });
        let classes: Vec<Vec<u32>> = classes(&texts, 3, |_| 0)
            .iter()
            .map(|class| class.iter().map(|id| id.0).collect())
            .collect();
        assert_eq!(classes, expected);
    }

    #[test]
    fn a_fingerprint_is_confirmed_on_the_tokens() {
        check([("a b c", 1), ("a b c", 2), ("x y z", 1)], &[&[0, 1]]);
        check([("a b c", 1), ("x y z", 2), ("a b c", 3)], &[&[0, 2]]);
    }

    /// Of three texts of three words: source and day.
    #[track_caller]
    fn check_notice(told: [(u32, Option<i32>); 3], least_words: u32, expected: bool) {
        let said = fingerprints("a b c");
        let texts = told.map(|(source, day)| Text { source, day, ..Text::of(&said) });
        assert_eq!(is_notice(&[0, 1, 2].map(DocumentId), &texts, least_words), expected);
    }

    #[test]
    fn what_one_source_says_in_few_words_on_other_days_is_a_notice() {
        let days = [(1, Some(3)), (1, Some(4)), (1, Some(9))];
        check_notice(days, 4, true);
        check_notice(days, 3, false);
        check_notice([(1, Some(3)), (1, Some(4)), (1, Some(4))], 4, false);
        check_notice([(1, Some(3)), (1, Some(4)), (1, None)], 4, false);
        check_notice([(1, Some(3)), (1, Some(4)), (2, Some(9))], 4, false);
    }

    #[test]
    fn short_texts_of_two_titles_are_two() {
        check([("a b", 1), ("a b", 2), ("x y", 1)], &[]);
        check([("a b", 1), ("a b", 1), ("x y", 1)], &[&[0, 1]]);
    }
}

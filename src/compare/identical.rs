//! Which documents are equal? Exact fingerprints in, classes of equal texts out, confirmed on the
//! tokens. Each class is compared with the rest once, through its first member.

use rayon::prelude::*;

use crate::fingerprint::Exact;
use crate::spill::lent;

use super::{DocumentId, Text};

/// Documents of equal texts, in order, at least two; the first is the anchor.
pub(super) type Class = Vec<DocumentId>;

/// Returns the classes in the order of their first members.
///
/// A text shorter than `least_words` is equal to another only if their titles are equal too: a
/// hundred entries that all say "Comments" are no copies.
pub(super) fn classes(texts: &[Text<'_>], least_words: u32) -> Vec<Class> {
    let key = |(at, text): (usize, &Text<'_>)| {
        let title = if text.fingerprints.words < least_words { text.title } else { 0 };
        let key: (Exact, u64) = (text.fingerprints.exact, title);
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

/// The documents whose tokens are those of the first of some.
fn equal_to_first<K>(alike: &[(K, DocumentId)], texts: &[Text<'_>]) -> Class {
    let tokens = |id: DocumentId| {
        lent(1);
        texts[id.0 as usize].tokens
    };
    let first = alike[0].1;
    alike.iter().map(|(_, id)| *id).filter(|id| tokens(*id) == tokens(first)).collect()
}

//! Which documents are equal? Exact fingerprints in, classes of equal texts out, confirmed on the
//! tokens. Each class is compared with the rest once, through its first member.

use std::collections::HashMap;

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
    let mut first_of: HashMap<(Exact, u64), usize> = HashMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if text.tokens.is_empty() {
            continue;
        }
        let id = DocumentId(at as u32);
        let title = if text.fingerprints.words < least_words { text.title } else { 0 };
        let class = *first_of.entry((text.fingerprints.exact, title)).or_insert_with(|| {
            classes.push(Vec::new());
            classes.len() - 1
        });
        lent(1);
        let equal = classes[class]
            .first()
            .is_none_or(|first| texts[first.0 as usize].tokens == text.tokens);
        if equal {
            classes[class].push(id);
        }
    }
    classes.retain(|class| class.len() > 1);
    classes
}

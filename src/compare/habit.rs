//! The documents of each shingle in, the shingles that are habits of a source out; and how much of
//! what two texts share is made of them.
//!
//! A form is filled in anew on other days: what a bond pays, whom the king congratulates, what the sea
//! will be like. Its wording comes back in one source for as long as the source has the form, while a
//! story is told, corrected and rewritten within a day or two.

use crate::fingerprint::{ShingleOptions, Token, shingles};

use super::passage::{Passage, slice};
use super::{DocumentId, Text};

/// The tags of shingles that are habits, sorted.
#[derive(Debug, Default)]
pub(super) struct Habits {
    tags: Vec<u32>,
}

/// Fewest days on which one source has a shingle that is its habit.
const DAYS: usize = 4;

impl Habits {
    /// Returns the habits with these tags, which are sorted.
    pub(super) fn new(tags: Vec<u32>) -> Self {
        Self { tags }
    }

    /// Returns the share of the equal tokens of passages, `a` the first text, that lie in habits. Linear in the
    /// passages.
    pub(super) fn share(&self, passages: &[Passage], a: &[Token], how: ShingleOptions) -> f64 {
        if self.tags.is_empty() {
            return 0.0;
        }
        let equal: u32 = passages.iter().map(Passage::identical).sum();
        let mut found = Vec::new();
        let runs = passages.iter().flat_map(|passage| &passage.runs);
        let habitual: u32 =
            runs.map(|run| self.tokens(slice(a, &run.a_range()), how, &mut found)).sum();
        f64::from(habitual) / f64::from(equal.max(1))
    }

    /// The tokens of a run that lie in habits; `found` is room for its shingles.
    fn tokens(&self, run: &[Token], how: ShingleOptions, found: &mut Vec<u64>) -> u32 {
        found.clear();
        shingles(run, how, found);
        let (mut tokens, mut behind) = (0, 0);
        for (at, shingle) in found.iter().enumerate() {
            if self.tags.binary_search(&(*shingle as u32)).is_ok() {
                let length = if run[at].is_character() { how.k_characters } else { how.k };
                let end = (at + length as usize).min(run.len());
                tokens += end - at.max(behind);
                behind = end;
            }
        }
        tokens as u32
    }
}

/// Returns whether one source has a shingle on enough days; `documents` are those that have it.
pub(super) fn is_habit(documents: impl Iterator<Item = DocumentId>, texts: &[Text<'_>]) -> bool {
    let day = |id: DocumentId| {
        let text = &texts[id.0 as usize];
        Some((text.source, text.day?))
    };
    let mut days: Vec<(u32, i32)> = documents.filter_map(day).collect();
    days.sort_unstable();
    days.dedup();
    days.chunk_by(|x, y| x.0 == y.0).any(|of_source| of_source.len() >= DAYS)
}

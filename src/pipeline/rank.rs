//! In which order documents are preferred as anchors: the first published, then the longest, then the first
//! in walk order.

use std::ops::Range;

use jiff::{Timestamp, ToSpan};

use crate::compare::{DocumentId, Match, Rule, covered_words};

use super::gather::Gathered;

/// The order of preference, both ways.
pub(super) struct Ranking {
    /// The place in walk order of each document id.
    pub(super) order: Vec<u32>,
    /// The id of each document by its place in walk order.
    pub(super) ids: Vec<DocumentId>,
    /// Whether the document has a date that can be believed, by id.
    pub(super) dated: Vec<bool>,
}

impl Ranking {
    /// Ranks documents.
    pub(super) fn of(gathered: &Gathered) -> Self {
        let believed = |place: u32| gathered.documents[place as usize].published.filter(is_date);
        let mut order: Vec<u32> = (0..gathered.documents.len() as u32).collect();
        order.sort_by_cached_key(|&place| {
            let length = gathered.fingerprints[place as usize].words;
            let published = believed(place).unwrap_or(Timestamp::MAX);
            (published, std::cmp::Reverse(length), place)
        });
        let mut ids = vec![DocumentId(0); order.len()];
        for (id, place) in order.iter().enumerate() {
            ids[*place as usize] = DocumentId(id as u32);
        }
        let dated = order.iter().map(|&place| believed(place).is_some()).collect();
        Self { order, ids, dated }
    }

    /// Returns the words that stand in a copy of some finding, each counted once.
    pub(super) fn repeated_words(&self, found: &[Match], gathered: &Gathered) -> u64 {
        let mut copies: Vec<(u32, Range<u32>)> = found
            .iter()
            .filter(|one| one.rule != Rule::Boilerplate)
            .flat_map(|one| &one.copies)
            .flat_map(|copy| copy.passages.iter().map(|p| (copy.document, p.b.clone())))
            .map(|(document, range)| (self.order[document.0 as usize], range))
            .collect();
        copies.sort_by_key(|(place, range)| (*place, range.start));
        copies
            .chunk_by(|x, y| x.0 == y.0)
            .map(|of_document| {
                let tokens = &gathered.fingerprints[of_document[0].0 as usize].tokens;
                let ranges = of_document.iter().map(|(_, range)| range.clone());
                u64::from(covered_words(tokens, ranges))
            })
            .sum()
    }
}

/// Whether a time can be a date of publication: 1970 is what programs write for no date, and the
/// future (with a day for wrong time zones) has not been published yet.
fn is_date(time: &Timestamp) -> bool {
    let tomorrow = Timestamp::now().checked_add(24.hours()).unwrap_or(Timestamp::MAX);
    *time > Timestamp::UNIX_EPOCH + (24 * 365).hours() && *time <= tomorrow
}

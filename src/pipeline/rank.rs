//! In which order documents are preferred as anchors: the first published, then the longest, then the first
//! in walk order.

use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;

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
    /// Ranks documents; `today` is the day of the run, where one is known.
    pub(super) fn of(gathered: &Gathered, today: Option<Date>) -> Self {
        let believed = |place: u32| {
            gathered.documents[place as usize].published.filter(|time| is_date(*time, today))
        };
        let mut order: Vec<u32> = (0..gathered.documents.len() as u32).collect();
        order.par_sort_by_cached_key(|&place| {
            let length = gathered.fingerprints[place as usize].words;
            let published = believed(place).unwrap_or(Timestamp::MAX);
            (published, std::cmp::Reverse(length), place)
        });
        let mut ids = vec![DocumentId(0); order.len()];
        for (id, place) in order.iter().enumerate() {
            ids[*place as usize] = DocumentId(id as u32);
        }
        let dated = order.par_iter().map(|&place| believed(place).is_some()).collect();
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

/// Years of which a date can be believed: 1970 is what programs write for no date, 9999 and the like for never.
const YEARS: RangeInclusive<i16> = 1971..=2099;

/// Whether a time can be a date of publication: what is later than `today` has not been published yet, with a day more
/// for wrong time zones.
fn is_date(time: Timestamp, today: Option<Date>) -> bool {
    let day = Offset::UTC.to_datetime(time).date();
    let tomorrow = today.map(|today| today.saturating_add(1.day()));
    YEARS.contains(&day.year()) && tomorrow.is_none_or(|tomorrow| day <= tomorrow)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(time: &str, today: Option<Date>, expected: bool) {
        let time = time.parse().expect("the test writes times");
        assert_eq!(is_date(time, today), expected, "{time}");
    }

    #[test]
    fn what_programs_write_for_no_date_is_none() {
        check("1970-01-01T00:00:00Z", None, false);
        check("1970-12-31T23:59:59Z", None, false);
        check("9999-12-30T00:00:00Z", None, false);
        check("0001-01-01T00:00:00Z", None, false);
    }

    #[test]
    fn a_date_is_believed_where_no_day_is_known() {
        check("1971-01-01T00:00:00Z", None, true);
        check("2026-03-01T12:00:00Z", None, true);
        check("2099-12-31T23:59:59Z", None, true);
    }

    #[test]
    fn what_is_to_come_is_no_date_but_for_a_day() {
        let today = Some(date(2026, 3, 1));
        check("2026-03-01T23:00:00Z", today, true);
        check("2026-03-02T23:59:59Z", today, true);
        check("2026-03-03T00:00:00Z", today, false);
    }
}

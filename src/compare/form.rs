//! What two texts have in common in, whether they are one form that was filled in twice out.
//!
//! Two bulletins on two bonds, two cables to two kings agree in their words and differ in their facts: numbers, and
//! names where the script has capitals. An editor or a scanner changes words and facts alike. So facts are
//! compared with the other words of the same passages, by the test for two proportions (Fisher 1925; here as
//! in Fleiss, Levin and Paik 2003, section 3.1).

use std::ops::Range;

use crate::fingerprint::{Fingerprints, ShingleOptions};

use super::coverage::union;
use super::habit::Habits;
use super::passage::Passage;

/// What is known of two texts beside their words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// The shingles that are habits of a source.
    pub(super) habits: &'a Habits,
    /// How shingles are made.
    pub(super) shingle: ShingleOptions,
    /// Days between the two, where both have a date.
    pub(super) days: Option<u32>,
}

/// Share of the equal text that is made of habits in a form, and what is enough for a suspicion.
const HABITUAL: f64 = 0.5;
const SUSPICIOUS: f64 = 0.25;
/// Least share of equal tokens from which on a text of habits is a copy after all: a notice that was
/// printed again with a slip of the pen.
const REPRINTED: f64 = 0.95;
/// Largest share of equal facts in a form.
const EQUAL_FACTS: f64 = 0.72;
/// Standard errors by which facts agree less than words do; one pair of edited copies in a hundred has more.
const CLEARLY: f64 = 3.0;
/// Facts that differ at least: a correction changes one.
const OTHER_FACTS: u32 = 2;
/// The same where something else speaks for a form.
const SUSPECTED: f64 = 2.0;

/// Returns whether the passages of two texts are one form filled in twice. Linear in the passages.
pub(super) fn is_form(
    passages: &[Passage],
    a: &Fingerprints,
    b: &Fingerprints,
    evidence: Evidence<'_>,
) -> bool {
    let all: usize = passages.iter().map(|p| p.a.len().max(p.b.len())).sum();
    let equal: u32 = passages.iter().map(Passage::identical).sum();
    if equal as usize == all {
        return false;
    }
    let habitual = evidence.habits.share(passages, &a.tokens, evidence.shingle);
    if habitual >= HABITUAL && f64::from(equal) < REPRINTED * all as f64 {
        return true;
    }
    let suspected = habitual >= SUSPICIOUS || evidence.days.is_some_and(|days| days > 0);
    let runs = || passages.iter().flat_map(|passage| &passage.runs);
    let of_a = Agreement {
        all: Words::of(a, passages.iter().map(|p| p.a.clone()).collect()),
        equal: Words::of(a, runs().map(|run| run.a_range()).collect()),
    };
    let of_b = Agreement {
        all: Words::of(b, passages.iter().map(|p| p.b.clone()).collect()),
        equal: Words::of(b, runs().map(|run| run.b_range()).collect()),
    };
    of_a.is_of_form(suspected) && of_b.is_of_form(suspected)
}

/// The words of some passages by what they say.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    numbers: u32,
    names: u32,
    others: u32,
}

impl Words {
    fn of(text: &Fingerprints, ranges: Vec<Range<u32>>) -> Self {
        let mut words = Self::default();
        for at in union(ranges).into_iter().flatten() {
            if text.tokens[at as usize].is_number() {
                words.numbers += 1;
            } else if text.names.holds(at) {
                words.names += 1;
            } else {
                words.others += 1;
            }
        }
        words
    }
}

/// How much of one side's passages is equal.
struct Agreement {
    all: Words,
    equal: Words,
}

impl Agreement {
    fn is_of_form(&self, suspected: bool) -> bool {
        let Self { all, equal } = self;
        let others = (equal.others, all.others);
        let numbers = (equal.numbers, all.numbers);
        // Where most words have capitals they tell nothing: a headline, a table, a list of names.
        let names = if all.names <= all.others { (equal.names, all.names) } else { (0, 0) };
        let both = (numbers.0 + names.0, numbers.1 + names.1);
        [numbers, names, both].into_iter().any(|facts| differ(facts, others, suspected))
    }
}

/// Whether facts differ clearly more often than other words do; of each the equal ones and all.
fn differ(facts: (u32, u32), others: (u32, u32), suspected: bool) -> bool {
    let [equal, all, equal_others, all_others] =
        [facts.0, facts.1, others.0, others.1].map(f64::from);
    let (least, errors) = if suspected { (1, SUSPECTED) } else { (OTHER_FACTS, CLEARLY) };
    if facts.1 - facts.0 < least || others.1 == 0 || equal > EQUAL_FACTS * all {
        return false;
    }
    let pooled = (equal + equal_others) / (all + all_others);
    let error = (pooled * (1.0 - pooled) * (1.0 / all + 1.0 / all_others)).sqrt();
    equal_others / all_others - equal / all >= errors * error
}

//! Related pairs in, those that are one story although its wording is a habit out.
//!
//! A cable of congratulation is worded as all others are, so that no share of equal words tells what another paper prints
//! of it from a cable to another king. But the same cable is much nearer than any of another day: a match counts that is
//! nearer by so much than the nearest one which is known to be of another object (Lowe 2004, "Distinctive image features
//! from scale-invariant keypoints", section 7.1).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::DocumentId;
use super::court::Court;
use super::habit::Habits;
use super::pair::{PairMatch, Relation};

/// The most by which a document may differ from one of these days, as a share of what it differs by from the nearest one
/// of other days. Of the Arabic pairs that were read 24 of 25 below are one story, of those up to 0.65 two thirds, of those
/// from 0.8 on one in ten.
const RATIO: f64 = 0.4;

/// Makes copies of pairs of two sources that were taken for a form, where the shorter document has nothing that is half as
/// near on other days.
pub(super) fn set_reprints_near(related: &mut [PairMatch], court: &Court<'_>) {
    if court.habits.are_none() {
        return;
    }
    let reprints = but_for_habits(related, court);
    if reprints.is_empty() {
        return;
    }
    let shorter = reprints.iter().map(|(at, _)| (related[*at].shorter(court), 0.0));
    let mut elsewhere: BTreeMap<DocumentId, f64> = shorter.collect();
    for pair in related.iter().filter(|pair| is_of_other_days(pair, court)) {
        for id in [pair.a, pair.b] {
            if let Some(nearest) = elsewhere.get_mut(&id) {
                *nearest = nearest.max(pair.equal_share_of(id, court));
            }
        }
    }
    for (at, relation) in reprints {
        let pair = &mut related[at];
        let shorter = pair.shorter(court);
        let nearest = elsewhere[&shorter];
        // Without another day's text nothing tells how near a form comes.
        if nearest > 0.0 && 1.0 - pair.equal_share_of(shorter, court) <= RATIO * (1.0 - nearest) {
            pair.relation = relation;
        }
    }
}

/// The places of pairs of two sources and a few days which would be copies if no wording were a habit, each with what the
/// documents would be to each other.
fn but_for_habits(related: &[PairMatch], court: &Court<'_>) -> Vec<(usize, Relation)> {
    let none = Habits::default();
    let without = Court { habits: &none, ..*court };
    let would_be = |(at, pair): (usize, &PairMatch)| {
        let both = pair.both();
        let may_be = pair.relation == Relation::Shared
            && !court.are_of_one_source(both)
            && court.are_of_these_days(both);
        let relation = if may_be { pair.judged(&without) } else { Relation::Shared };
        (relation != Relation::Shared).then_some((at, relation))
    };
    related.par_iter().enumerate().filter_map(would_be).collect()
}

/// Whether two documents are no copies and of days so far apart that they are known to tell two things.
fn is_of_other_days(pair: &PairMatch, court: &Court<'_>) -> bool {
    pair.relation == Relation::Shared && court.are_days_apart(pair.both())
}

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
use super::form::SUSPICIOUS;
use super::habit::Habits;
use super::pair::{PairMatch, Relation};

/// The most by which a document may differ from one of these days, as a share of what it differs by from the nearest one
/// of other days. Of the Arabic pairs that were read 24 of 25 below are one story, of those up to 0.65 two thirds, of those
/// from 0.8 on one in ten.
const RATIO: f64 = 0.4;

/// Makes copies of pairs of two sources that were taken for a form, where the nearest document that the shorter one is
/// compared with on other days differs from it by so much more; without one they stay what they are.
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
            && court.are_of_these_days(both)
            && court.habits.share(&pair.passages, court.tokens(pair.a)) >= SUSPICIOUS;
        let relation = if may_be { pair.judged(&without) } else { Relation::Shared };
        (relation != Relation::Shared).then_some((at, relation))
    };
    related.par_iter().enumerate().filter_map(would_be).collect()
}

/// Whether two documents are no copies and of days so far apart that they are known to tell two things.
fn is_of_other_days(pair: &PairMatch, court: &Court<'_>) -> bool {
    pair.relation == Relation::Shared && court.are_days_apart(pair.both())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Text;
    use crate::compare::court::tests::in_court;
    use crate::compare::habit::tests::habits_of;
    use crate::compare::run::tests::fingerprints;
    use crate::fingerprint::Fingerprints;

    /// A cable to the king of a land, without capitals that would tell a name.
    fn cable(king: &str, land: &str) -> String {
        format!(
            "the palace sent a cable of congratulation today to {king} of {land} on the day of the freedom of {land} and \
             wished him in its own name and in that of the people and of the government steady health and joy and the \
             friendly people of {land} lasting progress and wealth and the palace praised the ties of brotherhood that \
             join the two lands and their peoples which all seek to strengthen in every field for the good of both"
        )
    }

    /// What the first two are to each other, of which the form is a habit. `said`: source and day of each document.
    #[track_caller]
    fn check(said: &[(u32, Option<i32>, String)], expected: Relation) {
        let fingerprints: Vec<Fingerprints> =
            said.iter().map(|(_, _, text)| fingerprints(text)).collect();
        let text = |(of, (source, day, _)): (_, &(u32, Option<i32>, String))| Text {
            source: *source,
            day: *day,
            ..Text::of(of)
        };
        let texts: Vec<Text<'_>> = fingerprints.iter().zip(said).map(text).collect();
        let habits = habits_of(texts[0].tokens);
        let compared = texts.len() as u32;
        let relation = in_court(&texts, &habits, compared, |mut related, court| {
            assert_eq!(related[0].relation, Relation::Shared, "the wording is a habit");
            let without = Court { habits: &Habits::default(), ..*court };
            assert_eq!(related[0].judged(&without), Relation::Near, "but for that it is one text");
            set_reprints_near(&mut related, court);
            related[0].relation
        });
        assert_eq!(relation, expected);
    }

    /// A cable of two papers on these days, the second paper's with some words written in another way, behind what is given.
    fn of_two_papers(days: [i32; 2], others: &[(i32, String)]) -> Vec<(u32, Option<i32>, String)> {
        let own = cable("dag the elder", "tarn");
        let edited =
            own.replace("sent a cable", "wired a note").replace("which all", "that all of us");
        let edited = edited.replace("in every field", "everywhere");
        let both = [(1, Some(days[0]), own), (2, Some(days[1]), edited)];
        let others = others.iter().map(|(day, text)| (1, Some(*day), text.clone()));
        both.into_iter().chain(others).collect()
    }

    /// The same form on another day, to somebody else, in more other words.
    fn to_another() -> String {
        cable("ole who rules", "severn")
            .replace("in its own name and in that of the people and of the government ", "")
            .replace("praised the ties of brotherhood", "spoke of the friendship")
    }

    #[test]
    fn a_cable_in_two_papers_is_one_beside_cables_of_other_days() {
        check(&of_two_papers([10, 10], &[(1, to_another())]), Relation::Near);
        check(&of_two_papers([10, 11], &[(1, to_another())]), Relation::Near);
    }

    #[test]
    fn it_is_a_form_where_another_day_has_one_as_near() {
        let as_near = cable("ole who rules", "severn").replace("ties of brotherhood", "friendship");
        check(&of_two_papers([10, 10], &[(1, as_near)]), Relation::Shared);
    }

    #[test]
    fn nothing_is_known_without_another_day_or_days_apart_or_of_one_source() {
        check(&of_two_papers([10, 10], &[]), Relation::Shared);
        check(&of_two_papers([10, 10], &[(9, to_another())]), Relation::Shared);
        check(&of_two_papers([10, 13], &[(1, to_another())]), Relation::Shared);
        let mut of_one = of_two_papers([10, 10], &[(1, to_another())]);
        of_one[1].0 = 1;
        check(&of_one, Relation::Shared);
    }
}

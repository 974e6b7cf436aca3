//! The aligned passages of two notices in, the same with what stands before and behind them out.

use std::borrow::Cow;
use std::ops::Range;

use crate::fingerprint::{Fingerprints, Token};

use super::court::Court;
use super::evidence::Pair;
use super::passage::Passage;

/// Tokens of a document at most that is judged by all of its facts, and of what stands before or behind all passages.
const A_NOTICE: u32 = 150;
const AN_END: usize = 24;

/// Returns the passages of two short documents of one source with what stands before the first one and behind the last
/// one, where that has other facts: a notice has its day and its place there. Another paper begins and ends as it likes.
pub(super) fn with_ends<'p>(
    passages: &'p [Passage],
    both: Pair,
    court: &Court<'_>,
) -> Cow<'p, [Passage]> {
    let [a, b] = [both.0, both.1].map(|id| court.text(id).fingerprints);
    let [of_a, of_b] = [a, b].map(|text| text.tokens.len() as u32);
    let mut passages = Cow::Borrowed(passages);
    let are_notices = of_a.max(of_b) <= A_NOTICE && court.are_of_one_source(both);
    if !are_notices || !passages.is_sorted_by_key(|passage| passage.a.start) {
        return passages;
    }
    let (Some(first), Some(last)) = (passages.first().cloned(), passages.last().cloned()) else {
        return passages;
    };
    let head = (0..first.a.start, 0..first.b.start);
    let tail = (last.a.end..of_a, last.b.end..of_b);
    if have_other_facts((a, head.0), (b, head.1))
        && let Some(first) = passages.to_mut().first_mut()
    {
        (first.a.start, first.b.start) = (0, 0);
    }
    if have_other_facts((a, tail.0), (b, tail.1))
        && let Some(last) = passages.to_mut().last_mut()
    {
        (last.a.end, last.b.end) = (of_a, of_b);
    }
    passages
}

/// Whether both ends of two documents, if they are short, have numbers and names, and none in common.
fn have_other_facts(
    (a, of_a): (&Fingerprints, Range<u32>),
    (b, of_b): (&Fingerprints, Range<u32>),
) -> bool {
    let facts = |text: &Fingerprints, end: Range<u32>| -> Vec<Token> {
        let is_fact = |at: &u32| text.tokens[*at as usize].is_number() || text.names.holds(*at);
        let end = if end.len() <= AN_END { end } else { 0..0 };
        end.filter(is_fact).map(|at| text.tokens[at as usize]).collect()
    };
    let (x, y) = (facts(a, of_a), facts(b, of_b));
    !x.is_empty() && !y.is_empty() && !x.iter().any(|fact| y.contains(fact))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::court::tests::in_court;
    use crate::compare::habit::Habits;
    use crate::compare::passage::tests::passages_of;
    use crate::compare::{DocumentId, Text};
    use crate::read::Document;

    /// What two notices begin and end with, their sources, and whether the passage reaches to where they begin and end.
    #[track_caller]
    fn check(ends: [[&str; 2]; 2], sources: [u32; 2], expected: [bool; 2]) {
        let said = ends.map(|[head, tail]| {
            let text = format!(
                "{head} the price of barley rose on the exchange, the bank said in its weekly note to all customers who \
                 had asked for it {tail}"
            );
            Fingerprints::of(&Document::from_text("a", text))
        });
        let texts = [0, 1].map(|at| Text { source: sources[at], ..Text::of(&said[at]) });
        let passages = passages_of(&said[0].tokens, &said[1].tokens);
        let both = (DocumentId(0), DocumentId(1));
        in_court(&texts, &Habits::default(), 0, |_, court| {
            let found = with_ends(&passages, both, court);
            let (first, last) = (&found[0], &found[found.len() - 1]);
            let [a, b] = [0, 1].map(|at| said[at].tokens.len() as u32);
            let reaches =
                [(first.a.start, first.b.start) == (0, 0), (last.a.end, last.b.end) == (a, b)];
            assert_eq!(reaches, expected, "{ends:?}");
        });
    }

    #[test]
    fn ends_with_other_facts_belong_to_a_notice() {
        check([["On 9 March", "in Ashby"], ["By 20 April", "at Westby"]], [0, 0], [true, true]);
        // One fact is the same, or one side has none.
        check([["On 9 March", "x"], ["By 9 April", "y"]], [0, 0], [false, false]);
        check([["On 9 March", "in Ashby"], ["Later", "soon"]], [0, 0], [false, false]);
    }

    #[test]
    fn another_paper_begins_and_ends_as_it_likes() {
        check([["On 9 March", "in Ashby"], ["By 20 April", "at Westby"]], [0, 1], [false, false]);
    }

    #[test]
    fn a_long_end_is_a_text_of_its_own() {
        let long = |day, word: &str| format!("{day} {}", word.repeat(AN_END));
        let (a, b) = (long("on 9 March", "was "), long("by 20 April", "is "));
        check([[&a, "x"], [&b, "y"]], [0, 0], [false, false]);
    }
}

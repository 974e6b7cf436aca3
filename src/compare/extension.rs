//! The text beside a passage in, how far the passage goes on into it out.

use crate::fingerprint::Token;

use super::prefix::{Ahead, Direction, best_prefix, equal_at_most};
use super::work;

/// Returns how far a passage goes on beside the text that it was found in, step by step: tokens
/// of `a` and of `b` from there, the last ones equal; nothing where it does not go on. Takes the tokens of both texts
/// that it passes from `allowance`, and ends where none is left.
pub(super) fn extend(
    a: &[Token],
    b: &[Token],
    direction: Direction,
    allowance: &mut usize,
) -> Vec<(usize, usize)> {
    let mut steps = Vec::new();
    let (mut i, mut j) = (0, 0);
    while *allowance > 0 {
        let (next_a, next_b) = (Ahead::of(a, i, direction), Ahead::of(b, j, direction));
        let (_, (x, y)) = best_prefix(&next_a, &next_b);
        if x == 0 {
            break;
        }
        (i, j) = (i + x, j + y);
        work::count(x + y);
        *allowance = allowance.saturating_sub(x + y);
        steps.push((i, j));
    }
    steps
}

/// Returns how far a passage goes on at most, until `enough` tokens may be equal: equal tokens, and tokens of `a`.
pub(super) fn reach(a: &[Token], b: &[Token], direction: Direction, enough: u32) -> (u32, u32) {
    let (mut i, mut j, mut equal) = (0, 0, 0);
    while equal < enough {
        let (next_a, next_b) = (Ahead::of(a, i, direction), Ahead::of(b, j, direction));
        let (gain, (x, y)) = best_prefix(&next_a, &next_b);
        if x == 0 {
            break;
        }
        equal += equal_at_most(&next_a, gain, (x, y));
        (i, j) = (i + x, j + y);
    }
    (equal, i as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::prefix::REACH;
    use crate::compare::run::tests::tokens;

    /// As far as the passage goes on.
    fn all(a: &[Token], b: &[Token], direction: Direction) -> Vec<(usize, usize)> {
        extend(a, b, direction, &mut usize::MAX.clone())
    }

    fn numbered(letters: &[u8]) -> Box<[Token]> {
        tokens(&letters.iter().map(u8::to_string).collect::<Vec<_>>().join(" "))
    }

    /// The longest common subsequence, cell by cell.
    fn common(a: &[Token], b: &[Token]) -> u32 {
        let mut before = vec![0; b.len() + 1];
        for x in a {
            let mut here = vec![0];
            for (column, y) in b.iter().enumerate() {
                let longest = before[column + 1].max(here[column]);
                here.push(if x == y { before[column] + 1 } else { longest });
            }
            before = here;
        }
        before[b.len()]
    }

    proptest! {
        #[test]
        fn no_step_has_more_equal_tokens_than_its_bound(
            a in prop::collection::vec(0..4_u8, 0..3 * REACH),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..9_u8), 0..16),
        ) {
            let mut b = a.clone();
            for (place, letter) in edits.into_iter().filter(|_| !a.is_empty()) {
                let at = place.index(b.len());
                if letter < 4 { b.insert(at, letter) } else { b[at] = letter }
            }
            let (a, b) = (numbered(&a), numbered(&b));
            let mut from = (0, 0);
            let mut equal = 0;
            for to in all(&a, &b, Direction::Forward) {
                equal += common(&a[from.0..to.0], &b[from.1..to.1]);
                from = to;
            }
            let (bound, length) = reach(&a, &b, Direction::Forward, u32::MAX);
            prop_assert_eq!(length as usize, from.0);
            prop_assert!(bound >= equal, "{bound} and {equal}");
        }
    }

    #[test]
    fn an_extension_ends_with_an_equal_token() {
        let (a, b) = (
            tokens("one two three four five six x y z"),
            tokens("one two drei four five six p q r"),
        );
        assert_eq!(all(&a, &b, Direction::Forward), [(6, 6)]);
        let (a, b) = (tokens("x y z one two three"), tokens("p q r one two extra three"));
        assert_eq!(all(&a, &b, Direction::Backward), [(3, 4)]);
        let (a, b) = (tokens("x y z"), tokens("p q r"));
        assert!(all(&a, &b, Direction::Forward).is_empty());
    }

    #[test]
    fn an_extension_ends_where_no_more_is_allowed() {
        let text = tokens(&(0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" "));
        let mut allowance = 100;
        let steps = extend(&text, &text, Direction::Forward, &mut allowance);
        let (i, j) = *steps.last().unwrap();
        assert!((50..50 + REACH).contains(&i) && i == j && allowance == 0, "{i} {allowance}");
        assert!(extend(&text, &text, Direction::Forward, &mut allowance).is_empty());
    }
}

//! Two short token sequences in, their alignment with the fewest edits out (Wagner and Fischer
//! 1974); and the extension of a passage into the text beside it.
//!
//! Only gaps between runs and the ends of passages come here, so that the square is a small one.

use crate::fingerprint::Token;

use super::run::Run;
use super::work;

/// Tokens of each side that an extension looks at in one step.
const REACH: usize = 24;
/// What a matching token of an extension is worth, and what an edit costs: an extension goes on
/// while four of ten words match, or six of ten characters.
const MATCH: i32 = 3;
const EDIT: i32 = 2;
const CHARACTER_EDIT: i32 = 5;
/// Least worth of a step: one equal word behind a replaced one is chance.
const LEAST_GAIN: i32 = 2 * MATCH;

/// Whether a sequence is read from its first token or from its last one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the first token.
    Forward,
    /// From the last token.
    Backward,
}

/// Tokens of the second side of a gap at most: a bit each.
pub(super) const WIDEST: usize = u64::BITS as usize;

/// The steps back through an alignment, a row a token of the first side; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    rows: Vec<Row>,
}

/// Where the distance grows on the way to a row of the table, a bit a column.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Columns with one edit more than in the row before.
    from_above: u64,
    /// Columns with one edit more than the column before.
    from_left: u64,
}

impl Aligner {
    /// Appends the runs (in order, of one token or more) of an alignment of `a` and `b` with the
    /// fewest insertions, deletions and replacements; of those, one with many equal tokens. `b` has [`WIDEST`] tokens
    /// at most.
    ///
    /// A row of the table is computed a word of 64 bits at a time (Hyyrö 2003, "A bit-vector algorithm for computing
    /// Levenshtein and Damerau edit distances", section 3).
    pub(super) fn align(&mut self, a: &[Token], b: &[Token], at: (u32, u32), runs: &mut Vec<Run>) {
        debug_assert!(b.len() <= WIDEST, "a gap of {} tokens", b.len());
        if have_nothing_in_common(a, b) {
            return;
        }
        work::count(a.len() * b.len());
        self.fill(a, b);
        let from = runs.len();
        let (mut i, mut j) = (a.len(), b.len());
        while i > 0 && j > 0 {
            let Row { from_above, from_left } = self.rows[i - 1];
            if a[i - 1] == b[j - 1] {
                (i, j) = (i - 1, j - 1);
                push_before(runs, from, Run { a: at.0 + i as u32, b: at.1 + j as u32, length: 1 });
            } else if from_above >> (j - 1) & 1 == 1 {
                i -= 1;
            } else if from_left >> (j - 1) & 1 == 1 {
                j -= 1;
            } else {
                (i, j) = (i - 1, j - 1);
            }
        }
        runs[from..].reverse();
    }

    /// Fills the rows: one for each token of `a`, of as many columns as `b` has tokens.
    fn fill(&mut self, a: &[Token], b: &[Token]) {
        self.rows.clear();
        // Columns with one edit more than the column before, and with one less.
        let (mut more, mut less) = (u64::MAX, 0);
        for x in a {
            let equal = b.iter().rev().fold(0, |all, y| all << 1 | u64::from(x == y));
            let diagonal = ((equal & more).wrapping_add(more) ^ more) | equal | less;
            // The rows begin with one edit more each.
            let from_above = less | !(diagonal | more);
            let shifted = from_above << 1 | 1;
            less = diagonal & shifted;
            more = ((more & diagonal) << 1) | !(diagonal | shifted);
            self.rows.push(Row { from_above, from_left: more });
        }
    }
}

/// Returns how far a passage goes on beside the text that it was found in, step by step: tokens
/// of `a` and of `b` from there, the last ones equal; nothing where it does not go on.
pub(super) fn extend(a: &[Token], b: &[Token], direction: Direction) -> Vec<(usize, usize)> {
    let mut steps = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let (next_a, next_b) = (ahead(a, i, direction), ahead(b, j, direction));
        let (_, (x, y)) = best_prefix(next_a, next_b, direction);
        if x == 0 {
            return steps;
        }
        (i, j) = (i + x, j + y);
        steps.push((i, j));
    }
}

/// Returns how far a passage goes on at most, until `enough` tokens may be equal: equal tokens, and tokens of `a`.
///
/// Of an alignment that is worth g, prefixes of x and y tokens with n equal ones, g is at least what it is when
/// nothing is replaced: n matches and x + y − 2n edits.
pub(super) fn reach(a: &[Token], b: &[Token], direction: Direction, enough: u32) -> (u32, u32) {
    let (mut i, mut j, mut equal) = (0, 0, 0);
    while equal < enough {
        let (next_a, next_b) = (ahead(a, i, direction), ahead(b, j, direction));
        let (gain, (x, y)) = best_prefix(next_a, next_b, direction);
        if x == 0 {
            break;
        }
        let edit = edit(next_a);
        let bound = (gain + edit * (x + y) as i32) / (MATCH + 2 * edit);
        equal += (bound as u32).min(x.min(y) as u32);
        (i, j) = (i + x, j + y);
    }
    (equal, i as u32)
}

/// Returns the prefixes of `a` and `b` whose alignment is worth most, and what it is worth, if it is something.
fn best_prefix(a: &[Token], b: &[Token], direction: Direction) -> (i32, (usize, usize)) {
    let mut best = (LEAST_GAIN - 1, (0, 0));
    let edit = edit(a);
    if !may_gain(a, b, direction, edit) {
        return best;
    }
    work::count(a.len() * b.len());
    let mut of_b = [Token::default(); REACH];
    for (column, y) in of_b[..b.len()].iter_mut().enumerate() {
        *y = token(b, column, direction);
    }
    let mut table = [0; REACH];
    for (column, cell) in table.iter_mut().enumerate() {
        *cell = -edit * (column as i32 + 1);
    }
    // A row adds one match at most, and none where its token does not stand in `b`.
    let slots_of_b = slots(b);
    let mut to_come = a.iter().filter(|x| slots_of_b & 1 << slot(**x) != 0).count() as i32;
    for row in 0..a.len() {
        let x = token(a, row, direction);
        to_come -= i32::from(slots_of_b & 1 << slot(x) != 0);
        let mut diagonal = -edit * row as i32;
        let mut left = diagonal - edit;
        let mut highest = left;
        for (column, (cell, y)) in table[..b.len()].iter_mut().zip(&of_b).enumerate() {
            let above = *cell;
            let equal = x == *y;
            let matched = diagonal + if equal { MATCH } else { -edit };
            left = matched.max(above.max(left) - edit);
            diagonal = above;
            *cell = left;
            highest = highest.max(left);
            if equal && left > best.0 {
                best = (left, (row + 1, column + 1));
            }
        }
        if highest + MATCH * to_come <= best.0 {
            break;
        }
    }
    best
}

/// What an edit costs among such tokens.
fn edit(tokens: &[Token]) -> i32 {
    if tokens.first().is_some_and(|t| t.is_character()) { CHARACTER_EDIT } else { EDIT }
}

/// Slots that tokens are put into by some of their bits: two tokens of one slot may be equal.
const SLOTS: u32 = 64;

fn slot(token: Token) -> u32 {
    (token.bits() >> 8) % SLOTS
}

/// The slots of some tokens, a bit each.
fn slots(tokens: &[Token]) -> u64 {
    tokens.iter().fold(0, |all, token| all | 1 << slot(*token))
}

/// Returns whether no token of `a` can stand in `b`. Linear.
fn have_nothing_in_common(a: &[Token], b: &[Token]) -> bool {
    slots(a) & slots(b) == 0
}

/// Returns whether some prefixes of `a` and `b`, of [`REACH`] tokens at most, may be worth [`LEAST_GAIN`].
///
/// Prefixes of which the longer one has n tokens have their longest common subsequence at most in common, and n less
/// that many edits at least. It is computed a row an addition (Hyyrö 2004, "Bit-parallel LCS-length
/// computation revisited", section 3); tokens of one slot count as equal.
fn may_gain(a: &[Token], b: &[Token], direction: Direction, edit: i32) -> bool {
    let mut places = [0_u32; SLOTS as usize];
    for column in 0..b.len() {
        places[slot(token(b, column, direction)) as usize] |= 1 << column;
    }
    // A bit that is not set is a place at which the common subsequence grows.
    let mut flat = u32::MAX;
    for n in 1..=a.len().max(b.len()) {
        let before = flat;
        if n <= a.len() {
            let equal = flat & places[slot(token(a, n - 1, direction)) as usize];
            flat = flat.wrapping_add(equal) | (flat - equal);
        }
        // As long as nothing is added the worth only falls.
        let has_grown = flat != before || flat >> (n - 1) & 1 == 0;
        let common = || (!flat & ((1 << n) - 1)).count_ones() as i32;
        if has_grown && (MATCH + edit) * common() - edit * n as i32 >= LEAST_GAIN {
            return true;
        }
    }
    false
}

/// Puts a run of one token before those from `from` on, which stand in reverse order.
fn push_before(runs: &mut Vec<Run>, from: usize, run: Run) {
    match runs[from..].last_mut() {
        Some(next) if next.a == run.a + 1 && next.b == run.b + 1 => {
            *next = Run { length: next.length + 1, ..run };
        }
        _ => runs.push(run),
    }
}

/// The next tokens behind the first `taken` ones, seen in `direction`.
fn ahead(tokens: &[Token], taken: usize, direction: Direction) -> &[Token] {
    match direction {
        Direction::Forward => &tokens[taken..(taken + REACH).min(tokens.len())],
        Direction::Backward => {
            let end = tokens.len() - taken;
            &tokens[end.saturating_sub(REACH)..end]
        }
    }
}

fn token(tokens: &[Token], at: usize, direction: Direction) -> Token {
    match direction {
        Direction::Forward => tokens[at],
        Direction::Backward => tokens[tokens.len() - 1 - at],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    fn check(a: &str, b: &str, expected: &[(u32, u32, u32)]) {
        let mut runs = Vec::new();
        Aligner::default().align(&tokens(a), &tokens(b), (0, 0), &mut runs);
        let runs: Vec<_> = runs.iter().map(|r| (r.a, r.b, r.length)).collect();
        assert_eq!(runs, expected, "{a:?} and {b:?}");
    }

    #[test]
    fn the_alignment_has_the_fewest_edits() {
        check("a b c", "a x c", &[(0, 0, 1), (2, 2, 1)]);
        check("a b c d", "b c", &[(1, 0, 2)]);
        check("a b", "c d", &[]);
        check("", "c d", &[]);
    }

    /// The table of distances, cell by cell, and the steps back through it.
    fn runs_by_table(a: &[Token], b: &[Token]) -> Vec<Run> {
        let mut table: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
        for (row, x) in a.iter().enumerate() {
            let mut here = vec![row + 1];
            for (column, y) in b.iter().enumerate() {
                let replaced = table[row][column] + usize::from(x != y);
                here.push(replaced.min(table[row][column + 1] + 1).min(here[column] + 1));
            }
            table.push(here);
        }
        let mut runs = Vec::new();
        let (mut i, mut j) = (a.len(), b.len());
        while i > 0 && j > 0 {
            let (here, diagonal) = (table[i][j], table[i - 1][j - 1]);
            if a[i - 1] == b[j - 1] && diagonal == here {
                push_before(&mut runs, 0, Run { a: i as u32 - 1, b: j as u32 - 1, length: 1 });
                (i, j) = (i - 1, j - 1);
            } else if table[i - 1][j] + 1 == here {
                i -= 1;
            } else if table[i][j - 1] + 1 == here {
                j -= 1;
            } else {
                (i, j) = (i - 1, j - 1);
            }
        }
        runs.reverse();
        runs
    }

    /// The table of worths, row by row, without the bound before it.
    fn best_by_table(a: &[Token], b: &[Token]) -> (i32, (usize, usize)) {
        let mut table: Vec<i32> = (0..=b.len() as i32).map(|column| -EDIT * column).collect();
        let mut best = (LEAST_GAIN - 1, (0, 0));
        for (row, x) in a.iter().enumerate() {
            let mut next = vec![-EDIT * (row as i32 + 1)];
            for (column, y) in b.iter().enumerate() {
                let matched = table[column] + if x == y { MATCH } else { -EDIT };
                next.push(matched.max(table[column + 1].max(next[column]) - EDIT));
                if x == y && next[column + 1] > best.0 {
                    best = (next[column + 1], (row + 1, column + 1));
                }
            }
            table = next;
        }
        best
    }

    fn numbered(letters: &[u8]) -> Box<[Token]> {
        tokens(&letters.iter().map(u8::to_string).collect::<Vec<_>>().join(" "))
    }

    proptest! {
        #[test]
        fn an_extension_is_the_best_one_of_the_table(
            a in prop::collection::vec(0..9_u8, 0..=REACH),
            b in prop::collection::vec(0..9_u8, 0..=REACH),
        ) {
            let (mut a, mut b) = (numbered(&a), numbered(&b));
            let best = best_prefix(&a, &b, Direction::Forward);
            prop_assert_eq!(best, best_by_table(&a, &b));
            a.reverse();
            b.reverse();
            prop_assert_eq!(best, best_prefix(&a, &b, Direction::Backward));
        }

        #[test]
        fn an_alignment_is_the_one_of_the_table(
            a in prop::collection::vec(0..6_u8, 0..2 * WIDEST),
            b in prop::collection::vec(0..6_u8, 0..=WIDEST),
        ) {
            let (a, b) = (numbered(&a), numbered(&b));
            let mut runs = Vec::new();
            Aligner::default().align(&a, &b, (0, 0), &mut runs);
            prop_assert_eq!(runs, runs_by_table(&a, &b));
        }
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
            for to in extend(&a, &b, Direction::Forward) {
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
        assert_eq!(extend(&a, &b, Direction::Forward), [(6, 6)]);
        let (a, b) = (tokens("x y z one two three"), tokens("p q r one two extra three"));
        assert_eq!(extend(&a, &b, Direction::Backward), [(3, 4)]);
        let (a, b) = (tokens("x y z"), tokens("p q r"));
        assert!(extend(&a, &b, Direction::Forward).is_empty());
    }
}

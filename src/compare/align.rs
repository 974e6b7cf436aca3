//! Two short token sequences in, their alignment with the fewest edits out (Wagner and Fischer 1974).
//!
//! Only gaps between runs come here, so that the square is a small one.

use crate::fingerprint::Token;

use super::run::Run;
use super::work;

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

/// Slots that tokens are put into by some of their bits: two tokens of one slot may be equal.
pub(super) const SLOTS: u32 = 64;

/// The slot of a token.
#[inline]
pub(super) fn slot(token: Token) -> u32 {
    (token.bits() >> 8) % SLOTS
}

/// The slots of some tokens, a bit each.
#[inline]
pub(super) fn slots(tokens: &[Token]) -> u64 {
    tokens.iter().fold(0, |all, token| all | 1 << slot(*token))
}

/// Returns whether no token of `a` can stand in `b`. Linear.
fn have_nothing_in_common(a: &[Token], b: &[Token]) -> bool {
    slots(a) & slots(b) == 0
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

    fn numbered(letters: &[u8]) -> Box<[Token]> {
        tokens(&letters.iter().map(u8::to_string).collect::<Vec<_>>().join(" "))
    }

    proptest! {
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
}

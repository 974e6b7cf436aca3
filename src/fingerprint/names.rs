//! Which tokens of a text are written as names: with a capital that no sentence begins.
//!
//! Tokens are folded to lower case, so that a headline in capitals is told in a text; what two texts of one form
//! differ in is names and numbers, so that a bit a token remembers the capital. Scripts without
//! capitals have no names here.

use std::ops::Range;

use crate::spill::{Pack, Stored};

/// A bit for each token of a text up to the last name: whether it is written as a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    bits: Stored<u64>,
}

impl Names {
    /// Returns whether a token is written as a name.
    pub fn holds(&self, token: u32) -> bool {
        let word = self.bits.get(token as usize / 64);
        word.is_some_and(|word| word & (1 << (token % 64)) != 0)
    }

    /// Returns how many of some tokens are written as names.
    pub fn count(&self, tokens: &Range<u32>) -> u32 {
        let words = &self.bits[..];
        let bits = |at: u32| words.get(at as usize).copied().unwrap_or(0);
        let below = |end: u32| bits(end / u64::BITS) & ((1 << (end % u64::BITS)) - 1);
        let (first, last) = (tokens.start / u64::BITS, tokens.end / u64::BITS);
        let whole: u32 = (first..last).map(|at| bits(at).count_ones()).sum();
        whole + below(tokens.end).count_ones() - below(tokens.start).count_ones()
    }

    /// Returns those of some tokens that are written as names, in order.
    pub fn among(&self, tokens: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let words = &self.bits[..];
        let (first, last) = (tokens.start / u64::BITS, tokens.end.div_ceil(u64::BITS));
        let of_word = |at: u32| {
            let mut rest = words.get(at as usize).copied().unwrap_or(0);
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at * u64::BITS + bit)
            })
        };
        (first..last).flat_map(of_word).filter(move |token| tokens.contains(token))
    }

    /// Returns the bytes that the names take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.bits.packed_bytes()
    }

    /// Moves the names into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.bits.pack(pack);
    }
}

/// Tokens that are taken at a time at most.
const AT_ONCE: usize = 32;

/// Marks the names of one text after the other; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Marker {
    bits: Vec<u64>,
    /// The bits that are not full yet, and how many there are.
    last: u64,
    tokens: u32,
}

impl Marker {
    /// Takes the next tokens of a text, [`AT_ONCE`] at most: a bit for each, whether it is a name.
    #[inline]
    pub(super) fn take(&mut self, names: u64, tokens: u32) {
        self.last |= names << self.tokens;
        let before = self.tokens;
        self.tokens += tokens;
        if self.tokens >= u64::BITS {
            self.bits.push(self.last);
            self.last = names >> (u64::BITS - before);
            self.tokens -= u64::BITS;
        }
    }

    /// Takes so many tokens, of which these are names.
    pub(super) fn append(&mut self, names: &Names, tokens: u32) {
        for from in (0..tokens).step_by(AT_ONCE) {
            let word = names.bits.get(from as usize / u64::BITS as usize).copied().unwrap_or(0);
            let count = (tokens - from).min(AT_ONCE as u32);
            self.take(word >> (from % u64::BITS) & ((1 << count) - 1), count);
        }
    }

    /// Returns the names of the tokens that were taken, and forgets them.
    pub(super) fn names(&mut self) -> Names {
        self.bits.push(self.last);
        (self.last, self.tokens) = (0, 0);
        let last = self.bits.iter().rposition(|bits| *bits != 0);
        let names = Names { bits: self.bits[..last.map_or(0, |last| last + 1)].into() };
        self.bits.clear();
        names
    }
}

#[cfg(test)]
mod tests {
    use crate::fingerprint::Fingerprints;
    use crate::read::Document;

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let fingerprints = Fingerprints::of(&Document::from_text("a", text.to_owned()));
        let tokens = 0..fingerprints.tokens.len() as u32;
        let names: Vec<u32> = tokens.filter(|token| fingerprints.names.holds(*token)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_capital_inside_of_a_sentence_is_a_name() {
        check("The bank of Kuwait lent Yen to “Émile”. Then Ömer paid 5 Marks.", &[3, 5, 7, 9, 12]);
    }

    #[test]
    fn what_begins_a_sentence_or_has_no_capitals_is_none() {
        check("One. Two! Three? “Four” five: Six", &[]);
        check("قال الملك سلمان 他说 好", &[]);
    }

    #[test]
    fn names_are_counted_within_words_and_over_them() {
        let text = "x Y z Z ".repeat(50);
        let names = Fingerprints::of(&Document::from_text("a", text)).names;
        for (start, end) in
            [(0, 0), (3, 4), (2, 3), (5, 61), (63, 64), (64, 65), (1, 199), (60, 300)]
        {
            let held: Vec<u32> = (start..end).filter(|token| names.holds(*token)).collect();
            assert_eq!(names.count(&(start..end)) as usize, held.len(), "{start}..{end}");
            assert_eq!(names.among(start..end).collect::<Vec<_>>(), held, "{start}..{end}");
        }
    }

    #[test]
    fn many_tokens_have_many_bits() {
        check(&format!("x {} Y", "z ".repeat(200)), &[201]);
    }
}

//! Ranges of a text's tokens in, whether others lie among them out: a bit for each token.

use std::ops::Range;

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// Some of the tokens of a text, a bit each.
#[derive(Debug, Default)]
pub(super) struct TokenSet {
    bits: Vec<u64>,
    added: Vec<Range<usize>>,
}

impl TokenSet {
    /// Forgets all; there is room for so many tokens. Linear in what was added.
    pub(super) fn clear(&mut self, tokens: usize) {
        for (word, _) in self.added.drain(..).flat_map(words_of) {
            self.bits[word] = 0;
        }
        if self.bits.len() < tokens.div_ceil(WORD) {
            self.bits.resize(tokens.div_ceil(WORD), 0);
        }
    }

    /// Adds some tokens.
    pub(super) fn add(&mut self, tokens: Range<u32>) {
        let tokens = tokens.start as usize..tokens.end as usize;
        for (word, bits) in words_of(tokens.clone()) {
            self.bits[word] |= bits;
        }
        self.added.push(tokens);
    }

    /// Returns whether all of these are among them.
    pub(super) fn hold(&self, tokens: Range<u32>) -> bool {
        let tokens = tokens.start as usize..tokens.end as usize;
        words_of(tokens).all(|(word, bits)| self.bits[word] & bits == bits)
    }
}

/// Returns the words of bits in which a range lies, each with its bits of the range.
fn words_of(Range { start, end }: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    (start / WORD..end.div_ceil(WORD)).map(move |word| {
        let (first, behind) = (start.saturating_sub(word * WORD), (end - word * WORD).min(WORD));
        (word, u64::MAX << first & u64::MAX >> (WORD - behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_of_a_range_are_those_and_no_others() {
        for start in 0..200 {
            for end in start..200 {
                let is_set = |at: usize| {
                    words_of(start..end)
                        .any(|(word, bits)| word == at / 64 && bits >> (at % 64) & 1 == 1)
                };
                assert!(
                    (0..256).all(|at| is_set(at) == (start..end).contains(&at)),
                    "{start}..{end}"
                );
            }
        }
    }
}

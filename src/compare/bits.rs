//! A range of bits in, the words in which they lie out.

use std::ops::Range;

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// Returns the words of bits in which a range lies, each with its bits of the range.
pub(super) fn words_of(Range { start, end }: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
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

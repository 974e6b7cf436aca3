//! A key in, where a sorted list may have it out. Keys are hashes: their highest bits are good.

use std::ops::Range;

/// Where each value of the highest bits of a key begins in a sorted list, half as many values as keys or more: one look tells
/// where a key would stand.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// The first key of each value, and the number of all.
    starts: Vec<u32>,
    /// Bits of a key behind those.
    shift: u32,
}

impl Heads {
    /// `keys`: sorted.
    pub(super) fn of(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let bits = keys.len().max(2).ilog2();
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for key in keys {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, shift }
    }

    /// Returns the places where a key stands, if it is in the list, among few others.
    pub(super) fn near(&self, key: u64) -> Range<usize> {
        let value = (key >> self.shift) as usize;
        self.starts[value] as usize..self.starts[value + 1] as usize
    }
}

/// A bit for each value of the highest bits of a key: set where some key has it.
#[derive(Debug, Default)]
pub(super) struct Filter {
    values: Vec<u64>,
    /// Bits of a key behind those.
    shift: u32,
}

impl Filter {
    /// Returns the filter of keys of which so many bits are looked at, six at least.
    pub(super) fn of(keys: impl Iterator<Item = u64>, bits: u32) -> Self {
        let shift = u64::BITS - bits;
        let mut values = vec![0; (1 << bits) / 64];
        for key in keys {
            let value = key >> shift;
            values[(value / 64) as usize] |= 1 << (value % 64);
        }
        Self { values, shift }
    }

    /// Returns whether a key may be one of those that were given; `false` is certain.
    #[inline]
    pub(super) fn may_have(&self, key: u64) -> bool {
        let value = key >> self.shift;
        self.values[(value / 64) as usize] >> (value % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_where_its_highest_bits_say() {
        for length in [0, 1, 2, 3, 100] {
            let spread = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut keys: Vec<u64> = (0..length).map(spread).collect();
            keys.sort_unstable();
            let heads = Heads::of(keys.iter().copied());
            for (at, key) in keys.iter().enumerate() {
                assert!(heads.near(*key).contains(&at), "{at} of {length}");
            }
            let most = keys.iter().map(|key| heads.near(*key).len()).max().unwrap_or(0);
            assert!(most <= 8, "{most} of {length}");
        }
    }

    #[test]
    fn a_filter_has_what_it_was_given_and_little_else() {
        let key = |n: u64| n << 56;
        let filter = Filter::of((0..4).map(key), 8);
        let all: Vec<u64> = (0..256).filter(|n| filter.may_have(key(*n))).collect();
        assert_eq!(all, [0, 1, 2, 3]);
    }
}

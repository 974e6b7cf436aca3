//! Numbers in, those that are one out: union–find (Tarjan 1975, "Efficiency of a good but not linear set union algorithm").

/// Which of some numbered things are one; the first of them stands for all.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// For each number an earlier one that is one with it, or itself; what is beyond the last one stands alone.
    before: Vec<u32>,
}

impl Joined {
    /// Returns what the pairs make one, settled.
    pub(super) fn of(pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut joined = Self::default();
        for (one, other) in pairs {
            joined.join(one, other);
        }
        joined.settle();
        joined
    }

    /// Leads from each to its first in one step: what stands before it is settled already.
    pub(super) fn settle(&mut self) {
        for at in 0..self.before.len() {
            self.before[at] = self.before[self.before[at] as usize];
        }
    }

    /// Returns the first that is one with this one; all is settled.
    pub(super) fn first(&self, one: u32) -> u32 {
        self.before.get(one as usize).copied().unwrap_or(one)
    }

    /// Makes two of them one.
    pub(super) fn join(&mut self, one: u32, other: u32) {
        let known = self.before.len() as u32;
        self.before.extend(known..known.max(one.max(other) + 1));
        let (x, y) = (self.shorten(one), self.shorten(other));
        self.before[x.max(y) as usize] = x.min(y);
    }

    /// Returns the first that is one with this one so far, and halves the way to it.
    fn shorten(&mut self, mut one: u32) -> u32 {
        loop {
            let before = self.before[one as usize];
            if before == one {
                return one;
            }
            self.before[one as usize] = self.before[before as usize];
            one = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_the_least_that_can_be_reached(
            pairs in prop::collection::vec((0..30_u32, 0..30_u32), 0..40),
        ) {
            let joined = Joined::of(pairs.iter().copied());
            let mut least: Vec<u32> = (0..32).collect();
            for _ in 0..pairs.len() {
                for &(x, y) in &pairs {
                    let both = least[x as usize].min(least[y as usize]);
                    (least[x as usize], least[y as usize]) = (both, both);
                }
            }
            let found: Vec<u32> = (0..32).map(|one| joined.first(one)).collect();
            prop_assert_eq!(found, least);
        }
    }

    #[test]
    fn a_chain_from_its_end_takes_linear_time() {
        let last = 1_000_000;
        let joined = Joined::of((0..last).rev().map(|one| (one, one + 1)));
        assert!((0..=last).all(|one| joined.first(one) == 0));
    }
}

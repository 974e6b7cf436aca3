//! A text in, its blocks out: their tokens, and how many words stand in blocks that are equal.

use crate::fingerprint::{Fingerprints, Token};

use super::passage::slice;

/// The blocks of a text.
#[derive(Clone, Copy)]
pub(super) struct Blocks<'a> {
    /// The tokens of the text.
    pub(super) tokens: &'a [Token],
    /// The token behind the last one of each block.
    pub(super) ends: &'a [u32],
}

impl<'a> Blocks<'a> {
    pub(super) fn of(text: &'a Fingerprints) -> Self {
        Self { tokens: &text.tokens, ends: &text.block_ends }
    }

    /// Returns the first token of a block, or the end of the last one.
    pub(super) fn start(self, block: usize) -> u32 {
        block.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Returns the tokens of a block.
    pub(super) fn tokens(self, block: usize) -> &'a [Token] {
        slice(self.tokens, &(self.start(block)..self.ends[block]))
    }

    /// Returns what two blocks that differ mostly differ in: the length, and below it the first token.
    pub(super) fn key(self, block: usize) -> u64 {
        let tokens = self.tokens(block);
        let first = tokens.first().map_or(0, |token| token.bits());
        (tokens.len() as u64) << u32::BITS | u64::from(first)
    }

    /// Returns how many words at most stand in blocks that are equal to earlier ones; in few texts these are many.
    pub(super) fn repeated_at_most(self) -> u32 {
        let mut keys: Vec<u64> = (0..self.ends.len()).map(|block| self.key(block)).collect();
        keys.sort_unstable();
        let again = keys.windows(2).filter(|two| two[0] == two[1]);
        again.map(|two| (two[1] >> u32::BITS) as u32).sum()
    }
}

//! What is kept together: one region, filled slice by slice.

use std::sync::Arc;

use super::region::{Memory, Region};

/// Every slice begins at a multiple of so many bytes.
pub(super) const ALIGNMENT: usize = 8;

/// Slices on their way into a [`Store`](super::Store); readable when they are there.
#[derive(Debug)]
pub struct Pack {
    pub(super) region: Arc<Region>,
    pub(super) memory: Memory,
    used: usize,
}

impl Pack {
    /// Returns an empty pack in such memory.
    pub(super) fn of(memory: Memory) -> Self {
        Self { region: Arc::default(), memory, used: 0 }
    }

    /// Returns where the next bytes begin.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// Copies bytes into the pack.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let at = self.used;
        self.memory.bytes_mut()[at..at + bytes.len()].copy_from_slice(bytes);
        self.used += bytes.len().next_multiple_of(ALIGNMENT);
    }
}

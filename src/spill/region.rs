//! The bytes of one pack, wherever they lie.

use std::sync::{Arc, OnceLock};

use memmap2::MmapMut;
use zerocopy::IntoBytes;

use super::file::SpillFile;
use super::lookout::lent;

/// Bytes from which a region has pages of its own: they go back to the system when it is dropped, and leave no hole
/// between other allocations.
const OWN_PAGES: usize = 128 << 10;

/// Memory of a fixed length, zeroed; aligned to eight bytes.
#[derive(Debug)]
pub(super) enum Memory {
    Words(Box<[u64]>),
    Pages(MmapMut),
}

impl Memory {
    /// Returns memory of so many bytes, a multiple of eight; `stays`: it is not written to a file soon, and gone.
    pub(super) fn zeroed(length: usize, stays: bool) -> Self {
        let pages =
            (stays && length >= OWN_PAGES).then(|| MmapMut::map_anon(length).ok()).flatten();
        pages.iter().for_each(populate);
        pages.map_or_else(|| Self::Words(vec![0; length / 8].into()), Self::Pages)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Words(words) => words.as_bytes(),
            Self::Pages(pages) => pages,
        }
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Words(words) => words.as_mut_bytes(),
            Self::Pages(pages) => pages,
        }
    }
}

/// Asks for all pages at once: all are filled, and each would take a fault of its own.
#[cfg(target_os = "linux")]
fn populate(pages: &MmapMut) {
    // An older system does not know how, and gives them one by one.
    let _ = pages.advise(memmap2::Advice::PopulateWrite);
}

#[cfg(not(target_os = "linux"))]
fn populate(_: &MmapMut) {}

/// Where the bytes of a region are.
#[derive(Debug)]
pub(super) enum Content {
    Memory(Memory),
    /// From a byte of the file on, so many.
    File(Arc<SpillFile>, usize, usize),
}

/// The bytes of one pack; there are none before it is kept.
#[derive(Debug, Default)]
pub(super) struct Region(OnceLock<Content>);

impl Region {
    /// Fills the region; once.
    pub(super) fn fill(&self, content: Content) {
        let _ = self.0.set(content);
    }

    /// Returns the memory that the run may take in whose file the bytes lie; `None` where they lie in memory.
    pub(super) fn memory_limit(&self) -> Option<u64> {
        match self.0.get() {
            Some(Content::File(file, ..)) => Some(file.memory),
            _ => None,
        }
    }

    /// Copies bytes from one on.
    pub(super) fn read(&self, from: usize, bytes: &mut [u8]) {
        match self.0.get() {
            Some(Content::File(file, at, _)) => file.read(at + from, bytes),
            _ => bytes.copy_from_slice(&self.bytes()[from..from + bytes.len()]),
        }
    }

    /// Returns the bytes.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        match self.0.get() {
            Some(Content::Memory(memory)) => memory.bytes(),
            Some(Content::File(file, at, length)) => {
                lent(1);
                &file.bytes()[*at..at + length]
            }
            None => &[],
        }
    }
}

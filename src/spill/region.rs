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
    /// Returns memory of so many bytes, a multiple of eight.
    pub(super) fn zeroed(length: usize) -> Self {
        let pages = if length < OWN_PAGES { None } else { MmapMut::map_anon(length).ok() };
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

    /// Returns whether the bytes lie in a file.
    pub(super) fn is_in_file(&self) -> bool {
        matches!(self.0.get(), Some(Content::File(..)))
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

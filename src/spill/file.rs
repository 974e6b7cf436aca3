//! A temporary file without a name: appended to, then mapped, then only read.
#![expect(
    unsafe_code,
    reason = "a file is read in place: 400 MB that need not be held, see `SpillFile::map`"
)]

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use memmap2::Mmap;
#[cfg(unix)]
use memmap2::UncheckedAdvice;

/// What a run has read, where it does not fit into its budget.
pub(super) struct SpillFile {
    /// The file and its length, until it is mapped.
    open: Mutex<Option<(File, usize)>>,
    sealed: OnceLock<Sealed>,
    /// The memory that the run may take, in bytes.
    pub(super) memory: u64,
}

/// What can only be read any more.
#[derive(Debug)]
struct Sealed {
    map: Mmap,
    #[cfg_attr(not(unix), expect(dead_code, reason = "read by its places on Unix"))]
    file: File,
}

impl fmt::Debug for SpillFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpillFile").field("sealed", &self.sealed).finish_non_exhaustive()
    }
}

impl SpillFile {
    /// Returns an empty file in a directory, of a run that may take so much memory; it has no name there.
    pub(super) fn create(directory: &Path, memory: u64) -> io::Result<Self> {
        let file = tempfile::tempfile_in(directory)?;
        Ok(Self { open: Mutex::new(Some((file, 0))), sealed: OnceLock::new(), memory })
    }

    /// Appends bytes, and returns where they begin.
    pub(super) fn append(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((file, length)) = open.as_mut() else {
            return Err(io::Error::other("the file is sealed"));
        };
        file.write_all(bytes)?;
        let at = *length;
        *length += bytes.len();
        Ok(at)
    }

    /// Maps the file; nothing can be appended from here on.
    pub(super) fn map(&self) -> io::Result<()> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((file, 1..)) = open else { return Ok(()) };
        // SAFETY: what is mapped must not change while there are slices of it. The file has no name, this process has
        // the only descriptor, which is private, is never lent and from here on only read from; the mapping is read-only.
        // So nobody can write to the file or truncate it any more but who may change this process anyway (by `/proc`).
        let map = unsafe { Mmap::map(&file) }?;
        let _ = self.sealed.set(Sealed { map, file });
        Ok(())
    }

    /// Returns all bytes; none before the file is mapped.
    pub(super) fn bytes(&self) -> &[u8] {
        self.sealed.get().map_or(&[], |sealed| &sealed.map)
    }

    /// Copies bytes from one on. They come without the pages round them, which those of [`bytes`](Self::bytes) bring into
    /// memory: of a few bytes here and there that takes a quarter of the time.
    pub(super) fn read(&self, at: usize, bytes: &mut [u8]) {
        #[cfg(unix)]
        if let Some(Sealed { file, .. }) = self.sealed.get()
            && std::os::unix::fs::FileExt::read_exact_at(file, bytes, at as u64).is_ok()
        {
            return;
        }
        bytes.copy_from_slice(&self.bytes()[at..at + bytes.len()]);
    }

    /// Gives back the memory that holds pages of some bytes; what is read again comes from the file again.
    pub(super) fn give_back(&self, bytes: Range<usize>) {
        #[cfg(unix)]
        if let Some(Sealed { map, .. }) = self.sealed.get() {
            // SAFETY: the advice loses the changes of private and the content of anonymous mappings. This one is a
            // shared mapping of a file, without changes: the next access reads the same bytes.
            let _ = unsafe {
                map.unchecked_advise_range(UncheckedAdvice::DontNeed, bytes.start, bytes.len())
            };
        }
    }
}

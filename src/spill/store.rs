//! Where packs are kept: in memory where all of them fit into a budget, else in the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::error::{Error, ErrorKind, io_message};

use super::Pack;
use super::file::SpillFile;
use super::heap::{give_back_what_is_dropped, keep_some_of_what_is_dropped};
use super::pack::ALIGNMENT;
use super::region::{Content, Memory, Region};

/// How much memory a run may take, and where what it reads goes if that is too little.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoreOptions {
    /// The resident memory that a run aims at, in bytes; `None` where everything may be held. Of two runs at once on the
    /// threads of one detector only the later one's is looked after.
    pub memory: Option<u64>,
    /// The directory of the temporary file; the system's where none is named.
    pub temp_dir: Option<PathBuf>,
}

/// The share of the memory that what was read may take before all of it goes to the file: the index of seeds, passages
/// and the report need theirs.
pub(super) const SHARE_HELD: u64 = 8;

/// Takes packs from all threads while a run reads.
#[derive(Debug)]
pub struct Store {
    /// Where packs go if they do not all fit into `budget`.
    file: Option<Arc<SpillFile>>,
    /// Bytes that packs may take in memory.
    budget: u64,
    /// The packs as long as all fit; `None` from the first one on that did not.
    waiting: Mutex<Option<Waiting>>,
    failure: OnceLock<Error>,
}

/// Packs of which is not known yet whether they go to the file.
#[derive(Debug, Default)]
struct Waiting {
    packs: Vec<(Arc<Region>, Memory)>,
    /// Bytes that they take.
    bytes: u64,
}

/// A store of which everything can be read.
#[derive(Debug, Default)]
pub struct SealedStore {
    file: Option<Arc<SpillFile>>,
    /// The stretch of the file that is given back next.
    next: AtomicUsize,
}

/// Stretches of the file, of which one is given back at a time: more of what is being read stays than if all of it went.
const STRETCHES: usize = 8;

impl Store {
    /// Returns a store that holds everything in memory.
    pub fn in_memory() -> Self {
        let (file, waiting, failure) = Default::default();
        Self { file, budget: u64::MAX, waiting, failure }
    }

    /// Returns an empty store.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Storage`] where the memory is limited and the directory takes no temporary file.
    pub fn open(options: &StoreOptions) -> Result<Self, Error> {
        let Some(memory) = options.memory else { return Ok(Self::in_memory()) };
        let directory = options.temp_dir.clone().unwrap_or_else(tempfile::env::temp_dir);
        let file = SpillFile::create(&directory, memory).map_err(|error| {
            let message = format!("cannot make a temporary file: {}", io_message(&error));
            Error::new(ErrorKind::Storage, message).at(directory.to_string_lossy())
        })?;
        keep_some_of_what_is_dropped(memory);
        Ok(Self {
            file: Some(Arc::new(file)),
            budget: memory / SHARE_HELD,
            waiting: Mutex::new(Some(Waiting::default())),
            ..Self::in_memory()
        })
    }

    /// Returns whether all stays in memory.
    pub fn holds_all(&self) -> bool {
        self.file.is_none()
    }

    /// Returns a pack for slices whose [`Stored::packed_bytes`](super::Stored::packed_bytes) sum up to `bytes`.
    pub fn pack(&self, bytes: usize) -> Pack {
        Pack::of(Memory::zeroed(bytes.next_multiple_of(ALIGNMENT), self.holds_all()))
    }

    /// Keeps a pack. What it holds can be read at once where all stays in memory, else when the store is sealed.
    pub fn keep(&self, pack: Pack) {
        let Pack { region, memory, .. } = pack;
        let Some(file) = &self.file else { return region.fill(Content::Memory(memory)) };
        for (region, memory) in self.overflow((region, memory)) {
            self.write(file, &region, memory);
        }
    }

    /// Takes a pack, and returns what does not stay in memory.
    fn overflow(&self, pack: (Arc<Region>, Memory)) -> Vec<(Arc<Region>, Memory)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(all) = &mut *waiting else { return vec![pack] };
        all.bytes += pack.1.bytes().len() as u64;
        all.packs.push(pack);
        if all.bytes <= self.budget {
            return Vec::new();
        }
        waiting.take().map(|all| all.packs).unwrap_or_default()
    }

    /// Writes a pack to the file.
    fn write(&self, file: &Arc<SpillFile>, region: &Region, memory: Memory) {
        let bytes = memory.bytes();
        region.fill(match file.append(bytes) {
            Ok(at) => Content::File(Arc::clone(file), at, bytes.len()),
            Err(error) => {
                self.fail(format!("cannot write the temporary file: {}", io_message(&error)));
                Content::Memory(memory)
            }
        });
    }

    /// Returns whether a pack could not be written: the run is lost, and reading on is no use.
    pub fn has_failed(&self) -> bool {
        self.failure.get().is_some()
    }

    /// Makes everything readable.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Storage`] where the temporary file could not be written or cannot be mapped.
    pub fn seal(self) -> Result<SealedStore, Error> {
        if let Some(file) = &self.file {
            give_back_what_is_dropped();
            let waiting = self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
            for (region, memory) in waiting.into_iter().flat_map(|all| all.packs) {
                region.fill(Content::Memory(memory));
            }
            if let Err(error) = file.map() {
                let message = format!("cannot map the temporary file: {}", io_message(&error));
                let _ = self.failure.set(Error::new(ErrorKind::Storage, message));
            }
        }
        if let Some(failure) = self.failure.into_inner() {
            return Err(failure);
        }
        let file = self.file.filter(|file| !file.bytes().is_empty());
        Ok(SealedStore { file, ..SealedStore::default() })
    }

    fn fail(&self, message: String) {
        let _ = self.failure.set(Error::new(ErrorKind::Storage, message));
    }
}

impl SealedStore {
    /// Returns whether a part of it lies in the file.
    pub fn is_in_file(&self) -> bool {
        self.file.is_some()
    }

    /// Gives back the memory in which pages of the file are, a stretch after the other, as long as it is too much; they
    /// are read again when they are asked for.
    pub fn give_back_while(&self, is_too_much: impl Fn() -> bool) {
        let Some(file) = &self.file else { return };
        let all = file.bytes().len();
        let place = |stretch: usize| (stretch * all.div_ceil(STRETCHES)).min(all);
        for _ in (0..STRETCHES).take_while(|_| is_too_much()) {
            let stretch = self.next.fetch_add(1, Ordering::Relaxed) % STRETCHES;
            file.give_back(place(stretch)..place(stretch + 1));
        }
    }
}

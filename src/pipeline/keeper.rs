//! Keeps a run below the memory that it may take: gives back pages of the store's file that lie in memory.

use std::sync::Arc;

use rayon::ThreadPool;

use crate::spill::{Look, SealedStore, look_out};

use super::memory::{Probe, Resident};

/// The share of the limit that is left free: for what threads are lent between two looks, and for what they make
/// themselves meanwhile.
const MARGIN: u64 = 6;

/// The share of that limit without the margin which pages of the file may have at least: where everything else takes all
/// of it, giving back what is just being read would help nobody.
const LEAST_SHARE: u64 = 8;

/// The share of the limit that all threads together may be lent before each has looked, where they are few: of many, and
/// of a small limit, each is lent [`LEAST_OFTEN`], and more where places are fetched together.
const LENT_SHARE: u64 = 32;

/// Bytes that become resident when a thread is lent a text, at most, of most texts: two times sixteen pages.
const LENT_BYTES: u64 = 128 << 10;

/// How often a thread is lent something before it looks, at least: a look takes a microsecond.
const LEAST_OFTEN: u64 = 32;

/// Has the threads of a run look after its memory until this is dropped.
pub(super) struct Keeper {
    look: Arc<Look>,
    limit: u64,
}

impl Keeper {
    /// Returns a keeper of a limit in bytes; none where nothing lies in a file, or nothing can be known of the memory.
    pub(super) fn of(store: SealedStore, limit: u64) -> Option<Self> {
        let probe = Probe::open().filter(|_| store.is_in_file())?;
        let most = limit - limit / MARGIN;
        // Nothing of the store's file was read yet: these are the pages of the program.
        let of_program = probe.resident()?.file_bytes;
        let look = move || {
            store.give_back_while(|| {
                probe.resident().is_some_and(|now| {
                    let file_bytes = now.file_bytes.saturating_sub(of_program);
                    is_too_much(Resident { file_bytes, ..now }, most)
                })
            });
        };
        Some(Self { look: Arc::new(look), limit })
    }

    /// Has this thread and those of a pool look from here on.
    pub(super) fn begin(&self, threads: &ThreadPool) {
        let every = self.limit / LENT_SHARE / LENT_BYTES / threads.current_num_threads() as u64;
        let begin = || look_out(Arc::downgrade(&self.look), every.max(LEAST_OFTEN));
        threads.broadcast(|_| begin());
        begin();
    }
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// Whether pages of files are to be given back.
fn is_too_much(memory: Resident, limit: u64) -> bool {
    memory.bytes > limit && memory.file_bytes > limit / LEAST_SHARE
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::spill::lent;

    #[test]
    fn pages_are_given_back_over_the_limit_and_not_below_their_share() {
        let is_too_much = |bytes, file_bytes| is_too_much(Resident { bytes, file_bytes }, 800);
        assert!(is_too_much(801, 101));
        assert!(!is_too_much(800, 700));
        assert!(!is_too_much(2000, 100));
    }

    #[test]
    fn every_thread_of_the_pool_looks_and_so_does_the_caller() {
        let looks = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&looks);
        let look = Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        Keeper { look, limit: 1 }.begin(&threads);
        let lend = || lent(LEAST_OFTEN as usize);
        threads.broadcast(|_| lend());
        lend();
        assert_eq!(looks.load(Ordering::Relaxed), 0, "the keeper is gone");
        let count = Arc::clone(&looks);
        let keeper = Keeper {
            look: Arc::new(move || {
                count.fetch_add(1, Ordering::Relaxed);
            }),
            limit: 1,
        };
        keeper.begin(&threads);
        threads.broadcast(|_| lend());
        lend();
        assert_eq!(looks.load(Ordering::Relaxed), 4);
    }
}

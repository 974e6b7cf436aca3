//! Keeps a run below the memory that it may take: gives back pages of the store's file that lie in memory.

use std::sync::Arc;

use rayon::ThreadPool;

use crate::spill::{Look, PARTS, SealedStore, look_out};

use super::memory::{Probe, Resident};

/// The share of the limit that is left free: for what threads are lent between two looks, and for what they make
/// themselves meanwhile.
const MARGIN: u64 = 8;

/// The share of the limit that pages of the file may have at least: where everything else takes all of it, giving back
/// what is just being read would help nobody.
const LEAST_SHARE: u64 = 8;

/// The share of the limit that all threads together may be lent before each has looked.
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
        let look = move || {
            let is_too_much = || probe.resident().is_some_and(|now| is_too_much(now, most));
            (0..PARTS).take_while(|_| is_too_much()).for_each(|_| store.give_back_part());
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
    use super::*;

    #[test]
    fn pages_are_given_back_over_the_limit_and_not_below_their_share() {
        let is_too_much = |bytes, file_bytes| is_too_much(Resident { bytes, file_bytes }, 800);
        assert!(is_too_much(801, 101));
        assert!(!is_too_much(800, 700));
        assert!(!is_too_much(2000, 100));
    }
}

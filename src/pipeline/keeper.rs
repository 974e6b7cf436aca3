//! Keeps a run below the memory that it may take: gives back pages of the store's file that lie in memory.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::spill::SealedStore;

use super::memory::{Resident, resident};

/// How often the memory is looked at, which takes some ten microseconds. A page that is asked for brings its fifteen
/// neighbours: two threads that jump about made 300 MB resident in eight milliseconds.
const EVERY: Duration = Duration::from_micros(500);

/// The share of the limit that is left free: for what two threads bring between two looks, and while pages go.
const MARGIN: u64 = 8;

/// The share of the limit that pages of the file may have at least: where everything else takes all of it, giving back
/// what is just being read would help nobody.
const LEAST_SHARE: u64 = 8;

/// A thread that looks after the memory until this is dropped.
#[derive(Debug)]
pub(super) struct Keeper {
    /// Closed to end the thread.
    open: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Returns a keeper of a limit in bytes; none where nothing lies in a file.
    pub(super) fn of(store: SealedStore, limit: u64) -> Option<Self> {
        if !store.is_in_file() {
            return None;
        }
        let (open, closed) = mpsc::channel();
        let limit = limit - limit / MARGIN;
        let look_after = move || {
            while closed.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                if resident().is_some_and(|memory| is_too_much(memory, limit)) {
                    store.give_back();
                }
            }
        };
        // Without a thread to spare the run takes more memory, and says the same.
        let thread = thread::Builder::new().name("keeper".to_owned()).spawn(look_after).ok()?;
        Some(Self { open: Some(open), thread: Some(thread) })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.open.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
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

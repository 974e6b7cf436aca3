//! Has each thread look after the memory itself, now and then, as it is lent what may lie in the file.
//!
//! Pages come with what is lent, and a page that is asked for brings its fifteen neighbours: two threads that jump about
//! make 25 MB resident in a millisecond. A thread of its own that gives them back waits for a core where all are busy, up
//! to a tenth of a second, and the limit was exceeded by a third meanwhile; who brings them in waits for nobody.
//!
//! A thread has one look: of two runs at once on the threads of one pool the later one's holds for both.

use std::cell::{Cell, RefCell};
use std::sync::Weak;

/// What a thread does when it was lent enough.
pub type Look = dyn Fn() + Send + Sync;

thread_local! {
    /// How often this thread may be lent something before it looks; without end where nothing lies in a file.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
    /// How it looks, and after how often.
    static LOOK: RefCell<Option<(Weak<Look>, u64)>> = const { RefCell::new(None) };
}

/// Has this thread look each time that it was lent something so often, as long as there is the look.
pub fn look_out(look: Weak<Look>, every: u64) {
    LOOK.set(Some((look, every)));
    LEFT.set(every);
}

/// Says that this thread is lent so many texts, or parts of one.
#[inline]
pub fn lent(times: usize) {
    let left = LEFT.get().saturating_sub(times as u64);
    LEFT.set(left);
    if left == 0 {
        look();
    }
}

#[cold]
fn look() {
    let look = LOOK.with_borrow(|look| {
        look.as_ref().and_then(|(look, every)| Some((look.upgrade()?, *every)))
    });
    LEFT.set(look.as_ref().map_or(u64::MAX, |(_, every)| *every));
    if let Some((look, _)) = look {
        look();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_thread_looks_each_time_it_was_lent_enough_until_the_look_is_gone() {
        let looks = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&looks);
        let look: Arc<Look> = Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        look_out(Arc::downgrade(&look), 4);
        let mut looks_after = |times| {
            lent(times);
            looks.load(Ordering::Relaxed)
        };
        assert_eq!([1, 2, 1, 9, 3, 1].map(&mut looks_after), [0, 0, 1, 2, 2, 3]);
        drop(look);
        assert_eq!([9, 9].map(looks_after), [3, 3]);
    }
}

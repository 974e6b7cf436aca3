//! The heap of a run: what is dropped is kept for what comes next, or goes back to the system where memory is limited.
#![cfg_attr(
    all(target_os = "linux", target_env = "gnu"),
    expect(unsafe_code, reason = "the C library's allocator is told with a call of the C library")
)]

/// Has what is dropped stay with the process, up to 64 MiB at the end of the main heap and in each heap of a thread, and
/// allocations below 4 MiB be taken from it.
///
/// The GNU allocator gives the end of a heap back again and again, and the pages that it asks for next are faults of
/// their own: a sixth of all of a run, and a thirtieth of its time. For the command, whose process is its own.
pub fn keep_what_is_dropped() {
    set(4 << 20, 64 << 20);
}

/// Has a thirty-second of the memory that a run may take stay with each heap while it reads: portions and batches come and
/// go, and each would ask for its pages anew.
pub(super) fn keep_some_of_what_is_dropped(memory: u64) {
    let kept = (memory / 32).clamp(128 << 10, 64 << 20) as i32;
    set(kept.clamp(256 << 10, 4 << 20), kept);
}

/// Has every large allocation of the process go back to the system as soon as it is dropped.
///
/// The GNU allocator takes allocations as large as the largest one that was dropped so far (32 MB at most) from heaps
/// which it keeps: a third of a run's own memory was holes in them.
pub(super) fn give_back_what_is_dropped() {
    set(256 << 10, 128 << 10);
}

/// Gives back the pages of all heaps on which nothing stands any more.
///
/// Small allocations stay with the heap that they were dropped in: a stage that ends leaves its room to the next one, whose
/// large allocations have pages of their own. Of a run over many documents a quarter was such holes.
pub fn give_back_holes() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the call has no requirements, and moves nothing that is allocated.
    let _ = unsafe { libc::malloc_trim(0) };
}

/// Sets the bytes from which an allocation has pages of its own, and those from which the end of a heap is given back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn set(own_pages: libc::c_int, trimmed: libc::c_int) {
    // SAFETY: the calls have no requirements; they change how memory is taken that is yet to be asked for.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, own_pages);
        libc::mallopt(libc::M_TRIM_THRESHOLD, trimmed);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn set(_own_pages: i32, _trimmed: i32) {}

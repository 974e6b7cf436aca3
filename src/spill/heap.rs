//! The heap of a run whose memory is limited.
#![expect(unsafe_code, reason = "the C library's allocator is told with a call of the C library")]

/// Bytes from which an allocation has pages of its own.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const OWN_PAGES: libc::c_int = 256 << 10;

/// Has every large allocation of the process go back to the system as soon as it is dropped.
///
/// The GNU allocator takes allocations as large as the largest one that was dropped so far (32 MB at most) from heaps
/// which it keeps: a third of a run's own memory was holes in them.
pub(super) fn give_back_what_is_dropped() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the call has no requirements; it changes how memory is taken that is yet to be asked for.
    let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, OWN_PAGES) };
}

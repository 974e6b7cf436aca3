//! The limit that a system may set to the size of files.
#![cfg_attr(unix, expect(unsafe_code, reason = "a signal is ignored with a call of the C library"))]

/// Has writing fail where a file would grow beyond the limit of the process, which would end the process otherwise:
/// what was begun can be removed then, and the failure told.
pub fn fail_at_the_limit_of_files() {
    #[cfg(unix)]
    // SAFETY: the signal is ignored, so that no code runs when it comes; `write` returns EFBIG then.
    let _ = unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

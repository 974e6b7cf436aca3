//! Who is told how far a run has come.

/// Takes the progress of a run; called from several threads.
pub trait Progress: Sync {
    /// A stage begins, of so many bytes (0 where that is not known).
    fn stage(&self, name: &'static str, total: u64);
    /// So many bytes more are done.
    fn advance(&self, amount: u64);
}

/// Takes the progress and does nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn stage(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {}
}

//! What of the documents was in focus, and what of the focus met none.

use crate::walk::Held;

/// What of the documents was in focus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Focus {
    /// Documents in focus.
    pub documents: u64,
    /// The paths of the focus at or below which there is no document.
    pub unmet: Vec<String>,
}

impl From<Held> for Focus {
    fn from(held: Held) -> Self {
        let documents = held.depths.iter().flatten().count() as u64;
        Self { documents, unmet: held.unmet }
    }
}

//! Which say the same? [`Fingerprints`](crate::fingerprint) in, matches out.

mod rule;

pub use rule::{Level, Rule};

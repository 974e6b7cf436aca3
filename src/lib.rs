//! Finds what is told twice in news.

pub mod error;
pub mod walk;
pub mod read;
pub mod fingerprint;
pub mod compare;
pub mod report;

//! Finds what is told twice in news.

pub mod error;
pub mod walk;
pub mod read;
pub mod fingerprint;
pub mod compare;
pub mod report;
mod pipeline;
pub use error::Error;
pub use pipeline::{Detector, NoProgress, Options, Progress};
pub use read::Document;

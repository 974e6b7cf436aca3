//! Finds what is told twice in news.

pub mod error;
pub mod walk;
pub mod read;
pub mod fingerprint;
pub mod compare;
pub mod report;
pub mod gate;
mod pipeline;
pub mod config;

pub use compare::{CompareOptions, Engine, Scope};
pub use error::{Error, ErrorKind};
pub use pipeline::{Detector, NoProgress, Options, Progress, SourceRule};
pub use read::{Document, Extract, Fields, ReadOptions};
pub use report::{AlignedText, DocumentsShown, TextShown};
pub use walk::WalkOptions;

/// The README's example of the library, tested as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

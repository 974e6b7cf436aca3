//! Finds what is told twice in news.

pub mod error;
pub mod walk;
pub mod read;
pub mod compare;
pub mod report;
mod pipeline;

pub use error::{Error, ErrorKind};
pub use pipeline::{
    CompareOptions, Detector, Engine, Extract, Fields, Options, Progress, ReadOptions, Scope,
};
pub use report::{DocumentsShown, TextShown};
pub use walk::WalkOptions;

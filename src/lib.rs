//! Finds what is told twice in news: an article that repeats its own body, one agency story in many
//! papers, a paragraph lifted into another article, a footer on every page.
//!
//! ```text
//! paths ─walk→ Input ─read→ Document{Block…} ─fingerprint→ Fingerprints ─compare→ Match ─report→ Report → bytes
//!                 └───────────── problems (a file that cannot be read is a value, not an abort) ─────┘
//! ```
//!
//! A [`Detector`] runs these stages. It takes documents that are in memory, or paths, and returns a
//! [`Report`](report::Report), which [`report::write_report`] writes in any of its formats:
//!
//! ```
//! use twicetold::{Detector, Document, Options};
//!
//! let line = "The council on Thursday approved a long-delayed flood barrier for the old harbour, \
//!             after months of talks with the fishing fleet and the owners of the market square.";
//! let article = format!("Flood barrier approved\n\n{line}\n\n{line}");
//!
//! let detector = Detector::new(Options::default())?;
//! let report = detector.scan_documents(vec![Document::from_text("article", article)])?;
//! let [finding] = &report.findings[..] else { panic!("one finding") };
//! assert_eq!((finding.rule, finding.times), ("repeated-body", 2));
//! assert_eq!(finding.occurrences[0].lines, [3, 3]);
//! assert_eq!(finding.occurrences[1].lines, [5, 5]);
//! # Ok::<(), twicetold::Error>(())
//! ```
//!
//! The modules below are the stages, one question each, in their order. A module names only modules
//! before it: [`walk`] → [`read`] → [`fingerprint`] → [`compare`] → [`report`] → [`gate`]. The same
//! input gives the same report, whatever the number of threads and the order of directories.

pub mod error;
pub mod spill;
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
pub use spill::StoreOptions;
pub use walk::WalkOptions;

/// The README's example of the library, tested as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

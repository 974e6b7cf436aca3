//! What does a file say? [`Input`](crate::walk::Input)s in, [`Document`]s out; what cannot be read
//! is an [`Error`] beside them. Knows the formats, and nothing of hashing.
//!
//! An input comes as [`portions`], in order and a few megabytes at a time; each [`Portion`] can be
//! read on a thread of its own:
//!
//! ```no_run
//! # use twicetold::{read, walk};
//! let options = read::ReadOptions::default();
//! let found = walk::walk(&["feeds".into()], &walk::WalkOptions::default())?;
//! for input in &found.inputs {
//!     for portion in read::portions(input, &options) {
//!         let reading = portion.read(&options);
//!         println!("{} documents, {} errors", reading.documents.len(), reading.errors.len());
//!     }
//! }
//! # Ok::<(), twicetold::error::Error>(())
//! ```

mod block;
mod landmarks;
mod document;
mod options;
mod fields;
mod compress;
mod sniff;
mod portion;
mod decode;
mod page;
mod blank;
mod suppression;
mod plain;
mod wrap;
mod markdown;
mod front_matter;
mod jsonl;
mod json;
mod jsonfeed;
mod record;
mod pairs;
mod longest;
mod value;
mod date;
mod source;
mod inherited;
mod xml;
mod html;
mod article;
mod feed;

use crate::error::{Error, ErrorKind};
use page::{Base, Page};

pub use block::{Block, Blocks, Origin, Piece, Role};
pub use document::{Document, Format, Place};
pub use fields::Fields;
pub use landmarks::Landmarks;
pub use options::{Encoding, Extract, ReadOptions};
pub use portion::{Portion, Portions, portions};
pub use suppression::Suppression;

/// What was read: documents, and what could not be.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The documents, in the order in which they stand.
    pub documents: Vec<Document>,
    /// What could not be read, each with its input and, where known, its line.
    pub errors: Vec<Error>,
}

impl Portion {
    /// Returns the documents of the portion.
    pub fn read(&self, options: &ReadOptions) -> Reading {
        let mut reading = Reading { documents: Vec::new(), errors: self.errors.clone() };
        if self.bytes.is_empty() {
            return reading;
        }
        let decoded = decode::decode(&self.bytes, options.encoding);
        if decoded.text.trim_start().is_empty() {
            return reading;
        }
        if let Some(line) = decoded.bad_line {
            let message = format!("not valid {}; what is not stands as U+FFFD", decoded.encoding);
            let error = Error::new(ErrorKind::Unreadable, message).at(&*self.uri);
            reading.errors.push(error.on_line(self.first_line.saturating_add(line)));
        }
        let origin = match decoded.verbatim {
            Some(byte) if self.is_verbatim => {
                Base::Verbatim { byte, line: self.first_line, column: 1 }
            }
            _ => Base::Lines { line: self.first_line },
        };
        let (uri, encoding) = (&self.uri, decoded.encoding);
        let page = Page { text: &decoded.text, origin, uri, encoding, options };
        read_page(&page, self.format, &mut reading);
        source::fill(&mut reading.documents);
        reading
    }
}

impl Document {
    /// Returns a document of plain text, for callers who have the text in memory.
    ///
    /// Its blocks are paragraphs, headings and so on as in a text file; `id` is its name in reports.
    ///
    /// # Examples
    /// ```
    /// let document = twicetold::read::Document::from_text("a", "One paragraph.\n\nAnother.");
    /// assert_eq!(document.blocks.len(), 2);
    /// ```
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let (id, text) = (id.into(), text.into());
        let mut document = Self { id: Some(id.into()), encoding: "UTF-8", ..Self::default() };
        plain::append(&text, &Base::WHOLE, &mut document);
        document
    }
}

fn read_page(page: &Page<'_>, format: Format, reading: &mut Reading) {
    match format {
        Format::Text => plain::read(page, reading),
        Format::Markdown => markdown::read(page, reading),
        Format::Html => html::read(page, reading),
        Format::Rss | Format::Atom | Format::NewsMl => feed::read(page, reading),
        Format::JsonFeed | Format::Json => json::read(page, reading),
        Format::Jsonl => jsonl::read(page, reading),
    }
}

#[cfg(test)]
mod tests;

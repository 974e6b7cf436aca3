//! What does a file say? [`Input`](crate::walk::Input)s in, [`Document`]s out; what cannot be read
//! is an [`Error`](crate::error::Error) beside them. Knows the formats, and nothing of hashing.

mod document;
mod page;
mod date;
mod xml;
mod html;
mod article;
mod feed;

pub use document::{Block, Document, Format, Origin, Piece, Place, Role};

use crate::error::Error;

/// What was read of an input, and what could not be read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The documents, in the order of the input.
    pub documents: Vec<Document>,
    /// What was not read, and why.
    pub errors: Vec<Error>,
}

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// What is taken of a page of HTML.
    pub extract: Extract,
}

/// What is taken of a page of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extract {
    /// The article, or the whole body where no article is found.
    #[default]
    Auto,
    /// The article.
    Article,
    /// All text of the body.
    All,
}

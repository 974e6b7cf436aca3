//! What does a file say? [`Input`](crate::walk::Input)s in, [`Document`]s out; what cannot be read
//! is an [`Error`](crate::error::Error) beside them. Knows the formats, and nothing of hashing.

mod document;

pub use document::{Block, Document, Format, Origin, Piece, Place, Role};

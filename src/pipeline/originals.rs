//! The documents by the ids that `compare` gives them: how they are spelled, what they are titled.

use std::ops::Range;

use crate::compare::{DocumentId, Originals};
use crate::fingerprint::{Spelling, Token, tokens};
use crate::read::Document;

/// The documents in walk order, and the place of each id in it.
pub(super) struct Ordered<'a> {
    pub(super) documents: &'a [Document],
    pub(super) order: &'a [u32],
}

impl Ordered<'_> {
    fn document(&self, id: DocumentId) -> &Document {
        &self.documents[self.order[id.0 as usize] as usize]
    }
}

impl Originals for Ordered<'_> {
    fn spelling(&self, id: DocumentId, blocks: Range<usize>, first: u32) -> Spelling {
        Spelling::of_blocks(self.document(id), blocks, first)
    }

    fn title(&self, id: DocumentId) -> Vec<Token> {
        self.document(id).title.as_deref().map(tokens).unwrap_or_default()
    }
}

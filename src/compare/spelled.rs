//! Tokens of a document in, their letters out: spelled block by block, of which the last ones are kept.
//!
//! Letters are asked for gap by gap and pair by pair, mostly of the blocks that were asked for before, and a block may be
//! all of a document that a thousand others are compared with.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::fingerprint::{Fingerprints, Spelling};

use super::{DocumentId, Originals, work};

/// Words at an end of a passage that both texts may have by chance.
const BY_CHANCE: u32 = 3;
/// Words behind the last sentence of a block: who signs it.
const SIGNATURE: u32 = 1;
/// Tokens of a paragraph at most: an article without any is one.
const PARAGRAPH: usize = 1 << 12;
/// Tokens of a headline at most.
const HEADLINE: usize = 20;
/// Blocks that are kept, and their tokens beside those of the last two: of a pair both are asked for in turns.
const KEPT: usize = 64;
const KEPT_TOKENS: usize = 1 << 20;

/// A block of a document and how it is spelled.
type Block = ((DocumentId, usize), Arc<Spelling>);

/// The blocks that were asked for last, the latest first.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    blocks: Mutex<VecDeque<Block>>,
}

impl Spelled {
    /// Returns the letters of some tokens of a document, without spaces.
    pub(super) fn letters(
        &self,
        id: DocumentId,
        text: &Fingerprints,
        tokens: &Range<u32>,
        originals: &dyn Originals,
    ) -> Vec<char> {
        let mut letters = Vec::new();
        for block in text.blocks_of(tokens) {
            let range = text.block_range(block);
            let spelling = self.block((id, block), &range, originals);
            let part = range.start.max(tokens.start)..range.end.min(tokens.end);
            letters.extend_from_slice(spelling.letters(part));
        }
        letters
    }

    /// Returns whether some tokens of a document begin or end inside of a sentence. In the middle of a block a few words may
    /// be equal by chance before the first sentence and behind the last one, and at its end somebody may sign it.
    pub(super) fn breaks_a_sentence(
        &self,
        id: DocumentId,
        text: &Fingerprints,
        tokens: &Range<u32>,
        originals: &dyn Originals,
    ) -> bool {
        let block_of = |token: u32| {
            let block = text.blocks_of(&(token..token + 1)).start;
            (text.block_range(block), (id, block))
        };
        let begins = |token: u32| {
            let (range, block) = block_of(token);
            self.block(block, &range, originals).begins_sentence(token)
        };
        let ends = |end: u32| {
            let (range, block) = block_of(end - 1);
            self.block(block, &range, originals).ends_sentence(end)
        };
        let (start, end) = (tokens.start, tokens.end);
        let is_end_of_block = block_of(end - 1).0.end == end;
        let behind = if is_end_of_block { SIGNATURE } else { BY_CHANCE };
        let last = end.saturating_sub(behind).max(start + 1)..=end;
        !(start..(start + 1 + BY_CHANCE).min(end)).any(begins) || !last.into_iter().any(ends)
    }

    /// Returns whether a sign that prose has not stands between some tokens of a document; not asked of a block that is too
    /// long for a paragraph, since all of it would be spelled.
    pub(super) fn has_sign(
        &self,
        id: DocumentId,
        text: &Fingerprints,
        tokens: &Range<u32>,
        originals: &dyn Originals,
    ) -> bool {
        let blocks = text.blocks_of(tokens).map(|block| (block, text.block_range(block)));
        let mut paragraphs = blocks.filter(|(_, range)| range.len() <= PARAGRAPH);
        paragraphs.any(|(block, range)| self.block((id, block), &range, originals).has_sign(tokens))
    }

    /// Returns how many of some tokens of a document stand in headlines: whole blocks of a few words that end no sentence.
    pub(super) fn in_headlines(
        &self,
        id: DocumentId,
        text: &Fingerprints,
        tokens: &Range<u32>,
        originals: &dyn Originals,
    ) -> usize {
        let blocks = text.blocks_of(tokens).map(|block| (block, text.block_range(block)));
        let is_headline = |(block, range): &(usize, Range<u32>)| {
            let is_whole = tokens.start <= range.start && range.end <= tokens.end;
            is_whole
                && range.len() <= HEADLINE
                && !self.block((id, *block), range, originals).ends_sentence(range.end)
        };
        blocks.filter(is_headline).map(|(_, range)| range.len()).sum()
    }

    /// Returns how a block is spelled, which has these tokens.
    fn block(
        &self,
        block: (DocumentId, usize),
        tokens: &Range<u32>,
        originals: &dyn Originals,
    ) -> Arc<Spelling> {
        self.last(block).unwrap_or_else(|| {
            work::count(tokens.len());
            let spelling = originals.spelling(block.0, block.1..block.1 + 1, tokens.start);
            self.keep(block, Arc::new(spelling))
        })
    }

    /// Returns how a block is spelled that was asked for before.
    fn last(&self, block: (DocumentId, usize)) -> Option<Arc<Spelling>> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let at = blocks.iter().position(|(known, _)| *known == block)?;
        let found = blocks.remove(at)?;
        let spelling = Arc::clone(&found.1);
        blocks.push_front(found);
        Some(spelling)
    }

    /// Keeps a block, and forgets those that were not asked for since many others were.
    fn keep(&self, block: (DocumentId, usize), spelling: Arc<Spelling>) -> Arc<Spelling> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.truncate(KEPT - 1);
        let mut tokens = None;
        blocks.retain(|(_, kept)| {
            let before = tokens.map_or(0, |tokens: usize| tokens + kept.tokens());
            tokens = Some(before);
            before <= KEPT_TOKENS
        });
        blocks.push_front((block, Arc::clone(&spelling)));
        spelling
    }
}

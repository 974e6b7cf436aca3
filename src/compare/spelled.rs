//! Tokens of a document in, their letters out: spelled block by block, of which the last ones are kept.
//!
//! Letters are asked for gap by gap and pair by pair, mostly of the blocks that were asked for before, and a block may be
//! all of a document that a thousand others are compared with.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
/// Blocks that a thread keeps, and the tokens that all threads keep beside those of the last two blocks of each: of a pair
/// both are asked for in turns.
const KEPT: usize = 64;
const KEPT_TOKENS: usize = 1 << 20;

/// Some tokens of a document, at least one where sentences are asked for.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) id: DocumentId,
    pub(super) text: &'a Fingerprints,
    pub(super) tokens: &'a Range<u32>,
    pub(super) originals: &'a dyn Originals,
}

impl<'a> Part<'a> {
    /// Returns the blocks in which it has tokens, with all of theirs.
    fn blocks(self) -> impl Iterator<Item = (usize, Range<u32>)> + use<'a> {
        let blocks = self.text.blocks_of(self.tokens);
        blocks.map(move |block| (block, self.text.block_range(block)))
    }
}

/// A block of a document and how it is spelled.
type Block = ((DocumentId, usize), Arc<Spelling>);

/// The blocks that each thread asked for last, the latest first.
#[derive(Debug)]
pub(super) struct Spelled {
    of_threads: Vec<Mutex<VecDeque<Block>>>,
}

impl Default for Spelled {
    fn default() -> Self {
        let of_threads = std::iter::repeat_with(Mutex::default);
        Self { of_threads: of_threads.take(rayon::current_num_threads()).collect() }
    }
}

impl Spelled {
    /// Returns the letters of a part, without spaces.
    pub(super) fn letters(&self, part: Part<'_>) -> Vec<char> {
        let mut letters = Vec::new();
        for (block, range) in part.blocks() {
            let inside = range.start.max(part.tokens.start)..range.end.min(part.tokens.end);
            letters.extend_from_slice(self.block(part, block, &range).letters(inside));
        }
        letters
    }

    /// Returns whether a part begins or ends inside of a sentence. In the middle of a block a few words may
    /// be equal by chance before the first sentence and behind the last one, and at its end somebody may sign it.
    pub(super) fn breaks_a_sentence(&self, part: Part<'_>) -> bool {
        let block_of = |token: u32| {
            let block = part.text.blocks_of(&(token..token + 1)).start;
            (block, part.text.block_range(block))
        };
        let begins = |token: u32| {
            let (block, range) = block_of(token);
            self.block(part, block, &range).begins_sentence(token)
        };
        let ends = |end: u32| {
            let (block, range) = block_of(end - 1);
            self.block(part, block, &range).ends_sentence(end)
        };
        let (start, end) = (part.tokens.start, part.tokens.end);
        let is_end_of_block = block_of(end - 1).1.end == end;
        let behind = if is_end_of_block { SIGNATURE } else { BY_CHANCE };
        let last = end.saturating_sub(behind).max(start + 1)..=end;
        !(start..(start + 1 + BY_CHANCE).min(end)).any(begins) || !last.into_iter().any(ends)
    }

    /// Returns whether a sign that prose has not stands between the tokens of a part; not asked of a block that is too
    /// long for a paragraph, since all of it would be spelled.
    pub(super) fn has_sign(&self, part: Part<'_>) -> bool {
        let mut paragraphs = part.blocks().filter(|(_, range)| range.len() <= PARAGRAPH);
        paragraphs.any(|(block, range)| self.block(part, block, &range).has_sign(part.tokens))
    }

    /// Returns how many tokens of a part stand in headlines: whole blocks of a few words that end no sentence.
    pub(super) fn in_headlines(&self, part: Part<'_>) -> usize {
        let is_headline = |(block, range): &(usize, Range<u32>)| {
            let is_whole = part.tokens.start <= range.start && range.end <= part.tokens.end;
            is_whole
                && range.len() <= HEADLINE
                && !self.block(part, *block, range).ends_sentence(range.end)
        };
        part.blocks().filter(is_headline).map(|(_, range)| range.len()).sum()
    }

    /// Returns how a block of the document of which a part is asked for is spelled, which has these tokens.
    fn block(&self, part: Part<'_>, block: usize, tokens: &Range<u32>) -> Arc<Spelling> {
        self.last((part.id, block)).unwrap_or_else(|| {
            work::count(tokens.len());
            let spelling = part.originals.spelling(part.id, block..block + 1, tokens.start);
            self.keep((part.id, block), Arc::new(spelling))
        })
    }

    /// Returns the blocks that this thread asked for: no other one waits for them.
    fn of_thread(&self) -> MutexGuard<'_, VecDeque<Block>> {
        let thread = rayon::current_thread_index().unwrap_or(0) % self.of_threads.len();
        self.of_threads[thread].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how a block is spelled that was asked for before.
    fn last(&self, block: (DocumentId, usize)) -> Option<Arc<Spelling>> {
        let mut blocks = self.of_thread();
        let at = blocks.iter().position(|(known, _)| *known == block)?;
        let found = blocks.remove(at)?;
        let spelling = Arc::clone(&found.1);
        blocks.push_front(found);
        Some(spelling)
    }

    /// Keeps a block, and forgets those that were not asked for since many others were.
    fn keep(&self, block: (DocumentId, usize), spelling: Arc<Spelling>) -> Arc<Spelling> {
        let mut blocks = self.of_thread();
        blocks.truncate(KEPT - 1);
        let mut tokens = None;
        blocks.retain(|(_, kept)| {
            let before = tokens.map_or(0, |tokens: usize| tokens + kept.tokens());
            tokens = Some(before);
            before <= KEPT_TOKENS / self.of_threads.len()
        });
        blocks.push_front((block, Arc::clone(&spelling)));
        spelling
    }
}

//! Passages of one source in, which of them open as what its pages set in does out: `CLOSE` above what a film shows, `Read
//! more` before a link, `Related video`.
//!
//! Two words are no frame of a text, but at the beginning of a block they are, where many articles of a source have a block
//! that begins so and next to none of other sources.

use std::ops::Range;

use crate::fingerprint::{Fingerprints, ShingleFingerprint, Token};

use super::Text;
use super::phrase::{Phrase, are_of_one_source, own_phrases};
use super::shared::SharedPassage;

/// Fewest tokens of a block: of a shorter one an opening is too much.
const BLOCK: usize = 8;
/// Least share of a place that one block with the opening is: most of it.
const MOST: f64 = 0.5;
/// Blocks of an article that are looked at: what has more is no article.
const BLOCKS: usize = 1 << 12;

/// The openings that sources have for themselves, sorted.
#[derive(Debug, Default)]
pub(super) struct Openings(Vec<Phrase>);

impl Openings {
    /// Returns those of some passages; counted in all documents.
    pub(super) fn of(passages: &[SharedPassage], texts: &[Text<'_>]) -> Self {
        if are_of_one_source(texts) {
            return Self::default();
        }
        let mut asked = Vec::new();
        for passage in passages.iter().filter(|passage| is_exact_in_one_source(passage, texts)) {
            let text = &texts[passage.anchor.0 as usize];
            let openings = openings(text, &passage.range).into_iter();
            asked.extend(openings.map(|opening| (opening, text.source)));
        }
        asked.sort_unstable();
        asked.dedup();
        Self(own_phrases(asked, texts, add_openings))
    }

    /// Returns whether a passage opens with one of its source, in each of its places.
    pub(super) fn open(&self, passage: &SharedPassage, texts: &[Text<'_>]) -> bool {
        if self.0.is_empty() || !is_exact_in_one_source(passage, texts) {
            return false;
        }
        let copies = passage.copies.iter().map(|(id, passage)| (*id, &passage.b));
        let mut places = copies.chain([(passage.anchor, &passage.range)]);
        places.all(|(id, place)| {
            let text = &texts[id.0 as usize];
            let is_own = |opening| self.0.binary_search(&(opening, text.source)).is_ok();
            openings(text, place).into_iter().any(is_own)
        })
    }
}

/// Whether one source has a passage, and each copy is word for word what it is of the anchor.
fn is_exact_in_one_source(passage: &SharedPassage, texts: &[Text<'_>]) -> bool {
    passage.copies.iter().all(|(_, copy)| copy.is_exact()) && passage.is_of_one_source(texts)
}

/// Returns the openings of the block that begins in a place and is most of it; none without one.
fn openings(text: &Text<'_>, place: &Range<u32>) -> Vec<ShingleFingerprint> {
    let mut all = Vec::new();
    if let Some(block) = main_block(text.fingerprints, place) {
        add(text, &block, &mut all);
    }
    all
}

fn main_block(text: &Fingerprints, place: &Range<u32>) -> Option<Range<u32>> {
    let mut blocks = text.blocks_of(place).map(|block| text.block_range(block));
    blocks.find(|block| {
        let inside = block.end.min(place.end).saturating_sub(block.start);
        block.start >= place.start && f64::from(inside) >= MOST * place.len() as f64
    })
}

/// Appends the openings of an article.
fn add_openings(text: &Text<'_>, out: &mut Vec<ShingleFingerprint>) {
    for block in 0..text.fingerprints.block_ends.len().min(BLOCKS) {
        add(text, &text.fingerprints.block_range(block), out);
    }
}

/// Appends the openings of a block: its first word, and its first two.
fn add(text: &Text<'_>, block: &Range<u32>, out: &mut Vec<ShingleFingerprint>) {
    let tokens = &text.tokens[block.start as usize..block.end as usize];
    if tokens.len() < BLOCK || tokens[0].is_character() {
        return;
    }
    let first = fold(0, tokens[0]);
    out.extend([first, fold(first, tokens[1])]);
}

/// Returns the fingerprint of an opening and the token behind it.
fn fold(opening: ShingleFingerprint, token: Token) -> ShingleFingerprint {
    (opening ^ u64::from(token.bits())).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::DocumentId;
    use crate::compare::evidence::tests::say;
    use crate::compare::passage::Passage;
    use crate::compare::run::Run;
    use crate::read::Document;

    fn fingerprints(text: &str) -> Fingerprints {
        Fingerprints::of(&Document::from_text("a", text.to_owned()))
    }

    fn words(from: usize, number: usize) -> String {
        (from..from + number).map(say).collect::<Vec<_>>().join(" ")
    }

    /// Whether a block that begins so, in two articles of which the second one is of a source, opens as an inset, where so
    /// many of forty other articles of the first one's source have a block with the words before it and so many of another
    /// source's 400.
    fn opens(opening: &str, source: u32, having: [usize; 2]) -> bool {
        opens_among(opening, source, having, "the of to")
    }

    /// The same where the other source's articles begin with these words.
    fn opens_among(opening: &str, source: u32, [own, others]: [usize; 2], usual: &str) -> bool {
        let block = format!("{opening} {}", words(0, 30));
        let article =
            |from| format!("the of to {}\n\n{block}\n\n{}", words(from, 60), words(from + 60, 60));
        let with = |usual, from: usize, opening| {
            format!("{usual} {}\n\n{opening} {}", words(from, 50), words(from + 50, 20))
        };
        let some = |usual, from: usize, all: usize, those: usize| {
            (0..all).map(move |n| with(usual, from + n * 100, if n < those { opening } else { "" }))
        };
        let own = some("the of to", 100_000, 40, own).map(|text| (0, text));
        let others = some(usual, 500_000, 400, others).map(|text| (1, text));
        let two = [(0, article(10_000)), (source, article(20_000))];
        let said: Vec<(u32, Fingerprints)> = two
            .into_iter()
            .chain(own)
            .chain(others)
            .map(|(source, text)| (source, fingerprints(&text)))
            .collect();
        let texts: Vec<Text<'_>> =
            said.iter().map(|(source, said)| Text { source: *source, ..Text::of(said) }).collect();
        let range = said[0].1.block_range(1);
        let run = Run { a: range.start, b: range.start, length: range.len() as u32 };
        let copies = vec![(DocumentId(1), Passage::exact(run))];
        let passage = SharedPassage { anchor: DocumentId(0), range, copies };
        Openings::of(std::slice::from_ref(&passage), &texts).open(&passage, &texts)
    }

    #[test]
    fn a_block_opens_as_an_inset_with_what_its_source_alone_begins_blocks_with() {
        assert!(opens("Close", 0, [20, 0]));
        assert!(opens("Related film", 0, [20, 0]));
        assert!(!opens("Close", 0, [2, 0]), "too few to be known");
        assert!(!opens("Close", 0, [20, 10]), "others have it, too");
        assert!(!opens("Close", 1, [20, 0]), "two sources");
    }

    /// Else each word of the only source in its language would be its own.
    #[test]
    fn where_nobody_else_writes_a_language_nothing_tells_an_opening() {
        assert!(!opens_among("Close", 0, [20, 0], "der die und"));
    }

    #[test]
    fn what_stands_in_the_middle_of_a_block_opens_none() {
        let said = fingerprints(&format!("{}\n\nClose {}", words(0, 40), words(100, 40)));
        assert_eq!(main_block(&said, &(40..81)), Some(40..81));
        assert_eq!(main_block(&said, &(38..70)), Some(40..81));
        assert_eq!(main_block(&said, &(10..45)), None);
        assert_eq!(main_block(&said, &(45..81)), None);
    }
}

//! Passages of one source in, which of them open as what its pages set in does out: `CLOSE` above what a film shows, `Read
//! more` before a link, `Related video`.
//!
//! Two words are no frame of a text, but at the beginning of a block they are, where many articles of a source have a block
//! that begins so and next to none of other sources.

use std::ops::Range;

use crate::fingerprint::{ShingleFingerprint, Token};

use super::court::Court;
use super::phrase::{Phrase, own_phrases};
use super::shared::SharedPassage;
use super::{DocumentId, Text};

/// Fewest tokens of a block: of a shorter one an opening is too much.
const BLOCK: usize = 8;
/// Least share of a passage that one block with the opening is.
const MOST: f64 = 0.5;
/// Blocks of an article that are looked at: what has more is no article.
const BLOCKS: usize = 1 << 12;

/// The openings that sources have for themselves, sorted.
#[derive(Debug, Default)]
pub(super) struct Openings(Vec<Phrase>);

impl Openings {
    /// Returns those of some passages; counted in all documents.
    pub(super) fn of(passages: &[SharedPassage], court: &Court<'_>) -> Self {
        let mut asked = Vec::new();
        for passage in passages {
            let source = court.text(passage.anchor).source;
            let openings =
                main_block(passage, court).map(|block| openings(passage.anchor, &block, court));
            asked.extend(openings.into_iter().flatten().map(|opening| (opening, source)));
        }
        asked.sort_unstable();
        asked.dedup();
        Self(own_phrases(asked, court.texts, add_openings))
    }

    /// Returns whether a passage opens with one of its source.
    pub(super) fn open(&self, passage: &SharedPassage, court: &Court<'_>) -> bool {
        let source = court.text(passage.anchor).source;
        let is_own = |opening| self.0.binary_search(&(opening, source)).is_ok();
        !self.0.is_empty()
            && main_block(passage, court).is_some_and(|block| {
                openings(passage.anchor, &block, court).into_iter().any(is_own)
            })
    }
}

/// Returns the block that begins in a passage and is most of it, if one source has the passage word for word.
fn main_block(passage: &SharedPassage, court: &Court<'_>) -> Option<Range<u32>> {
    let are_exact = passage.copies.iter().all(|(_, passage)| passage.is_exact());
    if !are_exact || !passage.is_of_one_source(court) {
        return None;
    }
    let (text, place) = (court.text(passage.anchor).fingerprints, &passage.range);
    let mut blocks = text.blocks_of(place).map(|block| text.block_range(block));
    blocks.find(|block| {
        let inside = block.end.min(place.end).saturating_sub(block.start);
        block.start >= place.start && f64::from(inside) >= MOST * place.len() as f64
    })
}

/// Returns the openings of a block of a document.
fn openings(id: DocumentId, block: &Range<u32>, court: &Court<'_>) -> Vec<ShingleFingerprint> {
    let mut all = Vec::new();
    add(court.text(id), block, &mut all);
    all
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
    use crate::compare::court::tests::in_court;
    use crate::compare::evidence::tests::say;
    use crate::compare::habit::Habits;
    use crate::compare::passage::Passage;
    use crate::compare::run::Run;
    use crate::fingerprint::Fingerprints;
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
    fn opens(opening: &str, source: u32, [own, others]: [usize; 2]) -> bool {
        let block = format!("{opening} {}", words(0, 30));
        let article = |from| format!("{}\n\n{block}\n\n{}", words(from, 60), words(from + 60, 60));
        let with = |from: usize, opening| {
            format!("{}\n\n{opening} {}", words(from, 50), words(from + 50, 20))
        };
        let some = |from: usize, all: usize, those: usize| {
            (0..all).map(move |n| with(from + n * 100, if n < those { opening } else { "" }))
        };
        let own = some(100_000, 40, own).map(|text| (0, text));
        let others = some(500_000, 400, others).map(|text| (1, text));
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
        in_court(&texts, &Habits::default(), 0, |_, court| {
            Openings::of(std::slice::from_ref(&passage), court).open(&passage, court)
        })
    }

    #[test]
    fn a_block_opens_as_an_inset_with_what_its_source_alone_begins_blocks_with() {
        assert!(opens("Close", 0, [20, 0]));
        assert!(opens("Related film", 0, [20, 0]));
        assert!(!opens("Close", 0, [2, 0]), "too few");
        assert!(!opens("Close", 0, [20, 10]), "others have it, too");
        assert!(!opens("Close", 1, [20, 0]), "two sources");
    }

    #[test]
    fn what_stands_in_the_middle_of_a_block_opens_none() {
        let said = fingerprints(&format!("{}\n\nClose {}", words(0, 40), words(100, 40)));
        let texts = [Text::of(&said)];
        in_court(&texts, &Habits::default(), 0, |_, court| {
            let block = |range: Range<u32>| {
                let passage = SharedPassage { anchor: DocumentId(0), range, copies: Vec::new() };
                main_block(&passage, court)
            };
            assert_eq!(block(40..81), Some(40..81));
            assert_eq!(block(38..70), Some(40..81));
            assert_eq!(block(10..45), None);
            assert_eq!(block(45..81), None);
        });
    }
}

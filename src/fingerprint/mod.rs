//! What is characteristic of a text? [`Document`]s in, [`Fingerprints`] out.
//!
//! Text ends here: later stages see numbers. Everything is fixed by [`ALGORITHM`]: normalisation,
//! hashes, seeds and byte order, so that fingerprints can be stored and compared later, elsewhere.

mod token;
mod han;
mod letter;
mod classes;
mod window;
mod normalize;
mod folded;
mod names;
mod exact;
mod parts;
mod reader;
mod simhash;
mod shingle;
mod winnow;
mod selection;
mod minhash;
mod spelling;

pub use exact::Exact;
pub(crate) use minhash::Signature;
pub use names::Names;
pub use normalize::TokenSpan;
pub(crate) use selection::{PARTS, Place, Selections, Selector};
pub use shingle::{ShingleFingerprint, ShingleOptions, shingles};
pub use simhash::SimHash;
pub use spelling::Spelling;
pub use token::{Token, words};
pub(crate) use token::{
    characters, half_words, has_characters, is_of_characters, most_are, token_bytes, words_of,
};
pub use winnow::Selected;
pub(crate) use winnow::Sieve;

use std::ops::Range;

use crate::read::Document;
use crate::spill::{Pack, Stored};
use normalize::{Normalizer, TokenSink, Written};
use parts::{parts, side_by_side};
use reader::BlockReader;

/// The version of normalisation, hashes, seeds and byte order together.
pub const ALGORITHM: &str = "t4";

/// How shingles are made and selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerprintOptions {
    /// How long shingles are.
    pub shingle: ShingleOptions,
    /// Of so many shingles one is selected whatever stands round it.
    pub sampling: u32,
    /// The same of texts in which characters of a script without spaces stand: more of a text differs where they are edited.
    pub sampling_characters: u32,
    /// Shingles in a row of which one at least is selected.
    pub window: u32,
}

impl Default for FingerprintOptions {
    fn default() -> Self {
        Self { shingle: ShingleOptions::default(), sampling: 5, sampling_characters: 3, window: 8 }
    }
}

impl FingerprintOptions {
    /// Returns of how many shingles one is sampled, of a text with such characters or without, and the window.
    ///
    /// What is selected of words alone is selected among characters, too.
    fn sieve(self, has_characters: bool) -> (u32, u32) {
        let sampling = if has_characters { self.sampling_characters } else { self.sampling };
        (sampling, self.window)
    }
}

/// What later stages know of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints {
    /// The tokens, in order.
    pub tokens: Stored<Token>,
    /// The token behind the last one of each block, in order; a block may be empty.
    pub block_ends: Stored<u32>,
    /// The exact fingerprint of the whole text.
    pub exact: Exact,
    /// The length of the text in words; two characters of a script without spaces count as one.
    pub words: u32,
    /// Which tokens are written as names.
    pub names: Names,
}

/// Makes the fingerprints of one document after the other; kept for its memory.
#[derive(Debug, Default)]
pub struct Fingerprinter {
    reader: BlockReader,
    sieve: Sieve,
    selected: Vec<Selected>,
}

impl Fingerprinter {
    /// Returns the fingerprints of a document. Linear in its text.
    pub fn fingerprints(&mut self, document: &Document) -> Fingerprints {
        self.reader.read(document);
        let tokens: &[Token] = &self.reader.tokens;
        let (exact, words) = (Exact::of(tokens), words(tokens));
        Fingerprints {
            tokens: kept(&mut self.reader.tokens),
            block_ends: self.reader.ends.as_slice().into(),
            exact,
            words,
            names: self.reader.names(),
        }
    }

    /// Returns the shingles that were selected last.
    pub fn selected(&self) -> &[Selected] {
        &self.selected
    }

    /// Selects shingles of a text, positions strictly increasing. Linear in its tokens.
    ///
    /// A text of fewer shingles than a window has one selected at least.
    pub fn select(&mut self, text: &Fingerprints, options: FingerprintOptions) -> &[Selected] {
        self.sieve.select_of(&text.tokens, options, &mut self.selected);
        self.selected()
    }
}

/// Tokens of a large document, whose memory it keeps: to copy them would take as much again.
const LARGE: usize = 1 << 18;

/// Returns the tokens of a document for themselves: a copy, or of a large one the list.
fn kept(tokens: &mut Vec<Token>) -> Stored<Token> {
    if tokens.len() < LARGE {
        return tokens.as_slice().into();
    }
    let mut tokens = std::mem::take(tokens);
    tokens.shrink_to_fit();
    tokens.into()
}

impl Fingerprints {
    /// Returns the fingerprints of a document. Linear in its text.
    pub fn of(document: &Document) -> Self {
        Fingerprinter::default().fingerprints(document)
    }

    /// Returns the selected shingles, positions strictly increasing.
    pub fn select(&self, options: FingerprintOptions) -> Vec<Selected> {
        Fingerprinter::default().select(self, options).to_vec()
    }

    /// Returns the block in which a token stands.
    pub fn block_of(&self, token: u32) -> u32 {
        self.block_ends.partition_point(|end| *end <= token) as u32
    }

    /// Returns the blocks in which some tokens stand; none for none.
    pub fn blocks_of(&self, tokens: &Range<u32>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        let ends = &*self.block_ends;
        let first = ends.partition_point(|end| *end <= tokens.start);
        // Most stand in one block.
        let is_in_one = ends.get(first).is_none_or(|end| *end >= tokens.end);
        let behind =
            if is_in_one { 0 } else { ends[first..].partition_point(|end| *end < tokens.end) };
        first..first + behind + 1
    }

    /// Returns the tokens of a block, as a range.
    pub fn block_range(&self, block: usize) -> Range<u32> {
        let ends = &*self.block_ends;
        let start = if block == 0 { 0 } else { ends[block - 1] };
        start..ends[block]
    }

    /// Returns the bytes that the fingerprints take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.tokens.packed_bytes() + self.block_ends.packed_bytes() + self.names.packed_bytes()
    }

    /// Moves the tokens, and what is known of them, into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.tokens.pack(pack);
        self.block_ends.pack(pack);
        self.names.pack(pack);
    }
}

/// Returns the normalised tokens of a text, each with a space behind it.
pub fn normalized(text: &str) -> Vec<u8> {
    let mut bytes = Bytes(Vec::with_capacity(text.len() + 1));
    Normalizer::default().read(text, 0..text.len() as u32, &mut bytes);
    bytes.0
}

/// Bytes of news prose that a token takes, with what stands behind it; a little less than in most languages.
const BYTES_A_TOKEN: usize = 5;

/// Returns where the tokens of some of a document's blocks stand in its text, in the order of
/// [`Fingerprints::tokens`].
pub fn token_spans(document: &Document, blocks: Range<usize>) -> Vec<TokenSpan> {
    let parts = parts(document, blocks);
    if let [all] = &parts[..] {
        return spans_of(document, all.clone());
    }
    side_by_side(parts, |blocks| spans_of(document, blocks)).concat()
}

fn spans_of(document: &Document, blocks: Range<usize>) -> Vec<TokenSpan> {
    let mut normalizer = Normalizer::default();
    let text: &str = &document.text;
    let bytes: usize = document.blocks.spans(blocks.clone()).map(|span| span.len()).sum();
    let mut spans = Spans(Vec::with_capacity(bytes / BYTES_A_TOKEN));
    for span in document.blocks.spans(blocks) {
        normalizer.read(text, span, &mut spans);
    }
    spans.0
}

/// Returns the tokens of a text by itself: of a title.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Tokens(Vec::with_capacity(text.len() / BYTES_A_TOKEN + 1));
    Normalizer::default().read(text, 0..text.len() as u32, &mut tokens);
    tokens.0
}

/// Normalised tokens, each with a space behind it.
struct Bytes(Vec<u8>);

impl TokenSink for Bytes {
    fn token(&mut self, _: Token, written: Written<'_>) {
        self.0.extend_from_slice(written.spelled);
        self.0.push(b' ');
    }
}

struct Tokens(Vec<Token>);

impl TokenSink for Tokens {
    fn token(&mut self, token: Token, _: Written<'_>) {
        self.0.push(token);
    }
}

struct Spans(Vec<TokenSpan>);

impl TokenSink for Spans {
    fn token(&mut self, _: Token, written: Written<'_>) {
        self.0.push(written.span);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::read::{Origin, Role};

    fn document(blocks: &[&str]) -> Document {
        let mut document = Document::default();
        for text in blocks {
            document.push_block(Role::Paragraph, text, &Origin::Lines { first: 1, last: 1 });
        }
        document
    }

    #[test]
    fn a_text_broken_elsewhere_has_the_same_fingerprint() {
        let a = Fingerprints::of(&document(&["One two.", "Three — four"]));
        let b = Fingerprints::of(&document(&["one\ntwo three", "“four”"]));
        assert_eq!(a.exact, b.exact);
        assert_eq!(a.tokens, b.tokens);
        assert_ne!(a.block_ends, b.block_ends);
    }

    #[test]
    fn the_blocks_of_tokens_are_those_of_the_first_to_the_last() {
        let fingerprints = Fingerprints::of(&document(&["a", "—", "b c d", "e f", "—", "—", "g"]));
        let count = fingerprints.tokens.len() as u32;
        assert_eq!(fingerprints.blocks_of(&(3..3)), 0..0);
        for start in 0..count {
            for end in start + 1..=count {
                let [first, last] = [start, end - 1].map(|at| fingerprints.block_of(at) as usize);
                assert_eq!(
                    fingerprints.blocks_of(&(start..end)),
                    first..last + 1,
                    "{start}..{end}"
                );
            }
        }
    }

    #[test]
    fn tokens_have_spans_in_the_documents_text() {
        let document = document(&["One two.", "Three"]);
        let texts: Vec<_> = token_spans(&document, 0..document.blocks.len())
            .iter()
            .map(|s| &document.text[s.start as usize..s.end as usize])
            .collect();
        assert_eq!(texts, ["One", "two", "Three"]);
    }

    const OPTIONS: FingerprintOptions = FingerprintOptions {
        shingle: ShingleOptions { k: 2, k_characters: 3 },
        sampling: 3,
        sampling_characters: 2,
        window: 4,
    };

    /// A text of few words and characters.
    fn text(letters: &[u8]) -> Fingerprints {
        let word = |n: &u8| match n {
            0..8 => format!("w{n} "),
            _ => ["東", "京", "都", "知"][*n as usize % 4].to_owned(),
        };
        Fingerprints::of(&document(&[&letters.iter().map(word).collect::<String>()]))
    }

    proptest! {
        #[test]
        fn the_sampled_shingles_are_selected_and_one_of_each_window(
            letters in prop::collection::vec(0..12_u8, 0..120),
        ) {
            let text = text(&letters);
            let mut all = Vec::new();
            shingles(&text.tokens, OPTIONS.shingle, &mut all);
            let selected = text.select(OPTIONS);
            prop_assert!(selected.windows(2).all(|two| two[0].position < two[1].position));
            prop_assert!(selected.iter().all(|one| all[one.position as usize] == one.fingerprint));
            let is_selected = |at: usize| selected.iter().any(|one| one.position as usize == at);
            let window = (OPTIONS.window as usize).min(all.len());
            for start in 0..(all.len() + 1).saturating_sub(window.max(1)) {
                prop_assert!((start..start + window).any(is_selected), "none from {start} on");
            }
            let is_sampled = |at: &usize| all[*at] <= u64::MAX / u64::from(OPTIONS.sampling.max(OPTIONS.sampling_characters));
            prop_assert!((0..all.len()).filter(is_sampled).all(is_selected));
        }

        /// Whatever stands before and behind it.
        #[test]
        fn a_run_of_two_texts_has_a_shingle_that_is_selected_in_both(
            run in prop::collection::vec(0..8_u8, 5..9),
            beside in [(); 4].map(|()| prop::collection::vec(0..12_u8, 0..30)),
        ) {
            let selected = |before: &[u8], behind: &[u8]| {
                let text = text(&[before, &run, behind].concat());
                let from = text.tokens.len() - behind.len() - run.len();
                let within = from as u32..(from + run.len() - 1) as u32;
                let selected = text.select(OPTIONS).into_iter();
                let own = selected.filter(|one| within.contains(&one.position));
                own.map(|one| one.fingerprint).collect::<Vec<_>>()
            };
            let [a, b, c, d] = &beside;
            let (here, there) = (selected(a, b), selected(c, d));
            prop_assert!(here.iter().any(|one| there.contains(one)), "{here:?} and {there:?}");
        }
    }

    /// The values of algorithm `t4`: when this test must change, the algorithm's name must.
    #[test]
    fn t3_is_pinned() {
        let fingerprints =
            Fingerprints::of(&document(&["Don’t panic, Zürich!", "東京 2026 tells it twice"]));
        assert_eq!(fingerprints.exact.to_string(), "d9c861f119cd0e26ee2dbb0db4a5bb58");
        assert_eq!(SimHash::of(&fingerprints.tokens).to_string(), "0590032faf063d83");
        let mut all = Vec::new();
        shingles(&fingerprints.tokens, ShingleOptions { k: 2, k_characters: 3 }, &mut all);
        let signature = Signature::of(&all).expect("there are shingles");
        assert_eq!(all[..2], [2_221_908_875_684_470_856, 532_941_082_288_416_050]);
        let first = signature.bands().next().map(|band| band[..3].to_vec());
        assert_eq!(first, Some(vec![309_463_047, 1_938_356_137, 546_385_357]));
    }

    /// The two crates that hash must agree on what XXH3 is.
    #[test]
    fn both_xxh3_implementations_agree() {
        for length in [0, 1, 3, 4, 8, 16, 17, 128, 129, 240, 241, 1024] {
            let bytes: Vec<u8> = (0..length).map(|i| (i * 7 + 3) as u8).collect();
            let here = xxhash_rust::xxh3::xxh3_64(&bytes);
            assert_eq!(here, twox_hash::XxHash3_64::oneshot_with_seed(0, &bytes), "{length} bytes");
        }
    }
}

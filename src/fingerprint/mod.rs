//! What is characteristic of a text? [`Document`]s in, [`Fingerprints`] out.
//!
//! Text ends here: later stages see numbers. Everything is fixed by [`ALGORITHM`]: normalisation,
//! hashes, seeds and byte order, so that fingerprints can be stored and compared later, elsewhere.

mod token;
mod ascii;
mod letter;
mod normalize;
mod names;
mod exact;
mod simhash;
mod shingle;
mod winnow;
mod selection;
mod minhash;
mod spelling;

pub use exact::Exact;
pub use minhash::Signature;
pub use names::Names;
pub use normalize::TokenSpan;
pub use selection::Selections;
pub use shingle::{ShingleFingerprint, ShingleOptions, shingles};
pub use simhash::SimHash;
pub use spelling::Spelling;
pub use token::{Token, TokenKind, words};
pub use winnow::{Selected, winnow};

use crate::read::Document;
use names::Marker;
use normalize::{Normalizer, TokenSink};

/// The version of normalisation, hashes, seeds and byte order together.
pub const ALGORITHM: &str = "t2";

/// How shingles are made and selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerprintOptions {
    /// How long shingles are.
    pub shingle: ShingleOptions,
    /// Shingles in a row of which one at least is selected.
    pub window: u32,
}

impl Default for FingerprintOptions {
    fn default() -> Self {
        Self { shingle: ShingleOptions { k: 5, k_characters: 8 }, window: 4 }
    }
}

/// What later stages know of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints {
    /// The tokens, in order.
    pub tokens: Box<[Token]>,
    /// The blocks, in order; a block may be empty.
    pub blocks: Box<[BlockFingerprint]>,
    /// The exact fingerprint of the whole text.
    pub exact: Exact,
    /// The length of the text in words; two characters of a script without spaces count as one.
    pub words: u32,
    /// Which tokens are written as names.
    pub names: Names,
}

/// What later stages know of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockFingerprint {
    /// The token behind the block's last one.
    pub end: u32,
    /// The exact fingerprint of the block's text.
    pub exact: Exact,
}

/// Makes the fingerprints of one document after the other; kept for its memory.
#[derive(Debug, Default)]
pub struct Fingerprinter {
    normalizer: Normalizer,
    tokens: Vec<Token>,
    marker: Marker,
    shingles: Vec<ShingleFingerprint>,
    selected: Vec<Selected>,
}

impl Fingerprinter {
    /// Returns the fingerprints of a document. Linear in its text.
    pub fn fingerprints(&mut self, document: &Document) -> Fingerprints {
        self.tokens.clear();
        self.marker.clear();
        let (tokens, marker) = (&mut self.tokens, &mut self.marker);
        let mut sink = Marked { tokens, marker, text: &document.text };
        let mut blocks = Vec::with_capacity(document.blocks.len());
        for block in &document.blocks {
            let from = sink.tokens.len();
            sink.marker.begin();
            self.normalizer.read(document.block_text(block), block.span.start, &mut sink);
            let exact = Exact::of(&sink.tokens[from..]);
            blocks.push(BlockFingerprint { end: sink.tokens.len() as u32, exact });
        }
        Fingerprints {
            tokens: self.tokens.as_slice().into(),
            blocks: blocks.into(),
            exact: Exact::of(&self.tokens),
            words: words(&self.tokens),
            names: self.marker.names(),
        }
    }

    /// Returns the winnowed shingles of a text, positions strictly increasing.
    pub fn select(&mut self, text: &Fingerprints, options: FingerprintOptions) -> &[Selected] {
        self.shingles.clear();
        shingles(&text.tokens, options.shingle, &mut self.shingles);
        self.selected.clear();
        winnow(&self.shingles, options.window as usize, |one| self.selected.push(one));
        &self.selected
    }
}

impl Fingerprints {
    /// Returns the fingerprints of a document. Linear in its text.
    pub fn of(document: &Document) -> Self {
        Fingerprinter::default().fingerprints(document)
    }

    /// Returns the winnowed shingles, positions strictly increasing.
    pub fn select(&self, options: FingerprintOptions) -> Vec<Selected> {
        Fingerprinter::default().select(self, options).to_vec()
    }

    /// Returns the block in which a token stands.
    pub fn block_of(&self, token: u32) -> u32 {
        self.blocks.partition_point(|b| b.end <= token) as u32
    }

    /// Returns the tokens of a block, as a range.
    pub fn block_range(&self, block: usize) -> std::ops::Range<u32> {
        let start = if block == 0 { 0 } else { self.blocks[block - 1].end };
        start..self.blocks[block].end
    }
}

/// Returns the normalised tokens of a text, each with a space behind it.
pub fn normalized(text: &str) -> Vec<u8> {
    let mut bytes = Bytes(Vec::new());
    Normalizer::default().read(text, 0, &mut bytes);
    bytes.0
}

/// Returns where the tokens of some of a document's blocks stand in its text, in the order of
/// [`Fingerprints::tokens`].
pub fn token_spans(document: &Document, blocks: std::ops::Range<usize>) -> Vec<TokenSpan> {
    let mut normalizer = Normalizer::default();
    let mut spans = Spans(Vec::new());
    for block in &document.blocks[blocks] {
        normalizer.read(document.block_text(block), block.span.start, &mut spans);
    }
    spans.0
}

/// Normalised tokens, each with a space behind it.
struct Bytes(Vec<u8>);

impl TokenSink for Bytes {
    fn token(&mut self, _: Token, spelled: &[u8], _: TokenSpan) {
        self.0.extend_from_slice(spelled);
        self.0.push(b' ');
    }
}

/// Tokens, and which of them are names.
struct Marked<'a> {
    tokens: &'a mut Vec<Token>,
    marker: &'a mut Marker,
    text: &'a str,
}

impl TokenSink for Marked<'_> {
    #[inline]
    fn token(&mut self, token: Token, _: &[u8], span: TokenSpan) {
        self.tokens.push(token);
        self.marker.take(span, self.text);
    }
}

struct Spans(Vec<TokenSpan>);

impl TokenSink for Spans {
    fn token(&mut self, _: Token, _: &[u8], span: TokenSpan) {
        self.0.push(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Origin, Role};

    fn document(blocks: &[&str]) -> Document {
        let mut document = Document::default();
        for text in blocks {
            document.push_block(Role::Paragraph, text, Origin::Lines { first: 1, last: 1 });
        }
        document
    }

    #[test]
    fn a_text_broken_elsewhere_has_the_same_fingerprint() {
        let a = Fingerprints::of(&document(&["One two.", "Three — four"]));
        let b = Fingerprints::of(&document(&["one\ntwo three", "“four”"]));
        assert_eq!(a.exact, b.exact);
        assert_eq!(a.tokens, b.tokens);
        assert_ne!(a.blocks[0].exact, b.blocks[0].exact);
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

    /// The values of algorithm `t2`: when this test must change, the algorithm's name must.
    #[test]
    fn t2_is_pinned() {
        let fingerprints =
            Fingerprints::of(&document(&["Don’t panic, Zürich!", "東京 2026 tells it twice"]));
        assert_eq!(fingerprints.exact.to_string(), "090723d6c0cbb29b219ede280df02e4c");
        assert_eq!(SimHash::of(&fingerprints.tokens).to_string(), "e78e3563a1852b34");
        let mut all = Vec::new();
        shingles(&fingerprints.tokens, ShingleOptions { k: 2, k_characters: 3 }, &mut all);
        let signature = Signature::of(&all).expect("there are shingles");
        assert_eq!(all[..2], [1_091_303_454_775_138_767, 11_734_843_489_239_753_738]);
        let first = signature.bands().next().map(|band| band[..3].to_vec());
        assert_eq!(first, Some(vec![694_796_497, 323_939_867, 62_557_797]));
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

//! Tokens in, exact fingerprints out: XXH3-128 (the XXH3 specification, 0.8), seed 0.

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::token::Token;

/// XXH3-128 of the tokens of a block or a document, four bytes each; the lowest byte first.
///
/// Stable by specification, safe to store; not collision-resistant against an attacker, so what it
/// calls equal is confirmed on the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub [u8; 16]);

impl Exact {
    /// Returns the fingerprint of tokens.
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let mut bytes = [0; BYTES];
        if tokens.len() <= BYTES / 4 {
            return Self(xxh3_128(put(tokens, &mut bytes)).to_le_bytes());
        }
        let mut hash = Xxh3::new();
        for some in tokens.chunks(BYTES / 4) {
            hash.update(put(some, &mut bytes));
        }
        Self(hash.digest128().to_le_bytes())
    }
}

/// Puts the bytes of some tokens, in one order on any machine, into a buffer that has room for them; returns them.
fn put<'a>(tokens: &[Token], buffer: &'a mut [u8; BYTES]) -> &'a [u8] {
    for (four, token) in buffer.chunks_exact_mut(4).zip(tokens) {
        four.copy_from_slice(&token.to_bytes());
    }
    &buffer[..4 * tokens.len()]
}

/// Bytes that are hashed at a time.
const BYTES: usize = 1024;

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", u128::from_le_bytes(self.0))
    }
}

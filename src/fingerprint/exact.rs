//! Tokens in, exact fingerprints out: XXH3-128 (the XXH3 specification, 0.8), seed 0.

use xxhash_rust::xxh3::xxh3_128;

use super::token::{Token, token_bytes};

/// XXH3-128 of the tokens of a document, four bytes each; the lowest byte first.
///
/// Stable by specification, safe to store; not collision-resistant against an attacker, so what it
/// calls equal is confirmed on the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub [u8; 16]);

impl Exact {
    /// Returns the fingerprint of tokens.
    pub(crate) fn of(tokens: &[Token]) -> Self {
        Self(xxh3_128(&token_bytes(tokens)).to_le_bytes())
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", u128::from_le_bytes(self.0))
    }
}

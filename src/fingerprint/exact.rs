//! Normalised tokens in, exact fingerprints out: XXH3-128 (the XXH3 specification, 0.8), seed 0.

use xxhash_rust::xxh3::xxh3_128;

/// XXH3-128 of the normalised tokens of a block or a document, each with a space behind it; the lowest byte first.
///
/// Stable by specification, safe to store; not collision-resistant against an attacker, so what it
/// calls equal is confirmed on the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub [u8; 16]);

impl Exact {
    /// Returns the fingerprint of normalised bytes.
    pub(super) fn of(normalized: &[u8]) -> Self {
        Self(xxh3_128(normalized).to_le_bytes())
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", u128::from_le_bytes(self.0))
    }
}

//! Tokens in, a 64-bit similarity hash out (Charikar 2002, "Similarity estimation techniques from
//! rounding algorithms", section 3; for web pages: Manku, Jain and Das Sarma 2007).
//!
//! Every shingle of three tokens votes on every bit with the bits of its XXH3-64.

use twox_hash::XxHash3_64;

use super::token::Token;

/// Texts that share most of their shingles differ in few bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimHash(pub u64);

/// Tokens of a voting shingle: long enough to know the order, short enough to survive edits.
const VOTING_TOKENS: usize = 3;
/// Part of algorithm `t1`.
const SEED: u64 = 0;

impl SimHash {
    /// Returns the hash of a text; of a text without tokens, 0.
    pub fn of(tokens: &[Token]) -> Self {
        let mut votes = [0_i32; 64];
        let length = VOTING_TOKENS.min(tokens.len()).max(1);
        for shingle in tokens.windows(length) {
            let mut bytes = [0; 4 * VOTING_TOKENS];
            for (place, token) in bytes.chunks_exact_mut(4).zip(shingle) {
                place.copy_from_slice(&token.bits().to_le_bytes());
            }
            let hash = XxHash3_64::oneshot_with_seed(SEED, &bytes);
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += ((hash >> bit) & 1) as i32 * 2 - 1;
            }
        }
        Self(votes.iter().enumerate().fold(0, |all, (bit, &vote)| all | u64::from(vote > 0) << bit))
    }

    /// Returns the number of bits in which two hashes differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

impl std::fmt::Display for SimHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

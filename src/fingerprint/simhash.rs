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
        let length = VOTING_TOKENS.min(tokens.len()).max(1);
        let mut votes = Votes::default();
        for shingle in tokens.windows(length) {
            let mut bytes = [0; 4 * VOTING_TOKENS];
            for (place, token) in bytes.chunks_exact_mut(4).zip(shingle) {
                place.copy_from_slice(&token.to_bytes());
            }
            votes.add(XxHash3_64::oneshot_with_seed(SEED, &bytes));
        }
        Self(votes.majority())
    }

    /// Returns the number of bits in which two hashes differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// How many hashes have each of the 64 bits set, as binary numbers that stand upright: plane `n`
/// holds the digit `2ⁿ` of all 64 numbers. An addition is a few operations, not 64.
#[derive(Default)]
struct Votes {
    planes: [u64; 32],
    voters: u32,
}

impl Votes {
    fn add(&mut self, hash: u64) {
        self.voters += 1;
        let mut carry = hash;
        for plane in &mut self.planes {
            if carry == 0 {
                return;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }

    /// Returns the bits that more than half of the hashes have.
    fn majority(&self) -> u64 {
        let count = |bit: usize| {
            let digits = self.planes.iter().enumerate();
            digits.map(|(n, plane)| ((plane >> bit) & 1) << n).sum::<u64>()
        };
        (0..64).fold(0, |all, bit| all | u64::from(2 * count(bit) > u64::from(self.voters)) << bit)
    }
}

impl std::fmt::Display for SimHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_counted_as_one_by_one() {
        let hashes: Vec<u64> = (1..200_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(n as u32))
            .collect();
        let mut votes = Votes::default();
        for hash in &hashes {
            votes.add(*hash);
        }
        for bit in 0..64 {
            let ones = hashes.iter().filter(|hash| *hash >> bit & 1 == 1).count();
            assert_eq!(votes.majority() >> bit & 1 == 1, 2 * ones > hashes.len(), "bit {bit}");
        }
    }
}

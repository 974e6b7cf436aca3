//! Tokens in, a 64-bit similarity hash out (Charikar 2002, "Similarity estimation techniques from
//! rounding algorithms", section 3; for web pages: Manku, Jain and Das Sarma 2007).
//!
//! Every shingle of three tokens votes on every bit with the bits of its XXH3-64.

use xxhash_rust::xxh3::xxh3_64;

use super::token::{Token, token_bytes};

/// Texts that share most of their shingles differ in few bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimHash(pub u64);

/// Tokens of a voting shingle: long enough to know the order, short enough to survive edits.
const VOTING_TOKENS: usize = 3;

impl SimHash {
    /// Returns the hash of a text; of a text without tokens, 0.
    pub fn of(tokens: &[Token]) -> Self {
        let length = VOTING_TOKENS.min(tokens.len()).max(1);
        let mut votes = Votes::default();
        let (mut count, mut rest) = (0, tokens);
        while let Some(ten) = rest.first_chunk() {
            votes.add(eight_hashes(ten));
            count += 8;
            rest = &rest[8..];
        }
        let mut last = [0; 8];
        for (vote, shingle) in last.iter_mut().zip(rest.windows(length)) {
            *vote = xxh3_64(&token_bytes(shingle));
            count += 1;
        }
        votes.add(last);
        Self(votes.majority(count))
    }

    /// Returns the number of bits in which two hashes differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// The hashes of the voting shingles of ten tokens; their length is known when this is compiled.
fn eight_hashes(ten: &[Token; 7 + VOTING_TOKENS]) -> [u64; 8] {
    std::array::from_fn(|at| {
        let shingle: &[Token; VOTING_TOKENS] = ten[at..].first_chunk().expect("eight of ten");
        xxh3_64(&token_bytes(shingle))
    })
}

/// How many hashes have each of the 64 bits set, as binary numbers that stand upright: plane `n`
/// holds the digit `2ⁿ` of all 64 numbers. Eight hashes are added at a time, by a tree of carry-save adders
/// (Harley and Seal; Warren, "Hacker's Delight", section 5-1).
#[derive(Default)]
struct Votes {
    planes: [u64; 32],
}

impl Votes {
    fn add(&mut self, hashes: [u64; 8]) {
        let [a, b, c, d, e, f, g, h] = hashes;
        let [ones, twos, fours, ..] = &mut self.planes;
        let (two_a, two_b, two_c, two_d);
        (*ones, two_a) = sum(*ones, a, b);
        (*ones, two_b) = sum(*ones, c, d);
        (*ones, two_c) = sum(*ones, e, f);
        (*ones, two_d) = sum(*ones, g, h);
        let (four_a, four_b);
        (*twos, four_a) = sum(*twos, two_a, two_b);
        (*twos, four_b) = sum(*twos, two_c, two_d);
        let mut carry;
        (*fours, carry) = sum(*fours, four_a, four_b);
        for plane in &mut self.planes[3..] {
            if carry == 0 {
                return;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }

    /// Returns the bits that more than half of so many hashes have.
    fn majority(&self, voters: u64) -> u64 {
        let half = voters / 2;
        // All 64 numbers are compared with the half at once, from the highest digit on.
        let (mut more, mut equal) = (0, u64::MAX);
        for (n, plane) in self.planes.iter().enumerate().rev() {
            let digit = if half >> n & 1 == 1 { u64::MAX } else { 0 };
            more |= equal & plane & !digit;
            equal &= !(plane ^ digit);
        }
        more
    }
}

/// The sum of three one-bit numbers, 64 times: the digit and the carry.
fn sum(x: u64, y: u64, z: u64) -> (u64, u64) {
    (x ^ y ^ z, (x & y) | (z & (x ^ y)))
}

impl std::fmt::Display for SimHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of any length has the hash that its shingles vote for one by one.
    #[test]
    fn shingles_vote_by_eight_as_one_by_one() {
        let words: Vec<String> = (0..40).map(|n| format!("w{}", n * n % 23)).collect();
        for length in 0..words.len() {
            let tokens = crate::fingerprint::tokens(&words[..length].join(" "));
            let shingles = tokens.windows(VOTING_TOKENS.min(length).max(1));
            let hashes: Vec<u64> = shingles.map(|s| xxh3_64(&token_bytes(s))).collect();
            let votes = |bit: &u32| hashes.iter().filter(|hash| *hash >> bit & 1 == 1).count();
            let majority = (0..64).filter(|bit| 2 * votes(bit) > hashes.len());
            let expected = majority.fold(0, |all, bit| all | 1_u64 << bit);
            assert_eq!(SimHash::of(&tokens).0, expected, "{length} tokens");
        }
    }

    #[test]
    fn votes_are_counted_as_one_by_one() {
        let hashes: Vec<u64> = (1..200_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(n as u32))
            .collect();
        let mut votes = Votes::default();
        for eight in hashes.chunks(8) {
            votes.add(std::array::from_fn(|at| eight.get(at).copied().unwrap_or(0)));
        }
        for bit in 0..64 {
            let ones = hashes.iter().filter(|hash| *hash >> bit & 1 == 1).count();
            assert_eq!(
                votes.majority(hashes.len() as u64) >> bit & 1 == 1,
                2 * ones > hashes.len(),
                "bit {bit}"
            );
        }
    }
}

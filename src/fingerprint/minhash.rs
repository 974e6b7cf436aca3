//! Shingle fingerprints in, a signature out (Broder 1997, section 4): for each of many hash
//! functions the least value over the set. Two signatures agree in a place with the probability of
//! the sets' resemblance.

use super::shingle::ShingleFingerprint;

/// Places of a signature: 14 bands of 8 rows, as datatrove and `FineWeb` have it.
const SIGNATURE_LENGTH: usize = BANDS * ROWS;
/// Bands of a signature: two documents are candidates when they agree on one whole band.
const BANDS: usize = 14;
/// Places of a band.
const ROWS: usize = 8;

/// The signature of a set of shingles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature(Box<[u32; SIGNATURE_LENGTH]>);

/// The multipliers of the hash functions (multiply-shift, Dietzfelbinger et al. 1997): successive
/// values of `SplitMix64` (Steele, Lea and Flood 2014) from seed 0, made odd. Part of `t4`.
const MULTIPLIERS: [u64; SIGNATURE_LENGTH] = {
    let mut out = [0; SIGNATURE_LENGTH];
    let mut state = 0_u64;
    let mut at = 0;
    while at < SIGNATURE_LENGTH {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        out[at] = (z ^ (z >> 31)) | 1;
        at += 1;
    }
    out
};

impl Signature {
    /// Returns the signature of a set of shingles; of no shingle, `None`: an empty set resembles nothing.
    pub(crate) fn of(shingles: &[ShingleFingerprint]) -> Option<Self> {
        let mut least = Box::new([u32::MAX; SIGNATURE_LENGTH]);
        for &shingle in shingles {
            for (place, multiplier) in least.iter_mut().zip(MULTIPLIERS) {
                *place = (*place).min((shingle.wrapping_mul(multiplier) >> 32) as u32);
            }
        }
        (!shingles.is_empty()).then_some(Self(least))
    }

    /// Returns the bands, in order.
    pub(crate) fn bands(&self) -> impl Iterator<Item = &[u32]> {
        self.0.chunks_exact(ROWS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(range: std::ops::Range<u64>) -> Vec<u64> {
        range.map(|v| (v + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect()
    }

    #[test]
    fn agreement_estimates_resemblance() {
        let [a, b] = [0..600, 200..800].map(|range| Signature::of(&set(range)).unwrap());
        let equal = a.0.iter().zip(b.0.iter()).filter(|(a, b)| a == b).count();
        let share = equal as f64 / SIGNATURE_LENGTH as f64;
        assert!((share - 0.5).abs() < 0.12, "{share}");
    }

    #[test]
    fn no_shingle_has_no_signature() {
        assert_eq!(Signature::of(&[]), None);
    }
}

//! The other two candidate engines, for comparison: documents in, pairs out.
//!
//! `MinHash` with banding (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive
//! Datasets", section 3.4) and `SimHash` with blocks (Manku, Jain and Das Sarma 2007, section 3).
//! Both see whole documents only.

use rayon::prelude::*;

use crate::fingerprint::{Signature, SimHash, shingles};
use crate::spill::lent;

use super::evidence::Pair;
use super::{CompareOptions, DocumentId, Text};

/// Documents of one band that are paired each with each; more are linked through the first.
const PAIRED: usize = 64;
/// Bits in which two `SimHash`es of near duplicates may differ (Manku et al. 2007, section 2).
const MOST_BITS: u32 = 3;
/// Blocks of a `SimHash`: of one more block than differing bits, one is equal.
const BLOCK_BITS: u32 = 16;

/// Returns the pairs that agree on one band of their signatures, sorted.
pub(super) fn minhash_pairs(texts: &[Text<'_>], options: &CompareOptions) -> Vec<Pair> {
    let signatures: Vec<Option<Signature>> = texts
        .par_iter()
        .map(|text| {
            lent(1);
            let mut all = Vec::new();
            shingles(text.tokens, options.fingerprint.shingle, &mut all);
            text.compared.then(|| Signature::of(&all)).flatten()
        })
        .collect();
    let mut keys: Vec<(usize, Vec<u32>, DocumentId)> = Vec::new();
    for (at, signature) in signatures.iter().enumerate() {
        let bands = signature.iter().flat_map(Signature::bands).enumerate();
        keys.extend(bands.map(|(band, rows)| (band, rows.to_vec(), DocumentId(at as u32))));
    }
    keys.par_sort_unstable();
    let groups = keys.chunk_by(|x, y| (x.0, &x.1) == (y.0, &y.1));
    pairs(groups.map(|group| group.iter().map(|(_, _, id)| *id).collect()), |_, _| true)
}

/// Returns the pairs whose `SimHash`es differ in three bits or less, sorted.
pub(super) fn simhash_pairs(texts: &[Text<'_>]) -> Vec<Pair> {
    let hash = |text: &Text<'_>| {
        lent(1);
        SimHash::of(text.tokens)
    };
    let hashes: Vec<SimHash> = texts.par_iter().map(hash).collect();
    let compared = |at: &usize| texts[*at].compared && !texts[*at].tokens.is_empty();
    let mut keys: Vec<(u32, u64, DocumentId)> = Vec::new();
    for at in (0..texts.len()).filter(compared) {
        keys.extend((0..64 / BLOCK_BITS).map(|block| {
            let bits = hashes[at].0 >> (block * BLOCK_BITS) & ((1 << BLOCK_BITS) - 1);
            (block, bits, DocumentId(at as u32))
        }));
    }
    keys.par_sort_unstable();
    let groups = keys.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
    pairs(groups.map(|group| group.iter().map(|(_, _, id)| *id).collect()), |a, b| {
        hashes[a.0 as usize].distance(hashes[b.0 as usize]) <= MOST_BITS
    })
}

/// The pairs of all groups, sorted, each once.
fn pairs(
    groups: impl Iterator<Item = Vec<DocumentId>>,
    keep: impl Fn(DocumentId, DocumentId) -> bool,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for group in groups {
        let firsts = if group.len() <= PAIRED { group.len() } else { 1 };
        for (at, &a) in group.iter().take(firsts).enumerate() {
            let near = group[at + 1..].iter().filter(|&&b| b != a && keep(a, b));
            pairs.extend(near.map(|&b| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

//! What tells a finding, and the text of each of its places, from others: tokens in, hashes out.

use std::ops::Range;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::compare::{Match, covered_words, union};
use crate::fingerprint::{ALGORITHM, Fingerprints, token_bytes};

/// Tokens of a run by which a passage is known again: so many stand together in no other text but by quoting, and
/// few of a passage's runs are lost where its edges move by some words.
const RUN_TOKENS: usize = 8;

/// Returns what tells a finding from others, and the words of its anchor that stand again.
pub(super) fn content(found: &Match, anchor: &Fingerprints) -> (String, u64) {
    let told = told(found);
    let fingerprint = identity(found, anchor, &told);
    (fingerprint, u64::from(covered_words(&anchor.tokens, told)))
}

/// Returns what the text of a place is known by: the whole text's where documents match, else the least XXH3-64 of the
/// runs of [`RUN_TOKENS`] tokens in the place, as in Broder's minwise sketches. Linear.
pub(super) fn text_of(found: &Match, there: &Fingerprints, place: &Range<u32>) -> u64 {
    if is_of_documents(found) {
        let [a, b, c, d, e, f, g, h, ..] = there.exact.0;
        return u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    }
    let tokens = &there.tokens[place.start as usize..place.end as usize];
    let runs = tokens.windows(RUN_TOKENS.min(tokens.len()).max(1));
    runs.map(|run| xxh3_64(&token_bytes(run))).min().unwrap_or_default()
}

/// The anchor's tokens that stand again somewhere.
fn told(found: &Match) -> Vec<Range<u32>> {
    let aligned: Vec<Range<u32>> = found
        .copies
        .iter()
        .flat_map(|copy| &copy.passages)
        .map(|p| p.a.start.max(found.range.start)..p.a.end.min(found.range.end))
        .filter(|range| !range.is_empty())
        .collect();
    if aligned.is_empty() { vec![found.range.clone()] } else { aligned }
}

/// Whether documents match, and not passages only.
fn is_of_documents(found: &Match) -> bool {
    found.copies.iter().all(|copy| copy.coverage.is_some())
}

/// `t4:` and XXH3-128 of the rule and of the anchor's text: the whole text where documents match, the
/// repeated tokens where passages do. The same wherever it stands and whatever stands around it.
fn identity(found: &Match, anchor: &Fingerprints, told: &[Range<u32>]) -> String {
    let mut hash = Xxh3::new();
    hash.update(found.rule.name().as_bytes());
    let whole = is_of_documents(found);
    if whole {
        hash.update(&anchor.exact.0);
    }
    let within = found.copies.iter().all(|copy| copy.document == found.anchor);
    let ranges = match (whole, within) {
        (true, _) => Vec::new(),
        // The same however many copies there are, and wherever their edges lie.
        (false, true) => union(told.to_vec()),
        (false, false) => vec![found.range.clone()],
    };
    for range in ranges {
        hash.update(&token_bytes(&anchor.tokens[range.start as usize..range.end as usize]));
    }
    format!("{ALGORITHM}:{:032x}", hash.digest128())
}

//! Two documents by themselves: what they have in common, whatever an engine would see of it.

use crate::compare::{self, DocumentId};
use crate::fingerprint::{FingerprintOptions, Fingerprints, Spelling};
use crate::read::Document;
use crate::report::{self, Explanation};

use super::Options;

/// Returns why two documents match, or do not.
pub(super) fn explain(a: &Document, b: &Document, options: &Options) -> Explanation {
    let (fa, fb) = (Fingerprints::of(a), Fingerprints::of(b));
    let pair = compare::align(&fa, &fb, &options.compare, &|id: DocumentId| {
        Spelling::of(if id.0 == 0 { a } else { b })
    });
    let seeds = shared_selected(&fa, &fb, options.compare.fingerprint);
    report::explain(((a, &fa), (b, &fb)), &pair, seeds, &options.compare)
}

fn shared_selected(a: &Fingerprints, b: &Fingerprints, options: FingerprintOptions) -> u64 {
    let set = |text: &Fingerprints| -> std::collections::BTreeSet<u64> {
        text.select(options).iter().map(|s| s.fingerprint).collect()
    };
    set(a).intersection(&set(b)).count() as u64
}

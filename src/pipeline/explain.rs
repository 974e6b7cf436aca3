//! Two documents by themselves: what they have in common, whatever an engine would see of it, and what a scan of the
//! two would report.

use crate::compare::{self, DocumentId, Grounds, Rule};
use crate::fingerprint::{FingerprintOptions, Fingerprints, Spelling};
use crate::read::Document;
use crate::report::{self, Explanation, InCommon};

use super::Options;

/// Returns why two documents match by `rule`, or do not match.
pub(super) fn explain(
    a: &Document,
    b: &Document,
    options: &Options,
    rule: Option<Rule>,
) -> Explanation {
    let (fa, fb) = (Fingerprints::of(a), Fingerprints::of(b));
    let spell = |id: DocumentId| Spelling::of(if id.0 == 0 { a } else { b });
    let pair = compare::align(&fa, &fb, &options.compare, &spell);
    let in_common = InCommon {
        seeds: shared_selected(&fa, &fb, options.compare.fingerprint),
        grounds: Grounds::of(&pair, (&fa.tokens, &fb.tokens), &options.compare, &spell),
        pair,
        rule,
    };
    report::explain(((a, &fa), (b, &fb)), &in_common, &options.compare)
}

fn shared_selected(a: &Fingerprints, b: &Fingerprints, options: FingerprintOptions) -> u64 {
    let set = |text: &Fingerprints| -> std::collections::BTreeSet<u64> {
        text.select(options).iter().map(|s| s.fingerprint).collect()
    };
    set(a).intersection(&set(b)).count() as u64
}

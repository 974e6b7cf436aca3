//! Two documents by themselves: what they have in common, whatever an engine would see of it, and what a scan of the
//! two would report.

use crate::compare::{self, CompareOptions, Rule};
use crate::fingerprint::{FingerprintOptions, Fingerprints};
use crate::report::{self, Explanation, InCommon};

use super::gather::Gathered;
use super::originals::Ordered;
use super::rank::Ranking;

/// Returns why the first two documents match by `rule`, or do not match.
pub(super) fn explain(
    gathered: &Gathered,
    ranking: &Ranking,
    options: &CompareOptions,
    rule: Option<Rule>,
) -> Explanation {
    let both = [0, 1].map(|place: usize| {
        let dated = ranking.dated[ranking.ids[place].0 as usize];
        gathered.text(place as u32, dated)
    });
    let document = |place: usize| &gathered.documents[place];
    let originals = Ordered { documents: &gathered.documents, order: &[0, 1] };
    let [fa, fb] = both.each_ref().map(|text| text.fingerprints);
    let (pair, grounds) = compare::align(&both, options, &originals);
    let seeds = shared_selected(fa, fb, options.selection());
    let in_common = InCommon { pair, grounds, seeds, rule };
    report::explain(((document(0), fa), (document(1), fb)), &in_common, options)
}

fn shared_selected(a: &Fingerprints, b: &Fingerprints, options: FingerprintOptions) -> u64 {
    let set = |text: &Fingerprints| -> std::collections::BTreeSet<u64> {
        text.select(options).iter().map(|s| s.fingerprint).collect()
    };
    set(a).intersection(&set(b)).count() as u64
}

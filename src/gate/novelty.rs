//! Which documents of a finding were there before its others, as far as the reference, the focus and the baseline
//! tell: what is left is new, and what is annotated.

use crate::report::Finding;

use super::{Baseline, Ground};

/// Marks the places in documents that were there before.
pub(super) fn mark(
    findings: &mut [Finding],
    kept: &[bool],
    baseline: Option<&Baseline>,
    ground: &Ground<'_>,
) {
    let listed = baseline.map(Baseline::listed).unwrap_or_default();
    for (finding, _) in findings.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
        narrow(finding, |document| ground.reference.get(document) == Some(&true));
        narrow(finding, |document| ground.focus.get(document) == Some(&false));
        // A file names only documents that told something twice. Of a passage that says nothing: one that it names may
        // have been changed since, and one that it does not name may be older.
        let is_of_documents = finding.cohesion.is_some();
        let telling = |baseline: &&Baseline| is_of_documents || baseline.is_of_a_revision();
        if let Some(baseline) = baseline.filter(telling) {
            narrow(finding, |document| listed.contains(&*ground.name(document, &baseline.names)));
        }
    }
}

/// Marks the documents that were there before, unless no new one would be left.
fn narrow(finding: &mut Finding, was_there: impl Fn(usize) -> bool) {
    let places = &mut finding.occurrences;
    let is_left = places.iter().any(|place| place.is_new() && !was_there(place.document));
    if is_left {
        for place in places {
            place.was_there |= was_there(place.document);
        }
    }
}

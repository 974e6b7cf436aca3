//! Accepted findings by the texts of their places: what tells a finding is its anchor's text, and the anchor may be
//! deleted or edited, or another place may become the anchor, where nothing more is told twice.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::BaselineEntry;

/// Accepted findings by the texts of their places.
pub(super) struct Texts<'a> {
    accepted: &'a BTreeMap<String, BaselineEntry>,
    /// The fingerprints of the findings that have a text.
    with: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Texts<'a> {
    pub(super) fn of(accepted: &'a BTreeMap<String, BaselineEntry>) -> Self {
        let mut with: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (fingerprint, entry) in accepted {
            for text in &entry.texts {
                with.entry(text).or_default().push(fingerprint);
            }
        }
        Self { accepted, with }
    }

    /// Returns the fingerprint and the entry of what was accepted of a finding with another anchor: one of its texts is
    /// there, and two places or more are; of several entries the one with the most of its places.
    pub(super) fn find(&self, finding: &BaselineEntry) -> Option<(&'a str, &'a BaselineEntry)> {
        let with = finding.texts.iter().filter_map(|text| self.with.get(text.as_str()));
        let entries: BTreeSet<&str> = with.flatten().copied().collect();
        let entries =
            entries.into_iter().map(|fingerprint| (fingerprint, &self.accepted[fingerprint]));
        let about = entries.filter(|(_, entry)| entry.is_about(finding));
        let covered = about.map(|found| (found.1.covered(finding), found));
        let covered = covered.filter(|(places, _)| *places >= 2);
        // The last one of the largest is taken, so the first fingerprint.
        covered.rev().max_by_key(|(places, _)| *places).map(|(_, found)| found)
    }
}

//! What was accepted before: findings by content *and* places, so that an accepted text in a new
//! place is new.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compare::Rule;
use crate::report::{Diagnostic, Finding, Report};

use super::{Ground, KNOWN, NEW, SUPPRESSED, diagnostic};

/// Accepted findings, by their fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name in messages.
    pub(super) name: String,
    /// What is accepted.
    pub(super) accepted: BTreeMap<String, BaselineEntry>,
}

/// An accepted finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// The rule that it falls under.
    pub rule: String,
    /// Words of the repeated text.
    #[serde(default)]
    pub words: u64,
    /// The key of the document of each place, sorted; one that holds the text twice stands twice.
    pub documents: Vec<String>,
    /// Why it is accepted; kept when the baseline is written anew.
    #[serde(default)]
    pub reason: String,
}

/// What an update changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BaselineUpdate {
    /// Entries that were not there, or have other places now.
    pub added: usize,
    /// Entries that meet nothing any more.
    pub dropped: usize,
}

impl Baseline {
    /// Returns the baseline that accepts what a report holds: all but what is suppressed, and
    /// boilerplate, which never fails a check.
    pub fn of(report: &Report) -> Self {
        let mut accepted: BTreeMap<String, BaselineEntry> = BTreeMap::new();
        let counted = report.findings.iter().filter(|finding| {
            finding.status != SUPPRESSED && finding.rule != Rule::Boilerplate.name()
        });
        for finding in counted {
            let keys = finding.occurrences.iter().map(|o| report.documents[o.document].key.clone());
            let entry = accepted.entry(finding.fingerprint.clone()).or_default();
            finding.rule.clone_into(&mut entry.rule);
            entry.words = finding.words;
            entry.documents = union(&entry.documents, keys.collect());
        }
        Self { name: String::new(), accepted }
    }

    /// Returns how many findings are accepted.
    pub fn len(&self) -> usize {
        self.accepted.len()
    }

    /// Returns whether nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty()
    }

    /// Returns what is accepted, by fingerprint.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &BaselineEntry)> {
        self.accepted.iter().map(|(fingerprint, entry)| (fingerprint.as_str(), entry))
    }

    /// Accepts what `now` accepts, and drops what a run over `targets` would have met but did not;
    /// reasons are kept.
    pub fn update(&mut self, now: &Self, targets: &[String]) -> BaselineUpdate {
        let mut changed = self.prune(now, targets);
        for (fingerprint, entry) in &now.accepted {
            let known = self.accepted.entry(fingerprint.clone()).or_default();
            if known.documents != entry.documents {
                changed.added += 1;
            }
            let reason = std::mem::take(&mut known.reason);
            *known = BaselineEntry { reason, ..entry.clone() };
        }
        changed
    }

    /// Drops what a run over `targets` would have met but did not.
    pub fn prune(&mut self, now: &Self, targets: &[String]) -> BaselineUpdate {
        let before = self.accepted.len();
        self.accepted.retain(|fingerprint, entry| {
            now.accepted.contains_key(fingerprint) || !entry.is_within(targets)
        });
        BaselineUpdate { added: 0, dropped: before - self.accepted.len() }
    }

    /// Marks findings as known, and returns a diagnostic for each entry that meets nothing.
    pub(super) fn apply(
        &self,
        findings: &mut [Finding],
        kept: &[bool],
        ground: &Ground<'_>,
    ) -> Vec<Diagnostic> {
        let mut met: BTreeMap<&str, bool> =
            self.accepted.keys().map(|fingerprint| (fingerprint.as_str(), false)).collect();
        for (finding, _) in findings.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
            if let Some(met) = met.get_mut(finding.fingerprint.as_str()) {
                *met = true;
            }
            if let Some(entry) = self.accepted.get(&finding.fingerprint) {
                entry.mark(finding, ground.keys);
            }
        }
        if !ground.complete {
            return Vec::new();
        }
        let unmet = self.accepted.iter().filter(|(fingerprint, entry)| {
            let wanted = ground.wanted.iter().any(|rule| rule.name() == entry.rule);
            met.get(fingerprint.as_str()) == Some(&false)
                && wanted
                && entry.is_within(ground.targets)
        });
        unmet.map(|(fingerprint, entry)| entry.unmet(fingerprint, &self.name)).collect()
    }
}

impl BaselineEntry {
    /// Marks the places of a finding that are accepted, and the finding if all of them are.
    fn mark(&self, finding: &mut Finding, keys: &[String]) {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for document in &self.documents {
            *left.entry(document).or_default() += 1;
        }
        let mut all = true;
        for place in finding.occurrences.iter_mut().filter(|place| place.status.is_none()) {
            match left.get_mut(keys[place.document].as_str()) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    place.status = Some(KNOWN);
                }
                _ => all = false,
            }
        }
        if all && finding.status == NEW {
            finding.status = KNOWN;
        }
    }

    /// Whether a run over these paths reads all documents of the entry that are still there.
    fn is_within(&self, targets: &[String]) -> bool {
        let within = |document: &String| {
            targets.iter().any(|target| {
                let target = target.trim_start_matches("./").trim_end_matches('/');
                let rest = document.strip_prefix(target);
                matches!(target, "" | ".")
                    || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#', '~']))
            })
        };
        self.documents.iter().all(within)
    }

    fn unmet(&self, fingerprint: &str, name: &str) -> Diagnostic {
        let mut documents = self.documents.clone();
        documents.dedup();
        let message = format!(
            "accepted finding {fingerprint} ({} in {}) is met no more; `baseline prune` drops it",
            self.rule,
            documents.join(", ")
        );
        diagnostic(Rule::UnusedBaselineEntry, name, None, message)
    }
}

/// Returns the larger of two multisets in each of their members, sorted.
pub(super) fn union(known: &[String], mut added: Vec<String>) -> Vec<String> {
    added.sort_unstable();
    let mut all = added.clone();
    for chunk in known.chunk_by(|a, b| a == b) {
        let there = added.iter().filter(|key| **key == chunk[0]).count();
        all.extend(chunk.iter().skip(there).cloned());
    }
    all.sort_unstable();
    all
}

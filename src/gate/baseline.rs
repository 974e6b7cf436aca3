//! What was accepted before: findings by content *and* places, so that an accepted text in a new
//! place is new.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compare::Rule;
use crate::report::{Diagnostic, Finding, Report};

use super::{DocumentNames, Ground, KNOWN, NEW, Reach, SUPPRESSED, diagnostic};

/// Accepted findings, by their fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name in messages.
    pub(super) name: String,
    /// How documents are named.
    pub(super) names: DocumentNames,
    /// What is accepted.
    pub(super) accepted: BTreeMap<String, BaselineEntry>,
    /// All documents that there were; `None` where only those of accepted findings are known.
    pub(super) documents: Option<BTreeSet<String>>,
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
    /// The document of each place, named from the baseline's directory if it lies below that, sorted; one that holds
    /// the text twice stands twice.
    pub documents: Vec<String>,
    /// Why it is accepted; kept when the baseline is written anew.
    #[serde(default)]
    pub reason: String,
}

/// What an update changed: there are as many entries as before, those added more and those dropped
/// less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BaselineUpdate {
    /// Entries that were not there.
    pub added: usize,
    /// Entries that have other places now.
    pub changed: usize,
    /// Entries that are there no more.
    pub dropped: usize,
}

impl Baseline {
    /// Returns the baseline that accepts what a report holds: all but what is suppressed, and
    /// boilerplate, which never fails a check.
    pub fn of(report: &Report, names: DocumentNames) -> Self {
        let mut accepted: BTreeMap<String, BaselineEntry> = BTreeMap::new();
        let counted = report.findings.iter().filter(|finding| {
            finding.status != SUPPRESSED && finding.rule != Rule::Boilerplate.name()
        });
        for finding in counted {
            let documents = finding.occurrences.iter().map(|o| &report.documents[o.document]);
            let places = documents.map(|one| names.of(&one.key, &one.uri).into_owned());
            let entry = accepted.entry(finding.fingerprint.clone()).or_default();
            finding.rule.clone_into(&mut entry.rule);
            entry.words = finding.words;
            entry.documents = union(&entry.documents, places.collect());
        }
        Self { names, accepted, ..Self::default() }
    }

    /// Returns the baseline of a revision, of which all documents are in the report.
    pub fn of_revision(report: &Report, names: DocumentNames) -> Self {
        let all = report.documents.iter().map(|one| names.of(&one.key, &one.uri).into_owned());
        let documents = Some(all.collect());
        Self { documents, ..Self::of(report, names) }
    }

    /// Returns the baseline with documents named like this.
    #[must_use]
    pub fn with_names(self, names: DocumentNames) -> Self {
        Self { names, ..self }
    }

    /// Returns how documents are named.
    pub fn names(&self) -> &DocumentNames {
        &self.names
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

    /// Accepts what `now` accepts, and drops what the run would have met but did not; reasons are
    /// kept.
    pub fn update(&mut self, now: &Self, reach: &Reach<'_>) -> BaselineUpdate {
        let before = self.accepted.clone();
        self.prune(now, reach);
        for (fingerprint, entry) in &now.accepted {
            let known = self.accepted.entry(fingerprint.clone()).or_default();
            let documents = union(&known.documents, entry.documents.clone());
            let reason = std::mem::take(&mut known.reason);
            *known = BaselineEntry { documents, reason, ..entry.clone() };
        }
        self.since(&before)
    }

    /// Drops what the run would have met but did not.
    pub fn prune(&mut self, now: &Self, reach: &Reach<'_>) -> BaselineUpdate {
        if !reach.compares_as_usual() {
            return BaselineUpdate::default();
        }
        let before = self.accepted.clone();
        let scope = Scope::new(reach, &self.names);
        self.accepted.retain(|fingerprint, entry| match now.accepted.get(fingerprint) {
            Some(now) => {
                entry.prune(now, &scope);
                true
            }
            None => !scope.covers(entry),
        });
        self.since(&before)
    }

    /// Returns what has changed since these entries were accepted.
    fn since(&self, before: &BTreeMap<String, BaselineEntry>) -> BaselineUpdate {
        let after = &self.accepted;
        let is_changed = |(fingerprint, entry): &(&String, &BaselineEntry)| {
            before.get(*fingerprint).is_some_and(|known| known.documents != entry.documents)
        };
        BaselineUpdate {
            added: after.keys().filter(|fingerprint| !before.contains_key(*fingerprint)).count(),
            changed: after.iter().filter(is_changed).count(),
            dropped: before.keys().filter(|fingerprint| !after.contains_key(*fingerprint)).count(),
        }
    }

    /// Whether it tells of all documents of a revision.
    pub(super) fn is_of_a_revision(&self) -> bool {
        self.documents.is_some()
    }

    /// Returns the documents that are known to have been there.
    pub(super) fn listed(&self) -> BTreeSet<&str> {
        if let Some(all) = &self.documents {
            return all.iter().map(String::as_str).collect();
        }
        let accepted = self.accepted.values().flat_map(|entry| &entry.documents);
        accepted.map(String::as_str).collect()
    }

    /// Marks findings as known, and returns a diagnostic for each entry that meets nothing.
    pub(super) fn apply(
        &self,
        findings: &mut [Finding],
        kept: &[bool],
        ground: &Ground<'_>,
    ) -> Vec<Diagnostic> {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let mut moved: Option<(&BaselineEntry, &str)> = None;
        let mut known = 0;
        for (finding, _) in findings.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
            let Some((fingerprint, entry)) = self.accepted.get_key_value(&finding.fingerprint)
            else {
                continue;
            };
            met.insert(fingerprint);
            known += entry.mark(finding, ground, &self.names);
            if finding.status == NEW {
                moved = Some((entry, &ground.keys[finding.occurrences[0].document]));
            }
        }
        if !ground.complete || self.is_of_a_revision() {
            return Vec::new();
        }
        let moved = moved.filter(|_| known == 0).map(|(entry, key)| entry.moved(key, &self.name));
        let scope = Scope::new(&ground.reach, &self.names);
        let is_usual = ground.reach.compares_as_usual();
        let unmet = self.accepted.iter().filter(|(fingerprint, entry)| {
            is_usual && !met.contains(fingerprint.as_str()) && scope.covers(entry)
        });
        let unmet = unmet.map(|(fingerprint, entry)| entry.unmet(fingerprint, &self.name));
        moved.into_iter().chain(unmet).collect()
    }
}

impl BaselineEntry {
    /// Marks the places of a finding that are accepted, and the finding if all of them are; returns how many places.
    fn mark(&self, finding: &mut Finding, ground: &Ground<'_>, names: &DocumentNames) -> usize {
        let mut left = times(&self.documents);
        let (mut known, mut all) = (0, true);
        for place in finding.occurrences.iter_mut().filter(|place| place.status.is_none()) {
            let name =
                names.of(&ground.keys[place.document], &ground.documents[place.document].uri);
            if take(&mut left, &name) {
                place.status = Some(KNOWN);
                known += 1;
            } else {
                all = false;
            }
        }
        if all && finding.status == NEW {
            finding.status = KNOWN;
        }
        known
    }

    /// Drops the places in what is read that the entry has no more.
    fn prune(&mut self, now: &Self, scope: &Scope<'_>) {
        let mut left = times(&now.documents);
        self.documents.retain(|document| take(&mut left, document) || !scope.reads(document));
    }

    /// Says that the entry is met in other documents than it names.
    fn moved(&self, key: &str, name: &str) -> Diagnostic {
        let there = self.documents.first().map_or("", String::as_str);
        let message = format!(
            "what it accepts is there, but in none of the documents that it names: `{there}` \
             there, `{key}` here"
        );
        diagnostic(Rule::UnusedBaselineEntry, name, None, message)
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

/// What of a baseline lies in the reach of a run.
struct Scope<'a> {
    reach: &'a Reach<'a>,
    names: &'a DocumentNames,
    /// The paths of the run, as documents below them are named.
    targets: HashSet<String>,
}

impl<'a> Scope<'a> {
    fn new(reach: &'a Reach<'a>, names: &'a DocumentNames) -> Self {
        let given = |target: &str| match target.trim_start_matches("./").trim_end_matches('/') {
            "." => String::new(),
            given => given.to_owned(),
        };
        let target = |target: &String| names.below(target).unwrap_or_else(|| given(target));
        Self { reach, names, targets: reach.targets.iter().map(target).collect() }
    }

    /// Whether the run meets an entry if it is still there.
    fn covers(&self, entry: &BaselineEntry) -> bool {
        self.reach.seeks(entry, self.names)
            && entry.documents.iter().all(|document| self.reads(document))
    }

    /// Whether the run reads a document if it is still there.
    fn reads(&self, document: &str) -> bool {
        let ends = document.match_indices(['/', '#', '~']).map(|(at, _)| at);
        let mut above = ends.chain([0, document.len()]).map(|end| &document[..end]);
        above.any(|above| self.targets.contains(above))
            && !self.names.paths(document).any(|path| (self.reach.leaves_out)(&path))
    }
}

/// Returns how often each document stands in a list.
fn times(documents: &[String]) -> BTreeMap<&str, usize> {
    let mut times = BTreeMap::new();
    for document in documents {
        *times.entry(document.as_str()).or_default() += 1;
    }
    times
}

/// Takes a document from what is left of a list; false where it is not there any more.
fn take(left: &mut BTreeMap<&str, usize>, document: &str) -> bool {
    let left = left.get_mut(document).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
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

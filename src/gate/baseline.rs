//! What was accepted before: findings by content *and* places, so that an accepted text in a new
//! place is new.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::compare::Rule;
use crate::report::{Diagnostic, Finding, Report};

use super::entry::{BaselineEntry, union};
use super::scope::Scope;
use super::texts::Texts;
use super::{DocumentNames, Ground, NEW, Reach, SUPPRESSED};

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
            let mut entry = BaselineEntry::of(finding, places.collect());
            let known = accepted.entry(finding.fingerprint.clone()).or_default();
            entry.join(known);
            *known = entry;
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
        let Followed { before, held } = self.follow(now, reach);
        self.drop_unmet(now, reach);
        for (fingerprint, entry) in &now.accepted {
            if held.contains(fingerprint) {
                continue;
            }
            let known = self.accepted.entry(fingerprint.clone()).or_default();
            let mut entry = entry.clone();
            // Texts of places that the run did not read.
            if !entry.covers(known) {
                entry.texts.append(&mut known.texts);
            }
            entry.documents = union(&known.documents, entry.documents);
            entry.reason = std::mem::take(&mut known.reason);
            *known = entry;
        }
        self.since(&before)
    }

    /// Drops what the run would have met but did not.
    pub fn prune(&mut self, now: &Self, reach: &Reach<'_>) -> BaselineUpdate {
        if !reach.compares_as_usual() {
            return BaselineUpdate::default();
        }
        let Followed { before, .. } = self.follow(now, reach);
        self.drop_unmet(now, reach);
        self.since(&before)
    }

    /// Puts entries that are met by another anchor under the fingerprints that they have now.
    fn follow(&mut self, now: &Self, reach: &Reach<'_>) -> Followed {
        let scope = Scope::new(reach, &self.names);
        let mut followed = Followed { before: self.accepted.clone(), held: BTreeSet::new() };
        let known = Texts::of(&self.accepted);
        let others = now.accepted.iter().filter(|(now, _)| !self.accepted.contains_key(*now));
        let met = others.filter_map(|(now, found)| Some((now, found, known.find(found)?)));
        let mut moved = Vec::new();
        for (fingerprint, found, (old, entry)) in met {
            let is_there = now.accepted.contains_key(old);
            if reach.compares_as_usual() && (is_there || scope.covers(entry)) {
                let entry = BaselineEntry { rule: found.rule.clone(), ..entry.clone() };
                moved.push((fingerprint.clone(), entry, old.to_owned(), is_there));
            } else if entry.covers(found) {
                followed.held.insert(fingerprint.clone());
            }
        }
        for (fingerprint, entry, old, is_there) in moved {
            if !is_there {
                self.accepted.remove(&old);
                let before = followed.before.remove(&old);
                followed.before.extend(before.map(|before| (fingerprint.clone(), before)));
            }
            self.accepted.insert(fingerprint, entry);
        }
        followed
    }

    fn drop_unmet(&mut self, now: &Self, reach: &Reach<'_>) {
        if !reach.compares_as_usual() {
            return;
        }
        let scope = Scope::new(reach, &self.names);
        self.accepted.retain(|fingerprint, entry| match now.accepted.get(fingerprint) {
            Some(now) => {
                scope.prune(entry, now);
                true
            }
            None => !scope.covers(entry),
        });
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

    /// Returns the entry of a finding and its fingerprint there, which is another one where the anchor is.
    fn accepts<'a>(
        &'a self,
        finding: &Finding,
        texts: &Texts<'a>,
        ground: &Ground<'_>,
    ) -> Option<(&'a str, &'a BaselineEntry)> {
        let known = self.accepted.get_key_value(&finding.fingerprint);
        known.map(|(fingerprint, entry)| (fingerprint.as_str(), entry)).or_else(|| {
            let places = finding.occurrences.iter().filter(|place| place.status.is_none());
            let names = places.map(|place| ground.name(place.document, &self.names));
            texts.find(&BaselineEntry::of(finding, names.map(Cow::into_owned).collect()))
        })
    }

    /// Marks findings as known, and returns a diagnostic for each entry that meets nothing.
    pub(super) fn apply(
        &self,
        findings: &mut [Finding],
        kept: &[bool],
        ground: &Ground<'_>,
    ) -> Vec<Diagnostic> {
        let texts = Texts::of(&self.accepted);
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let mut moved: Option<(&BaselineEntry, &str)> = None;
        let mut known = 0;
        for (finding, _) in findings.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
            let Some((fingerprint, entry)) = self.accepts(finding, &texts, ground) else {
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

/// What became of entries that are met by another anchor.
struct Followed {
    /// The entries as they were, under the fingerprints that they have now.
    before: BTreeMap<String, BaselineEntry>,
    /// Fingerprints of findings that entries accept which keep their own.
    held: BTreeSet<String>,
}

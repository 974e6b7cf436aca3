//! An accepted finding: its places, and what the texts there are known by.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compare::Rule;
use crate::report::{Diagnostic, Finding};

use super::{DocumentNames, Ground, KNOWN, NEW, diagnostic};

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
    /// What the texts of its places are known by, 16 hexadecimal digits each, so that it is known when another place is
    /// the anchor. None in older files, and where the anchor's text is all that was accepted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub texts: BTreeSet<String>,
    /// Why it is accepted; kept when the baseline is written anew.
    #[serde(default)]
    pub reason: String,
}

/// How much longer, in quarters, a passage may be by another anchor: its words are the anchor's, and copies of a text
/// have some more or fewer. One that is longer holds text that nobody has accepted.
const QUARTERS_LONGER: u64 = 1;

impl BaselineEntry {
    /// Returns the entry that accepts a finding in these documents.
    pub(super) fn of(finding: &Finding, mut documents: Vec<String>) -> Self {
        documents.sort_unstable();
        let (rule, words) = (finding.rule.to_owned(), finding.words);
        Self { rule, words, documents, texts: texts(finding), reason: String::new() }
    }

    /// Takes the places of another entry of one fingerprint too, and its reason where there is none.
    pub(super) fn join(&mut self, other: &mut Self) {
        self.documents = union(&other.documents, std::mem::take(&mut self.documents));
        self.texts.append(&mut other.texts);
        if self.reason.is_empty() {
            self.reason = std::mem::take(&mut other.reason);
        }
    }

    /// Marks the places of a finding that are accepted, and the finding if all of them are; returns how many places.
    pub(super) fn mark(
        &self,
        finding: &mut Finding,
        ground: &Ground<'_>,
        names: &DocumentNames,
    ) -> usize {
        let mut left = times(&self.documents);
        let (mut known, mut all) = (0, true);
        for place in finding.occurrences.iter_mut().filter(|place| place.status.is_none()) {
            let name = ground.name(place.document, names);
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

    /// Says that the entry is met in other documents than it names.
    pub(super) fn moved(&self, key: &str, name: &str) -> Diagnostic {
        let there = self.documents.first().map_or("", String::as_str);
        let message = format!(
            "what it accepts is there, but in none of the documents that it names: `{there}` \
             there, `{key}` here"
        );
        diagnostic(Rule::UnusedBaselineEntry, name, None, message)
    }

    pub(super) fn unmet(&self, fingerprint: &str, name: &str) -> Diagnostic {
        let mut documents = self.documents.clone();
        documents.dedup();
        let message = format!(
            "accepted finding {fingerprint} ({} in {}) is met no more; `baseline prune` drops it",
            self.rule,
            documents.join(", ")
        );
        diagnostic(Rule::UnusedBaselineEntry, name, None, message)
    }

    /// Whether a finding with other texts may be the accepted one.
    pub(super) fn is_about(&self, finding: &Self) -> bool {
        // Of an edited passage word for word copies may be left.
        let is_left =
            self.rule == Rule::NearPassage.name() && finding.rule == Rule::ExactPassage.name();
        let is_of_documents = self.rule == Rule::NearDocument.name();
        let longest = self.words.saturating_mul(4 + QUARTERS_LONGER) / 4;
        (self.rule == finding.rule || is_left) && (is_of_documents || finding.words <= longest)
    }

    /// Whether all places of a finding are accepted.
    pub(super) fn covers(&self, finding: &Self) -> bool {
        self.covered(finding) == finding.documents.len()
    }

    /// Returns how many places of a finding are accepted.
    pub(super) fn covered(&self, finding: &Self) -> usize {
        let mut left = times(&self.documents);
        finding.documents.iter().filter(|document| take(&mut left, document)).count()
    }
}

/// Returns what the texts of a finding's places are known by, 16 hexadecimal digits each. None of identical documents,
/// whichever of which is the anchor, and none of a contained document: what it stands in has more that is not accepted.
pub(super) fn texts(finding: &Finding) -> BTreeSet<String> {
    let by_anchor = [Rule::IdenticalDocument.name(), Rule::ContainedDocument.name()];
    if by_anchor.contains(&finding.rule) {
        return BTreeSet::new();
    }
    let own: BTreeSet<u64> = finding.occurrences.iter().map(|place| place.own).collect();
    own.into_iter().map(|own| format!("{own:016x}")).collect()
}

/// Returns how often each document stands in a list.
pub(super) fn times(documents: &[String]) -> BTreeMap<&str, usize> {
    let mut times = BTreeMap::new();
    for document in documents {
        *times.entry(document.as_str()).or_default() += 1;
    }
    times
}

/// Takes a document from what is left of a list; false where it is not there any more.
pub(super) fn take(left: &mut BTreeMap<&str, usize>, document: &str) -> bool {
    let left = left.get_mut(document).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
}

/// Returns the larger of two multisets in each of their members, sorted.
pub(super) fn union(known: &[String], added: Vec<String>) -> Vec<String> {
    let mut left = times(&added);
    let more: Vec<String> =
        known.iter().filter(|document| !take(&mut left, document)).cloned().collect();
    let mut all = added;
    all.extend(more);
    all.sort_unstable();
    all
}

//! What of a baseline lies in the reach of a run: what it meets if it is still there.

use std::collections::HashSet;

use super::entry::{BaselineEntry, take, times};
use super::{DocumentNames, Reach};

/// What of a baseline lies in the reach of a run.
pub(super) struct Scope<'a> {
    reach: &'a Reach<'a>,
    names: &'a DocumentNames,
    /// The paths of the run, as documents below them are named.
    targets: HashSet<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(reach: &'a Reach<'a>, names: &'a DocumentNames) -> Self {
        let given = |target: &str| match target.trim_start_matches("./").trim_end_matches('/') {
            "." => String::new(),
            given => given.to_owned(),
        };
        let target = |target: &String| names.below(target).unwrap_or_else(|| given(target));
        Self { reach, names, targets: reach.targets.iter().map(target).collect() }
    }

    /// Whether the run meets an entry if it is still there.
    pub(super) fn covers(&self, entry: &BaselineEntry) -> bool {
        self.reach.seeks(entry, self.names)
            && entry.documents.iter().all(|document| self.reads(document))
    }

    /// Drops the places in what is read that an entry has no more.
    pub(super) fn prune(&self, entry: &mut BaselineEntry, now: &BaselineEntry) {
        let mut left = times(&now.documents);
        entry.documents.retain(|document| take(&mut left, document) || !self.reads(document));
    }

    /// Whether the run reads a document if it is still there.
    fn reads(&self, document: &str) -> bool {
        let ends = document.match_indices(['/', '#', '~']).map(|(at, _)| at);
        let mut above = ends.chain([0, document.len()]).map(|end| &document[..end]);
        above.any(|above| self.targets.contains(above))
            && !self.names.paths(document).any(|path| (self.reach.leaves_out)(&path))
    }
}

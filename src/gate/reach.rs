//! What of a baseline is a run able to meet? Only what it could have met and did not is gone.

use std::fmt;
use std::path::Path;

use crate::compare::{CompareOptions, Rule};

use super::entry::BaselineEntry;
use super::{DocumentNames, LevelSetting, Levels};

/// What a run is able to meet: findings of some rules, of so many words, in the files that it takes.
pub struct Reach<'a> {
    /// The paths as given.
    pub(crate) targets: &'a [String],
    /// Rules that are looked for.
    pub(crate) wanted: Vec<Rule>,
    /// The levels of rules, which some paths may have off.
    pub(crate) levels: &'a Levels,
    /// What counts as told twice.
    pub(crate) compare: &'a CompareOptions,
    /// What does in a usual run.
    pub(crate) usual: &'a CompareOptions,
    /// Whether a file is there, and the run does not take it.
    pub(crate) leaves_out: Box<dyn Fn(&Path) -> bool + 'a>,
}

impl Reach<'_> {
    /// Whether the run looks for what an entry accepts, whose documents have such names.
    pub(super) fn seeks(&self, entry: &BaselineEntry, names: &DocumentNames) -> bool {
        let Some(rule) = self.wanted.iter().find(|rule| rule.name() == entry.rule) else {
            return false;
        };
        // Any of the paths that a name stands for may be the document's.
        let is_off_at = |document: &String| {
            names.inputs(document).any(|path| self.levels.of(*rule, &path) == LevelSetting::Off)
        };
        let is_off = !entry.documents.is_empty() && entry.documents.iter().all(is_off_at);
        !is_off && self.tells_as_few_words(*rule, entry.words)
    }

    /// Whether documents are held against each other as in a usual run: whatever is told by other thresholds, between
    /// other documents, is another set of findings.
    pub(super) fn compares_as_usual(&self) -> bool {
        let how = |options: &CompareOptions| {
            (options.engine, options.scope, options.near, options.contain)
        };
        how(self.compare) == how(self.usual)
    }

    /// Whether a finding of so many words is told.
    fn tells_as_few_words(&self, rule: Rule, words: u64) -> bool {
        let least = self.compare.min_words;
        match rule {
            // Equal texts are told however short they are,
            Rule::IdenticalDocument => true,
            // and few words that stand many times are, which an entry does not tell from many words.
            Rule::RepeatedBody | Rule::RepeatedPassage if least <= self.usual.min_words => true,
            _ => words >= u64::from(least),
        }
    }
}

impl fmt::Debug for Reach<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { targets, wanted, levels, compare, usual, leaves_out: _ } = self;
        let mut told = f.debug_struct("Reach");
        told.field("targets", targets).field("wanted", wanted).field("levels", levels);
        told.field("compare", compare).field("usual", usual).finish_non_exhaustive()
    }
}

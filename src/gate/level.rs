//! How much a finding matters: the level of its rule, as set for all paths or for some.

use std::collections::BTreeMap;

use crate::compare::{Level, Rule};
use crate::report::Finding;
use crate::walk::PathGlobs;

/// The level that a rule is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LevelSetting {
    /// Its findings are dropped.
    Off,
    /// Its findings have this level.
    At(Level),
}

/// The levels of rules, where they are not the usual ones.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// For all paths.
    pub rules: BTreeMap<Rule, LevelSetting>,
    /// For some paths, before those for all; of two globs that match the later one wins.
    pub by_path: Vec<(PathGlobs, BTreeMap<Rule, LevelSetting>)>,
}

impl LevelSetting {
    /// Returns the setting's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(level) => level.name(),
        }
    }

    /// Returns the setting of this name: a level, or `off`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            _ => Level::from_name(name).map(Self::At),
        }
    }
}

impl Levels {
    /// Sets the level of a finding; false where its rule is off.
    ///
    /// A finding matters as much as the place where it matters most: what is lifted from an archive
    /// whose own repeats are let go counts in the article.
    pub(super) fn apply<'a>(&self, finding: &mut Finding, uri: impl Fn(usize) -> &'a str) -> bool {
        if self.rules.is_empty() && self.by_path.is_empty() {
            return true;
        }
        let Some(rule) = Rule::from_name(finding.rule) else { return true };
        let places = finding.occurrences.iter().map(|place| self.of(rule, uri(place.document)));
        match places.max() {
            Some(LevelSetting::Off) => false,
            Some(LevelSetting::At(level)) => {
                finding.level = level.name();
                true
            }
            None => true,
        }
    }

    /// Returns the level of a rule at a path.
    pub(super) fn of(&self, rule: Rule, uri: &str) -> LevelSetting {
        let mut by_path = self.by_path.iter().rev().filter(|(globs, _)| globs.matches(uri));
        let set = by_path.find_map(|(_, rules)| rules.get(&rule));
        let set = set.or_else(|| self.rules.get(&rule)).copied();
        set.unwrap_or(LevelSetting::At(rule.default_level()))
    }
}

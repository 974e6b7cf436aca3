//! The rules: what a finding says, and how much it matters.

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A document repeats most of its own body.
    RepeatedBody,
    /// A document repeats a paragraph or a longer passage of its own.
    RepeatedPassage,
    /// Documents whose normalised texts are equal.
    IdenticalDocument,
    /// A document is for the most part another one: edited, cut, scanned, re-broken, re-headed.
    NearDocument,
    /// A document stands whole inside a clearly longer one.
    ContainedDocument,
    /// The same passage in documents that are no copies of each other.
    ExactPassage,
    /// The same passage, with edits, in documents that are no copies of each other.
    NearPassage,
    /// Standing text: what one source has on many days, or the wording of a form.
    Boilerplate,
    /// An input, or a part of it, was not read.
    UnreadableInput,
    /// An input was not read to its end.
    TruncatedInput,
    /// A suppression meets nothing, has expired, or is not understood.
    UnusedSuppression,
    /// An accepted finding is met no more.
    UnusedBaselineEntry,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know.
    Info,
    /// Somebody should look.
    Warning,
    /// Should not be published like this.
    Error,
}

impl Rule {
    /// Every rule, in the order in which they are explained.
    pub const ALL: [Self; 12] = [
        Self::RepeatedBody,
        Self::RepeatedPassage,
        Self::IdenticalDocument,
        Self::NearDocument,
        Self::ContainedDocument,
        Self::ExactPassage,
        Self::NearPassage,
        Self::Boilerplate,
        Self::UnreadableInput,
        Self::TruncatedInput,
        Self::UnusedSuppression,
        Self::UnusedBaselineEntry,
    ];

    /// The rules that findings fall under; the others are told of inputs and settings.
    pub const OF_FINDINGS: [Self; 8] = [
        Self::RepeatedBody,
        Self::RepeatedPassage,
        Self::IdenticalDocument,
        Self::NearDocument,
        Self::ContainedDocument,
        Self::ExactPassage,
        Self::NearPassage,
        Self::Boilerplate,
    ];

    /// Returns the rule's id, the same on the command line, in reports and in baselines.
    pub fn name(self) -> &'static str {
        match self {
            Self::RepeatedBody => "repeated-body",
            Self::RepeatedPassage => "repeated-passage",
            Self::IdenticalDocument => "identical-document",
            Self::NearDocument => "near-document",
            Self::ContainedDocument => "contained-document",
            Self::ExactPassage => "exact-passage",
            Self::NearPassage => "near-passage",
            Self::Boilerplate => "boilerplate",
            Self::UnreadableInput => "unreadable-input",
            Self::TruncatedInput => "truncated-input",
            Self::UnusedSuppression => "unused-suppression",
            Self::UnusedBaselineEntry => "unused-baseline-entry",
        }
    }

    /// Returns the rule of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Returns whether the places of a finding all stand in one document.
    pub(crate) fn is_of_one_document(self) -> bool {
        matches!(self, Self::RepeatedBody | Self::RepeatedPassage)
    }

    /// Returns the level that the rule has unless the configuration says otherwise.
    pub fn default_level(self) -> Level {
        match self {
            Self::RepeatedBody | Self::IdenticalDocument => Level::Error,
            Self::NearPassage | Self::Boilerplate => Level::Info,
            _ => Level::Warning,
        }
    }
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

    /// Returns the level of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Returns the level's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        assert_eq!(Rule::from_name("no-such-rule"), None);
    }
}

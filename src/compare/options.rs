//! What is compared, how, and from where on it matters.

use crate::fingerprint::FingerprintOptions;

use super::rule::Rule;

/// How candidates are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// An inverted index of shingles that are sampled, and winnowed where the sample has a hole: sees every shared run of
    /// `k + w − 1` tokens.
    #[default]
    Winnow,
    /// `MinHash` with 14 bands of 8 rows: sees documents of high resemblance.
    Minhash,
    /// 64-bit `SimHash` within three bits: sees documents that are all but equal.
    Simhash,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 3] = [Self::Winnow, Self::Minhash, Self::Simhash];

    /// Returns the name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Winnow => "winnow",
            Self::Minhash => "minhash",
            Self::Simhash => "simhash",
        }
    }
}

/// Between which documents matches are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Inside of documents and between all of them.
    #[default]
    All,
    /// Between documents only.
    CrossDocument,
    /// Between documents of different sources only.
    CrossSource,
    /// Between documents of one source, and inside of documents.
    WithinSource,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] =
        [Self::All, Self::CrossDocument, Self::CrossSource, Self::WithinSource];

    /// Returns the name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::CrossDocument => "cross-document",
            Self::CrossSource => "cross-source",
            Self::WithinSource => "within-source",
        }
    }
}

/// What is compared, and from where on it matters.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareOptions {
    /// How candidates are found.
    pub engine: Engine,
    /// Between which documents.
    pub scope: Scope,
    /// Whether documents are compared as wholes.
    pub documents: bool,
    /// Whether passages of documents that are no copies are looked for.
    pub passages: bool,
    /// Whether repeats inside of documents are looked for.
    pub repeats: bool,
    /// Only these rules; all of them when empty.
    pub select: Vec<Rule>,
    /// Not these rules.
    pub ignore: Vec<Rule>,
    /// Words of the shortest passage that is reported; two characters of a script without spaces are one.
    pub min_words: u32,
    /// Least coverage of the shorter document for two to be near, 0 to 1.
    pub near: f64,
    /// Least coverage of a document that stands whole inside another, 0 to 1.
    pub contain: f64,
    /// How shingles are made and selected; of each passage of `min_words` one at least is, though the window be longer.
    pub fingerprint: FingerprintOptions,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self {
            engine: Engine::default(),
            scope: Scope::default(),
            documents: true,
            passages: true,
            repeats: true,
            select: Vec::new(),
            ignore: Vec::new(),
            min_words: 25,
            near: 0.5,
            contain: 0.9,
            fingerprint: FingerprintOptions::default(),
        }
    }
}

impl CompareOptions {
    /// Returns how shingles are made and selected: with a window that is no longer than the shortest passage.
    pub fn selection(&self) -> FingerprintOptions {
        let longest = (self.min_words + 1).saturating_sub(self.fingerprint.shingle.k).max(1);
        FingerprintOptions { window: self.fingerprint.window.min(longest), ..self.fingerprint }
    }

    /// Returns the names of what is looked for.
    pub fn level_names(&self) -> Vec<String> {
        let levels =
            [("document", self.documents), ("passage", self.passages), ("repeat", self.repeats)];
        levels.iter().filter(|(_, on)| *on).map(|(name, _)| (*name).to_owned()).collect()
    }

    /// Returns whether findings of a rule are wanted.
    pub fn wants(&self, rule: Rule) -> bool {
        let level = match rule {
            Rule::RepeatedBody | Rule::RepeatedPassage => {
                self.repeats && !matches!(self.scope, Scope::CrossDocument | Scope::CrossSource)
            }
            Rule::IdenticalDocument | Rule::NearDocument | Rule::ContainedDocument => {
                self.documents
            }
            Rule::ExactPassage | Rule::NearPassage | Rule::Boilerplate => self.passages,
            Rule::UnreadableInput
            | Rule::TruncatedInput
            | Rule::UnusedSuppression
            | Rule::UnusedBaselineEntry => true,
        };
        level
            && !self.ignore.contains(&rule)
            && (self.select.is_empty() || self.select.contains(&rule))
    }

    /// Returns whether findings inside of one document are wanted.
    pub(crate) fn wants_repeats(&self) -> bool {
        Rule::OF_FINDINGS.into_iter().any(|rule| rule.is_of_one_document() && self.wants(rule))
    }

    /// Returns whether findings of several documents are wanted.
    pub(crate) fn wants_matches(&self) -> bool {
        Rule::OF_FINDINGS.into_iter().any(|rule| !rule.is_of_one_document() && self.wants(rule))
    }
}

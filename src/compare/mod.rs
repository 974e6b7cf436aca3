//! Which say the same? [`Fingerprints`] in, [`Match`]es out.
//!
//! ```text
//! Text… ─identical→ classes of equal texts
//!       ─repeat→    what one text tells twice
//!       ─posting→   shared shingles ─linker→ links ─link→ seeds: places that go on alike ─evidence→ pairs
//!       pairs ─chain, align→ passages ─pair→ relations
//!                   near pairs ─cluster→ stars ─story→ stories
//!                   shared passages ─shared→ groups ─standing→ what is told, and what is standing text
//! ```
//!
//! Documents come in the order in which they are preferred as anchors. Work grows with the text and with what is
//! found, never with the square of a group.

mod rule;
mod token_set;
mod cells;
mod work;
mod last;
mod run;
mod chain;
mod align;
mod passage;
mod verdict;
mod coverage;
mod likeness;
mod misread;
mod spelled;
mod identical;
mod again;
mod repeat;
mod follow;
mod evidence;
mod own;
mod habit;
mod context;
mod posting;
mod texts;
mod link;
mod linker;
mod form;
mod subject;
mod lsh;
mod court;
mod pair;
mod standing;
mod cluster;
mod story;
mod shared;
mod found;
mod grounds;

pub use coverage::{covered_words, union};
pub use found::{Coverage, Match, Member};
pub use grounds::{EqualNumbers, Grounds, PassageGrounds};
pub use likeness::{Likeness, ShingleSet, likeness};
pub use pair::{PairMatch, Relation};
pub use passage::Passage;
pub use repeat::{Again, Repeat};
pub use rule::{Level, Rule};
pub use run::Run;

use std::ops::Range;

use crate::fingerprint::{
    Exact, FingerprintOptions, Fingerprints, Selected, Selections, Spelling, Token,
};

use court::Court;
use evidence::{Candidate, Pair};
use habit::Habits;
use own::{OwnSeeds, own_places};
use passage::PassageFinder;
use spelled::Spelled;
use texts::Texts;

/// A document, by its place in the order of preference as an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// What is compared of a document.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// Its fingerprints.
    pub fingerprints: &'a Fingerprints,
    /// Their tokens: those of two texts are asked for again and again, wherever they are stored.
    pub tokens: &'a [Token],
    /// A hash of its normalised title; 0 without one.
    pub title: u64,
    /// Who published it: equal numbers, equal sources.
    pub source: u32,
    /// The day of its publication, in days since 1970, where it has a date that can be believed.
    pub day: Option<i32>,
    /// Whether it is compared with others: not so where an equal text stands for it.
    pub compared: bool,
}

impl<'a> Text<'a> {
    /// Returns a text of which nothing but its fingerprints is known.
    pub fn of(fingerprints: &'a Fingerprints) -> Self {
        let tokens = &*fingerprints.tokens;
        Self { fingerprints, tokens, title: 0, source: 0, day: None, compared: true }
    }
}

/// Tells what is not held of the documents; asked for few of them.
pub trait Originals: Sync {
    /// Returns how the tokens of some of a document's blocks are spelled, from the token `first` on.
    fn spelling(&self, id: DocumentId, blocks: Range<usize>, first: u32) -> Spelling;
    /// Returns the tokens of a document's title; none without one.
    fn title(&self, id: DocumentId) -> Vec<Token>;
}

/// How candidates are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// An inverted index of winnowed shingles: sees every shared run of `k + w − 1` tokens.
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
    /// How shingles are made and selected.
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
}

/// Finds what documents tell twice, one after the other; kept for its memory.
#[derive(Debug, Default)]
pub struct RepeatFinder {
    seeds: OwnSeeds,
    passages: PassageFinder,
}

impl RepeatFinder {
    /// Returns what a document tells twice.
    ///
    /// `selected`: its winnowed shingles; where no two of them are equal, nothing long enough stands twice, and where the
    /// text does not go on alike from two that are, no passage. `blocks`: the exact fingerprints of its blocks.
    pub fn repeats(
        &mut self,
        text: &Fingerprints,
        (selected, blocks): (&[Selected], &[Exact]),
        options: &CompareOptions,
    ) -> Vec<Repeat> {
        let least_words = options.min_words;
        let Some(seeds) = self.seeds.of(selected, &text.tokens, least_words) else {
            return Vec::new();
        };
        let places = own_places(seeds, &text.tokens, least_words);
        repeat::repeats((text, blocks), (&mut self.passages, &places), least_words)
    }
}

/// Returns what documents have in common, in the order of rules and anchors.
///
/// `selections`: the selected shingles of the documents in reading order, and their ids in that order.
pub fn matches(
    mut texts: Vec<Text<'_>>,
    selections: (Vec<Selections>, &[DocumentId]),
    options: &CompareOptions,
    originals: &dyn Originals,
) -> Vec<Match> {
    let classes = identical::classes(&texts, options.min_words);
    for copy in classes.iter().flat_map(|class| &class[1..]) {
        texts[copy.0 as usize].compared = false;
    }
    let (pairs, habits) = candidates(&texts, selections, options);
    let in_scope = |Candidate { pair, .. }: &Candidate| {
        let source = |id: DocumentId| texts[id.0 as usize].source;
        match options.scope {
            Scope::All | Scope::CrossDocument => true,
            Scope::CrossSource => source(pair.0) != source(pair.1),
            Scope::WithinSource => source(pair.0) == source(pair.1),
        }
    };
    let pairs: Vec<Candidate> = pairs.into_iter().filter(in_scope).collect();
    let court =
        Court { texts: &texts, options, originals, habits: &habits, spelled: Spelled::default() };
    let related = pair::matches(&pairs, &court);
    found::matches(classes, related, &court)
}

/// The pairs that are worth an alignment, sorted.
fn candidates(
    texts: &[Text<'_>],
    (selections, ids): (Vec<Selections>, &[DocumentId]),
    options: &CompareOptions,
) -> (Vec<Candidate>, Habits) {
    let whole = |pair: Pair| Candidate::whole(pair, texts[pair.1.0 as usize].tokens.len());
    match options.engine {
        Engine::Winnow => {
            let compared = |id: &DocumentId| texts[id.0 as usize].compared.then_some(*id);
            let ids: Vec<Option<DocumentId>> = ids.iter().map(compared).collect();
            let in_file = selections.iter().any(Selections::is_in_file);
            let texts = Texts::new(texts, options, in_file);
            let (links, habits) = linker::links(selections, &ids, &texts);
            (links.candidates(), habits)
        }
        Engine::Minhash => {
            let pairs = lsh::minhash_pairs(texts, options).into_iter().map(whole);
            (pairs.collect(), Habits::default())
        }
        Engine::Simhash => {
            let pairs = lsh::simhash_pairs(texts).into_iter().map(whole);
            (pairs.collect(), Habits::default())
        }
    }
}

/// Returns what two documents have in common, however little, and what decided over it.
pub fn align(
    texts: &[Text<'_>; 2],
    options: &CompareOptions,
    originals: &dyn Originals,
) -> (PairMatch, Grounds) {
    let [a, b] = texts.each_ref().map(|text| text.tokens);
    let mut finder = PassageFinder::default();
    finder.index(a);
    let candidate = Candidate::whole((DocumentId(0), DocumentId(1)), b.len());
    let court = Court {
        texts,
        options,
        originals,
        habits: &Habits::default(),
        spelled: Spelled::default(),
    };
    let pair = pair::judge(&mut finder, &candidate, &court);
    let grounds = Grounds::of(&pair, &court);
    (pair, grounds)
}

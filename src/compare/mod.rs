//! Which say the same? [`Fingerprints`] in, `Match`es out.
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

mod options;
mod rule;
// Equal texts.
mod identical;
// What one text tells twice.
mod own;
mod pace;
mod blocks;
mod repeat;
mod realign;
mod again;
// From selected shingles to the pairs that are worth an alignment.
mod posting;
mod context;
mod texts;
mod linker;
mod link;
mod follow;
mod entries;
mod evidence;
mod lsh;
// From two texts to their passages.
mod run;
mod chain;
mod align;
mod extension;
mod prefix;
mod passage;
mod parted;
// How a pair and a passage are judged.
mod court;
mod ends;
mod pair;
mod verdict;
mod figures;
mod numbers;
mod coverage;
mod likeness;
mod agreement;
mod form;
mod subject;
mod misread;
mod spelled;
mod habit;
mod language;
mod phrase;
mod frame;
mod opening;
mod standing;
mod grounds;
// From related pairs to matches.
mod reprint;
mod bare;
mod found;
mod told;
mod standing_places;
mod cluster;
mod story;
mod shared;
// What several of them use.
mod cells;
mod joined;
mod last;
mod lookup;
mod spent;
mod token_set;
mod work;

pub(crate) use coverage::{covered_words, union};
pub(crate) use found::{Match, Member};
pub use grounds::{EqualNumbers, Grounds, PassageGrounds};
pub(crate) use likeness::{Likeness, ShingleSet, likeness};
pub use options::{CompareOptions, Engine, Scope};
pub use pair::{PairMatch, Relation};
pub use passage::Passage;
pub use repeat::{Again, Repeat};
pub use rule::{Level, Rule};
pub use run::Run;
pub(crate) use spent::Spent;
pub(crate) use standing_places::StandingPlaces;

use std::ops::Range;

use crate::fingerprint::{Fingerprints, Selected, Selections, Spelling, Token};
use crate::spill::give_back_holes;

use court::Court;
use evidence::{Candidate, Pair};
use habit::Habits;
use identical::Equal;
use own::{OwnSeeds, own_places};
use passage::PassageFinder;
use spelled::Spelled;
use texts::{Layout, Texts};

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
    /// Who published it, by the name that it gives: equal numbers, equal names. What is in scope goes by it.
    pub named: u32,
    /// Who published it, by the site where it stands: equal numbers, equal sources.
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
        Self { fingerprints, tokens, title: 0, named: 0, source: 0, day: None, compared: true }
    }
}

/// Tells what is not held of the documents; asked for few of them.
pub trait Originals: Sync {
    /// Returns how the tokens of some of a document's blocks are spelled, from the token `first` on.
    fn spelling(&self, id: DocumentId, blocks: Range<usize>, first: u32) -> Spelling;
    /// Returns the tokens of a document's title; none without one.
    fn title(&self, id: DocumentId) -> Vec<Token>;
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
    /// `selected`: its selected shingles; where no two of them are equal, nothing long enough stands twice, and where the
    /// text does not go on alike from two that are, no passage.
    pub fn repeats(
        &mut self,
        text: &Fingerprints,
        selected: &[Selected],
        options: &CompareOptions,
    ) -> Vec<Repeat> {
        let least_words = options.min_words;
        let Some(seeds) = self.seeds.of(selected, &text.tokens, least_words) else {
            return Vec::new();
        };
        let places = own_places(seeds, &text.tokens, least_words);
        repeat::repeats(text, (&mut self.passages, &places), least_words)
    }
}

/// Returns what documents have in common, in the order of rules and anchors.
///
/// `selections`: the selected shingles of the documents in reading order, and their ids in that order. `spent` takes what
/// is not needed any more.
pub(crate) fn matches(
    mut texts: Vec<Text<'_>>,
    selections: (Vec<Selections>, &[DocumentId]),
    options: &CompareOptions,
    originals: &dyn Originals,
    spent: &mut Spent,
) -> Vec<Match> {
    let equal = Equal::of(&texts, options);
    for copy in equal.folded.iter().flat_map(|class| &class[1..]) {
        texts[copy.0 as usize].compared = false;
    }
    let (pairs, habits) = candidates(&texts, selections, options);
    let spelled = &Spelled::default();
    let court = Court { texts: &texts, options, originals, habits: &habits, spelled };
    let pairs = pairs.into_iter().filter(|one| court.is_in_scope(one.pair));
    let pairs: Vec<Candidate> = pairs.collect();
    let related = pair::matches(&pairs, &court);
    spent.keep(pairs);
    told::told_once(found::matches(equal, related, &court, spent))
}

/// The pairs that are worth an alignment, sorted.
fn candidates(
    texts: &[Text<'_>],
    (selections, ids): (Vec<Selections>, &[DocumentId]),
    options: &CompareOptions,
) -> (Vec<Candidate>, Habits) {
    if texts.iter().filter(|text| text.compared).nth(1).is_none() {
        return (Vec::new(), Habits::default());
    }
    let whole = |pair: Pair| Candidate::whole(pair, texts[pair.1.0 as usize].tokens.len());
    match options.engine {
        Engine::Winnow => {
            let memory = selections.iter().find_map(Selections::memory_limit);
            let in_file = memory.map(|memory| Layout::of(ids, memory));
            let compared = |id: &DocumentId| texts[id.0 as usize].compared.then_some(*id);
            let ids: Vec<Option<DocumentId>> = ids.iter().map(compared).collect();
            let texts = Texts::new(texts, options, in_file);
            let (links, habits) = linker::links(selections, &ids, &texts);
            if memory.is_some() {
                give_back_holes();
            }
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
    let (habits, spelled) = (&Habits::default(), &Spelled::default());
    let court = Court { texts, options, originals, habits, spelled };
    let pair = pair::judge(&mut finder, &candidate, &court);
    let grounds = Grounds::of(&pair, &court);
    (pair, grounds)
}

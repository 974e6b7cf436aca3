//! Two documents and what they have in common in, the figures that decide over them out, for who asks why.

use crate::fingerprint::{is_of_characters, words};

use super::court::Court;
use super::coverage::covered_words;
use super::ends::with_ends;
use super::evidence::Pair;
use super::form::{Form, LATER};
use super::numbers::Numbers;
use super::pair::{PairMatch, shingles_needed};
use super::passage::LIFTED;
use super::passage::{Passage, slice};
use super::verdict::equal_words_needed;

/// What decides over two documents beside their coverage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// Words of the first text in passages, each once.
    pub common_words: u32,
    /// Words of the first text in the longest passage.
    pub longest_words: u32,
    /// Share of the shorter text that must be covered: more where few words are, and the titles are not one.
    pub coverage_needed: f64,
    /// Share of the shorter text's shingles that the longer one has, 0 to 1.
    pub shingles: f64,
    /// The share of shingles from which on the texts are in the same words.
    pub shingles_needed: f64,
    /// Share of the shorter text's words that stand in the longer one in order, 0 to 1.
    pub equal_words: f64,
    /// The share of words in order from which on no shingle need be shared.
    pub equal_words_needed: f64,
    /// The numbers in the passages, and of notices those before and behind them.
    pub numbers: EqualNumbers,
    /// Whether the words that differ are misread rather than other words: then numbers may differ.
    pub misread: bool,
    /// Whether the two are one form that was filled in twice.
    pub is_form: bool,
    /// The share of words in order from which on a text is a version of one that is days older.
    pub later_words_needed: f64,
    /// Days between the two, where both have a date.
    pub days: Option<u32>,
    /// The passage that comes closest to being told by itself.
    pub passage: Option<PassageGrounds>,
}

/// What decides over a passage of documents that are no copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageGrounds {
    /// Its words in the first text.
    pub words: u32,
    /// Its equal words.
    pub equal_words: u32,
    /// The equal words that it has to have.
    pub equal_words_needed: u32,
    /// The longest run of equal words.
    pub run_words: u32,
    /// Equal tokens as a share of the longer side, 0 to 1.
    pub similarity: f64,
    /// Its numbers.
    pub numbers: EqualNumbers,
    /// Whether it is the wording of a form that was filled in twice.
    pub is_form: bool,
}

/// Numbers of the side of which more are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EqualNumbers {
    /// Those that the other side has at the same place.
    pub equal: u32,
    /// All of them.
    pub all: u32,
    /// How many may differ.
    pub may_differ: u32,
    /// Whether enough agree.
    pub agree: bool,
}

impl Grounds {
    /// Share of equal tokens of a passage that is told by itself.
    pub const PASSAGE: f64 = LIFTED;

    /// Returns the grounds on which `pair` was judged.
    pub(super) fn of(pair: &PairMatch, court: &Court<'_>) -> Self {
        let options = court.options;
        let a = court.tokens(pair.a);
        let [shorter, _] = pair.sides(court);
        let both = pair.both();
        let passages = || pair.passages.iter().map(|p| PassageGrounds::of(p, both, court));
        let least = options.min_words;
        let weighed = with_ends(&pair.passages, both, court);
        let common_words = covered_words(a, pair.passages.iter().map(|p| p.a.clone()));
        Self {
            common_words,
            coverage_needed: court.coverage_needed(both, common_words),
            longest_words: passages().map(|passage| passage.words).max().unwrap_or(0),
            shingles: pair.shingles_kept(court),
            shingles_needed: shingles_needed(shorter.tokens),
            equal_words: pair.equal_share(court),
            equal_words_needed: pair.equal_share_needed(court),
            numbers: EqualNumbers::of(&court.numbers(&weighed, both)),
            misread: pair.is_misread(court),
            is_form: court.form(&weighed, both) != Form::No
                || court.is_other_bulletin(&pair.passages, both)
                || court.are_of_two_subjects(&pair.passages, both),
            later_words_needed: court.later_words_needed(&pair.passages, both),
            days: court.days(both),
            passage: passages()
                .max_by_key(|passage| (passage.words.min(least), passage.equal_words)),
        }
    }

    /// Returns whether the two are days apart, and too different for a text and its version.
    pub fn is_too_late(&self) -> bool {
        self.days >= Some(LATER) && self.equal_words < self.later_words_needed
    }

    /// Returns whether the passages are in the same words.
    pub fn in_same_words(&self) -> bool {
        self.shingles >= self.shingles_needed || self.equal_words >= self.equal_words_needed
    }
}

impl PassageGrounds {
    fn of(passage: &Passage, both: Pair, court: &Court<'_>) -> Self {
        let a = court.tokens(both.0);
        let alone = std::slice::from_ref(passage);
        Self {
            words: words(slice(a, &passage.a)),
            equal_words: passage.equal_half_words(a) / 2,
            equal_words_needed: equal_words_needed(
                is_of_characters(slice(a, &passage.a)),
                court.options.min_words,
            ),
            run_words: passage.longest_run_words(a),
            similarity: passage.similarity(),
            numbers: EqualNumbers::of(&court.numbers(alone, both)),
            is_form: court.form(alone, both) != Form::No || court.is_written_anew(passage, both),
        }
    }
}

impl EqualNumbers {
    fn of(sides: &[Numbers; 2]) -> Self {
        let share = |side: &Numbers| f64::from(side.equal) / f64::from(side.all.max(1));
        let [first, second] = sides;
        let closer = if share(second) > share(first) { second } else { first };
        Self {
            equal: closer.equal,
            all: closer.all,
            may_differ: closer.may_differ(),
            agree: sides.iter().any(Numbers::agree),
        }
    }
}

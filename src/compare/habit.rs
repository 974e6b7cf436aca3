//! The documents of each shingle in, the shingles that are habits of a source out; and how much of
//! what two texts share is made of them.
//!
//! A form is filled in anew on other days: what a bond pays, whom the king congratulates, what the sea
//! will be like. Its wording comes back in one source for as long as the source has the form, while a
//! story is told, corrected and rewritten within a day or two.

use std::ops::Range;

use crate::fingerprint::{
    FingerprintOptions, Selected, ShingleFingerprint, ShingleOptions, Sieve, Token, shingles,
};

use super::lookup::Heads;
use super::passage::{Passage, slice};
use super::{DocumentId, Text};

/// The shingles that are habits, by tag.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// Sorted by tag.
    habits: Vec<Habit>,
    /// Where they stand.
    heads: Heads,
    /// How seeds are made and selected.
    seeds: FingerprintOptions,
}

/// A shingle that is a habit of a source or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    /// The shingle's tag.
    pub(super) tag: u32,
    /// Whether several sources have the habit: a title, a greeting, a phrase of the language.
    pub(super) common: bool,
}

/// Fewest days on which one source has a shingle that is its habit, and from the first to the last of them: a story
/// goes on for a day or two.
pub(super) const DAYS: usize = 3;
const SPAN: i32 = 7;
/// Fewest sources that make a habit common.
const SOURCES: usize = 3;
/// Least share of the places of a shingle, a source and a day each, that sources have which come back to it after so many
/// days: what most papers print once is a story, though one of them goes on with it.
const AGAIN: i32 = 3;
const OWN: f64 = 0.5;
/// Fewest tokens of a habit that begins with a character: a seed may be shorter, but six are a name or a word, and what
/// comes back on many days is mostly no more.
const CHARACTERS: u32 = 8;

/// Returns how the shingles are made that may be habits, where seeds are made so.
pub(super) fn habit_shingles(seeds: ShingleOptions) -> ShingleOptions {
    ShingleOptions { k_characters: seeds.k_characters.max(CHARACTERS), ..seeds }
}

/// Returns what a tag is looked up by.
fn key(tag: u32) -> u64 {
    u64::from(tag) << u32::BITS
}

/// Returns the tag of a phrase of one shingle.
pub(super) fn tag(phrase: &[Token], how: ShingleOptions) -> Option<u32> {
    let mut all = Vec::new();
    shingles(phrase, how, &mut all);
    all.first().map(|shingle| *shingle as u32)
}

impl Habits {
    /// Returns these habits, sorted by tag, which were found by seeds that are made so.
    pub(super) fn new(habits: Vec<Habit>, seeds: FingerprintOptions) -> Self {
        let heads = Heads::of(habits.iter().map(|habit| key(habit.tag)));
        Self { habits, heads, seeds }
    }

    /// Returns whether no shingle is a habit.
    pub(super) fn are_none(&self) -> bool {
        self.habits.is_empty()
    }

    fn get(&self, tag: u32) -> Option<Habit> {
        let some = &self.habits[self.heads.near(key(tag))];
        some.iter().find(|habit| habit.tag == tag).copied()
    }

    /// Returns the share of the equal tokens of passages, `a` the first text, that lie in common habits.
    pub(super) fn common_share(&self, passages: &[Passage], a: &[Token]) -> f64 {
        self.share_of(passages, a, |habit| habit.common)
    }

    /// Returns the share of the equal tokens of passages, `a` the first text, that lie in habits. Linear in the
    /// passages.
    ///
    /// Whether a shingle is a habit is known of the selected ones: their tokens stand for all of the runs that have one.
    pub(super) fn share(&self, passages: &[Passage], a: &[Token]) -> f64 {
        self.share_of(passages, a, |_| true)
    }

    fn share_of(&self, passages: &[Passage], a: &[Token], counts: impl Fn(Habit) -> bool) -> f64 {
        if self.are_none() {
            return 0.0;
        }
        let mut sample = Sample::default();
        for run in passages.iter().flat_map(|passage| &*passage.runs) {
            self.look(slice(a, &run.a_range()), &counts, &mut sample);
        }
        let equal: u32 = passages.iter().map(Passage::identical).sum();
        f64::from(sample.habitual) / f64::from(sample.seen.max(1)) * f64::from(sample.tokens)
            / f64::from(equal.max(1))
    }

    /// Looks at the shingles of a run that are selected.
    fn look(&self, run: &[Token], counts: impl Fn(Habit) -> bool, sample: &mut Sample) {
        let Sample { phrases, sieve, selected, .. } = sample;
        let has_characters = sieve.select_of(run, self.seeds, selected);
        let how = habit_shingles(self.seeds.shingle);
        phrases.clear();
        if has_characters {
            shingles(run, how, phrases);
        }
        // Of words a seed is a phrase.
        let phrase = |one: &Selected| {
            let known = || phrases.get(one.position as usize).copied();
            if has_characters { known() } else { Some(one.fingerprint) }
        };
        let has_phrases = !has_characters || !phrases.is_empty();
        if has_phrases && !selected.is_empty() {
            sample.tokens += run.len() as u32;
        }
        let (mut seen, mut habitual) = (0, 0);
        for one in &*selected {
            let Some(phrase) = phrase(one) else { break };
            let at = one.position;
            let length = how.length(run[at as usize].is_character());
            let tokens = at..(at + length).min(run.len() as u32);
            sample.seen += new_tokens(tokens.clone(), &mut seen);
            if self.get(phrase as u32).is_some_and(&counts) {
                sample.habitual += new_tokens(tokens, &mut habitual);
            }
        }
    }
}

/// What the selected shingles of some runs tell.
#[derive(Debug, Default)]
struct Sample {
    /// Room for the shingles of a run with characters that may be habits: from a seed on.
    phrases: Vec<ShingleFingerprint>,
    sieve: Sieve,
    selected: Vec<Selected>,
    /// The tokens of the runs that have a shingle.
    tokens: u32,
    /// The tokens of the selected ones.
    seen: u32,
    /// The tokens of those that are habits.
    habitual: u32,
}

/// Returns how many of some tokens stand behind those that were counted, and counts them.
fn new_tokens(tokens: Range<u32>, counted: &mut u32) -> u32 {
    let before = std::mem::replace(counted, tokens.end.max(*counted));
    tokens.end.saturating_sub(tokens.start.max(before))
}

/// Returns the habit that the shingle with a tag is, if it is one; `documents` are those that have it, `days` is room for
/// their sources and days.
pub(super) fn habit(
    tag: u32,
    documents: impl Iterator<Item = DocumentId>,
    texts: &[Text<'_>],
    days: &mut Vec<(u32, i32)>,
) -> Option<Habit> {
    let day = |id: DocumentId| {
        let text = texts.get(id.0 as usize)?;
        Some((text.source, text.day?))
    };
    days.clear();
    days.extend(documents.filter_map(day));
    days.sort_unstable();
    days.dedup();
    let of_source = days.chunk_by(|x, y| x.0 == y.0);
    let span = |days: &[(u32, i32)]| days[days.len() - 1].1 - days[0].1;
    let lasting = |days: &&[(u32, i32)]| days.len() >= DAYS && span(days) >= SPAN;
    let sources = of_source.clone().filter(lasting).count();
    let again = of_source.filter(|days| span(days) >= AGAIN).map(<[_]>::len);
    let is_own = again.sum::<usize>() as f64 >= OWN * days.len() as f64;
    (sources > 0 && is_own).then_some(Habit { tag, common: sources >= SOURCES })
}

/// Returns whether one source has something in all of some documents, at least one, for longer than a story goes on.
pub(super) fn lasts_in_one_source(
    mut documents: impl Iterator<Item = DocumentId>,
    texts: &[Text<'_>],
) -> bool {
    let text = |id: DocumentId| &texts[id.0 as usize];
    let Some(first) = documents.next().map(text) else { return false };
    let Some(day) = first.day else { return false };
    let (mut from, mut to) = (day, day);
    let mut is_of_source = |id| match text(id) {
        Text { source, day: Some(day), .. } if *source == first.source => {
            (from, to) = (from.min(*day), to.max(*day));
            true
        }
        _ => false,
    };
    documents.all(&mut is_of_source) && to - from >= SPAN
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compare::run::Run;
    use crate::compare::run::tests::tokens;
    use crate::fingerprint::Fingerprints;
    use crate::read::Document;

    /// `documents`: source and day of each that has the shingle.
    #[track_caller]
    fn check(documents: &[(u32, Option<i32>)], expected: Option<bool>) {
        let fingerprints = Fingerprints::of(&Document::default());
        let text =
            |&(source, day): &(u32, Option<i32>)| Text { source, day, ..Text::of(&fingerprints) };
        let texts: Vec<Text<'_>> = documents.iter().map(text).collect();
        let found = habit(7, (0..documents.len() as u32).map(DocumentId), &texts, &mut Vec::new());
        assert_eq!(found.map(|habit| habit.common), expected);
    }

    #[test]
    fn days_of_one_source_over_a_week_make_a_habit() {
        check(&[(1, Some(0)), (1, Some(4)), (1, Some(9))], Some(false));
        check(&[(1, Some(0)), (1, Some(1)), (1, Some(2)), (1, Some(3))], None);
        check(&[(1, Some(0)), (1, Some(0)), (1, Some(9))], None);
    }

    #[test]
    fn many_papers_and_texts_without_a_day_make_none() {
        check(&[(1, Some(0)), (2, Some(4)), (3, Some(9)), (4, Some(20))], None);
        check(&[(1, None); 9], None);
    }

    #[test]
    fn what_one_paper_has_for_a_week_and_many_have_is_a_story() {
        let of_one = [0, 4, 9].map(|day| (1, Some(day)));
        let of_others = |sources: std::ops::Range<u32>| sources.map(|source| (source, Some(3)));
        check(&of_one.into_iter().chain(of_others(2..5)).collect::<Vec<_>>(), Some(false));
        check(&of_one.into_iter().chain(of_others(2..6)).collect::<Vec<_>>(), None);
    }

    #[test]
    fn a_habit_of_several_sources_is_common() {
        let of = |source| [0, 5, 10].map(|day| (source, Some(day)));
        check(&[of(1), of(2)].concat(), Some(false));
        check(&[of(1), of(2), of(3)].concat(), Some(true));
    }

    /// Habits that all selected shingles of a text are.
    pub(in crate::compare) fn habits_of(text: &[Token]) -> Habits {
        let seeds = FingerprintOptions::default();
        let mut all = Vec::new();
        shingles(text, seeds.shingle, &mut all);
        let mut tags: Vec<u32> = all.iter().map(|shingle| *shingle as u32).collect();
        tags.sort_unstable();
        let habits = tags.into_iter().map(|tag| Habit { tag, common: false }).collect();
        Habits::new(habits, seeds)
    }

    /// Habits of which all shingles are seeds.
    fn habits(text: &[Token], seeds: ShingleOptions, places: &[usize]) -> Habits {
        let mut all = Vec::new();
        shingles(text, habit_shingles(seeds), &mut all);
        let mut tags: Vec<u32> = places.iter().map(|at| all[*at] as u32).collect();
        tags.sort_unstable();
        let habits = tags.into_iter().map(|tag| Habit { tag, common: false }).collect();
        let all =
            FingerprintOptions { sampling: 1, sampling_characters: 1, window: 1, shingle: seeds };
        Habits::new(habits, all)
    }

    /// A habit that begins with a character is longer than one that begins with the word behind it.
    #[test]
    fn a_habit_within_another_one_counts_no_token_again() {
        let text = tokens("市 a b c d e f g h i");
        let habits = habits(&text, ShingleOptions { k: 2, k_characters: 6 }, &[0, 1]);
        let passage = Passage::exact(Run { a: 0, b: 0, length: 10 });
        let share = habits.share(&[passage], &text);
        assert!((share - 8.0 / 10.0).abs() < 1e-9, "{share}");
    }

    #[test]
    fn the_share_counts_the_tokens_of_habits_once() {
        let text = tokens("a b c d e f g h i j");
        let habits = habits(&text, ShingleOptions { k: 3, k_characters: 3 }, &[1, 2, 3]);
        let passage = Passage::exact(Run { a: 0, b: 0, length: 10 });
        let share = habits.share(std::slice::from_ref(&passage), &text);
        assert!((share - 0.5).abs() < 1e-9, "{share}");
        assert!(habits.common_share(&[passage], &text).abs() < 1e-9);
    }

    /// Of a form of many words every second sentence comes back, that is half of the tokens and two fifths of the shingles;
    /// a run without room for a shingle tells nothing.
    #[test]
    fn the_selected_shingles_tell_the_share() {
        let words: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
        let text = tokens(&words.join(" "));
        let seeds = ShingleOptions::default();
        let of_form = |at: &usize| at % 40 < 16;
        let places: Vec<usize> = (0..19_996).filter(of_form).collect();
        let mut habits = habits(&text, seeds, &places);
        habits.seeds = FingerprintOptions::default();
        let share = |runs: Vec<Run>| {
            let last = runs[runs.len() - 1];
            let (a, b) = (0..last.a_end(), 0..last.b_end());
            habits.share(&[Passage { a, b, runs: runs.into() }], &text)
        };
        let all = share(vec![Run { a: 0, b: 0, length: 20_000 }]);
        assert!((0.4..0.5).contains(&all), "{all}");
        let short = (0..400).map(|n| Run { a: 5 * n, b: 6 * n, length: 4 });
        assert!(share(short.collect()).abs() < 1e-9);
    }
}

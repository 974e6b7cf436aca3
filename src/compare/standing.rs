//! A passage of two documents that are no copies in, whether it is standing text out: what a source writes on many days,
//! the wording of a form; or a part of what both tell.

use std::ops::Range;

use crate::fingerprint::Fingerprints;

use super::DocumentId;
use super::court::Court;
use super::evidence::Pair;
use super::form::{Form, SAME_THING, SUSPICIOUS, has_same_facts};
use super::numbers::numbers;
use super::pair::PairMatch;
use super::passage::{LIFTED, Passage, slice};
use super::subject::are_named_for_others;

/// Share of a passage in habits of a source from which on it is one.
const HABIT: f64 = 0.5;
/// The same where both places have the same facts.
const SAME_FACTS_HABIT: f64 = 0.9;
/// Least share of both notices that is their wording: less is background of two stories.
const OF_A_NOTICE: f64 = 0.25;
/// Least share of names in links and captions: twice that of English prose.
const NAMES: f64 = 0.25;
/// The same of notes where articles begin or end.
const NAMES_AT_AN_END: f64 = 0.2;
/// The same as a multiple of that of the plainer parts of what stands round it, in so many tokens on either side and so many
/// a part; a quarter of the parts has fewer names.
const MORE_NAMES: f64 = 1.75;
const ROUND: u32 = 1000;
const PART: u32 = 50;
/// Tokens before what stands where an article begins, and behind what stands where it ends, at most.
const A_LINE: u32 = 40;
/// Share of an article that a note at its end is at most.
const OF_AN_ARTICLE: f64 = 0.15;
/// Tokens of such a note at most, and of a call or a list of headlines.
const A_FEW_LINES: usize = 75;
/// Share of a passage in headlines that is a list of them.
const HEADLINES: f64 = 0.7;
/// Largest share of numbers in headlines: more is a table.
const NUMBERS: f64 = 0.15;
/// Share of a passage in phrases of the whole press from which on it is nothing but those.
const PHRASE: f64 = 0.7;

impl Court<'_> {
    /// Returns whether a passage is standing text of a source: what it writes on many days, the wording of a form that
    /// it filled in twice.
    pub(super) fn is_standing(&self, passage: &Passage, (a, b): Pair) -> bool {
        let passages = std::slice::from_ref(passage);
        let one_source = self.are_of_one_source((a, b));
        match self.habitual(passage, (a, b)) {
            SAME_FACTS_HABIT.. => true,
            HABIT.. => !self.tells_one_thing(passage, (a, b)),
            _ if one_source => match self.form(passages, (a, b)) {
                _ if self.is_other_bulletin(passages, (a, b)) => true,
                _ if self.are_of_two_subjects(passages, (a, b)) => true,
                _ if self.are_notices_of_others(passage, (a, b)) => true,
                Form::Yes => true,
                Form::Perhaps => !self.are_of_these_days((a, b)),
                Form::No => false,
            },
            _ => false,
        }
    }

    /// Returns whether a passage is an inset of a source: links to other articles, a caption, a note on an author. It has
    /// more names than prose has, and than the text round it (in German each noun is written as one), and it begins
    /// or ends inside of a sentence in one of the two, where what somebody lifts is whole sentences; or it stands where
    /// both articles begin or end.
    pub(super) fn is_inset(&self, passage: &Passage, (a, b): Pair) -> bool {
        passage.similarity() >= LIFTED
            && self.are_of_one_source((a, b))
            && (self.has_more_names(passage, a, NAMES_AT_AN_END)
                && self.is_at_an_end(passage, (a, b))
                || passage.is_exact()
                    && self.has_more_names(passage, a, NAMES)
                    && self.breaks_a_sentence(passage, (a, b)))
    }

    /// Returns whether a passage is what a source's page sets in: headlines one below the other, links between bars, a call
    /// to write to the paper.
    pub(super) fn is_furniture(&self, passage: &Passage, (a, b): Pair) -> bool {
        let place = &passage.a;
        let is_table =
            || f64::from(numbers(slice(self.tokens(a), place))) > NUMBERS * place.len() as f64;
        let in_headlines = || self.spelled.in_headlines(self.part(a, place));
        passage.similarity() >= LIFTED
            && self.are_of_one_source((a, b))
            && place.len() <= A_FEW_LINES
            && (self.spelled.has_sign(self.part(a, place))
                || !is_table() && in_headlines() as f64 >= HEADLINES * place.len() as f64)
    }

    /// Returns whether a passage of a few lines stands where both its articles begin, or where both end, but for a line or
    /// two, and is next to nothing of either.
    fn is_at_an_end(&self, passage: &Passage, (a, b): Pair) -> bool {
        let length = |id| self.tokens(id).len();
        let behind = |id, place: &Range<u32>| length(id) as u32 - place.end;
        let is_part =
            |id, place: &Range<u32>| (place.len() as f64) < OF_AN_ARTICLE * length(id) as f64;
        passage.a.len() <= A_FEW_LINES
            && is_part(a, &passage.a)
            && is_part(b, &passage.b)
            && (passage.a.start.max(passage.b.start) <= A_LINE
                || behind(a, &passage.a).max(behind(b, &passage.b)) <= A_LINE)
    }

    /// Returns whether a passage has so large a share of names, and more of them than the plainer part of its first text
    /// round it: a page full of links is no prose.
    fn has_more_names(&self, passage: &Passage, a: DocumentId, least: f64) -> bool {
        let Fingerprints { names, tokens, .. } = self.text(a).fingerprints;
        let share = |part: &Range<u32>| f64::from(names.count(part)) / part.len().max(1) as f64;
        let inside = share(&passage.a);
        inside >= least
            && inside >= MORE_NAMES * plain_share(around(&passage.a, tokens.len()), share)
    }

    /// Returns whether a passage begins or ends inside of a sentence in one of two documents.
    fn breaks_a_sentence(&self, passage: &Passage, (a, b): Pair) -> bool {
        let breaks = |id, tokens| self.spelled.breaks_a_sentence(self.part(id, tokens));
        breaks(a, &passage.a) || breaks(b, &passage.b)
    }

    /// Returns the share of a passage that is habit: what one paper writes on many days is no habit of another one that
    /// has the story within these days.
    fn habitual(&self, passage: &Passage, both: Pair) -> f64 {
        let passages = std::slice::from_ref(passage);
        let a = self.tokens(both.0);
        if self.are_of_one_source(both) || self.are_days_apart(both) {
            self.habits.share(passages, a)
        } else {
            self.habits.common_share(passages, a)
        }
    }

    /// Returns the equal words, in halves, of a passage of two sources that is nobody's habit; none where one source has
    /// both documents.
    pub(super) fn fresh_half_words(&self, passage: &Passage, both: Pair) -> u32 {
        if self.are_of_one_source(both) || self.habitual(passage, both) >= SUSPICIOUS {
            return 0;
        }
        passage.equal_half_words(self.tokens(both.0))
    }

    /// Returns whether two sources have in a passage of these days half as many words as make one that are nobody's
    /// habit: what a new story says among the set words of such stories.
    pub(super) fn has_fresh_words(&self, passage: &Passage, both: Pair) -> bool {
        let a = self.tokens(both.0);
        let fresh = 1.0 - self.habits.share(std::slice::from_ref(passage), a);
        !self.are_of_one_source(both)
            && self.are_of_these_days(both)
            && fresh * f64::from(passage.equal_half_words(a)) >= f64::from(self.options.min_words)
    }

    /// Returns whether a passage is background that its source brings up to date in another article: nobody's habit, and
    /// all that the pair shares is less of one of the two than makes a copy. A form is most of both its notices, or their
    /// titles name two subjects.
    pub(super) fn is_background(&self, passage: &Passage, pair: &PairMatch) -> bool {
        let both = pair.both();
        let passages = std::slice::from_ref(passage);
        self.are_of_one_source(both)
            && self.days(both).is_some()
            && pair.coverage_a.min(pair.coverage_b) < self.options.near
            && self.habits.share(passages, self.tokens(pair.a)) < SUSPICIOUS
            && !self.are_of_two_subjects(passages, both)
            && !self.are_notices_of_others(passage, both)
    }

    /// Returns whether a passage is what one source tells in two notices of two who have nothing to do with each other.
    fn are_notices_of_others(&self, passage: &Passage, both: Pair) -> bool {
        let longer = self.tokens(both.0).len().max(self.tokens(both.1).len());
        if (passage.a.len() as f64) < OF_A_NOTICE * longer as f64 {
            return false;
        }
        let titles = self.titles(both);
        let (a, b) = self.notices(both, &titles);
        are_named_for_others(a, b)
    }

    /// Returns whether a passage of these days has facts, no other ones, and nearly the same words: a form has other facts
    /// each time, but its set words may have numbers, and where no capital tells a name the facts are words.
    fn tells_one_thing(&self, passage: &Passage, both: Pair) -> bool {
        let texts = (self.text(both.0).fingerprints, self.text(both.1).fingerprints);
        let passages = std::slice::from_ref(passage);
        self.are_of_these_days(both)
            && passage.similarity() >= SAME_THING
            && has_same_facts(passages, texts, &self.same_numbers(passages, both))
    }

    /// Returns whether a passage is a chain of phrases that the whole press has: titles, greetings.
    pub(super) fn is_phrase(&self, passage: &Passage, a: DocumentId) -> bool {
        let passages = std::slice::from_ref(passage);
        self.habits.common_share(passages, self.tokens(a)) >= PHRASE
    }
}

/// Returns the parts of a text of so many tokens that stand round a passage of it.
fn around(passage: &Range<u32>, tokens: usize) -> impl Iterator<Item = Range<u32>> {
    let parts = |all: Range<u32>| {
        let end = all.end;
        all.step_by(PART as usize).map(move |at| at..(at + PART).min(end))
    };
    let before = passage.start.saturating_sub(ROUND)..passage.start;
    let behind = passage.end..(passage.end + ROUND).min(tokens as u32);
    parts(before).chain(parts(behind))
}

/// Returns the share that a quarter of some parts has at most; 0 without one.
fn plain_share(parts: impl Iterator<Item = Range<u32>>, share: impl Fn(&Range<u32>) -> f64) -> f64 {
    let mut shares: Vec<f64> = parts.map(|part| share(&part)).collect();
    shares.sort_unstable_by(f64::total_cmp);
    shares.get(shares.len() / 4).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_share_is_that_of_prose_between_links() {
        let shares = |shares: &[f64]| {
            let of_part = |part: &Range<u32>| shares[(part.start / PART) as usize];
            plain_share(around(&(0..0), shares.len() * PART as usize), of_part)
        };
        assert!((shares(&[0.5, 0.1, 0.6, 0.1, 0.5, 0.1, 0.4, 0.6]) - 0.1).abs() < 1e-9);
        assert!((shares(&[0.3, 0.35, 0.4, 0.3]) - 0.3).abs() < 1e-9);
        assert!(shares(&[]).abs() < 1e-9);
    }

    #[test]
    fn what_stands_round_a_passage_is_without_it() {
        let parts: Vec<Range<u32>> = around(&(1200..1240), 1300).collect();
        assert_eq!(parts[0], 200..250);
        assert_eq!(parts[19..], [1150..1200, 1240..1290, 1290..1300]);
    }
}

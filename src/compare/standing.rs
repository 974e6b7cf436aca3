//! A passage of two documents that are no copies in, whether it is standing text out: what a source writes on many days,
//! the wording of a form; or a part of what both tell.

use std::ops::Range;

use crate::fingerprint::Fingerprints;

use super::DocumentId;
use super::court::Court;
use super::evidence::Pair;
use super::form::{Form, SUSPICIOUS, has_same_facts};
use super::pair::PairMatch;
use super::passage::Passage;
use super::subject::are_named_for_others;

/// Share of a passage in habits of a source from which on it is one.
const HABIT: f64 = 0.5;
/// The same where both places have the same facts.
const SAME_FACTS_HABIT: f64 = 0.9;
/// Least share of equal tokens of a passage in set words that says the same thing: below it ten forms were read, and no
/// copy.
const SAME_THING: f64 = 0.85;
/// Least share of both notices that is their wording: less is background of two stories.
const OF_A_NOTICE: f64 = 0.25;
/// Least share of names in links, captions and notes on authors: twice that of English prose.
const NAMES: f64 = 0.25;
/// The same as a multiple of that of what stands round it, and so many tokens on either side.
const MORE_NAMES: f64 = 1.5;
const ROUND: u32 = 1000;
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
    /// or ends inside of a sentence in one of the two; what somebody lifts is whole sentences.
    pub(super) fn is_inset(&self, passage: &Passage, (a, b): Pair) -> bool {
        passage.is_exact()
            && self.are_of_one_source((a, b))
            && self.has_more_names(passage, a)
            && self.breaks_a_sentence(passage, (a, b))
    }

    /// Returns whether a passage has more names than prose has, and than what stands round it in its first text.
    fn has_more_names(&self, passage: &Passage, a: DocumentId) -> bool {
        let Fingerprints { names, tokens, .. } = self.text(a).fingerprints;
        let Range { start, end } = passage.a;
        let around = start.saturating_sub(ROUND)..(end + ROUND).min(tokens.len() as u32);
        let (inside, length) = (names.count(&passage.a), passage.a.len());
        let share = |names: u32, tokens: usize| f64::from(names) / tokens.max(1) as f64;
        let rest = || share(names.count(&around) - inside, around.len() - length);
        share(inside, length) >= NAMES && share(inside, length) >= MORE_NAMES * rest()
    }

    /// Returns whether a passage begins or ends inside of a sentence in one of two documents.
    fn breaks_a_sentence(&self, passage: &Passage, (a, b): Pair) -> bool {
        let breaks = |id, tokens| {
            self.spelled.breaks_a_sentence(id, self.text(id).fingerprints, tokens, self.originals)
        };
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

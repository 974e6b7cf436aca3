//! What all pairs are judged by: the texts, their titles, sources and days, and what is asked of two of them.

use std::ops::Range;

use crate::fingerprint::Token;
use crate::spill::lent;

use super::evidence::Pair;
use super::figures::{SameNumber, rewritten, turned};
use super::form::{
    Circumstances, Form, LATER, LATER_REPRINT, LATER_VERSION, SUSPICIOUS, are_quotations, form,
};
use super::habit::Habits;
use super::misread::are_misread;
use super::numbers::Numbers;
use super::passage::Passage;
use super::spelled::{Part, Spelled};
use super::subject::{Notice, Subjects};
use super::{CompareOptions, DocumentId, Originals, Scope, Text};

/// How many more words must be covered of few words, unless the title is one: the coverage of a short text is a matter of chance.
const FEW_WORDS: f64 = 10.0;
/// Coverage that is enough however few words a text has.
const ALL_BUT_A_WORD: f64 = 0.95;

/// What all pairs are judged by.
#[derive(Clone, Copy)]
pub(super) struct Court<'a> {
    /// The documents, by id.
    pub(super) texts: &'a [Text<'a>],
    /// From where on something matters.
    pub(super) options: &'a CompareOptions,
    /// What is not held of the documents.
    pub(super) originals: &'a dyn Originals,
    /// The shingles that are habits of a source.
    pub(super) habits: &'a Habits,
    /// How blocks are spelled that were asked for.
    pub(super) spelled: &'a Spelled,
}

impl Court<'_> {
    /// Returns what is known of a document.
    pub(super) fn text(&self, id: DocumentId) -> &Text<'_> {
        &self.texts[id.0 as usize]
    }

    /// Returns the tokens of a document.
    pub(super) fn tokens(&self, id: DocumentId) -> &[Token] {
        lent(1);
        self.text(id).tokens
    }

    /// Returns the length of a document in words.
    pub(super) fn words(&self, id: DocumentId) -> u32 {
        self.text(id).fingerprints.words
    }

    /// Returns whether what two documents have in common is asked for. Equal texts of two sources are told as such.
    pub(super) fn is_in_scope(&self, (a, b): Pair) -> bool {
        let (a, b) = (self.text(a), self.text(b));
        match self.options.scope {
            Scope::All | Scope::CrossDocument => true,
            Scope::CrossSource => {
                a.named != b.named && a.fingerprints.exact != b.fingerprints.exact
            }
            Scope::WithinSource => a.named == b.named,
        }
    }

    /// Returns whether two documents are of one day, or of a few where what one paper has today another has tomorrow.
    pub(super) fn are_of_these_days(&self, both: Pair) -> bool {
        let within = if self.are_of_one_source(both) { 1 } else { LATER };
        self.days(both).is_some_and(|days| days < within)
    }

    /// Returns whether two documents are of days so far apart that only what is nearly equal is a version of the other.
    pub(super) fn are_days_apart(&self, both: Pair) -> bool {
        self.days(both) >= Some(LATER)
    }

    /// Returns the least share of a document's words that stand in order in one that is days older, for it to be a version.
    pub(super) fn later_words_needed(&self, passages: &[Passage], both: Pair) -> f64 {
        let is_habit = || self.habits.share(passages, self.tokens(both.0)) >= SUSPICIOUS;
        if self.are_of_one_source(both) || is_habit() { LATER_VERSION } else { LATER_REPRINT }
    }

    /// Returns whether one source has two documents that are days apart.
    fn are_later(&self, both: Pair) -> bool {
        self.are_of_one_source(both) && self.are_days_apart(both)
    }

    /// Returns whether one source has other numbers days later: what it corrects it corrects at once.
    pub(super) fn is_other_bulletin(&self, passages: &[Passage], both: Pair) -> bool {
        let has_others = |side: &Numbers| side.equal < side.all;
        self.are_later(both) && self.numbers(passages, both).iter().all(has_others)
    }

    /// Returns the numbers in the passages of two documents.
    pub(super) fn numbers(&self, passages: &[Passage], both: Pair) -> [Numbers; 2] {
        let texts = (self.tokens(both.0), self.tokens(both.1));
        Numbers::of_both(passages, texts, &self.same_numbers(passages, both))
    }

    /// Returns whether most numbers in the passages of two documents are equal.
    pub(super) fn numbers_agree(&self, passages: &[Passage], both: Pair) -> bool {
        self.numbers(passages, both).iter().any(Numbers::agree)
    }

    /// Returns the numbers of two documents that are the same in another way.
    pub(super) fn same_numbers(&self, passages: &[Passage], (a, b): Pair) -> Vec<SameNumber> {
        let texts = (self.tokens(a), self.tokens(b));
        let letters = |id| move |token: u32| self.letters(id, &(token..token + 1));
        let mut same = turned(passages, texts);
        same.extend(rewritten(passages, texts, letters(a), letters(b)));
        same
    }

    /// Returns whether one source wrote a passage anew days later: with other numbers, or with no run of half the
    /// length that makes a passage. It did not lift that.
    pub(super) fn is_written_anew(&self, passage: &Passage, both: Pair) -> bool {
        let run = passage.longest_run_words(self.tokens(both.0));
        let is_new = 2 * run < self.options.min_words && passage.similarity() < LATER_VERSION;
        self.are_later(both) && is_new
            || self.is_other_bulletin(std::slice::from_ref(passage), both)
    }

    /// Returns the least coverage of the shorter document, so many words of which are covered, for it to be a version of
    /// the other: who keeps the headline tells the same story, however few words are left of it.
    pub(super) fn coverage_needed(&self, both: Pair, covered: u32) -> f64 {
        let near = self.options.near;
        if self.have_one_title(both) { near } else { firm(near, covered) }
    }

    fn have_one_title(&self, (a, b): Pair) -> bool {
        let [a, b] = [a, b].map(|id| self.text(id).title);
        a != 0 && a == b
    }

    /// Returns whether two documents are of one source.
    pub(super) fn are_of_one_source(&self, (a, b): Pair) -> bool {
        self.text(a).source == self.text(b).source
    }

    /// Returns whether the passages of two documents are one form filled in twice.
    pub(super) fn form(&self, passages: &[Passage], (a, b): Pair) -> Form {
        // What one paper has today another has tomorrow.
        let one_source = self.are_of_one_source((a, b));
        let is_reprint = |days: &u32| *days < LATER && !one_source;
        let days = self.days((a, b));
        let is_news_of_day = !one_source && days.is_some_and(|days| days <= 1);
        let days = days.map(|days| if is_reprint(&days) { 0 } else { days });
        let circumstances = Circumstances { habits: self.habits, days, one_source, is_news_of_day };
        let texts = (self.text(a).fingerprints, self.text(b).fingerprints);
        form(passages, texts, &self.same_numbers(passages, (a, b)), circumstances)
    }

    /// Returns whether one source tells in two documents of two subjects what one form says.
    pub(super) fn are_of_two_subjects(&self, passages: &[Passage], both: Pair) -> bool {
        if !self.are_of_one_source(both) {
            return false;
        }
        let titles = self.titles(both);
        let (a, b) = self.notices(both, &titles);
        let Some(subjects) = Subjects::of(a, b) else { return false };
        let are_headed = a.is_untitled() && b.is_untitled();
        let are_alike = |x: Range<u32>, y: Range<u32>| {
            are_misread(&self.letters(both.0, &x), &self.letters(both.1, &y))
        };
        are_headed && are_quotations(passages, (a.text, b.text))
            || subjects.are_told(passages, (a, b), are_alike)
    }

    /// Returns the letters of some tokens of a document, without spaces.
    pub(super) fn letters(&self, id: DocumentId, tokens: &Range<u32>) -> Vec<char> {
        self.spelled.letters(self.part(id, tokens))
    }

    /// Returns the tokens of the titles of two documents.
    pub(super) fn titles(&self, (a, b): Pair) -> [Vec<Token>; 2] {
        [a, b].map(|id| self.originals.title(id))
    }

    /// Returns some tokens of a document, to ask how they are spelled.
    pub(super) fn part<'b>(&'b self, id: DocumentId, tokens: &'b Range<u32>) -> Part<'b> {
        Part { id, text: self.text(id).fingerprints, tokens, originals: self.originals }
    }

    /// Returns two documents with their titles.
    pub(super) fn notices<'a>(
        &'a self,
        (a, b): Pair,
        titles: &'a [Vec<Token>; 2],
    ) -> (Notice<'a>, Notice<'a>) {
        let notice = |id, title| Notice { text: self.text(id).fingerprints, title };
        let [of_a, of_b] = titles;
        (notice(a, of_a), notice(b, of_b))
    }

    /// Returns the days between two documents, where both have a date.
    pub(super) fn days(&self, (a, b): Pair) -> Option<u32> {
        let [a, b] = [a, b].map(|id| self.text(id).day);
        Some(a?.abs_diff(b?))
    }
}

/// The least coverage of a text of which so many words are covered: two lines in common make half of a notice, and no
/// version of it.
pub(super) fn firm(near: f64, covered: u32) -> f64 {
    (near + FEW_WORDS / f64::from(covered.max(1))).min(near.max(ALL_BUT_A_WORD))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compare::evidence::Candidate;
    use crate::compare::pair::{PairMatch, judge};
    use crate::compare::passage::PassageFinder;
    use crate::fingerprint::Spelling;

    /// Documents that nobody reads.
    struct Nothing;

    impl Originals for Nothing {
        fn spelling(&self, _: DocumentId, _: Range<usize>, _: u32) -> Spelling {
            unreachable!("no document is read")
        }

        fn title(&self, _: DocumentId) -> Vec<Token> {
            Vec::new()
        }
    }

    /// Returns what `judged` makes of the first documents, each compared with all behind it.
    pub(in crate::compare) fn in_court<T>(
        texts: &[Text<'_>],
        habits: &Habits,
        compared: u32,
        judged: impl FnOnce(Vec<PairMatch>, &Court<'_>) -> T,
    ) -> T {
        let (options, spelled) = (&CompareOptions::default(), &Spelled::default());
        let court = Court { texts, options, originals: &Nothing, habits, spelled };
        let mut finder = PassageFinder::default();
        let mut pairs = Vec::new();
        for a in 0..compared {
            finder.index(court.tokens(DocumentId(a)));
            for b in a + 1..compared {
                let length = court.tokens(DocumentId(b)).len();
                let whole = Candidate::whole((DocumentId(a), DocumentId(b)), length);
                pairs.push(judge(&mut finder, &whole, &court));
            }
        }
        judged(pairs, &court)
    }
}

//! A passage and its two texts in, the steps from one to the other out, word by word.

use std::ops::Range;

use crate::compare::Passage;
use crate::fingerprint::TokenSpan;

use super::Difference;
use super::located::one_space;

/// A text and where some of its tokens stand in it.
pub(super) struct Words<'a> {
    text: &'a str,
    /// Apart from each other and in order, each of whole blocks.
    stretches: Vec<Stretch>,
}

/// Where tokens in a row stand in their text.
pub(super) struct Stretch {
    /// The first of them.
    pub(super) first: u32,
    /// The place of each.
    pub(super) spans: Vec<TokenSpan>,
}

impl<'a> Words<'a> {
    /// Returns the words of a text; the stretches are in order.
    pub(super) fn new(text: &'a str, stretches: Vec<Stretch>) -> Self {
        Self { text, stretches }
    }

    /// Returns where a token stands, if it is one of these.
    fn span(&self, token: u32) -> Option<TokenSpan> {
        let before = self.stretches.partition_point(|stretch| stretch.first <= token);
        let stretch = &self.stretches[before.checked_sub(1)?];
        stretch.spans.get((token - stretch.first) as usize).copied()
    }

    /// Returns where tokens (at least one, all of these) stand in the text.
    pub(super) fn bytes(&self, tokens: &Range<u32>) -> Range<u32> {
        let span = |token| self.span(token).expect("the tokens of matches are named");
        span(tokens.start).start..span(tokens.end - 1).end
    }

    /// The text of some tokens with what follows the last one up to the next word, so that
    /// punctuation stays with its word; white space as one space.
    fn written(&self, tokens: Range<u32>) -> String {
        if tokens.is_empty() {
            return String::new();
        }
        let Range { start, end } = self.bytes(&tokens);
        let between = match self.span(tokens.end) {
            Some(span) => &self.text[end as usize..span.start as usize],
            None => &self.text[end as usize..],
        };
        let tail = between.find(char::is_whitespace).unwrap_or(between.len());
        let text = &self.text[start as usize..end as usize + tail];
        let space = if tail < between.len() { " " } else { "" };
        one_space(text) + space
    }
}

/// Returns the steps; the equal stretches as the first text writes them.
pub(super) fn steps(passage: &Passage, a: &Words<'_>, b: &Words<'_>) -> Vec<Difference> {
    let mut steps = Vec::with_capacity(passage.runs.len() * 2);
    let (mut at_a, mut at_b) = (passage.a.start, passage.b.start);
    for run in &*passage.runs {
        push_change(&mut steps, a.written(at_a..run.a), b.written(at_b..run.b));
        steps.push(Difference::Same(a.written(run.a_range())));
        (at_a, at_b) = (run.a_end(), run.b_end());
    }
    push_change(&mut steps, a.written(at_a..passage.a.end), b.written(at_b..passage.b.end));
    steps
}

fn push_change(steps: &mut Vec<Difference>, anchor: String, copy: String) {
    if !(anchor.is_empty() && copy.is_empty()) {
        steps.push(Difference::Changed { anchor, copy });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::fingerprint::Fingerprints;
    use crate::read::{Document, Origin, Role};
    use crate::report::located::Located;

    proptest! {
        #[test]
        fn some_words_stand_where_they_do_among_all(
            blocks in prop::collection::vec("([ab1]{1,3}[ —,]){0,4}[ab1.]{0,2}", 1..8),
            places in prop::collection::vec(
                (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
        ) {
            let mut document = Document::default();
            for block in &blocks {
                document.push_block(Role::Paragraph, block, &Origin::Lines { first: 1, last: 1 });
            }
            let fingerprints = Fingerprints::of(&document);
            let count = fingerprints.tokens.len();
            prop_assume!(count > 0);
            let place = |(x, y): &(prop::sample::Index, prop::sample::Index)| {
                let (x, y) = (x.index(count) as u32, y.index(count) as u32);
                x.min(y)..x.max(y) + 1
            };
            let places: Vec<_> = places.iter().map(place).collect();
            let all = Located::whole(&document, &fingerprints);
            let some = Located::new(&document, &fingerprints, places.clone());
            for place in places {
                prop_assert_eq!(some.words.bytes(&place), all.words.bytes(&place));
                prop_assert_eq!(some.words.written(place.clone()), all.words.written(place));
            }
        }
    }
}

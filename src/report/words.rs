//! A passage and its two texts in, the steps from one to the other out, word by word.

use std::ops::Range;

use crate::compare::Passage;
use crate::fingerprint::TokenSpan;

use super::Differences;
use super::located::push_one_space;
use super::steps::DifferenceWriter;

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
        let span = |token| self.span(token).expect("the tokens that are asked for were located");
        span(tokens.start).start..span(tokens.end - 1).end
    }

    /// Appends the text of some tokens with what follows the last one up to the next word, so that
    /// punctuation stays with its word; white space as one space.
    fn write(&self, tokens: Range<u32>, out: &mut String) {
        if tokens.is_empty() {
            return;
        }
        let Range { start, end } = self.bytes(&tokens);
        let between = match self.span(tokens.end) {
            Some(span) => &self.text[end as usize..span.start as usize],
            None => &self.text[end as usize..],
        };
        let tail = between.find(char::is_whitespace).unwrap_or(between.len());
        let text = &self.text[start as usize..end as usize + tail];
        push_one_space(text, out);
        if tail < between.len() {
            out.push(' ');
        }
    }
}

/// Returns the steps; the equal stretches as the first text writes them.
pub(super) fn steps(passage: &Passage, a: &Words<'_>, b: &Words<'_>) -> Differences {
    let mut steps = DifferenceWriter::default();
    let (mut at_a, mut at_b) = (passage.a.start, passage.b.start);
    for run in &*passage.runs {
        steps.changed(|out| a.write(at_a..run.a, out), |out| b.write(at_b..run.b, out));
        steps.same(|out| a.write(run.a_range(), out));
        (at_a, at_b) = (run.a_end(), run.b_end());
    }
    let ends = (at_a..passage.a.end, at_b..passage.b.end);
    steps.changed(|out| a.write(ends.0, out), |out| b.write(ends.1, out));
    steps.finish()
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
                let [mut of_some, mut of_all] = [String::new(), String::new()];
                some.words.write(place.clone(), &mut of_some);
                all.words.write(place, &mut of_all);
                prop_assert_eq!(of_some, of_all);
            }
        }
    }
}

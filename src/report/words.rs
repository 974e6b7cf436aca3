//! A passage and its two texts in, the steps from one to the other out, word by word.

use std::ops::Range;

use crate::compare::Passage;
use crate::fingerprint::TokenSpan;

use super::Difference;
use super::located::one_space;

/// A text and where its tokens stand in it, from some token on.
pub(super) struct Words<'a> {
    text: &'a str,
    first: u32,
    spans: Vec<TokenSpan>,
}

impl<'a> Words<'a> {
    /// Returns the words of a text; `spans` are those of the tokens from `first` on.
    pub(super) fn new(text: &'a str, first: u32, spans: Vec<TokenSpan>) -> Self {
        Self { text, first, spans }
    }

    /// Returns where tokens (at least one) stand in the text.
    pub(super) fn bytes(&self, tokens: &Range<u32>) -> Range<u32> {
        let span = |token: u32| self.spans[(token - self.first) as usize];
        span(tokens.start).start..span(tokens.end - 1).end
    }

    /// The text of some tokens with what follows the last one up to the next word, so that
    /// punctuation stays with its word; white space as one space.
    fn written(&self, tokens: Range<u32>) -> String {
        if tokens.is_empty() {
            return String::new();
        }
        let Range { start, end } = self.bytes(&tokens);
        let next = self.spans.get((tokens.end - self.first) as usize);
        let between = match next {
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

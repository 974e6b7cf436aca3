//! A passage and its two texts in, the steps from one to the other out, word by word.

use std::ops::Range;

use crate::compare::Passage;
use crate::fingerprint::TokenSpan;

use super::Difference;

/// A text and where its tokens stand in it.
type Words<'a> = (&'a str, &'a [TokenSpan]);

/// Returns the steps; the equal stretches as the first text writes them.
pub(super) fn steps(passage: &Passage, a: Words<'_>, b: Words<'_>) -> Vec<Difference> {
    let mut steps = Vec::with_capacity(passage.runs.len() * 2);
    let (mut at_a, mut at_b) = (passage.a.start, passage.b.start);
    for run in &passage.runs {
        push_change(&mut steps, text(a, at_a..run.a), text(b, at_b..run.b));
        steps.push(Difference::Same(text(a, run.a_range())));
        (at_a, at_b) = (run.a_end(), run.b_end());
    }
    push_change(&mut steps, text(a, at_a..passage.a.end), text(b, at_b..passage.b.end));
    steps
}

fn push_change(steps: &mut Vec<Difference>, anchor: String, copy: String) {
    if !(anchor.is_empty() && copy.is_empty()) {
        steps.push(Difference::Changed { anchor, copy });
    }
}

/// The text of some tokens with what follows the last one up to the next word, so that
/// punctuation stays with its word; white space as one space.
fn text((text, spans): Words<'_>, tokens: Range<u32>) -> String {
    if tokens.is_empty() {
        return String::new();
    }
    let start = spans[tokens.start as usize].start as usize;
    let end = spans[tokens.end as usize - 1].end as usize;
    let next = spans.get(tokens.end as usize).map_or(text.len(), |span| span.start as usize);
    let between = &text[end..next];
    let tail = between.find(char::is_whitespace).unwrap_or(between.len());
    let words: Vec<&str> = text[start..end + tail].split_whitespace().collect();
    let space = if tail < between.len() { " " } else { "" };
    words.join(" ") + space
}

//! A finding's copies in, the beginnings of their passages beside the anchor's out, word by word,
//! within a budget of tokens: a page that shows them has to stay one that a browser opens.

use crate::compare::{Member, Passage};

use super::findings::differences;
use super::located::Located;
use super::{Occurrence, TextShown};

/// Tokens of all findings together: some 20 MB of a page.
const OF_A_REPORT: usize = 2_000_000;
/// Tokens that a finding has at least, and at most.
const OF_A_FINDING: (usize, usize) = (150, 12_000);
/// Tokens of a passage where only excerpts are shown.
const OF_AN_EXCERPT: u32 = 240;
/// Tokens before the first change where it stands behind the excerpt's end.
const BEFORE_CHANGE: u32 = 40;

/// Tokens that a finding may still show.
pub(super) struct Budget {
    left: u32,
    of_a_passage: u32,
}

impl Budget {
    /// Returns the budget of one of `findings` findings.
    pub(super) fn new(text: TextShown, findings: usize) -> Self {
        let (least, most) = OF_A_FINDING;
        let left = (OF_A_REPORT / findings.max(1)).clamp(least, most) as u32;
        Self { left, of_a_passage: if text == TextShown::Full { left } else { OF_AN_EXCERPT } }
    }

    /// Writes into an occurrence's passages what the budget allows.
    pub(super) fn fill(
        &mut self,
        copy: &Member,
        (anchor, there): (&Located<'_>, &Located<'_>),
        out: &mut Occurrence,
    ) {
        for (passage, told) in copy.passages.iter().zip(&mut out.passages) {
            let tokens = self.left.min(self.of_a_passage);
            let part = beginning(passage, tokens);
            told.is_cut = part.as_ref() != Some(passage);
            if let Some(part) = part {
                self.left = self.left.saturating_sub(part.a.len().max(part.b.len()) as u32);
                told.aligned = Some(differences(&part, anchor, there).into());
            }
        }
    }
}

/// The passage's first tokens, or those round the first change where it comes later.
fn beginning(passage: &Passage, tokens: u32) -> Option<Passage> {
    if tokens == 0 {
        return None;
    }
    let length = passage.a.len().max(passage.b.len()) as u32;
    if length <= tokens {
        return Some(passage.clone());
    }
    let first_change = passage.runs.first()?.a_end();
    let is_late = passage.runs.len() > 1 && first_change > passage.a.start + tokens;
    let start = if is_late {
        first_change.saturating_sub(BEFORE_CHANGE.min(tokens / 2)).max(passage.a.start)
    } else {
        passage.a.start
    };
    let a = start..passage.a.end.min(start + tokens);
    let from = if start == passage.a.start { passage.b.start } else { passage.follow(start) };
    let b = from..passage.b.end.min(passage.follow(a.end - 1) + 1).min(from + 2 * tokens);
    passage.part(&a, &b)
}

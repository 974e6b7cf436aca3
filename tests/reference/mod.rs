//! The slow, obvious twin: what the detector computes cleverly, by counting. Everything here is as
//! its definition says and takes the square of a text where that is the plainest.
//!
//! Knows ASCII texts only, as [`newsroom`] writes them, and nothing of the detector.

#![allow(dead_code, reason = "each test takes what it needs")]

pub(crate) mod newsroom;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// A text as the twin sees it: its words, and where each stands.
pub(crate) struct Words {
    /// A number for each word; equal numbers, equal words (of one [`Dictionary`]).
    pub(crate) ids: Vec<u32>,
    /// Bytes of each word in the text.
    pub(crate) spans: Vec<Range<usize>>,
}

/// Words seen so far.
#[derive(Default)]
pub(crate) struct Dictionary(HashMap<String, u32>);

impl Dictionary {
    /// Returns the words of a text: runs of letters and digits, lower-case.
    pub(crate) fn words(&mut self, text: &str) -> Words {
        let mut words = Words { ids: Vec::new(), spans: Vec::new() };
        let mut start = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            match (letter.is_ascii_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    let next = self.0.len() as u32;
                    let word = text[from..at].to_ascii_lowercase();
                    words.ids.push(*self.0.entry(word).or_insert(next));
                    words.spans.push(from..at);
                    start = None;
                }
                _ => {}
            }
        }
        words
    }
}

impl Words {
    /// Returns the words that lie in a range of bytes.
    pub(crate) fn within(&self, bytes: [u64; 2]) -> Range<usize> {
        let [from, to] = bytes.map(|byte| byte as usize);
        let first = self.spans.iter().position(|s| s.start >= from).unwrap_or(self.spans.len());
        let count = self.spans[first..].iter().take_while(|s| s.end <= to).count();
        first..first + count
    }
}

/// Returns the length of the longest run of words that both texts have.
pub(crate) fn longest_common_run(a: &[u32], b: &[u32]) -> usize {
    let mut longest = 0;
    let mut before = vec![0; b.len() + 1];
    for x in a {
        let mut row = vec![0; b.len() + 1];
        for (column, y) in b.iter().enumerate() {
            if x == y {
                row[column + 1] = before[column] + 1;
                longest = longest.max(row[column + 1]);
            }
        }
        before = row;
    }
    longest
}

/// Returns the longest run of words that stands twice in a text without overlap: where, where
/// again, how long.
pub(crate) fn longest_own_run(words: &[u32]) -> (usize, usize, usize) {
    let mut longest = (0, 0, 0);
    for first in 0..words.len() {
        for second in first + 1..words.len() {
            let room = (second - first).min(words.len() - second);
            let same = (0..room).take_while(|i| words[first + i] == words[second + i]).count();
            if same > longest.2 {
                longest = (first, second, same);
            }
        }
    }
    longest
}

/// Returns the fewest insertions, deletions and replacements that make `b` of `a`.
pub(crate) fn levenshtein(a: &[u32], b: &[u32]) -> usize {
    let mut before: Vec<usize> = (0..=b.len()).collect();
    for (row, x) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, y) in b.iter().enumerate() {
            let replaced = before[column] + usize::from(x != y);
            here.push(replaced.min(before[column + 1] + 1).min(here[column] + 1));
        }
        before = here;
    }
    before[b.len()]
}

/// Returns the most words that both texts have in the same order.
pub(crate) fn longest_common_subsequence(a: &[u32], b: &[u32]) -> usize {
    let mut before = vec![0; b.len() + 1];
    for x in a {
        let mut here = vec![0];
        for (column, y) in b.iter().enumerate() {
            let equal = if x == y { before[column] + 1 } else { 0 };
            here.push(equal.max(before[column + 1]).max(here[column]));
        }
        before = here;
    }
    before[b.len()]
}

/// Returns Broder's resemblance of two texts and his containment of the second in the first.
pub(crate) fn likeness(a: &[u32], b: &[u32], k: usize) -> (f64, f64) {
    let set =
        |words: &[u32]| -> BTreeSet<Vec<u32>> { words.windows(k).map(<[u32]>::to_vec).collect() };
    let (a, b) = (set(a), set(b));
    let shared = a.intersection(&b).count() as f64;
    let share = |of: usize| if of > 0 { shared / of as f64 } else { 0.0 };
    (share(a.union(&b).count()), share(b.len()))
}

/// Returns how many words lie in at least one of the ranges.
pub(crate) fn covered(words: usize, ranges: &[Range<usize>]) -> usize {
    (0..words).filter(|at| ranges.iter().any(|range| range.contains(at))).count()
}

//! An aligned passage in, whether it is a copy out: not two texts of one form, not two reports of
//! one event, not words that all texts have.
//!
//! A copy that somebody edited keeps three words of four. A scan keeps fewer, but where it differs it
//! differs in a word or two at a time; two authors who say the same part for whole clauses. The
//! figures were measured on planted copies beside natural news in English and Arabic: of the scans with eight letters
//! of a hundred misread 98 % have gaps of 2.3 words or less on average, of the rewritten stories 20 %.

use crate::fingerprint::{Token, is_of_characters};

use super::numbers::{numbers, numbers_kept};
use super::passage::{Passage, slice};

/// Least share of equal tokens of a passage that was edited.
const EDITED: f64 = 0.75;
/// Least share of equal tokens of a passage that was scanned.
const SCANNED: f64 = 0.55;
/// The same for scripts without spaces, of which any two texts share many characters.
const SCANNED_CHARACTERS: f64 = 0.65;
/// Most tokens that differ at a time in a scan, on average.
const SCANNED_GAP: f64 = 2.3;
/// The same for scripts without spaces.
const SCANNED_CHARACTERS_GAP: f64 = 1.6;

/// Returns whether a passage of `a` and `b` is a copy. Linear in the passage.
pub(super) fn is_copy(passage: &Passage, a: &[Token], b: &[Token]) -> bool {
    passage.is_exact() || is_alike(passage, a) && has_no_other_numbers(passage, a, b)
}

/// Share of the shortest passage that must be equal in one of characters: two of them count as a word, which takes 1.5
/// where they say much.
const EQUAL_CHARACTERS: f64 = 0.75;

/// Returns the fewest equal words of a passage that was lifted with edits: as many as the shortest one has, fewer where
/// they are characters.
pub(super) fn equal_words_needed(of_characters: bool, least_words: u32) -> u32 {
    let share = if of_characters { EQUAL_CHARACTERS } else { 1.0 };
    (share * f64::from(least_words)).ceil() as u32
}

/// Whether enough is equal, and what differs is short.
fn is_alike(passage: &Passage, a: &[Token]) -> bool {
    let similarity = passage.similarity();
    if similarity >= EDITED {
        return true;
    }
    let (least, widest) = if is_of_characters(slice(a, &passage.a)) {
        (SCANNED_CHARACTERS, SCANNED_CHARACTERS_GAP)
    } else {
        (SCANNED, SCANNED_GAP)
    };
    let gaps = passage.runs.len() as f64 - 1.0;
    similarity >= least && f64::from(passage.edits()) <= widest * gaps
}

/// Fewest numbers of a passage that tell a form, and the least share of them that agree in what may be
/// a part of a scan.
const NUMBERS_OF_A_FORM: u32 = 4;
const EQUAL_NUMBERS_OF_A_SCAN: f64 = 0.5;

/// Whether as many numbers agree as in a copy, or there are too few to tell.
fn has_no_other_numbers(passage: &Passage, a: &[Token], b: &[Token]) -> bool {
    let least = numbers(slice(a, &passage.a)).min(numbers(slice(b, &passage.b)));
    let equal: u32 = passage.runs.iter().map(|run| numbers(slice(a, &run.a_range()))).sum();
    let kept = if is_of_characters(slice(a, &passage.a)) {
        numbers_kept(passage.similarity())
    } else {
        1.0
    };
    least < NUMBERS_OF_A_FORM
        || f64::from(equal) >= kept * EQUAL_NUMBERS_OF_A_SCAN * f64::from(least)
}

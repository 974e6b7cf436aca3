//! Two places of one text in, whether the later one says what the earlier one says out.
//!
//! Whoever quotes himself, or tells a summary before the story, keeps the facts. The next caption of a gallery, the next
//! state in a list stand in the same frame, and have other ones.

use std::ops::Range;

use crate::fingerprint::{Fingerprints, Token, has_characters};

use super::figures::turned;
use super::numbers::numbers_agree;
use super::passage::{Passage, slice};

/// Least share of equal words of a passage that is told again with edits: the captions of a gallery
/// have a frame of words in common, three of four at most.
pub(super) const SAME_WORDS: f64 = 0.8;
/// Tokens below which a passage with another number says another thing: an item of a list, the next caption.
pub(super) const ONE_FACT: usize = 60;
/// Fewest facts in the place of others that make a frame: the caption of the next picture, the next state in a list.
/// Who quotes himself writes `Mr.` for a name.
const OTHER_FACTS: u32 = 2;
/// Most tokens at a place where one side has a number of its own: who wrote what is quoted, and when. In a gallery whole
/// captions stand there.
const SIGNATURE: u32 = 8;
/// Least share of different pairs of words in a text that is no title many times over: prose has nearly all.
const OTHER_PAIRS: f64 = 0.85;
/// Tokens at the beginning or the end of a passage that are a frame where they stand so many times in the text round it:
/// what comes back at every caption of a gallery.
const FRAME: usize = 5;
const FRAMES: usize = 4;
/// Tokens before and behind a passage in which its frame is looked for.
const ROUND: u32 = 2000;

/// Returns whether a later place says what an earlier one says: in a run of `least_words`, or in nearly the same words
/// with the same facts. Linear in the passage, and in some text round it.
pub(super) fn says_it_again(passage: &Passage, text: &Fingerprints, least_words: u32) -> bool {
    let tokens = &text.tokens;
    if passage.longest_run_words(tokens) >= least_words {
        return true;
    }
    if passage.similarity() < SAME_WORDS {
        return false;
    }
    if passage.a.len().max(passage.b.len()) >= ONE_FACT {
        let (passage, texts) = (std::slice::from_ref(passage), (tokens.as_ref(), tokens.as_ref()));
        return numbers_agree(passage, texts, &turned(passage, texts));
    }
    has_no_other_facts(passage, text) && (passage.is_exact() || !is_frame(passage, tokens))
}

/// Whether few facts stand in the place of others. A number stands at one place at most, and on one side: it is the date
/// of a quotation.
fn has_no_other_facts(passage: &Passage, text: &Fingerprints) -> bool {
    let is_number = |at: u32| text.tokens[at as usize].is_number();
    let is_fact = |at: u32| is_number(at) || text.names.holds(at);
    let exchanged: u32 =
        passage.gaps().map(|(a, b)| count(a, is_fact).min(count(b, is_fact))).sum();
    let numbers = passage.gaps().map(|(a, b)| (count(a, is_number), count(b, is_number)));
    let places: Vec<(u32, u32)> = numbers.filter(|(a, b)| a + b > 0).collect();
    let is_dated = match *places {
        [] => true,
        [(a, b)] => a.min(b) == 0 && passage.widest_gap() <= SIGNATURE,
        _ => false,
    };
    exchanged < OTHER_FACTS && is_dated
}

fn count(range: Range<u32>, is_such: impl Fn(u32) -> bool) -> u32 {
    range.filter(|at| is_such(*at)).count() as u32
}

/// Whether the words of a passage are those round other words: a title that it has several times itself, or a frame.
/// Characters come back in any text.
fn is_frame(passage: &Passage, tokens: &[Token]) -> bool {
    let of_words = !has_characters(slice(tokens, &passage.a));
    of_words && (is_title_again(slice(tokens, &passage.a)) || is_framed(passage, tokens))
}

/// Whether a few words say a part of themselves again and again, as galleries do with their title.
fn is_title_again(tokens: &[Token]) -> bool {
    let mut pairs: Vec<(Token, Token)> = tokens.windows(2).map(|two| (two[0], two[1])).collect();
    let all = pairs.len() as f64;
    pairs.sort_unstable();
    pairs.dedup();
    (pairs.len() as f64) < OTHER_PAIRS * all
}

/// Whether a passage begins or ends with words that come back all through the text round it.
fn is_framed(passage: &Passage, tokens: &[Token]) -> bool {
    let words = slice(tokens, &passage.a);
    let end = (passage.a.end + ROUND).min(tokens.len() as u32);
    let round = slice(tokens, &(passage.a.start.saturating_sub(ROUND)..end));
    let places = |end: &[Token; FRAME]| round.windows(FRAME).filter(|five| five == end).count();
    let ends = [words.first_chunk::<FRAME>(), words.last_chunk::<FRAME>()];
    ends.into_iter().flatten().any(|end| places(end) >= FRAMES)
}

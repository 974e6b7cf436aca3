//! A repeat with edits in, whether its words come back a third time out: the wording of a form, entries of a list.
//!
//! Who quotes himself, or tells a summary before the story, says it twice. The entries of a list, the cables to one king
//! after the other have their words in common with further ones, of which parts are left out or put otherwise, so that two
//! of them may be alike for the length of a passage and the third is not. Of the repeats with edits that were read in
//! English and Arabic news eight have half of their phrases once more, of which seven are forms; of the others next to none
//! has more than a third.

use std::ops::Range;

use crate::fingerprint::{Token, has_characters};

use super::coverage::union;
use super::lookup::Filter;
use super::passage::{Passage, slice};
use super::repeat::Repeat;
use super::run::kmer;
use super::work;

/// Share of the phrases that stand in a further place from which on a repeat is an entry of a list.
const COME_BACK: f64 = 0.5;
/// Bits of the filter for each phrase.
const BITS: usize = 32;

/// Returns which repeats of a document, nowhere word for word, are of words that come back in further places. What is told
/// again word for word is a copy, and no further place. Linear in the document and the repeats.
pub(super) fn are_entries(repeats: &[Repeat], tokens: &[Token]) -> Vec<bool> {
    let of_repeats: Vec<Vec<u64>> = repeats.iter().map(|repeat| asked(repeat, tokens)).collect();
    let asked = sorted(of_repeats.concat());
    if asked.is_empty() {
        return vec![false; repeats.len()];
    }
    let copied = word_for_word(repeats);
    let once = without(0..tokens.len() as u32, &copied).flat_map(|part| phrases(tokens, part));
    let counts = counted(&asked, once);
    let count = |phrase: &u64| asked.binary_search(phrase).map_or(0, |at| counts[at]);
    let is_entry = |(repeat, phrases): (&Repeat, &Vec<u64>)| {
        let places = repeat.copies.len() + 1;
        let more = phrases.iter().filter(|phrase| count(phrase) > places).count();
        !phrases.is_empty() && more as f64 >= COME_BACK * phrases.len() as f64
    };
    repeats.iter().zip(&of_repeats).map(is_entry).collect()
}

/// Returns the phrases of a repeat that is nowhere word for word: sorted, each once. Characters come back in any text.
fn asked(repeat: &Repeat, tokens: &[Token]) -> Vec<u64> {
    let passages = || repeat.copies.iter().flat_map(|copy| &copy.passages);
    if passages().any(Passage::is_exact) || has_characters(slice(tokens, &repeat.anchor)) {
        return Vec::new();
    }
    let runs = passages().flat_map(|passage| &*passage.runs);
    sorted(runs.flat_map(|run| phrases(tokens, run.a_range())).collect())
}

/// Returns the further places that are told again word for word: in order, apart from each other.
fn word_for_word(repeats: &[Repeat]) -> Vec<Range<u32>> {
    let copies = repeats.iter().flat_map(|repeat| &repeat.copies);
    let exact = copies.filter(|copy| copy.passages.iter().all(Passage::is_exact));
    union(exact.map(|copy| copy.range.clone()).collect())
}

fn sorted(mut phrases: Vec<u64>) -> Vec<u64> {
    phrases.sort_unstable();
    phrases.dedup();
    phrases
}

/// Returns the parts of a range without some others, which are apart from each other and in order.
fn without(all: Range<u32>, others: &[Range<u32>]) -> impl Iterator<Item = Range<u32>> + '_ {
    let first = others.partition_point(|other| other.end <= all.start);
    let ends = others[first..].iter().map(|other| (other.start, other.end));
    let end = (all.end, all.end);
    ends.chain([end]).scan(all.start, move |at, (start, behind)| {
        let part = *at..start.min(all.end);
        *at = behind;
        (part.start < all.end).then_some(part)
    })
}

/// The phrases of a part of a text: three tokens each, which may end behind it.
fn phrases(tokens: &[Token], part: Range<u32>) -> impl Iterator<Item = u64> + '_ {
    work::count(part.len());
    part.filter_map(|at| kmer(&tokens[at as usize..]))
}

/// Returns how often each of some phrases (sorted, each once) stands among others.
fn counted(asked: &[u64], among: impl Iterator<Item = u64>) -> Vec<usize> {
    let bits = (asked.len() * BITS).max(64).ilog2();
    let filter = Filter::of(asked.iter().copied(), bits);
    let mut counts = vec![0; asked.len()];
    for phrase in among.filter(|phrase| filter.may_have(*phrase)) {
        if let Ok(at) = asked.binary_search(&phrase) {
            counts[at] += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::passage::PassageFinder;
    use crate::compare::repeat::repeats;
    use crate::compare::run::tests::{fingerprints, tokens};

    /// `expected`: the first tokens of what is told twice.
    #[track_caller]
    fn check(parts: &[&str], expected: &[&str]) {
        let text = fingerprints(&parts.join(" "));
        let all = 0..text.tokens.len() as u32;
        let found = repeats(&text, (&mut PassageFinder::default(), &[all]), 15);
        let told: Vec<Vec<Token>> =
            found.iter().map(|r| slice(&text.tokens, &r.anchor)[..3].to_vec()).collect();
        let expected: Vec<Vec<Token>> =
            expected.iter().map(|words| tokens(words).to_vec()).collect();
        assert_eq!(told, expected);
    }

    const ARDEN: &str = "in arden boats that lie in the harbour overnight owe nothing until the assembly has voted \
        on new dues for the winter";
    const OXMOOR: &str = "in oxmoor boats that lie in the harbour all summer owe nothing until the assembly has \
        voted on new dues for the winter";
    const TARN: &str = "at tarn small boats that lie in the harbour owe a crown until the assembly has voted on new dues \
        and nothing for the winter";
    const OTHERS: &str = "skippers who want to know what they owe had better read the list before they sail or ask \
        whoever speaks for the fishermen of their bay since nobody on any of the boards says a word to papers and \
        the hearings go on all through spring with judges who were never at sea";

    #[test]
    fn words_that_come_back_a_third_time_are_those_of_a_list() {
        check(&[ARDEN, OTHERS, OXMOOR], &["boats that lie"]);
        check(&[ARDEN, OTHERS, OXMOOR, TARN], &[]);
    }

    #[test]
    fn a_further_copy_is_no_entry_of_a_list() {
        let story: Vec<String> = (0..400).map(|at| format!("word{at}")).collect();
        let parts = [OTHERS, ARDEN, &story.join(" "), OTHERS, ARDEN, "and then", OXMOOR];
        check(&parts, &["skippers who want", "boats that lie"]);
    }

    proptest! {
        #[test]
        fn a_range_is_without_what_the_others_have(
            all in (0..30_u32, 0..30_u32),
            others in prop::collection::vec((0..30_u32, 1..6_u32), 0..5),
        ) {
            let all = all.0.min(all.1)..all.0.max(all.1);
            let others = others.into_iter().map(|(start, length)| start..start + length).collect();
            let others = union(others);
            let left: Vec<u32> = without(all.clone(), &others).flatten().collect();
            let expected: Vec<u32> =
                all.filter(|at| !others.iter().any(|other| other.contains(at))).collect();
            prop_assert_eq!(left, expected);
        }

        #[test]
        fn phrases_are_counted_as_one_by_one(asked in "[ab]( [ab]){0,5}", text in "[ab]( [ab]){0,30}") {
            let (asked, text) = (tokens(&asked), tokens(&text));
            let phrases = |tokens: &[Token]| -> Vec<u64> {
                phrases(tokens, 0..tokens.len() as u32).collect()
            };
            let asked = sorted(phrases(&asked));
            let counts = counted(&asked, phrases(&text).into_iter());
            for (phrase, count) in asked.iter().zip(counts) {
                let places = phrases(&text).into_iter().filter(|other| other == phrase).count();
                prop_assert_eq!(count, places);
            }
        }
    }
}

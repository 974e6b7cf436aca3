//! A repeat with edits in, whether its words come back a third time out: the wording of a form, entries of a list.
//!
//! Who quotes himself, or tells a summary before the story, says it in places that are all told. The entries of a list, the
//! cables to one king after the other have their words in common with further ones, of which so much is left out or put
//! otherwise that those are told with none: two of them are alike for the length of a passage, and the third is not.

use std::ops::Range;

use crate::fingerprint::{Token, has_characters};

use super::coverage::union;
use super::lookup::Filter;
use super::passage::{Passage, slice};
use super::repeat::Repeat;
use super::run::kmer;
use super::work;

/// Share of the phrases that stand in a further place from which on a repeat is an entry of a list. With half, sentences
/// are taken for entries that long articles tell three times, each time in other words.
const COME_BACK: f64 = 0.7;
/// Tokens of an entry at most: what is longer is told again, whoever quotes it elsewhere.
const ENTRY: usize = 100;
/// Bits of the filter for each phrase.
const BITS: usize = 32;

/// Returns which repeats of a document, nowhere word for word, are of words that come back outside of all places that repeats
/// tell.
pub(super) fn are_entries(repeats: &[Repeat], tokens: &[Token]) -> Vec<bool> {
    let of_repeats: Vec<Vec<u64>> = repeats.iter().map(|repeat| asked(repeat, tokens)).collect();
    let asked = sorted(of_repeats.concat());
    if asked.is_empty() {
        return vec![false; repeats.len()];
    }
    let told = told(repeats);
    let outside = without(0..tokens.len() as u32, &told);
    let stand_there = known(&asked, outside.flat_map(|part| phrases(slice(tokens, &part))));
    let comes_back = |phrase: &&u64| asked.binary_search(phrase).is_ok_and(|at| stand_there[at]);
    let is_entry = |phrases: &Vec<u64>| {
        let more = phrases.iter().filter(comes_back).count();
        !phrases.is_empty() && more as f64 >= COME_BACK * phrases.len() as f64
    };
    of_repeats.iter().map(is_entry).collect()
}

/// Returns the phrases of a repeat that may be an entry: sorted, each once. Characters come back in any text.
fn asked(repeat: &Repeat, tokens: &[Token]) -> Vec<u64> {
    let passages = || repeat.copies.iter().flat_map(|copy| &copy.passages);
    let is_entry = repeat.anchor.len() <= ENTRY
        && !passages().any(Passage::is_exact)
        && !has_characters(slice(tokens, &repeat.anchor));
    if !is_entry {
        return Vec::new();
    }
    let runs = passages().flat_map(|passage| &*passage.runs);
    sorted(runs.flat_map(|run| phrases(slice(tokens, &run.a_range()))).collect())
}

/// Returns all places that repeats tell: in order, apart from each other.
fn told(repeats: &[Repeat]) -> Vec<Range<u32>> {
    let copies = repeats.iter().flat_map(|repeat| &repeat.copies).map(|copy| copy.range.clone());
    union(repeats.iter().map(|repeat| repeat.anchor.clone()).chain(copies).collect())
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

/// The phrases of a text: three tokens each.
fn phrases(tokens: &[Token]) -> impl Iterator<Item = u64> + '_ {
    work::count(tokens.len());
    (0..tokens.len()).filter_map(|at| kmer(&tokens[at..]))
}

/// Returns which of some phrases (sorted, each once) stand among others.
fn known(asked: &[u64], among: impl Iterator<Item = u64>) -> Vec<bool> {
    let bits = (asked.len() * BITS).max(64).ilog2();
    let filter = Filter::of(asked.iter().copied(), bits);
    let mut known = vec![false; asked.len()];
    for phrase in among.filter(|phrase| filter.may_have(*phrase)) {
        if let Ok(at) = asked.binary_search(&phrase) {
            known[at] = true;
        }
    }
    known
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

    #[test]
    fn places_that_are_told_with_others_are_no_further_ones() {
        let words = |name: char, count: u32, changed: u32| -> String {
            let word = |at| if at == changed { "other".to_owned() } else { format!("{name}{at}") };
            (0..count).map(word).collect::<Vec<_>>().join(" ")
        };
        let [first, second, third] =
            [(60, 99), (60, 30), (25, 12)].map(|(n, at)| words('a', n, at));
        let [b, c] = ['b', 'c'].map(|name| words(name, 99, 99));
        check(&[&first, &b, &second, &c, &third], &["a0 a1 a2", "a0 a1 a2"]);
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
        fn phrases_are_known_as_one_by_one(asked in "[ab]( [ab]){0,5}", text in "[ab]( [ab]){0,9}") {
            let (asked, text) = (tokens(&asked), tokens(&text));
            let asked = sorted(phrases(&asked).collect());
            let known = known(&asked, phrases(&text));
            for (phrase, known) in asked.iter().zip(known) {
                prop_assert_eq!(known, phrases(&text).any(|other| other == *phrase));
            }
        }
    }
}

//! One document in, what it tells twice out: a body or a passage that stands again.

use std::cmp::Reverse;
use std::ops::Range;

use crate::fingerprint::{Fingerprints, Token, words};

use super::DocumentId;
use super::again::{ONE_FACT, SAME_WORDS, says_it_again};
use super::blocks::Blocks;
use super::coverage::{ONE_PLACE, are_one_place, covered_words, hull, union};
use super::entries::are_entries;
use super::found::{Match, Member};
use super::numbers::numbers;
use super::passage::{Passage, PassageFinder, slice};
use super::realign::align_with_anchor;
use super::rule::Rule;
use super::run::Run;

/// A text and where it stands again in the same document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// `RepeatedBody` or `RepeatedPassage`.
    pub rule: Rule,
    /// Tokens of the first place.
    pub anchor: Range<u32>,
    /// The other places, in order.
    pub copies: Vec<Again>,
}

impl Repeat {
    /// Returns the repeat as a match of its document with itself.
    pub(crate) fn into_match(self, document: DocumentId) -> Match {
        let copies = self.copies.into_iter().map(|copy| Member {
            document,
            range: copy.range,
            passages: copy.passages,
            coverage: None,
        });
        Match { rule: self.rule, anchor: document, range: self.anchor, copies: copies.collect() }
    }
}

/// A further place of a repeated text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Tokens of the place.
    pub range: Range<u32>,
    /// How it aligns with the anchor: passages with the anchor as their first text.
    pub passages: Vec<Passage>,
}

/// Least share of a body's words that must stand again for the body to be repeated.
const BODY: f64 = 0.5;
/// The same for a body of short lines, which lists and tables repeat as well.
const BLOCKS: f64 = 0.8;
/// Fewest words of a unit that stands many times in a row: less is a drum roll, not a text.
const LEAST_UNIT_WORDS: u32 = 4;
/// Length of what stands again, in shortest passages, from which on a unit is told that is shorter than one.
const MANY: u32 = 4;
/// The same for a unit of half a passage or more.
const SOME: u32 = 2;
/// Fewest blocks and words of the end of a document that stands twice in a row.
const LEAST_TAIL_BLOCKS: usize = 2;
const LEAST_TAIL_WORDS: u32 = 8;
/// Largest share of numbers in a text: more is a table.
const MOST_NUMBERS: f64 = 0.4;
/// Share of a table's numbers that are different ones, below which it repeats itself: few numbers fill all of it.
const FEW_NUMBERS: f64 = 0.5;

/// Returns what a document tells twice, in order; passages of `least_words` words or more, looked for only in `places`
/// (in order, apart from each other).
pub(super) fn repeats(
    text: &Fingerprints,
    (finder, places): (&mut PassageFinder, &[Range<u32>]),
    least_words: u32,
) -> Vec<Repeat> {
    let tokens = &*text.tokens;
    let mut groups: Vec<Repeat> = Vec::new();
    for passage in finder.own_passages(tokens, places, least_words) {
        let is_told =
            is_told_again(&passage, text, least_words) || is_paragraph(&passage, text, least_words);
        if is_told && !is_table(slice(tokens, &passage.a)) {
            add(&mut groups, &passage, text, least_words);
        }
    }
    groups.iter_mut().for_each(keep_each_place_once);
    let mut are_entries = are_entries(&groups, tokens).into_iter();
    groups.retain(|_| !are_entries.next().unwrap_or(false));
    groups.extend(repeated_tail(text, least_words));
    let mut told = if is_body(&groups, text) {
        body(groups, text)
    } else {
        repeated_blocks(text, least_words).map_or(groups, |again| vec![as_one(again)])
    };
    for repeat in &mut told {
        align_with_anchor(repeat, tokens, finder, least_words);
    }
    told
}

/// Whether what stands again is so much of a text that its body does.
fn is_body<'a>(groups: impl IntoIterator<Item = &'a Repeat>, text: &Fingerprints) -> bool {
    let copies = groups.into_iter().flat_map(|group| &group.copies);
    let copies = union(copies.map(|copy| copy.range.clone()).collect());
    let repeated = covered_words(&text.tokens, copies);
    let told_once = text.words.saturating_sub(repeated);
    repeated > 0 && f64::from(repeated) >= BODY * f64::from(told_once)
}

/// Whether a passage is long enough, and its text neither a few words many times over nor a frame round other words.
fn is_told_again(passage: &Passage, text: &Fingerprints, least_words: u32) -> bool {
    let tokens = &text.tokens;
    let shorter = if passage.a.len() <= passage.b.len() { &passage.a } else { &passage.b };
    let whole = words(slice(tokens, shorter));
    if whole < least_words {
        return false;
    }
    if !overlaps_itself(passage) {
        return says_it_again(passage, text, least_words);
    }
    // Place by place that is asked again.
    if !is_alike(passage, tokens, least_words) {
        return false;
    }
    let unit = words(slice(tokens, &(passage.a.start..passage.b.start)));
    let many = if 2 * unit >= least_words { SOME } else { MANY };
    let exact = passage.is_exact() && unit >= LEAST_UNIT_WORDS && whole >= many * least_words;
    unit >= least_words || exact
}

/// Whether a text stands several times in a row: the further place begins before the first one ends.
fn overlaps_itself(passage: &Passage) -> bool {
    passage.b.start < passage.a.end
}

/// Whether a run is long enough, or edits are few.
fn is_alike(passage: &Passage, tokens: &[Token], least_words: u32) -> bool {
    passage.longest_run_words(tokens) >= least_words || passage.similarity() >= SAME_WORDS
}

/// The blocks that stand again word for word, if they are most of the body: a body whose lines are
/// too short for passages.
fn repeated_blocks(text: &Fingerprints, least_words: u32) -> Option<Vec<Repeat>> {
    let blocks = Blocks::of(text);
    let are_most = |repeated: u32| {
        let told_once = text.words.saturating_sub(repeated);
        f64::from(repeated) >= BLOCKS * f64::from(told_once)
    };
    if !are_most(blocks.repeated_at_most()) {
        return None;
    }
    let block = |at: &(_, usize)| blocks.tokens(at.1);
    let keyed = |at: usize| (blocks.key(at), at);
    let mut order: Vec<_> = (0..blocks.ends.len()).map(keyed).collect();
    order.sort_unstable_by(|x, y| {
        x.0.cmp(&y.0).then_with(|| block(x).cmp(block(y))).then(x.1.cmp(&y.1))
    });
    let equal = order.chunk_by(|x, y| x.0 == y.0 && block(x) == block(y));
    let long = |of_text: &[_]| words(block(&of_text[0])) >= LEAST_UNIT_WORDS;
    let again = equal.filter(|of_text| of_text.len() > 1 && long(of_text));
    let places = |of_text: &[(_, usize)]| of_text.iter().map(|one| one.1).collect::<Vec<_>>();
    let mut groups: Vec<Repeat> =
        again.map(|of_text| repeated_block(&places(of_text), text)).collect();
    groups.sort_unstable_by_key(|group| group.anchor.start);
    let length = |again: &Again| words(slice(&text.tokens, &again.range));
    let repeated: u32 = groups.iter().flat_map(|group| &group.copies).map(length).sum();
    (groups.len() > 1 && repeated >= least_words && are_most(repeated)).then_some(groups)
}

/// The first of some blocks of one text, and the others.
fn repeated_block(of_text: &[usize], text: &Fingerprints) -> Repeat {
    let anchor = text.block_range(of_text[0]);
    let again = |&at: &usize| {
        let range = text.block_range(at);
        let run = Run { a: anchor.start, b: range.start, length: range.len() as u32 };
        Again { range, passages: vec![Passage::exact(run)] }
    };
    let copies = of_text[1..].iter().map(again).collect();
    Repeat { rule: Rule::RepeatedPassage, anchor, copies }
}

/// The last blocks, if they are the ones before them once more: short as they are, nobody writes so.
fn repeated_tail(text: &Fingerprints, least_words: u32) -> Option<Repeat> {
    let blocks = Blocks::of(text);
    let all = blocks.ends.len();
    // Blocks may be empty: so many of them are no end of a text.
    for period in LEAST_TAIL_BLOCKS..=(all / 2).min(least_words as usize) {
        let (head, tail) = (all - 2 * period, all - period);
        let copy = blocks.start(tail)..blocks.start(all);
        let tokens = slice(blocks.tokens, &copy);
        let length = words(tokens);
        // What is longer is found as a passage.
        if length >= least_words {
            return None;
        }
        let same = (0..period).all(|at| blocks.tokens(head + at) == blocks.tokens(tail + at));
        let several = || (head..tail).any(|at| blocks.tokens(at) != blocks.tokens(head));
        let is_text = f64::from(numbers(tokens)) <= MOST_NUMBERS * tokens.len() as f64;
        if same && several() && is_text && length >= LEAST_TAIL_WORDS {
            let anchor = blocks.start(head)..copy.start;
            let run = Run { a: anchor.start, b: copy.start, length: copy.len() as u32 };
            let copies = vec![Again { range: copy, passages: vec![Passage::exact(run)] }];
            return Some(Repeat { rule: Rule::RepeatedPassage, anchor, copies });
        }
    }
    None
}

/// Whether both sides are whole blocks of a script without spaces, of as many characters as a
/// passage has words: a short paragraph in Chinese is as long as that.
fn is_paragraph(passage: &Passage, text: &Fingerprints, least_words: u32) -> bool {
    let of_characters =
        slice(&text.tokens, &passage.a).iter().all(|t| t.is_character() || t.is_number());
    let is_block = |range: &Range<u32>| {
        let block = text.block_range(text.block_of(range.start) as usize);
        block.start == range.start && text.block_ends.binary_search(&range.end).is_ok()
    };
    let enough = passage.a.len() as u32 >= least_words;
    enough && of_characters && passage.is_exact() && is_block(&passage.a) && is_block(&passage.b)
}

fn is_table(tokens: &[Token]) -> bool {
    let mut numbers: Vec<Token> = tokens.iter().copied().filter(|t| t.is_number()).collect();
    let all = numbers.len() as f64;
    numbers.sort_unstable();
    numbers.dedup();
    all > MOST_NUMBERS * tokens.len() as f64 && (numbers.len() as f64) < FEW_NUMBERS * all
}

/// Adds what a passage tells again to the groups that the first places belong to, or as new groups.
fn add(groups: &mut Vec<Repeat>, passage: &Passage, text: &Fingerprints, least_words: u32) {
    for (anchor, copies) in told_again(passage, text, least_words) {
        let place = |range: &Range<u32>| are_one_place(range, &anchor);
        let known = |group: &&mut Repeat| {
            place(&group.anchor)
                || group.copies.iter().rev().take(LOOK_BACK).any(|c| place(&c.range))
        };
        match groups.iter_mut().rev().take(LOOK_BACK).find(known) {
            Some(group) => group.copies.extend(copies),
            None => groups.push(Repeat { rule: Rule::RepeatedPassage, anchor, copies }),
        }
    }
}

/// Puts the further places in order, each of them once: one that was found with more round it than another is found from
/// both.
fn keep_each_place_once(group: &mut Repeat) {
    group.copies.sort_by_key(|copy| copy.range.start);
    group.copies.dedup_by(|next, kept| {
        let same = are_one_place(&next.range, &kept.range);
        if same && next.range.len() > kept.range.len() {
            std::mem::swap(next, kept);
        }
        same
    });
}

/// Groups, and places of a group, that a passage is compared with: passages come in order, so that
/// its own is among the last.
const LOOK_BACK: usize = 32;

/// A place, and the further ones that say it again.
type Told = (Range<u32>, Vec<Again>);

/// The places that a passage tells of, and the further ones: one, or where its sides overlap one each period.
fn told_again(passage: &Passage, text: &Fingerprints, least_words: u32) -> Vec<Told> {
    if !overlaps_itself(passage) {
        let again = Again { range: passage.b.clone(), passages: vec![passage.clone()] };
        return vec![(passage.a.clone(), vec![again])];
    }
    let is_no_frame = is_no_frame(passage, text, least_words);
    let mut told: Vec<Told> = Vec::new();
    let mut is_parted = false;
    for pair in periods(passage).windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let part = passage.part(a, b);
        let alike = || {
            let runs = part.as_ref().map(|part| part.runs.clone()).unwrap_or_default();
            let whole = Passage { a: a.clone(), b: b.clone(), runs };
            says_it_again(&whole, text, least_words)
        };
        // Behind a place that says another thing only what is equal for the length of a passage says it again.
        let longest = || part.as_ref().map_or(0, |part| part.longest_run_words(&text.tokens));
        let is_again = if is_parted { longest() >= least_words } else { is_no_frame || alike() };
        if !is_again {
            is_parted = true;
            continue;
        }
        // Of what breaks off only that part stood before: the longer place is no place of it.
        let breaks_off = (b.len() as f64) < ONE_PLACE * a.len() as f64;
        let anchor = part.as_ref().filter(|_| breaks_off).map_or(a, |part| &part.a).clone();
        let again = Again { range: b.clone(), passages: part.into_iter().collect() };
        match told.last_mut() {
            Some((_, copies)) if copies.last().is_some_and(|last| last.range == *a) => {
                copies.push(again);
            }
            _ => told.push((anchor, vec![again])),
        }
    }
    told
}

/// Whether the places of a passage whose sides overlap need not be asked one by one: a frame that comes back round other
/// words is no text that does, and where a unit is short has no run as long.
fn is_no_frame(passage: &Passage, text: &Fingerprints, least_words: u32) -> bool {
    let unit = words(slice(&text.tokens, &(passage.a.start..passage.b.start)));
    let run = passage.longest_run_words(&text.tokens);
    let least_run = if unit < ONE_FACT as u32 { SAME_WORDS * f64::from(unit) } else { 0.0 };
    run >= least_words && f64::from(run) >= least_run
}

/// The places of a passage whose sides overlap, each a period behind the one before.
fn periods(passage: &Passage) -> Vec<Range<u32>> {
    let mut places = Vec::new();
    let mut start = passage.a.start;
    loop {
        let next = passage.follow(start);
        if next <= start || next >= passage.b.end {
            break;
        }
        places.push(start..next);
        start = next;
    }
    // The last place may break off; half a text is not a further one.
    let rest = start..passage.b.end;
    if places.last().is_some_and(|last| 2 * rest.len() >= last.len()) {
        places.push(rest);
    }
    places
}

/// Returns what a body repeats as one finding, and for themselves the passages that it says twice each time. Sorts the
/// groups, and is linear in their places.
///
/// The largest groups of which all first places stand before all further ones are the body.
fn body(groups: Vec<Repeat>, text: &Fingerprints) -> Vec<Repeat> {
    let length =
        |group: &Repeat| -> usize { group.copies.iter().map(|copy| copy.range.len()).sum() };
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| Reverse(length(&groups[*at])));
    let mut is_of_body = vec![false; groups.len()];
    // Where all first places end, and where the further ones begin.
    let mut fold = (0, u32::MAX);
    for at in order {
        let anchor = groups[at].anchor.clone();
        let copies = hull(groups[at].copies.iter().map(|copy| copy.range.clone()));
        let moved = (fold.0.max(anchor.end), fold.1.min(copies.start));
        if moved.0 <= moved.1 {
            is_of_body[at] = true;
            fold = moved;
        }
    }
    let body = groups.iter().zip(&is_of_body).filter(|(_, of_body)| **of_body);
    if !is_body(body.map(|(group, _)| group), text) {
        return vec![as_one(groups)];
    }
    let mut is_of_body = is_of_body.into_iter();
    let (body, mut passages): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|_| is_of_body.next().unwrap_or(false));
    // A further place of the body says again what it says twice.
    passages.retain(|passage| passage.anchor.start < fold.1);
    passages.insert(0, as_one(body));
    passages
}

/// Returns several groups as one repeated body.
fn as_one(mut groups: Vec<Repeat>) -> Repeat {
    if groups.len() == 1 {
        let only = groups.remove(0);
        return Repeat { rule: Rule::RepeatedBody, ..only };
    }
    let anchors = groups.iter().map(|g| g.anchor.clone());
    let anchor = hull(anchors);
    let copies: Vec<Again> = groups.into_iter().flat_map(|g| g.copies).collect();
    let range = hull(copies.iter().map(|c| c.range.clone()));
    let passages = copies.into_iter().flat_map(|c| c.passages).collect();
    Repeat { rule: Rule::RepeatedBody, anchor, copies: vec![Again { range, passages }] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests::tokens;
    use crate::fingerprint::{Exact, Fingerprinter, Names};
    use crate::read::{Document, Origin, Role};

    /// Rule, anchor, copies; places as first token and the one behind the last.
    type Expected<'a> = (Rule, (u32, u32), &'a [(u32, u32)]);

    fn check(text: &str, expected: &[Expected<'_>]) {
        let tokens = tokens(text);
        let words = words(&tokens);
        let text = Fingerprints {
            block_ends: vec![tokens.len() as u32].into(),
            tokens: tokens.into_vec().into(),
            exact: Exact([0; 16]),
            words,
            names: Names::default(),
        };
        let found =
            repeats(&text, (&mut PassageFinder::default(), std::slice::from_ref(&(0..words))), 8);
        let place = |range: &Range<u32>| (range.start, range.end);
        let found: Vec<_> = found
            .iter()
            .map(|r| {
                let copies: Vec<_> = r.copies.iter().map(|c| place(&c.range)).collect();
                (r.rule, place(&r.anchor), copies)
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(rule, anchor, copies)| (*rule, *anchor, copies.to_vec()))
            .collect();
        assert_eq!(found, expected);
    }

    const P: &str = "council on thursday approved a flood barrier for the harbour";
    const Q: &str = "fishermen who lost their nets in the storm want to be paid";
    const R: &str = "nobody at city hall could say when the work is to begin or who pays";

    #[test]
    fn a_body_twice() {
        check(&format!("head {P} {Q} {P} {Q}"), &[(Rule::RepeatedBody, (1, 23), &[(23, 45)])]);
    }

    #[test]
    fn a_body_twice_that_says_a_passage_twice_itself() {
        let body = format!("{P} {Q} so {P} {R}");
        check(
            &format!("head {body} {body}"),
            &[
                (Rule::RepeatedBody, (1, 49), &[(49, 97)]),
                (Rule::RepeatedPassage, (1, 11), &[(24, 34)]),
            ],
        );
    }

    #[test]
    fn what_stands_again_in_a_form_that_was_filled_in_otherwise_before() {
        let sent = |[to, with, of]: [&str; 3]| {
            format!(
                "the king sent to {to} a telegram of {with} wishes on the day {of} was made free"
            )
        };
        let hoped = |[to, with, of]: [&str; 3]| {
            format!("he hoped for {to} health and joy and {with} more for all in {of}")
        };
        let first = ["president adam", "warm and", "coral isles"];
        let second = ["chancellor berta", "most cordial", "pepper coast"];
        let text = [sent(first), hoped(first), sent(second), hoped(second), sent(second)];
        let lengths = text.each_ref().map(|part| part.split(' ').count() as u32);
        let start = |part: usize| lengths[..part].iter().sum::<u32>();
        let place = |part: usize| (start(part), start(part) + lengths[part]);
        check(&text.join(" "), &[(Rule::RepeatedPassage, place(2), &[place(4)])]);
    }

    #[test]
    fn a_body_three_times() {
        let body = format!("{P} {Q}");
        check(
            &format!("head {body} {body} {body}"),
            &[(Rule::RepeatedBody, (1, 23), &[(23, 45), (45, 67)])],
        );
    }

    #[test]
    fn a_refrain_is_a_repeated_passage() {
        check(&format!("{P} {Q} {R} {P}"), &[(Rule::RepeatedPassage, (0, 10), &[(37, 47)])]);
    }

    #[test]
    fn an_interleaved_body_is_one_finding() {
        check(&format!("{P} {P} {Q} {Q}"), &[(Rule::RepeatedBody, (0, 32), &[(10, 44)])]);
    }

    #[test]
    fn three_places_of_one_passage_are_one_finding() {
        check(
            &format!("{P} {Q} one two {P} {R} red {P} blue green yellow black white"),
            &[(Rule::RepeatedPassage, (0, 10), &[(24, 34), (50, 60)])],
        );
    }

    #[test]
    fn each_place_is_told_beside_the_anchor() {
        let changed = |text: &str| text.replace("barrier", "wall").replace("nets", "boats");
        let anchor = format!("{P} {Q}");
        let places = |text: &str| {
            let tokens = tokens(text);
            let all = 0..tokens.len() as u32;
            let text = Fingerprints {
                block_ends: vec![all.end].into(),
                words: words(&tokens),
                tokens: tokens.into_vec().into(),
                exact: Exact([0; 16]),
                names: Names::default(),
            };
            let finder = &mut PassageFinder::default();
            let found = repeats(&text, (finder, std::slice::from_ref(&all)), 8);
            let copies = found.iter().flat_map(|repeat| &repeat.copies);
            let passages = copies.map(|copy| {
                let [passage] = &copy.passages[..] else { panic!("{copy:?}") };
                assert_eq!(passage.b.start, copy.range.start);
                (passage.a.clone(), passage.edits())
            });
            passages.collect::<Vec<_>>()
        };
        let text =
            |[x, y, z, rest]: [&str; 4]| format!("{x} one two {y} red blue {z} six ten {rest}");
        let edited = changed(&anchor);
        let twice = changed(&anchor).replace("harbour", "haven");
        // Of texts that differ the first one is the anchor, and the later ones are more like each other.
        assert_eq!(places(&text([&anchor, &edited, &edited, R])), [(0..22, 2), (0..22, 2)]);
        assert_eq!(places(&text([&anchor, &edited, &twice, R])), [(0..22, 2), (0..22, 3)]);
        assert_eq!(places(&text([&anchor, &edited, &anchor, R])), [(0..22, 2), (0..22, 0)]);
        assert_eq!(places(&[&*anchor; 4].join(" ")), [(0..22, 0), (0..22, 0), (0..22, 0)]);
    }

    #[test]
    fn a_place_that_is_found_with_more_round_it_is_one_place() {
        let line = "a b c d e f g h i j k l";
        let text = format!("x {line} y {P} {line} {Q} x {line} y {R}");
        check(&text, &[(Rule::RepeatedBody, (0, 14), &[(24, 36), (48, 62)])]);
    }

    #[test]
    fn a_text_that_says_each_thing_once_repeats_nothing() {
        check(&format!("{P} {Q} {R}"), &[]);
    }

    #[test]
    fn a_phrase_of_the_headline_does_not_hide_a_repeat() {
        let text = format!("{Q} {R} flood barrier for the harbour in the old town {P} {P}");
        check(&text, &[(Rule::RepeatedPassage, (36, 46), &[(46, 56)])]);
    }

    /// Lines with a word for each letter; whether the last ones are told to stand twice.
    #[track_caller]
    fn check_tail(lines: &[&str], expected: bool) {
        let mut document = Document::default();
        for line in lines {
            document.push_block(Role::Paragraph, line, &Origin::Lines { first: 1, last: 1 });
        }
        let mut fingerprinter = Fingerprinter::default();
        let text = fingerprinter.fingerprints(&document);
        let found = repeats(&text, (&mut PassageFinder::default(), &[]), 25);
        assert_eq!(!found.is_empty(), expected);
    }

    #[test]
    fn short_lines_at_the_end_that_stand_twice_are_told() {
        let (ponder, fax) = ("Ponder: who asks the surgeon?", "Fax us at once");
        check_tail(&[P, Q, ponder, fax, ponder, fax], true);
        check_tail(&[P, Q, ponder, fax, ponder, fax, R], false);
        check_tail(&[P, Q, ponder, ponder, ponder, ponder], false);
        check_tail(&[P, Q, "Yes", "No", "Yes", "No"], false);
        check_tail(&[P, Q, "Yes 3 4 5", "No 1 2 4", "Yes 3 4 5", "No 1 2 4"], false);
        let mut empty = vec![""; 200_000];
        empty.push(P);
        check_tail(&empty, false);
    }

    /// Lines too short for passages, again in other order.
    #[test]
    fn a_body_of_short_lines_that_stand_again_is_a_repeated_body() {
        let lines: Vec<String> =
            (0..6).map(|n| format!("line{n} says{n} five{n} words{n} here{n}")).collect();
        let mut document = Document::default();
        for line in lines.iter().chain(lines.iter().rev()) {
            document.push_block(Role::Paragraph, line, &Origin::Lines { first: 1, last: 1 });
        }
        let mut fingerprinter = Fingerprinter::default();
        let text = fingerprinter.fingerprints(&document);
        let finder = &mut PassageFinder::default();
        let found = repeats(&text, (finder, &[]), 25);
        let [only] = &found[..] else { panic!("{found:?}") };
        assert_eq!((only.rule, only.anchor.clone()), (Rule::RepeatedBody, 0..30));
        assert_eq!(only.copies.len(), 1);
        assert_eq!(only.copies[0].range, 30..60);
        let places = only.copies[0].passages.iter().map(|p| (p.a.start, p.b.start));
        let expected: Vec<_> = (0..6).map(|n| (5 * n, 55 - 5 * n)).collect();
        assert_eq!(places.collect::<Vec<_>>(), expected);
    }

    /// A notice of half of the shortest passage's words, pasted so often that what stands again is two passages long.
    #[test]
    fn a_short_notice_many_times_in_a_row_is_a_repeat() {
        let notice = "boats must wait outside the lock"; // 6 words, the shortest passage has 8
        check(&format!("head of it {notice} {notice} {notice}"), &[]);
        check(
            &format!("head of it {notice} {notice} {notice} {notice}"),
            &[(Rule::RepeatedBody, (3, 9), &[(9, 15), (15, 21), (21, 27)])],
        );
    }

    #[test]
    fn a_drum_roll_is_no_text() {
        check(&"ha ".repeat(60), &[]);
    }
}

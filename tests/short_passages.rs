//! The shortest passages that may be asked for, lifted into long texts: winnowing sees each run of `--min-words` words
//! that two documents share, and what is seen is told. Held against brute force.
//!
//! Seen to fail while chains of less than ten equal words were dropped, whatever the shortest passage.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot make its input fails")]

mod reference;

use std::ops::RangeInclusive;

use reference::Dictionary;
use reference::newsroom::{Article, Random, paragraph};
use twicetold::report::Report;
use twicetold::{Detector, Document, Options};

/// Shortest passages that are tried, in words; less cannot be asked for with the usual shingles.
const SHORTEST: RangeInclusive<u32> = 8..=12;
/// Newsrooms that are tried of each.
const NEWSROOMS: u64 = 20;
/// Texts of a newsroom, and which of them have a passage lifted from which.
const TEXTS: usize = 4;
const LIFTED: [(usize, usize); 3] = [(0, 1), (2, 3), (0, 3)];

/// Texts of some five hundred words, each with words of another one.
fn newsroom(random: &mut Random, shortest: usize) -> Vec<String> {
    let mut written = || (0..12).map(|_| paragraph(random, 40)).collect();
    let mut articles: Vec<Article> = (0..TEXTS).map(|_| Article(written())).collect();
    for (from, to) in LIFTED {
        let giver = &articles[from].0[random.below(12)];
        let start = random.below(giver.len() - shortest);
        let lifted = giver[start..start + shortest].to_vec();
        let taker = &mut articles[to].0[random.below(12)];
        let place = random.below(taker.len());
        taker.splice(place..place, lifted);
    }
    articles.iter().map(Article::text).collect()
}

fn scanned(texts: &[String], shortest: u32) -> Report {
    let documents = texts.iter().enumerate();
    let documents = documents.map(|(at, text)| Document::from_text(at.to_string(), text.as_str()));
    let mut options = Options { threads: 1, ..Options::default() };
    options.compare.min_words = shortest;
    Detector::new(options).unwrap().scan_documents(documents.collect()).unwrap()
}

#[test]
fn a_run_of_few_words_in_two_long_texts_is_told() {
    let mut pairs = 0;
    for (shortest, seed) in SHORTEST.flat_map(|n| (0..NEWSROOMS).map(move |seed| (n, seed))) {
        let texts = newsroom(&mut Random(seed), shortest as usize);
        let report = scanned(&texts, shortest);
        let mut dictionary = Dictionary::default();
        let words: Vec<Vec<u32>> = texts.iter().map(|text| dictionary.words(text).ids).collect();
        for (a, b) in (0..TEXTS).flat_map(|b| (0..b).map(move |a| (a, b))) {
            let run = reference::longest_common_run(&words[a], &words[b]);
            let told = report.findings.iter().any(|finding| {
                let names = |text| finding.occurrences.iter().any(|o| o.document == text);
                names(a) && names(b)
            });
            let at = format!("newsroom {seed}, shortest passage {shortest}");
            assert!(told || run < shortest as usize, "{at}: {a} and {b} share {run} words");
            pairs += usize::from(run >= shortest as usize);
        }
    }
    assert!(pairs > 250, "{pairs} pairs share a passage");
}

/// Every three words of the passage stand between its two places, in other order.
#[test]
fn a_passage_that_stands_twice_is_told_although_its_phrases_stand_between() {
    let passage: Vec<String> = (0..31).map(|n| format!("told{n}")).collect();
    let once = |what: &str| (0..200).map(|n| format!("{what}{n}")).collect::<Vec<_>>().join(" ");
    let phrases = passage.windows(3).rev().zip(0..);
    let phrases: Vec<String> =
        phrases.map(|(phrase, n)| format!("{} between{n}", phrase.join(" "))).collect();
    let (passage, phrases) = (passage.join(" "), phrases.join(" "));
    let text = format!("{passage} {} {phrases} {} {passage}", once("before"), once("behind"));
    let report = scanned(&[text], 25);
    let told: Vec<(&str, u64)> = report.findings.iter().map(|f| (f.rule, f.words)).collect();
    assert_eq!(told, [("repeated-passage", 31)]);
}

/// So many characters as the shortest passage has words make a paragraph: half of what a passage takes.
#[test]
fn a_short_paragraph_of_characters_that_stands_twice_is_told_however_long_the_text() {
    let mut random = Random(7);
    let mut paragraph = |length: usize| -> String {
        let character = |_| char::from_u32(0x4e00 + random.below(2_000) as u32).unwrap();
        (0..length).map(character).collect()
    };
    let mut paragraphs: Vec<String> = (0..20).map(|_| paragraph(60)).collect();
    let short = paragraph(25);
    paragraphs.insert(3, short.clone());
    paragraphs.push(short);
    let report = scanned(&[paragraphs.join("\n\n")], 25);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["repeated-passage"]);
}

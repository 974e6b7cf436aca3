//! Work grows with the text, never with the square of a group: four times the input takes about
//! four times the time. A square would take sixteen times.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its input fails")]
#![allow(clippy::print_stdout, reason = "what was measured, for who asks with --nocapture")]

#[path = "reference/newsroom.rs"]
mod newsroom;

use std::time::{Duration, Instant};

use jiff::Timestamp;
use newsroom::{Article, Random, paragraph};
use twicetold::{Detector, Document, Options};

/// Most times as long that four times the input may take.
const MOST: f64 = 9.0;
/// How often it is measured until it holds.
const ATTEMPTS: usize = 3;
/// Below this a time says nothing.
const NOISE: Duration = Duration::from_millis(60);

/// Documents of these texts, without a date.
fn undated(texts: &[String]) -> Vec<Document> {
    let documents = texts.iter().enumerate();
    documents.map(|(at, text)| Document::from_text(at.to_string(), text.as_str())).collect()
}

/// Documents of these texts, each of them published after the one before it.
fn dated(texts: &[String]) -> Vec<Document> {
    let mut documents = undated(texts);
    for (minute, document) in (0..).zip(&mut documents) {
        document.published = Some(Timestamp::from_second(1_600_000_000 + 60 * minute).unwrap());
    }
    documents
}

/// The least time of some runs, as other work on the machine only adds to it.
fn least_time(documents: &[Document]) -> Duration {
    let run = || {
        let documents = documents.to_vec();
        let detector = Detector::new(Options { threads: 1, ..Options::default() }).unwrap();
        let started = Instant::now();
        let report = detector.scan_documents(documents).unwrap();
        assert!(!report.findings.is_empty());
        started.elapsed()
    };
    let first = run();
    let again = if first < Duration::from_secs(2) { run().min(run()) } else { first };
    first.min(again)
}

/// Measures `texts(n)` and `texts(4 n)`.
#[track_caller]
fn check(n: usize, texts: impl Fn(usize) -> Vec<String>) {
    check_documents(n, |n| undated(&texts(n)));
}

#[track_caller]
fn check_documents(n: usize, texts: impl Fn(usize) -> Vec<Document>) {
    let measured = || {
        let (small, large) = (least_time(&texts(n)), least_time(&texts(4 * n)));
        let times = large.as_secs_f64() / small.max(NOISE).as_secs_f64();
        println!("{n}: {small:?}, {}: {large:?}, {times:.1} times", 4 * n);
        times
    };
    // Other work on the machine may come in the midst of a measurement, a square comes each time.
    let times: Vec<f64> = (0..ATTEMPTS).map(|_| measured()).take_while(|t| *t >= MOST).collect();
    assert!(times.len() < ATTEMPTS, "{n} and {}: {times:.1?} times", 4 * n);
}

#[test]
fn near_copies_of_one_text() {
    let original = Article::written(&mut Random(1));
    check(1_000, |n| {
        let mut random = Random(2);
        (0..n).map(|_| original.edited(&mut random, 2).text()).collect()
    });
}

#[test]
fn equal_copies_of_one_text() {
    let text = Article::written(&mut Random(1)).text();
    check(1_000, |n| vec![text.clone(); n]);
}

#[test]
fn one_footer_in_many_documents() {
    let footer = paragraph(&mut Random(3), 45);
    check(1_000, |n| {
        let mut random = Random(4);
        let mut article = || {
            let mut article = Article::written(&mut random);
            article.0.push(footer.clone());
            article.text()
        };
        (0..n).map(|_| article()).collect()
    });
}

#[test]
fn one_line_many_times_in_a_document() {
    let line = paragraph(&mut Random(5), 12).join(" ");
    check(20_000, |n| vec![format!("{line}.\n").repeat(n)]);
}

#[test]
fn two_lines_in_turns_in_a_document() {
    let mut random = Random(6);
    let lines = [paragraph(&mut random, 12).join(" "), paragraph(&mut random, 30).join(" ")];
    check(8_000, |n| {
        let mut order = Random(7);
        let lines: Vec<&str> = (0..n).map(|_| lines[order.below(2)].as_str()).collect();
        vec![lines.join(".\n")]
    });
}

#[test]
fn documents_that_share_a_passage_with_the_next() {
    check(1_000, |n| {
        let mut random = Random(8);
        let mut last = paragraph(&mut random, 40);
        let mut article = || {
            let mut article = Article::written(&mut random);
            article.0.push(last.clone());
            last = paragraph(&mut random, 40);
            article.0.push(last.clone());
            article.text()
        };
        (0..n).map(|_| article()).collect()
    });
}

/// Long texts, of which each two have a paragraph and hundreds of phrases in common: the paragraph is looked at, and not all
/// of both.
#[test]
fn long_documents() {
    check(6, |n| {
        let mut random = Random(6);
        let mut text = |at: usize| {
            let mut said = || {
                let phrase = Random(random.below(10_000) as u64);
                [paragraph(&mut random, 20), paragraph(&mut { phrase }, 8)].concat()
            };
            let mut article = Article((0..2_000).map(|_| said()).collect());
            let others = (0..n).filter(|other| *other != at);
            let pair = |other: usize| at.min(other) * n + at.max(other);
            let lifted = |other| paragraph(&mut Random(20_000 + pair(other) as u64), 30);
            article.0.extend(others.map(lifted));
            article.text()
        };
        (0..n).map(&mut text).collect()
    });
}

#[test]
fn sentences_that_stand_again_in_one_long_line() {
    check(6_000, |n| {
        let mut random = Random(11);
        let mut sentences: Vec<String> =
            (0..n).map(|_| paragraph(&mut random, 30).join(" ")).collect();
        let own = |random: &mut Random| paragraph(random, 9).join(" ");
        let again: Vec<String> =
            sentences.iter().map(|line| format!("{line} {}", own(&mut random))).collect();
        sentences.extend(again);
        vec![sentences.join(" ")]
    });
}

/// Articles, and a document that holds them all.
fn archive(articles: usize) -> Vec<String> {
    let mut random = Random(12);
    let mut texts: Vec<String> =
        (0..articles).map(|_| Article::written(&mut random).text()).collect();
    texts.push(texts.join("\n\n"));
    texts
}

#[test]
fn a_document_that_holds_all_others() {
    check(150, archive);
}

#[test]
fn a_later_document_that_holds_all_others() {
    check_documents(150, |n| dated(&archive(n)));
}

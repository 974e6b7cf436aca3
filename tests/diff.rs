//! `twicetold diff`: says what a scan of the two documents says, and which figure was too small where they do not
//! match.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use twicetold::compare::Rule;
use twicetold::{Detector, Document, NoProgress, Options};

fn twicetold(arguments: &[&Path]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.env("COLUMNS", "100").env("NO_COLOR", "1").arg("diff").args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What `diff` says of two documents in memory.
fn explained(a: &Document, b: &Document) -> String {
    let explanation = Detector::new(Options::default()).unwrap().explain(a, b);
    let mut bytes = Vec::new();
    let options = twicetold::report::RenderOptions::default();
    twicetold::report::write_diff(&explanation, &options, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The cases of the corpus that hold two files, with these.
fn pairs() -> Vec<[PathBuf; 2]> {
    let mut pairs = Vec::new();
    for case in fs::read_dir("corpus").unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(files) = fs::read_dir(&case) else { continue };
        let files = files.map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.is_file() && !path.ends_with("expected.json")).collect();
        files.sort();
        if let Ok(pair) = files.try_into() {
            pairs.push(pair);
        }
    }
    pairs.sort();
    pairs
}

/// The strongest rule by which a scan of two files names both.
fn scanned(pair: &[PathBuf; 2]) -> Option<Rule> {
    let report = Detector::new(Options::default()).unwrap().scan_paths(pair, &NoProgress).unwrap();
    let names_both = report.findings.iter().filter(|finding| {
        finding.occurrences.iter().any(|o| o.document != finding.occurrences[0].document)
    });
    names_both.filter_map(|finding| Rule::from_name(finding.rule)).min()
}

#[test]
fn diff_says_what_a_scan_says() {
    let (mut matches, mut others) = (0, 0);
    for pair in pairs() {
        let is_one_document =
            |path: &PathBuf| Detector::new(Options::default()).unwrap().read(path).0.len() == 1;
        if !pair.iter().all(is_one_document) {
            continue;
        }
        let text = twicetold(&[&pair[0], &pair[1]]);
        if let Some(rule) = scanned(&pair) {
            assert!(text.contains(&format!("\n{}: ", rule.name())), "{pair:?}: {text}");
            matches += 1;
        } else {
            assert!(text.contains("\nno match"), "{pair:?}: {text}");
            others += 1;
        }
    }
    assert!(matches >= 5 && others >= 5, "{matches} match, {others} do not");
}

#[test]
fn any_two_texts_can_be_compared() {
    let texts = [
        "",
        "alpha",
        "alpha beta",
        "alpha delta",
        "Alpha, beta!\n\n12 of 13.",
        "大小上下",
        "大小 alpha",
        "ALPHA 3 4\nBETA 5 6",
    ];
    let documents = texts.map(|text| Document::from_text("a", text));
    for (a, left) in documents.iter().zip(texts) {
        for (b, right) in documents.iter().zip(texts) {
            let text = explained(a, b);
            let says_so = text.contains("\nno match") || text.contains("\nidentical-document: ");
            assert!(says_so, "{left:?} and {right:?}: {text}");
        }
    }
}

#[track_caller]
fn says(case: &str, [a, b]: [&str; 2], lines: &[&str]) {
    let case = Path::new("corpus").join(case);
    let text = twicetold(&[&case.join(a), &case.join(b)]);
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in lines {
        assert!(
            text.lines().any(|other| plain(other) == plain(line)),
            "`{line}` is not in:\n{text}"
        );
    }
}

#[test]
fn texts_without_a_common_run_are_told_so() {
    says(
        "one-event-two-reporters",
        ["a.txt", "b.txt"],
        &["no match: no run of 12 words in common", "  shared seeds                            0"],
    );
}

#[test]
fn a_short_quotation_is_told_beside_the_shortest_passage() {
    says(
        "shared-quotation",
        ["a.txt", "b.txt"],
        &[
            "no match",
            "  no copies: coverage 0.11 of 0.50 needed; 16 of 25 words in common needed",
            "  no passage to tell: the longest has 16 of 25 words needed",
            "  passages                                1",
            "  longest passage                  16 words   < min-words 25",
        ],
    );
}

#[test]
fn a_form_with_other_figures_is_told_by_its_numbers() {
    says(
        "earnings-of-one-form",
        ["castellan.txt", "norvik.txt"],
        &[
            "  no copies: coverage 0.35 of 0.50 needed; other words: 0.04 of 0.30 shingles or 0.24 of 0.70 words in \
             order needed; numbers: 0 of 5 agree; a form that is filled in twice",
            "  no passage to tell: of the longest 0.67 of 0.75 equal words needed; 19 of 25 words in common needed; \
             numbers: 0 of 3 agree; a form that is filled in twice",
            "  numbers that agree                  0 of 5   < all but 1",
        ],
    );
}

#[test]
fn characters_are_counted_as_such() {
    let documents = ["港口的新灯塔本周正式对外开放参观", "昨天的会议没有作出任何新的决定呢"];
    let [a, b] = documents.map(|text| Document::from_text("a", text));
    let text = explained(&a, &b);
    assert!(text.contains("no match: no run of 13 characters in common\n"), "{text}");
}

/// Half of the text is a version under one headline, and too few words under two.
#[test]
fn a_passage_is_told_with_the_figure_that_makes_no_copies_of_its_texts() {
    let path = Path::new("corpus/headline-kept/papers.jsonl");
    let documents = Detector::new(Options::default()).unwrap().read(path).0;
    let [mut a, mut b] = <[Document; 2]>::try_from(documents).unwrap();
    let text = explained(&a, &b);
    assert!(text.contains("\nnear-document: "), "{text}");
    (a.title, b.title) = (None, None);
    let text = explained(&a, &b);
    let expected = "\nnear-passage: a passage stands in both, with edits\n  no copies: coverage 0.52 of 0.69 needed\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn facts_before_the_first_equal_words_are_why_two_notices_are_no_copies() {
    let notice = |day: &str, goods: &str, price: &str| {
        let text = format!(
            "On {day} May the price of {goods} rose by 70 per cent to {price} marks a tonne on the exchange, the bank of \
             Bremen said in its weekly note to all customers."
        );
        Document::from_text(goods, text)
    };
    let said = explained(&notice("9", "cocoa", "470"), &notice("20", "jute", "332"));
    assert!(said.contains("near-passage: a passage stands in both"), "{said}");
    assert!(said.contains("no copies: numbers: 1 of 3 agree\n"), "{said}");
}

//! How accepted findings are known again when their documents change.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

mod newsroom;

use newsroom::{Newsroom, Outcome, article, lift, paragraph};
use serde_json::Value;

const BASELINE: &str = "twicetold-baseline.json";

/// An article with one paragraph of its own.
fn version(seed: usize) -> String {
    article(1).replace(&paragraph(13), &paragraph(seed))
}

/// A paragraph with some words of its own.
fn edited(text: &str) -> String {
    let words = text.split(' ').enumerate();
    let words = words.map(|(at, word)| if at % 12 == 7 { "altered" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Some articles, and three near copies of one, of which the first one is the anchor.
fn with_three_versions() -> Newsroom {
    let newsroom = Newsroom::new(1);
    for (name, seed) in [("a", 991), ("b", 992), ("c", 993)] {
        newsroom.write(&format!("content/{name}.md"), &version(seed));
    }
    newsroom
}

/// Articles, two of which have a paragraph that differs in some words.
fn with_an_edited_paragraph() -> Newsroom {
    let newsroom = Newsroom::new(4);
    newsroom.write("content/0002.md", &article(2).replace(&paragraph(22), &edited(&paragraph(11))));
    newsroom
}

fn create(newsroom: &Newsroom, rule: &str) {
    newsroom.run("baseline create content").expect(0).says("1 accepted finding (1 added");
    assert!(newsroom.read(BASELINE).contains(rule), "{}", newsroom.read(BASELINE));
}

fn remove(newsroom: &Newsroom, name: &str) {
    std::fs::remove_file(newsroom.path(name)).unwrap();
}

fn check(newsroom: &Newsroom, code: i32) -> Outcome {
    newsroom.check(&format!("--baseline {BASELINE} --fail-level info"), code)
}

/// The first documents of a report's findings, and the findings' fingerprints.
fn anchors(newsroom: &Newsroom) -> Vec<(String, String)> {
    let report = newsroom.run("scan content -f json").json();
    let of = |finding: &Value| {
        let anchor = finding["occurrences"][0]["document"].as_u64().unwrap() as usize;
        let key = report["documents"][anchor]["key"].as_str().unwrap();
        (key.to_owned(), finding["fingerprint"].as_str().unwrap().to_owned())
    };
    report["findings"].as_array().unwrap().iter().map(of).collect()
}

/// Nothing is new, and nothing is told to be met no more.
#[track_caller]
fn check_known(newsroom: &Newsroom) {
    let outcome = check(newsroom, 0).says("(1 known)");
    assert!(!outcome.stderr.contains("met no more"), "{}", outcome.stderr);
}

#[test]
fn near_copies_are_known_when_any_of_them_is_deleted() {
    for name in ["content/a.md", "content/b.md", "content/c.md"] {
        let newsroom = with_three_versions();
        create(&newsroom, "near-document");
        remove(&newsroom, name);
        check_known(&newsroom);
    }
}

#[test]
fn near_copies_are_known_when_a_date_makes_another_one_the_first() {
    let newsroom = with_three_versions();
    let dated = |day: &str| format!("---\ndate: 2026-03-{day}\n---\n\n{}", version(992));
    newsroom.write("content/a.md", &format!("---\ndate: 2026-03-02\n---\n\n{}", version(991)));
    newsroom.write("content/b.md", &dated("03"));
    create(&newsroom, "near-document");
    let before = anchors(&newsroom);
    newsroom.write("content/b.md", &dated("01"));
    assert_ne!(anchors(&newsroom), before);
    check_known(&newsroom);
}

#[test]
fn near_copies_are_known_when_a_sentence_is_added_to_any_of_them() {
    for (name, seed) in [("a", 991), ("b", 992)] {
        let newsroom = with_three_versions();
        remove(&newsroom, "content/c.md");
        create(&newsroom, "near-document");
        let added = format!("{} A sentence more was added.\n", version(seed).trim_end());
        newsroom.write(&format!("content/{name}.md"), &added);
        check_known(&newsroom);
    }
}

#[test]
fn a_near_passage_is_known_when_text_around_it_changes_its_anchor() {
    for name in ["content/0001.md", "content/0002.md"] {
        let newsroom = with_an_edited_paragraph();
        create(&newsroom, "near-passage");
        let longer = format!("{}\n{}\n", newsroom.read(name), paragraph(777));
        newsroom.write(name, &longer);
        assert_eq!(anchors(&newsroom)[0].0, name);
        check_known(&newsroom);
    }
}

#[test]
fn passages_are_known_when_any_of_their_documents_is_deleted() {
    for (name, left) in [("1", "near-passage"), ("2", "near-passage"), ("0", "exact-passage")] {
        let newsroom = Newsroom::new(4);
        let passage = if name == "0" { paragraph(11) } else { edited(&paragraph(11)) };
        newsroom.write("content/0002.md", &article(2).replace(&paragraph(22), &passage));
        let other = edited(&paragraph(11)).replace("altered", "changed");
        newsroom.write("content/0000.md", &article(0).replace(&paragraph(2), &other));
        create(&newsroom, "near-passage");
        remove(&newsroom, &format!("content/000{name}.md"));
        let report = newsroom.run("scan content -f json").json();
        assert_eq!(report["findings"][0]["rule"], left);
        check_known(&newsroom);
    }
}

#[test]
fn a_new_place_is_new_also_where_it_is_the_anchor() {
    let newsroom = with_three_versions();
    create(&newsroom, "near-document");
    newsroom.write("content/0a.md", &version(990));
    let red = check(&newsroom, 1);
    assert!(!red.stderr.contains("met no more"), "{}", red.stderr);
    red.says("new in content/0a.md");
    remove(&newsroom, "content/a.md");
    check(&newsroom, 1).says("accepted in content/b.md:1 and content/c.md:1, new in content/0a.md");
}

#[test]
fn another_text_between_the_same_documents_is_new() {
    let newsroom = with_an_edited_paragraph();
    create(&newsroom, "near-passage");
    let other = article(2).replace(&paragraph(22), &edited(&paragraph(12)));
    newsroom.write("content/0002.md", &other);
    check(&newsroom, 1).says("1 new finding").says("is met no more");
    // The accepted one with as much text again.
    let both = format!("{}\n\n{}", edited(&paragraph(11)), edited(&paragraph(12)));
    newsroom.write("content/0002.md", &article(2).replace(&paragraph(22), &both));
    check(&newsroom, 1).says("1 new finding");

    let newsroom = with_three_versions();
    create(&newsroom, "near-document");
    for (name, seed) in [("a", 991), ("b", 992), ("c", 993)] {
        let text = article(5).replace(&paragraph(53), &paragraph(seed));
        newsroom.write(&format!("content/{name}.md"), &text);
    }
    check(&newsroom, 1).says("1 new finding").says("is met no more");
}

#[test]
fn what_holds_one_contained_text_is_not_accepted_as_a_copy_of_another() {
    let newsroom = Newsroom::new(1);
    let join = |ranges: &[std::ops::Range<usize>]| {
        ranges.iter().cloned().flatten().map(paragraph).collect::<Vec<_>>().join("\n\n")
    };
    newsroom.write("content/x.md", &join(std::slice::from_ref(&(10..13))));
    newsroom.write("content/y.md", &join(&[50..54, 10..13, 54..58]));
    newsroom.write("content/z.md", &join(&[30..36, 10..13, 36..49]));
    newsroom.run("baseline create content --select contained-document").expect(0).says("1 acc");
    remove(&newsroom, "content/x.md");
    newsroom.write("content/z.md", &join(&[30..36, 50..54, 10..13, 54..58, 36..49]));
    let check = format!("--baseline {BASELINE} --select contained-document");
    newsroom.check(&check, 1).says("1 new finding");
}

#[test]
fn an_update_keeps_the_entry_under_the_new_fingerprint() {
    for command in ["update", "prune"] {
        let newsroom = with_three_versions();
        create(&newsroom, "near-document");
        let file = newsroom.read(BASELINE);
        newsroom.write(BASELINE, &file.replace("\"reason\":\"\"", "\"reason\":\"an agency's\""));
        remove(&newsroom, "content/a.md");
        let told = newsroom.run(&format!("baseline {command} content")).expect(0);
        told.says("1 accepted finding (0 added, 1 changed, 0 dropped)");
        let file = newsroom.read(BASELINE);
        assert!(file.contains("an agency's") && !file.contains("content/a.md"), "{file}");
        assert!(file.contains(&anchors(&newsroom)[0].1), "{file}");
        check_known(&newsroom);
        let again = newsroom.run(&format!("baseline {command} content")).expect(0);
        again.says("(0 added, 0 changed, 0 dropped)");
        assert_eq!(newsroom.read(BASELINE), file);
    }
}

#[test]
fn an_entry_of_an_older_file_is_known_by_its_anchor_only() {
    let newsroom = with_three_versions();
    create(&newsroom, "near-document");
    let file = newsroom.read(BASELINE);
    let (before, texts) = file.split_once(",\"texts\":[").unwrap();
    let (_, behind) = texts.split_once(']').unwrap();
    newsroom.write(BASELINE, &format!("{before}{behind}"));
    check_known(&newsroom);
    remove(&newsroom, "content/a.md");
    check(&newsroom, 1).says("1 new finding").says("is met no more");
    newsroom.run("baseline update content").expect(0).says("(1 added, 0 changed, 1 dropped)");
    check_known(&newsroom);
}

#[test]
fn equal_texts_need_no_more_than_the_fingerprint() {
    let newsroom = Newsroom::new(3);
    newsroom.write("content/copy.md", &article(1));
    create(&newsroom, "identical-document");
    assert!(!newsroom.read(BASELINE).contains("texts"));
    let newsroom = Newsroom::new(5);
    lift(&newsroom, 2, 1);
    lift(&newsroom, 3, 1);
    create(&newsroom, "exact-passage");
    let file = newsroom.read(BASELINE);
    let (_, texts) = file.split_once("\"texts\":").unwrap();
    assert_eq!(texts.find(']'), Some("[\"0123456789abcdef\"".len()), "{file}");
}

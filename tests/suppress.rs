//! Suppressions from end to end: in every format that can carry one, and in the settings.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

mod newsroom;

use newsroom::{Newsroom, paragraph};
use serde_json::{Value, json};

const MARK: &str = "<!-- twicetold: ignore exact-passage -- licensed -->";
const START: &str = "<!-- twicetold: ignore-start exact-passage -- licensed -->";
const END: &str = "<!-- twicetold: ignore-end -->";
const FILE: &str = "<!-- twicetold: ignore-file exact-passage -- licensed -->";

/// A paragraph that `content/a.md` has, too, between two of its own, the first of which makes the
/// text long enough to be no copy of the other.
fn told() -> [String; 3] {
    [own(1), paragraph(0), paragraph(2)]
}

fn own(number: usize) -> String {
    format!("{} {}", paragraph(10 * number), paragraph(10 * number + 1))
}

/// An article with the paragraph that is lifted in every test.
fn newsroom() -> Newsroom {
    let newsroom = Newsroom::new(0);
    let text = format!("# A\n\n{}\n\n{}\n", own(3), paragraph(0));
    newsroom.write("content/a.md", &text);
    newsroom
}

/// Checks that the lifted paragraph is suppressed in a file, and would not be without the mark.
#[track_caller]
fn is_suppressed(name: &str, text: &str) {
    let newsroom = newsroom();
    newsroom.write(&format!("content/{name}"), text);
    let green = newsroom.check("", 0).says("no findings, 1 suppressed");
    assert_eq!(green.stderr, "", "{text}");
    let bare = text.replace("twicetold:", "other:").replace("twicetold", "other");
    newsroom.write(&format!("content/{name}"), &bare);
    newsroom.check("", 1).says("exact-passage");
}

/// Checks that a file's suppression suppresses nothing (or all, where `code` is 0) and is told so.
#[track_caller]
fn is_told(text: &str, code: i32, message: &str) {
    let newsroom = newsroom();
    newsroom.write("content/b.md", text);
    let report = newsroom.check("-f json", code).says(message).json();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert!(diagnostics.iter().all(|told| told["rule"] == "unused-suppression"), "{report}");
    assert_eq!(diagnostics.len(), 1, "{report}");
}

#[test]
fn the_next_block_is_suppressed_in_markdown_html_and_plain_text() {
    let [one, lifted, two] = told();
    is_suppressed("b.md", &format!("# B\n\n{one}\n\n{MARK}\n\n{lifted}\n\n{two}\n"));
    is_suppressed("b.md", &format!("# B\n\n{one}\n\n{MARK} {lifted}\n\n{two}\n"));
    is_suppressed("b.md", &format!("# B\n\n{one}\n\n{MARK}\n> {lifted}\n\n{two}\n"));
    is_suppressed("b.md", &format!("# B\n\n{one}\n\n{MARK}\n- {lifted}\n- {two}\n"));
    is_suppressed("b.txt", &format!("{one}\n\n{MARK}\n\n{lifted}\n\n{two}\n"));
    is_suppressed("b.txt", &format!("{one}\n\n{MARK}\n{lifted}\n\n{two}\n"));
    is_suppressed("b.html", &page(&format!("<p>{one}</p>\n{MARK}\n<p>{lifted}</p><p>{two}</p>")));
    is_suppressed("b.html", &page(&format!("<p>{one}</p>{MARK}<p>{lifted}</p><p>{two}</p>")));
    is_suppressed("b.html", &page(&format!("<p>{one}</p><p>{MARK}{lifted}</p><p>{two}</p>")));
}

fn page(body: &str) -> String {
    format!("<!doctype html><title>B</title><article><h1>B</h1>{body}</article>")
}

#[test]
fn a_stretch_is_suppressed_in_markdown_html_and_plain_text() {
    let [one, lifted, two] = told();
    is_suppressed("b.md", &format!("{one}\n\n{START}\n\n{lifted}\n\n{END}\n\n{two}\n"));
    is_suppressed("b.txt", &format!("{one}\n\n{START}\n{lifted}\n{END}\n\n{two}\n"));
    let html = format!("<p>{one}</p>{START}<p>{lifted}</p>{END}<p>{two}</p>");
    is_suppressed("b.html", &page(&html));
}

#[test]
fn a_file_is_suppressed_in_markdown_html_and_plain_text() {
    let [one, lifted, two] = told();
    is_suppressed("b.md", &format!("{FILE}\n\n{one}\n\n{lifted}\n\n{two}\n"));
    is_suppressed("b.md", &format!("{one}\n\n{lifted}\n\n{two}\n\n{FILE}\n"));
    is_suppressed("b.txt", &format!("{FILE}\n\n{one}\n\n{lifted}\n\n{two}\n"));
    let html = page(&format!("{FILE}<p>{one}</p><p>{lifted}</p><p>{two}</p>"));
    is_suppressed("b.html", &html);
}

#[test]
fn front_matter_suppresses_its_file() {
    let [one, lifted, _] = told();
    for head in [
        "---\ntitle: B\ntwicetold-ignore: exact-passage -- licensed\n---",
        "---\ntitle: B\ntwicetold-ignore: \"exact-passage -- licensed\" # by the agency\n---",
        "---\ntwicetold-ignore: [exact-passage, near-passage]\n---",
        "---\ntwicetold-ignore: # licensed\n  - exact-passage # by the agency\n  - near-passage\n---",
        "---\ntwicetold_ignore:\n- exact-passage\ntitle: B\n---",
        "---\ntwicetold-ignore: true\n---",
        "+++\ntwicetold-ignore = 'exact-passage -- licensed'\n+++",
        "+++\ntwicetold-ignore = ['exact-passage']\n+++",
    ] {
        is_suppressed("b.md", &format!("{head}\n\n{one}\n\n{lifted}\n"));
    }
}

#[test]
fn a_list_over_several_lines_of_front_matter_is_read_to_its_end() {
    let [one, lifted, _] = told();
    let text = |head: &str| format!("{head}\n\n{one}\n\n{lifted}\n");
    for head in [
        "---\ntwicetold-ignore: [ # licensed\n  exact-passage, # by the agency's desk\n  near-passage\n]\n---",
        "---\ntwicetold-ignore: [near-document,\n  'exact-passage']\ntitle: B\n---",
        "---\ntwicetold-ignore:\n  # licensed\n  [exact-passage]\n---",
        "---\ntwicetold-ignore:\n\n  # licensed\n  - exact-passage\n---",
        "---\ntwicetold-ignore:\n  exact-passage -- licensed\n---",
        "+++\ntwicetold-ignore = [\n  \"near-document\",\n  'exact-passage', # licensed\n]\n+++",
    ] {
        is_suppressed("b.md", &text(head));
    }
    for head in [
        "---\ntwicetold-ignore: [\n  near-document\n]\n---",
        "+++\ntwicetold-ignore = [\n  \"near-document\",\n]\n+++",
    ] {
        is_told(&text(head), 1, "content/b.md:2: this suppression meets no near-document");
    }
}

#[test]
fn front_matter_that_is_not_understood_suppresses_nothing_and_is_told() {
    let [one, lifted, _] = told();
    let told = |head: &str, message: &str| {
        let message = format!("content/b.md:{message}");
        is_told(&format!("{head}\n\n{one}\n\n{lifted}\n"), 1, &message);
    };
    told(
        "---\ntwicetold-ignore: [\n  exact-passage\ntitle: B\n---",
        "2: this suppression begins a list that does not end",
    );
    told(
        "---\ntwicetold-ignore: [\n]\n---",
        "2: this suppression names no rule, so that it does nothing",
    );
    told(
        "---\ntwicetold-ignore:\n  rules: exact-passage\n---",
        "2: this suppression is not understood: `rules: exact-passage`",
    );
    told(
        "---\ntwicetold-ignore: {rules: exact-passage}\n---",
        "2: this suppression is not understood: `{rules: exact-passage}`",
    );
    told(
        "+++\ntitle = 'B'\n[twicetold-ignore]\nrules = ['exact-passage']\n+++",
        "3: this suppression is not understood: `[twicetold-ignore]`",
    );
    told(
        "+++\ntwicetold-ignore.rules = ['exact-passage']\n+++",
        "2: this suppression is not understood: `twicetold-ignore.rules`",
    );
}

#[test]
fn a_key_of_json_that_is_not_understood_suppresses_nothing_and_is_told() {
    let newsroom = newsroom();
    let told = |value: Value, message: &str| {
        let text = told().join("\n\n");
        let record = json!({"id": "b", "title": "B", "text": text, "twicetold-ignore": value});
        newsroom.write("content/b.jsonl", &format!("{record}\n"));
        newsroom.check("", 1).says(&format!("content/b.jsonl:1: this suppression {message}"));
    };
    told(
        json!({"reason": "licensed", "rule_names": ["exact-passage"]}),
        "is not understood: `rule_names`; did you mean `rule`?",
    );
    told(json!({"Rules": ["exact-passage"]}), "is not understood: `Rules`; did you mean `rules`?");
    for value in [json!({}), json!({"reason": ""}), json!([""]), json!(["", null])] {
        told(value, "names no rule, so that it does nothing");
    }
}

#[test]
fn a_key_suppresses_its_record_of_json_and_jsonl() {
    let text = told().join("\n\n");
    let licensed = json!({"rules": ["exact-passage"], "reason": "licensed"});
    let for_every_rule = json!({"reason": "licensed"});
    for value in [
        json!("exact-passage -- licensed"),
        json!(["exact-passage"]),
        json!(true),
        licensed,
        for_every_rule,
    ] {
        let record = json!({"id": "b", "title": "B", "text": text, "twicetold-ignore": value});
        is_suppressed("b.jsonl", &format!("{record}\n"));
        is_suppressed("b.json", &json!({ "articles": [record] }).to_string());
    }
    let record = json!({"id": "b", "text": text, "twicetold_ignore": "exact-passage"});
    is_suppressed("b.jsonl", &format!("{record}\n"));
}

#[test]
fn a_suppression_that_is_not_understood_is_told() {
    let [one, lifted, _] = told();
    let text = |mark: &str| format!("{one}\n\n{mark}\n\n{lifted}\n");
    let unknown = text("<!-- twicetold: ignore exact-pasage -->");
    is_told(
        &unknown,
        1,
        "content/b.md:3: this suppression names no rule: `exact-pasage`; did you mean `exact-passage`?",
    );
    let verb = text("<!-- twicetold: ignor exact-passage -->");
    is_told(
        &verb,
        1,
        "content/b.md:3: this suppression is not understood: `ignor`; did you mean `ignore`?",
    );
    is_told(&text(END), 1, "content/b.md:3: this suppression ends nothing");
    is_told(
        &text(START),
        0,
        "content/b.md:3: this suppression begins here and has no `ignore-end`",
    );
    let dash = text("<!-- twicetold: ignore exact-passage — licensed -->");
    is_suppressed("b.md", &dash);
}

#[test]
fn a_key_that_names_no_rule_suppresses_nothing_and_is_told() {
    let text = told().join("\n\n");
    let nothing = "this suppression names no rule, so that it does nothing";
    for value in [json!([]), json!({"rules": []}), json!({"rules": null, "reason": "licensed"})] {
        let newsroom = newsroom();
        let record = json!({"id": "b", "title": "B", "text": text, "twicetold-ignore": value});
        newsroom.write("content/b.jsonl", &format!("{record}\n"));
        newsroom.check("", 1).says(nothing);
    }
    is_told(&format!("---\ntwicetold-ignore: []\n---\n\n{text}\n"), 1, nothing);
}

#[test]
fn a_suppression_that_meets_nothing_is_told_with_its_reason() {
    let [one, _, two] = told();
    let text = format!("{one}\n\n{MARK}\n\n{two}\n");
    is_told(&text, 0, "content/b.md:3: this suppression (licensed) meets no exact-passage");
    let text = format!("---\ntwicetold-ignore: true\n---\n\n{one}\n");
    is_told(&text, 0, "content/b.md:2: this suppression meets nothing");
    // A rule that is not looked for cannot be met.
    let newsroom = newsroom();
    newsroom.write("content/b.md", &format!("{one}\n\n{MARK}\n\n{two}\n"));
    assert_eq!(newsroom.check("--ignore exact-passage", 0).stderr, "");
}

#[test]
fn a_suppression_hides_no_copy_in_a_third_document() {
    let [one, lifted, _] = told();
    let newsroom = newsroom();
    newsroom.write("content/b.md", &format!("{one}\n\n{MARK}\n\n{lifted}\n"));
    newsroom.check("", 0);
    newsroom.write("content/c.md", &format!("{}\n\n{lifted}\n", own(5)));
    let report = newsroom.check("-f json", 1).json();
    let places = report["findings"][0]["occurrences"].as_array().unwrap();
    let reasons: Vec<_> = places.iter().map(|place| place["reason"].as_str()).collect();
    assert_eq!(reasons, [None, Some("licensed"), None]);
    newsroom.check("", 1).says("content/c.md:3").says("suppressed in content/b.md:5");
}

#[test]
fn words_beside_the_marked_blocks_that_are_equal_by_chance_are_let_go() {
    let [one, lifted, two] = told();
    let newsroom = Newsroom::new(0);
    let there = format!("{} Lately.\n\n{lifted}\n\nThereupon {}\n", own(3), own(4));
    newsroom.write("content/a.md", &there);
    newsroom.write(
        "content/b.md",
        &format!("{one} Lately.\n\n{MARK}\n\n{lifted}\n\nThereupon {two}\n"),
    );
    assert_eq!(newsroom.check("", 0).says("no findings, 1 suppressed").stderr, "");
    newsroom.write(
        "content/b.md",
        &format!("{one} Lately.\n\n{lifted}\n\n{MARK}\n\nThereupon {two}\n"),
    );
    newsroom.check("", 1).says("content/b.md:5: this suppression (licensed) meets no");
}

#[test]
fn a_passage_of_several_blocks_is_suppressed_where_each_of_them_is_marked() {
    let [one, lifted, two] = told();
    let newsroom = newsroom();
    newsroom.write("content/a.md", &format!("{}\n\n{lifted}\n\n{two}\n", own(3)));
    let whole = "<!-- twicetold: ignore -->";
    newsroom.write("content/b.md", &format!("{one}\n\n{MARK}\n\n{lifted}\n\n{whole}\n\n{two}\n"));
    assert_eq!(newsroom.check("--near 1", 0).says("no findings, 1 suppressed").stderr, "");
    newsroom.write("content/b.md", &format!("{one}\n\n{MARK}\n\n{lifted}\n\n{two}\n"));
    newsroom.check("--near 1", 1).says("1 finding");
}

#[test]
fn a_mark_that_is_shown_as_code_suppresses_nothing() {
    let [one, lifted, _] = told();
    for shown in [format!("```html\n{MARK}\n```"), format!("Write `{MARK}` there.")] {
        let newsroom = newsroom();
        newsroom.write("content/b.md", &format!("{one}\n\n{shown}\n\n{lifted}\n"));
        newsroom.check("", 1);
    }
}

/// Two records of two sources with a paragraph in common, one of them with a URL.
fn feeds() -> Newsroom {
    let newsroom = Newsroom::new(0);
    let record = |source: &str, own: usize| {
        let text = format!("{}\n\n{}", self::own(own), paragraph(0));
        let url = format!("https://{source}.example.org/{own}");
        json!({"id": own.to_string(), "source": source, "url": url, "text": text})
    };
    newsroom.write("content/a.jsonl", &format!("{}\n", record("times", 1)));
    newsroom.write("content/b.jsonl", &format!("{}\n", record("post", 2)));
    newsroom
}

#[test]
fn what_is_allowed_by_fingerprint_path_source_url_and_text_is_suppressed() {
    let newsroom = feeds();
    let report = newsroom.check("-f json", 1).json();
    let fingerprint = report["findings"][0]["fingerprint"].as_str().unwrap().to_owned();
    let text = paragraph(0);
    for condition in [
        format!("fingerprint = {fingerprint:?}"),
        "path = \"content/b.*\"".to_owned(),
        "path = \"b.jsonl\"".to_owned(),
        "source = \"post\"".to_owned(),
        "url = \"https://post.example.org/\"".to_owned(),
        format!("text = {text:?}"),
        "source = \"post\"\nrules = [\"exact-passage\"]".to_owned(),
    ] {
        let allow = format!("[[allow]]\n{condition}\nreason = \"licensed\"\n");
        newsroom.write("twicetold.toml", &allow);
        let green = newsroom.check("", 0).says("1 suppressed");
        assert_eq!(green.stderr, "", "{condition}");
    }
}

#[test]
fn what_is_allowed_and_met_by_nothing_is_told() {
    let newsroom = feeds();
    for condition in [
        "fingerprint = \"t4:00000000000000000000000000000000\"",
        "path = \"content/c.*\"",
        "source = \"herald\"",
        "url = \"https://herald.example.org/\"",
        "text = \"A few other words.\"",
        "source = \"post\"\nrules = [\"near-document\"]",
        "source = \"post\"\nurl = \"https://times.example.org/\"",
    ] {
        let allow = format!("[match]\n\n[[allow]]\n{condition}\nreason = \"licensed\"\n");
        newsroom.write("twicetold.toml", &allow);
        newsroom.check("", 1).says("twicetold.toml:3: what is allowed here (licensed) meets no");
    }
}

#[test]
fn what_is_allowed_has_a_reason_and_a_condition() {
    let newsroom = feeds();
    let refused = |allow: &str, message: &str| {
        newsroom.write("twicetold.toml", &format!("[[allow]]\n{allow}\n"));
        newsroom.check("", 2).says(message);
    };
    refused("source = \"post\"", "missing field `reason`");
    refused("source = \"post\"\nreason = \" \"", "an [[allow]] needs a reason");
    refused("reason = \"all\"", "twicetold.toml:1");
    for condition in ["fingerprint", "source", "url", "text"] {
        refused(
            &format!("path = \"content/b.*\"\nreason = \"a\"\n{condition} = \"\""),
            &format!("twicetold.toml:4:{}: an [[allow]] needs a {condition}", condition.len() + 4),
        );
    }
    refused("source = \"post\"\nreason = \"a\"\nexpires = \"soon\"", "twicetold.toml:4");
    refused("source = \"post\"\nreason = \"a\"\nrules = [\"near-pasage\"]", "twicetold.toml:4");
    refused("path = \"a[\"\nreason = \"a\"", "twicetold.toml:2");
}

#[test]
fn what_is_allowed_until_a_day_expires_behind_it() {
    let newsroom = feeds();
    let allow = "[[allow]]\nsource = \"post\"\nreason = \"licensed\"\nexpires = \"2027-01-31\"\n";
    newsroom.write("twicetold.toml", allow);
    // The last second of the day, and the first one behind it.
    let [last, behind] = ["1801439999", "1801440000"].map(|now| [("SOURCE_DATE_EPOCH", now)]);
    newsroom.run_with("check content", &last).expect(0).says("1 suppressed");
    let log = newsroom.run_with("check content -f sarif", &last);
    log.expect(0).says("\"justification\": \"licensed\"");
    newsroom
        .run_with("check content", &behind)
        .expect(1)
        .says("twicetold.toml:1: what is allowed here (licensed, until 2027-01-31) has expired");
    newsroom
        .run_with("check content", &[("SOURCE_DATE_EPOCH", "soon")])
        .expect(2)
        .says("SOURCE_DATE_EPOCH: `soon` is no time in seconds since 1970");
}

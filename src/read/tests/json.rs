//! Files of JSON, through `portions` and `read`.

use super::*;

#[test]
fn json_files_hold_a_record_a_list_or_an_object_with_one() {
    check("a.json", r#"{"title": "T", "body": "One."}"#, &["- T : One."]);
    check(
        "a.json",
        r#"[{"text": "One."}, {"text": "Two."}, 3]"#,
        &[
            "- - a: One.",
            "- - a: Two.",
            "Unreadable a.json:1: not a record: invalid type: integer `3`, expected an object",
        ],
    );
    check("a.json", r#"{"status": "ok", "articles": [{"content": "One."}]}"#, &["- - : One."]);
    check("a.json", r#"{"data": {"items": [{"text": "One."}]}}"#, &["- - : One."]);
    check("a.json", r#"{"items": ["a"], "data": [{"x": 1}], "text": "One."}"#, &["- - : One."]);
    check("a.json", "{\"text\":\n\"One.\"}\n{\"text\": \"Two.\"}", &["- - a: One.", "- - a: Two."]);
}

#[test]
fn a_story_a_file_as_wires_write_it_has_the_source_that_it_names_or_its_directory() {
    check(
        "1.json",
        r#"{"uri": "u", "copyrightHolder": "NTB", "headlines": [{"role": "main", "value": "T"}],
            "descriptions": [{"role": "text", "contentType": "text/plain", "value": "One."}]}"#,
        &["u T NTB: One."],
    );
    check(
        "2.json",
        r#"{"uri": "u", "description_text": "Caption.", "body_html": "<p>One.</p><p>Two.</p>"}"#,
        &["u - : One. / Two."],
    );
    check("3.json", r#"{"uri": "u", "description_text": "Caption."}"#, &["u - : Caption."]);
    check(
        "4.xml",
        "<newsItem guid='g' xmlns='http://iptc.org/std/nar/2006-10-01/'><contentMeta><headline>T</headline>\
         <description role='drol:caption'>Caption.</description></contentMeta></newsItem>",
        &["g T : Caption."],
    );
}

const STORY: &str = "The council on Thursday approved a long-delayed flood barrier for the old harbour, \
    after months of talks with the fishing fleet and a storm that put the market square under a metre \
    of water in January.";

#[test]
fn records_in_a_list_or_object_of_any_name_are_read() {
    let check_titles = |json: &str, expected: &[&str]| {
        let json = json.replace("STORY", STORY);
        let reading = read_bytes("a.json", json.as_bytes(), &ReadOptions::default());
        let titles = reading.documents.iter().filter_map(|document| document.title.as_deref());
        assert_eq!(titles.collect::<Vec<_>>(), expected, "{json}");
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    };
    let (one, two) = (r#"{"title": "T", "text": "STORY"}"#, r#"{"title": "U", "text": "STORY"}"#);
    check_titles(&format!(r#"{{"payload": [{one}, {two}]}}"#), &["T", "U"]);
    check_titles(
        &format!(r#"{{"z": {{"articles": [{one}]}}, "a": {{"story": {two}}}}}"#),
        &["T", "U"],
    );
    check_titles(&format!(r#"{{"posts": [{two}], "news": [{one}]}}"#), &["U", "T"]);
    let settings = r#"{"build": {"run": "STORY"}, "help": {"title": "H", "text": "Build it."},
        "x": {"title": "X", "description": "STORY"}, "y": {"text": "STORY"}}"#;
    check_titles(settings, &[]);
}

#[test]
fn of_two_dates_the_one_that_can_be_read_is_taken() {
    let check_date = |record: &str| {
        let reading = read_bytes("a.jsonl", record.as_bytes(), &ReadOptions::default());
        assert_eq!(
            reading.documents[0].published.map(|date| date.to_string()).as_deref(),
            Some("2026-11-20T00:00:00Z"),
            "{record}"
        );
    };
    check_date(r#"{"text": "a", "published": 1, "date": "2026-11-20"}"#);
    check_date(r#"{"text": "a", "date": "2026-11-20", "published": "soon"}"#);
    check_date(r#"{"text": "a", "publishedAt": "2026-11-20"}"#);
}

#[test]
fn a_text_under_an_unknown_name_is_told_with_its_pointer_whatever_else_the_record_has() {
    let check_both = |record: &str, pointer: &str| {
        let record = record.replace("STORY", STORY);
        let message = format!(
            "no text in the record: none of the usual fields (text, body, content, …) holds any; \
             name its own as a field, as in body={pointer}"
        );
        check("a.jsonl", &record, &[&format!("Unreadable a.jsonl:1: {message}")]);
        check("a.json", &record, &[&format!("Unreadable a.json:1: {message}")]);
        let list = format!("{{\"articles\": [\n{record}]}}");
        check("a.json", list, &[&format!("Unreadable a.json:2: {message}")]);
    };
    check_both(r#"{"id": 1, "title": "T", "article_text": "STORY"}"#, "/article_text");
    check_both(r#"{"headline": "T", "text": "", "text_body": "STORY"}"#, "/text_body");
    check_both(r#"{"title": "T", "body": {"p": ["STORY"]}}"#, "/body/p");
    check_both(r#"{"title": "T", "body": 5}"#, "/article/text");
    let fields = Fields::parse(["body=/article/text"]).unwrap();
    let options = ReadOptions { fields, ..ReadOptions::default() };
    let message = "Unreadable a.jsonl:1: no text in the record: the field named as body holds none; \
                   name its own as a field, as in body=/text";
    let record = format!(r#"{{"title": "T", "text": "{STORY}"}}"#);
    check_with("a.jsonl", record, &options, &[message]);
    let message = "Unreadable a.jsonl:1: no text in the record: the field named as body holds none";
    check_with("a.jsonl", r#"{"words": 5}"#, &options, &[message]);
}

#[test]
fn a_record_that_has_a_title_only_is_a_document() {
    let check_both = |record: &str| {
        check("a.jsonl", record, &["- T a: "]);
        check("a.json", format!("[{record}]"), &["- T : "]);
    };
    check_both(r#"{"title": "T", "lead": "Harbour to get its barrier", "words": 812}"#);
    check_both(r#"{"title": "T", "content": {"rendered": ""}, "excerpt": null}"#);
    let picture = format!("https://example.org/{}", "large/".repeat(40));
    check_both(&format!(r#"{{"title": "T", "image": "{picture}"}}"#));
    check_both(&format!(r#"{{"title": "T", "body": "<img src='a' alt=''>", "about": "{STORY}"}}"#));
    check("a.json", r#"{"title": "T"}"#, &["- T : "]);
}

#[test]
fn a_file_of_settings_is_no_news() {
    let settings = format!(r#"{{"name": "harbour-site", "scripts": {{"build": "{STORY}"}}}}"#);
    check("package.json", settings, &[]);
}

#[test]
fn a_cut_json_file_gives_the_records_before_the_cut() {
    check(
        "a.json",
        "[{\"text\": \"One.\"},\n{\"text\": \"Two.\"},\n{\"text\": \"Thr",
        &[
            "- - a: One.",
            "- - a: Two.",
            "Truncated a.json:3: not JSON: EOF while parsing a string at column 13; 2 records read",
        ],
    );
    check(
        "a.json",
        "{\"articles\": [\n{\"text\": \"One.\"}, oops]}",
        &[
            "- - : One.",
            "Unreadable a.json:2: not JSON: expected value at column 19; 1 record read",
        ],
    );
    check(
        "a.json",
        "{\n\"text\": \"One.\"} oops",
        &[
            "- - : One.",
            "Unreadable a.json:2: not JSON: expected value at column 17; 1 record read",
        ],
    );
}

#[test]
fn records_of_a_json_file_know_their_lines() {
    let text = "[\n  {\"text\": \"One.\"},\n  {\n    \"text\": \"Two.\"\n  }\n]";
    let reading = read_bytes("a.json", text.as_bytes(), &ReadOptions::default());
    let lines: Vec<_> = reading.documents.iter().map(|d| d.locate(0..4).lines).collect();
    assert_eq!(lines, [(2, 2), (3, 3)]);
}

#[test]
fn json_feeds_lend_their_items_what_these_leave_out() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Times", "language": "en",
        "description": "A feed.", "items": [
        {"id": 1, "content_text": "One.", "date_published": "2026-11-20T08:14:00Z"},
        {"id": "b", "content_html": "<p>Two.</p>", "url": "https://www.example.org/b", "language": "fr"}]}"#;
    check("a.json", text, &["1 - Times: One.", "b - example.org: Two."]);
    let reading = read_bytes("a.json", text.as_bytes(), &ReadOptions::default());
    let [first, second] = &reading.documents[..] else { panic!("two items") };
    assert_eq!((first.format, first.language.as_deref()), (Format::JsonFeed, Some("en")));
    assert_eq!(first.published.map(|d| d.to_string()).as_deref(), Some("2026-11-20T08:14:00Z"));
    assert_eq!(second.language.as_deref(), Some("fr"));
}

#[test]
fn ninjs_is_read_in_both_its_generations() {
    check(
        "a.json",
        r#"{"uri": "u:1", "headline": "H", "body_text": "One.", "body_xhtml": "<p>X.</p>"}"#,
        &["u:1 H : One."],
    );
    check(
        "a.json",
        r#"{"uri": "u:1", "headlines": [{"role": "short", "value": "S"}, {"role": "main", "value": "H"}],
            "bodies": [{"role": "xhtml", "contentType": "text/html", "value": "<p>X.</p>"},
            {"role": "text", "contentType": "text/plain", "value": "One."}]}"#,
        &["u:1 H : One."],
    );
}

#[test]
fn pointers_lead_to_the_fields_of_any_record() {
    let fields = Fields::parse(["body=/article/parts/1", "id=/meta/key"]).unwrap();
    let options = ReadOptions { fields, ..ReadOptions::default() };
    let text =
        r#"{"text": "no", "article": {"parts": ["a", "One."]}, "meta": {"key": 5}, "title": "T"}"#;
    check_with("a.jsonl", text, &options, &["5 T a: One."]);
}

#[test]
fn markup_and_references_in_a_body_are_no_text() {
    let check_body = |body: &str, expected: &str| {
        let record = serde_json::json!({"body": body}).to_string();
        check("a.jsonl", record, &[&format!("- - a: {expected}")]);
    };
    check_body("He said <a href='x'>no</a> &amp; left.\n", "He said no & left.");
    check_body("<img src='x' alt=''>The <em>old</em> harbour", "The old harbour");
    check_body(
        "The <em>old</em> harbour\nwas the <a>new</a> one.\nA",
        "The old harbour / was the new one. / A",
    );
    check_body("You&#039;ll see R&D.\n\nA&nbsp;B", "You'll see R&D. / A\u{a0}B");
    check_body("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One / Two");
    check_body("1 < 2, and a <b of no tag; AT&T", "1 < 2, and a <b of no tag; AT&T");
}

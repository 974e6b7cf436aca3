//! What each renderer makes of the sample reports, to the letter.

use super::layout::width;
use super::*;

fn options(width: usize) -> RenderOptions {
    RenderOptions { width, ..RenderOptions::default() }
}

fn text(report: &Report, options: &RenderOptions) -> String {
    let mut bytes = Vec::new();
    write_text(report, options, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn concise(report: &Report) -> String {
    let mut bytes = Vec::new();
    write_concise(report, &RenderOptions::default(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn diff(explanation: &Explanation, width: usize) -> String {
    let mut bytes = Vec::new();
    write_diff(explanation, &options(width), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn check(actual: &str, expected: &str) {
    assert!(actual == expected, "expected:\n{expected}\nactual:\n{actual}");
}

/// The report with one finding, changed.
fn only(index: usize, change: impl FnOnce(&mut Report)) -> Report {
    let mut report = sample::report();
    report.findings = vec![report.findings.swap_remove(index)];
    change(&mut report);
    report
}

#[test]
fn a_finding_is_told_with_its_places_and_words() {
    check(
        &text(&sample::report(), &options(100)),
        "\
near-document  93 %  398 words in 3 documents, 2 sources
  feeds/times.xml:41    Council approves flood barrier  2026-11-20 08:14  anchor: first published
  feeds/post.xml:118    Flood barrier gets go-ahead     2026-11-20 09:02  93 %, 11 edits
  archive/11.jsonl:331  Flood barrier gets go-ahead     2026-11-21 06:40  91 %, cut after 282 words
  │ The council on Thursday approved a [-long-delayed-] {+much-delayed+} flood barrier for the old
  │ harbour after years … its cost and its look, the mayor said. [-“It is a good day”,-] she told
  │ reporters.

repeated-body  ×2  article.txt: lines 2–7 again at lines 8–13   6 paragraphs, 333 words, exact
  │ The council on Thursday approved a long-delayed flood barrier for the old harbour after years…

identical-document  431 words in 2 documents, 1 source
  feeds/post.xml:118    Flood barrier gets go-ahead  2026-11-20 09:02  anchor: first published
  archive/11.jsonl:331  Flood barrier gets go-ahead  2026-11-21 06:40  identical
  │ The council on Thursday approved a long-delayed flood barrier for the old harbour after years…

exact-passage  74 words in 2 documents, 2 sources
  feeds/times.xml:44  Council approves flood barrier  2026-11-20 08:14  anchor: first published
  article.txt:3                                                         exact
  │ The council on Thursday approved a long-delayed flood barrier for the old harbour after years…

1,204 documents (2 unreadable), 20,311 blocks, 611,204 words · 4 findings · 8.1 % of words repeated
",
    );
}

#[test]
fn on_a_narrow_terminal_titles_and_dates_give_way_to_places() {
    let report = only(0, |_| {});
    let narrow = text(&report, &options(60));
    check(
        &narrow[..narrow.find("  │").unwrap()],
        "\
near-document  93 %  398 words in 3 documents, 2 sources
  feeds/times.xml:41    anchor: first published
  feeds/post.xml:118    93 %, 11 edits
  archive/11.jsonl:331  91 %, cut after 282 words
",
    );
    let repeat = text(&only(1, |_| {}), &options(60));
    assert!(repeat.starts_with(
        "repeated-body  ×2  article.txt: lines 2–7 again at lines 8–13\n  6 paragraphs, 333 words, exact\n"
    ));
}

#[test]
fn nothing_found_is_said() {
    check(
        &text(&sample::empty(), &options(100)),
        "Nothing is told twice.\n\n3 documents, 20 blocks, 611 words · no findings\n",
    );
    let mut cut = sample::empty();
    cut.run.complete = false;
    cut.summary.inputs_failed = 1;
    check(
        &text(&cut, &options(100)),
        "Nothing is told twice in what could be read.\n\n\
         3 documents (1 unreadable), 20 blocks, 611 words · no findings\n",
    );
}

#[test]
fn long_lists_are_cut_unless_all_is_asked_for() {
    let report = only(2, |report| {
        let copy = report.findings[0].occurrences[1].clone();
        report.findings[0].occurrences.extend(vec![copy; 38]);
    });
    let short = text(&report, &options(100));
    assert!(short.contains("\n  … and 30 more\n"), "{short}");
    let verbose = text(&report, &RenderOptions { verbose: true, ..RenderOptions::default() });
    assert_eq!(verbose.matches("  identical\n").count(), 39);
}

#[test]
fn findings_left_out_are_counted() {
    let report = only(1, |report| {
        report.summary.findings = 12;
        report.summary.truncated = true;
    });
    assert!(
        text(&report, &options(100))
            .contains("\n… and 11 more findings, left out by --max-findings\n")
    );
}

#[test]
fn repeats_are_told_by_lines_or_by_what_parts_them() {
    let place = |lines, blocks| {
        move |report: &mut Report| {
            let occurrences = &mut report.findings[0].occurrences;
            (occurrences[0].lines, occurrences[0].blocks) = ([5, 5], [1, 6]);
            (occurrences[1].lines, occurrences[1].blocks) = (lines, blocks);
        }
    };
    let first_line =
        |report: Report| text(&report, &options(120)).lines().next().unwrap().to_owned();
    check(
        &first_line(only(1, place([5, 5], [7, 12]))),
        "repeated-body  ×2  article.txt: line 5, paragraphs 1–6 again at paragraphs 7–12   6 paragraphs, 333 words, exact",
    );
    check(
        &first_line(only(1, place([5, 5], [1, 6]))),
        "repeated-body  ×2  article.txt: 2 times in line 5   6 paragraphs, 333 words, exact",
    );
    check(
        &first_line(only(1, place([9, 9], [7, 12]))),
        "repeated-body  ×2  article.txt: line 5 again at line 9   6 paragraphs, 333 words, exact",
    );
}

#[test]
fn a_longer_copy_is_told_by_what_it_has_more() {
    let report = only(0, |report| {
        let copy = &mut report.findings[0].occurrences[1];
        let shares = copy.shares.as_mut().unwrap();
        (shares.coverage, shares.coverage_of_anchor) = (0.49, 0.97);
    });
    let text = text(&report, &options(140));
    assert!(text.contains("49 %, 11 edits, with 220 more words\n"), "{text}");
}

#[test]
fn the_whole_text_stands_where_it_is_asked_for() {
    let report = only(1, |report| {
        report.findings[0].occurrences[0].text = Some("One two.\nThree four.".into());
    });
    let text = text(&report, &options(100));
    assert!(text.contains("exact\n  │ One two.\n  │ Three four.\n\n"), "{text}");
}

#[test]
fn hostile_text_never_steers_the_terminal() {
    let report = sample::hostile();
    let mut explanation = sample::explanation();
    explanation.anchor.key = "\x1b[2J\n".to_owned();
    explanation.copy.title = Some("\u{202e}\u{9b}2J".to_owned());
    let change = Difference::Changed { anchor: "\x1b[1m", copy: "a\u{2066}\x08" };
    explanation.passages[0].difference = std::iter::once(change).collect();
    let mut documents = Vec::new();
    write_documents_text(&report, &options(100), &mut documents).unwrap();
    let outputs = [
        text(&report, &options(140)),
        text(&report, &options(40)),
        concise(&report),
        diff(&explanation, 100),
        diff(&explanation, 60),
        String::from_utf8(documents).unwrap(),
    ];
    for output in &outputs {
        let bad = output.chars().find(|letter| {
            (letter.is_control() && *letter != '\n')
                || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
        });
        assert_eq!(bad, None, "{output:?}");
    }
    assert_eq!(outputs[2].lines().count(), concise(&sample::report()).lines().count());
}

#[test]
fn colours_add_escape_sequences_and_nothing_else() {
    let colored = text(&sample::report(), &RenderOptions { color: true, ..options(100) });
    assert!(colored.contains("\x1b[31m[-long-delayed-]\x1b[0m"), "{colored:?}");
    let mut plain = String::new();
    let mut parts = colored.split("\x1b[");
    plain.push_str(parts.next().unwrap());
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    check(&plain, &text(&sample::report(), &options(100)));
}

#[test]
fn concise_is_one_line_a_place() {
    check(
        &concise(&sample::report()),
        "\
feeds/times.xml:41:1: near-document 398 words, 2 copies: feeds/post.xml:118, …
feeds/post.xml:118:1: near-document 398 words, as in feeds/times.xml:41 (93 %, 11 edits)
archive/11.jsonl:331:1: near-document 398 words, as in feeds/times.xml:41 (91 %, cut after 282 words)
article.txt:2:1: repeated-body 333 words, 1 copy: article.txt:8
article.txt:8:1: repeated-body 333 words, as in lines 2–7
feeds/post.xml:118:1: identical-document 431 words, 1 copy: archive/11.jsonl:331
archive/11.jsonl:331:1: identical-document 431 words, as in feeds/post.xml:118 (identical)
feeds/times.xml:44:1: exact-passage 74 words, 1 copy: article.txt:3
article.txt:3:17: exact-passage 74 words, as in feeds/times.xml:44 (exact)
",
    );
    check(&concise(&sample::empty()), "");
}

#[test]
fn two_documents_stand_side_by_side_in_step() {
    check(
        &diff(&sample::explanation(), 100),
        "\
anchor  feeds/times.xml#88   412 words
        Council approves flood barrier
copy    feeds/post.xml#9   320 words
        Flood barrier gets go-ahead

near-document: the shorter text is for the most part in the other
  coverage of the copy (shorter)       93 %   ≥ near 50 %   < contain 95 %
  coverage of the anchor               71 %
  passages                                1
  longest passage                 212 words   ≥ min-words 25
  equal words of the shorter           89 %
  numbers that agree                 5 of 6   ≥ all but 1
  resemblance                          0.44
  containment                          0.62
  shared seeds                           34

passage 1   212 words, 201 identical, similarity 95 %
anchor, lines 41–43                              │ copy, lines 118–120
The council on Thursday approved a               │ The council on Thursday approved a
[-long-delayed-] flood barrier for the old       │ {+much-delayed+} flood barrier for the old
harbour after years of debate over its cost and  │ harbour after years of debate over its cost and
its look, the mayor said. [-“It is a good        │ its look, the mayor said.
day”,-] she told reporters.                      │ she told reporters.
",
    );
}

#[test]
fn where_two_columns_have_no_room_the_words_flow() {
    let narrow = diff(&sample::explanation(), 60);
    check(
        &narrow[narrow.find("passage 1").unwrap()..],
        "\
passage 1   212 words, 201 identical, similarity 95 %
anchor, lines 41–43; copy, lines 118–120
The council on Thursday approved a [-long-delayed-]
{+much-delayed+} flood barrier for the old harbour after
years of debate over its cost and its look, the mayor said.
[-“It is a good day”,-] she told reporters.
",
    );
}

#[test]
fn documents_that_do_not_match_are_told_why() {
    let mut explanation = sample::explanation();
    let few = Shortfall::Coverage { found: 0.4999, needed: 0.5 };
    let later = Shortfall::Later { days: 3, found: 0.8, needed: 0.85 };
    let numbers = crate::compare::EqualNumbers { equal: 3, all: 14, may_differ: 1, agree: false };
    explanation.verdict = Verdict::NoMatch(Shortfalls {
        as_copies: vec![few, Shortfall::OtherNumbers(numbers), later],
        as_passage: vec![Shortfall::ShortPassage { found: 0, needed: 25 }],
    });
    explanation.numbers = numbers;
    explanation.copy.coverage = 0.1;
    explanation.longest_words = 0;
    explanation.passages.clear();
    let text = diff(&explanation, 100);
    let why = "no match\n  no copies: coverage 0.49 of 0.50 needed; numbers: 3 of 14 agree; 3 days apart: \
               of the words in order 0.80 of 0.85 needed\n  \
               no passage to tell: the longest has 0 of 25 words needed\n";
    assert!(text.contains(why), "{text}");
    assert!(text.contains("3 of 14   < all but 1\n"), "{text}");
    assert!(text.contains("10 %   < near 50 %   < contain 95 %\n"), "{text}");
    assert!(text.contains("longest passage                 0 words   < min-words 25\n"), "{text}");
}

#[test]
fn documents_are_listed_in_columns() {
    let mut bytes = Vec::new();
    write_documents_text(&sample::report(), &options(120), &mut bytes).unwrap();
    check(
        &String::from_utf8(bytes).unwrap(),
        "\
document                                 format  encoding  lang  blocks  words  title
feeds/times.xml#tag:example.org,2026:88  rss     UTF-8     en         9    412  Council approves flood barrier
feeds/post.xml#9                         rss     UTF-8     en         9    431  Flood barrier gets go-ahead
archive/11.jsonl#a-331                   rss     UTF-8     en         9    310  Flood barrier gets go-ahead
article.txt                              text    UTF-8     en         9    680

31 inputs (2 unreadable), 1,204 documents, 20,311 blocks, 611,204 words
",
    );
    let mut bytes = Vec::new();
    write_documents_json(&sample::report(), &mut bytes).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["documents"][0]["encoding"], "UTF-8");
    assert_eq!(value["complete"], false);
}

#[test]
fn a_long_name_moves_no_line_but_its_own() {
    let mut report = sample::report();
    report.documents[0].key = "feeds/".to_owned() + &"a".repeat(100) + ".xml";
    let mut bytes = Vec::new();
    write_documents_text(&report, &options(140), &mut bytes).unwrap();
    let table = String::from_utf8(bytes).unwrap();
    let widths: Vec<usize> = table.lines().take(4).map(width).collect();
    assert!(widths[1] > 140 && widths[2] <= 140 && widths[3] <= 140, "{table}");
    assert!(table.contains("Flood barrier gets go-ahead"), "{table}");
}

#[test]
fn a_report_is_known_again_and_no_article_is_one() {
    for report in [sample::report(), sample::empty(), sample::hostile()] {
        for format in ReportFormat::ALL {
            for color in [false, true] {
                let options = RenderOptions { color, ..options(100) };
                let mut bytes = Vec::new();
                write_report(format, &report, &options, &mut bytes).unwrap();
                let text = String::from_utf8_lossy(&bytes);
                let says_nothing = matches!(text.trim(), "" | "[]");
                assert!(says_nothing || is_report(&bytes), "{}: {text}", format.name());
            }
        }
        let mut lists = [Vec::new(), Vec::new()];
        write_documents_text(&report, &options(100), &mut lists[0]).unwrap();
        write_documents_json(&report, &mut lists[1]).unwrap();
        assert!(lists.into_iter().all(|list| is_report(&list)));
    }
    for article in [
        "# Told twice\n\nThe council approved it.\n",
        "Words.\n\n2 documents, of which each has a block of words.\n",
        "<!doctype html>\n<title>twicetold</title>\n",
        "{\"schema_version\": \"1.0\", \"text\": \"The council approved it.\"}\n",
        "{\n  \"schema_version\": \"1.0\",\n  \"text\": \"The council approved it.\"\n}\n",
        "## Told twice: 1 finding and what the council made of it\n\nThe council approved it.\n",
        "[{\"id\": 1}]\n",
    ] {
        assert!(!is_report(article.as_bytes()), "{article}");
    }
}

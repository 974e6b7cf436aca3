//! What the reader makes of Markdown, block by block, and where it says that each stands.

use std::sync::Arc;

use super::super::ReadOptions;
use super::*;

fn read_text(text: &str, origin: Base) -> Option<Document> {
    let (uri, options) = (Arc::from("a.md"), ReadOptions::default());
    let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
    let mut reading = Reading::default();
    read(&page, &mut reading);
    assert_eq!(reading.errors, []);
    reading.documents.pop()
}

fn document(text: &str) -> Document {
    read_text(text, Base::WHOLE).expect("the text has blocks")
}

fn check(text: &str, expected: &[(Role, &str)]) {
    let document = document(text);
    let found = document.blocks.iter().map(|block| (block.role, document.block_text(&block.span)));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn marks_are_left_out_and_roles_are_known() {
    check(
        "# The *title*\n\nA [link](https://example.org) and **bold** `code`.\nNext line.\n\n* one\n* two\n  \
         lines\n\n> Quoted.\n\n```\nlet a;\n```\n\n| a | b |\n|---|---|\n| c | d |\n",
        &[
            (Role::Heading, "The title"),
            (Role::Paragraph, "A link and bold code.\nNext line."),
            (Role::ListItem, "one"),
            (Role::ListItem, "two\nlines"),
            (Role::Quotation, "Quoted."),
            (Role::Preformatted, "let a;"),
            (Role::TableCell, "a"),
            (Role::TableCell, "b"),
            (Role::TableCell, "c"),
            (Role::TableCell, "d"),
        ],
    );
}

#[test]
fn a_mark_before_a_paragraph_leaves_it_whole() {
    let mark = "<!-- twicetold: ignore -->";
    let two = [(Role::Paragraph, "One."), (Role::Paragraph, "Two\nthree.")];
    check(&format!("One.\n\n{mark} *Two*\nthree.\n"), &two);
    let quoted = [(Role::Paragraph, "One."), (Role::Quotation, "Two\nthree.")];
    check(&format!("One.\n\n> {mark}  Two\n> three.\n"), &quoted);
    check(&format!("One.\n{mark}\nTwo\nthree.\n"), &two);
    let code = format!("{mark} two");
    check(&format!("```\n\n{code}\n```\n"), &[(Role::Preformatted, &code)]);
}

#[test]
fn blocks_know_their_column() {
    let document = document("- one *é* two\n  three\n\n> four\n> five\n");
    let column = |word: &str| {
        let at = document.text.find(word).expect("the word stands in the text") as u32;
        document.locate(at..at + 1).column
    };
    let words = ["one", "é", "two", "three", "four", "five"];
    assert_eq!(words.map(column), [3, 8, 11, 3, 3, 3]);
}

#[test]
fn images_comments_and_addresses_say_nothing() {
    check(
        "![alt *text*](a.png)\n\n<!-- a comment\n\nover lines -->\n\n<https://example.org/> is it.",
        &[(Role::Paragraph, "https://example.org/ is it.")],
    );
}

#[test]
fn entities_are_resolved() {
    check("Fish &amp; chips &mdash; 5\\*", &[(Role::Paragraph, "Fish & chips — 5*")]);
}

#[test]
fn loose_lists_and_nested_ones_keep_their_entries() {
    check(
        "1. one\n\n   more\n2. two\n   - inner\n",
        &[
            (Role::ListItem, "one"),
            (Role::ListItem, "more"),
            (Role::ListItem, "two"),
            (Role::ListItem, "inner"),
        ],
    );
}

#[test]
fn front_matter_is_read_and_not_shown() {
    let yaml = document("---\ntitle: Front\ndate: 2026-11-20\n---\n\n# Heading\n\nText.\n");
    assert_eq!(yaml.title.as_deref(), Some("Front"));
    assert_eq!(yaml.blocks.len(), 2);
    let toml = document("+++\nlang = 'en'\n+++\nText.\n");
    assert_eq!((toml.title, toml.language.as_deref()), (None, Some("en")));
    assert_eq!(document("Text\n\n## Heading\n").title.as_deref(), Some("Heading"));
    let commented = document("---\n\n# By hand.\nlang: en\n...\nText.\n");
    assert_eq!((commented.language.as_deref(), commented.blocks.len()), (Some("en"), 1));
}

#[test]
fn text_between_two_rules_is_text() {
    check(
        "Lead.\n\n---\nsource: Reuters\n\n---\n\nEnd.\n",
        &[
            (Role::Paragraph, "Lead."),
            (Role::Paragraph, "source: Reuters"),
            (Role::Paragraph, "End."),
        ],
    );
    let rules = "---\nThe mayor said: no.\n\n---\n\nEnd.\n";
    check(rules, &[(Role::Paragraph, "The mayor said: no."), (Role::Paragraph, "End.")]);
    let open = "---\nlang: en\n\nText.\n";
    check(open, &[(Role::Paragraph, "lang: en"), (Role::Paragraph, "Text.")]);
}

#[test]
fn tags_that_break_a_line_part_words() {
    check(
        "one<br>two<BR />three</p>four *five*<b>six</b>",
        &[(Role::Paragraph, "one\ntwo\nthree\nfour fivesix")],
    );
}

#[test]
fn every_letter_knows_its_byte_and_line() {
    let text =
        "# Über\n\nOne **two** &amp; three\nfour caf&eacute; l&agrave;, d&#233;j&agrave; five\n";
    let document = document(text);
    let raw = [
        "Über",
        "One",
        "two",
        "three",
        "four",
        "caf&eacute;",
        "l&agrave;",
        "d&#233;j&agrave;",
        "five",
    ];
    let words = ["Über", "One", "two", "three", "four", "café", "là", "déjà", "five"];
    for (word, raw) in words.into_iter().zip(raw) {
        let start = document.text.find(word).unwrap() as u32;
        let place = document.locate(start..start + word.len() as u32);
        let bytes = place.bytes.expect("the text stands in the input");
        assert_eq!(&text[bytes.start as usize..bytes.end as usize], raw);
        let line = text[..bytes.start as usize].matches('\n').count() as u32 + 1;
        assert_eq!(place.lines, (line, line), "{word}");
    }
}

#[test]
fn compressed_text_knows_its_lines_only() {
    let found = read_text("\n\nOne *two*\nthree\n", Base::Lines { line: 1 }).unwrap();
    assert_eq!(found.blocks.get(0).unwrap().origin, Origin::Lines { first: 3, last: 4 });
    let found = read_text("> One\n> *two*\n\n- a<br>b\n  c\n", Base::Lines { line: 1 }).unwrap();
    let line = |word: &str| {
        let at = found.text.find(word).expect("the word stands in the text") as u32;
        found.locate(at..at + 1).lines.0
    };
    assert_eq!(["One", "two", "a", "b", "c"].map(line), [1, 2, 4, 4, 5]);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "([-#>*+`|=<!\\[\\]()&;:a-zä0-9 \t]{0,12}\n{0,2}){0,10}") {
        for origin in [Base::Verbatim { byte: 3, line: 1, column: 1 }, Base::Lines { line: 1 }] {
            if let Some(found) = read_text(&text, origin) {
                for block in &found.blocks {
                    let _ = found.locate(block.span.clone());
                }
            }
        }
    }
}

#[test]
fn marks_in_inline_code_are_shown_and_do_nothing() {
    let lines = |name: &str, text: &str| -> Vec<u32> {
        let (uri, options) = (Arc::from(name), ReadOptions::default());
        let origin = Base::WHOLE;
        let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
        let mut reading = Reading::default();
        read(&page, &mut reading);
        reading.documents[0].suppressions.iter().map(|said| said.line).collect()
    };
    for mark in ["{/* twicetold: ignore-file -- why */}", "<!-- twicetold: ignore-file -->"] {
        let text = format!("Write `{mark}` or ``{mark}`` to\nleave {mark} out, not `{mark}`.\n");
        assert_eq!(lines("a.mdx", &text), [2], "{text}");
        let shown = format!("# T\n\nWrite `{mark}` to leave out a file.\n\n* `{mark}`\n");
        assert_eq!(lines("a.mdx", &shown), [0; 0], "{shown}");
        assert_eq!(lines("a.md", &shown), [0; 0], "{shown}");
    }
}

//! Whole inputs, good and bad, through `portions` and `read`.

mod json;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::walk::{Input, InputPlace};

/// Reads a file of this name and content.
fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Reading {
    let root = tempfile::tempdir().expect("a temporary directory can be made");
    let path = root.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_path(&path, name, options)
}

fn read_path(path: &Path, uri: &str, options: &ReadOptions) -> Reading {
    let input = Input { place: InputPlace::File(path.to_owned()), uri: uri.to_owned() };
    let mut whole = Reading::default();
    for portion in portions(&input, options) {
        let reading = portion.read(options);
        whole.documents.extend(reading.documents);
        whole.errors.extend(reading.errors);
    }
    whole
}

/// Returns a reading as lines: a document as `id title source: block / block`, then the errors.
fn told(reading: &Reading) -> Vec<String> {
    let document = |document: &Document| {
        let blocks: Vec<_> =
            document.blocks.iter().map(|b| document.block_text(&b.span).to_owned()).collect();
        let (id, title) = (document.id.as_deref(), document.title.as_deref());
        let name = [id, title, Some(&document.source)].map(|part| part.unwrap_or("-"));
        format!("{}: {}", name.join(" "), blocks.join(" / "))
    };
    let errors = reading.errors.iter().map(|e| format!("{:?} {e}", e.kind()));
    reading.documents.iter().map(document).chain(errors).collect()
}

fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    check_with(name, bytes, &ReadOptions::default(), expected);
}

fn check_with(name: &str, bytes: impl AsRef<[u8]>, options: &ReadOptions, expected: &[&str]) {
    let reading = read_bytes(name, bytes.as_ref(), options);
    assert_eq!(told(&reading), expected, "{name}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns records with ids from 0 on.
fn records(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        writeln!(text, r#"{{"id": {i}, "text": "Record number {i} says something."}}"#).unwrap();
        text
    })
}

#[test]
fn empty_inputs_hold_nothing() {
    for name in ["a.txt", "a.md", "a.json", "a.jsonl", "a.html", "a"] {
        check(name, "", &[]);
        check(name, "\n \n", &[]);
    }
    check("a.txt", "\u{FEFF}", &[]);
    check("a.jsonl.gz", gzip(b""), &[]);
}

#[test]
fn a_missing_file_and_a_directory_are_errors() {
    let root = tempfile::tempdir().unwrap();
    let reading = read_path(&root.path().join("a"), "a", &ReadOptions::default());
    assert_eq!(told(&reading), ["Unreadable a: cannot read: no such file or directory"]);
    let reading = read_path(root.path(), "a", &ReadOptions::default());
    assert_eq!(told(&reading), ["Unreadable a: cannot read: is a directory"]);
}

#[test]
fn what_is_no_text_is_an_error_that_says_what_it_is() {
    check("a.txt", b"%PDF-1.4 abc", &["Unreadable a.txt: not text: looks like a PDF document"]);
    let expected = "Unreadable a.eml: not text: looks like mail, or a page saved as such (MIME)";
    let mail = b"From: a@example.org\r\nContent-Type: multipart/mixed;\r\n b=\"c\"\r\nMime-Version: 1.0\r\n\r\nText";
    check("a.eml", mail, &[expected]);
    let note = "- Note: a text : Note: a text / MIME-Version: 1.0 is told of";
    check("a.txt", b"Note: a text\n\nMIME-Version: 1.0 is told of\n", &[note]);
    let expected = "Unreadable a.txt: not text: looks like binary data (it holds NUL bytes)";
    check("a.txt", b"some text\0and more", &[expected]);
    let archive = gzip(b"PK\x03\x04rest");
    let expected = "Unreadable a.gz: not text: looks like a ZIP archive or an office document";
    check("a.gz", archive, &[expected]);
}

#[test]
fn text_files_have_titles_and_the_directory_as_source() {
    let text = "Barrier approved\n\nThe council approved a flood barrier on Thursday.";
    check("a.txt", text, &[&format!("- Barrier approved : {}", text.replace("\n\n", " / "))]);
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("a.txt");
    std::fs::write(&path, text).unwrap();
    let reading = read_path(&path, "news/times/a.txt", &ReadOptions::default());
    assert_eq!(&*reading.documents[0].source, "times");
}

#[test]
fn bytes_are_known_where_the_input_is_plain_utf8() {
    let places = |name: &str, bytes: &[u8]| {
        let reading = read_bytes(name, bytes, &ReadOptions::default());
        let document = &reading.documents[0];
        let place = document.locate(document.blocks.get(1).unwrap().span.clone());
        (place.lines, place.bytes, document.encoding)
    };
    let text = "Grüße.\n\nÄpfel.\n";
    assert_eq!(places("a.txt", text.as_bytes()), ((3, 3), Some(10..17), "UTF-8"));
    let marked = format!("\u{FEFF}{text}");
    assert_eq!(places("a.txt", marked.as_bytes()), ((3, 3), Some(13..20), "UTF-8"));
    assert_eq!(places("a.txt.gz", &gzip(text.as_bytes())), ((3, 3), None, "UTF-8"));
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(places("a.txt", &wide), ((3, 3), None, "UTF-16LE"));
}

#[test]
fn a_broken_letter_is_told_with_its_line() {
    let bytes =
        [records(3).replace("says", "ähnelt öfter süß").as_bytes(), b"{\"text\": \"K\xF6ln\"}\n"]
            .concat();
    let reading = read_bytes("a.jsonl", &bytes, &ReadOptions::default());
    assert_eq!(reading.documents.len(), 4);
    assert_eq!(
        told(&reading)[4],
        "Unreadable a.jsonl:4: not valid UTF-8; what is not stands as U+FFFD"
    );
}

#[test]
fn records_of_jsonl_are_read_whatever_stands_between_them() {
    check(
        "a.jsonl",
        "{\"id\": \"a\", \"title\": \"T\", \"text\": \"One.\\n\\nTwo.\", \"source\": \"s\"}\nnot json\n\n[1]\n\
         {\"_id\": 7, \"content\": [\"P.\", \"Q.\"], \"link\": \"https://www.x.org/1\"}\r\n{\"a\": 1}\n{\"text\": \"cut",
        &[
            "a T s: One. / Two.",
            "7 - x.org: P. / Q.",
            "Unreadable a.jsonl:2: not JSON: expected ident at column 2",
            "Unreadable a.jsonl:4: not a record: invalid type: sequence, expected an object",
            "Unreadable a.jsonl:6: no text in the record: none of the usual fields (text, body, content, \
             …) holds any; name its own as a field, as in body=/article/text",
            "Unreadable a.jsonl:7: not JSON: EOF while parsing a string at column 13",
        ],
    );
}

#[test]
fn repeated_errors_are_summed_up() {
    let mut text = "nonsense\n".repeat(30);
    text.push_str("{\"text\": \"One.\"}\n");
    let reading = read_bytes("a.jsonl", text.as_bytes(), &ReadOptions::default());
    assert_eq!((reading.documents.len(), reading.errors.len()), (1, 21));
    assert_eq!(reading.errors[20].to_string(), "a.jsonl:21: 10 further lines could not be read");
}

#[test]
fn long_jsonl_comes_in_portions_that_know_their_lines() {
    let text = records(200_000);
    for (name, bytes) in [
        ("a.jsonl", text.clone().into_bytes()),
        ("a.jsonl.gz", gzip(text.as_bytes())),
        ("a.jsonl.zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
    ] {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let input = Input { place: InputPlace::File(path), uri: name.to_owned() };
        let options = ReadOptions::default();
        let (mut count, mut all) = (0, Vec::new());
        for portion in portions(&input, &options) {
            assert!(portion.bytes() <= 1 << 20);
            count += 1;
            let reading = portion.read(&options);
            assert_eq!(reading.errors, []);
            all.extend(reading.documents);
        }
        assert_eq!((count, all.len()), (text.len().div_ceil(1 << 20), 200_000), "{name}");
        for (i, document) in all.iter().enumerate() {
            let line = i as u32 + 1;
            assert_eq!(
                document.blocks.get(0).unwrap().origin,
                Origin::Lines { first: line, last: line }
            );
            assert_eq!(document.id.as_deref(), Some(&*i.to_string()));
        }
    }
}

#[test]
fn a_line_longer_than_a_document_may_be_is_passed_over() {
    let long = "x".repeat(9 << 20);
    let text = format!(
        "{{\"text\": \"a\"}}\n{{\"text\": \"{long}\"}}\n{{\"text\": \"b\"}}\n{{\"text\": \"{}\"}}",
        "y".repeat(3000)
    );
    let options = ReadOptions { max_size: 2000, ..ReadOptions::default() };
    check_with(
        "a.jsonl",
        text,
        &options,
        &[
            "- - a: a",
            "- - a: b",
            "Unreadable a.jsonl:2: the line is longer than `max-size` (2000 bytes); not read",
            "Unreadable a.jsonl:4: the line is longer than `max-size` (2000 bytes); not read",
        ],
    );
    let options = ReadOptions { max_size: 2000, ..ReadOptions::default() };
    let expected = "Unreadable a.txt: larger than `max-size` (2000 bytes); not read";
    check_with("a.txt", "x".repeat(2001), &options, &[expected]);
    let expected = "Unreadable a.txt.gz: expands to more than `max-size` (2000 bytes); not read";
    check_with("a.txt.gz", gzip("x".repeat(2001).as_bytes()), &options, &[expected]);
}

#[test]
fn cut_compressed_data_gives_what_was_read() {
    let text = records(50_000);
    for (name, bytes) in [
        ("a.jsonl.gz", gzip(text.as_bytes())),
        ("a.jsonl.zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
    ] {
        let reading = read_bytes(name, &bytes[..bytes.len() / 2], &ReadOptions::default());
        assert!((1_000..49_000).contains(&reading.documents.len()), "{}", reading.documents.len());
        assert_eq!(reading.errors.len(), 1, "{:?}", reading.errors);
        assert_eq!(reading.errors[0].kind(), ErrorKind::Truncated);
        let line = reading.documents.len() as u32 + 1;
        assert_eq!(reading.errors[0].line(), Some(line));
    }
    let words: String = (0..90_000).fold(String::new(), |mut text, i| {
        write!(text, "Word {i} is here.\n\n").unwrap();
        text
    });
    let cut = gzip(words.as_bytes());
    let reading = read_bytes("a.txt.gz", &cut[..cut.len() / 2], &ReadOptions::default());
    assert_eq!((reading.documents.len(), reading.errors.len()), (1, 1));
    assert_eq!(reading.errors[0].kind(), ErrorKind::Truncated);
}

#[test]
fn a_bomb_stops_at_its_limit() {
    let options = ReadOptions { max_expanded: 100_000, ..ReadOptions::default() };
    let bomb = gzip(records(50_000).as_bytes());
    let reading = read_bytes("a.jsonl.gz", &bomb, &options);
    assert!((1_000..3_000).contains(&reading.documents.len()));
    assert_eq!(reading.errors.len(), 1);
    assert!(reading.errors[0].message().starts_with("expands to more than"));
    assert_eq!(reading.errors[0].kind(), ErrorKind::Truncated);
    let exact = gzip("abc ".repeat(25_000).as_bytes());
    assert_eq!(read_bytes("a.txt.gz", &exact, &options).errors, []);
}

#[test]
fn several_gzip_members_are_one_input() {
    let both = [gzip(b"{\"text\": \"a\"}\n"), gzip(b"{\"text\": \"b\"}\n")].concat();
    check("x.jsonl.gz", both, &["- - x: a", "- - x: b"]);
}

#[test]
fn code_in_mdx_is_no_text() {
    let text = "import Chart from './chart'\nimport { x } from 'y'\n\nexport const meta = {\n  title: 'x'\n}\n\n\
                # Harbour\n\n{/* a comment */}\n\n<Note kind=\"tip\">\n\nOne *word*.\n\n</Note>\n\n\
                <Chart\n  data={[1, 2]}\n/>\n\nTwo.\n";
    check("a.mdx", text, &["- Harbour : Harbour / One word. / Two."]);
    check("a.md", "export of fish", &["- - : export of fish"]);
}

#[test]
fn xml_of_an_unknown_kind_is_its_text_without_the_tags() {
    let note = "<note>\n<to>Tove</to>\n<body>Forget me not.</body>\n</note>";
    check("a.xml", note, &["- - : Tove / Forget me not."]);
}

#[test]
fn a_first_line_of_any_length_tells_jsonl() {
    let text = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}\n", "x ".repeat(100_000));
    assert_eq!(read_bytes("a", text.as_bytes(), &ReadOptions::default()).documents.len(), 2);
}

#[test]
fn utf32_is_read_in_any_format() {
    let wide = |text: &str| -> Vec<u8> {
        format!("\u{FEFF}{text}").chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()
    };
    check(
        "a.jsonl",
        wide("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n"),
        &["- - a: One.", "- - a: Two."],
    );
    check("a.txt", wide("One.\n\nTwo."), &["- - : One. / Two."]);
}

#[test]
fn utf16_jsonl_is_read() {
    let text = format!("\u{FEFF}{}", records(3));
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let reading = read_bytes("a.jsonl", &bytes, &ReadOptions::default());
    assert_eq!((reading.documents.len(), reading.errors.len()), (3, 0));
    assert_eq!(reading.documents[2].locate(0..3).lines, (3, 3));
}

/// Reads a set of real news, if it is there.
fn real(name: &str, documents: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: ../shared/data/{name} is not there");
        return;
    }
    let reading = read_path(&path, name, &ReadOptions::default());
    assert_eq!((reading.documents.len(), reading.errors), (documents, vec![]));
}

#[test]
fn real_news_is_read_without_an_error() {
    real("reuters21578.jsonl.zst", 21_578);
    real("xwlb_zh.jsonl.zst", 19_876);
}

#[test]
#[ignore = "takes some seconds"]
fn large_sets_of_real_news_are_read_without_an_error() {
    real("allsides.jsonl.zst", 37_554);
    real("saudinewsnet.jsonl.zst", 31_030);
}

proptest::proptest! {
    #[test]
    fn no_input_panics(bytes: Vec<u8>, seed in 0..9usize) {
        let names = ["a.txt", "a.md", "a.json", "a.jsonl", "a.html", "a.xml", "a", "a.gz", "a.csv"];
        let _ = read_bytes(names[seed], &bytes, &ReadOptions::default());
    }

    #[test]
    fn no_json_panics(
        text in r#"(\{"(text|items|title|version|id)": ?|"a\\n?"|\[|\]|\}|,|1e9|null|[\n ]|<p>){0,20}"#,
        seed in 0..2usize,
    ) {
        let _ = read_bytes(["a.json", "a.jsonl"][seed], text.as_bytes(), &ReadOptions::default());
    }
}

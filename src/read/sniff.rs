//! What is it? The first bytes of an input in, its format out, or what it is instead of text.
//!
//! Content goes before the name: a `.txt` that begins with `<rss` is a feed. The name decides what
//! content leaves open: Markdown or plain text, a record of JSON or a line of JSONL.

use super::Format;

/// The first bytes of an input, decompressed, and what is known beside them.
pub(super) struct Head<'a> {
    pub(super) bytes: &'a [u8],
    /// `bytes` are the whole input.
    pub(super) is_all: bool,
    /// The input's name; an ending for compression is passed over.
    pub(super) name: &'a str,
}

/// How far content is looked at.
const TEXT_BYTES: usize = 4096;

/// Returns the format of an input that is text.
pub(super) fn format(head: &Head<'_>) -> Format {
    let bytes = head.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head.bytes).trim_ascii_start();
    let named = by_name(head.name);
    match bytes.first() {
        Some(b'{' | b'[') if opens_json(bytes, named) => return json(bytes, head, named),
        Some(b'<') => {
            if let Some(found) = markup(bytes, named) {
                return found;
            }
            // XML without its declaration.
            if ending(head.name).as_deref() == Some("xml") {
                return Format::Html;
            }
        }
        _ => {}
    }
    match named {
        // A name for markup on a text without any: the markup's readers cope with text.
        Some(named) => named,
        None if looks_like_markdown(&bytes[..bytes.len().min(TEXT_BYTES)]) => Format::Markdown,
        None => Format::Text,
    }
}

/// Returns what the bytes are, if they are not text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(usize, &[u8], &str); 32] = [
        (0, b"%PDF-", "a PDF document"),
        (0, b"PK\x03\x04", "a ZIP archive or an office document"),
        (0, b"\x89PNG", "a PNG image"),
        (0, b"\xFF\xD8\xFF", "a JPEG image"),
        (0, b"GIF87a", "a GIF image"),
        (0, b"GIF89a", "a GIF image"),
        (8, b"WEBP", "a WebP image"),
        (8, b"WAVE", "a WAV recording"),
        (0, b"II*\0", "a TIFF image"),
        (0, b"MM\0*", "a TIFF image"),
        (4, b"ftyp", "a video or a picture (MP4, HEIF)"),
        (0, b"ID3", "an MP3 recording"),
        (0, b"OggS", "an Ogg recording"),
        (0, b"\x1A\x45\xDF\xA3", "a video (Matroska)"),
        (0, b"\x1F\x8B", "gzip data (inside compressed data)"),
        (0, b"\x28\xB5\x2F\xFD", "zstd data (inside compressed data)"),
        (0, b"BZh", "bzip2 data"),
        (0, b"\xFD7zXZ\0", "xz data"),
        (0, b"7z\xBC\xAF", "a 7z archive"),
        (0, b"Rar!", "a RAR archive"),
        (0, b"\x04\x22\x4D\x18", "LZ4 data"),
        (257, b"ustar", "a tar archive"),
        (0, b"WARC/", "a web archive (WARC)"),
        (0, b"filedesc://", "a web archive (ARC)"),
        (0, b"PAR1", "a Parquet table"),
        (0, b"ARROW1", "an Arrow table"),
        (0, b"SQLite format 3", "an SQLite database"),
        (0, b"\x7FELF", "a program"),
        (0, b"\xCA\xFE\xBA\xBE", "a program"),
        (0, b"\xD0\xCF\x11\xE0", "an office document"),
        (0, b"{\\rtf", "an RTF document"),
        (0, b"\0asm", "a program (WebAssembly)"),
    ];
    let is = |(at, magic, _): &&(usize, &[u8], &str)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic))
    };
    let known = MAGIC.iter().find(is).map(|(.., what)| *what);
    known
        .or_else(|| memchr::memchr(0, bytes).map(|_| "binary data (it holds NUL bytes)"))
        .or_else(|| is_mail(bytes).then_some("mail, or a page saved as such (MIME)"))
}

/// Returns whether the bytes begin with the header of mail whose text has parts or is encoded (RFC 2045): fields, with
/// `MIME-Version` among them.
fn is_mail(bytes: &[u8]) -> bool {
    let is_field = |line: &[u8]| {
        let name = line.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
        name > 0 && line.get(name) == Some(&b':')
    };
    let begins = |line: &[u8], with: &[u8]| {
        line.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let mut header = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let first = header.next().unwrap_or_default();
    if !is_field(first) && !first.starts_with(b"From ") {
        return false;
    }
    let is_header = |line: &&[u8]| is_field(line) || matches!(line.first(), Some(b' ' | b'\t'));
    std::iter::once(first)
        .chain(header.take_while(is_header))
        .any(|line| begins(line, b"mime-version:"))
}

/// Returns a name's ending in small letters; one for compression is passed over.
fn ending(name: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let bare = [".gz", ".zst", ".zstd"].iter().find_map(|end| file.strip_suffix(end));
    bare.unwrap_or(&file).rsplit_once('.').map(|(_, ending)| ending.to_owned())
}

/// Returns the format that a name's ending stands for.
fn by_name(name: &str) -> Option<Format> {
    Some(match ending(name)?.as_str() {
        "txt" | "text" => Format::Text,
        "md" | "markdown" | "mdown" | "mkd" | "mdx" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        "rss" | "rdf" => Format::Rss,
        "atom" => Format::Atom,
        "jsonl" | "ndjson" | "jsonlines" => Format::Jsonl,
        "json" => Format::Json,
        _ => return None,
    })
}

/// Returns whether a text that begins with a brace or bracket is JSON by its name, or goes on as
/// records do: articles begin with `[Editor's note]`, and Markdown with `[a link]`.
fn opens_json(bytes: &[u8], named: Option<Format>) -> bool {
    let next = bytes[1..].trim_ascii_start().first();
    match named {
        Some(Format::Json | Format::Jsonl) => true,
        Some(Format::Markdown) => false,
        _ => match bytes[0] {
            b'{' => matches!(next, None | Some(b'"' | b'}')),
            _ => matches!(next, None | Some(b'{' | b'"' | b']')),
        },
    }
}

/// Returns JSONL if the first line is a whole value and not the only line, else JSON.
fn json(bytes: &[u8], head: &Head<'_>, named: Option<Format>) -> Format {
    let is_value = |line: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    let is_object = |line: &[u8]| line.trim_ascii_start().starts_with(b"{") && is_value(line);
    let Some(end) = memchr::memchr(b'\n', bytes) else {
        let lines = named == Some(Format::Jsonl) && (!head.is_all || bytes.starts_with(b"{"));
        return if lines { Format::Jsonl } else { Format::Json };
    };
    let (first, rest) = bytes.split_at(end);
    let rest = rest.trim_ascii_start();
    if named == Some(Format::Jsonl) {
        // The name is believed unless the text is one value over many lines.
        let complete = rest.split_inclusive(|b| *b == b'\n').take(20);
        let found = is_value(first) || complete.into_iter().any(is_object);
        return if found || !head.is_all || !is_value(bytes) {
            Format::Jsonl
        } else {
            Format::Json
        };
    }
    // A whole object with anything behind it is not JSON.
    if is_object(first) && !rest.is_empty() { Format::Jsonl } else { Format::Json }
}

/// Tags that a page or a piece of HTML begins with.
const HTML_TAGS: [&str; 32] = [
    "<head",
    "<body",
    "<title",
    "<meta",
    "<div",
    "<p",
    "<article",
    "<section",
    "<main",
    "<h1",
    "<h2",
    "<h3",
    "<table",
    "<ul",
    "<ol",
    "<script",
    "<style",
    "<a",
    "<span",
    "<img",
    "<blockquote",
    "<header",
    "<figure",
    "<b",
    "<i",
    "<em",
    "<strong",
    "<br",
    "<link",
    "<center",
    "<font",
    "<!doctype",
];

/// Returns the format of a text that begins with `<`.
fn markup(bytes: &[u8], named: Option<Format>) -> Option<Format> {
    let is_xml = bytes.starts_with(b"<?xml");
    // A comment before the root, a licence, may be longer than what is looked at.
    let bytes = first_tag(bytes);
    let start = &*bytes[..bytes.len().min(TEXT_BYTES)].to_ascii_lowercase();
    let root = behind_doctype(start);
    let has_doctype = |doctypes: &[&str]| begins_with(start, doctypes);
    match local_name(root) {
        b"rss" | b"rdf" | b"channel" => return Some(Format::Rss),
        b"feed" | b"entry" => return Some(Format::Atom),
        b"newsitem" | b"newsmessage" | b"nitf" => return Some(Format::NewsMl),
        _ if has_doctype(&["<!doctype rss"]) => return Some(Format::Rss),
        _ if has_doctype(&["<!doctype nitf"]) => return Some(Format::NewsMl),
        b"html" => return Some(Format::Html),
        _ if has_doctype(&["<!doctype html"]) => return Some(Format::Html),
        _ => {}
    }
    if matches!(named, Some(Format::Markdown | Format::Rss | Format::Atom)) {
        return named;
    }
    let holds = |tag: &str| memchr::memmem::find(start, tag.as_bytes()).is_some();
    match named {
        // What wrote the feed complained first.
        None if holds("<rss ") || holds("<rss>") => Some(Format::Rss),
        None if holds("<feed ") || holds("<feed>") => Some(Format::Atom),
        _ if begins_with(start, &HTML_TAGS) => Some(Format::Html),
        Some(_) => named,
        None if holds("<channel") || holds("<item") => Some(Format::Rss),
        None if holds("<entry") => Some(Format::Atom),
        // XML of an unknown kind: its text without the tags.
        None if is_xml => Some(Format::Html),
        None => None,
    }
}

/// Returns the name of the tag that a text begins with, without its prefix.
fn local_name(text: &[u8]) -> &[u8] {
    let Some(name) = text.strip_prefix(b"<") else { return b"" };
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let name = &name[..name.iter().position(is_end).unwrap_or(name.len())];
    memchr::memchr(b':', name).map_or(name, |at| &name[at + 1..])
}

/// Returns the text from its first tag on: declarations and comments before it say little.
fn first_tag(mut text: &[u8]) -> &[u8] {
    loop {
        let end: &[u8] = match text {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return text,
        };
        let Some(at) = memchr::memmem::find(text, end) else { return text };
        text = text[at + end.len()..].trim_ascii_start();
    }
}

/// Returns the text from the root element on: a document type may have any name, and brackets in it.
fn behind_doctype(text: &[u8]) -> &[u8] {
    if !text.starts_with(b"<!doctype") {
        return text;
    }
    let mut open = 0_u32;
    let end = text.iter().position(|byte| {
        match byte {
            b'[' => open += 1,
            b']' => open = open.saturating_sub(1),
            _ => {}
        }
        *byte == b'>' && open == 0
    });
    end.map_or(text, |end| first_tag(text[end + 1..].trim_ascii_start()))
}

/// Returns whether the text begins with one of the tags, and not with one that goes on.
fn begins_with(text: &[u8], tags: &[&str]) -> bool {
    tags.iter().any(|tag| {
        let next = text.strip_prefix(tag.as_bytes()).map(<[u8]>::first);
        next.is_some_and(|next| next.is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-'))
    })
}

/// Returns whether a text without a telling name has front matter, or headings and links.
fn looks_like_markdown(head: &[u8]) -> bool {
    for (open, close) in [("---", "\n---"), ("+++", "\n+++")] {
        if let Some(rest) = head.strip_prefix(open.as_bytes()) {
            let key = rest.trim_ascii_start().split(|b| matches!(b, b':' | b'=')).next();
            let is_key = key.is_some_and(|key| {
                !key.is_empty()
                    && key.iter().all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(b))
            });
            return is_key && memchr::memmem::find(rest, close.as_bytes()).is_some();
        }
    }
    let lines = head.split(|b| *b == b'\n');
    let headings = lines.filter(|line| {
        let marks = line.iter().take_while(|b| **b == b'#').count();
        (1..=6).contains(&marks) && line.get(marks) == Some(&b' ')
    });
    let has_link = memchr::memmem::find(head, b"](").is_some();
    match headings.count() {
        0 => false,
        1 => has_link || head.starts_with(b"# "),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, expected: Format) {
        let head = Head { bytes: text.as_bytes(), is_all: true, name };
        assert_eq!(format(&head), expected, "{name}: {text}");
    }

    #[test]
    fn content_goes_before_the_name() {
        check("a.txt", "<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'>", Format::Rss);
        check("a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Atom);
        check("a.xml", "\u{FEFF} <rdf:RDF>", Format::Rss);
        check("a.txt", "<!DOCTYPE html><p>a", Format::Html);
        check("-", "<p>One</p>", Format::Html);
        check("a.json", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Format::Jsonl);
        check("a.txt", "{\n \"text\": \"a\"\n}", Format::Json);
        check("a.jsonl", "{\n \"text\": \"a\"\n}", Format::Json);
    }

    #[test]
    fn a_feed_is_told_by_its_root_whatever_stands_before_it() {
        check("a.xml", "<ns0:feed xmlns:ns0='http://www.w3.org/2005/Atom'>", Format::Atom);
        check("a.xml", "<nar:newsItem xmlns:nar='x'>", Format::NewsMl);
        let licence = "x".repeat(2 * TEXT_BYTES);
        check("a.xml", &format!("<?xml version='1.0'?><!-- {licence} --><rss>"), Format::Rss);
        check(
            "a.xml",
            "<br />\n<b>Warning</b>: x on line 3<br />\n<rss version='2.0'>",
            Format::Rss,
        );
        check("a.html", "<b>How to write <rss> by hand</b>", Format::Html);
        check("a", "<p>One</p><feed-list></feed-list>", Format::Html);
    }

    #[test]
    fn the_root_element_goes_before_the_name_of_the_document_type() {
        check(
            "a.xml",
            "<!DOCTYPE r [<!ENTITY x '>'>]>\n<!-- x --><rss version='2.0'>",
            Format::Rss,
        );
        check("a.xml", "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'y'><feed>", Format::Atom);
        check("a", "<!DOCTYPE html><rss version='2.0'>", Format::Rss);
        check("a", "<!DOCTYPE rss [ <!ENTITY x", Format::Rss);
        check("a.md", "<!DOCTYPE html><p>a", Format::Html);
    }

    #[test]
    fn the_name_decides_what_content_leaves_open() {
        check("a.md", "Just words.", Format::Markdown);
        check("a.MD", "<div>html in markdown</div>", Format::Markdown);
        check("a.jsonl.gz", "{\"text\": \"a\"}", Format::Jsonl);
        check("a.json", "{\"text\": \"a\"}", Format::Json);
        check("a.jsonl", "no json\n{\"text\": \"a\"}\n", Format::Jsonl);
        check("a", "Just words.", Format::Text);
        check("a.txt", "# A heading\n\n## Another [link](x)", Format::Text);
    }

    #[test]
    fn a_text_that_begins_with_a_bracket_is_not_json_for_that() {
        check("a.txt", "[Editor's note: this story was corrected.]\nText", Format::Text);
        check("a", "[1] The council met.", Format::Text);
        check("a.txt", "{Harbour} The council met.", Format::Text);
        check("a.md", "[![build](a)](b)\n\nText", Format::Markdown);
        check("a.md", "[\"Quoted\"](a)", Format::Markdown);
        check("a.txt", " [ \n {\"text\": \"a\"}]", Format::Json);
        check("-", "[]", Format::Json);
        check("a.json", "[oops", Format::Json);
    }

    #[test]
    fn markdown_is_told_by_front_matter_or_headings() {
        check("a", "---\ntitle: A\n---\nText", Format::Markdown);
        check("a", "--- A dash ---\nText", Format::Text);
        check("a", "# Heading\n\nText", Format::Markdown);
        check("a", "#hashtag\n\nText with # 1", Format::Text);
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(binary(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(binary(b"abc\0def"), Some("binary data (it holds NUL bytes)"));
        assert_eq!(binary(b"Hello"), None);
        assert_eq!(binary(b""), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in "[<>?!#{}\\[\\]a-z:\n -]{0,80}", is_all: bool) {
            let _ = format(&Head { bytes: bytes.as_bytes(), is_all, name: "a.jsonl" });
            let _ = format(&Head { bytes: bytes.as_bytes(), is_all, name: "b" });
        }
    }
}

//! The content of one element of a feed: escaped, in CDATA sections, or as markup. Knows which of it
//! stands in the input to the letter.

use std::borrow::Cow;
use std::ops::Range;

use super::super::block::{Origin, Role};
use super::super::document::Document;
use super::super::html;
use super::super::page::{Base, Cursor, Page};
use super::super::xml::{self, Token, Tokens};

/// An element's attributes and what stands between its tags.
#[derive(Debug, Clone)]
pub(super) struct Content<'a> {
    pub(super) attributes: &'a str,
    /// The attribute that says what the element means where it has no text.
    pub(super) value_in: Option<&'static str>,
    /// Bytes of the feed's text.
    pub(super) inner: Range<usize>,
    /// Line and column of the input at which it begins.
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Text that was read from an element.
#[derive(Debug)]
struct Unwrapped<'a> {
    text: Cow<'a, str>,
    /// Where the text stands in the element, in bytes; to the letter if the text is borrowed.
    at: usize,
    markup: bool,
}

impl<'a> Content<'a> {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        xml::attribute(self.attributes, name)
    }

    /// Returns the text in one line, markup stripped.
    pub(super) fn line_of_text(&self, feed: &'a str) -> Option<String> {
        let unwrapped = unwrap(&feed[self.inner.clone()]);
        let html = unwrapped.markup || self.is_html(&unwrapped.text);
        let text = if html {
            html::text_of(&unwrapped.text)
        } else {
            unwrapped.text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        (!text.is_empty()).then_some(text)
    }

    /// Returns the text as it is, trimmed: an address, an id, a date. NITF writes such in an attribute.
    pub(super) fn value(&self, feed: &'a str) -> Option<String> {
        let text = unwrap(&feed[self.inner.clone()]).text;
        let text = if text.trim().is_empty() { self.attribute(self.value_in?)? } else { text };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Appends the blocks of the text to an empty document; returns whether there was any word.
    pub(super) fn push_to(&self, page: &Page<'a>, document: &mut Document) -> bool {
        if !self.is_text() {
            return false;
        }
        let inner = &page.text[self.inner.clone()];
        let unwrapped = unwrap(inner);
        let mut cursor = Cursor { at: 0, line: self.line, column: self.column };
        cursor.advance(inner, unwrapped.at);
        let Cursor { line, column, .. } = cursor;
        let base = match (page.origin, &unwrapped.text) {
            (Base::Verbatim { byte, .. }, Cow::Borrowed(_)) => {
                let byte = byte + (self.inner.start + unwrapped.at) as u64;
                Base::Verbatim { byte, line, column }
            }
            _ => Base::Lines { line },
        };
        if unwrapped.markup || self.is_html(&unwrapped.text) {
            html::read_fragment(&unwrapped.text, &base, document);
        } else {
            push_paragraphs(&unwrapped.text, base, document);
        }
        let words = document.text.contains(char::is_alphanumeric);
        if !words {
            document.text.clear();
            document.blocks.clear();
        }
        words
    }

    /// Returns whether the content is text, by its declared type.
    fn is_text(&self) -> bool {
        let kind = self.attribute("type").or_else(|| self.attribute("contenttype"));
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let base64 = self.attribute("mode").is_some_and(|m| m == "base64");
        let media = ["application/sportsml", "image/", "audio/", "video/"]
            .iter()
            .any(|m| kind.starts_with(m));
        !base64
            && !media
            && !matches!(kind.as_str(), "application/octet-stream" | "application/pdf")
    }

    fn is_html(&self, text: &str) -> bool {
        match self.attribute("type").as_deref() {
            Some("html" | "xhtml" | "text/html" | "application/xhtml+xml") => true,
            Some("text") => false,
            _ => looks_like_html(text),
        }
    }
}

/// Returns the text of an element, freed of sections and references.
fn unwrap(inner: &str) -> Unwrapped<'_> {
    let mut pieces = Vec::new();
    let (mut markup, mut sections) = (false, false);
    for placed in Tokens::new(inner) {
        match placed.token {
            Token::Start { .. } | Token::End { .. } => markup = true,
            Token::Text(text) if !text.trim().is_empty() => pieces.push((text, true)),
            Token::Cdata(text) if !text.trim().is_empty() => {
                sections = true;
                pieces.push((text, false));
            }
            _ => {}
        }
    }
    if markup && !sections {
        return Unwrapped { text: Cow::Borrowed(inner), at: 0, markup };
    }
    let offset = |text: &str| text.as_ptr() as usize - inner.as_ptr() as usize;
    match pieces[..] {
        [] => Unwrapped { text: Cow::Borrowed(""), at: 0, markup: false },
        [(text, references)] if !(markup || references && text.contains('&')) => {
            Unwrapped { text: Cow::Borrowed(text), at: offset(text), markup }
        }
        [(first, _), ..] => {
            Unwrapped { text: Cow::Owned(joined(inner, markup)), at: offset(first), markup }
        }
    }
}

/// Returns the text of all pieces of an element, its line breaks kept.
fn joined(inner: &str, markup: bool) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut begun = false;
    for placed in Tokens::new(inner) {
        match placed.token {
            Token::Text(piece) if markup => text.push_str(piece),
            Token::Text(piece) if begun || !piece.trim().is_empty() => {
                text.push_str(&html::decode_xml(piece));
            }
            Token::Cdata(piece) if begun || !piece.trim().is_empty() => text.push_str(piece),
            Token::Start { .. } | Token::End { .. } => text.push_str(&inner[placed.span]),
            _ => continue,
        }
        begun = true;
    }
    text
}

/// Returns whether a text that may be either is markup: it holds a tag or a named reference.
fn looks_like_html(text: &str) -> bool {
    memchr::memchr2_iter(b'<', b'&', text.as_bytes()).any(|at| match text.as_bytes()[at..] {
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'),
        [b'&', ..] => html::read_reference(&text[at..])
            .is_some_and(|(taken, _)| text.as_bytes()[at + taken - 1] == b';'),
        _ => false,
    })
}

/// Appends paragraphs that are parted by blank lines.
fn push_paragraphs(text: &str, base: Base, document: &mut Document) {
    let mut paragraph: Option<Range<usize>> = None;
    let mut place = Cursor::at_start_of(base);
    let mut at = 0;
    for line in text.split_inclusive('\n').chain(["\n"]) {
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        at += line.len();
        if !line.trim().is_empty() {
            paragraph = Some(paragraph.map_or(start, |p| p.start)..end);
        } else if let Some(range) = paragraph.take() {
            place.advance(text, range.start);
            push_verbatim(&text[range], place, base, document);
        }
    }
}

/// Appends text that stands at a place of the text that begins at the base.
fn push_verbatim(text: &str, place: Cursor, base: Base, document: &mut Document) {
    let Cursor { at, line, column } = place;
    let origin = match base {
        Base::Verbatim { byte, .. } => Origin::Verbatim { byte: byte + at as u64, line, column },
        Base::Lines { .. } => {
            let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32;
            Origin::Lines { first: line, last: line + breaks }
        }
    };
    document.push_block(Role::Paragraph, text, &origin);
}

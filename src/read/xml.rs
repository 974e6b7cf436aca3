//! XML as it is met: text in, tokens with their places out, in one pass whatever is broken.
//!
//! Own and not quick-xml's reader, because a feed must be read past its faults in linear time: on
//! an unclosed comment, section or quotation quick-xml looks for the end through the whole rest,
//! and again at each place from which reading is taken up.
//! Here a delimiter that was not found is not looked for again.

use std::borrow::Cow;
use std::ops::Range;

use super::html::decode_xml;

/// A token of XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name attributes>`, or `<name attributes/>` where `closed`.
    Start { name: &'a str, attributes: &'a str, closed: bool },
    /// `</name>`.
    End { name: &'a str },
    /// Text with its references.
    Text(&'a str),
    /// The text of a CDATA section.
    Cdata(&'a str),
    /// A document type declaration.
    Doctype(&'a str),
    /// Something that does not end; what it is.
    Broken(&'static str),
}

/// A token and where it stands in the text, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Placed<'a> {
    pub(super) token: Token<'a>,
    pub(super) span: Range<usize>,
}

/// The delimiters that are looked for.
const DELIMITERS: [&str; 5] = ["-->", "]]>", "?>", "\"", "'"];
const COMMENT: usize = 0;
const CDATA: usize = 1;
const INSTRUCTION: usize = 2;

/// How many declarations are looked to the end of; a document has one.
const MAX_DECLARATIONS: u32 = 16;

/// Reads a text token by token.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Which delimiters do not stand in the rest of the text.
    missing: [bool; DELIMITERS.len()],
    /// An unclosed CDATA section was met here, and its text comes next.
    unclosed: bool,
    declarations: u32,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, missing: [false; DELIMITERS.len()], unclosed: false, declarations: 0 }
    }

    fn find(&mut self, delimiter: usize, from: usize) -> Option<usize> {
        if self.missing[delimiter] {
            return None;
        }
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let found = memchr::memmem::find(rest, DELIMITERS[delimiter].as_bytes());
        self.missing[delimiter] = found.is_none();
        found.map(|n| from + n)
    }

    /// Reads text up to the next markup.
    fn text(&mut self) -> Token<'a> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(n) = memchr::memchr(b'<', &bytes[end..]) {
            end += n;
            if is_markup(&bytes[end..]) {
                self.at = end;
                return Token::Text(&self.text[start..end]);
            }
            end += 1;
        }
        self.at = bytes.len();
        Token::Text(&self.text[start..])
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            return match self.find(COMMENT, start + 4) {
                Some(end) => {
                    self.at = end + 3;
                    None
                }
                None => Some(self.skip(start + 4, "comment without end")),
            };
        }
        if rest.starts_with("<![CDATA[") {
            return Some(self.cdata(start + 9));
        }
        if rest.starts_with("<?") {
            return match self.find(INSTRUCTION, start + 2) {
                Some(end) => {
                    self.at = end + 2;
                    None
                }
                None => Some(self.skip(start + 2, "processing instruction without end")),
            };
        }
        Some(match rest.as_bytes().get(1) {
            Some(b'!') => self.declaration(start),
            Some(b'/') => self.end_tag(start),
            _ => self.start_tag(start),
        })
    }

    fn skip(&mut self, to: usize, what: &'static str) -> Token<'a> {
        self.at = to;
        Token::Broken(what)
    }

    /// Reads a CDATA section; one without end goes to the next entry of a feed.
    fn cdata(&mut self, start: usize) -> Token<'a> {
        if let Some(end) = self.find(CDATA, start) {
            self.at = end + 3;
            return Token::Cdata(&self.text[start..end]);
        }
        if !self.unclosed {
            self.unclosed = true;
            return Token::Broken("CDATA section without end");
        }
        self.unclosed = false;
        let bytes = self.text.as_bytes();
        let ends: [&[u8]; 4] = [b"<item", b"</item", b"<entry", b"</entry"];
        let end = memchr::memchr_iter(b'<', &bytes[start..])
            .map(|n| start + n)
            .find(|n| ends.iter().any(|end| bytes[*n..].starts_with(end)));
        self.at = end.unwrap_or(bytes.len());
        Token::Cdata(&self.text[start..self.at])
    }

    /// Reads `<!DOCTYPE …>` with the declarations in its brackets.
    fn declaration(&mut self, start: usize) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let mut brackets = 0_u32;
        let rest = if self.declarations > MAX_DECLARATIONS { &[] } else { &bytes[start..] };
        self.declarations += 1;
        for n in memchr::memchr3_iter(b'[', b']', b'>', rest) {
            match bytes[start + n] {
                b'[' => brackets += 1,
                b']' => brackets = brackets.saturating_sub(1),
                _ if brackets == 0 => {
                    self.at = start + n + 1;
                    return Token::Doctype(&self.text[start..self.at]);
                }
                _ => {}
            }
        }
        self.skip(start + 2, "declaration without end")
    }

    fn end_tag(&mut self, start: usize) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let end = memchr::memchr2(b'>', b'<', &bytes[start + 2..]).map(|n| start + 2 + n);
        let Some(end) = end else {
            return self.skip(bytes.len(), "tag without end");
        };
        self.at = end + usize::from(bytes[end] == b'>');
        Token::End { name: name(&self.text[start + 2..end]) }
    }

    fn start_tag(&mut self, start: usize) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while let Some(n) = memchr::memchr3(b'>', b'<', b'=', &bytes[at..]) {
            at += n;
            if bytes[at] == b'=' {
                at = self.value_end(at + 1);
                continue;
            }
            let inner = &self.text[start + 1..at];
            self.at = at + usize::from(bytes[at] == b'>');
            let closed = inner.ends_with('/');
            let inner = if closed { &inner[..inner.len() - 1] } else { inner };
            let name = name(inner);
            return Token::Start { name, attributes: &inner[name.len()..], closed };
        }
        self.skip(bytes.len(), "tag without end")
    }

    /// Returns where the attribute's value behind an `=` ends, if it is quoted and closed.
    fn value_end(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let spaces = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let open = at + spaces;
        let delimiter = match bytes.get(open) {
            Some(b'"') => 3,
            Some(b'\'') => 4,
            _ => return open,
        };
        if self.missing[delimiter] {
            return open + 1;
        }
        // A `<` and then a `>` before the closing quotation mark: the mark was forgotten.
        let quote = bytes[open];
        let Some(n) = memchr::memchr2(quote, b'<', &bytes[open + 1..]) else {
            self.missing[delimiter] = true;
            return open + 1;
        };
        let found = open + 1 + n;
        if bytes[found] == quote {
            return found + 1;
        }
        match memchr::memchr2(quote, b'>', &bytes[found..]) {
            Some(n) if bytes[found + n] == quote => found + n + 1,
            _ => open + 1,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Placed<'a>;

    fn next(&mut self) -> Option<Placed<'a>> {
        while self.at < self.text.len() {
            let start = self.at;
            let token = if is_markup(&self.text.as_bytes()[start..]) {
                let Some(token) = self.markup() else { continue };
                token
            } else {
                self.text()
            };
            return Some(Placed { token, span: start..self.at });
        }
        None
    }
}

/// Returns whether a `<` begins markup; otherwise it is a letter that should have been escaped.
fn is_markup(bytes: &[u8]) -> bool {
    match bytes {
        [b'<', b'!', rest @ ..] => {
            rest.starts_with(b"--")
                || rest.starts_with(b"[CDATA[")
                || rest.first().is_some_and(u8::is_ascii_alphabetic)
        }
        [b'<', b'?', ..] => true,
        [b'<', b'/', next, ..] | [b'<', next, ..] => is_name_start(*next),
        _ => false,
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

fn name(inner: &str) -> &str {
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '=');
    &inner[..end.unwrap_or(inner.len())]
}

/// Returns the value of an attribute, its references read.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    pairs(attributes).find(|(name, _)| *name == wanted).map(|(_, value)| decode_xml(value))
}

/// Returns names and raw values of the attributes.
pub(super) fn pairs(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        let (name, behind) = rest.split_once('=')?;
        let name = name.trim();
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or(name);
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
            None => behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[Token<'_>]) {
        let tokens: Vec<_> = Tokens::new(text).map(|p| p.token).collect();
        assert_eq!(tokens, expected, "{text}");
    }

    fn start(name: &'static str) -> Token<'static> {
        Token::Start { name, attributes: "", closed: false }
    }

    #[test]
    fn well_formed_xml_is_read() {
        let name = "a:b";
        check(
            "<?xml version='1.0'?><a:b c=\"1 > 0\">x<!-- <no> --><![CDATA[<y>]]></a:b ><z/>",
            &[
                Token::Start { name, attributes: " c=\"1 > 0\"", closed: false },
                Token::Text("x"),
                Token::Cdata("<y>"),
                Token::End { name },
                Token::Start { name: "z", attributes: "", closed: true },
            ],
        );
    }

    #[test]
    fn a_less_sign_that_begins_nothing_is_text() {
        check("1 < 2 <3 <> <", &[Token::Text("1 < 2 <3 <> <")]);
        check("<a><<b>", &[start("a"), Token::Text("<"), start("b")]);
    }

    #[test]
    fn what_is_not_closed_does_not_swallow_the_rest() {
        check("<!-- x<a>", &[Token::Broken("comment without end"), Token::Text(" x"), start("a")]);
        let cdata = Token::Broken("CDATA section without end");
        check("<![CDATA[x<b><item>", &[cdata, Token::Cdata("x<b>"), start("item")]);
        check("<a<b>", &[start("a"), start("b")]);
        check("<a", &[Token::Broken("tag without end")]);
        let attributes = " href=\"x";
        let link = Token::Start { name: "a", attributes, closed: false };
        check("<a href=\"x>y</a>", &[link, Token::Text("y"), Token::End { name: "a" }]);
    }

    #[test]
    fn attributes_are_found_and_decoded() {
        let attributes = " a='1' b = \"x &amp; y\" c=3 d";
        assert_eq!(attribute(attributes, "b").as_deref(), Some("x & y"));
        assert_eq!(attribute(attributes, "c").as_deref(), Some("3"));
        assert_eq!(attribute(attributes, "d"), None);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_inside(text in "[<>/!?a\\-\\[\\]CDAT\"'= é&;]{0,60}") {
            let mut at = 0;
            for placed in Tokens::new(&text) {
                prop_assert!(at <= placed.span.start && placed.span.end <= text.len());
                prop_assert!(text.get(placed.span.clone()).is_some());
                at = placed.span.end;
            }
        }
    }
}

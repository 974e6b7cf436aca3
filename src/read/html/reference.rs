//! Character references: `&amp;`, `&#8217;`, `&nbsp;` in, the letters out. Rare names are left to
//! the tokenizer, whose table is the specification's.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The longest reference that is looked up, in bytes; the longest name of HTML has 33.
const LONGEST: usize = 40;

/// Returns the bytes that the reference at the start of `raw` (an `&`) takes, and its letters.
///
/// Returns `None` where the `&` stands for itself.
pub(in crate::read) fn read(raw: &str) -> Option<(usize, Cow<'static, str>)> {
    let run = run(raw);
    if run.len() < 2 {
        return None;
    }
    if let Some(letters) = common(run) {
        return Some((run.len(), Cow::Borrowed(letters)));
    }
    if let Some(letter) = number(run) {
        return Some((run.len(), Cow::Owned(letter.to_string())));
    }
    let letters = look_up(run);
    (letters != run).then_some((run.len(), Cow::Owned(letters)))
}

/// Returns the text with its references read as XML reads them: only those that end in `;`.
pub(in crate::read) fn decode_xml(raw: &str) -> Cow<'_, str> {
    let mut decoded = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'&', raw.as_bytes()) {
        let found = if run(&raw[at..]).ends_with(';') { read(&raw[at..]) } else { None };
        let Some((taken, letters)) = found else { continue };
        decoded.reserve(raw.len() - from);
        decoded.push_str(&raw[from..at]);
        decoded.push_str(&letters);
        from = at + taken;
    }
    if from == 0 {
        return Cow::Borrowed(raw);
    }
    decoded.push_str(&raw[from..]);
    Cow::Owned(decoded)
}

/// Returns the `&`, the letters and digits behind it and the `;` behind those.
fn run(raw: &str) -> &str {
    let bytes = &raw.as_bytes()[..raw.len().min(LONGEST)];
    let mut end = 1;
    if bytes.get(end) == Some(&b'#') {
        end += 1;
    }
    end += bytes[end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(end) == Some(&b';') {
        end += 1;
    }
    &raw[..end]
}

/// Returns the references that make up nearly all of real pages.
fn common(run: &str) -> Option<&'static str> {
    Some(match run {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&apos;" | "&#39;" | "&#039;" => "'",
        "&nbsp;" => "\u{a0}",
        "&rsquo;" => "’",
        "&lsquo;" => "‘",
        "&ldquo;" => "“",
        "&rdquo;" => "”",
        "&ndash;" => "–",
        "&mdash;" => "—",
        "&hellip;" => "…",
        _ => return None,
    })
}

/// Returns the letter of a well-formed number that stands for itself.
fn number(run: &str) -> Option<char> {
    let digits = run.strip_prefix("&#")?.strip_suffix(';')?;
    let value = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    // Below U+00A0 stand the controls, which HTML reads as windows-1252.
    let plain = value >= 0xA0 || (0x20..0x7F).contains(&value) || value == 9 || value == 10;
    char::from_u32(value).filter(|_| plain)
}

/// Returns what the HTML tokenizer makes of the reference.
fn look_up(run: &str) -> String {
    let mut letters = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            letters.extend_from_slice(value);
        }
        None::<Infallible>
    });
    Tokenizer::new_with_emitter(run, emitter).for_each(drop);
    String::from_utf8(letters).unwrap_or_else(|_| run.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, taken: usize, letters: &str) {
        assert_eq!(read(raw), Some((taken, Cow::Owned(letters.to_owned()))), "{raw}");
    }

    #[test]
    fn references_are_read_as_browsers_do() {
        check("&amp; b", 5, "&");
        check("&eacute;t", 8, "é");
        check("&#8217;s", 7, "’");
        check("&#x2014;", 8, "—");
        check("&#146;", 6, "’");
        check("&copy 2020", 5, "©");
        check("&notit;", 7, "¬it;");
        check("&NotEqualTilde;", 15, "≂̸");
    }

    #[test]
    fn a_lone_ampersand_stands_for_itself() {
        for raw in ["&", "& b", "&&", "&;", "&unknown;", "&#;", "&é"] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }

    #[test]
    fn xml_reads_only_references_that_are_closed() {
        assert_eq!(decode_xml("a &amp; b &nbsp;c"), "a & b \u{a0}c");
        assert_eq!(
            decode_xml("?a=1&copy=2&section=3 R&D &bomb;"),
            "?a=1&copy=2&section=3 R&D &bomb;"
        );
    }
}

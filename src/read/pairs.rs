//! An object of JSON in, its keys and values out, one after the other.
//!
//! Only texts are read here, by the stretch between two escapes; any other value is read by `serde_json`. What is no object,
//! or no JSON, is `None`: why is for `serde_json` to say.

use std::borrow::Cow;

use memchr::memchr2;
use serde::Deserialize;

use super::value::Value;

/// The keys and values of an object that are left.
pub(super) struct Pairs<'a> {
    /// What is left of the object, without white space before it.
    rest: &'a str,
}

/// The white space of JSON (RFC 8259, section 2).
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

impl<'a> Pairs<'a> {
    /// Returns the pairs of an object that holds one at least.
    pub(super) fn of(object: &'a str) -> Option<Self> {
        let mut pairs = Self { rest: object.trim_matches(SPACE) };
        pairs.take("{").then_some(pairs)
    }

    /// Returns the next key, whose value comes next.
    pub(super) fn key(&mut self) -> Option<Cow<'a, str>> {
        let key = self.text().or_else(|| self.parsed())?;
        self.take(":").then_some(key)
    }

    /// Returns the next value.
    pub(super) fn value(&mut self) -> Option<Value<'a>> {
        self.text().map(Value::Text).or_else(|| self.parsed())
    }

    /// Returns the next value as `serde_json` reads it.
    pub(super) fn parsed<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = values.next()?.ok()?;
        self.go_on(&self.rest[values.byte_offset()..]);
        Some(value)
    }

    /// Passes over what stands behind a pair; returns whether another one comes.
    pub(super) fn goes_on(&mut self) -> Option<bool> {
        if self.take(",") {
            return Some(true);
        }
        (self.take("}") && self.rest.is_empty()).then_some(false)
    }

    /// Returns the next value if it is a text with no other escapes than those of one letter.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let whole = self.rest.strip_prefix('"')?;
        let end = memchr2(b'"', b'\\', whole.as_bytes())?;
        let (text, length) = if whole[end..].starts_with('"') {
            (Cow::Borrowed(&whole[..end]), end)
        } else {
            let (text, length) = unescaped(whole)?;
            (Cow::Owned(text), length)
        };
        if has_control(&whole[..length]) {
            return None;
        }
        self.go_on(&whole[length + 1..]);
        Some(text)
    }

    /// Passes over this piece of the object if it comes next.
    fn take(&mut self, piece: &str) -> bool {
        let behind = self.rest.strip_prefix(piece);
        behind.map(|behind| self.go_on(behind)).is_some()
    }

    fn go_on(&mut self, rest: &'a str) {
        self.rest = rest.trim_start_matches(SPACE);
    }
}

/// Bytes that are taken for a text with escapes before it is known how long it is: enough for an article.
const AT_FIRST: usize = 64 << 10;

/// Returns the text up to the next quote that is not escaped, and its length as it is written. At an escape that is read
/// otherwise it ends at once: some write each letter of Arabic as one.
fn unescaped(written: &str) -> Option<(String, usize)> {
    let bytes = written.as_bytes();
    let mut text = String::with_capacity(bytes.len().min(AT_FIRST));
    let mut from = 0;
    loop {
        // One escape behind the other is frequent: two line ends part most paragraphs.
        let is_next = bytes.get(from) == Some(&b'\\');
        let end = from + if is_next { 0 } else { memchr2(b'"', b'\\', &bytes[from..])? };
        text.push_str(&written[from..end]);
        if bytes[end] == b'"' {
            text.shrink_to_fit();
            return Some((text, end));
        }
        text.push(escaped(*bytes.get(end + 1)?)?);
        from = end + 2;
    }
}

/// Returns what a backslash and this letter are; `None` for `\u` and for what news has hardly ever.
fn escaped(letter: u8) -> Option<char> {
    match letter {
        b'"' | b'\\' | b'/' => Some(char::from(letter)),
        b'n' => Some('\n'),
        b'r' => Some('\r'),
        b't' => Some('\t'),
        _ => None,
    }
}

/// Returns whether a letter stands in a text that JSON knows only escaped.
fn has_control(text: &str) -> bool {
    text.bytes().min().is_some_and(|least| least < b' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All pairs of an object.
    fn object(text: &str) -> Option<Value<'_>> {
        let mut pairs = Pairs::of(text)?;
        let mut all = Vec::new();
        loop {
            all.push((pairs.key()?, pairs.value()?));
            if !pairs.goes_on()? {
                return Some(Value::Object(all));
            }
        }
    }

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(object(text), serde_json::from_str(text).ok(), "{text}");
    }

    #[test]
    fn an_object_is_read_as_by_serde() {
        check(
            r#"{"a":"x","b":"", "é" : "“y”\n\"z\"\t\r\\\/" ,"\n":1.5,"n": -0,"o": null,"p":[true, {}]}"#,
        );
        check(r#"{"a": "x\u201cy\b", "\u0061": "z"}"#);
        check("\t{ \"a\"\n:\r\"x\"} \n");
    }

    #[test]
    fn a_text_takes_no_room_for_what_stands_behind_it() {
        let record = format!(r#"{{"a":"x\n","b":"{}"}}"#, "y".repeat(1000));
        let mut pairs = Pairs::of(&record).unwrap();
        pairs.key().unwrap();
        let Some(Value::Text(Cow::Owned(text))) = pairs.value() else { panic!("a text") };
        assert!(text == "x\n" && text.capacity() < 100, "{}", text.capacity());
    }

    #[test]
    fn what_is_no_object_is_none() {
        for text in [
            "",
            "[]",
            r#"{"a": "x"} y"#,
            r#"{"a": "x",}"#,
            r#"{"a" "x"}"#,
            r#"{"a": "x" "b": "y"}"#,
            r#"{"a": "x"#,
            r#"{"a": "x\"#,
            r#"{"a": "\x"}"#,
            r#"{"a": 01}"#,
            r#"{"a": nullx}"#,
            "{a: 1}",
            "{1: 1}",
            "{\"a\": \"x\ny\"}",
            "{\"a\": \"\\\"\u{1}\"}",
            "{\"a\": \u{c} \"x\"}",
        ] {
            assert_eq!(object(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_object_is_read_otherwise(text in r#"\{ ?("[ab]{0,2}" ?:? ?("[x“é\\nu0"\t]{0,6}"|[0-9]{0,3}|null|true|[-x.]|\[1\])[ ,]{1,2}){0,3}"k":"v"\} ?"#) {
            prop_assert_eq!(object(&text), serde_json::from_str(&text).ok());
        }
    }
}

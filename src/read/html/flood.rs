//! A page in, the same with tags of a bounded number of attributes out: the tokenizer's stack grows with them.

use std::borrow::Cow;
use std::ops::Range;

/// Attributes of a tag that are read: pages have a dozen, and one with so many is told as too large.
const MOST_ATTRIBUTES: usize = 2048;

/// Returns the page, of the same length, with blanks for what its tags have more than so many attributes.
pub(super) fn without_floods(page: &str) -> Cow<'_, str> {
    let mut bounded: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(tag) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        let name = at + tag + 1;
        let (more, end) = more_attributes(page.as_bytes(), name);
        if let Some(more) = more {
            bounded.get_or_insert_with(|| page.as_bytes().to_vec())[more].fill(b' ');
        }
        at = end;
    }
    // What is blanked begins and ends beside ASCII: whole letters go.
    match bounded.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(bounded) => Cow::Owned(bounded),
        None => Cow::Borrowed(page),
    }
}

/// Returns what stands behind the last attribute that is read of the tag whose name begins at `name`, if there are more;
/// and where the tag ends.
fn more_attributes(page: &[u8], name: usize) -> (Option<Range<usize>>, usize) {
    if !matches!(page[name..], [b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]) {
        return (None, name);
    }
    let (mut at, mut attributes) = (name, 0);
    let mut more = None;
    let mut before = b' ';
    while let Some(&byte) = page.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if before == b'=' => {
                let value = &page[at + 1..];
                at += 1 + memchr::memchr(byte, value).unwrap_or(value.len());
                attributes += 1;
                before = byte;
            }
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C => {
                attributes += usize::from(at > name && is_text(page[at - 1]));
            }
            _ => before = byte,
        }
        at += 1;
        if attributes > MOST_ATTRIBUTES && more.is_none() {
            more = Some(at.min(page.len()));
        }
    }
    let end = at.min(page.len());
    (more.map(|more| more..end), end)
}

/// Whether a byte of a tag ends neither a value in quotes nor white space.
fn is_text(byte: u8) -> bool {
    !matches!(byte, b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_tags_stay_as_they_are() {
        for page in
            ["", "<", "<p", "a < b", "<a href=\"x>y\" title='z'\">é</a>", "<a b= \"c", "<!-- > -->"]
        {
            assert!(matches!(without_floods(page), Cow::Borrowed(same) if same == page), "{page}");
        }
        // Words behind a quote that opens no value are none of its attributes.
        let text = format!("<a href=\"x\"\">{}</a>", "it's \"said\" ".repeat(1_000));
        assert!(matches!(without_floods(&text), Cow::Borrowed(_)));
    }

    #[test]
    fn more_attributes_than_any_page_has_are_blanked() {
        for attribute in ["a=\"\" ", "é=\"x y\" ", "a='>' ", "a=b ", "a ", "a = \"b\"\n"] {
            let page = format!("<p>one</p><p {}>two</p>", attribute.repeat(10_000));
            let bounded = without_floods(&page);
            assert_eq!(bounded.len(), page.len());
            assert!(
                bounded.starts_with("<p>one</p><p ") && bounded.ends_with(">two</p>"),
                "{attribute}"
            );
            let kept = bounded.matches(attribute.trim_end()).count();
            assert!(
                (MOST_ATTRIBUTES / 3..=MOST_ATTRIBUTES + 1).contains(&kept),
                "{attribute}: {kept}"
            );
        }
        let open = format!("<p {}", "a=\"\" ".repeat(10_000));
        assert_eq!(without_floods(&open).len(), open.len());
    }
}

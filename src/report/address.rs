//! A path in, a URI reference out (RFC 3986), for the formats that ask for one.

use std::fmt::Write;

/// Returns a path as a URI reference: relative ones stay relative, absolute ones become `file:`.
pub(super) fn address(path: &str) -> String {
    if let Some((scheme, _)) = path.split_once("://")
        && scheme.len() > 1
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric())
    {
        return encoded(path, |letter| is_plain(letter) || b":?#[]@!$&'()*+,;=%".contains(&letter));
    }
    // A backslash is a letter of the name: where it parts names, the walk has made it a slash.
    let mut path = path;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    let encoded = encoded(path, is_plain);
    let is_drive =
        matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    match (path.starts_with('/'), is_drive) {
        (true, _) => format!("file://{encoded}"),
        (_, true) => format!("file:///{}", encoded.replacen("%3A", ":", 1)),
        _ => encoded,
    }
}

/// Unreserved letters (RFC 3986, section 2.3) and the slash.
fn is_plain(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || b"-._~/".contains(&letter)
}

fn encoded(text: &str, is_kept: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_kept(byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes all that is written");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(address(path), expected);
    }

    #[test]
    fn a_path_becomes_a_reference() {
        check("feeds/times.xml", "feeds/times.xml");
        check("./a b.md", "a%20b.md");
        check("c:/texts/a.md", "file:///c:/texts/a.md");
        check("e/back\\slash.txt", "e/back%5Cslash.txt");
        check("/tmp/é.txt", "file:///tmp/%C3%A9.txt");
        check("a:b#c?d%e\n.md", "a%3Ab%23c%3Fd%25e%0A.md");
        check("https://example.org/a?b=c d", "https://example.org/a?b=c%20d");
    }
}

//! Addresses: a link that is given relative to a base (RFC 3986, section 5.2, for `http` and
//! `https`).

/// Returns the address that `link` names, seen from `base`.
pub(super) fn resolve(base: Option<&str>, link: &str) -> String {
    let link = link.trim();
    let Some((scheme, rest)) = base.and_then(|b| b.trim().split_once("://")) else {
        return link.to_owned();
    };
    if link.is_empty() || has_scheme(link) {
        return link.to_owned();
    }
    if let Some(rest) = link.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority_end);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let joined = match link.as_bytes()[0] {
        b'/' => link.to_owned(),
        b'?' | b'#' => format!("{path}{link}"),
        _ => format!("{}/{link}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let end = joined.find(['?', '#']).unwrap_or(joined.len());
    let (path, query) = joined.split_at(end);
    format!("{scheme}://{authority}{}{query}", without_dots(path))
}

fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn without_dots(path: &str) -> String {
    let mut parts = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." && parts.len() > 1 {
                    parts.pop();
                }
                if last {
                    parts.push("");
                }
            }
            _ => parts.push(segment),
        }
    }
    let joined = parts.join("/");
    if joined.starts_with('/') || path.is_empty() { joined } else { format!("/{joined}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, link: &str, expected: &str) {
        assert_eq!(resolve(Some(base), link), expected, "{base} {link}");
    }

    #[test]
    fn links_are_seen_from_their_base() {
        check("http://a/b/c/d?q", "g", "http://a/b/c/g");
        check("http://a/b/c/d", "/g", "http://a/g");
        check("http://a/b/c/d", "../g", "http://a/b/g");
        check("http://a/b/c/d", "../../../g", "http://a/g");
        check("http://a/b/c/d", "./", "http://a/b/c/");
        check("http://a/b/c/d", "?y", "http://a/b/c/d?y");
        check("https://a/b", "//h/x", "https://h/x");
        check("http://a", "g", "http://a/g");
        check("http://a/b", "mailto:x@y", "mailto:x@y");
        check("no address", "g", "g");
    }
}

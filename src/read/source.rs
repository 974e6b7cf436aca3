//! Who published it, where the document itself does not say so.

use super::Document;

/// Fills in the source of a document that has none: the host of its URL, else the directory of a
/// file that is one document, else the name of a file that holds many.
pub(super) fn fill(document: &mut Document) {
    if !document.source.is_empty() {
        return;
    }
    let host = document.url.as_deref().and_then(host);
    let source = host.unwrap_or_else(|| {
        if document.format.holds_many() { stem(&document.uri) } else { directory(&document.uri) }
    });
    document.source = source.into();
}

/// Returns the host of a URL, without `www.`.
pub(super) fn host(url: &str) -> Option<&str> {
    let rest = url.trim().split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

fn directory(uri: &str) -> &str {
    let parent = uri.rsplit_once('/').map_or("", |(parent, _)| parent);
    let name = parent.rsplit('/').next().unwrap_or(parent);
    if matches!(name, "." | "..") { "" } else { name }
}

fn stem(uri: &str) -> &str {
    let name = uri.rsplit('/').next().unwrap_or(uri);
    let bare = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end));
    let name = bare.unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ if name == "-" => "",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::*;

    fn check(uri: &str, format: Format, url: Option<&str>, expected: &str) {
        let url = url.map(str::to_owned);
        let mut document = Document { uri: uri.into(), format, url, ..Document::default() };
        fill(&mut document);
        assert_eq!(&*document.source, expected, "{uri}");
    }

    #[test]
    fn the_source_is_the_host_else_the_directory_or_the_file() {
        check("a/b.txt", Format::Text, Some("https://www.example.org:80/x"), "example.org");
        check("news/times/b.txt", Format::Text, None, "times");
        check("b.txt", Format::Text, None, "");
        check("../b.txt", Format::Text, Some("no url"), "");
        check("a/feeds.jsonl.gz", Format::Jsonl, None, "feeds");
        check("-", Format::Jsonl, None, "");
    }

    #[test]
    fn a_declared_source_stays() {
        let url = Some("https://example.org/".to_owned());
        let mut document = Document { source: "times".into(), url, ..Document::default() };
        fill(&mut document);
        assert_eq!(&*document.source, "times");
    }
}

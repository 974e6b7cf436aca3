//! Who published it, where the document itself does not say so.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Document, Format};

/// Fills in the sources of an input's documents that have none: the host of the URL, else the
/// directory of a file that is one document, else the name of a file that holds many.
pub(super) fn fill(documents: &mut [Document]) {
    let is_alone = documents.len() == 1;
    let mut names: BTreeSet<Arc<str>> = BTreeSet::new();
    for document in &mut *documents {
        if !document.source.is_empty() {
            share(&mut document.source, &mut names);
            continue;
        }
        let holds_many = match document.format {
            // Wires write a file for each story; a feed or JSONL with one is a short one.
            Format::Json | Format::NewsMl => !is_alone,
            format => format.holds_many(),
        };
        let host = document.host();
        let by_place = || if holds_many { stem(&document.uri) } else { directory(&document.uri) };
        document.source = host.unwrap_or_else(by_place).into();
        share(&mut document.source, &mut names);
    }
}

/// Replaces a name by the equal one that is known, so that each is held once.
fn share(name: &mut Arc<str>, names: &mut BTreeSet<Arc<str>>) {
    match names.get(name) {
        Some(known) => *name = Arc::clone(known),
        None => drop(names.insert(Arc::clone(name))),
    }
}

/// Returns the host of a URL, without `www.`.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.trim().split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let authority = &rest[..end.unwrap_or(rest.len())];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
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
    use super::*;

    fn check(uri: &str, format: Format, url: Option<&str>, expected: &str) {
        let url = url.map(Into::into);
        let mut documents = [Document { uri: uri.into(), format, url, ..Document::default() }];
        fill(&mut documents);
        assert_eq!(&*documents[0].source, expected, "{uri}");
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
    fn a_story_in_a_file_of_its_own_has_the_directory() {
        check("wire/ap/1.json", Format::Json, None, "ap");
        check("wire/ap/1.xml", Format::NewsMl, None, "ap");
        let story =
            || Document { uri: "ap/1.json".into(), format: Format::Json, ..Document::default() };
        let mut two = [story(), story()];
        fill(&mut two);
        assert_eq!(&*two[0].source, "1");
    }

    #[test]
    fn a_declared_source_stays() {
        let url = Some("https://example.org/".into());
        let mut documents = [Document { source: "times".into(), url, ..Document::default() }];
        fill(&mut documents);
        assert_eq!(&*documents[0].source, "times");
    }
}

//! The crate `feed-rs` as oracle: what it reads of a well-formed feed must be read here, too.

use std::path::{Path, PathBuf};

use super::super::html;
use super::super::{Document, Reading};
use super::tests::read_text;

/// Parts of the names of files where we differ on purpose, with the reason.
const DIFFERENT: [(&str, &str); 8] = [
    ("base64", "feed-rs gives the code; text in base64 is no text here"),
    ("issue_275_extensions_and_source.xml", "the same"),
    ("xml_base", "feed-rs ends the text at the first element that is not escaped"),
    ("rss_2.0_relurl_1.xml", "the same: <description>a <em>b</em> c</description>"),
    ("rss_channel_item_title_naked_markup", "feed-rs finds no text in <title><p>…</p></title>"),
    ("title_xhtml_escaped_markup", "escaped tags in a title are markup here"),
    ("rss_channel_item_title_cdata_escaped_markup", "the same"),
    ("rss_channel_item_extensions", "dc:title stands in where there is no title"),
];

fn fixtures(folders: &[&str]) -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats");
    let mut files = Vec::new();
    for folder in folders {
        let folder = shared.join(folder);
        if !folder.is_dir() {
            println!("skipped: ../shared/formats is not there");
            continue;
        }
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
        files.extend(walk.into_iter().flatten().map(walkdir::DirEntry::into_path));
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "xml" || e == "rss" || e == "atom"));
    files
}

fn decoded(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let label = rest.get(1..)?.split(['"', '\'']).next()?;
        encoding_rs::Encoding::for_label(label.as_bytes())
    });
    declared.unwrap_or(encoding_rs::UTF_8).decode(bytes).0.into_owned()
}

fn oracle(bytes: &[u8]) -> Option<feed_rs::model::Feed> {
    let parser = feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new());
    parser.sanitize_content(false).build().parse(bytes).ok()
}

/// Returns the letters and digits of a text, its markup stripped.
fn letters(text: &str) -> String {
    html::text_of(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns what differs between our entry and the oracle's.
fn differences(ours: &Document, theirs: &feed_rs::model::Entry) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
        found.push(format!("{what}: ours {ours:.200?}, theirs {theirs:.200?}"));
    };
    if !theirs.id.is_empty() && ours.id.as_deref() != Some(theirs.id.trim()) {
        differ("id", &ours.id, &theirs.id);
    }
    let title = theirs.title.as_ref().map_or(String::new(), |t| letters(&t.content));
    let ours_title = letters(ours.title.as_deref().unwrap_or_default());
    if title != ours_title {
        differ("title", &ours_title, &title);
    }
    // Links to comments and enclosures are not where the entry was published; hosts have no case.
    let own = theirs.links.iter().filter(|l| {
        l.target.is_none() && matches!(l.rel.as_deref(), None | Some("alternate" | "related"))
    });
    let bare = |link: &str| link.trim().trim_end_matches('/').to_lowercase();
    let hrefs: Vec<String> = own.map(|l| bare(&l.href)).collect();
    let url = ours.url.as_deref().map(bare);
    if !hrefs.is_empty() && !url.as_ref().is_some_and(|u| hrefs.contains(u)) {
        differ("link", &url, &hrefs);
    }
    if let Some(published) = theirs.published {
        let ours = ours.published.map(jiff::Timestamp::as_second);
        if ours != Some(published.timestamp()) {
            differ("published", &ours, &published);
        }
    }
    let content = theirs.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = theirs.summary.as_ref().map(|s| s.content.as_str());
    let body = content.into_iter().chain(summary).map(letters).find(|b| !b.is_empty());
    let ours_body: String = ours.text.chars().filter(|c| c.is_alphanumeric()).collect();
    if body.as_ref().is_some_and(|b| *b != ours_body) {
        differ("body", &ours_body, &body);
    }
    found
}

fn compare(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let Reading { documents, errors } = read_text(&decoded(&bytes));
    let Some(theirs) = oracle(&bytes) else { return Vec::new() };
    // Atom 0.3 and RDF without their namespaces are fragments for feed-rs.
    if theirs.entries.is_empty() {
        return Vec::new();
    }
    if documents.len() != theirs.entries.len() {
        let counts =
            format!("{} items, theirs {}; {errors:?}", documents.len(), theirs.entries.len());
        return vec![counts];
    }
    documents.iter().zip(&theirs.entries).flat_map(|(o, t)| differences(o, t)).collect()
}

#[test]
fn feeds_are_read_as_feed_rs_reads_them() {
    let (mut failures, mut unmet) = (Vec::new(), DIFFERENT.map(|(file, _)| file).to_vec());
    let paths = fixtures(&["feed-rs", "gofeed/testdata"]);
    for path in &paths {
        let name = path.to_string_lossy();
        let expected = DIFFERENT.iter().any(|(file, _)| name.contains(file));
        let found = compare(path);
        unmet.retain(|file| found.is_empty() || !name.contains(file));
        if !expected {
            failures.extend(found.iter().map(|f| format!("{name}: {f}")));
        }
    }
    assert!(failures.is_empty(), "{} differences\n{}", failures.len(), failures.join("\n"));
    assert!(unmet.is_empty() || paths.is_empty(), "no longer different: {unmet:?}");
}

#[test]
fn news_items_of_the_standard_are_read() {
    let mut with_text = 0;
    let paths = fixtures(&["newsml-g2"]);
    for path in &paths {
        let text = decoded(&std::fs::read(path).unwrap());
        let Reading { documents, errors } = read_text(&text);
        assert!(!documents.is_empty() || !errors.is_empty(), "{}", path.display());
        let told = text.contains("<newsItem") || text.contains("<nitf");
        assert_eq!(told, !documents.is_empty(), "{}", path.display());
        with_text += documents.iter().filter(|d| !d.text.is_empty() && d.title.is_some()).count();
    }
    assert!(with_text > 30 || paths.is_empty(), "{with_text} of {}", paths.len());
}

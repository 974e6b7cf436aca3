//! The laws of the detector, on edited copies, against the slow twin in `reference/`.
//!
//! Each law was seen to fail on a deliberate bug, put into the code for one run:
//!
//! | bug | what failed |
//! | --- | --- |
//! | `Fingerprints::select` keeps one shingle in eight | runs of the shortest passage; repeats |
//! | `PassageFinder::passage` ends a token late | words of passages; edits |
//! | `Passage::identical` counts one more a run | words of passages |
//! | `Passage::edits` takes the shorter side of a gap | edits |
//! | `PassageFinder::fill` does not align gaps | edits (seldom more) |
//! | `covered_words` counts overlaps twice | coverage; words repeated |
//! | `LastPlaces::replace` tells of no place before | resemblance and containment |
//! | `Ranking::repeated_words` begins at the anchor's side | words repeated |
//! | `Document::point` leaves line breaks of a block out | lines and bytes |
//! | `Fingerprints::block_of` is off by one at a block's end | lines and bytes |
//! | `repeats` asks for twice the shortest passage | repeats |
//! | every fifth document has no seeds | runs of the shortest passage; order of documents; threads |
//! | `Document::locate` ends a byte late | damaged inputs |
//! | tokens keep five bits of their hash | words of passages; edits; resemblance and containment |
//! | a shared passage may have any length | texts of their own |
//! | `gather` does not sort its batches | threads |
//! | `walk` does not sort | order of creation |
//! | the language has 300 words | richness of the newsroom; lines and bytes |

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot make its input fails")]

mod reference;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use reference::newsroom::{self, Random};
use reference::{Dictionary, Words};
use twicetold::report::{Finding, Occurrence, Passage, Report};
use twicetold::walk::{Input, InputPlace};
use twicetold::{Detector, Document, Options, ReadOptions, read};

/// Days that are tried.
const DAYS: u64 = 60;

/// The defaults, which the README promises.
const MIN_WORDS: usize = 25;
const SHINGLE: usize = 5;

/// A day's texts and what was found in them.
struct Day {
    seed: u64,
    texts: Vec<String>,
    words: Vec<Words>,
    report: Report,
}

impl Day {
    fn new(seed: u64) -> Self {
        let texts = newsroom::day(seed);
        let mut dictionary = Dictionary::default();
        let words = texts.iter().map(|text| dictionary.words(text)).collect();
        let documents = texts.iter().enumerate();
        let documents =
            documents.map(|(at, text)| Document::from_text(at.to_string(), text.clone()));
        let options =
            Options { documents: twicetold::DocumentsShown::All, threads: 1, ..Options::default() };
        let report = Detector::new(options).unwrap().scan_documents(documents.collect()).unwrap();
        Self { seed, texts, words, report }
    }

    /// The words of one side of a passage.
    fn side(&self, document: usize, bytes: Option<[u64; 2]>) -> (Range<usize>, &[u32]) {
        let range = self.words[document].within(bytes.expect("plain text has bytes"));
        (range.clone(), &self.words[document].ids[range])
    }

    /// Each copy with its finding and its anchor.
    fn copies(&self) -> impl Iterator<Item = (&Finding, &Occurrence, &Occurrence)> {
        self.report.findings.iter().flat_map(|finding| {
            let (anchor, copies) = finding.occurrences.split_first().unwrap();
            copies.iter().map(move |copy| (finding, anchor, copy))
        })
    }

    /// Each passage with the words of the anchor's side and the copy's.
    fn passages(&self) -> impl Iterator<Item = (&Finding, &Passage, &[u32], &[u32])> {
        self.copies().flat_map(move |(finding, anchor, copy)| {
            copy.passages.iter().map(move |passage| {
                let a = self.side(anchor.document, passage.anchor.bytes).1;
                let b = self.side(copy.document, passage.copy.bytes).1;
                (finding, passage, a, b)
            })
        })
    }
}

/// Runs a law on every day.
fn every_day(law: impl Fn(&Day)) {
    for seed in 0..DAYS {
        law(&Day::new(seed));
    }
}

#[track_caller]
fn close(day: &Day, finding: &Finding, what: &str, told: Option<f64>, counted: f64) {
    let told = told.unwrap_or_else(|| panic!("day {}, {}: no {what}", day.seed, finding.id));
    let apart = (told - counted).abs();
    assert!(apart < 1e-9, "day {}, {}: {what} {told}, counted {counted}", day.seed, finding.id);
}

/// The documents that each finding names.
fn names<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<BTreeSet<usize>> {
    findings.map(|f| f.occurrences.iter().map(|o| o.document).collect()).collect()
}

/// Returns the documents that groups link with `start`, directly or through others.
fn linked(groups: &[BTreeSet<usize>], start: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([start]);
    loop {
        let next = groups.iter().filter(|group| !group.is_disjoint(&reached)).flatten();
        let next: BTreeSet<usize> = next.chain(&reached).copied().collect();
        if next == reached {
            return reached;
        }
        reached = next;
    }
}

/// Two copies of one document are in one group, or in groups that are linked: a group has every
/// member compared with its anchor, and a copy of two anchors is in one group only. Other pairs
/// are named together. The first of identical texts stands for the others.
#[test]
fn a_run_of_the_shortest_passage_in_two_documents_is_reported() {
    let pairs = Cell::new(0);
    every_day(|day| {
        let all = names(day.report.findings.iter());
        let copies = day.report.findings.iter();
        let copies = names(copies.filter(|finding| finding.rule.ends_with("-document")));
        let is_first =
            |at: &usize| (0..*at).all(|other| day.words[other].ids != day.words[*at].ids);
        let different: Vec<usize> = (0..day.texts.len()).filter(is_first).collect();
        for (at, &a) in different.iter().enumerate() {
            for &b in &different[at + 1..] {
                let run = reference::longest_common_run(&day.words[a].ids, &day.words[b].ids);
                let together = all.iter().any(|names| names.contains(&a) && names.contains(&b));
                let told = together || linked(&copies, a).contains(&b);
                assert!(run < MIN_WORDS || told, "day {}: {a} and {b} share {run}", day.seed);
                pairs.set(pairs.get() + usize::from(run >= MIN_WORDS));
            }
        }
    });
    assert!(pairs.get() > 500, "{} pairs share a passage", pairs.get());
}

#[test]
fn a_passage_has_the_words_that_its_places_hold() {
    every_day(|day| {
        for (finding, passage, a, b) in day.passages() {
            let at = format!("day {}, {}", day.seed, finding.id);
            assert_eq!(passage.words, b.len() as u64, "{at}");
            assert_eq!(passage.exact, a == b, "{at}");
            let common = reference::longest_common_subsequence(a, b) as u64;
            assert!(passage.identical_words <= common, "{at}");
            assert!(!passage.exact || passage.identical_words == common, "{at}");
            let longer = a.len().max(b.len()) as f64;
            let similarity = passage.identical_words as f64 / longer;
            close(day, finding, "similarity", Some(passage.similarity), similarity);
            assert!(a.first() == b.first() && a.last() == b.last(), "{at}: ends with other words");
        }
    });
}

#[test]
fn edits_are_no_fewer_than_needed_and_seldom_more() {
    let counts = Cell::new((0, 0));
    every_day(|day| {
        for (finding, anchor, copy) in day.copies() {
            let Some(edits) = copy.edits.map(u64::from) else { continue };
            let needed = |passage: &Passage| {
                let a = day.side(anchor.document, passage.anchor.bytes).1;
                reference::levenshtein(a, day.side(copy.document, passage.copy.bytes).1) as u64
            };
            let needed: u64 = copy.passages.iter().map(needed).sum();
            assert!(edits >= needed, "day {}, {}: {edits} of {needed}", day.seed, finding.id);
            let (all, least) = counts.get();
            counts.set((all + 1, least + usize::from(edits == needed)));
        }
    });
    let (all, least) = counts.get();
    assert!(all > 100 && least * 10 >= all * 9, "{least} of {all} have the fewest edits");
}

#[test]
fn coverage_is_the_share_of_words_in_passages() {
    every_day(|day| {
        for (finding, anchor, copy) in day.copies().filter(|(_, _, copy)| copy.shares.is_some()) {
            let share = |document: usize, bytes: Vec<Option<[u64; 2]>>| {
                let ranges: Vec<_> = bytes.into_iter().map(|b| day.side(document, b).0).collect();
                let all = day.words[document].ids.len();
                reference::covered(all, &ranges) as f64 / all as f64
            };
            let of_copy =
                share(copy.document, copy.passages.iter().map(|p| p.copy.bytes).collect());
            let of_anchor =
                share(anchor.document, copy.passages.iter().map(|p| p.anchor.bytes).collect());
            let shares = copy.shares.as_ref();
            close(day, finding, "coverage", shares.map(|shares| shares.coverage), of_copy);
            let told = shares.map(|shares| shares.coverage_of_anchor);
            close(day, finding, "coverage of anchor", told, of_anchor);
        }
    });
}

#[test]
fn resemblance_and_containment_are_broders() {
    every_day(|day| {
        for (finding, anchor, copy) in day.copies().filter(|(_, _, copy)| copy.shares.is_some()) {
            let (a, b) = (&day.words[anchor.document].ids, &day.words[copy.document].ids);
            let (resemblance, containment) = reference::likeness(a, b, SHINGLE);
            let shares = copy.shares.as_ref();
            close(
                day,
                finding,
                "resemblance",
                shares.map(|shares| shares.resemblance),
                resemblance,
            );
            close(
                day,
                finding,
                "containment",
                shares.map(|shares| shares.containment),
                containment,
            );
        }
    });
}

#[test]
fn words_repeated_are_those_of_copies_each_once() {
    every_day(|day| {
        let mut copies: Vec<Vec<Range<usize>>> = vec![Vec::new(); day.texts.len()];
        for (_, _, copy) in day.copies().filter(|(finding, _, _)| finding.rule != "boilerplate") {
            let ranges = copy.passages.iter().map(|p| day.side(copy.document, p.copy.bytes).0);
            copies[copy.document].extend(ranges);
        }
        let counted = copies.iter().zip(&day.words);
        let counted: usize = counted.map(|(r, words)| reference::covered(words.ids.len(), r)).sum();
        assert_eq!(day.report.summary.words_repeated, counted as u64, "day {}", day.seed);
    });
}

#[test]
fn lines_and_bytes_name_the_same_place() {
    every_day(|day| {
        for occurrence in day.report.findings.iter().flat_map(|finding| &finding.occurrences) {
            let text = &day.texts[occurrence.document];
            let [from, to] = occurrence.bytes.expect("plain text has bytes").map(|b| b as usize);
            let line = |at: usize| 1 + text[..at].matches('\n').count() as u32;
            assert_eq!(occurrence.lines, [line(from), line(to - 1)], "day {}", day.seed);
            let block = |at: usize| {
                let before = &text[..at];
                1 + before.matches("\n\n").count() as u32
            };
            assert_eq!(occurrence.blocks, [block(from), block(to - 1)], "day {}", day.seed);
        }
    });
}

#[test]
fn what_a_document_tells_twice_is_reported_and_nothing_else() {
    let twice = Cell::new(0);
    every_day(|day| {
        for (at, words) in day.words.iter().enumerate() {
            let (first, second, run) = reference::longest_own_run(&words.ids);
            let told: Vec<&Finding> = day
                .report
                .findings
                .iter()
                .filter(|f| f.rule.starts_with("repeated-") && f.occurrences[0].document == at)
                .collect();
            let holds = |bytes: Option<[u64; 2]>, place: usize| {
                day.side(at, bytes).0.contains(&(place + run / 2))
            };
            let is_told = told.iter().any(|finding| {
                let passages = finding.occurrences.iter().flat_map(|o| &o.passages);
                let mut passages = passages.map(|p| (p.anchor.bytes, p.copy.bytes));
                passages.any(|(a, b)| holds(a, first) && holds(b, second))
            });
            if run >= MIN_WORDS {
                twice.set(twice.get() + 1);
                assert!(is_told, "day {}: {at} tells {run} words twice", day.seed);
            }
            let is_copy = |passage: &Passage| {
                let (a, b) = (day.side(at, passage.anchor.bytes), day.side(at, passage.copy.bytes));
                let common = reference::longest_common_subsequence(a.1, b.1);
                a.0.start < b.0.start && 2 * common >= a.1.len().max(b.1.len())
            };
            let mut passages = told.iter().flat_map(|f| &f.occurrences).flat_map(|o| &o.passages);
            assert!(passages.all(is_copy), "day {}: {at} does not repeat this", day.seed);
            assert!(run >= SHINGLE || told.is_empty(), "day {}: {at} repeats nothing", day.seed);
        }
    });
    assert!(twice.get() > 10, "{} documents tell something twice", twice.get());
}

/// Set phrases, and a greeting of less than the shortest passage.
#[test]
fn texts_of_their_own_have_nothing_in_common() {
    for seed in 0..10 {
        let greeting = newsroom::paragraph(&mut Random(seed), 16);
        let mut articles = newsroom::articles(30, 1000 + seed);
        for article in &mut articles {
            article.0.insert(2, greeting.clone());
        }
        let documents = articles.iter().enumerate();
        let documents = documents.map(|(at, a)| Document::from_text(at.to_string(), a.text()));
        let detector = Detector::new(Options::default()).unwrap();
        let report = detector.scan_documents(documents.collect()).unwrap();
        assert!(report.findings.is_empty(), "seed {seed}: {:?}", report.findings[0]);
    }
}

#[test]
fn the_newsroom_is_as_rich_as_news() {
    let articles = newsroom::articles(100, 1);
    let (all, different) = (
        articles.iter().map(newsroom::Article::words).sum::<usize>(),
        newsroom::vocabulary(&articles),
    );
    assert!(different * 20 > all && different * 2 < all, "{different} different words of {all}");
}

/// Writes the days' texts below a folder, in the order that `order` gives them.
fn write_days(folder: &Path, order: impl Fn(&mut Vec<(String, String)>)) {
    let mut files = Vec::new();
    for seed in 0..3 {
        for (at, text) in newsroom::day(seed).into_iter().enumerate() {
            files.push((format!("{}/day{seed}/{at}.txt", ["a", "b"][at % 2]), text));
        }
    }
    let lines: Vec<String> =
        newsroom::articles(7_000, 5).iter().enumerate().map(|(at, a)| a.json(at)).collect();
    // Longer than a portion, so that threads share one file; the first lines stand again at its end, some as they are
    // and many edited, so that threads share their pairs.
    let edited = lines[5..400].iter().map(|line| line.replace(" the ", " our "));
    let again: Vec<String> = lines[..5].iter().cloned().chain(edited).collect();
    files.push(("feeds/all.jsonl".into(), lines.join("\n") + "\n" + &again.join("\n")));
    order(&mut files);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The JSON report of the folder with as many threads.
fn json(folder: &Path, threads: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.current_dir(folder).args(["scan", ".", "-f", "json", "--documents", "all"]);
    let output = command.args(["-j", threads]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn any_number_of_threads_and_any_order_of_creation_give_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_days(one.path(), |_| {});
    write_days(other.path(), |files| files.reverse());
    let first = json(one.path(), "1");
    let report: serde_json::Value = serde_json::from_str(&first).unwrap();
    let documents = report["documents"].as_array().unwrap();
    let uris: Vec<_> = documents.iter().map(|document| document["uri"].as_str().unwrap()).collect();
    // Some file systems list a folder in one order however it was made.
    assert!(uris.is_sorted() && documents.len() > 7_000);
    assert!(report["findings"].as_array().unwrap().len() > 10);
    for (folder, threads) in [(&one, "2"), (&one, "5"), (&other, "1"), (&other, "2")] {
        let next = json(folder.path(), threads);
        // Not assert_eq: two reports of a megabyte say nothing on a terminal.
        assert!(first == next, "-j{threads} gives another report");
    }
}

#[test]
fn any_order_of_documents_gives_the_same_findings() {
    every_day(|day| {
        let documents = |order: &dyn Fn(usize) -> usize| {
            let all = (0..day.texts.len()).map(order);
            let all = all.map(|at| Document::from_text(at.to_string(), day.texts[at].clone()));
            let report = Detector::new(Options::default()).unwrap();
            let report = report.scan_documents(all.collect()).unwrap();
            let key = |document: usize| report.documents[document].key.clone();
            let groups = report.findings.iter().filter(|f| f.rule.starts_with("repeated-"));
            let mut groups: Vec<_> = groups
                .map(|f| (f.rule, f.fingerprint.clone(), key(f.occurrences[0].document)))
                .collect();
            groups.sort();
            let identical = report.findings.iter().filter(|f| f.rule == "identical-document");
            let identical: BTreeSet<BTreeSet<String>> = identical
                .map(|f| f.occurrences.iter().map(|o| key(o.document)).collect())
                .collect();
            let mut named: Vec<String> = report
                .findings
                .iter()
                .flat_map(|f| &f.occurrences)
                .map(|o| key(o.document))
                .collect();
            named.sort();
            named.dedup();
            (groups, identical, named)
        };
        let last = day.texts.len() - 1;
        assert!(documents(&|at| at) == documents(&|at| last - at), "day {}", day.seed);
    });
}

/// Inputs of every format; what is done to them below is what transfers and editors do.
const SAMPLES: [&str; 10] = [
    "corpus/rss-and-atom/gazette.atom",
    "corpus/rss-and-atom/tidings.rss",
    "corpus/wire-story-four-papers/items.jsonl",
    "corpus/windows-1252-and-utf-8",
    "corpus/markdown-and-html",
    "corpus/rare-earths/article.txt",
    "corpus/gzip-copy",
    "corpus/crlf-curly-quotes",
    "corpus/chinese-edited-copy",
    "corpus/headlines-only-feed",
];

/// What breaks formats.
const THORNS: [&[u8]; 14] = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"&#x110000;",
    b"&",
    b"</item>",
    b"{\"body\":",
    b"\\ud800",
    b"\r",
    b"\xe2\x80",
    b"---\n",
];

/// A sample with some bytes lost, turned, doubled or put in.
fn damaged(sample: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..random.between(1, 6) {
        let from = random.below(bytes.len());
        let to = (from + random.between(1, 200)).min(bytes.len());
        match random.below(5) {
            0 => drop(bytes.drain(from..to)),
            1 => bytes[from] = random.bits() as u8,
            2 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(from..from, again);
            }
            3 => bytes.truncate(to.max(1)),
            _ => drop(bytes.splice(from..from, THORNS[random.below(THORNS.len())].iter().copied())),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

/// The files that a sample names.
fn files(sample: &str) -> Vec<std::path::PathBuf> {
    let path = Path::new(sample);
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| !path.ends_with("expected.json")).collect();
    files.sort();
    files
}

#[test]
fn no_damage_makes_a_reader_fail_or_name_a_place_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let options = ReadOptions { max_expanded: 1 << 20, ..ReadOptions::default() };
    let mut random = Random(7);
    let mut read_documents = 0;
    for file in SAMPLES.iter().flat_map(|sample| files(sample)) {
        let sample = fs::read(&file).unwrap();
        let path = folder.path().join(file.file_name().unwrap());
        for _ in 0..60 {
            let bytes = damaged(&sample, &mut random);
            fs::write(&path, &bytes).unwrap();
            let input = Input { place: InputPlace::File(path.clone()), uri: "sample".into() };
            for portion in read::portions(&input, &options) {
                for document in portion.read(&options).documents {
                    check_places(&document, bytes.len() as u64);
                    read_documents += 1;
                }
            }
        }
    }
    assert!(read_documents > 1000, "{read_documents} documents");
}

/// Every block and every word lies in the text and in the input.
fn check_places(document: &Document, input: u64) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(end <= block.span.start && block.span.start < block.span.end);
        end = block.span.end;
        let place = document.locate(block.span.clone());
        assert!(1 <= place.lines.0 && place.lines.0 <= place.lines.1);
        assert!(place.bytes.is_none_or(|bytes| bytes.start < bytes.end && bytes.end <= input));
    }
    assert_eq!(end as usize, document.text.len());
    for span in twicetold::fingerprint::token_spans(document, 0..document.blocks.len()) {
        assert!(document.text.get(span.start as usize..span.end as usize).is_some());
    }
}

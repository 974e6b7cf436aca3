//! Natural news, and what its texts share, found by the plainest means: all windows of all texts, sorted.
//!
//! Third parties' news is no part of the project: it is read from `../shared/data` where that is. Words are
//! those of the normaliser, as strings: no hash of a token, no shingle and no selection comes in here.

pub(crate) mod figures;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};

use twicetold::fingerprint::normalized;
use twicetold::{Detector, Document, Options};

use crate::reference::newsroom::Random;

/// A text and its words.
pub(crate) struct Text {
    /// The text, to the letter.
    pub(crate) raw: String,
    /// A number for each word; equal numbers, equal words (of one [`Language`]).
    pub(crate) words: Vec<u32>,
    /// The length of each word in half words: a character of a script without spaces is half a word.
    pub(crate) halves: Vec<u32>,
}

/// Words seen so far.
#[derive(Default)]
pub(crate) struct Language(HashMap<String, u32>);

impl Language {
    /// Returns the words of a text, and the length of each in half words.
    fn words(&mut self, raw: &str) -> (Vec<u32>, Vec<u32>) {
        let normalized = normalized(raw);
        let normalized = std::str::from_utf8(&normalized).expect("normalised text is text");
        let words = normalized.split_terminator(' ').map(|word| {
            let next = self.0.len() as u32;
            let number = *self.0.entry(word.to_owned()).or_insert(next);
            (number, if word.starts_with(stands_without_spaces) { 1 } else { 2 })
        });
        words.unzip()
    }

    /// Returns a text with its words.
    pub(crate) fn text(&mut self, raw: String) -> Text {
        let (words, halves) = self.words(&raw);
        Text { raw, words, halves }
    }

    /// Returns the words of a part of a text.
    pub(crate) fn part(&mut self, raw: &str) -> Vec<u32> {
        self.words(raw).0
    }
}

/// Thai, Lao, Tibetan, Burmese, Khmer, Chinese, kana, bopomofo and Yi.
fn stands_without_spaces(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a000}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

impl Text {
    /// Returns the length of some words: two characters are a word, and so is a last one.
    pub(crate) fn length(&self, range: Range<usize>) -> usize {
        self.halves[range].iter().sum::<u32>().div_ceil(2) as usize
    }

    /// Returns the words that lie in a range of bytes: those before it, and those in it.
    pub(crate) fn within(&self, bytes: [u64; 2], language: &mut Language) -> Range<usize> {
        let [from, to] = bytes.map(|byte| byte as usize);
        let before = language.part(&self.raw[..from]).len();
        before..before + language.part(&self.raw[from..to]).len()
    }

    /// Returns the shortest run of at least as many words from a word on.
    fn window(&self, at: usize, words: usize) -> Option<Range<usize>> {
        let mut halves = 0;
        for (end, half) in self.halves.iter().enumerate().skip(at) {
            halves += half;
            if halves.div_ceil(2) as usize >= words {
                return Some(at..end + 1);
            }
        }
        None
    }
}

/// A run of words, and every place where it stands.
pub(crate) struct Shared {
    /// Words of the run, as tokens.
    pub(crate) tokens: usize,
    /// Text and first word, in order; two texts at least.
    pub(crate) places: Vec<(usize, usize)>,
}

/// Returns each window of so many words that stands in two texts or more.
pub(crate) fn shared_windows(texts: &[Text], words: usize) -> Vec<Shared> {
    let mut windows: Vec<(u32, u32, u32)> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let all = (0..text.words.len()).map_while(|first| text.window(first, words));
        windows.extend(all.map(|range| (at as u32, range.start as u32, range.end as u32)));
    }
    let words_of = |&(text, from, to): &(u32, u32, u32)| {
        &texts[text as usize].words[from as usize..to as usize]
    };
    windows.sort_unstable_by(|x, y| words_of(x).cmp(words_of(y)).then(x.cmp(y)));
    let equal = windows.chunk_by(|x, y| words_of(x) == words_of(y));
    let shared = equal.filter(|places| places[0].0 != places[places.len() - 1].0);
    shared
        .map(|places| Shared {
            tokens: (places[0].2 - places[0].1) as usize,
            places: places.iter().map(|&(text, at, _)| (text as usize, at as usize)).collect(),
        })
        .collect()
}

/// Returns Broder's resemblance of two texts, and his containment of the second in the first; a shingle has
/// `k` words, or `k_characters` tokens where it begins with a character.
pub(crate) fn likeness(a: &Text, b: &Text, (k, k_characters): (usize, usize)) -> (f64, f64) {
    fn set(text: &Text, lengths: (usize, usize)) -> BTreeSet<&[u32]> {
        let length = |at: usize| if text.halves[at] == 1 { lengths.1 } else { lengths.0 };
        // The first place without room for a shingle ends the text.
        (0..text.words.len()).map_while(|at| text.words.get(at..at + length(at))).collect()
    }
    if a.words == b.words {
        return (1.0, 1.0);
    }
    let (a, b) = (set(a, (k, k_characters)), set(b, (k, k_characters)));
    let shared = a.intersection(&b).count() as f64;
    let share = |of: usize| if of > 0 { shared / of as f64 } else { 0.0 };
    (share(a.union(&b).count()), share(b.len()))
}

/// Stretches that a sample is made of: news that lies side by side is of one day or one source, and has the
/// copies that a sample of single articles would lose.
const STRETCHES: usize = 10;

/// Returns a sample of so many of a set's texts, the same for the same seed; `None` where the set is not there.
pub(crate) fn sample(set: &str, articles: usize, seed: u64) -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let path = path.join(format!("{set}.jsonl.zst"));
    let lines = lines(&path)?;
    let mut random = Random(seed);
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    let stretch = articles.div_ceil(STRETCHES);
    while chosen.len() < articles.min(lines.len()) {
        let from = random.below(lines.len().saturating_sub(stretch) + 1);
        chosen.extend((from..(from + stretch).min(lines.len())).take(articles - chosen.len()));
    }
    let text = |at: usize| {
        let record: serde_json::Value =
            serde_json::from_str(&lines[at]).expect("a line is a record");
        let part = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        format!("{}\n\n{}", part("title"), part("text"))
    };
    Some(chosen.into_iter().map(text).collect())
}

fn lines(path: &Path) -> Option<Vec<String>> {
    let mut decoder = zstd::stream::read::Decoder::new(fs::File::open(path).ok()?)
        .expect("the file was compressed with zstd");
    decoder.window_log_max(31).expect("zstd knows windows of two gigabytes");
    let lines = BufReader::new(decoder).lines();
    Some(lines.map(|line| line.expect("the file is UTF-8")).collect())
}

/// Returns the texts of all documents of `corpus/`.
pub(crate) fn corpus() -> Vec<String> {
    let detector = Detector::new(Options::default()).expect("the defaults can be used");
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the corpus is there") {
            let path = entry.expect("a folder can be listed").path();
            let is_text = path.file_name().is_some_and(|name| name != "expected.json");
            match path.is_dir() {
                true => folders.push(path),
                false if is_text => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    let documents = files.iter().flat_map(|path| detector.read(path).0);
    documents.map(|document: Document| document.text.to_string()).collect()
}

//! Articles that never were, and what newsrooms do to them: words drawn as in real text (few of them
//! often, most of them seldom, with set phrases), copies that are cut, edited, re-broken, embedded.
//! The same seed gives the same newsroom.

#![allow(dead_code, reason = "each test and benchmark uses a part of it")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Random numbers: `SplitMix64` (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
/// generators", figure 17).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Returns the next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }

    /// Returns a number of `from..to`.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from)
    }

    /// Returns true in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Different words of the language.
const VOCABULARY: f64 = 20_000.0;
/// Set phrases of the language.
const PHRASES: usize = 200;

/// An article: paragraphs of words; the first is the headline.
#[derive(Clone)]
pub(crate) struct Article(pub(crate) Vec<Vec<String>>);

/// Returns a word; the n-th most frequent one is drawn with a frequency of 1/n (Zipf 1935).
fn word(random: &mut Random) -> String {
    let rank = VOCABULARY.powf(random.share()) as usize;
    if rank % 97 == 96 { (rank * 13).to_string() } else { name(rank) }
}

/// The word of a rank: the rank in syllables.
fn name(mut rank: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "han", "jel", "kir", "lom", "mut", "nas", "per", "ris",
        "tok", "vul", "zan",
    ];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[rank % 16]);
        rank /= 16;
        if rank == 0 {
            return word;
        }
    }
}

/// Appends a word or a set phrase of 3 to 6 words.
fn speak(random: &mut Random, words: &mut Vec<String>) {
    if random.chance(4) {
        let mut phrase = Random(random.below(PHRASES) as u64);
        let length = phrase.between(3, 7);
        words.extend((0..length).map(|_| word(&mut phrase)));
    } else {
        words.push(word(random));
    }
}

/// Returns a paragraph of about this many words.
pub(crate) fn paragraph(random: &mut Random, length: usize) -> Vec<String> {
    let mut words = Vec::new();
    while words.len() < length {
        speak(random, &mut words);
    }
    words
}

impl Article {
    /// Returns an article of its own.
    pub(crate) fn written(random: &mut Random) -> Self {
        let headline = random.between(6, 11);
        let mut paragraphs = vec![paragraph(random, headline)];
        for _ in 0..random.between(4, 9) {
            let length = random.between(25, 70);
            paragraphs.push(paragraph(random, length));
        }
        Self(paragraphs)
    }

    /// Returns a copy with this share of its words (percent) replaced, left out or added to.
    pub(crate) fn edited(&self, random: &mut Random, percent: usize) -> Self {
        let edit = |words: &Vec<String>| {
            let mut edited = Vec::new();
            for old in words {
                if !random.chance(percent) {
                    edited.push(old.clone());
                    continue;
                }
                match random.below(4) {
                    0 => {}
                    1 => edited.extend([old.clone(), word(random)]),
                    _ => edited.push(word(random)),
                }
            }
            edited
        };
        Self(self.0.iter().map(edit).collect())
    }

    /// Returns a copy with another headline.
    pub(crate) fn re_headed(&self, random: &mut Random) -> Self {
        let mut copy = self.clone();
        copy.0[0] = paragraph(random, 8);
        copy
    }

    /// Returns a copy that ends early, or begins late.
    pub(crate) fn cut(&self, random: &mut Random) -> Self {
        let keep = random.between(2, self.0.len());
        let from_the_end = random.chance(20);
        let paragraphs =
            if from_the_end { &self.0[self.0.len() - keep..] } else { &self.0[..keep] };
        Self(paragraphs.to_vec())
    }

    /// Returns a copy with its paragraphs in another order.
    pub(crate) fn shuffled(&self, random: &mut Random) -> Self {
        let mut copy = self.clone();
        for at in (2..copy.0.len()).rev() {
            copy.0.swap(at, random.between(1, at + 1));
        }
        copy
    }

    /// Returns an article of its own with some paragraphs of this one in it.
    pub(crate) fn lifted(&self, random: &mut Random) -> Self {
        let mut host = Self::written(random);
        let from = random.between(1, self.0.len());
        let to = (from + random.between(1, 3)).min(self.0.len());
        let place = random.between(1, host.0.len() + 1);
        host.0.splice(place..place, self.0[from..to].to_vec());
        host
    }

    /// Returns a copy that tells some of its paragraphs twice.
    pub(crate) fn repeated(&self, random: &mut Random) -> Self {
        let mut copy = self.clone();
        let from = random.between(1, copy.0.len());
        let to = random.between(from, copy.0.len()) + 1;
        let place = random.between(1, copy.0.len() + 1);
        let again = Self(copy.0[from..to].to_vec());
        let again = if random.chance(50) { again.edited(random, 4) } else { again };
        copy.0.splice(place..place, again.0);
        copy
    }

    /// Returns the words of all paragraphs.
    pub(crate) fn words(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Returns the text: a paragraph a line, paragraphs parted by blank lines.
    pub(crate) fn text(&self) -> String {
        let paragraphs: Vec<String> = self.0.iter().map(|words| sentences(words)).collect();
        paragraphs.join("\n\n") + "\n"
    }

    /// Returns the text with lines of at most 60 letters, and quotation marks that are not ASCII.
    pub(crate) fn re_broken(&self) -> String {
        let mut text = String::new();
        for words in &self.0 {
            let mut column = 0;
            for word in sentences(words).split(' ') {
                if column > 0 && column + word.len() > 60 {
                    text.push('\n');
                    column = 0;
                } else if column > 0 {
                    text.push(' ');
                }
                text.push_str(word);
                column += word.len() + 1;
            }
            text.push_str("\n\n");
        }
        text
    }

    /// Returns the article as a line of JSONL.
    pub(crate) fn json(&self, id: usize) -> String {
        let (title, body) = (self.0[0].join(" "), Self(self.0[1..].to_vec()).text());
        let mut line = String::new();
        let _ = write!(
            line,
            r#"{{"id":"n{id}","title":"{title}","body":"{}"}}"#,
            body.replace('\n', "\\n")
        );
        line
    }
}

/// Words as sentences of 12.
fn sentences(words: &[String]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        match at % 12 {
            0 if at > 0 => text.push_str(". "),
            7 => text.push_str(", "),
            _ if at > 0 => text.push(' '),
            _ => {}
        }
        let (first, rest) = word.split_at(1);
        text.push_str(&if at % 12 == 0 { first.to_uppercase() } else { first.to_owned() });
        text.push_str(rest);
    }
    text + "."
}

/// Returns what a day brings: articles and edited copies of them, as texts, each with its own name.
pub(crate) fn day(seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    let mut texts = Vec::new();
    for _ in 0..random.between(2, 5) {
        let original = Article::written(&mut random);
        texts.push(original.text());
        for _ in 0..random.between(1, 4) {
            let (text, article) = copy(&original, &mut random);
            texts.push(text);
            if random.chance(20) {
                texts.push(copy(&article, &mut random).0);
            }
        }
    }
    for at in (1..texts.len()).rev() {
        texts.swap(at, random.below(at + 1));
    }
    texts
}

/// An edited copy.
fn copy(original: &Article, random: &mut Random) -> (String, Article) {
    let percent = random.below(8);
    let article = match random.below(6) {
        0 => original.edited(random, percent),
        1 => original.re_headed(random).edited(random, percent),
        2 => original.cut(random).edited(random, percent),
        3 => original.shuffled(random),
        4 => original.lifted(random),
        _ => original.repeated(random),
    };
    let text = if random.chance(30) { article.re_broken() } else { article.text() };
    (text, article)
}

/// Returns as many different articles.
pub(crate) fn articles(count: usize, seed: u64) -> Vec<Article> {
    let mut random = Random(seed);
    (0..count).map(|_| Article::written(&mut random)).collect()
}

/// Returns the different words of some texts: what says whether the language is as large as news.
pub(crate) fn vocabulary(articles: &[Article]) -> usize {
    articles.iter().flat_map(|a| &a.0).flatten().collect::<BTreeSet<_>>().len()
}

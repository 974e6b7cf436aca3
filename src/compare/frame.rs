//! Passages of one source in, which of them are framed out: set in what the source puts round links, pictures and films.
//!
//! A frame is a phrase that many articles of a source have and next to none of other sources: `hide caption 3`, `media
//! playback is unsupported`. A habit tells none: it is known of selected shingles only, of which a frame of few words has
//! seldom one. So the phrases of the passages that are asked for are counted in a sample of the documents.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{ShingleFingerprint, ShingleOptions, Token, shingles};
use crate::spill::lent;

use super::lookup::{Filter, Heads};
use super::{Text, work};

/// A phrase, and a source that has it.
type Phrase = (ShingleFingerprint, u32);

/// How phrases are made.
const PHRASE: ShingleOptions = ShingleOptions { k: 3, k_characters: 6 };
/// One of so many documents is in the sample, and of few documents so many.
const ONE_OF: usize = 8;
const FEW: usize = 1024;
/// Documents of the sample at most, about.
const MANY: usize = 4096;
/// One of so many documents of the sample is looked at first.
const FIRST_OF: usize = 4;
/// Documents of the sample that a thread takes at least: each has counts of its own.
const A_TASK: usize = 256;
/// Fewest documents of a source in the sample that have a frame of it, and their least share.
const DOCUMENTS: u32 = 4;
const SHARE: f64 = 0.015;
/// That share as a multiple of the one of other sources' documents, one more of which is taken to have the phrase than do:
/// of few documents it is not known.
const MORE: f64 = 60.0;
/// Share of a passage in frames from which on it is framed, where there are several, and where there is one.
const SEVERAL: f64 = 0.1;
const ONE: f64 = 0.18;
/// Fewest frames in a row that make a gallery, in which captions stand between them, their least length in tokens, and the
/// longest caption; the same where the gallery is known by what stands round a passage. `told Fox News` is shorter.
const ROW: usize = 3;
const LONG: usize = 4;
const CAPTION: usize = 192;
const SHORT_CAPTION: usize = 80;
/// Share of a passage that is a gallery.
const MOST: f64 = 0.5;
/// Tokens of a passage that are looked at: a gallery is as framed where it begins as where it ends.
pub(super) const HEAD: usize = 256;
/// The same of a document of the sample: what is longer is no article.
const ARTICLE: usize = 1 << 14;
/// Bits of the filter for each phrase: most phrases of a document are of no passage.
const BITS: usize = 16;
/// Bits of a phrase by which most are told from all frames.
const FILTER_BITS: u32 = 16;

/// The frames of sources, of the phrases of some passages.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// Phrases, each with a source whose frame it is; sorted.
    frames: Vec<Phrase>,
    /// Tells most phrases from all frames.
    filter: Filter,
    /// The sources that have frames.
    sources: HashSet<u32>,
}

impl Frames {
    /// Returns the frames that stand in some passages, each given with its source; counted in `texts`.
    pub(super) fn of(passages: &[(&[Token], u32)], texts: &[Text<'_>]) -> Self {
        if passages.is_empty() || texts.iter().all(|text| text.source == texts[0].source) {
            return Self::default(); // Nobody else would have a phrase.
        }
        let size = (texts.len() / ONE_OF).clamp(FEW, MANY);
        let sample: Vec<&Text<'_>> = texts.iter().step_by(texts.len().div_ceil(size)).collect();
        let mut of_sources: HashMap<u32, usize> = HashMap::new();
        for text in &sample {
            *of_sources.entry(text.source).or_default() += 1;
        }
        let is_frame = |(_, source): &Phrase, count: &Count| {
            of_sources.get(source).is_some_and(|all| count.is_frame(*all, sample.len()))
        };
        let counted = counted(phrases(passages), &sample).into_iter();
        let frames = counted.filter(|(phrase, count)| is_frame(phrase, count));
        Self::new(frames.map(|(phrase, _)| phrase).collect())
    }

    /// `frames`: sorted.
    fn new(frames: Vec<Phrase>) -> Self {
        let filter = Filter::of(frames.iter().map(|(phrase, _)| *phrase), FILTER_BITS);
        let sources = frames.iter().map(|(_, source)| *source).collect();
        Self { frames, filter, sources }
    }

    fn holds(&self, phrase: ShingleFingerprint, source: u32) -> bool {
        self.filter.may_have(phrase) && self.frames.binary_search(&(phrase, source)).is_ok()
    }

    /// Returns whether there is no frame.
    pub(super) fn are_none(&self) -> bool {
        self.frames.is_empty()
    }

    /// Returns whether a passage of a source is framed.
    pub(super) fn is_framed(&self, passage: &[Token], source: u32) -> bool {
        if self.frames.is_empty() {
            return false;
        }
        let frames = self.frames_in(passage, source);
        let in_head: Vec<_> = frames.iter().filter_map(in_head).collect();
        let least = if in_head.len() > 1 { SEVERAL } else { ONE };
        share(&in_head, head(passage)) >= least
            || share(&galleries(frames, CAPTION), passage) >= MOST
    }

    /// Returns whether a place in a text of a source lies in a gallery that counts its pictures, of which more may stand
    /// round it. What stands between links, or between pictures without a number, may be the story.
    pub(super) fn is_in_gallery(&self, text: &[Token], place: &Range<u32>, source: u32) -> bool {
        if !self.sources.contains(&source) {
            return false;
        }
        let (start, end) = (place.start as usize, place.end as usize);
        // Next to none has a frame behind it.
        if self.counters_in(text, end..end + SHORT_CAPTION, source).is_empty() {
            return false;
        }
        let from = start.saturating_sub(CAPTION);
        let counters = self.counters_in(text, from..end + CAPTION, source);
        let galleries = galleries(counters, SHORT_CAPTION).into_iter();
        let inside = galleries.map(|r| (r.start + from).max(start)..(r.end + from).min(end));
        inside.map(|r| r.len()).sum::<usize>() as f64 >= MOST * place.len() as f64
    }

    /// Returns the frames with a number in a part of a text, which may end before it.
    fn counters_in(&self, text: &[Token], part: Range<usize>, source: u32) -> Vec<Range<usize>> {
        let part = &text[part.start..part.end.min(text.len())];
        let mut frames = self.frames_in(part, source);
        frames.retain(|frame| part[frame.clone()].iter().any(|token| token.is_number()));
        frames
    }

    /// Returns the galleries in a text of a source: from the caption before the first frame of a row to its last frame.
    pub(super) fn galleries(&self, text: &[Token], source: u32) -> Vec<Range<usize>> {
        galleries(self.frames_in(text, source), CAPTION)
    }

    /// Returns the tokens of a text of a source that are its frames, those that touch together.
    fn frames_in(&self, text: &[Token], source: u32) -> Vec<Range<usize>> {
        let mut phrases = Vec::new();
        add_phrases(text, &mut phrases);
        let mut frames: Vec<Range<usize>> = Vec::new();
        for (at, phrase) in phrases.into_iter().enumerate() {
            if !self.holds(phrase, source) {
                continue;
            }
            let behind = at + PHRASE.length(text[at].is_character()) as usize;
            let end = behind.min(text.len());
            match frames.last_mut() {
                Some(last) if at <= last.end => last.end = end,
                _ => frames.push(at..end),
            }
        }
        frames
    }
}

/// The documents of a sample that have a phrase: of its source, of others.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    own: u32,
    others: u32,
}

impl Count {
    /// Whether a phrase is a frame of its source, of which so many documents are in a sample of so many.
    fn is_frame(self, of_source: usize, sample: usize) -> bool {
        let share = f64::from(self.own) / of_source as f64;
        let others = f64::from(self.others + 1) / (sample - of_source + 1) as f64;
        self.own >= DOCUMENTS && share >= SHARE && share >= MORE * others
    }

    fn plus(self, other: Self) -> Self {
        Self { own: self.own + other.own, others: self.others + other.others }
    }
}

/// Returns the phrases of some passages, each of a source: sorted, each once.
fn phrases(passages: &[(&[Token], u32)]) -> Vec<Phrase> {
    let of_some = |passages: &[(&[Token], u32)]| {
        let (mut all, mut of_passage) = (Vec::new(), Vec::new());
        for (passage, source) in passages {
            of_passage.clear();
            add_phrases(passage, &mut of_passage);
            all.extend(of_passage.iter().map(|phrase| (*phrase, *source)));
        }
        all
    };
    let mut all = passages.par_chunks(A_TASK).map(of_some).collect::<Vec<_>>().concat();
    all.par_sort_unstable();
    all.dedup();
    all
}

/// Appends the phrase at each place of a text. One number is as good as another: `hide caption 3 of 12`.
fn add_phrases(text: &[Token], out: &mut Vec<ShingleFingerprint>) {
    let text: Vec<Token> = text.iter().map(|token| token.of_any_number()).collect();
    shingles(&text, PHRASE, out);
}

/// Returns the galleries in a text that has these frames, in order, with captions of so many tokens at most.
fn galleries(mut frames: Vec<Range<usize>>, caption: usize) -> Vec<Range<usize>> {
    frames.retain(|frame| frame.len() >= LONG);
    let rows = frames.chunk_by(|x, y| y.start - x.end <= caption);
    let galleries = rows.filter(|row| row.len() >= ROW).map(|row| {
        let (first, last) = (&row[0], &row[row.len() - 1]);
        let caption = (last.start - first.start) / (row.len() - 1);
        first.end.saturating_sub(caption)..last.end
    });
    galleries.collect()
}

/// Returns the part of a frame that lies in the head of its text, if it has one.
fn in_head(frame: &Range<usize>) -> Option<Range<usize>> {
    (frame.start < HEAD).then(|| frame.start..frame.end.min(HEAD))
}

/// Returns the share of a text that lies in some ranges which are apart from each other, 0 to 1.
fn share(ranges: &[Range<usize>], text: &[Token]) -> f64 {
    ranges.iter().map(Range::len).sum::<usize>() as f64 / text.len().max(1) as f64
}

/// The tokens of a passage that are looked at.
fn head(passage: &[Token]) -> &[Token] {
    &passage[..passage.len().min(HEAD)]
}

/// Returns the phrases that some first documents of their sources in a sample have, with how many have them in all: most
/// phrases are of one story, and are not looked for in the others.
fn counted(phrases: Vec<Phrase>, sample: &[&Text<'_>]) -> Vec<(Phrase, Count)> {
    let some = |are_first: bool| -> Vec<&Text<'_>> {
        let all = sample.iter().enumerate();
        all.filter(|(at, _)| (at % FIRST_OF == 0) == are_first).map(|(_, text)| *text).collect()
    };
    let asked = Asked::of(phrases);
    let counts = asked.counted(&some(true));
    let known = asked.phrases.into_iter().zip(counts).filter(|(_, count)| count.own > 0);
    let (phrases, counts): (Vec<Phrase>, Vec<Count>) = known.unzip();
    let asked = Asked::of(phrases);
    let more = asked.counted(&some(false));
    let sums = counts.into_iter().zip(more).map(|(x, y)| x.plus(y));
    asked.phrases.into_iter().zip(sums).collect()
}

/// Phrases that are looked for.
struct Asked {
    /// With the sources that have them in passages, sorted, each once.
    phrases: Vec<Phrase>,
    /// Where they stand.
    heads: Heads,
    /// Tells most phrases of a document from all of them.
    filter: Filter,
}

impl Asked {
    /// `phrases`: sorted, each once.
    fn of(phrases: Vec<Phrase>) -> Self {
        let fingerprints = || phrases.iter().map(|(phrase, _)| *phrase);
        let bits = (phrases.len() * BITS).max(64).ilog2();
        let (heads, filter) = (Heads::of(fingerprints()), Filter::of(fingerprints(), bits));
        Self { phrases, heads, filter }
    }

    /// Returns in how many documents of a sample each phrase stands.
    fn counted(&self, sample: &[&Text<'_>]) -> Vec<Count> {
        let some =
            sample.par_chunks(sample.len().div_ceil(rayon::current_num_threads()).max(A_TASK));
        let counts = some.map(|sample| self.counted_in(sample));
        let sum = |x: Vec<Count>, y: Vec<Count>| x.iter().zip(y).map(|(x, y)| x.plus(y)).collect();
        counts.reduce_with(sum).unwrap_or_else(|| vec![Count::default(); self.phrases.len()])
    }

    fn counted_in(&self, sample: &[&Text<'_>]) -> Vec<Count> {
        let mut counts = vec![Count::default(); self.phrases.len()];
        // The last document, from 1 on, that has the phrase.
        let mut last = vec![0; self.phrases.len()];
        let mut of_text = Vec::new();
        for (document, text) in (1_u32..).zip(sample) {
            lent(1);
            of_text.clear();
            let tokens = &text.tokens[..text.tokens.len().min(ARTICLE)];
            add_phrases(tokens, &mut of_text);
            work::count(of_text.len());
            for phrase in &of_text {
                let places = self.places(*phrase);
                if places.is_empty() || last[places.start] == document {
                    continue;
                }
                last[places.start] = document;
                for at in places {
                    let is_own = self.phrases[at].1 == text.source;
                    counts[at].own += u32::from(is_own);
                    counts[at].others += u32::from(!is_own);
                }
            }
        }
        counts
    }

    /// Returns the places of a phrase: one for each source.
    fn places(&self, phrase: ShingleFingerprint) -> Range<usize> {
        if !self.filter.may_have(phrase) {
            return 0..0;
        }
        let near = self.heads.near(phrase);
        let some = &self.phrases[near.clone()];
        let first = some.iter().position(|known| known.0 == phrase).unwrap_or(some.len());
        let sources = some[first..].iter().take_while(|known| known.0 == phrase).count();
        near.start + first..near.start + first + sources
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::{fingerprints, tokens};
    use crate::fingerprint::Fingerprints;

    /// Whether a passage of the source 0 is framed, where some documents say these texts, each of a source.
    fn is_framed(passage: &str, said: impl Iterator<Item = (u32, String)>) -> bool {
        let said: Vec<(u32, Fingerprints)> =
            said.map(|(s, text)| (s, fingerprints(&text))).collect();
        let texts: Vec<Text<'_>> =
            said.iter().map(|(source, said)| Text { source: *source, ..Text::of(said) }).collect();
        let passage = tokens(passage);
        Frames::of(&[(&*passage, 0)], &texts).is_framed(&passage, 0)
    }

    /// Documents of two sources, so many of which have a phrase.
    fn of_two(
        phrase: &str,
        [of_first, of_second]: [u32; 2],
        all: u32,
    ) -> impl Iterator<Item = (u32, String)> {
        (0..2 * all).map(move |n| {
            let (source, nth) = (n % 2, n / 2);
            let has = nth < if source == 0 { of_first } else { of_second };
            (source, format!("x{n} y{n} z{n} {} u{n}", if has { phrase } else { "" }))
        })
    }

    #[test]
    fn a_passage_is_framed_by_what_its_source_alone_has_many_times() {
        let frame = "replay more videos must watch";
        let passage = "just watched w1 w2 w3 w4 replay more videos must watch w1 w2 w3 w4 5 12";
        assert!(is_framed(passage, of_two(frame, [100, 0], 400)));
        // What a few have, what others have as well, what of few documents may be chance.
        assert!(!is_framed(passage, of_two(frame, [3, 0], 400)));
        assert!(!is_framed(passage, of_two(frame, [100, 4], 400)));
        assert!(!is_framed(passage, of_two(frame, [4, 0], 40)));
        assert!(!is_framed(passage, of_two(frame, [100, 0], 400).map(|(_, text)| (0, text))));
    }

    /// One frame is a fifth of the passage, two are less of it.
    #[test]
    fn one_frame_is_more_of_a_passage_than_several_are() {
        let words = |n: usize| (0..n).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let documents = || of_two("replay more videos", [100, 0], 400);
        let one = |n| format!("{} replay more videos", words(n));
        assert!(is_framed(&one(13), documents()));
        assert!(!is_framed(&one(14), documents()));
        let two = |n| format!("replay more videos {} replay more videos", words(n));
        assert!(is_framed(&two(54), documents()));
        assert!(!is_framed(&two(55), documents()));
    }

    #[test]
    fn one_number_is_as_good_as_another() {
        let documents = (0..800).map(|n| (n % 2, format!("x{n} hide caption {n} of {}", n + 9)));
        let of_first = |(source, text): (u32, String)| match source {
            0 => (0, text),
            _ => (1, text.replace("hide caption", "u v")),
        };
        assert!(is_framed("w1 w2 w3 w4 hide caption 5000 of 7000", documents.map(of_first)));
    }

    /// Long frames with captions between them, but for the last one, which stands too far behind.
    #[test]
    fn a_gallery_goes_from_the_first_caption_to_the_last_frame() {
        let frames = [60..65, 100..103, 140..145, 220..225, 225 + CAPTION + 1..900];
        assert_eq!(galleries(frames.to_vec(), CAPTION), std::slice::from_ref(&(0..225)));
        assert!(galleries(frames[..3].to_vec(), CAPTION).is_empty(), "two long ones are no row");
    }

    /// Captions, and what stands between films whose frames have no number.
    #[test]
    fn a_caption_is_told_by_the_counters_round_it() {
        let words = |from: usize, n| (from..from + n).map(|n| format!("w{n}")).collect::<Vec<_>>();
        let row = |frame: &str, gap: usize| {
            let part = |n: usize| format!("{} {frame}", words(n * gap, gap).join(" "));
            (0..4).map(part).collect::<Vec<_>>().join(" ")
        };
        let holds = |frame: &str, gap: usize| {
            let said = of_two(frame, [100, 0], 400);
            let said: Vec<_> = said.map(|(source, text)| (source, fingerprints(&text))).collect();
            let of = |(source, said)| Text { source, ..Text::of(said) };
            let texts: Vec<_> = said.iter().map(|(source, said)| of((*source, said))).collect();
            let row = tokens(&row(frame, gap));
            let frames = Frames::of(&[(&*row, 0)], &texts);
            let second = (gap + tokens(frame).len()) as u32;
            frames.is_in_gallery(&row, &(second..second + gap as u32), 0)
        };
        assert!(holds("hide caption 3 of 12", 60));
        assert!(!holds("hide caption 3 of 12", 90), "so long a caption may be the story");
        assert!(!holds("replay more videos must watch", 60));
    }

    proptest! {
        /// Against a list of the phrases of each document.
        #[test]
        fn documents_are_counted_as_by_a_list(
            said in prop::collection::vec(("[ab]( [ab]){0,8}", 0..3_u32), 1..20),
            asked in prop::collection::vec(("[ab]( [ab]){2,5}", 0..3_u32), 1..4),
        ) {
            let phrases = |said: &str| {
                let mut all = Vec::new();
                shingles(&tokens(said), PHRASE, &mut all);
                all
            };
            let held: Vec<Fingerprints> = said.iter().map(|(text, _)| fingerprints(text)).collect();
            let texts: Vec<Text<'_>> = held
                .iter()
                .zip(&said)
                .map(|(held, (_, source))| Text { source: *source, ..Text::of(held) })
                .collect();
            let passages: Vec<(Box<[Token]>, u32)> =
                asked.iter().map(|(text, source)| (tokens(text), *source)).collect();
            let passages: Vec<_> =
                passages.iter().map(|(tokens, source)| (&**tokens, *source)).collect();
            let asked = Asked::of(super::phrases(&passages));
            let counts = asked.counted(&texts.iter().collect::<Vec<_>>());
            for ((phrase, source), count) in asked.phrases.iter().zip(counts) {
                let have = said.iter().filter(|(text, _)| phrases(text).contains(phrase));
                let (own, others): (Vec<_>, Vec<_>) = have.partition(|(_, of)| of == source);
                prop_assert_eq!((count.own as usize, count.others as usize), (own.len(), others.len()));
            }
        }
    }
}

//! Passages of one source in, which of them are framed out: set in what the source puts round links, pictures and films.
//!
//! A frame is a phrase that many articles of a source have and next to none of other sources: `hide caption 3`, `media
//! playback is unsupported`. A habit tells none: it is known of selected shingles only, of which a frame of few words has
//! seldom one. So the phrases of the passages that are asked for are counted ([`phrase`](super::phrase)).

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{ShingleFingerprint, ShingleOptions, Token, has_characters};
use crate::spill::lent;

use super::Text;
use super::lookup::Filter;
use super::phrase::{Phrase, are_of_one_source, own_phrases};

/// How phrases are made.
const PHRASE: ShingleOptions = ShingleOptions { k: 3, k_characters: 6 };
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
/// The same of an article: what is longer is no article.
const ARTICLE: usize = 1 << 14;
/// Passages that a thread takes at a time.
const PASSAGES_A_TASK: usize = 256;
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
        if are_of_one_source(texts) {
            return Self::default();
        }
        Self::new(own_phrases(phrases(passages), texts, add_phrases_of))
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

/// Returns the phrases of some passages, each of a source: sorted, each once.
fn phrases(passages: &[(&[Token], u32)]) -> Vec<Phrase> {
    let of_some = |passages: &[(&[Token], u32)]| {
        let (mut all, mut of_passage) = (Vec::new(), Vec::new());
        for (passage, source) in passages {
            lent(1);
            of_passage.clear();
            add_phrases(passage, &mut of_passage);
            all.extend(of_passage.iter().map(|phrase| (*phrase, *source)));
        }
        // Two passages of a pair have mostly the same ones.
        all.sort_unstable();
        all.dedup();
        all
    };
    let parts: Vec<Vec<Phrase>> = passages.par_chunks(PASSAGES_A_TASK).map(of_some).collect();
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    all.par_sort_unstable();
    all.dedup();
    all
}

/// Appends the phrases of an article.
fn add_phrases_of(text: &Text<'_>, out: &mut Vec<ShingleFingerprint>) {
    add_phrases(&text.tokens[..text.tokens.len().min(ARTICLE)], out);
}

/// Appends the phrase at each place of a text. One number is as good as another: `hide caption 3 of 12`.
fn add_phrases(text: &[Token], out: &mut Vec<ShingleFingerprint>) {
    if has_characters(text) {
        let phrase = |at| phrase(&text[at..]);
        return out.extend((0..text.len()).map_while(phrase));
    }
    let Some((first, [second, others @ ..])) = text.split_first() else { return };
    let mut two = [bits(*first), bits(*second)];
    out.extend(others.iter().map(|third| {
        let [x, y] = two;
        let z = bits(*third);
        two = [y, z];
        sum([x, y, z].into_iter())
    }));
}

/// Returns the phrase that begins a text, if it has room for one.
fn phrase(text: &[Token]) -> Option<ShingleFingerprint> {
    let length = PHRASE.length(text.first()?.is_character()) as usize;
    text.get(..length).map(|phrase| sum(phrase.iter().map(|token| bits(*token))))
}

/// What tokens of a phrase are multiplied with: odd, without a pattern (the digits of the square roots of 2 to 13).
const FACTORS: [u64; PHRASE.k_characters as usize] = [
    0x6a09_e667_f3bc_c909,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
];

/// A hash of the bits of some tokens, of which the highest bits are good.
#[inline]
fn sum(bits: impl Iterator<Item = u64>) -> ShingleFingerprint {
    bits.zip(FACTORS).fold(0, |sum, (bits, factor)| sum.wrapping_add(bits.wrapping_mul(factor)))
}

#[inline]
fn bits(token: Token) -> u64 {
    u64::from(token.of_any_number().bits())
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::compare::run::tests::{fingerprints, tokens};
    use crate::fingerprint::Fingerprints;
    use crate::spill::{Look, look_out};

    #[test]
    fn a_phrase_of_words_is_the_same_beside_characters() {
        let phrases = |text: &str| {
            let mut all = Vec::new();
            add_phrases(&tokens(text), &mut all);
            all
        };
        let of_words = phrases("hide caption 3 of 12");
        let beside = phrases("hide caption 7 of 9 東京都知事選挙");
        assert_eq!((of_words.len(), beside.len()), (3, 7));
        assert_eq!(beside[..3], of_words);
        assert!(phrases("hide caption").is_empty() && phrases("hide").is_empty());
    }

    /// Else what a run with a limit of memory reads of its file would stay in memory.
    #[test]
    fn each_passage_that_is_looked_through_is_lent() {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let looks = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&looks);
        let look: Arc<Look> = Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let text = tokens("hide caption 3 of 12");
        threads.install(|| {
            look_out(Arc::downgrade(&look), 1);
            phrases(&[(&*text, 0), (&*text, 1)]);
        });
        assert_eq!(looks.load(Ordering::Relaxed), 2);
    }

    /// Whether a passage of the source 0 is framed, where some documents say these texts, each of a source.
    fn is_framed(passage: &str, said: impl Iterator<Item = (u32, String)>) -> bool {
        let said: Vec<(u32, Fingerprints)> =
            said.map(|(s, text)| (s, fingerprints(&text))).collect();
        let texts: Vec<Text<'_>> =
            said.iter().map(|(source, said)| Text { source: *source, ..Text::of(said) }).collect();
        let passage = tokens(passage);
        Frames::of(&[(&*passage, 0)], &texts).is_framed(&passage, 0)
    }

    /// Documents of two sources in one language, so many of which have a phrase.
    fn of_two(
        phrase: &str,
        [of_first, of_second]: [u32; 2],
        all: u32,
    ) -> impl Iterator<Item = (u32, String)> {
        (0..2 * all).map(move |n| {
            let (source, nth) = (n % 2, n / 2);
            let has = nth < if source == 0 { of_first } else { of_second };
            (source, format!("x{n} the y{n} of z{n} to {} u{n}", if has { phrase } else { "" }))
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
        let documents =
            (0..800).map(|n| (n % 2, format!("the of to x{n} hide caption {n} of {}", n + 9)));
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
}

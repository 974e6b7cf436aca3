//! Related pairs in, which of them are copies without the frames of their source out.
//!
//! A site puts one gallery into many articles, and it may be longer than they are: two articles round it are no versions of
//! one story, though most of either is in the other.

use std::ops::Range;

use rayon::prelude::*;

use super::DocumentId;
use super::court::Court;
use super::coverage::{covered_words, union};
use super::frame::{Frames, HEAD};
use super::pair::{PairMatch, Relation};
use super::passage::slice;

/// Pairs that a thread takes at a time at least.
const PAIRS_A_TASK: usize = 64;

/// Returns the frames in what pairs of one source have in common; the pairs are sorted.
pub(super) fn frames(related: &[PairMatch], court: &Court<'_>) -> Frames {
    let of_first: Vec<&[PairMatch]> = related.chunk_by(|p, q| p.a == q.a).collect();
    let heads = of_first.into_par_iter().flat_map_iter(|pairs| heads(pairs, court));
    let said = heads.map(|(id, range)| (slice(court.tokens(id), &range), court.text(id).source));
    Frames::of(&said.collect::<Vec<_>>(), court.texts)
}

/// Returns where what some pairs with one first document have in common begins in it, if they are of one source.
fn heads<'a>(
    pairs: &'a [PairMatch],
    court: &Court<'_>,
) -> impl Iterator<Item = (DocumentId, Range<u32>)> + use<'a> {
    let first = pairs[0].a;
    let of_source = pairs.iter().filter(|pair| court.are_of_one_source(pair.both()));
    let passages = of_source.flat_map(|pair| &pair.passages);
    let long = passages.filter(|passage| passage.a.len() >= court.options.min_words as usize);
    let heads = union(long.map(|passage| head(&passage.a)).collect());
    heads.into_iter().map(move |head| (first, head))
}

fn head(range: &Range<u32>) -> Range<u32> {
    range.start..range.end.min(range.start + HEAD as u32)
}

/// Makes pairs of a shared passage of those that are no copies without the frames.
pub(super) fn set_framed_apart(related: &mut [PairMatch], frames: &Frames, court: &Court<'_>) {
    related.par_iter_mut().with_min_len(PAIRS_A_TASK).for_each(|pair| {
        let are_copies = !matches!(pair.relation, Relation::Shared | Relation::Unrelated);
        if are_copies && !pair.is_copy_without(frames, court) {
            pair.relation = Relation::Shared;
        }
    });
}

impl PairMatch {
    /// Returns whether most of the shorter document is in the other one, too, where what is framed is taken out of both.
    pub(super) fn is_copy_without(&self, frames: &Frames, court: &Court<'_>) -> bool {
        if frames.are_none() || !court.are_of_one_source(self.both()) {
            return true;
        }
        let a = Bare::of(self.a, self.passages.iter().map(|p| p.a.clone()), frames, court);
        let b = Bare::of(self.b, self.passages.iter().map(|p| p.b.clone()), frames, court);
        let Bare { words, covered } = if a.words <= b.words { a } else { b };
        let is_all_framed = words < court.options.min_words;
        is_all_framed || f64::from(covered) >= court.options.near * f64::from(words)
    }
}

/// What is left of a document without frames, in words.
struct Bare {
    /// All.
    words: u32,
    /// Those in passages.
    covered: u32,
}

impl Bare {
    fn of(
        id: DocumentId,
        passages: impl Iterator<Item = Range<u32>>,
        frames: &Frames,
        court: &Court<'_>,
    ) -> Self {
        let (tokens, source) = (court.tokens(id), court.text(id).source);
        let galleries = frames.galleries(tokens, source).into_iter();
        let galleries: Vec<Range<u32>> = galleries.map(|r| r.start as u32..r.end as u32).collect();
        let set_apart = covered_words(tokens, galleries.clone());
        let covered = covered_words(tokens, passages.chain(galleries));
        // Half a word is a whole one at the end of each range.
        let without = |words: u32| words.saturating_sub(set_apart);
        Self { words: without(court.words(id)), covered: without(covered) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Text;
    use crate::compare::court::tests::in_court;
    use crate::compare::evidence::tests::say;
    use crate::compare::habit::Habits;
    use crate::compare::run::tests::fingerprints;
    use crate::fingerprint::Fingerprints;

    fn words(from: usize, number: usize) -> String {
        (from..from + number).map(say).collect::<Vec<_>>().join(" ")
    }

    /// So many captions, each in the frame that a site puts round it.
    fn gallery(from: usize, captions: usize) -> String {
        let caption =
            |n: usize| format!("{} hide caption {n} of {captions}", words(from + n * 40, 40));
        (0..captions).map(caption).collect::<Vec<_>>().join(" ")
    }

    /// Whether two articles of one source are copies, where it has a gallery in many others and another source has none.
    fn are_copies(a: &str, b: &str) -> bool {
        let others = (0..40).map(|n| gallery(n * 1_000 + 50_000, 4));
        let of_another = (0..400).map(|n| words(n * 100 + 500_000, 50));
        let said = [a.to_owned(), b.to_owned()].into_iter().chain(others).map(|text| (0, text));
        let said = said.chain(of_another.map(|text| (1, text)));
        let said = said.map(|(source, text)| (source, format!("the of to {text}")));
        let said: Vec<(u32, Fingerprints)> =
            said.map(|(source, text)| (source, fingerprints(&text))).collect();
        let texts: Vec<Text<'_>> =
            said.iter().map(|(source, said)| Text { source: *source, ..Text::of(said) }).collect();
        in_court(&texts, &Habits::default(), 2, |mut related, court| {
            assert_eq!(related[0].relation, Relation::Near, "most of either is in the other");
            let frames = frames(&related, court);
            set_framed_apart(&mut related, &frames, court);
            related[0].relation == Relation::Near
        })
    }

    #[test]
    fn two_articles_round_one_gallery_are_no_copies() {
        let gallery = gallery(0, 12);
        let article = |from| format!("{} {gallery} {}", words(from, 100), words(from + 100, 100));
        assert!(!are_copies(&article(10_000), &article(20_000)));
    }

    #[test]
    fn versions_of_a_story_are_copies_with_a_gallery_as_well() {
        let story = words(10_000, 200);
        let article = |before| format!("{} {story} {}", words(before, 30), gallery(0, 12));
        assert!(are_copies(&article(20_000), &article(30_000)));
        assert!(are_copies(&gallery(0, 12), &gallery(0, 12)), "the gallery is all that there is");
    }
}

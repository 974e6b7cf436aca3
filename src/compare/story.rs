//! Stars and pairs that share passages in, which documents tell one thing out: versions of one story, or parts of one
//! release.

use std::sync::OnceLock;

use super::DocumentId;
use super::cluster::Star;
use super::court::Court;
use super::evidence::Pair;
use super::joined::Joined;
use super::pair::PairMatch;
use super::passage::Passage;

/// Which documents tell one story: stars that have a document in common are one.
#[derive(Debug)]
pub(super) struct Stories(Joined);

impl Stories {
    /// Returns the stories of some stars.
    pub(super) fn of(stars: &[Star]) -> Self {
        let of_star = |star: &Star| {
            let anchor = star.anchor.0;
            star.copies.iter().map(move |copy| (anchor, copy.b.0)).collect::<Vec<_>>()
        };
        Self(Joined::of(stars.iter().flat_map(of_star)))
    }

    /// Returns the first document of the story that a document tells.
    pub(super) fn first(&self, id: DocumentId) -> DocumentId {
        DocumentId(self.0.first(id.0))
    }
}

/// Pairs that are no copies and have passages in common.
pub(super) struct Sharing<'a> {
    /// The pairs, sorted.
    pairs: &'a [PairMatch],
    /// The half words of each pair that are nobody's habit, where they were asked for.
    fresh: Vec<OnceLock<u32>>,
}

impl<'a> Sharing<'a> {
    /// `pairs`: sorted.
    pub(super) fn new(pairs: &'a [PairMatch]) -> Self {
        Self { pairs, fresh: vec![OnceLock::new(); pairs.len()] }
    }

    /// Returns whether two sources have beside a passage as many words in common as make another one, which are nobody's
    /// habit: both print parts of one release, and the passage belongs to it.
    pub(super) fn is_of_one_release(
        &self,
        passage: &Passage,
        both: Pair,
        court: &Court<'_>,
    ) -> bool {
        self.at(both).is_some_and(|at| {
            let fresh = |passage: &Passage| court.fresh_half_words(passage, both);
            let all =
                self.fresh[at].get_or_init(|| self.pairs[at].passages.iter().map(fresh).sum());
            all.saturating_sub(fresh(passage)) >= 2 * court.options.min_words
        })
    }

    /// Returns whether a passage is background of two articles: [`Court::is_background`].
    pub(super) fn is_background(&self, passage: &Passage, both: Pair, court: &Court<'_>) -> bool {
        self.at(both).is_some_and(|at| court.is_background(passage, &self.pairs[at]))
    }

    fn at(&self, both: Pair) -> Option<usize> {
        self.pairs.binary_search_by_key(&both, PairMatch::both).ok()
    }
}

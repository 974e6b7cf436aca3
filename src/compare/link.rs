//! Links in, the pairs that deserve to be aligned out.
//!
//! The links of all pairs come in parts, each in cells by the first document: what is in one of them is sorted in a core's
//! own cache. Of texts in a file a cell is a stretch of it, and some cells at a time are compared with all that lies in it.
//!
//! A link that was not followed yet is looked at beside the others of its pair: most are phrases of the language, and of two
//! texts that go on alike for long one link tells of all that stand in the same run.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Token, half_words};
use crate::spill::lent;

use super::cells::Cells;
use super::evidence::{Candidate, Pair, Seed, Strength, candidate, enough, run_round};
use super::texts::{AtOnce, Texts};
use super::{DocumentId, Text};

/// Two places with the same selected shingle from which the texts may go on alike; `a < b`.
///
/// Sixteen bytes: there are some fifty links a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The document `a`, above the two bits of the strength: the records of 2³⁰ documents would take half a terabyte.
    first: u32,
    /// The other document.
    pub(super) b: DocumentId,
    /// First token of the shingle in `a`.
    pub(super) a_at: u32,
    /// First token of the shingle in `b`.
    pub(super) b_at: u32,
}

/// Bits of a link's strength.
const STRENGTH_BITS: u32 = 2;

impl Link {
    /// Returns the link of a place in either document, the first document's first; with how far the texts go on alike, where
    /// that was looked at already.
    #[inline]
    pub(super) fn new(
        (a, a_at): (DocumentId, u32),
        (b, b_at): (DocumentId, u32),
        strength: Option<Strength>,
    ) -> Self {
        let strength = match strength {
            None => 0,
            Some(Strength::Some) => 1,
            Some(Strength::Enough) => 2,
        };
        debug_assert!(a.0 < 1 << (u32::BITS - STRENGTH_BITS), "fewer documents are read");
        Self { first: a.0 << STRENGTH_BITS | strength, b, a_at, b_at }
    }

    /// Returns the document that comes first.
    #[inline]
    pub(super) fn a(&self) -> DocumentId {
        DocumentId(self.first >> STRENGTH_BITS)
    }

    /// Returns both documents.
    #[inline]
    pub(super) fn pair(&self) -> Pair {
        (self.a(), self.b)
    }

    /// Returns how far the texts go on alike, where that was looked at already.
    #[inline]
    fn strength(&self) -> Option<Strength> {
        match self.first % (1 << STRENGTH_BITS) {
            0 => None,
            1 => Some(Strength::Some),
            _ => Some(Strength::Enough),
        }
    }

    /// Returns what links are sorted by, in one number: both documents and both places.
    #[inline]
    pub(super) fn key(&self) -> u128 {
        let pair = u64::from(self.a().0) << 32 | u64::from(self.b.0);
        let places = u64::from(self.a_at) << 32 | u64::from(self.b_at);
        u128::from(pair) << 64 | u128::from(places)
    }
}

/// The links of all pairs.
pub(super) struct Links<'a> {
    /// Those of each part of the tags, [in cells](in_cells).
    pub(super) parts: Vec<Cells<Link>>,
    /// The texts that are linked.
    pub(super) texts: &'a Texts<'a>,
}

/// Cells of first documents, about. What is in one of them is mostly sorted in a core's own cache; where all texts have one
/// hub, all of it is in one.
const CELLS: usize = 256;
/// Links of one first document that all threads sort: it is a hub.
const MANY: usize = 1 << 15;
/// Cells that a thread takes at a time: with more, the last thread is waited for.
const CELLS_A_TASK: usize = 4;

/// Returns links of some texts in cells by their first document; no cells for none.
pub(super) fn in_cells(links: &[Link], texts: &Texts<'_>) -> Cells<Link> {
    let mut cells = Cells::default();
    if !links.is_empty() {
        let documents = texts.texts.len();
        let width = cell_width(documents);
        let lists = std::iter::once(links);
        cells.fill(lists, documents / width + 1, |link| texts.place(link.a()) / width);
    }
    cells
}

/// Returns the number of first documents of a cell.
fn cell_width(documents: usize) -> usize {
    documents / CELLS + 1
}

impl Links<'_> {
    /// Returns the pairs with enough evidence, sorted.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        if let Some(at_once) = self.texts.at_once() {
            return self.candidates_in_file(&at_once);
        }
        let of_cell = |sorted: &mut Cells<Link>, cell| {
            self.sort(cell, sorted);
            candidates(sorted.all(), self.texts.texts, self.texts.least_words())
        };
        let cells = self.cells().into_par_iter().with_max_len(CELLS_A_TASK);
        cells.map_init(Cells::default, of_cell).flatten_iter().collect()
    }

    /// Returns the same of texts in a file: of so few first documents at a time that their tokens stay in memory, and the
    /// second documents as they stand there.
    fn candidates_in_file(&self, at_once: &AtOnce) -> Vec<Candidate> {
        let texts = self.texts;
        let mut all = Vec::new();
        for row in self.rows(at_once) {
            let of_cell = |cell| self.parts.iter().flat_map(move |part| part.cell(cell));
            let mut links: Vec<Link> = row.flat_map(of_cell).copied().collect();
            links.par_sort_unstable_by_key(|link| (texts.place(link.b), link.key()));
            all.extend(candidates(&links, texts.texts, texts.least_words()));
        }
        all.par_sort_unstable_by_key(|candidate| candidate.pair);
        all
    }

    /// Returns cells in rows: those whose links and the tokens of whose first documents are so many together at most, or
    /// one that has more.
    fn rows(&self, at_once: &AtOnce) -> Vec<Range<usize>> {
        let mut rows: Vec<Range<usize>> = Vec::new();
        let mut left = AtOnce::default();
        for (cell, tokens) in self.tokens_of_cells().into_iter().enumerate() {
            let links: usize = self.parts.iter().map(|part| part.cell(cell).len()).sum();
            match rows.last_mut() {
                Some(row) if tokens <= left.tokens && links <= left.links => row.end = cell + 1,
                _ => {
                    rows.push(cell..cell + 1);
                    let (tokens, links) = (at_once.tokens.max(tokens), at_once.links.max(links));
                    left = AtOnce { tokens, links };
                }
            }
            left = AtOnce { tokens: left.tokens - tokens, links: left.links - links };
        }
        rows
    }

    /// Returns the tokens of the first documents of each cell.
    fn tokens_of_cells(&self) -> Vec<usize> {
        let width = cell_width(self.texts.texts.len());
        let mut of_cells = vec![0; self.cells().len()];
        for (id, text) in (0..).zip(self.texts.texts) {
            of_cells[self.texts.place(DocumentId(id)) / width] += text.tokens.len();
        }
        of_cells
    }

    /// Returns the numbers of the cells.
    pub(super) fn cells(&self) -> Range<usize> {
        let documents = self.texts.texts.len();
        0..documents / cell_width(documents) + 1
    }

    /// Puts the links of a cell into `sorted`: of texts in memory by their first documents, those of each sorted.
    pub(super) fn sort(&self, cell: usize, sorted: &mut Cells<Link>) {
        let links = self.parts.iter().map(|part| part.cell(cell));
        let width = cell_width(self.texts.texts.len());
        sorted.fill(links, width, |link| link.a().0 as usize % width);
        sorted.for_each_cell(|of_first| match of_first.len() {
            MANY.. => of_first.par_sort_unstable_by_key(Link::key),
            _ => of_first.sort_unstable_by_key(Link::key),
        });
    }
}

/// Links that a thread takes at a time, about: those of one pair are taken together.
const LINKS_A_TASK: usize = 1 << 13;

/// Returns the pairs with enough evidence, in the order of their links; those of a pair stand together, sorted. Linear in the
/// links.
fn candidates(links: &[Link], texts: &[Text<'_>], least_words: u32) -> Vec<Candidate> {
    let of_task = |seeds: &mut Vec<Seed>, links: &[Link]| {
        let mut candidates = Vec::new();
        for of_pair in links.chunk_by(|l, m| l.pair() == m.pair()) {
            let (a, b) = of_pair[0].pair();
            lent(2);
            let both = [a, b].map(|id| texts[id.0 as usize].tokens);
            seeds.clear();
            add_seeds(of_pair, (both[0], both[1]), least_words, seeds);
            candidates.extend(candidate((a, b), seeds, (both[0], both[1]), least_words));
        }
        candidates
    };
    tasks(links).into_par_iter().map_init(Vec::new, of_task).flatten_iter().collect()
}

/// Shares out the links, those of one pair to one task.
fn tasks(links: &[Link]) -> Vec<&[Link]> {
    let mut tasks = Vec::new();
    let mut rest = links;
    while !rest.is_empty() {
        let end = LINKS_A_TASK.min(rest.len());
        let pair = rest[end - 1].pair();
        let of_pair = rest[end..].partition_point(|link| link.pair() == pair);
        let (task, behind) = rest.split_at(end + of_pair);
        tasks.push(task);
        rest = behind;
    }
    tasks
}

/// Adds the seeds of one pair of texts: its links from which they go on alike.
fn add_seeds(links: &[Link], texts: (&[Token], &[Token]), least_words: u32, seeds: &mut Vec<Seed>) {
    let mut known = Known { tokens: 0..0, shift: 0, half_words: 0 };
    for link in links {
        let (a_at, b_at) = (link.a_at, link.b_at);
        let mut seed = Seed { a_at, b_at, strength: Strength::Enough };
        if let Some(strength) = link.strength() {
            seeds.push(Seed { strength, ..seed });
            continue;
        }
        if known.holds(&seed)
            && known.half_words >= enough(texts.0[a_at as usize].is_character(), least_words)
        {
            seeds.push(seed);
            continue;
        }
        let Some(strength) = Strength::of(texts, (a_at, b_at), least_words) else { continue };
        seed.strength = strength;
        if strength == Strength::Enough {
            known = Known::round(&seed, texts, least_words);
        }
        seeds.push(seed);
    }
}

/// The run in which the last seed stands: what is known of the seeds behind it.
struct Known {
    /// The equal tokens of the first text.
    tokens: Range<usize>,
    /// How much later they stand in the second one.
    shift: i64,
    /// Their length.
    half_words: u32,
}

impl Known {
    fn round(seed: &Seed, texts: (&[Token], &[Token]), least_words: u32) -> Self {
        let tokens = run_round(seed, texts, least_words);
        let half_words = half_words(&texts.0[tokens.clone()]);
        Self { tokens, shift: seed.shift(), half_words }
    }

    fn holds(&self, seed: &Seed) -> bool {
        self.shift == seed.shift() && self.tokens.contains(&(seed.a_at as usize))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    /// Tokens of a shingle.
    const K: usize = 5;

    fn text(letters: &[u8], sign: &str) -> Box<[Token]> {
        let word = |n: &u8| match sign.chars().nth(*n as usize) {
            Some(sign) => sign.to_string(),
            None => format!("w{n}"),
        };
        tokens(&letters.iter().map(word).collect::<Vec<_>>().join(" "))
    }

    /// A link for each two places of one shingle.
    fn links(a: &[Token], b: &[Token]) -> Vec<Link> {
        let places = |text: &[Token]| 0..text.len().saturating_sub(K - 1);
        let of_a = |i: usize| {
            let is_same = move |j: &usize| a[i..i + K] == b[*j..*j + K];
            let link =
                move |j| Link::new((DocumentId(0), i as u32), (DocumentId(1), j as u32), None);
            places(b).filter(is_same).map(link)
        };
        places(a).flat_map(of_a).collect()
    }

    proptest! {
        #[test]
        fn the_seeds_are_those_links_from_which_the_texts_go_on_alike(
            letters in prop::collection::vec(0..9_u8, 0..160),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_u8), 0..8),
            sign in prop_oneof![Just(""), Just("大小上下中人口日月"), Just("大小上下")],
            least_words in prop_oneof![Just(25), Just(5)],
        ) {
            let mut edited = letters.clone();
            for (place, letter) in edits.into_iter().filter(|_| !letters.is_empty()) {
                let at = place.index(edited.len());
                if letter < 9 { edited.insert(at, letter) } else { edited[at] = letter - 9 }
            }
            let (a, b) = (text(&letters, sign), text(&edited, sign));
            let links = links(&a, &b);
            let mut found = Vec::new();
            add_seeds(&links, (&a, &b), least_words, &mut found);
            let seed = |link: &Link| {
                let (a_at, b_at) = (link.a_at, link.b_at);
                let strength = Strength::of((&a, &b), (a_at, b_at), least_words)?;
                Some(Seed { a_at, b_at, strength })
            };
            prop_assert_eq!(found, links.iter().filter_map(seed).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_link_keeps_its_documents_and_its_strength() {
        for strength in [None, Some(Strength::Some), Some(Strength::Enough)] {
            let last = DocumentId(u32::MAX >> STRENGTH_BITS);
            let link = Link::new((last, 7), (DocumentId(u32::MAX), 9), strength);
            assert_eq!((link.pair(), link.strength()), ((last, DocumentId(u32::MAX)), strength));
            assert_eq!((link.a_at, link.b_at, size_of_val(&link)), (7, 9, 16));
        }
    }

    #[test]
    fn the_links_of_a_pair_stay_together() {
        let link =
            |n: u32| Link::new((DocumentId(n / 3000), n), (DocumentId(7 + n / 300), 0), None);
        for count in [0, 1, LINKS_A_TASK, LINKS_A_TASK + 1, 5 * LINKS_A_TASK] {
            let links: Vec<Link> = (0..count as u32).map(link).collect();
            let tasks = tasks(&links);
            assert_eq!(tasks.concat(), links);
            assert!(tasks.windows(2).all(|two| two[0].last().unwrap().b != two[1][0].b));
            assert!(tasks.iter().all(|task| task.len() <= LINKS_A_TASK + 300));
        }
        let of_one_pair = vec![link(0); 3 * LINKS_A_TASK];
        assert_eq!(tasks(&of_one_pair).len(), 1);
    }
}

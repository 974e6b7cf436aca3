//! The postings of shared shingles in, links out: pairs of places that share one and may go on alike; and the shingles
//! that are habits of a source.
//!
//! A shingle of at most [`PAIRED`] documents pairs them all. One of more is linked through a hub, the
//! first of them, so that the work grows with the text; and where its documents agree on
//! so many more tokens that they may share a passage, each group of at most `PAIRED` is paired as well. A larger one has
//! its own hub, and so has each passage of the shortest length that the shingle may have been selected from: what
//! two documents share is linked directly, or with one document that has all of it.
//!
//! A phrase of the language is no link: where the two texts part at once, the places are passed over. Texts in memory are
//! followed at once, as their tokens are fetched place by place; of texts in a file, where each place would bring sixteen
//! pages into memory, so much is known beside the place that most phrases are passed over, and the others are followed
//! pair by pair.

use rayon::prelude::*;

use crate::fingerprint::{Exact, Selections, ShingleOptions, Token};
use crate::spill::lent;

use super::cells::Cells;
use super::context::Context;
use super::evidence::{Candidate, Strength, tokens_needed};
use super::habit::{DAYS, Habit, Habits, habit, phrases, tag};
use super::link::{Link, candidates};
use super::posting::{Posting, Sorter, shared_postings};
use super::{DocumentId, Text, work};

/// Documents of a shingle that are paired each with each. More than sixteen is a phrase of the
/// language or a story in many papers; both find each other through the hub.
const PAIRED: usize = 16;
/// Places of one shingle in one document that are linked.
const PLACES: usize = 3;

/// The documents that are compared, by id.
pub(super) struct Texts<'a> {
    /// The documents.
    pub(super) texts: &'a [Text<'a>],
    /// Words of the shortest passage.
    pub(super) least_words: u32,
    /// Tokens from a shingle on that belong to any passage which it was selected from.
    pub(super) ahead: usize,
    /// How shingles are made.
    pub(super) shingle: ShingleOptions,
    /// Shingles in a row of which one is selected: so many passages a shingle may be selected from.
    pub(super) window: usize,
    /// Whether what was read lies in a file.
    pub(super) in_file: bool,
}

/// The links of all pairs.
pub(super) struct Links<'a> {
    texts: &'a Texts<'a>,
    /// Those of each part of the tags, in cells by their first document.
    parts: Vec<Cells<Link>>,
}

/// Cells of first documents, about. What is in one of them is mostly sorted in a core's own cache; where all texts have one
/// hub, all of it is in one.
const CELLS: usize = 256;
/// Links of one first document that all threads sort: it is a hub.
const MANY: usize = 1 << 15;
/// Parts or cells that a thread takes at a time: with more, the last thread is waited for.
const TASK: usize = 4;
/// Postings that are put together before they are linked, about, where what was read lies in a file: some parts wait for
/// the others, and the postings of all are never in memory at once.
const AT_ONCE: usize = 1 << 21;

/// Returns the links of all pairs, and the shingles that are habits.
///
/// `ids` gives the id of each document of `selections`, `None` for one that is not compared.
pub(super) fn links<'a>(
    selections: Vec<Selections>,
    ids: &[Option<DocumentId>],
    texts: &'a Texts<'a>,
) -> (Links<'a>, Habits) {
    let (mut parts, mut habits) = (Vec::new(), Vec::new());
    let context = |id: DocumentId, at| texts.context(id, at);
    let at_once = if texts.in_file { AT_ONCE } else { usize::MAX };
    shared_postings((selections, ids), at_once, context, |postings| {
        let postings = postings.into_par_iter().with_max_len(TASK);
        let linked = postings.map_init(|| Linker::new(texts), Linker::linked);
        let (of_parts, of_habits): (Vec<Cells<Link>>, Vec<_>) = linked.unzip();
        parts.extend(of_parts.into_iter().filter(|part| !part.is_empty()));
        habits.extend(of_habits.concat());
    });
    habits.sort_unstable_by_key(|habit| habit.tag);
    (Links { texts, parts }, Habits::new(habits, phrases(texts.shingle)))
}

impl Links<'_> {
    /// Returns the pairs with enough evidence, sorted.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let of_cell = |sorted: &mut Cells<Link>, cell| {
            self.sort(cell, sorted);
            candidates(sorted.all(), self.texts.texts, self.texts.least_words)
        };
        let cells = (0..self.texts.cells()).into_par_iter().with_max_len(TASK);
        cells.map_init(Cells::default, of_cell).flatten_iter().collect()
    }

    /// Puts the links of a cell into `sorted`, by their first documents and sorted.
    fn sort(&self, cell: usize, sorted: &mut Cells<Link>) {
        let links = self.parts.iter().flat_map(|part| part.cell(cell));
        let width = self.texts.cell_width();
        sorted.fill(links, width, |link| link.a.0 as usize % width);
        sorted.for_each_cell(|of_first| match of_first.len() {
            MANY.. => of_first.par_sort_unstable_by_key(Link::key),
            _ => of_first.sort_unstable_by_key(Link::key),
        });
    }
}

/// Tokens before and behind a place that are fetched: most texts part within them.
const NEAR_BY: u32 = 10;
/// Postings whose tokens are fetched together.
const FETCHED: usize = 128;

/// Links the postings of one part after the other; kept for its memory.
struct Linker<'a> {
    texts: &'a Texts<'a>,
    /// Whether a shingle of words, and one of characters, is a link only where two tokens more may be equal.
    must_go_on: [bool; 2],
    sorter: Sorter,
    /// The links of the documents that are compared.
    links: Vec<Link>,
    /// Room for the places of one shingle.
    places: Vec<Posting>,
}

impl<'a> Linker<'a> {
    fn new(texts: &'a Texts<'a>) -> Self {
        let needed = |is_character| {
            let length = texts.shingle.length(is_character);
            tokens_needed(is_character, texts.least_words, length)
        };
        let must_go_on = [false, true].map(|is_character| needed(is_character) >= 2);
        let (sorter, links, places) = Default::default();
        Self { texts, must_go_on, sorter, links, places }
    }

    /// Returns the links and the habits of the postings of a part.
    fn linked(&mut self, postings: Vec<Posting>) -> (Cells<Link>, Vec<Habit>) {
        let mut sorter = std::mem::take(&mut self.sorter);
        let shared = sorter.groups(&postings);
        drop(postings);
        self.links.clear();
        let (mut habits, mut days) = (Vec::new(), Vec::new());
        let (mut at, mut fetched) = (0, 0);
        for group in shared.chunk_by(|p, q| p.tag == q.tag) {
            if at >= fetched && !self.texts.in_file {
                fetched = (at + FETCHED).min(shared.len());
                self.texts.fetch(&shared[at..fetched]);
            }
            at += group.len();
            self.link(group);
            if group.len() >= DAYS {
                self.texts.add_habits(group, &mut habits, &mut days);
            }
        }
        self.sorter = sorter;
        let mut cells = Cells::default();
        if !self.links.is_empty() {
            let cell = |link: &Link| self.texts.cell(link.a.0 as usize);
            cells.fill(self.links.iter(), self.texts.cells(), cell);
        }
        (cells, habits)
    }
}

impl Linker<'_> {
    /// Links the postings of one shingle, sorted.
    fn link(&mut self, group: &[Posting]) {
        work::count(group.len());
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        for of_document in group.chunk_by(|p, q| p.document == q.document) {
            places.extend(of_document.iter().take(PLACES));
        }
        let documents = places.chunk_by(|p, q| p.document == q.document).count();
        if documents <= PAIRED {
            self.pair_all(&places);
        } else {
            self.link_crowd(&places);
        }
        self.places = places;
    }

    /// Links the places of a shingle that many documents have.
    fn link_crowd(&mut self, places: &[Posting]) {
        let hub = places[0].document;
        let first = places.partition_point(|p| p.document == hub);
        for place in &places[..first] {
            self.link_to(place, &places[first..]);
        }
        for group in self.texts.alike(places, 0, self.texts.ahead) {
            if group.len() <= PAIRED {
                self.pair_all(&group);
                continue;
            }
            if group[0].document != hub {
                self.link_to(&group[0], &group[1..]);
            }
            self.link_passages(&group);
        }
    }

    fn link_to(&mut self, hub: &Posting, places: &[Posting]) {
        for place in places {
            self.push(hub, place);
        }
    }

    /// Links the places, all alike in what is ahead of them, that share a whole passage: any of those that the shingle
    /// may have been selected from.
    fn link_passages(&mut self, places: &[Posting]) {
        let length = self.texts.ahead + self.texts.window - 1;
        for before in 0..self.texts.window {
            for group in self.texts.alike(places, before, length) {
                if group[0] == places[0] {
                    continue; // All are linked with the first one already.
                }
                if group.len() <= PAIRED {
                    self.pair_all(&group);
                } else {
                    self.link_to(&group[0], &group[1..]);
                }
            }
        }
    }

    fn pair_all(&mut self, places: &[Posting]) {
        for (at, a) in places.iter().enumerate() {
            for b in &places[at + 1..] {
                self.push(a, b);
            }
        }
    }

    /// Adds the link of two places, if they are of two documents that may go on alike.
    #[inline]
    fn push(&mut self, a: &Posting, b: &Posting) {
        if a.document == b.document {
            return;
        }
        let strength = if self.texts.in_file { None } else { self.texts.strength(a, b) };
        if strength.is_some() || self.texts.in_file && self.may_go_on(a, b) {
            let [(a, a_at), (b, b_at)] = [a, b].map(|p| (DocumentId(p.document), p.position));
            self.links.push(Link { a, b, a_at, b_at, strength });
        }
    }

    /// Whether two texts may go on alike, by what is known beside the places.
    fn may_go_on(&self, a: &Posting, b: &Posting) -> bool {
        let must_go_on = self.must_go_on[usize::from(a.context.is_of_characters())];
        !must_go_on || a.context.may_go_on(b.context)
    }
}

impl<'a> Texts<'a> {
    /// Returns the cell of a first document.
    #[inline]
    fn cell(&self, document: usize) -> usize {
        document / self.cell_width()
    }

    /// Returns the number of first documents of a cell.
    fn cell_width(&self) -> usize {
        self.texts.len() / CELLS + 1
    }

    /// Returns the number of cells.
    fn cells(&self) -> usize {
        self.cell(self.texts.len()) + 1
    }

    #[inline]
    fn tokens(&self, place: &Posting) -> &'a [Token] {
        self.texts[place.document as usize].tokens
    }

    /// Returns how far two texts go on alike from two places.
    #[inline]
    fn strength(&self, a: &Posting, b: &Posting) -> Option<Strength> {
        let at = (a.position, b.position);
        Strength::of((self.tokens(a), self.tokens(b)), at, self.least_words)
    }

    /// Returns what stands round a shingle of texts in a file; texts in memory are looked at themselves.
    fn context(&self, id: DocumentId, at: u32) -> Context {
        if self.in_file {
            Context::of(self.texts[id.0 as usize].tokens, at, self.shingle)
        } else {
            Context::default()
        }
    }

    /// Brings the tokens round some places into the core's cache: reads that wait for nothing wait together for the
    /// memory, where those of a pair would wait one after the other.
    fn fetch(&self, places: &[Posting]) {
        let token =
            |p: &Posting, at: u32| self.tokens(p).get(at as usize).map_or(0, |token| token.bits());
        let round = |p: &Posting| {
            let (before, behind) = (p.position.saturating_sub(NEAR_BY), p.position + NEAR_BY);
            token(p, before) ^ token(p, behind)
        };
        std::hint::black_box(places.iter().map(round).fold(0, std::ops::BitXor::bitxor));
    }

    /// Returns whether the shingle at a place begins with a character.
    fn is_of_characters(&self, place: &Posting) -> bool {
        if self.in_file {
            return place.context.is_of_characters();
        }
        self.tokens(place)[place.position as usize].is_character()
    }

    /// Adds the habits that are made of a shingle, or begin with it where a habit has more tokens.
    fn add_habits(&self, group: &[Posting], habits: &mut Vec<Habit>, days: &mut Vec<(u32, i32)>) {
        let mut add = |tag: u32, group: &[Posting]| {
            let documents = group.iter().map(|posting| DocumentId(posting.document));
            habits.extend(habit(tag, documents, self.texts, days));
        };
        if !self.is_of_characters(&group[0]) {
            return add(group[0].tag, group);
        }
        let how = phrases(self.shingle);
        for same in
            self.alike(group, 0, how.k_characters as usize).iter().filter(|same| same.len() >= DAYS)
        {
            let phrase = self.passage(&same[0], 0, how.k_characters as usize);
            if let Some(tag) = phrase.and_then(|phrase| tag(phrase, how)) {
                add(tag, same);
            }
        }
    }

    /// Returns so many tokens of a document from so many before a place on, if they are there.
    fn passage(&self, place: &Posting, before: usize, length: usize) -> Option<&'a [Token]> {
        let start = (place.position as usize).checked_sub(before)?;
        self.tokens(place).get(start..start + length)
    }

    /// Returns the places that have such a [passage](Self::passage) in groups of two and more that have the same one, by
    /// its fingerprint: what is no passage in common is no seed either, so two passages of one fingerprint cost no more
    /// than a look.
    fn alike(&self, places: &[Posting], before: usize, length: usize) -> Vec<Vec<Posting>> {
        // Most part within what is known of them.
        let shingle = self.shingle.length(self.is_of_characters(&places[0])) as usize;
        let known = (length - before).saturating_sub(shingle);
        let mut places = places.to_vec();
        places.sort_unstable_by_key(|p| (p.context.behind(known), p.document, p.position));
        let same = places.chunk_by(|p, q| p.context.behind(known) == q.context.behind(known));
        let mut passages: Vec<(Exact, Posting)> = Vec::new();
        for same in same.filter(|same| same.len() > 1) {
            lent(same.len());
            let exact = |p: &Posting| Some((Exact::of(self.passage(p, before, length)?), *p));
            passages.extend(same.iter().filter_map(exact));
        }
        passages.sort_unstable();
        let groups = passages.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|(_, place)| *place).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::evidence::tests::say;
    use crate::compare::run::tests::fingerprints;
    use crate::fingerprint::{Fingerprints, Selected, Selector};

    /// Each document by the phrases that it says; a phrase is a shingle, of words enough to be a link.
    fn of(documents: &[&[u64]]) -> Vec<(u32, u32)> {
        const WORDS: u64 = 8;
        let mut selector = Selector::default();
        let mut said = Vec::new();
        for phrases in documents {
            let selected = phrases.iter().zip((0..).step_by(WORDS as usize));
            let selected: Vec<_> = selected
                .map(|(&fingerprint, position)| Selected { fingerprint, position })
                .collect();
            selector.push(&selected);
            let words = phrases.iter().flat_map(|phrase| (0..WORDS).map(move |w| (phrase, w)));
            let text: Vec<String> =
                words.map(|(phrase, word)| format!("p{phrase}w{word}")).collect();
            said.push(fingerprints(&text.join(" ")));
        }
        let ids: Vec<_> = (0..documents.len() as u32).map(|id| Some(DocumentId(id))).collect();
        let said: Vec<Text<'_>> = said.iter().map(Text::of).collect();
        let selections = selector.finish();
        let [in_file, in_memory] = [true, false].map(|in_file| {
            let shingle = ShingleOptions::default();
            let texts =
                Texts { texts: &said, least_words: 25, ahead: 20, window: 4, shingle, in_file };
            all(&links(vec![selections.clone()], &ids, &texts).0)
        });
        assert_eq!(in_file, in_memory);
        in_file
    }

    /// The documents of all links, sorted.
    fn all(links: &Links<'_>) -> Vec<(u32, u32)> {
        let mut sorted = Cells::default();
        let pairs = (0..links.texts.cells()).flat_map(|cell| {
            links.sort(cell, &mut sorted);
            sorted.all().iter().map(|s| (s.a.0, s.b.0)).collect::<Vec<_>>()
        });
        pairs.collect()
    }

    /// The habits of three texts of one source, days apart, whose first characters are a shared shingle.
    fn habits_of(said: [&str; 3]) -> usize {
        let said = said.map(fingerprints);
        let days = [0, 4, 9].map(Some);
        let text = |(fingerprints, day)| Text { day, ..Text::of(fingerprints) };
        let texts: Vec<Text<'_>> = said.iter().zip(days).map(text).collect();
        let shingle = ShingleOptions::default();
        let texts =
            Texts { texts: &texts, least_words: 25, ahead: 20, shingle, window: 4, in_file: true };
        let posting = |document: u32| {
            let tokens = texts.texts[document as usize].tokens;
            let context = Context::of(tokens, 0, shingle);
            Posting { tag: 7, document, position: 0, context }
        };
        let group = [0, 1, 2].map(posting);
        let mut habits = Vec::new();
        texts.add_habits(&group, &mut habits, &mut Vec::new());
        habits.len()
    }

    #[test]
    fn a_habit_of_characters_is_longer_than_a_seed() {
        assert_eq!(
            habits_of(["東京都知事選の候補者は", "東京都知事選は明日から", "東京都知事選で三人が"]),
            0
        );
        assert_eq!(
            habits_of(["東京都知事選の投票日は", "東京都知事選の投票が", "東京都知事選の投票へ"]),
            1
        );
    }

    #[test]
    fn a_shared_shingle_is_a_link() {
        assert_eq!(of(&[&[1, 2], &[3, 2], &[4]]), [(0, 1)]);
        assert_eq!(of(&[&[5], &[5], &[5]]), [(0, 1), (0, 2), (1, 2)]);
    }

    /// So many documents that a cell has several first ones.
    #[test]
    fn links_are_in_the_order_of_their_documents() {
        const HALF: u64 = 600;
        let said: Vec<[u64; 1]> = (0..HALF).chain((0..HALF).rev()).map(|phrase| [phrase]).collect();
        let documents: Vec<&[u64]> = said.iter().map(|said| &said[..]).collect();
        let half = HALF as u32;
        let expected: Vec<_> = (0..half).map(|first| (first, 2 * half - 1 - first)).collect();
        assert_eq!(of(&documents), expected);
    }

    /// Where a passage is as short as a shingle, it need not go on.
    #[test]
    fn a_shingle_is_a_link_where_a_passage_is_no_longer() {
        let words = |from: usize| (from..from + 9).map(say).collect::<Vec<_>>().join(" ");
        let text = |n: usize| format!("{} one two three four five {}", words(n), words(n + 9));
        let said: Vec<Fingerprints> = (1..16).map(|n| fingerprints(&text(n * 100))).collect();
        let said: Vec<Text<'_>> = said.iter().map(Text::of).collect();
        let links = |least_words| {
            let mut selector = Selector::default();
            for _ in &said {
                selector.push(&[Selected { fingerprint: 7, position: 9 }]);
            }
            let shingle = ShingleOptions::default();
            let texts =
                Texts { texts: &said, least_words, ahead: 2, shingle, window: 4, in_file: true };
            let ids: Vec<_> = (0..15).map(|id| Some(DocumentId(id))).collect();
            all(&links(vec![selector.finish()], &ids, &texts).0).len()
        };
        assert_eq!(links(5), 15 * 14 / 2);
        assert!(links(25) < 15 * 14 / 4);
    }

    #[test]
    fn a_repeat_inside_a_document_is_no_link() {
        assert!(of(&[&[1, 1, 1], &[2]]).is_empty());
    }

    #[test]
    fn a_shingle_of_many_documents_is_linked_through_the_first() {
        let documents = vec![&[7_u64] as &[u64]; 1000];
        let links = of(&documents);
        assert_eq!(links.len(), 999);
        assert!(links.iter().all(|(a, _)| *a == 0));
    }

    /// Of a footer too short for a passage, selected where it begins, two documents have the words before it as well.
    #[test]
    fn a_passage_of_two_documents_is_linked_where_many_have_most_of_it() {
        let footer: Vec<String> = (0..17).map(|n| format!("f{n}")).collect();
        let said: Vec<Fingerprints> = (0..40)
            .map(|at| {
                let before = if [21, 30].contains(&at) {
                    "one two three".into()
                } else {
                    format!("x{at} y{at} z{at}")
                };
                fingerprints(&format!("{before} {}", footer.join(" ")))
            })
            .collect();
        let said: Vec<Text<'_>> = said.iter().map(Text::of).collect();
        let mut selector = Selector::default();
        for _ in &said {
            selector.push(&[Selected { fingerprint: 7, position: 3 }]);
        }
        let ids: Vec<_> = (0..40).map(|id| Some(DocumentId(id))).collect();
        let texts = Texts {
            texts: &said,
            least_words: 25,
            ahead: 17,
            window: 4,
            shingle: ShingleOptions::default(),
            in_file: true,
        };
        let (links, _) = links(vec![selector.finish()], &ids, &texts);
        let beside_hub: Vec<_> = all(&links).into_iter().filter(|(a, _)| *a != 0).collect();
        assert_eq!(beside_hub, [(21, 30)]);
    }
}

//! The postings of shared shingles in, links out: pairs of places that share one and may go on alike; and the shingles
//! that are habits of a source.
//!
//! A shingle of at most [`PAIRED`] documents pairs them all; of one that one source has for weeks, at most
//! [`PAIRED_OF_STANDING`] do. One of more is linked through a hub, the first of them, so that the work grows with the text;
//! and where its documents agree on so many more tokens that they may share a passage, each group of as few is paired as
//! well. A larger one has its own hub, and so has each passage of the shortest length that the shingle may have been
//! selected from: what two documents share is linked directly, or with one document that has all of it.

use rayon::prelude::*;

use crate::fingerprint::Selections;

use super::cells::Cells;
use super::habit::{DAYS, Habit, Habits, habit, habit_shingles, lasts_in_one_source, tag};
use super::link::{Link, Links, in_cells};
use super::posting::{PARTS_A_TASK, Posting, Sorter, shared_postings};
use super::texts::Texts;
use super::{DocumentId, work};

/// Documents of a shingle that are paired each with each. More than sixteen is a phrase of the
/// language or a story in many papers; both find each other through the hub.
const PAIRED: usize = 16;
/// The same where all are of one source, which has the shingle, or what is alike behind it, for longer than a story goes
/// on: what it sets round its articles, or a form, is told of all of them once.
const PAIRED_OF_STANDING: usize = 4;
/// Places of one shingle in one document that are linked.
const PLACES: usize = 3;

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
    shared_postings((selections, ids), texts.postings_at_once(), context, |postings| {
        let numbers = (0..postings.parts()).into_par_iter().with_max_len(PARTS_A_TASK);
        let linked = |linker: &mut Linker<'_>, part| linker.linked(postings.part(part));
        let linked = numbers.map_init(|| Linker::new(texts), linked);
        let (of_parts, of_habits): (Vec<Cells<Link>>, Vec<_>) = linked.unzip();
        parts.extend(of_parts.into_iter().filter(|part| !part.is_empty()));
        habits.extend(of_habits.concat());
    });
    habits.sort_unstable_by_key(|habit| habit.tag);
    (Links { parts, texts }, Habits::new(habits, texts.selection()))
}

/// Postings whose tokens are fetched together.
const FETCHED: usize = 128;

/// Links the postings of one part after the other; kept for its memory.
struct Linker<'a> {
    texts: &'a Texts<'a>,
    sorter: Sorter,
    /// The links of the documents that are compared.
    links: Vec<Link>,
    /// Room for the places of one shingle.
    places: Vec<Posting>,
    /// Room for the sources and the days that have one shingle.
    days: Vec<(u32, i32)>,
}

impl<'a> Linker<'a> {
    fn new(texts: &'a Texts<'a>) -> Self {
        let (sorter, links, places, days) = Default::default();
        Self { texts, sorter, links, places, days }
    }

    /// Returns the links and the habits of the postings of a part.
    fn linked<'p>(
        &mut self,
        postings: impl Iterator<Item = &'p [Posting]> + Clone,
    ) -> (Cells<Link>, Vec<Habit>) {
        let mut sorter = std::mem::take(&mut self.sorter);
        let shared = sorter.groups(postings);
        self.links.clear();
        let mut habits = Vec::new();
        let (mut at, mut fetched) = (0, 0);
        for group in shared.chunk_by(|p, q| p.tag == q.tag) {
            if at >= fetched {
                fetched = (at + FETCHED).min(shared.len());
                self.texts.fetch(&shared[at..fetched]);
            }
            at += group.len();
            self.link(group);
            if group.len() >= DAYS {
                self.add_habits(group, &mut habits);
            }
        }
        self.sorter = sorter;
        (in_cells(&self.links, self.texts), habits)
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
        if documents > 2 {
            self.texts.look_round(&mut places);
        }
        if documents <= PAIRED && self.may_be_paired(&places) {
            self.pair_all(&places);
        } else {
            self.link_crowd(&places);
        }
        self.places = places;
    }

    /// Returns whether few documents have these places, or it is not what one source has for weeks.
    fn may_be_paired(&self, places: &[Posting]) -> bool {
        let documents = places.chunk_by(|p, q| p.document == q.document);
        documents.clone().count() <= PAIRED_OF_STANDING
            || !lasts_in_one_source(
                documents.map(|of| DocumentId(of[0].document)),
                self.texts.texts,
            )
    }

    /// Links the places of a shingle that many documents have.
    fn link_crowd(&mut self, places: &[Posting]) {
        let hub = places[0].document;
        let first = places.partition_point(|p| p.document == hub);
        for place in &places[..first] {
            self.link_to(place, &places[first..]);
        }
        for group in self.texts.alike(places, self.texts.ahead()).iter() {
            if group.len() <= PAIRED && self.may_be_paired(group) {
                self.pair_all(group);
                continue;
            }
            if group[0].document != hub {
                self.link_to(&group[0], &group[1..]);
            }
            self.link_passages(group);
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
        let window = self.texts.window();
        let length = self.texts.ahead() + window - 1;
        let near = self.texts.near(places, window - 1, length);
        let mut alike = Cells::default();
        (0..window).for_each(|before| near.alike(before, length, &mut alike));
        // All are linked with the first one already.
        for group in alike.iter().filter(|group| group[0] != places[0]) {
            if group.len() <= PAIRED && self.may_be_paired(group) {
                self.pair_all(group);
            } else {
                self.link_to(&group[0], &group[1..]);
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
        self.links.extend(self.texts.link(a, b));
    }

    /// Adds the habits that are made of a shingle, or begin with it where a habit has more tokens.
    fn add_habits(&mut self, group: &[Posting], habits: &mut Vec<Habit>) {
        let (texts, days) = (self.texts, &mut self.days);
        let mut add = |tag: u32, group: &[Posting]| {
            let documents = group.iter().map(|posting| DocumentId(posting.document));
            habits.extend(habit(tag, documents, texts.texts, days));
        };
        if !texts.is_of_characters(&group[0]) {
            return add(group[0].tag, group);
        }
        let how = habit_shingles(texts.shingle());
        let length = how.k_characters as usize;
        for same in texts.alike(group, length).iter().filter(|same| same.len() >= DAYS) {
            let first = texts.near(&same[..1], 0, length);
            if let Some(tag) = first.passage(0, 0, length).and_then(|phrase| tag(phrase, how)) {
                add(tag, same);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::evidence::tests::say;
    use crate::compare::run::tests::fingerprints;
    use crate::compare::texts::Layout;
    use crate::compare::{CompareOptions, Text};
    use crate::fingerprint::{Fingerprints, Selected, Selector};

    /// What is known of so many texts that lie in a file the other way round: memory for a few at a time.
    fn in_file(documents: usize) -> Layout {
        Layout { places: (0..documents as u32).rev().collect(), memory: 1 << 10 }
    }

    /// Each document by the phrases that it says; a phrase is a shingle, of words enough to be a candidate.
    fn of(documents: &[&[u64]]) -> Vec<(u32, u32)> {
        const WORDS: u64 = 16;
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
        let options = CompareOptions::default();
        let [in_file, in_memory] = [Some(in_file(said.len())), None].map(|in_file| {
            let texts = Texts::new(&said, &options, in_file);
            let links = links(vec![selections.clone()], &ids, &texts).0;
            (all(&links), links.candidates())
        });
        assert_eq!(in_file, in_memory);
        assert_eq!(in_memory.0.is_empty(), in_memory.1.is_empty());
        in_memory.0
    }

    /// The documents of all links, sorted.
    fn all(links: &Links<'_>) -> Vec<(u32, u32)> {
        let mut sorted = Cells::default();
        let pairs = links.cells().flat_map(|cell| {
            links.sort(cell, &mut sorted);
            sorted.all().iter().map(|s| (s.a().0, s.b.0)).collect::<Vec<_>>()
        });
        let mut pairs: Vec<_> = pairs.collect();
        if links.texts.at_once().is_some() {
            pairs.sort_unstable();
        }
        pairs
    }

    /// The habits of three texts of one source, days apart, whose first characters are a shared shingle.
    fn habits_of(said: [&str; 3]) -> usize {
        let said = said.map(fingerprints);
        let days = [0, 4, 9].map(Some);
        let text = |(fingerprints, day)| Text { day, ..Text::of(fingerprints) };
        let texts: Vec<Text<'_>> = said.iter().zip(days).map(text).collect();
        let options = CompareOptions::default();
        let texts = Texts::new(&texts, &options, Some(in_file(texts.len())));
        let posting = |document: u32| {
            let context = texts.context(DocumentId(document), 0);
            Posting { tag: 7, document, position: 0, context }
        };
        let group = [0, 1, 2].map(posting);
        let mut habits = Vec::new();
        Linker::new(&texts).add_habits(&group, &mut habits);
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
        let links = |min_words| {
            let mut selector = Selector::default();
            for _ in &said {
                selector.push(&[Selected { fingerprint: 7, position: 9 }]);
            }
            let options = CompareOptions { min_words, ..CompareOptions::default() };
            let texts = Texts::new(&said, &options, Some(in_file(said.len())));
            let ids: Vec<_> = (0..15).map(|id| Some(DocumentId(id))).collect();
            all(&links(vec![selector.finish()], &ids, &texts).0).len()
        };
        assert_eq!(links(5), 15 * 14 / 2);
        assert!(links(25) < 15 * 14 / 4);
    }

    /// The links of documents of these sources and days that all have one shingle, and then go on alike or not.
    fn linked(documents: &[(u32, Option<i32>)], go_on: bool) -> usize {
        let text = |at: usize| {
            let own = if go_on { 0 } else { at * 100 };
            let words = (own..own + 30).map(say).collect::<Vec<_>>();
            format!("one two three four five six seven eight {}", words.join(" "))
        };
        let said: Vec<Fingerprints> =
            (0..documents.len()).map(|at| fingerprints(&text(at))).collect();
        let texts = said.iter().zip(documents);
        let texts: Vec<Text<'_>> = texts
            .map(|(said, (source, day))| Text { source: *source, day: *day, ..Text::of(said) })
            .collect();
        let mut selector = Selector::default();
        for _ in &texts {
            selector.push(&[Selected { fingerprint: 7, position: 0 }]);
        }
        let ids: Vec<_> = (0..texts.len() as u32).map(|id| Some(DocumentId(id))).collect();
        let options = CompareOptions::default();
        let selections = selector.finish();
        let [in_file, in_memory] = [Some(in_file(texts.len())), None].map(|in_file| {
            let texts = Texts::new(&texts, &options, in_file);
            all(&links(vec![selections.clone()], &ids, &texts).0).len()
        });
        assert_eq!(in_file, in_memory);
        in_file
    }

    #[test]
    fn what_a_source_has_for_weeks_is_linked_through_the_first() {
        for go_on in [false, true] {
            // The last of so many documents is so many days later than the others.
            let later = |documents: usize, days: i32| {
                let mut all = vec![(0, Some(0)); documents];
                all[documents - 1].1 = Some(days);
                linked(&all, go_on)
            };
            assert_eq!(later(5, 7), 4);
            assert_eq!(later(5, 6), 10, "a story of some days");
            assert_eq!(later(4, 7), 6, "few documents");
            let of_two = [(0, Some(0)), (1, Some(2)), (0, Some(4)), (1, Some(6)), (0, Some(8))];
            assert_eq!(linked(&of_two, go_on), 10, "two sources");
            assert_eq!(linked(&[(0, None); 5], go_on), 10, "nobody knows when");
        }
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

    /// Of a footer too short for a passage two documents have the words before it as well, or those behind it; each place of
    /// its shingle in a passage is one from which it may be selected.
    #[test]
    fn a_passage_of_two_documents_is_linked_where_many_have_most_of_it() {
        let options = CompareOptions::default();
        let (least, window) = (options.min_words as usize, options.selection().window as usize);
        for own in 0..window {
            let said: Vec<Fingerprints> = (0..40)
                .map(|at| {
                    let who = if [21, 30].contains(&at) { 99 } else { at };
                    let own_words =
                        |from: usize, to: usize| (from..to).map(move |n| format!("x{who}y{n}"));
                    let footer = (own..=least + own - window).map(|n| format!("f{n}"));
                    // Those before the footer come to be as many in all, those behind it fill the passage up.
                    let others = (0..9).map(|n| format!("z{at}y{n}"));
                    let said = others.chain(own_words(0, own)).chain(footer);
                    let end = (0..9).map(|n| format!("e{at}y{n}"));
                    let said = said.chain(own_words(own, window - 1)).chain(end);
                    fingerprints(&said.collect::<Vec<_>>().join(" "))
                })
                .collect();
            let said: Vec<Text<'_>> = said.iter().map(Text::of).collect();
            let mut selector = Selector::default();
            for _ in &said {
                selector.push(&[Selected { fingerprint: 7, position: 9 + own as u32 }]);
            }
            let selections = selector.finish();
            let ids: Vec<_> = (0..40).map(|id| Some(DocumentId(id))).collect();
            for in_file in [Some(in_file(said.len())), None] {
                let texts = Texts::new(&said, &options, in_file);
                let (links, _) = links(vec![selections.clone()], &ids, &texts);
                let beside_hub: Vec<_> = all(&links).into_iter().filter(|(a, _)| *a != 0).collect();
                assert_eq!(beside_hub, [(21, 30)], "{own} words before");
            }
        }
    }
}

//! One document in, the places out in which it may tell something twice.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Selected, Token};

use super::cells::Cells;
use super::coverage::union;
use super::evidence::{DRIFT, ROUND, Seed, Strength, is_promising, run_round};
use super::last::LastPlaces;
use super::pace::Pace;

/// Tokens by which the distances of two places in one text may differ for their seeds to be looked at together.
const BAND: i64 = 4 * DRIFT;
/// Cells of the shingles of a large text, which has that many of them in each: what is in one is looked up in a core's own
/// cache.
const CELLS: usize = 256;

/// Places that a thread goes through at a time.
const PART: usize = 1 << 14;

/// Finds the seeds of one text with itself; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct OwnSeeds {
    /// By shingles, among the selected ones.
    last: LastPlaces,
}

impl OwnSeeds {
    /// Returns the seeds, in the order of the later place: each place of a selected shingle with the place before it, where
    /// the text goes on alike; `None` where no shingle stands twice. Linear.
    pub(super) fn of(
        &mut self,
        selected: &[Selected],
        tokens: &[Token],
        least_words: u32,
    ) -> Option<Vec<Seed>> {
        if selected.len() < CELLS * CELLS {
            return self.of_few(selected, tokens, least_words);
        }
        let mut cells = Cells::default();
        cells.fill(std::iter::once(selected), CELLS, |one| one.fingerprint as usize % CELLS);
        let of_cell = |own: &mut Self, cell| {
            let mut again = Vec::new();
            own.each_again(cells.cell(cell), |a_at, b_at| again.push((b_at, a_at)));
            again
        };
        let of_cells = (0..CELLS).into_par_iter().map_init(Self::default, of_cell);
        let mut again: Vec<(u32, u32)> = of_cells.collect::<Vec<_>>().concat();
        drop(cells);
        if again.is_empty() {
            return None;
        }
        // Those of each cell are in order.
        again.par_sort();
        let of_part = |part: &[(u32, u32)]| {
            let mut pace = Pace::of(tokens, least_words);
            part.iter().filter_map(|(b_at, a_at)| pace.seed(*a_at, *b_at)).collect()
        };
        let parts: Vec<Vec<Seed>> = again.par_chunks(PART).map(of_part).collect();
        Some(parts.concat())
    }

    /// Returns the same of a text that is not worth all threads.
    fn of_few(
        &mut self,
        selected: &[Selected],
        tokens: &[Token],
        least_words: u32,
    ) -> Option<Vec<Seed>> {
        let mut seeds: Option<Vec<Seed>> = None;
        let mut pace = Pace::of(tokens, least_words);
        self.each_again(selected, |a_at, b_at| {
            seeds.get_or_insert_default().extend(pace.seed(a_at, b_at));
        });
        seeds
    }

    /// Tells each place of a shingle, with the place before it, in the order of the later one; with the selected shingles
    /// all that are equal to them stand.
    fn each_again(&mut self, selected: &[Selected], mut tell: impl FnMut(u32, u32)) {
        self.last.clear(selected.len());
        for (at, one) in selected.iter().enumerate() {
            let shingle = one.fingerprint;
            let is_same = |before: usize| selected[before].fingerprint == shingle;
            // The lowest bits are the cell's.
            if let Some(before) = self.last.replace(shingle / CELLS as u64, at, is_same) {
                tell(selected[before].position, one.position);
            }
        }
    }
}

/// Returns the tokens of a text in which it may tell something twice, in order and apart from each other: round the seeds
/// of those places that are promising, with the places before them, as two texts would be. `seeds` are its own.
pub(super) fn own_places(
    mut seeds: Vec<Seed>,
    tokens: &[Token],
    least_words: u32,
) -> Vec<Range<u32>> {
    let band = |seed: &Seed| seed.shift() / BAND;
    // They come by their later place, and the sort keeps that.
    seeds.par_sort_by_key(band);
    let both = (tokens, tokens);
    let promising = |of_two: &&[Seed]| {
        is_promising(of_two, both, least_words) || has_run(of_two, tokens, least_words)
    };
    let of_two = seeds.chunk_by(|s, t| band(s) == band(t) && t.b_at - s.b_at <= ROUND);
    let length = tokens.len() as u32;
    union(of_two.filter(promising).flat_map(|of_two| both_places(of_two, length)).collect())
}

/// The tokens of a text, of so many, that stand round the earlier and round the later places of seeds, of which none
/// is further than [`ROUND`] and [`BAND`] from the next one.
fn both_places(seeds: &[Seed], length: u32) -> [Range<u32>; 2] {
    let round = |at: fn(&Seed) -> u32| {
        let places = seeds.iter().map(at);
        let (first, last) = places.fold((u32::MAX, 0), |(x, y), at| (x.min(at), y.max(at)));
        first.saturating_sub(ROUND)..(last + ROUND).min(length)
    };
    [round(|seed| seed.a_at), round(|seed| seed.b_at)]
}

/// Returns whether a text has a run of so many tokens twice: a short paragraph, where they are characters.
fn has_run(seeds: &[Seed], tokens: &[Token], length: u32) -> bool {
    let mut long = seeds.iter().filter(|seed| seed.strength == Strength::Enough);
    long.any(|seed| run_round(seed, (tokens, tokens), length).len() >= length as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::evidence::tests::say;
    use crate::fingerprint::{FingerprintOptions, Fingerprinter};
    use crate::read::Document;

    #[test]
    fn the_own_seeds_of_a_large_text_are_those_of_a_small_one() {
        // Of three hundred thousand words every line of twenty stands again three thousand lines later.
        let words: Vec<String> = (0..300_000).map(|at| say(at % 60_000)).collect();
        let document = Document::from_text("a", words.join(" "));
        let mut fingerprinter = Fingerprinter::default();
        let text = fingerprinter.fingerprints(&document);
        fingerprinter.select(&text, FingerprintOptions::default());
        let selected = fingerprinter.selected();
        assert!(selected.len() >= CELLS * CELLS);
        let mut own = OwnSeeds::default();
        let in_cells = own.of(selected, &text.tokens, 25).expect("lines stand again");
        assert!(own.of_few(selected, &text.tokens, 25).is_some_and(|few| few == in_cells));
        assert!(in_cells.len() > 50_000);
    }
}

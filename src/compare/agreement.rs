//! Two texts and their passages in, how much of their numbers, names and other words is equal out.

use std::ops::Range;

use crate::fingerprint::{Fingerprints, Token, is_of_characters};

use super::coverage::Covered;
use super::figures::SameNumber;
use super::numbers::numbers;
use super::passage::{Passage, slice};

/// Share of numbers from which on a text is the prices of a board, which stand among more words than the figures of a table.
pub(super) const QUOTATION: f64 = 0.125;

/// The words of some passages by what they say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Words {
    pub(super) numbers: u32,
    pub(super) names: u32,
    pub(super) others: u32,
}

impl Words {
    pub(super) fn all(self) -> u32 {
        self.numbers + self.names + self.others
    }

    /// `ranges`: apart from each other.
    fn of(text: &Fingerprints, ranges: Vec<Range<u32>>) -> Self {
        let tokens: &[Token] = &text.tokens;
        let mut words = Self::default();
        for range in ranges {
            // What begins with a digit begins with no capital.
            let numbers = slice(tokens, &range).iter().filter(|token| token.is_number()).count();
            let (numbers, names) = (numbers as u32, text.names.count(&range));
            words.numbers += numbers;
            words.names += names;
            words.others += range.len() as u32 - numbers - names;
        }
        words
    }
}

/// How much of one side's passages is equal.
pub(super) struct Agreement {
    /// All words.
    pub(super) all: Words,
    /// Those that are equal.
    pub(super) equal: Words,
    /// Whether the words are characters of a script without spaces.
    pub(super) of_characters: bool,
}

impl Agreement {
    pub(super) fn of_both(
        passages: &[Passage],
        (a, b): (&Fingerprints, &Fingerprints),
        same: &[SameNumber],
    ) -> [Self; 2] {
        let first = passages.first();
        let of_characters = first.is_some_and(|p| is_of_characters(slice(&a.tokens, &p.a)));
        let [of_a, of_b] = Covered::of_both(passages, same);
        let moved = names_moved((a, &of_a), (b, &of_b));
        let numbers_in = |text: &Fingerprints, gap: &Range<u32>| numbers(slice(&text.tokens, gap));
        let lone_numbers = alone(passages, |gap| numbers_in(a, gap), |gap| numbers_in(b, gap));
        let lone_names = alone(passages, |gap| a.names.count(gap), |gap| b.names.count(gap));
        let of_side = |text: &Fingerprints, Covered { all, equal }, at: usize| {
            let (all, mut equal) = (Words::of(text, all), Words::of(text, equal));
            equal.names += moved;
            let side = Self { all, equal, of_characters };
            // A number has characters of its own, and another one may stand a gap further.
            if of_characters {
                return side;
            }
            // What was moved stands alone in two places.
            side.without(lone_numbers[at], lone_names[at].saturating_sub(moved))
        };
        [of_side(a, of_a, 0), of_side(b, of_b, 1)]
    }

    /// Returns the same with so many of the facts that differ as other words.
    fn without(mut self, numbers: u32, names: u32) -> Self {
        // In a table, too, another number may stand a gap further.
        let numbers = if self.has_numbers(QUOTATION) { 0 } else { numbers };
        let numbers = self.numbers().differing().min(numbers);
        let names = self.names().differing().min(names);
        self.all.numbers -= numbers;
        self.all.names -= names;
        self.all.others += numbers + names;
        self
    }

    pub(super) fn numbers(&self) -> Share {
        Share { equal: self.equal.numbers, all: self.all.numbers }
    }

    pub(super) fn names(&self) -> Share {
        Share { equal: self.equal.names, all: self.all.names }
    }

    /// All that are no numbers.
    pub(super) fn words(&self) -> Share {
        Share { equal: self.equal.others, all: self.all.others }.and(self.names())
    }

    /// Numbers, names, and both together.
    pub(super) fn facts(&self) -> [Share; 3] {
        let numbers = self.numbers();
        let names = if self.has_names() { self.names() } else { Share::default() };
        [numbers, names, numbers.and(names)]
    }

    /// All other words.
    pub(super) fn others(&self) -> Share {
        if self.has_names() {
            return Share { equal: self.equal.others, all: self.all.others };
        }
        self.words()
    }

    /// Where most words have capitals they tell nothing: a headline, a table, a list of names.
    pub(super) fn has_names(&self) -> bool {
        self.all.names <= self.all.others
    }

    /// Whether this share of all words is numbers.
    pub(super) fn has_numbers(&self, share: f64) -> bool {
        f64::from(self.all.numbers) >= share * f64::from(self.all.all())
    }
}

/// Returns how many names of both texts that differ where they stand are the same, wherever that is: whom a clause names
/// first another version names behind it.
fn names_moved((a, of_a): (&Fingerprints, &Covered), (b, of_b): (&Fingerprints, &Covered)) -> u32 {
    let [mut of_a, mut of_b] = [(a, of_a), (b, of_b)].map(|(text, covered)| {
        let tokens: &[Token] = &text.tokens;
        let equal = |at: &u32| {
            let before = covered.equal.partition_point(|range| range.end <= *at);
            covered.equal.get(before).is_some_and(|range| range.contains(at))
        };
        let names = covered.all.iter().flat_map(|range| text.names.among(range.clone()));
        let others = names.filter(|at| !equal(at));
        let mut names: Vec<Token> = others.map(|at| tokens[at as usize]).collect();
        names.sort_unstable();
        names.into_iter().peekable()
    });
    let mut moved = 0;
    while let (Some(x), Some(y)) = (of_a.peek(), of_b.peek()) {
        let (x, y) = (*x, *y);
        moved += u32::from(x == y);
        if x <= y {
            of_a.next();
        }
        if y <= x {
            of_b.next();
        }
    }
    moved
}

/// Returns how many facts of a kind either side has that none of the other side stands in the place of: somebody put them in,
/// or left them out. Who fills in a form puts one in the place of another. `in_a`, `in_b`: how many a gap has.
fn alone(
    passages: &[Passage],
    in_a: impl Fn(&Range<u32>) -> u32,
    in_b: impl Fn(&Range<u32>) -> u32,
) -> [u32; 2] {
    let mut alone = [0; 2];
    for (of_a, of_b) in passages.iter().flat_map(Passage::gaps) {
        match [in_a(&of_a), in_b(&of_b)] {
            [facts, 0] => alone[0] += facts,
            [0, facts] => alone[1] += facts,
            _ => {}
        }
    }
    alone
}

/// How many of some words are equal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Share {
    pub(super) equal: u32,
    pub(super) all: u32,
}

impl Share {
    pub(super) fn and(self, other: Self) -> Self {
        Self { equal: self.equal + other.equal, all: self.all + other.all }
    }

    /// The side of which more are equal.
    pub(super) fn closer(self, other: Self) -> Self {
        if other.portion() > self.portion() { other } else { self }
    }

    pub(super) fn differing(self) -> u32 {
        self.all - self.equal
    }

    /// The share of those that are equal, 0 to 1.
    pub(super) fn portion(self) -> f64 {
        f64::from(self.equal) / f64::from(self.all.max(1))
    }
}

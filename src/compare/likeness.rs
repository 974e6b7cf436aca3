//! Two texts in, Broder's figures on the sets of all their shingles out (Broder 1997, section 2).

use crate::fingerprint::{ShingleFingerprint, ShingleOptions, Token, shingles};

use super::last::LastPlaces;
use super::work;

/// How alike the shingle sets of two texts are, each figure 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// Shared shingles over all shingles of both.
    pub(crate) resemblance: f64,
    /// Shared shingles over the shingles of the second text.
    pub(crate) containment: f64,
}

impl Likeness {
    /// That of equal texts, which may be shorter than a shingle.
    const EQUAL: Self = Self { resemblance: 1.0, containment: 1.0 };

    fn of(of_a: usize, of_b: usize, shared: usize) -> Self {
        let share = |of: usize| if of > 0 { shared as f64 / of as f64 } else { 0.0 };
        Self { resemblance: share(of_a + of_b - shared), containment: share(of_b) }
    }
}

/// The shingles of a long text that is compared with many short ones.
#[derive(Debug)]
pub(crate) struct ShingleSet {
    /// Each once.
    all: Vec<ShingleFingerprint>,
    /// Where each of them stands.
    places: LastPlaces,
}

impl ShingleSet {
    /// Returns the shingles of a text, each once. Linear in its tokens.
    pub(crate) fn of(tokens: &[Token], options: ShingleOptions) -> Self {
        let mut met = Vec::with_capacity(tokens.len());
        shingles(tokens, options, &mut met);
        let mut set = Self { all: Vec::new(), places: LastPlaces::new(met.len()) };
        for shingle in met {
            if !set.has(shingle) {
                set.places.replace(shingle, set.all.len(), |_| false);
                set.all.push(shingle);
            }
        }
        set
    }

    fn has(&self, shingle: ShingleFingerprint) -> bool {
        self.places.find(shingle, |at| self.all[at] == shingle).is_some()
    }

    /// Returns how alike two texts are, as their shingles are. Linear in the shingles of the shorter one.
    pub(crate) fn likeness(&self, other: &Self) -> Likeness {
        let (few, many) =
            if self.all.len() < other.all.len() { (self, other) } else { (other, self) };
        let shared = few.all.iter().filter(|shingle| many.has(**shingle)).count();
        Likeness::of(self.all.len(), other.all.len(), shared)
    }
}

/// Returns how alike two texts are; equal ones are wholly, however short. Linear in their tokens.
pub(crate) fn likeness(a: &[Token], b: &[Token], options: ShingleOptions) -> Likeness {
    if a == b && !a.is_empty() { Likeness::EQUAL } else { likeness_of_shingles(a, b, options) }
}

fn likeness_of_shingles(a: &[Token], b: &[Token], options: ShingleOptions) -> Likeness {
    work::count(a.len() + b.len());
    let mut all = Vec::with_capacity(a.len() + b.len());
    shingles(a, options, &mut all);
    let behind_a = all.len();
    shingles(b, options, &mut all);
    let mut last = LastPlaces::new(all.len());
    let (mut of_a, mut of_b, mut shared) = (0, 0, 0);
    for (at, &shingle) in all.iter().enumerate() {
        match last.replace(shingle, at, |before| all[before] == shingle) {
            None if at < behind_a => of_a += 1,
            None => of_b += 1,
            Some(before) if before < behind_a && at >= behind_a => {
                of_b += 1;
                shared += 1;
            }
            Some(_) => {}
        }
    }
    Likeness::of(of_a, of_b, shared)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    #[test]
    fn resemblance_and_containment_are_broders() {
        let options = ShingleOptions { k: 2, k_characters: 2 };
        let figures = likeness(&tokens("a b c d e"), &tokens("a b c"), options);
        assert!((figures.resemblance - 0.5).abs() < 1e-9);
        assert!((figures.containment - 1.0).abs() < 1e-9);
        assert!(likeness(&[], &[], options).resemblance.abs() < 1e-9);
    }

    proptest! {
        /// Texts of few words, so that shingles stand twice, and an edited copy.
        #[test]
        fn likeness_is_that_of_sets(words in "([a-d] ){0,40}", edit in 0..40_usize, more in "([a-d] ){0,9}") {
            let edited: String = words.chars().skip(edit).chain(more.chars()).collect();
            let (a, b) = (tokens(&words), tokens(&edited));
            let options = ShingleOptions { k: 3, k_characters: 3 };
            let set = |tokens: &[Token]| {
                tokens.windows(3).map(<[Token]>::to_vec).collect::<BTreeSet<_>>()
            };
            let (in_a, in_b) = (set(&a), set(&b));
            let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
            let shared = in_a.intersection(&in_b).count();
            let found = likeness_of_shingles(&a, &b, options);
            let resemblance = share(shared, in_a.union(&in_b).count());
            prop_assert!((found.resemblance - resemblance).abs() < 1e-12);
            prop_assert!((found.containment - share(shared, in_b.len())).abs() < 1e-12);
            let [of_a, of_b] = [&a, &b].map(|text| ShingleSet::of(text, options));
            prop_assert_eq!(of_a.likeness(&of_b), found);
        }
    }
}

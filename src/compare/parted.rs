//! A passage in, those of its parts out that are copies.

use crate::fingerprint::{Token, words};

use super::passage::{Passage, slice};
use super::run::Run;
use super::verdict::{Counts, is_copy};
use super::work;

/// Appends the parts of a passage that are copies of `least_words` or more: all of it, or what is left when it is parted
/// at its widest gap again and again. Linear, however often that is.
pub(super) fn keep_copies(
    passage: Passage,
    (a, b): (&[Token], &[Token]),
    least_words: u32,
    copies: &mut Vec<Passage>,
) {
    if words(slice(a, &passage.a)) < least_words {
        return;
    }
    let runs = &*passage.runs;
    let whole = counts(runs, (a, b)).last().map(|(_, end)| end);
    if whole.is_none_or(|whole| is_copy(&whole)) {
        copies.push(passage);
        return;
    }
    let upto: Vec<(Counts, Counts)> = counts(runs, (a, b)).collect();
    let gaps = Gaps::of(&passage);
    let mut parts = vec![Part { first: 0, end: runs.len(), widest: gaps.root }];
    while let Some(part) = parts.pop() {
        work::count(1);
        let counts = upto[part.end - 1].1.behind(&upto[part.first].0);
        if counts.words() < least_words {
            continue;
        }
        if is_copy(&counts) {
            copies.push(of_runs(&runs[part.first..part.end]));
        } else if let Some(widest) = part.widest {
            let [before, behind] = gaps.sides[widest];
            parts.push(Part { first: part.first, end: widest, widest: before });
            parts.push(Part { first: widest, end: part.end, widest: behind });
        }
    }
}

/// Runs in a row of a passage.
struct Part {
    first: usize,
    end: usize,
    /// The run behind the first one of the widest gaps between them.
    widest: Option<usize>,
}

fn of_runs(runs: &[Run]) -> Passage {
    work::count(runs.len());
    let (first, last) = (runs[0], runs[runs.len() - 1]);
    Passage { a: first.a..last.a_end(), b: first.b..last.b_end(), runs: runs.into() }
}

/// Returns what is counted of a passage up to each of its runs, and to the end of each.
fn counts<'a>(
    runs: &'a [Run],
    (a, b): (&'a [Token], &'a [Token]),
) -> impl Iterator<Item = (Counts, Counts)> + 'a {
    let mut before: Option<Run> = None;
    let mut counted = Counts::default();
    runs.iter().map(move |run| {
        if let Some(before) = before.replace(*run) {
            let gap = (before.a_end()..run.a, before.b_end()..run.b);
            counted.take_gap(slice(a, &gap.0), slice(b, &gap.1));
        }
        let start = counted;
        counted.take_equal(slice(a, &run.a_range()));
        (start, counted)
    })
}

/// The gaps of a passage as a Cartesian tree (Vuillemin 1980): the widest one, and on each side of it the widest one there.
struct Gaps {
    /// The run behind the first one of the widest gaps of all.
    root: Option<usize>,
    /// By the run behind a gap, the same of what is before the gap and behind it, up to the next wider one.
    sides: Vec<[Option<usize>; 2]>,
}

impl Gaps {
    fn of(passage: &Passage) -> Self {
        let mut sides = vec![[None; 2]; passage.runs.len()];
        // The gaps that no later one is wider than, each behind a wider one or one as wide.
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (at, width) in (1..).zip(passage.gap_lengths()) {
            while let Some((narrower, _)) = open.pop_if(|(_, open)| *open < width) {
                sides[at][0] = Some(narrower);
            }
            if let Some((wider, _)) = open.last() {
                sides[*wider][1] = Some(at);
            }
            open.push((at, width));
        }
        Self { root: open.first().map(|(root, _)| *root), sides }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::numbers::numbers;
    use crate::compare::run::tests::tokens;

    const LEAST: u32 = 8;

    /// What is counted of a passage, each by itself.
    fn counted(passage: &Passage, (a, b): (&[Token], &[Token])) -> Counts {
        let sides = [slice(a, &passage.a), slice(b, &passage.b)];
        Counts {
            tokens: sides.map(|side| side.len() as u32),
            numbers: sides.map(numbers),
            characters: sides[0].iter().filter(|token| token.is_character()).count() as u32,
            equal: passage.identical(),
            equal_numbers: passage.runs.iter().map(|r| numbers(slice(a, &r.a_range()))).sum(),
            gaps: passage.runs.len() as u32 - 1,
            edits: passage.edits(),
        }
    }

    /// The copies, each part counted anew.
    fn copies_one_by_one(passage: Passage, texts: (&[Token], &[Token])) -> Vec<Passage> {
        let (mut parts, mut copies) = (vec![passage], Vec::new());
        while let Some(part) = parts.pop() {
            if words(slice(texts.0, &part.a)) < LEAST {
                continue;
            }
            let gaps = part.gap_lengths().zip(1..);
            match gaps.max_by_key(|&(gap, at)| (gap, std::cmp::Reverse(at))) {
                Some((_, at)) if !is_copy(&counted(&part, texts)) => {
                    parts.extend([&part.runs[..at], &part.runs[at..]].map(of_runs));
                }
                _ => copies.push(part),
            }
        }
        copies
    }

    /// Two texts of equal stretches, each but the first behind tokens that are others.
    fn passage(stretches: &[(u8, u8, u8, u8)]) -> (Box<[Token]>, Box<[Token]>, Passage) {
        let token = |kind: u8, name: String| match kind % 4 {
            0 => format!("7{name} "),
            1 => "東".to_owned(),
            _ => format!("w{name} "),
        };
        let (mut texts, mut runs, mut ends) = ([String::new(), String::new()], Vec::new(), [0; 2]);
        for (at, &(length, of_a, of_b, kind)) in stretches.iter().enumerate() {
            let length = u32::from(length % 12) + 1;
            for (side, others) in [of_a % 7, of_b % 7].into_iter().enumerate() {
                let others = if at == 0 { 0 } else { others };
                texts[side].extend((0..others).map(|n| token(kind / 4, format!("{side}{at}x{n}"))));
                ends[side] += u32::from(others);
            }
            runs.push(Run { a: ends[0], b: ends[1], length });
            let equal: String = (0..length).map(|n| token(kind, format!("{at}x{n}"))).collect();
            for text in &mut texts {
                text.push_str(&equal);
            }
            ends = ends.map(|end| end + length);
        }
        let [a, b] = texts.map(|text| tokens(&text));
        (a, b, of_runs(&runs))
    }

    proptest! {
        #[test]
        fn copies_are_those_of_counting_each_part_anew(
            stretches in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 1..60),
        ) {
            let (a, b, passage) = passage(&stretches);
            prop_assert_eq!((a.len(), b.len()), (passage.a.len(), passage.b.len()));
            let mut copies = Vec::new();
            keep_copies(passage.clone(), (&a, &b), LEAST, &mut copies);
            prop_assert_eq!(copies, copies_one_by_one(passage, (&a, &b)));
        }
    }
}

//! A large document in parts, which all threads read side by side.

use std::ops::Range;

use rayon::prelude::*;

use crate::read::Document;

/// Bytes of text that a thread reads at a time, about.
pub(super) const PART_BYTES: u32 = 1 << 20;

/// Returns some blocks of a document in parts: one, unless they are large.
pub(super) fn parts(document: &Document, blocks: Range<usize>) -> Vec<Range<usize>> {
    let (from, to) = (document.blocks.start_of(blocks.start), document.blocks.start_of(blocks.end));
    let cuts = (1..(to - from) / PART_BYTES)
        .map(|part| document.blocks.starting_before(from + part * PART_BYTES))
        .chain([blocks.end]);
    let mut start = blocks.start;
    let parts = cuts.map(|cut| std::mem::replace(&mut start, cut)..cut);
    // One block may be as large as many parts.
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { std::iter::once(blocks).collect() } else { parts }
}

/// Returns what is read of each part, in order.
pub(super) fn side_by_side<T: Send>(
    parts: Vec<Range<usize>>,
    read: impl Fn(Range<usize>) -> T + Send + Sync,
) -> Vec<T> {
    parts.into_par_iter().with_max_len(1).map(read).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::read::{Origin, Role};

    /// A document of so many bytes at least, in blocks of no, one or many words; some of them are names.
    pub(in super::super) fn document(bytes: usize) -> Document {
        let mut document = Document::default();
        let mut number = 0_u64;
        while document.text.len() < bytes {
            number += 1;
            let drawn = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
            let word = |at: u64| match (drawn ^ at) % 5 {
                0 => format!("Name{}", (drawn + at) % 1000),
                1 => format!("{}", drawn % (at + 1)),
                _ => format!("word{}", (drawn >> at) % 1000),
            };
            let words: Vec<String> = (0..drawn % 40).map(word).collect();
            document.push_block(
                Role::Paragraph,
                &words.join(" "),
                &Origin::Lines { first: 1, last: 1 },
            );
        }
        document
    }

    #[test]
    fn parts_hold_each_block_once() {
        let document = document(2 * PART_BYTES as usize + 1000);
        let last = document.blocks.len();
        for (blocks, expected) in [(0..last, 2), (0..last / 3, 1), (last / 3..last, 1), (5..5, 1)] {
            let parts = parts(&document, blocks.clone());
            assert_eq!(parts.len(), expected);
            assert!(parts.into_iter().flatten().eq(blocks));
        }
        let giant = Document::from_text("a", "word ".repeat(1 << 20));
        assert_eq!(parts(&giant, 0..1).len(), 1);
        assert_eq!(parts(&Document::default(), 0..0), std::slice::from_ref(&(0..0)));
    }
}

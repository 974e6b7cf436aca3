//! Line breaks and letters between two places of a text, without counting all that is between them: a block may be one line
//! of many megabytes that is asked for a place every few words.

use std::ops::Range;
use std::sync::OnceLock;

/// Bytes from one landmark to the next; what is no longer is counted.
const STRIDE: usize = 4096;

/// A text, and what stands before every few thousand bytes of it; counted when a long range is asked for first.
#[derive(Debug)]
pub struct Landmarks<'a> {
    text: &'a [u8],
    counts: OnceLock<Vec<Count>>,
}

/// What stands before a place.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    breaks: u32,
    letters: u32,
    /// Where the line of the place begins.
    line: u32,
}

impl<'a> Landmarks<'a> {
    /// Returns the landmarks of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), counts: OnceLock::new() }
    }

    /// Returns the line breaks in a range.
    pub(super) fn breaks(&self, range: Range<u32>) -> u32 {
        if range.len() <= STRIDE {
            return breaks(self.slice(range));
        }
        self.before(range.end).breaks - self.before(range.start).breaks
    }

    /// Returns the column in which a range ends, if it begins in column `first`.
    pub(super) fn column(&self, range: Range<u32>, first: u32) -> u32 {
        if range.len() <= STRIDE {
            let text = self.slice(range);
            return match memchr::memrchr(b'\n', text) {
                Some(end) => 1 + letters(&text[end + 1..]),
                None => first + letters(text),
            };
        }
        let end = self.before(range.end);
        let (start, first) =
            if end.line > range.start { (end.line, 1) } else { (range.start, first) };
        first + end.letters - self.before(start).letters
    }

    fn slice(&self, range: Range<u32>) -> &'a [u8] {
        &self.text[range.start as usize..range.end as usize]
    }

    fn before(&self, at: u32) -> Count {
        let nearest = at as usize / STRIDE;
        let from = (nearest * STRIDE) as u32;
        self.counts()[nearest].and(self.slice(from..at), from)
    }

    fn counts(&self) -> &[Count] {
        self.counts.get_or_init(|| {
            let (mut count, mut from) = (Count::default(), 0);
            let mut counts = vec![count];
            for text in self.text.chunks(STRIDE) {
                count = count.and(text, from);
                from += text.len() as u32;
                counts.push(count);
            }
            counts
        })
    }
}

impl Count {
    /// Adds what stands in a text from a place on.
    fn and(self, text: &[u8], from: u32) -> Self {
        let line = memchr::memrchr(b'\n', text).map_or(self.line, |end| from + end as u32 + 1);
        Self { breaks: self.breaks + breaks(text), letters: self.letters + letters(text), line }
    }
}

fn breaks(text: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', text).count() as u32
}

fn letters(text: &[u8]) -> u32 {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn long_ranges_are_counted_as_short_ones(
            lines in prop::collection::vec("[a-zé—]{0,40}", 1..40),
            times in 1..40_usize,
            places in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 8),
        ) {
            let one_line = lines.concat().repeat(times);
            let two_lines = format!("{one_line}\n{one_line}");
            for text in [lines.join("\n").repeat(times), one_line, two_lines] {
                let landmarks = Landmarks::new(&text);
                for (x, y) in &places {
                    let (x, y) = (x.index(text.len() + 1) as u32, y.index(text.len() + 1) as u32);
                    let range = x.min(y)..x.max(y);
                    let inner = landmarks.slice(range.clone());
                    prop_assert_eq!(landmarks.breaks(range.clone()), breaks(inner));
                    let last = inner.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
                    let first = if last.len() < inner.len() { 1 } else { 7 };
                    prop_assert_eq!(landmarks.column(range, 7), first + letters(last));
                }
            }
        }
    }
}

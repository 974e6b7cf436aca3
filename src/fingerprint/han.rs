//! Chinese characters that are one, written in two ways: traditional and simplified ones, and their variants.
//!
//! What a paper of Taipei or Hong Kong prints and what one of Beijing prints is one text; a program turns one into the
//! other character by character. The table is `han.txt`, made into an array when the program is compiled.

use std::ops::RangeInclusive;

/// The characters that most text is made of, each of three bytes in UTF-8.
pub(super) const IDEOGRAPHS: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

const FIRST: usize = *IDEOGRAPHS.start() as usize;
const COUNT: usize = *IDEOGRAPHS.end() as usize - FIRST + 1;

/// What stands for each of [`IDEOGRAPHS`], as its place among them.
static SIMPLIFIED: [u16; COUNT] = table(include_str!("han.txt").as_bytes());

/// Returns the character that stands for `c` and for all that are one with it: `c` itself if there are none.
pub(super) fn simplified(c: char) -> char {
    let place = (c as usize).wrapping_sub(FIRST);
    let stands = SIMPLIFIED.get(place).map(|stands| FIRST as u32 + u32::from(*stands));
    stands.and_then(char::from_u32).unwrap_or(c)
}

/// [`simplified`] of one of [`IDEOGRAPHS`] that is spelled in UTF-8, and spelled likewise.
#[inline]
pub(super) fn simplified_bytes(spelled: [u8; 3]) -> [u8; 3] {
    spell(SIMPLIFIED[place(spelled)])
}

/// Returns the place of a character among [`IDEOGRAPHS`].
#[inline]
const fn place([x, y, z]: [u8; 3]) -> usize {
    let bits = ((x as usize & 0x0f) << 12) | ((y as usize & 0x3f) << 6) | (z as usize & 0x3f);
    bits - FIRST
}

/// Returns how the character at a place is spelled.
#[inline]
fn spell(place: u16) -> [u8; 3] {
    let bits = FIRST + place as usize;
    [0xe0 | (bits >> 12) as u8, 0x80 | (bits >> 6 & 0x3f) as u8, 0x80 | (bits & 0x3f) as u8]
}

/// Reads lines of characters that are one, of which the first one stands for all; a line that begins with `#` is a remark.
#[expect(clippy::large_stack_arrays, reason = "it runs when the program is compiled")]
const fn table(lines: &[u8]) -> [u16; COUNT] {
    let mut table = [0; COUNT];
    let mut at = 0;
    while at < COUNT {
        table[at] = at as u16;
        at += 1;
    }
    let mut at = 0;
    while at < lines.len() {
        if lines[at] == b'#' {
            while lines[at] != b'\n' {
                at += 1;
            }
        } else {
            let first = place([lines[at], lines[at + 1], lines[at + 2]]);
            while lines[at] != b'\n' {
                table[place([lines[at], lines[at + 1], lines[at + 2]])] = first as u16;
                at += 3;
            }
        }
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_and_variants_are_their_simplified_ones() {
        let pairs =
            "國国 發发 髮发 後后 裏里 裡里 臺台 週周 佔占 着着 著着 麼么 龜龟 中中 万万 萬万";
        for pair in pairs.split(' ') {
            let [written, stands] = pair.chars().collect::<Vec<_>>()[..] else { panic!("{pair}") };
            assert_eq!(simplified(written), stands);
        }
        for other in ['a', 'の', '한', '㐂', '\u{20000}', '\u{10ffff}'] {
            assert_eq!(simplified(other), other);
        }
    }

    #[test]
    fn bytes_say_what_characters_do() {
        for c in IDEOGRAPHS {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer);
            let [x, y, z] = simplified_bytes([buffer[0], buffer[1], buffer[2]]).map(char::from);
            let bytes: Vec<u8> = [x, y, z].map(|c| c as u8).to_vec();
            assert_eq!(String::from_utf8(bytes).expect("UTF-8"), simplified(c).to_string());
        }
    }

    #[test]
    fn each_character_stands_in_one_line_and_for_itself_in_none_but_as_the_first() {
        let mut seen = std::collections::BTreeSet::new();
        let lines = || include_str!("han.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines() {
            assert!(line.chars().count() >= 2, "{line}");
            assert!(line.chars().all(|c| IDEOGRAPHS.contains(&c) && seen.insert(c)), "{line}");
            assert!(line.chars().all(|c| simplified(simplified(c)) == simplified(c)), "{line}");
        }
        assert!(lines().is_sorted(), "the lines are in order, so that a character is found");
    }
}

//! Eight bytes of text at once: how many of them begin a word of ASCII letters and digits, and their lower
//! case. Arithmetic on all bytes of a machine word (Lamport 1975, "Multiple byte processing with full-word
//! instructions").

const EVERY: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EVERY;
/// The bit that tells lower case; digits have it.
const LOWER: u64 = 0x20 * EVERY;

/// Returns the bytes in lower case, and how many from the first one on are ASCII letters or digits.
#[inline]
pub(super) fn word_of(bytes: [u8; 8]) -> ([u8; 8], usize) {
    let text = u64::from_le_bytes(bytes);
    let low = text & !HIGH;
    let lower = low | LOWER;
    let letter = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    let other = !(letter | digit) & HIGH | text & HIGH;
    (lower.to_le_bytes(), other.trailing_zeros() as usize / 8)
}

/// A word of ASCII letters and digits, of sixteen at most.
pub(super) struct Short {
    /// Its first eight bytes in lower case and the others, the first one lowest, with zeros behind the last one.
    pub(super) words: [u64; 2],
    /// Its bytes.
    pub(super) length: usize,
}

/// Returns the word that a text begins with; `None` where it is longer or the text ends too early to tell.
#[inline]
pub(super) fn short_word(text: &[u8]) -> Option<Short> {
    let (first, length) = word_of(*text.first_chunk()?);
    if length < 8 {
        let kept = (1 << (8 * length)) - 1;
        return Some(Short { words: [u64::from_le_bytes(first) & kept, 0], length });
    }
    let (second, length) = word_of(*text[8..].first_chunk()?);
    let kept = 1_u64.checked_shl(8 * length as u32)? - 1;
    let second = u64::from_le_bytes(second) & kept;
    Some(Short { words: [u64::from_le_bytes(first), second], length: 8 + length })
}

impl Short {
    /// Returns its bytes, and zeros behind the last one.
    #[inline]
    pub(super) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.words[0].to_le_bytes());
        bytes[8..].copy_from_slice(&self.words[1].to_le_bytes());
        bytes
    }
}

/// Sets the highest bit of each byte below 128 that is `least` or more.
fn at_least(bytes: u64, least: u8) -> u64 {
    bytes + u64::from(0x80 - least) * EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_word_is_its_bytes_in_lower_case() {
        for length in 0..=20 {
            let text: String =
                "Abcdefgh9jKlmnopqrst".chars().take(length).chain("; ".repeat(9).chars()).collect();
            let short = short_word(text.as_bytes());
            assert_eq!(short.is_some(), length < 16, "{length}");
            if let Some(short) = short {
                assert_eq!(short.length, length);
                assert_eq!(short.bytes()[..length], text.as_bytes()[..length].to_ascii_lowercase());
                assert!(short.bytes()[length..].iter().all(|byte| *byte == 0));
            }
        }
        assert!(short_word(b"abc").is_none());
    }

    #[test]
    fn every_byte_is_told_as_by_itself() {
        for byte in 0..=255_u8 {
            for place in 0..8 {
                let mut bytes = *b"aZ09bYx5";
                bytes[place] = byte;
                let is_word = byte.is_ascii_alphanumeric();
                let (lower, length) = word_of(bytes);
                assert_eq!(length, if is_word { 8 } else { place }, "{byte} at {place}");
                assert_eq!(lower[..length], bytes.to_ascii_lowercase()[..length]);
            }
        }
    }
}

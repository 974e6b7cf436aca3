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

/// Sets the highest bit of each byte below 128 that is `least` or more.
fn at_least(bytes: u64, least: u8) -> u64 {
    bytes + u64::from(0x80 - least) * EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

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

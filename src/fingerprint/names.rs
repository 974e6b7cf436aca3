//! Which tokens of a text are written as names: with a capital that no sentence begins.
//!
//! Tokens are folded to lower case, so that a headline in capitals is told in a text; what two texts of one form
//! differ in is names and numbers, so that a bit a token remembers the capital. Scripts without
//! capitals have no names here.

use crate::spill::{Pack, Stored};

use super::normalize::TokenSpan;

/// A bit for each token of a text up to the last name: whether it is written as a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    bits: Stored<u64>,
}

impl Names {
    /// Returns whether a token is written as a name.
    pub fn holds(&self, token: u32) -> bool {
        let word = self.bits.get(token as usize / 64);
        word.is_some_and(|word| word & (1 << (token % 64)) != 0)
    }

    /// Returns the bytes that the names take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.bits.packed_bytes()
    }

    /// Moves the names into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.bits.pack(pack);
    }
}

/// Marks the names of one text after the other; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Marker {
    bits: Vec<u64>,
    tokens: u32,
    /// Where the last token of the sentence ended, if there is one.
    end: Option<u32>,
}

impl Marker {
    /// Forgets what was marked before.
    pub(super) fn clear(&mut self) {
        self.bits.clear();
        (self.tokens, self.end) = (0, None);
    }

    /// Tells that the next token begins a block.
    pub(super) fn begin(&mut self) {
        self.end = None;
    }

    /// Takes the next token of `text`.
    #[inline]
    pub(super) fn take(&mut self, span: TokenSpan, text: &str) {
        let first = text.as_bytes()[span.start as usize];
        if first.is_ascii_uppercase() || first >= 0x80 && is_capital(text, span.start) {
            self.take_capital(span, text);
        }
        self.tokens += 1;
        self.end = Some(span.end);
    }

    fn take_capital(&mut self, span: TokenSpan, text: &str) {
        let Some(end) = self.end else { return };
        let between = &text.as_bytes()[end as usize..span.start as usize];
        if !between.iter().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b':')) {
            let word = self.tokens as usize / 64;
            if self.bits.len() <= word {
                self.bits.resize(word + 1, 0);
            }
            self.bits[word] |= 1 << (self.tokens % 64);
        }
    }

    /// Returns the names of the tokens that were taken.
    pub(super) fn names(&self) -> Names {
        Names { bits: self.bits.as_slice().into() }
    }
}

/// Whether the letter at a byte beyond ASCII is a capital.
fn is_capital(text: &str, at: u32) -> bool {
    // Of two bytes, Latin to Armenian: all scripts with capitals that have a press of their own.
    let lead = text.as_bytes()[at as usize];
    let letter = || text.get(at as usize..).and_then(|rest| rest.chars().next());
    matches!(lead, 0xc3..=0xd5) && letter().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::fingerprint::Fingerprints;
    use crate::read::Document;

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let fingerprints = Fingerprints::of(&Document::from_text("a", text.to_owned()));
        let tokens = 0..fingerprints.tokens.len() as u32;
        let names: Vec<u32> = tokens.filter(|token| fingerprints.names.holds(*token)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_capital_inside_of_a_sentence_is_a_name() {
        check("The bank of Kuwait lent Yen to “Émile”. Then Ömer paid 5 Marks.", &[3, 5, 7, 9, 12]);
    }

    #[test]
    fn what_begins_a_sentence_or_has_no_capitals_is_none() {
        check("One. Two! Three? “Four” five: Six", &[]);
        check("قال الملك سلمان 他说 好", &[]);
    }

    #[test]
    fn many_tokens_have_many_bits() {
        check(&format!("x {} Y", "z ".repeat(200)), &[201]);
    }
}

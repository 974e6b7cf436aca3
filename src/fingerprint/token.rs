//! Text in, tokens out: the [`Token`], and what it remembers of the word that it stands for.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// A normalised word, or one character of a script without spaces: 30 bits of its hash and two
/// marks. Equal words give equal tokens; two different words agree once in 2³⁰.
///
/// A word of sixteen bytes or less is two numbers of eight bytes, the first byte lowest, and its hash both halves of their
/// product, each with some bits turned (the step of Wang Yi's `wyhash`, 2019): most words are hashed without a branch.
/// A longer one is hashed with XXH3-64.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(transparent)]
pub struct Token(u32);

/// What a token was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word.
    Word,
    /// A word that begins with a digit.
    Number,
    /// One character of a script without spaces.
    Character,
}

impl TokenKind {
    /// Returns what a normalised word that is no character is; `None` where nothing is left of it.
    #[inline]
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        let is_number = word.first()?.is_ascii_digit();
        Some(if is_number { Self::Number } else { Self::Word })
    }
}

/// The bits that are turned before two halves of a word are multiplied: odd, without a pattern (the digits of the square
/// roots of 11 and 13). No word has these bytes, or its product would be none.
const TURNED: [u64; 2] = [0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f];

const NUMBER: u32 = 1;
const CHARACTER: u32 = 2;

impl Token {
    /// Returns the token of a normalised word.
    pub(super) fn of(word: &[u8], kind: TokenKind) -> Self {
        if word.len() > 16 {
            return Self::new(xxh3_64(word), kind);
        }
        let mut bytes = [0; 16];
        bytes[..word.len()].copy_from_slice(word);
        let number = u128::from_le_bytes(bytes);
        Self::of_short([number as u64, (number >> 64) as u64], kind)
    }

    /// Returns the token of a normalised word of sixteen bytes or less, with zeros behind the last one.
    #[inline]
    pub(super) fn of_short(word: [u64; 2], kind: TokenKind) -> Self {
        let product = u128::from(word[0] ^ TURNED[0]) * u128::from(word[1] ^ TURNED[1]);
        Self::new(product as u64 ^ (product >> 64) as u64, kind)
    }

    /// Returns the token of a normalised word with this hash.
    #[inline]
    pub(super) fn new(hash: u64, kind: TokenKind) -> Self {
        let mark = match kind {
            TokenKind::Word => 0,
            TokenKind::Number => NUMBER,
            TokenKind::Character => CHARACTER,
        };
        Self((hash >> 32) as u32 & !(NUMBER | CHARACTER) | mark)
    }

    /// Returns whether the word begins with a digit.
    #[inline]
    pub fn is_number(self) -> bool {
        self.0 & NUMBER != 0
    }

    /// Returns the token that stands for any number where this is one, else the token.
    #[inline]
    pub(crate) fn of_any_number(self) -> Self {
        if self.is_number() { Self(NUMBER) } else { self }
    }

    /// Returns whether the token is one character of a script without spaces.
    #[inline]
    pub fn is_character(self) -> bool {
        self.0 & CHARACTER != 0
    }

    /// Returns the length of the token in half words: a word counts 2, a character 1.
    ///
    /// News prose in Chinese and Japanese takes 1.5 to 2 characters a word of its English
    /// translation, so limits in words are doubled for characters.
    #[inline]
    pub fn half_words(self) -> u32 {
        if self.is_character() { 1 } else { 2 }
    }

    /// Returns the bits that are hashed on.
    #[inline]
    pub(crate) fn bits(self) -> u32 {
        self.0
    }
}

/// Returns the bytes of tokens, four each and the lowest first on any machine: what is hashed of them.
#[inline]
pub(crate) fn token_bytes(tokens: &[Token]) -> Cow<'_, [u8]> {
    if cfg!(target_endian = "little") {
        Cow::Borrowed(tokens.as_bytes())
    } else {
        tokens.iter().flat_map(|token| token.0.to_le_bytes()).collect()
    }
}

/// Tokens that are asked at a time whether one is a character.
const LOOKED_AT: usize = 64;

/// Returns the length of a run of tokens in words; two characters count as one word.
pub fn words(tokens: &[Token]) -> u32 {
    words_of(tokens.len() as u32, characters(tokens))
}

/// Returns the words of so many tokens, of which so many are characters; two of them count as one word.
#[inline]
pub(crate) fn words_of(tokens: u32, characters: u32) -> u32 {
    tokens - characters / 2
}

/// Returns how many tokens are characters of a script without spaces.
#[inline]
pub(crate) fn characters(tokens: &[Token]) -> u32 {
    tokens.iter().map(|token| (token.0 & CHARACTER) / CHARACTER).sum()
}

/// Returns whether a token is a character of a script without spaces. Some are counted at a time, in wide registers; to look
/// at one after the other is to wait for each.
pub(crate) fn has_characters(tokens: &[Token]) -> bool {
    tokens.chunks(LOOKED_AT).any(|some| characters(some) > 0)
}

/// Returns the length of a run of tokens in half words.
pub(crate) fn half_words(tokens: &[Token]) -> u32 {
    tokens.iter().map(|token| token.half_words()).sum()
}

/// Returns whether most tokens are characters of a script without spaces.
pub(crate) fn is_of_characters(tokens: &[Token]) -> bool {
    most_are(tokens.len() as u32, characters(tokens))
}

/// Returns whether of so many tokens most are characters, which are so many.
#[inline]
pub(crate) fn most_are(tokens: u32, characters: u32) -> bool {
    u64::from(characters) * 2 > u64::from(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_keeps_its_kind() {
        let hash = 0xffff_ffff_ffff_ffff;
        assert!(Token::new(hash, TokenKind::Number).is_number());
        assert!(!Token::new(hash, TokenKind::Word).is_number());
        assert!(Token::new(hash, TokenKind::Character).is_character());
        assert_ne!(Token::new(hash, TokenKind::Word), Token::new(hash, TokenKind::Character));
    }

    #[test]
    fn bytes_of_tokens_are_those_of_each() {
        let some = [7, 0x0102_0304_0506_0708].map(|hash| Token::new(hash << 32, TokenKind::Word));
        assert_eq!(*token_bytes(&some), some.map(|token| token.0.to_le_bytes()).concat());
    }

    #[test]
    fn one_character_is_found_wherever_it_stands() {
        let word = Token::new(0, TokenKind::Word);
        for at in [0, 1, LOOKED_AT - 1, LOOKED_AT, 3 * LOOKED_AT] {
            let mut tokens = vec![word; 3 * LOOKED_AT + 1];
            assert!(!has_characters(&tokens) && !has_characters(&[]));
            tokens[at] = Token::new(0, TokenKind::Character);
            assert!(has_characters(&tokens), "at {at}");
        }
    }

    #[test]
    fn two_characters_are_one_word() {
        let word = Token::new(0, TokenKind::Word);
        let character = Token::new(0, TokenKind::Character);
        assert_eq!(words(&[word, word, character]), 3);
        assert_eq!(words(&[character; 4]), 2);
    }
}

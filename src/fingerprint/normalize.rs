//! Text in, normalised tokens with their places out, in one pass.
//!
//! NFKC, case folded; quotes, dashes and white space separate; apostrophes inside a word, soft
//! hyphens, zero-width marks and Arabic vowel signs vanish (`letter.rs`). Words of ASCII are read eight bytes at a
//! time (`ascii.rs`) and stay in two registers; everything else goes character by character.

use unicode_normalization::UnicodeNormalization;

use super::ascii::short_word;
use super::letter::{Letter, letter, variant};
use super::token::{Token, TokenKind};

/// Where a token stands in the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSpan {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

/// What takes the tokens of a text, in order.
pub(super) trait TokenSink {
    /// Takes one token and how it is spelled: its normalised bytes.
    fn token(&mut self, token: Token, spelled: &[u8], span: TokenSpan);
}

/// Reads texts into tokens; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Normalizer {
    /// The normalised bytes of a token that is read slowly.
    word: Vec<u8>,
    /// The letters of a token that needs NFKC.
    raw: String,
}

const ASCII_SEPARATOR: u8 = 0;
const ASCII_APOSTROPHE: u8 = 1;
const BEYOND_ASCII: u8 = 2;

/// What a byte is: one of the constants above, or itself as a lower-case letter or digit.
static ASCII: [u8; 256] = {
    let mut table = [ASCII_SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = match b {
            b'0'..=b'9' | b'a'..=b'z' => b,
            b'A'..=b'Z' => b | 0x20,
            b'\'' => ASCII_APOSTROPHE,
            0x80.. => BEYOND_ASCII,
            _ => ASCII_SEPARATOR,
        };
        byte += 1;
    }
    table
};

impl Normalizer {
    /// Tells the tokens of `text`, which stands at byte `base` of its document.
    pub(super) fn read(&mut self, text: &str, base: u32, sink: &mut impl TokenSink) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match ASCII[bytes[at] as usize] {
                ASCII_SEPARATOR | ASCII_APOSTROPHE => at += 1,
                BEYOND_ASCII if mark(&bytes[at..]).is_some() => at += MARK_BYTES,
                BEYOND_ASCII => {
                    at = read_ideograph(text, at, base, sink)
                        .unwrap_or_else(|| self.read_slowly(text, at, base, sink));
                }
                _ => {
                    at = self.read_ascii(text, at, base, sink);
                    // What stands behind most words needs no look at what it is.
                    at += usize::from(bytes.get(at) == Some(&b' '));
                }
            }
        }
    }

    /// Reads the token that begins at `start` with an ASCII letter or digit; returns its end.
    #[inline]
    fn read_ascii(
        &mut self,
        text: &str,
        start: usize,
        base: u32,
        sink: &mut impl TokenSink,
    ) -> usize {
        let bytes = text.as_bytes();
        if let Some(short) = short_word(&bytes[start..])
            && ends_plainly(&bytes[start + short.length..])
        {
            let end = start + short.length;
            let is_number = bytes[start].is_ascii_digit();
            let kind = if is_number { TokenKind::Number } else { TokenKind::Word };
            let span = TokenSpan { start: base + start as u32, end: base + end as u32 };
            sink.token(Token::of_short(short.words, kind), &short.bytes()[..short.length], span);
            return end;
        }
        self.read_bytewise(text, start, base, sink)
    }

    /// The same, whatever stands in the token and behind it.
    fn read_bytewise(
        &mut self,
        text: &str,
        start: usize,
        base: u32,
        sink: &mut impl TokenSink,
    ) -> usize {
        let bytes = text.as_bytes();
        self.word.clear();
        let mut at = start;
        let mut end = start;
        while at < bytes.len() {
            match ASCII[bytes[at] as usize] {
                ASCII_SEPARATOR => break,
                // Dropped between two letters; otherwise the next byte ends the token.
                ASCII_APOSTROPHE if at != end => break,
                ASCII_APOSTROPHE => at += 1,
                BEYOND_ASCII => match mark(&bytes[at..]) {
                    Some(Mark::Apostrophe) if at == end => at += MARK_BYTES,
                    Some(_) => break,
                    None => return self.read_slowly(text, start, base, sink),
                },
                lower => {
                    self.word.push(lower);
                    at += 1;
                    end = at;
                }
            }
        }
        if let Some(behind) = address_end(&self.word, bytes, end) {
            return behind;
        }
        self.finish(TokenSpan { start: base + start as u32, end: base + end as u32 }, sink);
        end
    }

    /// Reads the token, or what separates two, that begins at `start`; returns its end.
    #[cold]
    fn read_slowly(
        &mut self,
        text: &str,
        start: usize,
        base: u32,
        sink: &mut impl TokenSink,
    ) -> usize {
        self.raw.clear();
        let mut run = Run { end: start, complex: false, apostrophe: false };
        for (offset, c) in text[start..].char_indices() {
            let at = start + offset;
            let next = at + c.len_utf8();
            match letter(c) {
                Letter::Separator => {
                    if self.raw.is_empty() {
                        return next;
                    }
                    break;
                }
                Letter::Character if self.raw.is_empty() => {
                    return self.read_character(text, at, base, sink);
                }
                Letter::Character => break,
                Letter::Ignorable => {}
                Letter::Apostrophe if self.raw.is_empty() => return next,
                Letter::Apostrophe if run.apostrophe => break,
                Letter::Apostrophe => run.apostrophe = true,
                Letter::Folded(folded) => {
                    self.raw.push(folded);
                    run.take(next);
                }
                Letter::Complex => {
                    self.raw.push(c);
                    run.complex = true;
                    run.take(next);
                }
            }
        }
        if self.raw.is_empty() {
            return text.len();
        }
        self.normalize_raw(run.complex);
        let first = start + leading_ignorables(&text[start..]);
        self.finish(TokenSpan { start: base + first as u32, end: base + run.end as u32 }, sink);
        run.end
    }

    /// Reads the one-character token at `start` and the marks behind it; returns its end.
    fn read_character(
        &mut self,
        text: &str,
        start: usize,
        base: u32,
        sink: &mut impl TokenSink,
    ) -> usize {
        let mut letters = text[start..].chars();
        let first = letters.next().expect("the caller saw a character here");
        let mut end = start + first.len_utf8();
        self.raw.push(first);
        for c in letters {
            if !unicode_normalization::char::is_combining_mark(c) {
                break;
            }
            self.raw.push(c);
            end += c.len_utf8();
        }
        self.normalize_raw(
            !matches!(first, '\u{4e00}'..='\u{9fff}') || self.raw.len() > first.len_utf8(),
        );
        let span = TokenSpan { start: base + start as u32, end: base + end as u32 };
        sink.token(Token::of(&self.word, TokenKind::Character), &self.word, span);
        end
    }

    /// Makes the word of the collected letters.
    fn normalize_raw(&mut self, complex: bool) {
        self.word.clear();
        if !complex {
            self.word.extend_from_slice(self.raw.as_bytes());
            return;
        }
        let mut buffer = [0; 4];
        for c in self.raw.nfkc().flat_map(char::to_lowercase).nfkc() {
            match c {
                'ß' => self.word.extend_from_slice(b"ss"),
                c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
                    self.word.extend_from_slice(variant(c).encode_utf8(&mut buffer).as_bytes());
                }
                _ => {}
            }
        }
    }

    /// Tells the word as a token, unless nothing is left of it.
    fn finish(&mut self, span: TokenSpan, sink: &mut impl TokenSink) {
        let Some(first) = self.word.first() else { return };
        let kind = if first.is_ascii_digit() { TokenKind::Number } else { TokenKind::Word };
        sink.token(Token::of(&self.word, kind), &self.word, span);
    }
}

/// Reads the Chinese character at `start` if it is one of the twenty thousand that most text is made of, without a mark
/// behind it; returns its end. It is normalised as it stands.
#[inline]
fn read_ideograph(text: &str, start: usize, base: u32, sink: &mut impl TokenSink) -> Option<usize> {
    let (spelled, behind) = text.as_bytes()[start..].split_first_chunk::<3>()?;
    let is_ideograph = (IDEOGRAPHS[0]..=IDEOGRAPHS[1]).contains(spelled);
    // No mark begins so: what joins a character is of other scripts.
    let is_alone = matches!(behind, [] | [..0x80 | 0xe4..=0xe9, ..]);
    if !is_ideograph || !is_alone {
        return None;
    }
    let [x, y, z] = *spelled;
    let token =
        Token::of_short([u64::from_le_bytes([x, y, z, 0, 0, 0, 0, 0]), 0], TokenKind::Character);
    let end = start + spelled.len();
    sink.token(token, spelled, TokenSpan { start: base + start as u32, end: base + end as u32 });
    Some(end)
}

/// U+4E00 and U+9FFF, in UTF-8.
const IDEOGRAPHS: [[u8; 3]; 2] = [[0xe4, 0xb8, 0x80], [0xe9, 0xbf, 0xbf]];

/// A quote, a dash or a dot of U+2010 to U+2029, told by its bytes: most of what is not ASCII in English news.
#[derive(PartialEq, Eq)]
enum Mark {
    Separator,
    Apostrophe,
}

/// The bytes of a [`Mark`].
const MARK_BYTES: usize = 3;

/// Returns the mark that a text begins with, if it begins with one; the same as `letter` says.
#[inline]
fn mark(bytes: &[u8]) -> Option<Mark> {
    match bytes {
        [0xe2, 0x80, 0x98 | 0x99, ..] => Some(Mark::Apostrophe),
        [0xe2, 0x80, 0x90..=0xa9, ..] => Some(Mark::Separator),
        _ => None,
    }
}

/// Returns whether a word is over before these bytes and begins no address: no apostrophe, no letter beyond ASCII, and
/// no mark of an address with something behind it.
#[inline]
fn ends_plainly(behind: &[u8]) -> bool {
    let is_plain = |behind: &[u8]| match behind {
        [b'\'', ..] => false,
        [0x80..=0xff, ..] => mark(behind) == Some(Mark::Separator),
        [b'.' | b':', next, ..] => *next == b' ',
        _ => true,
    };
    behind.starts_with(b" ") || is_plain(behind)
}

/// Where the web address ends that begins with `word`, which ends at `end`; `None` where none does.
///
/// An address is no text: two papers that link to one page have nothing in common.
#[inline]
fn address_end(word: &[u8], bytes: &[u8], end: usize) -> Option<usize> {
    let begins = match word {
        b"http" | b"https" => bytes[end..].starts_with(b"://"),
        b"www" => matches!(bytes[end..], [b'.', next, ..] if next.is_ascii_alphanumeric()),
        _ => false,
    };
    let of_address = |b: &u8| b.is_ascii_graphic() && !b"<>\"()[]{}|".contains(b);
    let length = || bytes[end..].iter().take_while(|b| of_address(b)).count();
    begins.then(|| end + length())
}

/// The part of a token that was read so far.
struct Run {
    end: usize,
    complex: bool,
    apostrophe: bool,
}

impl Run {
    fn take(&mut self, end: usize) {
        self.end = end;
        self.apostrophe = false;
    }
}

fn leading_ignorables(text: &str) -> usize {
    let joins = |c: char| matches!(letter(c), Letter::Folded(_) | Letter::Complex);
    text.find(joins).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    use crate::fingerprint::Spans;

    fn normalized(text: &str) -> String {
        String::from_utf8(crate::fingerprint::normalized(text)).unwrap()
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(normalized(text).trim_end(), expected, "{text:?}");
    }

    #[test]
    fn words_are_split_at_what_is_no_letter() {
        check("US-China trade, war.", "us china trade war");
        check("  ", "");
        check("1,200.5 km", "1 200 5 km");
    }

    #[test]
    fn apostrophes_vanish_inside_words_in_any_form() {
        check("don't", "dont");
        check("don’t", "dont");
        check("'quoted' words'", "quoted words");
        check("‘quoted’ it’s", "quoted its");
        check("rock''n", "rock n");
        check("‘‘so’’ ’‘’ it’’ went", "so it went");
        check("l’été", "lété");
    }

    #[test]
    fn web_addresses_are_no_text() {
        check("see https://example.org/a-b?c=d, or (www.example.org/x) now", "see or now");
        check("http is a protocol, www. too", "http is a protocol www too");
    }

    #[test]
    fn case_width_and_ligatures_fold() {
        check("ＡＢＣ ﬁnance Straße ÉCOLE e\u{301}cole", "abc finance strasse école école");
        check("ΟΔΟΣ οδος", "οδοσ οδοσ");
    }

    #[test]
    fn invisible_marks_vanish() {
        check("co\u{ad}operate zero\u{200b}width", "cooperate zerowidth");
        check("\u{200f}مرحبا مَرْحَبًا مرحـبا", "مرحبا مرحبا مرحبا");
        check("\u{200b}", "");
        check("a \u{200b}\u{200b}b", "a b");
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_tokens() {
        check("中文ABC字", "中 文 abc 字");
        check("東京でのカ゛", "東 京 で の カ");
        check("ไทย", "ไ ท ย");
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "«Été» don’t 中文 a\u{ad}b \u{200b}x";
        let mut spans = Spans(Vec::new());
        Normalizer::default().read(text, 0, &mut spans);
        let words: Vec<_> =
            spans.0.iter().map(|s| &text[s.start as usize..s.end as usize]).collect();
        assert_eq!(words, ["Été", "don’t", "中", "文", "a\u{ad}b", "x"]);
    }

    /// Words of ASCII letter by letter: lower case, one apostrophe between two letters dropped.
    fn reference(text: &str) -> Vec<String> {
        let letters = text.as_bytes();
        let is_word = |at: usize| letters.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut words = vec![String::new()];
        for (at, letter) in letters.iter().enumerate() {
            if is_word(at) {
                let word = words.last_mut().expect("there is always a last word");
                word.push(letter.to_ascii_lowercase() as char);
            } else if *letter != b'\'' || at == 0 || !is_word(at - 1) || !is_word(at + 1) {
                words.push(String::new());
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    struct Told(Vec<(Token, String, TokenSpan)>);

    impl TokenSink for Told {
        fn token(&mut self, token: Token, spelled: &[u8], span: TokenSpan) {
            self.0.push((token, String::from_utf8(spelled.to_vec()).unwrap(), span));
        }
    }

    fn told(text: &str) -> Vec<(Token, String, TokenSpan)> {
        let mut told = Told(Vec::new());
        Normalizer::default().read(text, 0, &mut told);
        told.0
    }

    /// The same, character by character.
    fn told_slowly(text: &str) -> Vec<(Token, String, TokenSpan)> {
        let mut told = Told(Vec::new());
        let mut at = 0;
        while at < text.len() {
            at = Normalizer::default().read_slowly(text, at, 0, &mut told);
        }
        told.0
    }

    proptest! {
        #[test]
        fn words_in_registers_are_those_read_letter_by_letter(text in "[aZ09'.:, \n-]{0,40}|([a-zA-Z]{1,20}[ .,']){0,6}") {
            let told = told(&text);
            let words: Vec<String> = told.iter().map(|(_, word, _)| word.clone()).collect();
            prop_assert_eq!(&words, &reference(&text));
            for (token, word, _) in &told {
                let is_number = word.starts_with(|c: char| c.is_ascii_digit());
                let kind = if is_number { TokenKind::Number } else { TokenKind::Word };
                prop_assert_eq!(*token, Token::of(word.as_bytes(), kind));
            }
        }
    }

    proptest! {
        #[test]
        fn characters_are_read_as_those_with_a_mark_are_looked_for(text in "[\u{4e00}-\u{9fff}\u{4dbf}\u{a000}\u{3002}\u{3099}\u{3400}ab\u{301}\u{302a}]{0,12}") {
            prop_assert_eq!(told(&text), told_slowly(&text));
        }
    }

    proptest! {
        #[test]
        fn quotes_and_dashes_are_read_as_letter_by_letter(text in "[ab1 .'é‘’“”—…\u{200f}\u{2010}\u{2011}\u{201b}\u{2029}\u{202a}\u{ad}]{0,24}") {
            prop_assert_eq!(told(&text), told_slowly(&text));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for text in ["Straße ＡＢＣ ﬁ İstanbul ½ x² ΣΑΣ e\u{301}", "ไทย 東京 ㎏ カ\u{3099}"]
        {
            let once = normalized(text);
            assert_eq!(normalized(&once), once, "{text:?}");
        }
    }
}

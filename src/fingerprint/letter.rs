//! What one character does to a token: join it, end it, vanish, or be a token by itself.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::han::simplified;

/// What a character does to the token that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// Ends it.
    Separator,
    /// Joins it as this character, already folded.
    Folded(char),
    /// Joins it, but NFKC or case folding change more than this character.
    Complex,
    /// Joins two letters as if it were not there.
    Apostrophe,
    /// Is not there: soft hyphens, zero-width and direction marks, Arabic vowel signs, tatweel.
    Ignorable,
    /// Is a token by itself, together with the marks behind it.
    Character,
}

/// The letters of two UTF-8 bytes (Latin, Greek, Cyrillic, Hebrew, Arabic, …), looked up.
static TWO_BYTES: LazyLock<Box<[Letter]>> =
    LazyLock::new(|| (0..0x800).map(|c| classify(char::from_u32(c).unwrap_or(' '))).collect());

/// Returns what a character does.
pub(super) fn letter(c: char) -> Letter {
    match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' => Letter::Character,
        '\u{2010}'..='\u{2018}' | '\u{201a}'..='\u{2029}' | '\u{3000}'..='\u{3004}' => {
            if c == '\u{2018}' { Letter::Apostrophe } else { Letter::Separator }
        }
        _ if (c as usize) < 0x800 => TWO_BYTES[c as usize],
        _ => classify(c),
    }
}

/// A quote, a dash or a dot of U+2010 to U+2029, told by its bytes: most of what is not ASCII in English news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Separator,
    Apostrophe,
}

/// The bytes of a [`Mark`].
pub(super) const MARK_BYTES: usize = 3;

/// Returns the mark that a text begins with, if it begins with one; the same as [`letter`] says.
#[inline]
pub(super) fn mark(bytes: &[u8]) -> Option<Mark> {
    match bytes {
        [0xe2, 0x80, 0x98 | 0x99, ..] => Some(Mark::Apostrophe),
        [0xe2, 0x80, 0x90..=0xa9, ..] => Some(Mark::Separator),
        _ => None,
    }
}

fn classify(c: char) -> Letter {
    match c {
        _ if is_apostrophe(c) => Letter::Apostrophe,
        _ if is_ignorable(c) => Letter::Ignorable,
        _ if is_combining_mark(c) => Letter::Complex,
        _ if !c.is_alphanumeric() => Letter::Separator,
        _ => match decimal(c) {
            Some(digit) => Letter::Folded(digit),
            None if is_character_script(c) => Letter::Character,
            None => folded(c).map_or(Letter::Complex, Letter::Folded),
        },
    }
}

/// What is written for an apostrophe: quotes, the acute and the prime, the letters that have its form (Uzbek oʻ), geresh.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{2bb}'
            | '\u{2bc}'
            | '\u{b4}'
            | '\u{5f3}'
            | '\u{ff07}'
    )
}

/// Returns the one character that NFKC and case folding make of `c`, if it is one that no mark
/// behind it changes by itself, and that joins nothing before it as vowels and finals of Korean syllables do.
fn folded(c: char) -> Option<char> {
    let mut lower = c.to_lowercase();
    let single = (lower.next(), lower.next());
    let (Some(lower), None) = single else { return None };
    let mut normal = std::iter::once(lower).nfkc();
    let is_normal = normal.next() == Some(lower) && normal.next().is_none();
    let stands_alone = is_nfkc_quick(std::iter::once(lower)) == IsNormalized::Yes;
    (is_normal && stands_alone && ligature(lower).is_none()).then_some(variant(lower))
}

/// Returns the letter that stands for all that a house style may write instead.
///
/// Latin and Greek letters lose their marks (capitals are printed without, and so is whole text; Romanian has two of one
/// letter) but for the tones of Vietnamese, and `ё` its dots; Arabic alef, yeh, kaf and heh have one form (Larkey,
/// Ballesteros and Connell 2002, "Improving stemming for Arabic information retrieval", section 3.1); of Chinese
/// characters it is the simplified one. Most search engines do so.
pub(super) fn variant(c: char) -> char {
    match c {
        'ς' => 'σ',
        'ё' => 'е',
        'ø' => 'o',
        'đ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => unmarked(c),
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        c => simplified(c),
    }
}

/// Returns a letter without its marks.
fn unmarked(c: char) -> char {
    let mut first = None;
    decompose_canonical(c, |part| first = first.or(Some(part)));
    first.unwrap_or(c)
}

/// Returns the two letters that are written as one here and as two there.
pub(super) fn ligature(c: char) -> Option<&'static str> {
    match c {
        'ß' => Some("ss"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        _ => None,
    }
}

/// Returns whether a mark belongs to the Latin, Greek or Cyrillic letter before it.
pub(super) fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The zeros of the decimal digits (Unicode's `Nd`) of scripts that have a press, each with its nine behind it; those of
/// full width and of mathematics are NFKC's.
const ZEROS: [u32; 26] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1c50,
];

/// Returns the ASCII digit of one of another script: papers mix them freely.
fn decimal(c: char) -> Option<char> {
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= c as u32)].last()?;
    char::from_digit(c as u32 - zero, 10)
}

/// Unicode's default ignorables that occur in news, and the optional signs of Arabic and Hebrew writing.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c7}' | '\u{61c}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// Scripts that are written without spaces between words.
///
/// Han, Hiragana, Katakana (with half-width forms), Bopomofo, Yi, Thai, Lao, Myanmar, Khmer, Tibetan.
fn is_character_script(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c as u32,
            0x0e00..=0x0eff | 0x0f00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff
            | 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x312f | 0x31a0..=0x31bf | 0x31f0..=0x31ff
            | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf | 0xf900..=0xfaff | 0xff66..=0xff9d
            | 0x2_0000..=0x3_ffff)
}

/// Returns whether a text begins with a capital.
pub(super) fn is_capital(text: &str) -> bool {
    match text.as_bytes() {
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        // Of two bytes, Latin to Armenian: all scripts with capitals that have a press of their own.
        [0xc3..=0xd5, ..] => text.starts_with(char::is_uppercase),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(c: char, expected: Letter) {
        assert_eq!(letter(c), expected, "{c:?}");
    }

    #[test]
    fn letters_fold() {
        check('É', Letter::Folded('e'));
        check('Ж', Letter::Folded('ж'));
        check('ς', Letter::Folded('σ'));
        check('ع', Letter::Folded('ع'));
        check('ᾧ', Letter::Folded('ω'));
        check('أ', Letter::Folded('ا'));
        check('ى', Letter::Folded('ي'));
    }

    #[test]
    fn digits_of_all_scripts_are_digits() {
        for c in ['٣', '۳', '३', '৩', '๓', '໓', '၃', '៣', '௩', '૩'] {
            check(c, Letter::Folded('3'));
        }
        for zero in ZEROS.map(|zero| char::from_u32(zero).unwrap()) {
            // The one before is none of them: no table would take another's nine.
            let before = char::from_u32(zero as u32 - 1).unwrap();
            assert!(zero.is_numeric() && decimal(zero) == Some('0'), "{zero:?}");
            assert_eq!(decimal(before), None, "{before:?}");
        }
    }

    #[test]
    fn compatibility_letters_are_complex() {
        for c in ['ﬁ', '²', 'ß', 'ẞ', 'œ', 'Æ', 'İ', '\u{301}', 'Ａ', '\u{1161}', '\u{11ab}']
        {
            check(c, Letter::Complex);
        }
    }

    #[test]
    fn marks_that_nobody_sees_are_ignorable() {
        for c in ['\u{ad}', '\u{200b}', '\u{feff}', '\u{640}', '\u{64e}', '\u{5b8}', '\u{e0100}'] {
            check(c, Letter::Ignorable);
        }
    }

    #[test]
    fn scripts_without_spaces_are_characters() {
        for c in ['中', 'の', 'カ', 'ﾝ', 'ก', '々'] {
            check(c, Letter::Character);
        }
        check('한', Letter::Folded('한'));
    }

    #[test]
    fn dashes_and_quotes_separate() {
        for c in ['—', '–', '“', '»', '。', '、', '\u{a0}', '…'] {
            check(c, Letter::Separator);
        }
    }

    #[test]
    fn apostrophes_are_written_in_many_ways() {
        for c in ['’', '\'', 'ʻ', 'ʼ', '´', '׳', '′'] {
            check(c, Letter::Apostrophe);
        }
    }
}

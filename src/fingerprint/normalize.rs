//! Text in, normalised tokens with their places out, in one pass.
//!
//! NFKC, case folded, of letters that are written in two ways one (`letter.rs`, `han.rs`); quotes, dashes and white space
//! separate; apostrophes inside a word, soft hyphens, zero-width marks and Arabic and Hebrew vowel signs vanish. Words of
//! ASCII are read by the window of sixty-four bytes (`window.rs`) and stay in two registers; letters of two bytes are looked
//! up (`folded.rs`); everything else goes character by character.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::classes::is_stop;
use super::folded::Folded;
use super::han::{IDEOGRAPHS, simplified, simplified_bytes};
use super::letter::{
    Letter, MARK_BYTES, Mark, is_accent, is_capital, is_ignorable, letter, ligature, mark, variant,
};
use super::token::{Token, TokenKind};
use super::window::{SEEN, Shorts, Window};

/// Where a token stands in the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenSpan {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

/// How a token is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// Its normalised bytes.
    pub(super) spelled: &'a [u8],
    /// Where it stands.
    pub(super) span: TokenSpan,
    /// It has a capital that no sentence begins.
    pub(super) is_name: bool,
}

/// What takes the tokens of a text, in order.
pub(super) trait TokenSink {
    /// Takes one token and how it is written.
    fn token(&mut self, token: Token, written: Written<'_>);

    /// Takes short words of a window that begins at `start`.
    #[inline]
    fn shorts(&mut self, shorts: Shorts<'_, '_>, start: usize) {
        for short in shorts {
            let place = start + short.place.start..start + short.place.end;
            let span = TokenSpan { start: place.start as u32, end: place.end as u32 };
            let spelled = &short.bytes()[..place.len()];
            self.token(short.token(), Written { spelled, span, is_name: short.is_name });
        }
    }
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
    /// Tells the tokens of a part of `text`; it begins no word that stands before it, and ends none behind it.
    pub(super) fn read(&mut self, text: &str, part: Range<u32>, sink: &mut impl TokenSink) {
        let start = part.start as usize;
        Reader::new(self, text, part, sink).read(start);
    }
}

/// The reading of one part of a text.
struct Reader<'a, S> {
    /// The text up to the end of the part.
    text: &'a str,
    /// The whole text.
    bytes: &'a [u8],
    sink: &'a mut S,
    word: &'a mut Vec<u8>,
    raw: &'a mut String,
    /// Something may end a sentence behind the last token.
    stopped: bool,
}

impl<'a, S: TokenSink> Reader<'a, S> {
    fn new(memory: &'a mut Normalizer, text: &'a str, part: Range<u32>, sink: &'a mut S) -> Self {
        Self {
            text: &text[..part.end as usize],
            bytes: text.as_bytes(),
            sink,
            word: &mut memory.word,
            raw: &mut memory.raw,
            stopped: true,
        }
    }

    fn read(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            match ASCII[bytes[at] as usize] {
                ASCII_SEPARATOR | ASCII_APOSTROPHE => {
                    self.stopped |= is_stop(bytes[at]);
                    at += 1;
                }
                BEYOND_ASCII if mark(&bytes[at..]).is_some() => at += MARK_BYTES,
                BEYOND_ASCII => {
                    let read = self.read_ideograph(at).or_else(|| self.read_folded(at));
                    at = read.unwrap_or_else(|| self.read_slowly(at));
                }
                _ => at = self.read_window(at),
            }
        }
    }

    /// Reads the words from `start` on, where one of ASCII begins, as far as a window tells them; returns where to go on.
    #[inline]
    fn read_window(&mut self, start: usize) -> usize {
        let behind = &self.bytes[start..];
        let copy;
        let bytes = if let Some(bytes) = behind.first_chunk() {
            bytes
        } else {
            copy = padded(behind);
            &copy
        };
        let window = Window::of(bytes, self.text.len() - start, self.stopped);
        let mut edges = window.edges();
        loop {
            self.sink.shorts(window.shorts(&mut edges), start);
            let Some(place) = edges.next() else { break };
            self.stopped = window.is_stopped(place.start);
            let end = self.read_bytewise(start + place.start);
            // Behind an address another sentence may begin.
            if self.stopped || !window.holds(end - start) {
                return end;
            }
            edges.pass(end - start);
        }
        let Some((rest, stopped)) = window.rest(edges) else { return self.read_bytewise(start) };
        self.stopped = stopped;
        start + rest
    }

    /// Reads the token that begins at `start` with an ASCII letter or digit, whatever stands in it and behind it; returns its
    /// end.
    fn read_bytewise(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
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
                    None => return self.read_slowly(start),
                },
                lower => {
                    self.word.push(lower);
                    at += 1;
                    end = at;
                }
            }
        }
        if let Some(behind) = address_end(self.word, bytes, end) {
            self.stopped = true;
            return behind;
        }
        self.finish(start..end);
        end
    }

    /// Reads the token of letters of two bytes, or what separates two, that begins at `start`; returns where to go on.
    #[inline]
    fn read_folded(&mut self, start: usize) -> Option<usize> {
        let word = Folded::read(self.text.as_bytes(), start)?;
        if let Some(kind) = TokenKind::of(word.folded()) {
            self.tell_word(word.token(kind), word.folded(), word.place.clone());
        }
        Some(word.next)
    }

    /// Reads the token, or what separates two, that begins at `start`; returns its end.
    #[cold]
    fn read_slowly(&mut self, start: usize) -> usize {
        self.raw.clear();
        let mut run = Run { end: start, complex: false, apostrophe: false };
        for (offset, c) in self.text[start..].char_indices() {
            let at = start + offset;
            let next = at + c.len_utf8();
            match letter(c) {
                Letter::Separator => {
                    if self.raw.is_empty() {
                        self.stopped |= is_stop(self.text.as_bytes()[at]);
                        return next;
                    }
                    break;
                }
                Letter::Character if self.raw.is_empty() => {
                    return self.read_character(at);
                }
                Letter::Character => break,
                Letter::Ignorable if self.raw.is_empty() || run.apostrophe => {}
                Letter::Ignorable => run.end = next,
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
            return self.text.len();
        }
        if run.complex {
            // NFKC is of the letters as they stand: folded, some of them no longer join their marks.
            let joins = |c: &char| matches!(letter(*c), Letter::Folded(_) | Letter::Complex);
            self.raw.clear();
            self.raw.extend(self.text[start..run.end].chars().filter(joins));
        }
        self.normalize_raw(run.complex);
        let first = start + leading_ignorables(&self.text[start..]);
        self.finish(first..run.end);
        run.end
    }

    /// Reads the one-character token at `start` and the marks behind it; returns its end.
    fn read_character(&mut self, start: usize) -> usize {
        let mut letters = self.text[start..].chars();
        let first = letters.next().expect("the caller saw a character here");
        let mut end = start + first.len_utf8();
        self.raw.push(simplified(first));
        for c in letters {
            if !is_combining_mark(c) && !is_voicing(c) {
                break;
            }
            end += c.len_utf8();
            if !is_ignorable(c) {
                self.raw.push(c);
            }
        }
        self.normalize_raw(!IDEOGRAPHS.contains(&first) || self.raw.len() > first.len_utf8());
        self.tell(TokenKind::Character, start..end);
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
            if let Some(letters) = ligature(c) {
                self.word.extend_from_slice(letters.as_bytes());
            } else if c.is_alphanumeric() || is_combining_mark(c) && !is_accent(c) {
                self.word.extend_from_slice(variant(c).encode_utf8(&mut buffer).as_bytes());
            }
        }
    }

    /// Reads the Chinese character at `start` if it is one of the twenty thousand that most text is made of, without a mark
    /// behind it; returns its end. It is its simplified one.
    #[inline]
    fn read_ideograph(&mut self, start: usize) -> Option<usize> {
        let (spelled, behind) = self.text.as_bytes()[start..].split_first_chunk::<3>()?;
        let is_ideograph = (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH).contains(spelled);
        // No mark begins so: what joins a character is of other scripts.
        let is_alone = matches!(behind, [] | [..0x80 | 0xe4..=0xe9, ..]);
        if !is_ideograph || !is_alone {
            return None;
        }
        let spelled = simplified_bytes(*spelled);
        let [x, y, z] = spelled;
        let token = Token::of_short(
            [u64::from_le_bytes([x, y, z, 0, 0, 0, 0, 0]), 0],
            TokenKind::Character,
        );
        let end = start + spelled.len();
        let span = TokenSpan { start: start as u32, end: end as u32 };
        self.stopped = false;
        self.sink.token(token, Written { spelled: &spelled, span, is_name: false });
        Some(end)
    }

    /// Tells the word that was read as a token, unless nothing is left of it.
    fn finish(&mut self, place: Range<usize>) {
        if let Some(kind) = TokenKind::of(self.word) {
            self.tell(kind, place);
        }
    }

    /// Tells the word that was read as a token of this kind.
    fn tell(&mut self, kind: TokenKind, place: Range<usize>) {
        let word = std::mem::take(self.word);
        self.tell_word(Token::of(&word, kind), &word, place);
        *self.word = word;
    }

    /// Tells a word.
    #[inline]
    fn tell_word(&mut self, token: Token, spelled: &[u8], place: Range<usize>) {
        let is_name = !self.stopped && is_capital(&self.text[place.start..]);
        let span = TokenSpan { start: place.start as u32, end: place.end as u32 };
        self.stopped = false;
        self.sink.token(token, Written { spelled, span, is_name });
    }
}

/// The bounds of [`IDEOGRAPHS`] in UTF-8.
const FIRST_IDEOGRAPH: [u8; 3] = [0xe4, 0xb8, 0x80];
const LAST_IDEOGRAPH: [u8; 3] = [0xe9, 0xbf, 0xbf];

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

/// Returns the bytes behind, and zeros.
#[cold]
fn padded(behind: &[u8]) -> [u8; SEEN] {
    let mut bytes = [0; SEEN];
    bytes[..behind.len()].copy_from_slice(behind);
    bytes
}

/// Whether a character of half width is the mark of the Kana before it.
fn is_voicing(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn leading_ignorables(text: &str) -> usize {
    let joins = |c: char| matches!(letter(c), Letter::Folded(_) | Letter::Complex);
    text.find(joins).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    use crate::fingerprint::{Fingerprints, Spans};
    use crate::read::Document;

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
        check("l’été", "lete");
        check(
            "oʻzbek o‘zbek o'zbek п´ять п'ять ג׳ורג׳ ג'ורג",
            "ozbek ozbek ozbek пять пять גורג גורג",
        );
    }

    #[test]
    fn digits_of_all_scripts_are_one() {
        check("ราคา ๑๒๕ บาท", "ร า ค า 125 บ า ท");
        check("၂၀၂၄ ௨௦௨௪ ২০২৪ ٢٠٢٤", "2024 2024 2024 2024");
    }

    #[test]
    fn syllables_are_composed() {
        let parts: String = "서울 시장".nfd().collect();
        assert_ne!(parts, "서울 시장");
        check(&parts, "서울 시장");
        check("서울 시장", "서울 시장");
    }

    #[test]
    fn web_addresses_are_no_text() {
        check("see https://example.org/a-b?c=d, or (www.example.org/x) now", "see or now");
        check("http is a protocol, www. too", "http is a protocol www too");
    }

    #[test]
    fn behind_a_web_address_another_sentence_may_begin() {
        let is_name = |text: &str| told(text).last().expect("there are words").is_name;
        assert!(is_name("see the Times"));
        assert!(!is_name("see http://a.org/b Times"));
        assert!(!is_name("see www.a/b Times"));
    }

    #[test]
    fn case_width_and_ligatures_fold() {
        check("ＡＢＣ ﬁnance Straße STRAẞE", "abc finance strasse strasse");
        check("ΟΔΟΣ οδος", "οδοσ οδοσ");
    }

    #[test]
    fn letters_lose_their_marks_and_ligatures_are_two_letters() {
        check("ÉCOLE École e\u{301}cole ecole", "ecole ecole ecole ecole");
        check(
            "ştiinţă știință s\u{326}tiint\u{326}a\u{306} stiinta",
            "stiinta stiinta stiinta stiinta",
        );
        check("İSTANBUL istanbul KADIN kadın", "istanbul istanbul kadin kadin");
        check("ΑΘΗΝΑ Αθήνα Ἀθῆναι", "αθηνα αθηνα αθηναι");
        check("Ещё еще, йод, Київ", "еще еще йод київ");
        check("œuvre OEUVRE, Færøerne", "oeuvre oeuvre faeroerne");
        check("שָׁלוֹם שלום", "שלום שלום");
        // Marks tell Vietnamese words apart.
        check("tiê\u{301}ng tiếng tiềng", "tiếng tiếng tiềng");
    }

    #[test]
    fn traditional_and_simplified_characters_are_one() {
        let simplified = "当 局 发 言 人 说 后 面 的 台 风";
        check("當局發言人說後面的颱風", simplified);
        check("当局发言人说后面的台风", simplified);
        // Alone before what is no Chinese character, with a mark behind it, and of the compatibility block.
        check("說, 說a 說\u{e0100} \u{f902}", "说 说 a 说 车");
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
        check("東京でのカ゛", "东 京 で の カ");
        check("ｶﾞﾗｽ ﾊﾟﾝ ガラス", "ガ ラ ス パ ン ガ ラ ス");
        check("ไทย", "ไ ท ย");
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "«Été» don’t 中文 a\u{ad}b \u{200b}x جدًّا. אַתָּ’";
        let mut spans = Spans(Vec::new());
        Normalizer::default().read(text, 0..text.len() as u32, &mut spans);
        let words: Vec<_> =
            spans.0.iter().map(|s| &text[s.start as usize..s.end as usize]).collect();
        assert_eq!(words, ["Été", "don’t", "中", "文", "a\u{ad}b", "x", "جدًّا", "אַתָּ"]);
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

    #[derive(Debug, PartialEq)]
    struct Told {
        token: Token,
        word: String,
        span: TokenSpan,
        is_name: bool,
    }

    impl TokenSink for Vec<Told> {
        fn token(&mut self, token: Token, written: Written<'_>) {
            let Written { spelled, span, is_name } = written;
            self.push(Told {
                token,
                word: String::from_utf8(spelled.to_vec()).unwrap(),
                span,
                is_name,
            });
        }
    }

    fn told(text: &str) -> Vec<Told> {
        let mut told = Vec::new();
        Normalizer::default().read(text, 0..text.len() as u32, &mut told);
        told
    }

    /// The same: word by word where a word of ASCII is read as one, else character by character.
    fn told_by(text: &str, is_word: impl Fn(u8) -> bool) -> Vec<Told> {
        let mut told = Vec::new();
        let mut memory = Normalizer::default();
        let mut reader = Reader::new(&mut memory, text, 0..text.len() as u32, &mut told);
        let mut at = 0;
        while at < text.len() {
            let reads_word = is_word(text.as_bytes()[at]);
            at = if reads_word { reader.read_bytewise(at) } else { reader.read_slowly(at) };
        }
        told
    }

    fn told_slowly(text: &str) -> Vec<Told> {
        told_by(text, |_| false)
    }

    fn told_bytewise(text: &str) -> Vec<Told> {
        told_by(text, |byte| byte.is_ascii_alphanumeric())
    }

    /// Text of several windows: words, some with capitals and of any length, and what stands between and in them.
    fn prose() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            8 => "[a-zA-Z0-9]{1,7}[ ,.:!?]{1,2}",
            2 => "[a-zA-Z]{1,20}",
            1 => "[a-z]{60,70}",
            1 => "['’‘“”—…]{1,2}",
            1 => "[é\u{ad}\u{200b}中ıÉßж\u{301}]",
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// Prose with web addresses, and what nearly is one.
    fn prose_with_addresses() -> impl Strategy<Value = String> {
        let begin = "(https?://|HTTP://|[Ww]ww\\.|http:/|https:|www)";
        let behind = "([a-z./'é(]{0,9}|[a-z./]{0,70}) ?[A-Z]?";
        prop::collection::vec((prose(), begin, behind).prop_map(|(a, b, c)| a + &b + &c), 1..6)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn letters_of_two_bytes_are_read_as_one_by_one(
            text in "([ابتةأىـً\u{654}؟،«»٣۴жЖёςÉéßñ]{0,24}[ .!'’‘“…\u{ad}\u{200f}中0aZ]{0,2}){0,6}",
        ) {
            prop_assert_eq!(told(&text), told_slowly(&text));
        }
    }

    proptest! {
        #[test]
        fn words_in_windows_are_those_read_character_by_character(text in prose()) {
            // Addresses are none of what is read here.
            prop_assume!(!text.to_ascii_lowercase().contains("www."));
            prop_assert_eq!(told(&text), told_slowly(&text));
        }

        #[test]
        fn words_that_are_taken_together_are_those_told_one_by_one(text in prop::collection::vec(prose(), 0..8)) {
            let text = text.concat();
            let told = told(&text);
            let fingerprints = Fingerprints::of(&Document::from_text("a", text));
            let tokens: Vec<Token> = told.iter().map(|told| told.token).collect();
            prop_assert_eq!(&*fingerprints.tokens, &tokens[..]);
            for (at, told) in told.iter().enumerate() {
                prop_assert_eq!(fingerprints.names.holds(at as u32), told.is_name, "{}", at);
            }
        }

        #[test]
        fn addresses_in_windows_are_those_read_word_by_word(text in prose_with_addresses()) {
            prop_assert_eq!(told(&text), told_bytewise(&text));
        }

        #[test]
        fn a_part_is_read_as_a_text_by_itself(text in prose(), ends in "[a'é’]{0,2}", begins in "[.a ]{0,3}") {
            let whole = format!("{begins}{text}{ends}");
            let base = begins.len() as u32;
            let mut part = Vec::new();
            Normalizer::default().read(&whole, base..base + text.len() as u32, &mut part);
            let mut expected = told(&text);
            for told in &mut expected {
                (told.span.start, told.span.end) = (told.span.start + base, told.span.end + base);
            }
            prop_assert_eq!(part, expected);
        }
    }

    proptest! {
        #[test]
        fn words_in_registers_are_those_read_letter_by_letter(text in "[aZ09'.:, \n-]{0,40}|([a-zA-Z]{1,20}[ .,']){0,6}") {
            let told = told(&text);
            let words: Vec<String> = told.iter().map(|told| told.word.clone()).collect();
            prop_assert_eq!(&words, &reference(&text));
            for Told { token, word, .. } in &told {
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

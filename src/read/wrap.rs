//! Where do paragraphs end in text whose lines may have been broken by hand?
//!
//! Two habits are common. Where every line is a paragraph, each line end ends one. Where lines were
//! broken to fit a width (mail, newswire, terminals), most line ends mean nothing. A line end of the
//! second kind can be told: it stands *inside a sentence*, and either the next line goes on with a
//! small letter, or the break was *forced*: the next word would not have fitted into the width. Lists,
//! poems, tables and programme listings have lines as short, but their breaks are not forced and
//! their lines begin with capitals or digits; a list of headlines of about one width has forced breaks
//! but hardly a line that begins with a small letter.
//!
//! So a text counts as wrapped when at least half of its breaks between neighbouring lines flow in
//! this sense, and at least three in ten of the lines after a break inside a sentence begin with a
//! small letter. (In the Reuters-21578 newswire of 1987 it is 81 of a hundred; the limit is low because
//! German writes nouns with capitals, too.) Scripts without capitals, and text all in capitals, are judged by the first
//! half of the rule. Only lines of up to [`WIDEST`] columns are looked at: whatever stands on a longer
//! line was not broken to fit.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The widest line that somebody breaks text to, in columns.
const WIDEST: u32 = 120;

/// The narrowest: lines below are lists or verses.
const NARROWEST: u32 = 30;

/// Lines of more bytes than this are wider than [`WIDEST`] in any script.
const WIDEST_BYTES: usize = WIDEST as usize * 4;

/// A line of a text, without the white space round it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where the line's text begins and ends, in bytes; equal for a blank line.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Letters between the line's begin and `start`.
    pub(super) indent: u32,
    /// Columns of the text; `u32::MAX` for a line wider than anybody breaks text to, and where they are not asked for.
    width: u32,
    /// Columns of the first word.
    first_word: u32,
    /// Ends as sentences do.
    pub(super) ends_sentence: bool,
    begins: Begin,
    pub(super) kind: LineKind,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    Small,
    /// With a capital or a digit.
    Capital,
    /// With a letter of a script that has no capitals, or with a sign.
    Other,
}

/// What a line is by its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Text,
    /// Begins an entry of a list.
    Item,
    /// Begins with `>`.
    Quoted,
    /// Columns stand in it, parted by tabs or by many blanks.
    Tabular,
}

impl Line {
    /// Returns the line that stands at `start..end` of the text, line ends excluded.
    pub(super) fn new(text: &str, start: usize, end: usize) -> Self {
        if start == end {
            return Self::blank(start);
        }
        let bare = text[start..end].trim_end();
        let body = bare.trim_start();
        let margin = bare.len() - body.len();
        let indent = text[start..start + margin].chars().count() as u32;
        let start = start + margin;
        let kind = kind(body);
        // A quotation's empty line parts its paragraphs.
        let is_empty = kind == LineKind::Quoted && body.bytes().all(|b| matches!(b, b'>' | b' '));
        Self {
            start,
            end: if is_empty { start } else { start + body.len() },
            indent,
            width: u32::MAX,
            first_word: u32::MAX,
            ends_sentence: ends_sentence(body),
            begins: Begin::Other,
            kind,
        }
    }

    fn blank(start: usize) -> Self {
        Self {
            start,
            end: start,
            indent: 0,
            width: u32::MAX,
            first_word: u32::MAX,
            ends_sentence: false,
            begins: Begin::Other,
            kind: LineKind::Text,
        }
    }

    /// Finds out what only matters for lines with a line right before or after them, which in most
    /// texts are few; of a line that is not blank.
    pub(super) fn measure(&mut self, text: &str) {
        let body = &text[self.start..self.end];
        let head = &body.as_bytes()[..body.len().min(WIDEST as usize + 1)];
        let is_wide = body.len() > WIDEST_BYTES || head.len() > WIDEST as usize && head.is_ascii();
        if is_wide {
            return;
        }
        self.width = columns(body);
        self.first_word = first_word(body);
        self.begins = begin(body);
        if self.kind == LineKind::Text && is_tabular(body) {
            self.kind = LineKind::Tabular;
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.start == self.end
    }

    /// Returns whether the line is narrow enough to have been broken to fit.
    pub(super) fn is_narrow(&self) -> bool {
        self.width <= WIDEST
    }
}

/// How a text's lines were broken to a width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrap {
    /// The width, in columns.
    width: u32,
    /// New paragraphs are set in.
    indents: bool,
}

impl Wrap {
    /// Returns how the lines of the text were broken, if they were.
    pub(super) fn of(lines: &[Line], text: &str) -> Option<Self> {
        let pairs = || lines.windows(2).map(|pair| (&pair[0], &pair[1])).filter(|p| neighbours(*p));
        let mut widths: Vec<u32> = pairs().flat_map(|(a, b)| [a.width, b.width]).collect();
        if widths.is_empty() {
            return None;
        }
        // One line in ten may stick out: a URL, a table.
        widths.sort_unstable();
        let width = widths[widths.len() * 9 / 10];
        if !(NARROWEST..=WIDEST).contains(&width) {
            return None;
        }
        let mut wrap = Self { width, indents: false };
        let (mut breaks, mut flowing, mut small, mut capital) = (0, 0, 0, 0);
        for (line, next) in pairs() {
            // What is set in behind the mark of an entry goes on with the entry.
            if next.indent >= line.indent + 2 && line.kind != LineKind::Item {
                wrap.indents = true;
                continue;
            }
            if next.kind == LineKind::Item {
                continue;
            }
            breaks += 1;
            flowing += usize::from(wrap.flows(line, next));
            if !line.ends_sentence {
                small += usize::from(next.begins == Begin::Small);
                capital += usize::from(next.begins == Begin::Capital);
            }
        }
        let is_wrapped = flowing > 0 && flowing * 2 >= breaks;
        let goes_on = small * 10 >= (small + capital) * 3;
        (is_wrapped && (goes_on || !text.chars().any(char::is_lowercase))).then_some(wrap)
    }

    /// Returns whether `next` goes on with the paragraph that `line` belongs to.
    ///
    /// `paragraph` is the paragraph's first line, `base` the least indentation around it.
    pub(super) fn joins(self, paragraph: &Line, line: &Line, next: &Line, base: u32) -> bool {
        if !neighbours((line, next)) {
            return false;
        }
        let in_item = paragraph.kind == LineKind::Item;
        if next.kind == LineKind::Item {
            // A number or dash that only came to stand at a line's begin.
            return !in_item && self.is_forced(line, next) && !line.ends_sentence;
        }
        if !in_item {
            // Where paragraphs are set in, a single blank is enough, as before newswire's signature.
            let set_in = next.indent >= line.indent + if self.indents { 1 } else { 2 };
            // Paragraphs of one line, one after the other.
            let again = line.start == paragraph.start && next.indent == line.indent;
            if set_in || again && line.indent >= base + 2 && self.indents {
                return false;
            }
        }
        if self.is_forced(line, next) || self.flows(line, next) {
            return true;
        }
        // A break that was neither needed nor the end of a sentence: a typist's, or a headline's.
        !line.ends_sentence && (self.indents || line.width * 10 >= self.width * 6)
    }

    /// Returns whether the next line's first word would not have fitted.
    fn is_forced(self, line: &Line, next: &Line) -> bool {
        line.width.saturating_add(1).saturating_add(next.first_word) > self.width
    }

    /// Returns whether the sentence goes on over the break, as far as can be seen.
    fn flows(self, line: &Line, next: &Line) -> bool {
        !line.ends_sentence && (next.begins == Begin::Small || self.is_forced(line, next))
    }
}

/// Returns whether two lines are such as a paragraph could run over.
fn neighbours((line, next): (&Line, &Line)) -> bool {
    let is_text = |line: &Line| !line.is_blank() && line.is_narrow();
    is_text(line)
        && is_text(next)
        && line.kind != LineKind::Tabular
        && next.kind != LineKind::Tabular
        && (line.kind == LineKind::Quoted) == (next.kind == LineKind::Quoted)
}

/// Returns whether a line ends as sentences do: full stops of many scripts, closing marks allowed.
fn ends_sentence(line: &str) -> bool {
    let is_closing = |c: char| {
        matches!(
            c,
            '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '）' | '」' | '』' | '*' | '_'
        )
    };
    let last = line.trim_end_matches(is_closing).chars().next_back();
    last.is_some_and(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | ':'
                | ';'
                | '…'
                | '。'
                | '！'
                | '？'
                | '：'
                | '；'
                | '؟'
                | '؛'
                | '۔'
                | '।'
                | '։'
                | '።'
        )
    })
}

fn begin(line: &str) -> Begin {
    let first = line.trim_start_matches('>').trim_start();
    let first = first.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '„']).chars().next();
    match first {
        Some(c) if c.is_lowercase() => Begin::Small,
        Some(c) if c.is_uppercase() || c.is_numeric() => Begin::Capital,
        _ => Begin::Other,
    }
}

fn kind(line: &str) -> LineKind {
    let bytes = line.as_bytes();
    if bytes.first() == Some(&b'>') {
        return LineKind::Quoted;
    }
    if is_item(line) {
        return LineKind::Item;
    }
    LineKind::Text
}

/// Returns whether a line has columns, parted by a tab or by at least four blanks: text set flush on
/// both sides has gaps of two or three.
fn is_tabular(line: &str) -> bool {
    static BLANKS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("    "));
    let bytes = line.as_bytes();
    memchr::memchr(b'\t', bytes).is_some() || BLANKS.find(bytes).is_some()
}

/// Returns whether a line begins with the mark of a list: `-`, `*`, `•`, or a number up to 999 with
/// `.` or `)`, and a blank.
fn is_item(line: &str) -> bool {
    let rest = line.strip_prefix(['-', '*', '•', '◦', '▪', '·']).or_else(|| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        line[digits..].strip_prefix(['.', ')']).filter(|_| (1..=3).contains(&digits))
    });
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{A0}']) && !rest.trim().is_empty())
}

fn first_word(line: &str) -> u32 {
    let mut letters = line.char_indices();
    let end = letters.find(|(_, c)| c.is_whitespace() || is_wide(*c));
    match end {
        // Scripts without spaces break after any letter.
        Some((0, c)) => columns(c.encode_utf8(&mut [0; 4])),
        Some((end, _)) => columns(&line[..end]),
        None => columns(line),
    }
}

/// Returns how many columns a text takes: two for a letter of the Chinese, Japanese and Korean scripts.
fn columns(text: &str) -> u32 {
    if text.is_ascii() {
        return text.len() as u32;
    }
    text.chars().map(|c| 1 + u32::from(is_wide(c))).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}

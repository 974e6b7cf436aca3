//! Two texts word by word in one flow: `a [-long-delayed-] {+much-delayed+} flood barrier`.

use anstyle::Style;

use super::layout::{cut_end, width};
use super::neutral;
use super::palette::{Palette, paint};
use super::{Difference, Differences, RenderOptions};

/// Words kept on each side of a change; what lies farther away becomes `…`.
const CONTEXT_WORDS: usize = 8;

/// Words that a text may begin with before the first change without being cut.
const LEAD_WORDS: usize = 18;

/// Words of one removed or added text that are shown at each of its ends.
const CHANGED_WORDS: usize = 10;

/// Lines of a difference, unless all is asked for.
const LINES: usize = 3;

/// A word of one of the texts, never broken over two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word, harmless, with the marks of a change.
    pub text: String,
    /// Which text has it.
    pub side: WordSide,
    /// Whether white space stands before it: a line may end there.
    pub space: bool,
}

/// Which text has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordSide {
    /// Both.
    Both,
    /// The anchor only.
    Anchor,
    /// The copy only.
    Copy,
}

/// Returns the words of a comparison in reading order, what is removed before what replaces it.
pub(super) fn words(steps: &Differences) -> Vec<Word> {
    let mut words = Vec::new();
    let mut space = false;
    for step in steps.iter() {
        match step {
            Difference::Same(text) => push(&mut words, &mut space, text, WordSide::Both),
            Difference::Changed { anchor, copy } => {
                push(&mut words, &mut space, anchor, WordSide::Anchor);
                // Removed and added words are never glued: `[-a-] {+b+}`.
                space |= !anchor.trim().is_empty();
                push(&mut words, &mut space, copy, WordSide::Copy);
            }
        }
    }
    words
}

/// Writes a comparison as lines of at most the width, `indent` included.
pub(super) fn lines(steps: &Differences, indent: usize, options: &RenderOptions) -> Vec<String> {
    let palette = Palette::new(options);
    let columns = options.width.saturating_sub(indent).max(20);
    let all = words(steps);
    let shown = if options.verbose { all } else { near_changes(&all) };
    let mut lines = flow(&shown, columns);
    if !options.verbose && lines.len() > LINES {
        lines.truncate(LINES);
        close_with_ellipsis(&mut lines[LINES - 1], columns);
    }
    lines.iter().map(|line| painted(line, &palette)).collect()
}

/// Breaks words into lines of at most `columns`.
pub(super) fn flow(words: &[Word], columns: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0;
    for word in words {
        let text = cut_end(&word.text, columns);
        let needed = width(&text) + usize::from(word.space);
        let starts = lines.is_empty() || (used + needed > columns && used > 0);
        if starts {
            lines.push(Vec::new());
            used = 0;
        }
        used += if starts { width(&text) } else { needed };
        let word = Word { text, space: word.space && !starts, side: word.side };
        lines.last_mut().expect("a line was pushed before the first word").push(word);
    }
    lines
}

/// Returns a line in colour; neighbours of one side share one pair of escape sequences.
pub(super) fn painted(line: &[Word], palette: &Palette) -> String {
    let mut text = String::new();
    for run in line.chunk_by(|a, b| a.side == b.side) {
        if run[0].space {
            text.push(' ');
        }
        let words: Vec<&str> = run.iter().enumerate().flat_map(spaced).collect();
        text.push_str(&paint(style(run[0].side, palette), &words.concat()));
    }
    text
}

fn spaced((index, word): (usize, &Word)) -> [&str; 2] {
    [if index > 0 && word.space { " " } else { "" }, &word.text]
}

fn style(side: WordSide, palette: &Palette) -> Style {
    match side {
        WordSide::Both => Style::new(),
        WordSide::Anchor => palette.removed,
        WordSide::Copy => palette.added,
    }
}

fn push(words: &mut Vec<Word>, space: &mut bool, text: &str, side: WordSide) {
    let text = neutral::piece(text);
    *space |= text.starts_with(' ');
    let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    let (open, close) = match side {
        WordSide::Both => ("", ""),
        WordSide::Anchor => ("[-", "-]"),
        WordSide::Copy => ("{+", "+}"),
    };
    for (index, part) in parts.iter().enumerate() {
        let open = if index == 0 { open } else { "" };
        let close = if index + 1 == parts.len() { close } else { "" };
        words.push(Word {
            text: format!("{open}{part}{close}"),
            side,
            space: std::mem::replace(space, true),
        });
    }
    *space = if parts.is_empty() { *space } else { text.ends_with(' ') };
}

/// Keeps the words near a change, and the beginning; the rest becomes `…`.
fn near_changes(words: &[Word]) -> Vec<Word> {
    let mut kept = Vec::new();
    let mut at = 0;
    for run in words.chunk_by(|a, b| a.side == b.side) {
        let (first, last) = (at == 0, at + run.len() == words.len());
        at += run.len();
        let (head, tail) = match run[0].side {
            WordSide::Both if first && run.len() <= LEAD_WORDS => (LEAD_WORDS, 0),
            WordSide::Both if first => (0, CONTEXT_WORDS),
            WordSide::Both if last => (LEAD_WORDS, 0),
            WordSide::Both => (CONTEXT_WORDS, CONTEXT_WORDS),
            _ => (CHANGED_WORDS, CHANGED_WORDS),
        };
        if run.len() <= head + tail + 1 {
            kept.extend_from_slice(run);
            continue;
        }
        kept.extend_from_slice(&run[..head]);
        kept.push(Word { text: "…".to_owned(), side: run[0].side, space: true });
        kept.extend_from_slice(&run[run.len() - tail..]);
    }
    kept
}

fn close_with_ellipsis(line: &mut Vec<Word>, columns: usize) {
    let taken = |line: &[Word]| -> usize {
        line.iter().map(|word| width(&word.text) + usize::from(word.space)).sum()
    };
    while line.len() > 1 && taken(line) + 2 > columns {
        line.pop();
    }
    line.push(Word { text: "…".to_owned(), side: WordSide::Both, space: true });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str) -> Difference<'_> {
        Difference::Same(text)
    }

    fn changed<'a>(anchor: &'a str, copy: &'a str) -> Difference<'a> {
        Difference::Changed { anchor, copy }
    }

    #[track_caller]
    fn check(steps: &[Difference<'_>], width: usize, expected: &str) {
        let options = RenderOptions { width, ..RenderOptions::default() };
        let steps = steps.iter().copied().collect();
        assert_eq!(lines(&steps, 0, &options).join("\n"), expected);
    }

    #[test]
    fn changes_are_marked_where_they_stand() {
        let steps = [same("approved a "), changed("long", "much"), same("-delayed barrier")];
        check(&steps, 80, "approved a [-long-] {+much+}-delayed barrier");
        check(&[same("a"), changed(" b", ""), same(" c")], 80, "a [-b-] c");
        check(&[same("a "), changed("", "b "), same("c")], 80, "a {+b+} c");
    }

    #[test]
    fn lines_are_broken_between_words() {
        let steps = [same("one two three "), changed("four five", "six"), same(" seven")];
        check(&steps, 20, "one two three [-four\nfive-] {+six+} seven");
    }

    #[test]
    fn what_is_far_from_a_change_is_cut() {
        let long = "w ".repeat(60);
        let long = format!(" {long}");
        let steps = [same("a "), changed("b", "c"), same(&long), changed("d", "e")];
        check(&steps, 100, "a [-b-] {+c+} w w w w w w w w … w w w w w w w w [-d-] {+e+}");
    }

    #[test]
    fn too_many_lines_are_cut() {
        let steps = [changed("aaaa bbbb", "cccc dddd"); 20].into_iter().collect();
        let options = RenderOptions { width: 40, ..RenderOptions::default() };
        let shown = lines(&steps, 0, &options);
        assert_eq!(shown.len(), 3);
        assert!(shown[2].ends_with(" …"));
        assert!(shown.iter().all(|line| width(line) <= 40));
    }

    #[test]
    fn escape_sequences_in_a_change_are_shown() {
        check(&[changed("\x1b[2J", "ok")], 80, r"[-\u{1b}[2J-] {+ok+}");
    }
}

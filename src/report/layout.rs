//! Text in columns of a terminal: how wide it is, cut to a width, filled to a width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns the columns that text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Returns text in at most `columns`, with `…` at its end where it was cut, between words if a
/// word's end is near.
pub(super) fn cut_end(text: &str, columns: usize) -> String {
    if width(text) <= columns && text.len() <= columns.saturating_mul(BYTES_A_COLUMN) {
        return text.to_owned();
    }
    let kept = prefix(text, columns.saturating_sub(1));
    let at_word = kept.trim_end().rfind(' ').filter(|at| width(&kept[*at..]) <= NEAR_WORD_END);
    let kept = at_word.map_or(kept, |at| &kept[..at]);
    format!("{}…", kept.trim_end())
}

/// Returns text filled with spaces to `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Returns text with spaces before it, so that it takes `columns`.
pub(super) fn pad_start(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Columns that may stay empty so that a cut falls between words.
const NEAR_WORD_END: usize = 12;

/// Bytes that a column may take: letters with a few marks pass, a pile of thousands of marks on
/// one letter does not.
const BYTES_A_COLUMN: usize = 16;

/// Returns the longest beginning of at most `columns`.
fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > columns || at > columns.saturating_mul(BYTES_A_COLUMN) {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_a_words_end_where_one_is_near() {
        assert_eq!(cut_end("flood barrier approved", 22), "flood barrier approved");
        assert_eq!(cut_end("flood barrier approved", 21), "flood barrier…");
        assert_eq!(cut_end("Donaudampfschifffahrtsgesellschaft", 10), "Donaudamp…");
        assert_eq!(cut_end("ab", 0), "…");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(width("日本語"), 6);
        assert_eq!(cut_end("日本語の記事", 7), "日本語…");
        assert_eq!(pad("日本", 6), "日本  ");
        assert_eq!(pad_start("日本", 6), "  日本");
    }

    #[test]
    fn a_pile_of_marks_is_cut() {
        let pile = format!("a{}", "\u{301}".repeat(100_000));
        assert!(cut_end(&pile, 20).len() < 400);
    }
}

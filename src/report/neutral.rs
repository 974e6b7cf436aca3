//! Text of inputs made harmless for a terminal: no control character, no escape sequence, no
//! character that turns the direction of what follows, no line break.

use std::fmt::Write;

/// Returns text of an input on one line: white space collapsed, control characters written as
/// `\u{1b}`, invisible and direction-turning characters left out.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            space = !line.is_empty();
            continue;
        }
        if is_invisible(letter) {
            continue;
        }
        if std::mem::take(&mut space) {
            line.push(' ');
        }
        push_visible(&mut line, letter);
    }
    line
}

/// Returns a path or key with every control, invisible or line-breaking character written as
/// `\u{…}`: different paths stay different, and stay on one line.
pub fn whole_path(path: &str) -> String {
    let mut line = String::with_capacity(path.len());
    for letter in path.chars() {
        let breaks = letter.is_whitespace() && letter != ' ';
        if breaks || is_invisible(letter) {
            push_escaped(&mut line, letter);
        } else {
            push_visible(&mut line, letter);
        }
    }
    line
}

/// Returns text like [`one_line`], but with a space kept at its edges: a piece of a sentence.
pub(super) fn piece(text: &str) -> String {
    let mut line = one_line(text);
    if line.is_empty() {
        return if text.contains(char::is_whitespace) { " ".to_owned() } else { line };
    }
    if text.starts_with(char::is_whitespace) {
        line.insert(0, ' ');
    }
    if text.ends_with(char::is_whitespace) {
        line.push(' ');
    }
    line
}

/// Appends a letter; a control character as `\u{1b}`.
pub(super) fn push_visible(line: &mut String, letter: char) {
    if letter.is_control() { push_escaped(line, letter) } else { line.push(letter) }
}

fn push_escaped(line: &mut String, letter: char) {
    write!(line, "{}", letter.escape_unicode()).expect("a String takes all that is written");
}

/// Whether a letter has no ink and changes how others are shown: marks of direction (Unicode
/// Standard Annex #9, section 2), zero-width marks other than the joiners that scripts and emoji
/// need, soft hyphens, and tags.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, line: &str, path: &str) {
        assert_eq!(one_line(text), line);
        assert_eq!(whole_path(text), path);
    }

    #[test]
    fn escape_sequences_are_shown_not_sent() {
        check("\x1b[31mred", r"\u{1b}[31mred", r"\u{1b}[31mred");
        check("a\u{9b}2J", r"a\u{9b}2J", r"a\u{9b}2J");
    }

    #[test]
    fn white_space_stays_on_the_line() {
        check(" a\r\n\tb\u{2028}c ", "a b c", r" a\u{d}\u{a}\u{9}b\u{2028}c ");
    }

    #[test]
    fn direction_is_not_turned() {
        check("invoice\u{202e}fdp.exe", "invoicefdp.exe", r"invoice\u{202e}fdp.exe");
    }

    #[test]
    fn scripts_and_emoji_keep_their_joiners() {
        check(
            "می\u{200c}خواهم 👩\u{200d}🚒",
            "می\u{200c}خواهم 👩\u{200d}🚒",
            "می\u{200c}خواهم 👩\u{200d}🚒",
        );
    }

    #[test]
    fn a_piece_keeps_its_edges() {
        assert_eq!(piece(" old \n"), " old ");
        assert_eq!(piece("\n"), " ");
        assert_eq!(piece(""), "");
    }
}

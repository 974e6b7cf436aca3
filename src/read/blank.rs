//! A text with blanks in the place of what is not to be read, so that all else stays where it is.

use std::borrow::Cow;
use std::ops::Range;

/// Returns the text with a space for each byte of these stretches, which are in order of their starts;
/// line ends are kept.
pub(super) fn blanked<'t>(text: &'t str, stretches: &[Range<usize>]) -> Cow<'t, str> {
    if stretches.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blank = String::with_capacity(text.len());
    for Range { start, end } in stretches {
        if let Some(kept) = text.get(blank.len()..*start) {
            blank.push_str(kept);
        }
        let hidden = text.as_bytes().get(blank.len()..*end).unwrap_or_default();
        let space = |byte: &u8| if matches!(byte, b'\n' | b'\r') { char::from(*byte) } else { ' ' };
        blank.extend(hidden.iter().map(space));
    }
    let kept = blank.len();
    Cow::Owned(blank + &text[kept..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_stands_as_blanks() {
        let check = |stretches: &[Range<usize>], expected: &str| {
            assert_eq!(blanked("aé\r\nbc", stretches), expected);
        };
        check(&[], "aé\r\nbc");
        check(&[1..3, 5..6], "a  \r\n c");
        check(&[0..1, 5..7], " é\r\n  ");
        // One in the other, and one over the end of another.
        check(&[0..6, 1..3, 5..7], "   \r\n  ");
    }
}

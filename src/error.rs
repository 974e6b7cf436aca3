//! What went wrong: one opaque error type with a kind, a text and, where known, the place; and the numbers in such texts.
//!
//! An input that cannot be read is a *value* ([`Error`] in a list beside what could be read), never
//! an abort; the same type is returned where the job itself cannot go on.

use std::fmt;
use std::io;

/// What could not be done, to which input, and at which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    uri: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
}

/// The kinds of [`Error`], so that a caller can decide without reading the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option has a value that cannot be used.
    Usage,
    /// An input, or a part of it, could not be read.
    Unreadable,
    /// An input was read, but not to its end.
    Truncated,
    /// An input was read, and has no text to compare.
    NoText,
    /// There is nothing to compare.
    NoDocuments,
    /// A report could not be written.
    Output,
    /// A settings file cannot be used.
    Configuration,
    /// A baseline is missing or cannot be used.
    Baseline,
    /// What was read could not be kept in a temporary file.
    Storage,
}

impl Error {
    /// Returns an error of this kind; `message` is lower case and says what was tried.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), uri: None, line: None, column: None }
    }

    /// Returns the error with the input that it is about.
    #[must_use]
    pub fn at(mut self, uri: impl Into<String>) -> Self {
        self.uri = Some(uri.into());
        self
    }

    /// Returns the error with the line (1-based) of the input that it is about.
    #[must_use]
    pub fn on_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Returns the error with the column (in letters, 1-based) of its line.
    #[must_use]
    pub fn in_column(mut self, column: u32) -> Self {
        self.column = Some(column);
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what was tried and what came of it, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the input that the error is about.
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// Returns the line of the input, 1-based.
    pub fn line(&self) -> Option<u32> {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.uri, self.line) {
            (Some(uri), Some(line)) if self.column.is_some() => {
                write!(f, "{uri}:{line}:{}: {}", self.column.unwrap_or(1), self.message)
            }
            (Some(uri), Some(line)) => write!(f, "{uri}:{line}: {}", self.message),
            (Some(uri), None) => write!(f, "{uri}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}

/// Returns what the system said of a failure, as a part of a message: small letters, and without the
/// number that it adds.
pub fn io_message(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns a number with a comma between groups of three digits.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a number with its noun, which takes an `s` unless the number is 1.
pub fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_input_and_line_before_the_message() {
        let error = Error::new(ErrorKind::Unreadable, "not JSON").at("a.jsonl").on_line(3);
        assert_eq!(error.to_string(), "a.jsonl:3: not JSON");
        assert_eq!(Error::new(ErrorKind::Usage, "no such rule").to_string(), "no such rule");
    }

    #[test]
    fn the_system_speaks_in_small_letters_and_without_numbers() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(io_message(&error), "no such file or directory");
        assert_eq!(io_message(&io::Error::other("Odd")), "odd");
    }

    #[test]
    fn groups_of_three_digits_are_parted() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!(counted(0, "word"), "0 words");
        assert_eq!(counted(1, "word"), "1 word");
        assert_eq!(counted(1204, "document"), "1,204 documents");
    }
}

//! How to read: every choice is checked when it is made, so that reading cannot meet a wrong one.

use crate::error::{Error, ErrorKind};

use super::{Fields, Format};

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Read every input as this format; found out for each when absent.
    pub format: Option<Format>,
    /// Decode every input from this encoding; found out for each when absent.
    pub encoding: Option<Encoding>,
    /// What of a page of HTML is read.
    pub extract: Extract,
    /// Where records of JSON keep their text, title and so on.
    pub fields: Fields,
    /// The largest single document, in bytes: a whole file (expanded, where it is compressed), or a
    /// line of JSONL.
    pub max_size: u64,
    /// The most bytes that are read of what one compressed input expands to.
    pub max_expanded: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            encoding: None,
            extract: Extract::Auto,
            fields: Fields::default(),
            max_size: 64 << 20,
            max_expanded: 1 << 30,
        }
    }
}

/// What of a page of HTML is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extract {
    /// The article where the page seems to have one, else everything.
    #[default]
    Auto,
    /// The article.
    Article,
    /// Everything that is shown.
    All,
}

/// A character encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// Returns the encoding of this label, any that the web's Encoding Standard knows.
    ///
    /// # Errors
    /// There is no such encoding ([`ErrorKind::Usage`]).
    pub fn from_label(label: &str) -> Result<Self, Error> {
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
        found.map(Self).ok_or_else(|| {
            let message = format!("no such encoding: `{label}` (utf-8 and windows-1252 are two)");
            Error::new(ErrorKind::Usage, message)
        })
    }

    /// Returns the encoding's own name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns the decoder of this encoding.
    pub(super) fn decoder(self) -> &'static encoding_rs::Encoding {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_checked_when_the_option_is_made() {
        let name = |label| Encoding::from_label(label).map(Encoding::name);
        assert_eq!(name("latin1"), Ok("windows-1252"));
        assert_eq!(name(" UTF8 "), Ok("UTF-8"));
        assert_eq!(name("utf-9").unwrap_err().kind(), ErrorKind::Usage);
    }
}

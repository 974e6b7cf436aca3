//! A text that is its owner's until it is packed.
#![expect(
    unsafe_code,
    reason = "a text is asked for block by block: to check all of it each time is quadratic"
)]

use std::fmt;
use std::ops::{Deref, Range};

use super::{Pack, Stored};

/// A text: in memory of its own, or in what a [`Store`](super::Store) keeps.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StoredText {
    /// UTF-8: whole texts are put in, nothing else changes them.
    bytes: Stored<u8>,
}

impl StoredText {
    /// Appends a text, behind a line feed if it is not the first, and returns where it stands.
    pub fn push(&mut self, text: &str) -> Range<usize> {
        let bytes = self.bytes.own();
        if !bytes.is_empty() {
            bytes.push(b'\n');
        }
        let start = bytes.len();
        bytes.extend_from_slice(text.as_bytes());
        start..bytes.len()
    }

    /// Makes room for so many bytes more.
    pub fn reserve(&mut self, bytes: usize) {
        self.bytes.own().reserve(bytes);
    }

    /// Empties the text.
    pub fn clear(&mut self) {
        self.bytes.own().clear();
    }

    /// Returns the bytes that the text takes of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.bytes.packed_bytes()
    }

    /// Moves the text into a pack. It can be read again when the store has it, and is sealed.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.bytes.pack(pack);
    }
}

impl Deref for StoredText {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        // SAFETY: `bytes` is private, and begins empty or as a `String`; it grows by whole texts and is emptied as a
        // whole. What is packed comes back to the byte: regions never change (see `SpillFile::map`).
        unsafe { std::str::from_utf8_unchecked(&self.bytes) }
    }
}

impl From<&str> for StoredText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for StoredText {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes().into() }
    }
}

impl fmt::Debug for StoredText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for StoredText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for StoredText {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for StoredText {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

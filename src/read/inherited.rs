//! What every entry of a feed has from its feed, and how long it may be: a megabyte in each of ten thousand entries fills
//! the memory.

/// Bytes of a language's tag at most; BCP 47 (RFC 5646, section 4.4.1) asks for 35.
pub(super) const LANGUAGE: usize = 100;
/// Bytes of a feed's name at most.
pub(super) const NAME: usize = 1 << 10;
/// Bytes of the base of addresses at most.
pub(super) const ADDRESS: usize = 1 << 10;

/// Returns a value that is no longer than so many bytes.
pub(super) fn within<T: AsRef<str>>(value: T, most: usize) -> Option<T> {
    (value.as_ref().len() <= most).then_some(value)
}

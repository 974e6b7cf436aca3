//! A list of paths, as other programs write it: bytes in, paths out.

use std::io::Read;
use std::path::PathBuf;

use super::io_message;
use crate::error::{Error, ErrorKind};

/// Returns the paths of a list, each ended by `separator`: a line end, or NUL as `find -print0` does.
///
/// Empty entries are left out, and so is a carriage return before a line end.
///
/// # Errors
/// The list could not be read ([`ErrorKind::Unreadable`]).
pub fn read_file_list(mut reader: impl Read, separator: u8) -> Result<Vec<PathBuf>, Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|error| {
        let message = format!("cannot read the list of files: {}", io_message(&error));
        Error::new(ErrorKind::Unreadable, message)
    })?;
    let entries = bytes.split(|byte| *byte == separator).map(|entry| match entry {
        [start @ .., b'\r'] if separator == b'\n' => start,
        _ => entry,
    });
    Ok(entries.filter(|entry| !entry.is_empty()).map(path).collect())
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &[u8], separator: u8, expected: &[&str]) {
        let found = read_file_list(list, separator).expect("reading from memory cannot fail");
        assert_eq!(found, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
    }

    #[test]
    fn lists_end_entries_with_lines_or_nul() {
        check(b"a.txt\nb c.txt\r\n\nd", b'\n', &["a.txt", "b c.txt", "d"]);
        check(b"a\nb\0c\r\0\0", 0, &["a\nb", "c\r"]);
        check(b"", b'\n', &[]);
    }
}

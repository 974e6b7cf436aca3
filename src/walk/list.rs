//! A list of paths, as other programs write it: bytes in, paths out.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, io_message};

/// Returns the paths that a file lists, each ended by `separator`: a line end, or NUL as
/// `find -print0` does. `-` is the standard input.
///
/// Empty entries are left out, and so is a carriage return before a line end.
///
/// # Errors
/// The list could not be read ([`ErrorKind::Usage`]: what is to be done is not known).
pub fn read_file_list(list: &Path, separator: u8) -> Result<Vec<PathBuf>, Error> {
    let bytes = bytes(list).map_err(|error| {
        let message = format!("cannot read the list of files: {}", io_message(&error));
        Error::new(ErrorKind::Usage, message).at(list.to_string_lossy())
    })?;
    Ok(entries(&bytes, separator))
}

fn bytes(list: &Path) -> io::Result<Vec<u8>> {
    if list != Path::new("-") {
        return std::fs::read(list);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn entries(bytes: &[u8], separator: u8) -> Vec<PathBuf> {
    let entries = bytes.split(|byte| *byte == separator).map(|entry| match entry {
        [start @ .., b'\r'] if separator == b'\n' => start,
        _ => entry,
    });
    entries.filter(|entry| !entry.is_empty()).map(path).collect()
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
        assert_eq!(
            entries(list, separator),
            expected.iter().map(PathBuf::from).collect::<Vec<_>>()
        );
    }

    #[test]
    fn lists_end_entries_with_lines_or_nul() {
        check(b"a.txt\nb c.txt\r\n\nd", b'\n', &["a.txt", "b c.txt", "d"]);
        check(b"a\nb\0c\r\0\0", 0, &["a\nb", "c\r"]);
        check(b"", b'\n', &[]);
    }
}

//! The memory of the process, where the system has it under `/proc`.

use std::fs::File;

/// The largest resident memory so far, in bytes.
pub(super) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    field(&status, "VmHWM:")
}

/// Memory that is resident now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resident {
    /// All of it, in bytes.
    pub(super) bytes: u64,
    /// Of it pages of files, in bytes: they can be given back.
    pub(super) file_bytes: u64,
}

/// Tells the memory that is resident, again and again: in a microsecond, where the status takes ten.
pub(super) struct Probe {
    /// Counts of pages: all of the address space, those that are resident, those of files among them.
    counts: File,
    page_bytes: u64,
}

impl Probe {
    /// Returns a probe; none where the system does not tell.
    pub(super) fn open() -> Option<Self> {
        let auxiliary = std::fs::read("/proc/self/auxv").ok()?;
        Some(Self {
            counts: File::open("/proc/self/statm").ok()?,
            page_bytes: page_bytes(&auxiliary)?,
        })
    }

    /// Returns the memory that is resident now.
    #[cfg(unix)]
    pub(super) fn resident(&self) -> Option<Resident> {
        use std::os::unix::fs::FileExt;

        let mut counts = [0; 256];
        let length = self.counts.read_at(&mut counts, 0).ok()?;
        let counts = std::str::from_utf8(&counts[..length]).ok()?;
        let mut bytes =
            counts.split(' ').map(|pages| Some(pages.parse::<u64>().ok()? * self.page_bytes));
        Some(Resident { bytes: bytes.nth(1)??, file_bytes: bytes.next()?? })
    }

    #[cfg(not(unix))]
    pub(super) fn resident(&self) -> Option<Resident> {
        None
    }
}

/// The number of the size of a page in the auxiliary vector, which is pairs of a number and a value.
const PAGE_BYTES: usize = 6;

/// Returns the bytes of a page, from the auxiliary vector.
fn page_bytes(auxiliary: &[u8]) -> Option<u64> {
    let words = auxiliary.chunks_exact(size_of::<usize>());
    let words: Vec<usize> =
        words.map_while(|word| Some(usize::from_ne_bytes(word.try_into().ok()?))).collect();
    words.chunks_exact(2).find(|pair| pair[0] == PAGE_BYTES).map(|pair| pair[1] as u64)
}

/// A field in kibibytes, as bytes.
fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_bytes() {
        let status = "VmHWM:\t    12 kB\nRssFile:\t  x\n";
        assert_eq!(field(status, "VmHWM:"), Some(12 * 1024));
        assert_eq!(field(status, "RssFile:"), None);
        assert_eq!(field(status, "RssAnon:"), None);
    }

    #[test]
    fn the_size_of_a_page_stands_behind_its_number() {
        let bytes =
            |words: &[usize]| words.iter().flat_map(|word| word.to_ne_bytes()).collect::<Vec<u8>>();
        assert_eq!(page_bytes(&bytes(&[33, 6, 6, 4096, 0, 0])), Some(4096));
        assert_eq!(page_bytes(&bytes(&[33, 6, 0, 0])), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_probe_sees_what_the_status_says() {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let (said, seen) =
            (field(&status, "VmRSS:").unwrap(), Probe::open().unwrap().resident().unwrap());
        // Other tests run beside this one.
        assert!(said / 2 < seen.bytes && seen.bytes < 2 * said, "{said} {seen:?}");
        assert!(0 < seen.file_bytes && seen.file_bytes < seen.bytes);
    }
}

//! The memory of the process, where the system has it under `/proc`.

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

/// The memory that is resident now.
pub(super) fn resident() -> Option<Resident> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(Resident { bytes: field(&status, "VmRSS:")?, file_bytes: field(&status, "RssFile:")? })
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
        let status = "VmHWM:\t    12 kB\nVmRSS:\t     8 kB\nRssFile:\t  x\n";
        assert_eq!(field(status, "VmHWM:"), Some(12 * 1024));
        assert_eq!(field(status, "RssFile:"), None);
        assert_eq!(field(status, "RssAnon:"), None);
    }
}

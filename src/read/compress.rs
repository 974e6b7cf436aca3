//! Bytes of an input, decompressed as they are read: gzip and zstd, told by their first bytes.
//!
//! What a damaged or cut stream holds before the damage is kept; a stream that expands past its
//! limit is stopped there.

use std::fs::File;
use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use crate::error::{Error, ErrorKind, io_message};
use crate::walk::InputPlace;

/// The bytes of an input, one after the other.
pub(super) struct Stream {
    reader: Box<dyn Read + Send>,
    compression: Option<&'static str>,
    /// How many bytes the compressed data may still expand to.
    left: u64,
    /// There is nothing more to read.
    ended: bool,
}

impl Stream {
    /// Opens an input; compressed data may expand to `max_expanded` bytes.
    pub(super) fn open(place: &InputPlace, max_expanded: u64) -> Result<Self, Error> {
        let opened: io::Result<Box<dyn Read + Send>> = match place {
            InputPlace::File(path) => File::open(path).map(|file| Box::new(file) as _),
            InputPlace::Stdin => Ok(Box::new(io::stdin())),
        };
        opened.and_then(|raw| Self::new(raw, max_expanded)).map_err(|error| {
            Error::new(ErrorKind::Unreadable, format!("cannot read: {}", io_message(&error)))
        })
    }

    fn new(mut raw: Box<dyn Read + Send>, max_expanded: u64) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(4);
        raw.by_ref().take(4).read_to_end(&mut magic)?;
        let compression = match magic[..] {
            [0x1F, 0x8B, ..] => Some("gzip"),
            // RFC 8878, sections 3.1.1 and 3.1.2: a frame, or a skippable one before it.
            [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Some("zstd"),
            _ => None,
        };
        let whole = Cursor::new(magic).chain(raw);
        let reader: Box<dyn Read + Send> = match compression {
            Some("gzip") => Box::new(MultiGzDecoder::new(whole)),
            Some(_) => Box::new(zstd::stream::read::Decoder::new(whole)?),
            None => Box::new(whole),
        };
        Ok(Self { reader, compression, left: max_expanded, ended: false })
    }

    /// Returns whether the bytes come out of compressed data.
    pub(super) fn is_compressed(&self) -> bool {
        self.compression.is_some()
    }

    /// Returns whether all has been read, or all that can be.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads on until `buffer` holds `len` bytes or the input has ended.
    ///
    /// # Errors
    /// The input could not be read to its end; what could be is in `buffer`.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, len: usize) -> Result<(), Error> {
        if self.ended || buffer.len() >= len {
            return Ok(());
        }
        let before = buffer.len();
        let wanted = (len - before) as u64;
        let allowed = if self.is_compressed() { wanted.min(self.left) } else { wanted };
        let outcome = self.reader.by_ref().take(allowed).read_to_end(buffer);
        let read = (buffer.len() - before) as u64;
        self.left = self.left.saturating_sub(if self.is_compressed() { read } else { 0 });
        self.ended = read < wanted;
        if let Err(error) = outcome {
            self.ended = true;
            return Err(self.failure(&error, buffer.is_empty()));
        }
        if read == allowed && allowed < wanted && !matches!(self.reader.read(&mut [0]), Ok(0)) {
            let message = "expands to more than `max-expanded` bytes; the rest was not read";
            return Err(Error::new(ErrorKind::Truncated, message));
        }
        Ok(())
    }

    fn failure(&self, error: &io::Error, nothing_read: bool) -> Error {
        let said = io_message(error);
        match self.compression {
            Some(name) => {
                let message = format!("the {name} data is cut or damaged ({said})");
                Error::new(ErrorKind::Truncated, message)
            }
            None if nothing_read => {
                Error::new(ErrorKind::Unreadable, format!("cannot read: {said}"))
            }
            None => Error::new(ErrorKind::Truncated, format!("cannot read on: {said}")),
        }
    }
}

//! An input, cut into what can be read at once: bytes in memory that threads can share out.
//!
//! JSONL comes in pieces of some megabytes, cut at line ends, so that an input of any size never
//! stands in memory as a whole; everything else is one portion. Errors of opening and decompressing
//! travel in portions too.

use std::mem;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};
use crate::walk::Input;

use super::compress::Stream;
use super::sniff::{self, Head};
use super::{Format, ReadOptions, decode};

/// How much JSONL one portion holds, about: enough to keep a thread busy for some milliseconds,
/// little enough that the portions of all threads together stay small.
const PORTION_BYTES: usize = 1 << 20;

/// How much of an input tells its format.
const HEAD_BYTES: usize = 64 << 10;

/// A part of an input, or a whole one, that can be read by itself.
#[derive(Debug)]
pub struct Portion {
    pub(super) uri: Arc<str>,
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    /// Line (1-based) of the input on which `bytes` begin.
    pub(super) first_line: u32,
    /// `bytes` stand in the input as they are, from its first byte on.
    pub(super) is_verbatim: bool,
    /// What could not be read of this part.
    pub(super) errors: Vec<Error>,
}

impl Portion {
    /// Returns how many bytes (decompressed) the portion holds.
    pub fn bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Returns these bytes.
    pub fn content(&self) -> &[u8] {
        &self.bytes
    }
}

/// The portions of one input, in order.
pub struct Portions<'a> {
    input: &'a Input,
    options: &'a ReadOptions,
    uri: Arc<str>,
    state: State,
}

enum State {
    Closed,
    Lines(Lines),
    Done,
}

/// JSONL under way.
struct Lines {
    stream: Stream,
    /// What was read behind the last line end.
    carry: Vec<u8>,
    /// Line (1-based) on which `carry` begins.
    line: u32,
    /// What went wrong when the stream ended early.
    failure: Option<Error>,
}

/// Returns the portions of an input; they are read as they are asked for.
pub fn portions<'a>(input: &'a Input, options: &'a ReadOptions) -> Portions<'a> {
    Portions { input, options, uri: input.uri.as_str().into(), state: State::Closed }
}

impl Iterator for Portions<'_> {
    type Item = Portion;

    fn next(&mut self) -> Option<Portion> {
        match mem::replace(&mut self.state, State::Done) {
            State::Closed => Some(self.open().unwrap_or_else(|error| self.failed(error))),
            State::Lines(lines) => Some(self.lines(lines)),
            State::Done => None,
        }
    }
}

impl Portions<'_> {
    /// Opens the input and returns its first portion.
    fn open(&mut self) -> Result<Portion, Error> {
        let mut stream = Stream::open(&self.input.place, self.options.max_expanded)?;
        let mut bytes = Vec::new();
        let failure = self.head(&mut stream, &mut bytes).err();
        if let (true, Some(error)) = (bytes.is_empty(), failure.clone()) {
            return Err(error);
        }
        let is_wide = decode::is_wide(&bytes)
            || self.options.encoding.is_some_and(|e| e.name().starts_with("UTF-16"));
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        if let Some(what) = sniff::binary(head).filter(|_| !is_wide) {
            let message = format!("not text: looks like {what}");
            return Err(Error::new(ErrorKind::Unreadable, message));
        }
        let format = self.options.format.unwrap_or_else(|| self.format(&bytes, &stream));
        if format == Format::Jsonl && !is_wide {
            return Ok(self.lines(Lines { stream, carry: bytes, line: 1, failure }));
        }
        self.whole(stream, bytes, format, failure)
    }

    /// Reads as much as tells the format.
    fn head(&self, stream: &mut Stream, bytes: &mut Vec<u8>) -> Result<(), Error> {
        stream.fill(bytes, HEAD_BYTES)?;
        // The first line tells JSON and JSONL apart, however long it is.
        while self.options.format.is_none()
            && bytes.trim_ascii_start().starts_with(b"{")
            && memchr::memchr(b'\n', bytes.trim_ascii_start()).is_none()
            && !stream.has_ended()
            && (bytes.len() as u64) <= self.options.max_size
        {
            stream.fill(bytes, bytes.len().saturating_mul(4))?;
        }
        Ok(())
    }

    fn format(&self, bytes: &[u8], stream: &Stream) -> Format {
        let is_all = stream.has_ended();
        if decode::is_wide(bytes) {
            let text = decode::decode(bytes, None).text;
            return sniff::format(&Head { bytes: text.as_bytes(), is_all, name: &self.uri });
        }
        sniff::format(&Head { bytes, is_all, name: &self.uri })
    }

    /// Reads the rest of an input that is one portion.
    fn whole(
        &self,
        mut stream: Stream,
        mut bytes: Vec<u8>,
        format: Format,
        failure: Option<Error>,
    ) -> Result<Portion, Error> {
        let max_size = self.options.max_size;
        let limit = usize::try_from(max_size).unwrap_or(usize::MAX).saturating_add(1);
        if !stream.has_ended() && !stream.is_compressed() {
            let length = self.input.bytes().min(max_size) as usize;
            // A text that grows as it is read would be copied; where there is no room the reading says so.
            let _ = bytes.try_reserve_exact(length.saturating_sub(bytes.len()));
        }
        let failure = failure.or(stream.fill(&mut bytes, limit).err());
        if bytes.len() as u64 > max_size {
            let what = if stream.is_compressed() { "expands to more" } else { "larger" };
            let message = format!("{what} than `max-size` ({max_size} bytes); not read");
            return Err(Error::new(ErrorKind::Unreadable, message));
        }
        let errors = failure.map(|error| error.at(&*self.uri)).into_iter().collect();
        let is_verbatim = !stream.is_compressed();
        let uri = Arc::clone(&self.uri);
        Ok(Portion { uri, format, bytes, first_line: 1, is_verbatim, errors })
    }

    /// Returns the next portion of JSONL, and keeps what comes after it.
    fn lines(&mut self, mut lines: Lines) -> Portion {
        let mut bytes = mem::take(&mut lines.carry);
        if !lines.stream.has_ended() {
            bytes.reserve(PORTION_BYTES);
        }
        let mut looked_at = 0;
        let cut = loop {
            let len = if looked_at == 0 { PORTION_BYTES } else { bytes.len() + PORTION_BYTES };
            let failure = lines.stream.fill(&mut bytes, len).err();
            lines.failure = lines.failure.take().or(failure);
            let line_end = memchr::memrchr(b'\n', &bytes[looked_at..]);
            match line_end.map(|at| looked_at + at + 1) {
                // The last line may lack its end; one that was cut off is nothing to read.
                _ if lines.stream.has_ended() && lines.failure.is_none() => break bytes.len(),
                Some(cut) => break cut,
                None if lines.stream.has_ended() => break 0,
                None if bytes.len() as u64 > self.options.max_size => {
                    return self.skip(lines, bytes);
                }
                None => looked_at = bytes.len(),
            }
        };
        if !lines.stream.has_ended() {
            lines.carry = bytes.split_off(cut);
        }
        bytes.truncate(cut);
        self.portion_of_lines(lines, bytes)
    }

    fn portion_of_lines(&mut self, mut lines: Lines, bytes: Vec<u8>) -> Portion {
        let first_line = lines.line;
        let ends = memchr::memchr_iter(b'\n', &bytes).count();
        lines.line = first_line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        let mut errors = Vec::new();
        if lines.stream.has_ended() && lines.carry.is_empty() {
            let failure = lines.failure.take();
            errors.extend(failure.map(|error| error.at(&*self.uri).on_line(lines.line)));
        } else {
            self.state = State::Lines(lines);
        }
        let uri = Arc::clone(&self.uri);
        Portion { uri, format: Format::Jsonl, bytes, first_line, is_verbatim: false, errors }
    }

    /// Passes over a line that is too long, without holding it.
    fn skip(&mut self, mut lines: Lines, mut bytes: Vec<u8>) -> Portion {
        let line = lines.line;
        loop {
            bytes.clear();
            let failure = lines.stream.fill(&mut bytes, PORTION_BYTES).err();
            lines.failure = lines.failure.take().or(failure);
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                lines.carry = bytes.split_off(end + 1);
                lines.line = line.saturating_add(1);
                break;
            }
            if lines.stream.has_ended() {
                break;
            }
        }
        let mut portion = self.portion_of_lines(lines, Vec::new());
        portion.errors.insert(0, too_long(self.options.max_size).at(&*self.uri).on_line(line));
        portion
    }

    fn failed(&self, error: Error) -> Portion {
        Portion {
            uri: Arc::clone(&self.uri),
            format: Format::Text,
            bytes: Vec::new(),
            first_line: 1,
            is_verbatim: true,
            errors: vec![error.at(&*self.uri)],
        }
    }
}

/// Returns the error for a line of JSONL that is longer than a document may be.
pub(super) fn too_long(max_size: u64) -> Error {
    let message = format!("the line is longer than `max-size` ({max_size} bytes); not read");
    Error::new(ErrorKind::Unreadable, message)
}

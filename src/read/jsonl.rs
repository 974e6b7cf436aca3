//! JSONL: a record a line. A line that is no record is an error; the lines round it are read.

use crate::error::{Error, ErrorKind, counted};

use super::page::{Base, Page};
use super::portion::too_long;
use super::record;
use super::{Format, Reading};

/// How many errors of one kind of place are told one by one: a file of another format would give one
/// for each of its lines.
const TOLD_ERRORS: usize = 20;

/// Reads lines of JSON.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let (Base::Verbatim { line: first, .. } | Base::Lines { line: first }) = page.origin;
    let mut errors = Errors::new(page);
    let mut number = first;
    let mut rest = page.text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest[..end].trim_ascii();
        rest = rest.get(end + 1..).unwrap_or_default();
        if line.len() as u64 > page.options.max_size {
            errors.push(too_long(page.options.max_size), number);
        } else if !line.is_empty() {
            match read_line(page, line, number) {
                Ok(document) => reading.documents.push(document),
                Err(message) => errors.push(Error::new(ErrorKind::Unreadable, message), number),
            }
        }
        number = number.saturating_add(1);
    }
    errors.finish("line", reading);
}

fn read_line(page: &Page<'_>, line: &str, number: u32) -> Result<super::Document, String> {
    let record = record::parse(line, &page.options.fields).map_err(|error| {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        match error.classify() {
            serde_json::error::Category::Data => format!("not a record: {said}"),
            _ => format!("not JSON: {said} at column {}", error.column()),
        }
    })?;
    record.document(page, Format::Jsonl, number)
}

/// Errors of one page, of which only the first are told one by one.
pub(super) struct Errors<'a> {
    page: &'a Page<'a>,
    told: Vec<Error>,
    untold: u64,
    first_untold: u32,
}

impl<'a> Errors<'a> {
    pub(super) fn new(page: &'a Page<'a>) -> Self {
        Self { page, told: Vec::new(), untold: 0, first_untold: 0 }
    }

    pub(super) fn push(&mut self, error: Error, line: u32) {
        if self.told.len() < TOLD_ERRORS {
            self.told.push(error.at(&**self.page.uri).on_line(line));
            return;
        }
        if self.untold == 0 {
            self.first_untold = line;
        }
        self.untold += 1;
    }

    /// Tells the errors, and how many more of this `thing` there were.
    pub(super) fn finish(self, thing: &str, reading: &mut Reading) {
        reading.errors.extend(self.told);
        if self.untold > 0 {
            let untold = counted(self.untold, &format!("further {thing}"));
            let message = format!("{untold} could not be read");
            let error = Error::new(ErrorKind::Unreadable, message).at(&**self.page.uri);
            reading.errors.push(error.on_line(self.first_untold));
        }
    }
}

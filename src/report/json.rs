//! The report as one JSON value, schema v1: a line for each field of a document and a finding, and
//! one line for each place of a finding, so that it can be read, compared and streamed.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::pieces::write_pieces;
use super::{RenderOptions, Report};

/// Depth of nesting down to which every value has its own line; the places of a finding lie deeper.
const LINES_DOWN_TO: usize = 4;

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 16;

/// Writes the report as one JSON value.
///
/// # Errors
///
/// Those of `out`.
pub fn write_json(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_pieces(report, out)?;
    out.write_all(b"\n")
}

/// Writes any value in the report's layout, with a line break at its end.
pub(super) fn write_value<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    // A value is written in pieces of a few bytes; `out` takes them by a call that is looked up.
    let mut out = BufWriter::with_capacity(BUFFER, out);
    let mut serializer = Serializer::with_formatter(&mut out, Layout::default());
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Returns the text of a value that stands at a depth of nesting.
pub(super) fn text_of<T: Serialize>(value: &T, depth: usize) -> io::Result<String> {
    let mut text = Vec::with_capacity(BUFFER);
    let layout = Layout { depth, is_empty: true };
    value.serialize(&mut Serializer::with_formatter(&mut text, layout))?;
    String::from_utf8(text).map_err(io::Error::other)
}

/// Line breaks down to a depth, spaces below it.
#[derive(Default)]
struct Layout {
    depth: usize,
    is_empty: bool,
}

impl Layout {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(&[bracket])
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if !self.is_empty && self.depth < LINES_DOWN_TO {
            self.line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(&[bracket])
    }

    fn before_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        match (first, self.depth <= LINES_DOWN_TO) {
            (true, false) => Ok(()),
            (false, false) => writer.write_all(b", "),
            (true, true) => self.line(writer),
            (false, true) => {
                writer.write_all(b",")?;
                self.line(writer)
            }
        }
    }

    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.before_value(w, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.is_empty = false;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.before_value(w, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.is_empty = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn json(report: &Report) -> String {
        let mut bytes = Vec::new();
        write_json(report, &RenderOptions::default(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_layout_changes_no_value() {
        for report in [sample::report(), sample::empty(), sample::hostile()] {
            let expected = serde_json::to_value(&report).unwrap();
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&json(&report)).unwrap(),
                expected
            );
        }
    }

    #[test]
    fn a_place_takes_one_line() {
        let text = json(&sample::report());
        let place = r#"        {"document": 0, "role": "anchor", "lines": [41, 44], "bytes": [1840, 2345], "blocks": [2, 5]},"#;
        assert!(text.lines().any(|line| line == place), "{text}");
        assert!(text.contains("\n  \"gate\": null,\n"));
        assert!(json(&sample::empty()).contains("\n  \"findings\": [],\n"));
    }

    #[test]
    fn shares_have_four_decimals() {
        let mut report = sample::report();
        let shares = report.findings[0].occurrences[1].shares.as_mut().unwrap();
        (shares.coverage, shares.resemblance) = (2.0 / 3.0, f64::NAN);
        let text = json(&report);
        assert!(text.contains(r#""coverage": 0.6667, "#), "{text}");
        assert!(text.contains(r#""resemblance": 0.0, "#), "{text}");
    }

    #[test]
    fn pieces_are_the_whole() {
        let mut report = sample::report();
        let whole = |report: &Report| {
            let mut bytes = Vec::new();
            write_value(report, &mut bytes).unwrap();
            assert!(json(report) == String::from_utf8(bytes).unwrap());
        };
        let few = report.clone();
        report.documents = many(&few.documents, 1300);
        whole(&report);
        report.findings = many(&few.findings, 700);
        whole(&report);
        // Findings of many places among others, the first and the last one, too.
        for (at, places) in [(0, 513), (1, 2000), (5, 512), (6, 1024), (699, 514)] {
            let occurrences = &mut report.findings[at].occurrences;
            *occurrences = many(occurrences, places);
            whole(&report);
        }
        report.findings[3].occurrences.clear();
        report.findings[4].excerpt = Some("\"documents\": [] \"occurrences\": []".to_owned());
        report.findings[5].excerpt = report.findings[4].excerpt.clone();
        report.run.targets = vec!["\"documents\": []\n  \"findings\": []".to_owned()];
        whole(&report);
        report.documents.clear();
        whole(&report);
        report.findings.truncate(1);
        whole(&report);
    }

    fn many<T: Clone>(of: &[T], count: usize) -> Vec<T> {
        of.iter().cycle().take(count).cloned().collect()
    }
}

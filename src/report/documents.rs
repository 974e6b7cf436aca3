//! What would be read: the documents of a report as a table or as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::write_value;
use super::layout::{cut_end, pad, pad_start, width};
use super::neutral::{one_line, whole_path};
use super::palette::{Palette, paint};
use super::phrase::{counted, thousands};
use super::{Diagnostic, DocumentEntry, RenderOptions, Report, Summary};

/// What would be read, as JSON.
#[derive(Serialize)]
struct Listing<'a> {
    schema_version: &'a str,
    complete: bool,
    summary: Totals,
    documents: &'a [DocumentEntry],
    diagnostics: &'a [Diagnostic],
}

/// The totals that a run without a comparison has.
#[derive(Serialize)]
struct Totals {
    inputs: u64,
    inputs_failed: u64,
    documents: u64,
    blocks: u64,
    words: u64,
}

/// Writes the documents as one JSON value.
///
/// # Errors
///
/// Those of `out`.
pub fn write_documents_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Summary { inputs, inputs_failed, documents, blocks, words, .. } = report.summary;
    let listing = Listing {
        schema_version: report.schema_version,
        complete: report.run.complete,
        summary: Totals { inputs, inputs_failed, documents, blocks, words },
        documents: &report.documents,
        diagnostics: &report.diagnostics,
    };
    write_value(&listing, out)
}

/// Writes the documents as a table with a last line of totals.
///
/// # Errors
///
/// Those of `out`.
pub fn write_documents_text(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let heads = ["document", "format", "encoding", "lang", "blocks", "words", "title"];
    let widths = widths(heads, &report.documents);
    if !report.documents.is_empty() {
        let head = line(&heads.map(str::to_owned), widths, options);
        writeln!(out, "{}", paint(palette.faint, &head))?;
    }
    for entry in &report.documents {
        writeln!(out, "{}", line(&cells(entry), widths, options))?;
    }
    if !report.documents.is_empty() {
        writeln!(out)?;
    }
    let unreadable = match report.summary.inputs_failed {
        0 => String::new(),
        failed => format!(" ({} unreadable)", thousands(failed)),
    };
    let inputs = counted(report.summary.inputs, "input");
    let documents = counted(report.summary.documents, "document");
    let blocks = counted(report.summary.blocks, "block");
    let words = counted(report.summary.words, "word");
    writeln!(out, "{inputs}{unreadable}, {documents}, {blocks}, {words}")
}

const COLUMNS: usize = 7;

/// Columns to which names are filled; a longer one moves the rest of its own line.
const NAME_COLUMNS: usize = 60;

fn cells(entry: &DocumentEntry) -> [String; COLUMNS] {
    let optional = |text: &Option<String>| text.as_deref().map(one_line).unwrap_or_default();
    [
        whole_path(&entry.key),
        entry.format.to_owned(),
        entry.encoding.to_owned(),
        cut_end(&optional(&entry.language), 8),
        thousands(entry.blocks),
        thousands(entry.words),
        optional(&entry.title),
    ]
}

/// The widest cell of each column; read twice rather than kept, as there may be millions.
fn widths(heads: [&str; COLUMNS], documents: &[DocumentEntry]) -> [usize; COLUMNS] {
    let mut widths = heads.map(width);
    for entry in documents {
        for (widest, cell) in widths.iter_mut().zip(cells(entry)) {
            *widest = (*widest).max(width(&cell));
        }
    }
    // One long name does not push the columns of all the others out of sight.
    widths[0] = widths[0].min(NAME_COLUMNS);
    widths
}

/// A line of the table: figures to the right, the title cut to what is left of the width.
fn line(cells: &[String; COLUMNS], widths: [usize; COLUMNS], options: &RenderOptions) -> String {
    let mut line = String::new();
    for (column, cell) in cells.iter().enumerate() {
        let text = match column {
            4 | 5 => pad_start(cell, widths[column]),
            6 => cut_end(cell, options.width.saturating_sub(width(&line)).max(12)),
            _ => pad(cell, widths[column]),
        };
        line += &text;
        line += "  ";
    }
    line.trim_end().to_owned()
}

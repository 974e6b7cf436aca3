//! The places of a group, in columns: place, title, date, and what differs from the anchor.

use std::io::{self, Write};

use super::layout::{cut_end, pad, width};
use super::neutral::{one_line, whole_path};
use super::palette::{Palette, paint, paint_padded};
use super::phrase::{counted, minute, percent, thousands};
use super::text::PLACES;
use super::{DocumentEntry, Finding, Occurrence, RenderOptions, Report, Shares};

/// Coverage from which a text counts as wholly there.
const WHOLE: f64 = 0.9;

/// Columns below which a title says nothing.
const TITLE_LEAST: usize = 12;

/// Columns between two columns of the table.
const GAP: usize = 2;

/// A line of the table.
struct Row {
    place: String,
    title: String,
    date: String,
    note: String,
    is_anchor: bool,
}

/// Writes the places of a group, the anchor first.
pub(super) fn write_table(
    report: &Report,
    finding: &Finding,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let all = finding.occurrences.len();
    let shown = if options.verbose { all } else { all.min(PLACES) };
    let rows: Vec<_> =
        finding.occurrences[..shown].iter().map(|o| row(report, finding, o)).collect();
    let columns = Columns::of(&rows, options.width);
    for row in &rows {
        writeln!(out, "{}", columns.line(row, &palette))?;
    }
    if shown < all {
        let more = format!("  … and {} more", thousands((all - shown) as u64));
        writeln!(out, "{}", paint(palette.faint, &more))?;
    }
    Ok(())
}

/// Returns where an occurrence begins, `path:line`.
pub(super) fn place(report: &Report, occurrence: &Occurrence) -> String {
    let uri = report.documents.get(occurrence.document).map_or("?", |entry| &entry.uri);
    format!("{}:{}", whole_path(uri), occurrence.lines[0])
}

/// Returns what an occurrence is in its group: the anchor and why, or how it differs from it.
pub(super) fn note(report: &Report, finding: &Finding, occurrence: &Occurrence) -> String {
    if occurrence.role == "anchor" {
        return finding.anchor_reason.map_or("anchor".to_owned(), |why| format!("anchor: {why}"));
    }
    if finding.rule == "identical-document" {
        return "identical".to_owned();
    }
    let mut parts = Vec::new();
    let compares_documents = finding.cohesion.is_some();
    let share = if compares_documents {
        occurrence.shares.as_ref().map(|shares| shares.coverage)
    } else {
        similarity(occurrence).filter(|share| *share < 1.0)
    };
    parts.extend(share.map(percent));
    match occurrence.edits {
        Some(0) => parts.push("exact".to_owned()),
        Some(edits) => parts.push(counted(edits.into(), "edit")),
        None => {}
    }
    if compares_documents {
        parts.extend(length_note(report, finding, occurrence));
    }
    parts.join(", ")
}

/// The share of identical words in the passages of an occurrence.
fn similarity(occurrence: &Occurrence) -> Option<f64> {
    let words: u64 = occurrence.passages.iter().map(|passage| passage.words).sum();
    let identical: u64 = occurrence.passages.iter().map(|passage| passage.identical_words).sum();
    (words > 0).then(|| identical as f64 / words as f64)
}

/// How a copy's length differs from the anchor's: cut after or to some words, or with more.
fn length_note(report: &Report, finding: &Finding, copy: &Occurrence) -> Option<String> {
    let anchor = finding.occurrences.first()?;
    let Shares { coverage: own, coverage_of_anchor: of_anchor, .. } = **copy.shares.as_ref()?;
    let words = report.documents.get(copy.document)?.words;
    // Passages may overlap; of the words that lie in some the coverage is the share.
    let shared = (own * words as f64).round() as u64;
    if own >= WHOLE && of_anchor < WHOLE {
        let first = copy.passages.iter().map(|passage| passage.anchor.lines[0]).min()?;
        let from_the_start = copy.passages.len() == 1 && first == anchor.lines[0];
        let how = if from_the_start { "cut after" } else { "cut to" };
        return Some(format!("{how} {}", counted(shared, "word")));
    }
    let more = words - shared;
    (own < WHOLE && of_anchor >= WHOLE).then(|| format!("with {}", counted(more, "more word")))
}

fn row(report: &Report, finding: &Finding, occurrence: &Occurrence) -> Row {
    let entry = report.documents.get(occurrence.document);
    Row {
        place: place(report, occurrence),
        title: entry.map(name).unwrap_or_default(),
        date: entry
            .and_then(|entry| entry.published.as_deref())
            .map(|time| cut_end(&one_line(&minute(time)), 16))
            .unwrap_or_default(),
        note: note(report, finding, occurrence),
        is_anchor: occurrence.role == "anchor",
    }
}

/// The headline, or the id that tells a document from its neighbours in the same input.
pub(super) fn name(entry: &DocumentEntry) -> String {
    let title = entry.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let id = || entry.key.strip_prefix(&*entry.uri).map(whole_path);
    title.or_else(id).unwrap_or_default()
}

/// How wide each column is; 0 where it is left out.
struct Columns {
    place: usize,
    title: usize,
    date: usize,
}

impl Columns {
    /// Places and notes are never cut; titles give way first, then dates.
    fn of(rows: &[Row], columns: usize) -> Self {
        let widest =
            |text: fn(&Row) -> &str| rows.iter().map(|r| width(text(r))).max().unwrap_or(0);
        let place = widest(|row| &row.place);
        let date = widest(|row| &row.date);
        let note = widest(|row| &row.note);
        let date_gap = if date == 0 { 0 } else { date + GAP };
        let room = columns.saturating_sub(2 + place + GAP + date_gap + note);
        let title = widest(|row| &row.title).min(room.saturating_sub(GAP));
        let title = if title < TITLE_LEAST.min(widest(|row| &row.title)) { 0 } else { title };
        let fits = 2 + place + GAP + date_gap + note <= columns;
        Self { place, title, date: if fits { date } else { 0 } }
    }

    fn line(&self, row: &Row, palette: &Palette) -> String {
        let place = paint_padded(palette.place, &row.place, self.place);
        let mut cells = vec![format!("  {place}")];
        if self.title > 0 {
            cells.push(pad(&cut_end(&row.title, self.title), self.title));
        }
        if self.date > 0 {
            cells.push(paint_padded(palette.faint, &row.date, self.date));
        }
        cells.push(if row.is_anchor { paint(palette.faint, &row.note) } else { row.note.clone() });
        cells.join(&" ".repeat(GAP)).trim_end().to_owned()
    }
}

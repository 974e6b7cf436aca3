//! The repeated text itself under its finding: the differing words, the whole text, or its
//! beginning; whichever the report carries.

use std::io::{self, Write};

use super::layout::cut_end;
use super::neutral::one_line;
use super::palette::{Palette, paint};
use super::{Finding, RenderOptions, Report, difference, occurrence};

/// Columns before the text: two spaces, the bar, a space.
const INDENT: usize = 4;

/// Writes what the report carries of the repeated text, each line behind a bar.
pub(super) fn write(
    report: &Report,
    finding: &Finding,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let bar = paint(Palette::new(options).faint, "  │");
    for line in difference::lines(&finding.difference, INDENT, options) {
        writeln!(out, "{bar} {line}")?;
    }
    let is_exact = finding.difference.is_empty();
    if finding.occurrences.iter().any(|occurrence| occurrence.text.is_some()) {
        return write_texts(report, finding, options, out);
    }
    match finding.excerpt.as_deref().filter(|_| is_exact) {
        Some(excerpt) => {
            let columns = options.width.saturating_sub(INDENT).max(20);
            writeln!(out, "{bar} {}", cut_end(&one_line(excerpt), columns))
        }
        None => Ok(()),
    }
}

/// Writes the text of the anchor, and of every other place where the texts differ.
fn write_texts(
    report: &Report,
    finding: &Finding,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let bar = paint(palette.faint, "  │");
    let is_exact = finding.difference.is_empty();
    let shown = if is_exact { 1 } else { finding.occurrences.len() };
    for occurrence in finding.occurrences.iter().take(shown) {
        let Some(text) = &occurrence.text else { continue };
        if !is_exact {
            let place = paint(palette.place, &occurrence::place(report, occurrence));
            writeln!(out, "{bar}\n{bar} {place}")?;
        }
        for line in text.lines() {
            writeln!(out, "{}", format!("{bar} {}", one_line(line)).trim_end())?;
        }
    }
    Ok(())
}

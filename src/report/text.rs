//! The report for people: findings with their places, an excerpt, and a last line of totals.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::layout::{cut_end, width};
use super::neutral::{one_line, whole_path};
use super::occurrence;
use super::palette::{Palette, paint};
use super::phrase::{counted, listed, percent, spans, thousands};
use super::told::left_out;
use super::{Finding, Occurrence, RenderOptions, Report, Summary, quotation};

/// Places of a finding that are written unless all are asked for.
pub(super) const PLACES: usize = 10;

/// Coverage that the weakest member of a group may lie below the median before it is named.
const COHESION_GAP: f64 = 0.1;

/// Writes the report for people.
///
/// # Errors
///
/// Those of `out`.
pub fn write_text(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::new(options);
    for finding in report.findings.iter().filter(|finding| is_shown(report, finding, options)) {
        if finding.is_within_a_document() {
            write_repeat(report, finding, options, out)?;
        } else {
            writeln!(out, "{}", group_header(report, finding, &palette))?;
            occurrence::write_table(report, finding, options, out)?;
        }
        if let Some(news) = news(report, finding) {
            writeln!(out, "  {}", paint(palette.strong, &news))?;
        }
        quotation::write(report, finding, options, out)?;
        writeln!(out)?;
    }
    let more = left_out(report);
    if more > 0 {
        writeln!(out, "… and {}, left out by --max-findings\n", counted(more, "more finding"))?;
    }
    write_totals(report, &palette, out)
}

/// Returns whether people are shown a finding: not what is suppressed, and what is known only where
/// all is asked for or it fails a check.
pub(super) fn is_shown(report: &Report, finding: &Finding, options: &RenderOptions) -> bool {
    let fails = || {
        let reasons = report.gate.iter().flat_map(|gate| &gate.reasons);
        reasons.into_iter().any(|reason| reason.limit == "fail-on")
    };
    match finding.status {
        "suppressed" => false,
        "known" => options.verbose || fails(),
        _ => true,
    }
}

/// `accepted in a.md and b.md, new in c.md`
fn news(report: &Report, finding: &Finding) -> Option<String> {
    let places = |status: Option<&str>| {
        let of = finding.occurrences.iter().filter(|place| place.status == status);
        let mut names: Vec<String> = of.map(|place| occurrence::place(report, place)).collect();
        names.dedup();
        let more = names.len().saturating_sub(PLACES);
        names.truncate(PLACES);
        if more > 0 {
            names.push(format!("{} more", thousands(more as u64)));
        }
        listed(&names)
    };
    let (known, suppressed, new) =
        (places(Some("known")), places(Some("suppressed")), places(None));
    let is_new = finding.is_new() && !(known.is_empty() && suppressed.is_empty());
    is_new.then(|| {
        let parts = [("accepted", known), ("suppressed", suppressed), ("new", new)];
        let parts = parts.into_iter().filter(|(_, places)| !places.is_empty());
        parts.map(|(what, places)| format!("{what} in {places}")).collect::<Vec<_>>().join(", ")
    })
}

/// `near-document  93 %  398 words in 3 documents, 2 sources`
fn group_header(report: &Report, finding: &Finding, palette: &Palette) -> String {
    let mut parts = vec![rule(finding, palette)];
    if let Some(cohesion) = finding.cohesion.filter(|_| finding.rule != "identical-document") {
        let median = paint(palette.strong, &percent(cohesion.median));
        let is_close = cohesion.lowest + COHESION_GAP >= cohesion.median;
        let lowest = format!(" (lowest {})", percent(cohesion.lowest));
        parts.push(if is_close { median } else { median + &lowest });
    }
    parts.push(format!("{} in {}", counted(finding.words, "word"), places(report, finding)));
    if !finding.is_new() {
        parts.push(paint(palette.faint, finding.status));
    }
    parts.join("  ")
}

fn places(report: &Report, finding: &Finding) -> String {
    let documents: BTreeSet<_> = finding.occurrences.iter().map(|o| o.document).collect();
    let entries = documents.iter().filter_map(|index| report.documents.get(*index));
    let sources: BTreeSet<_> = entries.map(|entry| &*entry.source).collect();
    let mut parts =
        vec![counted(documents.len() as u64, "document"), counted(sources.len() as u64, "source")];
    if finding.occurrences.len() > documents.len() {
        parts.insert(0, counted(finding.occurrences.len() as u64, "place"));
    }
    parts.join(", ")
}

/// `repeated-body  ×2  article.txt: lines 2–7 again at lines 8–13   6 paragraphs, 333 words, exact`
fn write_repeat(
    report: &Report,
    finding: &Finding,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let Some((anchor, copies)) = finding.occurrences.split_first() else { return Ok(()) };
    let entry = report.documents.get(anchor.document);
    let uri = whole_path(entry.map_or("?", |entry| &entry.uri));
    let head = format!("{}  ×{}", finding.rule, finding.times);
    let place = again(anchor, copies, options);
    let figures = repeat_figures(finding, anchor, copies);
    let fits = width(&head) + width(&uri) + width(&place) + width(&figures) + 7 <= options.width;
    let times = paint(palette.strong, &format!("×{}", finding.times));
    let uri = paint(palette.place, &uri);
    let figures = paint(palette.faint, &figures);
    let gap = if fits { "   " } else { "\n  " };
    writeln!(out, "{}  {times}  {uri}: {place}{gap}{figures}", rule(finding, &palette))?;
    let title = entry.filter(|entry| *entry.key != *entry.uri).and_then(|entry| {
        let title = entry.title.as_deref().map(one_line);
        title.or_else(|| entry.key.strip_prefix(&*entry.uri).map(whole_path))
    });
    match title {
        Some(title) => writeln!(out, "  {}", cut_end(&title, options.width.saturating_sub(2))),
        None => Ok(()),
    }
}

/// Where a text stands again: by lines, or by paragraphs where all stand on one line.
fn again(anchor: &Occurrence, copies: &[Occurrence], options: &RenderOptions) -> String {
    let shown = if options.verbose { copies.len() } else { copies.len().min(PLACES) };
    let by = |noun, of: &dyn Fn(&Occurrence) -> [u32; 2]| {
        let places: Vec<_> = copies[..shown].iter().map(of).collect();
        let more = copies.len() - shown;
        let rest =
            if more == 0 { String::new() } else { format!(" and {} more", thousands(more as u64)) };
        format!("{} again at {}{rest}", spans(noun, &[of(anchor)]), spans(noun, &places))
    };
    let line = spans("line", &[anchor.lines]);
    if copies.iter().any(|copy| copy.lines != anchor.lines) {
        by("line", &|occurrence| occurrence.lines)
    } else if copies.iter().any(|copy| copy.blocks != anchor.blocks) {
        format!("{line}, {}", by("paragraph", &|occurrence| occurrence.blocks))
    } else {
        format!("{} times in {line}", copies.len() + 1)
    }
}

fn repeat_figures(finding: &Finding, anchor: &Occurrence, copies: &[Occurrence]) -> String {
    let paragraphs = u64::from(anchor.blocks[1].saturating_sub(anchor.blocks[0])) + 1;
    let edits = copies.iter().map(|copy| copy.edits.unwrap_or(0)).max().unwrap_or(0).into();
    let closeness = match edits {
        0 => "exact".to_owned(),
        _ if copies.len() > 1 => format!("up to {}", counted(edits, "edit")),
        _ => counted(edits, "edit"),
    };
    let words = counted(finding.words, "word");
    format!("{}, {words}, {closeness}", counted(paragraphs, "paragraph"))
}

fn rule(finding: &Finding, palette: &Palette) -> String {
    paint(palette.level(finding.level), finding.rule)
}

/// `1,204 documents (2 unreadable), 20,311 blocks, 611,204 words · 12 findings · 8.1 % of words repeated`
fn write_totals(report: &Report, palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    if summary.findings == 0 {
        let place = if report.run.complete { "" } else { " in what could be read" };
        writeln!(out, "Nothing is told twice{place}.\n")?;
    }
    let unreadable = match summary.inputs_failed {
        0 => String::new(),
        failed => format!(" ({} unreadable)", thousands(failed)),
    };
    let read = format!(
        "{}{}, {}, {}",
        counted(summary.documents, "document"),
        paint(palette.warning, &unreadable),
        counted(summary.blocks, "block"),
        counted(summary.words, "word"),
    );
    writeln!(out, "{read}{}", found(summary, palette))
}

/// Returns whether a line is one of totals, of a report or of a list of documents.
pub(super) fn is_totals(line: &str) -> bool {
    let counts = |noun: &str| {
        let mut parts = line.split(", ").filter_map(|part| part.split_once(' '));
        parts.any(|(number, rest)| {
            number.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with(noun)
        })
    };
    counts("document") && counts("block") && counts("word")
}

fn found(summary: &Summary, palette: &Palette) -> String {
    let suppressed = match summary.suppressed {
        0 => String::new(),
        suppressed => format!(", {} suppressed", thousands(suppressed)),
    };
    if summary.findings == 0 {
        return format!(" · no findings{suppressed}");
    }
    let known = match summary.known {
        0 => String::new(),
        known => format!(" ({} known)", thousands(known)),
    };
    let findings = paint(palette.strong, &counted(summary.findings, "finding"));
    let findings = format!("{findings}{known}{suppressed}");
    let share = summary.words_repeated as f64 * 100.0 / summary.words.max(1) as f64;
    format!(" · {findings} · {share:.1} % of words repeated")
}

//! What stderr is told: errors, inputs that were not read, that a report is not complete.

use std::io::{self, Write};
use std::path::Path;

use twicetold::Error;
use twicetold::gate::BaselineUpdate;
use twicetold::report::{
    Diagnostic, Focus, Gate, GateReason, Report, counted, one_line, thousands, whole_path,
    write_stats,
};

use super::terminal::Loudness;

/// Lines on inputs that were not read, unless all are asked for.
const LINES: usize = 20;

// Whoever closes stderr does not want to read; there is nobody left to tell. So the results of
// writing to it are let go in this file.

/// Writes an error as `twicetold: error: …`.
pub(crate) fn print_error(error: &Error) {
    let _ = writeln!(io::stderr().lock(), "twicetold: error: {}", one_line(&error.to_string()));
}

/// Writes what does not end the run as `twicetold: warning: …`.
pub(super) fn print_warning(error: &Error) {
    let _ = writeln!(io::stderr().lock(), "twicetold: warning: {}", one_line(&error.to_string()));
}

/// Writes what clap says of the arguments, with the program's name before an error.
pub(crate) fn print_usage_error(error: &clap::Error) {
    if !is_help(error) {
        let _ = write!(io::stderr().lock(), "twicetold: ");
    }
    let _ = error.print();
}

fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Writes that a variable sets nothing, and which one was meant.
pub(super) fn print_misspelt(wrong: &str, meant: &str) {
    let wrong = one_line(wrong);
    let message = format!("{wrong} sets nothing; did you mean `{meant}`?");
    let _ = writeln!(io::stderr().lock(), "twicetold: warning: {message}");
}

/// Writes a line for each input that was not read, and one that says that the report is not
/// complete; the latter also when quiet.
pub(super) fn print_diagnostics(report: &Report, loudness: Loudness) {
    let _ = write_diagnostics(report, loudness, &mut io::stderr().lock());
}

/// Writes which paths of the focus no document met, and, also when quiet, that none is in focus.
pub(super) fn print_focus(focus: &Focus, loudness: Loudness) {
    let _ = write_focus(focus, loudness, &mut io::stderr().lock());
}

/// Writes the table of times, where the report has them.
pub(super) fn print_stats(report: &Report) {
    if let Some(stats) = &report.stats {
        let _ = write_stats(stats, &mut io::stderr().lock());
    }
}

/// Writes what those who read a report will not take of it.
pub(super) fn print_limits(format: &str, limits: &[String]) {
    for limit in limits {
        let _ = writeln!(io::stderr().lock(), "twicetold: warning: {format}: {limit}");
    }
}

/// Writes how many findings are counted and not listed.
pub(super) fn print_left_out(findings: u64) {
    if findings > 0 {
        let more = counted(findings, "more finding");
        let _ = writeln!(io::stderr().lock(), "twicetold: {more} left out by --max-findings");
    }
}

/// Writes how many findings a baseline accepts, and what was changed.
pub(super) fn print_baseline(file: &Path, accepted: usize, changed: BaselineUpdate) {
    let findings = counted(accepted as u64, "accepted finding");
    let BaselineUpdate { added, changed, dropped } = changed;
    let name = whole_path(&file.to_string_lossy());
    let message =
        format!("{name}: {findings} ({added} added, {changed} changed, {dropped} dropped)");
    let _ = writeln!(io::stderr().lock(), "twicetold: {message}");
}

/// Writes which limits are crossed, as one line: the last one of a check.
pub(super) fn print_gate(gate: &Gate) {
    let reasons: Vec<String> = gate.reasons.iter().map(reason).collect();
    let _ = writeln!(io::stderr().lock(), "twicetold: check failed: {}", reasons.join("; "));
}

fn reason(reason: &GateReason) -> String {
    let (allowed, found) = (reason.allowed, reason.found);
    match reason.limit.as_str() {
        "max-new" => {
            let findings = counted(found as u64, "new finding");
            format!("{findings}, --max-new allows {}", thousands(allowed as u64))
        }
        "fail-on" => format!("{}, --fail-on any allows none", counted(found as u64, "finding")),
        "max-duplication" => {
            let (found, allowed) = (found * 100.0, allowed * 100.0);
            format!("{found:.2} % of words repeated, --max-duplication allows {allowed:.2} %")
        }
        _ => {
            let inputs = counted(found as u64, "input");
            format!("{inputs} not read, or not to the end, and --on-unreadable is fail")
        }
    }
}

fn write_focus(focus: &Focus, loudness: Loudness, out: &mut dyn Write) -> io::Result<()> {
    let unmet = shown(&focus.unmet, loudness);
    for path in unmet {
        let path = whole_path(path);
        writeln!(out, "twicetold: warning: {path}: named by --focus, but no document is there")?;
    }
    write_more(focus.unmet.len() - unmet.len(), loudness, out)?;
    if focus.documents == 0 {
        let message = "no document is in focus, so no finding is reported";
        writeln!(out, "twicetold: warning: {message}")?;
    }
    Ok(())
}

/// What of a list is written, a line each.
fn shown<T>(all: &[T], loudness: Loudness) -> &[T] {
    match loudness {
        Loudness::Quiet => &[],
        Loudness::Usual => &all[..all.len().min(LINES)],
        Loudness::Verbose => all,
    }
}

/// Says how many lines were left out, unless quiet.
fn write_more(more: usize, loudness: Loudness, out: &mut dyn Write) -> io::Result<()> {
    if more == 0 || loudness != Loudness::Usual {
        return Ok(());
    }
    writeln!(out, "twicetold: … and {} more; -v lists all of them", thousands(more as u64))
}

fn write_diagnostics(report: &Report, loudness: Loudness, out: &mut dyn Write) -> io::Result<()> {
    let shown = shown(&report.diagnostics, loudness);
    for diagnostic in shown {
        writeln!(out, "twicetold: {}: {}", diagnostic.level, line(diagnostic))?;
    }
    write_more(report.diagnostics.len() - shown.len(), loudness, out)?;
    if !report.run.complete {
        let failed = match report.summary.inputs_failed {
            0 => "part of the input was".to_owned(),
            1 => format!("1 of {} was", counted(report.summary.inputs, "input")),
            failed => {
                let inputs = counted(report.summary.inputs, "input");
                format!("{} of {inputs} were", thousands(failed))
            }
        };
        let message = "not read, or not to the end; the report is not complete";
        writeln!(out, "twicetold: warning: {failed} {message}")?;
    }
    Ok(())
}

fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.line.map_or_else(String::new, |line| format!("{line}:"));
    let uri = whole_path(&diagnostic.uri);
    format!("{uri}:{place} {}", one_line(&diagnostic.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(diagnostics: usize) -> Report {
        let mut report = Report::default();
        report.summary.inputs = 31;
        report.summary.inputs_failed = diagnostics as u64;
        report.run.complete = diagnostics == 0;
        let diagnostic = Diagnostic {
            rule: "unreadable-input",
            level: "warning",
            uri: "feeds/\x1bbad.xml".to_owned(),
            line: Some(12),
            message: "unexpected\nend".to_owned(),
        };
        report.diagnostics = vec![diagnostic; diagnostics];
        report
    }

    #[track_caller]
    fn check(diagnostics: usize, loudness: Loudness, expected: &[&str]) {
        let mut bytes = Vec::new();
        write_diagnostics(&report(diagnostics), loudness, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    const LINE: &str = r"twicetold: warning: feeds/\u{1b}bad.xml:12: unexpected end";

    #[test]
    fn what_was_not_read_is_told_even_when_quiet() {
        let one = "twicetold: warning: 1 of 31 inputs was not read, or not to the end; \
                   the report is not complete";
        let two = "twicetold: warning: 2 of 31 inputs were not read, or not to the end; \
                   the report is not complete";
        check(0, Loudness::Verbose, &[]);
        check(1, Loudness::Usual, &[LINE, one]);
        check(2, Loudness::Quiet, &[two]);
    }

    #[test]
    fn a_flood_of_diagnostics_is_cut_unless_verbose() {
        let report = report(100);
        let count = |loudness| {
            let mut bytes = Vec::new();
            write_diagnostics(&report, loudness, &mut bytes).unwrap();
            bytes.split(|byte| *byte == b'\n').count() - 1
        };
        assert_eq!(count(Loudness::Usual), LINES + 2);
        assert_eq!(count(Loudness::Verbose), 101);
    }
}

//! Flags of what the terminal shows: colour, progress, how much; and what the terminal can do.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use twicetold::report::RenderOptions;

/// What the terminal shows of a report.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct TerminalFlags {
    #[command(flatten)]
    color: ColorFlag,
    /// Do not list on stderr what could not be read
    #[arg(short, long, overrides_with = "no_quiet")]
    quiet: bool,
    #[arg(long, hide = true, overrides_with = "quiet")]
    no_quiet: bool,
    /// Write long lists to their end
    #[arg(short, long, overrides_with = "no_verbose")]
    verbose: bool,
    #[arg(long, hide = true, overrides_with = "verbose")]
    no_verbose: bool,
}

/// Whether there are colours.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct ColorFlag {
    /// Colours; auto looks at the terminal, NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto", value_enum)]
    color: When,
}

/// When to do something that suits a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// Where it is of use
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How much is written on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loudness {
    /// That the report is not complete.
    Quiet,
    /// Also what was not read, up to a number of lines.
    Usual,
    /// All of it.
    Verbose,
}

impl TerminalFlags {
    /// Returns how a report on the standard output is laid out.
    pub(super) fn on_stdout(&self) -> RenderOptions {
        RenderOptions { verbose: self.verbose, ..self.color.on_stdout() }
    }

    /// Returns how a report in a file is laid out.
    pub(super) fn in_a_file(&self) -> RenderOptions {
        RenderOptions {
            width: columns_named().unwrap_or(RenderOptions::WIDTH),
            color: self.color.color == When::Always,
            verbose: self.verbose,
        }
    }

    /// Returns how much is written on stderr.
    pub(super) fn loudness(&self) -> Loudness {
        match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Verbose,
            (false, false) => Loudness::Usual,
        }
    }
}

impl ColorFlag {
    /// Returns how text on the standard output is laid out.
    pub(super) fn on_stdout(&self) -> RenderOptions {
        let is_terminal = std::io::stdout().is_terminal();
        let width = if is_terminal { terminal_columns() } else { None };
        RenderOptions {
            width: columns_named().or(width).unwrap_or(RenderOptions::WIDTH),
            color: self.color(is_terminal),
            verbose: false,
        }
    }

    fn color(&self, is_terminal: bool) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => auto_color(is_terminal, |name| {
                std::env::var(name).ok().filter(|value| !value.is_empty())
            }),
        }
    }
}

/// `NO_COLOR` (<https://no-color.org>) wins over `CLICOLOR_FORCE` (<https://bixense.com/clicolors>),
/// and both over what the terminal is.
fn auto_color(is_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    if variable("NO_COLOR").is_some() {
        return false;
    }
    if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    let wanted = variable("CLICOLOR").is_none_or(|value| value != "0");
    is_terminal && wanted && variable("TERM").is_none_or(|value| value != "dumb")
}

fn terminal_columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0)
}

fn columns_named() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| (20..10_000).contains(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(is_terminal: bool, variables: &[(&str, &str)], color: bool) {
        let found = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(auto_color(is_terminal, found), color, "{is_terminal} {variables:?}");
    }

    #[test]
    fn variables_win_over_the_terminal() {
        check(true, &[], true);
        check(false, &[], false);
        check(true, &[("NO_COLOR", "1")], false);
        check(true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false);
        check(false, &[("CLICOLOR_FORCE", "1")], true);
        check(false, &[("CLICOLOR_FORCE", "0")], false);
        check(true, &[("CLICOLOR", "0")], false);
        check(true, &[("TERM", "dumb")], false);
    }
}

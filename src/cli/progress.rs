//! How far a run is, on stderr: one bar, a stage after the other; a line a stage where the bar was
//! asked for and there is no terminal.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use twicetold::Progress;
use twicetold::report::thousands;

use super::terminal::When;

/// Time between two drawings of a bar whose stage does not advance.
const TICK: Duration = Duration::from_millis(120);

/// What shows how far a run is; a bar is removed when it is dropped, so that no half line stays
/// above what follows.
pub(super) enum Bar {
    /// A bar on a terminal.
    Drawn(ProgressBar),
    /// A line a stage.
    Lines,
    /// Nothing.
    Hidden,
}

impl Bar {
    /// Returns what suits the standard error.
    pub(super) fn new(when: When) -> Self {
        match (when, std::io::stderr().is_terminal()) {
            (When::Never, _) | (When::Auto, false) => Self::Hidden,
            (When::Always, false) => Self::Lines,
            (When::Auto | When::Always, true) => {
                Self::Drawn(ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()))
            }
        }
    }
}

impl Progress for Bar {
    fn stage(&self, name: &'static str, total: u64) {
        match self {
            Self::Drawn(bar) => {
                bar.reset();
                bar.set_message(name);
                if total == 0 {
                    bar.unset_length();
                    bar.set_style(style("{spinner} {msg} {human_pos} {elapsed}"));
                } else {
                    bar.set_length(total);
                    let template = "{msg:12} {wide_bar} {human_pos} of {human_len}  {eta} left";
                    bar.set_style(style(template));
                }
                bar.enable_steady_tick(TICK);
            }
            Self::Lines => {
                let amount =
                    if total == 0 { String::new() } else { format!(" {}", thousands(total)) };
                // A run does not end because nobody reads how far it is.
                let _ = writeln!(std::io::stderr().lock(), "twicetold: {name}{amount}");
            }
            Self::Hidden => {}
        }
    }

    fn advance(&self, amount: u64) {
        if let Self::Drawn(bar) = self {
            bar.inc(amount);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Self::Drawn(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are constants that parse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        let drawn = Bar::Drawn(ProgressBar::hidden());
        for total in [0, 10] {
            drawn.stage("read", total);
            drawn.advance(3);
        }
    }
}

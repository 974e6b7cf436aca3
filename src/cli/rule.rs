//! `rule`: what a rule says, its level and thresholds, and what to do about it.

use clap::Args;
use twicetold::compare::Rule;
use twicetold::report::{write_rule, write_rules};

use super::destination::Destination;
use super::terminal::ColorFlag;
use super::{Failure, rules};

/// The arguments of `rule`.
#[derive(Debug, Args)]
pub(super) struct ExplainRule {
    /// The rule; all of them in short when absent
    #[arg(value_name = "NAME", help_heading = "Arguments", value_parser = rules::rule(),
          hide_possible_values = true)]
    name: Option<Rule>,
    #[command(flatten)]
    color: ColorFlag,
}

impl ExplainRule {
    /// Explains one rule, or lists all.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let layout = self.color.on_stdout();
        Destination::Stdout.write(|out| match self.name {
            Some(rule) => write_rule(rule, &layout, out),
            None => write_rules(&layout, out),
        })
    }
}

//! `config`: show the effective settings, write a template, check a file.

use std::path::Path;

use clap::{Args, CommandFactory, Subcommand};
use twicetold::config::{FILE_NAMES, TEMPLATE};
use twicetold::{Error, ErrorKind};

use super::destination::Destination;
use super::settings::Settings;
use super::{Cli, Failure};

/// The arguments of `config`.
#[derive(Debug, Args)]
pub(super) struct ConfigCommand {
    #[command(subcommand)]
    action: Action,
}

/// What is done with the settings.
#[derive(Debug, Subcommand)]
enum Action {
    /// Show the value of each setting of `check`, and where it comes from
    Show,
    /// Write a settings file with every setting as a comment
    Init,
    /// Say whether the settings can be used
    Check,
}

impl ConfigCommand {
    /// Does what is asked for.
    pub(super) fn run(&self, cli: &Cli) -> Result<(), Failure> {
        match self.action {
            Action::Init => init(),
            Action::Show => show(cli),
            Action::Check => check(cli),
        }
    }
}

fn init() -> Result<(), Failure> {
    let file = Path::new(FILE_NAMES[0]);
    if file.exists() {
        let error = Error::new(ErrorKind::Configuration, "there is a settings file already");
        return Err(error.at(FILE_NAMES[0]).into());
    }
    Destination::named(Some(file)).write(|out| out.write_all(TEMPLATE.as_bytes()))
}

fn check(cli: &Cli) -> Result<(), Failure> {
    let settings = effective(cli)?;
    Destination::Stdout.write(|out| match settings.file.files.as_slice() {
        [] => writeln!(out, "no settings file; all settings are the usual ones"),
        files => files.iter().try_for_each(|file| writeln!(out, "{file}: can be used")),
    })
}

/// The settings that `check` would run with, all of which can be used.
fn effective(cli: &Cli) -> Result<Settings, Failure> {
    let command = Cli::command();
    let known = command.find_subcommand("check").expect("there is such a command");
    let settings = Settings::load(cli, known)?;
    settings.verify()?;
    Ok(settings)
}

fn show(cli: &Cli) -> Result<(), Failure> {
    let settings = effective(cli)?;
    let command = Cli::command();
    let known = command.find_subcommand("check").expect("there is such a command");
    let mut lines: Vec<(String, String)> = Vec::new();
    let shown = known.get_arguments().filter(|argument| !argument.is_hide_set());
    for (argument, flag) in shown.filter_map(|argument| Some((argument, argument.get_long()?))) {
        if let Some(said) = settings.said(flag) {
            let value = match said.values.as_slice() {
                [] => (said.flag == flag).to_string(),
                values => values.join(", "),
            };
            let place = match said.line {
                0 => said.file.clone(),
                line => format!("{}:{line}", said.file),
            };
            lines.push((format!("{flag} = {value}"), place));
            continue;
        }
        let defaults: Vec<_> =
            argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        match (argument.get_action().takes_values(), defaults.is_empty()) {
            (true, true) => {}
            (true, false) => {
                lines.push((format!("{flag} = {}", defaults.join(", ")), "default".to_owned()));
            }
            (false, _) => lines.push((format!("{flag} = false"), "default".to_owned())),
        }
    }
    for (rule, level) in &settings.file.levels.rules {
        let level = level.name();
        let place = settings.file.files.first().cloned().unwrap_or_default();
        lines.push((format!("rules.{} = {level}", rule.name()), place));
    }
    for allow in &settings.file.allow {
        let (file, line) = &allow.origin;
        lines.push((format!("allow = {}", allow.reason), format!("{file}:{line}")));
    }
    let width = lines.iter().map(|(value, _)| value.chars().count()).max().unwrap_or(0);
    Destination::Stdout.write(|out| {
        lines.iter().try_for_each(|(value, place)| {
            let gap = " ".repeat(width - value.chars().count());
            writeln!(out, "{value}{gap}  # {place}")
        })
    })
}

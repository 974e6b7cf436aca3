//! `config`: show the effective settings, write a template, check a file.

use std::path::Path;

use clap::{Arg, Args, CommandFactory, Subcommand};
use twicetold::config::{FILE_NAMES, TEMPLATE};
use twicetold::report::one_line;
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

/// A setting with its value, and where it comes from.
type Line = (String, String);

fn show(cli: &Cli) -> Result<(), Failure> {
    let settings = effective(cli)?;
    let command = Cli::command();
    let known = command.find_subcommand("check").expect("there is such a command");
    let shown = known.get_arguments().filter(|argument| !argument.is_hide_set());
    let flags = shown.filter_map(|argument| line_of_flag(argument, &settings));
    let entries = settings.file.entries.iter().map(|entry| {
        let value = one_line(&entry.value);
        (format!("{} = {value}", one_line(&entry.name)), place(&entry.file, entry.line))
    });
    let lines: Vec<Line> = flags.chain(entries).collect();
    let width = lines.iter().map(|(value, _)| value.chars().count()).max().unwrap_or(0);
    Destination::Stdout.write(|out| {
        lines.iter().try_for_each(|(value, place)| {
            let gap = " ".repeat(width - value.chars().count());
            writeln!(out, "{value}{gap}  # {place}")
        })
    })
}

/// Returns the line of a flag; none where nothing says its value.
fn line_of_flag(argument: &Arg, settings: &Settings) -> Option<Line> {
    let name = argument.get_long().unwrap_or(argument.get_id().as_str());
    let is_switch = !argument.get_action().takes_values();
    let said = settings.said(name).filter(|said| said.values.is_empty() == is_switch);
    let value = match said {
        Some(said) if is_switch => (said.flag == name).to_string(),
        Some(said) => said.values.join(", "),
        None if is_switch => false.to_string(),
        None => {
            let values = argument.get_default_values().iter();
            values.map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(", ")
        }
    };
    let origin = said.map_or("default".to_owned(), |said| place(&said.file, said.line));
    (!value.is_empty()).then(|| (format!("{name} = {}", one_line(&value)), origin))
}

/// A line of a file; a variable has none.
fn place(file: &str, line: u32) -> String {
    if line == 0 { file.to_owned() } else { format!("{file}:{line}") }
}

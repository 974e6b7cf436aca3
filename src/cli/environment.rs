//! What variables of the environment say: `TWICETOLD_MIN_WORDS` is what `--min-words` is. Flags in,
//! the arguments that their variables stand for out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Arg, Command, CommandFactory};
use twicetold::config::Argument;
use twicetold::{Error, ErrorKind};

use super::Cli;
use super::settings::inverse;

/// How variables begin that say what flags do.
const PREFIX: &str = "TWICETOLD_";

/// The variable that names the settings file.
pub(super) const CONFIG: &str = "TWICETOLD_CONFIG";

/// The variable that says that there is none.
const ISOLATED: &str = "TWICETOLD_ISOLATED";

/// Letters by which a misspelt name differs at most, two that are exchanged counted once; of shorter names others'
/// differ as little.
const MOST_EDITS: usize = 1;
const LEAST_LETTERS: usize = 5;

/// How a switch is spelt, in letters of either case.
const ON: [&str; 6] = ["true", "yes", "on", "1", "y", "t"];
const OFF: [&str; 6] = ["false", "no", "off", "0", "n", "f"];

/// Returns what the environment says of a command's flags.
///
/// # Errors
/// A switch that is neither on nor off ([`ErrorKind::Configuration`]).
pub(super) fn arguments(known: &Command) -> Result<Vec<Argument>, Error> {
    let named = known.get_arguments().flat_map(|a| names(a).map(move |name| (a, variable(name))));
    named.filter_map(|(argument, name)| said(argument, name, known).transpose()).collect()
}

/// Returns the file that a variable names.
pub(super) fn settings_file() -> Option<PathBuf> {
    std::env::var_os(CONFIG).filter(|file| !file.is_empty()).map(PathBuf::from)
}

/// Returns whether a variable says that no settings file is taken.
///
/// # Errors
/// It is neither on nor off ([`ErrorKind::Configuration`]).
pub(super) fn isolates() -> Result<bool, Error> {
    value(ISOLATED).map_or(Ok(false), |value| is_on(ISOLATED, &value))
}

/// Returns the names of a flag, hidden ones as well.
fn names(argument: &Arg) -> impl Iterator<Item = &str> {
    argument.get_long().into_iter().chain(argument.get_all_aliases().unwrap_or_default())
}

/// Returns what one variable of a flag says, if it is set and not empty.
fn said(argument: &Arg, name: String, known: &Command) -> Result<Option<Argument>, Error> {
    let Some(flag) = argument.get_long() else { return Ok(None) };
    let Some(value) = value(&name) else { return Ok(None) };
    let takes_values = argument.get_action().takes_values();
    let is_meant = takes_values || is_on(&name, &value)?;
    let say = |flag: String, values| Argument { flag, values, file: name, line: 0, column: 0 };
    if takes_values {
        return Ok(Some(say(flag.to_owned(), vec![value])));
    }
    let flag = if is_meant { Some(flag.to_owned()) } else { inverse(flag) };
    // The inverse of `--no-baseline` takes a file, of which a switch says nothing.
    Ok(flag.filter(|flag| is_switch(known, flag)).map(|flag| say(flag, Vec::new())))
}

fn value(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_on(name: &str, value: &str) -> Result<bool, Error> {
    let is_one_of = |spellings: [&str; 6]| spellings.iter().any(|s| value.eq_ignore_ascii_case(s));
    if is_one_of(ON) || is_one_of(OFF) {
        return Ok(is_one_of(ON));
    }
    let message = format!("`{value}` is neither on nor off; write true or false");
    Err(Error::new(ErrorKind::Configuration, message).at(name))
}

fn is_switch(known: &Command, flag: &str) -> bool {
    let found = known.get_arguments().find(|argument| argument.get_long() == Some(flag));
    found.is_some_and(|argument| !argument.get_action().takes_values())
}

/// The variable that says what a flag does.
fn variable(flag: &str) -> String {
    format!("{PREFIX}{}", flag.replace('-', "_").to_ascii_uppercase())
}

/// Returns the variables that no flag of any subcommand has, but for letters that are exchanged, missing or too many,
/// with those that were meant. What is further from every flag may be somebody else's.
pub(super) fn misspelt() -> Vec<(String, String)> {
    let all = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let given: Vec<String> = all.filter(|name| name.starts_with(PREFIX)).collect();
    if given.is_empty() {
        return Vec::new();
    }
    let known = variables(&Cli::command());
    let unknown = given.into_iter().filter(|name| !known.contains(name));
    let mut misspelt: Vec<_> = unknown
        .filter_map(|name| {
            let edits = |known: &&String| strsim::osa_distance(known, &name);
            let meant = known.iter().min_by_key(edits)?;
            let is_near = edits(&meant) <= MOST_EDITS && name.len() >= PREFIX.len() + LEAST_LETTERS;
            is_near.then(|| (name.clone(), meant.clone()))
        })
        .collect();
    misspelt.sort();
    misspelt
}

/// The variables of all flags of a command and of those below it.
fn variables(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().flat_map(names).map(variable);
    own.chain(command.get_subcommands().flat_map(variables)).collect()
}

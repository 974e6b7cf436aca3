//! Settings files and the environment under the flags: command line > environment > file > default.
//!
//! What a file or the environment says is put before the user's own arguments, as the arguments that
//! it stands for, so that each value is read and checked in one place.

use clap::error::ErrorKind as Kind;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use twicetold::config::{Argument, Settings as FileSettings, find};
use twicetold::{Error, ErrorKind, Options};

use super::destination::canonical;
use super::environment::CONFIG;
use super::matching::MatchFlags;
use super::{Cli, environment, message};

/// Subcommands that have nothing to set.
const WITHOUT_SETTINGS: [&str; 6] = ["rule", "schema", "completions", "man", "config", "help"];

/// The variable that names the time of the run, in seconds since 1970 (<https://reproducible-builds.org/specs/source-date-epoch/>).
const NOW: &str = "SOURCE_DATE_EPOCH";

/// What files and the environment say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    /// What files say.
    pub(super) file: FileSettings,
    /// What flags say, by flag: the environment's, else the file's.
    pub(super) arguments: BTreeMap<String, Argument>,
    today: Option<Date>,
}

/// Why the arguments cannot be used.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The command line.
    Usage(clap::Error),
    /// The settings.
    Settings(Error),
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Settings(error)
    }
}

/// Reads the arguments, with what files and the environment say under them.
pub(super) fn parse(arguments: &[OsString]) -> Result<Cli, Refusal> {
    let command = Cli::command();
    let matches = command.clone().try_get_matches_from(arguments)?;
    let cli = Cli::from_arg_matches(&matches)?;
    let (names, given) = subcommands(&matches);
    if names.first().is_none_or(|name| WITHOUT_SETTINGS.contains(&name.as_str())) {
        return Ok(cli);
    }
    let Some(known) = subcommand(&command, &names) else { return Ok(cli) };
    let settings = Settings::load(&cli, known)?;
    let mut whole = start(&names);
    for argument in settings.arguments.values().filter(|a| is_open(a, known, given)) {
        whole.extend(written(argument));
    }
    whole.extend(own(arguments, &names));
    let parsed = Cli::try_parse_from_with(whole);
    let mut cli = parsed.map_err(|error| match settings.culprit(&names) {
        Some(culprit) => Refusal::Settings(culprit),
        None => Refusal::Usage(error),
    })?;
    cli.settings = settings;
    Ok(cli)
}

impl Cli {
    fn try_parse_from_with(arguments: Vec<OsString>) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&Self::command().try_get_matches_from(arguments)?)
    }
}

/// The names of the subcommands, and what was given to the innermost one.
fn subcommands(matches: &ArgMatches) -> (Vec<String>, &ArgMatches) {
    let (mut names, mut inner) = (Vec::new(), matches);
    while let Some((name, matches)) = inner.subcommand() {
        names.push(name.to_owned());
        inner = matches;
    }
    (names, inner)
}

fn subcommand<'c>(command: &'c Command, names: &[String]) -> Option<&'c Command> {
    names.iter().try_fold(command, |command, name| command.find_subcommand(name))
}

fn start(names: &[String]) -> Vec<OsString> {
    std::iter::once("twicetold".into()).chain(names.iter().map(OsString::from)).collect()
}

/// The user's arguments without the program's and the subcommands' names.
fn own(arguments: &[OsString], names: &[String]) -> Vec<OsString> {
    let mut names = names.iter().peekable();
    let mut is_value = false;
    let mut own = Vec::new();
    for argument in arguments.iter().skip(1) {
        let is_name = !is_value && names.peek().is_some_and(|name| argument == name.as_str());
        is_value = argument == "--config";
        if is_name {
            names.next();
        } else {
            own.push(argument.clone());
        }
    }
    own
}

/// Whether an argument is one that the subcommand has, and the user has not given.
fn is_open(argument: &Argument, known: &Command, given: &ArgMatches) -> bool {
    let is_given = |id: &str| given.value_source(id) == Some(ValueSource::CommandLine);
    let has = |id: &str| known.get_arguments().any(|known| known.get_id() == id);
    let found = known.get_arguments().find(|known| {
        known.get_long() == Some(&argument.flag)
            || argument.flag == "paths" && known.get_id() == "paths"
    });
    let replaced = argument.flag == "baseline" && has("baseline_ref") && is_given("baseline_ref");
    found.is_some_and(|found| !is_given(found.get_id().as_str())) && !replaced
}

/// The argument as it would be given.
pub(super) fn written(argument: &Argument) -> Vec<OsString> {
    let Argument { flag, values, .. } = argument;
    if flag == "paths" {
        return values.iter().map(OsString::from).collect();
    }
    if values.is_empty() {
        return vec![format!("--{flag}").into()];
    }
    values.iter().map(|value| format!("--{flag}={value}").into()).collect()
}

impl Settings {
    /// Returns what the files say that hold here, and the environment.
    pub(super) fn load(cli: &Cli, known: &Command) -> Result<Self, Error> {
        let read = |path: &Path| std::fs::read_to_string(path);
        let file = match place(cli)? {
            FilePlace::Nowhere => FileSettings::default(),
            FilePlace::Given(file) => FileSettings::load(&file, &read)?,
            FilePlace::InEnvironment(file) => {
                FileSettings::load(&file, &read).map_err(|error| named_by(CONFIG, error))?
            }
            FilePlace::Closest => {
                let found = find(Path::new(""), &look, &is_root);
                found.map(|file| FileSettings::load(&file, &read)).transpose()?.unwrap_or_default()
            }
        };
        let mut arguments: BTreeMap<String, Argument> =
            file.arguments.values().map(|said| (said.flag.clone(), said.clone())).collect();
        for (wrong, meant) in environment::misspelt() {
            message::print_misspelt(&wrong, &meant);
        }
        for argument in environment::arguments(known)? {
            if let Some(inverse) = inverse(&argument.flag) {
                arguments.remove(&inverse);
            }
            arguments.insert(argument.flag.clone(), argument);
        }
        Ok(Self { file, arguments, today: Some(today()?) })
    }

    /// Writes the settings into the options.
    pub(super) fn steer(&self, options: &mut Options) {
        options.walk.own.extend(self.files().map(|file| canonical(&file)));
        options.gate.levels = self.file.levels.clone();
        options.gate.allow.clone_from(&self.file.allow);
        options.gate.usual = MatchFlags::of(self.arguments.values()).map(|flags| flags.options());
        options.today = self.today;
        options.sources.clone_from(&self.file.sources);
        options.fields.clone_from(&self.file.fields);
    }

    /// Returns the settings files.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.file.files.iter().map(PathBuf::from)
    }

    /// Returns what files or the environment say of a flag, or by the inverse of a switch.
    pub(super) fn said(&self, flag: &str) -> Option<&Argument> {
        let by_inverse = || {
            let said = self.arguments.get(&inverse(flag)?)?;
            said.values.is_empty().then_some(said)
        };
        self.arguments.get(flag).or_else(by_inverse)
    }

    /// Says whether `check` can be run with the settings.
    pub(super) fn verify(&self) -> Result<(), Error> {
        let names = ["check".to_owned()];
        if let Some(culprit) = self.culprit(&names) {
            return Err(culprit);
        }
        let mut whole = start(&names);
        whole.extend(self.arguments.values().flat_map(written));
        let usage = |error: &clap::Error| Error::new(ErrorKind::Configuration, sentence(error));
        let cli = Cli::try_parse_from_with(whole).map_err(|error| usage(&error))?;
        cli.verify(self).map_err(|error| self.blame(error))
    }

    /// Returns the error with the place of the setting that its text names, if one is to blame.
    pub(super) fn blame(&self, error: Error) -> Error {
        if error.kind() != ErrorKind::Usage || error.uri().is_some() {
            return error;
        }
        let names = |said: &&Argument| {
            let flag = format!("--{}", said.flag);
            error.message().split([' ', ',']).any(|word| word == flag)
        };
        match self.arguments.values().find(names) {
            Some(said) => at(said, error.message()),
            None => error,
        }
    }

    /// Returns what is wrong with the first argument that cannot be read by itself.
    fn culprit(&self, names: &[String]) -> Option<Error> {
        self.arguments.values().find_map(|said| {
            let mut alone = start(names);
            alone.extend(written(said));
            let error = Cli::command().try_get_matches_from(alone).err()?;
            let is_its_own = matches!(error.kind(), Kind::InvalidValue | Kind::ValueValidation);
            is_its_own.then(|| at(said, &sentence(&error)))
        })
    }
}

/// An error about a setting, with its place.
fn at(said: &Argument, message: &str) -> Error {
    let error = Error::new(ErrorKind::Configuration, message).at(said.file.as_str());
    if said.line == 0 { error } else { error.on_line(said.line).in_column(said.column) }
}

/// The error with the variable that names its file, unless a line of the file is to blame.
fn named_by(variable: &str, error: Error) -> Error {
    match error.line() {
        Some(_) => error,
        None => Error::new(error.kind(), error.to_string()).at(variable),
    }
}

/// The first line of what clap says, and its advice.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    match lines.find(|line| line.starts_with("tip:") || line.starts_with("[possible values")) {
        Some(advice) => format!("{first}; {advice}"),
        None => first,
    }
}

/// Returns the flag that says the contrary of one; of `--ignore RULE` that is not `--no-ignore`.
pub(super) fn inverse(flag: &str) -> Option<String> {
    match flag {
        "ignore" => None,
        "no-ignore" => Some("gitignore".to_owned()),
        "gitignore" => Some("no-ignore".to_owned()),
        _ => Some(flag.strip_prefix("no-").map_or_else(|| format!("no-{flag}"), str::to_owned)),
    }
}

/// Where the settings file is.
enum FilePlace {
    /// There is none.
    Nowhere,
    /// Named on the command line.
    Given(PathBuf),
    /// Named by a variable.
    InEnvironment(PathBuf),
    /// The closest one upwards.
    Closest,
}

/// Returns where the settings file is: the command line says, else the environment.
fn place(cli: &Cli) -> Result<FilePlace, Error> {
    match (&cli.config, cli.isolated) {
        (Some(_), true) => {
            let message = "--config FILE and --isolated cannot be used together";
            Err(Error::new(ErrorKind::Usage, message))
        }
        (Some(file), false) => Ok(FilePlace::Given(file.clone())),
        (None, true) => Ok(FilePlace::Nowhere),
        (None, false) if !cli.no_isolated && environment::isolates()? => Ok(FilePlace::Nowhere),
        (None, false) => {
            let named = environment::settings_file();
            Ok(named.map_or(FilePlace::Closest, FilePlace::InEnvironment))
        }
    }
}

/// Returns what a file holds. A link that leads nowhere is there, too.
fn look(file: &Path) -> Option<Vec<u8>> {
    std::fs::symlink_metadata(file).ok()?;
    Some(std::fs::read(file).unwrap_or_default())
}

/// Whether the search upwards ends in a directory: a repository's root, or the file system's.
fn is_root(directory: &Path) -> bool {
    let here = if directory == Path::new("") { Path::new(".") } else { directory };
    here.join(".git").exists() || here.canonicalize().map_or(true, |whole| whole.parent().is_none())
}

/// The day of the run, UTC: the only time that the clock is asked for what is in a report.
fn today() -> Result<Date, Error> {
    let now = match std::env::var(NOW) {
        Ok(seconds) => {
            let now = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            let wrong = || format!("{NOW}: `{seconds}` is no time in seconds since 1970");
            now.ok_or_else(|| Error::new(ErrorKind::Usage, wrong()))?
        }
        Err(_) => Timestamp::now(),
    };
    Ok(Offset::UTC.to_datetime(now).date())
}

//! One settings file's text in, settings out; every error knows its line and column.

use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::compare::{Level, Rule};
use crate::error::{Error, ErrorKind};
use crate::gate::{Allow, LevelSetting};
use crate::pipeline::SourceRule;
use crate::read::Fields;
use crate::walk::PathGlobs;

use super::model::{AllowTable, ConfigFile, LevelName, RuleName};
use super::{Argument, Settings, beside, entries, name_of};

/// The tables whose keys are flags.
const TABLES: [&str; 6] = ["input", "match", "gate", "baseline", "output", "run"];

/// Keys whose values are paths, relative to the settings file.
const PATHS: [&str; 4] = ["input.paths", "match.against", "baseline.file", "run.temp-dir"];

/// Keys whose values are globs.
const GLOBS: [&str; 2] = ["input.include", "input.exclude"];

/// Likeness from which a name is offered.
const DID_YOU_MEAN: f64 = 0.7;

/// Letters from which on a name is like another: a single one is like each that holds it.
const LEAST_LETTERS: usize = 2;

#[derive(Deserialize)]
struct Pyproject {
    tool: Option<Tool>,
}

#[derive(Deserialize)]
struct Tool {
    twicetold: Option<ConfigFile>,
}

/// A line and a column, 1-based.
pub(super) type Place = (u32, u32);

/// A file's text, to tell places in it.
pub(super) struct Source<'a> {
    pub(super) name: String,
    text: &'a str,
    file: &'a Path,
}

/// Returns whether a `pyproject.toml` holds settings, so that others are passed by.
pub(super) fn has_settings(text: &str) -> bool {
    match DeTable::parse(text) {
        Ok(document) => own(document.get_ref()).is_some(),
        // Of one that cannot be read it is told what is wrong, if it looks as if it held some.
        Err(_) => text.contains("tool.twicetold"),
    }
}

/// Returns the settings in a `pyproject.toml`.
fn own<'t, 'i>(root: &'t DeTable<'i>) -> Option<&'t DeValue<'i>> {
    root.get("tool")?.get_ref().as_table()?.get("twicetold").map(Spanned::get_ref)
}

/// Returns the file that the settings extend, with the line and column where they name it.
pub(super) fn extended(name: &str, text: &str) -> Result<Option<(String, Place)>, Error> {
    let source = Source { name: name.to_owned(), text, file: Path::new(name) };
    let base = source.model()?.extend;
    Ok(base.map(|base| (base.get_ref().clone(), source.place(base.span().start))))
}

/// Adds what a file says to what those say that it extends.
pub(super) fn add(settings: &mut Settings, file: &Path, text: &str) -> Result<(), Error> {
    let source = Source { name: name_of(file), text, file };
    let model = source.model()?;
    let document = DeTable::parse(text).map_err(|error| source.toml_error(&error))?;
    let mut root = document.get_ref();
    if source.is_pyproject() {
        let Some(own) = own(root).and_then(DeValue::as_table) else { return Ok(()) };
        root = own;
    }
    entries::add(&mut settings.entries, root, &source);
    for table in TABLES {
        let entries = root.get(table).and_then(|table| table.get_ref().as_table());
        for (key, value) in entries.into_iter().flat_map(|entries| entries.iter()) {
            source.argument(table, key, value, settings)?;
        }
    }
    for (name, level) in &model.rules {
        settings.levels.rules.insert(rule(*name), setting(*level));
    }
    let place = |table: &str, key: &str| {
        let table = root.get(table).and_then(|table| table.get_ref().as_table());
        table.and_then(|table| table.get_key_value(key)).map_or(0..0, |(key, _)| key.span())
    };
    // As they stand in the file: of two globs that match a path the later one wins.
    let mut by_path: Vec<_> =
        model.per_path.iter().map(|(glob, rules)| (place("per-path", glob), glob, rules)).collect();
    by_path.sort_by_key(|(span, ..)| span.start);
    for (span, glob, rules) in by_path {
        let globs = source.globs(glob, &span)?;
        let rules = rules.iter().map(|(name, level)| (rule(*name), setting(*level))).collect();
        settings.levels.by_path.push((globs, rules));
    }
    let spans = |table: &str| -> Vec<Range<usize>> {
        let list = root.get(table).and_then(|list| list.get_ref().as_array());
        list.into_iter().flat_map(|list| list.iter().map(Spanned::span)).collect()
    };
    for (allow, span) in model.allow.iter().zip(spans("allow")) {
        settings.allow.push(source.allow(allow, &span)?);
    }
    for one in &model.source {
        let path = one.path.as_ref().map(|glob| source.spanned_globs(glob)).transpose()?;
        let (name, url) = (one.name.clone(), one.url.clone());
        settings.sources.push(SourceRule { name, path, url });
    }
    for (glob, fields) in model.input.iter().flat_map(|input| &input.fields) {
        let entries = root.get("input").and_then(|input| input.get_ref().as_table());
        let entries = entries.and_then(|input| input.get("fields"));
        let span = entries.map_or(0..0, Spanned::span);
        let globs = source.globs(glob, &span)?;
        let assignments = fields.iter().map(|(role, pointer)| format!("{role}={pointer}"));
        let fields =
            Fields::parse(assignments).map_err(|error| source.at(&span, error.message()))?;
        settings.fields.push((globs, fields));
    }
    Ok(())
}

impl Source<'_> {
    fn is_pyproject(&self) -> bool {
        self.file.file_name().is_some_and(|name| name == "pyproject.toml")
    }

    fn model(&self) -> Result<ConfigFile, Error> {
        let parsed = if self.is_pyproject() {
            let project = toml::from_str::<Pyproject>(self.text);
            project.map(|p| p.tool.and_then(|tool| tool.twicetold).unwrap_or_default())
        } else {
            toml::from_str(self.text)
        };
        parsed.map_err(|error| self.toml_error(&error))
    }

    fn toml_error(&self, error: &toml::de::Error) -> Error {
        let said = error.message().lines().next().unwrap_or_default();
        let mut names = said.split('`').skip(1).step_by(2);
        let hint = names.next().and_then(|wrong| {
            let nearest =
                names.max_by(|a, b| strsim::jaro(a, wrong).total_cmp(&strsim::jaro(b, wrong)))?;
            let is_near = strsim::jaro(nearest, wrong) > DID_YOU_MEAN
                && wrong.chars().count() >= LEAST_LETTERS;
            is_near.then(|| format!("unknown name `{wrong}`; did you mean `{nearest}`?"))
        });
        let hint = hint.filter(|_| said.starts_with("unknown"));
        let span = error.span().unwrap_or(0..0);
        self.at(&span, &hint.unwrap_or_else(|| said.to_owned()))
    }

    fn at(&self, span: &Range<usize>, message: &str) -> Error {
        let (line, column) = self.place(span.start);
        let error = Error::new(ErrorKind::Configuration, message).at(self.name.as_str());
        error.on_line(line).in_column(column)
    }

    /// The place of a byte.
    pub(super) fn place(&self, byte: usize) -> Place {
        let before = self.text.get(..byte).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() as u32 + 1;
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
        let column = before[start..].chars().count() as u32 + 1;
        (line, column)
    }

    fn globs(&self, glob: &str, span: &Range<usize>) -> Result<PathGlobs, Error> {
        PathGlobs::new(&[glob.to_owned()]).map_err(|error| self.at(span, error.message()))
    }

    fn spanned_globs(&self, glob: &Spanned<String>) -> Result<PathGlobs, Error> {
        self.globs(glob.get_ref(), &glob.span())
    }

    fn argument(
        &self,
        table: &str,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        settings: &mut Settings,
    ) -> Result<(), Error> {
        let name = format!("{table}.{}", key.get_ref());
        let flag = match name.as_str() {
            "baseline.file" => "baseline",
            _ => key.get_ref(),
        };
        if let (true, Some(globs)) = (GLOBS.contains(&name.as_str()), value.get_ref().as_array()) {
            for glob in globs {
                self.globs(&text(glob.get_ref()), &glob.span())?;
            }
        }
        let path = |value: String| {
            if PATHS.contains(&name.as_str()) {
                beside(self.file, &value).to_string_lossy().into_owned()
            } else {
                value
            }
        };
        let (flag, values) = match value.get_ref() {
            DeValue::Boolean(on) => (switch(flag, *on), Vec::new()),
            // An empty list is what is usual, whatever the file that is extended says.
            DeValue::Array(values) if values.is_empty() => {
                settings.arguments.remove(&name);
                return Ok(());
            }
            DeValue::Array(values) => {
                (flag.to_owned(), values.iter().map(|v| path(text(v.get_ref()))).collect())
            }
            DeValue::Table(_) => return Ok(()),
            value => (flag.to_owned(), vec![path(text(value))]),
        };
        let (line, column) = self.place(key.span().start);
        let argument = Argument { flag, values, file: self.name.clone(), line, column };
        settings.arguments.insert(name, argument);
        Ok(())
    }

    fn allow(&self, table: &AllowTable, span: &Range<usize>) -> Result<Allow, Error> {
        let conditions = [
            ("fingerprint", &table.fingerprint),
            ("source", &table.source),
            ("url", &table.url),
            ("text", &table.text),
        ];
        if table.path.is_none() && conditions.iter().all(|(_, condition)| condition.is_none()) {
            let message = "an [[allow]] needs a fingerprint, path, source, url or text";
            return Err(self.at(span, message));
        }
        let given = conditions.iter().filter_map(|(name, said)| Some((*name, said.as_ref()?)));
        for (name, said) in given.chain([("reason", &table.reason)]) {
            if said.get_ref().trim().is_empty() {
                let message = format!("an [[allow]] needs a {name} that says something");
                return Err(self.at(&said.span(), &message));
            }
        }
        let empty = table.rules.as_ref().filter(|rules| rules.get_ref().is_empty());
        if let Some(rules) = empty {
            let message = "an [[allow]] of no rule allows nothing; without `rules` it is of all";
            return Err(self.at(&rules.span(), message));
        }
        let rules = table.rules.iter().flat_map(Spanned::get_ref);
        let own = |said: &Option<Spanned<String>>| said.as_ref().map(|said| said.get_ref().clone());
        let expires = table.expires.as_ref().map(|day| {
            let written = day.get_ref().to_string();
            written.parse::<Date>().map_err(|_| {
                let message = format!("expires: `{written}` is no day such as 2027-01-31");
                self.at(&day.span(), &message)
            })
        });
        Ok(Allow {
            fingerprint: own(&table.fingerprint),
            path: table.path.as_ref().map(|glob| self.spanned_globs(glob)).transpose()?,
            source: own(&table.source),
            url: own(&table.url),
            text: own(&table.text),
            rules: rules.map(|name| rule(*name)).collect(),
            reason: table.reason.get_ref().clone(),
            expires: expires.transpose()?,
            origin: (self.name.clone(), self.place(span.start).0),
        })
    }
}

/// The flag of a switch, or of its inverse.
fn switch(flag: &str, on: bool) -> String {
    match (flag, on) {
        ("gitignore", false) => "no-ignore".to_owned(),
        (flag, true) => flag.to_owned(),
        (flag, false) => format!("no-{flag}"),
    }
}

/// Returns a value as a flag would have it.
pub(super) fn text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(on) => on.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

fn rule(name: RuleName) -> Rule {
    match name {
        RuleName::RepeatedBody => Rule::RepeatedBody,
        RuleName::RepeatedPassage => Rule::RepeatedPassage,
        RuleName::IdenticalDocument => Rule::IdenticalDocument,
        RuleName::NearDocument => Rule::NearDocument,
        RuleName::ContainedDocument => Rule::ContainedDocument,
        RuleName::ExactPassage => Rule::ExactPassage,
        RuleName::NearPassage => Rule::NearPassage,
        RuleName::Boilerplate => Rule::Boilerplate,
    }
}

fn setting(level: LevelName) -> LevelSetting {
    match level {
        LevelName::Off => LevelSetting::Off,
        LevelName::Info => LevelSetting::At(Level::Info),
        LevelName::Warning => LevelSetting::At(Level::Warning),
        LevelName::Error => LevelSetting::At(Level::Error),
    }
}

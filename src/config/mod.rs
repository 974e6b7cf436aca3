//! What do the settings say? Settings files in, [`Settings`] out: arguments as the command line
//! would give them, each with its place, and what no flag says. Knows nothing of what flags there are.

mod model;
mod parse;
mod entries;
mod template;

pub use template::TEMPLATE;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use schemars::generate::SchemaSettings;

use crate::error::{Error, ErrorKind, io_message};
use crate::gate::{Allow, Levels};
use crate::pipeline::SourceRule;
use crate::read::Fields;
use crate::walk::PathGlobs;

/// The names of a settings file, in the order in which they are looked for.
pub const FILE_NAMES: [&str; 3] = ["twicetold.toml", ".twicetold.toml", "pyproject.toml"];

/// The most files that extend one another.
const MAX_DEPTH: usize = 16;

/// What settings files say.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What flags say, by table and key.
    pub arguments: BTreeMap<String, Argument>,
    /// The levels of rules.
    pub levels: Levels,
    /// What may be told twice.
    pub allow: Vec<Allow>,
    /// Who published what.
    pub sources: Vec<SourceRule>,
    /// Where records keep their parts.
    pub fields: Vec<(PathGlobs, Fields)>,
    /// What no flag says, as it is shown.
    pub entries: Vec<Entry>,
    /// The files, the one that was found first.
    pub files: Vec<String>,
}

/// What a settings file says that no flag says, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its whole name, with those of its tables.
    pub name: String,
    /// Its value; what stands in a table, each with its name.
    pub value: String,
    /// The file.
    pub file: String,
    /// The line, 1-based.
    pub line: u32,
}

/// What a flag of the command line would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The flag's name, without dashes; `paths` for what has none.
    pub flag: String,
    /// Its values; none for a switch.
    pub values: Vec<String>,
    /// The file.
    pub file: String,
    /// The line, 1-based.
    pub line: u32,
    /// The column, in letters, 1-based.
    pub column: u32,
}

/// Reads a file's text.
pub type ReadText<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

/// Returns what a file holds, `None` where there is none; of one that cannot be read, nothing.
pub type Look<'a> = &'a dyn Fn(&Path) -> Option<Vec<u8>>;

/// Returns the settings file that holds for a directory: the closest one upwards, to the root of the
/// repository. `here` is the directory, from where the path that is returned leads to the file.
///
/// A file that cannot be read holds, too: [`Settings::load`] says what is wrong with it. To pass it over would be to check
/// by other settings than those that somebody wrote.
pub fn find(here: &Path, look: Look<'_>, is_root: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let mut directory = here.to_owned();
    for _ in 0..256 {
        for name in FILE_NAMES {
            let file = directory.join(name);
            let Some(bytes) = look(&file) else { continue };
            if name != "pyproject.toml" || parse::has_settings(&String::from_utf8_lossy(&bytes)) {
                return Some(file);
            }
        }
        if is_root(&directory) {
            return None;
        }
        directory.push("..");
    }
    None
}

impl Settings {
    /// Reads a settings file, and those that it extends.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`]: what cannot be read or used, with its line and column.
    pub fn load(file: &Path, read: ReadText<'_>) -> Result<Self, Error> {
        let mut chain: Vec<(PathBuf, String)> = Vec::new();
        let mut next = Some((file.to_owned(), None));
        while let Some((file, place)) = next.take() {
            let name = name_of(&file);
            let wrong = |message: String| Error::new(ErrorKind::Configuration, message).at(&*name);
            if chain.len() >= MAX_DEPTH || chain.iter().any(|(known, _)| *known == file) {
                return Err(wrong("settings extend one another without end".to_owned()));
            }
            let text = read(&file).map_err(|error| {
                let error = wrong(format!("cannot read the settings: {}", io_message(&error)));
                named_at(error, chain.last().map(|(file, _)| name_of(file)).zip(place))
            })?;
            next = parse::extended(&name, &text)?
                .map(|(base, place)| (beside(&file, &base), Some(place)));
            chain.push((file, text));
        }
        let mut settings = Self::default();
        for (file, text) in chain.iter().rev() {
            parse::add(&mut settings, file, text)?;
            settings.files.insert(0, name_of(file));
        }
        Ok(settings)
    }
}

/// Returns an error with the place that names its file, where one does.
fn named_at(error: Error, place: Option<(String, parse::Place)>) -> Error {
    let Some((file, (line, column))) = place else { return error };
    let message = error.to_string();
    Error::new(error.kind(), message).at(file).on_line(line).in_column(column)
}

/// Returns a path that a file names, from where the file's own path leads.
fn beside(file: &Path, path: &str) -> PathBuf {
    let directory = file.parent().unwrap_or(Path::new(""));
    let directory = directory.strip_prefix("./").unwrap_or(directory);
    if directory == Path::new(".") { PathBuf::from(path) } else { directory.join(path) }
}

fn name_of(file: &Path) -> String {
    let name = file.to_string_lossy();
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// Writes the JSON Schema (draft 2020-12) of a settings file.
///
/// # Errors
/// Those of `out`.
pub fn write_config_schema(out: &mut dyn Write) -> io::Result<()> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<model::ConfigFile>();
    schema.insert("title".to_owned(), "Settings of twicetold".into());
    serde_json::to_writer_pretty(&mut *out, &schema)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests;

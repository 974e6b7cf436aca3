//! The baseline as a file, version 1: JSON with one entry a line, keys sorted, no text of articles.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::fingerprint::ALGORITHM;

use super::baseline::Baseline;
use super::entry::BaselineEntry;

/// The version of the file that is written, and the latest that is read.
const VERSION: u64 = 1;

/// The file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    /// Version of the file's form: 1.
    #[expect(dead_code, reason = "looked at before the rest is, see `version`")]
    version: u64,
    /// The version of normalisation, hashes and seeds together, as in reports.
    algorithm: String,
    /// Accepted findings by their fingerprints.
    accepted: Accepted,
}

/// Entries; where a merge left two of one fingerprint, the places of both.
#[derive(JsonSchema)]
struct Accepted(BTreeMap<String, BaselineEntry>);

impl<'de> Deserialize<'de> for Accepted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Accepted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("accepted findings by fingerprint")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Accepted, A::Error> {
        let mut accepted: BTreeMap<String, BaselineEntry> = BTreeMap::new();
        while let Some((fingerprint, mut entry)) = map.next_entry::<String, BaselineEntry>()? {
            entry.join(&mut accepted.remove(&fingerprint).unwrap_or_default());
            accepted.insert(fingerprint, entry);
        }
        Ok(Accepted(accepted))
    }
}

impl Baseline {
    /// Reads a baseline; `name` is the file's name in messages.
    ///
    /// Commas at the end of entries may be missing or too many, as a merge by lines
    /// (`merge=union`) leaves them.
    ///
    /// # Errors
    /// [`ErrorKind::Baseline`]: no baseline, a later version, or of another algorithm.
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let wrong = |message: String| Error::new(ErrorKind::Baseline, message).at(name);
        if let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<<")) {
            let message = "the baseline holds a merge conflict; keep the lines of both sides";
            return Err(wrong(message.to_owned()).on_line(line as u32 + 1));
        }
        let version = version(text).map_err(&wrong)?;
        if version != VERSION {
            let message = format!("the baseline has version {version}; {VERSION} can be read here");
            return Err(wrong(message));
        }
        let file: BaselineFile = serde_json::from_str(&mended(text)).map_err(|error| {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX).max(1);
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or(&said).to_owned();
            wrong(format!("not a baseline: {said}")).on_line(line)
        })?;
        if file.algorithm != ALGORITHM {
            let message = format!(
                "the baseline was made with algorithm {}, this is {ALGORITHM}; create it anew",
                file.algorithm
            );
            return Err(wrong(message));
        }
        Ok(Self { name: name.to_owned(), accepted: file.accepted.0, ..Self::default() })
    }

    /// Writes the baseline, one entry a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{{\n\"version\": {VERSION},\n\"algorithm\": \"{ALGORITHM}\",")?;
        writeln!(out, "\"accepted\": {{")?;
        for (at, (fingerprint, entry)) in self.accepted.iter().enumerate() {
            let comma = if at + 1 == self.accepted.len() { "" } else { "," };
            writeln!(out, "{}: {}{comma}", json(fingerprint)?, json(entry)?)?;
        }
        writeln!(out, "}}\n}}")
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::from)
}

/// Returns the version that the file states, before anything else of it is looked at.
fn version(text: &str) -> Result<u64, String> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    if !text.trim_start().starts_with('{') {
        return Err("not a baseline: it is no object of JSON".to_owned());
    }
    serde_json::from_str(&mended(text))
        .map(|file: Versioned| file.version)
        .map_err(|error| format!("not a baseline: {error}"))
}

/// Returns the text with a comma behind every entry but the last one.
fn mended(text: &str) -> String {
    let is_entry = |line: &str| line.starts_with('"') && line.contains(": {\"");
    let lines: Vec<&str> = text.lines().collect();
    let mut whole = String::with_capacity(text.len() + lines.len());
    for (at, line) in lines.iter().enumerate() {
        if is_entry(line) {
            whole.push_str(line.trim_end().trim_end_matches(','));
            if lines.get(at + 1).is_some_and(|next| is_entry(next)) {
                whole.push(',');
            }
        } else {
            whole.push_str(line);
        }
        whole.push('\n');
    }
    whole
}

/// Writes the JSON Schema (draft 2020-12) of a baseline, version 1.
///
/// # Errors
/// Those of `out`.
pub fn write_baseline_schema(out: &mut dyn Write) -> io::Result<()> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<BaselineFile>();
    schema.insert("title".to_owned(), "Baseline of twicetold, version 1".into());
    serde_json::to_writer_pretty(&mut *out, &schema)?;
    out.write_all(b"\n")
}

//! The settings file as it is written: tables and keys, each key of a flag named as the flag is.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// Settings of twicetold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ConfigFile {
    /// The schema of this file, for editors.
    #[serde(rename = "$schema")]
    pub(super) _schema: Option<String>,
    /// A settings file that this one builds on, relative to it.
    #[schemars(with = "Option<String>")]
    pub(super) extend: Option<Spanned<String>>,
    /// What is read.
    pub(super) input: Option<InputTable>,
    /// Who published what.
    #[serde(default)]
    pub(super) source: Vec<SourceTable>,
    /// What counts as told twice.
    #[serde(rename = "match")]
    pub(super) _match: Option<MatchTable>,
    /// The levels of rules.
    #[serde(default)]
    pub(super) rules: BTreeMap<RuleName, LevelName>,
    /// What fails a check.
    #[serde(rename = "gate")]
    pub(super) _gate: Option<GateTable>,
    /// What was accepted before.
    #[serde(rename = "baseline")]
    pub(super) _baseline: Option<BaselineTable>,
    /// How the report is told.
    #[serde(rename = "output")]
    pub(super) _output: Option<OutputTable>,
    /// How a run uses the machine.
    #[serde(rename = "run")]
    pub(super) _run: Option<RunTable>,
    /// Levels of rules for the paths that match a glob.
    #[serde(default)]
    pub(super) per_path: BTreeMap<String, BTreeMap<RuleName, LevelName>>,
    /// What may be told twice.
    #[serde(default)]
    pub(super) allow: Vec<AllowTable>,
}

/// What is read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct InputTable {
    #[serde(rename = "paths")]
    _paths: Option<Vec<String>>,
    #[serde(rename = "include")]
    _include: Option<Vec<String>>,
    #[serde(rename = "exclude")]
    _exclude: Option<Vec<String>>,
    #[serde(rename = "hidden")]
    _hidden: Option<bool>,
    #[serde(rename = "gitignore")]
    _gitignore: Option<bool>,
    #[serde(rename = "follow")]
    _follow: Option<bool>,
    #[serde(rename = "input-format")]
    _input_format: Option<String>,
    #[serde(rename = "max-size")]
    _max_size: Option<String>,
    #[serde(rename = "max-expanded")]
    _max_expanded: Option<String>,
    #[serde(rename = "encoding")]
    _encoding: Option<String>,
    #[serde(rename = "extract")]
    _extract: Option<String>,
    /// Where records of JSON keep their parts, by glob: role = pointer.
    #[serde(default)]
    pub(super) fields: BTreeMap<String, BTreeMap<String, String>>,
}

/// What counts as told twice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MatchTable {
    #[serde(rename = "level")]
    _level: Option<Vec<String>>,
    #[serde(rename = "min-words")]
    _min_words: Option<u32>,
    #[serde(rename = "near")]
    _near: Option<Share>,
    #[serde(rename = "contain")]
    _contain: Option<Share>,
    #[serde(rename = "scope")]
    _scope: Option<String>,
    #[serde(rename = "engine")]
    _engine: Option<String>,
    #[serde(rename = "select")]
    _select: Option<Vec<RuleName>>,
    #[serde(rename = "ignore")]
    _ignore: Option<Vec<RuleName>>,
    #[serde(rename = "against")]
    _against: Option<Vec<String>>,
}

/// What fails a check.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct GateTable {
    #[serde(rename = "fail-on")]
    _fail_on: Option<String>,
    #[serde(rename = "fail-level")]
    _fail_level: Option<String>,
    #[serde(rename = "max-new")]
    _max_new: Option<u64>,
    #[serde(rename = "max-duplication")]
    _max_duplication: Option<Share>,
    #[serde(rename = "on-unreadable")]
    _on_unreadable: Option<String>,
    #[serde(rename = "allow-empty")]
    _allow_empty: Option<bool>,
    #[serde(rename = "exit-zero")]
    _exit_zero: Option<bool>,
}

/// What was accepted before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BaselineTable {
    /// The file, relative to the settings file.
    #[serde(rename = "file")]
    _file: Option<String>,
}

/// How the report is told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OutputTable {
    #[serde(rename = "format")]
    _format: Option<String>,
    #[serde(rename = "text")]
    _text: Option<String>,
    #[serde(rename = "documents")]
    _documents: Option<String>,
    #[serde(rename = "max-findings")]
    _max_findings: Option<u64>,
    #[serde(rename = "color")]
    _color: Option<String>,
    #[serde(rename = "progress")]
    _progress: Option<String>,
    #[serde(rename = "quiet")]
    _quiet: Option<bool>,
    #[serde(rename = "verbose")]
    _verbose: Option<bool>,
    #[serde(rename = "stats")]
    _stats: Option<bool>,
}

/// How a run uses the machine.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RunTable {
    #[serde(rename = "threads")]
    _threads: Option<u64>,
    #[serde(rename = "memory")]
    _memory: Option<String>,
    /// A directory, relative to the settings file.
    #[serde(rename = "temp-dir")]
    _temp_dir: Option<String>,
}

/// A share: `0.5`, or `"50%"`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a share, such as 0.5 or \"50%\"")]
#[expect(dead_code, reason = "only checked here; the flag of the same name reads it")]
pub(super) enum Share {
    /// 0 to 1.
    Number(f64),
    /// Per cent.
    Text(String),
}

/// A source, and what is of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SourceTable {
    /// Its name.
    pub(super) name: String,
    /// A glob of its files.
    #[schemars(with = "Option<String>")]
    pub(super) path: Option<Spanned<String>>,
    /// How its URLs begin, with or without `https://`.
    pub(super) url: Option<String>,
}

/// What may be told twice; all that is given must hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AllowTable {
    /// The finding of this content.
    #[schemars(with = "Option<String>")]
    pub(super) fingerprint: Option<Spanned<String>>,
    /// A glob of files.
    #[schemars(with = "Option<String>")]
    pub(super) path: Option<Spanned<String>>,
    /// The name of a source.
    #[schemars(with = "Option<String>")]
    pub(super) source: Option<Spanned<String>>,
    /// How URLs begin.
    #[schemars(with = "Option<String>")]
    pub(super) url: Option<Spanned<String>>,
    /// The text, at least half of what is told twice.
    #[schemars(with = "Option<String>")]
    pub(super) text: Option<Spanned<String>>,
    /// The rules, one at least; all of them when absent.
    #[schemars(with = "Option<Vec<RuleName>>")]
    pub(super) rules: Option<Spanned<Vec<RuleName>>>,
    /// Why.
    #[schemars(with = "String")]
    pub(super) reason: Spanned<String>,
    /// The last day, as in 2027-01-31.
    #[schemars(with = "Option<String>")]
    pub(super) expires: Option<Spanned<Day>>,
}

/// A day, as a date of TOML or as text.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a day, such as 2027-01-31")]
pub(super) enum Day {
    Date(Datetime),
    Text(String),
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// A rule of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RuleName {
    RepeatedBody,
    RepeatedPassage,
    IdenticalDocument,
    NearDocument,
    ContainedDocument,
    ExactPassage,
    NearPassage,
    Boilerplate,
}

/// A level, or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LevelName {
    Off,
    Info,
    Warning,
    Error,
}

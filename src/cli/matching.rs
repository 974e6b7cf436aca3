//! Flags of what counts as told twice.

use clap::{Args, Command, FromArgMatches, ValueEnum};
use twicetold::compare::Rule;
use twicetold::config::Argument;
use twicetold::{CompareOptions, Engine, Scope};

use super::rules;
use super::settings::written;

/// What counts as told twice.
#[derive(Debug, Args)]
#[command(next_help_heading = "Match")]
pub(super) struct MatchFlags {
    /// What is looked for
    #[arg(
        long,
        value_name = "LEVEL",
        value_enum,
        value_delimiter = ',',
        default_value = "document,passage,repeat"
    )]
    level: Vec<LevelName>,
    #[command(flatten)]
    thresholds: ThresholdFlags,
    /// Which documents are compared with each other
    #[arg(long, value_name = "SCOPE", value_enum, default_value = "all")]
    scope: ScopeName,
    /// What finds candidates: winnow guarantees to see every long enough shared run of words, the
    /// others are there to compare with
    #[arg(
        long,
        value_name = "ENGINE",
        value_enum,
        default_value = "winnow",
        hide_short_help = true
    )]
    engine: EngineName,
    /// Report only findings of these rules (repeatable, or parted by commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::finding_rule(), hide_possible_values = true)]
    select: Vec<Rule>,
    /// Leave out findings of these rules (repeatable, or parted by commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rules::finding_rule(), hide_possible_values = true)]
    ignore: Vec<Rule>,
}

/// The figures that decide.
#[derive(Debug, Args)]
#[command(next_help_heading = "Match")]
pub(super) struct ThresholdFlags {
    /// Words of the shortest passage (characters, twice as many, in scripts without spaces)
    #[arg(long, value_name = "WORDS", default_value = "25",
          value_parser = clap::value_parser!(u32).range(1..))]
    min_words: u32,
    /// Coverage of the shorter document from which it is a near copy, 0 to 1
    #[arg(long, value_name = "SHARE", default_value = "0.5", value_parser = share)]
    near: f64,
    /// Coverage from which a document stands whole inside a longer one, 0 to 1
    #[arg(long, value_name = "SHARE", default_value = "0.9", value_parser = share)]
    contain: f64,
}

/// What is looked for, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LevelName {
    /// Documents that are copies of each other
    Document,
    /// Passages that stand in several documents
    Passage,
    /// Repeats inside a document
    Repeat,
}

/// Which documents are compared, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeName {
    /// All with all, and each with itself
    All,
    /// Only different documents
    CrossDocument,
    /// Only documents of different sources
    CrossSource,
    /// Only documents of one source
    WithinSource,
}

/// What finds candidates, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum EngineName {
    /// Winnowed shingles in an inverted index
    Winnow,
    /// MinHash with bands
    Minhash,
    /// SimHash
    Simhash,
}

impl MatchFlags {
    /// Returns the flags that the settings stand for; none where they cannot be read.
    pub(super) fn of<'a>(settings: impl Iterator<Item = &'a Argument>) -> Option<Self> {
        let command = Self::augment_args(Command::new("match").no_binary_name(true));
        let has = |said: &&Argument| {
            command.get_arguments().any(|known| known.get_long() == Some(&said.flag))
        };
        let arguments: Vec<_> = settings.filter(has).flat_map(written).collect();
        Self::from_arg_matches(&command.try_get_matches_from(arguments).ok()?).ok()
    }

    /// Returns what counts as told twice.
    pub(super) fn options(&self) -> CompareOptions {
        CompareOptions {
            documents: self.level.contains(&LevelName::Document),
            passages: self.level.contains(&LevelName::Passage),
            repeats: self.level.contains(&LevelName::Repeat),
            scope: match self.scope {
                ScopeName::All => Scope::All,
                ScopeName::CrossDocument => Scope::CrossDocument,
                ScopeName::CrossSource => Scope::CrossSource,
                ScopeName::WithinSource => Scope::WithinSource,
            },
            engine: match self.engine {
                EngineName::Winnow => Engine::Winnow,
                EngineName::Minhash => Engine::Minhash,
                EngineName::Simhash => Engine::Simhash,
            },
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            ..self.thresholds.options()
        }
    }
}

impl ThresholdFlags {
    /// Returns the figures, and everything else as it is by default.
    pub(super) fn options(&self) -> CompareOptions {
        CompareOptions {
            min_words: self.min_words,
            near: self.near,
            contain: self.contain,
            ..CompareOptions::default()
        }
    }
}

/// Reads a share: `0.5`, or `50%`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let share = match text.strip_suffix('%') {
        Some(number) => number.trim().parse::<f64>().map(|number| number / 100.0),
        None => text.parse(),
    };
    match share {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("write a share from 0 to 1, for example 0.5 or 50%".to_owned()),
    }
}

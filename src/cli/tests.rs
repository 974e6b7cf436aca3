//! What the arguments stand for, and which are refused.

use clap::error::ErrorKind as Refusal;
use clap::{CommandFactory, Parser};
use twicetold::compare::Rule;
use twicetold::read::Encoding;
use twicetold::{DocumentsShown, Engine, Options, Scope, StoreOptions, TextShown};

use super::{Cli, Command};

fn options(arguments: &str) -> Options {
    let arguments = ["twicetold", "scan"].into_iter().chain(arguments.split_whitespace());
    match Cli::try_parse_from(arguments).unwrap().command {
        Command::Scan(scan) => scan.options(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_refused(arguments: &str, kind: Refusal, hint: &str) {
    let arguments = ["twicetold"].into_iter().chain(arguments.split_whitespace());
    let error = Cli::try_parse_from(arguments).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.exit_code(), 2);
    assert!(error.to_string().contains(hint), "{error}");
}

#[test]
fn the_definition_of_the_flags_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn defaults_are_those_of_the_library() {
    let options = options("");
    assert_eq!(options.compare.min_words, 25);
    assert_eq!((options.compare.near, options.compare.contain), (0.5, 0.9));
    assert!(options.compare.documents && options.compare.passages && options.compare.repeats);
    assert_eq!(options.compare.engine, Engine::Winnow);
    assert_eq!(options.read.max_size, 64 << 20);
    assert_eq!(options.read.max_expanded, 1 << 30);
    assert!(options.read.format.is_none() && options.read.encoding.is_none());
    assert_eq!(options.text, TextShown::Excerpt);
    assert_eq!(options.documents, DocumentsShown::InFindings);
    assert_eq!((options.threads, options.max_findings, options.stats), (0, None, false));
    assert_eq!(options.store, StoreOptions::default());
    assert_eq!(options.command, "scan");
}

#[test]
fn flags_reach_the_options() {
    let options = options(
        "a b --include *.txt --exclude c/** --hidden --max-size 500kB --encoding latin1 \
         --input-format rss --level repeat --near 60% --contain 0.8 --min-words 10 \
         --scope cross-source --select near-document,exact-passage --ignore boilerplate \
         --engine minhash --text none --documents all --max-findings 5 --stats -j 3 \
         --memory 2GiB --temp-dir /var/tmp",
    );
    assert_eq!(options.walk.include, ["*.txt"]);
    assert_eq!(options.walk.exclude, ["c/**"]);
    assert!(options.walk.hidden);
    assert_eq!(options.read.max_size, 500_000);
    assert_eq!(options.read.encoding.map(Encoding::name), Some("windows-1252"));
    assert_eq!(options.read.format.map(twicetold::read::Format::name), Some("rss"));
    assert!(!options.compare.documents && !options.compare.passages && options.compare.repeats);
    assert_eq!((options.compare.near, options.compare.contain), (0.6, 0.8));
    assert_eq!(options.compare.min_words, 10);
    assert_eq!(options.compare.scope, Scope::CrossSource);
    assert_eq!(options.compare.select, [Rule::NearDocument, Rule::ExactPassage]);
    assert_eq!(options.compare.ignore, [Rule::Boilerplate]);
    assert_eq!(options.compare.engine, Engine::Minhash);
    assert_eq!(options.text, TextShown::None);
    assert_eq!(options.documents, DocumentsShown::All);
    assert_eq!((options.threads, options.max_findings, options.stats), (3, Some(5), true));
    let temp_dir = Some("/var/tmp".into());
    assert_eq!(options.store, StoreOptions { memory: Some(2 << 30), temp_dir });
}

#[test]
fn of_a_flag_and_its_inverse_the_last_one_wins() {
    assert!(!options("--hidden --no-hidden").walk.hidden);
    assert!(options("--no-hidden --hidden --hidden").walk.hidden);
    assert!(!options("--follow --no-follow").walk.follow);
    assert!(options("--gitignore --no-ignore").walk.no_ignore);
    assert!(!options("--no-ignore --gitignore").walk.no_ignore);
    assert!(!options("--stats --no-stats").stats);
    assert_eq!(options("--min-words 5 --min-words 7").compare.min_words, 7);
}

#[test]
fn every_boolean_has_its_inverse() {
    let command = Cli::command();
    let scan = command.find_subcommand("scan").unwrap();
    let flags: Vec<_> = scan
        .get_arguments()
        .filter(|argument| !argument.get_action().takes_values())
        .filter_map(|argument| argument.get_long().map(str::to_owned))
        .filter(|name| !["help", "version"].contains(&name.as_str()))
        .collect();
    assert!(flags.len() >= 8, "{flags:?}");
    for flag in &flags {
        let inverse = match flag.as_str() {
            "no-ignore" => "gitignore".to_owned(),
            "gitignore" => "no-ignore".to_owned(),
            flag => flag.strip_prefix("no-").map_or(format!("no-{flag}"), str::to_owned),
        };
        assert!(flags.contains(&inverse), "{flag} lacks {inverse}");
    }
}

#[test]
fn unknown_names_are_refused_with_the_nearest_one() {
    check_refused("scan --hiden", Refusal::UnknownArgument, "'--hidden'");
    check_refused("scna", Refusal::InvalidSubcommand, "'scan'");
    check_refused("scan --select near-documnt", Refusal::InvalidValue, "'near-document'");
    check_refused("scan -f jsn", Refusal::InvalidValue, "'json'");
    check_refused("scan --report jsno=a", Refusal::ValueValidation, "did you mean `json`?");
    check_refused("scan --report json", Refusal::ValueValidation, "FORMAT=FILE");
    check_refused("rule exact-pasage", Refusal::InvalidValue, "'exact-passage'");
}

#[test]
fn values_that_cannot_be_used_are_refused() {
    check_refused("scan --near 1.5", Refusal::ValueValidation, "from 0 to 1");
    check_refused("scan --near NaN", Refusal::ValueValidation, "from 0 to 1");
    check_refused("scan --min-words 0", Refusal::ValueValidation, "min-words");
    check_refused("scan --select unreadable-input", Refusal::ValueValidation, "is a diagnostic");
    check_refused("scan --ignore unused-suppression", Refusal::ValueValidation, "always told");
    check_refused("scan --max-size 1XB", Refusal::ValueValidation, "64MiB");
    check_refused("scan -0", Refusal::MissingRequiredArgument, "files-from");
    check_refused("diff a", Refusal::MissingRequiredArgument, "DOC");
    check_refused("", Refusal::DisplayHelpOnMissingArgumentOrSubcommand, "Usage");
}

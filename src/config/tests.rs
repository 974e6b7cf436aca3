//! What settings files say, and which are refused.

use std::collections::BTreeMap;

use super::*;
use crate::compare::{Level, Rule};
use crate::gate::LevelSetting;

fn load(files: &[(&str, &str)]) -> Result<Settings, Error> {
    let files: BTreeMap<PathBuf, String> =
        files.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect();
    let first = if files.contains_key(Path::new("twicetold.toml")) {
        "twicetold.toml"
    } else {
        "pyproject.toml"
    };
    Settings::load(Path::new(first), &|path| {
        files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    let error = load(&[("twicetold.toml", text)]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.to_string(), expected);
}

fn flags(settings: &Settings) -> Vec<String> {
    let said = |argument: &Argument| format!("{}={}", argument.flag, argument.values.join(","));
    settings.arguments.values().map(said).collect()
}

#[test]
fn keys_become_flags_with_their_places() {
    let text = "[match]\nnear = 0.6\nignore = [\"boilerplate\"]\n[input]\nhidden = true\ngitignore = false\n";
    let settings = load(&[("twicetold.toml", text)]).unwrap();
    assert_eq!(flags(&settings), ["no-ignore=", "hidden=", "ignore=boilerplate", "near=0.6"]);
    let near = &settings.arguments["match.near"];
    assert_eq!((near.file.as_str(), near.line, near.column), ("twicetold.toml", 2, 1));
}

#[test]
fn the_file_wins_over_what_it_extends() {
    let own = "extend = \"base/a.toml\"\n[match]\nnear = 0.6\n[rules]\nboilerplate = \"off\"\n";
    let base = "[match]\nnear = 0.7\nmin-words = 30\n[baseline]\nfile = \"b.json\"\n[rules]\nboilerplate = \"error\"\n";
    let settings = load(&[("twicetold.toml", own), ("base/a.toml", base)]).unwrap();
    assert_eq!(flags(&settings), ["baseline=base/b.json", "min-words=30", "near=0.6"]);
    assert_eq!(settings.levels.rules[&Rule::Boilerplate], LevelSetting::Off);
    assert_eq!(settings.files, ["twicetold.toml", "base/a.toml"]);
    let endless = load(&[("twicetold.toml", "extend = \"twicetold.toml\"")]).unwrap_err();
    assert!(endless.message().contains("without end"));
}

#[test]
fn a_python_project_has_its_own_table() {
    let text = "[project]\nname = \"x\"\n[tool.twicetold.rules]\nexact-passage = \"error\"\n";
    let settings = load(&[("pyproject.toml", text)]).unwrap();
    assert_eq!(settings.levels.rules[&Rule::ExactPassage], LevelSetting::At(Level::Error));
}

#[test]
fn unknown_keys_and_values_name_their_place_and_what_was_meant() {
    check_refused(
        "[match]\nmin-wrods = 3\n",
        "twicetold.toml:2:1: unknown name `min-wrods`; did you mean `min-words`?",
    );
    check_refused(
        "[rules]\nexact-pasage = \"off\"\n",
        "twicetold.toml:2:1: unknown name `exact-pasage`; did you mean `exact-passage`?",
    );
    check_refused(
        "[rules]\nexact-passage = \"of\"\n",
        "twicetold.toml:2:17: unknown name `of`; did you mean `off`?",
    );
    check_refused(
        "[per-path.\"a[\"]\nexact-passage = \"off\"\n",
        "twicetold.toml:1:11: glob `a[`: unclosed character class; missing ']'",
    );
    check_refused(
        "[[allow]]\npath = \"a\"\nreason = \"x\"\nrules = []\n",
        "twicetold.toml:4:9: an [[allow]] of no rule allows nothing; without `rules` it is of all",
    );
    check_refused(
        "[[allow]]\nreason = \"x\"\n",
        "twicetold.toml:1:1: an [[allow]] needs a fingerprint, path, source, url or text",
    );
}

#[test]
fn values_that_cannot_be_used_say_what_was_expected() {
    check_refused(
        "[match]\nnear = true\n",
        "twicetold.toml:2:8: expected a share, such as 0.5 or \"50%\"",
    );
    let allow = "[[allow]]\npath = \"a\"\nreason = \"x\"\nexpires = ";
    check_refused(
        &format!("{allow}7\n"),
        "twicetold.toml:4:11: expected a day, such as 2027-01-31",
    );
    for day in ["2027-02-28", "\"2027-02-28\""] {
        let settings = load(&[("twicetold.toml", &format!("{allow}{day}\n"))]).unwrap();
        assert_eq!(settings.allow[0].expires.map(|day| day.to_string()).unwrap(), "2027-02-28");
    }
    let unknown = load(&[("twicetold.toml", "[output]\nx = 1\n")]).unwrap_err();
    assert!(!unknown.message().contains("did you mean"), "{unknown}");
}

#[test]
fn the_closest_file_upwards_is_found_and_none_above_the_repository() {
    let found = |files: &[&str]| {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let look = |path: &Path| files.iter().any(|file| file == path).then(Vec::new);
        find(Path::new(""), &look, &|directory| directory == Path::new("../.."))
    };
    assert_eq!(found(&["twicetold.toml", ".twicetold.toml"]), Some("twicetold.toml".into()));
    assert_eq!(found(&["../.twicetold.toml"]), Some("../.twicetold.toml".into()));
    assert_eq!(
        found(&["pyproject.toml", "../../twicetold.toml"]),
        Some("../../twicetold.toml".into())
    );
    assert_eq!(found(&["../../../twicetold.toml"]), None);
}

#[test]
fn the_committed_schema_is_the_types_schema() {
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/config.schema.json");
    let mut bytes = Vec::new();
    write_config_schema(&mut bytes).unwrap();
    let generated = String::from_utf8(bytes).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(COMMITTED, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(committed == generated, "run the test with UPDATE=1 and commit {COMMITTED}");
}

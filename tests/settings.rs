//! Where settings come from, what they may say, and which flags cannot be used together.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

mod newsroom;

use std::fs;

use newsroom::{Newsroom, article, lift};
use twicetold::config::{TEMPLATE, write_config_schema};

/// Some articles, one of which holds a paragraph of 60 words of another.
fn with_a_lifted_paragraph() -> Newsroom {
    let newsroom = Newsroom::new(6);
    lift(&newsroom, 2, 1);
    newsroom
}

const NO_PASSAGES: &str = "exact-passage = \"off\"\n";

#[test]
fn each_name_of_a_settings_file_is_found_and_the_first_one_holds() {
    let newsroom = with_a_lifted_paragraph();
    let project = "[project]\nname = \"site\"\n";
    newsroom.write("pyproject.toml", project);
    newsroom.check("", 1);
    newsroom.write("pyproject.toml", &format!("{project}[tool.twicetold.rules]\n{NO_PASSAGES}"));
    newsroom.check("", 0);
    newsroom.write(".twicetold.toml", "");
    newsroom.check("", 1);
    newsroom.write(".twicetold.toml", &format!("[rules]\n{NO_PASSAGES}"));
    newsroom.check("", 0);
    newsroom.write("twicetold.toml", "");
    newsroom.check("", 1);
    newsroom.write("pyproject.toml", &format!("{project}[tool.twicetold.ruls]\n{NO_PASSAGES}"));
    fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    fs::remove_file(newsroom.path(".twicetold.toml")).unwrap();
    newsroom.check("", 2).says("pyproject.toml:3:17: unknown name `ruls`; did you mean `rules`?");
}

#[test]
fn the_closest_settings_file_upwards_holds_and_none_above_the_repository() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("twicetold.toml", &format!("[rules]\n{NO_PASSAGES}"));
    newsroom.run("check .").expect(0);
    let below = |code| newsroom.run_in("content", "check .", &[]).expect(code);
    below(0);
    newsroom.write("content/.git/HEAD", "");
    below(1);
    newsroom.write("content/twicetold.toml", &format!("[rules]\n{NO_PASSAGES}"));
    below(0);
}

#[test]
fn a_project_that_only_speaks_of_settings_is_passed_by() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("twicetold.toml", &format!("[rules]\n{NO_PASSAGES}"));
    newsroom.write("site/pyproject.toml", "# No [tool.twicetold] here.\n[tool]\nx = 1\n");
    newsroom.run_in("site", "check ../content", &[]).expect(0);
    newsroom.write("site/pyproject.toml", "[tool.twicetold\n");
    newsroom.run_in("site", "check ../content", &[]).expect(2).says("pyproject.toml:1");
}

#[test]
fn a_settings_file_that_cannot_be_read_is_not_passed_over() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("twicetold.toml", &format!("[rules]\n{NO_PASSAGES}"));
    newsroom.check("", 0);
    let refused = |name: &str| {
        let cause = format!("error: {name}: cannot read the settings: ");
        newsroom.run_in("content", "check .", &[]).expect(2).says(&cause);
    };
    fs::create_dir(newsroom.path("content/twicetold.toml")).unwrap();
    refused("twicetold.toml");
    fs::remove_dir(newsroom.path("content/twicetold.toml")).unwrap();
    fs::write(newsroom.path("content/.twicetold.toml"), b"[match]\n# caf\xe9\n").unwrap();
    refused(".twicetold.toml");
    fs::remove_file(newsroom.path("content/.twicetold.toml")).unwrap();
    let project = b"# caf\xe9\n[tool.twicetold.match]\nnear = 0.6\n";
    fs::write(newsroom.path("content/pyproject.toml"), project).unwrap();
    refused("pyproject.toml");
    // One that has none is no settings file, whatever else it is.
    fs::write(newsroom.path("content/pyproject.toml"), b"# caf\xe9\n[project]\n").unwrap();
    newsroom.run_in("content", "check .", &[]).expect(0);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("gone", newsroom.path("content/twicetold.toml")).unwrap();
        refused("twicetold.toml");
    }
}

#[test]
fn an_empty_list_takes_the_place_of_one_in_a_file_that_is_extended() {
    let newsroom = with_a_lifted_paragraph();
    let base = "[input]\nexclude = [\"0002.md\"]\n[match]\nignore = [\"exact-passage\"]\n";
    newsroom.write("base.toml", base);
    let extends = |own: &str, code| {
        newsroom.write("twicetold.toml", &format!("extend = \"base.toml\"\n{own}"));
        newsroom.check("", code);
    };
    extends("", 0);
    extends("[input]\nexclude = []\n", 0);
    extends("[match]\nignore = []\n", 0);
    extends("[input]\nexclude = []\n[match]\nignore = []\n", 1);
}

#[test]
fn an_empty_glob_is_refused_with_its_place() {
    let newsroom = with_a_lifted_paragraph();
    let refused = |text: &str, place: &str| {
        newsroom.write("twicetold.toml", text);
        let message = format!("{place}: an empty glob; write `**` for every file");
        newsroom.check("", 2).says(&message);
    };
    refused("[[allow]]\npath = \"\"\nreason = \"a\"\n", "twicetold.toml:2:8");
    refused("[[allow]]\npath = \"./\"\nreason = \"a\"\n", "twicetold.toml:2:8");
    refused("[per-path.\"\"]\nexact-passage = \"off\"\n", "twicetold.toml:1:11");
    refused("[[source]]\nname = \"a\"\npath = \"\"\n", "twicetold.toml:3:8");
    refused("[input]\nexclude = [\"a\", \"\"]\n", "twicetold.toml:2:17");
    refused("[input]\ninclude = [\"/\"]\n", "twicetold.toml:2:12");
    fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    newsroom.check("--exclude=", 2).says("an empty glob; write `**` for every file");
    newsroom.check("--exclude=**", 2).says("no documents");
}

#[test]
fn a_file_extends_another_and_its_paths_are_meant_from_there() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("shared/base.toml", "");
    newsroom.run("baseline create content --baseline shared/accepted.json").expect(0);
    newsroom.write(
        "shared/base.toml",
        "[baseline]\nfile = \"accepted.json\"\n[match]\nmin-words = 30\n",
    );
    newsroom.write("twicetold.toml", "extend = \"shared/base.toml\"\n[match]\nmin-words = 40\n");
    newsroom.check("", 0).says("1 known");
    let shown = newsroom.run("config show").expect(0);
    shown.says("min-words = 40").says("# twicetold.toml:3").says("# shared/base.toml:2");
    newsroom.write("shared/base.toml", "extend = \"../twicetold.toml\"\n");
    newsroom.check("", 2).says("extend one another without end");
    newsroom.write("twicetold.toml", "extend = \"gone.toml\"\n");
    let gone = newsroom.check("", 2);
    gone.says(
        "error: twicetold.toml:1:10: gone.toml: cannot read the settings: no such file or dir",
    );
    let named = newsroom.run_with("check content", &[("TWICETOLD_CONFIG", "nope.toml")]).expect(2);
    named.says("error: TWICETOLD_CONFIG: nope.toml: cannot read the settings: no such file or dir");
}

#[test]
fn config_show_says_where_each_value_comes_from() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("twicetold.toml", "[match]\nmin-words = 30\nnear = 0.6\n");
    let variables = [("TWICETOLD_NEAR", "0.7"), ("TWICETOLD_FAIL_ON", "any")];
    let shown = newsroom.run_with("config show", &variables).expect(0);
    let from = |key: &str| {
        let line = shown.stdout.lines().find(|line| line.starts_with(&format!("{key} = ")));
        let (said, origin) = line.unwrap_or_default().split_once('#').unwrap_or_default();
        format!("{} from {}", said.trim(), origin.trim())
    };
    assert_eq!(from("min-words"), "min-words = 30 from twicetold.toml:2");
    assert_eq!(from("near"), "near = 0.7 from TWICETOLD_NEAR");
    assert_eq!(from("fail-on"), "fail-on = any from TWICETOLD_FAIL_ON");
    assert_eq!(from("contain"), "contain = 0.9 from default");
}

#[test]
fn a_switch_in_the_environment_is_on_or_off_however_it_is_spelt() {
    let newsroom = with_a_lifted_paragraph();
    let check = |value: &str, code: i32| {
        newsroom.run_with("check content", &[("TWICETOLD_EXIT_ZERO", value)]).expect(code)
    };
    for off in ["false", "False", "FALSE", "off", "no", "n", "f", "0", ""] {
        check(off, 1);
    }
    for on in ["true", "True", "ON", "yes", "Y", "t", "1"] {
        check(on, 0);
    }
    check("maybe", 2).says("TWICETOLD_EXIT_ZERO: `maybe` is neither on nor off");
    newsroom.write("twicetold.toml", "[baseline]\nfile = \"accepted.json\"\n");
    newsroom.run("baseline create content").expect(0);
    let no_baseline = |value: &str, code: i32| {
        newsroom.run_with("check content", &[("TWICETOLD_NO_BASELINE", value)]).expect(code)
    };
    no_baseline("off", 0);
    no_baseline("on", 1);
}

#[test]
fn every_switch_has_its_variable_under_each_of_its_names() {
    let newsroom = Newsroom::new(2);
    newsroom.write(".git/HEAD", "");
    newsroom.write(".gitignore", "content/0001.md\n");
    newsroom.write("twicetold.toml", "[input]\ngitignore = false\n");
    let check = |variable: &str, value: &str, documents: &str| {
        newsroom.run_with("scan content", &[(variable, value)]).expect(0).says(documents);
    };
    check("TWICETOLD_GITIGNORE", "true", "1 document,");
    check("TWICETOLD_NO_GITIGNORE", "false", "1 document,");
    check("TWICETOLD_ISOLATED", "1", "1 document,");
    check("TWICETOLD_ISOLATED", "off", "2 documents,");
    check("TWICETOLD_CONFIG", "", "2 documents,");
    newsroom.write("twicetold.toml", "");
    check("TWICETOLD_GITIGNORE", "false", "2 documents,");
    check("TWICETOLD_NO_GITIGNORE", "true", "2 documents,");
    check("TWICETOLD_NO_IGNORE", "true", "2 documents,");
    newsroom.run_with("scan content", &[("TWICETOLD_ISOLATED", "maybe")]).expect(2);
}

#[test]
fn config_show_shows_what_no_flag_says_and_no_switch_for_a_value() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("base.toml", "[rules]\nnear-passage = \"off\"\nexact-passage = \"off\"\n");
    newsroom.write(
        "twicetold.toml",
        "extend = \"base.toml\"\n[input]\npaths = [\"content\"]\n[baseline]\nfile = \"b.json\"\n\
         [input.fields.\"feeds/*.jsonl\"]\nbody = \"/text\"\n[[source]]\nname = \"times\"\nurl = \"t.org\"\n\
         [rules]\nexact-passage = \"info\"\n[per-path.\"old/**\"]\nnear-passage = \"error\"\n",
    );
    let shown = newsroom.run("config show").expect(0).stdout;
    let lines: Vec<String> =
        shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "paths = content # twicetold.toml:3",
        "baseline = b.json # twicetold.toml:5",
        "no-baseline = false # default",
        "input.fields.\"feeds/*.jsonl\".body = /text # twicetold.toml:7",
        "source = name: times; url: t.org # twicetold.toml:8",
        "rules.near-passage = off # base.toml:2",
        "rules.exact-passage = info # twicetold.toml:12",
        "per-path.\"old/**\".near-passage = error # twicetold.toml:14",
    ] {
        assert!(lines.iter().any(|shown| shown == line), "{line} is not in\n{shown}");
    }
    let variables = [("TWICETOLD_NO_BASELINE", "true"), ("TWICETOLD_NO_IGNORE", "true")];
    let shown = newsroom.run_with("config show", &variables).expect(0).stdout;
    let begins = |start: &str| shown.lines().any(|line| line.starts_with(start));
    assert!(begins("no-baseline = true") && begins("no-ignore = true"), "{shown}");
    assert!(!begins("baseline =") && !begins("ignore ="), "{shown}");
}

/// The template with each of its settings set.
fn whole_template() -> String {
    let is_setting = |line: &&str| line.contains(" = ") || line.contains('[');
    let settings = TEMPLATE.lines().skip(3).filter(is_setting);
    settings.map(|line| line.trim_start_matches("# ").to_owned() + "\n").collect()
}

#[test]
fn every_setting_of_the_template_can_be_used() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("config init").expect(0);
    newsroom.run("config check").expect(0);
    newsroom.write("base.toml", "");
    newsroom.write("twicetold.toml", &whole_template().replace("../twicetold.toml", "base.toml"));
    newsroom.run("config check").expect(0).says("twicetold.toml: can be used");
}

#[test]
fn the_template_has_every_setting_of_the_schema() {
    let mut schema = Vec::new();
    write_config_schema(&mut schema).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let template: toml::Table = whole_template().parse().unwrap();
    let names = |of: &serde_json::Value| -> Vec<String> {
        of["properties"].as_object().into_iter().flat_map(|all| all.keys().cloned()).collect()
    };
    for table in names(&schema).iter().filter(|name| *name != "$schema") {
        let value = template.get(table).unwrap_or_else(|| panic!("{table} is missing"));
        let first = value.as_array().map_or(value, |list| &list[0]);
        let reference = schema["properties"][table].to_string();
        let defined = reference.split("#/$defs/").nth(1).and_then(|rest| rest.split('"').next());
        let keys = defined.map_or_else(Vec::new, |name| names(&schema["$defs"][name]));
        for key in keys {
            assert!(first.get(&key).is_some(), "{table}.{key} is missing");
        }
    }
}

#[test]
fn levels_by_path_hold_where_all_places_lie() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("content/archive/old.md", &article(5));
    newsroom.check("", 1).says("identical-document").says("exact-passage");
    let off = |glob: &str, level: &str| {
        format!("[per-path.\"{glob}\"]\nidentical-document = \"{level}\"\n")
    };
    newsroom.write("twicetold.toml", &off("content/*", "off"));
    newsroom.check("--fail-level error", 1);
    newsroom.write("twicetold.toml", &off("content/**", "off"));
    newsroom.check("--fail-level error", 0).says("exact-passage");
    // Of two globs that match a path the later one wins, whatever their letters.
    newsroom.write("twicetold.toml", &(off("content/**", "off") + &off("**/*.md", "error")));
    newsroom.check("--fail-level error", 1);
    newsroom.write("twicetold.toml", &(off("**/*.md", "error") + &off("content/**", "off")));
    newsroom.check("--fail-level error", 0);
    newsroom.write(
        "twicetold.toml",
        "[per-path.\"content/archive/**\"]\nidentical-document = \"off\"\n",
    );
    newsroom.check("--fail-level error", 1);
}

#[test]
fn a_wrong_name_is_answered_with_the_right_one() {
    let newsroom = with_a_lifted_paragraph();
    let refused = |text: &str, message: &str| {
        newsroom.write("twicetold.toml", text);
        newsroom.check("", 2).says(message);
    };
    refused("[gat]\nmax-new = 1\n", "twicetold.toml:1:2: unknown name `gat`; did you mean `gate`?");
    refused(
        "[gate]\nmax_new = 1\n",
        "twicetold.toml:2:1: unknown name `max_new`; did you mean `max-new`?",
    );
    refused("[rules]\nexact-pasage = \"off\"\n", "did you mean `exact-passage`?");
    refused("[rules]\nexact-passage = \"of\"\n", "did you mean `off`?");
    refused("[gate]\nfail-on = \"nev\"\n", "twicetold.toml:2:1:");
    fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    newsroom.check("--fail-onn new", 2).says("'--fail-on'");
    newsroom.check("--fail-level eror", 2).says("'error'");
    newsroom.check("--select exact-pasage", 2).says("'exact-passage'");
    newsroom.check("--report sarf=x", 2).says("did you mean `sarif`?");
    newsroom.run("chekc").expect(2).says("'check'");
}

#[test]
fn flags_that_cannot_be_used_together_are_both_named() {
    let newsroom = with_a_lifted_paragraph();
    let refused = |arguments: &str, names: [&str; 2]| {
        let told = newsroom.check(arguments, 2).says(names[0]).says(names[1]);
        assert_eq!(told.stdout, "", "{arguments}");
    };
    refused("--baseline a.json --baseline-ref HEAD", ["--baseline ", "--baseline-ref"]);
    refused("--update-baseline --baseline-ref HEAD", ["--update-baseline", "--baseline-ref"]);
    refused("--max-new 1 --fail-on never", ["--max-new", "--fail-on never"]);
    refused("--max-new 1 --fail-on any", ["--max-new", "--fail-on any"]);
    refused("--config a.toml --isolated", ["--config", "--isolated"]);
    refused("--select exact-passage --ignore exact-passage", ["--select", "--ignore"]);
    refused("--select repeated-body --level document", ["--select", "--level"]);
    refused("--level repeat --scope cross-source", ["--level", "--scope"]);
    refused("-f json --report sarif=-", ["--format", "--report"]);
    newsroom.write(
        "twicetold.toml",
        "[match]\nselect = [\"exact-passage\"]\nignore = [\"exact-passage\"]\n",
    );
    newsroom.check("", 2).says("twicetold.toml:3:1: --select and --ignore");
    newsroom.run("config check").expect(2).says("twicetold.toml:3:1: --select and --ignore");
    // A file that the environment names is no wish of this command line.
    let variables = [("TWICETOLD_CONFIG", "gone.toml")];
    newsroom.run_with("check content", &variables).expect(2).says("gone.toml");
    newsroom.run_with("check content --isolated", &variables).expect(1);
}

#[test]
fn what_a_run_is_told_by_is_no_article() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("config init").expect(0);
    newsroom.write("list.txt", "content/0001.md\n.\n");
    for arguments in ["--files-from list.txt", ". --focus @list.txt"] {
        newsroom.run(&format!("scan {arguments}")).expect(0).says("\n6 documents");
    }
    newsroom.run("docs . --exclude list.txt").expect(0).says(", 6 documents");
}

#[test]
fn what_would_be_read_is_read_by_the_settings() {
    let newsroom = Newsroom::new(0);
    newsroom.write("content/a.jsonl", "{\"id\": 1, \"wortlaut\": \"The council met.\"}\n");
    newsroom.write("twicetold.toml", "[input.fields.\"*.jsonl\"]\nbody = \"/wortlaut\"\n");
    newsroom.run("docs content").expect(0).says("3 words");
    newsroom.write("b.txt", "The council met.\n");
    newsroom.run("diff content/a.jsonl b.txt").expect(0).says("identical-document");
}

#[test]
fn a_baseline_is_made_with_the_reference_of_the_settings() {
    let newsroom = Newsroom::new(3);
    newsroom.write("archive/old.md", &article(1));
    newsroom.write("twicetold.toml", "[match]\nagainst = [\"archive\"]\n");
    newsroom.check("", 1);
    newsroom.run("baseline create content").expect(0).says("1 accepted");
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.run("baseline update content").expect(0).says("0 added, 0 changed, 0 dropped");
    newsroom.run("baseline prune content").expect(0).says("0 dropped");
}

#[test]
fn there_are_256_threads_at_most() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.check("--threads 256", 1);
    newsroom.check("--threads 257", 2).says("--threads 257 is more than 256");
    newsroom.write("twicetold.toml", "[run]\nthreads = 20000\n");
    newsroom.check("", 2).says("twicetold.toml:2:1: --threads 20000 is more than 256");
}

#[test]
fn sizes_beyond_32_bits_are_refused_with_their_place() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.check("--max-size 4GiB", 2).says("--max-size 4294967296 is more than 4294967295");
    newsroom.check("--max-size 4294967295", 1);
    newsroom.check("--min-words 1000001", 2).says("--min-words 1000001 is more than 1000000");
    newsroom.write("twicetold.toml", "[input]\nmax-size = \"1TiB\"\n");
    newsroom.check("", 2).says("twicetold.toml:2:1: --max-size");
}

#[test]
fn a_variable_that_misspells_a_flag_is_told() {
    let newsroom = with_a_lifted_paragraph();
    let told = |command: &str, variable: &str| {
        let outcome = newsroom.run_with(command, &[(variable, "20")]);
        assert!(outcome.code < 2, "{}", outcome.stderr);
        outcome.stderr
    };
    let wrong = told("check content", "TWICETOLD_MIN_WRODS");
    let said = "warning: TWICETOLD_MIN_WRODS sets nothing; did you mean `TWICETOLD_MIN_WORDS`?";
    assert!(wrong.contains(said), "{wrong}");
    // What another subcommand takes, and what is no flag's name, may be meant as it is.
    for other in ["TWICETOLD_MAX_NEW", "TWICETOLD_VERSION", "TWICETOLD_HOME", "TWICETOLD_MIN_WORDS"]
    {
        let said = told("scan content", other);
        assert!(!said.contains(other), "{said}");
    }
}

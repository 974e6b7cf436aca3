//! The command as a script sees it: exit codes, and what goes to which stream.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

use std::collections::HashSet;
use std::process::{Command, Output, Stdio};

fn twicetold() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    command
}

fn run(arguments: &[&str]) -> Output {
    twicetold().args(arguments).stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
fn check(arguments: &[&str], code: i32, out: &str, err: &str) {
    let output = run(arguments);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{stdout}{stderr}");
    assert!(stdout.contains(out), "{stdout}");
    assert!(stderr.contains(err), "{stderr}");
    assert!(out.is_empty() == stdout.is_empty(), "{stdout}");
    assert!(err.is_empty() == stderr.is_empty(), "{stderr}");
}

#[test]
fn help_and_version_are_no_failure() {
    check(&["--version"], 0, "twicetold 0", "");
    check(&["scan", "--help"], 0, "--files-from", "");
}

#[test]
fn usage_errors_exit_with_2_and_say_what_was_meant() {
    check(&[], 2, "", "Usage: twicetold");
    check(&["scan", "--hiden"], 2, "", "twicetold: error: ");
    check(&["scan", "--hiden"], 2, "", "'--hidden'");
    check(&["scna"], 2, "", "'scan'");
    check(&["scan", "-f", "jsn"], 2, "", "'json'");
}

#[test]
fn what_is_not_there_is_counted_beside_what_is() {
    let docs = ["docs", "corpus/rare-earths/article.txt", "no-such-file"];
    check(&docs, 0, "2 inputs (1 unreadable), 1 document", "1 of 2 inputs was not read");
    let list = ["docs", "--files-from", "no-such-list"];
    let said = "no-such-list: cannot read the list of files: no such file or directory";
    check(&list, 2, "", said);
}

#[test]
fn rules_are_explained() {
    check(&["rule"], 0, "repeated-body", "");
    check(&["rule", "near-document"], 0, "--near", "");
    check(&["rule", "near-documnt"], 2, "", "'near-document'");
}

/// What the other report shows of the words has more of their places looked up.
#[test]
fn a_report_is_the_same_beside_another_one() {
    let directory = tempfile::tempdir().unwrap();
    let records = directory.path().join("records.jsonl");
    let text = |name: &str| std::fs::read_to_string(format!("corpus/{name}.txt")).unwrap();
    let names =
        ["near-passage-reworded/fields", "near-passage-reworded/museum", "rare-earths/article"];
    let record = |name: &&str| serde_json::json!({ "id": name, "text": text(name) }).to_string();
    std::fs::write(&records, names.iter().map(record).collect::<Vec<_>>().join("\n")).unwrap();
    let records = records.to_str().unwrap();
    for text in ["none", "excerpt", "full"] {
        let scan = |other: Option<&str>| {
            let file = |format| format!("{format}={}/other", directory.path().display());
            let mut command = twicetold();
            command.args(["scan", records, "-f", "json", "--text", text]);
            command.args(other.map(file).map(|other| format!("--report={other}")));
            String::from_utf8(command.output().unwrap().stdout).unwrap()
        };
        let alone = scan(None);
        assert!(
            alone.contains("\"near-passage\"") && alone.contains("\"repeated-body\""),
            "{alone}"
        );
        for other in ["text", "html"] {
            assert_eq!(scan(Some(other)), alone, "{text} beside {other}");
        }
    }
}

#[test]
fn schema_completions_and_manual_are_printed() {
    let schema = run(&["schema", "report"]).stdout;
    assert_eq!(schema, include_bytes!("../src/report/report.schema.json"));
    check(&["completions", "bash"], 0, "complete -F", "");
    check(&["man"], 0, ".TH twicetold 1", "");
    check(&["man", "scan"], 0, "\\-\\-files\\-from", "");
    check(&["man", "scna"], 2, "", "no command `scna`");
}

#[test]
fn reports_of_the_corpus_are_valid_by_the_schema_and_give_all_its_reasons() {
    let json = |arguments: &[&str]| {
        serde_json::from_slice::<serde_json::Value>(&run(arguments).stdout).unwrap()
    };
    let (schema, report) = (json(&["schema", "report"]), json(&["scan", "corpus", "-f", "json"]));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let findings = report["findings"].as_array().unwrap().iter();
    let given: HashSet<_> = findings.filter_map(|f| f.get("anchor_reason")).collect();
    let listed = &schema["$defs"]["Finding"]["properties"]["anchor_reason"]["enum"];
    assert_eq!(given, listed.as_array().unwrap().iter().collect());
}

#[test]
fn that_a_report_is_no_article_is_said_where_nothing_else_was_named() {
    let directory = tempfile::tempdir().unwrap();
    for format in ["text", "html", "csv"] {
        let report = directory.path().join(format);
        let report = report.to_str().unwrap();
        assert!(run(&["scan", "corpus", "-f", format, "-o", report]).status.success());
        check(&["scan", report], 2, "", "reports of earlier runs are none");
    }
}

#[test]
fn why_there_is_no_document_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let told = |text: &str, arguments: &[&str], expected: &str| {
        let path = directory.path().join("a.md");
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        let whole: Vec<&str> = ["scan", path].iter().chain(arguments).copied().collect();
        let expected = format!("error: no documents in what was named{expected}\n");
        check(&whole, 2, "", &expected.replace("PATH", path));
    };
    told("", &[], ": 1 empty input");
    told("---\ntitle: A\n---\n", &[], ": 1 input without text");
    told("Text.", &["--exclude=*.md"], ": PATH is left out by --exclude");
    told("Text.", &["--include=*.txt"], ": PATH is left out by --include");
    let path = directory.path().to_str().unwrap();
    let left_out = format!("named: {path}/a.md is left out by --exclude\n");
    check(&["scan", path, "--exclude=*.md"], 2, "", &left_out);
    std::fs::remove_file(directory.path().join("a.md")).unwrap();
    check(&["scan", path], 2, "", "error: no documents in what was named\n");
}

#[test]
fn a_report_that_cannot_be_written_is_refused_before_the_run() {
    check(&["scan", "-o", "no/such/directory/report"], 2, "", "cannot write the report");
    check(&["scan", "--report", "json=."], 2, "", "cannot write the report");
    check(&["scan", "-o", "a", "--report", "json=a"], 2, "", "same file");
    check(&["scan", "-o", "a", "--report", "json=./src/../a"], 2, "", "same file");
    let baseline = ["baseline", "create", "corpus/rare-earths", "--baseline", "no/such/b.json"];
    check(&baseline, 2, "", "no/such/b.json: cannot write the baseline: no such file");
}

#[test]
fn an_excerpt_ends_with_what_closes_it() {
    let directory = tempfile::tempdir().unwrap();
    let caption = "Workers mend the wall of the old harbour after a storm that put the market square \
                   under a metre of water on Thursday night, in a town by the sea. (Photo by A. Writer)";
    for name in ["a.txt", "b.txt"] {
        std::fs::write(directory.path().join(name), caption).unwrap();
    }
    let report = run(&["scan", directory.path().to_str().unwrap(), "-f", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["findings"][0]["excerpt"], caption);
}

#[cfg(unix)]
#[test]
fn a_file_beyond_the_limit_of_files_is_a_failure_and_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let report = directory.path().join("report.json");
    let limited = "ulimit -f 4; exec \"$0\" scan corpus/twelve-papers --report json=\"$1\"";
    let output = Command::new("bash")
        .args(["-c", limited, env!("CARGO_BIN_EXE_twicetold")])
        .arg(&report)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("report.json: cannot write the report: file too large"), "{said}");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    for arguments in [["schema", "report"], ["scan", "--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = twicetold().args(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.starts_with("twicetold: error: cannot write to the standard output"),
            "{stderr}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = twicetold().args(["schema", "report"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert!(output.stderr.is_empty());
}

/// Whether whoever started the tests shut interrupts out, as shells do for what runs behind them.
#[cfg(unix)]
fn interrupts_are_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let signals = ignored.and_then(|signals| u64::from_str_radix(signals.trim(), 16).ok());
    signals.is_some_and(|signals| signals & 0b10 != 0)
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_130_and_leaves_no_report() {
    if interrupts_are_ignored() {
        println!("skipped: interrupts are shut out here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    // The standard input stays open, so that the run waits for its document.
    let mut run = twicetold()
        .args(["check", "-f", "json", "-o"])
        .args([report.as_os_str(), "-".as_ref()])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let id = run.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let status = run.wait().unwrap();
    // A shell tells a command that SIGINT (2) ended as 128 + 2.
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    assert_eq!(signal.map(|signal| 128 + signal), Some(130), "{status:?}");
    assert!(!report.exists());
}

#[test]
fn colour_is_for_terminals_unless_forced() {
    let colored = |change: fn(&mut Command) -> &mut Command| {
        let mut command = twicetold();
        command.arg("rule");
        change(&mut command).output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colored(|command| command));
    assert!(colored(|command| command.arg("--color=always")));
    assert!(colored(|command| command.env("CLICOLOR_FORCE", "1")));
    assert!(!colored(|command| command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(!colored(|command| command.env("CI", "true")));
}

const STORY: &str = "The council on Thursday approved a long-delayed flood barrier for the old harbour, \
    after months of talks with the fishing fleet and a storm that put the market square under a \
    metre of water in January.";

/// A folder of inputs on which every flag of `scan` makes a difference that can be seen.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("times/a.txt", &format!("Barrier approved\n\n{STORY}\n"));
    write("post/b.txt", &format!("Harbour to get its barrier\n\n{STORY}\n"));
    write("post/twice.txt", &format!("Twice\n\n{STORY}\n\nBetween.\n\n{STORY}\n"));
    write("post/.hidden.txt", &format!("Hidden\n\n{STORY}\n"));
    write("ignored/c.txt", &format!("Ignored\n\n{STORY}\n"));
    write(".gitignore", "ignored\n");
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write("feed.jsonl", &format!("{{\"key\":\"k1\",\"deep\":{{\"text\":\"{STORY}\"}}}}\n"));
    let links = "<nav><a href=\"/\">Home</a> <a href=\"/all\">All news</a></nav>";
    let article = format!("<article><p>{STORY}</p><p>{STORY}</p></article>");
    write("page.html", &format!("<html><body>{links}{article}</body></html>"));
    write("list", "times/a.txt\0post/b.txt\0");
    folder
}

/// The JSON report of a scan in that folder.
fn json(folder: &tempfile::TempDir, arguments: &str) -> serde_json::Value {
    let mut command = twicetold();
    command.current_dir(folder.path()).args(["scan", "-f", "json", "--documents", "all"]);
    let output = command.args(arguments.split_whitespace()).stdin(Stdio::null()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments}: {stderr}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The documents of a report, by the paths of their inputs.
fn uris(report: &serde_json::Value) -> Vec<&str> {
    let documents = report["documents"].as_array().unwrap();
    documents.iter().map(|document| document["uri"].as_str().unwrap()).collect()
}

/// The rules of a report's findings, each once.
fn rules(report: &serde_json::Value) -> Vec<&str> {
    let by_rule = report["summary"]["by_rule"].as_object().unwrap();
    by_rule.keys().map(String::as_str).collect()
}

#[test]
fn flags_choose_the_inputs() {
    let folder = folder();
    let all = ["page.html", "post/b.txt", "post/twice.txt", "times/a.txt"];
    assert_eq!(uris(&json(&folder, "--no-hidden")), all[..]);
    assert!(uris(&json(&folder, "--hidden")).contains(&"post/.hidden.txt"));
    assert!(uris(&json(&folder, "--no-ignore")).contains(&"ignored/c.txt"));
    assert_eq!(uris(&json(&folder, "--no-ignore --gitignore")), all[..]);
    assert_eq!(uris(&json(&folder, "--include *.html")), ["page.html"]);
    assert_eq!(
        uris(&json(&folder, "--exclude post --exclude *.*l --exclude list")),
        ["times/a.txt"]
    );
    let listed = ["post/b.txt", "times/a.txt"];
    assert_eq!(uris(&json(&folder, "--files-from list -0")), listed);
    assert_eq!(uris(&json(&folder, "--files-from list --null")), listed);
    let small = json(&folder, "times post --max-size 250B");
    assert_eq!(small["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(uris(&json(&folder, "times --max-expanded 1B")), ["times/a.txt"]);
    let stdin = {
        let mut command = twicetold();
        command.current_dir(folder.path()).args(["scan", "-f", "json", "--documents", "all", "-"]);
        let file = std::fs::File::open(folder.path().join("times/a.txt")).unwrap();
        command.args(["--stdin-name", "wire"]).stdin(file).output().unwrap().stdout
    };
    assert_eq!(uris(&serde_json::from_slice(&stdin).unwrap()), ["wire"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_on_request() {
    let (folder, other) = (folder(), tempfile::tempdir().unwrap());
    std::fs::write(other.path().join("d.txt"), STORY).unwrap();
    std::os::unix::fs::symlink(other.path(), folder.path().join("link")).unwrap();
    assert!(!uris(&json(&folder, "--no-follow")).contains(&"link/d.txt"));
    assert!(uris(&json(&folder, "--follow")).contains(&"link/d.txt"));
}

#[test]
fn flags_say_how_inputs_are_read() {
    let folder = folder();
    let first = |arguments: &str| json(&folder, arguments)["documents"][0].clone();
    let feed = first("feed.jsonl --field body=/deep/text --field id=/key");
    assert_eq!((&feed["key"], &feed["words"]), (&"feed.jsonl#k1".into(), &37.into()));
    assert_eq!(first("times/a.txt --input-format markdown")["format"], "markdown");
    assert_eq!(first("times/a.txt --encoding latin1")["encoding"], "windows-1252");
    let words = |arguments| first(arguments)["words"].as_u64();
    assert!(words("page.html --extract all") > words("page.html --extract article"));
}

#[test]
fn flags_say_what_counts_as_told_twice() {
    let folder = folder();
    let found =
        |arguments: &str| rules(&json(&folder, &format!("times post {arguments}"))).join(" ");
    let all = found("");
    assert!(all.contains("near-document") && all.contains("repeated-body"), "{all}");
    assert_eq!(found("--level repeat"), "repeated-body");
    assert_eq!(found("--select repeated-body"), "repeated-body");
    assert!(!found("--ignore near-document").contains("near-document"));
    assert!(!found("--scope cross-document").contains("repeated-body"));
    assert!(!found("--scope cross-source").contains("repeated-body"));
    assert!(found("--scope within-source").contains("repeated-body"));
    assert_eq!(found("--min-words 100"), "");
    assert!(!found("--near 1").contains("near-document"));
    assert_eq!(json(&folder, "times --contain 0.5")["settings"]["contain"], 0.5);
    for engine in ["winnow", "minhash", "simhash"] {
        assert_eq!(json(&folder, &format!("--engine {engine}"))["settings"]["engine"], engine);
    }
    check(&["scan", "--min-words", "3", "corpus/rare-earths"], 2, "", "--min-words 3");
    check(&["scan", "--near", "0", "corpus/rare-earths"], 2, "", "--near 0");
}

/// A guest writes on a paper's pages: what is in scope goes by the names as they are.
#[test]
fn the_scope_goes_by_the_names_of_sources() {
    let found = |scope: &str| {
        let case = "corpus/levels-under-a-guest-name";
        let output = run(&["scan", case, "--scope", scope, "--format", "json"]);
        rules(&serde_json::from_slice(&output.stdout).unwrap()).join(" ")
    };
    assert_eq!(found("cross-source"), "boilerplate");
    assert_eq!(found("within-source"), "");
}

/// Two papers with one text, each of them twice or with a version of its own.
#[test]
fn equal_texts_are_in_scope_by_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let version = format!("{STORY} The first stone is to be laid in spring, said the mayor.");
    let told = [("times/a", STORY), ("post/b", STORY), ("times/c", version.as_str())];
    for (name, text) in told.into_iter().chain([("times/d", STORY)]) {
        let path = folder.path().join(format!("{name}.txt"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let found = |scope: &str| {
        let report = json(&folder, &format!("--scope {scope} ."));
        let documents = report["documents"].as_array().unwrap();
        let name = |place: &serde_json::Value| {
            let uri = documents[place["document"].as_u64().unwrap() as usize]["uri"].as_str();
            uri.unwrap().trim_end_matches(".txt").rsplit('/').next().unwrap().to_owned()
        };
        let finding = |finding: &serde_json::Value| {
            let mut names: Vec<String> =
                finding["occurrences"].as_array().unwrap().iter().map(name).collect();
            names.sort();
            format!("{} {}", finding["rule"].as_str().unwrap(), names.concat())
        };
        let mut all: Vec<String> =
            report["findings"].as_array().unwrap().iter().map(finding).collect();
        all.sort();
        all.join(", ")
    };
    assert_eq!(found("all"), "identical-document abd, near-document abcd");
    assert_eq!(found("within-source"), "identical-document ad, near-document acd");
    assert_eq!(found("cross-source"), "identical-document abd, near-document bc");
}

#[test]
fn flags_say_how_much_is_told() {
    let folder = folder();
    assert_eq!(json(&folder, "--max-findings 1")["summary"]["truncated"], true);
    assert_eq!(json(&folder, "--max-findings 1")["findings"].as_array().unwrap().len(), 1);
    for format in ["concise", "csv", "gitlab", "junit", "rdjsonl"] {
        let path = folder.path().to_str().unwrap();
        let output = run(&["scan", path, "--max-findings", "1", "-f", format]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.ends_with("left out by --max-findings\n"), "{format}: {told}");
    }
    let finding = |arguments: &str| json(&folder, arguments)["findings"][0].clone();
    assert!(finding("--text none")["excerpt"].is_null());
    assert!(finding("--text excerpt")["excerpt"].is_string());
    assert!(finding("--text full")["occurrences"][0]["text"].is_string());
    assert!(json(&folder, "--documents findings")["documents"].as_array().unwrap().len() < 6);
    assert!(json(&folder, "--no-stats")["stats"].is_null());
    assert_eq!(json(&folder, "--stats --threads 2")["stats"]["threads"], 2);
    assert_eq!(json(&folder, "--stats -j1")["stats"]["threads"], 1);
}

#[test]
fn several_reports_of_one_run() {
    let folder = folder();
    let mut command = twicetold();
    command.current_dir(folder.path()).args(["scan", "times", "post", "--output", "report.txt"]);
    command.args(["--report", "json=report.json", "--report", "concise=report.lines"]);
    let output = command.output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("report.txt").contains("near-document"));
    assert!(read("report.json").starts_with("{\n  \"schema_version\""));
    assert!(read("report.lines").starts_with("post/"));
}

#[test]
fn flags_say_what_goes_to_stderr() {
    let folder = folder();
    std::fs::write(folder.path().join("bad.txt"), b"\x7fELF\0\0\0").unwrap();
    let stderr = |flag: &str| {
        let mut command = twicetold();
        let output = command.current_dir(folder.path()).args(["scan", flag]).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(stderr("--no-quiet").contains("bad.txt"));
    assert!(!stderr("--quiet").contains("bad.txt") && stderr("-q").contains("not complete"));
    assert!(stderr("--verbose").contains("bad.txt") && stderr("--no-verbose").contains("bad.txt"));
    assert!(stderr("--progress=always").contains("read"));
    assert!(!stderr("--progress=never").contains("twicetold: read"));
    assert!(stderr("--stats").contains("read and fingerprint"));
}

#[test]
fn documents_are_listed_and_compared() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let output = twicetold().current_dir(folder.path()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, list) = run(&["docs", "times", "--format", "json"]);
    assert!(code == Some(0) && list.contains("times/a.txt"), "{list}");
    let (code, text) = run(&["diff", "times/a.txt", "post/b.txt"]);
    assert!(code == Some(0) && text.contains("near"), "{text}");
    assert_eq!(run(&["diff", "times/a.txt", "none.txt"]).0, Some(2));
    assert_eq!(run(&["docs", "none"]).0, Some(2));
    assert_eq!(run(&["docs", "times", "-o", "none/list"]).0, Some(2));
}

#[test]
fn documents_of_one_id_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let record = |text: &str| format!("{{\"id\": \"a\", \"text\": \"{text}\"}}\n");
    std::fs::write(folder.path().join("a.jsonl"), record("One.") + &record("Two.")).unwrap();
    let diff = |arguments: [&str; 2]| {
        let output = twicetold().arg("diff").args(arguments).current_dir(&folder).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let second = diff(["a.jsonl#a~2", "a.jsonl#a"]);
    assert!(second.contains("anchor  a.jsonl#a~2 ") && second.contains("copy    a.jsonl#a "));
    assert!(diff(["a.jsonl", "a.jsonl"]).contains("with id of `a`, `a~2`\n"));
    std::fs::write(folder.path().join("u.jsonl"), "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n")
        .unwrap();
    let report = json(&folder, "u.jsonl");
    let key = report["documents"][1]["key"].as_str().unwrap();
    assert!(diff([key, "a.jsonl#a"]).contains(&format!("anchor  {key} ")), "{key}");
    assert!(diff(["u.jsonl", key]).contains(key.strip_prefix("u.jsonl#").unwrap()));
    assert!(diff([".", "."]).contains(".: is a directory; name one document"));
}

/// A flag that nobody tries is a flag that nobody misses.
#[test]
fn every_flag_of_scan_is_tried_here() {
    let help = String::from_utf8(run(&["scan", "--help"]).stdout).unwrap();
    let words = help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let flags = words.filter(|word| word.starts_with("--") && word.len() > 3 && *word != "--no-");
    let source =
        concat!(include_str!("cli.rs"), include_str!("check.rs"), include_str!("memory.rs"));
    let missing: Vec<&str> = flags.filter(|flag| !source.contains(flag)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

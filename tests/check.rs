//! What users of such checks wish for, each wish with a test of its name.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

mod newsroom;

use std::process::Command;

use newsroom::{Newsroom, article, lift, new_places, paragraph};
use serde_json::Value;
use twicetold::report::ReportFormat;

/// Some articles, one of which holds a paragraph of another.
fn with_a_lifted_paragraph() -> Newsroom {
    let newsroom = Newsroom::new(6);
    lift(&newsroom, 2, 1);
    newsroom
}

fn git(newsroom: &Newsroom, arguments: &str) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments.split(' '))
        .current_dir(newsroom.path(""))
        .output()
        .unwrap();
    assert!(done.status.success(), "{arguments}: {done:?}");
}

#[test]
fn only_new_findings_fail_and_the_third_copy_is_seen() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0).says("1 accepted finding (1 added");
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.check("--baseline twicetold-baseline.json --fail-on any", 1).says("--fail-on any");
    lift(&newsroom, 3, 1);
    let third = newsroom.check("--baseline twicetold-baseline.json", 1);
    third.says("accepted in content/0001.md:5 and content/0002.md:7, new in content/0003.md:7");
    newsroom.check("--baseline twicetold-baseline.json --no-baseline --fail-on never", 0);
}

#[test]
fn what_fails_the_check_is_listed_before_what_is_accepted() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    lift(&newsroom, 4, 3);
    let check = |arguments: &str| {
        newsroom.check(&format!("--baseline twicetold-baseline.json --max-findings {arguments}"), 1)
    };
    let report = check("1 -f json").json();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["status"], "new");
    check("1").says("content/0004.md:7");
    // One of two is new, whether it is listed or not.
    check("0 -f markdown").says(" | 2 | 1 | 0 |\n");
    let none = check("0 -f junit").says("failures=\"1\"");
    none.says("<failure type=\"twicetold\" message=\"2 findings left out by --max-findings\">");
}

#[test]
fn a_suppression_in_vain_is_a_test_that_passed() {
    let newsroom = Newsroom::new(1);
    let text = format!("<!-- twicetold: ignore -- licensed -->\n\n{}", article(0));
    newsroom.write("content/0000.md", &text);
    let junit = newsroom.check("-f junit", 0).says("tests=\"1\" failures=\"0\" errors=\"0\"");
    junit.says("<system-out>this suppression (licensed) meets nothing; it can go</system-out>");
}

#[test]
fn a_third_copy_that_comes_first_in_order_is_new() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    lift(&newsroom, 0, 1);
    newsroom.check("--baseline twicetold-baseline.json", 1).says("new in content/0000.md:7");
}

#[test]
fn a_third_repeat_in_an_accepted_document_is_new() {
    let newsroom = Newsroom::new(3);
    let twice = format!("{}\n{}\n", article(1), paragraph(11));
    newsroom.write("content/0001.md", &twice);
    newsroom.run("baseline create content").expect(0).says("1 accepted");
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.write("content/0001.md", &format!("{twice}\nA line.\n\n{}\n", paragraph(11)));
    newsroom.check("--baseline twicetold-baseline.json", 1);
}

#[test]
fn findings_are_known_by_content_and_not_by_line_or_total() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    let text = newsroom.read("content/0002.md");
    let moved = format!(
        "# Another headline\n\nA new first line.\n\n{}",
        text.split_once("\n\n").unwrap().1
    );
    newsroom.write("content/0002.md", &moved);
    newsroom.check("--baseline twicetold-baseline.json", 0);
    // As many findings as before, but another one.
    newsroom.write("content/0002.md", &article(2));
    lift(&newsroom, 4, 3);
    newsroom.check("--baseline twicetold-baseline.json", 1).says("1 new finding");
}

#[test]
fn near_copies_are_known_while_their_texts_stay() {
    let newsroom = Newsroom::new(4);
    let edited = article(1).replace(&paragraph(13), &paragraph(999));
    newsroom.write("content/0002.md", &edited);
    newsroom.run("baseline create content").expect(0).says("1 accepted");
    let wrapped = edited.replace(' ', "\n").replace("#\nHeadline\nnumber\n", "# Headline number ");
    newsroom.write("content/0002.md", &wrapped);
    newsroom.check("--baseline twicetold-baseline.json", 0).says("(1 known)");
}

#[test]
fn a_baseline_has_one_entry_a_line_and_takes_a_merge_by_lines() {
    let newsroom = with_a_lifted_paragraph();
    lift(&newsroom, 4, 3);
    newsroom.run("baseline create content").expect(0);
    let file = newsroom.read("twicetold-baseline.json");
    let mut entries: Vec<&str> = file.lines().filter(|line| line.starts_with("\"t4:")).collect();
    assert_eq!(entries.len(), 2);
    assert!(entries.is_sorted() && !file.contains("harbour"));
    serde_json::from_str::<serde_json::Value>(&file).unwrap();
    // Both sides added a last entry: a merge leaves lines without and with commas.
    entries.reverse();
    let text = file.replace(&format!("{}\n{}", entries[1], entries[0]), &entries.join("\n"));
    newsroom.write("twicetold-baseline.json", &text);
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.run("baseline update content").expect(0);
    assert_eq!(newsroom.read("twicetold-baseline.json"), file);
    newsroom.run("baseline show").expect(0).says("content/0002.md").says("2 accepted findings");
}

#[test]
fn a_reason_in_the_baseline_outlives_an_update() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    let file = newsroom.read("twicetold-baseline.json");
    let reasoned = file.replace("\"reason\":\"\"", "\"reason\":\"an agency's\"");
    assert_ne!(file, reasoned);
    newsroom.write("twicetold-baseline.json", &reasoned);
    newsroom.check("--baseline twicetold-baseline.json --update-baseline", 0);
    assert_eq!(newsroom.read("twicetold-baseline.json"), reasoned);
}

#[test]
fn a_suppression_has_a_reason_and_a_dead_one_is_told() {
    let newsroom = with_a_lifted_paragraph();
    let text = newsroom.read("content/0002.md");
    let lifted = paragraph(11);
    let mark = "<!-- twicetold: ignore exact-passage -- licensed -->";
    newsroom.write("content/0002.md", &text.replace(&lifted, &format!("{mark}\n{lifted}")));
    newsroom.check("", 0).says("1 suppressed");
    let report = newsroom.check("-f json", 0).json();
    assert_eq!(report["findings"][0]["status"], "suppressed");
    newsroom
        .write("content/0003.md", &format!("<!-- twicetold: ignore-file -->\n\n{}", article(3)));
    newsroom.check("", 0).says("content/0003.md:1: this suppression meets nothing");
    newsroom.write("content/0003.md", "<!-- twicetold: ignore exact-pasage -->\n\nText.\n");
    newsroom.check("", 0).says("did you mean `exact-passage`?");
}

#[test]
fn exit_codes_tell_found_from_failed() {
    let newsroom = with_a_lifted_paragraph();
    let red = newsroom.check("", 1);
    assert_eq!(red.last_line(), "twicetold: check failed: 1 new finding, --max-new allows 0");
    newsroom.run("scan content").expect(0);
    newsroom.check("--exit-zero", 0).says("check failed");
    newsroom.check("--max-new 1", 0);
    newsroom.run("check nowhere").expect(2);
    newsroom.check("--baseline none.json", 2).says("`twicetold baseline create` makes one");
    newsroom.write("newer.json", "{\"version\": 2, \"algorithm\": \"t4\", \"accepted\": {}}");
    newsroom.check("--baseline newer.json", 2).says("version 2");
    newsroom.check("--max-new 1 --fail-on never", 2).says("--max-new");
    std::fs::create_dir(newsroom.path("empty")).unwrap();
    newsroom.run("check empty").expect(2);
    newsroom.run("check empty --allow-empty").expect(0);
}

#[test]
fn warnings_can_fail_or_not() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.check("--fail-level error", 0);
    newsroom.check("--fail-level warning", 1);
    newsroom.write("twicetold.toml", "[rules]\nexact-passage = \"error\"\n");
    newsroom.check("--fail-level error", 1);
    newsroom.write("twicetold.toml", "[rules]\nexact-passage = \"off\"\n");
    newsroom.check("", 0).says("no findings");
    newsroom.write("twicetold.toml", "[per-path.\"000[12].md\"]\nexact-passage = \"info\"\n");
    newsroom.check("", 0).says("1 finding");
}

#[test]
fn the_share_of_repeated_words_can_fail() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.check("--fail-on never --max-duplication 10%", 0);
    let red = newsroom.check("--fail-on never --max-duplication 1% -f json", 1);
    assert_eq!(red.json()["gate"]["reasons"][0]["limit"], "max-duplication");
}

#[test]
fn one_document_is_compared_with_everything() {
    let newsroom = with_a_lifted_paragraph();
    lift(&newsroom, 4, 3);
    let red = newsroom.check("--focus content/0002.md -f json", 1);
    let places = new_places(&red);
    assert_eq!(places, [("content/0001.md".to_owned(), 5), ("content/0002.md".to_owned(), 7)]);
    newsroom.write("changed.txt", "content/0000.md\ncontent/deleted.md\n");
    newsroom.check("--focus @changed.txt", 0);
    newsroom.write("changed.txt", "");
    newsroom.check("--focus @changed.txt", 0);
}

#[test]
fn a_focus_that_no_document_meets_is_told() {
    let newsroom = with_a_lifted_paragraph();
    let nothing = "warning: no document is in focus, so no finding is reported";
    let typo = newsroom.check("--focus content/typo.md", 0).says(nothing);
    typo.says("warning: content/typo.md: named by --focus, but no document is there");
    newsroom.write("changed.txt", "");
    newsroom.check("--focus @changed.txt", 0).says(nothing);
    newsroom.check("--focus @changed.txt -q", 0).says(nothing);
    newsroom.write("changed.txt", "content/0002.md\nlogo.png\n");
    let red = newsroom.check("--focus @changed.txt", 1).says("warning: logo.png: named by --focus");
    assert!(!red.stderr.contains(nothing) && !red.stderr.contains("0002.md: named"));
    let red = newsroom.check("--focus content/../content", 1);
    assert!(!red.stderr.contains("warning"), "{}", red.stderr);
}

#[test]
fn a_reference_is_compared_with_and_not_reported() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("check content/0000.md --against content").expect(0);
    newsroom.write("archive/old.md", &article(0));
    newsroom.write("archive/older.md", &article(0));
    newsroom.run("check content/0005.md --against archive").expect(0);
    newsroom.run("check content/0000.md --against archive").expect(1).says("archive/old.md");
}

#[cfg(target_os = "linux")]
#[test]
fn paths_that_are_not_utf_8_hold_what_lies_in_them() {
    let newsroom = with_a_lifted_paragraph();
    let archive: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"arch\xE9");
    let directory = newsroom.path("").join(archive);
    std::fs::create_dir(&directory).unwrap();
    for name in ["old.md", "older.md"] {
        std::fs::write(directory.join(name), article(40)).unwrap();
    }
    let code = |before: &[&str], after: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
        command.current_dir(newsroom.path("")).args(before).arg(archive).args(after);
        command.output().unwrap().status.code()
    };
    assert_eq!(code(&["check", "content/0000.md", "--against"], &[]), Some(0));
    assert_eq!(code(&["check", ".", "--ignore", "exact-passage", "--focus"], &[]), Some(1));
    assert_eq!(code(&["check"], &["--against", "."]), Some(1));
}

#[test]
fn what_is_checked_is_no_reference_though_it_lies_in_one() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("check content/0001.md --against content").expect(1).says("content/0002.md");
    newsroom.write("content/2026/new.md", &article(4));
    newsroom.run("check content/2026 --against content").expect(1).says("content/0004.md");
    newsroom.check("--against content", 1);
    newsroom.write("content/archive/a.md", &article(40));
    newsroom.write("content/archive/b.md", &article(40));
    let report = newsroom.check("--against content/archive -f json", 1).json();
    assert_eq!(report["summary"]["findings"], 2, "{report}");
}

#[test]
fn the_standard_input_stands_in_the_place_of_the_file_of_its_name() {
    let newsroom = with_a_lifted_paragraph();
    let written = newsroom.read("content/0002.md");
    newsroom.write("content/0002.md", &article(2));
    for name in ["content/0002.md", "./content/0002.md", "content/new.md"] {
        let checked = format!("check - --stdin-name {name} --against content");
        let red = newsroom.run_from(&written, &checked).expect(1).says("content/0001.md");
        assert!(!red.stdout.contains("identical"), "{}", red.stdout);
        newsroom.run_from(&article(50), &checked).expect(0);
    }
    let checked = "check - content --stdin-name content/0002.md";
    newsroom.run_from(&article(2), checked).expect(0).says("6 documents");
    newsroom.run_from(&article(2), &format!("{checked} -o content/0002.md")).expect(2);
}

#[test]
fn what_a_run_writes_is_no_input_of_it_and_no_input_is_overwritten() {
    let newsroom = with_a_lifted_paragraph();
    let report = "scan content --report markdown=content/report.md --text full -o content/all.txt";
    for _ in 0..2 {
        newsroom.run(report).expect(0);
        let listed = newsroom.read("content/all.txt");
        assert!(listed.contains("6 documents"), "{listed}");
    }
    newsroom.run("docs content -o content/list.txt").expect(0);
    newsroom.run("docs content -o content/list.txt").expect(0);
    assert!(!newsroom.read("content/list.txt").contains("list.txt"));
    let before = newsroom.read("content/0001.md");
    for command in ["scan", "docs", "check"] {
        let arguments = format!("{command} content content/0001.md -o ./content/0001.md");
        newsroom.run(&arguments).expect(2).says("0001.md: is named for this run to read");
    }
    assert_eq!(newsroom.read("content/0001.md"), before);
    newsroom.run("scan content/0000.md -o content/0000.md --format json").expect(2);
    newsroom.run("baseline create content --baseline content/accepted.json").expect(0);
    let again = newsroom.check("--baseline content/accepted.json --on-unreadable fail", 0);
    assert!(!again.stderr.contains("accepted.json"), "{}", again.stderr);
}

#[test]
fn an_earlier_report_is_no_article_in_whatever_format() {
    let newsroom = with_a_lifted_paragraph();
    for format in ReportFormat::ALL.map(ReportFormat::name) {
        newsroom.run(&format!("scan content -f {format} -o content/{format}")).expect(0);
        newsroom.run(&format!("scan content -f {format} -o content/list.txt")).expect(0);
        let listed = newsroom.run("docs content").expect(0).says(" 6 documents");
        assert_eq!(listed.stderr, "", "{format}");
    }
}

#[test]
fn a_baseline_that_cannot_be_written_is_refused_before_the_run() {
    let newsroom = Newsroom::new(0);
    let refused = "no/b.json: cannot write the baseline: no such file or directory";
    newsroom.run("baseline create gone --baseline no/b.json").expect(2).says(refused);
    newsroom.run("check gone --baseline no/b.json --update-baseline").expect(2).says(refused);
}

#[test]
fn no_article_is_overwritten_and_a_report_is() {
    let newsroom = with_a_lifted_paragraph();
    let before = newsroom.read("content/0002.md");
    let refused = |run: &str, name: &str| {
        let said = "lies among the inputs, and is no report of an earlier run";
        newsroom.run(run).expect(2).says(&format!("{name}: {said}"));
        assert_eq!(newsroom.read("content/0002.md"), before, "{run}");
    };
    for command in ["scan", "check", "docs"] {
        refused(&format!("{command} content -o content/0002.md"), "content/0002.md");
    }
    refused("scan --report json=./content/0002.md", "./content/0002.md");
    #[cfg(unix)]
    for (link, to) in [("ln.md", "content/0002.md"), ("content/ln.md", "../outside.md")] {
        newsroom.write("outside.md", "An article.\n");
        std::os::unix::fs::symlink(to, newsroom.path(link)).unwrap();
        refused(&format!("scan content -o {link}"), link);
    }
    newsroom.write("content/empty", "");
    newsroom.run("scan content -o content/empty").expect(0);
}

#[test]
fn nothing_that_a_run_reads_is_overwritten() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content --baseline b.json").expect(0);
    newsroom.write("list", "content/0001.md\n");
    newsroom.write("twicetold.toml", "extend = \"base.toml\"\n");
    newsroom.write("base.toml", "[rules]\n");
    newsroom.write("archive.jsonl", "{\"id\": \"1\", \"text\": \"An article.\"}\n");
    newsroom.write("archive/old.md", &article(40));
    for (run, file) in [
        ("scan content/0000.md --against archive.jsonl", "archive.jsonl"),
        ("scan content --against archive", "archive/old.md"),
        ("check content --baseline b.json", "b.json"),
        ("check content --baseline new.json --update-baseline", "new.json"),
        ("scan --files-from list", "list"),
        ("docs --files-from list", "list"),
        ("scan content --focus @list", "list"),
        ("scan content", "twicetold.toml"),
        ("check content", "base.toml"),
        ("docs content", "./twicetold.toml"),
    ] {
        let before = std::fs::read(newsroom.path(file)).ok();
        newsroom.run(&format!("{run} -o {file}")).expect(2).says("would take its place");
        assert_eq!(std::fs::read(newsroom.path(file)).ok(), before, "{run}");
    }
}

#[test]
fn machines_get_valid_and_versioned_output() {
    let newsroom = with_a_lifted_paragraph();
    let schema = newsroom.run("schema report").expect(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    newsroom.run("baseline create content").expect(0);
    lift(&newsroom, 3, 1);
    let report = newsroom.check("-f json --baseline twicetold-baseline.json", 1).json();
    let errors: Vec<_> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(report["schema_version"], "1.0");
    let schema = newsroom.run("schema baseline").expect(0).json();
    let baseline = serde_json::from_str(&newsroom.read("twicetold-baseline.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&baseline));
}

#[test]
fn nothing_is_skipped_in_silence() {
    let newsroom = Newsroom::new(3);
    newsroom.write("content/broken.jsonl", "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \n");
    let told = newsroom.check("-f json", 0);
    assert_eq!(told.json()["run"]["complete"], false);
    told.says("content/broken.jsonl:2");
    newsroom.check("--on-unreadable fail", 1).says("--on-unreadable is fail");
}

#[test]
fn command_line_environment_file_default_in_this_order() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("twicetold.toml", "[match]\nmin-words = 70\n");
    newsroom.check("", 0);
    newsroom.check("--min-words 40", 1);
    newsroom.check("--isolated", 1);
    let green = newsroom.run_with("check content", &[("TWICETOLD_MIN_WORDS", "40")]);
    green.expect(1);
    newsroom.run("config show").expect(0).says("min-words = 70").says("# twicetold.toml:2");
    let shown = newsroom.run_with("config show", &[("TWICETOLD_MIN_WORDS", "40")]);
    shown.expect(0).says("min-words = 40").says("# TWICETOLD_MIN_WORDS");
    newsroom.write("other.toml", "[gate]\nfail-on = \"never\"\n");
    newsroom.check("--config other.toml", 0);
}

#[test]
fn settings_that_cannot_be_used_name_their_place() {
    let newsroom = Newsroom::new(2);
    let refused = |text: &str, message: &str| {
        newsroom.write("twicetold.toml", text);
        newsroom.check("", 2).says(message);
        newsroom.run("config check").expect(2).says(message);
    };
    refused(
        "[match]\nmin-wrods = 3\n",
        "twicetold.toml:2:1: unknown name `min-wrods`; did you mean",
    );
    refused("[match]\nnear = 2.0\n", "twicetold.toml:2:1: invalid value '2.0' for '--near");
    refused("[gate]\nfail-on = \"never\"\nmax-new = 3\n", "twicetold.toml:");
    newsroom.write("twicetold.toml", "[input]\nexclude = [\"a[\"]\n");
    newsroom.check("", 2).says("twicetold.toml:2:12: glob `a[`");
    std::fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    newsroom.run("config init").expect(0);
    newsroom.run("config check").expect(0).says("twicetold.toml: can be used");
    newsroom.run("config init").expect(2);
}

#[test]
fn what_stands_in_another_revision_is_accepted() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: git is not there");
        return;
    }
    let newsroom = with_a_lifted_paragraph();
    git(&newsroom, "init -q");
    git(&newsroom, "add .");
    git(&newsroom, "commit -q -m first");
    lift(&newsroom, 4, 3);
    let red = newsroom.check("--baseline-ref HEAD -f json", 1);
    let places = new_places(&red);
    assert_eq!(places, [("content/0003.md".to_owned(), 5), ("content/0004.md".to_owned(), 7)]);
    newsroom.run("check . --baseline-ref HEAD").expect(1).says("(1 known)");
    git(&newsroom, "add .");
    git(&newsroom, "commit -q -m second");
    newsroom.check("--baseline-ref HEAD", 0);
    newsroom.check("--baseline-ref no-such-thing", 2).says("--baseline-ref no-such-thing");
}

#[test]
fn a_list_on_the_standard_input_is_read_once() {
    let newsroom = with_a_lifted_paragraph();
    git(&newsroom, "init -q");
    git(&newsroom, "add content");
    git(&newsroom, "commit -qm all");
    let list = "content/0001.md\ncontent/0002.md\n";
    newsroom.run_from(list, "check --files-from - --baseline-ref HEAD").expect(0).says("(1 known)");
    for twice in ["scan - --focus @-", "scan --files-from - --focus @-", "scan - --files-from -"] {
        newsroom.run_from(list, twice).expect(2).says("the standard input can be read once");
    }
    let update = "--baseline b.json --update-baseline";
    let refused = newsroom.run_from(&article(1), &format!("check - content {update}")).expect(2);
    refused.says("--update-baseline reads its inputs twice");
    assert!(!newsroom.path("b.json").exists());
    newsroom.run_from(list, &format!("check --files-from - {update}")).expect(0).says("(1 known)");
    newsroom.run_from(list, "diff - -").expect(2).says("can be read once, not by `-` and `-`");
}

#[test]
fn annotations_need_no_paid_scanning_and_stand_at_the_new_place() {
    let newsroom = with_a_lifted_paragraph();
    let annotation = |file: &str, line: u32| {
        format!(
            "::warning file=content/{file},line={line},endLine={line},title=twicetold%3A exact-passage::60 words, as in"
        )
    };
    newsroom.check("-f github", 1).says(&annotation("0002.md", 7));
    newsroom.run("baseline create content").expect(0);
    let known = newsroom.check("-f github --baseline twicetold-baseline.json", 0);
    assert_eq!(known.stdout, "");
    lift(&newsroom, 3, 1);
    let third = newsroom.check("-f github --baseline twicetold-baseline.json", 1);
    assert!(third.stdout.starts_with(&annotation("0003.md", 7)), "{}", third.stdout);
}

/// The files that the formats for hosts annotate.
fn annotated(newsroom: &Newsroom, arguments: &str) -> Vec<String> {
    let reports = "-f github --report gitlab=gitlab.json --report sarif=twicetold.sarif";
    let github = newsroom.run(&format!("check {arguments} {reports}")).expect(1).stdout;
    let file = |line: &str| line.split(['=', ',']).nth(1).unwrap().to_owned();
    let mut files: Vec<String> = github.lines().map(file).collect();
    let json = |name: &str| serde_json::from_str::<Value>(&newsroom.read(name)).unwrap();
    let (gitlab, sarif) = (json("gitlab.json"), json("twicetold.sarif"));
    let paths = gitlab.as_array().unwrap().iter().map(|issue| &issue["location"]["path"]);
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let new = results.filter(|result| result["baselineState"] != "unchanged");
    let uris = new.map(|r| &r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]);
    files.extend(paths.chain(uris).map(|file| file.as_str().unwrap().to_owned()));
    assert!(files.len() >= 3, "{files:?}");
    files.sort();
    files.dedup();
    files
}

/// Two versions of a story, accepted, and one copy more, which comes first in order.
fn with_a_third_copy() -> Newsroom {
    let newsroom = Newsroom::new(0);
    let dated = |text: &str| format!("---\ndate: 2026-01-05\n---\n{text}");
    let edited = article(1).replace(&paragraph(13), &paragraph(999));
    newsroom.write("content/posts/a.md", &dated(&article(1)));
    newsroom.write("content/posts/b.md", &dated(&edited));
    newsroom.run("baseline create content").expect(0).says("1 accepted");
    git(&newsroom, "init -q");
    git(&newsroom, "add .");
    git(&newsroom, "commit -q -m first");
    newsroom.write("content/new/d.md", &dated(&article(1)));
    newsroom
}

#[test]
fn the_annotation_stands_at_what_is_new_though_it_is_the_anchor() {
    let newsroom = with_a_third_copy();
    let report = newsroom.check("-f json", 1).json();
    let anchor = &report["findings"][0]["occurrences"][0]["document"];
    assert_eq!(report["documents"][anchor.as_u64().unwrap() as usize]["key"], "content/new/d.md");
    for arguments in [
        "content --baseline twicetold-baseline.json",
        "content --focus content/new/d.md",
        "content/new --against content/posts",
        "content --baseline-ref HEAD",
        "content --baseline twicetold-baseline.json --focus content/new --focus content/posts/a.md",
    ] {
        assert_eq!(annotated(&newsroom, arguments), ["content/new/d.md"], "{arguments}");
    }
    // Of a story that stood alone a revision knows, and a baseline does not.
    newsroom.write("content/posts/b.md", &article(2));
    assert_eq!(annotated(&newsroom, "content --baseline-ref HEAD"), ["content/new/d.md"]);
}

#[test]
fn a_passage_that_an_accepted_document_lifts_is_annotated_there() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    let text = newsroom.read("content/0002.md").replace(&paragraph(23), &paragraph(3));
    newsroom.write("content/0002.md", &text);
    let baseline = "content --baseline twicetold-baseline.json";
    assert_eq!(annotated(&newsroom, baseline), ["content/0002.md"]);
}

#[test]
fn a_baseline_holds_from_wherever_the_check_is_run() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.run("baseline create content").expect(0);
    let file = newsroom.read("twicetold-baseline.json");
    let whole = std::fs::canonicalize(newsroom.path("content")).unwrap();
    let runs = [
        ("", whole.to_str().unwrap(), ""),
        ("content", ".", "../"),
        ("content", "../content", "../"),
    ];
    for (below, path, up) in runs {
        let flags = format!("{path} --baseline {up}twicetold-baseline.json");
        newsroom.run_in(below, &format!("check {flags}"), &[]).expect(0).says("(1 known)");
        newsroom.run_in(below, &format!("baseline update {flags}"), &[]).expect(0);
        assert_eq!(newsroom.read("twicetold-baseline.json"), file, "{path}");
    }
    // One that was made where the files had other names is told to be so.
    newsroom.write("other/baseline.json", &file.replace("content/", "old/content/"));
    let moved = newsroom.check("--baseline other/baseline.json", 1);
    moved.says(
        "other/baseline.json: what it accepts is there, but in none of the documents that it names",
    );
}

#[test]
fn what_lies_beside_the_directory_of_a_run_stays_accepted() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("feeds/a.md", &article(1));
    newsroom.write("feeds/b.md", &article(1));
    newsroom.run("baseline create feeds").expect(0);
    let before = newsroom.read("twicetold-baseline.json");
    std::fs::remove_dir_all(newsroom.path("feeds")).unwrap();
    let run = "prune . --baseline ../twicetold-baseline.json";
    newsroom.run_in("content", &format!("baseline {run}"), &[]).expect(0);
    assert_eq!(newsroom.read("twicetold-baseline.json"), before);
}

#[test]
fn a_document_that_is_gone_is_pruned_from_an_entry_that_stays() {
    let newsroom = with_a_lifted_paragraph();
    lift(&newsroom, 3, 1);
    let third = newsroom.read("content/0003.md");
    newsroom.run("baseline create content").expect(0);
    newsroom.write("content/0003.md", &article(3));
    newsroom.run("baseline prune content").expect(0).says("(0 added, 1 changed, 0 dropped)");
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.run("baseline prune content").expect(0).says("(0 added, 0 changed, 0 dropped)");
    newsroom.write("content/0003.md", &third);
    newsroom.check("--baseline twicetold-baseline.json", 1).says("new in content/0003.md:7");
    // What another run accepted is not accepted by pruning.
    newsroom.run("baseline prune content").expect(0).says("(0 added, 0 changed, 0 dropped)");
    newsroom.check("--baseline twicetold-baseline.json", 1);
}

#[test]
fn an_update_says_what_it_added_changed_and_dropped() {
    let newsroom = with_a_lifted_paragraph();
    lift(&newsroom, 4, 3);
    newsroom.run("baseline create content").expect(0).says("(2 added, 0 changed, 0 dropped)");
    lift(&newsroom, 0, 1);
    newsroom.write("content/copy.md", &article(5));
    let update = newsroom.run("baseline update content").expect(0);
    update.says("3 accepted findings (1 added, 1 changed, 0 dropped)");
    newsroom.write("content/0004.md", &article(4));
    newsroom.write("content/0000.md", &article(0));
    let prune = newsroom.run("baseline prune content").expect(0);
    prune.says("2 accepted findings (0 added, 1 changed, 1 dropped)");
}

#[test]
fn what_a_run_does_not_look_for_stays_accepted() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("content/copy.md", &article(4));
    newsroom.run("baseline create content").expect(0).says("2 accepted findings");
    let accepted = newsroom.read("twicetold-baseline.json");
    for narrower in [
        "--level repeat",
        "--select near-document",
        "--ignore exact-passage,identical-document",
        "--min-words 90",
        "--exclude 000?.md",
        "--include copy.md",
        "--scope cross-source",
        "--near 1 --contain 1",
        "--contain 0.8",
        "--engine simhash",
    ] {
        for run in ["baseline update content", "baseline prune content"] {
            newsroom.run(&format!("{run} {narrower}")).expect(0);
            assert!(
                newsroom.read("twicetold-baseline.json").contains("exact-passage"),
                "{narrower}"
            );
            newsroom.write("twicetold-baseline.json", &accepted);
        }
        let file = "--baseline twicetold-baseline.json";
        let check = newsroom.run(&format!("check content {narrower} {file}"));
        assert!(!check.stderr.contains("met no more"), "{narrower}: {}", check.stderr);
        newsroom.run(&format!("check content {narrower} {file} --update-baseline"));
        assert!(newsroom.read("twicetold-baseline.json").contains("exact-passage"), "{narrower}");
        newsroom.write("twicetold-baseline.json", &accepted);
    }
    newsroom.write("content/broken.jsonl", "{");
    for run in [
        "baseline update content",
        "check content --baseline twicetold-baseline.json --update-baseline",
    ] {
        newsroom.run(run).expect(2).says("not every input was read");
    }
    std::fs::remove_file(newsroom.path("content/broken.jsonl")).unwrap();
    newsroom.write("content/0005.md", &article(1).replace(&paragraph(12), &paragraph(99)));
    newsroom.run("baseline update content").expect(0);
    let accepted = newsroom.read("twicetold-baseline.json");
    assert!(accepted.contains("near-document"));
    newsroom.run("baseline prune content --near 1 --contain 1").expect(0).says("0 dropped");
    assert_eq!(newsroom.read("twicetold-baseline.json"), accepted);
    newsroom.write("twicetold.toml", "[match]\nnear = 1.0\ncontain = 1.0\n");
    newsroom.run("baseline prune content").expect(0).says("1 dropped");
    newsroom.write("content/0005.md", &article(5));
    std::fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    newsroom.run("baseline update content").expect(0).says("2 accepted findings");
    for set in ["[rules]", "[per-path.\"content/**\"]"] {
        newsroom.write("twicetold.toml", &format!("{set}\nexact-passage = \"off\"\n"));
        newsroom.run("baseline prune content").expect(0).says("2 accepted findings");
    }
    std::fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    std::fs::remove_file(newsroom.path("content/0002.md")).unwrap();
    newsroom.run("baseline prune content").expect(0).says("1 accepted finding ");
}

#[test]
fn what_is_short_and_stands_many_times_is_pruned() {
    let newsroom = Newsroom::new(1);
    let notice = "The office on the market square is closed until Monday because of the storm.\n\n";
    newsroom.write("content/notice.txt", &notice.repeat(8));
    newsroom.run("baseline create content").expect(0).says("1 accepted");
    let accepted = newsroom.read("twicetold-baseline.json");
    assert!(accepted.contains("\"words\":14,"), "{accepted}");
    newsroom.check("--baseline twicetold-baseline.json", 0);
    newsroom.write("content/notice.txt", notice);
    newsroom.check("--baseline twicetold-baseline.json", 0).says("is met no more");
    let longer = newsroom.check("--baseline twicetold-baseline.json --min-words 90", 0);
    assert!(!longer.stderr.contains("is met no more"), "{}", longer.stderr);
    newsroom.run("baseline prune content --min-words 90").expect(0).says("1 accepted");
    newsroom.write("twicetold.toml", "[match]\nmin-words = 90\n");
    newsroom.run("baseline prune content").expect(0).says("1 dropped");
    newsroom.write("twicetold-baseline.json", &accepted);
    std::fs::remove_file(newsroom.path("twicetold.toml")).unwrap();
    newsroom.run("baseline prune content").expect(0).says("1 dropped");
}

#[test]
fn levels_by_path_are_those_of_the_run_wherever_the_baseline_lies() {
    let newsroom = with_a_lifted_paragraph();
    for name in ["week#1", "week#2"] {
        let record = format!("{{\"id\": \"{name}\", \"text\": \"{}\"}}\n", paragraph(70));
        newsroom.write(&format!("content/{name}.jsonl"), &record);
    }
    newsroom.run("baseline create content --baseline content/base.json").expect(0).says("2 acc");
    let accepted = newsroom.read("content/base.json");
    for glob in ["content/**", "content/*.*"] {
        let off = "exact-passage = \"off\"\nidentical-document = \"off\"";
        newsroom.write("twicetold.toml", &format!("[per-path.\"{glob}\"]\n{off}\n"));
        newsroom.run("baseline prune content --baseline content/base.json").expect(0);
        assert_eq!(newsroom.read("content/base.json"), accepted, "{glob}");
    }
    newsroom.write("twicetold.toml", "[per-path.\"week#1.jsonl\"]\nidentical-document = \"off\"\n");
    newsroom.write("content/week#1.jsonl", "{\"id\": \"1\", \"text\": \"Another one.\"}\n");
    let pruned = newsroom.run("baseline prune content --baseline content/base.json").expect(0);
    pruned.says("1 dropped");
}

#[test]
fn what_was_scanned_is_seen() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("content/page.html", "<article><p>A page of its own.</p></article>");
    newsroom.write("content/picture.png", "\u{89}PNG\r\n\u{1a}\n\0\0");
    newsroom.check("--ignore exact-passage", 0).says("7 documents");
    let listed = newsroom.run("docs content").expect(0);
    listed.says("content/0000.md").says("content/page.html").says("html").says("7 documents");
    let report = newsroom.check("-f json --documents all", 1).json();
    assert_eq!(report["summary"]["documents"], 7);
    let documents = report["documents"].as_array().unwrap();
    assert_eq!(documents.last().unwrap()["uri"], "content/page.html");
}

#[test]
fn every_format_is_read_back_by_a_parser_that_is_not_ours() {
    let newsroom = with_a_lifted_paragraph();
    newsroom.write("content/broken.jsonl", "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \n");
    let formats =
        ["json", "jsonl", "sarif", "junit", "gitlab", "rdjsonl", "markdown", "csv", "html"];
    let reports: Vec<String> =
        formats.iter().map(|format| format!("--report {format}=report.{format}")).collect();
    newsroom.check(&reports.join(" "), 1);
    let read = |format: &str| newsroom.read(&format!("report.{format}"));
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let objects = |format: &str| read(format).lines().map(json).collect::<Vec<_>>();

    assert_eq!(json(&read("json"))["findings"][0]["rule"], "exact-passage");
    assert!(objects("jsonl").iter().all(|object| object["type"].is_string()));
    let schema = include_str!("schemas/sarif-2.1.0-rtm.5.json");
    let schema = schema.replace("|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "(-[a-zA-Z]{2})?$");
    let sarif = json(&read("sarif"));
    assert!(jsonschema::validator_for(&json(&schema)).unwrap().is_valid(&sarif));
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "exact-passage");
    let junit = read("junit");
    let junit = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(junit.descendants().filter(|node| node.has_tag_name("failure")).count(), 1);
    assert_eq!(json(&read("gitlab"))[0]["location"]["lines"]["begin"], 7);
    let lines = objects("rdjsonl");
    assert_eq!(lines[0]["location"]["range"]["start"]["line"], 5);
    let markdown = comrak::markdown_to_html(&read("markdown"), &comrak::Options::default());
    assert!(markdown.contains("<h2>") && markdown.contains("exact-passage"), "{markdown}");
    let csv = read("csv");
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap);
    assert_eq!(rows.filter(|row| row.iter().any(|cell| cell == "exact-passage")).count(), 2);
    let page = dom_smoothie::Readability::new(read("html"), None, None).unwrap();
    assert_eq!(page.get_article_title().to_string(), "Told twice");
}

//! The command as a script sees it: exit codes, and what goes to which stream.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

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
fn rules_are_explained() {
    check(&["rule"], 0, "repeated-body", "");
    check(&["rule", "near-document"], 0, "--near", "");
    check(&["rule", "near-documnt"], 2, "", "'near-document'");
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
fn a_report_that_cannot_be_written_is_refused_before_the_run() {
    check(&["scan", "-o", "no/such/directory/report"], 2, "", "cannot write the report");
    check(&["scan", "--report", "json=."], 2, "", "cannot write the report");
    check(&["scan", "-o", "a", "--report", "json=a"], 2, "", "same file");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = twicetold().args(["schema", "report"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("twicetold: error: cannot write to the standard output"),
        "{stderr}"
    );
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

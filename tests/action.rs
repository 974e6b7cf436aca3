//! The steps of the GitHub action, run as scripts with stand-ins for what GitHub provides.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A runner: a directory with the files that GitHub provides, and a `twicetold` on the path.
struct Runner {
    directory: tempfile::TempDir,
}

impl Runner {
    /// Puts the `twicetold` under test on the path.
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let twicetold = directory.path().join("twicetold");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_twicetold"), twicetold).unwrap();
        Self { directory }
    }

    fn step(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let directory = self.directory.path();
        let path = format!("{}:{}", directory.display(), std::env::var("PATH").unwrap());
        Command::new("bash")
            .arg(Path::new(ROOT).join("action").join(script))
            .current_dir(directory)
            .env("PATH", path)
            .env("GITHUB_OUTPUT", directory.join("output"))
            .env("GITHUB_STEP_SUMMARY", directory.join("summary"))
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    fn check(&self, paths: &str) -> Output {
        let fixed = [("COMMAND", "check"), ("ARGS", "--min-words\n25\n"), ("ANNOTATIONS", "true")];
        let files =
            [("SUMMARY", "true"), ("SARIF_FILE", "a b.sarif"), ("HTML_FILE", "report.html")];
        self.step("check.sh", &[&fixed[..], &files[..], &[("PATHS", paths)]].concat())
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.directory.path().join(name)).unwrap_or_default()
    }
}

fn corpus(case: &str) -> String {
    Path::new(ROOT).join("corpus").join(case).to_string_lossy().into_owned()
}

#[test]
fn a_crossed_gate_is_told_everywhere_and_passed_on_last() {
    let runner = Runner::new();
    let check = runner.check(&corpus("body-three-times/article.txt"));
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    assert!(String::from_utf8_lossy(&check.stdout).contains("::error file="), "{check:?}");
    assert_eq!(runner.file("output"), "exit-code=1\nfindings=1\nsarif-file=a b.sarif\n");
    assert!(runner.file("summary").starts_with("## Told twice: 1 finding\n"));
    assert!(runner.file("a b.sarif").contains("\"repeated-body\""));
    assert!(runner.file("report.html").starts_with("<!doctype html>"));
    let outcome = runner.step("outcome.sh", &[("EXIT_CODE", "1")]);
    assert_eq!(outcome.status.code(), Some(1));
}

#[test]
fn a_scan_fails_no_step() {
    let runner = Runner::new();
    let paths = corpus("body-three-times/article.txt");
    let scan = runner.step(
        "check.sh",
        &[
            ("COMMAND", "scan"),
            ("ARGS", ""),
            ("ANNOTATIONS", "false"),
            ("SUMMARY", "false"),
            ("SARIF_FILE", ""),
            ("HTML_FILE", ""),
            ("PATHS", &paths),
        ],
    );
    assert_eq!((scan.status.code(), &*scan.stdout), (Some(0), &b""[..]), "{scan:?}");
    assert_eq!(runner.file("output"), "exit-code=0\nfindings=1\nsarif-file=\n");
    assert_eq!(runner.file("summary"), "");
}

#[test]
fn nothing_found_is_a_green_step() {
    let runner = Runner::new();
    let check = runner.check(&corpus("recipes/a.txt"));
    assert_eq!((check.status.code(), &*check.stdout), (Some(0), &b""[..]));
    assert_eq!(runner.file("output"), "exit-code=0\nfindings=0\nsarif-file=a b.sarif\n");
    assert_eq!(runner.step("outcome.sh", &[("EXIT_CODE", "0")]).status.code(), Some(0));
}

#[test]
fn what_could_not_be_done_is_no_green_step() {
    let runner = Runner::new();
    let check = runner.check("no/such/directory");
    assert_eq!(check.status.code(), Some(0));
    assert_eq!(runner.file("output"), "exit-code=2\nfindings=\nsarif-file=\n");
    let outcome = runner.step("outcome.sh", &[("EXIT_CODE", "2")]);
    assert_eq!(outcome.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&outcome.stdout).starts_with("::error"));
}

#[test]
fn a_full_step_summary_is_left_as_it_is() {
    let runner = Runner::new();
    fs::write(runner.directory.path().join("summary"), vec![b'x'; (1 << 20) - 10]).unwrap();
    let check = runner.check(&corpus("body-three-times/article.txt"));
    assert!(String::from_utf8_lossy(&check.stdout).contains("does not fit"), "{check:?}");
    assert_eq!(runner.file("summary").len(), (1 << 20) - 10);
}

#[test]
fn the_hook_compares_all_files_whatever_changed() {
    let hooks = fs::read_to_string(Path::new(ROOT).join(".pre-commit-hooks.yaml")).unwrap();
    assert!(hooks.contains("pass_filenames: false"));
}

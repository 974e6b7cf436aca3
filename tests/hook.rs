//! The hooks of `.pre-commit-hooks.yaml`, run by pre-commit as a user would try them.
//!
//! Needs pre-commit in `target/pre-commit/venv` (`.ci/run` puts it there), and git; says plainly what
//! is missing where it skips. Where `TWICETOLD_PRE_COMMIT` is set, as `.ci/run` does, it never skips.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

mod newsroom;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use newsroom::{Newsroom, article, lift};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn pre_commit() -> PathBuf {
    Path::new(ROOT).join("target/pre-commit/venv/bin/pre-commit")
}

/// What a run of pre-commit lacks.
fn missing() -> Option<&'static str> {
    if !pre_commit().exists() {
        return Some("pre-commit is not in target/pre-commit/venv");
    }
    let git = Command::new("git").args(["-C", ROOT, "rev-parse", "HEAD"]).output();
    match git {
        Ok(git) if git.status.success() => None,
        _ => Some("this is no checkout of git"),
    }
}

fn git(newsroom: &Newsroom, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(newsroom.path(""))
        .output()
        .unwrap();
    assert!(done.status.success(), "{arguments:?}: {done:?}");
}

/// Runs a hook on all files of a repository.
fn try_hook(newsroom: &Newsroom, hook: &str) -> Output {
    let here = Path::new(env!("CARGO_BIN_EXE_twicetold")).parent().unwrap();
    let path = format!("{}:{}", here.display(), std::env::var("PATH").unwrap());
    Command::new(pre_commit())
        .args(["try-repo", ROOT, hook, "--all-files", "--verbose"])
        .current_dir(newsroom.path(""))
        .env("PATH", path)
        .env("PRE_COMMIT_HOME", Path::new(ROOT).join("target/pre-commit/home"))
        // What pre-commit builds anew for each run is built as fast as can be.
        .env("CARGO_TARGET_DIR", Path::new(ROOT).join("target/pre-commit/build"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .output()
        .unwrap()
}

#[test]
fn a_copy_of_a_file_that_is_not_in_the_commit_is_found() {
    if let Some(missing) = missing() {
        assert!(std::env::var_os("TWICETOLD_PRE_COMMIT").is_none(), "{missing}");
        println!("skipped: {missing}");
        return;
    }
    for hook in ["twicetold-system", "twicetold"] {
        let newsroom = Newsroom::new(4);
        git(&newsroom, &["init", "-q"]);
        git(&newsroom, &["add", "."]);
        git(&newsroom, &["commit", "-q", "-m", "first"]);
        // For each run of the other one pre-commit builds all anew: what passes is shown by this one.
        if hook == "twicetold-system" {
            let green = try_hook(&newsroom, hook);
            assert!(green.status.success(), "{green:?}");
        }
        lift(&newsroom, 2, 1);
        newsroom.write("content/copy.md", &article(3));
        git(&newsroom, &["add", "."]);
        let red = try_hook(&newsroom, hook);
        let told = String::from_utf8_lossy(&red.stdout);
        assert_eq!(red.status.code(), Some(1), "{told}");
        assert!(told.contains("exit code: 1") && told.contains("identical-document"), "{told}");
        assert!(told.contains("check failed: 2 new findings"), "{told}");
    }
}

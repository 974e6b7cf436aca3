//! A directory of articles with planted repeats, and the command run in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A directory with articles, and the command run in it.
pub struct Newsroom {
    directory: tempfile::TempDir,
}

/// What a run said.
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        let all = format!("{}\n{}", self.stdout, self.stderr);
        assert!(all.contains(part), "`{part}` is not in: {all}");
        self
    }

    pub fn last_line(&self) -> &str {
        self.stderr.lines().last().unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

impl Newsroom {
    pub fn new(articles: usize) -> Self {
        let newsroom = Self { directory: tempfile::tempdir().unwrap() };
        fs::create_dir(newsroom.path("content")).unwrap();
        for at in 0..articles {
            newsroom.write(&format!("content/{at:04}.md"), &article(at));
        }
        newsroom
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a script that can be run.
    #[cfg(unix)]
    pub fn write_command(&self, name: &str, script: &str) {
        self.write(name, &format!("#!/bin/bash\n{script}\n"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(self.path(name), mode).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn run(&self, arguments: &str) -> Outcome {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &str, variables: &[(&str, &str)]) -> Outcome {
        self.run_in("", arguments, variables)
    }

    pub fn run_in(&self, below: &str, arguments: &str, variables: &[(&str, &str)]) -> Outcome {
        let mut command = self.command(below, arguments);
        Outcome::of(&command.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the command with a text on its standard input.
    pub fn run_from(&self, stdin: &str, arguments: &str) -> Outcome {
        self.write("stdin", stdin);
        let stdin = fs::File::open(self.path("stdin")).unwrap();
        Outcome::of(&self.command("", arguments).stdin(stdin).output().unwrap())
    }

    fn command(&self, below: &str, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
        command.args(arguments.split_whitespace()).current_dir(self.path(below));
        command.env_remove("TWICETOLD_CONFIG");
        command
    }

    #[track_caller]
    pub fn check(&self, arguments: &str, code: i32) -> Outcome {
        self.run(&format!("check content {arguments}")).expect(code)
    }
}

/// A paragraph of 60 words that no other number has.
pub fn paragraph(seed: usize) -> String {
    const WORDS: [&str; 32] = [
        "council", "harbour", "minister", "storm", "river", "budget", "school", "railway",
        "bridge", "market", "court", "police", "museum", "forest", "factory", "union", "airport",
        "hospital", "festival", "election", "village", "fishery", "stadium", "library", "tunnel",
        "power", "winter", "glacier", "orchard", "ferry", "castle", "mine",
    ];
    let mut state = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    let mut text = String::new();
    for at in 0..60 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = WORDS[(state >> 59) as usize];
        let number = (state >> 20) % 100;
        write!(text, "{word}{number:02}").unwrap();
        text.push_str(if at == 59 { "." } else { " " });
    }
    text
}

pub fn article(at: usize) -> String {
    let paragraphs: Vec<String> = (0..4).map(|n| paragraph(at * 10 + n)).collect();
    format!("# Headline number {at}\n\n{}\n", paragraphs.join("\n\n"))
}

/// Replaces the paragraph `from` of one article with a paragraph of another.
pub fn lift(newsroom: &Newsroom, into: usize, from: usize) {
    let name = format!("content/{into:04}.md");
    let text = newsroom.read(&name).replace(&paragraph(into * 10 + 2), &paragraph(from * 10 + 1));
    newsroom.write(&name, &text);
}

/// The documents of the new findings of a run, with their first lines.
pub fn new_places(outcome: &Outcome) -> Vec<(String, u64)> {
    let report = outcome.json();
    let documents = report["documents"].as_array().unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let new = findings.filter(|finding| finding["status"] == "new");
    let places = new.flat_map(|finding| finding["occurrences"].as_array().unwrap());
    let named = places.map(|place| {
        let document = place["document"].as_u64().unwrap() as usize;
        let uri = documents[document]["uri"].as_str().unwrap().to_owned();
        (uri, place["lines"][0].as_u64().unwrap())
    });
    named.collect()
}

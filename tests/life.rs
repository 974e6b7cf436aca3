//! The life of a content repository with a check: 2,000 articles with planted repeats, from the
//! first red run to an expired suppression.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

const ARTICLES: usize = 2_000;

/// A directory with articles, and the command run in it.
struct Newsroom {
    directory: tempfile::TempDir,
}

/// What a run said.
struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Outcome {
    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn says(self, part: &str) -> Self {
        let all = format!("{}\n{}", self.stdout, self.stderr);
        assert!(all.contains(part), "`{part}` is not in: {all}");
        self
    }

    fn last_line(&self) -> &str {
        self.stderr.lines().last().unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

impl Newsroom {
    fn new(articles: usize) -> Self {
        let newsroom = Self { directory: tempfile::tempdir().unwrap() };
        fs::create_dir(newsroom.path("content")).unwrap();
        for at in 0..articles {
            newsroom.write(&format!("content/{at:04}.md"), &article(at));
        }
        newsroom
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &str) -> Outcome {
        self.run_with(arguments, &[])
    }

    fn run_with(&self, arguments: &str, variables: &[(&str, &str)]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_twicetold"))
            .args(arguments.split_whitespace())
            .current_dir(self.directory.path())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn check(&self, arguments: &str, code: i32) -> Outcome {
        self.run(&format!("check content {arguments}")).expect(code)
    }
}

/// A paragraph of 60 words that no other number has.
fn paragraph(seed: usize) -> String {
    const WORDS: [&str; 32] = [
        "council", "harbour", "minister", "storm", "river", "budget", "school", "railway", "bridge",
        "market", "court", "police", "museum", "forest", "factory", "union", "airport", "hospital",
        "festival", "election", "village", "fishery", "stadium", "library", "tunnel", "power",
        "winter", "glacier", "orchard", "ferry", "castle", "mine",
    ];
    let mut state = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    let mut text = String::new();
    for at in 0..60 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = WORDS[(state >> 59) as usize];
        let number = (state >> 20) % 100;
        write!(text, "{word}{number:02}").unwrap();
        text.push_str(if at == 59 { "." } else { " " });
    }
    text
}

fn article(at: usize) -> String {
    let paragraphs: Vec<String> = (0..4).map(|n| paragraph(at * 10 + n)).collect();
    format!("# Headline number {at}\n\n{}\n", paragraphs.join("\n\n"))
}

/// Replaces the paragraph `from` of one article with a paragraph of another.
fn lift(newsroom: &Newsroom, into: usize, from: usize) {
    let name = format!("content/{into:04}.md");
    let text = newsroom.read(&name).replace(&paragraph(into * 10 + 2), &paragraph(from * 10 + 1));
    newsroom.write(&name, &text);
}

/// The documents of the new findings of a run, with their first lines.
fn new_places(outcome: &Outcome) -> Vec<(String, u64)> {
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

#[test]
fn the_whole_life_of_a_content_repository() {
    let newsroom = Newsroom::new(ARTICLES);
    // Planted: a body that stands twice, a lifted paragraph, an article under two names.
    let body = newsroom.read("content/0100.md");
    newsroom.write("content/0100.md", &format!("{body}\n{}", body.split_once("\n\n").unwrap().1));
    lift(&newsroom, 201, 200);
    newsroom.write("content/0301.md", &article(300));

    let first = newsroom.check("", 1).says("repeated-body").says("exact-passage");
    assert!(first.last_line().starts_with("twicetold: check failed: 3 new findings"));

    newsroom.run("baseline create content --baseline accepted.json").expect(0).says("3 accepted");
    let began = Instant::now();
    newsroom.check("--baseline accepted.json", 0).says("3 findings (3 known)");
    let took = began.elapsed();
    if !cfg!(debug_assertions) {
        assert!(took.as_secs_f64() < 1.0, "{took:?}");
    }

    // A new copy fails, with the right file and lines.
    lift(&newsroom, 501, 500);
    let red = newsroom.check("--baseline accepted.json -f json", 1);
    let expected = [("content/0500.md".to_owned(), 5), ("content/0501.md".to_owned(), 7)];
    assert_eq!(new_places(&red), expected);
    assert_eq!(red.json()["gate"]["reasons"][0]["limit"], "max-new");
    newsroom.write("content/0501.md", &article(501));

    // The lifted paragraph moves to the end, is broken to a width, and its neighbours are edited.
    let lifted = paragraph(2001);
    let mut words: Vec<String> = lifted.split(' ').map(str::to_owned).collect();
    for at in (9..words.len()).step_by(10) {
        words[at].push('\n');
    }
    let text = newsroom.read("content/0201.md").replace(&format!("{lifted}\n\n"), "");
    let text = text.replace(&paragraph(2010), &paragraph(7_777_777));
    newsroom.write("content/0201.md", &format!("{text}\n{}\n", words.join(" ")));
    newsroom.check("--baseline accepted.json", 0);

    // The accepted paragraph turns up in a third article.
    lift(&newsroom, 202, 200);
    let third = newsroom.check("--baseline accepted.json", 1);
    third.says("accepted in content/0200.md:5 and content/0201.md:").says("new in content/0202.md:7");

    // A suppression with a reason makes it green again.
    let text = newsroom.read("content/0202.md");
    let mark = "<!-- twicetold: ignore exact-passage -- licensed -->";
    let marked = text.replace(&lifted, &format!("{mark}\n\n{lifted}"));
    newsroom.write("content/0202.md", &marked);
    newsroom.check("--baseline accepted.json", 0);

    // It outlives its text, and that is told.
    newsroom.write("content/0202.md", &marked.replace(&lifted, &paragraph(8_888_888)));
    let outlived = newsroom.check("--baseline accepted.json", 0);
    outlived.says("content/0202.md:7: this suppression (licensed) meets no exact-passage");

    // An accepted finding whose text is gone is told, and pruned.
    newsroom.write("content/0301.md", &article(301));
    newsroom.check("--baseline accepted.json", 0).says("is met no more");
    newsroom.run("baseline prune content --baseline accepted.json").expect(0).says("1 dropped");
    newsroom.check("--baseline accepted.json --fail-on any", 1).says("2 findings");
}

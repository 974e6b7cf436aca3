//! The HTML report in a real browser: see `browser/report.mjs`.
//!
//! Needs node, the packages of `tests/browser` (`npm ci` there) and Chromium (`CHROMIUM` names it, if
//! not `/usr/bin/chromium`); says plainly what is missing where it skips.
//! Where `TWICETOLD_BROWSER` is set, as `.ci/run` does, it never skips.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a run of the browser lacks.
fn missing() -> Option<String> {
    if Command::new("node").arg("--version").output().is_err() {
        return Some("node is not there".to_owned());
    }
    if !Path::new(ROOT).join("tests/browser/node_modules/playwright-core").is_dir() {
        return Some("the packages are not there: run `npm ci` in tests/browser".to_owned());
    }
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    (!Path::new(&chromium).exists()).then(|| format!("{chromium} is not there"))
}

/// Writes the HTML report of a directory.
fn report(inputs: &Path, file: &Path) -> PathBuf {
    let scan = Command::new(env!("CARGO_BIN_EXE_twicetold"))
        .args(["scan", "-q", "-f", "html", "-o"])
        .args([file, inputs])
        .output()
        .unwrap();
    assert!(scan.status.success(), "{}", String::from_utf8_lossy(&scan.stderr));
    file.to_owned()
}

const STORY: &str = "The council on Thursday approved a long-delayed flood barrier for the old \
    harbour, after months of talks with the fishing fleet and a storm that put the market square \
    under a metre of water in January. <script>globalThis.owned = 1</script> The mayor called it a \
    good day for the town, and said that work on the foundations would begin before the winter.";

/// Two articles whose titles, texts and addresses try to be markup.
fn write_hostile(directory: &Path) {
    let record = |id: u32, story: &str| {
        serde_json::json!({
            "id": format!("{id}\"><svg onload=globalThis.owned=1>"),
            "title": "<img src=x onerror=\"globalThis.owned=1\"></script><script>globalThis.owned=1</script>",
            "url": "javascript:globalThis.owned=1",
            "source": "<b>times</b>",
            "body": story,
        })
    };
    let other = STORY.replace("long-delayed", "much-delayed").replace("a good day", "<!--a day");
    let lines = format!("{}\n{}\n", record(1, STORY), record(2, &other));
    fs::create_dir_all(directory).unwrap();
    fs::write(directory.join("items.jsonl"), lines).unwrap();
    fs::write(directory.join("bad.jsonl"), "{\"id\": \n").unwrap();
    let statutes: Vec<String> = (0..40).map(|at| format!("statute{at}")).collect();
    let statutes = statutes.join(" ");
    fs::write(directory.join("c.md"), &statutes).unwrap();
    let marked = format!("<!-- twicetold: ignore -- <b>ours</b> -->\n\n{statutes}\n");
    fs::write(directory.join("d.md"), marked).unwrap();
    fs::write(directory.join("mark.md"), "<!-- twicetold: ignor -->\n\nA text.\n").unwrap();
}

/// Five thousand stories, each told by two papers.
fn write_many(directory: &Path) {
    fs::create_dir_all(directory).unwrap();
    for paper in ["times", "post"] {
        let mut lines = String::new();
        for story in 0..5000_u32 {
            let words: Vec<String> =
                (0..40_u32).map(|at| format!("word{}", story * 1000 + at)).collect();
            let record = serde_json::json!({
                "id": format!("{paper}-{story}"),
                "title": format!("Story number {story}"),
                "source": paper,
                "body": words.join(" "),
            });
            writeln!(lines, "{record}").unwrap();
        }
        fs::write(directory.join(format!("{paper}.jsonl")), lines).unwrap();
    }
}

#[test]
fn the_html_report_works_in_a_browser() {
    if let Some(missing) = missing() {
        assert!(std::env::var_os("TWICETOLD_BROWSER").is_none(), "{missing}");
        println!("skipped: {missing}");
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path();
    write_hostile(&directory.join("hostile"));
    write_many(&directory.join("many"));
    let pages = [
        report(&Path::new(ROOT).join("corpus"), &directory.join("corpus.html")),
        report(&directory.join("hostile"), &directory.join("hostile.html")),
        report(&directory.join("many"), &directory.join("many.html")),
    ];
    let mut node = Command::new("node");
    node.arg(Path::new(ROOT).join("tests/browser/report.mjs")).args(&pages);
    // A directory for pictures, to look at.
    node.args(std::env::var_os("SCREENSHOTS"));
    let output = node.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{told}");
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}

//! Inputs that are broken, hostile or gone: each gives its diagnostic, the rest is still read, and
//! the exit code is that of a run that came to its end.

#![allow(clippy::unwrap_used, reason = "a test that cannot make its input fails")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use twicetold::walk::{Input, InputPlace};
use twicetold::{ErrorKind, ReadOptions, read};

const STORY: &str = "The council on Thursday approved a long-delayed flood barrier for the old harbour, \
    after months of talks with the fishing fleet and a storm that put the market square under a \
    metre of water in January.";

/// Longest time that a hostile input of some megabytes may take in a debug build.
const PATIENCE: Duration = Duration::from_secs(30);

fn scan(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.current_dir(folder).args(["scan", ".", "-f", "json", "--documents", "all"]);
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// A folder with two copies of a story, and `name` beside them.
fn folder(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good-a.txt"), STORY).unwrap();
    fs::write(folder.path().join("good-b.txt"), format!("Barrier approved\n\n{STORY}")).unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

/// The report of a run that came to its end and read the two good files.
#[track_caller]
fn report(output: &Output) -> Value {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let read =
        |name: &str| report["documents"].as_array().unwrap().iter().any(|d| d["uri"] == name);
    assert!(read("good-a.txt") && read("good-b.txt"), "{report}");
    assert!(report["summary"]["findings"].as_u64() >= Some(1), "{report}");
    report
}

/// Scans a folder with this input; expects one diagnostic with this rule, line and words.
#[track_caller]
fn check(name: &str, bytes: &[u8], arguments: &[&str], expected: (&str, Option<u64>, &str)) {
    let (rule, line, says) = expected;
    let folder = folder(name, bytes);
    let started = Instant::now();
    let output = scan(folder.path(), arguments);
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    let report = report(&output);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let found = diagnostics.iter().find(|d| d["uri"] == name).unwrap_or(&Value::Null);
    assert_eq!(found["rule"], rule, "{diagnostics:?}");
    assert_eq!(found["line"].as_u64(), line, "{diagnostics:?}");
    assert!(found["message"].as_str().unwrap().contains(says), "{diagnostics:?}");
    assert_eq!(report["run"]["complete"], false);
    assert_eq!(report["summary"]["inputs_failed"], 1);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains(name) && stderr.contains("the report is not complete"), "{stderr}");
}

/// Scans a folder with this input, which can be read; expects no diagnostic.
#[track_caller]
fn check_read(name: &str, bytes: &[u8]) -> Value {
    let folder = folder(name, bytes);
    let started = Instant::now();
    let output = scan(folder.path(), &[]);
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    report(&output)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn many_lines(count: usize) -> Vec<u8> {
    (0..count).flat_map(|at| format!("Line {at} is like no other.\n").into_bytes()).collect()
}

#[test]
fn a_file_that_is_not_text() {
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 1, 2, 3].repeat(500)].concat();
    check("image.txt", &png, &[], ("unreadable-input", None, "not text"));
}

#[test]
fn bytes_that_are_not_utf_8() {
    let text = [b"One line.\nAnother \xff\xfe line.\n".as_slice(), STORY.as_bytes()].concat();
    let arguments = ["--encoding", "utf-8"];
    check("bad.txt", &text, &arguments, ("unreadable-input", Some(2), "not valid UTF-8"));
}

#[test]
fn compressed_data_that_breaks_off() {
    let whole = gzip(&many_lines(5_000));
    let cut = &whole[..whole.len() / 2];
    check("cut.txt.gz", cut, &[], ("truncated-input", None, "gzip data is cut or damaged"));
    let whole = zstd::encode_all(many_lines(5_000).as_slice(), 3).unwrap();
    let cut = &whole[..whole.len() / 2];
    check("cut.txt.zst", cut, &[], ("truncated-input", None, "zstd data is cut or damaged"));
}

#[test]
fn compressed_data_that_expands_without_end() {
    let bomb = gzip(&vec![b' '; 50 << 20]);
    assert!(bomb.len() < 1 << 20);
    let arguments = ["--max-expanded", "1MiB"];
    check("bomb.txt.gz", &bomb, &arguments, ("truncated-input", None, "max-expanded"));
}

#[test]
fn a_line_that_is_too_long() {
    let long = "a ".repeat(100_000);
    let arguments = ["--max-size", "100kB"];
    check("long.txt", long.as_bytes(), &arguments, ("unreadable-input", None, "max-size"));
    let lines =
        format!("{{\"body\":\"{STORY}\"}}\n{{\"body\":\"{long}\"}}\n{{\"body\":\"last\"}}\n");
    check("long.jsonl", lines.as_bytes(), &arguments, ("unreadable-input", Some(2), "max-size"));
}

/// Takes 2 GB of disk (or of holes in it) and a minute: `cargo test -- --ignored`.
#[test]
#[ignore = "reads 2 GB"]
fn a_line_of_2_gb() {
    let folder = folder("long.jsonl", format!("{{\"body\":\"{STORY}\"}}\n").as_bytes());
    let file = fs::OpenOptions::new().append(true).open(folder.path().join("long.jsonl")).unwrap();
    let mut out = std::io::BufWriter::new(file);
    out.write_all(b"{\"body\":\"").unwrap();
    let piece = "word ".repeat(200_000);
    for _ in 0..2_000 {
        out.write_all(piece.as_bytes()).unwrap();
    }
    out.write_all(b"\"}\n{\"body\":\"last\"}\n").unwrap();
    drop(out);
    let report = report(&scan(folder.path(), &[]));
    assert_eq!(report["diagnostics"][0]["line"], 2);
    assert_eq!(report["summary"]["documents"], 4);
}

#[test]
fn elements_nested_100_000_deep() {
    let depth = 100_000;
    let page =
        format!("<html><body>{}<p>{STORY}</p>{}", "<div>".repeat(depth), "</div>".repeat(depth));
    let report = check_read("deep.html", page.as_bytes());
    assert_eq!(report["summary"]["documents"], 3);
    let feed = format!("<rss><channel><item><title>x</title>{}{STORY}", "<a>".repeat(depth));
    check_read("deep.xml", feed.as_bytes());
    check_read("deep.json", "[".repeat(depth).as_bytes());
    check_read("deep.md", format!("{} {STORY}", "> ".repeat(depth)).as_bytes());
}

#[test]
fn entities_that_expand_without_end() {
    let entity = |(name, inner): (char, char)| {
        format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(10))
    };
    let entities: String = ('b'..='z').zip('a'..).map(entity).collect();
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha ha ha ha\">{entities}]><rss><channel>\
         <item><title>t</title><description>{STORY} &z;</description></item></channel></rss>"
    );
    let report = check_read("bomb.rss", feed.as_bytes());
    assert!(report["summary"]["words"].as_u64() < Some(1_000), "{}", report["summary"]);
}

#[test]
fn a_line_that_is_not_json() {
    let lines = "{\"body\":\"one\"}\nnot JSON\n{\"body\":\"three\"}\n";
    check("bad.jsonl", lines.as_bytes(), &[], ("unreadable-input", Some(2), "JSON"));
}

#[test]
fn an_empty_file_holds_no_document_and_is_no_fault() {
    for bytes in [b"".as_slice(), b"\n \n", b"\xef\xbb\xbf"] {
        let report = check_read("empty.txt", bytes);
        assert_eq!(report["summary"]["documents"], 2);
        assert_eq!(report["run"]["complete"], true);
    }
}

#[test]
fn a_file_that_vanishes_after_it_was_found() {
    let path = std::env::temp_dir().join("twicetold-was-never-there.txt");
    let input = Input { place: InputPlace::File(path), uri: "gone.txt".into() };
    let options = ReadOptions::default();
    let readings: Vec<_> = read::portions(&input, &options).map(|p| p.read(&options)).collect();
    let errors: Vec<_> = readings.iter().flat_map(|reading| &reading.errors).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].kind(), errors[0].uri()), (ErrorKind::Unreadable, Some("gone.txt")));
}

#[test]
fn a_file_that_was_named_and_is_not_there() {
    let folder = folder("list", b"good-a.txt\ngone.txt\n");
    let output = scan(folder.path(), &["--files-from", "list", "--exclude", "list"]);
    let report = report(&output);
    assert_eq!(report["diagnostics"][0]["uri"], "gone.txt");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("secret.txt", STORY.as_bytes());
    let path = folder.path().join("secret.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let report = report(&scan(folder.path(), &[]));
    let message = report["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains("permission denied"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back() {
    let folder = folder("other.txt", STORY.as_bytes());
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
    let report = report(&scan(folder.path(), &["--follow"]));
    assert_eq!(report["diagnostics"][0]["uri"], "loop");
}

#[test]
fn a_page_of_navigation_is_told_and_leaves_the_run_complete() {
    let index = "<script src=a.js></script><nav><ul><li><a href=a>Home</a></ul></nav>\
                 <footer>Copyright 2024 The Example Herald. All rights reserved.</footer>";
    for (name, page) in
        [("index.html", index), ("app.html", "<div id=app></div><script src=a.js></script>")]
    {
        let folder = folder(name, page.as_bytes());
        let output = scan(folder.path(), &[]);
        let report = report(&output);
        assert_eq!(report["run"]["complete"], true);
        assert_eq!(report["diagnostics"][0]["uri"], name);
        assert_eq!(report["summary"]["inputs_failed"], 0);
        assert_eq!(report["summary"]["documents"], 3);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(name) && !stderr.contains("not complete"), "{stderr}");
        let create = ["baseline", "create", ".", "--baseline", "b.json"];
        let check = ["check", ".", "--baseline", "b.json", "--on-unreadable", "fail"];
        for arguments in [&create[..], &check] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
            let output = command.current_dir(folder.path()).args(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        }
    }
}

#[test]
fn nothing_that_can_be_read_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let output = scan(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    fs::write(folder.path().join("x.txt"), b"\x7fELF\0\0\0\0").unwrap();
    let output = scan(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("x.txt") && stderr.contains("not text"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_a_scan_quietly() {
    let folder = folder("more.txt", &many_lines(100));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.current_dir(folder.path()).args(["scan", "."]);
    let output = command.stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A limit on the size of files stands for a full disk: a write fails half way.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_last_report_and_no_half_one() {
    let folder = folder("more.txt", &many_lines(100));
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("report.json");
    fs::write(&path, "the last report").unwrap();
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" scan . -f json --documents all -o \"$1\"";
    let mut command = Command::new("bash");
    command.current_dir(folder.path()).args(["-c", script, env!("CARGO_BIN_EXE_twicetold")]);
    let output = command.arg(&path).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write the report"), "{stderr}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "the last report");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
}

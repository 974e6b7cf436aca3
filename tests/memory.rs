//! `--memory`: the same report from a temporary file, of which nothing is ever to be seen.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn twicetold() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twicetold"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR");
    command
}

fn scan(arguments: &str, temp_dir: &Path) -> Output {
    let mut command = twicetold();
    command.args(["scan", "--isolated"]).args(arguments.split_whitespace());
    command.arg("--temp-dir").arg(temp_dir).output().expect("the command runs")
}

#[track_caller]
fn check_empty(directory: &Path) {
    assert_eq!(fs::read_dir(directory).expect("it is there").count(), 0);
}

#[track_caller]
fn check_refused(output: &Output, message: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains(message), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_report_is_the_same_whatever_the_memory_and_the_threads() {
    let directory = tempfile::tempdir().unwrap();
    let whole = "corpus -f json --text full --documents all";
    let held = scan(whole, directory.path());
    assert_eq!(held.status.code(), Some(0));
    for memory in ["0", "4kB", "200KiB", "1GiB"] {
        for threads in [1, 4] {
            let given = format!("{whole} --memory {memory} -j {threads}");
            let output = scan(&given, directory.path());
            assert_eq!(output.status.code(), Some(0), "{given}");
            assert!(output.stdout == held.stdout, "{given}");
            check_empty(directory.path());
        }
    }
}

#[test]
fn other_commands_and_other_reports_are_the_same_as_well() {
    let directory = tempfile::tempdir().unwrap();
    let temp_dir = directory.path().to_str().unwrap();
    let places = ["corpus/rare-earths", "corpus/ocr-scan", "corpus/near-passage-reworded"];
    for command in ["scan -f html", "scan -f text", "check -f sarif", "docs"] {
        let run = |more: &[&str]| {
            let given = command.split_whitespace().chain(places).chain(more.iter().copied());
            twicetold().args(given).output().unwrap()
        };
        let (held, filed) = (run(&[]), run(&["--memory", "0", "--temp-dir", temp_dir]));
        assert_eq!(held.status.code(), filed.status.code(), "{command}");
        assert!(held.stdout == filed.stdout && held.stderr == filed.stderr, "{command}");
    }
    check_empty(directory.path());
}

#[test]
fn a_directory_that_takes_no_file_is_refused() {
    let missing = Path::new("no/such/directory");
    check_refused(
        &scan("corpus --memory 1GiB", missing),
        "no/such/directory: cannot make a temporary file",
    );
    // It is not asked for where everything is held.
    assert_eq!(scan("corpus/rare-earths", missing).status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_grow_is_a_failure() {
    let directory = tempfile::tempdir().unwrap();
    // Blocks of 512 bytes, or of 1024: less than the corpus in either case.
    let limited = "trap '' XFSZ; ulimit -f 2; exec \"$0\" scan corpus --memory 0 --temp-dir \"$1\"";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_twicetold")])
        .arg(directory.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    check_refused(&output, "cannot write the temporary file: file too large");
    check_empty(directory.path());
}

#[cfg(target_os = "linux")]
#[test]
fn the_file_has_no_name_while_it_is_written_nor_after_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    // The standard input stays open, so that the run waits for more.
    let mut run = twicetold()
        .args(["scan", "corpus", "-", "--memory", "0", "--temp-dir"])
        .arg(directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let descriptors = format!("/proc/{}/fd", run.id());
    let is_open = || {
        let links = fs::read_dir(&descriptors).into_iter().flatten().flatten();
        let mut links = links.filter_map(|link| fs::read_link(link.path()).ok());
        links.any(|link| link.starts_with(directory.path()))
    };
    let opened = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        is_open()
    });
    assert!(opened, "no temporary file was made");
    check_empty(directory.path());
    run.kill().unwrap();
    run.wait().unwrap();
    check_empty(directory.path());
}

#[test]
fn the_settings_file_and_the_environment_name_memory_and_directory() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("large")).unwrap();
    fs::write(folder.path().join("a.txt"), "One two three.").unwrap();
    fs::write(
        folder.path().join("twicetold.toml"),
        "[run]\nmemory = \"1MiB\"\ntemp-dir = \"large\"\nthreads = 1\n",
    )
    .unwrap();
    let run = |arguments: &[&str], memory: Option<&str>| {
        let mut command = twicetold();
        command.args(arguments).current_dir(folder.path());
        memory.map(|memory| command.env("TWICETOLD_MEMORY", memory));
        command.output().unwrap()
    };
    let shown = String::from_utf8(run(&["config", "show"], None).stdout).unwrap();
    for (flag, value) in [("memory", "1MiB"), ("temp-dir", "large"), ("threads", "1")] {
        let line = shown.lines().find(|line| line.starts_with(&format!("{flag} = {value}")));
        assert!(line.is_some_and(|line| line.contains("twicetold.toml:")), "{flag}: {shown}");
    }
    assert_eq!(run(&["scan", "a.txt"], None).status.code(), Some(0));
    fs::remove_dir(folder.path().join("large")).unwrap();
    check_refused(&run(&["scan", "a.txt"], None), "large: cannot make a temporary file");
    check_refused(&run(&["scan", "a.txt"], Some("1XB")), "unknown unit");
}

//! The rules of the README's chapter "Architecture", held against the sources: who may name whom,
//! who touches files, who starts threads, who serialises, and how large a file may grow.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, each naming only those before it. `gate` and `config` need not be there.
const ORDER: [&str; 12] = [
    "error",
    "spill",
    "walk",
    "read",
    "fingerprint",
    "compare",
    "report",
    "gate",
    "pipeline",
    "config",
    "lib",
    "cli",
];

/// Lines of a file before its tests.
const MOST_LINES: usize = 400;

/// A file of `src/`, without its tests.
struct Source {
    path: String,
    /// Up to the tests, without comments.
    code: Vec<(usize, String)>,
    /// Up to the tests.
    lines: usize,
    first: String,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("the sources are UTF-8");
        let is_test = |line: &&str| line.starts_with("#[cfg(test)]");
        let body: Vec<&str> = text
            .lines()
            .enumerate()
            .take_while(|(at, line)| {
                !(is_test(line)
                    && text.lines().nth(at + 1).is_some_and(|next| next.contains("mod tests {")))
            })
            .map(|(_, line)| line)
            .collect();
        let is_code = |line: &str| !line.trim_start().starts_with("//");
        let numbered = body.iter().enumerate().map(|(at, line)| (at + 1, (*line).to_owned()));
        Self {
            path: path.to_string_lossy().replace('\\', "/"),
            code: numbered.filter(|(_, line)| is_code(line)).collect(),
            lines: body.len(),
            first: text.lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// The module directly under `src/`.
    fn module(&self) -> &str {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
    }

    /// Whether the whole file is a test.
    fn is_test(&self) -> bool {
        ["/tests.rs", "/oracle.rs", "/sample.rs"].iter().any(|end| self.path.ends_with(end))
    }

    /// `path:line: text` of each line of code that `wrong` picks.
    fn complaints(&self, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let picked = self.code.iter().filter(|(_, line)| wrong(line));
        picked.map(|(at, line)| format!("{}:{at}: {}", self.path, line.trim())).collect()
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("tests run in the root of the crate") {
            let path = entry.expect("src/ can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| Source::read(path)).collect()
}

/// Fails with every line of code, outside of tests, that `wrong` picks.
#[track_caller]
fn check(law: &str, wrong: impl Fn(&Source, &str) -> bool) {
    let complaints: Vec<String> = sources()
        .iter()
        .filter(|source| !source.is_test())
        .flat_map(|source| source.complaints(|line| wrong(source, line)))
        .collect();
    assert!(complaints.is_empty(), "{law}:\n{}", complaints.join("\n"));
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}

/// The modules that a line names as `crate::module`, also in a list.
fn named(line: &str) -> Vec<&str> {
    let names = line.split("crate::").skip(1).flat_map(|rest| {
        let list = rest.strip_prefix('{').unwrap_or(rest);
        let many = rest.starts_with('{');
        list.split(',').take(if many { usize::MAX } else { 1 })
    });
    names
        .map(|name| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next())
        .map(Option::unwrap_or_default)
        .collect()
}

#[test]
fn a_module_names_only_modules_to_its_left() {
    check("names a module to its right", |source, line| {
        let Some(own) = rank(source.module()) else { return false };
        // In the command's own crate `crate::` is the command, `twicetold::` the library.
        named(line).into_iter().filter_map(rank).any(|other| other > own)
    });
}

#[test]
fn every_module_has_its_place_in_the_order() {
    for source in sources() {
        let module = source.module();
        assert!(module == "main" || rank(module).is_some(), "{} has no place", source.path);
    }
}

#[test]
fn the_library_knows_no_command_line() {
    check("knows the command line or the terminal", |source, line| {
        !matches!(source.module(), "cli" | "main")
            && ["clap", "indicatif", "anstream", "terminal_size", "std::env", "stdout()"]
                .iter()
                .any(|word| line.contains(word))
            && !line.contains("env!(")
    });
}

/// Files that touch files though their module does not: what they read is no input.
const TOUCHES_FILES: [&str; 2] = [
    // The memory of the process, from the system.
    "src/pipeline/memory.rs",
    // The committed schema, in tests.
    "src/report/schema.rs",
];

#[test]
fn files_are_touched_where_inputs_are_found_and_read() {
    let allowed = ["spill", "walk", "read", "config", "cli", "main"];
    check("touches files", |source, line| {
        !allowed.contains(&source.module())
            && !TOUCHES_FILES.contains(&source.path.as_str())
            && ["std::fs", "File::", "fs::", "OpenOptions"].iter().any(|word| line.contains(word))
    });
}

#[test]
fn unsafe_stands_in_spill_and_round_two_calls() {
    let calls = ["src/fingerprint/classes.rs", "src/compare/prefix.rs"];
    check("is unsafe", |source, line| {
        source.module() != "spill"
            && !calls.contains(&&*source.path)
            && ["unsafe {", "unsafe fn", "unsafe impl", "unsafe_code"]
                .iter()
                .any(|word| line.contains(word))
    });
}

#[test]
fn threads_are_started_in_the_pipeline_and_shared_in_loops_of_compare_and_of_reports() {
    check("uses threads", |source, line| {
        let parallel = ["rayon", "par_iter", "par_bridge", "std::thread", "thread::spawn"];
        !matches!(source.module(), "pipeline" | "compare")
            && !["src/report/findings.rs", "src/report/pieces.rs"].contains(&&*source.path)
            // A large document is read by all threads.
            && source.path != "src/fingerprint/parts.rs"
            // Git answers before it has read all that it is asked.
            && source.path != "src/cli/revision.rs"
            && parallel.iter().any(|word| line.contains(word))
    });
    check("starts threads", |source, line| {
        source.module() != "pipeline"
            && source.path != "src/cli/revision.rs"
            && ["ThreadPoolBuilder", "thread::spawn"].iter().any(|word| line.contains(word))
    });
}

#[test]
fn serialization_lives_in_reports_json_inputs_and_configuration() {
    check("serialises", |source, line| {
        let is_json = ["json", "value", "record"].iter().any(|n| source.path.contains(n));
        let allowed = matches!(source.module(), "report" | "config" | "gate")
            || source.module() == "read" && is_json;
        !allowed && line.contains("derive(") && line.contains("erialize")
    });
}

#[test]
fn text_ends_at_the_fingerprints() {
    check("holds text", |source, line| {
        let is_text = line.contains("Document") && line.contains("crate::read");
        source.module() == "compare" && is_text
    });
}

#[test]
fn a_file_has_at_most_400_lines_before_its_tests() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines > MOST_LINES)
        .map(|source| format!("{}: {} lines", source.path, source.lines))
        .collect();
    assert!(long.is_empty(), "split by type or by format:\n{}", long.join("\n"));
}

#[test]
fn a_file_says_first_what_it_is() {
    for source in sources() {
        assert!(source.first.starts_with("//!"), "{} has no `//!` header", source.path);
    }
}

#[test]
fn no_name_says_nothing() {
    let empty = ["util", "utils", "common", "helper", "helpers", "manager", "types", "misc"];
    for source in sources() {
        let stem = |part: &str| part.trim_end_matches(".rs").to_owned();
        let wrong = source.path.split('/').map(stem).find(|part| empty.contains(&part.as_str()));
        assert!(wrong.is_none(), "{} is named for nothing", source.path);
    }
    let forbidden = ["bucket", "score", "dup", "dupe", "util", "helper", "manager"];
    let kinds =
        ["fn ", "struct ", "enum ", "mod ", "trait ", "type ", "const ", "let ", "let mut "];
    check("has a name that the project does not use", |_, line| {
        kinds.iter().any(|kind| {
            let name = line.split(kind).nth(1).unwrap_or_default();
            let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            let name = name.unwrap_or_default().to_lowercase();
            name.split('_').any(|part| forbidden.contains(&part))
        })
    });
}

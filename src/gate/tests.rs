//! The schema of the baseline, and files that are none.

use super::*;
use crate::error::ErrorKind;

#[test]
fn the_committed_schema_is_the_types_schema() {
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/gate/baseline.schema.json");
    let mut bytes = Vec::new();
    write_baseline_schema(&mut bytes).unwrap();
    let generated = String::from_utf8(bytes).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(COMMITTED, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(committed == generated, "run the test with UPDATE=1 and commit {COMMITTED}");
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    let error = Baseline::parse(text, "b.json").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Baseline);
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn what_is_no_baseline_is_refused() {
    check_refused("", "b.json: not a baseline");
    check_refused("[]", "b.json: not a baseline: it is no object of JSON");
    check_refused("{\"version\": 2, \"new\": 1}", "version 2; 1 can be read");
    check_refused("{\n<<<<<<< HEAD\n", "b.json:2: the baseline holds a merge conflict");
    check_refused("{\"version\": 1, \"algorithm\": \"t0\", \"accepted\": {}}", "algorithm t0");
    check_refused(
        "{\"version\": 1, \"algorithm\": \"t4\", \"accepted\": {}, \"x\": 1}",
        "unknown field",
    );
}

#[test]
fn entries_of_one_fingerprint_are_joined() {
    let entry = |documents: &str| {
        let text = documents.len();
        format!(
            "\"t4:a\": {{\"rule\":\"exact-passage\",\"documents\":[{documents}],\"texts\":[\"{text}\"]}}"
        )
    };
    let text = format!(
        "{{\n\"version\": 1,\n\"algorithm\": \"t4\",\n\"accepted\": {{\n{}\n{},\n}}\n}}\n",
        entry("\"a\",\"b\""),
        entry("\"a\",\"c\",\"c\"")
    );
    let baseline = Baseline::parse(&text, "b.json").unwrap();
    let (_, joined) = baseline.entries().next().unwrap();
    assert_eq!(joined.documents, ["a", "b", "c", "c"]);
    assert_eq!(joined.texts.iter().collect::<Vec<_>>(), ["11", "7"]);
}

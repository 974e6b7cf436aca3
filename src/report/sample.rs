//! Reports for the renderers' tests: a usual one, an empty one, a hostile one, one with times.

use std::collections::BTreeMap;

use super::*;
use crate::fingerprint::{ALGORITHM, Exact, SimHash};

/// A report with findings over documents and inside one, and a diagnostic.
pub(super) fn report() -> Report {
    let mut report = empty();
    report.run.complete = false;
    report.summary = Summary {
        inputs: 31,
        inputs_failed: 2,
        documents: 1204,
        blocks: 20_311,
        words: 611_204,
        words_repeated: 49_507,
        known: 0,
        suppressed: 0,
        findings: 4,
        by_rule: BTreeMap::from([
            ("exact-passage", 1),
            ("identical-document", 1),
            ("near-document", 1),
            ("repeated-body", 1),
        ]),
        truncated: false,
    };
    report.documents = documents();
    report.findings = vec![near(), repeat(), identical(), passage()];
    report.diagnostics = vec![Diagnostic {
        rule: "unreadable-input",
        level: "warning",
        uri: "feeds/bad.xml".to_owned(),
        line: Some(12),
        message: "unexpected end of file; 4 items read".to_owned(),
    }];
    report
}

/// A report without findings.
pub(super) fn empty() -> Report {
    Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: "twicetold", version: "0.1.0", algorithm: ALGORITHM },
        run: Run {
            command: "scan".to_owned(),
            targets: vec!["feeds".to_owned()],
            complete: true,
            focus: None,
        },
        settings: BTreeMap::from([
            ("contain", Setting::Share(0.9)),
            ("engine", Setting::Text("winnow".to_owned())),
            ("level", Setting::List(vec!["document".to_owned(), "passage".to_owned()])),
            ("min-words", Setting::Count(25)),
        ]),
        gate: None,
        summary: Summary { inputs: 1, documents: 3, blocks: 20, words: 611, ..Summary::default() },
        documents: Vec::new(),
        findings: Vec::new(),
        diagnostics: Vec::new(),
        stats: None,
    }
}

/// A report whose inputs try to steer the terminal.
pub(super) fn hostile() -> Report {
    let mut report = report();
    for entry in &mut report.documents {
        entry.uri = format!("a\x1b]0;owned\x07\n{}", entry.uri).into();
        entry.key = format!("{}#\u{202e}x", entry.uri);
        entry.title = Some("\x1b[2J\u{202e}evil\u{9b}31m\r\nnext\tline \u{2028}end".to_owned());
        entry.published = Some("\x1b[5m2026".to_owned());
    }
    for finding in &mut report.findings {
        finding.excerpt = Some("line\n\x1b[1mbold\x08\x08 \u{2066}isolated".to_owned());
        for occurrence in &mut finding.occurrences {
            occurrence.text = Some("one\x1b[7m\ntwo\u{85}three".into());
        }
        let hostile = |_| Difference::Changed { anchor: "\x1b[2J", copy: "\x07" };
        finding.difference = finding.difference.iter().map(hostile).collect();
    }
    report.diagnostics[0].message = "no \x1b[31m".to_owned();
    report
}

/// A report with times.
pub(super) fn with_stats() -> Report {
    let mut report = empty();
    let stage = |name, seconds, amount, unit, memory_bytes| Stage {
        name,
        seconds,
        amount,
        unit,
        memory_bytes,
    };
    report.stats = Some(Stats {
        seconds: 2.0,
        peak_memory_bytes: Some(851_968_000),
        threads: 2,
        stages: vec![
            stage("read", 1.5, 64 << 20, "bytes", Some(700 << 20)),
            stage("fingerprint", 0.5, 611_204, "words", None),
        ],
    });
    report
}

/// An explanation of a near copy.
pub(super) fn explanation() -> Explanation {
    let side = |key: &str, title: &str, words, coverage| Side {
        key: key.to_owned(),
        title: Some(title.to_owned()),
        words,
        coverage,
    };
    let finding = near();
    Explanation {
        anchor: side("feeds/times.xml#88", "Council approves flood barrier", 412, 0.71),
        copy: side("feeds/post.xml#9", "Flood barrier gets go-ahead", 320, 0.93),
        seeds: 34,
        longest_words: 212,
        equal_words: 0.89,
        numbers: crate::compare::EqualNumbers { equal: 5, all: 6, may_differ: 1, agree: true },
        resemblance: 0.44,
        containment: 0.62,
        thresholds: Thresholds { near: 0.5, contain: 0.95, min_words: 25 },
        verdict: Verdict::Match(crate::compare::Rule::NearDocument),
        passages: vec![ExplainedPassage {
            passage: finding.occurrences[1].passages[0].clone(),
            difference: finding.difference,
        }],
    }
}

fn documents() -> Vec<DocumentEntry> {
    let entry = |uri: &str, id: &str, source: &str, published: &str, words| DocumentEntry {
        key: format!("{uri}{id}"),
        uri: uri.into(),
        format: if id.is_empty() { "text" } else { "rss" },
        encoding: "UTF-8",
        source: source.into(),
        url: None,
        title: None,
        published: (!published.is_empty()).then(|| published.to_owned()),
        language: Some("en".to_owned()),
        words,
        blocks: 9,
        fingerprint: Exact(0x2f0c_5b1e_9a7d_43f6_8c21_b0e4_d7a9_5f36_u128.to_le_bytes()),
        simhash: SimHash(0x9b13_00f2_c4d5_e6a7),
    };
    let mut documents = vec![
        entry(
            "feeds/times.xml",
            "#tag:example.org,2026:88",
            "example-times",
            "2026-11-20T08:14:00Z",
            412,
        ),
        entry("feeds/post.xml", "#9", "example-post", "2026-11-20T09:02:00Z", 431),
        entry("archive/11.jsonl", "#a-331", "example-post", "2026-11-21T06:40:00Z", 310),
        entry("article.txt", "", ".", "", 680),
    ];
    documents[0].title = Some("Council approves flood barrier".to_owned());
    documents[1].title = Some("Flood barrier gets go-ahead".to_owned());
    documents[2].title = Some("Flood barrier gets go-ahead".to_owned());
    documents
}

fn occurrence(
    document: usize,
    role: &'static str,
    lines: [u32; 2],
    blocks: [u32; 2],
) -> Occurrence {
    Occurrence {
        document,
        role,
        lines,
        bytes: None,
        blocks,
        core: blocks,
        own: 0,
        shares: None,
        edits: None,
        passages: Vec::new(),
        status: None,
        was_there: false,
        reason: None,
        column: 1,
        text: None,
    }
}

fn finding(rule: crate::compare::Rule, words: u64, occurrences: Vec<Occurrence>) -> Finding {
    Finding {
        id: "F1".to_owned(),
        rule: rule.name(),
        level: rule.default_level().name(),
        status: "new",
        fingerprint: "t4:9c1e0f22a7b34d5e8f60718293a4b5c6".to_owned(),
        words,
        times: occurrences.len() as u64,
        cohesion: None,
        anchor_reason: None,
        occurrences,
        excerpt: Some("The council on Thursday approved a long-delayed flood barrier for the old harbour after years of debate over its cost and its look.".to_owned()),
        difference: Differences::default(),
    }
}

fn copy_of(lines: [u32; 2], words: u64, identical: u64) -> Passage {
    Passage {
        exact: words == identical,
        words,
        identical_words: identical,
        similarity: identical as f64 / words as f64,
        anchor: Span { lines: [41, 43], bytes: Some([1840, 2200]) },
        copy: Span { lines, bytes: Some([9001, 9370]) },
        aligned: None,
        is_cut: false,
    }
}

fn shares([coverage, coverage_of_anchor, resemblance, containment]: [f64; 4]) -> Shares {
    Shares { coverage, coverage_of_anchor, resemblance, containment }
}

fn near() -> Finding {
    let mut anchor = occurrence(0, "anchor", [41, 44], [2, 5]);
    anchor.bytes = Some([1840, 2345]);
    let mut first = occurrence(1, "copy", [118, 121], [1, 4]);
    first.shares = Some(shares([0.93, 0.97, 0.44, 0.62]).into());
    first.edits = Some(11);
    first.passages = vec![copy_of([118, 120], 212, 201)];
    let mut second = occurrence(2, "copy", [331, 331], [1, 3]);
    second.shares = Some(shares([0.91, 0.71, 0.52, 0.83]).into());
    second.passages = vec![copy_of([331, 331], 310, 310)];
    let mut near = finding(crate::compare::Rule::NearDocument, 398, vec![anchor, first, second]);
    near.cohesion = Some(Cohesion { lowest: 0.91, median: 0.93 });
    near.anchor_reason = Some("first published");
    let steps = [
        Difference::Same("The council on Thursday approved a "),
        Difference::Changed { anchor: "long-delayed", copy: "much-delayed" },
        Difference::Same(
            " flood barrier for the old harbour after years of debate over its cost and its look, the mayor said. ",
        ),
        Difference::Changed { anchor: "“It is a good day”,", copy: "" },
        Difference::Same(" she told reporters."),
    ];
    near.difference = steps.into_iter().collect();
    near
}

fn repeat() -> Finding {
    let anchor = occurrence(3, "anchor", [2, 7], [2, 7]);
    let copy = occurrence(3, "copy", [8, 13], [8, 13]);
    let mut repeat = finding(crate::compare::Rule::RepeatedBody, 333, vec![anchor, copy]);
    repeat.id = "F2".to_owned();
    repeat
}

fn identical() -> Finding {
    let anchor = occurrence(1, "anchor", [118, 121], [1, 4]);
    let mut copy = occurrence(2, "copy", [331, 331], [1, 4]);
    copy.shares = Some(shares([1.0; 4]).into());
    let mut identical = finding(crate::compare::Rule::IdenticalDocument, 431, vec![anchor, copy]);
    identical.id = "F3".to_owned();
    identical.cohesion = Some(Cohesion { lowest: 1.0, median: 1.0 });
    identical.anchor_reason = Some("first published");
    identical
}

fn passage() -> Finding {
    let anchor = occurrence(0, "anchor", [44, 44], [5, 5]);
    let mut copy = occurrence(3, "copy", [3, 3], [3, 3]);
    copy.edits = Some(0);
    copy.column = 17;
    let mut passage = finding(crate::compare::Rule::ExactPassage, 74, vec![anchor, copy]);
    passage.id = "F4".to_owned();
    passage.anchor_reason = Some("first published");
    passage
}

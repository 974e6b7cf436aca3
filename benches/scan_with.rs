//! A scan with options that the command does not have, for `benches/sweep.py`.
//!
//! usage: `cargo bench --bench scan_with -- DOCS.jsonl REPORT.json [k=5] [k-characters=6] [sampling=5]
//! [sampling-characters=3] [w=8] [min-words=25] [near=0.5] [contain=0.9]`

#![allow(clippy::unwrap_used, clippy::panic, reason = "a measurement that cannot be made fails")]
#![allow(clippy::print_stdout, reason = "a program of its own")]

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use twicetold::compare::CompareOptions;
use twicetold::report::{RenderOptions, ReportFormat, write_report};
use twicetold::{Detector, NoProgress, Options};

fn main() {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let [docs, report, settings @ ..] = &arguments[..] else {
        println!("skipped: no DOCS.jsonl and REPORT.json named");
        return;
    };
    let mut options = Options::default();
    for setting in settings {
        let (name, value) = setting.split_once('=').unwrap();
        set(&mut options.compare, name, value);
    }
    let found = Detector::new(options).unwrap().scan_paths(&[PathBuf::from(docs)], &NoProgress);
    let mut out = BufWriter::new(File::create(report).unwrap());
    write_report(ReportFormat::Json, &found.unwrap(), &RenderOptions::default(), &mut out).unwrap();
}

fn set(options: &mut CompareOptions, name: &str, value: &str) {
    let fingerprint = &mut options.fingerprint;
    match name {
        "k" => fingerprint.shingle.k = value.parse().unwrap(),
        "k-characters" => fingerprint.shingle.k_characters = value.parse().unwrap(),
        "sampling" => fingerprint.sampling = value.parse().unwrap(),
        "sampling-characters" => fingerprint.sampling_characters = value.parse().unwrap(),
        "w" => fingerprint.window = value.parse().unwrap(),
        "min-words" => options.min_words = value.parse().unwrap(),
        "near" => options.near = value.parse().unwrap(),
        "contain" => options.contain = value.parse().unwrap(),
        _ => panic!("no setting {name}"),
    }
}

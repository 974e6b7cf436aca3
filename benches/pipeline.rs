//! What the whole takes, from files to the report: generated news, and, where it is there, real news.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot make its input fails")]
#![allow(clippy::print_stdout, reason = "says which input is not there")]

#[path = "../tests/reference/newsroom.rs"]
mod newsroom;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use twicetold::{Detector, NoProgress, Options};

const SAMPLES: usize = 10;

fn pipeline(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("news.jsonl");
    let mut articles = newsroom::articles(4_000, 1);
    let mut random = newsroom::Random(2);
    let copies: Vec<_> = articles.iter().step_by(4).map(|a| a.edited(&mut random, 3)).collect();
    articles.extend(copies);
    let lines: Vec<String> = articles.iter().enumerate().map(|(at, a)| a.json(at)).collect();
    fs::write(&place, lines.join("\n")).unwrap();
    let real = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/reuters21578.jsonl.zst"
    ));
    let mut group = criterion.benchmark_group("pipeline");
    for (name, path) in [("generated", place), ("reuters21578", real)] {
        let Ok(known) = fs::metadata(&path) else {
            println!("skipped: {} is not there", path.display());
            continue;
        };
        group.throughput(Throughput::Bytes(known.len()));
        let detector = Detector::new(Options::default()).unwrap();
        let paths = [path];
        group.bench_function(name, |bench| {
            bench.iter(|| detector.scan_paths(&paths, &NoProgress).unwrap());
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(SAMPLES).measurement_time(Duration::from_secs(5));
    targets = pipeline
}
criterion_main!(benches);

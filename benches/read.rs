//! What reading takes, in bytes of the input: plain text, and JSONL as feeds and archives come.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot make its input fails")]

#[path = "../tests/reference/newsroom.rs"]
mod newsroom;

use std::fs;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use twicetold::walk::{Input, InputPlace};
use twicetold::{ReadOptions, read};

const SAMPLES: usize = 20;

/// Reads an input to its end and returns its documents.
fn documents(input: &Input) -> usize {
    let options = ReadOptions::default();
    read::portions(input, &options).map(|portion| portion.read(&options).documents.len()).sum()
}

fn read_stage(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let articles = newsroom::articles(2_000, 1);
    let lines: Vec<String> = articles.iter().enumerate().map(|(at, a)| a.json(at)).collect();
    let html: Vec<String> =
        articles.iter().map(|a| a.text().replace("\n\n", "</p>\n<p>")).collect();
    let page = format!("<html><body><article><p>{}</p></article></body></html>", html[0]);
    let inputs = [
        ("jsonl", lines.join("\n")),
        ("text", articles.iter().map(newsroom::Article::text).collect()),
        ("html", page),
    ];
    let mut group = criterion.benchmark_group("read");
    for (name, text) in inputs {
        let place = folder.path().join(name);
        fs::write(&place, &text).unwrap();
        let input = Input { place: InputPlace::File(place), uri: format!("news.{name}") };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bench| bench.iter(|| documents(black_box(&input))));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(SAMPLES).measurement_time(Duration::from_secs(5));
    targets = read_stage
}
criterion_main!(benches);

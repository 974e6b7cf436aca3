//! What fingerprinting takes, in bytes of the text: tokens and exact fingerprints, the selection of
//! shingles, `SimHash`, `MinHash`.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot make its input fails")]

#[path = "../tests/reference/newsroom.rs"]
mod newsroom;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use twicetold::Document;
use twicetold::fingerprint::{FingerprintOptions, Fingerprints, SimHash};

const SAMPLES: usize = 20;

fn fingerprint_stage(criterion: &mut Criterion) {
    let articles = newsroom::articles(500, 1);
    let texts = articles.iter().enumerate();
    let documents: Vec<Document> =
        texts.map(|(at, a)| Document::from_text(at.to_string(), a.text())).collect();
    let bytes = documents.iter().map(|document| document.text.len() as u64).sum();
    let all: Vec<Fingerprints> = documents.iter().map(Fingerprints::of).collect();
    let mut group = criterion.benchmark_group("fingerprint");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("tokens and exact", |bench| {
        bench.iter(|| black_box(&documents).iter().map(|d| Fingerprints::of(d).words).sum::<u32>());
    });
    group.bench_function("select", |bench| {
        let options = FingerprintOptions::default();
        bench.iter(|| black_box(&all).iter().map(|f| f.select(options).len()).sum::<usize>());
    });
    group.bench_function("simhash", |bench| {
        bench.iter(|| {
            black_box(&all).iter().map(|f| SimHash::of(&f.tokens).0).fold(0, |x, y| x ^ y)
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(SAMPLES).measurement_time(Duration::from_secs(5));
    targets = fingerprint_stage
}
criterion_main!(benches);

//! What comparison takes: a pair by itself, repeats inside a document, and whole newsrooms by each
//! engine (fingerprints included, which all engines need).

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot make its input fails")]

#[path = "../tests/reference/newsroom.rs"]
mod newsroom;

use std::hint::black_box;
use std::ops::Range;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use newsroom::{Article, Random};
use twicetold::compare::{CompareOptions, DocumentId, Originals, RepeatFinder, Text, align};
use twicetold::fingerprint::{Fingerprinter, Fingerprints, Spelling, Token};
use twicetold::{Detector, Document, Engine, Options};

const SAMPLES: usize = 20;

fn document(article: &Article) -> Document {
    Document::from_text("a", article.text())
}

fn fingerprints(article: &Article) -> Fingerprints {
    Fingerprints::of(&document(article))
}

/// Documents without titles.
struct Untitled([Document; 2]);

impl Originals for Untitled {
    fn spelling(&self, id: DocumentId, blocks: Range<usize>, first: u32) -> Spelling {
        Spelling::of_blocks(&self.0[id.0 as usize], blocks, first)
    }

    fn title(&self, _: DocumentId) -> Vec<Token> {
        Vec::new()
    }
}

fn compare_stage(criterion: &mut Criterion) {
    let mut random = Random(1);
    let original = Article::written(&mut random);
    let copy = original.edited(&mut random, 4);
    let options = CompareOptions::default();
    let mut group = criterion.benchmark_group("compare");
    let (a, b) = (fingerprints(&original), fingerprints(&copy));
    let documents = [document(&original), document(&copy)];
    let texts = [&a, &b].map(Text::of);
    let originals = Untitled(documents);
    group.bench_function("pair of an edited copy", |bench| {
        bench.iter(|| align(black_box(&texts), &options, &originals));
    });
    let mut fingerprinter = Fingerprinter::default();
    let twice = document(&Article([original.0.clone(), copy.0].concat()));
    let twice = fingerprinter.fingerprints(&twice);
    fingerprinter.select(&twice, options.fingerprint);
    let selected = fingerprinter.selected();
    let mut finder = RepeatFinder::default();
    group.bench_function("repeats of a body told twice", |bench| {
        bench.iter(|| finder.repeats(black_box(&twice), selected, &options));
    });
    let texts: Vec<String> = (0..100).flat_map(newsroom::day).collect();
    let texts = texts.into_iter().enumerate();
    let documents: Vec<Document> =
        texts.map(|(at, text)| Document::from_text(at.to_string(), text)).collect();
    for engine in Engine::ALL {
        let compare = CompareOptions { engine, ..CompareOptions::default() };
        let detector =
            Detector::new(Options { compare, threads: 1, ..Options::default() }).unwrap();
        group.bench_function(format!("100 newsrooms by {}", engine.name()), |bench| {
            bench.iter_batched(
                || documents.clone(),
                |documents| detector.scan_documents(documents).unwrap(),
                BatchSize::LargeInput,
            );
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(SAMPLES).measurement_time(Duration::from_secs(5));
    targets = compare_stage
}
criterion_main!(benches);

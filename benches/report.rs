//! What writing a report takes, in each format.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot make its input fails")]

#[path = "../tests/reference/newsroom.rs"]
mod newsroom;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use twicetold::report::{RenderOptions, ReportFormat, write_report};
use twicetold::{Detector, Document, Options};

const SAMPLES: usize = 20;

fn report_stage(criterion: &mut Criterion) {
    let texts: Vec<String> = (0..100).flat_map(newsroom::day).collect();
    let texts = texts.into_iter().enumerate();
    let documents = texts.map(|(at, text)| Document::from_text(at.to_string(), text));
    let detector = Detector::new(Options::default()).unwrap();
    let report = detector.scan_documents(documents.collect()).unwrap();
    let mut group = criterion.benchmark_group("report");
    for format in ReportFormat::ALL {
        group.bench_function(format.name(), |bench| {
            bench.iter(|| {
                write_report(format, &report, &RenderOptions::default(), &mut std::io::sink())
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(SAMPLES).measurement_time(Duration::from_secs(5));
    targets = report_stage
}
criterion_main!(benches);

//! Times and memory of a run, and the table of them: stage, seconds, amount, rate.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::layout::{pad, pad_start, width};
use super::phrase::thousands;
use super::share::share;

/// Times and memory of a run, by stage.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Stats {
    /// Wall time of the whole run, in seconds.
    #[serde(serialize_with = "share")]
    pub seconds: f64,
    /// Largest resident memory, in bytes, where the system tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_memory_bytes: Option<u64>,
    /// Threads that were used.
    pub threads: u64,
    /// The stages, in order.
    pub stages: Vec<Stage>,
}

/// One stage of the pipeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stage {
    /// Name of the stage.
    pub name: &'static str,
    /// Wall time in seconds.
    #[serde(serialize_with = "share")]
    pub seconds: f64,
    /// What it went through: inputs, bytes, words or findings.
    pub amount: u64,
    /// Unit of `amount`.
    pub unit: &'static str,
    /// Largest resident memory up to its end, in bytes, where the system tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
}

/// Writes the stages with their rates, and the totals.
///
/// # Errors
///
/// Those of `out`.
pub fn write_stats(stats: &Stats, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<[String; 5]> =
        vec![["stage", "seconds", "amount", "rate", "memory"].map(str::to_owned)];
    rows.extend(stats.stages.iter().map(row));
    rows.push([
        "total".to_owned(),
        seconds(stats.seconds),
        String::new(),
        String::new(),
        memory(stats.peak_memory_bytes),
    ]);
    let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
    let widths = [0, 1, 2, 3, 4].map(widest);
    for row in &rows {
        let figures = (1..5).map(|column| pad_start(&row[column], widths[column]));
        let cells: Vec<_> = std::iter::once(pad(&row[0], widths[0])).chain(figures).collect();
        writeln!(out, "{}", cells.join("   ").trim_end())?;
    }
    writeln!(out, "{}", super::counted(stats.threads, "thread"))
}

/// The largest memory so far; nothing where it is not known.
fn memory(bytes: Option<u64>) -> String {
    bytes.map(size).unwrap_or_default()
}

fn row(stage: &Stage) -> [String; 5] {
    let amount = match stage.unit {
        "bytes" => size(stage.amount),
        unit => format!("{} {unit}", thousands(stage.amount)),
    };
    let rate = match stage.unit {
        _ if stage.seconds <= 0.0 || stage.amount == 0 => String::new(),
        "bytes" => format!("{}/s", size((stage.amount as f64 / stage.seconds) as u64)),
        unit => format!("{} {unit}/s", thousands((stage.amount as f64 / stage.seconds) as u64)),
    };
    [stage.name.to_owned(), seconds(stage.seconds), amount, rate, memory(stage.memory_bytes)]
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.3}")
}

/// Returns bytes as `812 B`, `1.5 KiB`, `64.0 MiB`.
fn size(bytes: u64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < units.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{value:.1} {}", units[unit])
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn stages_stand_in_columns_with_their_rates() {
        let report = sample::with_stats();
        let mut bytes = Vec::new();
        write_stats(report.stats.as_ref().unwrap(), &mut bytes).unwrap();
        let expected = "\
stage         seconds          amount               rate      memory
read            1.500        64.0 MiB         42.7 MiB/s   700.0 MiB
fingerprint     0.500   611,204 words   1,222,408 words/s
total           2.000                                      812.5 MiB
2 threads
";
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text.split_whitespace().collect::<Vec<_>>(),
            expected.split_whitespace().collect::<Vec<_>>()
        );
        let lines: Vec<_> = text.lines().map(width).collect();
        assert_eq!(lines[0], lines[1]);
    }
}

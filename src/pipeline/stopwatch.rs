//! Where the time goes: one lap a stage.

use std::time::Instant;

use crate::report::{Stage, Stats};

use super::memory;

/// Measures the stages of a run.
pub(super) struct Stopwatch {
    start: Instant,
    lap: Instant,
    stages: Vec<Stage>,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { start: now, lap: now, stages: Vec::new() }
    }

    /// Ends a stage that went through `amount` units.
    pub(super) fn lap(&mut self, name: &'static str, amount: u64, unit: &'static str) {
        let now = Instant::now();
        let seconds = now.duration_since(self.lap).as_secs_f64();
        self.stages.push(Stage { name, seconds, amount, unit, memory_bytes: memory::peak() });
        self.lap = now;
    }

    pub(super) fn stats(&self, threads: usize) -> Stats {
        Stats {
            seconds: self.start.elapsed().as_secs_f64(),
            peak_memory_bytes: memory::peak(),
            threads: threads as u64,
            stages: self.stages.clone(),
        }
    }
}

//! What fails a check: limits on what was found, and which of them are crossed.

use crate::compare::{Level, Rule};
use crate::error::{Error, ErrorKind};
use crate::report::{Gate, GateReason, Report};

use super::{KNOWN, NEW, SUPPRESSED};

/// What fails a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Which findings count.
    pub fail_on: FailOn,
    /// The least level of findings that count.
    pub fail_level: Level,
    /// The most new findings that pass; 0 when absent.
    pub max_new: Option<u64>,
    /// The largest share of repeated words that passes, 0 to 1.
    pub max_duplication: Option<f64>,
    /// What an input that could not be read does.
    pub on_unreadable: OnUnreadable,
}

/// Which findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// None.
    Never,
    /// Those that are neither accepted nor suppressed.
    #[default]
    New,
    /// Also those that are accepted.
    Any,
}

/// What an input that could not be read does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnUnreadable {
    /// It is told.
    #[default]
    Warn,
    /// It fails the check.
    Fail,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fail_on: FailOn::default(),
            fail_level: Level::Warning,
            max_new: None,
            max_duplication: None,
            on_unreadable: OnUnreadable::default(),
        }
    }
}

impl Limits {
    /// Says whether the limits can be used, and together.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if let Some(share) = self.max_duplication
            && !(0.0..=1.0).contains(&share)
        {
            let message = format!("--max-duplication {share} is no share from 0 to 1");
            return Err(Error::new(ErrorKind::Usage, message));
        }
        let name = match self.fail_on {
            FailOn::New => return Ok(()),
            FailOn::Never => "never",
            FailOn::Any => "any",
        };
        if self.max_new.is_none() {
            return Ok(());
        }
        let message = format!("--max-new counts new findings, which --fail-on {name} does not");
        Err(Error::new(ErrorKind::Usage, message))
    }

    /// Returns which limits a report with all its findings crosses.
    pub(crate) fn judge(&self, report: &Report) -> Gate {
        let count = |statuses: &[&str]| {
            let counted = report.findings.iter().filter(|finding| {
                statuses.contains(&finding.status)
                    && finding.rule != Rule::Boilerplate.name()
                    && Level::from_name(finding.level) >= Some(self.fail_level)
            });
            counted.count() as u64
        };
        let mut reasons = Vec::new();
        let mut reason = |limit: &str, allowed: f64, found: f64| {
            if found > allowed {
                reasons.push(GateReason { limit: limit.to_owned(), allowed, found });
            }
        };
        match self.fail_on {
            FailOn::Never => {}
            FailOn::New => {
                reason("max-new", self.max_new.unwrap_or(0) as f64, count(&[NEW]) as f64);
            }
            FailOn::Any => reason("fail-on", 0.0, count(&[NEW, KNOWN]) as f64),
        }
        if let Some(allowed) = self.max_duplication {
            let summary = &report.summary;
            let share = summary.words_repeated as f64 / summary.words.max(1) as f64;
            reason("max-duplication", allowed, share);
        }
        if self.on_unreadable == OnUnreadable::Fail && !report.run.complete {
            reason("on-unreadable", 0.0, report.summary.inputs_failed.max(1) as f64);
        }
        Gate { crossed: !reasons.is_empty(), reasons }
    }
}

/// Returns whether a finding is one that people have to look at.
pub(crate) fn is_counted(status: &str) -> bool {
    status != SUPPRESSED
}

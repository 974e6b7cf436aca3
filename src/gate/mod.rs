//! What of what was found counts? Findings in; their levels, statuses, and whether a limit is
//! crossed out. Knows nothing of files and flags.
//!
//! ```text
//! findings ─levels→ rules that are off are gone ─suppress→ suppressed ─baseline→ known ─limits→ Gate
//! ```

mod level;
mod suppress;
mod names;
mod entry;
mod reach;
mod scope;
mod texts;
mod baseline;
mod baseline_file;
mod novelty;
mod limits;

pub use baseline::{Baseline, BaselineUpdate};
pub use baseline_file::write_baseline_schema;
pub use entry::BaselineEntry;
pub use level::{LevelSetting, Levels};
pub(crate) use limits::is_counted;
pub use limits::{FailOn, Limits, OnUnreadable};
pub use names::DocumentNames;
pub use reach::Reach;
pub use suppress::Allow;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::compare::{CompareOptions, Rule};
use crate::read::Document;
use crate::report::{Diagnostic, Finding};

/// The statuses of a finding.
pub(crate) const NEW: &str = "new";
pub(crate) const KNOWN: &str = "known";
pub(crate) const SUPPRESSED: &str = "suppressed";

/// What decides on what counts.
#[derive(Debug, Clone, Default)]
pub struct GateOptions {
    /// The levels of rules, where they are not the usual ones.
    pub levels: Levels,
    /// What is allowed without a mark in the text.
    pub allow: Vec<Allow>,
    /// What was accepted before.
    pub baseline: Option<Baseline>,
    /// What counts as told twice in a usual run, where this one may ask for more or for less: what only this run does
    /// not meet stays accepted. `None` where this is a usual one.
    pub usual: Option<CompareOptions>,
    /// What fails a check; `None` where nothing is gated.
    pub limits: Option<Limits>,
}

/// What findings are judged by, beside the options.
pub(crate) struct Ground<'a> {
    /// The documents, in walk order.
    pub(crate) documents: &'a [Document],
    /// Their keys.
    pub(crate) keys: &'a [String],
    /// Whether findings that touch the document are wanted, by place; empty for all of them.
    pub(crate) focus: Vec<bool>,
    /// Whether the document is only compared with, by place; empty for none of them.
    pub(crate) reference: Vec<bool>,
    /// What the run is able to meet.
    pub(crate) reach: Reach<'a>,
    /// Whether all that was named was read to its end.
    pub(crate) complete: bool,
    /// The day of the run, by which suppressions expire; `None` where none does.
    pub(crate) today: Option<Date>,
}

/// What became of the findings.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    /// Whether each finding is reported, by place in the list that was given.
    pub(crate) kept: Vec<bool>,
    /// Suppressions and accepted findings that meet nothing.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Sets the levels and statuses of findings, and says which of them are reported.
///
/// `Occurrence::document` is the place in walk order.
pub(crate) fn sift(findings: &mut [Finding], options: &GateOptions, ground: &Ground<'_>) -> Sifted {
    let uri = |place: usize| &*ground.documents[place].uri;
    let mut kept: Vec<bool> =
        findings.iter_mut().map(|finding| options.levels.apply(finding, uri)).collect();
    for (finding, kept) in findings.iter().zip(&mut kept) {
        *kept &= !ground.is_only_reference(finding);
    }
    let mut diagnostics = suppress::apply(findings, &kept, options, ground);
    if let Some(baseline) = &options.baseline {
        diagnostics.extend(baseline.apply(findings, &kept, ground));
    }
    for (finding, kept) in findings.iter().zip(&mut kept) {
        *kept &= ground.is_in_focus(finding);
    }
    novelty::mark(findings, &kept, options.baseline.as_ref(), ground);
    Sifted { kept, diagnostics }
}

impl Ground<'_> {
    /// Returns what a baseline calls a document.
    fn name(&self, document: usize, names: &DocumentNames) -> Cow<'_, str> {
        names.of(&self.keys[document], &self.documents[document].uri)
    }

    fn is_only_reference(&self, finding: &Finding) -> bool {
        !self.reference.is_empty()
            && finding.occurrences.iter().all(|place| self.reference[place.document])
    }

    fn is_in_focus(&self, finding: &Finding) -> bool {
        self.focus.is_empty() || finding.occurrences.iter().any(|place| self.focus[place.document])
    }
}

/// Returns a diagnostic of a rule about what was put into an input or a settings file.
fn diagnostic(rule: Rule, uri: &str, line: Option<u32>, message: String) -> Diagnostic {
    let level = rule.default_level().name();
    Diagnostic { rule: rule.name(), level, uri: uri.to_owned(), line, message }
}

#[cfg(test)]
mod tests;

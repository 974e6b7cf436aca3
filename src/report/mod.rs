//! How is it told? A [`Report`] in, bytes out: one file a format.

mod model;

pub use model::{
    Cohesion, Diagnostic, Difference, DocumentEntry, Finding, Gate, GateReason, Occurrence,
    Passage, Report, Run, SCHEMA_VERSION, Setting, Span, Stage, Stats, Summary, Tool,
};

//! How is it told? A [`Report`] in, bytes out: one file a format.
//!
//! Every renderer has the shape `write_*(report, options, out)` and knows nothing of files,
//! terminals or flags. Text of inputs is hostile until `neutral` has seen it.

mod focus;
mod anchor;
mod share;
mod steps;
mod model;
mod explanation;
mod words;
mod aligned;
mod identity;
mod findings;
mod located;
mod explain;
mod render;
mod neutral;
mod phrase;
mod layout;
mod palette;
mod difference;
mod quotation;
mod text;
mod occurrence;
mod told;
mod concise;
mod json;
mod pieces;
mod jsonl;
mod address;
mod sarif;
mod junit;
mod github;
mod gitlab;
mod rdjsonl;
mod markdown;
mod csv;
mod html;
mod schema;
mod documents;
mod diff;
mod side_by_side;
mod rules;
mod stats;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use concise::write_concise;
pub use csv::write_csv;
pub use diff::write_diff;
pub use documents::{write_documents_json, write_documents_text};
pub(crate) use explain::{InCommon, explain};
pub use explanation::{
    ExplainedPassage, Explanation, Shortfall, Shortfalls, Side, Thresholds, Verdict,
};
pub(crate) use findings::{Material, findings};
pub use focus::Focus;
pub use github::write_github;
pub use gitlab::write_gitlab;
pub use html::write_html;
pub use json::write_json;
pub use jsonl::write_jsonl;
pub use junit::write_junit;
pub use markdown::write_markdown;
pub use model::{
    Cohesion, Diagnostic, DocumentEntry, Finding, Gate, GateReason, Occurrence, Passage, Report,
    Run, SCHEMA_VERSION, Setting, Shares, Span, Summary, Tool,
};
pub use neutral::{one_line, whole_path};
pub use phrase::{counted, thousands};
pub use rdjsonl::write_rdjsonl;
pub use render::{
    AlignedText, DocumentsShown, RenderOptions, ReportFormat, TextShown, is_report, write_report,
};
pub use rules::{RuleText, rule_text, write_rule, write_rules};
pub use sarif::{sarif_limits, write_sarif};
pub use schema::write_schema;
pub use stats::{Stage, Stats, write_stats};
pub use steps::{Difference, Differences};
pub use text::write_text;
pub use told::left_out;

//! Names of closed sets on the command line: rules and formats, with a "did you mean" from clap.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use twicetold::Error;
use twicetold::compare::Rule;
use twicetold::read::{Encoding, Fields, Format};
use twicetold::report::{ReportFormat, rule_text};

/// Reads the name of a rule.
pub(super) fn rule() -> impl TypedValueParser<Value = Rule> {
    one_of(Rule::ALL.map(possible))
}

fn one_of(names: [PossibleValue; Rule::ALL.len()]) -> impl TypedValueParser<Value = Rule> {
    PossibleValuesParser::new(names)
        .map(|name| Rule::from_name(&name).expect("only names of rules are possible"))
}

fn possible(rule: Rule) -> PossibleValue {
    PossibleValue::new(rule.name()).help(rule_text(rule).says)
}

/// Reads the name of a rule of findings, which can be looked for or not; diagnostics are always told.
pub(super) fn finding_rule() -> impl TypedValueParser<Value = Rule> {
    let is_of_findings = |rule: &Rule| Rule::OF_FINDINGS.contains(rule);
    one_of(Rule::ALL.map(|rule| possible(rule).hide(!is_of_findings(&rule)))).try_map(move |rule| {
        Some(rule).filter(is_of_findings).ok_or("it is a diagnostic, which is always told")
    })
}

/// Reads the name of a report's format.
pub(super) fn report_format() -> impl TypedValueParser<Value = ReportFormat> {
    PossibleValuesParser::new(ReportFormat::ALL.map(ReportFormat::name))
        .map(|name| ReportFormat::from_name(&name).expect("only names of formats are possible"))
}

/// Reads the name of an input's format; `auto` is none.
pub(super) fn input_format() -> impl TypedValueParser<Value = InputFormat> {
    let names = std::iter::once("auto").chain(Format::ALL.into_iter().map(Format::name));
    PossibleValuesParser::new(names)
        .map(|name| InputFormat(Format::ALL.into_iter().find(|format| format.name() == name)))
}

/// The format of every input, or none where each tells its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InputFormat(pub Option<Format>);

/// The encoding of every input, or none where each tells its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InputEncoding(pub Option<Encoding>);

/// Reads the label of an encoding; `auto` is none.
pub(super) fn encoding(label: &str) -> Result<InputEncoding, Error> {
    match label {
        "auto" => Ok(InputEncoding(None)),
        _ => Encoding::from_label(label).map(|found| InputEncoding(Some(found))),
    }
}

/// Checks an assignment of a pointer to a role.
pub(super) fn field(assignment: &str) -> Result<String, Error> {
    Fields::parse([assignment]).map(|_| assignment.to_owned())
}

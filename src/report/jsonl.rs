//! The report's objects one a line, each with its `type`: `run`, then every `document`, `finding`
//! and `diagnostic`, `stats` if asked for, and `summary` last, so that a cut file is seen to be cut.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Gate, RenderOptions, Report, Run, Setting, Tool};

/// The first line: what was run, and how.
#[derive(Serialize)]
struct Header<'a> {
    schema_version: &'a str,
    tool: &'a Tool,
    run: &'a Run,
    settings: &'a BTreeMap<&'static str, Setting>,
    gate: &'a Option<Gate>,
}

/// A line: an object with its type before its own fields.
#[derive(Serialize)]
struct Line<'a, T> {
    r#type: &'a str,
    #[serde(flatten)]
    object: &'a T,
}

/// Writes the report's objects one a line.
///
/// # Errors
///
/// Those of `out`.
pub fn write_jsonl(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header = Header {
        schema_version: report.schema_version,
        tool: &report.tool,
        run: &report.run,
        settings: &report.settings,
        gate: &report.gate,
    };
    write_line("run", &header, out)?;
    report.documents.iter().try_for_each(|object| write_line("document", object, out))?;
    report.findings.iter().try_for_each(|object| write_line("finding", object, out))?;
    report.diagnostics.iter().try_for_each(|object| write_line("diagnostic", object, out))?;
    if let Some(stats) = &report.stats {
        write_line("stats", stats, out)?;
    }
    write_line("summary", &report.summary, out)
}

fn write_line<T: Serialize>(r#type: &str, object: &T, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { r#type, object })?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn each_line_is_an_object_of_the_report_with_its_type() {
        let report = sample::report();
        let mut bytes = Vec::new();
        write_jsonl(&report, &RenderOptions::default(), &mut bytes).unwrap();
        let whole = serde_json::to_value(&report).unwrap();
        let mut types = Vec::new();
        for line in String::from_utf8(bytes).unwrap().lines() {
            let mut object: serde_json::Value = serde_json::from_str(line).unwrap();
            let kind = object.as_object_mut().unwrap().remove("type").unwrap();
            let kind = kind.as_str().unwrap().to_owned();
            let list = whole.get(format!("{kind}s")).and_then(|list| list.as_array());
            let known = match kind.as_str() {
                "run" => object["run"] == whole["run"],
                "summary" => object == whole["summary"],
                _ => list.unwrap().contains(&object),
            };
            assert!(known, "{line}");
            types.push(kind);
        }
        types.dedup();
        assert_eq!(types, ["run", "document", "finding", "diagnostic", "summary"]);
    }
}

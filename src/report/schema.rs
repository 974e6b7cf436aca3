//! The JSON Schema of the report, made from the types and committed beside this file.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;

use super::Report;

/// Writes the JSON Schema (draft 2020-12) of the report, schema v1.
///
/// # Errors
///
/// Those of `out`.
pub fn write_schema(out: &mut dyn Write) -> io::Result<()> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Report>();
    schema.insert("title".to_owned(), "Report of twicetold, schema v1".into());
    serde_json::to_writer_pretty(&mut *out, &schema)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/report.schema.json");

    fn generated() -> String {
        let mut bytes = Vec::new();
        write_schema(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_committed_schema_is_the_types_schema() {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(COMMITTED, generated()).unwrap();
        }
        let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
        assert!(committed == generated(), "run the test with UPDATE=1 and commit {COMMITTED}");
    }

    #[test]
    fn reports_are_valid_by_the_schema() {
        let schema = serde_json::from_str(&generated()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for report in [sample::report(), sample::empty(), sample::hostile(), sample::with_stats()] {
            let value = serde_json::to_value(&report).unwrap();
            let errors: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn a_report_without_findings_list_or_with_a_share_above_one_is_not_valid() {
        let schema = serde_json::from_str(&generated()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let mut value = serde_json::to_value(sample::report()).unwrap();
        value["findings"][0]["occurrences"][1]["coverage"] = 1.5.into();
        assert!(!validator.is_valid(&value));
        value.as_object_mut().unwrap().remove("findings");
        assert!(!validator.is_valid(&value));
    }
}

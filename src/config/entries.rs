//! What a settings file says that no flag says, as it is shown: names and values with their places.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Entry;
use super::parse::{Source, text};

/// Adds the entries of a file; one of a name that a file says again has the place of the latter.
pub(super) fn add(entries: &mut Vec<Entry>, root: &DeTable<'_>, source: &Source<'_>) {
    for table in ["rules", "per-path"] {
        if let Some(value) = root.get(table) {
            named(table, value, source, entries);
        }
    }
    let input = root.get("input").and_then(|input| input.get_ref().as_table());
    if let Some(fields) = input.and_then(|input| input.get("fields")) {
        named("input.fields", fields, source, entries);
    }
    for list in ["source", "allow"] {
        let tables = root.get(list).and_then(|list| list.get_ref().as_array());
        for table in tables.into_iter().flat_map(|tables| tables.iter()) {
            entries.push(source.entry(list, table));
        }
    }
}

/// Adds each value of a table, and of those in it, under its whole name.
fn named(name: &str, value: &Spanned<DeValue<'_>>, source: &Source<'_>, entries: &mut Vec<Entry>) {
    let Some(table) = value.get_ref().as_table() else {
        entries.retain(|known| known.name != name);
        return entries.push(source.entry(name, value));
    };
    for (key, value) in table {
        let key = key.get_ref();
        let is_bare = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let key = if is_bare { key.to_string() } else { format!("\"{key}\"") };
        named(&format!("{name}.{key}"), value, source, entries);
    }
}

impl Source<'_> {
    fn entry(&self, name: &str, value: &Spanned<DeValue<'_>>) -> Entry {
        let (line, _) = self.place(value.span().start);
        Entry {
            name: name.to_owned(),
            value: shown(value.get_ref()),
            file: self.name.clone(),
            line,
        }
    }
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Table(table) => {
            let pair = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                format!("{}: {}", key.get_ref(), shown(value.get_ref()))
            };
            table.iter().map(pair).collect::<Vec<_>>().join("; ")
        }
        DeValue::Array(values) => {
            values.iter().map(|value| shown(value.get_ref())).collect::<Vec<_>>().join(", ")
        }
        value => text(value),
    }
}

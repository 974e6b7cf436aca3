//! One file of JSON: a record, a list of records, an object that holds a list of them, a JSON Feed.
//!
//! Records that stand anywhere else are read where they have a title, and running text under a usual name: what is no
//! record and holds none is a settings file or the like, met on the way.
//!
//! Records are read one by one, so that of a file that is cut or damaged the records before the
//! damage are kept. Values one after the other, without a list round them, are read too.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind, counted};

use super::fields::{DESCRIPTION, FieldRole, Fields, Want};
use super::jsonfeed::Feed;
use super::jsonl::Errors;
use super::page::{Base, Page};
use super::record;
use super::value::{Key, Value};
use super::{Format, Reading};

/// Names under which objects hold their records.
const LISTS: [&str; 13] = [
    "articles",
    "items",
    "docs",
    "data",
    "results",
    "documents",
    "entries",
    "posts",
    "records",
    "stories",
    "news",
    "hits",
    "response",
];

/// Reads a file of JSON.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut reader = Reader { page, errors: Errors::new(page), counted: 0, line: first_line(page) };
    let before = reading.documents.len();
    let mut start = 0;
    let mut values = serde_json::Deserializer::from_str(page.text).into_iter::<&RawValue>();
    let mut failure = None;
    while let Some(value) = values.next() {
        match value {
            Ok(raw) => reader.value(raw, reading),
            Err(_) => failure = Some(start),
        }
        if failure.is_some() {
            break;
        }
        start = values.byte_offset();
    }
    if let Some(start) = failure {
        reader.salvage(start, before, reading);
    }
    reader.errors.finish("record", reading);
}

fn first_line(page: &Page<'_>) -> u32 {
    let (Base::Verbatim { line, .. } | Base::Lines { line }) = page.origin;
    line
}

struct Reader<'a> {
    page: &'a Page<'a>,
    errors: Errors<'a>,
    /// Bytes of the text whose lines are counted, and the line on which the next one stands.
    counted: usize,
    line: u32,
}

impl<'a> Reader<'a> {
    /// Reads a whole value.
    fn value(&mut self, raw: &'a RawValue, reading: &mut Reading) {
        let mut found = Found::default();
        // A raw value has been parsed once already: this cannot fail.
        let _ = found.collect(raw.get());
        if found.holds_records(&self.page.options.fields) {
            self.records(found, reading);
        } else if self.holds_news(raw) {
            self.record(raw, Format::Json, None, reading);
        } else {
            let mut records = Vec::new();
            records_within(raw, DEEPEST, &self.page.options.fields, &mut records);
            for raw in records {
                self.record(raw, Format::Json, None, reading);
            }
        }
    }

    /// Whether a value by itself is to be read as a record.
    fn holds_news(&self, raw: &RawValue) -> bool {
        let asked =
            self.page.options.format.is_some() || !self.page.options.fields.pointers().is_empty();
        let record = record::parse(raw.get(), &self.page.options.fields);
        asked || record.is_ok_and(|record| record.is_news())
    }

    /// Reads what can be read of a damaged value that begins at this byte, behind values that were read
    /// after `before` documents.
    fn salvage(&mut self, start: usize, before: usize, reading: &mut Reading) {
        let rest = &self.page.text[start..];
        let mut found = Found::default();
        let Err(error) = found.collect(rest) else { return };
        let start_line = self.line_at(start);
        if found.holds_records(&self.page.options.fields) {
            self.records(found, reading);
        }
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        let read = counted((reading.documents.len() - before) as u64, "record");
        let kind = if error.is_eof() { ErrorKind::Truncated } else { ErrorKind::Unreadable };
        let line = start_line.saturating_add(error.line().saturating_sub(1) as u32);
        // The parser counts from where the value begins.
        let indent = if error.line() == 1 {
            start
                - memchr::memrchr(b'\n', &self.page.text.as_bytes()[..start]).map_or(0, |at| at + 1)
        } else {
            0
        };
        let message =
            format!("not JSON: {said} at column {}; {read} read", indent + error.column());
        reading.errors.push(Error::new(kind, message).at(&**self.page.uri).on_line(line));
    }

    fn records(&mut self, found: Found<'a>, reading: &mut Reading) {
        let outer = found.outer();
        let feed = if found.is_list { None } else { Feed::of(&outer, found.is_items) };
        let format = if feed.is_some() { Format::JsonFeed } else { Format::Json };
        let mut records = found.records;
        for (_, raw) in found.pairs {
            records_within(raw, DEEPEST, &self.page.options.fields, &mut records);
        }
        records.sort_by_key(|record| record.get().as_ptr());
        for raw in records {
            self.record(raw, format, feed.as_ref(), reading);
        }
    }

    fn record(
        &mut self,
        raw: &'a RawValue,
        format: Format,
        feed: Option<&Feed>,
        reading: &mut Reading,
    ) {
        let text = raw.get();
        let line = self.line_at(text.as_ptr() as usize - self.page.text.as_ptr() as usize);
        let record = record::parse(text, &self.page.options.fields).map_err(|error| {
            let said = error.to_string();
            format!("not a record: {}", said.split(" at line ").next().unwrap_or(&said))
        });
        match record.and_then(|record| record.document(self.page, format, line)) {
            Ok(mut document) => {
                if let Some(feed) = feed {
                    feed.fill(&mut document);
                }
                reading.documents.push(document);
            }
            Err(message) => {
                self.errors.push(Error::new(ErrorKind::Unreadable, message), line);
            }
        }
    }

    /// Returns the line of a byte that does not lie before the last one asked for.
    fn line_at(&mut self, byte: usize) -> u32 {
        if byte > self.counted {
            let between = &self.page.text.as_bytes()[self.counted..byte];
            self.line =
                self.line.saturating_add(memchr::memchr_iter(b'\n', between).count() as u32);
            self.counted = byte;
        }
        self.line
    }
}

/// Levels of lists and objects in which records are looked for; each is parsed anew.
const DEEPEST: u32 = 8;

/// Finds the articles that stand somewhere in a value, in order. Linear in the value.
fn records_within<'a>(
    raw: &'a RawValue,
    deepest: u32,
    fields: &Fields,
    found: &mut Vec<&'a RawValue>,
) {
    let text = raw.get();
    let parts: Vec<&RawValue> = match text.as_bytes().first() {
        Some(b'{') if record::parse(text, fields).is_ok_and(|record| record.is_article()) => {
            return found.push(raw);
        }
        Some(b'{') => {
            let pairs: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
            let mut parts: Vec<&RawValue> = pairs.into_values().collect();
            parts.sort_by_key(|part| part.get().as_ptr());
            parts
        }
        Some(b'[') => serde_json::from_str(text).unwrap_or_default(),
        _ => return,
    };
    if let Some(deepest) = deepest.checked_sub(1) {
        for part in parts {
            records_within(part, deepest, fields, found);
        }
    }
}

/// What a value holds that records may stand in, also when the value breaks off.
#[derive(Default)]
struct Found<'a> {
    /// Values of an object that are not a list of records.
    pairs: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// The entries of the value, or of the first list of objects in it.
    records: Vec<&'a RawValue>,
    /// The value itself is a list.
    is_list: bool,
    /// The list stands under `items`.
    is_items: bool,
}

impl<'a> Found<'a> {
    fn collect(&mut self, text: &'a str) -> Result<(), serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Collect(self).deserialize(&mut deserializer)
    }

    /// Returns whether the records are what the value is about, and not a part of one record.
    fn holds_records(&self, fields: &Fields) -> bool {
        let is_body = |key: &str| match fields.want(key) {
            Want::Keep => true,
            // A feed has a description, too.
            Want::Role(FieldRole::Body, rank) => rank < DESCRIPTION,
            _ => false,
        };
        self.is_list
            || self.records.first().is_some_and(|first| first.get().starts_with('{'))
                && !self.pairs.iter().any(|(key, _)| is_body(key))
            || self.is_items && self.records.is_empty()
    }

    /// Returns the object without its records.
    fn outer(&self) -> Value<'a> {
        let value = |raw: &&'a RawValue| serde_json::from_str(raw.get()).unwrap_or(Value::Nothing);
        Value::Object(self.pairs.iter().map(|(key, raw)| (key.clone(), value(raw))).collect())
    }
}

/// Methods of a visitor for values that hold no records.
macro_rules! pass_over_scalars {
    () => {
        fn visit_str<E>(self, _: &str) -> Result<(), E> {
            Ok(())
        }

        fn visit_bool<E>(self, _: bool) -> Result<(), E> {
            Ok(())
        }

        fn visit_u64<E>(self, _: u64) -> Result<(), E> {
            Ok(())
        }

        fn visit_i64<E>(self, _: i64) -> Result<(), E> {
            Ok(())
        }

        fn visit_f64<E>(self, _: f64) -> Result<(), E> {
            Ok(())
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }
    };
}

/// Parses a value into [`Found`], entry by entry.
struct Collect<'f, 'a>(&'f mut Found<'a>);

impl<'de> DeserializeSeed<'de> for Collect<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Collect<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.is_list = true;
        while let Some(record) = seq.next_element()? {
            self.0.records.push(record);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            if self.0.records.is_empty() && LISTS.contains(&&*key) {
                self.0.is_items |= key == "items";
                map.next_value_seed(Entries(&mut self.0.records))?;
            } else {
                self.0.pairs.push((key, map.next_value()?));
            }
        }
        Ok(())
    }

    pass_over_scalars!();
}

/// Collects the entries of a list, or of the list in an object (as in search engines' answers); any
/// other value is passed over.
struct Entries<'f, 'a>(&'f mut Vec<&'a RawValue>);

impl<'de> DeserializeSeed<'de> for Entries<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element()? {
            self.0.push(record);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            if self.0.is_empty() && LISTS.contains(&&*key) {
                map.next_value_seed(Entries(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    pass_over_scalars!();
}

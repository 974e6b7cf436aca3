//! A record of JSON, as news is kept in: one object in, one document out.
//!
//! Only the values that play a role are kept while the object is parsed; the rest is passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::date::parse_date;
use super::fields::{DESCRIPTION, FieldRole, Fields, Want};
use super::longest::{has_running_text, longest};
use super::page::{Base, Page};
use super::pairs::Pairs;
use super::value::{Key, Value};
use super::{Document, Format, Origin, html, plain, suppression};

/// The values of a record that play a role.
#[derive(Default)]
pub(super) struct Record<'a> {
    /// The record as it stands.
    text: &'a str,
    /// The value of each [`FieldRole`], with the rank of its name.
    values: [Option<(u8, Value<'a>)>; FieldRole::ALL.len()],
    /// Values that pointers lead into.
    kept: Vec<(Cow<'a, str>, Value<'a>)>,
    /// What the record says may be told twice, or what is wrong with that.
    suppressed: Option<Result<String, String>>,
}

/// The rank of the title that is a mere `name`.
const NAME: u8 = 3;

/// What an object under the key of suppressions may say.
const PARTS: [&str; 3] = ["rules", "rule", "reason"];

/// Names of bodies that are HTML whatever they look like, by rank.
const HTML_RANKS: [u8; 4] = [7, 8, 9, 23];

/// Returns the record that a text is.
///
/// # Errors
/// The text is not JSON, or not an object.
pub(super) fn parse<'a>(text: &'a str, fields: &Fields) -> Result<Record<'a>, serde_json::Error> {
    if let Some(record) = read_pairs(text, fields) {
        return Ok(record);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let record = Seed(fields).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(Record { text, ..record })
}

/// Returns the record that a text is, unless something is wrong with it.
fn read_pairs<'a>(text: &'a str, fields: &Fields) -> Option<Record<'a>> {
    let mut record = Record { text, ..Record::default() };
    let mut pairs = Pairs::of(text)?;
    loop {
        let key = pairs.key()?;
        match fields.want(&key) {
            Want::Skip => _ = pairs.parsed::<IgnoredAny>()?,
            Want::Suppress => record.suppressed = Some(said(&pairs.parsed()?)),
            Want::Keep => record.kept.push((key, pairs.value()?)),
            Want::Role(role, rank) => record.offer(role, rank, pairs.value()?),
        }
        if !pairs.goes_on()? {
            return Some(record);
        }
    }
}

impl<'a> Record<'a> {
    /// Returns the document of a record that stands on this line of the page.
    ///
    /// # Errors
    /// Nothing in the record is known to be text; the message says so.
    pub(super) fn document(
        mut self,
        page: &Page<'_>,
        format: Format,
        line: u32,
    ) -> Result<Document, String> {
        self.follow_pointers(&page.options.fields);
        let mut document = page.document(format);
        let text = |role| self.value(role).and_then(Value::text);
        document.id = text(FieldRole::Id).map(Into::into);
        document.title = text(FieldRole::Title).map(|title| plain_title(title, line).into());
        document.url = text(FieldRole::Url).map(Into::into);
        document.source = text(FieldRole::Source).unwrap_or_default().into();
        document.published = text(FieldRole::Published).and_then(parse_date);
        document.language = text(FieldRole::Language).map(Into::into);
        if let Some(said) = self.suppressed.take() {
            suppression::declare(said, line, &mut document);
        }
        if let Some((rank, body)) = &self.values[FieldRole::Body as usize] {
            let kind = if HTML_RANKS.contains(rank) { Kind::Html } else { Kind::Unknown };
            push_body(body, kind, line, &mut document);
        }
        if document.blocks.is_empty() {
            self.check_textless(document.title.is_some(), &page.options.fields)?;
        }
        Ok(document)
    }

    /// Returns whether something in the record is known to be text, or the title of one; settings
    /// files have a name, too.
    pub(super) fn is_news(&self) -> bool {
        let title = &self.values[FieldRole::Title as usize];
        self.value(FieldRole::Body).is_some() || matches!(title, Some((rank, _)) if *rank < NAME)
    }

    /// Returns whether the record has a title, and running text that is more than a description: it is an article wherever
    /// it stands.
    pub(super) fn is_article(&self) -> bool {
        let body = &self.values[FieldRole::Body as usize];
        self.value(FieldRole::Title).is_some()
            && body
                .as_ref()
                .is_some_and(|(rank, body)| *rank < DESCRIPTION && has_running_text(body))
    }

    /// Checks a record without text: with a title, or a body that is left empty, it is a document
    /// all the same, unless its text stands where nobody looks for it.
    fn check_textless(&self, has_title: bool, fields: &Fields) -> Result<(), String> {
        let longest = match self.value(FieldRole::Body) {
            // Markup that shows nothing is a body, too.
            Some(Value::Text(body)) if !body.trim_ascii().is_empty() => return Ok(()),
            _ => longest(self.text, fields),
        };
        let is_empty = match self.value(FieldRole::Body) {
            None => has_title,
            Some(body) => !matches!(body, Value::Number(_)),
        };
        if is_empty && longest.is_none() {
            return Ok(());
        }
        let is_named = fields.pointers().iter().any(|(role, _)| *role == FieldRole::Body);
        let looked_at = if is_named {
            "the field named as body holds none"
        } else {
            "none of the usual fields (text, body, content, …) holds any"
        };
        // Who has named a field knows how, and a record without text has no better one.
        let pointer = longest.or((!is_named).then(|| "/article/text".to_owned()));
        let advice = pointer.map_or_else(String::new, |pointer| {
            format!("; name its own as a field, as in body={pointer}")
        });
        Err(format!("no text in the record: {looked_at}{advice}"))
    }

    fn value(&self, role: FieldRole) -> Option<&Value<'a>> {
        self.values[role as usize].as_ref().map(|(_, value)| value)
    }

    fn follow_pointers(&mut self, fields: &Fields) {
        for (role, pointer) in fields.pointers() {
            let Some((first, rest)) = pointer.split_first() else { continue };
            let top = self.kept.iter().find(|(key, _)| key == first);
            let found = top.and_then(|(_, value)| value.at(rest)).cloned();
            self.values[*role as usize] = found.map(|value| (0, value));
        }
    }

    /// Keeps a value unless the role has a better one: one that can be read, of a lower rank.
    fn offer(&mut self, role: FieldRole, rank: u8, value: Value<'a>) {
        let can_be_read = |value: &Value<'_>| match role {
            FieldRole::Published => value.text().and_then(parse_date).is_some(),
            _ => !value.is_empty(),
        };
        let slot = &mut self.values[role as usize];
        let is_better = slot.as_ref().is_none_or(|(known_rank, known)| {
            match (can_be_read(known), can_be_read(&value)) {
                (true, true) | (false, false) => rank < *known_rank,
                (_, can_be_read) => can_be_read,
            }
        });
        if is_better {
            *slot = Some((rank, value));
        }
    }
}

/// What is known of a body before it is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Html,
}

/// Appends the blocks of a body: a text, a list of paragraphs, or what news formats make of them.
fn push_body(body: &Value<'_>, kind: Kind, line: u32, document: &mut Document) {
    match body {
        Value::Text(text) => push_text_of(kind, text, line, document),
        Value::List(values) => match best_rendition(values) {
            Some((value, kind)) => push_body(value, kind, line, document),
            None => values.iter().for_each(|value| push_body(value, kind, line, document)),
        },
        Value::Object(_) => {
            let keys = [
                ("text", kind),
                ("value", kind),
                ("content", kind),
                ("body", kind),
                ("paragraphs", kind),
                ("rendered", Kind::Html),
                ("html", Kind::Html),
            ];
            let found = keys.iter().find_map(|(key, kind)| Some((body.get(key)?, *kind)));
            if let Some((value, kind)) = found {
                push_body(value, kind, line, document);
            }
        }
        Value::Number(_) | Value::Nothing => {}
    }
}

/// Appends the blocks of a text on this line, which may be plain or a piece of a page.
pub(super) fn push_text(text: &str, line: u32, document: &mut Document) {
    push_text_of(Kind::Unknown, text, line, document);
}

fn push_text_of(kind: Kind, text: &str, line: u32, document: &mut Document) {
    // Most texts have no sign that a tag or a reference begins with, and are not looked through for either.
    let is_bare = memchr::memchr2(b'<', b'&', text.as_bytes()).is_none();
    if kind == Kind::Html || !is_bare && holds_tag(text, &PARTING_TAGS) {
        return push_html(text, line, document);
    }
    // Text, or a piece of a page, that was escaped before it was put into JSON.
    let text = if is_bare { Cow::Borrowed(text) } else { html::decode_xml(text) };
    if matches!(text, Cow::Owned(_)) && holds_tag(&text, &PARTING_TAGS) {
        return push_html(&text, line, document);
    }
    let blocks = plain::blocks(&text);
    document.reserve(blocks.len(), text.len());
    for block in blocks {
        let slice = &text[block.range];
        if !is_bare && holds_tag(slice, &INLINE_TAGS) {
            push_html(slice, line, document);
        } else {
            document.push_block(block.role, slice, &Origin::Lines { first: line, last: line });
        }
    }
}

fn push_html(text: &str, line: u32, document: &mut Document) {
    let before = document.blocks.len();
    html::read_fragment(text, &Base::Lines { line }, document);
    // Line ends inside a JSON string are not the input's.
    document.blocks.set_line(before, line);
}

/// Returns the rendition to read of a body in several (ninjs 2: `[{"contentType": …, "value": …}]`):
/// the plain one, else the HTML one, else the first; `None` if the values are paragraphs.
fn best_rendition<'v, 'a>(values: &'v [Value<'a>]) -> Option<(&'v Value<'a>, Kind)> {
    let text = |value: &'v Value<'a>, key| value.get(key).and_then(Value::text);
    let kind = |value| {
        let kind = text(value, "contentType").or(text(value, "contenttype"));
        kind.or(text(value, "role")).unwrap_or_default()
    };
    let is_rendition = |value: &&Value<'_>| {
        value.get("value").is_some()
            && ["role", "contentType", "contenttype"].iter().any(|key| value.get(key).is_some())
    };
    let renditions = || values.iter().filter(is_rendition);
    let plain = renditions().find(|v| matches!(kind(v), "text/plain" | "text" | "main" | "plain"));
    let html = || renditions().find(|v| kind(v).contains("html"));
    if let Some(value) = plain {
        return Some((value, Kind::Unknown));
    }
    html().or_else(|| renditions().next()).map(|value| (value, Kind::Html))
}

/// Tags of a text whose paragraphs are marked by tags, and not by its lines.
const PARTING_TAGS: [&str; 12] = [
    "</p>",
    "<p>",
    "<p ",
    "<br>",
    "<br/>",
    "<br />",
    "</div>",
    "</li>",
    "</h2>",
    "</h3>",
    "</figure>",
    "</blockquote>",
];

/// Tags of what stands in a sentence, or beside it.
const INLINE_TAGS: [&str; 7] = ["</a>", "</b>", "</i>", "</em>", "</strong>", "</span>", "<img "];

/// Returns whether one of the tags stands in the text.
fn holds_tag(text: &str, tags: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let is_tag = |at: usize| {
        tags.iter().any(|tag| {
            bytes.get(at..at + tag.len()).is_some_and(|b| b.eq_ignore_ascii_case(tag.as_bytes()))
        })
    };
    memchr::memchr_iter(b'<', bytes).any(is_tag)
}

/// Returns a title without the markup and entities that some carry.
fn plain_title(title: &str, line: u32) -> String {
    let has_entity = title.contains('&') && title.contains(';');
    if !has_entity && !title.contains("</") {
        return title.to_owned();
    }
    let mut words = Document::default();
    html::read_fragment(title, &Base::Lines { line }, &mut words);
    if words.text.is_empty() { title.to_owned() } else { words.text.replace('\n', " ") }
}

/// Returns what the key of suppressions says as one text: a name, a list of names, a truth, or an
/// object with `rules` and a `reason`; no rule is an empty list.
///
/// # Errors
/// An object says something else.
fn said(value: &serde_json::Value) -> Result<String, String> {
    let or_none = |rules: String| if rules.is_empty() { "[]".to_owned() } else { rules };
    match value {
        serde_json::Value::Object(parts) => {
            let unknown = parts.keys().find(|key| !PARTS.contains(&key.as_str()));
            if let Some(key) = unknown {
                return Err(suppression::not_understood(key, &PARTS));
            }
            let part = |key| parts.get(key).map(said).transpose();
            let reason = part("reason")?.unwrap_or_default();
            let rules = part("rules")?.or(part("rule")?).map(or_none);
            // A reason alone is one for every rule.
            let rules =
                rules.unwrap_or_else(|| if reason.is_empty() { "[]" } else { "" }.to_owned());
            Ok(format!("{rules} -- {reason}"))
        }
        serde_json::Value::Null => Ok(String::new()),
        serde_json::Value::String(text) => Ok(text.clone()),
        serde_json::Value::Array(values) => {
            let rules: Result<Vec<_>, _> = values.iter().map(said).collect();
            rules.map(|rules| or_none(rules.join(",")))
        }
        value => Ok(value.to_string()),
    }
}

/// Parses an object, keeping what the fields want.
struct Seed<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record::default();
        while let Some(Key(key)) = map.next_key()? {
            match self.0.want(&key) {
                Want::Skip => {
                    map.next_value::<IgnoredAny>()?;
                }
                Want::Suppress => record.suppressed = Some(said(&map.next_value()?)),
                Want::Keep => record.kept.push((key, map.next_value()?)),
                Want::Role(role, rank) => record.offer(role, rank, map.next_value()?),
            }
        }
        Ok(record)
    }
}

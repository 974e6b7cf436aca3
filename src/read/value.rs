//! A value of a JSON record, as far as it is asked for: borrowed from the input where it can be.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    /// `null`, `true`, `false`: nothing that a document can be made of.
    Nothing,
    Text(Cow<'a, str>),
    /// A number, as it would be written.
    Number(String),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Returns the value of a key, of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let Self::Object(pairs) = self else { return None };
        pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Returns the value at the end of a path of keys and indexes (RFC 6901).
    pub(super) fn at(&self, path: &[String]) -> Option<&Value<'a>> {
        path.iter().try_fold(self, |value, key| match value {
            Self::List(values) => values.get(key.parse::<usize>().ok()?),
            _ => value.get(key),
        })
    }

    /// Returns the words of a value that should be one text: itself, or what stands under the name
    /// that such objects use (`{"name": …}` of a source, `{"$oid": …}` of a database).
    pub(super) fn text(&self) -> Option<&str> {
        const KEYS: [&str; 7] = ["name", "value", "title", "rendered", "id", "$date", "$oid"];
        let text = match self {
            Self::Text(text) => text.trim(),
            Self::Number(number) => number,
            // ninjs: `[{"role": "main", "value": …}, …]`.
            Self::List(values) => {
                let main =
                    values.iter().find(|v| v.get("role").and_then(Value::text) == Some("main"));
                main.or(values.first())?.text()?
            }
            Self::Object(_) => KEYS.iter().find_map(|key| self.get(key))?.text()?,
            Self::Nothing => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Returns whether there is nothing in the value.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.trim_ascii().is_empty(),
            Self::Number(_) => false,
            Self::List(values) => values.iter().all(Value::is_empty),
            Self::Object(pairs) => pairs.is_empty(),
        }
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// A key of an object, borrowed unless it is written with escapes.
#[derive(serde::Deserialize)]
pub(super) struct Key<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some((Key(key), value)) = map.next_entry()? {
            pairs.push((key, value));
        }
        Ok(Value::Object(pairs))
    }
}

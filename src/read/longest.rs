//! The longest text of a record of which no field is known to be text: a record in, a pointer out,
//! by which the user can name the field.

use super::fields::{FieldRole, Fields, Want};
use super::value::Value;

/// From how many bytes on a text is more than a headline, a note on rights (`usageterms` of ninjs has
/// 103) or a list of keywords.
const LONG: usize = 200;

/// So many bytes of running text hold a blank; addresses, keys and code of pictures hold none.
const WORD: usize = 20;

/// Returns the JSON pointer (RFC 6901) to the longest text in a record's fields that play no other
/// role; one in a list is pointed to by its list.
pub(super) fn longest(record: &str, fields: &Fields) -> Option<String> {
    let Ok(Value::Object(mut pairs)) = serde_json::from_str(record) else { return None };
    pairs.retain(|(key, _)| {
        matches!(fields.want(key), Want::Skip | Want::Keep | Want::Role(FieldRole::Body, _))
    });
    in_value(&Value::Object(pairs)).map(|(_, pointer)| pointer)
}

/// Returns whether a value is running text, or has some.
pub(super) fn has_running_text(value: &Value<'_>) -> bool {
    in_value(value).is_some()
}

/// Returns how long the longest text of a value is, and the pointer to it.
fn in_value(value: &Value<'_>) -> Option<(usize, String)> {
    match value {
        Value::Text(text) => is_long(text).then(|| (text.len(), String::new())),
        Value::List(values) => {
            let longest = values.iter().filter_map(in_value).map(|(len, _)| len).max();
            longest.map(|len| (len, String::new()))
        }
        Value::Object(pairs) => {
            let found = pairs.iter().rev().filter_map(|(key, value)| {
                let (len, pointer) = in_value(value)?;
                let key = key.replace('~', "~0").replace('/', "~1");
                Some((len, format!("/{key}{pointer}")))
            });
            // The last of equal ones is taken, which is the first in the record.
            found.max_by_key(|(len, _)| *len)
        }
        Value::Number(_) | Value::Nothing => None,
    }
}

/// Returns whether a text is running text, and longer than a headline.
fn is_long(text: &str) -> bool {
    // Scripts without blanks lie beyond ASCII.
    let runs = || !text.is_ascii() || text.split_ascii_whitespace().count() * WORD >= text.len();
    text.len() >= LONG && runs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(record: &str, expected: Option<&str>) {
        let text =
            "The council approved a flood barrier for the old harbour on Thursday. ".repeat(3);
        let record = record.replace("TEXT", &text);
        assert_eq!(longest(&record, &Fields::default()).as_deref(), expected, "{record}");
    }

    #[test]
    fn the_longest_text_is_pointed_to() {
        check(r#"{"title": "T", "article_text": "TEXT"}"#, Some("/article_text"));
        check(r#"{"lead": "TEXT", "a/b": {"main~": "TEXT TEXT"}}"#, Some("/a~1b/main~0"));
        check(r#"{"parts": [{"kind": "p", "of": {"p": "TEXT"}}]}"#, Some("/parts"));
        check(r#"{"a": "TEXT", "b": "TEXT"}"#, Some("/a"));
        let chinese = format!(r#"{{"正文": "{}"}}"#, "新华社北京电".repeat(20));
        check(&chinese, Some("/正文"));
    }

    #[test]
    fn what_plays_another_role_or_is_no_running_text_is_none() {
        check(r#"{"title": "TEXT", "source": {"about": "TEXT"}}"#, None);
        check(r#"{"lead": "Harbour to get its barrier", "words": 812, "free": true}"#, None);
        let address = format!(r#"{{"image": "https://example.org/{}"}}"#, "picture-".repeat(30));
        check(&address, None);
        check("[\"TEXT\"]", None);
    }
}

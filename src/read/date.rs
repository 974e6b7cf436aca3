//! Dates as feeds and pages write them.

use jiff::Timestamp;

/// Returns the instant that a date in RFC 3339 or RFC 2822 names.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        jiff::fmt::rfc2822::DateTimeParser::new()
            .relaxed_weekday(true)
            .parse_timestamp(text)
            .ok()
            .or_else(|| {
                let zoned: jiff::civil::DateTime = text.parse().ok()?;
                jiff::tz::Offset::UTC.to_timestamp(zoned).ok()
            })
    })
}

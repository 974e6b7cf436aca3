//! When was it published? The dates that feeds, records and front matter write, as instants.
//!
//! ISO 8601 and RFC 3339 in their many spellings, RFC 822 and 2822 with the mistakes that feeds make
//! (wrong weekday, two-digit years, zone names, month names in full), `Month day, year`, and Unix
//! seconds or milliseconds. A time without a zone is taken as UTC: the true one is not known, and
//! the order of two dates of one source stays right. Words in other languages are not read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Returns the instant that the text names, if it names one.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    // No spelling of a date is longer; a body put in a date's field is not looked through.
    if text.len() > 100 || !text.is_ascii() {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        9.. | 8 if digits == text.len() => all_digits(text),
        8 => compact(text),
        4 => iso(text),
        9..=13 if text[digits..].starts_with('.') => all_digits(&text[..digits]),
        _ => named_month(text),
    }
}

/// Returns the instant of a number: `YYYYMMDD`, `YYYYMMDDHHMMSS`, Unix seconds or milliseconds.
fn all_digits(text: &str) -> Option<Timestamp> {
    match text.len() {
        8 | 14 => compact(text),
        9..=11 => Timestamp::from_second(text.parse().ok()?).ok(),
        12..=13 => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

/// Returns the instant of ISO's basic format: `20130709`, `20130709T103700Z`, `20130709103700`.
fn compact(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(8)?;
    let date = Date {
        year: date[..4].parse().ok()?,
        month: date[4..6].parse().ok()?,
        day: date[6..].parse().ok()?,
    };
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 && digits != 6 {
        return instant(&date, &Clock::parse(rest).unwrap_or_default());
    }
    let mut clock = Clock {
        hour: rest[..2].parse().ok()?,
        minute: rest[2..4].parse().ok()?,
        ..Clock::default()
    };
    if digits == 6 {
        clock.second = rest[4..6].parse().ok()?;
    }
    clock.offset =
        offset(rest[digits..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()));
    instant(&date, &clock)
}

/// Returns the instant of `YYYY-MM-DD` with an optional time; `/` and `.` are taken for `-`.
fn iso(text: &str) -> Option<Timestamp> {
    let separator = text[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let end = text.find(['T', 't', ' ', ',']).unwrap_or(text.len());
    let mut parts = text[..end].split(separator);
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    let clock = Clock::parse(text[end..].trim_start_matches(['T', 't', ' ', ',']));
    instant(&Date { year, month, day }, &clock.unwrap_or_default())
}

/// Returns the instant of a date with an English month: RFC 822, `March 3, 2020`, `26-MAR-1987`.
fn named_month(text: &str) -> Option<Timestamp> {
    let (mut month, mut numbers) = (None, Vec::new());
    let mut clock = Clock::default();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find([' ', ',', '\t']).unwrap_or(rest.len());
        let word = &rest[..end];
        if word.contains(':') {
            clock = Clock::parse(rest)?;
            // A year may stand behind the time, as in asctime's `Thu Nov 20 08:14:00 2026`.
            if numbers.len() == 1 {
                numbers.extend(
                    rest.split_ascii_whitespace().filter(|w| w.len() == 4).find_map(number),
                );
            }
            break;
        }
        for part in word.split('-') {
            match (month_number(part), number(part)) {
                // The one behind a word that may be a month is one: Tuesday is `mar` in French, Spanish and Italian.
                (Some(named), _) if numbers.len() < 2 => month = Some(named),
                (None, Some(number)) => numbers.push(number),
                // A month of another language, between the day and the year.
                (None, None) if numbers.len() == 1 && !["", "of"].contains(&part) => {
                    return None;
                }
                _ => {}
            }
        }
        rest = rest[end..].trim_start_matches([' ', ',', '\t']);
    }
    let (&first, &second) = (numbers.first()?, numbers.get(1)?);
    let (day, year) = if first > 31 { (second, first) } else { (first, second) };
    let year = match year {
        0..=49 => 2000 + year,
        50..=99 => 1900 + year,
        _ => year,
    };
    instant(&Date { year, month: month?, day: i8::try_from(day).ok()? }, &clock)
}

/// Returns the number that a word is, an ordinal's ending left out.
fn number(word: &str) -> Option<i16> {
    let word = word.trim_end_matches('.');
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    (ordinal && digits.len() <= 4).then(|| digits.parse().ok())?
}

/// Returns the month of an English name: its first three letters or more.
fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let named = |month: &str| month.starts_with(&word);
    let at = MONTHS.iter().position(|month| word.len() >= 3 && named(month))?;
    i8::try_from(at + 1).ok()
}

/// A day of the civil calendar.
struct Date {
    year: i16,
    month: i8,
    day: i8,
}

/// A time of day and how far its zone lies from UTC, in seconds.
#[derive(Default)]
struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
    offset: i32,
}

impl Clock {
    /// Returns the time that a text starts with: `8:14`, `08:14:00.5 PM +01:00`.
    fn parse(text: &str) -> Option<Self> {
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
            .unwrap_or(text.len());
        let mut parts = text[..end].split(':');
        let mut clock = Self {
            hour: parts.next()?.parse().ok()?,
            minute: parts.next()?.parse().ok()?,
            ..Self::default()
        };
        if let Some(second) = parts.next() {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, ""));
            // A leap second has no instant of its own.
            clock.second = whole.parse::<i8>().ok()?.min(59);
            let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
            clock.nanosecond = digits.parse().ok()?;
        }
        let mut rest = text[end..].trim_start();
        for (half, hours) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
            if let Some((said, behind)) = rest.split_at_checked(half.len())
                && said.eq_ignore_ascii_case(half)
            {
                clock.hour = clock.hour % 12 + hours;
                rest = behind.trim_start();
                break;
            }
        }
        clock.offset = offset(rest);
        Some(clock)
    }
}

/// Returns how many seconds a zone lies east of UTC; 0 for one that is not known (RFC 2822, 4.3).
fn offset(zone: &str) -> i32 {
    let zone = zone.split([' ', '[', '(']).next().unwrap_or_default();
    let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).unwrap_or(zone);
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    if let Some(digits) = zone.strip_prefix(['+', '-']) {
        let digits = digits.replace(':', "");
        let number = |range| digits.get(range).and_then(|d: &str| d.parse::<i32>().ok());
        let hours = number(0..2).or_else(|| number(0..1)).unwrap_or(0);
        return sign * (hours * 3600 + number(2..4).unwrap_or(0) * 60);
    }
    let quarters = match zone.to_ascii_uppercase().as_str() {
        "HST" => -40,
        "AKST" => -36,
        "PST" | "AKDT" => -32,
        "PDT" | "MST" => -28,
        "MDT" | "CST" => -24,
        "CDT" | "EST" => -20,
        "EDT" | "AST" => -16,
        "ADT" => -12,
        "CET" | "BST" | "MEZ" => 4,
        "CEST" | "EET" | "MESZ" => 8,
        "EEST" | "MSK" => 12,
        "IST" => 22,
        "JST" | "KST" => 36,
        "AEST" => 40,
        "AEDT" => 44,
        _ => 0,
    };
    quarters * 900
}

/// Returns the instant of a day and time, if there is such a day and time.
fn instant(date: &Date, clock: &Clock) -> Option<Timestamp> {
    let Clock { hour, minute, second, nanosecond, offset } = *clock;
    let civil =
        DateTime::new(date.year, date.month, date.day, hour, minute, second, nanosecond).ok()?;
    Offset::from_seconds(offset).ok()?.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = parse_date(text).map(|date| date.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn iso_dates_are_read_in_their_many_spellings() {
        check("2026-11-20T08:14:00Z", "2026-11-20T08:14:00Z");
        check("2026-11-20T08:14:00.25+01:00", "2026-11-20T07:14:00.25Z");
        check("2026-11-20T08:14:00+0100[Europe/Berlin]", "2026-11-20T07:14:00Z");
        check("2015-08-11 18:51:33", "2015-08-11T18:51:33Z");
        check("2026-11-20 08:14", "2026-11-20T08:14:00Z");
        check("2020-06-18", "2020-06-18T00:00:00Z");
        check("2020/6/18", "2020-06-18T00:00:00Z");
        check("2020-06", "2020-06-01T00:00:00Z");
        check("20220924", "2022-09-24T00:00:00Z");
        check("20130709T103700+0100", "2013-07-09T09:37:00Z");
        check("20130709103700", "2013-07-09T10:37:00Z");
    }

    #[test]
    fn mail_dates_are_read_with_the_mistakes_of_feeds() {
        check("Fri, 20 Nov 2026 08:14:00 +0000", "2026-11-20T08:14:00Z");
        check("Mon, 20 Nov 2026 08:14:00 GMT", "2026-11-20T08:14:00Z");
        check("Fri, 6 Nov 26 08:14 EST", "2026-11-06T13:14:00Z");
        check("6 November 1997 8:14:00 PDT", "1997-11-06T15:14:00Z");
        check("Sat, 07 Sept 2002 00:00:01 UT", "2002-09-07T00:00:01Z");
        check("Thu Nov 20 08:14:00 2026", "2026-11-20T08:14:00Z");
        check("March 3rd, 2020", "2020-03-03T00:00:00Z");
        check("Mar. 3, 2020, 8:05 PM", "2020-03-03T20:05:00Z");
        check("Nov. 20, 2026, 8:05 p.m. EST", "2026-11-21T01:05:00Z");
        check("20th of November 2026 8:05 A.M.", "2026-11-20T08:05:00Z");
        check("Mar, 10 Nov 2026 08:14:00 +0000", "2026-11-10T08:14:00Z");
        check("mar., 20 nov. 2026 08:14:00 +0100", "2026-11-20T07:14:00Z");
        check("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.79Z");
        check(" 2-JUN-1987 06:44:02.49", "1987-06-02T06:44:02.49Z");
    }

    #[test]
    fn unix_times_are_read() {
        check("1573810200", "2019-11-15T09:30:00Z");
        check("1573810200000", "2019-11-15T09:30:00Z");
        check("1573810200.5", "2019-11-15T09:30:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2026-13-40",
            "31 Nov 2026",
            "12",
            "2026",
            "::",
            "8 March",
            "99999999999999999999",
            "2026-",
            "Nov",
            "mar., 20 avr. 2026 08:14",
            "Mar, 10 Ene 2026",
            "-",
            "١٢/٣/٢٠٢٠",
            "May the 4th be",
            "1-2-3",
        ] {
            check(text, "none");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9A-Za-z:.,+/ T-]{0,30}") {
            let _ = parse_date(&text);
        }
    }
}

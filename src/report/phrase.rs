//! Numbers and plurals as people write them.

pub use crate::error::{counted, thousands};

/// Returns a share as whole per cent; `100 %` and `0 %` only where nothing is missing or there.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let honest = match rounded {
        100.0 if share < 1.0 => 99.0,
        0.0 if share > 0.0 => 1.0,
        rounded => rounded,
    };
    format!("{honest:.0} %")
}

/// Returns a first and last number as `41` or `41–44`.
pub(super) fn span([first, last]: [u32; 2]) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// Returns spans with their noun: `line 4`, `lines 2–7`, `lines 9, 12–14 and 20`.
pub(super) fn spans(noun: &str, spans_of: &[[u32; 2]]) -> String {
    let plural = spans_of.len() > 1 || spans_of.iter().any(|[first, last]| first != last);
    let ending = if plural { "s" } else { "" };
    format!("{noun}{ending} {}", listed(&spans_of.iter().map(|s| span(*s)).collect::<Vec<_>>()))
}

/// Returns the parts as `a`, `a and b`, `a, b and c`.
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// Returns words as a sentence: with a capital letter and a full stop.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// Returns an RFC 3339 time to the minute, `2026-11-20 08:14`.
pub(super) fn minute(time: &str) -> String {
    match (time.get(..10), time.get(11..16)) {
        (Some(day), Some(minute)) if time.is_ascii() => format!("{day} {minute}"),
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_never_rounds_to_all_or_nothing() {
        let cases =
            [(1.0, "100 %"), (0.9996, "99 %"), (0.93, "93 %"), (0.001, "1 %"), (0.0, "0 %")];
        for (share, text) in cases {
            assert_eq!(percent(share), text);
        }
    }

    #[test]
    fn spans_are_listed_with_their_noun() {
        assert_eq!(spans("line", &[[4, 4]]), "line 4");
        assert_eq!(spans("line", &[[2, 7]]), "lines 2–7");
        assert_eq!(spans("line", &[[9, 9], [12, 14], [20, 20]]), "lines 9, 12–14 and 20");
    }

    #[test]
    fn times_are_cut_to_the_minute() {
        assert_eq!(minute("2026-11-20T08:14:00Z"), "2026-11-20 08:14");
        assert_eq!(minute("soon"), "soon");
    }
}

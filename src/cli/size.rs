//! Sizes as people write them: `64MiB`, `500kB`, `1GiB`, plain bytes.

/// Reads a size in bytes; the unit's letters may be of either case, and a space may stand before it.
pub(super) fn parse(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1000,
        "mb" => 1000 * 1000,
        "gb" => 1000 * 1000 * 1000,
        "tb" => 1000 * 1000 * 1000 * 1000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "t" | "tib" => 1 << 40,
        _ => return Err(format!("unknown unit `{}`; {UNITS}", unit.trim())),
    };
    if let Ok(whole) = number.parse::<u64>() {
        return whole.checked_mul(factor).ok_or_else(|| "is more than can be counted".to_owned());
    }
    if !number.contains('.') && !number.is_empty() {
        return Err("is more than can be counted".to_owned());
    }
    let number: f64 = number.parse().map_err(|_| format!("no number before the unit; {UNITS}"))?;
    Ok((number * factor as f64) as u64)
}

const UNITS: &str = "write for example 500kB, 64MiB or 1GiB";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bytes: Option<u64>) {
        assert_eq!(parse(text).ok(), bytes, "{text}");
    }

    #[test]
    fn units_are_powers_of_1000_or_1024() {
        check("0", Some(0));
        check("4096", Some(4096));
        check("500kB", Some(500_000));
        check("64MiB", Some(64 << 20));
        check("1 GiB", Some(1 << 30));
        check("1.5g", Some(3 << 29));
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in ["", "MiB", "-1", "1XB", "1.2.3", "99999999999999999999", "99999999TiB"] {
            check(text, None);
        }
    }
}

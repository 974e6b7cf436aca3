//! Subtitles (`SubRip`, `WebVTT`): what is said in them, without the numbers and the times of their cues.
//!
//! What is not said stands as blanks, so that every word keeps its place.

/// Lines for each cue up to which a text is subtitles: a number, a timing, and what is said meanwhile.
const MOST_LINES: usize = 6;

/// Returns what is said in subtitles, as long as the text; `None` where the text is something else.
pub(super) fn spoken(text: &str) -> Option<String> {
    memchr::memmem::find(text.as_bytes(), ARROW.as_bytes())?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let cues = lines.iter().filter(|line| is_timing(line)).count();
    let filled = lines.iter().filter(|line| !is_blank(line)).count();
    if cues < 2 || filled > MOST_LINES * cues {
        return None;
    }
    let mut spoken = String::with_capacity(text.len());
    let mut in_note = false;
    for (at, line) in lines.iter().enumerate() {
        let begins = at == 0 || is_blank(lines[at - 1]);
        in_note = !is_blank(line) && (in_note || begins && is_note(line));
        if in_note || is_timing(line) || is_name_of_cue(&lines, at) {
            push_blank(line, &mut spoken);
        } else {
            push_untagged(line, &mut spoken);
        }
    }
    Some(spoken)
}

/// Stands between the two times of a cue.
const ARROW: &str = "-->";

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn is_timing(line: &str) -> bool {
    let Some((from, to)) = line.split_once(ARROW) else { return false };
    is_time(from.trim()) && to.split_whitespace().next().is_some_and(is_time)
}

/// Returns whether a word is a time, as in `00:01:02,500` and `01:02.500`.
fn is_time(word: &str) -> bool {
    word.contains(':') && word.bytes().all(|b| b.is_ascii_digit() || b":,.".contains(&b))
}

/// Returns whether a line begins what `WebVTT` has beside cues.
fn is_note(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}');
    let word = line.split_whitespace().next().unwrap_or_default();
    matches!(word, "WEBVTT" | "NOTE" | "STYLE" | "REGION")
}

/// Returns whether a line is the number of the cue that begins below it, or its name.
fn is_name_of_cue(lines: &[&str], at: usize) -> bool {
    let is_number = lines[at].trim().bytes().all(|b| b.is_ascii_digit());
    let begins = at == 0 || is_blank(lines[at - 1]);
    (is_number || begins) && lines.get(at + 1).is_some_and(|next| is_timing(next))
}

/// Appends a space for each byte of a line; its end is kept.
fn push_blank(line: &str, spoken: &mut String) {
    let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
    spoken.extend(line.bytes().map(|byte| if is_end(byte) { char::from(byte) } else { ' ' }));
}

/// Appends a line with blanks in the place of its tags: `<i>`, `<v Mary>`, `{\an8}`.
fn push_untagged(line: &str, spoken: &mut String) {
    let mut rest = line;
    while let Some((start, end)) = tag(rest) {
        spoken.push_str(&rest[..start]);
        push_blank(&rest[start..end], spoken);
        rest = &rest[end..];
    }
    spoken.push_str(rest);
}

/// Returns where the first tag of a line stands.
fn tag(line: &str) -> Option<(usize, usize)> {
    let mut starts = line.match_indices(['<', '{']);
    starts.find_map(|(start, sign)| Some((start, start + tag_end(&line[start..], sign)?)))
}

/// Returns the bytes of the tag that begins with this sign; where another one begins, it has no end.
fn tag_end(tag: &str, sign: &str) -> Option<usize> {
    /// What is longer is no tag; with no limit a line of many signs would be searched again from each.
    const LONGEST: usize = 256;
    let bytes = &tag.as_bytes()[..tag.len().min(LONGEST)];
    let next = *bytes.get(1)?;
    let (is_tag, begin, end) = match sign {
        "<" => (next.is_ascii_alphanumeric() || next == b'/', b'<', b'>'),
        _ => (next == b'\\', b'{', b'}'),
    };
    let at = memchr::memchr2(begin, end, &bytes[1..]).filter(|_| is_tag)? + 1;
    (bytes[at] == end).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Checks the words that are said, and that each stands where it stood.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let spoken = spoken(text).expect("the text is subtitles");
        assert_eq!(spoken.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{text}");
        assert_eq!(spoken.len(), text.len());
        let words = spoken.split_whitespace();
        assert!(words.clone().all(|word| text.contains(word)), "{spoken}");
        assert_eq!(spoken.matches('\n').count(), text.matches('\n').count());
    }

    #[test]
    fn numbers_times_and_tags_are_not_said() {
        check(
            "1\r\n00:00:03,121 --> 00:00:05,133\r\nThe <i>council</i> met\r\n12 times.\r\n\r\n\
             2\r\n00:00:06,142 --> 00:00:08,166 X1:40 X2:600\r\n{\\an8}It is 5 < 6 {so}.\r\n",
            "The council met 12 times. It is 5 < 6 {so}.",
        );
        // Cues that no blank line parts.
        check("1\n0:03 --> 0:05\nOne\n2\n0:06 --> 0:08\nTwo\n", "One Two");
    }

    #[test]
    fn notes_and_names_of_webvtt_are_not_said() {
        check(
            "\u{feff}WEBVTT Kind: captions\nLanguage: en\n\nNOTE by nobody\n\nopening\n\
             00:03.000 --> 00:05.000 align:start\n<v Mary>Hello.</v>\n\n00:06.000 --> 00:08.000\n\
             NOTE this is said.\nAnd this.\n",
            "Hello. NOTE this is said. And this.",
        );
    }

    #[test]
    fn a_line_of_tags_without_ends_takes_linear_time() {
        let cue = "0:03 --> 0:05\nOne.\n";
        for tag in ["<a", "{\\", "<a{\\", "<i>a<b"] {
            let start = Instant::now();
            let line = tag.repeat(400_000);
            let spoken = spoken(&format!("{cue}\n{cue}{line}\n")).expect("the text is subtitles");
            assert!(spoken.contains(tag.trim_start_matches("<i>")), "{tag}");
            assert!(start.elapsed() < Duration::from_secs(5), "{tag}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn other_texts_are_no_subtitles() {
        let cue = "00:00:03,121 --> 00:00:05,133\nOne.\n\n";
        assert_eq!(spoken("a --> b\n\nc --> d\n"), None);
        assert_eq!(spoken(cue), None);
        assert_eq!(spoken(&format!("{cue}{cue}{}", "A line of a report.\n\n".repeat(20))), None);
        assert_eq!(spoken("No arrow."), None);
    }
}

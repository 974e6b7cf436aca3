//! Subtitles (`SubRip`, `WebVTT`): which of it is not said, such as the numbers and the times of the cues.

use std::ops::Range;

use super::super::blank::blanked;

/// Lines for each cue up to which a text is subtitles: a number, a timing, and what is said meanwhile.
const MOST_LINES: usize = 6;

/// Returns the stretches of subtitles that are not said, in order; none where the text is something else.
///
/// A line that is the one said before rolls up the screen, and is said once.
pub(super) fn unspoken(text: &str) -> Vec<Range<usize>> {
    let mut unspoken = Vec::new();
    if memchr::memmem::find(text.as_bytes(), ARROW.as_bytes()).is_none() {
        return unspoken;
    }
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let lines: Vec<&str> = text.split_inclusive(end).collect();
    let cues = lines.iter().filter(|line| is_timing(line)).count();
    let filled = lines.iter().filter(|line| !is_blank(line)).count();
    if cues < 2 || filled > MOST_LINES * cues {
        return unspoken;
    }
    let (mut start, mut in_note, mut said) = (0, false, String::new());
    for (at, line) in lines.iter().enumerate() {
        let begins = at == 0 || is_blank(lines[at - 1]);
        in_note = !is_blank(line) && (in_note || begins && is_note(line));
        let tags = tags(line);
        let words = words(line, &tags);
        if in_note || is_timing(line) || is_name_of_cue(&lines, at) || words == said {
            unspoken.push(start..start + line.len());
        } else {
            unspoken.extend(tags.iter().map(|tag| start + tag.start..start + tag.end));
            said = if words.is_empty() { said } else { words };
        }
        start += line.len();
    }
    unspoken
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

/// Returns what a line says beside its tags.
fn words(line: &str, tags: &[Range<usize>]) -> String {
    let line = blanked(line, tags);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns where the tags of a line stand, and the signs that are escaped: `<i>`, `<v Mary>`, `{\an8}`, `&gt;`.
fn tags(line: &str) -> Vec<Range<usize>> {
    let signs = line.match_indices(['<', '{', '&']);
    signs.filter_map(|(start, sign)| Some(start..start + tag_end(&line[start..], sign)?)).collect()
}

/// Returns the bytes of the tag that begins with this sign; where another one begins, it has no end.
fn tag_end(tag: &str, sign: &str) -> Option<usize> {
    /// What is longer is no tag; with no limit a line of many signs would be searched again from each.
    const LONGEST: usize = 256;
    const SIGNS: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;"];
    if sign == "&" {
        return SIGNS.iter().find(|escaped| tag.starts_with(**escaped)).map(|sign| sign.len());
    }
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

    /// Checks the words that are said.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(words(text, &unspoken(text)), expected, "{text}");
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
    fn lines_of_subtitles_end_as_in_every_text() {
        check("1\r0:03 --> 0:05\rOne\r\r2\r0:06 --> 0:08\rTwo\r", "One Two");
    }

    #[test]
    fn a_line_that_rolls_up_is_said_once() {
        check(
            "WEBVTT\n\n00:00.160 --> 00:02.350 align:start\n \nThe<00:00.480><c> council</c> met\n\n\
             00:02.350 --> 00:02.360\nThe council met\n \n\n\
             00:02.360 --> 00:04.500\nThe council met\nto<00:02.600><c> vote.</c>\n\n\
             00:04.500 --> 00:04.510\nto vote.\n \n\n00:06.000 --> 00:08.000\nNo.\n",
            "The council met to vote. No.",
        );
    }

    #[test]
    fn notes_and_names_of_webvtt_are_not_said() {
        check(
            "\u{feff}WEBVTT Kind: captions\nLanguage: en\n\nNOTE by nobody\n\nopening\n\
             00:03.000 --> 00:05.000 align:start\n<v Mary>&gt;&gt; Hello, Q&amp;A&more;.</v>\n\n00:06.000 --> 00:08.000\n\
             NOTE this is said.\nAnd this.\n",
            "Hello, Q A&more;. NOTE this is said. And this.",
        );
    }

    #[test]
    fn a_line_of_tags_without_ends_takes_linear_time() {
        let cue = "0:03 --> 0:05\nOne.\n";
        for tag in ["<a", "{\\", "<a{\\", "<i>a<b"] {
            let start = Instant::now();
            let line = tag.repeat(400_000);
            let text = format!("{cue}\n{cue}{line}\n");
            assert!(
                words(&text, &unspoken(&text)).contains(tag.trim_start_matches("<i>")),
                "{tag}"
            );
            assert!(start.elapsed() < Duration::from_secs(5), "{tag}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn other_texts_are_no_subtitles() {
        let cue = "00:00:03,121 --> 00:00:05,133\nOne.\n\n";
        assert!(unspoken("a --> b\n\nc --> d\n").is_empty());
        assert!(unspoken(cue).is_empty());
        let report = "A line of a report.\n\n".repeat(20);
        assert!(unspoken(&format!("{cue}{cue}{report}")).is_empty());
        assert!(unspoken("No arrow.").is_empty());
    }
}

//! An [`Explanation`] for people: the two documents, the figures beside the thresholds, the
//! verdict, and the passages side by side.

use std::io::{self, Write};

use crate::compare::Rule;

use super::explanation::{ExplainedPassage, Explanation, Shortfall, Shortfalls, Verdict};
use super::layout::{cut_end, pad, pad_start, width};
use super::neutral::{one_line, whole_path};
use super::palette::{Palette, paint};
use super::phrase::{counted, percent, spans, thousands};
use super::{RenderOptions, difference, side_by_side};

/// Columns from which two texts fit beside each other.
const SIDE_BY_SIDE: usize = 80;

/// Writes why two documents match, or do not.
///
/// # Errors
///
/// Those of `out`.
pub fn write_diff(
    explanation: &Explanation,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_sides(explanation, options, out)?;
    writeln!(out)?;
    write_verdict(explanation, options, out)?;
    write_figures(explanation, options, out)?;
    for (index, passage) in explanation.passages.iter().enumerate() {
        writeln!(out)?;
        write_passage(index + 1, passage, options, out)?;
    }
    Ok(())
}

fn write_sides(
    explanation: &Explanation,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    for (name, side) in [("anchor", &explanation.anchor), ("copy  ", &explanation.copy)] {
        let key = whole_path(&side.key);
        let words = counted(side.words, "word");
        writeln!(out, "{name}  {}   {words}", paint(palette.place, &key))?;
        if let Some(title) = &side.title {
            let title = cut_end(&one_line(title), options.width.saturating_sub(8).max(20));
            writeln!(out, "        {title}")?;
        }
    }
    Ok(())
}

fn write_verdict(
    explanation: &Explanation,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    match &explanation.verdict {
        &Verdict::Match(rule) => write_rule(rule, &palette, out),
        Verdict::Passage(rule, as_copies) => {
            write_rule(*rule, &palette, out)?;
            writeln!(out, "  no copies: {}", lacking_all(as_copies))
        }
        Verdict::NoMatch(shortfalls) => {
            let head = paint(palette.strong, "no match");
            let Shortfalls { as_copies, as_passage } = shortfalls;
            if as_copies == as_passage {
                return writeln!(out, "{head}: {}", lacking_all(as_copies));
            }
            writeln!(out, "{head}")?;
            writeln!(out, "  no copies: {}", lacking_all(as_copies))?;
            writeln!(out, "  no passage to tell: {}", lacking_all(as_passage))
        }
    }
}

fn write_rule(rule: Rule, palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let style = palette.level(rule.default_level().name());
    writeln!(out, "{}: {}", paint(style, rule.name()), reason(rule))
}

fn reason(rule: Rule) -> &'static str {
    match rule {
        Rule::IdenticalDocument => "the normalised texts are equal",
        Rule::NearDocument => "the shorter text is for the most part in the other",
        Rule::ContainedDocument => "the shorter text stands whole inside the longer one",
        Rule::ExactPassage => "a passage stands in both",
        Rule::NearPassage => "a passage stands in both, with edits",
        Rule::Boilerplate => "standing text: one form that was filled in twice",
        _ => "the texts match",
    }
}

fn lacking_all(shortfalls: &[Shortfall]) -> String {
    shortfalls.iter().map(lacking).collect::<Vec<_>>().join("; ")
}

fn lacking(shortfall: &Shortfall) -> String {
    match *shortfall {
        Shortfall::NoRun { tokens, characters } => {
            let unit = if characters { "character" } else { "word" };
            format!("no run of {} in common", counted(u64::from(tokens), unit))
        }
        Shortfall::Coverage { found, needed } => {
            format!("coverage {} needed", of(found, needed))
        }
        Shortfall::FewWords { found, needed } => {
            format!("{found} of {needed} words in common needed")
        }
        Shortfall::OtherWords { shingles, words } => format!(
            "other words: {} shingles or {} words in order needed",
            of(shingles.0, shingles.1),
            of(words.0, words.1)
        ),
        Shortfall::OtherNumbers(numbers) => {
            format!("numbers: {} of {} agree", numbers.equal, numbers.all)
        }
        Shortfall::Form => "a form that is filled in twice".to_owned(),
        Shortfall::Later { days, found, needed } => {
            let apart = counted(u64::from(days), "day");
            format!("{apart} apart: of the words in order {} needed", of(found, needed))
        }
        Shortfall::ShortPassage { found, needed } => {
            format!("the longest has {found} of {needed} words needed")
        }
        Shortfall::EditedPassage { found, needed } => {
            format!("of the longest {} equal words needed", of(found, needed))
        }
        Shortfall::Scattered => "what both have is scattered, or one story of many".to_owned(),
    }
}

/// `0.31 of 0.50`: a share that is too small never looks as if it were not.
fn of(found: f64, needed: f64) -> String {
    format!("{:.2} of {needed:.2}", (found * 100.0).floor() / 100.0)
}

/// Figures in columns, those that a threshold judges beside it.
fn write_figures(
    explanation: &Explanation,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let rows = figures(explanation);
    let name = rows.iter().map(|row| width(row.name)).max().unwrap_or(0);
    let value = rows.iter().map(|row| width(&row.value)).max().unwrap_or(0);
    for row in &rows {
        let limits = row.limits.iter();
        let limits = limits.map(|limit| limit_text(limit, &explanation.verdict, &palette));
        let limits: Vec<_> = limits.collect();
        let figure = pad_start(&row.value, value);
        let line = format!("  {}  {figure}   {}", pad(row.name, name), limits.join("   "));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A figure and the thresholds that it is held against.
struct Figure {
    name: &'static str,
    value: String,
    limits: Vec<Limit>,
}

/// A threshold, and whether a figure reaches it.
struct Limit {
    text: String,
    met: bool,
}

fn figures(explanation: &Explanation) -> Vec<Figure> {
    let Explanation { anchor, copy, thresholds, .. } = explanation;
    let plain = |name, value| Figure { name, value, limits: Vec::new() };
    let shorter_is_copy = copy.words <= anchor.words;
    let (shorter, longer) = if shorter_is_copy { (copy, anchor) } else { (anchor, copy) };
    let (short_name, long_name) = if shorter_is_copy {
        ("coverage of the copy (shorter)", "coverage of the anchor")
    } else {
        ("coverage of the anchor (shorter)", "coverage of the copy")
    };
    let share = |name: &str, least: f64| Limit {
        text: format!("{name} {}", percent(least)),
        met: shorter.coverage >= least,
    };
    let longest = u64::from(explanation.longest_words);
    let words = Limit {
        text: format!("min-words {}", thresholds.min_words),
        met: longest >= u64::from(thresholds.min_words),
    };
    let numbers = Limit {
        text: format!("all but {}", explanation.numbers.may_differ),
        met: explanation.numbers.agree,
    };
    vec![
        Figure {
            name: short_name,
            value: percent(shorter.coverage),
            limits: vec![share("near", thresholds.near), share("contain", thresholds.contain)],
        },
        plain(long_name, percent(longer.coverage)),
        plain("passages", thousands(explanation.passages.len() as u64)),
        Figure { name: "longest passage", value: counted(longest, "word"), limits: vec![words] },
        plain("equal words of the shorter", percent(explanation.equal_words)),
        Figure {
            name: "numbers that agree",
            value: format!("{} of {}", explanation.numbers.equal, explanation.numbers.all),
            limits: vec![numbers],
        },
        plain("resemblance", format!("{:.2}", explanation.resemblance)),
        plain("containment", format!("{:.2}", explanation.containment)),
        plain("shared seeds", thousands(explanation.seeds)),
    ]
}

/// A threshold that is not reached is bad news only where nothing matched.
fn limit_text(limit: &Limit, verdict: &Verdict, palette: &Palette) -> String {
    match (limit.met, verdict) {
        (true, _) => paint(palette.added, &format!("≥ {}", limit.text)),
        (false, Verdict::Match(_) | Verdict::Passage(..)) => {
            paint(palette.faint, &format!("< {}", limit.text))
        }
        (false, Verdict::NoMatch(_)) => paint(palette.removed, &format!("< {}", limit.text)),
    }
}

fn write_passage(
    number: usize,
    explained: &ExplainedPassage,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = Palette::new(options);
    let passage = &explained.passage;
    let words = counted(passage.words, "word");
    let identical = thousands(passage.identical_words);
    let figures = if passage.exact {
        format!("{words}, exact")
    } else {
        format!("{words}, {identical} identical, similarity {}", percent(passage.similarity))
    };
    let head = paint(palette.strong, &format!("passage {number}"));
    writeln!(out, "{head}   {figures}")?;
    let anchor = spans("line", &[passage.anchor.lines]);
    let copy = spans("line", &[passage.copy.lines]);
    if options.width >= SIDE_BY_SIDE {
        let heads = [format!("anchor, {anchor}"), format!("copy, {copy}")];
        return side_by_side::write(&heads, &explained.difference, options, out);
    }
    writeln!(out, "{}", paint(palette.faint, &format!("anchor, {anchor}; copy, {copy}")))?;
    for line in difference::flow(&difference::words(&explained.difference), options.width) {
        writeln!(out, "{}", difference::painted(&line, &palette))?;
    }
    Ok(())
}

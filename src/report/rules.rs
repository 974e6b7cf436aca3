//! What each rule says, in the words that people read: for `rule`, and for formats that carry
//! explanations.

use std::io::{self, Write};

use crate::compare::Rule;

use super::RenderOptions;
use super::layout::pad;
use super::palette::{Palette, paint};

/// The explanation of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText {
    /// What the rule says, one sentence without a full stop.
    pub says: &'static str,
    /// When it holds, with the settings that steer it.
    pub when: &'static str,
    /// A case from a newsroom.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Returns the explanation of a rule.
pub fn rule_text(rule: Rule) -> RuleText {
    match rule {
        Rule::RepeatedBody | Rule::RepeatedPassage => repeat_text(rule),
        Rule::IdenticalDocument | Rule::NearDocument | Rule::ContainedDocument => {
            document_text(rule)
        }
        Rule::ExactPassage | Rule::NearPassage | Rule::Boilerplate => passage_text(rule),
        Rule::UnreadableInput | Rule::TruncatedInput => input_text(rule),
        Rule::UnusedSuppression | Rule::UnusedBaselineEntry => unused_text(rule),
    }
}

fn unused_text(rule: Rule) -> RuleText {
    match rule {
        Rule::UnusedSuppression => RuleText {
            says: "a suppression meets nothing, has expired, or names no rule",
            when: "A mark in a text or an [[allow]] in the settings covers no place of any finding \
                   that is looked for, or its `expires` is past.",
            example: "The licensed paragraph was cut from the article; its mark stayed.",
            remedy: "Delete it, before it hides something that nobody has looked at. If it has \
                     expired, ask again whether the text may be told twice.",
        },
        _ => RuleText {
            says: "an accepted finding is met no more",
            when: "A run over all documents of an entry of the baseline finds nothing of its content.",
            example: "One of two equal articles was deleted.",
            remedy: "Run `twicetold baseline prune`, so that the text is new if it comes back.",
        },
    }
}

fn repeat_text(rule: Rule) -> RuleText {
    match rule {
        Rule::RepeatedBody => RuleText {
            says: "a document repeats most of its own body",
            when: "The words that stand again make up most of the document. The copies may follow \
                   one another, or be interleaved paragraph by paragraph, and may be edited.",
            example: "Six paragraphs under one headline, and the same six paragraphs again below \
                      them: the article was pasted twice, or two imports were joined.",
            remedy: "Delete the copy, and look for the import that wrote the body twice: it has \
                     rarely done so once.",
        },
        _ => RuleText {
            says: "a document repeats a paragraph or a longer passage of its own",
            when: "A passage of at least --min-words words stands again in the same document, but \
                   the repeats do not make up most of it. Entries of a list in one form are none.",
            example: "The background paragraph of a running story stands both in the update on top \
                      and in the older text below it.",
            remedy: "Keep the passage where the reader needs it first, and delete the others. A \
                     refrain that is meant can be left out with --ignore repeated-passage.",
        },
    }
}

fn document_text(rule: Rule) -> RuleText {
    match rule {
        Rule::IdenticalDocument => RuleText {
            says: "documents whose normalised texts are equal",
            when: "The words are equal one by one after letter case, quotation marks, dashes, soft \
                   hyphens and white space are evened out. Titles, dates and places may differ.",
            example: "One agency story in the feeds of forty papers; one article under two \
                      addresses of the same site.",
            remedy: "Keep the anchor (the first published, if dates tell), and let the others point \
                     to it: a redirect, a canonical link, or one cluster in the reader.",
        },
        Rule::NearDocument => RuleText {
            says: "a document is for the most part another one: edited, cut, scanned or re-headed",
            when: "At least the share --near (0.50) of the words of the shorter document lies in \
                   passages aligned with the other one (more where these are few words and the \
                   titles differ), with names and numbers that agree as the other words do.",
            example: "A paper runs an agency story under its own headline, without the last four \
                      paragraphs and with a local quotation.",
            remedy: "See with `twicetold diff` what was changed. Show one of them to readers, and \
                     name the source in the other.",
        },
        _ => RuleText {
            says: "a document stands whole inside a clearly longer one",
            when: "At least the share --contain (0.90) of the shorter document lies in the longer \
                   one, and covers no more than a part of it.",
            example: "The morning's 200-word brief is the beginning of the evening's long report; \
                      a digest holds ten articles in full.",
            remedy: "Keep the longer one, unless it is a digest: then keep the articles, and leave \
                     the digest out with --exclude.",
        },
    }
}

fn passage_text(rule: Rule) -> RuleText {
    match rule {
        Rule::ExactPassage => RuleText {
            says: "the same passage in documents that are no copies of each other",
            when: "A passage of at least --min-words (25) words stands word for word in both, while \
                   the coverage of the shorter document stays below --near.",
            example: "Two reports on one trial share the paragraph on the charges; a paragraph was \
                      lifted from another paper.",
            remedy: "Ask whether the passage is quoted, licensed or lifted. Standing texts that are \
                     meant belong behind --ignore exact-passage or in a boilerplate.",
        },
        Rule::NearPassage => RuleText {
            says: "the same passage, with edits, in documents that are no copies of each other",
            when: "As exact-passage, but with words changed, left out or put in.",
            example: "“…, said the minister on Thursday” became “…, the minister said yesterday”, \
                      and the rest of the paragraph stayed.",
            remedy: "Compare the two with `twicetold diff`; a rewritten passage still needs its \
                     source named.",
        },
        _ => RuleText {
            says: "standing text: what one source has on many days, or the wording of a form",
            when: "The same block stands in five documents of one publisher or more, or its wording \
                   does on three days over a week or longer, as background that is told with each \
                   new story; or it is what a form says whoever fills it in: a bulletin, a cable, a \
                   notice with other names and figures; or the pages of one source set it into two \
                   articles: links, headlines, a caption, a note on an author, a call to write. It \
                   makes no two articles alike.",
            example: "“Sign up to our newsletter”, a copyright line, the note on the author; the \
                      closing lines of each week's tender.",
            remedy: "Nothing has to be done. Take it out of the article bodies where it disturbs \
                     readers or training data.",
        },
    }
}

fn input_text(rule: Rule) -> RuleText {
    match rule {
        Rule::UnreadableInput => RuleText {
            says: "an input, or a part of it, was not read",
            when: "A file cannot be opened, is not what its format promises, or is larger than \
                   --max-size, also when it is expanded. The rest is still read, and the report \
                   says that it is not complete. A page without an article of its own is told, \
                   too, and counts as read.",
            example: "A record of a JSONL file is no JSON; a feed ends in the middle of an item.",
            remedy: "Mend the input, name its format with --input-format, or leave it out with \
                     --exclude.",
        },
        _ => RuleText {
            says: "an input was not read to its end",
            when: "What is compressed expands to more than --max-expanded, a file breaks off, or a \
                   page is too large to look for its article. What stands before the end was read.",
            example: "Compressed JSONL grows beyond 1 GiB.",
            remedy: "Raise the limit if the input can be trusted, or mend the input.",
        },
    }
}

/// Writes every rule with its level and what it says.
///
/// # Errors
///
/// Those of `out`.
pub fn write_rules(options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::new(options);
    let widest = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
    for rule in Rule::ALL {
        let level = rule.default_level().name();
        let name = paint(palette.level(level), &pad(rule.name(), widest));
        writeln!(out, "{name}  {}  {}", pad(level, "warning".len()), rule_text(rule).says)?;
    }
    Ok(())
}

/// Writes the explanation of a rule.
///
/// # Errors
///
/// Those of `out`.
pub fn write_rule(rule: Rule, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::new(options);
    let text = rule_text(rule);
    let level = rule.default_level().name();
    writeln!(out, "{} ({level}): {}", paint(palette.level(level), rule.name()), text.says)?;
    for (head, body) in
        [("When", text.when), ("For example", text.example), ("What to do", text.remedy)]
    {
        writeln!(out, "\n{}", paint(palette.strong, head))?;
        write_paragraph(body, options, out)?;
    }
    Ok(())
}

/// Columns beyond which a paragraph is hard to read.
const READABLE: usize = 90;

fn write_paragraph(text: &str, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let columns = options.width.min(READABLE);
    let mut line = " ".to_owned();
    for word in text.split_whitespace() {
        if line.len() > 1 && super::layout::width(&line) + 1 + super::layout::width(word) > columns
        {
            writeln!(out, "{line}")?;
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    writeln!(out, "{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_explained_in_its_own_words() {
        for rule in Rule::ALL {
            for other in Rule::ALL.into_iter().filter(|other| *other != rule) {
                assert_ne!(rule_text(rule), rule_text(other));
            }
        }
    }

    #[test]
    fn paragraphs_keep_to_the_width() {
        for width in [40, 60, 200] {
            let options = RenderOptions { width, ..RenderOptions::default() };
            let mut bytes = Vec::new();
            write_rule(Rule::NearPassage, &options, &mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let (_, paragraphs) = text.split_once('\n').unwrap();
            assert!(paragraphs.lines().all(|line| line.chars().count() <= width.min(90)), "{text}");
        }
    }
}

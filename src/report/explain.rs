//! Two documents and what they have in common in, the [`Explanation`] out.

use crate::compare::{CompareOptions, Grounds, PairMatch, PassageGrounds, Rule, likeness};
use crate::fingerprint::{FingerprintOptions, Fingerprints, Token, is_of_characters};
use crate::read::Document;

use super::located::Located;
use super::{ExplainedPassage, Explanation, Shortfall, Shortfalls, Side, Thresholds, Verdict};

/// A document and its fingerprints.
type Compared<'a> = (&'a Document, &'a Fingerprints);

/// What two documents have in common.
#[derive(Debug, Clone)]
pub(crate) struct InCommon {
    /// Their passages, and how much these cover.
    pub(crate) pair: PairMatch,
    /// The other figures that decide.
    pub(crate) grounds: Grounds,
    /// The selected shingles that both have.
    pub(crate) seeds: u64,
    /// What a scan of the two reports, if it reports anything.
    pub(crate) rule: Option<Rule>,
}

/// Returns why two documents match, or do not.
pub(crate) fn explain(
    (a, b): (Compared<'_>, Compared<'_>),
    common: &InCommon,
    options: &CompareOptions,
) -> Explanation {
    let (anchor, copy) = (Located::whole(a.0, a.1), Located::whole(b.0, b.1));
    let figures = likeness(&a.1.tokens, &b.1.tokens, options.fingerprint.shingle);
    let passages = common.pair.passages.iter().map(|passage| ExplainedPassage {
        passage: super::findings::passage(
            passage,
            (&anchor, &copy),
            (anchor.span(&passage.a), copy.span(&passage.b)),
        ),
        difference: super::findings::differences(passage, &anchor, &copy),
    });
    Explanation {
        anchor: side(a, common.pair.coverage_a),
        copy: side(b, common.pair.coverage_b),
        seeds: common.seeds,
        longest_words: common.grounds.longest_words,
        equal_words: common.grounds.equal_words,
        numbers: common.grounds.numbers,
        resemblance: figures.resemblance,
        containment: figures.containment,
        thresholds: Thresholds {
            near: options.near,
            contain: options.contain,
            min_words: options.min_words,
        },
        verdict: verdict((a.1, b.1), common, options),
        passages: passages.collect(),
    }
}

fn side((document, fingerprints): Compared<'_>, coverage: f64) -> Side {
    let id = document.id.as_deref();
    let key = match (&*document.uri, id) {
        ("", id) => id.unwrap_or_default().to_owned(),
        (uri, Some(id)) => format!("{uri}#{id}"),
        (uri, None) => uri.to_owned(),
    };
    Side {
        key,
        title: document.title.as_deref().map(str::to_owned),
        words: u64::from(fingerprints.words),
        coverage,
    }
}

/// What came of it, with the thresholds that two documents fail which are no copies: as copies, and by the passage that
/// comes closest where none is told.
fn verdict(
    (a, b): (&Fingerprints, &Fingerprints),
    common: &InCommon,
    options: &CompareOptions,
) -> Verdict {
    let pair = &common.pair;
    let coverage = if a.words <= b.words { pair.coverage_a } else { pair.coverage_b };
    let as_copies = || or_scattered(copy_shortfalls(coverage, &common.grounds, options));
    match common.rule {
        Some(rule @ (Rule::ExactPassage | Rule::NearPassage | Rule::Boilerplate)) => {
            Verdict::Passage(rule, as_copies())
        }
        Some(rule) => Verdict::Match(rule),
        None if common.seeds == 0 => {
            let no_run = no_run(&a.tokens, options.selection());
            Verdict::NoMatch(Shortfalls { as_copies: vec![no_run], as_passage: vec![no_run] })
        }
        None => Verdict::NoMatch(Shortfalls {
            as_copies: as_copies(),
            as_passage: or_scattered(passage_shortfalls(common.grounds.passage, options.min_words)),
        }),
    }
}

/// The longest run that may go unseen, and a token more (Schleimer, Wilkerson and Aiken 2003, section 3).
fn no_run(tokens: &[Token], options: FingerprintOptions) -> Shortfall {
    let characters = is_of_characters(tokens);
    let k = options.shingle.length(characters);
    Shortfall::NoRun { tokens: k + options.window - 1, characters }
}

fn copy_shortfalls(coverage: f64, grounds: &Grounds, options: &CompareOptions) -> Vec<Shortfall> {
    let mut failed = Vec::new();
    if coverage < options.near {
        failed.push(Shortfall::Coverage { found: coverage, needed: options.near });
    } else if coverage < grounds.coverage_needed && !grounds.misread {
        failed.push(Shortfall::Coverage { found: coverage, needed: grounds.coverage_needed });
    }
    if grounds.common_words < options.min_words {
        let (found, needed) = (grounds.common_words, options.min_words);
        failed.push(Shortfall::FewWords { found, needed });
    }
    if grounds.common_words == 0 || grounds.misread {
        return failed;
    }
    if !grounds.in_same_words() {
        failed.push(Shortfall::OtherWords {
            shingles: (grounds.shingles, grounds.shingles_needed),
            words: (grounds.equal_words, grounds.equal_words_needed),
        });
    }
    if !grounds.numbers.agree {
        failed.push(Shortfall::OtherNumbers(grounds.numbers));
    }
    if grounds.is_form {
        failed.push(Shortfall::Form);
    }
    if let Some(days) = grounds.days.filter(|_| grounds.is_too_late()) {
        failed.push(Shortfall::Later {
            days,
            found: grounds.equal_words,
            needed: grounds.later_words_needed,
        });
    }
    failed
}

fn passage_shortfalls(longest: Option<PassageGrounds>, min_words: u32) -> Vec<Shortfall> {
    let Some(longest) = longest else {
        return vec![Shortfall::ShortPassage { found: 0, needed: min_words }];
    };
    if longest.words < min_words {
        return vec![Shortfall::ShortPassage { found: longest.words, needed: min_words }];
    }
    let mut failed = Vec::new();
    if longest.similarity < Grounds::PASSAGE {
        let (found, needed) = (longest.similarity, Grounds::PASSAGE);
        failed.push(Shortfall::EditedPassage { found, needed });
    }
    if longest.equal_words < longest.equal_words_needed {
        let (found, needed) = (longest.equal_words, longest.equal_words_needed);
        failed.push(Shortfall::FewWords { found, needed });
    }
    if !longest.numbers.agree {
        failed.push(Shortfall::OtherNumbers(longest.numbers));
    }
    if longest.is_form {
        failed.push(Shortfall::Form);
    }
    // A run that is long enough needs nothing else.
    if longest.run_words >= min_words { Vec::new() } else { failed }
}

fn or_scattered(failed: Vec<Shortfall>) -> Vec<Shortfall> {
    if failed.is_empty() { vec![Shortfall::Scattered] } else { failed }
}

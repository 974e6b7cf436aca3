//! Two documents and what they have in common in, the [`Explanation`] out.

use crate::compare::{CompareOptions, PairMatch, Relation, Rule, likeness};
use crate::fingerprint::Fingerprints;
use crate::read::Document;

use super::located::Located;
use super::{ExplainedPassage, Explanation, Shortfall, Side, Thresholds, Verdict};

/// A document and its fingerprints.
pub type Compared<'a> = (&'a Document, &'a Fingerprints);

/// Returns why two documents match, or do not.
///
/// `pair`: what they have in common; `seeds`: the selected shingles that both have.
pub fn explain(
    (a, b): (Compared<'_>, Compared<'_>),
    pair: &PairMatch,
    seeds: u64,
    options: &CompareOptions,
) -> Explanation {
    let (anchor, copy) = (Located::whole(a.0, a.1), Located::whole(b.0, b.1));
    let figures = likeness(&a.1.tokens, &b.1.tokens, options.fingerprint.shingle);
    let passages = pair.passages.iter().map(|passage| ExplainedPassage {
        passage: super::findings::passage(passage, &anchor, &copy),
        difference: super::findings::differences(passage, &anchor, &copy),
    });
    Explanation {
        anchor: side(a, pair.coverage_a),
        copy: side(b, pair.coverage_b),
        seeds,
        resemblance: figures.resemblance,
        containment: figures.containment,
        thresholds: Thresholds {
            near: options.near,
            contain: options.contain,
            min_words: options.min_words,
        },
        verdict: verdict(a.1, b.1, pair, seeds),
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
    Side { key, title: document.title.clone(), words: u64::from(fingerprints.words), coverage }
}

fn verdict(a: &Fingerprints, b: &Fingerprints, pair: &PairMatch, seeds: u64) -> Verdict {
    if a.tokens == b.tokens && !a.tokens.is_empty() {
        return Verdict::Match(Rule::IdenticalDocument);
    }
    match pair.relation {
        Relation::Near => Verdict::Match(Rule::NearDocument),
        Relation::FirstInSecond | Relation::SecondInFirst => {
            Verdict::Match(Rule::ContainedDocument)
        }
        Relation::Shared if pair.passages.iter().all(crate::compare::Passage::is_exact) => {
            Verdict::Match(Rule::ExactPassage)
        }
        Relation::Shared => Verdict::Match(Rule::NearPassage),
        Relation::Unrelated if !pair.passages.is_empty() => Verdict::NoMatch(Shortfall::TooShort),
        Relation::Unrelated if seeds == 0 => Verdict::NoMatch(Shortfall::NothingShared),
        Relation::Unrelated => Verdict::NoMatch(Shortfall::TooDifferent),
    }
}

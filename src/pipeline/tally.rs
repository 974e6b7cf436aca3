//! Findings in, the report out: names, order, totals.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::compare::{Level, Rule};
use crate::error::{Error, ErrorKind};
use crate::fingerprint::{ALGORITHM, SimHash};
use crate::report::{
    Diagnostic, DocumentEntry, DocumentsShown, Finding, Report, Run, Setting, Summary,
};

use super::Options;
use super::gather::Gathered;

/// Sorts findings: what is suppressed last, what matters most first, then by rule, then by place.
pub(super) fn order(findings: &mut [Finding]) {
    let rank = |finding: &Finding| {
        let rule = Rule::from_name(finding.rule).unwrap_or(Rule::Boilerplate);
        let level = Level::from_name(finding.level).unwrap_or_else(|| rule.default_level());
        (finding.status == "suppressed", std::cmp::Reverse(level), rule)
    };
    findings.par_sort_by_cached_key(|finding| {
        let anchor = &finding.occurrences[0];
        (
            rank(finding),
            anchor.document,
            anchor.lines,
            anchor.bytes,
            anchor.blocks,
            finding.fingerprint.clone(),
        )
    });
    findings.par_iter_mut().enumerate().for_each(|(at, finding)| {
        finding.id = format!("F{}", at + 1);
    });
}

/// Returns the report of sorted findings.
///
/// Its documents are not listed yet, see [`cut`].
pub(super) fn report(gathered: &Gathered, findings: Vec<Finding>, options: &Options) -> Report {
    let summary = summary(gathered, &findings);
    Report {
        run: Run {
            command: options.command.clone(),
            targets: Vec::new(),
            complete: gathered.is_complete(),
            focus: None,
        },
        settings: settings(options),
        summary,
        findings,
        diagnostics: gathered.errors.iter().map(diagnostic).collect(),
        ..Report::default()
    }
}

/// Cuts the findings to what is to be listed, and lists their documents with their keys.
pub(super) fn cut(report: &mut Report, gathered: (&Gathered, &[String]), options: &Options) {
    if let Some(most) = options.max_findings.filter(|most| report.findings.len() > *most) {
        keep(&mut report.findings, most);
        report.summary.truncated = true;
    }
    match options.documents {
        DocumentsShown::All => list_all_documents(report, gathered),
        DocumentsShown::InFindings => list_named_documents(report, gathered),
    }
}

/// Keeps so many findings, in their order: what is new before what is accepted, since what fails a check must be shown.
fn keep(findings: &mut Vec<Finding>, most: usize) {
    let is_new = |finding: &Finding| finding.status == "new";
    let mut new = findings.iter().filter(|finding| is_new(finding)).count().min(most);
    let mut others = most - new;
    findings.retain(|finding| {
        let places = if is_new(finding) { &mut new } else { &mut others };
        let is_kept = *places > 0;
        *places -= usize::from(is_kept);
        is_kept
    });
}

/// Lists every document with its key.
pub(super) fn list_all_documents(report: &mut Report, gathered: (&Gathered, &[String])) {
    report.documents = entries((0..gathered.0.documents.len()).collect(), gathered);
}

/// Lists the documents that occur in a finding, and renumbers the occurrences.
fn list_named_documents(report: &mut Report, gathered: (&Gathered, &[String])) {
    let occurrences = || report.findings.iter().flat_map(|finding| &finding.occurrences);
    let mut is_named = vec![false; gathered.0.documents.len()];
    occurrences().for_each(|occurrence| is_named[occurrence.document] = true);
    let named: Vec<usize> = (0..is_named.len()).filter(|place| is_named[*place]).collect();
    let mut numbers = vec![0; is_named.len()];
    named.iter().enumerate().for_each(|(number, place)| numbers[*place] = number);
    for occurrence in report.findings.iter_mut().flat_map(|finding| &mut finding.occurrences) {
        occurrence.document = numbers[occurrence.document];
    }
    report.documents = entries(named, gathered);
}

/// Documents that a thread takes at a time: with more, the last thread is waited for.
const DOCUMENTS_A_TASK: usize = 64;

fn entries(places: Vec<usize>, (gathered, keys): (&Gathered, &[String])) -> Vec<DocumentEntry> {
    let entry = |place| entry(place, keys, gathered);
    places.into_par_iter().with_max_len(DOCUMENTS_A_TASK).map(entry).collect()
}

/// The key of each document: its path, or `path#id`. A document without an id of its own is named by its
/// URL, else by its text; a further one of the same name by its number among them.
pub(super) fn keys(gathered: &Gathered) -> Vec<String> {
    let name = |place: usize| {
        let document = &gathered.documents[place];
        if !document.format.holds_many() && document.id.is_none() {
            return document.uri.to_string();
        }
        let text =
            || format!("{}-{}", ALGORITHM, &gathered.fingerprints[place].exact.to_string()[..12]);
        let id = document.id.as_deref().or(document.url.as_deref());
        let id = id.map_or_else(text, str::to_owned);
        if document.uri.is_empty() { id } else { format!("{}#{id}", document.uri) }
    };
    let mut keys: Vec<String> = (0..gathered.documents.len()).into_par_iter().map(name).collect();
    number(&mut keys);
    keys
}

/// Returns whether two keys may be equal, by their hashes: of most inputs none are.
fn may_have_equal(keys: &[String]) -> bool {
    let mut hashes: Vec<u64> = keys.par_iter().map(|key| xxh3_64(key.as_bytes())).collect();
    hashes.par_sort_unstable();
    hashes.windows(2).any(|two| two[0] == two[1])
}

/// Numbers further keys of one name, `name~2` and so on; a number that makes a name of the input is left out.
fn number(keys: &mut [String]) {
    if !may_have_equal(keys) {
        return;
    }
    let mut last: HashMap<&str, u32> = keys.iter().map(|key| (key.as_str(), 0)).collect();
    let mut number = |key| {
        let mut number = last[key] + 1;
        while number > 1 && last.contains_key(&*format!("{key}~{number}")) {
            number += 1;
        }
        last.insert(key, number);
        number
    };
    let numbers: Vec<u32> = keys.iter().map(|key| number(key.as_str())).collect();
    for (key, number) in keys.iter_mut().zip(numbers).filter(|(_, number)| *number > 1) {
        *key = format!("{key}~{number}");
    }
}

fn entry(place: usize, keys: &[String], gathered: &Gathered) -> DocumentEntry {
    let (document, fingerprints) = (&gathered.documents[place], &gathered.fingerprints[place]);
    DocumentEntry {
        key: keys[place].clone(),
        uri: Arc::clone(&document.uri),
        format: document.format.name(),
        encoding: document.encoding,
        source: Arc::clone(&document.source),
        url: document.url.as_deref().map(str::to_owned),
        title: document.title.as_deref().map(str::to_owned),
        published: document.published.map(|time| time.to_string()),
        language: document.language.as_deref().map(str::to_owned),
        words: u64::from(fingerprints.words),
        blocks: document.blocks.len() as u64,
        fingerprint: fingerprints.exact,
        simhash: SimHash::of(&fingerprints.tokens),
    }
}

fn summary(gathered: &Gathered, findings: &[Finding]) -> Summary {
    let mut failed: Vec<&str> = gathered.failures().filter_map(Error::uri).collect();
    failed.sort_unstable();
    failed.dedup();
    let mut by_rule: BTreeMap<&'static str, u64> = BTreeMap::new();
    let told = || findings.iter().filter(|finding| finding.status != "suppressed");
    for finding in told() {
        *by_rule.entry(finding.rule).or_default() += 1;
    }
    Summary {
        inputs: gathered.inputs,
        inputs_failed: failed.len() as u64,
        documents: gathered.documents.len() as u64,
        blocks: gathered.documents.iter().map(|d| d.blocks.len() as u64).sum(),
        words: gathered.words(),
        words_repeated: 0,
        findings: told().count() as u64,
        known: findings.iter().filter(|finding| finding.status == "known").count() as u64,
        suppressed: (findings.len() - told().count()) as u64,
        by_rule,
        truncated: false,
    }
}

fn diagnostic(error: &Error) -> Diagnostic {
    let rule = match error.kind() {
        ErrorKind::Truncated => Rule::TruncatedInput,
        _ => Rule::UnreadableInput,
    };
    Diagnostic {
        rule: rule.name(),
        level: rule.default_level().name(),
        uri: error.uri().unwrap_or_default().to_owned(),
        line: error.line(),
        message: error.message().to_owned(),
    }
}

fn settings(options: &Options) -> BTreeMap<&'static str, Setting> {
    let compare = &options.compare;
    let names = |rules: &[Rule]| Setting::List(rules.iter().map(|r| r.name().to_owned()).collect());
    let count = |value: u32| Setting::Count(u64::from(value));
    BTreeMap::from([
        ("engine", Setting::Text(compare.engine.name().to_owned())),
        ("scope", Setting::Text(compare.scope.name().to_owned())),
        ("level", Setting::List(compare.level_names())),
        ("min-words", count(compare.min_words)),
        ("near", Setting::Share(compare.near)),
        ("contain", Setting::Share(compare.contain)),
        ("shingle-tokens", count(compare.fingerprint.shingle.k)),
        ("shingle-characters", count(compare.fingerprint.shingle.k_characters)),
        ("sampling", count(compare.fingerprint.sampling)),
        ("sampling-characters", count(compare.fingerprint.sampling_characters)),
        ("window", count(compare.selection().window)),
        ("select", names(&compare.select)),
        ("ignore", names(&compare.ignore)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expected: &[&str]) {
        let mut keys: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        number(&mut keys);
        assert_eq!(keys, expected);
    }

    #[test]
    fn further_keys_of_a_name_are_numbered() {
        check(&["a", "b", "a", "a"], &["a", "b", "a~2", "a~3"]);
    }

    #[test]
    fn no_number_makes_the_name_of_another_document() {
        check(&["a~2", "a", "a"], &["a~2", "a", "a~3"]);
        check(&["a", "a", "a", "a~3", "a~2"], &["a", "a~4", "a~5", "a~3", "a~2"]);
        check(&["a~2", "a~2", "a", "a"], &["a~2", "a~2~2", "a", "a~3"]);
    }
}

//! How much was done: steps of comparison, counted in tests only, so that a machine can look for texts that take
//! more work than they have words.

/// Counts steps: postings and seeds visited, tokens followed, passed by extensions, indexed, looked up, shingled, spelled
/// and counted as covered, places of k-mers tried, links of chains tried, cells of alignments.
#[inline]
pub(super) fn count(steps: usize) {
    #[cfg(test)]
    tests::STEPS.with(|all| all.set(all.get() + steps as u64));
    #[cfg(not(test))]
    let _ = steps;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::ops::Range;

    use proptest::prelude::*;

    use crate::compare::{
        CompareOptions, DocumentId, Originals, RepeatFinder, Spent, Text, matches,
    };
    use crate::fingerprint::{Fingerprinter, Fingerprints, Selector, Spelling, Token};
    use crate::read::{Document, Origin, Role};

    thread_local! {
        pub(super) static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    /// The documents of a hostile corpus: what each one says, in phrases of a common stock, and how often.
    type Plan = Vec<Vec<(u8, u8)>>;

    /// Phrases of 1 to 40 words, of which the longer share words with the shorter.
    fn phrase(number: u8) -> String {
        let number = usize::from(number);
        let length = [1, 2, 3, 5, 8, 13, 26, 40][number % 8];
        let word = |at: usize| format!("w{}", (at * (number / 8 % 3) + number / 24) % 50);
        (0..length).map(word).collect::<Vec<_>>().join(" ") + ". "
    }

    /// Every phrase of the plan `times` as often as it says.
    fn documents(plan: &Plan, times: usize) -> Vec<Document> {
        let text = |phrases: &Vec<(u8, u8)>| {
            let said = phrases
                .iter()
                .map(|(number, repeats)| phrase(*number).repeat(usize::from(*repeats) * times));
            document(&said.collect::<String>())
        };
        plan.iter().map(text).collect()
    }

    fn document(text: &str) -> Document {
        let mut document = Document::default();
        document.push_block(Role::Paragraph, text, &Origin::Lines { first: 1, last: 1 });
        document
    }

    /// Compares documents in one thread; returns the words and the steps.
    fn work(documents: &[Document]) -> (u64, u64) {
        let options = CompareOptions::default();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
        pool.install(|| {
            STEPS.with(|steps| steps.set(0));
            let mut fingerprinter = Fingerprinter::default();
            let mut selector = Selector::default();
            let mut all: Vec<Fingerprints> = Vec::new();
            for document in documents {
                let fingerprints = fingerprinter.fingerprints(document);
                fingerprinter.select(&fingerprints, options.selection());
                let selected = fingerprinter.selected();
                RepeatFinder::default().repeats(&fingerprints, selected, &options);
                selector.push(selected);
                all.push(fingerprints);
            }
            let ids: Vec<DocumentId> = (0..all.len() as u32).map(DocumentId).collect();
            let originals = Untitled(documents);
            matches(
                all.iter().map(Text::of).collect(),
                (vec![selector.finish()], &ids),
                &options,
                &originals,
                &mut Spent::default(),
            );
            let words = all.iter().map(|f| f.tokens.len() as u64).sum();
            (words, STEPS.with(Cell::get))
        })
    }

    /// Documents without titles.
    struct Untitled<'a>(&'a [Document]);

    impl Originals for Untitled<'_> {
        fn spelling(&self, id: DocumentId, blocks: Range<usize>, first: u32) -> Spelling {
            Spelling::of_blocks(&self.0[id.0 as usize], blocks, first)
        }

        fn title(&self, _: DocumentId) -> Vec<Token> {
            Vec::new()
        }
    }

    /// A document that says a line of so many words again and again, each time with another number at its end.
    fn numbered(words: usize, times: usize) -> Document {
        let words: Vec<String> = (0..words).map(|at| format!("w{at} ")).collect();
        let line = words.concat();
        let lines: Vec<String> = (0..times).map(|number| format!("{line}{number}. ")).collect();
        document(&lines.concat())
    }

    /// A list of lines in one form, each with words and numbers of its own.
    fn list(of: usize, lines: usize) -> Document {
        let line = |number: usize| {
            let own =
                |slot: usize| (of * 7_919 + number * 31 + slot).wrapping_mul(2_654_435_761) >> 8;
            format!(
                "The club w{} beat the club w{} by {} to {} in the match that was played at the stadium of w{} on {} May \
                 before {} spectators. ",
                own(0) % 997,
                own(1) % 997,
                own(2) % 7,
                own(3) % 7,
                own(4) % 997,
                own(5) % 31,
                own(6) % 9_973,
            )
        };
        document(&(0..lines).map(line).collect::<String>())
    }

    /// So many documents that take turns to say the same, each with a phrase more.
    fn crowd(plan: &Plan, documents: usize) -> Plan {
        let turns = plan.iter().cycle().take(documents).zip((0..=u8::MAX).cycle());
        let with_own = |(phrases, own): (&Vec<(u8, u8)>, u8)| {
            phrases.iter().copied().chain([(own, 1)]).collect()
        };
        turns.map(with_own).collect()
    }

    /// Words of a story that stand in the archive's index.
    const HEAD: usize = 28;

    /// Documents with a story each and what a crowd says, and one that holds an index of them all and each in other words,
    /// as if it was misread, before them or behind.
    fn archive(plan: &Plan, stories: usize, is_first: bool) -> Vec<Document> {
        let word = |story: usize, at: usize| format!("s{story}w{at} ");
        let misread = |story: usize, at: usize| match at {
            0..125 if at % 7 != 6 => word(story, at),
            _ => format!("o{story}w{at} "),
        };
        let said = |story: usize| {
            let phrases = &plan[story % plan.len()];
            phrases.iter().map(|(number, _)| phrase(*number)).collect::<String>()
        };
        let story = |number: usize| -> String { (0..200).map(|at| word(number, at)).collect() };
        let mut texts: Vec<String> = (0..stories).map(|n| story(n) + &said(n)).collect();
        let heads = (0..stories).flat_map(|n| (0..HEAD).map(move |at| word(n, at)));
        let again = (0..stories).flat_map(|n| (0..200).map(move |at| misread(n, at)));
        let all = heads.chain(again).collect();
        texts.insert(if is_first { 0 } else { stories }, all);
        texts.iter().map(|text| document(text)).collect()
    }

    fn plans() -> impl Strategy<Value = Plan> {
        prop::collection::vec(prop::collection::vec((any::<u8>(), 1..5_u8), 1..8), 1..6)
    }

    /// Fails when the steps a word of the larger corpus, four times the smaller one, are more than three times its: were each
    /// text compared with each other one they would be four times as many. Some more they are, as groups fill up.
    fn check(small: &[Document], large: &[Document]) -> Result<(), TestCaseError> {
        let a_word = |(words, steps): (u64, u64)| steps as f64 / words.max(1) as f64;
        let (before, behind) = (a_word(work(small)), a_word(work(large)));
        prop_assert!(behind < 3.0 * before + 50.0, "{before} and {behind} steps a word");
        Ok(())
    }

    #[test]
    fn a_line_that_counts_takes_no_more_a_word() {
        for words in [5, 16, 40] {
            check(&[numbered(words, 500)], &[numbered(words, 2000)]).expect("no more a word");
        }
    }

    #[test]
    fn two_lists_in_one_form_take_no_more_a_word() {
        let a_word = |lines: usize| {
            let (words, steps) = work(&[list(1, lines), list(2, lines)]);
            steps as f64 / words as f64
        };
        let (before, behind) = (a_word(64), a_word(256));
        assert!(behind < 1.5 * before, "{before} and {behind} steps a word");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

        #[test]
        fn a_text_that_says_the_same_more_often_takes_no_more_a_word(plan in plans()) {
            check(&documents(&plan, 30), &documents(&plan, 120))?;
        }

        #[test]
        fn a_crowd_that_says_the_same_takes_no_more_a_word(plan in plans()) {
            check(&documents(&crowd(&plan, 80), 1), &documents(&crowd(&plan, 320), 1))?;
        }

        #[test]
        fn an_archive_of_many_documents_takes_no_more_a_word(plan in plans(), is_first in any::<bool>()) {
            check(&archive(&plan, 160, is_first), &archive(&plan, 640, is_first))?;
        }
    }
}

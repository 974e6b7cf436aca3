//! A sample of documents in, how many of each source there are and how many others in its language out: what stands in no
//! article of another language tells nothing of a source.
//!
//! A language is known by its usual words (`the`, `of`, `to`): those that stand most often where a source's articles begin.
//! Two sources that have some in common write one language.

use std::collections::HashMap;

use crate::fingerprint::Token;
use crate::spill::lent;

use super::Text;

/// Articles of a source that are looked at, and tokens of each.
const ARTICLES: usize = 16;
const TOKENS: usize = 64;
/// Usual words of a source, and fewest that two have in common.
const USUAL: usize = 12;
const COMMON: usize = 3;

/// The documents of a source in a sample, and those of others in its language.
pub(super) struct Sizes(HashMap<u32, (usize, usize)>);

impl Sizes {
    /// Returns those of the sources with so many documents at least. Linear in the sample, and in those sources times all.
    pub(super) fn of(sample: &[&Text<'_>], least: usize) -> Self {
        let mut of_sources: HashMap<u32, Vec<&Text<'_>>> = HashMap::new();
        for text in sample {
            of_sources.entry(text.source).or_default().push(text);
        }
        let sources: Vec<(u32, usize, Vec<Token>)> = of_sources
            .into_iter()
            .map(|(source, texts)| (source, texts.len(), usual_words(&texts)))
            .collect();
        let mut having: HashMap<Token, Vec<usize>> = HashMap::new();
        for (at, (_, _, words)) in sources.iter().enumerate() {
            for word in words {
                having.entry(*word).or_default().push(at);
            }
        }
        let others = |words: &[Token]| {
            let mut common = vec![0; sources.len()];
            words.iter().flat_map(|word| &having[word]).for_each(|at| common[*at] += 1);
            let akin = sources.iter().zip(common).filter(|(_, common)| *common >= COMMON);
            akin.map(|((_, texts, _), _)| texts).sum::<usize>()
        };
        let large = sources.iter().filter(|(_, own, _)| *own >= least);
        // A source writes its own language.
        let sizes =
            large.map(|(source, own, words)| (*source, (*own, others(words).saturating_sub(*own))));
        Self(sizes.collect())
    }

    /// Returns the documents of a source, and those of others in its language; none of a smaller one.
    pub(super) fn get(&self, source: u32) -> Option<(usize, usize)> {
        self.0.get(&source).copied()
    }
}

/// Returns the words that stand most often where some texts begin.
fn usual_words(texts: &[&Text<'_>]) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    for text in texts.iter().take(ARTICLES) {
        lent(1);
        all.extend(text.tokens.iter().take(TOKENS).filter(|token| !token.is_number()));
    }
    all.sort_unstable();
    let mut words: Vec<(usize, Token)> =
        all.chunk_by(|x, y| x == y).map(|same| (same.len(), same[0])).collect();
    words.sort_unstable_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
    words.truncate(USUAL);
    words.into_iter().map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests::fingerprints;
    use crate::fingerprint::Fingerprints;

    #[test]
    fn others_are_those_who_write_the_same_usual_words() {
        let english =
            |n: usize| format!("the mill of w{n} in the town and the road to w{n} on a hill");
        let german = |n: usize| format!("die m{n} in der stadt und das haus von m{n} mit dem tor");
        let said =
            [(0, english(1)), (0, english(2)), (1, english(3)), (2, german(1)), (2, german(2))];
        let said: Vec<(u32, Fingerprints)> =
            said.map(|(source, text)| (source, fingerprints(&text))).into_iter().collect();
        let texts: Vec<Text<'_>> =
            said.iter().map(|(source, said)| Text { source: *source, ..Text::of(said) }).collect();
        let sizes = Sizes::of(&texts.iter().collect::<Vec<_>>(), 2);
        assert_eq!(sizes.get(0), Some((2, 1)));
        assert_eq!(sizes.get(1), None);
        assert_eq!(sizes.get(2), Some((2, 0)));
    }
}

//! Two titles and the aligned passages of two texts in, whether the texts are notices of two subjects out.
//!
//! A source that fills in a form writes its subject into the title as into the text: whose prices rose, what hogs cost in
//! a town, at which hour. The titles of two notices are then one form with other words in a place; the texts have those
//! words exchanged, too, or leave them to the title. Who corrects a notice or writes it anew keeps its subject.

use std::ops::Range;

use crate::fingerprint::{Fingerprints, Token};

use super::align::{Aligner, WIDEST};
use super::passage::Passage;
use super::run::Run;

/// A text, and what stands above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notice<'a> {
    /// What is known of the text.
    pub(super) text: &'a Fingerprints,
    /// The tokens of its title.
    pub(super) title: &'a [Token],
}

/// Tokens that are the title of a text without one: the heading of a table, with its place and its hour.
const HEADING: usize = 8;
/// Least share of the tokens of the shorter title that the other one has in order, for both to be one form.
const ONE_FORM: f64 = 0.5;
/// Most other words that are exchanged in a notice of another subject, beside its numbers.
const SLIPS: u32 = 1;
/// Fewest places of a text that name another subject, where no capital tells a name from a word that was put better in
/// title and text.
const UNWRITTEN_NAMES: usize = 2;
/// Tokens before and behind a passage in which a subject may stand.
const MARGIN: u32 = 8;

impl<'a> Notice<'a> {
    /// The first tokens of the title, or of a text without one.
    fn heading(&self) -> &'a [Token] {
        let tokens: &[Token] = &self.text.tokens;
        let (tokens, most) =
            if self.is_untitled() { (tokens, HEADING) } else { (self.title, WIDEST) };
        &tokens[..tokens.len().min(most)]
    }

    /// Whether it has no title: its first tokens are a heading.
    pub(super) fn is_untitled(&self) -> bool {
        self.title.is_empty()
    }

    /// Whom the notice is of: the first tokens of its title, so many at most, that the text writes as names, or opens with.
    fn named_for(self, most: usize) -> Vec<Token> {
        let opening = self.text.tokens.first();
        let mut names = Vec::with_capacity(most);
        for token in self.title.iter().take(WIDEST).filter(|token| !token.is_number()) {
            let is_known = names.len() == most || names.contains(token);
            if !is_known && (opening == Some(token) || self.writes_as_name(*token)) {
                names.push(*token);
            }
        }
        names
    }

    fn has(&self, token: Token) -> bool {
        self.text.tokens.contains(&token)
    }

    fn writes_as_name(&self, token: Token) -> bool {
        let mut tokens = self.text.tokens.iter().zip(0..);
        tokens.any(|(other, at)| *other == token && self.text.names.holds(at))
    }

    /// Whether it writes any names: Arabic has no capitals.
    fn writes_names(&self) -> bool {
        (0..self.text.tokens.len() as u32).any(|at| self.text.names.holds(at))
    }
}

/// Words that the headings of two notices of one kind have in common.
const COMMON_WORDS: usize = 2;
/// Names at the head of two notices whose headings have less in common, of which neither may stand in the other one.
const NAMES: usize = 2;

/// Returns whether two notices are named for two, of whom neither text knows the other one: by one name each where they are
/// of one kind, else by two. Linear in the texts.
pub(super) fn are_named_for_others(a: Notice<'_>, b: Notice<'_>) -> bool {
    let is_common = |token: &&Token| !token.is_number() && b.title.contains(token);
    let common = a.title.iter().take(WIDEST).filter(is_common).take(COMMON_WORDS);
    let is_one_kind = common.count() == COMMON_WORDS;
    let names = if is_one_kind { 1 } else { NAMES };
    let knows_none = |of: Notice<'_>, other: Notice<'_>| {
        let first = of.named_for(names);
        first.len() == names && !first.into_iter().any(|name| other.has(name))
    };
    knows_none(b, a) && knows_none(a, b)
}

/// The tokens by which the headings of two notices differ: what stands in the place of what.
pub(super) struct Subjects {
    a: Vec<Token>,
    b: Vec<Token>,
}

impl Subjects {
    /// Returns the subjects of two notices, if their headings are one form with other tokens in a place. Linear in the
    /// headings, which are short.
    pub(super) fn of(a: Notice<'_>, b: Notice<'_>) -> Option<Self> {
        let (a, b) = (a.heading(), b.heading());
        let mut runs = Vec::new();
        Aligner::default().align(a, b, (0, 0), &mut runs);
        let equal: u32 = runs.iter().map(|run| run.length).sum();
        let mut subjects = Self { a: Vec::new(), b: Vec::new() };
        for (x, y) in between(&runs, 0..a.len() as u32, 0..b.len() as u32) {
            if !x.is_empty() && !y.is_empty() {
                subjects.a.extend_from_slice(&a[x.start as usize..x.end as usize]);
                subjects.b.extend_from_slice(&b[y.start as usize..y.end as usize]);
            }
        }
        subjects.a.retain(|token| !b.contains(token));
        subjects.b.retain(|token| !a.contains(token));
        let one_form = f64::from(equal) >= ONE_FORM * a.len().min(b.len()) as f64;
        (one_form && !subjects.a.is_empty() && !subjects.b.is_empty()).then_some(subjects)
    }

    /// Returns whether two texts tell of these subjects what one form says. Linear in the texts.
    ///
    /// `are_alike` says of tokens of both texts whether they are one word that was spelled in two ways.
    pub(super) fn are_told(
        &self,
        passages: &[Passage],
        (a, b): (Notice<'_>, Notice<'_>),
        are_alike: impl Fn(Range<u32>, Range<u32>) -> bool,
    ) -> bool {
        let gaps = || passages.iter().flat_map(|passage| gaps(passage, a.text, b.text));
        let with_names = a.writes_names() || b.writes_names();
        let named = |(x, y): &(Range<u32>, Range<u32>)| {
            self.stand_in((x.clone(), a), (y.clone(), b), with_names)
                && !are_alike(x.clone(), y.clone())
        };
        let enough = if with_names { 1 } else { UNWRITTEN_NAMES };
        // A heading is in the text itself: what it exchanges the text does.
        let can_name = with_names || !a.is_untitled() && !b.is_untitled();
        can_name && gaps().filter(named).take(enough).count() == enough
            || self.stand_above(gaps, a, b)
    }

    /// Whether a place of one text names its subject, and the same place of the other one that of the other, of which
    /// one of the two texts knows nothing.
    fn stand_in(
        &self,
        (x, a): (Range<u32>, Notice<'_>),
        (y, b): (Range<u32>, Notice<'_>),
        with_names: bool,
    ) -> bool {
        let told = |range: Range<u32>, of: Notice<'_>, subject: &[Token]| -> Vec<Token> {
            let tokens = range.map(|at| of.text.tokens[at as usize]);
            tokens.filter(|t| !t.is_number() && subject.contains(t)).collect()
        };
        let (of_a, of_b) = (told(x, a, &self.a), told(y, b, &self.b));
        let is_unknown = of_a.iter().any(|t| !b.has(*t)) || of_b.iter().any(|t| !a.has(*t));
        // What begins a sentence is not known for a name.
        let is_name = || {
            !with_names
                || of_a.iter().any(|t| a.writes_as_name(*t))
                || of_b.iter().any(|t| b.writes_as_name(*t))
        };
        !of_a.is_empty() && !of_b.is_empty() && is_unknown && is_name()
    }

    /// Whether the titles alone name the subjects, and the texts differ in their numbers.
    fn stand_above<I>(&self, gaps: impl Fn() -> I, a: Notice<'_>, b: Notice<'_>) -> bool
    where
        I: Iterator<Item = (Range<u32>, Range<u32>)>,
    {
        let is_above = |t: &Token| !t.is_number() && !a.has(*t) && !b.has(*t);
        if !self.a.iter().any(is_above) || !self.b.iter().any(is_above) {
            return false;
        }
        let count = |of: Notice<'_>, range: Range<u32>| {
            range.filter(|at| of.text.tokens[*at as usize].is_number()).count() as u32
        };
        let (mut numbers, mut words) = (0, 0);
        for (x, y) in gaps() {
            let (of_a, of_b) = (count(a, x.clone()), count(b, y.clone()));
            numbers += of_a.min(of_b);
            words += (x.len() as u32 - of_a).min(y.len() as u32 - of_b);
        }
        numbers > 0 && words <= SLIPS
    }
}

/// What lies between the runs of a passage, and beside it, on both sides.
fn gaps(passage: &Passage, a: &Fingerprints, b: &Fingerprints) -> Vec<(Range<u32>, Range<u32>)> {
    let wide = |range: &Range<u32>, all: usize| {
        range.start.saturating_sub(MARGIN)..(range.end + MARGIN).min(all as u32)
    };
    between(&passage.runs, wide(&passage.a, a.tokens.len()), wide(&passage.b, b.tokens.len()))
}

/// What lies before, between and behind runs on both sides, of these ranges.
fn between(runs: &[Run], a: Range<u32>, b: Range<u32>) -> Vec<(Range<u32>, Range<u32>)> {
    let mut at = (a.start, b.start);
    let mut gaps = Vec::with_capacity(runs.len() + 1);
    for run in runs {
        gaps.push((at.0..run.a, at.1..run.b));
        at = (run.a_end(), run.b_end());
    }
    gaps.push((at.0..a.end, at.1..b.end));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::tests::passages_of;
    use crate::fingerprint::tokens;
    use crate::read::Document;

    /// Titles with texts of one source.
    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expected: bool) {
        let [of_a, of_b] =
            [a.1, b.1].map(|text| Fingerprints::of(&Document::from_text("a", text.to_owned())));
        let titles = [a.0, b.0].map(tokens);
        let notices =
            (Notice { text: &of_a, title: &titles[0] }, Notice { text: &of_b, title: &titles[1] });
        let passages = passages_of(&of_a.tokens, &of_b.tokens);
        assert!(!passages.is_empty());
        let subjects = Subjects::of(notices.0, notices.1);
        let two = subjects.is_some_and(|two| two.are_told(&passages, notices, |_, _| false));
        assert_eq!(two, expected);
    }

    /// Titles with texts of one source.
    #[track_caller]
    fn check_named(a: (&str, &str), b: (&str, &str), expected: bool) {
        let [of_a, of_b] =
            [a.1, b.1].map(|text| Fingerprints::of(&Document::from_text("a", text.to_owned())));
        let titles = [a.0, b.0].map(tokens);
        let [a, b] =
            [(&of_a, &titles[0]), (&of_b, &titles[1])].map(|(text, title)| Notice { text, title });
        assert_eq!(are_named_for_others(a, b), expected);
        assert_eq!(are_named_for_others(b, a), expected);
    }

    #[test]
    fn of_two_notices_that_are_named_for_others_neither_knows_the_other() {
        let orde = ("ORDE RAISES LAMP OIL 50 CTS", "The chandler Orde raised its lamp oil.");
        check_named(orde, ("TARN CHANDLERY LIFTS LAMP OIL", "Oil of Tarn is dearer."), true);
        check_named(orde, ("Tarn chandlery follows on lamp oil", "Tarn follows Orde."), false);
        check_named(orde, ("Tarn chandlery asks 50 cts more", "Oil of Tarn is dearer."), false);
        check_named(orde, ("Dearer lamp oil in the valley", "Light costs more there."), false);
        let (arden, pelham) =
            (("ARDEN MILLS KEEPS LISTING", "Arden Mills stays."), "Pelham Docks stays.");
        check_named(arden, ("PELHAM DOCKS WON'T GO", pelham), true);
        let (twice, others) =
            (("Arden waits as Arden idles", "Arden."), ("Pelham and Pelham", "Pelham."));
        check_named(twice, others, false);
        check_named(arden, ("PELHAM WON'T GO", "Pelham stays."), false);
        check_named(arden, ("PELHAM DOCKS WON'T GO", "Pelham Docks stays as Mills does."), false);
    }

    const BARLEY: &str = "prices are expected steady on arrivals of 280 sacks, merchants in the exchange said this \
        morning, and the best lots should bring 50 crowns a sack";
    const MINE: &str = "said it will raise the contract price that it pays for crude oil by 50 cents a barrel from today, \
        and that it last changed its prices on March 4";

    #[test]
    fn names_that_are_exchanged_in_title_and_text_are_two_subjects() {
        let of = |name: &str| {
            (format!("{name} raises oil prices"), format!("A spokesman of {name} {MINE}."))
        };
        let ((a, of_a), (b, of_b)) = (of("Arden"), of("Colne"));
        check((&a, &of_a), (&b, &of_b), true);
        check((&a, &of_a), (&a, &of_b), false);
    }

    #[test]
    fn names_without_capitals_stand_at_two_places() {
        let of = |groom: &str, bride: &str| {
            let title = format!("the {groom} and {bride} families celebrate a wedding");
            let text = format!(
                "the {groom} family celebrated the wedding of its son on the second day of the feast in a hall of the \
                town to a daughter of the {bride} family, before relatives and friends who wished them a happy life"
            );
            (title, text)
        };
        let (a, b, other) = (of("arun", "colne"), of("lune", "thame"), of("arun", "thame"));
        check((&a.0, &a.1), (&b.0, &b.1), true);
        check((&a.0, &a.1), (&other.0, &other.1), false);
    }

    #[test]
    fn towns_that_the_titles_alone_name_are_two_where_numbers_differ() {
        let other = BARLEY.replace("280", "31");
        check(("Ashby barley steady", BARLEY), ("Colne barley steady", &other), true);
        check(("Ashby barley steady", BARLEY), ("Colne barley steady", BARLEY), false);
        check(("Ashby barley steady", BARLEY), ("Corrected: Ashby barley steady", &other), false);
    }

    #[test]
    fn another_title_of_one_story_is_no_other_subject() {
        let edited = MINE.replace("said it will", "is to").replace("from today", "at once");
        check(
            ("Arden raises oil prices", MINE),
            ("Oil prices to rise, says refiner", &edited),
            false,
        );
        check(("Arden raises oil prices", MINE), ("Refiner to pay more for crude", MINE), false);
    }
}

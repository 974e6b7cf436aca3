//! What two texts have in common in, whether they are one form that was filled in twice out.
//!
//! Two bulletins on two bonds, two cables to two kings agree in their words and differ in their facts: numbers, and
//! names where the script has capitals. An editor or a scanner changes words and facts alike. So facts are
//! compared with the other words of the same passages, by the test for two proportions (Fisher 1925; here as
//! in Fleiss, Levin and Paik 2003, section 3.1).

use crate::fingerprint::Fingerprints;

use super::agreement::{Agreement, QUOTATION, Share};
use super::figures::SameNumber;
use super::habit::Habits;
use super::numbers::{facts_of_a_long_story, names_kept, numbers_kept};
use super::passage::Passage;

/// What is known of two texts beside their words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances<'a> {
    /// The shingles that are habits of a source.
    pub(super) habits: &'a Habits,
    /// Days between the two, where both have a date.
    pub(super) days: Option<u32>,
    /// Whether both are of one source.
    pub(super) one_source: bool,
    /// Whether they are of two sources, a day apart at most: both may have printed what an agency sent.
    pub(super) is_news_of_day: bool,
}

impl Circumstances<'_> {
    /// Whether what both say with the same facts is one thing: one source has it of one day, two have it whenever they
    /// tell it.
    fn is_of_one_time(&self) -> bool {
        !self.one_source || self.days == Some(0)
    }
}

/// Share of the equal text that is made of habits in a form, and what is enough for a suspicion.
const HABITUAL: f64 = 0.4;
pub(super) const SUSPICIOUS: f64 = 0.25;
/// Least share of equal tokens from which on a text of habits is a copy after all: a notice that was
/// printed again with a slip of the pen. Where nearly all is habit even those are a form; where little is, only what
/// was written anew days later.
const REPRINTED: f64 = 0.9;
const ALL_HABIT: f64 = 0.5;
const REPRINTED_HABIT: f64 = 0.97;
/// Least share of equal tokens of a passage in set words that says the same thing: below it ten forms were read, and no
/// copy.
pub(super) const SAME_THING: f64 = 0.85;
/// Share of numbers from which on a text is a table: columns have names, and some cells are empty. With a quarter,
/// company reports that were scanned badly are taken for other ones.
const TABLE: f64 = 0.3;
/// Days from which on a text is no version of another one.
pub(super) const LATER: u32 = 3;
/// Least share of equal tokens for a text to be a version of one that is days older.
pub(super) const LATER_VERSION: f64 = 0.85;
/// The same for two sources, where the wording is nobody's habit: they print one release on other days, each in its words.
pub(super) const LATER_REPRINT: f64 = 0.75;
/// Fewest numbers that differ, where nothing else does, in a bulletin of another day; days later one is enough.
const ONLY_NUMBERS: u32 = 2;
/// Tokens below which a text is a notice of one fact, and its other words that may differ.
const NOTICE: u32 = 60;
const SLIPS: u32 = 1;

/// Whether two texts are one form that was filled in twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// They differ in their words as much as in their facts.
    No,
    /// They differ in their facts: names and numbers that were misread, or others.
    Perhaps,
    /// Their source has it on other days, or they are of different days.
    Yes,
}

/// Returns whether the passages of two texts are one form filled in twice. Linear in the passages.
///
/// `same`: the numbers that are the same in another way.
pub(super) fn form(
    passages: &[Passage],
    (a, b): (&Fingerprints, &Fingerprints),
    same: &[SameNumber],
    circumstances: Circumstances<'_>,
) -> Form {
    let all: usize = passages.iter().map(|p| p.a.len().max(p.b.len())).sum();
    let equal: u32 = passages.iter().map(Passage::identical).sum();
    if equal as usize == all {
        return Form::No;
    }
    let similarity = if circumstances.is_news_of_day {
        f64::from(equal) / (equal as usize + tokens_exchanged(passages)) as f64
    } else {
        f64::from(equal) / all as f64
    };
    let habitual = circumstances.habits.share(passages, &a.tokens);
    let [of_a, of_b] = Agreement::of_both(passages, (a, b), same);
    let equal_words = passages.iter().map(|p| p.equal_half_words(&a.tokens)).sum::<u32>() / 2;
    let doubt = Doubt::of(habitual, circumstances, (all, equal_words));
    let is_table = of_both(&of_a, &of_b, Agreement::is_table);
    let is_said_again = || {
        similarity >= SAME_THING && circumstances.is_of_one_time() && name_the_same(&of_a, &of_b)
    };
    if similarity < reprinted(habitual, circumstances) && !is_said_again()
        || is_table && have_other_facts(&of_a, &of_b, OTHER_TABLE)
        || circumstances.days > Some(0) && has_other_numbers(&of_a, &of_b)
        || circumstances.one_source && is_other_notice(&of_a, &of_b)
    {
        Form::Yes
    } else if have_other_facts(&of_a, &of_b, doubt) {
        if doubt.suspected { Form::Yes } else { Form::Perhaps }
    } else if is_table && of_both(&of_a, &of_b, Agreement::is_short_and_other) {
        if circumstances.one_source { Form::Yes } else { Form::Perhaps }
    } else {
        Form::No
    }
}

/// Fewest facts by which one knows what a text tells.
const FACTS: u32 = 3;

/// Returns whether the passages of two texts have facts, and the same ones. Linear in the passages.
pub(super) fn has_same_facts(
    passages: &[Passage],
    texts: (&Fingerprints, &Fingerprints),
    same: &[SameNumber],
) -> bool {
    let [of_a, of_b] = Agreement::of_both(passages, texts, same);
    have_same_facts(&of_a, &of_b)
}

/// Whether two texts have facts, and the same ones.
fn have_same_facts(a: &Agreement, b: &Agreement) -> bool {
    of_both(a, b, |side| {
        let facts = side.numbers().and(side.names());
        facts.all >= FACTS && facts.differing() == 0
    })
}

/// Whether two texts have the same facts, a name among them: set words may have numbers of their own, which are the same in
/// each form.
fn name_the_same(a: &Agreement, b: &Agreement) -> bool {
    have_same_facts(a, b) && of_both(a, b, |side| side.names().equal > 0)
}

/// Returns whether the passages are prices or other figures, or a few lines of capitals, where most cells are empty. Linear
/// in the passages.
pub(super) fn are_quotations(passages: &[Passage], texts: (&Fingerprints, &Fingerprints)) -> bool {
    let [of_a, of_b] = Agreement::of_both(passages, texts, &[]);
    of_both(&of_a, &of_b, |side| {
        side.has_numbers(QUOTATION) || side.all.all() < NOTICE && !side.has_names()
    })
}

/// The share of equal tokens from which on a text is printed again, however much of it is habit.
fn reprinted(habitual: f64, circumstances: Circumstances<'_>) -> f64 {
    match habitual {
        ALL_HABIT.. => REPRINTED_HABIT,
        HABITUAL.. => REPRINTED,
        SUSPICIOUS.. if circumstances.one_source && circumstances.days >= Some(LATER) => {
            LATER_VERSION
        }
        _ => 0.0,
    }
}

/// Whether two notices differ in a name and in a number and in nothing else: a correction changes one fact.
fn is_other_notice(a: &Agreement, b: &Agreement) -> bool {
    of_both(a, b, |side| {
        let facts = side.numbers().differing().min(side.names().differing());
        side.all.all() < NOTICE && facts >= 1 && side.others().differing() <= SLIPS
    })
}

/// Whether two texts of different days have other numbers and nothing else, or no number in common where they are so
/// short that this is what they tell.
fn has_other_numbers(a: &Agreement, b: &Agreement) -> bool {
    of_both(a, b, |side| {
        side.numbers().differing() >= ONLY_NUMBERS && side.words().differing() == 0
            || side.equal.numbers == 0 && side.all.numbers > 0 && side.all.all() < NOTICE
    })
}

fn of_both(a: &Agreement, b: &Agreement, holds: impl Fn(&Agreement) -> bool) -> bool {
    holds(a) && holds(b)
}

/// How much must differ for a form.
#[derive(Debug, Clone, Copy)]
struct Doubt {
    /// Facts on either side.
    facts: u32,
    /// Standard errors by which facts agree less than words do.
    errors: f64,
    /// Largest share of equal facts.
    equal: f64,
    /// Whether something else speaks for a form.
    suspected: bool,
}

/// A table that was copied has nearly all figures of the other one.
const OTHER_TABLE: Doubt = Doubt { facts: 3, errors: 0.5, equal: 0.85, suspected: true };
const SUSPECTED: Doubt = Doubt { facts: 2, errors: 1.9, equal: 0.75, suspected: true };

impl Doubt {
    /// A correction changes one fact, and of a hundred pairs of edited copies one has facts that agree so
    /// much less than its words; where something else speaks for a form less is enough. Who tells a long story again
    /// changes more of them.
    fn of(
        habitual: f64,
        circumstances: Circumstances<'_>,
        (tokens, equal_words): (usize, u32),
    ) -> Self {
        let is_notice = tokens < NOTICE as usize;
        // What is nobody's habit another paper may have on any day.
        let is_suspicious = circumstances.one_source || habitual >= SUSPICIOUS;
        let days = circumstances.days.filter(|_| is_suspicious);
        match days {
            Some(LATER..) => Self { facts: 1, errors: 1.2, equal: 0.95, suspected: true },
            Some(1..) => Self { facts: 1 + facts_of_a_long_story(equal_words), ..SUSPECTED },
            _ if habitual >= SUSPICIOUS && is_notice => Self { facts: 1, ..SUSPECTED },
            _ if habitual >= SUSPICIOUS => SUSPECTED,
            _ => Self {
                facts: 2 + facts_of_a_long_story(equal_words),
                errors: 3.0,
                equal: 0.65,
                suspected: false,
            },
        }
    }
}

fn have_other_facts(a: &Agreement, b: &Agreement, doubt: Doubt) -> bool {
    let others = a.others().and(b.others());
    let portion = others.portion();
    let of_characters = a.of_characters;
    let kept = if of_characters {
        [numbers_kept(portion), names_kept(portion), names_kept(portion)]
    } else {
        [portion; 3]
    };
    a.facts().into_iter().zip(b.facts()).zip(kept).any(|((a, b), kept)| {
        // A character that an editor puts into a number makes two numbers of it.
        let facts = if of_characters { a.closer(b) } else { a.and(b) };
        a.differing().min(b.differing()) >= doubt.facts
            && facts.agrees_less(kept, others.all, &doubt)
    })
}

impl Agreement {
    /// Whether these are a few lines of which the numbers are others.
    fn is_short_and_other(&self) -> bool {
        let (numbers, doubt) = (self.numbers(), OTHER_TABLE);
        let other = f64::from(numbers.equal) <= doubt.equal * f64::from(numbers.all);
        self.all.all() < NOTICE && other && numbers.differing() >= doubt.facts
    }

    fn is_table(&self) -> bool {
        self.has_numbers(TABLE)
    }
}

impl Share {
    /// Whether these facts of both sides agree less, by so many standard errors, than they do in an edited copy that
    /// keeps the share `kept` of them; `others`: the other words by which this is known.
    fn agrees_less(self, kept: f64, others: u32, doubt: &Doubt) -> bool {
        let [equal, all, others] = [self.equal, self.all, others].map(f64::from);
        if equal > doubt.equal * all || others == 0.0 {
            return false;
        }
        let pooled = (equal + kept * others) / (all + others);
        // What is equal is so on both sides: the two are one sample.
        let error = (pooled * (1.0 - pooled) * (2.0 / all + 2.0 / others)).sqrt();
        kept - equal / all >= doubt.errors * error
    }
}

/// Returns how many tokens stand in the place of others, of the longer side: who shortens what an agency sent leaves words
/// out, while a form that is filled in again has other ones.
fn tokens_exchanged(passages: &[Passage]) -> usize {
    let gaps = passages.iter().flat_map(Passage::gaps);
    let exchanged = gaps.filter(|(a, b)| !a.is_empty() && !b.is_empty());
    exchanged.map(|(a, b)| a.len().max(b.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::habit::tests::habits_of;
    use crate::compare::passage::tests::passages_of;
    use crate::compare::run::Run;
    use crate::read::Document;

    /// A story of some seventy words with eight names and four numbers.
    const STORY: &str = "The notes, which Arden Savings of Westhaven is selling through a group led by Corriedale \
        Brothers, are priced at 99 crowns and fall due in 1994. They may not be called before the fourth year and \
        are redeemed at par when they fall due, with interest of 7 percent that is paid in March and September \
        through the agent, Lindum Trust. The group receives 3 crowns for each note that it sells.";

    #[track_caller]
    fn check(b: &str, days: Option<u32>, expected: Form) {
        check_both([STORY, b], days, expected);
    }

    #[track_caller]
    fn check_both(texts: [&str; 2], days: Option<u32>, expected: Form) {
        let [a, b] = texts.map(|text| Fingerprints::of(&Document::from_text("a", text.to_owned())));
        let passages = passages_of(&a.tokens, &b.tokens);
        let habits = &Habits::default();
        let circumstances = Circumstances { habits, days, one_source: true, is_news_of_day: false };
        assert_eq!(form(&passages, (&a, &b), &[], circumstances), expected, "{passages:?}");
    }

    fn replaced(words: &[(&str, &str)]) -> String {
        words.iter().fold(STORY.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    const OTHER_NAMES: [(&str, &str); 5] = [
        ("Arden Savings", "Tarn Railways"),
        ("Westhaven", "Oxmoor"),
        ("Corriedale Brothers", "Pelham Greaves"),
        ("March and September", "May and November"),
        ("Lindum Trust", "Severn Union"),
    ];

    #[test]
    fn other_names_in_the_same_words_are_perhaps_a_form() {
        check(&replaced(&OTHER_NAMES), None, Form::Perhaps);
    }

    #[test]
    fn on_another_day_they_are_one() {
        check(&replaced(&OTHER_NAMES), Some(1), Form::Yes);
    }

    #[test]
    fn other_words_beside_other_names_are_edits() {
        let edits = [
            ("The notes, which", "Notes that"),
            ("selling", "placing"),
            ("a group", "banks"),
            ("priced", "offered"),
            ("may not", "cannot"),
            ("called", "redeemed"),
            ("fall due, with", "mature, at"),
            ("Westhaven", "Oxmoor"),
            ("March", "May"),
        ];
        check(&replaced(&edits), None, Form::No);
    }

    #[test]
    fn a_corrected_figure_is_a_correction_unless_days_have_passed() {
        let corrected = replaced(&[("99 crowns", "98 crowns")]);
        check(&corrected, None, Form::No);
        check(&corrected, Some(0), Form::No);
        check(&corrected, Some(14), Form::Yes);
    }

    #[test]
    fn another_paper_may_have_a_corrected_figure_days_later() {
        let of_two_papers = |b: &str, habits: &Habits| {
            let [a, b] =
                [STORY, b].map(|text| Fingerprints::of(&Document::from_text("a", text.to_owned())));
            let passages = passages_of(&a.tokens, &b.tokens);
            let days = Some(14);
            let circumstances =
                Circumstances { habits, days, one_source: false, is_news_of_day: false };
            form(&passages, (&a, &b), &[], circumstances)
        };
        let corrected = replaced(&[("99 crowns", "98 crowns")]);
        assert_eq!(of_two_papers(&corrected, &Habits::default()), Form::No);
        assert_eq!(of_two_papers(&replaced(&OTHER_NAMES), &Habits::default()), Form::Perhaps);
        let own = Fingerprints::of(&Document::from_text("a", STORY.to_owned()));
        assert_eq!(of_two_papers(&corrected, &habits_of(&own.tokens)), Form::Yes);
    }

    /// Where all is habit and nobody is named: a clause that is left out, and as many words in the place of others.
    #[test]
    fn a_paper_shortens_what_another_has_on_the_same_day() {
        let of = |b: &str, is_news_of_day: bool| {
            let [a, b] = [STORY, b].map(str::to_lowercase);
            let [a, b] = [a, b].map(|text| Fingerprints::of(&Document::from_text("a", text)));
            let (passages, habits) = (passages_of(&a.tokens, &b.tokens), habits_of(&a.tokens));
            let circumstances =
                Circumstances { habits: &habits, days: Some(0), one_source: false, is_news_of_day };
            form(&passages, (&a, &b), &[], circumstances)
        };
        let shortened = replaced(&[(" through a group led by Corriedale Brothers", "")]);
        assert_eq!(of(&shortened, true), Form::No);
        assert_eq!(of(&shortened, false), Form::Yes);
        let exchanged = replaced(&[(
            "a group led by Corriedale Brothers",
            "some banks of the city and others",
        )]);
        assert_eq!(of(&exchanged, true), Form::Yes);
    }

    /// Where all is habit: other words beside all names and numbers, and beside one other name.
    #[test]
    fn what_names_the_same_is_said_again() {
        let of = |[a, b]: [&str; 2], days, one_source| {
            let [a, b] =
                [a, b].map(|text| Fingerprints::of(&Document::from_text("a", text.to_owned())));
            let (passages, habits) = (passages_of(&a.tokens, &b.tokens), habits_of(&a.tokens));
            let circumstances = Circumstances {
                habits: &habits,
                days: Some(days),
                one_source,
                is_news_of_day: false,
            };
            form(&passages, (&a, &b), &[], circumstances)
        };
        let edits = [
            ("selling", "placing"),
            ("a group", "banks"),
            ("may not", "cannot"),
            ("for each note", "a note"),
        ];
        let again = replaced(&edits);
        for (days, one_source) in [(14, false), (0, false), (0, true)] {
            assert_eq!(of([STORY, &again], days, one_source), Form::No, "{days} {one_source}");
        }
        assert_eq!(of([STORY, &again], 14, true), Form::Yes);
        let of_another = again.replace("Lindum Trust", "Severn Union");
        assert_eq!(of([STORY, &of_another], 14, false), Form::Yes);
        // Numbers alone may be the form's own.
        let [plain, edited] = [STORY, &again].map(str::to_lowercase);
        assert_eq!(of([&plain, &edited], 14, false), Form::Yes);
        let rewritten = replaced(
            &[&edits[..], &[("notes", "papers"), ("with interest", "and yield")]].concat(),
        );
        let more = [("fall due", "mature"), ("receives", "keeps"), ("priced", "offered")];
        let rewritten = more.iter().fold(rewritten, |text, (from, to)| text.replace(from, to));
        assert_eq!(of([STORY, &rewritten], 14, false), Form::Yes);
    }

    /// Two weeks later, in the words of another paper: with a word for a figure, a date left out, a figure put in.
    #[test]
    fn a_number_alone_is_put_in_or_left_out() {
        let told = replaced(&[
            ("3 crowns", "three crowns"),
            ("99 crowns and fall due in 1994", "99 crowns and fall due in time"),
            ("through the agent, Lindum Trust", "in some 40 towns through the agent, Lindum Trust"),
        ]);
        check(&told, Some(14), Form::No);
        let filled_in = replaced(&[("3 crowns", "three crowns"), ("1994", "1995")]);
        check(&filled_in, Some(14), Form::Yes);
    }

    /// Two weeks later, with the speaker named before what she is.
    #[test]
    fn a_name_that_was_moved_is_no_other_one() {
        let said = |speaker: &str| {
            format!(
                "the ambulance service of the Oxmoor valley has taught many people first aid since last summer, \
                 {speaker}, and means to hold as many courses again by the autumn, most of them in villages that are \
                 far from a clinic, for which it has asked the district for a second room"
            )
        };
        let of_dahl = said("its head of training, Runa Dahl, said");
        let moved = said("said Runa Dahl, its head of training in Westhaven");
        check_both([&of_dahl, &moved], Some(14), Form::No);
        // Another place, beside the name that was moved.
        let of_severn = moved.replace("Oxmoor", "Severn");
        check_both([&of_dahl, &of_severn], Some(14), Form::Yes);
        let of_lund = said("its head of training, Inga Lund, said");
        check_both([&of_dahl, &of_lund], Some(14), Form::Yes);
    }

    /// Two weeks later, without the place and the agent.
    #[test]
    fn a_name_alone_is_put_in_or_left_out() {
        let told = replaced(&[(" of Westhaven", ""), ("the agent, Lindum Trust", "the agent")]);
        check(&told, Some(14), Form::No);
        let filled_in = replaced(&[("Westhaven", "Oxmoor"), ("Lindum Trust", "Severn Union")]);
        check(&filled_in, Some(14), Form::Yes);
    }

    /// Three numbers of four are others in some seventy words, and in two hundred.
    #[test]
    fn a_long_story_may_have_more_other_numbers() {
        let more = " The members talked until the lamps were lit, of the quay, the mill and the price of paint, and \
            went home by the path over the dyke, where one of them lost a hat that was found again in the reeds.";
        let other = replaced(&[
            ("99 crowns", "98 crowns"),
            ("3 crowns", "4 crowns"),
            ("7 percent", "8 percent"),
        ]);
        check(&other, None, Form::Perhaps);
        let long = more.repeat(3);
        check_both([&format!("{STORY}{long}"), &format!("{other}{long}")], None, Form::No);
    }

    /// A scan with one letter of fifty misread: four characters, and two of four names that are written in Latin letters.
    #[test]
    fn a_name_among_characters_is_lost_with_any_of_its_letters() {
        let story = "市の図書館は来月から新しい検索の仕組みを使い始める。担当者によると、利用者は自宅の端末から Alpha と Basic \
            の二つの方法で本を探すことができ、見つけた本はその場で予約することもできるという。これまでの仕組みは Delta \
            と呼ばれ、十年以上も使われてきたが、古くなって故障が増えていた。新しい仕組みには Gamma という会社の技術が\
            使われており、費用はこれまでの半分ほどで済む見込みだ。館長は、子どもから高齢者まで誰でも迷わずに使えるよう\
            にしたいと話している。";
        let scan = [("Alpha", "Alqha"), ("Delta", "Dclta"), ("故障", "故陣"), ("迷わず", "遊わず")];
        let scan = scan.iter().fold(story.to_owned(), |text, (from, to)| text.replace(from, to));
        check_both([story, &scan], None, Form::No);
    }

    #[track_caller]
    fn check_quotations(text: &str, expected: bool) {
        let text = Fingerprints::of(&Document::from_text("a", text.to_owned()));
        let length = text.tokens.len() as u32;
        let whole = Passage::exact(Run { a: 0, b: 0, length });
        assert_eq!(are_quotations(&[whole], (&text, &text)), expected);
    }

    #[test]
    fn prices_in_many_words_are_quotations_and_a_story_with_numbers_is_none() {
        let copra =
            "copra from the southern isles, crowns a ton at the quay, spring 275 and 277 sellers; ";
        check_quotations(&copra.repeat(6), true);
        check_quotations(&copra.replace(" and 277", "").repeat(6), false);
        check_quotations(STORY, false);
        check_quotations("FAIRPORT TIN MAR UNTRADED APR 6150 MAY UNTRADED JUN UNTRADED", true);
    }

    #[test]
    fn equal_texts_are_no_form_however_late() {
        check(STORY, Some(300), Form::No);
    }
}

//! Which blocks of a page are its article? Readability (`dom_smoothie`) chooses on a copy of the page
//! whose runs of text carry marks; the marks that come out tell the blocks, which keep their places.
//!
//! A page that would make too large a tree is never given to Readability: its trees are recursive,
//! and take over a minute on 20,000 nested elements. Such a page, and one where Readability finds
//! nothing, is read by link density alone (Kohlschütter, Fankhauser, Nejdl: "Boilerplate Detection
//! using Shallow Text Features", WSDM 2010).
//!
//! Readability counts paragraphs, and the text of lists, definitions and captions for nothing: where
//! these outweigh what it chose, link density tells the article, too, and so it does where the largest text of the page
//! stands in a box beside a short article.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Error, ErrorKind};

use super::blank::blanked;
use super::block::Role;
use super::html::{Extent, Found, Scanned, zone};
use super::page::Page;
use super::{Extract, Reading};

/// Trees that are deeper are not built: recursion overflows a 2 MiB stack at some thousands.
const MAX_DEPTH: usize = 512;
/// Pages of more elements are lists and dumps: the largest of 990 annotated articles has a third.
const MAX_ELEMENTS: usize = 50_000;
/// Two tags for each of them, and as many comments and texts.
const MAX_BRACKETS: usize = 4 * MAX_ELEMENTS;
/// The tree builder compares every attribute of an element with all before it.
const MAX_ATTRIBUTES: usize = 512;
/// The tree builder takes 0.2 s for so many references × bytes of a text (7 s for 50 times more).
const MAX_COPIED: usize = 20_000_000_000;
/// The most bytes of a page that a tree is built of.
const MAX_BYTES: usize = 8 << 20;

/// Shorter blocks are labels and buttons, in letters or bytes.
const SHORT: usize = 40;

/// The marks are the letters for private use from here to the end of Unicode.
const FIRST_MARK: u32 = 0xF_0000;
const MARKS: usize = 0x11_0000 - FIRST_MARK as usize;

/// Returns the blocks of the page's article, in order; all blocks where there is no telling, and none
/// where a page that scripts draw shows only what stands round its article.
pub(super) fn choose(page: &Page<'_>, scanned: &mut Scanned, reading: &mut Reading) -> Vec<Found> {
    let blocks = std::mem::take(&mut scanned.blocks);
    if scanned.scripts > 0 && shows_margins_only(&blocks) {
        return Vec::new();
    }
    let chosen = if fits(scanned.extent) && page.text.len() <= MAX_BYTES {
        by_readability(page.text, &blocks, scanned)
    } else {
        reading.errors.push(too_large(page, scanned.extent));
        None
    };
    let chosen = match (chosen, by_link_density(&blocks)) {
        (Some(chosen), Some(dense))
            if misses_article(&blocks, &chosen, &dense)
                || misses_lists(&blocks, &chosen, &dense) =>
        {
            Some(dense)
        }
        (chosen, dense) => chosen.or(dense),
    };
    match chosen {
        Some(chosen) => keep(blocks, &chosen),
        None if page.options.extract == Extract::Article => Vec::new(),
        None => blocks,
    }
}

/// Returns the text of chosen blocks without headings; `None` where it is too short for an article.
pub(super) fn story(chosen: &[Found]) -> Option<String> {
    let texts = chosen.iter().filter(|block| block.role != Role::Heading);
    let story = texts.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
    (letters(&story) >= SHORT).then_some(story)
}

fn fits(extent: Extent) -> bool {
    extent.depth <= MAX_DEPTH
        && extent.elements <= MAX_ELEMENTS
        && extent.brackets <= MAX_BRACKETS
        && extent.attributes <= MAX_ATTRIBUTES
        && extent.copied <= MAX_COPIED
}

fn too_large(page: &Page<'_>, extent: Extent) -> Error {
    let Extent { elements, brackets, depth, attributes, .. } = extent;
    let what = if depth > MAX_DEPTH || elements > MAX_ELEMENTS {
        format!("{elements} elements, {depth} deep")
    } else if brackets > MAX_BRACKETS {
        format!("{brackets} `<`")
    } else if attributes > MAX_ATTRIBUTES {
        format!("{attributes} attributes in one element")
    } else if page.text.len() > MAX_BYTES {
        format!("{} bytes", page.text.len())
    } else {
        "too many character references".to_owned()
    };
    let message = format!("page too large for article extraction ({what}); read by link density");
    Error::new(ErrorKind::Truncated, message).at(&**page.uri)
}

fn keep(blocks: Vec<Found>, chosen: &[bool]) -> Vec<Found> {
    blocks.into_iter().zip(chosen).filter_map(|(block, keep)| keep.then_some(block)).collect()
}

/// Returns which blocks Readability keeps; `None` where it finds no article.
fn by_readability(text: &str, blocks: &[Found], scanned: &Scanned) -> Option<Vec<bool>> {
    // A tree would look for the ends of elements that close themselves.
    let marked = marked(&blanked(text, &scanned.closed), scanned);
    // A page must not end the run, whatever the tree builder makes of it.
    let article = catch_unwind(AssertUnwindSafe(|| {
        dom_smoothie::Readability::new(marked, None, None).ok()?.parse().ok()
    }))
    .ok()??;
    let mut kept = vec![false; scanned.runs.len()];
    for letter in article.text_content.chars() {
        let mark = (letter as u32).wrapping_sub(FIRST_MARK) as usize;
        if let Some(kept) = kept.get_mut(mark) {
            *kept = true;
        }
    }
    let mut chosen: Vec<bool> = blocks.iter().map(|b| is_mostly(b, &kept, scanned)).collect();
    drop_beside(blocks, &mut chosen);
    chosen.contains(&true).then_some(chosen)
}

/// Returns the page with a mark before every run of text.
fn marked(text: &str, scanned: &Scanned) -> String {
    let mut marked = String::with_capacity(text.len() + 4 * scanned.runs.len());
    let mut at = 0;
    for (index, run) in scanned.runs.iter().enumerate().take(MARKS) {
        push_unmarked(&mut marked, &text[at..run.at]);
        marked.extend(char::from_u32(FIRST_MARK + index as u32));
        at = run.at;
    }
    push_unmarked(&mut marked, &text[at..]);
    marked
}

/// Appends text without letters that could be taken for marks.
fn push_unmarked(marked: &mut String, text: &str) {
    // All letters from U+F0000 on begin with F3 or F4, and hardly any other letter does.
    if memchr::memchr2(0xF3, 0xF4, text.as_bytes()).is_none() {
        marked.push_str(text);
    } else {
        marked.extend(text.chars().filter(|c| (*c as u32) < FIRST_MARK));
    }
}

/// Returns whether at least half of a block's text was kept.
fn is_mostly(block: &Found, kept: &[bool], scanned: &Scanned) -> bool {
    let runs = block.runs.clone();
    let (mut all, mut found) = (0, 0);
    for run in runs {
        let len = scanned.runs[run].len;
        all += len;
        found += if kept[run] { len } else { 0 };
    }
    2 * found >= all && found > 0
}

/// Drops what lies round or beside the story by its element or class, unless that is a large part of
/// it: then the class is the page's own way of naming its story. Where the story stands in the article's element all that
/// lies round that goes: comments may be longer than a brief.
fn drop_beside(blocks: &[Found], chosen: &mut [bool]) {
    let is_story =
        |b: &Found| b.zone & zone::ARTICLE != 0 && b.zone & zone::BESIDE == 0 && is_running(b);
    if blocks.iter().zip(&*chosen).any(|(block, chosen)| *chosen && is_story(block)) {
        for (block, chosen) in blocks.iter().zip(chosen.iter_mut()) {
            *chosen &= !in_margin(block);
        }
    }
    let is_beside = |b: &Found| b.zone & zone::BESIDE != 0 || in_margin(b);
    let len = |wanted: &dyn Fn(&Found) -> bool, chosen: &[bool]| -> usize {
        let both = blocks.iter().zip(chosen);
        both.filter(|(b, c)| **c && wanted(b)).map(|(b, _)| b.text.len()).sum()
    };
    let all = len(&|_| true, chosen);
    if 3 * len(&is_beside, chosen) < all {
        for (block, chosen) in blocks.iter().zip(chosen.iter_mut()) {
            *chosen &= !is_beside(block);
        }
    }
}

/// Returns whether a block stands in navigation, a footer or a notice, and in no article.
fn in_margin(block: &Found) -> bool {
    block.zone & (zone::AROUND | zone::BESIDE) != 0 && block.zone & zone::ARTICLE == 0
}

/// Returns the blocks that hold more text than links; `None` where there are none.
fn by_link_density(blocks: &[Found]) -> Option<Vec<bool>> {
    let in_article = |b: &&Found| b.zone & zone::ARTICLE != 0 && is_text(b);
    let article: usize = blocks.iter().filter(in_article).map(|b| b.text.len()).sum();
    let text: usize = blocks.iter().filter(|b| is_text(b)).map(|b| b.text.len()).sum();
    let inside = 3 * article > text;
    let wanted = |b: &Found| is_text(b) && (!inside || b.zone & zone::ARTICLE != 0);
    let chosen: Vec<bool> = blocks.iter().map(wanted).collect();
    chosen.contains(&true).then_some(chosen)
}

/// Returns whether nothing but margins was chosen, which are larger than a short article, though there is text in the
/// article's element.
fn misses_article(blocks: &[Found], chosen: &[bool], dense: &[bool]) -> bool {
    let texts = || blocks.iter().enumerate().filter(|(_, block)| block.role != Role::Heading);
    texts().all(|(at, block)| !chosen[at] || in_margin(block))
        && texts().any(|(at, block)| dense[at] && block.zone & zone::ARTICLE != 0)
}

/// Returns whether the running text of lists and captions that were not chosen far outweighs what was.
fn misses_lists(blocks: &[Found], chosen: &[bool], dense: &[bool]) -> bool {
    /// Lists beside the stories of 181 annotated pages hold up to 1.2 times their text, teasers left out.
    const FAR: usize = 3;
    let is_list = |b: &Found| matches!(b.role, Role::ListItem | Role::Caption);
    // Behind a headline that is a link stands the teaser of another story.
    let is_teaser = |at: usize| {
        let is_below = at > 0 && is_linked(&blocks[at - 1]);
        is_below || 8 * blocks[at].linked >= blocks[at].text.len()
    };
    let len = |wanted: &dyn Fn(usize) -> bool| -> usize {
        let places = (0..blocks.len()).filter(|at| dense[*at] && wanted(*at));
        places.map(|at| blocks[at].text.len()).sum()
    };
    let missed = len(&|at| !chosen[at] && is_list(&blocks[at]) && !is_teaser(at));
    missed > FAR * len(&|at| chosen[at])
}

/// Returns whether a block is links for a large part.
fn is_linked(block: &Found) -> bool {
    3 * block.linked >= block.text.len()
}

/// Returns whether a page shows nothing but navigation, footers and notices; a heading is no article.
fn shows_margins_only(blocks: &[Found]) -> bool {
    /// A page that shows more has its story in what is only called so, in letters.
    const MOST: usize = 2000;
    let len = |inside: bool| -> usize {
        let wanted = |b: &&Found| b.role != Role::Heading && is_margin(b) == inside;
        blocks.iter().filter(wanted).map(|b| letters(&b.text)).sum()
    };
    let (margins, story) = (len(true), len(false));
    story < SHORT && story < margins && margins < MOST
}

/// Returns whether a block is no story, whatever else the page shows. Paragraphs of what is only
/// called `social` or an aside may be one: then the class is the page's own way of naming its story.
fn is_margin(block: &Found) -> bool {
    in_margin(block) && (block.zone & zone::SITE != 0 || !is_running(block))
}

/// Returns whether a block is a paragraph of running text.
fn is_running(block: &Found) -> bool {
    /// Labels and calls to subscribe are shorter, in letters.
    const LONG: usize = 200;
    let letters = letters(&block.text);
    !is_linked(block) && (letters >= LONG || letters >= SHORT && sentences(&block.text) > 1)
}

/// Returns how many letters a text has; a syllable or word of Chinese, Japanese or Korean says what
/// four letters of an alphabet do.
fn letters(text: &str) -> usize {
    text.chars().map(|letter| if letter < '\u{2E80}' { 1 } else { 4 }).sum()
}

/// Returns how many sentences end in a text.
fn sentences(text: &str) -> usize {
    let ends = |at: usize, sign: &str| {
        let rest = text[at + sign.len()..].trim_start_matches(['"', '”', '’', '»', ')']);
        !sign.is_ascii() || rest.is_empty() || rest.starts_with(char::is_whitespace)
    };
    text.match_indices(['.', '!', '?', '。', '！', '？'])
        .filter(|(at, sign)| ends(*at, sign))
        .count()
}

/// Returns whether a block is running text by its links, its place and its length.
fn is_text(block: &Found) -> bool {
    block.zone & (zone::AROUND | zone::BESIDE) == 0
        && !is_linked(block)
        && (block.text.len() >= SHORT || block.role == Role::Heading)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::Instant;

    use super::super::page::Base;
    use super::super::{Document, ReadOptions, html};
    use super::*;

    fn read(text: &str, extract: Extract) -> (Document, Vec<Error>) {
        let options = ReadOptions { extract, ..ReadOptions::default() };
        let uri: Arc<str> = "page.html".into();
        let origin = Base::WHOLE;
        let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
        let mut reading = Reading::default();
        html::read(&page, &mut reading);
        (reading.documents.remove(0), reading.errors)
    }

    const POINTS: [&str; 4] = [
        "The council on Thursday approved a flood barrier for the old harbour after months of talks.",
        "Work is to begin in the spring and will take two years, said the mayor, Ingrid Solheim.",
        "The storm of January put the market square under a metre of water and ruined thirty shops.",
        "Opponents said that the barrier would be too low within a generation, and asked for a study.",
    ];

    /// Checks that the points are read, of a page with other text before and behind its body.
    #[track_caller]
    fn check_points(body: &str) {
        let links =
            "<li><a href=/x>Mayor opens the new market hall on the quay</a></li>".repeat(20);
        let page = format!(
            "<body><nav><ul><li>Home<li>World</ul></nav>{body}\
             <h3>Related stories</h3><ul>{links}</ul>\
             <ul class=share><li>Share this story with your friends and with your family today</ul>\
             <ul class=tags><li><a href=/t>harbour</a><li><a href=/t>council</a></ul>\
             <div class=cookie-banner><p>We use cookies, and so do our partners, to show what you like.\
             </div><footer><p>© 2024 The Example Herald. All rights reserved. This material may not be \
             published, broadcast, rewritten or redistributed without written permission.</footer>"
        );
        let text = read(&page, Extract::Auto).0.text.to_string();
        for point in POINTS {
            assert!(text.contains(point), "{body}: {text}");
        }
        for other in ["Herald", "cookies", "friends", "market hall", "Home", "council\n"] {
            assert!(!text.contains(other), "{body}: {other}: {text}");
        }
    }

    /// A brief in its element, with a notice before and comments behind that are longer.
    #[test]
    fn comments_on_a_brief_are_no_part_of_it() {
        let comment = "I have been saying for years that somebody ought to have looked beneath the quay before \
                       they laid a single stone, and nobody would listen.";
        let comments = format!("<div class=comment><p>{comment}</div>").repeat(3);
        let brief = format!("<h1>Barrier</h1><p>{} {}</p>", POINTS[0], POINTS[1]);
        let page = |article: &str| {
            format!(
                "<body><div id=cookie-banner><p>The Herald and its partners store cookies in order to measure how \
                 the site is used.</div>{article}<section class=comments>{comments}</section>"
            )
        };
        let read = |page: &str| read(page, Extract::Article).0.text.to_string();
        let text = read(&page(&format!("<article>{brief}</article>")));
        assert_eq!(text, format!("Barrier\n{} {}", POINTS[0], POINTS[1]));
        // What is only called a comment may be the story.
        let text = read(&format!("<body><div class=comment>{brief}{comments}</div>"));
        assert!(text.contains(POINTS[0]) && text.contains(comment), "{text}");
    }

    /// Returns the points, each between two texts.
    fn points(before: &str, after: &str) -> String {
        POINTS.map(|point| format!("{before}{point}{after}")).concat()
    }

    #[test]
    fn an_article_in_lists_definitions_or_captions_is_read() {
        let lists = [
            format!("<ul>{}</ul>", points("<li>", "</li>")),
            format!("<ol>{}</ol>", points("<li><b>Point.</b> ", "</li>")),
            points("<h2>Point</h2><ul><li>", "</ul>"),
            format!("<dl>{}</dl>", points("<dt>What is known?</dt><dd>", "</dd>")),
            points("<figure><img src=x><figcaption>", "</figcaption></figure>"),
        ];
        let intro = "<p>This is what we know so far of the barrier that the council approved, of its \
                     price, and of those who say that it comes too late, told point by point here.</p>";
        for list in &lists {
            for container in ["article", "main", "div"] {
                let (open, close) = (format!("<{container}>"), format!("</{container}>"));
                check_points(&format!("{open}<h1>Barrier</h1>{list}{close}"));
                check_points(&format!("{open}<h1>Barrier</h1>{intro}{list}{close}"));
            }
        }
    }

    #[test]
    fn navigation_and_footers_round_a_short_article_are_left_out() {
        for story in [points("<p>", "</p>"), format!("<ul>{}</ul>", points("<li>", "</li>"))] {
            let html = format!(
                "<nav><a href=/>Home</a></nav><div><h1>Barrier</h1>{story}</div>\
                 <div class=site-footer><p>© 2024 The Example Herald. All rights reserved.</p></div>"
            );
            let text = read(&html, Extract::Auto).0.text.to_string();
            assert!(text.starts_with("Barrier\n") && text.ends_with(POINTS[3]), "{text}");
        }
    }

    #[test]
    fn a_story_in_what_is_called_a_margin_is_read() {
        let story = format!("<p>{} {}</p><p>{} {}</p>", POINTS[0], POINTS[1], POINTS[2], POINTS[3]);
        let long = format!("<p>{}", POINTS.join(" ").replace(". ", ", "));
        let footer = "<footer><p>© 2024 The Example Herald. All rights reserved. This material may \
                      not be published, broadcast, rewritten or redistributed.</p></footer>";
        for (open, close) in [
            ("<div id=social-care class=section><h1>Barrier</h1>", "</div>"),
            ("<div class='social share-page'><h1>Barrier</h1>", "</div>"),
            ("<div class='has-banner menu-open'><h1>Barrier</h1>", "</div>"),
            ("<h1>Barrier</h1><aside>", "</aside>"),
        ] {
            for story in [&story, &long] {
                for script in ["", "<script src=a.js></script>"] {
                    let page = format!("{script}{open}{story}{close}{footer}");
                    let (document, errors) = read(&page, Extract::Auto);
                    assert!(document.text.contains("generation, and asked"), "{page}");
                    assert_eq!(errors, [], "{page}");
                }
            }
        }
        let margins_only =
            |page: &str| shows_margins_only(&html::scan(page, Base::Lines { line: 1 }).blocks);
        assert!(margins_only(&format!("<aside><p>Fire put out.</p></aside>{footer}")));
        // Few letters of Chinese say as much.
        assert!(!margins_only(&format!("<p>市议会周四批准了港口防洪堤</p>{footer}")));
        let aside = "<aside><p>市议会批准了防洪堤。明年春天开工。</p></aside>";
        assert!(!margins_only(&format!("{aside}{footer}")));
    }

    #[test]
    fn sentences_are_counted_by_their_ends() {
        for (text, count) in [
            ("One is here. Two are there.", 2),
            ("“One.” Two!", 2),
            ("Loading...", 1),
            ("3.5 per cent", 0),
            ("一。二？三", 2),
        ] {
            assert_eq!(sentences(text), count, "{text}");
        }
    }

    #[test]
    fn a_box_of_paragraphs_beside_an_article_in_a_list_is_not_the_article() {
        let letters =
            "<p>Readers can write to the editor at the usual address each week.</p>".repeat(6);
        let list = points("<li>", "</li>");
        let html =
            format!("<article><h1>Barrier</h1><ul>{list}</ul></article><div>{letters}</div>");
        let text = read(&html, Extract::Auto).0.text.to_string();
        assert!(POINTS.iter().all(|point| text.contains(point)), "{text}");
    }

    #[test]
    fn a_box_beside_a_short_article_is_not_the_article() {
        let brief =
            "<h1>Fire</h1><p>A fire at the quay was put out within an hour, and nobody was hurt.";
        let teasers = points("<h3><a href=x>Barrier</a></h3><p>", "</p>");
        for (open, close) in [("<aside>", "</aside>"), ("<div class=related>", "</div>")] {
            for container in ["article", "main"] {
                let page = format!("<{container}>{brief}</{container}>{open}{teasers}{close}");
                let text = read(&page, Extract::Auto).0.text.to_string();
                assert!(
                    text.contains("nobody was hurt") && !text.contains("storm"),
                    "{page}: {text}"
                );
            }
        }
        // Without an article in its element the box may be one.
        let page =
            format!("<aside>{teasers}</aside><p>Our newsletter tells what the day will bring.</p>");
        assert!(read(&page, Extract::Auto).0.text.contains("storm"));
    }

    #[test]
    fn a_list_beside_an_article_of_paragraphs_is_left_out() {
        let story = points("<p>", "</p>");
        let list =
            "<ul><li>Our newsletter of the morning tells what the day will bring, every day.</ul>";
        let html = format!("<article><h1>Barrier</h1>{story}</article><div>{list}</div>");
        let text = read(&html, Extract::Auto).0.text.to_string();
        assert!(text.contains(POINTS[3]) && !text.contains("newsletter"), "{text}");
    }

    /// Shingles of four words, as in the article extraction benchmark of Zyte.
    fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty())
            .collect();
        let mut counts = HashMap::new();
        let width = words.len().clamp(1, 4);
        for shingle in words.windows(width) {
            *counts.entry(shingle.to_vec()).or_default() += 1;
        }
        counts
    }

    fn precision_and_recall(truth: &str, found: &str) -> (f64, f64) {
        let (truth, found) = (shingles(truth), shingles(found));
        let both: usize = truth.iter().map(|(s, n)| *n.min(found.get(s).unwrap_or(&0))).sum();
        let share = |all: &HashMap<_, usize>| match all.values().sum::<usize>() {
            0 => 1.0,
            all => both as f64 / all as f64,
        };
        (share(&found), share(&truth))
    }

    struct Tally(&'static str, Vec<(f64, f64)>);

    impl Tally {
        fn f1(&self) -> f64 {
            let count = self.1.len() as f64;
            let precision = self.1.iter().map(|p| p.0).sum::<f64>() / count;
            let recall = self.1.iter().map(|p| p.1).sum::<f64>() / count;
            let f1 = 2.0 * precision * recall / (precision + recall);
            println!("{:<12} P {precision:.3} R {recall:.3} F1 {f1:.3}", self.0);
            f1
        }
    }

    /// Measures the choice on annotated pages: `ANNOTATED_PAGES` names a directory with
    /// `ground-truth.json` (`{id: {"articleBody": …}}`) and `html/ID.html`.
    #[test]
    #[ignore = "needs annotated pages, see the comment"]
    fn the_choice_is_no_worse_than_readability_alone() {
        let directory =
            std::env::var("ANNOTATED_PAGES").expect("ANNOTATED_PAGES names a directory");
        let directory = Path::new(&directory);
        let truth = std::fs::read(directory.join("ground-truth.json")).unwrap();
        let truth: serde_json::Value = serde_json::from_slice(&truth).unwrap();
        let mut tallies = ["auto", "readability", "density", "all"].map(|n| Tally(n, Vec::new()));
        let (mut bytes, mut seconds) = (0, 0.0);
        for (id, annotated) in truth.as_object().unwrap() {
            let body = annotated["articleBody"].as_str().unwrap_or_default();
            let page = std::fs::read(directory.join(format!("html/{id}.html"))).unwrap();
            let page = String::from_utf8_lossy(&page);
            let start = Instant::now();
            let auto = read(&page, Extract::Auto).0.text.to_string();
            seconds += start.elapsed().as_secs_f64();
            bytes += page.len();
            let alone = dom_smoothie::Readability::new(&*page, None, None)
                .and_then(|mut r| r.parse())
                .map_or(String::new(), |a| a.text_content.to_string());
            let scanned = html::scan(&page, Base::Lines { line: 1 });
            let chosen = by_link_density(&scanned.blocks).unwrap_or_default();
            let dense = keep(scanned.blocks, &chosen);
            let dense: Vec<String> = dense.into_iter().map(|b| b.text).collect();
            let all = read(&page, Extract::All).0.text.to_string();
            let texts = [auto, alone, dense.join("\n"), all];
            for (tally, text) in tallies.iter_mut().zip(&texts) {
                tally.1.push(precision_and_recall(body, text));
            }
            let [ours, theirs, ..] = [&tallies[0], &tallies[1]].map(|t| t.1[t.1.len() - 1]);
            if (ours.0 - theirs.0).abs() > 0.05
                || (ours.1 - theirs.1).abs() > 0.05
                || ours.0 < 0.7
                || ours.1 < 0.7
            {
                println!("{id} ours {ours:.2?} readability {theirs:.2?}");
            }
        }
        println!("{:.1} MB/s", bytes as f64 / seconds / 1e6);
        let [auto, readability, ..] = tallies.each_ref().map(Tally::f1);
        assert!(readability <= auto + 0.005);
    }
}

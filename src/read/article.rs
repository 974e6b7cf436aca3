//! Which blocks of a page are its article? Readability (`dom_smoothie`) chooses on a copy of the page
//! whose runs of text carry marks; the marks that come out tell the blocks, which keep their places.
//!
//! A page that would make too large a tree is never given to Readability: its trees are recursive,
//! and take over a minute on 20,000 nested elements. Such a page, and one where Readability finds
//! nothing, is read by link density alone (Kohlschütter, Fankhauser, Nejdl: "Boilerplate Detection
//! using Shallow Text Features", WSDM 2010).

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Error, ErrorKind};

use super::document::Role;
use super::html::{Extent, Found, Scanned, zone};
use super::page::Page;
use super::{Extract, Reading};

/// Trees that are deeper are not built: recursion overflows a 2 MiB stack at some thousands.
const MAX_DEPTH: usize = 512;
/// Pages of more elements are lists and dumps: the largest of 990 annotated articles has a third.
const MAX_ELEMENTS: usize = 50_000;
/// The tree builder compares every attribute of an element with all before it.
const MAX_ATTRIBUTES: usize = 512;
/// The most bytes of a page that a tree is built of.
const MAX_BYTES: usize = 8 << 20;

/// The marks are the letters for private use from here to the end of Unicode.
const FIRST_MARK: u32 = 0xF_0000;
const MARKS: usize = 0x11_0000 - FIRST_MARK as usize;

/// Returns the blocks of the page's article, in order; all blocks where there is no telling.
pub(super) fn choose(page: &Page<'_>, scanned: &mut Scanned, reading: &mut Reading) -> Vec<Found> {
    let blocks = std::mem::take(&mut scanned.blocks);
    let chosen = if fits(scanned.extent) && page.text.len() <= MAX_BYTES {
        by_readability(page.text, &blocks, scanned)
    } else {
        reading.errors.push(too_deep(page, scanned.extent));
        None
    };
    let chosen = chosen.or_else(|| by_link_density(&blocks));
    match chosen {
        Some(chosen) => keep(blocks, &chosen),
        None if page.options.extract == Extract::Article => Vec::new(),
        None => blocks,
    }
}

fn fits(extent: Extent) -> bool {
    extent.depth <= MAX_DEPTH
        && extent.elements <= MAX_ELEMENTS
        && extent.attributes <= MAX_ATTRIBUTES
}

fn too_deep(page: &Page<'_>, extent: Extent) -> Error {
    let Extent { elements, depth, .. } = extent;
    let message = format!(
        "page too large for article extraction ({elements} elements, {depth} deep); \
         read by link density"
    );
    Error::new(ErrorKind::Truncated, message).at(&**page.uri)
}

fn keep(blocks: Vec<Found>, chosen: &[bool]) -> Vec<Found> {
    blocks.into_iter().zip(chosen).filter_map(|(block, keep)| keep.then_some(block)).collect()
}

/// Returns which blocks Readability keeps; `None` where it finds no article.
fn by_readability(text: &str, blocks: &[Found], scanned: &Scanned) -> Option<Vec<bool>> {
    let marked = marked(text, scanned);
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

/// Drops what lies beside the story by its class, unless that is a large part of it: then the
/// class is the page's own way of naming its story.
fn drop_beside(blocks: &[Found], chosen: &mut [bool]) {
    let len = |wanted: &dyn Fn(&Found) -> bool, chosen: &[bool]| -> usize {
        let both = blocks.iter().zip(chosen);
        both.filter(|(b, c)| **c && wanted(b)).map(|(b, _)| b.text.len()).sum()
    };
    let all = len(&|_| true, chosen);
    if 3 * len(&|b| b.zone & zone::BESIDE != 0, chosen) < all {
        for (block, chosen) in blocks.iter().zip(chosen.iter_mut()) {
            *chosen &= block.zone & zone::BESIDE == 0;
        }
    }
}

/// Returns the blocks that hold more text than links; `None` where there are none.
fn by_link_density(blocks: &[Found]) -> Option<Vec<bool>> {
    let in_article = |b: &&Found| b.zone & zone::ARTICLE != 0 && is_text(b);
    let article: usize = blocks.iter().filter(in_article).map(|b| b.text.len()).sum();
    let text: usize = blocks.iter().filter(|b| is_text(b)).map(|b| b.text.len()).sum();
    let inside = 2 * article > text;
    let wanted = |b: &Found| is_text(b) && (!inside || b.zone & zone::ARTICLE != 0);
    let chosen: Vec<bool> = blocks.iter().map(wanted).collect();
    chosen.contains(&true).then_some(chosen)
}

/// Returns whether a block is running text by its links, its place and its length.
fn is_text(block: &Found) -> bool {
    /// Shorter blocks are labels and buttons, in bytes.
    const SHORT: usize = 40;
    block.zone & (zone::AROUND | zone::BESIDE) == 0
        && 3 * block.linked < block.text.len()
        && (block.text.len() >= SHORT || block.role == Role::Heading)
}

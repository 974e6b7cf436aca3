//! The elements that are open at a place of the page, and how far a tree of the page would grow.

use std::collections::HashMap;

use super::super::block::Role;
use super::tags::{self, Flow, zone};

/// How many elements of a line an end tag looks back through; more are never nested in earnest.
const LOOK_BACK: usize = 64;

/// What is known of an open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    key: u32,
    pub(super) flow: Flow,
    pub(super) role: Role,
    pub(super) zone: u8,
    pub(super) hidden: bool,
    pub(super) link: bool,
}

/// The open elements, innermost last.
#[derive(Debug, Default)]
pub(super) struct Open {
    stack: Vec<Element>,
    counts: HashMap<u32, u32>,
}

/// How large and deep a tree of the page would be.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Extent {
    /// The elements, those that browsers repeat counted as often.
    pub(in crate::read) elements: usize,
    /// The most elements that were open at once.
    pub(in crate::read) depth: usize,
    /// Its `<`: each may part two texts, or begin a comment.
    pub(in crate::read) brackets: usize,
    /// The most attributes of one element.
    pub(in crate::read) attributes: usize,
    /// References × bytes of the runs of text, together: a tree builder may copy the text before each reference.
    pub(in crate::read) copied: usize,
}

/// Returns the number by which an element's name is known: FNV-1a.
fn key(name: &[u8]) -> u32 {
    name.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

impl Element {
    /// Returns the element outside of all others.
    const fn outside() -> Self {
        let (flow, role) = (Flow::Block, Role::Paragraph);
        Self { key: 0, flow, role, zone: 0, hidden: false, link: false }
    }
}

impl Open {
    /// Returns the innermost open element.
    pub(super) fn top(&self) -> Element {
        self.stack.last().copied().unwrap_or(Element::outside())
    }

    /// Returns how many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Opens an element in the innermost one; it inherits what it does not say itself.
    pub(super) fn push(&mut self, name: &[u8], flow: Flow, zone: u8) {
        let parent = self.top();
        let element = Element {
            key: key(name),
            flow,
            role: tags::role(name, parent.role).unwrap_or(parent.role),
            zone: parent.zone | zone,
            hidden: parent.hidden || flow == Flow::Hidden,
            link: parent.link || name == b"a",
        };
        *self.counts.entry(element.key).or_default() += 1;
        self.stack.push(element);
    }

    /// Takes the page's headline, whatever the classes of the elements round it say: what holds it is no page
    /// foot.
    pub(super) fn hold_headline(&mut self) {
        for element in self.stack.iter_mut().rev().take(LOOK_BACK) {
            element.zone &= !zone::SITE;
        }
    }

    /// Ends the open elements that cannot hold an element of this name.
    pub(super) fn imply_ends(&mut self, name: &[u8]) {
        for ended in tags::ends(name) {
            let ended = key(ended);
            if self.counts.get(&ended).is_none_or(|n| *n == 0) {
                continue;
            }
            if self.in_line().is_some_and(|block| block.key == ended) {
                self.pop_to(ended);
            }
        }
    }

    /// Ends an element; returns whether a block ended with it.
    pub(super) fn end(&mut self, name: &[u8]) -> bool {
        let ended = key(name);
        if self.counts.get(&ended).is_none_or(|n| *n == 0) {
            return false;
        }
        if matches!(tags::flow(name), Flow::Inline) && !self.stands_in_line(ended) {
            return false;
        }
        self.pop_to(ended)
    }

    /// Returns the block round the current line.
    fn in_line(&self) -> Option<&Element> {
        self.stack.iter().rev().take(LOOK_BACK).find(|e| e.flow != Flow::Inline)
    }

    fn stands_in_line(&self, key: u32) -> bool {
        let mut line = self.stack.iter().rev().take(LOOK_BACK);
        line.find(|e| e.key == key || e.flow != Flow::Inline).is_some_and(|e| e.key == key)
    }

    fn pop_to(&mut self, key: u32) -> bool {
        let mut block = false;
        while let Some(element) = self.stack.pop() {
            if let Some(count) = self.counts.get_mut(&element.key) {
                *count -= 1;
            }
            block |= matches!(element.flow, Flow::Block | Flow::Cell);
            if element.key == key {
                break;
            }
        }
        block
    }
}

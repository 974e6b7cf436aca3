//! One pass over a page: tokens in, blocks out, with the page's metadata and its extent. Builds no
//! tree, so that time and memory grow with the page alone, however deep it is nested.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

use super::super::block::Role;
use super::super::page::Base;
use super::attributes::{Attribute, Attributes};
use super::block::{Builder, Found};
use super::flood::without_floods;
use super::metadata::Metadata;
use super::open::{Extent, Open};
use super::tags::{self, Flow};

/// A cell that is longer than this stands for itself, in bytes; shorter ones make up a row.
const LONG_CELL: usize = 80;

/// What one pass over a page finds.
#[derive(Debug, Default)]
pub(in crate::read) struct Scanned {
    pub(in crate::read) blocks: Vec<Found>,
    /// Where the runs of text between the tags begin in the page, and their lengths in letters.
    pub(in crate::read) runs: Vec<Run>,
    pub(in crate::read) metadata: Metadata,
    /// The tags of hidden elements that close themselves, in bytes of the page.
    pub(in crate::read) closed: Vec<Range<usize>>,
    /// How many scripts there are, which may draw the page.
    pub(in crate::read) scripts: usize,
    pub(in crate::read) extent: Extent,
}

/// A run of text between two tags.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Run {
    /// Offset in the page, in bytes.
    pub(in crate::read) at: usize,
    /// Bytes of text.
    pub(in crate::read) len: usize,
}

/// Reads a page or a fragment.
pub(in crate::read) fn scan(source: &str, base: Base) -> Scanned {
    let mut scan = Scan::new(source, base);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        scan.event(&event, span.start..span.end);
        matches!(event, CallbackEvent::CloseStartTag { self_closing: true }).then_some(())
    });
    emitter.naively_switch_states(true);
    let bounded = without_floods(source);
    let mut tokenizer = Tokenizer::new_with_emitter(&*bounded, emitter);
    // In XHTML a script or title that closes itself holds nothing; its end is not looked for.
    while tokenizer.next().is_some() {
        tokenizer.set_state(State::Data);
    }
    scan.flush();
    scan.scanned.extent.brackets = memchr::memchr_iter(b'<', source.as_bytes()).count();
    scan.scanned
}

struct Scan<'a> {
    source: &'a str,
    open: Open,
    builder: Builder<'a>,
    /// Role and zone of the block that is being read: those of its first letter.
    place: (Role, u8),
    first_run: usize,
    /// Line breaks since the last letter.
    breaks: u32,
    /// Where the current cell began in the row's text.
    cell: usize,
    /// Where the current tag begins.
    tag: usize,
    name: Vec<u8>,
    attributes: Attributes,
    capture: Capture,
    formatting: [u32; 14],
    scanned: Scanned,
}

/// What the next text is read as, beside or instead of the page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capture {
    Nothing,
    Title,
    LinkedData,
}

impl<'a> Scan<'a> {
    fn new(source: &'a str, base: Base) -> Self {
        Self {
            source,
            open: Open::default(),
            builder: Builder::new(source, base),
            place: (Role::Paragraph, 0),
            first_run: 0,
            breaks: 0,
            cell: 0,
            tag: 0,
            name: Vec::new(),
            attributes: Attributes::default(),
            capture: Capture::Nothing,
            formatting: [0; 14],
            scanned: Scanned::default(),
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = span.start;
                self.name.clear();
                // XHTML inside XML may carry a prefix: `<xhtml:p>`.
                let local = name.iter().rposition(|b| *b == b':').map_or(0, |n| n + 1);
                self.name.extend_from_slice(&name[local..]);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => self.attributes.name(name),
            CallbackEvent::AttributeValue { value } => self.attributes.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let name = std::mem::take(&mut self.name);
                self.start(&name, *self_closing, span.start);
                self.name = name;
            }
            CallbackEvent::EndTag { name } => {
                let local = name.iter().rposition(|b| *b == b':').map_or(0, |n| n + 1);
                self.end(&name[local..], span.start);
            }
            CallbackEvent::String { value } => self.string(value, span),
            _ => {}
        }
    }

    fn start(&mut self, name: &[u8], self_closing: bool, at: usize) {
        self.capture = Capture::Nothing;
        self.measure(name);
        self.scanned.metadata.element(name, &self.attributes);
        self.scanned.scripts += usize::from(name == b"script");
        let flow = tags::flow(name);
        match flow {
            Flow::Void => return,
            Flow::LineBreak => return self.line_break(at),
            Flow::Rule => return self.flush(),
            Flow::Block => {
                self.flush();
                self.open.imply_ends(name);
            }
            Flow::Cell => {
                self.open.imply_ends(name);
                self.part_cell();
            }
            Flow::Inline | Flow::Hidden => {}
        }
        if self_closing && flow == Flow::Hidden {
            self.scanned.closed.push(self.tag..at + 1);
        }
        if self_closing && matches!(flow, Flow::Inline | Flow::Hidden) {
            return;
        }
        self.open(name, flow);
    }

    fn open(&mut self, name: &[u8], flow: Flow) {
        self.capture = match name {
            b"title" => Capture::Title,
            b"script" if self.attributes.is_linked_data() => Capture::LinkedData,
            _ => Capture::Nothing,
        };
        if name == b"h1" {
            self.open.hold_headline();
        }
        let whole = matches!(name, b"html" | b"body");
        let class = [Attribute::Class, Attribute::Id, Attribute::Role]
            .map(|a| if whole { 0 } else { self.attributes.get(a).map_or(0, tags::zone_of_class) });
        let zone = tags::zone_of_name(name) | class[0] | class[1] | class[2];
        let hidden = !whole && self.attributes.is_hidden();
        self.open.push(name, if hidden { Flow::Hidden } else { flow }, zone);
        let extent = &mut self.scanned.extent;
        extent.depth = extent.depth.max(self.open.depth());
    }

    fn end(&mut self, name: &[u8], at: usize) {
        self.capture = Capture::Nothing;
        if let Some(kind) = tags::formatting(name) {
            self.formatting[kind] = self.formatting[kind].saturating_sub(1);
        }
        match tags::flow(name) {
            Flow::LineBreak => self.line_break(at),
            Flow::Block => {
                self.flush();
                self.open.end(name);
            }
            Flow::Cell => {
                self.part_cell();
                self.open.end(name);
            }
            _ => {
                if self.open.end(name) {
                    self.flush();
                }
            }
        }
    }

    /// Measures what a tree of the page would hold, see [`Extent`].
    fn measure(&mut self, name: &[u8]) {
        let extent = &mut self.scanned.extent;
        extent.attributes = extent.attributes.max(self.attributes.count());
        extent.elements += 1;
        if let Some(kind) = tags::formatting(name) {
            self.formatting[kind] += 1;
        } else if tags::flow(name) != Flow::Inline {
            let repeated = self.formatting.iter().map(|n| *n as usize).sum::<usize>();
            extent.elements = extent.elements.saturating_add(repeated);
        }
        let unclosed = self.formatting.iter().map(|n| *n as usize).sum::<usize>();
        extent.depth = extent.depth.max(unclosed);
    }

    fn string(&mut self, value: &[u8], span: Range<usize>) {
        if self.capture == Capture::Title {
            self.scanned.metadata.title(value);
        }
        let Some(raw) = self.source.get(span.clone()) else { return };
        if self.capture == Capture::LinkedData {
            self.scanned.metadata.linked.read(raw, span.start);
        }
        let references = memchr::memchr_iter(b'&', raw.as_bytes()).count();
        let copied = &mut self.scanned.extent.copied;
        *copied = copied.saturating_add(references.saturating_mul(span.len()));
        if self.open.depth() > 0 {
            return self.text(span);
        }
        // Blank lines part text that stands in no element.
        let (mut start, mut end) = (span.start, span.start);
        for (nth, line) in raw.split_inclusive('\n').enumerate() {
            if nth > 0 && line.ends_with('\n') && line.trim().is_empty() {
                self.text(start..end);
                self.flush();
                start = end;
            }
            end += line.len();
        }
        self.text(start..end);
    }

    /// Reads text of the page.
    fn text(&mut self, span: Range<usize>) {
        let top = self.open.top();
        if top.hidden {
            return;
        }
        let before = self.builder.len();
        if before == 0 {
            self.place = (top.role, top.zone);
            self.first_run = self.scanned.runs.len();
        }
        if top.role == Role::Preformatted {
            self.builder.keep(span.clone());
        } else {
            self.builder.collapse(span.clone());
        }
        let len = self.builder.len().saturating_sub(before);
        if len == 0 {
            return;
        }
        self.breaks = 0;
        if top.link {
            self.builder.link_from(before);
        }
        self.scanned.runs.push(Run { at: span.start, len });
    }

    fn line_break(&mut self, at: usize) {
        if self.open.top().hidden {
            return;
        }
        self.breaks += 1;
        if self.place.0 == Role::Preformatted {
            self.builder.break_line(at);
        } else if self.breaks > 1 {
            self.flush();
        } else {
            self.builder.part();
        }
    }

    fn part_cell(&mut self) {
        if self.builder.len().saturating_sub(self.cell) > LONG_CELL {
            self.flush();
        }
        self.cell = self.builder.len();
        self.builder.part();
    }

    fn flush(&mut self) {
        self.breaks = 0;
        self.cell = 0;
        let (role, zone) = self.place;
        let runs = self.first_run..self.scanned.runs.len();
        self.first_run = runs.end;
        if let Some(mut found) = self.builder.finish(role) {
            self.scanned.metadata.block(&found);
            found.zone = zone;
            found.runs = runs;
            self.scanned.blocks.push(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_of_text_hold_what_the_tokenizer_reads(
            parts in prop::collection::vec(prop::sample::select(vec![
                "<p>", "</p>", "<b x='&amp;'>", "</b", "&amp;", "&eacute", "&#8217;", "&", "<", ">", "é",
                "<!--", "-->", "<!x>", "\n", " ", "word", "</", "<?", "&notit;", "x=y", "'", "<br/>",
            ]), 0..30)
        ) {
            let html = parts.concat();
            let mut wrong = None;
            let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
                if let CallbackEvent::String { value } = event {
                    let mut builder = Builder::new(&html, Base::Lines { line: 1 });
                    builder.keep(span.start..span.end);
                    let found = builder.finish(Role::Preformatted).map_or(String::new(), |f| f.text);
                    let value = String::from_utf8_lossy(value);
                    if found.trim() != value.trim() {
                        wrong = Some((value.into_owned(), found));
                    }
                }
                None::<Infallible>
            });
            Tokenizer::new_with_emitter(html.as_str(), emitter).for_each(drop);
            prop_assert_eq!(wrong, None);
        }
    }
}

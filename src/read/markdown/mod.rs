//! Markdown: the text that is shown, without the marks, block by block.
//!
//! Front matter is read, not shown; addresses of links, texts for missing images and comments are
//! left out. Every stretch of a block knows its bytes in the input.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::page::{Base, Page};
use super::suppression::{self, Mark};
use super::{Document, Format, Origin, Piece, Reading, Role, front_matter, html};

/// Reads a file of Markdown.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut builder = Builder::new(page);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let body = builder.front_matter();
    let text = with_marks_in_line(&page.text[body..], options);
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        builder.event(event, body + range.start..body + range.end);
    }
    builder.flush();
    let (mut document, markup) = (builder.document, builder.markup);
    if !markup.is_empty() {
        let marks = marks(page, &markup);
        suppression::apply(&marks, page.text, page.origin, &mut document);
    }
    if document.title.is_none() {
        let heading = document.blocks.iter().find(|block| block.role == Role::Heading);
        document.title =
            heading.map(|block| document.block_text(&block.span).replace('\n', " ").into());
    }
    if !document.blocks.is_empty() {
        reading.documents.push(document);
    }
}

/// Returns the text as it is parsed: where a mark stands before a paragraph on its line, a tag of the same length stands in
/// its place. A comment takes its whole line out of the paragraph, and a tag does not
/// (<https://spec.commonmark.org/0.31.2/#html-blocks>, conditions 2 and 7).
fn with_marks_in_line(text: &str, options: Options) -> Cow<'_, str> {
    let mut marks = suppression::marks(text);
    marks.retain(|mark| begins_paragraph(text, &mark.range));
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let blocks = Parser::new_ext(text, options).into_offset_iter();
    let blocks = blocks.filter(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock)));
    let blocks: Vec<_> = blocks.map(|(_, range)| range).collect();
    let mut out = text.to_owned();
    for Mark { range, .. } in marks {
        let at = blocks.partition_point(|block| block.end <= range.start);
        // What stands in code or between tags is none.
        let begins = |block: &Range<usize>| {
            text.get(block.start..range.start).is_some_and(|before| before.trim().is_empty())
        };
        if blocks.get(at).is_some_and(begins) {
            let tag = format!("<a{:width$}>", "", width = range.len() - "<a>".len());
            out.replace_range(range, &tag);
        }
    }
    Cow::Owned(out)
}

/// Returns whether behind a mark text stands on its line, which no line of text stands before.
fn begins_paragraph(text: &str, mark: &Range<usize>) -> bool {
    let is_mark_of_quotation = |letter: char| letter == '>' || letter.is_whitespace();
    let behind = text[mark.end..].lines().next().unwrap_or_default().trim_start();
    let mut before = text[..mark.start].rsplit('\n');
    let is_first = before.next().is_none_or(|begin| begin.chars().all(is_mark_of_quotation));
    let is_parted = before.next().is_none_or(|line| line.chars().all(is_mark_of_quotation));
    is_first && is_parted && !behind.is_empty() && !behind.starts_with('<')
}

/// Returns the marks of suppression that stand in these stretches of the page, and not in code.
fn marks(page: &Page<'_>, markup: &[Range<usize>]) -> Vec<Mark> {
    let mut marks = suppression::marks(page.text);
    if is_mdx(page) {
        marks.extend(suppression::marks_of_mdx(page.text));
        marks.sort_by_key(|mark| mark.range.start);
    }
    marks.retain(|mark| {
        let start = mark.range.start;
        let stretch = markup.get(markup.partition_point(|stretch| stretch.end <= start));
        stretch.is_some_and(|stretch| stretch.contains(&start))
    });
    marks
}

fn is_mdx(page: &Page<'_>) -> bool {
    page.uri.ends_with(".mdx")
}

/// Makes blocks from the parser's events.
struct Builder<'a> {
    page: &'a Page<'a>,
    document: Document,
    /// Where the lines of the text begin, to tell a byte's line.
    line_starts: Vec<usize>,
    /// The last byte whose column was told, and that column.
    column: (usize, u32),
    /// The roles of the containers around: lists' entries and quotations.
    containers: Vec<Role>,
    /// The role that the container's text has, when a paragraph or heading is open.
    role: Option<Role>,
    text: String,
    pieces: Vec<Piece>,
    /// How many images are open.
    images: u32,
    /// Where comments stand that may be marks of suppression, in order.
    markup: Vec<Range<usize>>,
}

impl<'a> Builder<'a> {
    fn new(page: &'a Page<'a>) -> Self {
        let ends = memchr::memchr_iter(b'\n', page.text.as_bytes());
        Self {
            page,
            document: page.document(Format::Markdown),
            line_starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(),
            column: (0, 1),
            containers: Vec::new(),
            role: None,
            text: String::new(),
            pieces: Vec::new(),
            images: 0,
            markup: Vec::new(),
        }
    }

    /// Reads what stands at the head of the page, and returns where the text behind it begins.
    fn front_matter(&mut self) -> usize {
        let Some((said, end)) = front_matter::at_head_of(self.page.text) else { return 0 };
        let first = self.line(said.start);
        front_matter::read(&self.page.text[said], first, &mut self.document);
        end
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(end) => self.end(end),
            Event::InlineHtml(tag) if html::breaks_line(&tag) => self.push("\n", range.start),
            Event::InlineHtml(_) => self.comment(range),
            Event::Text(text) => self.push_for(&text, range),
            Event::Code(text) => {
                self.leave_out_of_markup(&range);
                // The marks round the code are one or more backticks, perhaps a blank.
                let inner = self.page.text[range.clone()].find(&*text).unwrap_or(0);
                self.push(&text, range.start + inner);
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", range.start),
            // HTML between words is markup; a rule, a footnote's number and a task's box say nothing.
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.open(None);
                // Comments of MDX are paragraphs of Markdown.
                if is_mdx(self.page) {
                    self.markup.push(range);
                }
            }
            Tag::Heading { .. } => self.open(Some(Role::Heading)),
            Tag::CodeBlock(_) => self.open(Some(Role::Preformatted)),
            Tag::TableCell => self.open(Some(Role::TableCell)),
            Tag::Item => self.enter(Role::ListItem),
            Tag::BlockQuote(_) => self.enter(Role::Quotation),
            Tag::HtmlBlock => self.html(range),
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::TableCell => {
                self.flush();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.flush();
                self.containers.pop();
            }
            TagEnd::FootnoteDefinition => self.flush(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    fn open(&mut self, role: Option<Role>) {
        self.flush();
        self.role = role;
    }

    fn enter(&mut self, role: Role) {
        self.flush();
        self.containers.push(role);
    }

    /// Appends a stretch of text that stands at this byte of the page.
    fn push(&mut self, text: &str, at: usize) {
        if self.images > 0 {
            return;
        }
        // A block begins with its first letter.
        let kept = if self.text.is_empty() { text.trim_start() } else { text };
        if kept.is_empty() {
            return;
        }
        let at = at + text.len() - kept.len();
        let byte = self.byte(at);
        let goes_on = self.pieces.last().is_some_and(|last| {
            last.byte + (self.text.len() as u64 - u64::from(last.text)) == byte
        });
        if !goes_on {
            let (line, column) = (self.line(at), self.column(at));
            self.pieces.push(Piece { text: self.text.len() as u32, line, column, byte });
        }
        self.text.push_str(kept);
    }

    /// Appends text for which a range of the page stands, perhaps a character reference. The last byte of a letter of
    /// several is a piece of its own then: a place that ends with the letter ends where the reference does.
    fn push_for(&mut self, text: &str, range: Range<usize>) {
        let before = self.text.len();
        self.push(text, range.start);
        let last = self.text.len().saturating_sub(1);
        if range.len() != text.len() && last > before && !self.text.is_char_boundary(last) {
            let (line, column) = (self.line(range.end), self.column(range.end));
            let byte = self.byte(range.end) - 1;
            self.pieces.push(Piece { text: last as u32, line, column, byte });
        }
    }

    /// Ends the block under way.
    fn flush(&mut self) {
        let role = self.role.take();
        let role = role.or(self.containers.last().copied()).unwrap_or(Role::Paragraph);
        let text = self.text.trim_end();
        self.pieces.retain(|piece| (piece.text as usize) < text.len());
        let is_code = role == Role::Paragraph && is_mdx(self.page) && is_code_of_mdx(text);
        if !(text.is_empty() || is_code || self.pieces.is_empty()) {
            let origin = match self.page.origin {
                Base::Verbatim { .. } => Origin::Pieces(self.pieces.as_slice().into()),
                Base::Lines { .. } => Origin::of_lines(text, self.pieces.clone()),
            };
            self.document.push_block(role, text, &origin);
        }
        self.text.clear();
        self.pieces.clear();
    }

    fn comment(&mut self, range: Range<usize>) {
        let is_inside = self.markup.last().is_some_and(|last| range.end <= last.end);
        let html = &self.page.text[range.clone()];
        if !is_inside && (is_mdx(self.page) || !suppression::marks(html).is_empty()) {
            self.markup.push(range);
        }
    }

    /// Leaves a stretch out of the markup under way: a mark that is shown as code is none.
    fn leave_out_of_markup(&mut self, code: &Range<usize>) {
        if let Some(last) = self.markup.last_mut().filter(|last| code.end <= last.end) {
            let rest = code.end..last.end;
            last.end = code.start;
            self.markup.push(rest);
        }
    }

    /// Reads a block of HTML, whose comments its reader leaves out.
    fn html(&mut self, range: Range<usize>) {
        self.flush();
        self.comment(range.clone());
        let base = match self.page.origin {
            Base::Verbatim { .. } => {
                let (byte, line) = (self.byte(range.start), self.line(range.start));
                Base::Verbatim { byte, line, column: self.column(range.start) }
            }
            Base::Lines { .. } => Base::Lines { line: self.line(range.start) },
        };
        let text = &self.page.text[range];
        let is_comment = text.trim().strip_prefix("<!--").is_some_and(|rest| {
            rest.find("-->").is_none_or(|end| rest[end + 3..].trim().is_empty())
        });
        if !is_comment {
            html::read_fragment(text, &base, &mut self.document);
        }
    }

    fn byte(&self, at: usize) -> u64 {
        match self.page.origin {
            Base::Verbatim { byte, .. } => byte + at as u64,
            Base::Lines { .. } => at as u64,
        }
    }

    /// Returns the column of a byte, counted from the last one on that was asked for on its line.
    fn column(&mut self, at: usize) -> u32 {
        let start = self.line_starts[self.line_starts.partition_point(|start| *start <= at) - 1];
        let (from, column) =
            if (start..=at).contains(&self.column.0) { self.column } else { (start, 1) };
        let passed = self.page.text.as_bytes()[from..at].iter();
        let letters = passed.filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
        self.column = (at, column + letters);
        self.column.1
    }

    fn line(&self, at: usize) -> u32 {
        let (Base::Verbatim { line, .. } | Base::Lines { line }) = self.page.origin;
        line.saturating_add(self.line_starts.partition_point(|start| *start <= at) as u32 - 1)
    }
}

/// Returns whether a paragraph of MDX is code: it imports or exports, is an expression, or a component
/// without text (<https://mdxjs.com/docs/what-is-mdx/>).
fn is_code_of_mdx(text: &str) -> bool {
    ["import ", "export "].iter().any(|word| text.starts_with(word))
        || text.starts_with('{') && text.ends_with('}')
        || text.starts_with('<') && text.ends_with("/>")
}

#[cfg(test)]
mod tests;

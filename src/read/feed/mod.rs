//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, NewsML-G2 and NITF. A feed in, a document an entry out. Reads past
//! every fault: an entry that is well formed is never lost to one that is not.

mod address;
mod content;
mod entry;
mod faults;
mod names;

#[cfg(test)]
mod names_tests;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::error::{Error, ErrorKind, counted};

use super::document::Format;
use super::page::{Cursor, Page};
use super::xml::{Placed, Token, Tokens};
use super::{Reading, inherited, source};
use content::Content;
use entry::Entry;
use faults::Faults;
use names::{Kind, Namespaces};

/// Reads a feed.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let first = reading.documents.len();
    let mut reader = Reader::new(page, reading);
    for placed in Tokens::new(page.text) {
        reader.token(&placed);
    }
    reader.finish(first);
}

struct Reader<'a, 'r> {
    page: &'r Page<'a>,
    reading: &'r mut Reading,
    names: Namespaces,
    /// Name of the first element, and what it makes of the feed.
    root: Option<(&'a str, Option<Format>)>,
    /// The root's end was met.
    ended: bool,
    /// What the feed says of itself.
    feed: Entry<'a>,
    entry: Option<(&'a str, Entry<'a>)>,
    field: Option<Field<'a>>,
    faults: Faults,
    /// The last place whose line was asked for.
    cursor: Cursor,
}

/// An element of an entry or of the feed whose end was not yet met.
struct Field<'a> {
    name: &'a str,
    kind: Kind,
    attributes: &'a str,
    start: usize,
    line: u32,
    column: u32,
    /// Elements that are open inside, and those of them with the field's own name.
    nested: u32,
    same: u32,
}

impl<'a, 'r> Reader<'a, 'r> {
    fn new(page: &'r Page<'a>, reading: &'r mut Reading) -> Self {
        Self {
            page,
            reading,
            names: Namespaces::default(),
            root: None,
            ended: false,
            feed: Entry::default(),
            entry: None,
            field: None,
            faults: Faults::default(),
            cursor: Cursor::at_start_of(page.origin),
        }
    }

    fn token(&mut self, placed: &Placed<'a>) {
        let at = placed.span.start;
        match placed.token {
            Token::Start { name, attributes, closed } => {
                self.names.declare(attributes);
                if self.field.is_none() || self.interrupts(name, at) {
                    self.start(name, attributes, placed.span.end);
                    if closed {
                        self.end(name, placed.span.end);
                    }
                } else if !closed && let Some(field) = &mut self.field {
                    field.nested += 1;
                    field.same += u32::from(name == field.name);
                }
            }
            Token::End { name } => self.end(name, at),
            Token::Doctype(text) if text.contains("<!ENTITY") => {
                let line = self.line_at(at);
                self.faults.add(line, "entities of the document type are not expanded");
            }
            Token::Broken(what) => {
                let line = self.line_at(at);
                self.faults.add_broken(line, what);
            }
            Token::Text(_) | Token::Cdata(_) | Token::Doctype(_) => {}
        }
    }

    /// Returns whether a start tag cannot stand inside the open field, which it then ends.
    fn interrupts(&mut self, name: &'a str, at: usize) -> bool {
        let Some(field) = &self.field else { return true };
        let new_entry = self.names.is_entry(name) && self.is_entry_of_root(name);
        let next_field = is_short(field.kind)
            && !matches!(self.names.kind(name), Kind::Other | Kind::Group | Kind::Body(2));
        if !new_entry && !next_field {
            return false;
        }
        let what = format!("<{}> without end", field.name);
        let line = self.line_at(at);
        self.faults.add(line, what);
        self.close_field(at);
        true
    }

    fn is_entry_of_root(&self, name: &str) -> bool {
        let entry = match self.root {
            Some((_, Some(Format::Atom))) => "entry",
            Some((_, Some(Format::NewsMl))) => "newsItem",
            _ => "item",
        };
        names::local(name).eq_ignore_ascii_case(entry)
    }

    /// Opens an element outside of any field; its content begins at `inner`.
    fn start(&mut self, name: &'a str, attributes: &'a str, inner: usize) {
        let format = root_format(name);
        if self.root.is_none_or(|(_, known)| known.is_none() && format.is_some()) {
            self.root = Some((name, format));
            self.names.news = format == Some(Format::NewsMl);
        }
        let line = self.line_at(inner);
        if self.names.is_entry(name) {
            if self.entry.is_some() {
                self.faults.add(line, "entry without end");
                self.close_entry();
            }
            self.entry = Some((name, Entry::new(attributes, self.feed.base())));
        } else if self.entry.is_none() && self.names.is_frame(name) {
            self.feed.read_attributes(attributes);
        } else if self.entry.is_some() || self.root.is_some_and(|(_, format)| format.is_some()) {
            let kind = self.names.kind(name);
            if kind != Kind::Group {
                let (start, column) = (inner, self.cursor.column);
                let (nested, same) = (0, 0);
                self.field =
                    Some(Field { name, kind, attributes, start, line, column, nested, same });
            }
        }
    }

    /// Ends an element, or what the end tag tells to have ended.
    fn end(&mut self, name: &'a str, at: usize) {
        let ends_entry = self.entry.as_ref().is_some_and(|(entry, _)| *entry == name);
        let ends_frame = self.names.is_frame(name);
        if let Some(field) = &mut self.field {
            if name == field.name {
                if field.same > 0 {
                    field.same -= 1;
                    field.nested = field.nested.saturating_sub(1);
                } else {
                    self.close_field(at);
                }
                return;
            }
            if !ends_entry && !ends_frame {
                if field.nested > 0 {
                    field.nested -= 1;
                    return;
                }
                if is_html(name) {
                    return;
                }
            }
            let what = format!("<{}> ended by </{name}>", field.name);
            let line = self.line_at(at);
            self.faults.add(line, what);
            self.close_field(at);
        }
        if ends_entry {
            self.faults.go_on();
            self.close_entry();
            self.ended |= self.root.is_some_and(|(root, _)| root == name);
        } else if ends_frame {
            if self.entry.is_some() {
                let line = self.line_at(at);
                self.faults.add(line, "entry without end");
                self.close_entry();
            }
            self.ended |= self.root.is_some_and(|(root, _)| root == name);
        }
    }

    fn close_field(&mut self, at: usize) {
        let Some(field) = self.field.take() else { return };
        let Field { name, kind, attributes, start, line, column, .. } = field;
        let value_in = self.names.attribute(name);
        let inner = start..at.max(start);
        let content = Content { attributes, value_in, inner, line, column };
        let text = self.page.text;
        let entry = self.entry.as_mut().map_or(&mut self.feed, |(_, entry)| entry);
        entry.take(kind, content, text);
    }

    fn close_entry(&mut self) {
        if let Some((name, entry)) = self.entry.take() {
            let format = self.root.and_then(|(_, format)| format);
            let atom = names::local(name).eq_ignore_ascii_case("entry");
            let format = format.unwrap_or(if atom { Format::Atom } else { Format::Rss });
            self.reading.documents.push(entry.document(self.page, format));
        }
    }

    /// Ends what is open at the end of the text, and tells every entry what the feed says of it.
    fn finish(mut self, first: usize) {
        let end = self.page.text.len();
        let line = self.line_at(end.saturating_sub(1));
        let cut = self.field.is_some() || self.entry.is_some();
        self.close_field(end);
        if self.entry.as_ref().is_some_and(|(_, entry)| !entry.is_empty()) {
            self.close_entry();
        }
        let read = (self.reading.documents.len() - first) as u64;
        let uri = &**self.page.uri;
        match self.root {
            Some((name, None)) if read == 0 => {
                let message = format!("XML of an unknown kind: <{name}>");
                self.reading.errors.push(Error::new(ErrorKind::Unreadable, message).at(uri));
            }
            None => {
                let error = Error::new(ErrorKind::Unreadable, "no element of XML found");
                self.reading.errors.push(error.at(uri));
            }
            Some((_, format)) => {
                let truncated = cut || (format.is_some() && !self.ended);
                std::mem::take(&mut self.faults).report(truncated, uri, self.reading);
                if truncated {
                    let message = format!("unexpected end of file; {} read", counted(read, "item"));
                    let error = Error::new(ErrorKind::Truncated, message);
                    self.reading.errors.push(error.at(uri).on_line(line));
                }
            }
        }
        self.tell_entries(first);
    }

    /// Fills the feed's language and name into the entries that have none.
    fn tell_entries(&mut self, first: usize) {
        let text = self.page.text;
        let title =
            self.feed.title(text).and_then(|title| inherited::within(title, inherited::NAME));
        let host = self.feed.url(text).and_then(|url| source::host(&url).map(str::to_owned));
        let source: Option<Arc<str>> = title.or(host).map(Into::into);
        let language = self.feed.language().map(Into::into);
        for document in &mut self.reading.documents[first..] {
            if let Some(source) = source.as_ref().filter(|_| document.source.is_empty()) {
                document.source = Arc::clone(source);
            }
            if document.language.is_none() {
                document.language.clone_from(&language);
            }
        }
    }

    /// Returns the line of a place that lies behind all places asked for before.
    fn line_at(&mut self, at: usize) -> u32 {
        self.cursor.advance(self.page.text, at);
        self.cursor.line
    }
}

/// Returns what a root element makes of a feed.
fn root_format(name: &str) -> Option<Format> {
    match names::local(name).to_ascii_lowercase().as_str() {
        "rss" | "rdf" | "channel" => Some(Format::Rss),
        "feed" => Some(Format::Atom),
        "newsitem" | "newsmessage" | "nitf" => Some(Format::NewsMl),
        _ => None,
    }
}

/// Returns whether an element holds a line of text and no other elements of a feed.
fn is_short(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Title | Kind::Link | Kind::Id | Kind::Published | Kind::Updated | Kind::OtherDate
    )
}

/// Returns whether an end tag is HTML's, which may stray in a description that is not escaped.
fn is_html(name: &str) -> bool {
    const NAMES: [&str; 40] = [
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "td",
        "tr",
        "u",
        "ul",
    ];
    NAMES.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

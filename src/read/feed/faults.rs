//! What is wrong with a feed's XML: a list that stays short whatever the feed.

use crate::error::{Error, ErrorKind, counted};

use super::super::Reading;

/// The most faults of one feed that are told one by one.
const MAX_FAULTS: usize = 20;

/// The faults of a feed, in order, with their lines.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<(u32, String)>,
    more: u64,
    /// The last token without end; where nothing follows it is no fault of its own, the file was cut.
    broken: Option<(u32, &'static str)>,
}

impl Faults {
    /// Adds a fault.
    pub(super) fn add(&mut self, line: u32, what: impl Into<String>) {
        self.go_on();
        if self.told.len() < MAX_FAULTS {
            self.told.push((line, what.into()));
        } else {
            self.more += 1;
        }
    }

    /// Adds a token without end.
    pub(super) fn add_broken(&mut self, line: u32, what: &'static str) {
        self.go_on();
        self.broken = Some((line, what));
    }

    /// Notes that the feed goes on behind the last token without end.
    pub(super) fn go_on(&mut self) {
        if let Some((line, what)) = self.broken.take() {
            self.add(line, what);
        }
    }

    /// Tells the faults; in a cut file the last token without end is the cut.
    pub(super) fn report(mut self, truncated: bool, uri: &str, reading: &mut Reading) {
        if !truncated {
            self.go_on();
        }
        let told = self.told.into_iter().map(|(line, what)| {
            Error::new(ErrorKind::Unreadable, format!("faulty XML: {what}")).at(uri).on_line(line)
        });
        reading.errors.extend(told);
        if self.more > 0 {
            let message = format!("faulty XML: {}", counted(self.more, "more fault"));
            reading.errors.push(Error::new(ErrorKind::Unreadable, message).at(uri));
        }
    }
}

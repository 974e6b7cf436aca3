//! Two texts word by word, in one text: a report holds many, and of most steps the text is a word or two.

/// A step of a comparison word by word; concatenated, the steps are the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference<'a> {
    /// Text of both sides (as the anchor writes it).
    Same(&'a str),
    /// Text of the anchor that the copy lacks, and what the copy has instead; one may be empty.
    Changed {
        /// The anchor's text.
        anchor: &'a str,
        /// The copy's text.
        copy: &'a str,
    },
}

/// The steps from an anchor's text to a copy's, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// The texts of all steps, one after the other.
    text: Box<str>,
    steps: Box<[Step]>,
}

/// What a step takes of the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same(u32),
    Changed { anchor: u32, copy: u32 },
}

impl Differences {
    /// Returns whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the steps.
    pub fn iter(&self) -> impl Iterator<Item = Difference<'_>> {
        let mut rest = &*self.text;
        let mut take = move |bytes: u32| {
            let (text, behind) = rest.split_at(bytes as usize);
            rest = behind;
            text
        };
        self.steps.iter().map(move |step| match *step {
            Step::Same(bytes) => Difference::Same(take(bytes)),
            Step::Changed { anchor, copy } => {
                Difference::Changed { anchor: take(anchor), copy: take(copy) }
            }
        })
    }
}

impl<'a> FromIterator<Difference<'a>> for Differences {
    fn from_iter<T: IntoIterator<Item = Difference<'a>>>(steps: T) -> Self {
        let mut writer = DifferenceWriter::default();
        for step in steps {
            match step {
                Difference::Same(text) => writer.same(|all| all.push_str(text)),
                Difference::Changed { anchor, copy } => {
                    writer.changed(|all| all.push_str(anchor), |all| all.push_str(copy));
                }
            }
        }
        writer.finish()
    }
}

/// Writes the steps of two texts, one after the other.
#[derive(Default)]
pub(super) struct DifferenceWriter {
    text: String,
    steps: Vec<Step>,
}

impl DifferenceWriter {
    /// Adds a step of which this writes the text of both sides.
    pub(super) fn same(&mut self, write: impl FnOnce(&mut String)) {
        let bytes = self.written(write);
        self.steps.push(Step::Same(bytes));
    }

    /// Adds a step of which these write the texts, unless both are empty.
    pub(super) fn changed(
        &mut self,
        anchor: impl FnOnce(&mut String),
        copy: impl FnOnce(&mut String),
    ) {
        let (anchor, copy) = (self.written(anchor), self.written(copy));
        if anchor + copy > 0 {
            self.steps.push(Step::Changed { anchor, copy });
        }
    }

    /// Returns all steps.
    pub(super) fn finish(self) -> Differences {
        Differences { text: self.text.into(), steps: self.steps.into() }
    }

    fn written(&mut self, write: impl FnOnce(&mut String)) -> u32 {
        let before = self.text.len();
        write(&mut self.text);
        (self.text.len() - before) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_in_and_come_out() {
        let steps = [
            Difference::Same("Ein "),
            Difference::Changed { anchor: "großes", copy: "" },
            Difference::Changed { anchor: "", copy: "größeres " },
            Difference::Same("Haus"),
        ];
        let all: Differences = steps.into_iter().collect();
        assert!(all.iter().eq(steps));
        assert!(!all.is_empty() && Differences::default().is_empty());
    }

    #[test]
    fn a_change_of_nothing_is_no_step() {
        let all: Differences = [Difference::Changed { anchor: "", copy: "" }].into_iter().collect();
        assert!(all.is_empty());
    }
}

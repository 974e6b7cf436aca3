//! Why the anchor of a finding is the anchor.

/// Why the anchor is the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnchorReason {
    /// It has the earliest date.
    FirstPublished,
    /// No copy is as long.
    Longest,
    /// As long as the longest copy, it was read before the others.
    FirstInOrder,
    /// More of the others are like it than like a longer one.
    ClosestToTheOthers,
    /// The others are longer, and hold all of it.
    StandsWholeInTheOthers,
}

impl AnchorReason {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [
        Self::FirstPublished,
        Self::Longest,
        Self::FirstInOrder,
        Self::ClosestToTheOthers,
        Self::StandsWholeInTheOthers,
    ];

    /// Returns its name in reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::FirstPublished => "first published",
            Self::Longest => "longest",
            Self::FirstInOrder => "first in order",
            Self::ClosestToTheOthers => "closest to the others",
            Self::StandsWholeInTheOthers => "stands whole in the others",
        }
    }
}

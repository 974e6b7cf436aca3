//! Lists in, the same in cells out: a sort by few keys, linear.

/// Lists cell by cell, in each cell in the order of the lists; kept for its memory.
#[derive(Debug)]
pub(super) struct Cells<T> {
    entries: Vec<T>,
    /// The place behind the last one of each cell.
    ends: Vec<usize>,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Cells<T> {
    /// Returns no cell yet, and room for so many entries.
    pub(super) fn with_room(entries: usize) -> Self {
        Self { entries: Vec::with_capacity(entries), ends: Vec::new() }
    }

    /// Puts entries into the cell that comes next.
    pub(super) fn extend(&mut self, entries: impl IntoIterator<Item = T>) {
        self.entries.extend(entries);
    }

    /// Ends the cell that comes next: it has what was put in since the one before.
    pub(super) fn end_cell(&mut self) {
        self.ends.push(self.entries.len());
    }

    /// Puts what is in these lists into so many cells, and nothing else.
    pub(super) fn fill<'a>(
        &mut self,
        lists: impl Iterator<Item = &'a [T]> + Clone,
        cells: usize,
        cell: impl Fn(&T) -> usize,
    ) where
        T: 'a,
    {
        self.ends.clear();
        self.ends.resize(cells, 0);
        lists.clone().flatten().for_each(|entry| self.ends[cell(entry)] += 1);
        let mut from = 0;
        for place in &mut self.ends {
            from += std::mem::replace(place, from);
        }
        self.entries.clear();
        let Some(any) = lists.clone().flatten().next() else { return };
        self.entries.resize(from, *any);
        lists.flatten().for_each(|entry| {
            let place = &mut self.ends[cell(entry)];
            self.entries[*place] = *entry;
            *place += 1;
        });
    }

    /// Returns whether there is nothing in any cell.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns all, cell by cell.
    pub(super) fn all(&self) -> &[T] {
        &self.entries
    }

    /// Returns what is in a cell.
    pub(super) fn cell(&self, at: usize) -> &[T] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start..self.ends[at]]
    }

    /// Returns what is in each cell, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.ends.len()).map(|at| self.cell(at))
    }

    /// Tells what is in each cell, in order.
    pub(super) fn for_each_cell(&mut self, mut tell: impl FnMut(&mut [T])) {
        let mut from = 0;
        for end in &self.ends {
            tell(&mut self.entries[from..*end]);
            from = *end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_has_its_own_in_order() {
        let mut cells = Cells::default();
        cells.fill([&[9, 9, 9][..], &[9, 9, 9]].into_iter(), 10, |n| *n);
        cells.fill([&[13, 20][..], &[], &[11, 3, 12]].into_iter(), 4, |n| n / 10);
        let all: Vec<&[usize]> = (0..4).map(|at| cells.cell(at)).collect();
        assert_eq!(all, [&[3][..], &[13, 11, 12], &[20], &[]]);
        let mut told = Vec::new();
        cells.for_each_cell(|cell| told.push(cell.len()));
        assert_eq!(told, [1, 3, 1, 0]);
    }

    #[test]
    fn cells_are_filled_one_after_the_other() {
        let mut cells = Cells::with_room(3);
        for of_cell in [&[7, 8][..], &[], &[9]] {
            cells.extend(of_cell.iter().copied());
            cells.end_cell();
        }
        assert_eq!(cells.iter().collect::<Vec<_>>(), [&[7, 8][..], &[], &[9]]);
        assert_eq!(cells.cell(2), [9]);
    }
}

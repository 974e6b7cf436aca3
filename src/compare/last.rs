//! Which place of a list was the last one with the same key? Places in, the places before out.

/// The last place of each key that was met: a hash table with linear probing, at most half full.
#[derive(Debug, Default)]
pub(super) struct LastPlaces {
    /// A place and one more; 0 for none, so that of a table of which little is used little is in memory.
    slots: Vec<u32>,
}

impl LastPlaces {
    /// Returns room for so many places.
    pub(super) fn new(places: usize) -> Self {
        Self { slots: vec![0; slots(places)] }
    }

    /// Forgets all; there is room for so many places.
    pub(super) fn clear(&mut self, places: usize) {
        self.slots.clear();
        self.slots.resize(slots(places), 0);
    }

    /// Puts `at` in the place of the last one with its key, which is returned.
    ///
    /// `hash` is the key's, and its lowest bits are good; `is_same` tells whether a place has the key.
    #[inline]
    pub(super) fn replace(
        &mut self,
        hash: u64,
        at: usize,
        is_same: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let before = (self.slots[slot] as usize).checked_sub(1);
            if before.is_none_or(&is_same) {
                self.slots[slot] = at as u32 + 1;
                return before;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Returns the last place of a key, told as above.
    pub(super) fn find(&self, hash: u64, is_same: impl Fn(usize) -> bool) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let place = (self.slots[slot] as usize).checked_sub(1)?;
            if is_same(place) {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
    }
}

fn slots(places: usize) -> usize {
    (2 * places).next_power_of_two()
}

//! A slice that is its owner's until it is packed, and lies in a region from then on.

use std::fmt;
use std::mem;
use std::ops::Deref;
use std::sync::Arc;

use zerocopy::{FromBytes, Immutable, IntoBytes};

use super::pack::{ALIGNMENT, Pack};
use super::region::Region;

/// What can be stored: values that are their bytes, whatever these are.
pub trait Plain: FromBytes + IntoBytes + Immutable + Copy {}

impl<T: FromBytes + IntoBytes + Immutable + Copy> Plain for T {}

/// A slice: in memory of its own, or in what a [`Store`](super::Store) keeps.
///
/// Reading one that is packed panics until the store holds it, or is sealed where its memory is limited.
#[derive(Clone)]
pub struct Stored<T>(Place<T>);

#[derive(Clone)]
enum Place<T> {
    Own(Vec<T>),
    /// The elements of a region from a place on, in units of the alignment, so many.
    Kept(Arc<Region>, u32, u32),
}

impl<T: Plain> Stored<T> {
    /// Returns the elements to change them; those that are kept elsewhere are copied.
    pub fn own(&mut self) -> &mut Vec<T> {
        if let Place::Kept(..) = self.0 {
            self.0 = Place::Own(self.to_vec());
        }
        match &mut self.0 {
            Place::Own(own) => own,
            Place::Kept(..) => unreachable!("copied above"),
        }
    }

    /// Returns the memory that the run may take in whose file the slice lies; `None` where it lies in memory.
    pub fn memory_limit(&self) -> Option<u64> {
        match &self.0 {
            Place::Own(_) => None,
            Place::Kept(region, ..) => region.memory_limit(),
        }
    }

    /// Copies elements from one on, which are there; from a file without what stands round them.
    pub fn read(&self, from: usize, elements: &mut [T]) {
        match &self.0 {
            Place::Own(own) => elements.copy_from_slice(&own[from..from + elements.len()]),
            Place::Kept(region, at, length) => {
                debug_assert!(from + elements.len() <= *length as usize, "they are there");
                let at = *at as usize * ALIGNMENT + from * size_of::<T>();
                region.read(at, elements.as_mut_bytes());
            }
        }
    }

    /// Returns the bytes that the slice takes of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        mem::size_of_val::<[T]>(self).next_multiple_of(ALIGNMENT)
    }

    /// Moves the elements into a pack. They can be read again when the store has it, and is sealed.
    pub fn pack(&mut self, pack: &mut Pack) {
        let at = u32::try_from(pack.used() / ALIGNMENT);
        // What is too far away or too long to be named, beyond 32 GiB, stays its owner's.
        let (Ok(at), Ok(length)) = (at, u32::try_from(self.len())) else { return };
        pack.add(self.as_bytes());
        self.0 = Place::Kept(Arc::clone(&pack.region), at, length);
    }
}

impl<T: Plain> Deref for Stored<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Place::Own(own) => own,
            Place::Kept(region, at, length) => {
                let (at, length) = (*at as usize * ALIGNMENT, *length as usize * size_of::<T>());
                let bytes = &region.bytes()[at..at + length];
                <[T]>::ref_from_bytes(bytes).expect("slices are packed whole and aligned")
            }
        }
    }
}

impl<T> Default for Stored<T> {
    fn default() -> Self {
        Self(Place::Own(Vec::new()))
    }
}

impl<T> From<Vec<T>> for Stored<T> {
    fn from(own: Vec<T>) -> Self {
        Self(Place::Own(own))
    }
}

impl<T: Plain> From<&[T]> for Stored<T> {
    fn from(elements: &[T]) -> Self {
        elements.to_vec().into()
    }
}

impl<T: Plain + fmt::Debug> fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Plain + PartialEq> PartialEq for Stored<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Plain + Eq> Eq for Stored<T> {}

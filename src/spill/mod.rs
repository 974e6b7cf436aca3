//! Where does a run keep what it has read? Bytes in, the same bytes out: in memory where it fits into a budget, else
//! in a temporary file. Knows nothing of what the bytes say.
//!
//! ```text
//! Stored ─pack→ Pack ─keep→ Store: a region of memory, or of the file ─seal→ SealedStore, readable through every Stored
//! ```
//!
//! The file has no name: it is gone when the run is, however the run ends. It is written while the run reads, mapped
//! read-only when everything is read, and never written again. Who reads from it looks after the memory (`lookout`).

mod file;
mod heap;
mod limit;
mod lookout;
mod region;
mod pack;
mod stored;
mod text;
mod store;

pub use heap::{give_back_holes, keep_what_is_dropped};
pub use limit::fail_at_the_limit_of_files;
pub use lookout::{Look, lent, look_out};
pub use pack::Pack;
pub use store::{SealedStore, Store, StoreOptions};
pub use stored::{Plain, Stored};
pub use text::StoredText;

#[cfg(test)]
mod tests;

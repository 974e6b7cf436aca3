//! What was needed on the way and nobody asks for any more, until there is time to take it apart.

/// Lists of many parts that are not needed any more.
///
/// To free them costs as much as to make them, and a thread that does it keeps the other ones from the heap.
#[derive(Default)]
pub(crate) struct Spent(Vec<Box<dyn Send>>);

impl Spent {
    /// Keeps something until all is dropped.
    pub(super) fn keep(&mut self, many: impl Send + 'static) {
        self.0.push(Box::new(many));
    }
}

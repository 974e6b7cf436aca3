//! The command `twicetold`.
fn main() {}

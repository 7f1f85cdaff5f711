//! What narrators allow, and the one gate every read of a story passes.

pub mod gate;

pub use gate::{Cleared, Desk, Gate, OfNarrator, Opened, SelectCount, Stories, Vault};

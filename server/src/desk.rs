//! The desk of those who protect narrators: flags, letters, what was erased, and the chain of everything that happened.

pub mod http;
pub mod pack;
pub mod processing;
pub mod reply;

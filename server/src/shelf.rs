//! The shelf: what a list of stories and an open story show, put together from the subjects before it. Everything on it was
//! cleared for the act that asked.

pub mod http;
pub mod reply;
mod store;

//! The narrator's own page: everything that is held of them, who has read it and where it was used; what they may change,
//! stop and take with them. Reached with a return code; leaves no trace in the browser.

pub mod http;
pub mod keeping_out;
mod page;
pub mod reply;

pub use page::page;

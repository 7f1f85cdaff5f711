//! What everybody reads: an organisation's published summaries, rendered here, without script, without a trace; and what
//! some read by links, rendered the same way. Nothing is
//! remembered between two readers: whatever a narrator withdraws is gone from the next page that is sent.

mod also;
pub mod asked;
mod beside;
pub mod by_link;
pub mod calls;
mod compare;
mod feed;
mod files;
pub mod gallery;
pub mod http;
mod map;
pub mod masking;
mod page;
mod parts;
pub mod press;
mod printed;
pub mod responses;
pub mod store;
pub mod words;

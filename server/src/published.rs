//! What everybody reads: an organisation's published summaries, rendered here, without script, without a trace. Nothing is
//! remembered between two readers: whatever a narrator withdraws is gone from the next page that is sent.

mod also;
mod compare;
mod feed;
mod files;
pub mod http;
mod map;
mod page;
mod parts;
pub mod press;
mod printed;
pub mod store;
pub mod words;

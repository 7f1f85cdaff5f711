//! Kith: testimonies of integration, kept under the consent of the people who told them.
//!
//! Modules are subjects; each may use those named before it and never those after. See ARCHITECTURE.md.

// The ground.
pub mod audit;
pub mod clock;
pub mod config;
pub mod db;
pub mod ids;
pub mod jobs;
pub mod keys;
mod named;
pub mod page;
pub mod problem;
pub mod sniff;
// Who, may, wants.
pub mod access;
pub mod consent;
// The stories and what is said of them.
pub mod codebook;
pub mod coding;
pub mod media;
pub mod people;
pub mod redaction;
pub mod search;
pub mod shelf;
pub mod testimony;
pub mod tipping;
// What comes out, and what is taken back.
pub mod call;
pub mod desk;
pub mod erasure;
pub mod export;
pub mod own;
pub mod published;
pub mod quote;
pub mod response;
pub mod summary;
// Where it is joined.
pub mod app;
pub mod cli;
pub mod routes;

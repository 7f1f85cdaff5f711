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
pub mod problem;
pub mod page;
// Who, may, wants.
pub mod access;
pub mod consent;
pub mod people;
// Where it is joined.
pub mod app;
pub mod routes;

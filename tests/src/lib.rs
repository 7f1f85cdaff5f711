//! Kith seen from outside: a whole service on a folder of its own, and people through whom tests speak.
//!
//! ```ignore
//! use tests::{TestApp, story};
//!
//! #[story]
//! async fn a_coder_sees_who_works_here() {
//!     let app = TestApp::at("2026-03-01").await;
//!     let bo = app.coder("Bo").await;
//!     let members = bo.get(&bo.here("/members")).await.ok();
//!     assert_eq!(members.as_array().unwrap().len(), 2);
//! }
//! ```

mod app;
mod person;
mod post_office;
mod records;
mod service;
pub mod summing;
mod telling;

pub use app::{TestApp, token_of};
pub use person::{Answer, Person};
pub use records::{Records, tell};
pub use serde_json::{Value, json};
pub use service::{Ground, Office, Service, processor_seconds};
pub use story::story;
pub use summing::Summary;
pub use telling::{Narrator, Story, comes_with, encoded, new_id};

//! Rows are private to their subject.
use kith::testimony::rows::testimony::Entity;

fn main() {}

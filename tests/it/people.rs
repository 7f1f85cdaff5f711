//! Who comes in, as what, and how long they stay.

mod door;
mod members;
mod tokens;

//! Kith, told as stories. One module a subject.

mod access_table;
mod coding;
mod consent;
mod console;
mod crash;
mod description;
mod must_not_compile;
mod people;
mod tidy;

//! Kith, told as stories. One module a subject.

mod access_table;
mod asking;
mod audit;
mod coding;
mod comparing;
mod consent;
mod console;
mod crash;
mod description;
mod drill;
mod erasure;
mod grants;
mod links;
mod migrations;
mod must_not_compile;
mod own;
mod people;
mod proofs;
mod receipt;
mod redaction;
mod states;
mod summaries;
mod taking_along;
mod tidy;
mod translations;

//! Cleared for collecting is not cleared for reading.
use kith::{
    access::{CollectTestimony, ReadTestimonies},
    consent::Cleared,
    testimony::OpenText,
};

fn show(_: Cleared<OpenText, ReadTestimonies>) {}

fn misuse(collected: Cleared<OpenText, CollectTestimony>) {
    show(collected);
}

fn main() {}

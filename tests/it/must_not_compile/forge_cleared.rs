//! Nobody says that something was cleared but the gate.
use kith::{access::ReadTestimonies, consent::Cleared};

fn main() {
    let _forged = Cleared::<&str, ReadTestimonies> { value: "her words", act: std::marker::PhantomData };
}

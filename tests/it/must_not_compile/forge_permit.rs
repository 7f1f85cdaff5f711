//! Nobody makes a permit but `access`.
use kith::access::{CodePassages, Permit};

fn main() {
    let _forged = Permit::<CodePassages> { standing: unreachable!(), act: std::marker::PhantomData };
}

//! Nobody makes a permit but `access`.
use kith::access::{CodePassages, Permit};

fn main() {
    let _forged = Permit::<CodePassages> {
        person: kith::ids::AccountId(uuid::Uuid::nil()),
        project: kith::ids::ProjectId(uuid::Uuid::nil()),
        roles: vec![],
        administrator: false,
        at: kith::clock::Timestamp(0),
        act: std::marker::PhantomData,
    };
}

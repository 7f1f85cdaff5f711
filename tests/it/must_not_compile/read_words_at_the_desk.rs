//! A permit to keep consents opens no words: it is no act on stories.
use kith::{
    access::{KeepConsents, Permit},
    db::Db,
    ids::{RevisionId, TestimonyId},
    keys::NarratorKeys,
};

async fn misuse(db: &Db, keys: &NarratorKeys, permit: &Permit<KeepConsents>, of: TestimonyId, at: RevisionId) {
    let _words = kith::testimony::store::text_of(db, keys, permit, of, at).await;
}

fn main() {}

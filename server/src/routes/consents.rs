//! The paths of notices, of narrators, and of what they allow and what proves it.

use actix_web::http::Method;

use super::{Described, on};
use crate::{
    consent::{
        self,
        evidence::{self, ProofReply},
        http, reply,
        representatives::{NewRepresentative, RepresentativeNames, RepresentativeReply},
        sounds,
        vault::Names,
    },
    page::{Page, Wanted},
};

/// Notices, narrators, what they allow, what proves it, and who speaks for them.
pub(super) fn all() -> Vec<Described> {
    [answers(), heard(), proofs(), spoken_for()].into_iter().flatten().collect()
}

/// Notices, narrators, what they allow, and the vault.
fn answers() -> Vec<Described> {
    const NOTICES: &str = "/api/projects/{project}/notices";
    const NOTICE: &str = "/api/projects/{project}/notices/{notice}";
    const NARRATORS: &str = "/api/projects/{project}/narrators";
    const NARRATOR: &str = "/api/projects/{project}/narrators/{narrator}";
    const NAMES: &str = "/api/projects/{project}/narrators/{narrator}/names";
    const CONSENTS: &str = "/api/projects/{project}/narrators/{narrator}/consents";
    const CONSENT: &str = "/api/projects/{project}/narrators/{narrator}/consents/{consent}";
    const RECEIPT: &str = "/api/projects/{project}/narrators/{narrator}/consents/{consent}/receipt";
    const WITHDRAWALS: &str = "/api/projects/{project}/narrators/{narrator}/withdrawals";
    vec![
        on(Method::GET, NOTICES, "listNotices", "The notices, newest edition first.", http::list_notices)
            .gives_list::<reply::NoticeReply>(),
        on(Method::PUT, NOTICE, "writeNotice", "Write a notice, and publish it when asked.", http::write_notice)
            .takes::<reply::NewNotice>()
            .up_to(4 * 1024 * 1024)
            .gives_once::<reply::NoticeReply>(),
        on(Method::GET, NARRATORS, "listNarrators", "Narrators, newest first.", http::list_narrators)
            .asks::<Wanted>()
            .gives::<Page<reply::NarratorReply>>(),
        on(Method::GET, NARRATOR, "openNarrator", "One narrator.", http::open_narrator).gives::<reply::NarratorReply>(),
        on(
            Method::PUT,
            NARRATOR,
            "welcomeNarrator",
            "Welcome a narrator, or put right what was written down of them.",
            http::welcome_narrator,
        )
        .takes::<reply::WelcomeNarrator>()
        .gives_once::<reply::NarratorReply>(),
        on(
            Method::GET,
            NAMES,
            "openVault",
            "A narrator's name and contact. It is remembered who looked.",
            http::open_vault,
        )
        .gives::<Names>(),
        on(Method::PUT, NAMES, "keepNames", "Put a name and contact into the vault.", http::keep_names)
            .takes::<Names>()
            .gives_nothing(204),
        on(Method::GET, CONSENTS, "listConsents", "What a narrator answered, newest first.", http::list_consents)
            .gives_list::<reply::ConsentReply>(),
        on(Method::PUT, CONSENT, "recordConsent", "Record what a narrator answered.", http::record_consent)
            .takes::<reply::NewConsent>()
            .gives_once::<reply::ConsentReply>(),
        on(Method::GET, RECEIPT, "consentReceipt", "A consent as a record to hand over.", http::receipt)
            .gives::<consent::receipt::Receipt>(),
        on(Method::GET, "/api/narrator/receipt", "ownReceipt", "What I allow, to take along.", http::own_receipt)
            .gives::<consent::receipt::Receipt>(),
        on(
            Method::GET,
            "/api/schemas/consent-record",
            "consentRecordSchema",
            "What every consent record keeps to.",
            http::schema,
        )
        .gives_bytes("application/schema+json"),
        on(
            Method::POST,
            WITHDRAWALS,
            "withdrawConsent",
            "Withdraw; in force at once for every reader.",
            http::withdraw_consent,
        )
        .takes::<reply::Withdraw>()
        .gives::<reply::ConsentReply>(),
    ]
}

/// Notices as they are heard.
fn heard() -> Vec<Described> {
    const SOUND: &str = "/api/projects/{project}/notices/{notice}/sounds/{language}/{form}";
    vec![
        on(Method::PUT, SOUND, "keepNoticeSound", "Keep how a draft of a notice is heard.", http::keep_sound)
            .takes_bytes(sounds::LARGEST)
            .gives_nothing(204),
        on(Method::GET, SOUND, "hearNotice", "A notice, to hear.", http::hear_notice)
            .gives_bytes("application/octet-stream"),
        on(Method::DELETE, SOUND, "removeNoticeSound", "Remove how a draft is heard.", http::remove_sound)
            .gives_nothing(204),
    ]
}

/// Papers that were signed, and yeses that were spoken.
fn proofs() -> Vec<Described> {
    const ALL: &str = "/api/projects/{project}/narrators/{narrator}/evidence";
    const OF: &str = "/api/projects/{project}/narrators/{narrator}/consents/{consent}/evidence/{evidence}";
    const ONE: &str = "/api/projects/{project}/narrators/{narrator}/evidence/{evidence}";
    vec![
        on(Method::GET, ALL, "listEvidence", "What proves a narrator's consents.", http::list_evidence)
            .gives_list::<ProofReply>(),
        on(Method::PUT, OF, "keepEvidence", "Keep what proves a consent, sealed.", http::keep_evidence)
            .takes_bytes(evidence::LARGEST)
            .gives_once::<ProofReply>(),
        on(
            Method::GET,
            ONE,
            "openEvidence",
            "What proves a consent. It is remembered who looked.",
            http::open_evidence,
        )
        .gives_bytes("application/octet-stream"),
        on(Method::DELETE, ONE, "removeEvidence", "Remove what was brought by mistake.", http::remove_evidence)
            .gives_nothing(204),
    ]
}

/// Who speaks for a narrator.
fn spoken_for() -> Vec<Described> {
    const ALL: &str = "/api/projects/{project}/narrators/{narrator}/representatives";
    const ONE: &str = "/api/projects/{project}/narrators/{narrator}/representatives/{representative}";
    const END: &str = "/api/projects/{project}/narrators/{narrator}/representatives/{representative}/end";
    const NAMES: &str = "/api/projects/{project}/narrators/{narrator}/representatives/{representative}/names";
    vec![
        on(Method::GET, ALL, "listRepresentatives", "Who speaks for a narrator.", http::list_representatives)
            .gives_list::<RepresentativeReply>(),
        on(Method::PUT, ONE, "nameRepresentative", "Name who speaks for a narrator.", http::name_representative)
            .takes::<NewRepresentative>()
            .gives_once::<RepresentativeReply>(),
        on(Method::POST, END, "endRepresentative", "They speak for them no longer.", http::end_representative)
            .gives_nothing(204),
        on(
            Method::GET,
            NAMES,
            "openRepresentative",
            "What they are called. It is remembered who looked.",
            http::open_representative,
        )
        .gives::<RepresentativeNames>(),
    ]
}

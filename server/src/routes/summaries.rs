//! The paths of learning summaries: drafts and gates in a project, and what everybody reads.

use actix_web::http::Method;

use super::{Described, on};
use crate::{
    published,
    summary::{http, reply},
};

/// Bodies of whole summaries, in bytes.
const DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

pub(super) fn all() -> Vec<Described> {
    [drafts(), gates(), public()].into_iter().flatten().collect()
}

fn drafts() -> Vec<Described> {
    const ALL: &str = "/api/projects/{project}/summaries";
    const ONE: &str = "/api/projects/{project}/summaries/{summary}";
    const DOCUMENT: &str = "/api/projects/{project}/summaries/{summary}/document";
    const EDITIONS: &str = "/api/projects/{project}/summaries/{summary}/editions";
    const EVIDENCE: &str = "/api/projects/{project}/summaries/{summary}/evidence/{evidence}";
    const COMMENTS: &str = "/api/projects/{project}/summaries/{summary}/comments";
    const COMMENT: &str = "/api/projects/{project}/summaries/{summary}/comments/{comment}";
    vec![
        on(Method::GET, ALL, "listSummaries", "Learning summaries, the last changed first.", http::list)
            .gives_list::<reply::SummaryLine>(),
        on(Method::PUT, ONE, "beginSummary", "Begin a summary, or change what stands above it.", http::begin)
            .takes::<reply::NewSummary>()
            .up_to(DOCUMENT_BYTES)
            .gives_once::<reply::SummaryReply>(),
        on(Method::GET, ONE, "openSummary", "A summary, open.", http::open)
            .asks::<reply::OpenEdition>()
            .gives::<reply::SummaryReply>(),
        on(Method::PUT, DOCUMENT, "writeSummary", "Write an edition.", http::write)
            .takes::<reply::NewEdition>()
            .up_to(DOCUMENT_BYTES)
            .gives::<reply::EditionWritten>(),
        on(Method::GET, EDITIONS, "listEditions", "The editions of a summary, newest first.", http::editions)
            .gives_list::<reply::EditionLine>(),
        on(Method::PUT, EVIDENCE, "linkEvidence", "Link a passage that a statement rests on.", http::link)
            .takes::<reply::NewEvidence>()
            .gives_once::<reply::EvidenceReply>(),
        on(Method::GET, COMMENTS, "listComments", "Remarks beside blocks, oldest first.", http::list_comments)
            .gives_list::<reply::CommentReply>(),
        on(Method::PUT, COMMENT, "putComment", "Make a remark, or settle one.", http::comment)
            .takes::<reply::NewComment>()
            .gives_once::<reply::CommentReply>(),
    ]
}

fn gates() -> Vec<Described> {
    const CHECKS: &str = "/api/projects/{project}/summaries/{summary}/checks";
    const SUBMIT: &str = "/api/projects/{project}/summaries/{summary}/submit";
    const SIGN: &str = "/api/projects/{project}/summaries/{summary}/signs/{gate}";
    const PUBLISH: &str = "/api/projects/{project}/summaries/{summary}/publish";
    const RETIRE: &str = "/api/projects/{project}/summaries/{summary}/retire";
    vec![
        on(
            Method::GET,
            CHECKS,
            "checkSummary",
            "What stands against each gate, and what figures would say.",
            http::check,
        )
        .gives::<reply::ChecksReply>(),
        on(Method::POST, SUBMIT, "submitSummary", "Send the newest edition through the gates.", http::submit)
            .gives::<reply::SummaryReply>(),
        on(Method::PUT, SIGN, "signSummary", "Pass an edition through a gate, or say why not.", http::sign)
            .takes::<reply::NewSign>()
            .gives::<reply::SummaryReply>(),
        on(Method::POST, PUBLISH, "publishSummary", "Publish what passed every gate.", http::publish)
            .gives::<http::PublishedReply>(),
        on(Method::POST, RETIRE, "retireSummary", "Take every version back.", http::retire).gives_nothing(204),
    ]
}

/// What everybody reads: pages, made here.
fn public() -> Vec<Described> {
    use published::http;
    const SHELF: &str = "/read/{publisher}";
    const COMPARE: &str = "/read/{publisher}/compare";
    const COMPARE_FILE: &str = "/read/{publisher}/compare.csv";
    const FEED: &str = "/read/{publisher}/feed.xml";
    const SUMMARY: &str = "/read/{publisher}/{summary}";
    const FILE: &str = "/read/{publisher}/{summary}/{file}";
    vec![
        on(Method::GET, "/read", "readPublishers", "Who publishes here.", http::publishers).gives_bytes("text/html"),
        on(Method::GET, "/read/style.css", "readStyle", "How the pages look.", http::style).gives_bytes("text/css"),
        on(Method::GET, "/read/compare", "compareAll", "Numbers of projects side by side.", http::compare_all)
            .asks::<http::Compared>()
            .gives_bytes("text/html"),
        on(Method::GET, "/read/compare.csv", "compareAllFile", "The same as a table.", http::compare_all)
            .asks::<http::Compared>()
            .gives_bytes("text/csv"),
        on(Method::GET, COMPARE, "compareShelf", "Numbers of an organisation's projects side by side.", http::compare)
            .asks::<http::Compared>()
            .gives_bytes("text/html"),
        on(Method::GET, COMPARE_FILE, "compareShelfFile", "The same as a table.", http::compare)
            .asks::<http::Compared>()
            .gives_bytes("text/csv"),
        on(Method::GET, FEED, "readFeed", "What is published, to follow.", http::follow)
            .gives_bytes("application/atom+xml"),
        on(Method::GET, SHELF, "readShelf", "What an organisation has published.", http::shelf)
            .asks::<http::Asked>()
            .gives_bytes("text/html"),
        on(Method::GET, SUMMARY, "readSummary", "A summary.", http::summary).gives_bytes("text/html"),
        on(Method::GET, FILE, "readFile", "An older version, or a summary as a file.", http::file)
            .gives_bytes("text/html"),
    ]
}

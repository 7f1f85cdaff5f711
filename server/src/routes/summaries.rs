//! The paths of learning summaries: drafts and gates in a project, and what everybody reads.

use actix_web::http::Method;

use super::{Described, on};
use crate::{
    call, published, response,
    summary::{http, reply},
};

/// Bodies of whole summaries, in bytes.
const DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

pub(super) fn all() -> Vec<Described> {
    [drafts(), gates(), readers(), calls(), responses(), public(), shared()].into_iter().flatten().collect()
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

fn calls() -> Vec<Described> {
    use call::{http, reply};
    const ALL: &str = "/api/projects/{project}/calls";
    const ONE: &str = "/api/projects/{project}/calls/{call}";
    const OPEN: &str = "/api/projects/{project}/calls/{call}/open";
    const CLOSE: &str = "/api/projects/{project}/calls/{call}/close";
    const ANSWER: &str = "/api/projects/{project}/calls/{call}/answers/{summary}";
    vec![
        on(Method::GET, ALL, "listCalls", "Calls for learning: of this project, and those it may answer.", http::list)
            .gives_list::<reply::CallReply>(),
        on(Method::PUT, ONE, "writeCall", "Write a call, or change it while nobody has answered.", http::put)
            .takes::<reply::NewCall>()
            .gives_once::<reply::CallReply>(),
        on(Method::DELETE, ONE, "discardCall", "Take a call back, whether anybody reads it or not.", http::discard)
            .gives_nothing(204),
        on(Method::POST, OPEN, "openCall", "Let everybody read a call, and projects answer it.", http::open)
            .gives::<reply::CallReply>(),
        on(Method::POST, CLOSE, "closeCall", "Take no more answers to a call.", http::close)
            .gives::<reply::CallReply>(),
        on(Method::PUT, ANSWER, "answerCall", "Answer a call with a summary of this project.", http::answer)
            .gives_once::<reply::CallReply>(),
        on(Method::DELETE, ANSWER, "takeAnswerBack", "Take an answer of this project back.", http::take_back)
            .gives_nothing(204),
    ]
}

/// What is said beside published summaries.
fn responses() -> Vec<Described> {
    use published::responses;
    use response::{http, reply};
    const ALL: &str = "/api/projects/{project}/responses";
    const ONE: &str = "/api/projects/{project}/responses/{response}";
    const PASS: &str = "/api/projects/{project}/responses/{response}/pass";
    const DECLINE: &str = "/api/projects/{project}/responses/{response}/decline";
    vec![
        on(Method::GET, ALL, "listResponses", "Readers' questions, and what came of summaries.", responses::list)
            .gives_list::<reply::ResponseReply>(),
        on(Method::PUT, ONE, "sayBeside", "Answer a question, or say what came of a summary.", http::say)
            .takes::<reply::NewResponse>()
            .gives_nothing(201)
            .gives_nothing(204),
        on(Method::DELETE, ONE, "removeResponse", "Remove a question or what came of a summary.", http::remove)
            .gives_nothing(204),
        on(Method::POST, PASS, "passResponse", "Let out what somebody else wrote.", responses::pass).gives_nothing(204),
        on(Method::POST, DECLINE, "declineQuestion", "Say why a question is not answered in public.", http::decline)
            .takes::<reply::Declining>()
            .gives_nothing(204),
    ]
}

/// Links of those who read what is not for everybody.
fn readers() -> Vec<Described> {
    const ALL: &str = "/api/projects/{project}/summaries/{summary}/readers";
    const ONE: &str = "/api/projects/{project}/summaries/{summary}/readers/{reader}";
    const END: &str = "/api/projects/{project}/summaries/{summary}/readers/{reader}/end";
    vec![
        on(Method::GET, ALL, "listReaders", "Who reads a summary that is for some, newest first.", http::list_readers)
            .gives_list::<reply::ReaderReply>(),
        on(Method::PUT, ONE, "addReader", "Make a link for somebody; its secret is told once.", http::add_reader)
            .takes::<reply::NewReader>()
            .gives_once::<reply::ReaderReply>(),
        on(Method::POST, END, "endReader", "End a link.", http::end_reader).gives_nothing(204),
    ]
}

/// What some read by links: the same pages, nowhere else.
fn shared() -> Vec<Described> {
    use published::by_link;
    const SUMMARY: &str = "/shared/{secret}";
    const RECORDING: &str = "/shared/{secret}/recordings/{block}";
    const FILE: &str = "/shared/{secret}/{file}";
    vec![
        on(Method::GET, SUMMARY, "readShared", "A summary that is for some.", by_link::summary)
            .gives_bytes("text/html"),
        on(Method::GET, RECORDING, "readSharedRecording", "What is heard beside a quote.", by_link::recording)
            .gives_bytes("application/octet-stream"),
        on(Method::GET, FILE, "readSharedFile", "An older version of it, or the summary as a file.", by_link::file)
            .gives_bytes("text/html"),
    ]
}

/// What everybody reads: pages, made here.
fn public() -> Vec<Described> {
    use published::{asked, calls, gallery, http};
    const CALLS: &str = "/read/{publisher}/calls";
    const CALL: &str = "/read/{publisher}/calls/{slug}";
    const CALL_DATA: &str = "/read/{publisher}/calls/{slug}/call.json";
    const QUESTIONS: &str = "/read/{publisher}/{slug}/questions";
    const TURNING: &str = "/read/{publisher}/turning-points";
    const RECORDING: &str = "/read/{publisher}/{slug}/recordings/{block}";
    const SHELF: &str = "/read/{publisher}";
    const COMPARE: &str = "/read/{publisher}/compare";
    const COMPARE_FILE: &str = "/read/{publisher}/compare.csv";
    const FEED: &str = "/read/{publisher}/feed.xml";
    const SUMMARY: &str = "/read/{publisher}/{summary}";
    const FILE: &str = "/read/{publisher}/{summary}/{file}";
    vec![
        on(Method::GET, "/read", "readPublishers", "Who publishes here.", http::publishers)
            .asks::<http::Asked>()
            .gives_bytes("text/html"),
        on(Method::GET, "/read/summary.schema.json", "readSchema", "What a summary as data looks like.", http::schema)
            .gives_bytes("application/schema+json"),
        on(Method::GET, "/read/style.css", "readStyle", "How the pages look.", http::style).gives_bytes("text/css"),
        on(Method::GET, "/read/calls", "readCalls", "Calls for learning of everybody here.", calls::everywhere)
            .gives_bytes("text/html"),
        on(Method::GET, CALLS, "readCallsOf", "Calls for learning of an organisation.", calls::of_publisher)
            .gives_bytes("text/html"),
        on(Method::GET, CALL, "readCall", "A call for learning, and what answers it.", calls::one)
            .gives_bytes("text/html"),
        on(Method::GET, CALL_DATA, "readCallData", "A call for learning, as data.", calls::data)
            .gives::<crate::call::reply::CallReply>(),
        on(Method::GET, QUESTIONS, "readAskForm", "Where readers ask about a summary.", asked::form)
            .gives_bytes("text/html"),
        on(Method::POST, QUESTIONS, "askAboutSummary", "Ask about a summary, as a form sends it.", asked::ask)
            .up_to(16 * 1024)
            .gives_nothing(303),
        on(Method::GET, "/read/asked/{secret}", "readAsked", "A question, for whoever asked it.", asked::asked)
            .gives_bytes("text/html"),
        on(Method::GET, RECORDING, "readRecording", "What is heard or seen beside a quote.", http::recording)
            .gives_bytes("application/octet-stream"),
        on(Method::GET, TURNING, "readTurningPoints", "Turning points as they were told.", gallery::turning_points)
            .gives_bytes("text/html"),
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

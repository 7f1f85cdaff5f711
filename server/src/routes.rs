//! Every path, top to bottom. A handler's `Permit<Act>` says who may call it.

mod consents;
mod described;
mod narrators;
mod people;
mod summaries;

use actix_web::http::Method;
pub use described::{Described, describe, mount, on};

use crate::{
    access::{CollectTestimony, MendTestimony, ReadTestimonies},
    app, codebook, coding, media,
    page::Page,
    search, shelf, testimony, tipping,
};

/// Biggest body that carries a whole text, in bytes: 16 MB of text, every character escaped, and its turns.
const TEXT_BYTES: usize = 64 * 1024 * 1024;

/// Every path of the service.
#[must_use]
pub fn all() -> Vec<Described> {
    let mut all = Vec::new();
    all.extend(house());
    all.extend(people::all());
    all.extend(narrators::all());
    all.extend(codebooks());
    all.extend(codings());
    all.extend(tipping_points());
    all.extend(consents::all());
    all.extend(testimonies());
    all.extend(shelf());
    all.extend(recordings());
    all.extend(redactions());
    all.extend(searches());
    all.extend(summaries::all());
    all
}

/// The service itself.
fn house() -> Vec<Described> {
    vec![
        on(Method::GET, "/api/health", "health", "Whether the service is up.", app::http::health)
            .gives::<app::http::HealthReply>(),
        on(Method::GET, "/api/openapi.json", "openApi", "This description.", app::http::open_api)
            .gives_bytes("application/json"),
        on(Method::GET, "/api/docs", "apiDocs", "This description as a page.", app::docs::docs)
            .gives_bytes("text/html"),
    ]
}

/// Stories: how they come in, are read and mended. A collector reaches what they brought, under `collected`.
fn testimonies() -> Vec<Described> {
    use testimony::{
        http,
        reading::BIGGEST,
        reply::{ChangeTestimony, ChangeTurns, ReadAs, ReadingReply},
    };
    const READINGS: &str = "/api/projects/{project}/readings";
    const TESTIMONY: &str = "/api/projects/{project}/testimonies/{testimony}";
    const COLLECTED: &str = "/api/projects/{project}/collected/{testimony}";
    const TURNS: &str = "/api/projects/{project}/testimonies/{testimony}/turns";
    const COLLECTED_TURNS: &str = "/api/projects/{project}/collected/{testimony}/turns";
    let turns = |handler: Described| handler.takes::<ChangeTurns>().up_to(TEXT_BYTES).gives_nothing(204);
    let about = "Change what stands above a story.";
    let who = "Change who speaks when.";
    vec![
        on(Method::POST, READINGS, "readDocument", "Read a document; nothing of it is kept.", http::read_document)
            .asks::<ReadAs>()
            .takes_bytes(BIGGEST)
            .gives::<ReadingReply>(),
        on(Method::PATCH, TESTIMONY, "changeTestimony", about, http::change::<MendTestimony>)
            .takes::<ChangeTestimony>()
            .gives_nothing(204),
        on(Method::PATCH, COLLECTED, "changeCollected", about, http::change::<CollectTestimony>)
            .takes::<ChangeTestimony>()
            .gives_nothing(204),
        turns(on(Method::PUT, TURNS, "changeTurns", who, http::change_turns::<MendTestimony>)),
        turns(on(Method::PUT, COLLECTED_TURNS, "changeCollectedTurns", who, http::change_turns::<CollectTestimony>)),
    ]
}

/// Recordings beside a story.
fn recordings() -> Vec<Described> {
    use media::{http, reply};
    const RECORDING: &str = "/api/projects/{project}/testimonies/{testimony}/recordings/{recording}";
    const CONTENT: &str = "/api/projects/{project}/testimonies/{testimony}/recordings/{recording}/content";
    vec![
        on(Method::PUT, RECORDING, "addRecording", "Refer to a recording that lies elsewhere.", http::refer)
            .takes::<reply::NewRecording>()
            .gives_once::<reply::RecordingReply>(),
        on(Method::DELETE, RECORDING, "removeRecording", "Remove a recording.", http::remove).gives_nothing(204),
        on(Method::PUT, CONTENT, "uploadRecording", "Keep a recording here, sealed.", http::upload)
            .asks::<reply::UploadAs>()
            .takes_bytes(usize::MAX)
            .gives_once::<reply::RecordingReply>(),
        on(Method::GET, CONTENT, "playRecording", "The bytes of a recording, or a part of them.", http::play)
            .gives_bytes("application/octet-stream"),
    ]
}

/// Lists of stories, open stories, stories that come in.
fn shelf() -> Vec<Described> {
    use shelf::{http, reply};
    use testimony::reply::{KeepTestimony, ListAsked, NewRevision, TestimonyReply};
    const NUMBERS: &str = "/api/projects/{project}/numbers";
    const LIST: &str = "/api/projects/{project}/testimonies";
    const ONE: &str = "/api/projects/{project}/testimonies/{testimony}";
    const REVISION: &str = "/api/projects/{project}/testimonies/{testimony}/revisions/{revision}";
    const COLLECTED: &str = "/api/projects/{project}/collected";
    const COLLECTED_ONE: &str = "/api/projects/{project}/collected/{testimony}";
    const COLLECTED_REVISION: &str = "/api/projects/{project}/collected/{testimony}/revisions/{revision}";
    let list = |one: Described| one.asks::<ListAsked>().gives::<Page<TestimonyReply>>();
    let open = |one: Described| one.asks::<http::OpenAt>().gives::<reply::OpenTestimony>();
    let revise = |one: Described| one.takes::<NewRevision>().up_to(TEXT_BYTES).gives::<reply::RevisedTestimony>();
    vec![
        on(Method::GET, "/api/projects/{project}", "openProject", "A project.", http::open_project)
            .gives::<crate::people::reply::ProjectReply>(),
        on(Method::GET, NUMBERS, "projectNumbers", "How much there is that I may read.", http::numbers)
            .gives::<reply::ProjectNumbers>(),
        list(on(Method::GET, LIST, "listTestimonies", "Stories that I may read.", http::list::<ReadTestimonies>)),
        list(on(Method::GET, COLLECTED, "listCollected", "Stories that I brought.", http::list::<CollectTestimony>)),
        open(on(Method::GET, ONE, "openTestimony", "A story, open.", http::open::<ReadTestimonies>)),
        open(on(
            Method::GET,
            COLLECTED_ONE,
            "openCollected",
            "A story I brought, open.",
            http::open::<CollectTestimony>,
        )),
        on(Method::PUT, ONE, "keepTestimony", "Keep a story under its narrator's consent.", http::keep)
            .takes::<KeepTestimony>()
            .up_to(TEXT_BYTES)
            .gives_once::<TestimonyReply>(),
        revise(on(Method::PUT, REVISION, "reviseTestimony", "Correct the words.", http::revise::<MendTestimony>)),
        revise(on(
            Method::PUT,
            COLLECTED_REVISION,
            "reviseCollected",
            "Correct the words of a story I brought.",
            http::revise::<CollectTestimony>,
        )),
    ]
}

/// Codebooks.
fn codebooks() -> Vec<Described> {
    use codebook::{http, reply};
    const CODE: &str = "/api/projects/{project}/codes/{code}";
    vec![
        on(
            Method::GET,
            "/api/projects/{project}/codebooks",
            "openCodebooks",
            "Every codebook, with the project's own codes in their places.",
            http::open,
        )
        .gives::<reply::CodebooksReply>(),
        on(Method::PUT, CODE, "keepCode", "Adds or changes a code of the project's own.", http::keep)
            .takes::<reply::NewCode>()
            .gives_once::<reply::CodeNode>(),
        on(Method::DELETE, CODE, "retireCode", "Offers a code no more; codings stay.", http::retire).gives_nothing(204),
    ]
}

/// What coders say of passages.
fn codings() -> Vec<Described> {
    use coding::{http, reply};
    const ALL: &str = "/api/projects/{project}/testimonies/{testimony}/codings";
    const ONE: &str = "/api/projects/{project}/testimonies/{testimony}/codings/{coding}";
    vec![
        on(
            Method::GET,
            ALL,
            "listCodings",
            "What everybody coded in a testimony, in the order of the text.",
            http::list,
        )
        .gives_list::<reply::CodingReply>(),
        on(Method::PUT, ONE, "codePassage", "Codes a passage, or changes one's own coding.", http::put)
            .takes::<reply::NewCoding>()
            .gives_once::<reply::CodingReply>(),
        on(Method::DELETE, ONE, "removeCoding", "Removes one's own coding; sent again, it comes back.", http::remove)
            .gives_nothing(204),
    ]
}

/// Moments after which life was different.
fn tipping_points() -> Vec<Described> {
    use tipping::{http, reply};
    const ALL: &str = "/api/projects/{project}/testimonies/{testimony}/tipping-points";
    const ONE: &str = "/api/projects/{project}/testimonies/{testimony}/tipping-points/{tipping}";
    vec![
        on(Method::GET, ALL, "listTippingPoints", "The tipping points of a testimony.", http::list)
            .gives_list::<reply::TippingReply>(),
        on(Method::PUT, ONE, "markTippingPoint", "Marks a tipping point, or changes one's own.", http::put)
            .takes::<reply::NewTipping>()
            .gives_once::<reply::TippingReply>(),
        on(Method::DELETE, ONE, "removeTippingPoint", "Removes one's own tipping point.", http::remove)
            .gives_nothing(204),
    ]
}

/// What is masked before words leave the team.
fn redactions() -> Vec<Described> {
    use crate::{published, redaction::http, redaction::reply, redaction::times::MaskTimesReply};
    const ALL: &str = "/api/projects/{project}/testimonies/{testimony}/redactions";
    const ONE: &str = "/api/projects/{project}/testimonies/{testimony}/redactions/{redaction}";
    const LOG: &str = "/api/projects/{project}/redactions/log";
    const RENDERING: &str = "/api/projects/{project}/testimonies/{testimony}/rendering";
    const TIMES: &str = "/api/projects/{project}/testimonies/{testimony}/redactions/times";
    const TIMES_FILE: &str = "/api/projects/{project}/testimonies/{testimony}/redactions/times.csv";
    vec![
        on(Method::GET, ALL, "listRedactions", "What is masked in a story, and what may need it.", http::list)
            .gives::<reply::RedactionsReply>(),
        on(
            Method::PUT,
            ONE,
            "redact",
            "Decides what stands for some words outside the team.",
            published::masking::redact,
        )
        .takes::<reply::NewRedaction>()
        .gives_once::<reply::RedactionReply>(),
        on(Method::DELETE, ONE, "unredact", "Takes a decision back.", http::remove).gives_nothing(204),
        on(Method::GET, LOG, "redactionLog", "What is masked in the project, without the words.", http::log)
            .gives_bytes("text/csv"),
        on(Method::GET, TIMES, "maskTimes", "When what is masked is heard, without the words.", http::times)
            .asks::<reply::RenderedFor>()
            .gives::<MaskTimesReply>(),
        on(Method::GET, TIMES_FILE, "maskTimesFile", "The same as a table.", http::times_file)
            .asks::<reply::RenderedFor>()
            .gives_bytes("text/csv"),
        on(Method::GET, RENDERING, "renderTestimony", "A story as others would read it.", http::rendering)
            .asks::<reply::RenderedFor>()
            .gives::<reply::RenderedReply>(),
    ]
}

/// Search, and the long work behind it.
fn searches() -> Vec<Described> {
    use search::{http, reply};
    const SEARCH: &str = "/api/projects/{project}/search";
    const JOBS: &str = "/api/projects/{project}/jobs";
    const REINDEX: &str = "/api/projects/{project}/reindex";
    vec![
        on(Method::GET, SEARCH, "search", "Find passages.", http::search)
            .asks::<search::SearchQuery>()
            .gives::<reply::SearchReply>(),
        on(Method::GET, JOBS, "listJobs", "Long work, newest first.", http::list_jobs).gives_list::<reply::JobReply>(),
        on(Method::POST, REINDEX, "reindex", "Build what search knows anew.", http::reindex).gives::<reply::JobReply>(),
    ]
}

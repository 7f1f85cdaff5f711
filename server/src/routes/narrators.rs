//! The paths of narrators themselves, and of the desk of those who protect them.

use actix_web::http::Method;

use super::{Described, on};
use crate::{
    consent::{
        self,
        again::AskedAgainReply,
        concerns::{ConcernReply, NewConcern},
        protection::{FlagReply, NewFlag},
        said::{MessageReply, NewMessage, SelfView},
        waiting::Waiting,
    },
    desk, erasure, export, own,
    quote::{self, asking::OwnAnswer},
};

/// Narrators themselves, those who protect them, and quotes.
pub(super) fn all() -> Vec<Described> {
    [own_page(), desk_of_protection(), quotes(), exports()].into_iter().flatten().collect()
}

/// The narrator's own page. No account: a return code begins a visit, and `Kith-Visit` carries it.
fn own_page() -> Vec<Described> {
    use own::{
        http,
        keeping_out::AskedAgain,
        reply::{KeepOut, NarratorPage, OwnReview, OwnWithdrawal, Resume, ReturnCode, ReturnCodeReply, VisitReply},
    };
    const CODE: &str = "/api/projects/{project}/narrators/{narrator}/return-code";
    const VISITS: &str = "/api/narrator/visits";
    const LIMIT: &str = "/api/narrator/limits/{limit}";
    const AGAIN: &str = "/api/projects/{project}/collected/{testimony}/asked-again/{again}";
    const AGAIN_ALL: &str = "/api/projects/{project}/narrators/{narrator}/asked-again";
    const TIPPING: &str = "/api/narrator/tipping-points/{tipping}";
    const ASKING: &str = "/api/narrator/askings/{asking}";
    const EVIDENCE: &str = "/api/narrator/evidence/{evidence}";
    const HEARD: &str = "/api/narrator/notice/{form}";
    vec![
        on(
            Method::POST,
            CODE,
            "makeReturnCode",
            "A new return code, shown once; the one before ends.",
            http::make_code,
        )
        .gives::<ReturnCodeReply>(),
        on(Method::POST, VISITS, "beginVisit", "Come back with a return code.", http::begin)
            .takes::<ReturnCode>()
            .gives::<VisitReply>(),
        on(Method::DELETE, VISITS, "endVisit", "End the visit; the browser forgets it.", http::end).gives_nothing(204),
        on(Method::GET, "/api/narrator", "ownPage", "Everything that is held of me.", http::look)
            .gives::<NarratorPage>(),
        on(Method::GET, "/api/narrator/everything", "takeEverything", "The same, to take along.", http::take)
            .gives::<NarratorPage>(),
        on(
            Method::POST,
            "/api/narrator/withdrawals",
            "withdrawOwn",
            "Allow less, or erase everything.",
            http::withdraw,
        )
        .takes::<OwnWithdrawal>()
        .gives::<NarratorPage>(),
        on(Method::POST, "/api/narrator/resumptions", "resumeOwn", "Hold no longer.", http::resume)
            .takes::<Resume>()
            .gives::<NarratorPage>(),
        on(Method::POST, "/api/narrator/limits", "keepPassageOut", "Keep a passage to myself.", http::keep_out)
            .takes::<KeepOut>()
            .gives::<NarratorPage>(),
        on(Method::PUT, AGAIN, "askedAgain", "Asked again after telling, passage by passage.", http::asked_again)
            .takes::<AskedAgain>()
            .gives_nothing(201)
            .gives_nothing(200),
        on(Method::GET, AGAIN_ALL, "listAskedAgain", "When a narrator was asked again.", http::list_asked_again)
            .gives_list::<AskedAgainReply>(),
        on(Method::DELETE, LIMIT, "allowPassage", "Allow a passage again.", http::lift).gives::<NarratorPage>(),
        on(Method::POST, TIPPING, "reviewTippingPoint", "Say whether a tipping point is one.", http::review)
            .takes::<OwnReview>()
            .gives::<NarratorPage>(),
        on(Method::POST, ASKING, "answerAsking", "Yes or no to a use that I see first.", http::answer)
            .takes::<OwnAnswer>()
            .gives::<NarratorPage>(),
        on(Method::GET, EVIDENCE, "ownEvidence", "What proves what I allow.", consent::http::own_evidence)
            .gives_bytes("application/octet-stream"),
        on(Method::GET, HEARD, "hearOwnNotice", "What was explained to me, to hear.", consent::http::hear_own_notice)
            .gives_bytes("application/octet-stream"),
        on(Method::PUT, "/api/narrator/self-view", "saySelfView", "Do I belong here? Who decides?", http::see)
            .takes::<SelfView>()
            .gives::<NarratorPage>(),
        on(Method::POST, "/api/narrator/messages", "sayMore", "Correct, add, or ask to be contacted.", http::say)
            .takes::<NewMessage>()
            .gives::<NarratorPage>(),
    ]
}

/// Protection, letters, suspensions, erasures, and what happened.
fn desk_of_protection() -> Vec<Described> {
    use desk::{
        http,
        reply::{ChainReply, Erase, EventReply, EventsAsked, Suspend},
    };
    const FLAGS: &str = "/api/projects/{project}/narrators/{narrator}/protection";
    const FLAG: &str = "/api/projects/{project}/narrators/{narrator}/protection/{flag}";
    const CONCERNS: &str = "/api/projects/{project}/concerns";
    const CONCERN: &str = "/api/projects/{project}/narrators/{narrator}/concerns/{concern}";
    const CONCERN_END: &str = "/api/projects/{project}/narrators/{narrator}/concerns/{concern}/settle";
    const RECORD: &str = "/api/projects/{project}/processing-record";
    const FLAG_END: &str = "/api/projects/{project}/narrators/{narrator}/protection/{flag}/end";
    const MESSAGES: &str = "/api/projects/{project}/narrators/{narrator}/messages";
    const ANSWERED: &str = "/api/projects/{project}/narrators/{narrator}/messages/{message}/answered";
    const SUSPENSIONS: &str = "/api/projects/{project}/narrators/{narrator}/suspensions";
    const ERASURE: &str = "/api/projects/{project}/narrators/{narrator}/erasure";
    vec![
        on(Method::GET, "/api/projects/{project}/waiting", "listWaiting", "What waits at the desk.", http::waiting)
            .gives::<Waiting>(),
        on(
            Method::GET,
            "/api/projects/{project}/audit",
            "listEvents",
            "What happened, the newest first.",
            http::events,
        )
        .asks::<EventsAsked>()
        .gives_page::<EventReply>(),
        on(
            Method::GET,
            "/api/projects/{project}/audit/state",
            "chainState",
            "Whether the chain is whole.",
            http::chain,
        )
        .gives::<ChainReply>(),
        on(Method::GET, CONCERNS, "listConcerns", "What is feared for narrators.", http::list_concerns)
            .gives_list::<ConcernReply>(),
        on(Method::PUT, CONCERN, "raiseConcern", "Say that one fears for somebody.", http::raise_concern)
            .takes::<NewConcern>()
            .gives_nothing(204),
        on(Method::POST, CONCERN_END, "settleConcern", "It is settled.", http::settle_concern).gives_nothing(204),
        on(
            Method::GET,
            RECORD,
            "processingRecord",
            "The record of processing, and where an impact assessment begins.",
            http::processing_record,
        )
        .gives_bytes("text/markdown"),
        on(Method::GET, FLAGS, "listFlags", "What a narrator is protected from.", http::flags)
            .gives_list::<FlagReply>(),
        on(Method::PUT, FLAG, "putFlag", "Protect a narrator.", http::put_flag)
            .takes::<NewFlag>()
            .gives_once::<FlagReply>(),
        on(Method::POST, FLAG_END, "endFlag", "Protect no longer.", http::end_flag).gives_nothing(204),
        on(Method::GET, MESSAGES, "listMessages", "What a narrator wrote.", http::letters).gives_list::<MessageReply>(),
        on(Method::POST, ANSWERED, "answeredMessage", "Remember that it was answered.", http::answered)
            .gives_nothing(204),
        on(Method::POST, SUSPENSIONS, "suspendConsent", "Hold purposes for a while.", http::suspend)
            .takes::<Suspend>()
            .gives_nothing(204),
        on(Method::POST, ERASURE, "eraseNarrator", "Erase everything of a narrator.", http::erase)
            .takes::<Erase>()
            .gives_nothing(202),
        on(Method::GET, "/api/projects/{project}/erasures", "listErasures", "What was erased.", http::erasures)
            .gives_list::<erasure::ErasureReply>(),
    ]
}

/// Passages that are chosen to be told to others.
fn quotes() -> Vec<Described> {
    use quote::{
        asking::AskingReply,
        http,
        reply::{NewQuote, QuoteReply},
    };
    const QUOTES: &str = "/api/projects/{project}/quotes";
    const QUOTE: &str = "/api/projects/{project}/quotes/{quote}";
    const ASKINGS: &str = "/api/projects/{project}/askings";
    const ASKING: &str = "/api/projects/{project}/askings/{asking}";
    vec![
        on(Method::GET, QUOTES, "listQuotes", "Quotes that their narrators allow now.", http::list)
            .gives_list::<QuoteReply>(),
        on(Method::PUT, QUOTE, "quotePassage", "Quote a passage.", http::put)
            .takes::<NewQuote>()
            .gives_once::<QuoteReply>(),
        on(Method::GET, ASKINGS, "listAskings", "What narrators were asked before it is told.", http::askings)
            .gives_list::<AskingReply>(),
        on(Method::PUT, ASKING, "askNarrator", "Ask a narrator who wishes to see each use first.", http::ask)
            .takes::<NewQuote>()
            .gives_once::<AskingReply>(),
        on(Method::DELETE, ASKING, "askNoMore", "Ask no more.", http::ask_no_more).gives_nothing(204),
        on(Method::DELETE, QUOTE, "removeQuote", "Take a quote back.", http::remove).gives_nothing(204),
    ]
}

/// Coded passages that are handed to others.
fn exports() -> Vec<Described> {
    use export::{
        http,
        reply::{ExportContent, ExportReply, NewExport},
    };
    const EXPORTS: &str = "/api/projects/{project}/exports";
    const EXPORT: &str = "/api/projects/{project}/exports/{export}";
    const CONTENT: &str = "/api/projects/{project}/exports/{export}/content";
    const DONE: &str = "/api/projects/{project}/exports/{export}/acknowledged";
    vec![
        on(Method::GET, EXPORTS, "listExports", "What was handed to whom, and what they are to delete.", http::list)
            .gives_list::<ExportReply>(),
        on(Method::PUT, EXPORT, "makeExport", "Hand coded passages to somebody.", http::make)
            .takes::<NewExport>()
            .gives_once::<ExportReply>(),
        on(Method::GET, CONTENT, "exportContent", "The lines that narrators still allow.", http::content)
            .gives::<ExportContent>(),
        on(
            Method::POST,
            DONE,
            "acknowledgedExport",
            "The recipient deleted what they were asked to.",
            http::acknowledged,
        )
        .gives_nothing(204),
    ]
}

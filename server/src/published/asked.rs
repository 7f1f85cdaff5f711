//! Readers ask about a summary, without account and without script. Nobody but those who wrote it reads the question until it
//! is let out with its answer; whoever asked finds it again under an address that only they have.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Form, Path},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    http::{absent, asked_words, html as page_of},
    page::{foot, frame},
    parts,
    store::{self, Shown},
    words::{Words, direction},
};
use crate::{
    clock::Clock,
    db::Db,
    keys::{self, NarratorKeys},
    people::{self, Door, Neighbourhood, PeopleError, Publisher},
    problem::Problem,
    response::{
        ResponseError,
        reply::{AskedReply, ResponseState},
        store::{self as responses, LONGEST_NAME, LONGEST_QUESTION, Question},
    },
};

/// A question as the page sends it.
#[derive(Debug, Default, Deserialize)]
pub struct AskForm {
    /// The question.
    #[serde(default)]
    words: String,
    /// What whoever asks wishes to be called.
    #[serde(default)]
    name: String,
    /// People do not see this field; programs that fill in everything do.
    #[serde(default)]
    website: String,
}

async fn found(
    db: &Db,
    keys: &NarratorKeys,
    clock: &Clock,
    path: &(String, String),
) -> Result<Option<(Publisher, Shown)>, Problem> {
    let Some(of) = store::publisher(db, &path.0).await? else { return Ok(None) };
    let shown = store::one(db, keys, &of, &path.1, None, clock.now()).await?;
    Ok(shown.filter(|shown| shown.publication.retired_at.is_none()).map(|shown| (of, shown)))
}

/// Browsers say where a form comes from only if they may say it to us.
fn ask_page(status: StatusCode, page: &Markup) -> HttpResponse {
    let mut reply = page_of(status, page);
    let value = header::HeaderValue::from_static("same-origin");
    reply.headers_mut().insert(header::REFERRER_POLICY, value);
    reply
}

/// `GET /read/{publisher}/{slug}/questions`
///
/// # Errors
/// When the database or the keys fail.
pub async fn form(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let Some((of, shown)) = found(&db, &keys, &clock, &path).await? else { return Ok(absent(&asked_words(&request))) };
    Ok(ask_page(StatusCode::OK, &asking(&of, &shown, &AskForm::default(), None)))
}

/// `POST /read/{publisher}/{slug}/questions`
///
/// # Errors
/// When the database or the keys fail.
pub async fn ask(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    door: Data<Door>,
    from: Neighbourhood,
    path: Path<(String, String)>,
    body: Result<Form<AskForm>, actix_web::Error>,
) -> Result<HttpResponse, Problem> {
    let Some((of, shown)) = found(&db, &keys, &clock, &path).await? else { return Ok(absent(&asked_words(&request))) };
    let again = |status, form: &AskForm, why| Ok(ask_page(status, &asking(&of, &shown, form, Some(why))));
    let Ok(Form(form)) = body else {
        return again(StatusCode::UNPROCESSABLE_ENTITY, &AskForm::default(), "ask-too-long");
    };
    if !form.website.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, &form, "ask-by-a-program");
    }
    match door.throttle.count_question(&from).await {
        Ok(()) => {}
        Err(PeopleError::SlowDown(_) | PeopleError::Busy) => {
            return again(StatusCode::TOO_MANY_REQUESTS, &form, "ask-slow");
        }
        Err(error) => return Err(error.into()),
    }
    let secret = URL_SAFE_NO_PAD.encode(keys::random::<32>().map_err(ResponseError::from)?);
    let asked = Question { words: &form.words, name: &form.name, secret_hash: people::secret_hash(&secret) };
    match responses::ask(&db, &keys, &shown.publication, asked, clock.now()).await {
        // Shown again, and not sent again, when somebody goes back.
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/read/asked/{secret}")))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()),
        Err(ResponseError::Bounds { .. }) => again(StatusCode::UNPROCESSABLE_ENTITY, &form, "ask-too-long"),
        Err(ResponseError::TooManyWait) => again(StatusCode::TOO_MANY_REQUESTS, &form, "ask-slow"),
        Err(error) => Err(error.into()),
    }
}

/// `GET /read/asked/{secret}`
///
/// # Errors
/// When the database or the keys fail.
pub async fn asked(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let nothing = || Ok(absent(&asked_words(&request)));
    let hash = people::secret_hash(&path);
    let Some(beside) = responses::asked_beside(&db, &hash).await? else { return nothing() };
    let shown = store::of_summary(&db, &keys, beside, clock.now()).await?;
    let stands = shown.as_ref().map(|(_, shown)| shown.stands());
    let reissued_at = shown.as_ref().and_then(|(_, shown)| shown.reissued_at);
    let Some(asked) = responses::asked(&db, &keys, &hash, stands.as_deref(), reissued_at).await? else {
        return nothing();
    };
    let words = Words::of(&asked.language);
    let mut reply = page_of(StatusCode::OK, &answered(&asked, shown.as_ref(), &words));
    reply.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(reply)
}

fn asking(of: &Publisher, shown: &Shown, form: &AskForm, wrong: Option<&str>) -> Markup {
    let words = Words::of(&shown.publication.language);
    let address = shown.address.clone();
    let at_fault = wrong.is_some().then_some("ask-wrong");
    let body = html! {
        header {
            p.house { a href=(address) { (shown.document().title) } }
            h1 { (words.say("ask")) }
        }
        main id="text" {
            p { (words.say("ask-lead")) }
            @if let Some(wrong) = wrong { p.wrong role="alert" id="ask-wrong" { (words.say(wrong).to_owned()) } }
            form.asking method="post" action={ (address) "/questions" } {
                p {
                    label for="ask-words" { (words.say("your-question")) }
                    textarea id="ask-words" name="words" rows="6" dir="auto" required maxlength=(LONGEST_QUESTION)
                        aria-describedby=[at_fault] { (form.words) }
                }
                p {
                    label for="ask-name" { (words.say("ask-name")) }
                    input id="ask-name" name="name" dir="auto" autocomplete="off" maxlength=(LONGEST_NAME) value=(form.name);
                }
                p.unseen aria-hidden="true" {
                    label for="ask-website" { "Website" }
                    input id="ask-website" name="website" tabindex="-1" autocomplete="off";
                }
                p { button type="submit" { (words.say("ask-send")) } }
            }
        }
        (foot(of, true, &words))
    };
    let title = format!("{} · {}", words.say("ask"), shown.document().title);
    frame(&words, words.language, &title, None, &body)
}

fn answered(asked: &AskedReply, beside: Option<&(Publisher, Shown)>, words: &Words) -> Markup {
    let stands = match asked.state {
        ResponseState::Waiting | ResponseState::Drafted => "ask-waiting",
        ResponseState::Shown => "ask-answered",
        ResponseState::Again => "ask-again",
        ResponseState::Declined => "ask-declined",
    };
    let body = html! {
        header { h1 { (words.say("your-question")) } }
        main id="text" {
            blockquote.question dir="auto" { (parts::prose(&asked.question)) }
            p.notice role="status" { (words.say(stands)) }
            @if let Some(why) = &asked.words {
                div lang=(asked.language) dir=(direction(&asked.language)) { (parts::prose(why)) }
            }
            @if let Some((of, shown)) = beside {
                p { a href={ "/read/" (of.slug) "/" (shown.publication.slug) "#questions" } { (shown.document().title) } }
            }
            p.about { (words.say("ask-keep")) }
        }
    };
    frame(words, words.language, words.say("your-question"), None, &body)
}

//! Calls for learning as everybody reads them: what is asked, by whom, and which published summaries answer.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{
    http::{absent, asked_words, html as page_of, turn},
    page::{day, foot, frame},
    parts, store,
    words::{Words, direction},
};
use crate::{
    call::{
        reply::{CallReply, CallState},
        store as calls,
    },
    clock::Clock,
    codebook::Codes,
    db::Db,
    keys::NarratorKeys,
    people::Publisher,
    problem::Problem,
};

/// `GET /read/calls`
///
/// # Errors
/// When the database or the keys fail.
pub async fn everywhere(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Problem> {
    let _turn = turn().await?;
    let all = calls::public(&db, &keys, None, clock.now()).await?;
    Ok(page_of(StatusCode::OK, &list(&all, None, &asked_words(&request))))
}

/// `GET /read/{publisher}/calls`
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_publisher(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let words = asked_words(&request);
    let Some(of) = store::publisher(&db, &path).await? else { return Ok(absent(&words)) };
    let _turn = turn().await?;
    let all = calls::public(&db, &keys, Some(of.id), clock.now()).await?;
    Ok(page_of(StatusCode::OK, &list(&all, Some(&of), &words)))
}

/// `GET /read/{publisher}/calls/{slug}`
///
/// # Errors
/// When the database or the keys fail.
pub async fn one(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let nothing = || Ok(absent(&asked_words(&request)));
    let Some(of) = store::publisher(&db, &path.0).await? else { return nothing() };
    let Some(call) = calls::called(&db, &keys, &of, &path.1, clock.now()).await? else { return nothing() };
    Ok(page_of(StatusCode::OK, &page(&of, &call, &codes, &Words::of(&call.language))))
}

/// `GET /read/{publisher}/calls/{slug}/call.json`: the same as data.
///
/// # Errors
/// "Absent" when there is none.
pub async fn data(
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let of = store::publisher(&db, &path.0).await?.ok_or_else(Problem::not_found)?;
    let call = calls::called(&db, &keys, &of, &path.1, clock.now()).await?.ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(call))
}

fn list(all: &[CallReply], of: Option<&Publisher>, words: &Words) -> Markup {
    let body = html! {
        header {
            @match of {
                Some(of) => p.house { a href={ "/read/" (of.slug) } { bdi { (of.name) } } },
                None => p.house { "Kith" },
            }
            h1 { (words.say("calls")) }
        }
        main id="text" {
            p { (words.say("call-how")) }
            @if all.is_empty() { p { (words.say("calls-none")) } }
            ul.shelf { @for call in all { (entry(call, words)) } }
        }
        @match of { Some(of) => (foot(of, true, words)), None => footer { p { a href="/read" { (words.say("publishers")) } } } }
    };
    frame(words, words.language, words.say("calls"), None, &body)
}

fn entry(call: &CallReply, words: &Words) -> Markup {
    html! {
        li {
            @if let Some(address) = &call.address {
                a href=(address) lang=(call.language) dir=(direction(&call.language)) { (call.title) }
            }
            p.about {
                (words.say(state(call.state))) " · " (words.say("called-by")) " " bdi { (call.called_by) }
                @if !call.closes_on.is_empty() { " · " (words.say("call-until")) " " bdi dir="ltr" { (call.closes_on) } }
            }
        }
    }
}

const fn state(state: CallState) -> &'static str {
    if matches!(state, CallState::Open) { "call-open" } else { "call-closed" }
}

fn page(of: &Publisher, call: &CallReply, codes: &Codes, words: &Words) -> Markup {
    let asked =
        |key: &&crate::codebook::reply::CodeNode| call.indicators.is_empty() || call.indicators.contains(&key.key);
    let indicators: Vec<&str> = codes
        .indicators()
        .filter(asked)
        .map(|one| one.names.get(words.language).unwrap_or(&one.name).as_str())
        .collect();
    let body = html! {
        header {
            p.house { a href={ "/read/" (of.slug) "/calls" } { (words.say("calls")) ": " bdi { (of.name) } } }
            h1 { (call.title) }
            (about(call, words))
        }
        main id="text" {
            @if !call.purpose.is_empty() { (parts::prose(&call.purpose)) }
            section aria-labelledby="h-asked" {
                h2 id="h-asked" { (words.say("call-questions")) }
                ol { @for question in &call.questions { li dir="auto" { (question) } } }
            }
            section aria-labelledby="h-indicators" {
                h2 id="h-indicators" { (words.say("call-indicators")) }
                @if call.indicators.is_empty() { p { (words.say("call-all-indicators")) } }
                @else { ul { @for name in &indicators { li { (name) } } } }
            }
            section aria-labelledby="h-answers" {
                h2 id="h-answers" { (words.say("call-answers")) }
                p { (words.say("call-how")) }
                @if call.answers.is_empty() { p { (words.say("call-no-answers")) } }
                ul.shelf { @for answer in &call.answers {
                    li {
                        @if let (Some(title), Some(address)) = (&answer.title, &answer.address) {
                            a href=(address) dir="auto" { (title) }
                        }
                        p.about {
                            bdi { (answer.publisher) }
                            @if let Some(at) = answer.published_at { " · " (day(at)) }
                        }
                    }
                } }
            }
            @if let Some(address) = &call.address {
                p.about { a href={ (address) "/call.json" } { (words.say("data-file")) } }
            }
        }
        (foot(of, true, words))
    };
    frame(words, &call.language, &format!("{} · {}", call.title, of.name), None, &body)
}

fn about(call: &CallReply, words: &Words) -> Markup {
    html! {
        dl.about {
            dt { (words.say("called-by")) } dd { bdi { (call.called_by) } }
            dt { (words.say("call-state")) } dd { (words.say(state(call.state))) }
            @if !call.closes_on.is_empty() { dt { (words.say("call-until")) } dd { bdi dir="ltr" { (call.closes_on) } } }
            @if !call.period_from.is_empty() || !call.period_until.is_empty() {
                dt { (words.say("period")) }
                dd { bdi { (call.period_from) } " " (words.say("until")) " " bdi { (call.period_until) } }
            }
            @if !call.grants.is_empty() { dt { (words.say("call-grants")) } dd { bdi dir="ltr" { (call.grants.join(", ")) } } }
            @if !call.contact.is_empty() { dt { (words.say("call-contact")) } dd { bdi { (call.contact) } } }
        }
    }
}

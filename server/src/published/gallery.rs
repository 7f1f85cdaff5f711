//! Turning points as they were told, from every summary of an organisation that shows one, with the way back to each. In the
//! order of publication: nothing is ranked, and nothing is gathered by whose they are.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{
    http::{absent, asked_words, html as page_of, turn},
    page::{foot, frame},
    parts,
    store::{self, Shown},
    words::{Words, direction},
};
use crate::{clock::Clock, db::Db, keys::NarratorKeys, people::Publisher, problem::Problem, summary::document::Block};

/// `GET /read/{publisher}/turning-points`
///
/// # Errors
/// When the database or the keys fail.
pub async fn turning_points(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let words = asked_words(&request);
    let Some(of) = store::publisher(&db, &path).await? else { return Ok(absent(&words)) };
    let _turn = turn().await?;
    let all = store::all(&db, &keys, &of, clock.now()).await?;
    Ok(page_of(StatusCode::OK, &page(&of, &all, &words)))
}

/// Whether a summary shows a turning point now.
pub(super) fn shows_any(shown: &Shown) -> bool {
    shown.voices.values().any(|voice| voice.turning.is_some())
}

fn page(of: &Publisher, all: &[Shown], words: &Words) -> Markup {
    let body = html! {
        header {
            p.house { a href={ "/read/" (of.slug) } { bdi { (of.name) } } }
            h1 { (words.say("turning-points")) }
        }
        main id="text" {
            p { (words.say("turning-points-lead")) }
            @if !all.iter().any(shows_any) { p { (words.say("turning-points-none")) } }
            @for shown in all.iter().filter(|shown| shows_any(shown)) { (of_summary(shown, words)) }
        }
        (foot(of, true, words))
    };
    frame(words, words.language, &format!("{} · {}", words.say("turning-points"), of.name), None, &body)
}

fn of_summary(shown: &Shown, words: &Words) -> Markup {
    let language = &shown.publication.language;
    let told = shown.document().blocks.iter().filter_map(|block| {
        let Block::Quote { id, translation, .. } = block else { return None };
        let voice = shown.voices.get(id).filter(|voice| voice.turning.is_some())?;
        Some((id, voice, translation))
    });
    html! {
        section {
            h2 lang=(language) dir=(direction(language)) { a href=(shown.address) { (shown.document().title) } }
            @for (id, voice, translation) in told {
                (parts::quote(voice, translation, &parts::recording(shown, *id, voice, words), words))
            }
        }
    }
}

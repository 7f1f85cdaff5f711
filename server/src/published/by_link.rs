//! Paths of those who read a summary by a link of theirs: the same page and files as everybody's, under an address that is a
//! secret. Nothing of it is kept on the way, and a link that opens nothing is answered as whatever is absent.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName, HeaderValue},
    web::{Data, Path},
};

use super::{
    beside::Said,
    http::{absent, asked_for, asked_words, printed_file, rendered},
    page::Address,
    press::{Kind, Press},
    printed,
    store::{self, Shown},
    words::Words,
};
use crate::{
    clock::Clock,
    config::StorageConfig,
    db::Db,
    keys::NarratorKeys,
    media,
    people::{Door, Neighbourhood, Publisher},
    problem::Problem,
    summary::{
        SummaryError,
        readers::{self, Opened},
    },
};

/// Kept by nobody on the way, found by no machine that searches, and named to no page that is gone to from here.
fn for_them_alone(mut reply: HttpResponse) -> HttpResponse {
    let alone = [
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in alone {
        reply.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// What a link opens now.
async fn opened(
    db: &Db,
    keys: &NarratorKeys,
    clock: &Clock,
    secret: &str,
    version: Option<i32>,
) -> Result<Option<(Opened, Publisher, Shown)>, SummaryError> {
    let Some(link) = readers::opened(db, secret, clock.now()).await? else { return Ok(None) };
    let found = store::by_link(db, keys, link.summary, version, clock.now()).await?;
    let address = format!("/shared/{secret}");
    Ok(found.map(|(of, shown)| (link, of, Shown { address, ..shown })))
}

fn address(secret: &str) -> Address {
    Address::Shared(format!("/shared/{secret}"))
}

/// The absent page, slower the more often somebody tries.
async fn nothing(
    request: &HttpRequest,
    door: &Door,
    from: &Neighbourhood,
    secret: &str,
) -> Result<HttpResponse, Problem> {
    door.tried_link(from, secret).await?;
    Ok(for_them_alone(absent(&asked_words(request))))
}

/// `GET /shared/{secret}`
///
/// # Errors
/// When the database or the keys fail, or links were tried too often.
pub async fn summary(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    door: Data<Door>,
    from: Neighbourhood,
    secret: Path<String>,
) -> Result<HttpResponse, Problem> {
    let Some((link, of, shown)) = opened(&db, &keys, &clock, &secret, None).await? else {
        return nothing(&request, &door, &from, &secret).await;
    };
    readers::count(&db, link.id, clock.now()).await?;
    Ok(for_them_alone(rendered(&of, &shown, &Said::default(), &address(&secret), "")))
}

/// `GET /shared/{secret}/recordings/{block}`: what is heard or seen beside a quote, or a part of it.
///
/// # Errors
/// "Absent" when it is not shared with them now.
pub async fn recording(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    config: Data<StorageConfig>,
    path: Path<(String, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (secret, block) = path.into_inner();
    let (_, _, shown) = opened(&db, &keys, &clock, &secret, None).await?.ok_or_else(Problem::not_found)?;
    let found = store::recording(&db, &keys, &config, &shown, block, clock.now()).await?;
    let (reader, mime, playing) = found.ok_or_else(Problem::not_found)?;
    let still = move || playing.still(Db::clone(&db), clock.now());
    Ok(for_them_alone(media::http::sent(reader, &mime, &request, still)?))
}

/// `GET /shared/{secret}/{file}`: an older version, or the summary as a file.
///
/// # Errors
/// When the database or the keys fail, or links were tried too often.
pub async fn file(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    door: Data<Door>,
    press: Data<Press>,
    from: Neighbourhood,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (secret, file) = path.into_inner();
    if let Some(kind) = Kind::called(&file) {
        let shown_now = async || {
            let printed = |(_, of, shown): (Opened, Publisher, Shown)| {
                printed::report(&of, &shown, &address(&secret), &Words::of(&shown.publication.language))
            };
            Ok::<_, Problem>(opened(&db, &keys, &clock, &secret, None).await?.map(printed))
        };
        return match press.makes(kind, shown_now).await? {
            Some(bytes) => Ok(for_them_alone(printed_file(kind, bytes))),
            None => nothing(&request, &door, &from, &secret).await,
        };
    }
    let opened = match asked_for(&file) {
        Some(version) => opened(&db, &keys, &clock, &secret, version).await?,
        None => None,
    };
    match opened {
        Some((_, of, shown)) => Ok(for_them_alone(rendered(&of, &shown, &Said::default(), &address(&secret), &file))),
        None => nothing(&request, &door, &from, &secret).await,
    }
}

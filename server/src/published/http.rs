//! Paths that everybody may read. No account, no cookie, no script.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use findable::{Highlighter, Language};
use maud::Markup;
use serde::Deserialize;
use tokio::sync::{Semaphore, SemaphorePermit};
use utoipa::IntoParams;

use super::{
    beside::Said,
    compare::{self, Side},
    feed, files,
    page::{self, Address, Hit},
    press::{Kind, Press},
    printed,
    store::{self, Shown},
    words::Words,
};
use crate::{
    call,
    clock::{Clock, Timestamp},
    codebook::Codes,
    config::{StorageConfig, WebConfig},
    db::Db,
    keys::NarratorKeys,
    media,
    people::{self, PeopleError, Publisher},
    problem::Problem,
    summary::document::Part,
};

/// Nothing but our own style sheet.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
const STYLE: &str = include_str!("style.css");
/// How many words of a search are looked for.
const MOST_WORDS: usize = 12;
/// How long a search may be, in characters.
const LONGEST_SEARCH: usize = 200;
/// How much of a text is shown around what was found, in code points.
const AROUND: usize = 200;
/// How many places are shown.
const MOST_HITS: usize = 50;

pub(super) fn html(status: StatusCode, page: &Markup) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        // Whoever keeps a copy asks whether it still holds.
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type("text/html; charset=utf-8")
        .body(page.0.clone())
}

/// What stands in front of every address: as it is set, or else as the reader asked for it.
pub(super) fn base_of(request: &HttpRequest, web: &WebConfig) -> String {
    match &web.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let asked = request.connection_info();
            let plain = |sign: &char| sign.is_ascii_alphanumeric() || ".:-[]".contains(*sign);
            format!("{}://{}", asked.scheme(), asked.host().chars().filter(plain).collect::<String>())
        }
    }
}

pub(super) fn asked_words(request: &HttpRequest) -> Words {
    Words::asked(request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

pub(super) fn absent(words: &Words) -> HttpResponse {
    html(StatusCode::NOT_FOUND, &page::absent(words))
}

/// `GET /read/style.css`
pub async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .content_type("text/css; charset=utf-8")
        .body(STYLE)
}

/// `GET /read/summary.schema.json`
pub async fn schema() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=3600")).json(files::schema())
}

/// `GET /read`
///
/// # Errors
/// When the database fails.
pub async fn publishers(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let all = people::publishers(&db).await?;
    let has_calls = call::store::any(&db, None).await?;
    let (q, words) = (asked.words(), asked_words(&request));
    if q.is_empty() {
        return Ok(html(StatusCode::OK, &page::publishers(&all, has_calls, &q, None, &words)));
    }
    let _turn = turn().await?;
    let mut shelves = Vec::with_capacity(all.len());
    for of in &all {
        shelves.push((of, store::all(&db, &keys, of, clock.now()).await?));
    }
    let hits: Vec<(&people::Publisher, Hit<'_>)> =
        shelves.iter().flat_map(|(of, shelf)| self::found(shelf, &q).into_iter().map(move |hit| (*of, hit))).collect();
    let hits = hits.get(..hits.len().min(MOST_HITS)).unwrap_or_default();
    Ok(html(StatusCode::OK, &page::publishers(&all, has_calls, &q, Some(hits), &words)))
}

impl Asked {
    fn words(&self) -> String {
        self.q.trim().chars().take(LONGEST_SEARCH).collect()
    }
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct Asked {
    /// Words.
    #[serde(default)]
    pub q: String,
}

/// `GET /read/{publisher}`
///
/// # Errors
/// When the database or the keys fail.
pub async fn shelf(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let words = asked_words(&request);
    let Some(of) = store::publisher(&db, &path).await? else { return Ok(absent(&words)) };
    let q = asked.words();
    let _turn = turn().await?;
    let all = store::all(&db, &keys, &of, clock.now()).await?;
    let hits = (!q.is_empty()).then(|| found(&all, &q));
    Ok(html(StatusCode::OK, &page::shelf(&of, &all, &q, hits.as_deref(), &words)))
}

/// What is compared.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct Compared {
    /// A summary, by its publisher's name in addresses, a slash and its own. May be said several times.
    #[serde(default)]
    pub with: Vec<String>,
}

impl Compared {
    fn asked(request: &HttpRequest) -> Vec<String> {
        let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string()).map(Query::into_inner);
        pairs.unwrap_or_default().into_iter().filter(|(name, _)| name == "with").map(|(_, value)| value).collect()
    }
}

async fn sides(db: &Db, keys: &NarratorKeys, publishers: &[Publisher], at: Timestamp) -> Result<Vec<Side>, Problem> {
    let _turn = turn().await?;
    let mut sides = Vec::new();
    for of in publishers {
        sides.extend(compare::sides(of, &store::all(db, keys, of, at).await?));
    }
    compare::by_name(&mut sides);
    Ok(sides)
}

/// `GET /read/compare` and `GET /read/compare.csv`
///
/// # Errors
/// When the database or the keys fail.
pub async fn compare_all(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    clock: Data<Clock>,
    web: Data<WebConfig>,
) -> Result<HttpResponse, Problem> {
    let all = sides(&db, &keys, &people::publishers(&db).await?, clock.now()).await?;
    Ok(compared(&request, None, &all, &codes, &web))
}

/// `GET /read/{publisher}/compare` and `GET /read/{publisher}/compare.csv`
///
/// # Errors
/// When the database or the keys fail.
pub async fn compare(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    clock: Data<Clock>,
    web: Data<WebConfig>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let Some(of) = store::publisher(&db, &path).await? else { return Ok(absent(&asked_words(&request))) };
    let all = sides(&db, &keys, std::slice::from_ref(&of), clock.now()).await?;
    Ok(compared(&request, Some(&of), &all, &codes, &web))
}

fn compared(
    request: &HttpRequest,
    of: Option<&Publisher>,
    all: &[Side],
    codes: &Codes,
    web: &WebConfig,
) -> HttpResponse {
    let chosen = compare::chosen(all, &Compared::asked(request));
    if request.path().ends_with(".csv") {
        let table = compare::csv(&chosen, codes, &base_of(request, web));
        let no_copy = (header::CACHE_CONTROL, "no-cache");
        return HttpResponse::Ok().insert_header(no_copy).content_type("text/csv; charset=utf-8").body(table);
    }
    html(StatusCode::OK, &compare::page(of, all, &chosen, codes, &asked_words(request)))
}

/// How many pages that open everything are made at once, and how many may wait.
const AT_ONCE: usize = 2;
const WAITING: usize = 30;
static AT_WORK: Semaphore = Semaphore::const_new(AT_ONCE);
static IN_THE_HOUSE: Semaphore = Semaphore::const_new(AT_ONCE + WAITING);

/// A turn to make a page that opens everything.
///
/// # Errors
/// "Busy" when too many wait.
pub(super) async fn turn() -> Result<(SemaphorePermit<'static>, SemaphorePermit<'static>), Problem> {
    let place = IN_THE_HOUSE.try_acquire().map_err(|_full| PeopleError::Busy)?;
    let turn = AT_WORK.acquire().await.map_err(|_never| PeopleError::Busy)?;
    Ok((place, turn))
}

/// Where every word of a search stands in what may be shown now.
fn found<'a>(all: &'a [Shown], q: &str) -> Vec<Hit<'a>> {
    let words: Vec<&str> = q.split_whitespace().take(MOST_WORDS).collect();
    let mut hits = Vec::new();
    for shown in all {
        let mut own = Vec::new();
        for (part, language, text) in texts(shown) {
            let language = Language::from_tag(&language);
            let mut places = Vec::new();
            let mut has_all = !words.is_empty();
            for word in &words {
                let Ok(query) = findable::Query::any_of(word) else { continue };
                let of_word = Highlighter::new(&query, language).ranges(&text);
                has_all = !of_word.is_empty();
                if !has_all {
                    break;
                }
                places.extend(of_word);
            }
            if !has_all || places.is_empty() {
                continue;
            }
            // Where each character begins: what was found is said in code points.
            let begins: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let byte = |at: usize| begins.get(at).copied().unwrap_or(text.len());
            let ranges: Vec<_> = places.into_iter().map(|range| byte(range.start)..byte(range.end)).collect();
            own.push(Hit { of: shown, part, words: around(&text, ranges) });
        }
        hits.extend(own);
        if hits.len() >= MOST_HITS {
            break;
        }
    }
    hits.truncate(MOST_HITS);
    hits
}

/// What may be shown, piece by piece: in which part, in which language.
fn texts(shown: &Shown) -> Vec<(Option<Part>, String, String)> {
    let language = &shown.publication.language;
    let head = [&shown.document().title, &shown.document().standfirst];
    let mut all: Vec<_> = head.into_iter().map(|text| (None, language.clone(), text.clone())).collect();
    for block in &shown.document().blocks {
        let prose = block.prose().into_iter().map(|text| (Some(block.part()), language.clone(), text.to_owned()));
        all.extend(prose);
        if let Some(voice) = shown.voices.get(&block.id()) {
            all.push((Some(block.part()), voice.language.clone(), voice.words.clone()));
        }
    }
    all
}

/// The words around what was found, cut between characters.
fn around(text: &str, mut ranges: Vec<std::ops::Range<usize>>) -> Vec<(bool, String)> {
    ranges.sort_by_key(|range| range.start);
    let first = ranges.first().map_or(0, |range| range.start);
    let from =
        text.get(..first).map_or(0, |before| before.char_indices().rev().nth(AROUND / 2).map_or(0, |(at, _)| at));
    let until =
        text.get(from..).and_then(|rest| rest.char_indices().nth(AROUND)).map_or(text.len(), |(at, _)| from + at);
    let mut pieces = Vec::new();
    if from > 0 {
        pieces.push((false, "… ".to_owned()));
    }
    let mut at = from;
    for range in ranges.into_iter().filter(|range| range.end <= until) {
        if range.start < at {
            continue;
        }
        pieces.push((false, text.get(at..range.start).unwrap_or_default().to_owned()));
        pieces.push((true, text.get(range.clone()).unwrap_or_default().to_owned()));
        at = range.end;
    }
    pieces.push((false, text.get(at..until).unwrap_or_default().to_owned()));
    if until < text.len() {
        pieces.push((false, " …".to_owned()));
    }
    pieces
}

/// `GET /read/{publisher}/feed.xml`
///
/// # Errors
/// When the database or the keys fail.
pub async fn follow(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    web: Data<WebConfig>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let Some(of) = store::publisher(&db, &path).await? else { return Ok(absent(&asked_words(&request))) };
    let all = store::all(&db, &keys, &of, clock.now()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed::atom(&of, &all, &base_of(&request, &web)).0))
}

/// `GET /read/{publisher}/{summary}`
///
/// # Errors
/// When the database or the keys fail.
pub async fn summary(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    web: Data<WebConfig>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (publisher, slug) = path.into_inner();
    sent(&request, &db, &keys, &web, clock.now(), [&publisher, &slug, ""]).await
}

/// `GET /read/{publisher}/{summary}/{file}`: an older version, or the summary as a file.
///
/// # Errors
/// When the database or the keys fail.
pub async fn file(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    web: Data<WebConfig>,
    press: Data<Press>,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (publisher, slug, file) = path.into_inner();
    if let Some(kind) = Kind::called(&file) {
        let base = base_of(&request, &web);
        let shown_now = async || {
            let Some(of) = store::publisher(&db, &publisher).await? else { return Ok(None) };
            let shown = store::one(&db, &keys, &of, &slug, None, clock.now()).await?;
            let printed = |shown: Shown| {
                let at = Address::public(base.clone(), &shown);
                printed::report(&of, &shown, &at, &Words::of(&shown.publication.language))
            };
            Ok::<_, Problem>(shown.map(printed))
        };
        let made = press.makes(kind, shown_now).await?;
        return Ok(made.map_or_else(|| absent(&asked_words(&request)), |bytes| printed_file(kind, bytes)));
    }
    sent(&request, &db, &keys, &web, clock.now(), [&publisher, &slug, &file]).await
}

/// `GET /read/{publisher}/{slug}/recordings/{block}`: what is heard or seen beside a quote of the newest version, or the part
/// that a `Range` header asks for.
///
/// # Errors
/// "Absent" when it is not shared now.
pub async fn recording(
    request: HttpRequest,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    clock: Data<Clock>,
    config: Data<StorageConfig>,
    path: Path<(String, String, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (publisher, slug, block) = path.into_inner();
    let of = store::publisher(&db, &publisher).await?.ok_or_else(Problem::not_found)?;
    let shown = store::one(&db, &keys, &of, &slug, None, clock.now()).await?.ok_or_else(Problem::not_found)?;
    let found = store::recording(&db, &keys, &config, &shown, block, clock.now()).await?;
    let (reader, mime, playing) = found.ok_or_else(Problem::not_found)?;
    let still = move || playing.still(Db::clone(&db), clock.now());
    let mut reply = media::http::sent(reader, &mime, &request, still)?;
    let headers = reply.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(reply)
}

pub(super) fn printed_file(kind: Kind, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).content_type(kind.media_type()).body(bytes)
}

async fn sent(
    request: &HttpRequest,
    db: &Db,
    keys: &NarratorKeys,
    web: &WebConfig,
    at: Timestamp,
    [publisher, slug, file]: [&str; 3],
) -> Result<HttpResponse, Problem> {
    let nothing = || Ok(absent(&asked_words(request)));
    let Some(of) = store::publisher(db, publisher).await? else { return nothing() };
    let Some(version) = asked_for(file) else { return nothing() };
    let Some(shown) = store::one(db, keys, &of, slug, version, at).await? else { return nothing() };
    let said = Said::beside(db, keys, &shown).await?;
    Ok(rendered(&of, &shown, &said, &Address::public(base_of(request, web), &shown), file))
}

/// Which version a file is of, the newest where none is named; nothing where there is no such file.
pub(super) fn asked_for(file: &str) -> Option<Option<i32>> {
    let version = file.strip_prefix('v').and_then(|number| number.parse().ok());
    (version.is_some() || ["", "summary.json", "figures.csv"].contains(&file)).then_some(version)
}

/// A summary as a page or a file, read at this address.
pub(super) fn rendered(of: &Publisher, shown: &Shown, said: &Said, at: &Address, file: &str) -> HttpResponse {
    let mut reply = HttpResponse::Ok();
    reply.insert_header((header::CACHE_CONTROL, "no-cache"));
    match file {
        "summary.json" => reply.json(files::data(of, shown)),
        "figures.csv" => reply.content_type("text/csv; charset=utf-8").body(files::csv(shown)),
        _ => html(StatusCode::OK, &page::summary(of, shown, said, at, &Words::of(&shown.publication.language))),
    }
}

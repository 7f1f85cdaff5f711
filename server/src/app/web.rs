//! The web application, embedded in the binary: files as they are, precompressed where the browser takes it, and one page
//! for every address that is no file.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, HeaderValue},
    },
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../web/build"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
/// Nothing but our own files: no inline script, no inline style.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Everything that is no path of the API.
///
/// # Errors
/// "Absent" for unknown paths of the API and for anything but reading.
pub async fn page_or_file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.path().trim_start_matches('/');
    if !reading || path == "api" || path.starts_with("api/") {
        return Err(Problem::not_found());
    }
    let compressed = path.ends_with(".br") || path.ends_with(".gz");
    let name = if path.is_empty() || compressed || Files::get(path).is_none() { PAGE } else { path };
    // A missing file of the build is missing; only addresses of pages become the page.
    if name == PAGE && path.starts_with("_app/") {
        return Err(Problem::not_found());
    }
    let (file, encoding) = best(&request, name).ok_or_else(not_built)?;
    Ok(reply(&request, name, &file, encoding))
}

fn not_built() -> Problem {
    Problem::new(
        actix_web::http::StatusCode::NOT_FOUND,
        "web.not-built",
        "This Kith was built without its pages. Build the web first (make web), then the server.",
    )
}

/// The smallest form of a file that this browser takes.
fn best(request: &HttpRequest, name: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepts =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts.split(',').any(|one| one.trim().split(';').next() == Some(coding))
            && let Some(file) = Files::get(&format!("{name}{ending}"))
        {
            return Some((file, Some(coding)));
        }
    }
    Files::get(name).map(|file| (file, None))
}

fn reply(request: &HttpRequest, name: &str, file: &EmbeddedFile, encoding: Option<&'static str>) -> HttpResponse {
    let sum: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{sum}\"");
    let immutable = name.starts_with("_app/immutable/");
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut reply = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    reply.insert_header((header::ETAG, tag)).insert_header((header::VARY, "accept-encoding")).insert_header((
        header::CACHE_CONTROL,
        if immutable { "public, max-age=31536000, immutable" } else { "no-cache" },
    ));
    if let Some(coding) = encoding {
        reply.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(coding)));
    }
    if name.ends_with(".html") {
        reply.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    }
    if known {
        return reply.finish();
    }
    reply.content_type(kind_of(name)).body(file.data.to_vec())
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

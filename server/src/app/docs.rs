//! The API as a page one can read: made from the same description as `openapi.json`, without script.

use std::fmt::Write;

use actix_web::{HttpResponse, http::header, web::Data};
use serde_json::Value;

use super::http::OpenApiText;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1d2320; --quiet: #56605a; --ground: #faf8f3; --line: #d9d4c7; --accent: #1b5e6b }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e6de; --quiet: #a9b0a9; --ground: #171a18; --line: #3a3f3b; --accent: #8fd0da } }
body { margin: 0 auto; max-inline-size: 60rem; padding: 2rem 1rem 6rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, sans-serif }
h1 { font-size: 1.8rem } h2 { margin-block-start: 3rem; border-block-end: 1px solid var(--line) }
h3 { margin-block: 2rem .25rem; font-size: 1rem } code { font-family: ui-monospace, monospace; font-size: .92em }
.method { display: inline-block; min-inline-size: 4.5em; font-weight: 700; color: var(--accent) }
p, ul { margin-block: .25rem } li, .quiet { color: var(--quiet) } a { color: var(--accent) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem } dt { font-family: ui-monospace, monospace; font-size: .88em }
dd { margin: 0; color: var(--quiet) } @media (max-width: 40rem) { dl { display: block } }
";

/// `GET /api/docs`
pub async fn docs(text: Data<OpenApiText>) -> HttpResponse {
    let description: Value = serde_json::from_str(text.text()).unwrap_or_default();
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ))
        .body(page(&description))
}

fn page(description: &Value) -> String {
    let mut html =
        String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Kith: the API</title>");
    // OK to ignore what writing says: a string never refuses.
    let _ = write!(html, "<meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>");
    let _ = write!(html, "<main><h1>Kith: the API</h1><p>{}</p>", escaped(at(description, "/info/description")));
    html.push_str("<p><a href=\"/api/openapi.json\">The same as OpenAPI 3.1</a></p>");
    for (tag, operations) in by_tag(description) {
        let _ = write!(html, "<h2>{}</h2>", escape(&tag));
        for (method, path, operation) in operations {
            one(&mut html, method, path, operation);
        }
    }
    html.push_str("<h2>What is sent and taken</h2>");
    for (name, schema) in at(description, "/components/schemas").as_object().into_iter().flatten() {
        schema_of(&mut html, name, schema);
    }
    html.push_str("</main></body></html>");
    html
}

type Tagged<'a> = Vec<(String, Vec<(&'a str, &'a str, &'a Value)>)>;

fn by_tag(description: &Value) -> Tagged<'_> {
    let mut all: Tagged<'_> = Vec::new();
    for (path, methods) in at(description, "/paths").as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = at(operation, "/tags/0").as_str().unwrap_or("other").to_owned();
            match all.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, operations)) => operations.push((method, path, operation)),
                None => all.push((tag, vec![(method, path, operation)])),
            }
        }
    }
    all
}

fn one(html: &mut String, method: &str, path: &str, operation: &Value) {
    let id = escaped(at(operation, "/operationId"));
    let _ = write!(
        html,
        "<h3 id=\"{id}\"><span class=\"method\">{}</span> <code>{}</code></h3>",
        method.to_uppercase(),
        escape(path)
    );
    let _ = write!(html, "<p>{} <span class=\"quiet\">({id})</span></p><ul>", escaped(at(operation, "/summary")));
    for parameter in
        at(operation, "/parameters").as_array().into_iter().flatten().filter(|one| at(one, "/in") == "query")
    {
        let _ = write!(
            html,
            "<li><code>?{}</code> {}</li>",
            escaped(at(parameter, "/name")),
            escaped(at(parameter, "/description"))
        );
    }
    if let Some(content) = at(operation, "/requestBody/content").as_object() {
        for (mime, body) in content {
            let _ = write!(html, "<li>takes {} <code>{}</code></li>", named(at(body, "/schema")), escape(mime));
        }
    }
    for (status, reply) in
        at(operation, "/responses").as_object().into_iter().flatten().filter(|(status, _)| *status != "default")
    {
        let what = at(reply, "/content").as_object().and_then(|content| content.values().next());
        let _ = write!(html, "<li>{status}: {}</li>", what.map_or_else(String::new, |body| named(at(body, "/schema"))));
    }
    html.push_str("</ul>");
}

fn schema_of(html: &mut String, name: &str, schema: &Value) {
    let _ = write!(
        html,
        "<h3 id=\"schema-{0}\"><code>{0}</code></h3><p class=\"quiet\">{1}</p><dl>",
        escape(name),
        escaped(at(schema, "/description"))
    );
    let parts = at(schema, "/allOf").as_array().into_iter().flatten().chain(std::iter::once(schema));
    for part in parts {
        if let Some(reference) = at(part, "/$ref").as_str() {
            let _ = write!(html, "<dt>…</dt><dd>all of {}</dd>", link(reference));
        }
        for (field, what) in at(part, "/properties").as_object().into_iter().flatten() {
            let _ = write!(
                html,
                "<dt>{}</dt><dd>{} {}</dd>",
                escape(field),
                named(what),
                escaped(at(what, "/description"))
            );
        }
    }
    html.push_str("</dl>");
    if let Some(values) = at(schema, "/enum").as_array() {
        let words: Vec<String> = values.iter().map(|value| format!("<code>{}</code>", escaped(value))).collect();
        let _ = write!(html, "<p>{}</p>", words.join(" · "));
    }
}

/// A schema in a word, linked where it has a name.
fn named(schema: &Value) -> String {
    if let Some(reference) = at(schema, "/$ref").as_str() {
        return link(reference);
    }
    if let Some(choices) = at(schema, "/oneOf").as_array() {
        let words: Vec<String> = choices.iter().filter(|one| at(one, "/type") != "null").map(named).collect();
        return words.join(" or ");
    }
    match at(schema, "/type") {
        Value::String(kind) if kind == "array" => format!("list of {}", named(at(schema, "/items"))),
        Value::String(kind) => escape(kind),
        Value::Array(kinds) => {
            kinds.iter().filter(|kind| *kind != "null").map(escaped).collect::<Vec<_>>().join(" or ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => String::new(),
    }
}

fn link(reference: &str) -> String {
    let name = escape(reference.rsplit('/').next().unwrap_or_default());
    format!("<a href=\"#schema-{name}\">{name}</a>")
}

fn escaped(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A part of the description, or nothing.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

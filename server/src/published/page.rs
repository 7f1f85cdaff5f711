//! Whole pages: an organisation's shelf, one summary, what is absent.

use maud::{DOCTYPE, Markup, html};

use super::{
    also,
    beside::{self, Said},
    compare, gallery, parts,
    press::Kind,
    store::Shown,
    words::{Words, direction},
};
use crate::{clock::Timestamp, people::Publisher, summary::document::Part};

/// Where a summary is read.
#[derive(Clone, Debug)]
pub(super) enum Address {
    /// By everybody, at this path below this base.
    Public {
        /// What stands in front of it.
        base: String,
        /// The path.
        path: String,
    },
    /// By some, at a path that is theirs. It is cited nowhere: whoever holds it comes in.
    Shared(String),
}

impl Address {
    /// The path of a summary that everybody reads.
    pub(super) fn public(base: String, shown: &Shown) -> Self {
        Self::Public { base, path: shown.address.clone() }
    }

    fn path(&self) -> &str {
        let (Self::Public { path, .. } | Self::Shared(path)) = self;
        path
    }

    /// How a version is cited.
    pub(super) fn cited(&self, version: i32) -> Option<String> {
        let Self::Public { base, path } = self else { return None };
        Some(format!("{base}{path}/v{version}"))
    }
}

/// What stands around every page.
pub(super) fn frame(words: &Words, language: &str, title: &str, feed: Option<&str>, body: &Markup) -> Markup {
    frame_with(words, language, title, feed, &html! {}, body)
}

/// The same with something more in its head.
fn frame_with(words: &Words, language: &str, title: &str, feed: Option<&str>, head: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) dir=(direction(language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/read/style.css";
                @if let Some(feed) = feed {
                    link rel="alternate" type="application/atom+xml" href=(feed) title=(words.say("feed"));
                }
                (head)
            }
            body {
                a.skip href="#text" { (words.say("skip")) }
                (body)
            }
        }
    }
}

/// Who publishes here, and who asks.
pub(super) fn publishers(
    all: &[Publisher],
    has_calls: bool,
    asked: &str,
    hits: Option<&[(&Publisher, Hit<'_>)]>,
    words: &Words,
) -> Markup {
    let body = html! {
        header {
            p.house { "Kith" }
            h1 { (words.say("publishers")) }
            @if !all.is_empty() { (search("/read", words.say("search-everywhere"), asked, words)) }
        }
        main id="text" {
            @if let Some(hits) = hits {
                h2 { (words.say("found")) ": " (hits.len()) }
                @if hits.is_empty() { p { (words.say("found-nothing")) } }
                ul.shelf { @for (of, hit) in hits { (found(of, hit)) } }
            }
            @if all.is_empty() { p { (words.say("nothing-yet")) } }
            ul.shelf { @for one in all { li { a href={ "/read/" (one.slug) } { (one.name) } } } }
            @if has_calls { p { a href="/read/calls" { (words.say("calls")) } } }
            @if all.len() > 1 { p { a href="/read/compare" { (words.say("compare")) } } }
        }
    };
    frame(words, words.language, words.say("publishers"), None, &body)
}

/// A hit of a search: what it is in, and the words around.
pub(super) struct Hit<'a> {
    /// In which summary.
    pub of: &'a Shown,
    /// Where it stands, if in a part.
    pub part: Option<Part>,
    /// The words, those that were found marked.
    pub words: Vec<(bool, String)>,
}

/// What an organisation has published.
pub(super) fn shelf(of: &Publisher, all: &[Shown], asked: &str, hits: Option<&[Hit<'_>]>, words: &Words) -> Markup {
    let feed = format!("/read/{}/feed.xml", of.slug);
    let body = html! {
        header {
            p.house { bdi { (of.name) } }
            h1 { (words.say("summaries")) }
            @if !all.is_empty() { (search(&format!("/read/{}", of.slug), words.say("search-label"), asked, words)) }
        }
        main id="text" {
            @match hits {
                Some(hits) => {
                    h2 { (words.say("found")) ": " (hits.len()) }
                    @if hits.is_empty() { p { (words.say("found-nothing")) } }
                    ul.shelf { @for hit in hits { (found(of, hit)) } }
                },
                None => {
                    @if compare::is_possible(of, all) {
                        p { a href={ "/read/" (of.slug) "/compare" } { (words.say("compare")) } }
                    }
                    @if all.is_empty() { p { (words.say("nothing-yet")) } }
                    ul.shelf { @for one in all { (entry(of, one, words)) } }
                    @if all.iter().any(gallery::shows_any) {
                        p { a href={ "/read/" (of.slug) "/turning-points" } { (words.say("turning-points")) } }
                    }
                },
            }
        }
        (foot(of, true, words))
    };
    let title = format!("{} · {}", words.say("summaries"), of.name);
    frame(words, words.language, &title, Some(&feed), &body)
}

fn search(action: &str, label: &str, asked: &str, words: &Words) -> Markup {
    html! {
        form role="search" action=(action) method="get" {
            label for="q" { (label) }
            input id="q" name="q" type="search" value=(asked) maxlength="200" dir="auto";
            button type="submit" { (words.say("search")) }
        }
    }
}

fn entry(of: &Publisher, one: &Shown, words: &Words) -> Markup {
    let language = &one.publication.language;
    html! {
        li {
            a href={ "/read/" (of.slug) "/" (one.publication.slug) } lang=(language) dir=(direction(language)) {
                (one.document().title)
            }
            @if !one.document().standfirst.trim().is_empty() {
                p lang=(language) dir=(direction(language)) { (one.document().standfirst) }
            }
            p.about { (words.say("published-on")) " " (day(one.publication.published_at)) }
        }
    }
}

fn found(of: &Publisher, hit: &Hit<'_>) -> Markup {
    let publication = &hit.of.publication;
    let place = hit.part.map_or_else(String::new, |part| format!("#{}", part.as_str()));
    let language = &publication.language;
    html! {
        li lang=(language) dir=(direction(language)) {
            a href={ "/read/" (of.slug) "/" (publication.slug) (place) } { (hit.of.document().title) }
            p dir="auto" {
                @for (is_found, words) in &hit.words { @if *is_found { mark { (words) } } @else { (words) } }
            }
        }
    }
}

pub(super) fn foot(of: &Publisher, is_public: bool, words: &Words) -> Markup {
    html! {
        footer {
            @if !of.contact.trim().is_empty() { p { (words.say("disclosure.contact")) " " bdi { (of.contact) } } }
            @if is_public { p {
                a href={ "/read/" (of.slug) } { (words.say("summaries")) ": " bdi { (of.name) } } " · "
                a href={ "/read/" (of.slug) "/feed.xml" } { (words.say("feed")) }
            } }
        }
    }
}

/// One summary.
pub(super) fn summary(of: &Publisher, shown: &Shown, said: &Said, at: &Address, words: &Words) -> Markup {
    let publication = &shown.publication;
    let (address, is_public) = (at.path(), matches!(at, Address::Public { .. }));
    let sections: Vec<(Part, Markup)> =
        Part::ALL.iter().filter_map(|part| Some((*part, parts::part(shown, *part, words)?))).collect();
    let retired = publication.retired_at.is_some();
    let body = html! {
        header {
            p.house { @if is_public { a href={ "/read/" (of.slug) } { bdi { (of.name) } } } @else { bdi { (of.name) } } }
            @if let Some(banner) = parts::banner(publication.audience) { p.notice { (words.say(banner)) } }
            h1 { (shown.document().title) }
            @if !shown.document().standfirst.trim().is_empty() { div.standfirst { (parts::prose(&shown.document().standfirst)) } }
            (also::links(of, shown, words))
            (about(of, shown, &said.answers, address, words))
        }
        @if !retired {
            nav aria-label=(words.say("contents")) {
                ol { @for (part, _) in &sections {
                    li { a href={ "#" (part.as_str()) } { (words.say(&format!("part.{}", part.as_str())).to_owned()) } }
                } }
            }
        }
        main id="text" {
            @if retired { p.withdrawn { (words.say("retired")) } }
            @else { @for (_, section) in &sections { (section) } (beside::said(&said.responses, words)) }
        }
        @if !retired {
            aside {
                @if is_public && shown.is_newest {
                    p { a.ask href={ (address) "/questions" } { (words.say("ask")) } }
                }
                h2 { (words.say("take-along")) }
                ul {
                    @for kind in Kind::made_here() {
                        li { a href={ (address) "/" (kind.file()) } download { (words.say(kind.words())) } }
                    }
                    li { a href={ (address) "/figures.csv" } download { (words.say("figures-file")) } }
                    li { a href={ (address) "/summary.json" } { (words.say("data-file")) } }
                }
                h2 { (words.say("cite")) }
                p.cite {
                    bdi { (of.name) } ". " cite { (shown.document().title) } ". " (words.say("version")) " "
                    (publication.version) " · " (day(publication.published_at)) ". "
                    @if let Some(cited) = at.cited(publication.version) { bdi dir="ltr" { (cited) } }
                }
                @if shown.versions.len() > 1 {
                    p { (words.say("version")) ": "
                        @for version in &shown.versions { a href={ (address) "/v" (version) } { (version) } " " }
                    }
                }
            }
        }
        (foot(of, is_public, words))
    };
    let feed = format!("/read/{}/feed.xml", of.slug);
    let title = format!("{} · {}", shown.document().title, of.name);
    let head = match at {
        Address::Public { base, .. } => also::head(of, shown, base),
        Address::Shared(_) => html! {},
    };
    frame_with(words, &publication.language, &title, is_public.then_some(feed.as_str()), &head, &body)
}

fn about(of: &Publisher, shown: &Shown, answers: &[(String, String)], address: &str, words: &Words) -> Markup {
    let publication = &shown.publication;
    let published = &shown.published;
    html! {
        dl.about {
            dt { (words.say("by")) } dd { bdi { (of.name) } }
            dt { (words.say("version")) } dd { (publication.version) " · " (day(publication.published_at)) }
            @if let Some(at) = shown.reissued_at {
                dt { (words.say("reissued-on")) } dd { (day(at)) ". " (words.say("reissued-why")) }
            }
            @if !published.period_from.is_empty() {
                dt { (words.say("period")) }
                dd { bdi { (published.period_from) } " " (words.say("until")) " " bdi { (published.period_until) } }
            }
            @if !published.grants.is_empty() { dt { (words.say("grants")) } dd { (published.grants.join(", ")) } }
            @for (title, address) in answers {
                dt { (words.say("answers-call")) } dd { a href=(address) dir="auto" { (title) } }
            }
            dt { (words.say("looked-at-again")) } dd { (day(publication.review_by)) }
        }
        @if !shown.is_newest {
            p.notice { a href=(address) { (words.say("newer")) } }
        }
    }
}

/// A day, which is read in its own direction.
pub(super) fn day(at: Timestamp) -> Markup {
    html! { bdi dir="ltr" { time datetime=(at.to_string()) { (at.day()) } } }
}

/// There is nothing here.
pub(super) fn absent(words: &Words) -> Markup {
    let body = html! {
        main id="text" { h1 { (words.say("absent")) } p { (words.say("absent-why")) } p { a href="/read" { (words.say("publishers")) } } }
    };
    frame(words, words.language, words.say("absent"), None, &body)
}

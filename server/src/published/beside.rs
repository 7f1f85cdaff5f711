//! What is said beside a summary on its page: which calls it answers, what came of it, what readers asked.

use maud::{Markup, html};

use super::{
    parts,
    store::Shown,
    words::{Words, direction},
};
use crate::{
    call,
    db::Db,
    keys::NarratorKeys,
    problem::Problem,
    response::{
        self,
        reply::{ResponseKind, SaidBeside},
    },
};

/// What is said beside a summary now.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Questions and what came of it.
    pub responses: Vec<SaidBeside>,
    /// The calls it answers: what they are called, and where they are read.
    pub answers: Vec<(String, String)>,
}

impl Said {
    /// Beside this version. Older ones and those that were taken back show nothing of it.
    pub(super) async fn beside(db: &Db, keys: &NarratorKeys, shown: &Shown) -> Result<Self, Problem> {
        if !shown.is_newest || shown.publication.retired_at.is_some() {
            return Ok(Self::default());
        }
        let summary = shown.publication.summary;
        let responses = response::store::shown(db, keys, summary, &shown.stands()).await?;
        Ok(Self { responses, answers: call::store::answered_by(db, summary).await? })
    }
}

/// As it stands on the page; nothing where nothing is said.
pub(super) fn said(all: &[SaidBeside], words: &Words) -> Markup {
    let of = |kind: ResponseKind| all.iter().filter(move |one| one.kind == kind);
    html! {
        @if of(ResponseKind::Outcome).next().is_some() {
            section id="came-of-it" aria-labelledby="h-came-of-it" {
                h2 id="h-came-of-it" { (words.say("came-of-it")) }
                @for one in of(ResponseKind::Outcome) { (outcome(one)) }
            }
        }
        @if of(ResponseKind::Question).next().is_some() {
            section id="questions" aria-labelledby="h-questions" {
                h2 id="h-questions" { (words.say("questions")) }
                @for one in of(ResponseKind::Question) { (question(one, words)) }
            }
        }
    }
}

fn outcome(one: &SaidBeside) -> Markup {
    html! {
        article.statement lang=(one.language) dir=(direction(&one.language)) {
            h3 { bdi dir="ltr" { (one.day) } }
            (parts::prose(&one.words))
        }
    }
}

fn question(one: &SaidBeside, words: &Words) -> Markup {
    let name = one.name.as_deref().unwrap_or_else(|| words.say("a-reader"));
    html! {
        article.asked lang=(one.language) dir=(direction(&one.language)) {
            h3 { bdi { (name) } " · " bdi dir="ltr" { (one.day) } }
            @if let Some(question) = &one.question { blockquote dir="auto" { (parts::prose(question)) } }
            div dir="auto" { (parts::prose(&one.words)) }
        }
    }
}

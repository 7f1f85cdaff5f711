//! How somebody was asked: through whom, before whom, in which form, whether they said it back in their own words, and
//! whether they were asked again after they had told. No names: who interpreted and who witnessed is in the vault's notes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ConsentError;
use crate::named::named;

named! {
    /// Who interpreted.
    Interpreter {
        /// Nobody: they share a language with who asked.
        None = "none",
        /// Somebody whose work it is.
        Professional = "professional",
        /// Somebody of the community.
        Community = "community",
        /// Somebody of the family, or a friend: they may have held back.
        Family = "family",
    }
}

named! {
    /// What they were asked to say back in their own words.
    TeachBack {
        /// What will happen with the story.
        WhatHappens = "what-happens",
        /// Who can read it.
        WhoReads = "who-reads",
        /// That they can stop at any time, and how.
        CanStop = "can-stop",
        /// What cannot be called back.
        CannotCallBack = "cannot-call-back",
        /// That no help depends on it.
        NothingDepends = "nothing-depends",
    }
}

/// One thing they said back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidBack {
    /// What.
    pub question: TeachBack,
    /// Whether it was as it is.
    pub understood: bool,
}

/// How somebody was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AskedHow {
    /// Who interpreted.
    pub interpreter: Interpreter,
    /// Whether the interpreter confirmed what was said.
    pub interpreter_confirmed: bool,
    /// As what a witness was there, such as `social worker`; never a name.
    pub witness: Option<String>,
    /// Whether they listened to the notice.
    pub listened: bool,
    /// Whether they read it in easy words.
    pub easy_read: bool,
    /// Whether a child agreed too, in their own words.
    pub assent_of_child: bool,
    /// Whether they were asked again, passage by passage, after they had told.
    pub asked_again_after_telling: bool,
    /// What they said back.
    pub said_back: Vec<SaidBack>,
}

impl Default for AskedHow {
    fn default() -> Self {
        Self {
            interpreter: Interpreter::None,
            interpreter_confirmed: false,
            witness: None,
            listened: false,
            easy_read: false,
            assent_of_child: false,
            asked_again_after_telling: false,
            said_back: Vec::new(),
        }
    }
}

impl AskedHow {
    pub(super) fn check(&self) -> Result<(), ConsentError> {
        let wrong = |detail: &str| Err(ConsentError::Bounds { at: "/asked", detail: detail.to_owned() });
        if self.witness.as_ref().is_some_and(|witness| witness.trim().is_empty() || witness.chars().count() > 60) {
            return wrong("Say as what the witness was there, in at most 60 characters.");
        }
        if self.said_back.len() > TeachBack::ALL.len() {
            return wrong("Each thing that was said back stands here once.");
        }
        if self.said_back.iter().any(|said| !said.understood) {
            return wrong("Something was not understood yet. Explain it again before consent is recorded.");
        }
        Ok(())
    }

    /// As it is kept. OK because short names can always be written as JSON.
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was not kept was not said.
    pub(super) fn from_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

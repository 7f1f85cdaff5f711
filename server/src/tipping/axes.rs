//! The answers to what is asked of a tipping point: short names from the codebook, never words of a story.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TippingError;
use crate::{codebook::reply::TippingAxis, named::named};

named! {
    /// What ties the narrator to who helped.
    Tie {
        /// One of their own.
        Bond = "bond",
        /// Somebody of another background.
        Bridge = "bridge",
        /// Somebody who acted for an institution.
        Link = "link",
    }
}

/// Answers by short name, such as `tp.shape.single-event`; ids are taken too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Axes {
    /// What form it had.
    pub shape: String,
    /// Where it led.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// What set it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiation: Option<String>,
    /// How it went on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// What it was about; several fit.
    #[serde(default)]
    pub triggers: Vec<String>,
    /// Whose life it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locus: Option<String>,
    /// Who saw it.
    pub identified_by: String,
}

impl Axes {
    /// The same with every answer by its short name.
    ///
    /// # Errors
    /// When an answer is not among those to choose from.
    pub fn known_to(self, axes: &[TippingAxis]) -> Result<Self, TippingError> {
        let some = |axis: &str, answer: Option<String>| {
            answer.filter(|answer| !answer.is_empty()).map(|answer| known(axes, axis, &answer)).transpose()
        };
        let mut triggers = Vec::new();
        for answer in &self.triggers {
            let answer = known(axes, "triggers", answer)?;
            if !triggers.contains(&answer) {
                triggers.push(answer);
            }
        }
        Ok(Self {
            shape: known(axes, "shape", &self.shape)?,
            direction: some("direction", self.direction)?,
            initiation: some("initiation", self.initiation)?,
            process: some("process", self.process)?,
            triggers,
            locus: some("locus", self.locus)?,
            identified_by: known(axes, "identified_by", &self.identified_by)?,
        })
    }
}

fn known(axes: &[TippingAxis], axis: &str, answer: &str) -> Result<String, TippingError> {
    let id = answer.parse::<crate::ids::CodeId>().ok();
    axes.iter()
        .find(|one| one.id == axis)
        .and_then(|one| one.values.iter().find(|value| value.key == answer || Some(value.id) == id))
        .map(|value| value.key.clone())
        .ok_or_else(|| TippingError::UnknownAnswer { at: format!("/axes/{axis}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Codes;

    fn axes() -> Axes {
        Axes {
            shape: "tp.shape.not-yet".into(),
            direction: Some(String::new()),
            initiation: None,
            process: None,
            triggers: vec!["tp.trigger.home".into(), "tp.trigger.home".into()],
            locus: None,
            identified_by: "tp.by.coder".into(),
        }
    }

    #[test]
    fn answers_are_known_by_short_name_or_id_and_kept_by_short_name() {
        let codes = Codes::read().expect("fits together");
        let kept = axes().known_to(codes.tipping_axes()).expect("known");
        assert_eq!((kept.triggers.len(), kept.direction.as_ref()), (1, None));
        let by_id = codes.tipping_axes()[0].values[4].id.to_string();
        let again = Axes { shape: by_id, ..axes() }.known_to(codes.tipping_axes()).expect("known");
        assert_eq!(again, kept);
    }

    #[test]
    fn an_answer_to_another_question_is_refused() {
        let codes = Codes::read().expect("fits together");
        let wrong = Axes { shape: "tp.trigger.home".into(), ..axes() }.known_to(codes.tipping_axes());
        assert!(matches!(wrong, Err(TippingError::UnknownAnswer { at }) if at == "/axes/shape"));
    }
}

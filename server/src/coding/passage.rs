//! A passage: a stretch of one text, in code points. What is said of a passage is said of the text that stands now.

use actix_web::http::StatusCode;

use crate::{ids::RevisionId, problem::Problem, testimony::TestimonyHead};

/// A stretch of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Of which text.
    pub revision: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// Why something cannot be said of a passage.
#[derive(Debug, thiserror::Error)]
pub enum PassageError {
    /// It is of another text than the one that stands now.
    #[error("the passage is of another text than the one that stands now")]
    OtherText,
    /// It does not lie in the text.
    #[error("the passage does not lie in the text")]
    Outside,
}

impl Passage {
    /// Checks that it lies in the text of this testimony that stands now, and gives it as it is kept.
    ///
    /// # Errors
    /// When it is of another text, empty, or reaches over the end.
    pub fn in_text_of(self, head: &TestimonyHead) -> Result<(i32, i32), PassageError> {
        if self.revision != head.revision_id {
            return Err(PassageError::OtherText);
        }
        if self.start >= self.end || self.end > head.code_points {
            return Err(PassageError::Outside);
        }
        match (i32::try_from(self.start), i32::try_from(self.end)) {
            (Ok(start), Ok(end)) => Ok((start, end)),
            _ => Err(PassageError::Outside),
        }
    }
}

impl From<PassageError> for Problem {
    fn from(error: PassageError) -> Self {
        match error {
            PassageError::OtherText => Self::new(
                StatusCode::CONFLICT,
                "coding.other-text",
                "The text was corrected since you opened it. Open it again; what you marked may have moved.",
            ),
            PassageError::Outside => Self::invalid(
                "/end",
                "coding.outside-the-text",
                "The passage must begin before it ends, and lie inside the text.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn head(code_points: u32) -> TestimonyHead {
        TestimonyHead {
            language: "en".to_owned(),
            id: Uuid::from_u128(1).into(),
            number: 1,
            narrator_id: Uuid::from_u128(2).into(),
            revision_id: Uuid::from_u128(3).into(),
            code_points,
        }
    }

    #[test]
    fn a_passage_lies_in_the_text_that_stands_now() {
        let of = |start, end| Passage { revision: Uuid::from_u128(3).into(), start, end };
        assert_eq!(of(0, 10).in_text_of(&head(10)).expect("fits"), (0, 10));
        for (start, end) in [(0, 11), (5, 5), (6, 5), (u32::MAX - 1, u32::MAX)] {
            assert!(matches!(of(start, end).in_text_of(&head(10)), Err(PassageError::Outside)), "{start}..{end}");
        }
        assert!(of(0, u32::MAX).in_text_of(&head(u32::MAX)).is_err(), "more than can be kept");
        let other = Passage { revision: Uuid::from_u128(4).into(), start: 0, end: 1 };
        assert!(matches!(other.in_text_of(&head(10)), Err(PassageError::OtherText)));
    }
}

//! How words of a narrator read outside the team: every entity that is masked for these readers is masked wherever it is
//! mentioned, and then it is looked whether any of it is left.

use ::redaction::{EntityId, Identifier, Masked, Profile, Replacement, Replacements, Span, render};
use passages::CodePoints;
use sea_orm::ColumnTrait;

use super::{
    RedactionError,
    reply::{Mask, MaskCategory},
    rows,
    store::{self, Kept},
};
use crate::{
    access::{Audience, StoryAct},
    consent::{Gate, narrators},
    db::Reads,
    ids::NarratorId,
    keys::NarratorKey,
};

/// How often what is left is masked again before the whole is withheld.
const ROUNDS: usize = 3;
/// What stands where words cannot be rendered safely.
const WITHHELD: &str = "[…]";

/// What is masked in a narrator's words for one circle of readers, made ready once.
pub struct Veil {
    profile: Option<Profile>,
    masked: Masked,
    entities: Vec<Entity>,
    replacements: Replacements,
}

#[derive(Clone, Copy)]
struct Entity {
    id: EntityId,
    category: ::redaction::Category,
    identifier: Identifier,
}

/// Which replacements readers get; nothing for the team, who read the words as they are.
const fn profile_of(audience: Audience) -> Option<Profile> {
    match audience {
        Audience::Team => None,
        Audience::Partners | Audience::Funder => Some(Profile::Funder),
        Audience::Archive => Some(Profile::Archive),
        Audience::Public => Some(Profile::Public),
    }
}

pub(super) fn category(of: MaskCategory) -> ::redaction::Category {
    ::redaction::Category::from_name(of.as_str()).unwrap_or(::redaction::Category::Misc)
}

impl Veil {
    /// What is masked for these readers in the words of this narrator.
    ///
    /// # Errors
    /// When the database or the key fails.
    pub async fn of<A: StoryAct, C: Reads>(
        gate: &Gate<'_, A, C>,
        key: &NarratorKey,
        narrator: NarratorId,
        audience: Audience,
    ) -> Result<Self, RedactionError> {
        let Some(profile) = profile_of(audience) else { return Ok(Self::none()) };
        let of = rows::Column::NarratorId.eq(narrator);
        let found = gate.stories::<rows::Entity>().only(of).all().await?;
        let mut kept = Vec::with_capacity(found.len());
        for row in &found {
            kept.push((row.get().clone(), store::opened(row.get(), key)?));
        }
        // Whoever withdrew between two questions has no redactions to be seen, and no words to be told either.
        if narrators::granting(gate, narrator).await?.is_none() {
            return Err(RedactionError::Absent);
        }
        Ok(Self::over(&kept, profile))
    }

    fn none() -> Self {
        let (masked, entities, replacements) = (Masked::default(), Vec::new(), Replacements::new());
        Self { profile: None, masked, entities, replacements }
    }

    pub(super) fn over(kept: &[(rows::Model, Kept)], profile: Profile) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let (mut entities, mut replacements) = (Vec::new(), Replacements::new());
        for (row, kept) in kept {
            let id = EntityId(row.entity_id.as_u128());
            let mask = match profile {
                Profile::Team => continue,
                Profile::Funder => &kept.masks.funder,
                Profile::Archive => &kept.masks.archive,
                Profile::Public => &kept.masks.public,
            };
            match mask {
                Mask::Keep => continue,
                Mask::Words(text) => replacements.set(id, profile, Replacement::Text(text.clone())),
                Mask::Label => {}
            }
            let category = ::redaction::Category::from_name(&row.category).unwrap_or(::redaction::Category::Misc);
            let identifier = if row.identifier == "direct" { Identifier::Direct } else { Identifier::Quasi };
            let entity = Entity { id, category, identifier };
            words.push(&kept.words);
            entities.push(entity);
            // A name may stand alone, or be cut by the edge of a passage.
            if row.category == MaskCategory::Person.as_str() {
                for part in kept.words.split_whitespace().filter(|part| part.chars().count() > 2 && *part != kept.words)
                {
                    words.push(part);
                    entities.push(entity);
                }
            }
        }
        Self { profile: Some(profile), masked: Masked::of(&words), entities, replacements }
    }

    /// Words as these readers read them.
    #[must_use]
    pub fn over_words(&self, words: &str) -> String {
        let Some(profile) = self.profile.filter(|_| !self.entities.is_empty()) else { return words.to_owned() };
        let mut rendered = words.to_owned();
        for _round in 0..ROUNDS {
            let leaks = self.masked.leaks(&rendered);
            if leaks.is_empty() {
                return rendered;
            }
            let spans = self.spans_of(leaks);
            rendered = render(&rendered, &spans, &self.replacements, profile).text;
        }
        if self.masked.leaks(&rendered).is_empty() { rendered } else { WITHHELD.to_owned() }
    }

    fn spans_of(&self, leaks: Vec<::redaction::Leak>) -> Vec<Span> {
        let span = |leak: ::redaction::Leak| {
            let entity = self.entities.get(leak.which)?;
            let (start, end): (CodePoints, CodePoints) = (leak.start, leak.end);
            let Entity { id, category, identifier } = *entity;
            Some(Span { start, end, entity: id, category, identifier, confidential: None })
        };
        leaks.into_iter().filter_map(span).collect()
    }

    /// Where something that is masked stands in these words.
    pub(super) fn spans_in(&self, words: &str) -> Vec<Span> {
        self.spans_of(self.masked.leaks(words))
    }

    /// Whether a passage of a text begins or ends within something that is masked: then its edge would give a part of it away.
    #[must_use]
    pub fn is_cut_by(&self, text: &str, start: u32, end: u32) -> bool {
        let cuts = |at: u32, leak: &::redaction::Leak| leak.start.0 < at && at < leak.end.0;
        self.masked.leaks(text).iter().any(|leak| cuts(start, leak) || cuts(end, leak))
    }

    /// Whether anything is masked at all.
    #[must_use]
    pub fn masks_anything(&self) -> bool {
        !self.entities.is_empty()
    }

    /// Whether anything that is masked stands in these words.
    #[must_use]
    pub fn leaks_in(&self, words: &str) -> bool {
        !self.masked.leaks(words).is_empty()
    }
}

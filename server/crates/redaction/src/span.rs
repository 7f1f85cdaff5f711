//! A span to be masked, who reads, and what stands in its place. Nothing here looks at a text.

use std::collections::BTreeMap;

use passages::CodePoints;

/// Whom or what a span speaks of: one id for one person, place or date, however often it is mentioned. The number is
/// opaque, the 128 bits of an id that the service gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u128);

/// What kind of thing is named, after the Text Anonymization Benchmark (guidelines, step 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Names of people, nicknames, user names, initials.
    Person,
    /// Numbers and codes that identify: telephone, passport, case reference, account, address on the net.
    Code,
    /// Places, from a street to a country.
    Location,
    /// Named groups and institutions: schools, mosques, firms, parties.
    Organisation,
    /// What a person is: work, origin, age, illness.
    Demographic,
    /// A date or a time.
    DateTime,
    /// A quantity that means something: an amount of money.
    Quantity,
    /// Whatever else describes one person.
    Misc,
}

impl Category {
    /// All of them, in the order of the guidelines.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Code,
        Self::Location,
        Self::Organisation,
        Self::Demographic,
        Self::DateTime,
        Self::Quantity,
        Self::Misc,
    ];

    /// The name of the category, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Code => "code",
            Self::Location => "location",
            Self::Organisation => "organisation",
            Self::Demographic => "demographic",
            Self::DateTime => "datetime",
            Self::Quantity => "quantity",
            Self::Misc => "misc",
        }
    }

    /// The category of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }

    /// What stands in brackets where nobody has written a replacement.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Code => "number",
            Self::Location => "place",
            Self::Organisation => "organisation",
            Self::Demographic => "detail",
            Self::DateTime => "date",
            Self::Quantity => "amount",
            Self::Misc => "removed",
        }
    }
}

/// Whether a span identifies on its own (benchmark guidelines, step 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    /// Leads to one person without anything else: a name, a passport number.
    Direct,
    /// Leads to a person together with other things that are known.
    Quasi,
}

impl Identifier {
    /// The name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Quasi => "quasi",
        }
    }
}

/// What makes a span dangerous beyond recognition (GDPR article 9, as the benchmark sorts it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidential {
    /// Religious or philosophical belief.
    Belief,
    /// Political opinion, membership of a union.
    Politics,
    /// Sexual orientation or sex life, sexual violence.
    Sex,
    /// Racial or ethnic origin.
    Ethnic,
    /// Health.
    Health,
}

impl Confidential {
    /// The name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Belief => "belief",
            Self::Politics => "politics",
            Self::Sex => "sex",
            Self::Ethnic => "ethnic",
            Self::Health => "health",
        }
    }
}

/// A range of a text that somebody decided to be about one entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first code point.
    pub start: CodePoints,
    /// Behind the last code point.
    pub end: CodePoints,
    /// Whom or what it speaks of.
    pub entity: EntityId,
    /// What kind of thing it is.
    pub category: Category,
    /// Whether it identifies on its own.
    pub identifier: Identifier,
    /// What makes it dangerous, if anything.
    pub confidential: Option<Confidential>,
}

/// Who reads a rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Those who work with the story.
    Team,
    /// Those who pay, under an agreement.
    Funder,
    /// Anybody, persecutors included.
    Public,
    /// An archive with its own rules of access.
    Archive,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Team, Self::Funder, Self::Public, Self::Archive];

    /// The name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Funder => "funder",
            Self::Public => "public",
            Self::Archive => "archive",
        }
    }
}

/// What one profile reads in the place of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Replacement {
    /// The narrator's own words.
    Keep,
    /// This, shown in brackets.
    Text(String),
}

/// What stands for each entity in each profile. It is kept per entity and not per span, so that one entity cannot have two
/// replacements in one profile. Whatever nobody wrote down is masked with the label of its category, never kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replacements {
    by_entity: BTreeMap<(EntityId, Profile), Replacement>,
}

impl Replacements {
    /// Nothing written down: everything is masked with labels.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes down what stands for an entity in a profile, over what stood there.
    pub fn set(&mut self, entity: EntityId, profile: Profile, replacement: Replacement) {
        self.by_entity.insert((entity, profile), replacement);
    }

    /// What was written down for an entity in a profile.
    #[must_use]
    pub fn get(&self, entity: EntityId, profile: Profile) -> Option<&Replacement> {
        self.by_entity.get(&(entity, profile))
    }
}

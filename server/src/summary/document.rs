//! What an edition of a summary says: blocks in thirteen parts. Claims are statements, and a statement carries the ids of
//! the passages it rests on; narrators' words stand in it as quotes, by id, and numbers as questions, so that each is asked
//! for anew whenever somebody reads.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SummaryError;
use crate::named::named;

/// How many blocks an edition may have.
const MOST_BLOCKS: usize = 400;
/// How long a text may be, in characters.
const LONGEST: usize = 5_000;
/// How long a title may be, in characters.
const LONGEST_TITLE: usize = 200;
/// What may stand beside a quote of whoever speaks: names of attributes. Each is judged before it is published.
pub const LABELS: [&str; 8] =
    ["role", "time_in_country", "route", "origin_broad", "age_band", "gender", "place", "caring_duties"];
/// How many passages a statement may rest on.
const MOST_EVIDENCE: usize = 100;

named! {
    /// The parts of a learning summary, in their order.
    Part {
        /// What was asked, and why.
        Purpose = "purpose",
        /// Who spoke, and who is missing.
        WhoSpoke = "who-spoke",
        /// What was told of each indicator.
        Coverage = "coverage",
        /// Moments after which life was different.
        TippingPoints = "tipping-points",
        /// Narrators' own words.
        Quotes = "quotes",
        /// What was learnt.
        LearningPoints = "learning-points",
        /// What worked, and on which conditions.
        GoodPractices = "good-practices",
        /// Small figures, each with its base.
        SmallFigures = "small-figures",
        /// What is asked of whom.
        PolicyAsks = "policy-asks",
        /// What the receiving community and services changed.
        TwoWay = "two-way",
        /// How it was done, and what it cannot say.
        MethodAndLimits = "method-and-limits",
        /// How nobody can be found in it.
        Disclosure = "disclosure",
        /// What was answered, and what will be done.
        Response = "response",
    }
}

impl Part {
    /// Whether every sentence of it must rest on passages.
    #[must_use]
    pub const fn claims(self) -> bool {
        matches!(self, Self::TippingPoints | Self::LearningPoints | Self::GoodPractices | Self::PolicyAsks)
    }
}

named! {
    /// What kind of thing a statement says.
    StatementKind {
        /// Something learnt.
        LearningPoint = "learning-point",
        /// Something that worked.
        BestPractice = "best-practice",
        /// Something that did not.
        DidNotWork = "did-not-work",
        /// Something asked of somebody.
        PolicyAsk = "policy-ask",
        /// Something nobody meant to happen.
        UnintendedEffect = "unintended-effect",
        /// Something that is beginning to be needed.
        EmergingNeed = "emerging-need",
        /// A moment after which life was different.
        TippingPoint = "tipping-point",
        /// Something that changed on the other side.
        ChangeAround = "change-around",
    }
}

named! {
    /// How a passage stands to a statement.
    Stance {
        /// It bears it out.
        Supports = "supports",
        /// It says otherwise.
        Contradicts = "contradicts",
        /// It makes it less simple.
        Complicates = "complicates",
        /// Nobody expected it.
        Surprises = "surprises",
    }
}

named! {
    /// In which field of policy something is asked: the sectors of EMM2.0.
    Sector {
        /// What holds for all of them: rights, equal access.
        Goal = "goal",
        /// Across them: many hands, training, coordination.
        CrossSector = "cross-sector",
        /// Health and care.
        Health = "health",
        /// Work.
        Labour = "labour",
        /// Language and learning of adults.
        LanguageAdult = "language-adult",
        /// Schools.
        Schools = "schools",
        /// Housing.
        Housing = "housing",
    }
}

named! {
    /// A question to the stories, answered in numbers of narrators.
    Question {
        /// For each indicator: who told of it, of something that helped, of something in the way.
        Coverage = "coverage",
        /// Narrators by the role they speak in.
        Roles = "roles",
        /// Narrators by the language of their stories.
        Languages = "languages",
        /// Tipping points by their shape.
        TippingShapes = "tipping-shapes",
        /// For each pair of indicators: who told of both in the same passage.
        Links = "links",
    }
}

/// What an edition says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// What it comes down to, in a few sentences.
    #[serde(default)]
    pub standfirst: String,
    /// What it says, in the order of its parts.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Block {
    /// Words of the editors that claim nothing of the stories.
    Text {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
        /// The words; an empty line parts paragraphs.
        text: String,
    },
    /// One sentence that rests on passages.
    Statement {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
        /// What kind.
        says: StatementKind,
        /// The sentence.
        text: String,
        /// Of whom something is asked.
        #[serde(default)]
        addressee: String,
        /// In which field of policy it is asked.
        #[serde(default)]
        sector: Option<Sector>,
        /// On which conditions it holds, or what it costs.
        #[serde(default)]
        conditions: String,
        /// Whether somebody looked for voices that say otherwise.
        #[serde(default)]
        looked_for_contrary: bool,
        /// The passages it rests on: ids of evidence.
        #[serde(default)]
        evidence: Vec<Uuid>,
    },
    /// A narrator's own words.
    Quote {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
        /// Which quote.
        quote_id: Uuid,
        /// What is said beside it of whoever speaks: names of attributes, at most two.
        #[serde(default)]
        label: Vec<String>,
        /// The same words in the language of the summary.
        #[serde(default)]
        translation: String,
        /// The tipping point that these very words tell.
        #[serde(default)]
        tipping_id: Option<Uuid>,
        /// A recording that is heard or seen beside the words, as a whole.
        #[serde(default)]
        recording_id: Option<Uuid>,
        /// What is heard or seen in it, for those who do not hear or see it.
        #[serde(default)]
        described: String,
    },
    /// A question to the stories.
    Figure {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
        /// Which.
        asks: Question,
        /// What a reader must know to read it rightly.
        #[serde(default)]
        note: String,
    },
    /// A figure of the forum's own, from elsewhere than the stories.
    SmallFigure {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
        /// What was counted.
        text: String,
        /// How many.
        numerator: u32,
        /// Of how many.
        denominator: u32,
        /// When.
        period: String,
        /// Where.
        place: String,
        /// Who counted, and how.
        source: String,
        /// What it does not say.
        caveat: String,
    },
    /// Something stood here that rests on words that were withdrawn. Sent back, it leaves what stands behind it as it is.
    Withdrawn {
        /// Its id.
        id: Uuid,
        /// In which part.
        part: Part,
    },
}

impl Block {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        match self {
            Self::Text { id, .. }
            | Self::Statement { id, .. }
            | Self::Quote { id, .. }
            | Self::Figure { id, .. }
            | Self::SmallFigure { id, .. }
            | Self::Withdrawn { id, .. } => *id,
        }
    }

    /// Gives it another id.
    pub(super) const fn is_called(&mut self, new: Uuid) {
        match self {
            Self::Text { id, .. }
            | Self::Statement { id, .. }
            | Self::Quote { id, .. }
            | Self::Figure { id, .. }
            | Self::SmallFigure { id, .. }
            | Self::Withdrawn { id, .. } => *id = new,
        }
    }

    /// In which part.
    #[must_use]
    pub const fn part(&self) -> Part {
        match self {
            Self::Text { part, .. }
            | Self::Statement { part, .. }
            | Self::Quote { part, .. }
            | Self::Figure { part, .. }
            | Self::SmallFigure { part, .. }
            | Self::Withdrawn { part, .. } => *part,
        }
    }

    /// The same place with nothing in it.
    #[must_use]
    pub const fn withdrawn(&self) -> Self {
        Self::Withdrawn { id: self.id(), part: self.part() }
    }

    /// The passages it rests on.
    #[must_use]
    pub fn evidence(&self) -> &[Uuid] {
        if let Self::Statement { evidence, .. } = self { evidence } else { &[] }
    }

    /// Which quote it shows.
    #[must_use]
    pub const fn quote(&self) -> Option<Uuid> {
        if let Self::Quote { quote_id, .. } = self { Some(*quote_id) } else { None }
    }

    /// What editors wrote in it.
    #[must_use]
    pub fn prose(&self) -> Vec<&str> {
        match self {
            Self::Text { text, .. } => vec![text],
            Self::Statement { text, addressee, conditions, .. } => vec![text, addressee, conditions],
            Self::Quote { translation, described, .. } => vec![translation, described],
            Self::Figure { note, .. } => vec![note],
            Self::SmallFigure { text, period, place, source, caveat, .. } => vec![text, period, place, source, caveat],
            Self::Withdrawn { .. } => Vec::new(),
        }
    }
}

impl Document {
    /// Checks what was sent, as far as that needs nothing but itself.
    ///
    /// # Errors
    /// [`SummaryError::Bounds`] with the place of what is too long, doubled or out of place.
    pub fn check(&self) -> Result<(), SummaryError> {
        let wrong = |at: String, detail: &str| Err(SummaryError::Bounds { at, detail: detail.to_owned() });
        if self.title.trim().is_empty() || self.title.chars().count() > LONGEST_TITLE {
            return wrong("/title".to_owned(), "Give it a title of at most 200 characters.");
        }
        if self.standfirst.chars().count() > LONGEST {
            return wrong("/standfirst".to_owned(), "Say it in at most 5,000 characters.");
        }
        if self.blocks.len() > MOST_BLOCKS {
            return wrong("/blocks".to_owned(), "A summary has at most 400 blocks: part it into two.");
        }
        let mut ids = std::collections::HashSet::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let at = format!("/blocks/{at}");
            if !ids.insert(block.id()) {
                return wrong(at, "Two blocks have the same id.");
            }
            if block.prose().iter().any(|text| text.chars().count() > LONGEST) {
                return wrong(at, "Say it in at most 5,000 characters.");
            }
            if block.evidence().len() > MOST_EVIDENCE {
                return wrong(at, "A statement rests on at most 100 passages.");
            }
            if let Block::Text { part, .. } = block
                && part.claims()
            {
                return wrong(at, "In this part every sentence rests on passages: make it a statement.");
            }
            if let Block::Quote { label, .. } = block {
                if label.len() > 2 {
                    return wrong(at, "Say at most two things of whoever speaks.");
                }
                if !label.iter().all(|name| LABELS.contains(&name.as_str())) {
                    return wrong(at, "That cannot stand beside a quote.");
                }
            }
            if let Block::Quote { recording_id: Some(_), described, .. } = block
                && described.trim().is_empty()
            {
                return wrong(at, "Say what is heard or seen in the recording, for those who do not hear or see it.");
            }
            if let Block::SmallFigure { numerator, denominator, .. } = block
                && numerator > denominator
            {
                return wrong(at, "There cannot be more of them than there are.");
            }
        }
        Ok(())
    }

    /// What it shows where some of it is withdrawn: places that are to be read with what stands behind them are taken from
    /// the edition before.
    #[must_use]
    pub fn over(mut self, before: &Self) -> Self {
        for block in &mut self.blocks {
            if let Block::Withdrawn { id, .. } = block
                && let Some(stands) = before.blocks.iter().find(|one| one.id() == *id)
            {
                *block = stands.clone();
            }
        }
        self
    }

    /// What editors wrote, block by block.
    pub fn prose(&self) -> impl Iterator<Item = (Option<Uuid>, &str)> {
        let head = [(None, self.title.as_str()), (None, self.standfirst.as_str())];
        let of_blocks = self.blocks.iter().flat_map(|block| {
            let id = Some(block.id());
            block.prose().into_iter().map(move |text| (id, text))
        });
        head.into_iter().chain(of_blocks)
    }
}

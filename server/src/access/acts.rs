//! The acts: one empty type for each kind of work, which says who may do it, and for acts on stories which purpose the
//! narrator must have granted.

use crate::{
    named::named,
    people::{Role, Scope},
};

named! {
    /// What a narrator may allow, each apart. Not asked is refused. (Levels of use after ISO/IEC TS 27560 practice.)
    Purpose {
        /// To keep the story at all.
        Store = "store",
        /// To read, code and search it in the team.
        Analyse = "analyse",
        /// To count it.
        Count = "count",
        /// To quote it without any name.
        QuoteAnonymously = "quote-anonymously",
        /// To quote it under the chosen name.
        QuoteUnderPseudonym = "quote-under-pseudonym",
        /// To quote it with the real name.
        QuoteByName = "quote-by-name",
        /// To publish the whole text.
        PublishFullText = "publish-full-text",
        /// To let the voice be heard.
        ShareVoice = "share-voice",
        /// To let the image be seen.
        ShareImage = "share-image",
        /// To give it to an archive.
        Archive = "archive",
        /// To contact the narrator again.
        ContactAgain = "contact-again",
    }
}

impl Purpose {
    /// What must be granted too for this one to mean anything: nothing is analysed that may not be stored, and nothing is
    /// used that may not be analysed.
    #[must_use]
    pub const fn needs(self) -> Option<Self> {
        match self {
            Self::Store | Self::ContactAgain => None,
            Self::Analyse | Self::Archive => Some(Self::Store),
            Self::Count
            | Self::QuoteAnonymously
            | Self::QuoteUnderPseudonym
            | Self::QuoteByName
            | Self::PublishFullText
            | Self::ShareVoice
            | Self::ShareImage => Some(Self::Analyse),
        }
    }

    /// Itself and all that must be granted too.
    pub fn with_needs(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |purpose| purpose.needs())
    }
}

named! {
    /// Who may be reached by a use; each includes those before it.
    Audience {
        /// The members of the project.
        Team = "team",
        /// Named partners of the project.
        Partners = "partners",
        /// Those who pay.
        Funder = "funder",
        /// An archive's readers.
        Archive = "archive",
        /// Everybody.
        Public = "public",
    }
}

impl Audience {
    /// How wide: a grant for a wider audience covers the narrower ones.
    #[must_use]
    pub const fn rank(self) -> i32 {
        match self {
            Self::Team => 0,
            Self::Partners => 1,
            Self::Funder => 2,
            Self::Archive => 3,
            Self::Public => 4,
        }
    }
}

/// How far an act reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All narrators of the project.
    Project,
    /// Only narrators whom this person welcomed.
    OwnNarrators,
}

/// One thing a person can do in a project.
pub trait Act: 'static {
    /// Its stable name, as in `may`.
    const NAME: &'static str;
    /// Which scope lets an API token do it; none: only a person who signed in.
    const SCOPE: Option<Scope> = None;
    /// Whether this role may do it.
    fn allowed(role: Role) -> bool;
    /// Whether an administrator may do it without a role in the project. Never for an act on stories.
    fn open_to_administrators() -> bool {
        false
    }
}

/// An act on words of stories: the gate asks for the purpose and the audience.
pub trait StoryAct: Act {
    /// What the narrator must have granted.
    const PURPOSE: Purpose;
    /// Who is reached by it.
    const AUDIENCE: Audience = Audience::Team;
    /// How far it reaches.
    const REACH: Reach = Reach::Project;
}

/// An act on narrators and consents, never on words.
pub trait DeskAct: Act {
    /// How far it reaches.
    const DESK_REACH: Reach = Reach::Project;
}

/// An act on names and contacts.
pub trait VaultAct: DeskAct {}

/// Makes an act: its name, scope, and the roles that may do it.
macro_rules! act {
    ($(#[$doc:meta])* $name:ident = $text:literal, $scope:expr, $($role:ident)|+ $(, $administrators:literal)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Act for $name {
            const NAME: &'static str = $text;
            const SCOPE: Option<Scope> = $scope;
            fn allowed(role: Role) -> bool { matches!(role, $(Role::$role)|+) }
            $(fn open_to_administrators() -> bool { $administrators })?
        }
    };
}

act!(
    /// To know of the project: its name, members' roles, the codebook.
    SeeProject = "see", Some(Scope::Read), Collector | Coder | Lead | Protector | Editor | Reader, true
);
act!(
    /// To change what the project is called and says of itself.
    ChangeProject = "manage-project", None, Lead
);
act!(
    /// To invite people and give them roles.
    ManageMembers = "manage-members", None, Lead, true
);
act!(
    /// To write what is explained when consent is asked.
    KeepNotices = "keep-notices", None, Lead | Protector
);
act!(
    /// To add local codes.
    KeepCodebook = "keep-codebook", None, Lead
);
act!(
    /// To see narrators and what they allow, and to withdraw on their behalf.
    KeepConsents = "keep-consents", None, Lead | Protector
);
act!(
    /// To put narrators under protection, and to take it off again.
    Protect = "protect", None, Protector
);
act!(
    /// To choose passages that are told to others.
    QuotePassages = "quote", None, Lead | Editor
);
act!(
    /// To hand coded passages to others.
    ExportPassages = "export", None, Lead
);
act!(
    /// To write learning summaries, and to publish what passed the gates.
    WriteSummaries = "write-summaries", None, Lead | Editor
);
act!(
    /// To see drafts of learning summaries, and to pass them through gates.
    ApproveSummaries = "approve-summaries", None, Lead | Editor | Protector
);
act!(
    /// To say that one fears for somebody; to read that again is the protector's.
    RaiseConcern = "raise-concern", None, Collector | Coder | Lead | Protector | Editor
);
act!(
    /// To decide what is masked in stories before they leave the team.
    RedactStories = "redact", None, Lead | Editor
);
act!(
    /// To see names and contacts.
    OpenVault = "open-vault", None, Protector
);
act!(
    /// To welcome narrators, ask their consent and bring their stories.
    CollectTestimony = "collect", Some(Scope::Collect), Collector | Lead
);
act!(
    /// To read and search stories in the team.
    ReadTestimonies = "read", Some(Scope::Read), Coder | Lead | Editor
);
act!(
    /// To code passages and mark tipping points.
    CodePassages = "code", Some(Scope::Code), Coder | Lead
);
act!(
    /// To mend transcripts: turns, headings, corrections.
    MendTestimony = "mend", None, Lead
);

impl DeskAct for KeepConsents {}
impl DeskAct for OpenVault {}
impl DeskAct for Protect {}
impl DeskAct for RaiseConcern {}
impl VaultAct for OpenVault {}
impl DeskAct for CollectTestimony {
    const DESK_REACH: Reach = Reach::OwnNarrators;
}
impl StoryAct for CollectTestimony {
    const PURPOSE: Purpose = Purpose::Store;
    const REACH: Reach = Reach::OwnNarrators;
}
impl StoryAct for ReadTestimonies {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for CodePassages {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for MendTestimony {
    const PURPOSE: Purpose = Purpose::Analyse;
}

impl StoryAct for ExportPassages {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for QuotePassages {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for RedactStories {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for WriteSummaries {
    const PURPOSE: Purpose = Purpose::Analyse;
}
impl StoryAct for ApproveSummaries {
    const PURPOSE: Purpose = Purpose::Analyse;
}

/// Asks the same of every act.
macro_rules! every_act {
    ($asked:ident($($with:expr),*)) => {
        [
            $asked::<SeeProject>($($with),*),
            $asked::<ChangeProject>($($with),*),
            $asked::<ManageMembers>($($with),*),
            $asked::<KeepNotices>($($with),*),
            $asked::<KeepCodebook>($($with),*),
            $asked::<KeepConsents>($($with),*),
            $asked::<Protect>($($with),*),
            $asked::<QuotePassages>($($with),*),
            $asked::<ExportPassages>($($with),*),
            $asked::<RaiseConcern>($($with),*),
            $asked::<RedactStories>($($with),*),
            $asked::<WriteSummaries>($($with),*),
            $asked::<ApproveSummaries>($($with),*),
            $asked::<OpenVault>($($with),*),
            $asked::<CollectTestimony>($($with),*),
            $asked::<ReadTestimonies>($($with),*),
            $asked::<CodePassages>($($with),*),
            $asked::<MendTestimony>($($with),*),
        ]
    };
}

/// The names of what somebody with these roles may do, so that buttons follow policy.
#[must_use]
pub fn may(roles: &[Role], administrator: bool) -> Vec<&'static str> {
    fn one<A: Act>(roles: &[Role], administrator: bool) -> Option<&'static str> {
        let allowed = roles.iter().any(|role| A::allowed(*role)) || (administrator && A::open_to_administrators());
        allowed.then_some(A::NAME)
    }
    every_act!(one(roles, administrator)).into_iter().flatten().collect()
}

/// The scope that lets a token do the act of this name; nothing for acts of people in person.
#[must_use]
pub fn scope_of(name: &str) -> Option<Scope> {
    fn one<A: Act>(name: &str) -> Option<Scope> {
        if A::NAME == name { A::SCOPE } else { None }
    }
    every_act!(one(name)).into_iter().flatten().next()
}

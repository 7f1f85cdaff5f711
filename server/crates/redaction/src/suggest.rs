//! Suggests what may need a mask. Suggestions are never decisions: each says which rule speaks and how certain it is, and none
//! ever says which name of the project it matched. Work is linear in the length of the text.

mod ages;
mod capitals;
mod checks;
mod codes;
mod dates;
mod extent;
mod names;
mod net;
mod places;
mod resolve;
mod scene;
mod traits;

use std::collections::HashSet;

use passages::CodePoints;

use crate::known::{Endings, Freedom, Known};
use crate::lexicon::folded_words;
use crate::reading::Reading;
use crate::same::parts_of_name;
use crate::span::{Category, Confidential, Identifier};
pub(crate) use names::is_title;
use scene::Scene;

/// How certain a rule is. It says nothing about how much harm the words would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Worth a glance.
    Weak,
    /// More often right than wrong.
    Likely,
    /// Known, or of a form that little else has.
    Sure,
}

impl Certainty {
    /// The name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $name:literal,)+) => {
        /// Which rule speaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)+];

            /// The name, as stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }
        }
    };
}

rules! {
    /// A name of the project's list; which one is not said.
    ProjectName = "project-name",
    /// One name of several of a person of the project's list.
    ProjectNamePart = "project-name-part",
    /// An address for e-mail.
    Email = "email",
    /// A web address.
    WebAddress = "web-address",
    /// A user name with @.
    Handle = "handle",
    /// A telephone number.
    Phone = "phone",
    /// An account number (ISO 13616); sure when its check digits agree.
    Iban = "iban",
    /// UK national insurance number: two letters, six digits, A to D.
    NationalInsurance = "national-insurance",
    /// UK health number: ten digits, modulus 11.
    HealthNumber = "nhs-number",
    /// UK Home Office reference: a letter and seven digits.
    HomeOffice = "home-office-reference",
    /// UK biometric residence permit: two letters and seven digits, or three and six.
    ResidencePermit = "residence-permit",
    /// UK asylum support reference: NN/NN/NNNNN.
    AsylumSupport = "nass-reference",
    /// UK unique application number: four groups of four digits, or GWF and nine.
    ApplicationNumber = "application-number",
    /// UK share code: nine letters and digits in threes.
    ShareCode = "share-code",
    /// NL citizen service number: nine digits, the test of eleven.
    CitizenNumber = "bsn",
    /// NL alien number: ten digits.
    AlienNumber = "v-number",
    /// DE file number of the federal office: seven digits and three.
    FederalOffice = "bamf-number",
    /// DE central register of foreigners: twelve digits.
    ForeignersRegister = "azr-number",
    /// EURODAC: country, category, digits.
    Eurodac = "eurodac-number",
    /// UNHCR case: three digits, two digits, C, five digits.
    UnhcrCase = "unhcr-case",
    /// A number after a word for numbers: file, passport, account.
    NumberByCue = "number-by-cue",
    /// Seven digits or more that are no date and no amount.
    LongNumber = "long-number",
    /// Letters and digits in one.
    MixedCode = "mixed-code",
    /// A postcode of the UK, the Netherlands, Germany or France.
    Postcode = "postcode",
    /// A date.
    Date = "date",
    /// A year.
    Year = "year",
    /// A time of day.
    Time = "time",
    /// A person's age.
    Age = "age",
    /// An amount of money.
    Money = "money",
    /// A place of the list in this crate.
    PlaceName = "place-name",
    /// A name beside a word for places: street, village, camp.
    PlaceByCue = "place-by-cue",
    /// A name beside a word for organisations: school, mosque, company.
    OrganisationByCue = "organisation-by-cue",
    /// Capitals in a row, as organisations abbreviate themselves.
    Acronym = "acronym",
    /// A person's work or standing.
    Occupation = "occupation",
    /// Origin, nationality, people.
    Origin = "origin",
    /// Religion.
    Belief = "belief",
    /// Political opinion.
    Politics = "politics",
    /// Sexual orientation, sex life, sexual violence.
    Sex = "sex",
    /// Health.
    Health = "health",
    /// A name after "my name is", "called".
    NameByCue = "name-by-cue",
    /// A name after a title.
    NameByTitle = "name-by-title",
    /// A name after "my brother", "my neighbour".
    NameByKin = "name-by-kin",
    /// A common given name, with the names beside it.
    GivenName = "given-name",
    /// Words with capitals where a sentence does not begin.
    Capitals = "capitals",
    /// What another rule took for a name, elsewhere in the text.
    SameName = "same-name",
}

/// A range that may need a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suggestion {
    /// The first code point.
    pub start: CodePoints,
    /// Behind the last code point.
    pub end: CodePoints,
    /// What kind of thing it seems to be.
    pub category: Category,
    /// Whether it would identify on its own.
    pub identifier: Identifier,
    /// What would make it dangerous.
    pub confidential: Option<Confidential>,
    /// Which rule speaks.
    pub rule: Rule,
    /// How certain it is.
    pub certainty: Certainty,
}

/// What a project knows: names of its people, places and organisations, made ready once. Suggestions never say which of them
/// matched. At most [`Project::MOST`] are taken.
#[derive(Debug, Clone, Default)]
pub struct Project {
    known: Known,
    meant: Vec<(Category, bool)>,
    /// Folded forms, so that a name that many people share is looked for once.
    seen: HashSet<(Category, String)>,
}

impl Project {
    /// So many names are looked for; more would be a register, not a project.
    pub const MOST: usize = 50_000;

    /// A project that knows nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name. Of a person each name is also looked for alone.
    pub fn add(&mut self, category: Category, name: &str) {
        self.add_form(category, name, false);
        if category == Category::Person {
            for part in parts_of_name(name) {
                self.add_form(category, &part, true);
            }
        }
    }

    fn add_form(&mut self, category: Category, form: &str, part: bool) {
        let is_new = self.meant.len() < Self::MOST && self.seen.insert((category, folded_words(form)));
        if is_new {
            self.known.add(form, Endings::OfNames, u32::try_from(self.meant.len()).unwrap_or(u32::MAX));
            self.meant.push((category, part));
        }
    }

    fn suggest(&self, reading: &Reading, out: &mut Vec<Suggestion>) {
        for found in self.known.find(reading, Freedom::Phrase) {
            let Some((category, part)) = usize::try_from(found.payload).ok().and_then(|at| self.meant.get(at)) else {
                continue;
            };
            let small = reading.word(found.first_word).is_some_and(|word| word.has_case() && !word.is_capital());
            let rule = if *part { Rule::ProjectNamePart } else { Rule::ProjectName };
            // A part of a name in small letters is most often the word it also is; a whole name is a name however written.
            let certainty = match (part, small) {
                (true, true) => continue,
                (true, false) => Certainty::Likely,
                (false, true) => Certainty::Likely,
                (false, false) => Certainty::Sure,
            };
            let identifier = match category {
                Category::Person | Category::Code => Identifier::Direct,
                Category::Location
                | Category::Organisation
                | Category::Demographic
                | Category::DateTime
                | Category::Quantity
                | Category::Misc => Identifier::Quasi,
            };
            out.push(Suggestion {
                start: CodePoints(found.start),
                end: CodePoints(found.end),
                category: *category,
                identifier,
                confidential: None,
                rule,
                certainty,
            });
        }
    }
}

/// Everything in a text that may need a mask, in order. Of suggestions within one another the wider is kept.
#[must_use]
pub fn suggest(text: &str, project: &Project) -> Vec<Suggestion> {
    let reading = Reading::of(text);
    let mut scene = Scene::of(&reading);
    project.suggest(&reading, &mut scene.out);
    net::suggest(&mut scene);
    dates::suggest(&mut scene);
    ages::suggest(&mut scene);
    codes::suggest(&mut scene);
    places::suggest(&mut scene);
    traits::suggest(&mut scene);
    names::suggest(&mut scene);
    capitals::suggest(&mut scene);
    names::again(&mut scene);
    resolve::resolve(scene.out)
}

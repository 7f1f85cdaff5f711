//! What a search asks for, read from the address. Parameters may be repeated: a passage fits one value of each, and every
//! `code`.

use actix_web::web::Query;
use findable::QueryError;
use serde::Deserialize;
use utoipa::IntoParams;

use super::SearchError;
use crate::{
    consent::narrators::NarratorRole,
    ids::{AccountId, CodeId, TestimonyId},
    page::Wanted,
    problem::Problem,
    testimony::TestimonyKind,
};

/// Most parameters of one address.
const MOST: usize = 100;
/// Deepest place in a list of passages: who wants to see more asks more narrowly.
pub(super) const DEEPEST: usize = 1_000;

/// What a search can be asked for; for the description.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the address, which is read by hand because parameters repeat")]
pub struct SearchQuery {
    /// Words: `found work`, `house OR flat`, `"a safe place"`, `integrat*`, `Aleppo~`, `house -flat`, `speaker:Amina`.
    q: Option<String>,
    /// Passages that bear this code or one below it; every one of several.
    code: Option<Vec<CodeId>>,
    /// Passages that bear this indicator or a code below it; one of several.
    indicator: Option<Vec<CodeId>>,
    /// Who speaks, as the transcript names them.
    speaker: Option<Vec<String>>,
    /// In which role the narrator speaks.
    narrator_role: Option<Vec<NarratorRole>>,
    /// What the narrator says of themself: `place:Utrecht`.
    attribute: Option<Vec<String>>,
    /// Language of the testimony (BCP 47).
    language: Option<Vec<String>>,
    /// Kind of the testimony.
    kind: Option<Vec<TestimonyKind>>,
    /// Passages this person coded.
    coder: Option<Vec<AccountId>>,
    /// Told then or later: a year, a month or a day.
    from: Option<String>,
    /// Told then or earlier.
    until: Option<String>,
    /// In this testimony.
    testimony: Option<Vec<TestimonyId>>,
    /// How many, 50 unless said, 200 at most.
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// What a search asks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// As it was typed.
    pub typed: String,
    /// The words; nothing when none were typed.
    pub words: Option<findable::Query>,
    /// Codes a passage must all bear.
    pub codes: Vec<CodeId>,
    /// The same, by name: from `code:`.
    pub named_codes: Vec<String>,
    /// Codes of which it bears one.
    pub indicators: Vec<CodeId>,
    /// Who speaks, written small.
    pub speakers: Vec<String>,
    /// In which role.
    pub narrator_roles: Vec<NarratorRole>,
    /// What narrators say of themselves.
    pub attributes: Vec<(String, String)>,
    /// Languages.
    pub languages: Vec<String>,
    /// Kinds.
    pub kinds: Vec<TestimonyKind>,
    /// Who coded.
    pub coders: Vec<AccountId>,
    /// Told then or later.
    pub from: Option<String>,
    /// Told then or earlier.
    pub until: Option<String>,
    /// In these testimonies.
    pub testimonies: Vec<TestimonyId>,
    /// How many.
    pub size: usize,
    /// How many are passed over.
    pub after: usize,
}

impl Asked {
    /// Reads the part of an address behind the question mark.
    ///
    /// # Errors
    /// When it asks for something unknown, or the words cannot be understood.
    pub fn read(address: &str) -> Result<Self, Problem> {
        let pairs = Query::<Vec<(String, String)>>::from_query(address)
            .map_err(|_cannot_be_decoded| unknown("query", "The address cannot be read."))?
            .into_inner();
        if pairs.len() > MOST {
            return Err(unknown("query", "The address asks for more than 100 things."));
        }
        let mut asked = Self::default();
        let mut page = Wanted::default();
        for (name, value) in pairs {
            asked.add(&name, value, &mut page)?;
        }
        asked.size = usize::try_from(page.size()).unwrap_or(0);
        let after = page.place()?.unwrap_or(0);
        asked.after = usize::try_from(after)
            .ok()
            .filter(|after| *after <= DEEPEST)
            .ok_or_else(|| Problem::invalid("after", "unknown-place", "This is no page of this list."))?;
        Ok(asked)
    }

    fn add(&mut self, name: &str, value: String, page: &mut Wanted) -> Result<(), Problem> {
        match name {
            "q" => self.words(value)?,
            "code" => self.codes.push(known(name, &value)?),
            "indicator" => self.indicators.push(known(name, &value)?),
            "speaker" => self.speakers.push(value.trim().to_lowercase()),
            "narrator_role" => self.narrator_roles.push(named(NarratorRole::parse(&value), name)?),
            "attribute" => {
                let (attribute, value) = named(value.split_once(':'), name)?;
                self.attributes.push((attribute.to_owned(), value.to_owned()));
            }
            "language" => self.languages.push(value),
            "kind" => self.kinds.push(named(TestimonyKind::parse(&value), name)?),
            "coder" => self.coders.push(known(name, &value)?),
            "from" => self.from = Some(moment(name, value)?),
            "until" => self.until = Some(moment(name, value)?),
            "testimony" => self.testimonies.push(known(name, &value)?),
            "limit" => page.limit = Some(known(name, &value)?),
            "after" => page.after = Some(value),
            _ => return Err(unknown("query", "The address asks for something that is not known here.")),
        }
        Ok(())
    }

    fn words(&mut self, typed: String) -> Result<(), Problem> {
        if !typed.trim().is_empty() {
            let query = findable::parse(&typed).map_err(|error: QueryError| SearchError::Query(error))?;
            self.speakers.extend(query.speakers().iter().map(|speaker| speaker.trim().to_lowercase()));
            self.named_codes.extend(query.codes().iter().cloned());
            self.words = Some(query);
        }
        self.typed = typed;
        Ok(())
    }

    /// Whether stories in this language are asked for.
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|wanted| wanted == language)
    }

    /// Whether a narrator's stories are asked for: one value of each attribute that is named.
    pub fn fits_teller(&self, role: &str, attributes: &[(&'static str, String)]) -> bool {
        let speaks_as = self.narrator_roles.is_empty() || self.narrator_roles.iter().any(|one| one.as_str() == role);
        speaks_as
            && self.attributes.iter().all(|(name, _)| {
                let mut values = self.attributes.iter().filter(|(other, _)| other == name);
                values.any(|(_, value)| attributes.iter().any(|(is, said)| is == name && said == value))
            })
    }

    /// Whether a story told then is asked for. What is known less exactly than it is asked for, fits.
    pub fn fits_time(&self, told_on: Option<&str>) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let Some(told) = told_on else { return false };
        let both = |asked: &str| {
            let length = told.len().min(asked.len());
            (told.get(..length).unwrap_or_default().to_owned(), asked.get(..length).unwrap_or_default().to_owned())
        };
        let not_before = self.from.as_deref().map(both).is_none_or(|(told, asked)| told >= asked);
        let not_after = self.until.as_deref().map(both).is_none_or(|(told, asked)| told <= asked);
        not_before && not_after
    }
}

fn unknown(at: &str, detail: &str) -> Problem {
    Problem::invalid(at, "query-parameters", detail)
}

fn known<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Problem> {
    named(value.parse().ok(), name)
}

fn named<T>(value: Option<T>, name: &str) -> Result<T, Problem> {
    value.ok_or_else(|| unknown(name, &format!("This is no value of “{name}”.")))
}

fn moment(name: &str, value: String) -> Result<String, Problem> {
    named(crate::testimony::ToldOn::parse(&value).ok().map(|_fits| value), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_may_be_repeated() {
        let asked = Asked::read("q=flat+speaker%3AAmina&kind=interview&kind=speech&attribute=place:Den%20Haag&limit=5")
            .unwrap();
        assert_eq!(asked.kinds, [TestimonyKind::Interview, TestimonyKind::Speech]);
        assert_eq!(asked.attributes, [("place".to_owned(), "Den Haag".to_owned())]);
        assert_eq!((asked.speakers, asked.size, asked.after), (vec!["amina".to_owned()], 5, 0));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let wrong = Asked::read("q=%28house").unwrap_err();
        assert_eq!((wrong.code.as_str(), wrong.fields.len()), ("query.unbalanced-parenthesis", 1));
        assert!(wrong.fields.iter().all(|field| field.at.starts_with("at:")));
        for address in
            ["kind=song", "colour=red", "code=x", "after=-1", "after=1001", "limit=x", "from=soon", "attribute=x"]
        {
            assert_eq!(Asked::read(address).unwrap_err().status().as_u16(), 422, "{address}");
        }
        assert!(Asked::read("").unwrap().words.is_none());
    }

    #[test]
    fn times_are_compared_as_exactly_as_they_are_known() {
        let asked = Asked::read("from=2025-06&until=2026-02-10").unwrap();
        for (told, fits) in [
            (Some("2025"), true),
            (Some("2025-05-31"), false),
            (Some("2025-06-01"), true),
            (Some("2026-02"), true),
            (Some("2026-02-11"), false),
            (Some("2027"), false),
            (None, false),
        ] {
            assert_eq!(asked.fits_time(told), fits, "{told:?}");
        }
    }
}

//! `kith demo`: fills a folder of its own with real, openly licensed stories, and with invented narrators, consents, coders
//! and codings, each marked SYNTHETIC. Doing it twice changes nothing but the password. Must never touch an installation in
//! which anybody else has an account.

mod hints;
mod summary;
mod told;

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use clap::Args;
use uuid::Uuid;

use self::{hints::Hints, told::Told};
use super::{CommandError, Ended, import, say};
use crate::{
    access::{Audience, CodePassages, CollectTestimony, KeepConsents, KeepNotices, Permit, Purpose},
    app::Stores,
    clock::Clock,
    coding::{self, store::NewCoding},
    config::StorageConfig,
    consent::{
        ConsentError,
        asked::AskedHow,
        changes::Less,
        narrators::{self, NewNarrator},
        notices,
        records::{self, AskedBy, Decision, NewRecord},
    },
    ids::{AccountId, CodingId, ConsentId, NarratorId, NoticeId, ProjectId, TestimonyId, TippingId},
    people::{self, PeopleError},
    problem::Problem,
    testimony::{TestimonyError, store as stories},
    tipping::{self, store::NewTipping},
};

const EXAMPLES: &str = "\
Example:
    kith demo --data demo/data --keys demo/keys && kith serve --data demo/data --keys demo/keys

Exit codes: 0 the demonstration is there, 1 it is not.";

/// Fill a folder of its own with a demonstration
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Demo {
    #[command(flatten)]
    storage: StorageConfig,
    /// Where the stories of the demonstration lie
    #[arg(long, value_name = "FOLDER", default_value = "tests/fixtures/testimonies")]
    stories: PathBuf,
    /// The program that reads documents apart; this one unless said
    #[arg(long, env = "KITH_READER", value_name = "PROGRAM", hide = true)]
    reader: Option<PathBuf>,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

fn project_id() -> ProjectId {
    ProjectId(Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:kith:demonstration"))
}

fn id_of(what: &str) -> Uuid {
    Uuid::new_v5(&project_id().0, what.as_bytes())
}

fn plain(error: impl Into<Problem>) -> CommandError {
    CommandError::Said(error.into().to_string())
}

/// Everything the demonstration needs while it is made.
struct Making {
    stores: Stores,
    clock: Clock,
    people: HashMap<String, AccountId>,
    told: Told,
}

/// Does it.
pub(super) async fn run(asked: Demo) -> Result<Ended, CommandError> {
    let told = asked.stories.join("demo.json");
    let told = std::fs::read(&told).map_err(|cause| CommandError::Said(format!("{}: {cause}", told.display())))?;
    let told: Told =
        serde_json::from_slice(&told).map_err(|wrong| CommandError::Said(format!("demo.json: {wrong}")))?;
    let (stores, clock) = (Stores::open(&asked.storage).await?, Clock::Machine);
    let password = people::demo::fresh_password().map_err(plain)?;
    let people = set_up(&stores, &clock, &told, &password).await?;
    let making = Making { stores, clock, people, told };
    making.notice().await?;
    let stories = making.stories(&asked).await?;
    let (codings, tippings) = making.interpretations(&stories).await?;
    making.consents().await?;
    say(&format!(
        "The demonstration holds {} stories, {codings} codings and {tippings} tipping points.",
        stories.len()
    ))?;
    say("Sign in as any of these, with this password (it changes each time the demonstration is made):")?;
    say(&format!("  password  {password}"))?;
    for person in &making.told.people {
        say(&format!("  {:24}  {}", person.email, person.name))?;
    }
    // Last: narrators may have taken back what it rests on, and then everything else is there all the same.
    if let Some(address) = making.summary(&stories).await? {
        say(&format!("Everybody reads what was learnt from them at {address}, without signing in."))?;
    }
    Ok(Ended::Well)
}

async fn set_up(
    stores: &Stores,
    clock: &Clock,
    told: &Told,
    password: &str,
) -> Result<HashMap<String, AccountId>, CommandError> {
    let project = people::demo::Project {
        id: project_id(),
        organisation: told.organisation.clone(),
        name: told.project.name.clone(),
        description: told.project.description.clone(),
        language: told.project.language.clone(),
    };
    let people: Vec<people::demo::Person> = told
        .people
        .iter()
        .map(|person| people::demo::Person {
            email: person.email.clone(),
            name: person.name.clone(),
            administrator: person.administrator,
            roles: person.roles.clone(),
        })
        .collect();
    let made = people::demo::set_up(&stores.db, &project, &people, password, clock.now()).await;
    made.map_err(|error| {
        if matches!(error, PeopleError::SetUpAlready) {
            return CommandError::said(
                "people work in this folder: make the demonstration in another (--data, --keys)",
            );
        }
        plain(error)
    })
}

impl Making {
    fn person(&self, email: &str) -> Result<AccountId, CommandError> {
        self.people.get(email).copied().ok_or_else(|| CommandError::Said(format!("demo.json does not tell of {email}")))
    }

    async fn permit<A: crate::access::Act>(&self, email: &str) -> Result<Permit<A>, CommandError> {
        let person = self.person(email)?;
        Permit::at_the_console(&self.stores.db, person, project_id(), self.clock.now()).await.map_err(plain)
    }

    async fn notice(&self) -> Result<(), CommandError> {
        let permit = self.permit::<KeepNotices>(&self.told.lead).await?;
        let texts = self.told.notice.iter().map(|text| notices::Text {
            language: text.language.clone(),
            title: text.title.clone(),
            body: text.body.clone(),
            easy_body: String::new(),
        });
        notices::write(&self.stores.db, &permit, notice_id(), texts.collect(), true).await.map_err(plain)?;
        Ok(())
    }

    /// Brings the stories of the manifest, and gives their ids by file.
    async fn stories(&self, asked: &Demo) -> Result<Vec<(String, TestimonyId)>, CommandError> {
        let manifest = asked.stories.join("manifest.csv");
        let lead = self.person(&self.told.lead)?;
        let brought =
            import::by_manifest(&self.stores, lead, project_id(), &manifest, asked.reader.clone(), asked.quiet).await?;
        self.attributes().await?;
        Ok(brought)
    }

    async fn attributes(&self) -> Result<(), CommandError> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let permit = self.permit::<CollectTestimony>(&self.told.lead).await?;
        for one in &self.told.attributes {
            let id = self.narrator(&one.pseudonym);
            let known = narrators::one(db, keys, &permit, id).await.map_err(plain)?;
            let known = known.get();
            if known.attributes != one.attributes {
                let new = NewNarrator {
                    pseudonym: known.pseudonym.clone(),
                    role: known.role,
                    attributes: one.attributes.clone(),
                };
                narrators::welcome(db, keys, &permit, id, new).await.map_err(plain)?;
            }
        }
        Ok(())
    }

    fn narrator(&self, pseudonym: &str) -> NarratorId {
        import::narrator_of(project_id(), pseudonym)
    }

    /// One narrator's consent ends soon, another's was withdrawn.
    async fn consents(&self) -> Result<(), CommandError> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let permit = self.permit::<KeepConsents>(&self.told.lead).await?;
        let granted = |purpose| (purpose, Decision::Granted, Audience::Team);
        let record = NewRecord {
            notice: notice_id(),
            notice_language: "en".to_owned(),
            mode: records::ConsentMode::OnScreen,
            collected_on: "2026-02-05".to_owned(),
            valid_until: Some(permit.at().plus_days(self.told.expires.in_days)),
            answers: vec![granted(Purpose::Store), granted(Purpose::Analyse)],
            terms: std::collections::HashMap::new(),
            asked: AskedHow::default(),
            note: Some("SYNTHETIC: holds for some days only.".to_owned()),
            representative: None,
        };
        let expiring = self.narrator(&self.told.expires.pseudonym);
        let id = ConsentId(id_of("consent that ends"));
        records::keep(db, keys, &permit, expiring, id, record).await.map_err(plain)?;
        let gone = self.narrator(&self.told.withdraws);
        let reason = Some("SYNTHETIC: changed their mind.");
        let less = Less { narrator: gone, purposes: &[Purpose::Store], reason };
        match records::withdraw(db, keys, &permit, less, AskedBy::Narrator).await {
            Ok(_) | Err(ConsentError::NothingToWithdraw) => Ok(()),
            Err(error) => Err(plain(error)),
        }
    }

    /// Codings and tipping points, as many as there are now.
    async fn interpretations(&self, stories: &[(String, TestimonyId)]) -> Result<(usize, usize), CommandError> {
        let hints = Hints::of(&self.stores.codes, &self.told.words);
        // The same for each story whatever the others have, so that doing it twice gives the same.
        let each = self.told.most_codings_each;
        let (mut codings, mut tippings) = (0, 0);
        for (file, id) in stories {
            codings += self.code(&hints, file, *id, each).await?;
            for told in self.told.tipping_points.iter().filter(|told| told.file == *file) {
                tippings += self.mark(&hints, told, *id).await?;
            }
        }
        Ok((codings, tippings))
    }

    /// The first coder takes whole passages; the second the sentence alone of every other one, so that they overlap.
    async fn code(&self, hints: &Hints, file: &str, id: TestimonyId, at_most: usize) -> Result<usize, CommandError> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let mut permits = Vec::new();
        for coder in &self.told.coders {
            permits.push(self.permit::<CodePassages>(coder).await?);
        }
        let Some((revision, text)) = self.text(permits.first(), id).await? else { return Ok(0) };
        let known = match permits.first() {
            Some(permit) => coding::store::of_testimony(db, keys, permit, id).await.map_err(plain)?,
            None => Vec::new(),
        };
        let mut made = 0;
        for (number, found) in hints.matches(&text, at_most.saturating_mul(2) / 3).into_iter().enumerate() {
            let shares = [Some((found.start, found.end)), (number % 2 == 0).then_some(found.sentence)];
            for ((permit, coder), share) in permits.iter().zip(&self.told.coders).zip(shares) {
                let Some((start, end)) = share.filter(|(start, end)| start < end && made < at_most) else { continue };
                made += 1;
                let own = CodingId(id_of(&format!("coding\n{coder}\n{file}\n{start}\n{}", found.code)));
                if known.iter().any(|coding| coding.get().id == own) {
                    continue;
                }
                let new = coding::reply::NewCoding {
                    revision_id: revision,
                    start,
                    end,
                    code_id: found.code,
                    attributes: BTreeMap::new(),
                    memo: (number == 0).then(|| self.told.memo.clone()),
                };
                let new = NewCoding::of(new, &self.stores.codes).map_err(plain)?;
                coding::store::put(db, keys, &self.stores.codes, permit, id, own, new).await.map_err(plain)?;
            }
        }
        Ok(made)
    }

    /// The text, when coders may read it.
    async fn text(
        &self,
        permit: Option<&Permit<CodePassages>>,
        id: TestimonyId,
    ) -> Result<Option<(crate::ids::RevisionId, crate::testimony::OpenText)>, CommandError> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let Some(permit) = permit else { return Ok(None) };
        let told = match stories::one(db, keys, permit, id, []).await {
            Ok(told) => told,
            Err(TestimonyError::Absent) => return Ok(None),
            Err(error) => return Err(plain(error)),
        };
        let revision = told.get().revision_id;
        let text = stories::text_of(db, keys, permit, id, revision).await.map_err(plain)?;
        Ok(Some((revision, text.get().clone())))
    }

    async fn mark(&self, hints: &Hints, told: &told::TippingPoint, id: TestimonyId) -> Result<usize, CommandError> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let [coder, _] = &self.told.coders;
        let permit = self.permit::<CodePassages>(coder).await?;
        let Some((revision, text)) = self.text(Some(&permit), id).await? else { return Ok(0) };
        let Some((start, end)) = hints::paragraph(&text.text, &told.quote) else {
            return Err(CommandError::Said(format!("{}: the words of a tipping point are not there", told.file)));
        };
        let own = TippingId(id_of(&format!("tipping point\n{}\n{start}", told.file)));
        let known = tipping::store::of_testimony(db, keys, &permit, id).await.map_err(plain)?;
        if known.iter().any(|tipping| tipping.get().id == own) {
            return Ok(1);
        }
        let new = tipping::reply::NewTipping {
            revision_id: revision,
            start,
            end,
            axes: told.axes.clone(),
            dated: told.dated.clone(),
            place: told.place.clone(),
            indicators: told.indicators.iter().filter_map(|key| hints.code(key)).collect(),
            before: told.before.clone(),
            after: told.after.clone(),
            helped_by: told.helped_by.clone(),
            tie: told.tie,
            own_words: told.own_words.clone(),
        };
        let new = NewTipping::of(new, &self.stores.codes).map_err(plain)?;
        tipping::store::put(db, keys, &self.stores.codes, &permit, id, own, new).await.map_err(plain)?;
        Ok(1)
    }
}

fn notice_id() -> NoticeId {
    NoticeId(id_of("notice"))
}

//! A house for stories of searching: records, keys and an index in a folder that goes with it.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    access::{
        Act, Audience, CodePassages, CollectTestimony, KeepConsents, KeepNotices, MendTestimony, Permit, Purpose,
        ReadTestimonies,
    },
    app::Stores,
    clock::{Clock, Timestamp},
    codebook::reply::{CodeNode, CodebookReply},
    coding,
    config::StorageConfig,
    consent::{
        asked::AskedHow,
        changes::Less,
        narrators::{self, Attributes, NarratorRole, NewNarrator},
        notices,
        records::{self, AskedBy, ConsentMode, Decision, NewRecord},
    },
    ids::{AccountId, CodeId, CodingId, ConsentId, NarratorId, NoticeId, ProjectId, RevisionId, TestimonyId},
    jobs::outbox::{self, Change},
    problem::Problem,
    search::{Keeper, Search, asked::Asked, index, reply::SearchReply, start},
    testimony::{
        Heading, TestimonyKind,
        store::{self, ForIndex, NewTestimony},
    },
};

pub(super) struct House {
    pub(super) stores: Stores,
    pub(super) clock: Clock,
    pub(super) project: ProjectId,
    pub(super) person: AccountId,
    pub(super) search: Search,
    keeper: Option<Keeper>,
    config: StorageConfig,
    folder: PathBuf,
}

type Passages = BTreeSet<(u64, u64, u64, u64)>;

impl House {
    pub(super) async fn open() -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("kith-search-{}-{number}", std::process::id()));
        let _not_there = std::fs::remove_dir_all(&folder);
        let (data, keys) = (folder.join("data"), folder.join("keys"));
        let config = StorageConfig { data, keys, database: None, readers: 2 };
        let stores = Stores::open(&config).await.unwrap();
        let clock = Clock::fixed_at(Timestamp::parse("2026-03-01").unwrap());
        let (project, person) = (ProjectId(Uuid::from_u128(7)), AccountId(Uuid::from_u128(8)));
        furnish(&stores, project, person).await;
        let (db, narrator_keys) = (stores.db.clone(), stores.keys.clone());
        let (search, keeper) = start(config.index(), db, narrator_keys, clock.clone()).unwrap();
        let house = Self { stores, clock, project, person, search, keeper: Some(keeper), config, folder };
        let notices = house.permit::<KeepNotices>().await;
        let text = notices::Text {
            language: "en".into(),
            title: "Notice".into(),
            body: "Words.".into(),
            easy_body: String::new(),
        };
        let id = NoticeId(Uuid::from_u128(9));
        notices::write(&house.stores.db, &notices, id, vec![text], true).await.unwrap();
        house
    }

    pub(super) async fn permit<A: Act>(&self) -> Permit<A> {
        Permit::at_the_console(&self.stores.db, self.person, self.project, self.clock.now()).await.unwrap()
    }

    pub(super) async fn narrator(&self, number: u128, name: &str, purposes: &[Purpose]) -> NarratorId {
        self.welcome(number, name, purposes, None).await
    }

    pub(super) async fn narrator_until(&self, number: u128, name: &str, until: &str) -> NarratorId {
        self.welcome(number, name, &[Purpose::Store, Purpose::Analyse], Timestamp::parse(until)).await
    }

    async fn welcome(
        &self,
        number: u128,
        name: &str,
        purposes: &[Purpose],
        valid_until: Option<Timestamp>,
    ) -> NarratorId {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let permit = self.permit::<CollectTestimony>().await;
        let id = NarratorId(Uuid::from_u128(1_000 + number));
        let attributes = Attributes { place: Some("Utrecht".into()), ..Attributes::default() };
        let new = NewNarrator { pseudonym: name.to_owned(), role: NarratorRole::Newcomer, attributes };
        narrators::welcome(db, keys, &permit, id, new).await.unwrap();
        let answer = |purpose: &Purpose| (*purpose, Decision::Granted, Audience::Team);
        let record = NewRecord {
            notice: NoticeId(Uuid::from_u128(9)),
            notice_language: "en".into(),
            mode: ConsentMode::Written,
            collected_on: "2026-03-01".into(),
            valid_until,
            answers: purposes.iter().map(answer).collect(),
            terms: HashMap::new(),
            asked: AskedHow::default(),
            note: None,
            representative: None,
        };
        let consent = ConsentId(Uuid::from_u128(2_000 + number));
        records::keep(db, keys, &permit, id, consent, record).await.unwrap();
        id
    }

    pub(super) async fn tells(&self, narrator: NarratorId, number: u128, language: &str, text: &str) {
        let permit = self.permit::<CollectTestimony>().await;
        let new = NewTestimony {
            narrator,
            heading: Heading { title: format!("Story {number}"), ..Heading::default() },
            kind: TestimonyKind::Interview,
            language: language.to_owned(),
            direction: None,
            told_on: None,
            text: text.to_owned(),
            turns: None,
            cues: Vec::new(),
        };
        let id = TestimonyId(Uuid::from_u128(number));
        store::keep(&self.stores.db, &self.stores.keys, &permit, id, new).await.unwrap();
    }

    pub(super) async fn corrects(&self, number: u128, text: &str) {
        let permit = self.permit::<MendTestimony>().await;
        let (id, revision) = (TestimonyId(Uuid::from_u128(number)), RevisionId(Uuid::from_u128(5_000 + number)));
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let revised =
            db.transact(async |tx| store::revise(tx, keys, &permit, id, revision, text, None, "spelling").await);
        revised.await.unwrap();
    }

    /// A code that passages can be coded with, the indicator above it, and its name.
    pub(super) async fn a_code_under_an_indicator(&self) -> (CodeId, CodeId, String) {
        let codes = self.stores.codes.of_project(&self.stores.db, self.project).await.unwrap();
        let mut all: Vec<CodeId> = self.stores.codes.without_local().codebooks.iter().flat_map(ids_below).collect();
        all.sort_unstable();
        let found = all.into_iter().find_map(|id| {
            let code = codes.get(id)?;
            let indicator = code.indicator.filter(|indicator| *indicator != id)?;
            (code.codable && codes.named(&code.name).len() == 1).then(|| (id, indicator, code.name.clone()))
        });
        found.unwrap()
    }

    pub(super) async fn codes(&self, testimony: u128, number: u128, range: std::ops::Range<u32>, code: CodeId) {
        let permit = self.permit::<CodePassages>().await;
        let (db, keys, codes) = (&self.stores.db, &self.stores.keys, &self.stores.codes);
        let id = TestimonyId(Uuid::from_u128(testimony));
        let told = store::one(db, keys, &permit, id, []).await.unwrap();
        let sent = coding::reply::NewCoding {
            revision_id: told.get().revision_id,
            start: range.start,
            end: range.end,
            code_id: code,
            attributes: Default::default(),
            memo: None,
        };
        let new = coding::store::NewCoding::of(sent, codes).unwrap();
        let coding = CodingId(Uuid::from_u128(7_000 + number));
        coding::store::put(db, keys, codes, &permit, id, coding, new).await.unwrap();
    }

    pub(super) async fn withdraws(&self, narrator: NarratorId) {
        let permit = self.permit::<KeepConsents>().await;
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let purposes = [Purpose::Analyse];
        let less = Less { narrator, purposes: &purposes, reason: None };
        records::withdraw(db, keys, &permit, less, AskedBy::Narrator).await.unwrap();
    }

    pub(super) async fn says_it_changed(&self, number: u128) {
        let (project, now) = (self.project, self.clock.now());
        let add = self
            .stores
            .db
            .transact(async |tx| outbox::add(tx, Change::Testimony, project, Some(Uuid::from_u128(number)), now).await);
        add.await.unwrap();
    }

    pub(super) async fn caught_up(&self) {
        self.search.caught_up_with(outbox::newest(&self.stores.db).await.unwrap()).await;
    }

    pub(super) async fn search(&self, address: &str) -> Result<SearchReply, Problem> {
        let asked = Asked::read(address)?;
        let permit = self.permit::<ReadTestimonies>().await;
        Ok(self.search.find(&self.stores.db, &self.stores.keys, &self.stores.codes, &permit, asked).await?)
    }

    /// The numbers of the stories found, in order.
    pub(super) async fn finds(&self, address: &str) -> Vec<u128> {
        self.search(address).await.unwrap().hits.iter().map(|hit| hit.testimony_id.0.as_u128()).collect()
    }

    pub(super) fn passages_in_index(&self) -> Passages {
        let open = self.search.shared.serving().unwrap();
        let mut all = Passages::new();
        for segment in open.searcher().segment_readers() {
            let columns = segment.fast_fields();
            let [testimony, start, end, edition] =
                [index::TESTIMONY, index::START, index::END, index::EDITION].map(|name| columns.u64(name).unwrap());
            for doc in segment.doc_ids_alive() {
                let of = |column: &tantivy::columnar::Column<u64>| column.first(doc).unwrap();
                assert!(
                    all.insert((of(&testimony), of(&start), of(&end), of(&edition))),
                    "a passage stands there twice"
                );
            }
        }
        all
    }

    pub(super) async fn for_index(&self) -> Vec<ForIndex> {
        let db = &self.stores.db;
        let ids = store::ids_after(db, 0, 10_000).await.unwrap();
        let ids: Vec<TestimonyId> = ids.into_iter().map(|(_, id)| id).collect();
        let beyond = db.beyond_consent(crate::consent::gate::Reason::Indexing, crate::consent::gate::Actor::Worker);
        store::for_index(&beyond, &self.stores.keys, &ids).await.unwrap()
    }

    pub(super) async fn index_equals_database(&self) {
        let mut all = Passages::new();
        for told in self.for_index().await {
            let Some(text) = told.text else { continue };
            for passage in text.shape.passages(&text.text) {
                let number = u64::try_from(told.number).unwrap();
                let edition = u64::try_from(text.edition).unwrap();
                all.insert((number, passage.start.0.into(), passage.end.0.into(), edition));
            }
        }
        assert_eq!(self.passages_in_index(), all);
    }

    pub(super) fn index_folder(&self) -> PathBuf {
        self.config.index()
    }

    /// The folder of the generation in use.
    pub(super) fn generation(&self) -> PathBuf {
        let name = std::fs::read_to_string(self.index_folder().join("current")).unwrap();
        self.index_folder().join(name)
    }

    /// Whether a word stands in the dictionary of any segment, also of one that nobody can see any more.
    pub(super) fn index_knows(&self, word: &str) -> bool {
        let files = files_under(&self.generation());
        let segments: BTreeSet<_> =
            files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "term")).collect();
        let open = self.search.shared.serving().unwrap();
        let searcher = open.searcher();
        assert_eq!(segments.len(), searcher.segment_readers().len(), "a segment lies there that nobody can see");
        searcher.segment_readers().iter().any(|segment| {
            let mut fields = segment.schema().fields().filter(|(_, entry)| entry.is_indexed());
            fields.any(|(field, _)| {
                let index = segment.inverted_index(field).unwrap();
                let mut terms = index.terms().stream().unwrap();
                let mut known = false;
                while terms.advance() {
                    known |= terms.key().windows(word.len()).any(|part| part == word.as_bytes());
                }
                known
            })
        })
    }

    pub(super) fn start(&mut self) {
        let (db, keys) = (self.stores.db.clone(), self.stores.keys.clone());
        let (search, keeper) = start(self.config.index(), db, keys, self.clock.clone()).unwrap();
        (self.search, self.keeper) = (search, Some(keeper));
    }

    pub(super) async fn stop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.stop().await;
        }
    }

    pub(super) async fn close(mut self) {
        self.stop().await;
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn ids_below(codebook: &CodebookReply) -> Vec<CodeId> {
    let mut nodes: Vec<&CodeNode> = codebook.categories.iter().collect();
    let mut ids = Vec::new();
    while let Some(node) = nodes.pop() {
        ids.push(node.id);
        nodes.extend(&node.children);
    }
    ids
}

pub(super) fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files_under(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

async fn furnish(stores: &Stores, project: ProjectId, person: AccountId) {
    let id = |id: Uuid| format!("X'{}'", id.simple());
    let (project, person, organisation) = (id(project.0), id(person.0), id(Uuid::from_u128(6)));
    let mut all = vec![
        format!("INSERT INTO organisation (id, name, created_at) VALUES ({organisation}, 'Forum', 0)"),
        format!(
            "INSERT INTO project (id, organisation_id, name, description, language, created_at, consent_epoch) VALUES \
             ({project}, {organisation}, 'Project', '', 'en', 0, 0)"
        ),
        format!("INSERT INTO account VALUES ({person}, 'bo@example.org', 'Bo', NULL, 'en', 0, 0, NULL, NULL)"),
    ];
    for (number, role) in ["collector", "coder", "lead", "protector"].into_iter().enumerate() {
        let row = id(Uuid::from_u128(u128::try_from(number).unwrap()));
        all.push(format!("INSERT INTO membership VALUES ({row}, {project}, {person}, '{role}', 0)"));
    }
    for one in all {
        stores.db.writer().execute_unprepared(&one).await.unwrap();
    }
}

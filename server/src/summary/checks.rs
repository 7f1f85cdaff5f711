//! What is asked of the evidence and of what a summary discloses, before any person is asked. The same is asked again at
//! every sign and when it is published.

use std::collections::{BTreeMap, HashMap, HashSet};

use ::redaction::Masked;
use uuid::Uuid;

use super::{
    SummaryError,
    brought::{self, Brought},
    document::{Block, Document, Part, Question, Stance},
    evidence::{self, Evidence},
    figures::{self, Material},
    gates,
    publishing::{self, audience_of},
    releases,
    reply::{ChecksReply, FigureReply, GateKind, GateProblem, GateReply, StrengthReply},
    rows, store, voices, words,
};
use crate::{
    access::{ApproveSummaries, Audience, Permit},
    codebook::Codes,
    coding,
    consent::vault,
    db::Db,
    ids::{NarratorId, ProjectId, RevisionId, SummaryId, TestimonyId},
    keys::NarratorKeys,
    people,
    quote::reply::QuoteReply,
    redaction::rendering::Veil,
    testimony,
};

/// Parts that are never empty.
const ALWAYS: [Part; 2] = [Part::Purpose, Part::MethodAndLimits];
/// Parts that speak of the work and not of what was told.
const ABOUT_THE_WORK: [Part; 4] = [Part::Purpose, Part::MethodAndLimits, Part::Disclosure, Part::Response];

/// What was asked of an edition, and everything that is needed to publish it.
pub(super) struct Asked {
    pub row: rows::summary::Model,
    pub document: Document,
    pub rests_on: Vec<u8>,
    pub evidence: HashMap<Uuid, Evidence>,
    pub quotes: HashMap<Uuid, QuoteReply>,
    pub figures: BTreeMap<Uuid, FigureReply>,
    pub strengths: BTreeMap<Uuid, StrengthReply>,
    pub material: Material,
    pub codes: Codes,
    /// What would stand beside each quote.
    pub beside: BTreeMap<Uuid, String>,
    /// What quotes bring along.
    pub brought: Brought,
    /// How many releases there were.
    pub released: usize,
    /// The epoch of consents before anything was asked.
    pub epoch: i64,
    problems: Problems,
}

/// What stands against a gate, as it is found.
#[derive(Default)]
pub(super) struct Problems(Vec<(GateKind, GateProblem)>);

impl Problems {
    pub(super) fn add(&mut self, gate: GateKind, code: &str, block: Option<Uuid>) {
        self.counted(gate, code, block, None, None);
    }

    pub(super) fn counted(
        &mut self,
        gate: GateKind,
        code: &str,
        block: Option<Uuid>,
        number: Option<u64>,
        needed: Option<u64>,
    ) {
        let (code, stops) = (code.to_owned(), true);
        self.0.push((gate, GateProblem { code, stops, block_id: block, number, needed, about: None }));
    }

    /// Something that people should look at, and that keeps nothing shut.
    pub(super) fn look_at(&mut self, gate: GateKind, code: &str, block: Uuid) {
        self.add(gate, code, Some(block));
        if let Some((_, problem)) = self.0.last_mut() {
            problem.stops = false;
        }
    }

    /// Which words or attribute the last one is about.
    pub(super) fn last_is_about(&mut self, about: String) {
        if let Some((_, problem)) = self.0.last_mut() {
            problem.about = Some(about);
        }
    }

    pub(super) fn about(&mut self, gate: GateKind, code: &str, block: Option<Uuid>, about: String) {
        self.counted(gate, code, block, None, None);
        self.last_is_about(about);
    }
}

impl Asked {
    /// That both gates are passed.
    pub(super) fn must_pass(&self) -> Result<(), SummaryError> {
        let shut = self.problems.0.iter().find(|(_, problem)| problem.stops);
        shut.map_or(Ok(()), |(gate, _)| Err(SummaryError::NotPassed(gate.as_str())))
    }

    /// As it is shown, with what people signed.
    pub(super) fn reply(self, signed: impl Fn(GateKind) -> bool) -> ChecksReply {
        let gate = |gate: GateKind| {
            let of_it = self.problems.0.iter().filter(|(of, _)| *of == gate);
            let problems: Vec<GateProblem> = of_it.map(|(_, problem)| problem.clone()).collect();
            let passed = match gate {
                GateKind::Evidence | GateKind::Disclosure => !problems.iter().any(|problem| problem.stops),
                GateKind::SecondPerson | GateKind::Protection | GateKind::Approval => signed(gate),
            };
            GateReply { gate, passed, problems }
        };
        ChecksReply {
            edition: self.row.edition,
            gates: GateKind::ALL.iter().copied().map(gate).collect(),
            figures: self.figures,
            strengths: self.strengths,
        }
    }
}

/// Asks everything of the newest edition.
///
/// # Errors
/// When there is no such summary, or the database or the keys fail.
pub(super) async fn of(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    id: SummaryId,
) -> Result<Asked, SummaryError> {
    let row = store::row_of(db, permit, id).await?;
    let epoch = people::consent_epoch(db, permit.project()).await?;
    let audience = audience_of(&row.audience);
    let key = keys.of(store::key_id(id)).await?;
    let document = store::as_written(db, &key, id, row.edition).await?;
    let read = evidence::cleared(&db.as_permitted(permit), id).await?;
    let read: HashMap<Uuid, Evidence> = read.iter().map(|one| (one.get().id, *one.get())).collect();
    let told = evidence::told(db, permit, id, audience).await?;
    let told: HashMap<Uuid, Evidence> = told.iter().map(|one| (one.get().id, *one.get())).collect();
    let quotes = store::quotes_shown(db, keys, permit, &document).await?;
    let (quotes, narrower): (Vec<_>, Vec<_>) =
        quotes.into_iter().partition(|quote| quote.audience.rank() >= audience.rank());
    let quotes: HashMap<Uuid, QuoteReply> = quotes.into_iter().map(|quote| (quote.id, quote)).collect();
    let material = Material::gather(db, codes, permit, audience).await?;
    let mut problems = Problems::default();
    parts(&document, &mut problems);
    numbers(&document, &mut problems);
    let coded = coded_places(db, permit).await?;
    for block in &document.blocks {
        statement(block, &read, &told, &coded, &mut problems);
        if let Some(quote) = block.quote().filter(|quote| !quotes.contains_key(quote)) {
            let is_narrower = narrower.iter().any(|one| one.id == quote);
            let code = if is_narrower { "quote.for-fewer" } else { "quote.withdrawn" };
            problems.add(GateKind::Evidence, code, Some(block.id()));
        }
    }
    let said = said(db, keys, permit, &document, &read, &quotes).await?;
    let hidden = hidden(db, keys, permit, &read, &quotes, audience).await?;
    let beside = voices::judged(db, keys, permit, &document, audience, &mut problems).await?;
    let whole = (&document, row.language.as_str());
    let brought = brought::judged(db, keys, codes, permit, whole, &quotes, audience, &mut problems).await?;
    let mut names = false;
    for (block, prose) in document.prose() {
        if said.stands_in(prose).is_some() {
            problems.add(GateKind::Disclosure, "words.verbatim", block);
        }
        names |= hidden.iter().any(|one| one.is_of_the_vault() && one.stands_in(prose));
        if hidden.iter().any(|one| !one.is_of_the_vault() && one.stands_in(prose)) {
            problems.add(GateKind::Disclosure, "words.name", block);
        }
    }
    names |= beside.values().any(|said| hidden.iter().any(|one| one.stands_in(said)));
    if names {
        // Said once, and not where: the vault answers nobody's guesses.
        problems.add(GateKind::Disclosure, "words.name", None);
    }
    for block in &document.blocks {
        let quote = block.quote().and_then(|id| quotes.get(&id));
        if quote.is_some_and(|quote| hidden.iter().any(|one| one.stands_in(&quote.words))) {
            problems.add(GateKind::Disclosure, "words.name", Some(block.id()));
        }
    }
    let mut released = releases::of_project(db, keys, permit.project()).await?;
    let known_releases = released.number;
    let mut shown_figures = BTreeMap::new();
    // Links last: each lies within numbers of other figures, and gives way to them.
    let mut blocks: Vec<&Block> = document.blocks.iter().collect();
    blocks.sort_by_key(|block| matches!(block, Block::Figure { asks: Question::Links, .. }));
    for block in blocks {
        if let Block::Figure { id, asks, .. } = block {
            let raw = material.answer(*asks, codes, &row.language);
            let figure = figures::protected(&raw, *asks, audience, &released);
            if !figure.withheld && figure.as_of.is_none() {
                // Beside the other figures of the same summary too.
                let mut release = figures::release_of(&raw, &figure, *asks, figures::preset_for(audience));
                release.id = id.to_string();
                released.ledger.enter_known(release);
            }
            if figure.withheld {
                problems.look_at(GateKind::Disclosure, "figure.withheld", *id);
            } else if figure.as_of.is_some() {
                problems.look_at(GateKind::Disclosure, "figure.differencing", *id);
            }
            shown_figures.insert(*id, figure);
        }
        if let Block::SmallFigure { id, numerator, denominator, .. } = block {
            small_figure(*id, [*numerator, *denominator], audience, &mut problems);
        }
    }
    let stands: HashMap<Uuid, Stance> = read.iter().map(|(id, one)| (*id, one.stance)).collect();
    let speaks: HashSet<Uuid> = quotes.keys().copied().collect();
    Ok(Asked {
        rests_on: gates::rests_on(&row, &document, &stands, &speaks),
        strengths: figures::strengths(&document, &told),
        row,
        document,
        evidence: told,
        quotes,
        figures: shown_figures,
        material,
        codes: codes.clone(),
        beside,
        brought,
        released: known_releases,
        epoch,
        problems,
    })
}

/// That nothing is missing which every summary has, and that it says anything.
fn parts(document: &Document, problems: &mut Problems) {
    for part in ALWAYS {
        let says = |block: &Block| block.part() == part && block.prose().iter().any(|text| !text.trim().is_empty());
        if !document.blocks.iter().any(says) {
            problems.about(GateKind::Evidence, "part.empty", None, part.as_str().to_owned());
        }
    }
    if !document.blocks.iter().any(gates::is_claim) {
        problems.add(GateKind::Evidence, "statement.none", None);
    }
}

/// That every number is a figure, with its base and its rounding, wherever it stands. In parts about the work, and beside
/// figures and statements, people look at it: days, costs and thresholds are numbers too.
fn numbers(document: &Document, problems: &mut Problems) {
    const CODE: &str = "prose.number";
    if [&document.title, &document.standfirst].iter().any(|text| words::has_a_number(text)) {
        problems.add(GateKind::Evidence, CODE, None);
    }
    for block in &document.blocks {
        let (stands, stops) = match block {
            Block::Text { text, part, .. } => (words::has_a_number(text), !ABOUT_THE_WORK.contains(part)),
            Block::Statement { addressee, conditions, .. } => {
                (words::has_a_number(addressee) || words::has_a_number(conditions), false)
            }
            Block::Figure { note, .. } => (words::has_a_number(note), false),
            Block::Quote { .. } | Block::SmallFigure { .. } | Block::Withdrawn { .. } => (false, false),
        };
        match (stands, stops) {
            (true, true) => problems.add(GateKind::Evidence, CODE, Some(block.id())),
            (true, false) => problems.look_at(GateKind::Evidence, CODE, block.id()),
            (false, _) => {}
        }
    }
}

/// Where something is coded: by text, ranges of code points.
type Places = HashMap<(TestimonyId, RevisionId), Vec<(u32, u32)>>;

async fn coded_places(db: &Db, permit: &Permit<ApproveSummaries>) -> Result<Places, SummaryError> {
    let mut places = Places::new();
    for passage in coding::store::passages(&db.as_permitted(permit)).await? {
        let at = passage.get();
        places.entry((at.testimony_id, at.revision_id)).or_default().push((at.start, at.end));
    }
    Ok(places)
}

/// That a statement is one sentence, without numbers of its own, rests on coded passages that may be told, and that somebody
/// looked for voices that say otherwise.
fn statement(
    block: &Block,
    read: &HashMap<Uuid, Evidence>,
    told: &HashMap<Uuid, Evidence>,
    coded: &Places,
    problems: &mut Problems,
) {
    let Block::Statement { id, text, evidence, looked_for_contrary, .. } = block else { return };
    let (gate, at) = (GateKind::Evidence, Some(*id));
    if text.trim().is_empty() {
        problems.add(gate, "statement.empty", at);
    }
    if words::is_more_than_a_sentence(text) {
        problems.add(gate, "statement.more-than-a-sentence", at);
    }
    if words::has_a_number(text) {
        problems.add(gate, "statement.number", at);
    }
    if evidence.iter().any(|id| !read.contains_key(id)) {
        problems.add(gate, "evidence.withdrawn", at);
        return;
    }
    let count = |number: usize| Some(u64::try_from(number).unwrap_or(u64::MAX));
    let not_told = evidence.iter().filter(|id| !told.contains_key(id)).count();
    if not_told > 0 {
        problems.counted(gate, "evidence.not-allowed", at, count(not_told), None);
    }
    let linked: Vec<&Evidence> = evidence.iter().filter_map(|id| told.get(id)).collect();
    if !linked.iter().any(|one| one.stance == Stance::Supports) {
        problems.add(gate, "evidence.none", at);
    }
    let is_coded = |one: &&Evidence| {
        let places = coded.get(&(one.testimony, one.revision)).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|(start, end)| *start < one.end && one.start < *end)
    };
    let not_coded = linked.iter().filter(|one| !is_coded(one)).count();
    if not_coded > 0 {
        problems.counted(gate, "evidence.not-coded", at, count(not_coded), None);
    }
    let otherwise = linked.iter().any(|one| one.stance != Stance::Supports);
    if !otherwise && !looked_for_contrary {
        problems.add(gate, "contrary.not-looked-for", at);
    }
}

/// Small figures give nobody away either: few of many, or all but a few, are too few.
fn small_figure(id: Uuid, [numerator, denominator]: [u32; 2], audience: Audience, problems: &mut Problems) {
    let few = figures::preset_for(audience).threshold();
    let others = denominator.saturating_sub(numerator);
    let small = [numerator, others].into_iter().filter(|number| *number > 0).min().unwrap_or(denominator);
    if u64::from(small) < few {
        problems.counted(GateKind::Disclosure, "figure.too-small", Some(id), Some(u64::from(small)), Some(few));
    }
}

/// What narrators said in the stories that are linked and quoted. Opened to compare, shown to nobody.
async fn said(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    document: &Document,
    read: &HashMap<Uuid, Evidence>,
    quotes: &HashMap<Uuid, QuoteReply>,
) -> Result<words::Said, SummaryError> {
    let of_evidence = document.blocks.iter().flat_map(Block::evidence).filter_map(|id| read.get(id));
    let of_evidence = of_evidence.map(|one| (one.testimony, one.revision));
    let of_quotes = quotes.values().map(|quote| (quote.testimony_id, quote.revision_id));
    let texts: HashSet<(TestimonyId, RevisionId)> = of_evidence.chain(of_quotes).collect();
    let mut said = words::Said::default();
    for (testimony, revision) in texts {
        match testimony::store::text_of(db, keys, permit, testimony, revision).await {
            Ok(text) => said.add(&text.get().text),
            // Withdrawn since it was found: then it is shown to nobody anyway.
            Err(testimony::TestimonyError::Absent) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(said)
}

/// What of words that editors or readers wrote beside a summary must not be told: names, what is masked, or a stretch that a
/// narrator said, in any story the newest edition rests on. Nothing where they may be told.
///
/// # Errors
/// When there is no such summary, or the database or the keys fail.
pub async fn gives_away(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    id: SummaryId,
    words: &[&str],
) -> Result<Option<&'static str>, SummaryError> {
    let row = store::row_of(db, permit, id).await?;
    let audience = Audience::parse(&row.audience).unwrap_or(Audience::Public);
    let key = keys.of(store::key_id(id)).await?;
    let mut document = store::as_written(db, &key, id, row.edition).await?;
    // It stands beside what is published, which may rest on others than the newest edition.
    if let Some(published) = store::newest_publication(db, id).await? {
        let place = publishing::place(published.id);
        let published: publishing::Published = key.open_json(place, &published.document_sealed)?;
        document.blocks.extend(published.document.blocks);
    }
    let read = evidence::cleared(&db.as_permitted(permit), id).await?;
    let read: HashMap<Uuid, Evidence> = read.iter().map(|one| (one.get().id, *one.get())).collect();
    let quotes = store::quotes_shown(db, keys, permit, &document).await?;
    let quotes: HashMap<Uuid, QuoteReply> = quotes.into_iter().map(|quote| (quote.id, quote)).collect();
    let hidden = hidden(db, keys, permit, &read, &quotes, audience).await?;
    if words.iter().any(|words| hidden.iter().any(|one| one.stands_in(words))) {
        return Ok(Some("words.name"));
    }
    let said = said(db, keys, permit, &document, &read, &quotes).await?;
    Ok(words.iter().any(|words| said.stands_in(words).is_some()).then_some("words.verbatim"))
}

/// Whether a name of the vault stands in words that are for everybody.
///
/// # Errors
/// When the database or the keys fail.
pub async fn names_in(db: &Db, keys: &NarratorKeys, project: ProjectId, words: &[&str]) -> Result<bool, SummaryError> {
    let names = names_of_the_vault(db, keys, project).await?;
    Ok(words.iter().any(|words| !names.leaks(words).is_empty()))
}

async fn names_of_the_vault(db: &Db, keys: &NarratorKeys, project: ProjectId) -> Result<Masked, SummaryError> {
    let names = vault::to_match(db, keys, project).await?;
    let parts = |name: &String| name.split_whitespace().map(str::to_owned).chain([name.clone()]).collect::<Vec<_>>();
    let names: Vec<String> = names.iter().flat_map(parts).filter(|name| name.chars().count() > 2).collect();
    Ok(Masked::of(&names))
}

/// What must not stand in anything that leaves the team.
enum Hidden {
    /// Names of the vault.
    Names(Masked),
    /// What is masked in the words of one narrator.
    Of(Veil),
}

impl Hidden {
    const fn is_of_the_vault(&self) -> bool {
        matches!(self, Self::Names(_))
    }

    fn stands_in(&self, words: &str) -> bool {
        match self {
            Self::Names(names) => !names.leaks(words).is_empty(),
            Self::Of(veil) => veil.leaks_in(words),
        }
    }
}

/// Names of the vault, and what is masked in the words of everybody this summary rests on.
async fn hidden(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    read: &HashMap<Uuid, Evidence>,
    quotes: &HashMap<Uuid, QuoteReply>,
    audience: Audience,
) -> Result<Vec<Hidden>, SummaryError> {
    let gate = db.as_permitted(permit);
    let names = names_of_the_vault(db, keys, permit.project()).await?;
    let mut narrators: HashSet<NarratorId> = read.values().map(|one| one.narrator).collect();
    for quote in quotes.values() {
        narrators.extend(testimony::cleared(&gate, quote.testimony_id).await?.map(|head| head.get().narrator_id));
    }
    let mut all = vec![Hidden::Names(names)];
    for narrator in narrators {
        let key = keys.of(narrator).await?;
        all.push(Hidden::Of(Veil::of(&gate, &key, narrator, audience).await?));
    }
    Ok(all)
}

//! One search from what was asked to what is answered: the index gives numbers, the gate turns them into words.

use std::{collections::HashMap, sync::Arc, time::Instant};

use findable::{Highlighter, Language};
use passages::{CodePoints, Offsets};
use tantivy::{
    Term,
    query::{Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    Search, SearchError,
    asked::{Asked, DEEPEST},
    codings::{CodeFilter, Codings},
    facets,
    index::{IndexError, Open, analysers, guarded},
    matching::{self, Matches, Passage, Wanted},
    reply::{Hit, HitCode, HitNarrator, Mark, SearchReply, Window},
    snapshot::{Allowed, Snapshot},
};
use crate::{
    access::{Permit, ReadTestimonies},
    codebook::Codes,
    consent::{Cleared, gate::KeptOut},
    db::Db,
    ids::{AccountId, ProjectId, RevisionId},
    keys::NarratorKeys,
    people,
    testimony::{
        OpenText,
        store::{self, Told},
    },
};

/// How much of a passage is shown, in code points.
const WINDOW: usize = 300;

/// What stands behind the passages of a page, by the numbers of the index, cleared by the gate.
type Behind = HashMap<i64, Cleared<(Told, OpenText), ReadTestimonies>>;

impl Search {
    /// Finds what is asked for among what this person may read now.
    ///
    /// # Errors
    /// When the index is being built, or the database or the keys fail.
    pub(super) async fn find(
        &self,
        db: &Db,
        keys: &NarratorKeys,
        codes: &Codes,
        permit: &Permit<ReadTestimonies>,
        asked: Asked,
    ) -> Result<SearchReply, SearchError> {
        let began = Instant::now();
        let open = self.serving().await?;
        let snapshot = self.snapshot(db, keys, permit).await?;
        let asked = Arc::new(asked);
        let codings = self.codings(db, permit.project()).await?;
        let codes = self.code_filter(db, codes, permit.project(), &asked).await?;
        let inquiry = Inquiry {
            project: permit.project(),
            snapshot: Arc::clone(&snapshot),
            asked: Arc::clone(&asked),
            codings: Arc::clone(&codings),
            codes,
        };
        let matches = self.matches(open, inquiry).await?;
        let coders: Vec<AccountId> = matches.coders.keys().copied().collect();
        let counted = facets::count(&snapshot, &matches, &people::names_of(db, &coders).await?);
        let page: Vec<Passage> = matches.best.iter().skip(asked.after).take(asked.size).copied().collect();
        let behind = behind(db, keys, permit, &page).await?;
        let reached = asked.after.saturating_add(asked.size);
        let more = u64::try_from(reached).is_ok_and(|reached| matches.total > reached) && reached <= DEEPEST;
        let languages = snapshot.languages.iter().filter(|tag| asked.speaks(tag)).map(ToString::to_string).collect();
        let query = asked.typed.clone();
        let total = matches.total;
        let hits = actix_web::web::block(move || shown(&asked, &page, &behind, &codings, &snapshot.kept_out))
            .await
            .map_err(|_ended| SearchError::Rebuilding)?;
        Ok(SearchReply {
            query,
            total,
            testimonies: counted.testimonies,
            narrators: counted.narrators,
            took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            hits,
            facets: counted.facets,
            next: more.then(|| reached.to_string()),
            languages,
        })
    }

    /// Looks through the index, off the threads that answer requests. An index that cannot be read is built anew.
    async fn matches(&self, open: Arc<Open>, inquiry: Inquiry) -> Result<Matches, SearchError> {
        // OK to go on without a turn: turns end only with the service.
        let _turn = self.shared.turns.acquire().await.ok();
        let search = self.clone();
        let found = actix_web::web::block(move || guarded(|| inquiry.run(&search, &open))).await;
        match found {
            Ok(Ok(matches)) => Ok(matches),
            Ok(Err(IndexError::TookTooLong)) => Err(SearchError::TooLong),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a search failed");
                self.broke();
                Err(SearchError::Rebuilding)
            }
            Err(_ended) => Err(SearchError::Rebuilding),
        }
    }
}

/// Everything a search needs to know beside the index.
struct Inquiry {
    project: ProjectId,
    snapshot: Arc<Snapshot>,
    asked: Arc<Asked>,
    codings: Arc<Codings>,
    codes: CodeFilter,
}

impl Inquiry {
    fn run(&self, search: &Search, open: &Open) -> Result<Matches, IndexError> {
        let narrowed = self.allowed();
        if narrowed.as_ref().map_or(self.snapshot.rows.is_empty(), Allowed::is_empty) {
            return Ok(Matches::default());
        }
        let searcher = open.searcher();
        let statistics = search.statistics(&searcher, open, self.project, &self.snapshot)?;
        let wanted = Wanted {
            search: self.search(open),
            allowed: narrowed.as_ref().unwrap_or(&statistics.allowed),
            speakers: &self.asked.speakers,
            codes: &self.codes,
            codings: &self.codings,
            rows: &self.snapshot.rows,
            kept_out: &self.snapshot.kept_out,
            best: self.asked.after.saturating_add(self.asked.size),
        };
        matching::search(&searcher, &statistics.in_index(&searcher), &wanted)
    }

    /// What is allowed and wanted; nothing when all that is allowed is wanted.
    fn allowed(&self) -> Option<Allowed> {
        let asked = &self.asked;
        let narrows = asked.from.is_some()
            || asked.until.is_some()
            || !(asked.narrator_roles.is_empty()
                && asked.attributes.is_empty()
                && asked.languages.is_empty()
                && asked.kinds.is_empty()
                && asked.testimonies.is_empty());
        narrows.then(|| {
            self.snapshot.only(|row, teller| {
                asked.fits_teller(teller.role, &teller.attributes)
                    && asked.speaks(&row.language)
                    && (asked.kinds.is_empty() || asked.kinds.iter().any(|kind| kind.as_str() == &*row.kind))
                    && (asked.testimonies.is_empty() || asked.testimonies.contains(&row.id))
                    && asked.fits_time(row.told_on.as_deref())
            })
        })
    }

    /// Words are looked for in the languages of the stories; without words, all of the project is gone through.
    fn search(&self, open: &Open) -> Box<dyn Query> {
        match self.asked.words.as_ref().filter(|words| words.has_words()) {
            Some(words) => {
                let tags = self.snapshot.languages.iter().map(|tag| &**tag).filter(|tag| self.asked.speaks(tag));
                words.to_tantivy(&open.fields.words, &analysers(tags))
            }
            None => {
                let project = Term::from_field_text(open.fields.project, &self.project.0.simple().to_string());
                Box::new(tantivy::query::ConstScoreQuery::new(
                    Box::new(TermQuery::new(project, IndexRecordOption::Basic)),
                    0.0,
                ))
            }
        }
    }
}

/// Asks the gate for what stands behind these passages. What is not allowed any more is simply not there.
async fn behind(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ReadTestimonies>,
    page: &[Passage],
) -> Result<Behind, SearchError> {
    let mut numbers: Vec<i64> = page.iter().map(Passage::testimony).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let found = if numbers.is_empty() { Vec::new() } else { store::with_texts(db, keys, permit, &numbers).await? };
    Ok(found.into_iter().map(|one| (one.get().0.number, one)).collect())
}

/// The passages of a page as they are shown.
fn shown(asked: &Asked, page: &[Passage], behind: &Behind, codings: &Codings, kept_out: &KeptOut) -> Vec<Hit> {
    let mut highlighters: HashMap<Language, Highlighter> = HashMap::new();
    let mut offsets: HashMap<RevisionId, Offsets<'_>> = HashMap::new();
    let mut hits = Vec::with_capacity(page.len());
    for passage in page {
        let Some(cleared) = behind.get(&passage.testimony()) else { continue };
        let (told, text) = cleared.get();
        // A text that was corrected a moment ago is found again when the index has followed.
        if text.edition != passage.edition {
            continue;
        }
        let offsets = offsets.entry(text.revision).or_insert_with(|| Offsets::of(&text.text));
        let language = Language::from_tag(&told.language);
        let highlighter = asked
            .words
            .as_ref()
            .map(|words| &mut *highlighters.entry(language).or_insert_with(|| Highlighter::new(words, language)));
        let Some((window, marks)) = window(passage, offsets, highlighter) else { continue };
        let of = codings.of(told.id).into_iter();
        let over =
            of.flat_map(|of| of.over(text.revision, passage.start(), passage.end, kept_out.of_text(text.revision)));
        let mut codes: Vec<_> = over.map(|coding| coding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let codes = codes.into_iter().map(|id| HitCode { id }).collect();
        hits.push(hit(passage, cleared, (window, marks), codes));
    }
    hits
}

fn hit(
    passage: &Passage,
    cleared: &Cleared<(Told, OpenText), ReadTestimonies>,
    (window, marks): (Window, Vec<Mark>),
    codes: Vec<HitCode>,
) -> Hit {
    let (told, text) = cleared.get();
    let narrator = &told.teller;
    let start = passage.start();
    Hit {
        testimony_id: told.id,
        title: told.heading.title.clone(),
        narrator: HitNarrator { pseudonym: narrator.pseudonym.clone(), role: narrator.role },
        kind: told.kind,
        language: told.language.clone(),
        direction: told.direction,
        told_on: told.told_on.clone(),
        revision_id: text.revision,
        start,
        end: passage.end,
        speaker: text.shape.speaker_at(start).map(str::to_owned),
        start_ms: text.shape.heard_at(start),
        window,
        marks,
        codes,
    }
}

/// The part of a passage that is worth showing, and what was found in it.
fn window(
    passage: &Passage,
    offsets: &Offsets<'_>,
    highlighter: Option<&mut Highlighter>,
) -> Option<(Window, Vec<Mark>)> {
    let start = passage.start();
    let words = offsets.slice(CodePoints(start)..CodePoints(passage.end))?;
    let absolute = |at: usize| start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let (shown, found) = match highlighter {
        Some(highlighter) => {
            let found = highlighter.ranges(words);
            (highlighter.best_window(words, &found, WINDOW), found)
        }
        None => {
            let length = usize::try_from(passage.end.saturating_sub(start)).unwrap_or(0);
            (0..length.min(WINDOW), Vec::new())
        }
    };
    let marks = found
        .into_iter()
        .filter(|mark| mark.start >= shown.start && mark.end <= shown.end)
        .map(|mark| Mark { start: absolute(mark.start), end: absolute(mark.end) })
        .collect();
    let (from, to) = (absolute(shown.start), absolute(shown.end));
    let text = offsets.slice(CodePoints(from)..CodePoints(to))?.to_owned();
    Some((Window { start: from, end: to, text }, marks))
}

//! What the demonstration tells its readers: a learning summary that went through every gate, and a call for learning that it
//! answers. Made once; whatever happened to it since is left as it is.

use super::{
    Making, hints, plain,
    told::{self, Place},
};
use crate::{
    access::{ApproveSummaries, Audience, CodePassages, Permit, Purpose, QuotePassages, WriteSummaries},
    call::{self, reply::CallState},
    cli::CommandError,
    ids::{RevisionId, TestimonyId},
    quote,
    summary::{
        SummaryError,
        document::Stance,
        evidence, gates, publishing,
        reply::{GateKind, NewEdition, NewEvidence, NewSign},
        store,
    },
};

/// A passage of a story.
struct Passage {
    testimony: TestimonyId,
    revision: RevisionId,
    start: u32,
    end: u32,
}

impl Making {
    /// Says where everybody reads it.
    pub(super) async fn summary(&self, stories: &[(String, TestimonyId)]) -> Result<Option<String>, CommandError> {
        let (db, keys, codes) = (&self.stores.db, &self.stores.keys, &self.stores.codes);
        let told = &self.told.summary;
        let writes: Permit<WriteSummaries> = self.permit(&told.editor).await?;
        let reads: Permit<ApproveSummaries> = self.permit(&told.editor).await?;
        match store::open(db, keys, &reads, told.id, None).await {
            Ok(known) => return Ok(known.line.address),
            Err(SummaryError::Absent) => {}
            Err(error) => return Err(plain(error)),
        }
        let mut passages = Vec::new();
        for place in told.rests_on.iter().chain(&told.quotes) {
            // Whoever tries things out may have taken a story back, or mended it: then nothing is told of it.
            let Some(passage) = self.passage(stories, place).await? else { return Ok(None) };
            passages.push(passage);
        }
        let (rests_on, quoted) = passages.split_at(told.rests_on.len());
        store::begin(db, keys, &writes, told.id, told.begins.clone()).await.map_err(plain)?;
        for (place, passage) in told.rests_on.iter().zip(rests_on) {
            let Passage { testimony, revision, start, end } = *passage;
            let new =
                NewEvidence { testimony_id: testimony, revision_id: revision, start, end, stance: Stance::Supports };
            evidence::link(db, &writes, told.id, place.id, new).await.map_err(plain)?;
        }
        let quotes: Permit<QuotePassages> = self.permit(&told.editor).await?;
        for (place, passage) in told.quotes.iter().zip(quoted) {
            let Passage { testimony, revision, start, end } = *passage;
            let new = quote::reply::NewQuote {
                testimony_id: testimony,
                revision_id: revision,
                start,
                end,
                purpose: Purpose::QuoteAnonymously,
                audience: Audience::Public,
                place: told.begins.title.clone(),
            };
            quote::store::put(db, keys, &quotes, place.id, new).await.map_err(plain)?;
        }
        let edition = NewEdition { after: 1, document: told.document.clone() };
        let edition = store::write(db, keys, &writes, told.id, edition).await.map_err(plain)?;
        gates::submit(db, keys, codes, &reads, &writes, told.id).await.map_err(plain)?;
        let protects: Permit<ApproveSummaries> = self.permit(&told.protector).await?;
        let signs = [
            (&protects, GateKind::SecondPerson),
            (&protects, GateKind::Protection),
            (&protects, GateKind::Approval),
            (&reads, GateKind::Approval),
        ];
        for (permit, gate) in signs {
            let new = NewSign { edition, passed: true, note: "SYNTHETIC".to_owned() };
            gates::sign(db, keys, codes, permit, told.id, gate, new).await.map_err(plain)?;
        }
        publishing::publish(db, keys, codes, &reads, &writes, told.id).await.map_err(plain)?;
        self.call(&told.call, &writes, &reads).await?;
        Ok(store::open(db, keys, &reads, told.id, None).await.map_err(plain)?.line.address)
    }

    async fn call(
        &self,
        told: &told::Call,
        writes: &Permit<WriteSummaries>,
        reads: &Permit<ApproveSummaries>,
    ) -> Result<(), CommandError> {
        let (db, keys, codes) = (&self.stores.db, &self.stores.keys, &self.stores.codes);
        let known = call::store::all(db, keys, reads).await.map_err(plain)?;
        if known.iter().any(|call| call.id == told.id && call.state != CallState::Draft) {
            return Ok(());
        }
        let mut asks = told.asks.clone();
        asks.closes_on = writes.at().plus_days(told.open_for_days).day();
        call::store::put(db, keys, codes, writes, told.id, asks).await.map_err(plain)?;
        call::store::open(db, writes, told.id).await.map_err(plain)?;
        call::store::answer(db, writes, told.id, self.told.summary.id).await.map_err(plain)?;
        Ok(())
    }

    /// Where these words stand, if they do.
    async fn passage(&self, stories: &[(String, TestimonyId)], place: &Place) -> Result<Option<Passage>, CommandError> {
        let Some((_, testimony)) = stories.iter().find(|(file, _)| *file == place.file) else { return Ok(None) };
        let [coder, _] = &self.told.coders;
        let permit = self.permit::<CodePassages>(coder).await?;
        let Some((revision, text)) = self.text(Some(&permit), *testimony).await? else { return Ok(None) };
        let found = hints::words(&text.text, &place.words);
        Ok(found.map(|(start, end)| Passage { testimony: *testimony, revision, start, end }))
    }
}

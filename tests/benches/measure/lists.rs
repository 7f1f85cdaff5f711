//! A list of fifty stories: what the service needs for it, beside rusqlite doing the same in process. Both read the same
//! rows under the same consents, open the same seals and write the same JSON, byte for byte; the service also knows who asks
//! and speaks HTTP.

use std::{collections::HashMap, sync::Mutex};

use kith::{
    clock::Timestamp,
    ids::NarratorId,
    keys::{InstallationKey, NarratorKey, NarratorKeys, Place},
    testimony::Heading,
};
use rusqlite::{Connection, named_params};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    client::{Client, House, at_once, own_processor_seconds, words},
    coding,
    table::{Aim, Table, quantile},
};

const STORIES: usize = 2_000;
const NARRATORS: usize = 300;
const TIMES: u32 = 1_500;

/// The same rule of consent as the service's, written by hand: what is granted now, no flag that holds everything, no story
/// that is kept out, and of each count only what is not kept out of its story.
const LIST: &str = "
SELECT t.number, t.id, t.narrator_id, t.kind, t.language, t.direction, t.told_on, t.heading_sealed, t.created_at,
    t.revision_id, t.code_points, t.turns, n.role, n.pseudonym_sealed, a.display_name,
    (SELECT COUNT(*) FROM recording r WHERE r.testimony_id = t.id AND NOT EXISTS (
        SELECT 1 FROM consent_limit l WHERE l.testimony_id = t.id AND l.lifted_at IS NULL AND l.audience_rank < 0
            AND l.purpose IN ('analyse', 'store')
            AND (l.scope IN ('testimony', 'passage') OR (l.scope = 'recording' AND l.scope_id = r.id)))),
    (SELECT COUNT(*) FROM coding c WHERE c.testimony_id = t.id AND NOT EXISTS (
        SELECT 1 FROM consent_limit l WHERE l.testimony_id = t.id AND l.lifted_at IS NULL AND l.audience_rank < 0
            AND l.purpose IN ('analyse', 'store') AND l.scope = 'passage' AND l.revision_id = c.revision_id
            AND l.start_at < c.end_at AND l.end_at > c.start_at)),
    (SELECT COUNT(DISTINCT c.coder_id) FROM coding c WHERE c.testimony_id = t.id AND NOT EXISTS (
        SELECT 1 FROM consent_limit l WHERE l.testimony_id = t.id AND l.lifted_at IS NULL AND l.audience_rank < 0
            AND l.purpose IN ('analyse', 'store') AND l.scope = 'passage' AND l.revision_id = c.revision_id
            AND l.start_at < c.end_at AND l.end_at > c.start_at)),
    (SELECT COUNT(*) FROM tipping_point p WHERE p.testimony_id = t.id AND p.review <> 'rejected' AND NOT EXISTS (
        SELECT 1 FROM consent_limit l WHERE l.testimony_id = t.id AND l.lifted_at IS NULL AND l.audience_rank < 0
            AND l.purpose IN ('analyse', 'store') AND l.scope = 'passage' AND l.revision_id = p.revision_id
            AND l.start_at < p.end_at AND l.end_at > p.start_at))
FROM testimony t
JOIN narrator n ON n.id = t.narrator_id
LEFT JOIN account a ON a.id = t.collected_by
WHERE t.project_id = :project AND EXISTS (
    SELECT 1 FROM consent_grant g
    WHERE g.project_id = :project AND g.purpose = 'analyse' AND g.narrator_id = t.narrator_id
        AND g.state IN ('given', 'renewed') AND g.scope = 'person' AND g.ended_at IS NULL AND g.audience_rank >= 0
        AND g.valid_from <= :at AND (g.valid_until IS NULL OR g.valid_until > :at)
        AND (g.embargo_until IS NULL OR g.embargo_until <= :at) AND g.embargo_event IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM protection_flag f
        WHERE f.narrator_id = t.narrator_id AND f.ended_at IS NULL AND f.holds_all_from <= :at)
    AND NOT EXISTS (
        SELECT 1 FROM consent_limit l
        WHERE l.project_id = :project AND l.testimony_id = t.id AND l.scope = 'testimony' AND l.lifted_at IS NULL
            AND l.audience_rank < 0 AND l.purpose IN ('analyse', 'store'))
ORDER BY t.number DESC LIMIT 51";

#[derive(Serialize)]
struct Page {
    items: Vec<Item>,
    next: Option<String>,
}

#[derive(Serialize)]
struct Item {
    id: Uuid,
    title: String,
    kind: String,
    language: String,
    direction: String,
    told_on: Option<String>,
    place_told: Option<String>,
    collected_by: String,
    created_at: Timestamp,
    narrator: Narrator,
    revision: Revision,
    turns: i64,
    recordings: i64,
    codings: i64,
    coders: i64,
    tipping_points: i64,
    may: Vec<String>,
}

#[derive(Serialize)]
struct Narrator {
    id: Uuid,
    pseudonym: String,
    role: String,
}

#[derive(Serialize)]
struct Revision {
    id: Uuid,
    code_points: i64,
}

/// The list as one would write it with nothing in the way.
struct Plain<'a> {
    connection: &'a Connection,
    keys: &'a HashMap<NarratorId, NarratorKey>,
    project: Uuid,
    may: Vec<String>,
}

impl Plain<'_> {
    fn list(&self) -> Vec<u8> {
        let mut statement = self.connection.prepare_cached(LIST).unwrap();
        let at = Timestamp::parse("2100-01-01").unwrap().0;
        let mut rows = statement.query(named_params! { ":project": self.project.as_bytes(), ":at": at }).unwrap();
        let (mut items, mut last, mut more) = (Vec::with_capacity(50), 0_i64, false);
        while let Some(row) = rows.next().unwrap() {
            if items.len() == 50 {
                more = true;
                break;
            }
            let id = |column: usize| Uuid::from_bytes(row.get::<_, [u8; 16]>(column).unwrap());
            let key = &self.keys[&NarratorId(id(2))];
            let sealed = |column: usize| row.get_ref(column).unwrap().as_blob().unwrap();
            let place = Place { table: "testimony", column: "heading_sealed", row: id(1) };
            let heading: Heading = key.open_json(place, sealed(7)).unwrap();
            let place = Place { table: "narrator", column: "pseudonym_sealed", row: id(2) };
            let pseudonym = key.open_text(place, sealed(13)).unwrap();
            last = row.get(0).unwrap();
            items.push(Item {
                id: id(1),
                title: heading.title,
                kind: row.get(3).unwrap(),
                language: row.get(4).unwrap(),
                direction: row.get(5).unwrap(),
                told_on: row.get(6).unwrap(),
                place_told: heading.place_told,
                collected_by: row.get::<_, Option<String>>(14).unwrap().unwrap_or_default(),
                created_at: Timestamp(row.get(8).unwrap()),
                narrator: Narrator { id: id(2), pseudonym, role: row.get(12).unwrap() },
                revision: Revision { id: id(9), code_points: row.get(10).unwrap() },
                turns: row.get(11).unwrap(),
                recordings: row.get(15).unwrap(),
                codings: row.get(16).unwrap(),
                coders: row.get(17).unwrap(),
                tipping_points: row.get(18).unwrap(),
                may: self.may.clone(),
            });
        }
        serde_json::to_vec(&Page { items, next: more.then(|| last.to_string()) }).unwrap()
    }
}

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(NARRATORS);
    fill(&house);
    let (status, answer) = house.lead.send("GET", "/testimonies", None);
    assert_eq!(status, 200);
    let first: Value = serde_json::from_slice(&answer).unwrap();

    let storage = house.ground.storage();
    let installation = InstallationKey::load_or_make(&storage.keys).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let keys = runtime.block_on(async {
        let keys = NarratorKeys::open(&storage, installation).await.unwrap();
        let all: Vec<NarratorId> = house.narrators.iter().map(|one| one.id.parse().unwrap()).collect();
        keys.of_all(&all).await.unwrap()
    });
    #[expect(clippy::disallowed_methods, reason = "what the service is measured beside")]
    let connection = Connection::open(storage.data.join("records.sqlite")).unwrap();
    let plain = Plain {
        connection: &connection,
        keys: &keys,
        project: house.office.lead.project.as_deref().unwrap().parse().unwrap(),
        may: serde_json::from_value(first["items"][0]["may"].clone()).unwrap(),
    };
    assert!(plain.list() == answer, "the two lists are not the same, byte for byte");

    for clients in [8, 1] {
        beside_plain(table, &house, &plain, clients);
    }
    let health = processor_of(&house, "/api/health");
    let session = processor_of(&house, "/api/session");
    let note = format!("knowing who asks, with their projects {session:.0} µs");
    table.line("  of which HTTP alone (health)", health, "µs", note, Aim::None);
}

/// In turns, so that both feel the same neighbours.
fn beside_plain(table: &mut Table, house: &House, plain: &Plain<'_>, clients: usize) {
    let (mut service, mut beside, times) = (0.0, 0.0, Mutex::new(Vec::new()));
    for _ in 0..5 {
        let before = house.service.processor_seconds();
        at_once(house, clients, &[(); TIMES as usize / 5], |client, _, ()| {
            let took = client.timed("/testimonies").0;
            times.lock().unwrap().push(took);
        });
        service += house.service.processor_seconds() - before;
        let before = own_processor_seconds();
        for _ in 0..TIMES / 5 {
            std::hint::black_box(plain.list());
        }
        beside += own_processor_seconds() - before;
    }
    let each = |seconds: f64| seconds * 1e6 / f64::from(TIMES);
    let (service, beside) = (each(service), each(beside));
    let mut times = times.into_inner().unwrap();
    let note = format!("{service:.0} µs beside {beside:.0} µs; answers p50 {:.2} ms", quantile(&mut times, 0.5));
    let (what, aim) = match clients {
        1 => ("  the same for one person alone", Aim::None),
        _ => ("list of 50 stories for eight at once, processor, beside plain rusqlite", Aim::Below(2.0)),
    };
    table.line(what, service / beside, "×", note, aim);
}

fn processor_of(house: &House, path: &str) -> f64 {
    let before = house.service.processor_seconds();
    for _ in 0..TIMES {
        house.lead.timed(path);
    }
    (house.service.processor_seconds() - before) * 1e6 / f64::from(TIMES)
}

fn fill(house: &House) {
    let code = house.code();
    let text = words(1_500);
    at_once(house, 4, &[(); STORIES], |client, at, ()| {
        house.tells(client, at, "en", &format!("The flat, the soup and the neighbours {at}"), &text);
    });
    let newest = house.lead.get("/testimonies?limit=100");
    let kept: Vec<_> = newest["items"].as_array().unwrap().iter().map(crate::client::Kept::of).collect();
    let coders: Vec<Client> = (0..3).map(|number| house.coder(number)).collect();
    at_once(house, 4, &kept, |client, at, kept| {
        coding::codes(client, kept, &code, text.len(), 5 + at % 10);
    });
    for (at, kept) in kept.iter().enumerate() {
        coding::codes(&coders[at % 3], kept, &code, text.len(), 4);
    }
}

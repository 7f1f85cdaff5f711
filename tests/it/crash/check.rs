//! Looks whether everything acknowledged is there, nothing is half there, and the index agrees with the database.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
    time::{Duration, Instant},
};

use kith::{
    audit,
    db::Db,
    keys::{InstallationKey, NarratorKeys},
};
use sea_orm::{ConnectionTrait, Database, Statement};
use tests::{Ground, Person, Value, json, new_id};

use super::{
    Chance, Crew,
    ledger::{Act, Coded, Ledger, Sent, Told},
    writer,
};

/// How much is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// What changed since it was looked at, and some of the rest.
    SinceLast,
    /// Everything.
    All,
}

/// How long the index may take until it has followed.
const PATIENCE: Duration = Duration::from_secs(120);

pub async fn everything_is_there(ground: &Ground, crew: &Crew, ledger: &Mutex<Ledger>, how: How, chance: &mut Chance) {
    let lead = &crew.office.lead;
    nothing_is_half(ground).await;
    let looked_at = stories_are_there(lead, ledger, how, chance).await;
    consents_are_there(lead, ledger, how, chance).await;
    what_was_cut_off_may_be_sent_again(crew, ledger).await;
    index_follows(crew, ledger).await;
    for (id, told) in looked_at {
        let there = ledger.lock().unwrap().may_be_found(&id);
        let found = lead.finds(&told.word).await;
        // What was cut off was sent again meanwhile, and so it is there too.
        let expected: &[String] = if there { std::slice::from_ref(&id) } else { &[] };
        assert_eq!(found, expected, "search for the word of testimony {id}");
        ledger.lock().unwrap().told.get_mut(&id).unwrap().checked = true;
    }
    assert!(lead.finds("zqneversaidoq").await.is_empty());
}

/// Asks the database itself.
async fn nothing_is_half(ground: &Ground) {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let text = |sql: &str| Statement::from_string(db.get_database_backend(), sql.to_owned());
    if ground.is_sqlite() {
        let whole = db.query_one_raw(text("PRAGMA integrity_check")).await.unwrap().unwrap();
        assert_eq!(whole.try_get_by_index::<String>(0).unwrap(), "ok");
        assert!(db.query_all_raw(text("PRAGMA foreign_key_check")).await.unwrap().is_empty());
    }
    for (what, sql) in [
        (
            "testimonies without their text",
            "SELECT COUNT(*) FROM testimony t WHERE NOT EXISTS \
             (SELECT 1 FROM revision r WHERE r.id = t.revision_id AND r.testimony_id = t.id)",
        ),
        (
            "texts without a testimony",
            "SELECT COUNT(*) FROM revision WHERE testimony_id NOT IN (SELECT id FROM testimony)",
        ),
        (
            "testimonies that the index is not told of",
            "SELECT COUNT(*) FROM testimony WHERE id NOT IN (SELECT subject_id FROM outbox WHERE kind = 'testimony')",
        ),
        (
            "testimonies that nobody remembers keeping",
            "SELECT COUNT(*) FROM testimony WHERE id NOT IN (SELECT subject_id FROM audit_event WHERE act = 'testimony.kept')",
        ),
        (
            "codings that nobody remembers making",
            "SELECT COUNT(*) FROM coding WHERE id NOT IN (SELECT subject_id FROM audit_event WHERE act = 'coding.made')",
        ),
        (
            "consents without all their answers",
            "SELECT COUNT(*) FROM consent_record c WHERE \
             (SELECT COUNT(*) FROM consent_grant g WHERE g.record_id = c.id) <> 11",
        ),
    ] {
        let row = db.query_one_raw(text(sql)).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0, "{what}");
    }
    db.close().await.unwrap();
    let beside = Db::open(&ground.storage()).await.unwrap();
    let key = InstallationKey::load_or_make(&ground.storage().keys).unwrap();
    let keys = NarratorKeys::open(&ground.storage(), key).await.unwrap();
    let chain = audit::verify(&beside, &keys).await.unwrap();
    assert!(chain.is_ok_and(|events| events > 0), "the chain of the audit is broken: {chain:?}");
}

/// Opens stories with their codings. Gives those whose word is to be searched.
async fn stories_are_there(
    lead: &Person,
    ledger: &Mutex<Ledger>,
    how: How,
    chance: &mut Chance,
) -> BTreeMap<String, Told> {
    let wanted: BTreeMap<String, Told> = {
        let ledger = ledger.lock().unwrap();
        let all = ledger.told.iter();
        all.filter(|(_, told)| how == How::All || !told.checked || chance.below(50) == 0)
            .map(|(id, told)| (id.clone(), told.clone()))
            .collect()
    };
    for (id, told) in &wanted {
        let (withdrawal, codings) = {
            let ledger = ledger.lock().unwrap();
            let codings = ledger.codings.iter().filter(|(_, coded)| coded.testimony == *id);
            let codings: BTreeMap<String, Coded> = codings.map(|(id, coded)| (id.clone(), coded.clone())).collect();
            (ledger.tellers[&told.narrator].withdrawal, codings)
        };
        let answer = lead.get(&lead.here(&format!("/testimonies/{id}"))).await;
        match (answer.status, told.revision.is_some(), withdrawal) {
            (200, _, None | Some(false)) => {
                assert!(answer.json["text"] == told.text.as_str(), "the text of {id} is another");
                codings_are_there(lead, id, &codings).await;
            }
            (404, _, Some(_)) | (404, false, None) => {}
            (status, acknowledged, _) => {
                panic!("testimony {id}: {status}, acknowledged: {acknowledged}, withdrawal: {withdrawal:?}")
            }
        }
    }
    wanted
}

async fn codings_are_there(lead: &Person, testimony: &str, codings: &BTreeMap<String, Coded>) {
    let found = lead.get(&lead.here(&format!("/testimonies/{testimony}/codings"))).await.ok();
    let found: BTreeMap<&str, &Value> =
        found.as_array().unwrap().iter().map(|one| (one["id"].as_str().unwrap(), one)).collect();
    for (id, coded) in codings {
        match (found.get(id.as_str()), coded.removal) {
            (Some(one), None | Some(false)) => {
                assert_eq!((&one["start"], &one["end"]), (&Value::from(coded.start), &Value::from(coded.end)), "{id}");
            }
            (None, Some(_)) => {}
            (None, None) => assert!(!coded.acknowledged, "coding {id} of {testimony} was acknowledged and is lost"),
            (Some(_), Some(true)) => panic!("coding {id} of {testimony} was removed and is there"),
        }
    }
    let known: BTreeSet<&str> = codings.keys().map(String::as_str).collect();
    assert!(found.keys().all(|id| known.contains(id)), "codings that nobody sent");
}

async fn consents_are_there(lead: &Person, ledger: &Mutex<Ledger>, how: How, chance: &mut Chance) {
    let tellers: Vec<_> = {
        let ledger = ledger.lock().unwrap();
        let all = ledger.tellers.iter().filter(|_| how == How::All || chance.below(4) == 0);
        all.filter_map(|(id, teller)| Some((id.clone(), teller.consent.clone()?, teller.withdrawal))).collect()
    };
    for (narrator, consent, withdrawal) in tellers {
        let all = lead.get(&lead.here(&format!("/narrators/{narrator}/consents"))).await.ok();
        let one = all.as_array().unwrap().iter().find(|one| one["id"] == *consent).expect("an acknowledged consent");
        let decisions = one["decisions"].as_array().unwrap();
        let analyse = decisions.iter().find(|one| one["purpose"] == "analyse").unwrap();
        let withdrawn = !analyse["withdrawn_at"].is_null();
        match withdrawal {
            None => assert!(!withdrawn, "nobody withdrew {consent}"),
            Some(false) => {}
            Some(true) => assert!(withdrawn, "a withdrawal of {consent} was acknowledged and is lost"),
        }
    }
}

/// Phones that never heard an answer send again. Then it is acknowledged, like everything else.
async fn what_was_cut_off_may_be_sent_again(crew: &Crew, ledger: &Mutex<Ledger>) {
    let open: Vec<(usize, (Sent, Act))> =
        ledger.lock().unwrap().open.iter().map(|(writer, sent)| (*writer, sent.clone())).collect();
    for (number, (sent, act)) in open {
        let answer = writer::sends(&crew.writers[number], &sent).await.expect("it runs");
        assert!((200..300).contains(&answer.status), "{act:?} sent again: {} {}", answer.status, answer.json);
        ledger.lock().unwrap().acknowledged(number, &act, &answer.json);
    }
}

/// A last story is told; when it is found, everything before it can be.
async fn index_follows(crew: &Crew, ledger: &Mutex<Ledger>) {
    let lead = &crew.office.lead;
    let word = ledger.lock().unwrap().new_word();
    let narrator = new_id();
    let welcome = json!({ "pseudonym": "The last", "role": "newcomer" });
    lead.put(&lead.here(&format!("/narrators/{narrator}")), welcome).await.ok();
    let granted = |purpose: &str| json!({ "purpose": purpose, "decision": "granted", "audience": "team" });
    let consent = json!({
        "notice_id": crew.office.notice, "notice_language": "en", "mode": "on-screen", "collected_on": "2026-02-28",
        "decisions": [granted("store"), granted("analyse")],
    });
    lead.put(&lead.here(&format!("/narrators/{narrator}/consents/{}", new_id())), consent).await.ok();
    let story = json!({
        "narrator_id": narrator, "title": "The last", "kind": "interview", "language": "en", "text": word,
    });
    lead.put(&lead.here(&format!("/testimonies/{}", new_id())), story).await.ok();
    let began = Instant::now();
    loop {
        let answer = lead.get(&lead.here(&format!("/search?q={word}"))).await;
        match answer.status {
            200 if answer.json["total"] == 1 => return,
            200 => {}
            503 => assert_eq!(answer.json["code"], "search.rebuilding"),
            status => panic!("search: {status} {}", answer.json),
        }
        assert!(began.elapsed() < PATIENCE, "the index does not follow");
    }
}

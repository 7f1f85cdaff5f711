//! Somebody who writes without pause until the connection breaks.

use std::sync::{Arc, Mutex};

use tests::{Answer, Person, json, new_id};

use super::{
    Chance,
    ledger::{Act, Coded, Ledger, Sent, Teller, Told},
};

pub struct Writer {
    pub number: usize,
    pub person: Person,
    pub notice: String,
    pub code: String,
    pub ledger: Arc<Mutex<Ledger>>,
    pub chance: Chance,
}

/// The service is gone.
struct Gone;

impl Writer {
    pub async fn writes(mut self) {
        while self.writes_something().await.is_ok() {}
        self.ledger.lock().unwrap().was_cut_off();
    }

    async fn writes_something(&mut self) -> Result<(), Gone> {
        let tellers: Vec<String> = {
            let ledger = self.ledger.lock().unwrap();
            let mine = ledger.tellers.iter().filter(|(_, teller)| teller.writer == self.number);
            mine.filter(|(_, one)| one.consent.is_some() && one.withdrawal.is_none())
                .map(|(id, _)| id.clone())
                .collect()
        };
        let Some(narrator) = self.chance.one_of(&tellers).cloned() else { return self.welcomes().await };
        match self.chance.below(40) {
            0..3 => self.welcomes().await,
            3 if tellers.len() > 2 => self.withdraws(narrator).await,
            4..20 => self.tells(narrator).await,
            20..34 => self.codes().await,
            _ => self.removes().await,
        }
    }

    async fn welcomes(&mut self) -> Result<(), Gone> {
        let (narrator, consent) = (new_id(), new_id());
        let path = format!("/narrators/{narrator}");
        let body = json!({ "pseudonym": format!("Teller of {}", self.person.name), "role": "newcomer" });
        self.send("PUT", &path, Some(body), Act::Welcome).await?;
        let teller = Teller { writer: self.number, consent: None, withdrawal: None };
        self.ledger.lock().unwrap().tellers.insert(narrator.clone(), teller);
        let granted = |purpose: &str| json!({ "purpose": purpose, "decision": "granted", "audience": "team" });
        let body = json!({
            "notice_id": self.notice, "notice_language": "en", "mode": "on-screen", "collected_on": "2026-02-28",
            "decisions": [granted("store"), granted("analyse")],
        });
        let path = format!("/narrators/{narrator}/consents/{consent}");
        self.send("PUT", &path, Some(body), Act::Allow { narrator, consent }).await
    }

    async fn tells(&mut self, narrator: String) -> Result<(), Gone> {
        let id = new_id();
        let word = self.ledger.lock().unwrap().new_word();
        let longest = if self.chance.below(8) == 0 { 2_000 } else { 20 };
        let more =
            "We looked for a flat for nine months. وجدنا بيتًا في النهاية 🏠.\n\n".repeat(self.chance.place(longest));
        let text = format!("{more}My word is {word} and it is mine alone.");
        let told = Told {
            writer: self.number,
            narrator: narrator.clone(),
            text: text.clone(),
            word,
            revision: None,
            checked: false,
        };
        self.ledger.lock().unwrap().told.insert(id.clone(), told);
        let body =
            json!({ "narrator_id": narrator, "title": "A flat", "kind": "interview", "language": "en", "text": text });
        self.send("PUT", &format!("/testimonies/{id}"), Some(body), Act::Tell { testimony: id }).await
    }

    async fn codes(&mut self) -> Result<(), Gone> {
        let mine: Vec<(String, String)> = {
            let ledger = self.ledger.lock().unwrap();
            let mine = ledger.told.iter().filter(|(_, told)| told.writer == self.number);
            let open = mine.filter(|(_, told)| ledger.tellers[&told.narrator].withdrawal.is_none());
            open.filter_map(|(id, told)| Some((id.clone(), told.revision.clone()?))).collect()
        };
        let Some((testimony, revision)) = self.chance.one_of(&mine).cloned() else { return Ok(()) };
        let (id, start) = (new_id(), self.chance.below(10));
        let end = start + 1 + self.chance.below(20);
        let coded = Coded { testimony: testimony.clone(), start, end, acknowledged: false, removal: None };
        self.ledger.lock().unwrap().codings.insert(id.clone(), coded);
        let memo = (self.chance.below(3) == 0).then_some("nine months");
        let body = json!({ "revision_id": revision, "start": start, "end": end, "code_id": self.code, "memo": memo });
        let path = format!("/testimonies/{testimony}/codings/{id}");
        self.send("PUT", &path, Some(body), Act::Code { coding: id }).await
    }

    async fn removes(&mut self) -> Result<(), Gone> {
        let mine: Vec<(String, String)> = {
            let ledger = self.ledger.lock().unwrap();
            let standing = ledger.codings.iter().filter(|(_, coded)| coded.acknowledged && coded.removal.is_none());
            let mine = standing.filter(|(_, coded)| {
                let told = &ledger.told[&coded.testimony];
                told.writer == self.number && ledger.tellers[&told.narrator].withdrawal.is_none()
            });
            mine.map(|(id, coded)| (id.clone(), coded.testimony.clone())).collect()
        };
        let Some((coding, testimony)) = self.chance.one_of(&mine).cloned() else { return Ok(()) };
        self.ledger.lock().unwrap().codings.get_mut(&coding).unwrap().removal = Some(false);
        let path = format!("/testimonies/{testimony}/codings/{coding}");
        self.send("DELETE", &path, None, Act::Remove { coding }).await
    }

    async fn withdraws(&mut self, narrator: String) -> Result<(), Gone> {
        self.ledger.lock().unwrap().tellers.get_mut(&narrator).unwrap().withdrawal = Some(false);
        let body = json!({ "purposes": ["analyse"], "asked_by": "narrator", "reason": "asked on the phone" });
        let path = format!("/narrators/{narrator}/withdrawals");
        self.send("POST", &path, Some(body), Act::Withdraw { narrator }).await
    }

    async fn send(
        &mut self,
        method: &'static str,
        path: &str,
        body: Option<tests::Value>,
        act: Act,
    ) -> Result<(), Gone> {
        let sent = Sent { method, path: self.person.here(path), body };
        self.ledger.lock().unwrap().sends(self.number, &sent, &act);
        let answer = sends(&self.person, &sent).await.map_err(|_broken_off| Gone)?;
        assert!((200..300).contains(&answer.status), "{act:?}: {} {}", answer.status, answer.json);
        self.ledger.lock().unwrap().acknowledged(self.number, &act, &answer.json);
        Ok(())
    }
}

/// Sends this, for the first time or again.
pub async fn sends(person: &Person, sent: &Sent) -> Result<Answer, String> {
    let headers: &[(&str, &str)] = if sent.body.is_some() { &[("content-type", "application/json")] } else { &[] };
    let body = sent.body.as_ref().map(|body| body.to_string().into_bytes());
    person.tries(sent.method, &sent.path, body, headers).await.map_err(|error| error.to_string())
}

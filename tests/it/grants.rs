//! Random histories of what people allow, narrow, keep out, hold, take back and let run out, beside a model of a few lines
//! that says what may be seen. Whatever is done in whatever order, nobody sees anything else.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Database};
use tests::{
    Narrator, Person, Story, TestApp, Value, comes_with, json, new_id, story,
    summing::{frame, quote, statement},
};

const AUDIENCES: [&str; 5] = ["team", "partners", "funder", "archive", "public"];
/// What reaches others: two ways of quoting, and being counted, on which claims rest.
const QUOTING: [&str; 3] = ["quote-anonymously", "quote-under-pseudonym", "count"];
const EVERYBODY: usize = 4;

/// A small generator: the same seed gives the same history.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// One purpose as it was allowed.
#[derive(Clone, Copy, Debug)]
struct Grant {
    rank: usize,
    until: Option<i64>,
    not_before: i64,
    held: bool,
    /// Whether they wish to see each use beyond the team first.
    seen_first: bool,
    /// Which answer it was: a yes to a use holds under it alone.
    answer: usize,
}

#[derive(Clone, Debug)]
struct Quote {
    id: String,
    passage: usize,
    purpose: &'static str,
    rank: usize,
    ended: bool,
    /// Under which answer they saw it and said yes.
    yes: Option<usize>,
}

/// One narrator, what they did, and what may be seen of it.
struct Told {
    narrator: Narrator,
    story: Story,
    code: String,
    home: Person,
    words: [String; 3],
    places: [(usize, usize); 3],
    grants: BTreeMap<&'static str, Grant>,
    kept_out: BTreeMap<usize, String>,
    flag: Option<String>,
    quotes: Vec<Quote>,
    /// What is published of them, by block: a quote, or a claim that rests on a passage.
    published: Vec<Published>,
    is_coded: [bool; 3],
    answers: usize,
}

#[derive(Clone, Debug)]
struct Published {
    block: String,
    page: String,
    used: Quote,
}

impl Told {
    fn allows(&self, purpose: &str, rank: usize, passage: usize, today: i64) -> bool {
        self.grants.get(purpose).is_some_and(|grant| {
            grant.rank >= rank
                && grant.until.is_none_or(|until| until > today)
                && grant.not_before <= today
                && !grant.held
        }) && (rank == 0 || self.flag.is_none())
            && !self.kept_out.contains_key(&passage)
    }

    fn quotable(&self, purpose: &str, rank: usize, passage: usize, today: i64) -> bool {
        self.allows("analyse", 0, passage, today) && self.allows(purpose, rank, passage, today)
    }

    /// Whether they wish to see it first, and under which answer.
    fn sees_first(&self, purpose: &str, rank: usize) -> Option<usize> {
        self.grants.get(purpose).filter(|grant| grant.seen_first && rank > 0).map(|grant| grant.answer)
    }

    fn withdraw(&mut self, purpose: &str) {
        let falls = |one: &str| one == purpose || purpose == "store" || (purpose == "analyse" && one != "store");
        self.grants.retain(|one, _| !falls(one));
        self.uses().filter(|quote| falls(quote.purpose)).for_each(|quote| quote.ended = true);
    }

    /// Everything that is used of them.
    fn uses(&mut self) -> impl Iterator<Item = &mut Quote> {
        self.quotes.iter_mut().chain(self.published.iter_mut().map(|one| &mut one.used))
    }

    async fn answers(&self, quote: &str, answer: &str) {
        self.home.post(&format!("/api/narrator/askings/{quote}"), json!({ "answer": answer })).await.ok();
    }

    /// They say no to a quote that they said yes to: it ends, and whatever published it.
    async fn says_no_after_all(&mut self, chance: &mut Chance) {
        let said_yes: Vec<Quote> = self.quotes.iter().filter(|quote| quote.yes.is_some()).cloned().collect();
        if said_yes.is_empty() {
            return;
        }
        let quote = &said_yes[chance.below(said_yes.len())];
        self.answers(&quote.id, "no").await;
        let same =
            |used: &&mut Quote| used.id == quote.id || (used.passage == quote.passage && used.purpose == quote.purpose);
        self.quotes.iter_mut().filter(|one| one.id == quote.id).for_each(|one| {
            one.ended = true;
            one.yes = None;
        });
        self.published.iter_mut().map(|one| &mut one.used).filter(same).for_each(|used| used.ended = true);
    }

    fn may_show(&self, used: &Quote, today: i64) -> bool {
        let first = self.sees_first(used.purpose, used.rank);
        !used.ended
            && self.quotable(used.purpose, used.rank, used.passage, today)
            && (first.is_none() || first == used.yes)
    }
}

struct Forum {
    app: TestApp,
    bo: Person,
    ed: Person,
    pia: Person,
    kim: Person,
    notice: String,
    today: i64,
    /// How often something was seen, and how often it was not: a history in which nothing happens proves nothing.
    seen: [usize; 2],
    quoted: [usize; 2],
    /// How often something published was shown, and how often it was not any more.
    read: [usize; 2],
    /// How often somebody who was asked said no, and how often yes.
    asked: [usize; 2],
    pages: Vec<String>,
}

impl Forum {
    async fn open() -> Self {
        let app = TestApp::at("2026-03-01").await;
        let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
        let (ed, pia) = (app.editor("Ed").await, app.protector("Pia").await);
        let notice = app.founder().await.publishes_a_notice().await;
        kim.welcomes_a_crowd(&notice, 5).await;
        Self {
            app,
            bo,
            ed,
            pia,
            kim,
            notice,
            today: 1,
            seen: [0; 2],
            quoted: [0; 2],
            read: [0; 2],
            asked: [0; 2],
            pages: Vec::new(),
        }
    }

    fn day(day: i64) -> String {
        format!("2026-03-{day:02}")
    }

    async fn somebody(&self, number: usize) -> Told {
        let narrator = self.kim.welcomes(&format!("Narrator {number}"), &self.notice).await;
        narrator.allows(&["store"]).await;
        let words = ["one", "two", "six"].map(|part| format!("canary{part}{number}x"));
        let text = words.iter().map(|word| format!("A: it was {word} then")).collect::<Vec<_>>().join("\nB: and\n");
        let story = narrator.tells(&format!("title{number}"), &text).await;
        let place = |word: &String| {
            let start = text.find(word.as_str()).expect("the word");
            (start, start + word.len())
        };
        let places = [place(&words[0]), place(&words[1]), place(&words[2])];
        let code = narrator.is_handed_a_code().await;
        let home = comes_with(&code, &self.app.stranger("At home")).await;
        let store = Grant { rank: 0, until: None, not_before: 0, held: false, seen_first: false, answer: 0 };
        let grants = BTreeMap::from([("store", store)]);
        let (kept_out, flag, quotes, published) = (BTreeMap::new(), None, Vec::new(), Vec::new());
        let (is_coded, answers) = ([false; 3], 0);
        Told {
            narrator,
            story,
            code,
            home,
            words,
            places,
            grants,
            kept_out,
            flag,
            quotes,
            published,
            is_coded,
            answers,
        }
    }

    /// They are asked, and answer anew.
    async fn answers(&self, told: &mut Told, chance: &mut Chance) {
        let until = (chance.below(6) == 0).then(|| self.today + 1 + i64::try_from(chance.below(3)).unwrap_or(0));
        let mut grants = BTreeMap::new();
        told.answers += 1;
        for purpose in ["store", "analyse"].into_iter().chain(QUOTING) {
            let needs_analyse = QUOTING.contains(&purpose);
            if purpose == "store" || (chance.below(8) > 0 && (!needs_analyse || grants.contains_key("analyse"))) {
                let rank = if needs_analyse { chance.below(5).max(chance.below(5)) } else { 0 };
                let waits = if needs_analyse && chance.below(8) == 0 { self.today + 1 } else { 0 };
                let (seen_first, answer) = (needs_analyse && chance.below(3) == 0, told.answers);
                grants.insert(purpose, Grant { rank, until, not_before: waits, held: false, seen_first, answer });
            }
        }
        let decisions: Vec<Value> = grants
            .iter()
            .map(|(purpose, grant)| {
                let mut terms = json!({ "review_before_use": grant.seen_first });
                if grant.not_before > 0 {
                    terms["embargo_until"] = json!(format!("{}T00:00:00Z", Self::day(grant.not_before)));
                }
                let audience = AUDIENCES[grant.rank];
                json!({ "purpose": purpose, "decision": "granted", "audience": audience, "terms": terms })
            })
            .collect();
        let form = json!({
            "notice_id": self.notice, "notice_language": "en", "mode": "on-screen", "collected_on": Self::day(self.today),
            "valid_until": until.map(|day| format!("{}T00:00:00Z", Self::day(day))), "decisions": decisions,
        });
        let path = self.kim.here(&format!("/narrators/{}/consents/{}", told.narrator.id, new_id()));
        self.kim.put(&path, form).await.ok();
        for quote in told.uses() {
            quote.ended |= grants.get(quote.purpose).is_none_or(|grant| grant.rank < quote.rank);
        }
        told.grants = grants;
    }

    /// One thing happens to one of them.
    async fn happens(&mut self, told: &mut Told, chance: &mut Chance) {
        let purpose = ["analyse", QUOTING[0], QUOTING[1], QUOTING[2]][chance.below(4)];
        match chance.below(30) {
            0..=5 => self.answers(told, chance).await,
            6 if told.grants.contains_key(purpose) => {
                told.narrator.withdraws(&[purpose]).await;
                told.withdraw(purpose);
            }
            7 => {
                told.home.post("/api/narrator/withdrawals", json!({ "purposes": [purpose] })).await.ok();
                told.withdraw(purpose);
            }
            8 => {
                let rank = chance.below(5);
                let form = json!({ "purposes": [purpose], "only_for": AUDIENCES[rank] });
                told.home.post("/api/narrator/withdrawals", form).await.ok();
                let falls = |one: &str| one == purpose || (purpose == "analyse" && QUOTING.contains(&one));
                for (_, grant) in told.grants.iter_mut().filter(|(one, grant)| falls(one) && grant.rank > rank) {
                    grant.rank = rank;
                }
                let beyond = |used: &&mut Quote| falls(used.purpose) && used.rank > rank;
                told.uses().filter(beyond).for_each(|used| used.ended = true);
            }
            9 | 10 => self.keeps_out_or_lets_go(told, chance.below(3)).await,
            11 if told.flag.is_some() || chance.below(2) == 0 => self.is_protected_or_not(told).await,
            12 => {
                let path = self.pia.here(&format!("/narrators/{}/suspensions", told.narrator.id));
                self.pia.post(&path, json!({ "purposes": [purpose] })).await.has(204);
                told.grants
                    .iter_mut()
                    .filter(|(one, _)| **one == purpose || (purpose == "analyse" && QUOTING.contains(*one)))
                    .for_each(|(_, grant)| grant.held = true);
            }
            15 | 16 => told.says_no_after_all(chance).await,
            13 | 14 => {
                if told.flag.is_some() {
                    self.is_protected_or_not(told).await;
                }
                told.home.post("/api/narrator/resumptions", json!({ "purposes": ["store"] })).await.ok();
                told.grants.values_mut().for_each(|grant| grant.held = false);
            }
            _ => self.is_quoted(told, chance).await,
        }
    }

    async fn keeps_out_or_lets_go(&self, told: &mut Told, passage: usize) {
        if let Some(limit) = told.kept_out.remove(&passage) {
            told.home.delete(&format!("/api/narrator/limits/{limit}")).await.ok();
            // What is hidden is hidden at once; what may be found again is found when the index has followed.
            self.app.index_follows().await;
            return;
        }
        let ((start, end), story) = (told.places[passage], &told.story);
        let form = json!({ "testimony_id": story.id, "revision_id": story.revision, "start": start, "end": end });
        let page = told.home.post("/api/narrator/limits", form).await.ok();
        let limits = page["stories"][0]["limits"].as_array().expect("limits").clone();
        let limit = limits.iter().find(|limit| limit["start"] == json!(start)).expect("the new one");
        told.kept_out.insert(passage, limit["id"].as_str().expect("an id").to_owned());
        told.uses().filter(|used| used.passage == passage).for_each(|used| used.ended = true);
    }

    async fn is_protected_or_not(&self, told: &mut Told) {
        let path = |flag: &str| self.pia.here(&format!("/narrators/{}/protection/{flag}", told.narrator.id));
        match told.flag.take() {
            Some(flag) => {
                self.pia.post(&format!("{}/end", path(&flag)), json!({})).await.has(204);
            }
            None => {
                let flag = new_id();
                self.pia.put(&path(&flag), json!({ "kind": "threat", "review_on": "2026-06-01" })).await.has(201);
                told.flag = Some(flag);
            }
        }
    }

    /// An editor tries to quote a passage: it is done exactly where the model says so.
    async fn is_quoted(&mut self, told: &mut Told, chance: &mut Chance) {
        let (passage, purpose) = (chance.below(3), QUOTING[chance.below(2)]);
        // Two of three times something that may well be allowed.
        let rank = match told.grants.get(purpose) {
            Some(grant) if chance.below(3) > 0 => chance.below(grant.rank + 1),
            _ => chance.below(5),
        };
        let ((start, end), id) = (told.places[passage], new_id());
        let form = json!({
            "testimony_id": told.story.id, "revision_id": told.story.revision, "start": start, "end": end,
            "purpose": purpose, "audience": AUDIENCES[rank], "place": "A page",
        });
        let quoted = self.ed.here(&format!("/quotes/{id}"));
        let mut answer = self.ed.put(&quoted, form.clone()).await;
        let (mut may, mut yes) = (told.quotable(purpose, rank, passage, self.today), None);
        if may && let Some(grant) = told.sees_first(purpose, rank) {
            answer.is(409, "consent.ask-first");
            self.ed.put(&self.ed.here(&format!("/askings/{id}")), form.clone()).await.has(201);
            self.ed.put(&quoted, form.clone()).await.is(409, "consent.ask-first");
            yes = (chance.below(4) > 0).then_some(grant);
            told.answers(&id, if yes.is_some() { "yes" } else { "no" }).await;
            answer = self.ed.put(&quoted, form).await;
            may = yes.is_some();
            self.asked[usize::from(may)] += 1;
        }
        assert_eq!(answer.status == 201, may, "{purpose} for {}: {}", AUDIENCES[rank], answer.json);
        self.quoted[usize::from(may)] += 1;
        if may {
            told.quotes.push(Quote { id, passage, purpose, rank, ended: false, yes });
        }
    }

    /// A summary goes public: it shows every quote that everybody may read, and claims that rest on every passage whose
    /// narrator is counted for everybody.
    async fn publishes(&mut self, world: &mut [Told]) {
        let summary = self.ed.begins_a_summary("What opens a street").await;
        let (mut blocks, mut shown) = (frame(), Vec::new());
        for (at, told) in world.iter_mut().enumerate() {
            for one in told.quotes.iter().filter(|one| one.rank == EVERYBODY && told.may_show(one, self.today)) {
                blocks.push(quote(&one.id));
                shown.push((at, one.clone()));
            }
            // Nobody is asked whether they let themselves be counted once more.
            let may = |passage: &usize| told.quotable("count", EVERYBODY, *passage, self.today);
            let counted = (0..3).filter(|_| told.sees_first("count", EVERYBODY).is_none()).filter(may);
            for passage in counted.collect::<Vec<_>>() {
                let (start, end) = told.places[passage];
                if !told.is_coded[passage] {
                    let code = self.bo.code_named("ioi.safety").await;
                    let [start, end] = [start, end].map(|at| u32::try_from(at).expect("short"));
                    self.bo.codes(&told.story, start, end, &code).await;
                    told.is_coded[passage] = true;
                }
                let evidence = summary.rests_on(&told.story, start, end, "supports").await;
                let claim = format!("Claim {} stands.", told.words[passage].replace("canary", "claim"));
                blocks.push(statement("learning-points", "learning-point", &claim, &[evidence]));
                let used =
                    Quote { id: String::new(), passage, purpose: "count", rank: EVERYBODY, ended: false, yes: None };
                shown.push((at, used));
            }
        }
        if !shown.iter().any(|(_, used)| used.purpose == "count") {
            return;
        }
        summary.says(&blocks).await;
        let page = summary.goes_public(&self.pia).await;
        for ((at, used), block) in shown.into_iter().zip(&blocks[2..]) {
            let block = block["id"].as_str().expect("an id").to_owned();
            world[at].published.push(Published { block, page: page.clone(), used });
        }
        self.pages.push(page);
    }

    /// What is published shows what the model says, block by block.
    async fn pages_are_as_the_model_says(&mut self, world: &[Told], step: usize) {
        let mut kinds: BTreeMap<(String, String), String> = BTreeMap::new();
        for page in &self.pages {
            let data = self.bo.elsewhere().get(&format!("{page}/summary.json")).await.ok();
            for block in data["document"]["blocks"].as_array().expect("blocks") {
                let text = |name: &str| block[name].as_str().unwrap_or_default().to_owned();
                kinds.insert((page.clone(), text("id")), text("kind"));
            }
        }
        for told in world {
            for one in &told.published {
                let may = told.may_show(&one.used, self.today);
                self.read[usize::from(may)] += 1;
                let kind = &kinds[&(one.page.clone(), one.block.clone())];
                assert_eq!(kind != "withdrawn", may, "step {step}: {one:?} of {:?}", told.grants);
            }
        }
    }

    /// Everybody sees what the model says, by every path, and nothing else.
    async fn is_as_the_model_says(&mut self, world: &[Told], step: usize) {
        let quotes = self.ed.get(&self.ed.here("/quotes")).await.ok();
        let shown: Vec<&str> = quotes.as_array().expect("quotes").iter().filter_map(|one| one["id"].as_str()).collect();
        let mut open = 0;
        for told in world {
            for quote in &told.quotes {
                let may = told.may_show(quote, self.today);
                assert_eq!(shown.contains(&quote.id.as_str()), may, "step {step}: {quote:?} of {:?}", told.grants);
            }
            let read = self.bo.get(&self.bo.here(&format!("/testimonies/{}", told.story.id))).await;
            let found = self.bo.get(&self.bo.here(&format!("/search?q=then&testimony={}", told.story.id))).await;
            let all = format!("{}{}", read.json, found.json["hits"]);
            for (passage, word) in told.words.iter().enumerate() {
                let may = told.allows("analyse", 0, passage, self.today);
                self.seen[usize::from(may)] += 1;
                let name = &told.narrator.id;
                assert_eq!(read.json.to_string().contains(word), may, "step {step}: {word} of {name}");
                let hit = self.bo.get(&self.bo.here(&format!("/search?q={word}"))).await.ok();
                assert_eq!(hit["total"], json!(usize::from(may)), "step {step}: {word} is counted");
                assert!(may || !all.contains(word), "step {step}: {word}");
            }
            // No passage stands at the ninth place: this asks for the story itself.
            open += usize::from(told.allows("analyse", 0, 9, self.today));
        }
        let list = self.bo.get(&self.bo.here("/testimonies")).await.ok();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(open), "step {step}");
        assert_eq!(self.bo.get(&self.bo.here("/numbers")).await.ok()["testimonies"], json!(open), "step {step}");
    }
}

async fn history(seed: u64) {
    let mut forum = Forum::open().await;
    let mut chance = Chance(seed);
    let mut world = Vec::new();
    for number in 0..4 {
        let mut told = forum.somebody(number).await;
        forum.answers(&mut told, &mut chance).await;
        world.push(told);
    }
    forum.app.index_follows().await;
    for step in 0..100 {
        if step % 8 == 7 {
            forum.app.days_pass(1);
            forum.today += 1;
            // A visit lasts half an hour, and a session does not end so soon.
            for told in &mut world {
                told.home = comes_with(&told.code, &forum.app.stranger("At home")).await;
            }
        }
        let at = chance.below(world.len());
        let mut told = world.swap_remove(at);
        forum.happens(&mut told, &mut chance).await;
        world.push(told);
        if step % 4 == 3 {
            forum.app.index_follows().await;
        }
        if step % 8 == 5 {
            forum.publishes(&mut world).await;
        }
        forum.is_as_the_model_says(&world, step).await;
        forum.pages_are_as_the_model_says(&world, step).await;
    }
    let at_least = |numbers: [usize; 2], least: usize| numbers.iter().all(|number| *number > least);
    let lively =
        at_least(forum.seen, 100) && at_least(forum.quoted, 3) && at_least(forum.read, 40) && at_least(forum.asked, 0);
    assert!(
        lively,
        "too little happened: {:?} seen, {:?} quoted, {:?} read, {:?} asked",
        forum.seen, forum.quoted, forum.read, forum.asked
    );
}

#[story]
async fn whatever_people_do_in_whatever_order_nobody_sees_more_than_they_allow() {
    history(20_261_122).await;
}

#[story]
async fn nor_in_another_order() {
    history(4_711).await;
}

#[story]
async fn the_database_itself_refuses_a_use_that_no_grant_covers() {
    let forum = Forum::open().await;
    let mut told = forum.somebody(1).await;
    told.narrator.allows(&["store", "analyse", "quote-anonymously:funder"]).await;
    let records = Database::connect(forum.app.config.storage.database_url()).await.unwrap();
    let use_of = |purpose: &str, rank: usize, start: usize, end: usize| {
        let id = new_id();
        let kind = records.get_database_backend();
        let uuid = |text: &str| match kind {
            sea_orm::DbBackend::Postgres => format!("'{text}'::uuid"),
            _ => format!("x'{}'", text.replace('-', "")),
        };
        format!(
            "INSERT INTO consent_use (id, kind, project_id, narrator_id, testimony_id, revision_id, start_at, end_at, purpose, \
             audience, audience_rank, grant_id, consent_epoch, of_id, place, at) SELECT {}, 'quote', g.project_id, \
             g.narrator_id, {}, {}, {start}, {end}, g.purpose, 'x', {rank}, g.id, 1, {}, 'A page', {} FROM consent_grant g \
             WHERE g.narrator_id = {} AND g.purpose = '{purpose}' AND g.ended_at IS NULL",
            uuid(&id),
            uuid(&told.story.id),
            uuid(&told.story.revision),
            uuid(&id),
            forum.app.clock.now().0,
            uuid(&told.narrator.id),
        )
    };
    let (start, end) = told.places[0];
    let tried = async |statement: String| records.execute_unprepared(&statement).await;
    tried(use_of("quote-anonymously", 2, start, end)).await.expect("what is granted is taken");
    for (purpose, rank) in [("quote-anonymously", 3), ("quote-under-pseudonym", 0)] {
        let refused = tried(use_of(purpose, rank, start, end)).await.unwrap_err();
        assert!(refused.to_string().contains("no grant covers this use"), "{refused}");
    }
    let changed = tried("UPDATE consent_use SET purpose = 'count'".to_owned()).await.unwrap_err();
    assert!(changed.to_string().contains("stays as it is"), "{changed}");
    let again = [use_of("quote-anonymously", 2, start, end), use_of("quote-anonymously", 0, start, end)];
    let other = use_of("quote-anonymously", 2, told.places[1].0, told.places[1].1);
    let [beyond, within] = [1, 0].map(|rank| use_of("quote-anonymously", rank, told.places[2].0, told.places[2].1));
    forum.keeps_out_or_lets_go(&mut told, 0).await;
    for statement in again {
        assert!(tried(statement).await.is_err(), "a passage that is kept out was used");
    }
    tried(other).await.expect("the other passages are still allowed");
    forum.is_protected_or_not(&mut told).await;
    assert!(tried(beyond).await.is_err(), "somebody who is protected was told of beyond the team");
    tried(within).await.expect("the team goes on");
}

//! Killed at any moment, started again: what was acknowledged is there, whole, and can be found. `make crash` kills a hundred
//! times; `KITH_CRASH_KILLS` and `KITH_CRASH_SEED` say how often, and repeat a run.

mod check;
mod damage;
mod hostile;
mod ledger;
mod writer;

use std::{
    hash::{BuildHasher, Hasher},
    sync::{Arc, Mutex},
    time::Duration,
};

use ledger::Ledger;
use tests::{Ground, Office, Person, Service, story};
use tokio::task::JoinSet;

const WRITERS: usize = 4;

/// Chance that can be repeated (splitmix64).
pub struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let wanted = std::env::var("KITH_CRASH_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = wanted.unwrap_or_else(|| std::hash::RandomState::new().build_hasher().finish());
        println!("KITH_CRASH_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below this one.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// A place in a list of this length.
    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap())).unwrap()
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.place(all.len())) }
    }

    fn apart(&mut self) -> Self {
        Self(self.next())
    }
}

fn kills() -> u32 {
    std::env::var("KITH_CRASH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8)
}

/// The people who write, and what they write about.
struct Crew {
    office: Office,
    writers: Vec<Person>,
    code: String,
}

impl Crew {
    async fn of(service: &Service) -> Self {
        let office = service.settled().await;
        let mut writers = vec![office.lead.clone()];
        for number in 1..u32::try_from(WRITERS).unwrap() {
            writers.push(service.invited(&office.lead, &format!("Writer {number}"), 10 + number, &["lead"]).await);
        }
        let code = office.lead.code_named("ioi.housing").await;
        Self { office, writers, code }
    }

    fn speaking_to(&mut self, service: &Service) {
        self.office.lead = service.met_by(&self.office.lead);
        for writer in &mut self.writers {
            *writer = service.met_by(writer);
        }
    }
}

#[story]
async fn nothing_acknowledged_is_lost_however_often_it_is_killed() {
    let mut chance = Chance::new();
    let ground = Ground::new();
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut service = ground.start();
    let mut crew = Crew::of(&service).await;
    let kills = kills();
    let mut killed = 0;
    while killed < kills {
        work_until_killed(&crew, service, &ledger, &mut chance).await;
        killed += 1;
        if killed % 4 == 0 {
            let (what, damage) = damage::EVERY[chance.place(damage::EVERY.len())];
            damage(&ground, &mut chance);
            println!("killed {killed} times, {}; then {what}", ledger.lock().unwrap());
        }
        // Some processes do not live long enough to say where they are.
        if killed < kills && chance.below(3) == 0 {
            let mut child = ground.spawn();
            let born = tokio::task::spawn_blocking(move || child.wait_with_kill());
            let _dead = born.await;
            killed += 1;
        }
        service = ground.start();
        crew.speaking_to(&service);
        check::everything_is_there(&ground, &crew, &ledger, check::How::SinceLast, &mut chance).await;
    }
    check::everything_is_there(&ground, &crew, &ledger, check::How::All, &mut chance).await;
    println!("killed {killed} times, {}: nothing lost, nothing half, index and database agree", ledger.lock().unwrap());
}

#[story]
async fn whatever_becomes_of_the_index_it_is_built_anew_and_answers_rightly() {
    let mut chance = Chance::new();
    let ground = Ground::new();
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut service = ground.start();
    let mut crew = Crew::of(&service).await;
    for (what, damage) in damage::EVERY {
        work_until_killed(&crew, service, &ledger, &mut chance).await;
        damage(&ground, &mut chance);
        println!("{what}; {}", ledger.lock().unwrap());
        service = ground.start();
        crew.speaking_to(&service);
        check::everything_is_there(&ground, &crew, &ledger, check::How::All, &mut chance).await;
    }
}

trait Dies {
    fn wait_with_kill(&mut self);
}

impl Dies for std::process::Child {
    /// Kills it when it says its first word, or has none to say.
    fn wait_with_kill(&mut self) {
        let mut first = [0];
        if let Some(out) = self.stdout.as_mut() {
            let _read = std::io::Read::read(out, &mut first);
        }
        let _gone_already = self.kill();
        let _ended = self.wait();
    }
}

/// Everybody writes; at a random moment it is killed, and whoever was writing sees the connection break.
async fn work_until_killed(crew: &Crew, service: Service, ledger: &Arc<Mutex<Ledger>>, chance: &mut Chance) {
    let mut writers = JoinSet::new();
    for (number, person) in crew.writers.iter().enumerate() {
        let writer = writer::Writer {
            number,
            person: person.clone(),
            notice: crew.office.notice.clone(),
            code: crew.code.clone(),
            ledger: Arc::clone(ledger),
            chance: chance.apart(),
        };
        writers.spawn(writer.writes());
    }
    let moment = Duration::from_micros(20_000 + chance.below(600_000));
    // Nobody stops by themself: the time is up first, or somebody saw something that must not be.
    if let Ok(Some(ended)) = tokio::time::timeout(moment, writers.join_next()).await {
        panic!("a writer stopped before the service was killed: {ended:?}");
    }
    service.kill();
    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
}

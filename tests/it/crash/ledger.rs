//! What was sent and what was acknowledged: what the service may know, and what it must know.

use std::{collections::BTreeMap, fmt};

use tests::Value;

/// Something that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
}

/// A narrator, welcomed by one writer, and what they allowed.
#[derive(Clone, Debug)]
pub struct Teller {
    pub writer: usize,
    /// The consent, once it was acknowledged.
    pub consent: Option<String>,
    /// Whether the withdrawal was sent, and whether it was acknowledged.
    pub withdrawal: Option<bool>,
}

/// A testimony.
#[derive(Clone, Debug)]
pub struct Told {
    pub writer: usize,
    pub narrator: String,
    pub text: String,
    /// A word that stands in no other.
    pub word: String,
    /// The text's id, once it was acknowledged.
    pub revision: Option<String>,
    /// Whether it was looked at since it was acknowledged.
    pub checked: bool,
}

/// A coding.
#[derive(Clone, Debug)]
pub struct Coded {
    pub testimony: String,
    pub start: u64,
    pub end: u64,
    pub acknowledged: bool,
    /// Whether the removal was sent, and whether it was acknowledged.
    pub removal: Option<bool>,
}

/// All of it.
#[derive(Default)]
pub struct Ledger {
    pub tellers: BTreeMap<String, Teller>,
    pub told: BTreeMap<String, Told>,
    pub codings: BTreeMap<String, Coded>,
    /// What each writer sent last, while no answer came.
    pub open: BTreeMap<usize, (Sent, Act)>,
    words: u64,
    acknowledged: u64,
    unanswered: u64,
}

/// What is acknowledged by an answer.
#[derive(Clone, Debug)]
pub enum Act {
    Welcome,
    Allow { narrator: String, consent: String },
    Tell { testimony: String },
    Code { coding: String },
    Remove { coding: String },
    Withdraw { narrator: String },
}

impl Ledger {
    /// A word that nobody else says, and that no stemmer shortens.
    pub fn new_word(&mut self) -> String {
        const LETTERS: &[u8] = b"bcdfgkmpqtvxz";
        self.words += 1;
        let mut rest = self.words;
        let mut word = String::from("zq");
        for _ in 0..6 {
            let at = usize::try_from(rest % 13).unwrap();
            word.push(char::from(LETTERS[at]));
            rest /= 13;
        }
        word + "oq"
    }

    /// Notes what is about to be sent.
    pub fn sends(&mut self, writer: usize, sent: &Sent, act: &Act) {
        self.open.insert(writer, (sent.clone(), act.clone()));
    }

    /// Notes that it was acknowledged.
    pub fn acknowledged(&mut self, writer: usize, act: &Act, answer: &Value) {
        self.open.remove(&writer);
        self.acknowledged += 1;
        match act {
            Act::Welcome => {}
            Act::Allow { narrator, consent } => {
                self.tellers.get_mut(narrator).unwrap().consent = Some(consent.clone());
            }
            Act::Tell { testimony } => {
                let told = self.told.get_mut(testimony).unwrap();
                told.revision = Some(answer["revision"]["id"].as_str().expect("a revision").to_owned());
                told.checked = false;
            }
            Act::Code { coding } => {
                self.codings.get_mut(coding).unwrap().acknowledged = true;
                self.look_again_at(coding);
            }
            Act::Remove { coding } => {
                self.codings.get_mut(coding).unwrap().removal = Some(true);
                self.look_again_at(coding);
            }
            Act::Withdraw { narrator } => {
                self.tellers.get_mut(narrator).unwrap().withdrawal = Some(true);
                for told in self.told.values_mut().filter(|told| told.narrator == *narrator) {
                    told.checked = false;
                }
            }
        }
    }

    /// Whether a search may find this testimony, and then must.
    pub fn may_be_found(&self, testimony: &str) -> bool {
        let told = &self.told[testimony];
        told.revision.is_some() && self.tellers[&told.narrator].withdrawal.is_none()
    }

    /// Counts what was sent and never answered.
    pub fn was_cut_off(&mut self) {
        self.unanswered += 1;
    }

    fn look_again_at(&mut self, coding: &str) {
        let testimony = self.codings[coding].testimony.clone();
        self.told.get_mut(&testimony).unwrap().checked = false;
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let withdrawn = self.tellers.values().filter(|teller| teller.withdrawal.is_some()).count();
        write!(
            f,
            "{} writes acknowledged, {} cut off ({} testimonies, {} codings, {} narrators of whom {withdrawn} withdrew)",
            self.acknowledged,
            self.unanswered,
            self.told.len(),
            self.codings.len(),
            self.tellers.len(),
        )
    }
}

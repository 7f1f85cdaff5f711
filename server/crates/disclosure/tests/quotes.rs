//! Quotes: somebody who holds everything that could be known of all narrators, and everything published, singles out
//! nobody.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{
    Attribute, AttributeKind, CueKind, CueLanguage, InTheText, Mark, Narrator, Pool, PoolError, Preset, Published,
    Quasi, Quote, QuoteRefusal, Recogniser, SecondReviewer, Shown, candidates_left, judge,
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

fn mark(n: usize) -> Mark {
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    Mark(bytes)
}

fn words(value: &str) -> Vec<String> {
    value.split('/').map(str::to_owned).collect()
}

fn shown(attribute: &str, value: &str) -> Shown {
    Shown { attribute: attribute.to_owned(), value: words(value) }
}

fn narrator(n: usize, values: &[(&str, &str)]) -> Narrator {
    let mut of = BTreeMap::new();
    for (name, value) in values {
        of.entry((*name).to_owned()).or_insert_with(BTreeSet::new).insert(words(value));
    }
    Narrator { mark: mark(n), values: of }
}

fn attributes() -> Vec<Attribute> {
    let one = |name: &str, kind, finest_level| Attribute { name: name.to_owned(), kind, finest_level };
    vec![
        one("origin", AttributeKind::Origin, 2),
        one("work", AttributeKind::Work, 1),
        one("age", AttributeKind::Age, 1),
    ]
}

/// Six Syrians of whom five are teachers, and six Ukrainians.
fn pool() -> Pool {
    let mut all = Vec::new();
    for n in 0..6 {
        let work = if n < 5 { "education/teacher" } else { "health/doctor" };
        all.push(narrator(n, &[("origin", "levant/syria/homs"), ("work", work), ("age", "30-39/34")]));
    }
    for n in 6..12 {
        all.push(narrator(
            n,
            &[("origin", "eastern europe/ukraine/lviv"), ("work", "crafts/tailor"), ("age", "30-39/37")],
        ));
    }
    Pool::new(attributes(), all).unwrap()
}

fn quote<'a>(n: usize, pseudonym: &'a str, text: &'a str, label: &[Shown]) -> Quote<'a> {
    let label = label.iter().cloned().collect();
    Quote { narrator: mark(n), pseudonym, text, languages: CueLanguage::ALL, label, quasi: Vec::new() }
}

#[test]
fn a_teacher_from_syria_may_be_quoted_as_one() {
    let label = [shown("origin", "levant/syria"), shown("work", "education")];
    let verdict = judge(&quote(0, "Amina", "We found a flat after nine months.", &label), &pool(), &[], Preset::Public);
    assert!(verdict.may_stand(), "{verdict:?}");
    assert_eq!((verdict.k_label, verdict.k_quote, verdict.k_pseudonym), (5, 5, 5));
    assert!(verdict.second_reviewer.is_empty());
    let strict = judge(&quote(0, "Amina", "We found a flat.", &label), &pool(), &[], Preset::Strict);
    assert_eq!(strict.refusals[0], QuoteRefusal::LabelFitsFew { k: 5, needed: 10 });
}

#[test]
fn a_town_is_too_fine_and_a_doctor_is_alone() {
    let label = [shown("origin", "levant/syria/homs")];
    let verdict = judge(&quote(5, "Bassel", "", &label), &pool(), &[], Preset::Public);
    assert!(matches!(&verdict.refusals[..], [QuoteRefusal::TooFine { level: 3, finest_level: 2, .. }]));
    let label = [shown("origin", "levant/syria"), shown("work", "health")];
    let verdict = judge(&quote(5, "Bassel", "", &label), &pool(), &[], Preset::Public);
    let codes: Vec<&str> = verdict.refusals.iter().map(QuoteRefusal::code).collect();
    assert_eq!(codes, ["quote.label-fits-few", "quote.quote-fits-few", "quote.pseudonym-fits-few"]);
    assert_eq!(verdict.k_label, 1);
}

#[test]
fn what_is_said_in_the_words_counts_as_well() {
    let mut said = quote(5, "Bassel", "At the hospital they let me work again.", &[shown("origin", "levant/syria")]);
    said.quasi.push(Quasi { start: 7, end: 15, decided: InTheText::Says(shown("work", "health")) });
    let verdict = judge(&said, &pool(), &[], Preset::Public);
    assert_eq!((verdict.k_label, verdict.k_quote), (6, 1));
    assert_eq!(verdict.refusals[0].code(), "quote.quote-fits-few");
    said.quasi[0].decided = InTheText::Replaced;
    assert!(judge(&said, &pool(), &[], Preset::Public).may_stand());
}

/// In March "a teacher", in June "from Syria, in his thirties": each fits many, both under one name fit him.
#[test]
fn two_publications_under_one_pseudonym_add_up() {
    let mut all = vec![narrator(0, &[("origin", "levant/syria"), ("work", "education")])];
    all.extend((1..6).map(|n| narrator(n, &[("origin", "levant/syria"), ("work", "crafts")])));
    all.extend((6..12).map(|n| narrator(n, &[("origin", "sahel/chad"), ("work", "education")])));
    let pool = Pool::new(attributes(), all).unwrap();
    let before = [Published { pseudonym: "Karim".to_owned(), shown: BTreeSet::from([shown("work", "education")]) }];
    let label = [shown("origin", "levant/syria")];
    let verdict = judge(&quote(0, "Karim", "", &label), &pool, &before, Preset::Public);
    assert_eq!((verdict.k_label, verdict.k_pseudonym), (6, 1));
    assert!(matches!(&verdict.refusals[..], [QuoteRefusal::PseudonymFitsFew { k: 1, needed: 5 }]));
    assert!(judge(&quote(0, "Samir", "", &label), &pool, &before, Preset::Public).may_stand());
}

/// Five pseudonyms who are five Syrian teachers leave a sixth Syrian, who is none of them.
#[test]
fn nobody_is_left_over_by_elimination() {
    let label = BTreeSet::from([shown("origin", "levant/syria"), shown("work", "education")]);
    let before: Vec<Published> =
        (0..5).map(|n| Published { pseudonym: format!("P{n}"), shown: label.clone() }).collect();
    let verdict = judge(&quote(5, "Bassel", "", &[shown("origin", "levant/syria")]), &pool(), &before, Preset::Public);
    assert_eq!(verdict.k_pseudonym, 6);
    assert_eq!(verdict.refusals, [QuoteRefusal::LeftByElimination { pseudonym: "Bassel".to_owned(), k: 1, needed: 5 }]);
}

#[test]
fn too_much_undecided_or_too_unique_needs_a_second_reader() {
    let label = [shown("origin", "levant/syria")];
    let mut told = quote(0, "Amina", "I was the first woman who was elected here.", &label);
    told.quasi = vec![Quasi { start: 0, end: 1, decided: InTheText::Unresolved }; 2];
    let two = judge(&told, &pool(), &[], Preset::Public);
    assert_eq!(two.second_reviewer, [SecondReviewer::UniquenessCues { cues: 2 }]);
    told.quasi.push(Quasi { start: 3, end: 4, decided: InTheText::Unresolved });
    let three = judge(&told, &pool(), &[], Preset::Public);
    assert_eq!(three.second_reviewer[0], SecondReviewer::Unresolved { unresolved: 3, at_most: 2 });
    assert_eq!(three.second_reviewer[0].code(), "quote.unresolved");
    assert_eq!(three.cues.iter().map(|cue| cue.kind).collect::<Vec<_>>(), [CueKind::First, CueKind::PublicOffice]);
    let who: Vec<Recogniser> = three.recognised_by.iter().map(|asked| asked.who).collect();
    use Recogniser::{Community, LandlordOrEmployer, Office, Persecutor};
    assert_eq!(who, [Community, LandlordOrEmployer, Office, Persecutor]);
    assert!(
        three.recognised_by.iter().all(|asked| !asked.because.is_empty() && asked.who.code().starts_with("recognise."))
    );
}

#[test]
fn labels_of_nobody_and_of_others_are_refused() {
    let stranger = judge(&quote(99, "X", "", &[]), &pool(), &[], Preset::Public);
    assert_eq!(stranger.refusals, [QuoteRefusal::NarratorUnknown]);
    let wrong = judge(&quote(0, "X", "", &[shown("work", "crafts")]), &pool(), &[], Preset::Public);
    assert!(matches!(&wrong.refusals[..], [QuoteRefusal::NotOfNarrator { .. }]));
    let unknown = judge(&quote(0, "X", "", &[shown("shoe size", "40")]), &pool(), &[], Preset::Public);
    assert!(unknown.refusals.iter().any(|refusal| refusal.code() == "quote.attribute-unknown"));
    let twice = Pool::new(attributes(), vec![narrator(1, &[]), narrator(1, &[])]);
    assert_eq!(twice.unwrap_err(), PoolError::NarratorTwice);
    let undescribed = Pool::new(vec![], vec![narrator(1, &[("age", "30-39")])]);
    assert_eq!(undescribed.unwrap_err().code(), "pool.unknown-attribute");
}

/// Attributes and values, as an attacker notes them.
type Seen = BTreeSet<(String, Vec<String>)>;

/// Everything one pseudonym ever showed, and whom that fits, computed without the crate.
fn fitting(pool: &[BTreeMap<&'static str, Vec<String>>], seen: &Seen) -> Vec<usize> {
    let fits = |person: &BTreeMap<&'static str, Vec<String>>| {
        seen.iter().all(|(name, value)| person[name.as_str()][..value.len()] == value[..])
    };
    (0..pool.len()).filter(|at| fits(&pool[*at])).collect()
}

/// Whether all these pseudonyms can be different people, tried by hand: backtracking, few candidates first.
fn can_differ(mut left: Vec<Vec<usize>>, taken: &mut BTreeSet<usize>) -> bool {
    left.sort_by_key(|candidates| std::cmp::Reverse(candidates.iter().filter(|c| !taken.contains(c)).count()));
    let Some(next) = left.pop() else { return true };
    next.iter().any(|candidate| {
        taken.insert(*candidate) && {
            let found = can_differ(left.clone(), taken);
            taken.remove(candidate);
            found
        }
    })
}

/// Random pools, and random quotes that are published whenever the gate lets them. Then the attacker comes, with the
/// whole table, all labels, what the quotes say, and, in small pools, with elimination.
#[test]
fn who_holds_the_whole_table_singles_out_nobody() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(250);
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let person = (0_usize..3, 0_usize..3, 0_usize..2, 0_usize..4, 0_usize..2);
    let attempt = (
        any::<prop::sample::Index>(),
        0_usize..3,
        prop::collection::vec((0_usize..3, 1_usize..4, any::<bool>()), 0..4),
    );
    // Small pools of much the same people, quoted often, are where elimination bites.
    let alike = (0_usize..1, 0_usize..2, 0_usize..1, 0_usize..1, 0_usize..1);
    let people = prop_oneof![prop::collection::vec(person, 6..70), prop::collection::vec(alike, 6..10)];
    let scenario = (people, prop::collection::vec(attempt, 1..40));
    let (mut published_quotes, mut refused, mut several, mut smallest, mut eliminated) = (0, 0, 0, usize::MAX, 0);
    for case in 0..cases {
        let (people, attempts) = scenario.new_tree(&mut runner).unwrap().current();
        let table: Vec<BTreeMap<&'static str, Vec<String>>> = people
            .iter()
            .map(|(a, b, c, d, e)| {
                let origin = vec![format!("r{a}"), format!("r{a}c{b}"), format!("r{a}c{b}t{c}")];
                let work = vec![format!("w{d}"), format!("w{d}j{e}")];
                BTreeMap::from([("origin", origin), ("work", work), ("age", vec![format!("a{c}")])])
            })
            .collect();
        let narrators = table.iter().enumerate().map(|(n, values)| Narrator {
            mark: mark(n),
            values: values.iter().map(|(name, value)| ((*name).to_owned(), BTreeSet::from([value.clone()]))).collect(),
        });
        let pool = Pool::new(attributes(), narrators.collect()).unwrap();
        let preset = if table.len() < 10 { Preset::Public } else { Preset::ALL[case % 3] };
        let mut published: Vec<Published> = Vec::new();
        for (who, pseudonym, parts) in &attempts {
            let n = who.index(table.len());
            // One or two pseudonyms of one narrator, used again and again.
            let pseudonym = format!("{n}-{}", if case % 2 == 0 { pseudonym / 2 } else { 0 });
            let (mut label, mut quasi) = (BTreeSet::new(), Vec::new());
            for (attribute, level, is_in_text) in parts {
                let name = ["origin", "work", "age"][*attribute];
                let value = table[n][name].iter().take(*level).cloned().collect();
                let one = Shown { attribute: name.to_owned(), value };
                if *is_in_text {
                    quasi.push(Quasi { start: 0, end: 1, decided: InTheText::Says(one) });
                } else {
                    label.insert(one);
                }
            }
            let mut quote = quote(n, &pseudonym, "", &[]);
            (quote.label, quote.quasi) = (label.clone(), quasi.clone());
            if !judge(&quote, &pool, &published, preset).may_stand() {
                refused += 1;
                continue;
            }
            published_quotes += 1;
            let said = quasi.into_iter().filter_map(|quasi| match quasi.decided {
                InTheText::Says(one) => Some(one),
                _ => None,
            });
            published.push(Published { pseudonym, shown: label.into_iter().chain(said).collect() });
        }
        // The attacker.
        let mut seen: BTreeMap<&str, (usize, Seen)> = BTreeMap::new();
        for publication in &published {
            let of = seen.entry(&publication.pseudonym).or_default();
            of.0 += 1;
            of.1.extend(publication.shown.iter().map(|one| (one.attribute.clone(), one.value.clone())));
        }
        let needed = preset.threshold() as usize;
        let mut candidates = Vec::new();
        for (pseudonym, (times, seen)) in &seen {
            let fits = fitting(&table, seen);
            several += usize::from(*times > 1);
            smallest = smallest.min(fits.len());
            assert!(fits.len() >= needed, "{pseudonym} fits {fits:?}");
            candidates.push(fits);
        }
        if candidates.len() <= 8 && table.len() <= 24 && can_differ(candidates.clone(), &mut BTreeSet::new()) {
            for (at, own) in candidates.iter().enumerate() {
                let mut others = candidates.clone();
                others.remove(at);
                let left = own.iter().filter(|one| can_differ(others.clone(), &mut BTreeSet::from([**one]))).count();
                eliminated += 1;
                assert!(left >= needed, "{left} left of {own:?}");
            }
        }
    }
    println!(
        "{published_quotes} quotes published, {refused} refused; {several} pseudonyms published more than once; \
         smallest candidate set {smallest}; {eliminated} pseudonyms also attacked by elimination"
    );
    assert!(published_quotes > 100 || cases < 100);
}

#[test]
fn elimination_says_nothing_where_one_narrator_has_several_names() {
    let label = BTreeSet::from([shown("origin", "levant/syria"), shown("work", "education")]);
    let labels: BTreeMap<String, _> = (0..6).map(|n| (format!("P{n}"), label.clone())).collect();
    assert!(candidates_left(&pool(), &labels).values().all(|left| *left == 5));
}

proptest! {
    /// Who is left for each pseudonym, against trying it by hand: up to six pseudonyms among up to eight narrators.
    #[test]
    fn elimination_is_exact(people in prop::collection::vec((0_usize..2, 0_usize..3), 2..9),
                            labels in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3), 1..7)) {
        let path = |(a, b): (usize, usize)| vec![format!("r{a}"), format!("r{a}c{b}")];
        let narrators = people.iter().enumerate().map(|(n, at)| {
            let values = BTreeMap::from([("origin".to_owned(), BTreeSet::from([path(*at)]))]);
            Narrator { mark: mark(n), values }
        });
        let pool = Pool::new(attributes(), narrators.collect()).unwrap();
        let (mut by_name, mut candidates) = (BTreeMap::new(), Vec::new());
        for (number, (who, level)) in labels.iter().enumerate() {
            let value: Vec<String> = path(*who.get(&people)).into_iter().take(*level).collect();
            let fits = (0..people.len()).filter(|n| path(people[*n])[..value.len()] == value[..]);
            candidates.push(fits.collect::<Vec<usize>>());
            by_name.insert(format!("P{number}"), BTreeSet::from([Shown { attribute: "origin".to_owned(), value }]));
        }
        let can_all_differ = can_differ(candidates.clone(), &mut BTreeSet::new());
        for (at, (name, left)) in candidates_left(&pool, &by_name).into_iter().enumerate() {
            let mut others = candidates.clone();
            others.remove(at);
            let by_hand = candidates[at].iter()
                .filter(|one| !can_all_differ || can_differ(others.clone(), &mut BTreeSet::from([**one])))
                .count();
            prop_assert_eq!(left, by_hand as u64, "{}", name);
        }
    }
}

//! Cue words, in the languages of narrators, at code points.

use disclosure::{CueKind, CueLanguage, cues};
use proptest::prelude::*;

/// The words that were found, with their kinds.
fn found(text: &str) -> Vec<(String, CueKind)> {
    let letters: Vec<char> = text.chars().collect();
    let word = |start: u32, end: u32| letters[start as usize..end as usize].iter().collect();
    cues(text, CueLanguage::ALL).into_iter().map(|cue| (word(cue.start, cue.end), cue.kind)).collect()
}

fn words(text: &str) -> Vec<String> {
    found(text).into_iter().map(|(word, _)| word).collect()
}

#[test]
fn in_english() {
    assert_eq!(
        words("I was the FIRST woman, the only one; it was in the newspapers."),
        ["FIRST", "only", "newspapers"]
    );
    assert!(words("The thirst was terrible, lonely nights, we selected nothing.").is_empty());
    assert_eq!(words("She is a well-known deputy mayor."), ["well-known", "deputy", "mayor"]);
}

#[test]
fn in_dutch_german_and_french() {
    assert_eq!(words("De eerste, de jongste: het stond in de streekkrant."), ["eerste", "jongste", "streekkrant"]);
    assert_eq!(
        words("Die Jüngste, die einzige Frau, zur Stadträtin gewählt"),
        ["Jüngste", "einzige", "Stadträtin", "gewählt"]
    );
    assert_eq!(words("Es stand in der Tageszeitung. Ich kam erst später."), ["Tageszeitung"]);
    assert_eq!(
        words("J’étais l’unique élue, la plus jeune, la première."),
        ["unique", "élue", "plus jeune", "première"]
    );
    // Decomposed letters are the same letters.
    assert_eq!(words("la premie\u{300}re e\u{301}lue").len(), 2);
}

#[test]
fn in_ukrainian_with_its_endings() {
    assert_eq!(words("Я була першою жінкою, єдиною в місті."), ["першою", "єдиною"]);
    assert_eq!(words("Про мене писали в газеті; мене обрали депутаткою."), ["газеті", "обрали", "депутаткою"]);
    assert_eq!(words("наймолодший мер"), ["наймолодший", "мер"]);
    assert!(words("Мережа померла, пам'ять смертна").is_empty());
}

#[test]
fn in_arabic_with_what_is_written_onto_the_word() {
    assert_eq!(words("كنت أول امرأة"), ["أول"]);
    assert_eq!(words("كنت الأولى والوحيدة في المدينة"), ["الأولى", "والوحيدة"]);
    assert_eq!(words("كتبوا عني في الصحيفة وبالجريدة"), ["الصحيفة", "وبالجريدة"]);
    // With vowel signs and a tatweel.
    assert_eq!(words("الوَحِيـدة").len(), 1);
    // "my country" is no town hall.
    assert!(words("رجعت إلى بلدي").is_empty());
}

#[test]
fn in_persian_with_and_without_the_joiner() {
    assert_eq!(words("اولین زن بودم و تنها کسی"), ["اولین", "تنها"]);
    assert_eq!(words("جوان\u{200c}ترین شهردار"), ["جوان\u{200c}ترین", "شهردار"]);
    assert_eq!(words("جوان ترین نماینده‌ها"), ["جوان ترین", "نماینده‌ها"]);
    assert_eq!(words("در روزنامه‌های شهر"), ["روزنامه‌های"]);
}

#[test]
fn places_are_code_points() {
    let text = "👩‍👩‍👧 كنت only";
    let cue = cues(text, CueLanguage::ALL)[0];
    assert_eq!((cue.start, cue.end), (10, 14));
}

#[test]
fn one_stretch_is_one_cue_however_many_languages_know_it() {
    assert_eq!(found("minister"), [("minister".to_owned(), CueKind::PublicOffice)]);
    assert!(cues("the first", &[CueLanguage::Persian]).is_empty());
}

proptest! {
    #[test]
    fn cues_lie_within_any_text(text in "\\PC{0,60}(first|أول|перший)?\\PC{0,20}") {
        let length = text.chars().count() as u32;
        for cue in cues(&text, CueLanguage::ALL) {
            prop_assert!(cue.start < cue.end && cue.end <= length);
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands(before in "[ .,،؛\\n👩]{0,9}", word in prop::sample::select(vec![
        "first", "eerste", "einziger", "première", "єдиний", "الوحيد", "اولین"
    ]), after in "[ .,،؟!\\n👩]{0,9}") {
        let text = format!("{before}{word}{after}");
        let at = before.chars().count() as u32;
        prop_assert!(cues(&text, CueLanguage::ALL).iter().any(|cue| cue.start == at));
    }
}

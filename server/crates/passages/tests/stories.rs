//! Turns and passages of transcripts as people write them. It must stay free of real testimony.

use passages::{CodePoints, LONGEST_PASSAGE, recognise_turns, slice, units};

fn said(text: &str) -> Vec<(String, String)> {
    let speaker = |turn: &passages::Turn| turn.speaker.clone().unwrap_or_default();
    let words = |turn: &passages::Turn| slice(text, turn.start..turn.end).unwrap().to_owned();
    recognise_turns(text).iter().map(|turn| (speaker(turn), words(turn))).collect()
}

fn speakers(text: &str) -> Vec<String> {
    said(text).into_iter().map(|(speaker, _)| speaker).collect()
}

#[test]
fn a_conversation_is_heard_turn_by_turn() {
    let text = "Camp, 2019\n\nINTERVIEWER: Where did you go?\n\nAmina Said: To the coast.\nIt took nine days.\n\nInterviewer: And then?\n\nAmina Said: A flat.\n";
    assert_eq!(
        said(text),
        [
            ("INTERVIEWER".to_owned(), "INTERVIEWER: Where did you go?".to_owned()),
            ("Amina Said".to_owned(), "Amina Said: To the coast.\nIt took nine days.".to_owned()),
            ("INTERVIEWER".to_owned(), "Interviewer: And then?".to_owned()),
            ("Amina Said".to_owned(), "Amina Said: A flat.".to_owned()),
        ]
    );
}

#[test]
fn one_note_in_prose_is_nobody() {
    assert!(speakers("We left in winter.\nNote: the road was closed.\nWe walked.").is_empty());
    assert!(speakers("Note: one.\nWe walked.\nNote: two.").is_empty());
    assert!(speakers("Place: Milton\nDate: 1938\nJohn Fleming sat on his porch.").is_empty());
}

#[test]
fn two_people_who_each_speak_once_are_heard() {
    assert_eq!(speakers("Amina: We left.\nBo: When?"), ["Amina", "Bo"]);
    assert_eq!(speakers("Amina: We left.\n\nBo: When?\n\nThen it rained."), Vec::<String>::new());
}

#[test]
fn somebody_who_speaks_once_among_others_is_heard() {
    assert_eq!(speakers("Bo: When?\nAmina: In May.\nBo: Alone?\nYusuf: With me.\n"), ["Bo", "Amina", "Bo", "Yusuf"]);
}

#[test]
fn an_indented_turn_ends_the_one_before_it() {
    let text = "Amina: We left. \n\tAmina: At night.";
    let words: Vec<_> = said(text).into_iter().map(|(_, words)| words).collect();
    assert_eq!(words, ["Amina: We left.", "Amina: At night."]);
}

#[test]
fn questions_and_answers_are_turns() {
    assert_eq!(speakers("Q. Where?\nA. Here.\nQ. When?\nA. In May."), ["Q", "A", "Q", "A"]);
    assert_eq!(speakers("Q1 Where?\nHere.\nQ2 When?\nIn May."), ["Q", "Q"]);
    assert_eq!(speakers("Q: Where?\nA: Here."), ["Q", "A"]);
    assert!(speakers("A. Smith came.\nWe left.").is_empty());
}

#[test]
fn names_alone_in_capitals_are_turns() {
    assert_eq!(speakers("BO\nWhen?\n\nAMINA\nIn May.\n\nBO\nAlone?\n"), ["BO", "AMINA", "BO"]);
    assert!(speakers("CHAPTER ONE\nWe left.\n\nCHAPTER TWO\nWe came.\n").is_empty());
}

#[test]
fn other_scripts_are_heard() {
    assert_eq!(
        speakers("المحاورة: متى؟\nأمينة: في الشتاء.\nالمحاورة: وحدك؟\nأمينة: مع أخي."),
        ["المحاورة", "أمينة", "المحاورة", "أمينة"]
    );
    assert_eq!(speakers("Олена: ми їхали.\nІнтерв'юер: коли?\nОлена: взимку."), ["Олена", "Інтерв'юер", "Олена"]);
}

#[test]
fn paragraphs_are_passages_where_nobody_is_named() {
    let text = "One\nstill one.\n\n\n  Two.  \n";
    let words: Vec<_> = units(text, &[]).iter().map(|p| slice(text, p.start..p.end).unwrap()).collect();
    assert_eq!(words, ["One\nstill one.", "Two."]);
}

#[test]
fn a_long_turn_is_cut_between_sentences() {
    let text = "We walked on and on. ".repeat(200);
    for passage in units(&text, &[]) {
        assert!(passage.end.0 - passage.start.0 <= LONGEST_PASSAGE);
        assert!(slice(&text, passage.start..passage.end).unwrap().ends_with("on."));
    }
}

#[test]
fn positions_are_plain_numbers_on_the_wire() {
    assert_eq!(serde_json::to_string(&CodePoints(7)).unwrap(), "7");
}

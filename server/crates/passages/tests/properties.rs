//! What must hold for every text: Arabic, emoji families, combining marks, and nonsense.

use passages::{Bytes, CodePoints, LONGEST_PASSAGE, Offsets, Turn, Utf16, recognise_turns, slice, units};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("أمينة: خرجنا\u{064b} ليلاً؟ ".to_owned()),
        Just("👩‍👩‍👧‍👦🏽 ".to_owned()),
        Just("e\u{301}\u{323}o\u{308}".to_owned()),
        Just("Олена: ми виїхали. ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\nQ. Where?\n".to_owned()),
        Just("\u{202e}\u{200f}".to_owned()),
        Just("我们走了。".repeat(40)),
        Just("x".repeat(700)),
        "\\PC{0,12}",
        "[ \\n\\t:A-Z*\\[\\]0-9.]{0,20}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check_units(text: &str, turns: &[Turn]) {
    let characters: Vec<char> = text.chars().collect();
    let mut covered = vec![0_u32; characters.len()];
    for passage in units(text, turns) {
        assert!(passage.start < passage.end && passage.end.0 - passage.start.0 <= LONGEST_PASSAGE);
        for at in passage.start.0..passage.end.0 {
            covered[at as usize] += 1;
        }
    }
    for (character, times) in characters.iter().zip(covered) {
        assert!(times == 1 || (times == 0 && character.is_whitespace()), "{character:?} covered {times} times");
    }
}

proptest! {
    #[test]
    fn every_position_survives_the_round_trip(text in text()) {
        let offsets = Offsets::of(&text);
        let (mut bytes, mut utf16) = (0_u32, 0_u32);
        for (at, character) in text.chars().enumerate() {
            let at = CodePoints(at as u32);
            prop_assert_eq!(offsets.to_bytes(at), Some(Bytes(bytes)));
            prop_assert_eq!(offsets.to_utf16(at), Some(Utf16(utf16)));
            prop_assert_eq!(offsets.from_bytes(Bytes(bytes)), Some(at));
            prop_assert_eq!(offsets.from_utf16(Utf16(utf16)), Some(at));
            if character.len_utf8() > 1 { prop_assert_eq!(offsets.from_bytes(Bytes(bytes + 1)), None); }
            if character.len_utf16() > 1 { prop_assert_eq!(offsets.from_utf16(Utf16(utf16 + 1)), None); }
            bytes += character.len_utf8() as u32;
            utf16 += character.len_utf16() as u32;
        }
        prop_assert_eq!(offsets.to_bytes(offsets.length()), Some(Bytes(bytes)));
        prop_assert_eq!(offsets.length_utf16(), Utf16(utf16));
        prop_assert_eq!(offsets.to_bytes(offsets.length().plus(1)), None);
        prop_assert_eq!(offsets.from_bytes(Bytes(bytes + 1)), None);
    }

    #[test]
    fn both_ways_of_slicing_agree(text in text(), a in 0_u32..900, b in 0_u32..900) {
        let range = CodePoints(a)..CodePoints(b);
        let expected: Option<String> =
            (a <= b && b as usize <= text.chars().count()).then(|| text.chars().skip(a as usize).take((b - a) as usize).collect());
        prop_assert_eq!(slice(&text, range.clone()), expected.as_deref());
        prop_assert_eq!(Offsets::of(&text).slice(range), expected.as_deref());
    }

    #[test]
    fn recognised_turns_are_in_order_and_their_units_hold_everything_once(text in text()) {
        let turns = recognise_turns(&text);
        for pair in turns.windows(2) { prop_assert!(pair[0].end <= pair[1].start); }
        for turn in &turns { prop_assert!(turn.start < turn.end && slice(&text, turn.start..turn.end).is_some()); }
        check_units(&text, &turns);
        check_units(&text, &[]);
    }

    #[test]
    fn even_nonsense_turns_lose_nothing(text in text(), spans in prop::collection::vec((0_u32..2_000, 0_u32..2_000), 0..12)) {
        let turns: Vec<Turn> = spans.iter().map(|(a, b)| Turn { speaker: None, start: CodePoints(*a), end: CodePoints(*b) }).collect();
        check_units(&text, &turns);
    }
}

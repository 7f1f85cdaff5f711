//! What must hold for every text and every set of spans: Arabic, joiners, marks of direction, overlapping nonsense.

use proptest::prelude::*;
use redaction::{
    Category, CodePoints, EntityId, Identifier, Profile, Project, Replacement, Replacements, Span, leak_check, render,
    render_part, same_everywhere, suggest,
};

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("أمينة الحداد خرجت ".to_owned()),
        Just("علی\u{200C}رضا، ".to_owned()),
        Just("Олена Ковальчук. ".to_owned()),
        Just("my name is Amina Haddad ".to_owned()),
        Just("ስሜ አበበ ነው። ".to_owned()),
        Just("\u{202B}עברית\u{202C} ".to_owned()),
        Just("\u{2067}نور\u{2069}".to_owned()),
        Just("person place […] [x] ".to_owned()),
        Just("e\u{301}\u{323}👩‍👧🏽".to_owned()),
        Just("07700 900142, K1234567 ".to_owned()),
        Just("\n".to_owned()),
        "\\PC{0,12}",
        "[ \\n\\t:A-Za-z@./+0-9-]{0,20}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let span = (0_u32..120, 0_u32..40, 0_u128..5, 0_usize..8).prop_map(|(start, length, entity, category)| Span {
        start: CodePoints(start),
        end: CodePoints(start + length),
        entity: EntityId(entity),
        category: Category::ALL[category],
        identifier: if entity % 2 == 0 { Identifier::Direct } else { Identifier::Quasi },
        confidential: None,
    });
    prop::collection::vec(span, 0..10)
}

fn replacements() -> impl Strategy<Value = Replacements> {
    let replacement = prop_oneof![
        Just(Replacement::Keep),
        Just(Replacement::Text("a woman".to_owned())),
        Just(Replacement::Text("امرأة".to_owned())),
        Just(Replacement::Text("Amina Haddad, أمينة الحداد".to_owned())),
        Just(Replacement::Text("]\n\u{202E}[".to_owned())),
        "\\PC{0,8}".prop_map(Replacement::Text),
    ];
    prop::collection::vec((0_u128..5, replacement), 0..5).prop_map(|all| {
        let mut replacements = Replacements::new();
        for (entity, replacement) in all {
            replacements.set(EntityId(entity), Profile::Public, replacement);
        }
        replacements
    })
}

fn folded(chars: &[char]) -> String {
    chars.iter().filter(|c| c.is_alphanumeric()).flat_map(|c| c.to_lowercase()).collect()
}

proptest! {
    #[test]
    fn nothing_masked_is_left_at_its_place(text in text(), spans in spans(), replacements in replacements()) {
        let chars: Vec<char> = text.chars().collect();
        let rendering = render(&text, &spans, &replacements, Profile::Public);
        let shown: Vec<char> = rendering.text.chars().collect();
        let (mut original, mut rendered) = (0, 0);
        for piece in &rendering.pieces {
            prop_assert_eq!((piece.original.start.0, piece.rendered.start.0), (original, rendered), "pieces have no holes");
            (original, rendered) = (piece.original.end.0, piece.rendered.end.0);
            let there = &shown[piece.rendered.start.0 as usize..piece.rendered.end.0 as usize];
            let here = &chars[piece.original.start.0 as usize..piece.original.end.0 as usize];
            if piece.masked.is_some() {
                prop_assert!(there.contains(&'[') && there.contains(&']'));
                prop_assert!(!there[1..there.len() - 1].contains(&'\n'));
            } else {
                prop_assert_eq!(there, here);
            }
        }
        prop_assert_eq!((original as usize, rendered as usize), (chars.len(), shown.len()));
        for span in &spans {
            let end = span.end.0.min(chars.len() as u32);
            if span.start.0 >= end || replacements.get(span.entity, Profile::Public) == Some(&Replacement::Keep) {
                continue;
            }
            for piece in &rendering.pieces {
                let overlaps = piece.original.start.0 < end && span.start.0 < piece.original.end.0;
                prop_assert!(!overlaps || piece.masked.is_some(), "a rest of a masked range is kept");
                let secret = folded(&chars[span.start.0 as usize..end as usize]);
                let there = &shown[piece.rendered.start.0 as usize..piece.rendered.end.0 as usize];
                prop_assert!(!overlaps || secret.is_empty() || !folded(there).contains(&secret), "{secret} is shown");
            }
        }
    }

    #[test]
    fn a_part_of_the_rendering_is_the_rendering_of_the_part(
        text in text(), spans in spans(), replacements in replacements(), a in 0_u32..140, b in 0_u32..140
    ) {
        let rendering = render(&text, &spans, &replacements, Profile::Public);
        let range = CodePoints(a.min(b))..CodePoints(a.max(b));
        prop_assert_eq!(rendering.part(range.clone()), render_part(&text, &spans, &replacements, Profile::Public, range.clone()));
        let there = rendering.to_rendered(range.clone());
        let back = rendering.to_original(there);
        let length = CodePoints::in_text(&text);
        prop_assert!(back.start <= range.start.min(length) && back.end >= range.end.min(length) || range.is_empty());
        let whole = CodePoints(0)..length;
        prop_assert_eq!(rendering.part(whole), &rendering.text);
    }

    #[test]
    fn what_is_masked_here_and_stands_there_is_found(
        before in text(), name in prop_oneof![Just("Amina Haddad"), Just("أمينة الحداد"), Just("علی\u{200C}رضا"), Just("Олена"), Just("አበበ"), Just("K1234567")],
    ) {
        let text = format!("{before} {name} | {name} .");
        let start = CodePoints::in_text(&before).plus(1);
        let end = start.plus(CodePoints::in_text(name).0);
        let span = Span { start, end, entity: EntityId(7), category: Category::Person, identifier: Identifier::Direct, confidential: None };
        let rendering = render(&text, &[span], &Replacements::new(), Profile::Public);
        let leaks = leak_check(&rendering.text, &[name]);
        prop_assert!(leaks.iter().any(|leak| leak.start >= rendering.to_rendered(start..end).end), "{}", rendering.text);
        prop_assert!(same_everywhere(&text, &[span]).iter().any(|mention| mention.span.start >= end));
    }

    #[test]
    fn suggestions_lie_within_the_text_and_in_order(text in text()) {
        let length = CodePoints::in_text(&text);
        let mut project = Project::new();
        project.add(Category::Person, "Amina Haddad");
        let all = suggest(&text, &project);
        for suggestion in &all { prop_assert!(suggestion.start < suggestion.end && suggestion.end <= length); }
        for pair in all.windows(2) { prop_assert!(pair[0].start <= pair[1].start); }
        for leak in leak_check(&text, &["Amina", "x1", ""]) { prop_assert!(leak.start < leak.end && leak.end <= length && leak.which < 2); }
    }
}

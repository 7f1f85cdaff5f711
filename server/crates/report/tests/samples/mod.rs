//! Summaries to print, in English and in Arabic.

use report::{Block, Cell, Day, Direction, Fact, Lines, Report, Row, Section, Table, Voice};

pub const HOSTILE: [&str; 6] = [
    "#import \"x\": * and #panic(\"y\") and #sys.inputs",
    "$ x^2 $ \\ * bold * _under_ `raw` @label <label> // comment /* more */",
    "= Not a heading\n\n- not a list\n+ nor this",
    "a\u{0}b\u{8}c\u{1b}[31m \u{202e}turned\u{202c} \u{feff}",
    "عربي then English ثم عربي, 12:30 (في) [brackets]",
    "🙂 漢字 \u{e000} \u{ffff}",
];

pub fn fact(name: &str, value: &str) -> Fact {
    Fact { name: name.to_owned(), value: value.to_owned() }
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section { heading: heading.to_owned(), blocks }
}

pub fn paragraph(words: &str) -> Block {
    Block::Paragraph(words.to_owned())
}

fn voice(words: &str, language: &str, translation: &str, said_by: &[&str]) -> Block {
    let rtl = ["ar", "fa"].contains(&language);
    Block::Voice(Voice {
        words: words.split("\n\n").map(str::to_owned).collect(),
        language: language.to_owned(),
        direction: if rtl { Direction::RightToLeft } else { Direction::LeftToRight },
        translation: Some(translation).filter(|words| !words.is_empty()).map(str::to_owned).into_iter().collect(),
        translated: "Translated".to_owned(),
        said_by: said_by.iter().map(|one| (*one).to_owned()).collect(),
    })
}

fn shown(number: u64) -> Cell {
    Cell { text: number.to_string(), number: Some(number) }
}

fn hidden(words: &str) -> Cell {
    Cell { text: words.to_owned(), number: None }
}

pub fn english() -> Report {
    let few = || hidden("fewer than 5");
    let row = |name: &str, cells: Vec<Cell>| Row { name: name.to_owned(), cells };
    let coverage = Table {
        name: "Part of life".to_owned(),
        columns: ["Told of it", "Told what helped", "Told what stood in the way"].map(str::to_owned).to_vec(),
        rows: vec![
            row("Work", vec![shown(25), shown(15), shown(20)]),
            row("Housing", vec![shown(30), shown(5), shown(30)]),
            row("Education", vec![shown(10), few(), shown(5)]),
            row("Health and social care", vec![few(), few(), few()]),
            row("Leisure", vec![shown(5), shown(5), hidden("not told")]),
            row("Social bonds", vec![shown(10), shown(10), few()]),
            row("Social bridges", vec![shown(20), shown(20), shown(10)]),
            row("Social links", vec![shown(5), few(), shown(5)]),
            row("Language and communication", vec![shown(20), shown(10), shown(15)]),
            row("Culture", vec![few(), few(), few()]),
            row("Digital skills", vec![shown(5), few(), few()]),
            row("Safety", vec![shown(10), shown(5), few()]),
            row("Stability", vec![shown(15), few(), shown(15)]),
            row("Rights and responsibilities", vec![shown(10), few(), shown(10)]),
        ],
        notes: vec![
            "Of how many narrators: 35. Fewer than five people are never told apart; other figures are rounded to five.".to_owned(),
            "Structure after the Home Office Indicators of Integration framework 2019, Open Government Licence v3.0.".to_owned(),
        ],
    };
    let statement = |kind: Option<&str>, claim: &str, facts: Vec<Fact>| Block::Statement {
        kind: kind.map(str::to_owned),
        claim: claim.to_owned(),
        facts,
        note: Some("Nobody we asked says otherwise. We looked.".to_owned()),
    };
    Report {
        title: "What opens a street".to_owned(),
        language: "en".to_owned(),
        direction: Direction::LeftToRight,
        publisher: "Forum of Newcomers, Zuidoost".to_owned(),
        version: "Version 2 · 2026-03-01".to_owned(),
        identifier: "urn:uuid:0193b3f4-0000-7000-8000-000000000001 2".to_owned(),
        published: Day { year: 2026, month: 3, day: 1 },
        standfirst: vec![
            "Thirty-five people told us how they came to know the street they live in. Most of them were first asked to give \
             something: a meal, a hand, an evening. This is what we learnt from them, and what we ask."
                .to_owned(),
        ],
        notices: vec![],
        facts: vec![
            fact("Published by", "Forum of Newcomers, Zuidoost"),
            fact("Version", "2 · 2026-03-01"),
            fact("It speaks of", "2025-01-01 until 2025-12-31"),
            fact("Grants it answers for", "360G-example-0001, 360G-example-0002"),
            fact("To be looked at again by", "2027-03-01"),
        ],
        contents: "Contents".to_owned(),
        sections: vec![
            section(
                "Why we asked, and what",
                vec![
                    paragraph(
                        "The council wanted to know why some streets take newcomers in and others do not. We asked those who \
                         live there, on both sides of the door, and in the languages they think in.",
                    ),
                    paragraph(
                        "Conversations took between one and three hours. Nobody was asked about papers or status, and everybody \
                         saw their words before we read them.",
                    ),
                ],
            ),
            section("What was told of each part of life", vec![Block::Table(coverage)]),
            section(
                "In their own words",
                vec![
                    voice(
                        "The street was shut to us. Then I was asked to cook for everybody. Now I know who lives here, and when \
                         my window is dark somebody knocks.",
                        "en",
                        "",
                        &["Amina", "Newcomer"],
                    ),
                    voice(
                        "كنت أظن أن الشارع مغلق أمامنا. ثم طُلب مني أن أطبخ للجميع، فعرفتُ من يسكن هنا.",
                        "ar",
                        "I thought the street was closed to us. Then I was asked to cook for everybody, and I got to know who \
                         lives here.",
                        &["A narrator", "Newcomer"],
                    ),
                    voice(
                        "Спочатку ніхто не вітався. Потім мене запросили на толоку, і ґанок став спільним.",
                        "uk",
                        "At first nobody said hello. Then I was invited to a clean-up, and the porch became ours.",
                        &["Олена"],
                    ),
                    voice("ኣብ መጀመርታ ሓደ እኳ ሰላም ኣይበለናን።", "ti", "", &["A narrator"]),
                    Block::Marker("Something stood here that rests on words that were withdrawn.".to_owned()),
                ],
            ),
            section(
                "What we learnt",
                vec![
                    statement(
                        None,
                        "Being asked to give something opens a street.",
                        vec![fact("Told by", "ten people or more")],
                    ),
                    statement(
                        Some("What did not work"),
                        "A welcome evening to which only officials and newcomers come leaves both sides where they were.",
                        vec![
                            fact("On these conditions", "Where neighbours are asked in writing only."),
                            fact("Told by", "five to nine people"),
                            fact("Others say otherwise", "fewer than five people"),
                        ],
                    ),
                ],
            ),
            section(
                "Small figures",
                vec![Block::SmallFigure {
                    number: "9 of 14".to_owned(),
                    text: "street parties were begun by newcomers".to_owned(),
                    lines: vec![
                        "Zuidoost · 2025 · Source: permits of the council, counted by us".to_owned(),
                        "What it does not say: parties without a permit are not in it.".to_owned(),
                    ],
                }],
            ),
            section(
                "What we ask",
                vec![statement(
                    None,
                    "Let a street apply for its own money, in one page, in any language.",
                    vec![
                        fact("Asked of", "The council, department of neighbourhoods"),
                        fact("On these conditions", "It costs about as much as one welcome evening a year."),
                        fact("Told by", "ten people or more"),
                    ],
                )],
            ),
            section(
                "How it was done, and what it cannot say",
                vec![
                    paragraph("Conversations in four languages. Nobody is counted who did not agree to it."),
                    Block::Always(Lines::Paragraphs(vec![
                        "Personal experience cannot be made general. This shows what people who agreed to speak have told, and \
                         nothing of those who did not."
                            .to_owned(),
                    ])),
                ],
            ),
            section(
                "How nobody can be found in it",
                vec![Block::Always(Lines::List(
                    [
                        "Figures count people who agreed to be counted, never passages.",
                        "Fewer than five people are never told apart; other figures are rounded to five.",
                        "Quotes stand here because those who said them allow it. They can take that back at any time, and then they are gone from here at once.",
                        "Nobody is scored or ranked: neither a person nor a group.",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                ))],
            ),
            section(
                "How to cite this",
                vec![paragraph(
                    "Forum of Newcomers, Zuidoost. What opens a street. Version 2 · 2026-03-01.",
                ), Block::Address("https://kith.example.org/read/forum/what-opens-a-street/v2".to_owned())],
            ),
        ],
    }
}

pub fn arabic() -> Report {
    let few = || hidden("أقل من 5");
    let row = |name: &str, cells: Vec<Cell>| Row { name: name.to_owned(), cells };
    let mut report = english();
    report.title = "ما الذي يفتح شارعاً مغلقاً أمام القادمين الجدد".to_owned();
    report.language = "ar".to_owned();
    report.direction = Direction::RightToLeft;
    report.publisher = "منتدى القادمين الجدد".to_owned();
    report.version = "الإصدار 2 · \u{2066}2026-03-01\u{2069}".to_owned();
    report.contents = "المحتويات".to_owned();
    report.standfirst = vec![
        "حدثنا خمسة وثلاثون شخصاً كيف تعرفوا إلى الشارع الذي يسكنون فيه. وقد طُلب من أكثرهم أولاً أن يعطوا شيئاً.".to_owned(),
    ];
    report.facts = vec![
        fact("نشره", "منتدى القادمين الجدد"),
        fact("الإصدار", "2 · \u{2066}2026-03-01\u{2069}"),
        fact("المنح التي يجيب عنها", "\u{2068}360G-example-0001\u{2069}"),
        fact("يُراجع قبل", "\u{2066}2027-03-01\u{2069}"),
    ];
    report.sections = vec![
        section(
            "لماذا سألنا، وعن ماذا",
            vec![paragraph(
                "أراد المجلس أن يعرف لماذا تستقبل بعض الشوارع القادمين الجدد ولا تستقبلهم أخرى. سألنا من يسكنون هناك، باللغات التي يفكرون بها، وباستخدام استبيان Kith.",
            )],
        ),
        section(
            "ما رُوي عن كل جانب من الحياة",
            vec![Block::Table(Table {
                name: "جانب الحياة".to_owned(),
                columns: ["رووا عنه", "رووا ما ساعد", "رووا ما أعاق"].map(str::to_owned).to_vec(),
                rows: vec![
                    row("العمل", vec![shown(25), shown(15), shown(20)]),
                    row("السكن", vec![shown(30), few(), shown(30)]),
                    row("اللغة والتواصل", vec![few(), few(), few()]),
                ],
                notes: vec!["من بين كم راوٍ: 35. لا يُذكر أقل من خمسة أشخاص على حدة.".to_owned()],
            })],
        ),
        section(
            "بكلماتهم",
            vec![
                voice(
                    "كنت أظن أن الشارع مغلق أمامنا. ثم طُلب مني أن أطبخ للجميع، فعرفتُ من يسكن هنا.",
                    "ar",
                    "",
                    &["أمينة", "قادمة جديدة"],
                ),
                voice(
                    "The street was shut to us. Then I was asked to cook.",
                    "en",
                    "كان الشارع مغلقاً أمامنا. ثم طُلب مني أن أطبخ.",
                    &["راوٍ"],
                ),
                voice("کوچه به روی ما بسته بود. بعد از من خواستند برای همه غذا بپزم.", "fa", "", &["راوٍ"]),
                Block::Marker("كان هنا شيء يستند إلى كلمات سُحبت.".to_owned()),
            ],
        ),
        section(
            "ما تعلمناه",
            vec![Block::Statement {
                kind: Some("ما لم ينجح".to_owned()),
                claim: "أن يُطلب من المرء أن يعطي شيئاً يفتح شارعاً.".to_owned(),
                facts: vec![fact("رواه", "عشرة أشخاص أو أكثر"), fact("بهذه الشروط", "حين يُدعى الجيران شخصياً.")],
                note: Some("لم يقل أحد ممن سألناهم غير ذلك. لقد بحثنا.".to_owned()),
            }],
        ),
        section(
            "كيف لا يمكن العثور على أحد فيه",
            vec![Block::Always(Lines::List(vec![
                "تُحصي الأرقام أشخاصاً وافقوا على أن يُحصوا، ولا تُحصي المقاطع أبداً.".to_owned(),
                "لا يُقيَّم أحد ولا يُرتَّب.".to_owned(),
            ]))],
        ),
        section(
            "كيف تستشهد بهذا",
            vec![
                paragraph("منتدى القادمين الجدد. ما الذي يفتح شارعاً. الإصدار 2 · \u{2066}2026-03-01\u{2069}."),
                Block::Address("https://kith.example.org/read/forum/what-opens-a-street/v2".to_owned()),
            ],
        ),
    ];
    report
}

pub fn hostile() -> Report {
    let mut report = english();
    let long = "w".repeat(5_000);
    let mut all: Vec<&str> = HOSTILE.to_vec();
    all.push(&long);
    report.title = HOSTILE[0].to_owned();
    report.publisher = HOSTILE[1].to_owned();
    report.sections = vec![section(
        HOSTILE[2],
        all.iter()
            .flat_map(|words| {
                [
                    paragraph(words),
                    voice(words, "#panic()", words, &[words]),
                    Block::Statement {
                        kind: Some((*words).to_owned()),
                        claim: (*words).to_owned(),
                        facts: vec![fact(words, words)],
                        note: None,
                    },
                    Block::Marker((*words).to_owned()),
                    Block::SmallFigure {
                        number: (*words).to_owned(),
                        text: (*words).to_owned(),
                        lines: vec![(*words).to_owned()],
                    },
                    Block::Always(Lines::List(vec![(*words).to_owned()])),
                    Block::Table(Table {
                        name: (*words).to_owned(),
                        columns: vec![(*words).to_owned()],
                        rows: vec![Row { name: (*words).to_owned(), cells: vec![hidden(words)] }],
                        notes: vec![(*words).to_owned()],
                    }),
                ]
            })
            .collect(),
    )];
    report
}

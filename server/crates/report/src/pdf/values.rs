//! A report as values of the typesetter. Every text is cleaned and cut here, and is a list of strings from then on.

use typst::foundations::{Dict, IntoValue, Str, Value};

use crate::{
    Block, Direction, Fact, Lines, Report, Section, Table, Voice,
    words::{locale, pieces, plain},
};

/// Everything, under the names that `page.typ` asks for.
pub(super) fn of(report: &Report) -> Dict {
    let sections: Vec<Value> = report.sections.iter().map(section).collect();
    named([
        ("title", text(&report.title)),
        ("plain-title", plain(&report.title).into_value()),
        ("publisher", text(&report.publisher)),
        ("plain-publisher", plain(&report.publisher).into_value()),
        ("version", text(&report.version)),
        ("speech", speech(&report.language, report.direction)),
        ("standfirst", texts(&report.standfirst)),
        ("notices", texts(&report.notices)),
        ("facts", facts(&report.facts)),
        ("contents", text(&report.contents)),
        ("sections", sections.into_value()),
    ])
}

fn named<const N: usize>(all: [(&str, Value); N]) -> Dict {
    all.into_iter().map(|(name, value)| (Str::from(name), value)).collect()
}

fn text(words: &str) -> Value {
    pieces(words).into_iter().map(IntoValue::into_value).collect::<Vec<Value>>().into_value()
}

fn texts(all: &[String]) -> Value {
    all.iter().map(|one| text(one)).collect::<Vec<Value>>().into_value()
}

fn optional(words: Option<&String>) -> Value {
    words.map_or(Value::None, |words| text(words))
}

fn facts(all: &[Fact]) -> Value {
    let fact = |fact: &Fact| named([("name", text(&fact.name)), ("value", text(&fact.value))]).into_value();
    all.iter().map(fact).collect::<Vec<Value>>().into_value()
}

fn speech(language: &str, direction: Direction) -> Value {
    let (language, region) = locale(language);
    let direction = match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    let region = region.map_or(Value::None, IntoValue::into_value);
    named([("lang", language.into_value()), ("region", region), ("dir", direction.into_value())]).into_value()
}

fn section(section: &Section) -> Value {
    let blocks: Vec<Value> = section.blocks.iter().map(|one| block(one).into_value()).collect();
    named([("heading", text(&section.heading)), ("blocks", blocks.into_value())]).into_value()
}

fn block(block: &Block) -> Dict {
    match block {
        Block::Paragraph(words) => named([("is", "paragraph".into_value()), ("words", text(words))]),
        Block::Statement { kind, claim, facts, note } => named([
            ("is", "statement".into_value()),
            ("kind", optional(kind.as_ref())),
            ("claim", text(claim)),
            ("facts", self::facts(facts)),
            ("note", optional(note.as_ref())),
        ]),
        Block::Voice(voice) => self::voice(voice),
        Block::Table(table) => self::table(table),
        Block::SmallFigure { number, text, lines } => named([
            ("is", "small-figure".into_value()),
            ("number", self::text(number)),
            ("words", self::text(text)),
            ("lines", texts(lines)),
        ]),
        Block::Marker(words) => named([("is", "marker".into_value()), ("words", text(words))]),
        Block::Address(words) => named([("is", "address".into_value()), ("words", text(words))]),
        Block::Always(Lines::Paragraphs(lines)) => named([("is", "always".into_value()), ("lines", texts(lines))]),
        Block::Always(Lines::List(lines)) => named([("is", "always-list".into_value()), ("lines", texts(lines))]),
    }
}

fn voice(voice: &Voice) -> Dict {
    named([
        ("is", "voice".into_value()),
        ("speech", speech(&voice.language, voice.direction)),
        ("words", texts(&voice.words)),
        ("translation", texts(&voice.translation)),
        ("translated", text(&voice.translated)),
        ("said-by", texts(&voice.said_by)),
    ])
}

fn table(table: &Table) -> Dict {
    let most = table.most();
    // Bars are shares of the largest number, in thousandths: no number of ours is large enough to lose anything.
    let share = |number: u64| i64::try_from(number.saturating_mul(1000) / most).unwrap_or_default();
    let cell = |cell: &crate::Cell| {
        let share = cell.number.map_or(Value::None, |number| share(number).into_value());
        named([("words", text(&cell.text)), ("share", share)]).into_value()
    };
    let row = |row: &crate::Row| {
        let cells: Vec<Value> = row.cells.iter().map(cell).collect();
        named([("name", text(&row.name)), ("cells", cells.into_value())]).into_value()
    };
    let rows: Vec<Value> = table.rows.iter().map(row).collect();
    named([
        ("is", "table".into_value()),
        ("name", text(&table.name)),
        ("columns", texts(&table.columns)),
        ("rows", rows.into_value()),
        ("notes", texts(&table.notes)),
    ])
}

//! The figures of a report as XLSX: a first sheet that says what this is and under which rules its numbers stand, then one sheet
//! a figure. Words are words, whatever they begin with; a number that is not told is the words that say so, never a cell that
//! looks like nothing.

use std::collections::HashSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError as Refused,
};

use crate::{Block, Direction, Lines, Report, Section, Table, words::plain};

/// What programs take in a cell, with room to spare, in characters.
const LONGEST_CELL: usize = 16_000;
/// What programs take as the name of a sheet, in UTF-16 units.
const LONGEST_NAME: usize = 31;
/// How wide the column of sentences is, in characters.
const WIDE: u16 = 90;
/// How wide a column of numbers is, in characters.
const NARROW: u16 = 20;
/// Paper of size A4, as the format counts.
const A4: u8 = 9;

/// Why there is no XLSX.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be written")]
pub struct XlsxError(#[from] Refused);

/// The figures of the report as XLSX.
///
/// # Errors
/// When the package cannot be written, which is no fault of the words.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = report.published;
    let year = u16::try_from(day.year).unwrap_or(1980);
    // The day of the summary, not of the machine.
    let day = ExcelDateTime::from_ymd(year, day.month, day.day).or_else(|_| ExcelDateTime::from_ymd(1980, 1, 1))?;
    let about = DocProperties::new().set_title(plain(&report.title)).set_author(plain(&report.publisher));
    book.set_properties(&about.set_creation_datetime(&day));
    let looks = Looks::of(report);
    let mut names = HashSet::new();
    first(book.add_worksheet().set_name(sheet_name(&report.title, &mut names))?, report, &looks)?;
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    for (at, table) in tables.enumerate() {
        let name = sheet_name(&format!("{} {}", at + 1, table.name), &mut names);
        figure(book.add_worksheet().set_name(name)?, table, report, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

/// How cells look.
struct Looks {
    words: Format,
    title: Format,
    heading: Format,
    soft: Format,
    note: Format,
    told: Format,
    column: Format,
    number: Format,
}

impl Looks {
    fn of(report: &Report) -> Self {
        let direction = if report.direction == Direction::RightToLeft { 2 } else { 1 };
        let words = Format::new().set_reading_direction(direction).set_align(FormatAlign::Top).set_font_name("Georgia");
        let wrapped = words.clone().set_text_wrap();
        let column = wrapped.clone().set_align(FormatAlign::Bottom).set_bold().set_border_bottom(FormatBorder::Thin);
        Self {
            title: words.clone().set_bold().set_font_size(18),
            heading: words.clone().set_bold().set_font_color("#0B5C56"),
            soft: wrapped.clone().set_font_color("#566167"),
            told: words.clone().set_font_color("#566167").set_align(FormatAlign::Right),
            note: words.clone().set_font_color("#566167"),
            number: words.set_align(FormatAlign::Right),
            column,
            words: wrapped,
        }
    }
}

fn cut(text: &str) -> String {
    plain(text).chars().take(LONGEST_CELL).collect()
}

/// A name that programs take and that no other sheet has.
fn sheet_name(words: &str, taken: &mut HashSet<String>) -> String {
    let is_taken_by_the_format = |sign: char| "*?:[]\\/'".contains(sign);
    let kept: String = plain(words).chars().map(|sign| if is_taken_by_the_format(sign) { ' ' } else { sign }).collect();
    let mut name = String::new();
    for sign in plain(&kept).chars() {
        if name.encode_utf16().count() + sign.len_utf16() > LONGEST_NAME {
            break;
        }
        name.push(sign);
    }
    let name = name.trim().to_owned();
    // Names of figures begin with their numbers, so only what has no name of its own can stand twice.
    if name.is_empty() || !taken.insert(name.to_lowercase()) {
        let spare = format!("– {}", taken.len());
        taken.insert(spare.clone());
        return spare;
    }
    name
}

fn prepared<'s>(sheet: &'s mut Worksheet, report: &Report) -> &'s mut Worksheet {
    sheet
        .set_right_to_left(report.direction == Direction::RightToLeft)
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_screen_gridlines(false)
}

/// Lines that are written one below the other, a name beside each.
struct Page<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn line(&mut self, words: &str, look: &Format) -> Result<(), Refused> {
        self.sheet.write_string_with_format(self.row, 0, cut(words), look)?;
        self.row += 1;
        Ok(())
    }

    fn fact(&mut self, name: &str, value: &str, looks: &Looks) -> Result<(), Refused> {
        self.sheet.set_row_height(self.row, height(value, WIDE))?;
        self.sheet.write_string_with_format(self.row, 1, cut(value), &looks.words)?;
        self.line(name, &looks.soft)
    }
}

/// How high a row must be for its words: not every program finds that out itself.
fn height(words: &str, width: u16) -> u16 {
    let lines = words.chars().count() / usize::from(width) + 1;
    // Programs take no row higher than this.
    u16::try_from(lines).unwrap_or(u16::MAX).saturating_mul(16).min(400)
}

fn first(sheet: &mut Worksheet, report: &Report, looks: &Looks) -> Result<(), Refused> {
    let sheet = prepared(sheet, report);
    sheet.set_column_width(0, 28)?.set_column_width(1, WIDE)?;
    let mut page = Page { sheet, row: 0 };
    page.line(&report.title, &looks.title)?;
    for words in report.notices.iter().chain(&report.standfirst) {
        page.fact("", words, looks)?;
    }
    for fact in &report.facts {
        page.fact(&fact.name, &fact.value, looks)?;
    }
    for section in &report.sections {
        let standing = standing(section);
        if !standing.is_empty() {
            page.row += 1;
            page.line(&section.heading, &looks.heading)?;
            for words in standing {
                page.fact("", words, looks)?;
            }
        }
    }
    Ok(())
}

/// What is always said in a section, and how to cite it.
fn standing(section: &Section) -> Vec<&String> {
    let cites = section.blocks.iter().any(|block| matches!(block, Block::Address(_)));
    section.blocks.iter().flat_map(|block| said_by(block, cites)).collect()
}

fn said_by(block: &Block, cites: bool) -> Vec<&String> {
    match block {
        Block::Always(Lines::Paragraphs(lines) | Lines::List(lines)) => lines.iter().collect(),
        Block::Address(words) => vec![words],
        Block::Paragraph(words) if cites => vec![words],
        Block::Paragraph(_)
        | Block::Statement { .. }
        | Block::Voice(_)
        | Block::Table(_)
        | Block::SmallFigure { .. }
        | Block::Marker(_) => Vec::new(),
    }
}

fn figure(sheet: &mut Worksheet, table: &Table, report: &Report, looks: &Looks) -> Result<(), Refused> {
    let sheet = prepared(sheet, report);
    sheet.set_column_width(0, 36)?.set_freeze_panes(1, 1)?;
    // Bold letters are wider, and words are not broken where they end.
    let head = table.columns.iter().map(|words| height(words, NARROW - 6)).max().unwrap_or(16);
    sheet.set_row_height(0, head)?;
    for (column, words) in (0_u16..).zip(std::iter::once(&table.name).chain(&table.columns)) {
        if column > 0 {
            sheet.set_column_width(column, NARROW)?;
        }
        sheet.write_string_with_format(0, column, cut(words), &looks.column)?;
    }
    let mut next = 1;
    for (at, row) in (1_u32..).zip(&table.rows) {
        sheet.write_string_with_format(at, 0, cut(&row.name), &looks.words)?;
        for (column, cell) in (1_u16..).zip(&row.cells) {
            // Rounded numbers of people: small enough to be exact.
            let number = cell.number.and_then(|number| u32::try_from(number).ok());
            match number {
                Some(number) => sheet.write_number_with_format(at, column, number, &looks.number)?,
                None => sheet.write_string_with_format(at, column, cut(&cell.text), &looks.told)?,
            };
        }
        next = at + 1;
    }
    for (at, note) in (next + 1..).zip(&table.notes) {
        sheet.write_string_with_format(at, 0, cut(note), &looks.note)?;
    }
    Ok(())
}

//! Reading a table of comma-separated values (RFC 4180) with the line each row begins at. Semicolons and tabs, as
//! spreadsheets of some countries write them, are understood. Must never read more than it was given.

/// One row and the line it begins at, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

/// What is wrong with a table, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TableError {
    pub(super) line: u32,
    pub(super) detail: String,
}

/// The rows of a table; empty lines are left out.
pub(super) fn read(text: &str) -> Result<Vec<Row>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading { comma: separator(text), ..Reading::default() };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '"' && reading.quoted && letters.peek() == Some(&'"') {
            letters.next();
            reading.cell.push('"');
        } else {
            reading.take(letter)?;
        }
    }
    if reading.quoted {
        let detail = "A quotation mark opens here and is never closed.".to_owned();
        return Err(TableError { line: reading.opened, detail });
    }
    reading.end_row();
    Ok(reading.rows)
}

fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    [';', '\t'].into_iter().find(|sign| count(*sign) > count(',')).unwrap_or(',')
}

struct Reading {
    comma: char,
    rows: Vec<Row>,
    row: Vec<String>,
    cell: String,
    quoted: bool,
    was_quoted: bool,
    line: u32,
    began: u32,
    opened: u32,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            comma: ',',
            rows: Vec::new(),
            row: Vec::new(),
            cell: String::new(),
            quoted: false,
            was_quoted: false,
            line: 1,
            began: 1,
            opened: 1,
        }
    }
}

impl Reading {
    fn take(&mut self, letter: char) -> Result<(), TableError> {
        match letter {
            '"' if self.quoted => self.quoted = false,
            '"' if self.cell.trim().is_empty() && !self.was_quoted => {
                self.cell.clear();
                (self.quoted, self.was_quoted, self.opened) = (true, true, self.line);
            }
            '"' => {
                let detail = "A quotation mark stands inside a cell: put the whole cell in quotation marks and \
                              write this one twice.";
                return Err(TableError { line: self.line, detail: detail.to_owned() });
            }
            '\n' if !self.quoted => {
                self.end_row();
                self.line = self.line.saturating_add(1);
                self.began = self.line;
            }
            letter if letter == self.comma && !self.quoted => self.end_cell(),
            letter => {
                if letter == '\n' {
                    self.line = self.line.saturating_add(1);
                }
                self.cell.push(letter);
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.was_quoted = false;
        self.row.push(cell.trim().to_owned());
    }

    fn end_row(&mut self) {
        self.end_cell();
        let cells = std::mem::take(&mut self.row);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(Row { line: self.began, cells });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
        read(text).expect("a table").into_iter().map(|row| (row.line, row.cells)).collect()
    }

    #[test]
    fn quotes_lines_in_cells_and_other_separators_are_understood() {
        let found = cells("\u{feff}file,title\r\na.txt,\"home, \"\"again\"\"\nand more\"\n\nb.txt,سلام\n");
        assert_eq!(found[0], (1, vec!["file".to_owned(), "title".to_owned()]));
        assert_eq!(found[1], (2, vec!["a.txt".to_owned(), "home, \"again\"\nand more".to_owned()]));
        assert_eq!(found[2], (5, vec!["b.txt".to_owned(), "سلام".to_owned()]));
        assert_eq!(cells("a;b\n1,5;2\n")[1].1, ["1,5", "2"]);
        assert_eq!(cells("a\tb\n1\t2")[1].1, ["1", "2"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(read("a,b\n\"open,2\n3,4\n").expect_err("open").line, 2);
        assert_eq!(read("a,b\n1,2\n5\" nail,2\n").expect_err("inside").line, 3);
    }
}

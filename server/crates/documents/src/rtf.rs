//! Rich Text Format, read token by token with a bounded stack of groups. Destinations that hold no words (fonts,
//! styles, pictures, fields' instructions) are passed over. Bytes are decoded by the font's or the document's code page.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::document::Notice;
use crate::out::Out;
use crate::read::Reading;
use crate::refusal::{Refusal, RefusalCode};

/// The deepest nesting of groups that is read.
const DEEPEST: usize = 1_000;

/// Destinations without words of the text.
const WORDLESS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "generator",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "mmathPr",
    "xmlnstbl",
    "filetbl",
    "revtbl",
    "fldinst",
    "objdata",
    "objclass",
    "objname",
    "blipuid",
    "bkmkstart",
    "bkmkend",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "aftnsep",
    "aftnsepc",
    "nonshppict",
    "pntext",
    "pntxta",
    "pntxtb",
    "pnseclvl",
    "listtext",
    "atnid",
    "atnauthor",
    "atntime",
    "atndate",
    "atnref",
    "sp",
    "sn",
    "sv",
    "userprops",
    "panose",
    "falt",
    "tc",
    "xe",
    "rxe",
    "wgrffmtfilter",
    "passwordhash",
    "pgptbl",
    "private",
    "template",
];

/// What a group inherits and gives back.
#[derive(Debug, Clone, Copy)]
struct Group {
    silent: bool,
    hidden: bool,
    deleted: bool,
    font: i32,
    /// How many characters stand in for a `\u` that a reader does not know.
    fallback: usize,
    in_fonts: bool,
}

struct Rtf<'b> {
    rest: &'b [u8],
    out: Out,
    group: Group,
    outer: Vec<Group>,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// Bytes that wait for the rest of their character.
    bytes: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    /// Stand-ins that are still to be passed over.
    skip: usize,
    /// The next control word names an ignorable destination.
    ignorable: bool,
    default_font: i32,
    left_out_hidden: bool,
    left_out_deleted: bool,
    left_out_comments: bool,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let group = Group { silent: false, hidden: false, deleted: false, font: -1, fallback: 1, in_fonts: false };
    let mut rtf = Rtf {
        rest: bytes,
        out: Out::default(),
        group,
        outer: Vec::new(),
        code_page: WINDOWS_1252,
        fonts: HashMap::new(),
        bytes: Vec::new(),
        high: None,
        skip: 0,
        ignorable: false,
        default_font: -1,
        left_out_hidden: false,
        left_out_deleted: false,
        left_out_comments: false,
    };
    while let Some((first, rest)) = rtf.rest.split_first() {
        rtf.rest = rest;
        if !rtf.step(*first)? {
            break;
        }
    }
    rtf.flush()?;
    let mut notices = Vec::new();
    notices.extend(rtf.left_out_hidden.then_some(Notice::HiddenTextLeftOut));
    notices.extend(rtf.left_out_deleted.then_some(Notice::DeletedTextLeftOut));
    notices.extend(rtf.left_out_comments.then_some(Notice::CommentsLeftOut));
    Ok(Reading { out: rtf.out, notices, ..Reading::default() })
}

impl Rtf<'_> {
    /// Takes one token; `false` at the end of the document.
    fn step(&mut self, first: u8) -> Result<bool, Refusal> {
        match first {
            b'{' => {
                self.flush()?;
                self.skip = 0;
                if self.outer.len() >= DEEPEST {
                    let detail = format!("Its groups are nested deeper than {DEEPEST}.");
                    return Err(Refusal::new(RefusalCode::TooDeep, detail));
                }
                self.outer.push(self.group);
            }
            b'}' => {
                self.flush()?;
                self.skip = 0;
                match self.outer.pop() {
                    Some(group) => self.group = group,
                    None => return Ok(false),
                }
                return Ok(!self.outer.is_empty());
            }
            b'\\' => self.control()?,
            b'\r' | b'\n' | 0 => {}
            byte => self.byte(byte)?,
        }
        Ok(true)
    }

    fn control(&mut self) -> Result<(), Refusal> {
        let Some((first, rest)) = self.rest.split_first() else { return Ok(()) };
        if first.is_ascii_alphabetic() {
            let (word, number) = self.word();
            return self.obey(&word, number);
        }
        self.rest = rest;
        match first {
            b'\'' => {
                let hex = self.rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    self.byte(byte)?;
                }
                Ok(())
            }
            b'\\' | b'{' | b'}' => self.byte(*first),
            b'~' => self.put("\u{a0}"),
            b'_' => self.put("\u{2011}"),
            b'-' => self.put("\u{ad}"),
            b'\r' | b'\n' => self.put("\n"),
            b'*' => {
                self.ignorable = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A control word and its number, with the one space that may end it.
    fn word(&mut self) -> (String, Option<i32>) {
        let take = |bytes: &mut &[u8], keep: fn(&u8) -> bool, most: usize| {
            let length = bytes.iter().take(most).take_while(|byte| keep(byte)).count();
            let (taken, rest) = bytes.split_at_checked(length).unwrap_or((bytes, &[]));
            *bytes = rest;
            String::from_utf8_lossy(taken).into_owned()
        };
        let word = take(&mut self.rest, u8::is_ascii_alphabetic, 32);
        let sign = take(&mut self.rest, |byte| *byte == b'-', 1);
        let digits = take(&mut self.rest, u8::is_ascii_digit, 10);
        let number = format!("{sign}{digits}").parse().ok();
        take(&mut self.rest, |byte| *byte == b' ', 1);
        (word, number)
    }

    fn obey(&mut self, word: &str, number: Option<i32>) -> Result<(), Refusal> {
        let ignorable = std::mem::take(&mut self.ignorable);
        let on = number != Some(0);
        match word {
            "u" => return self.unicode(number.unwrap_or_default()),
            "bin" => {
                let length = usize::try_from(number.unwrap_or_default()).unwrap_or_default();
                self.rest = self.rest.get(length..).unwrap_or_default();
                return Ok(());
            }
            "uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "ansicpg" => self.code_page = code_page(number).unwrap_or(self.code_page),
            "mac" => self.code_page = encoding_rs::MACINTOSH,
            "deff" => self.default_font = number.unwrap_or(-1),
            "f" => {
                self.flush()?;
                self.group.font = number.unwrap_or(-1);
            }
            "plain" => {
                self.flush()?;
                self.group.font = self.default_font;
                self.group.hidden = false;
            }
            "fcharset" => {
                if let Some(encoding) = number.filter(|_| self.group.in_fonts).and_then(charset) {
                    self.fonts.insert(self.group.font, encoding);
                }
            }
            "cpg" if self.group.in_fonts => {
                if let Some(encoding) = code_page(number) {
                    self.fonts.insert(self.group.font, encoding);
                }
            }
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "pict" | "shppict" => self.picture(word),
            "annotation" => {
                self.left_out_comments = true;
                self.group.silent = true;
            }
            // Footnotes stand where they are called: on a line of their own.
            "footnote" => return self.put("\n"),
            _ if WORDLESS.contains(&word) => {
                self.group.silent = true;
                self.group.in_fonts = word == "fonttbl";
            }
            _ => return self.words_of(word, ignorable),
        }
        Ok(())
    }

    /// Control words that stand for characters; an unknown ignorable destination is passed over.
    fn words_of(&mut self, word: &str, ignorable: bool) -> Result<(), Refusal> {
        let words = match word {
            "row" => {
                self.flush()?;
                self.out.end_line();
                return Ok(());
            }
            "par" | "line" | "sect" | "page" | "column" => "\n",
            "tab" | "cell" => "\t",
            "emdash" => "—",
            "endash" => "–",
            "bullet" => "•",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "emspace" | "enspace" | "qmspace" => " ",
            "zwj" => "\u{200d}",
            "zwnj" => "\u{200c}",
            "ltrmark" => "\u{200e}",
            "rtlmark" => "\u{200f}",
            _ => {
                self.group.silent |= ignorable && !matches!(word, "shpinst" | "shptxt" | "fldrslt");
                return Ok(());
            }
        };
        self.put(words)
    }

    fn picture(&mut self, word: &str) {
        if word == "pict" && !self.group.silent {
            self.out.leave_out_image();
        }
        self.group.silent |= word == "pict";
    }

    fn unicode(&mut self, number: i32) -> Result<(), Refusal> {
        self.flush_bytes()?;
        self.skip = self.group.fallback;
        // Numbers above 32,767 are written as negative ones.
        let unit = u16::try_from(number).or_else(|_| u16::try_from(number.saturating_add(65_536))).unwrap_or(0xfffd);
        let units = [self.high.take(), Some(unit)];
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return Ok(());
        }
        let read: String = char::decode_utf16(units.into_iter().flatten()).map(|c| c.unwrap_or('\u{fffd}')).collect();
        self.say(&read)
    }

    fn byte(&mut self, byte: u8) -> Result<(), Refusal> {
        self.ignorable = false;
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if !self.group.silent {
            self.bytes.push(byte);
        }
        Ok(())
    }

    fn put(&mut self, words: &str) -> Result<(), Refusal> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        self.flush()?;
        self.say(words)
    }

    fn say(&mut self, words: &str) -> Result<(), Refusal> {
        if self.group.silent {
            return Ok(());
        }
        let has_words = !words.trim().is_empty();
        if self.group.deleted || self.group.hidden {
            self.left_out_deleted |= self.group.deleted && has_words;
            self.left_out_hidden |= self.group.hidden && has_words;
            return Ok(());
        }
        self.out.push(words)
    }

    fn flush(&mut self) -> Result<(), Refusal> {
        self.flush_bytes()?;
        if self.high.take().is_some() {
            self.say("\u{fffd}")?;
        }
        Ok(())
    }

    fn flush_bytes(&mut self) -> Result<(), Refusal> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = if self.group.font < 0 { self.default_font } else { self.group.font };
        let encoding = self.fonts.get(&font).copied().unwrap_or(self.code_page);
        let (words, _) = encoding.decode_without_bom_handling(&bytes);
        self.say(&words)
    }
}

fn code_page(number: Option<i32>) -> Option<&'static Encoding> {
    let label = match number? {
        65001 => "utf-8".to_owned(),
        936 => "gbk".to_owned(),
        932 => "shift_jis".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10000 => "macintosh".to_owned(),
        10007 => "x-mac-cyrillic".to_owned(),
        28596 => "iso-8859-6".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The character sets of fonts, as Windows numbers them. Number 0 and 1 are the document's own.
fn charset(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        77 => "macintosh",
        128 => "shift_jis",
        129 => "euc-kr",
        134 => "gbk",
        136 => "big5",
        161 => "windows-1253",
        162 => "windows-1254",
        163 => "windows-1258",
        177 => "windows-1255",
        178 => "windows-1256",
        186 => "windows-1257",
        204 => "windows-1251",
        222 => "windows-874",
        238 => "windows-1250",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &[u8]) -> String {
        read(rtf).unwrap().out.finish().text
    }

    #[test]
    fn letters_come_out_of_code_pages_and_numbers() {
        assert_eq!(text(br"{\rtf1\ansi\ansicpg1256 \'c3\'e3\'ed\'e4\'c9\par Amina}"), "أمينة\nAmina");
        assert_eq!(text(br"{\rtf1\ansi{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}\f1 \'cc\'e8\f0 \'e9}"), "Миé");
        assert_eq!(text(br"{\rtf1\uc1 \u1571?\u1605?{\uc0\u-10179\u-8704}!}"), "أم😀!");
        assert_eq!(text(br"{\rtf1\uc2\u1571\'c3\'c3x}"), "أx");
    }

    #[test]
    fn what_holds_no_words_is_passed_over() {
        assert_eq!(
            text(br"{\rtf1{\info{\title no}}{\*\unknown no}{\pict ffd8}a{\v no}{\field{\*\fldinst no}{\fldrslt b}}}"),
            "ab"
        );
        assert_eq!(text(b"{\\rtf1 a\\bin3 {{{b}"), "ab");
    }

    #[test]
    fn deep_nesting_is_refused_and_broken_files_end() {
        let deep = [b"{\\rtf1 ".as_slice(), &b"{".repeat(100_000)].concat();
        assert_eq!(read(&deep).unwrap_err().code, RefusalCode::TooDeep);
        for broken in
            [b"{\\rtf1 \\'".as_slice(), b"{\\rtf1 \\u", b"{\\rtf1\\bin999999999 x", b"{\\rtf1}}}}", b"{\\rtf1 \\"]
        {
            assert!(read(broken).is_ok());
        }
    }
}

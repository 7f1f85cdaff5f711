//! Markdown as its readers see it: words without marks, a blank line between paragraphs, a line for a line. A bold
//! `**NAME:**` becomes `NAME:`, which still shows who speaks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::html;
use crate::out::Out;
use crate::read::Reading;
use crate::refusal::Refusal;

pub(crate) fn read(text: &str) -> Result<Reading, Refusal> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut page = Page::default();
    for event in Parser::new_ext(text, options) {
        page.take(event)?;
    }
    Ok(page.out.into())
}

#[derive(Default)]
struct Page {
    out: Out,
    /// How many pictures are open: their descriptions are not words of the text.
    images: usize,
    /// The number of the next item of each open list; `None` for lists without numbers.
    lists: Vec<Option<u64>>,
    /// HTML inside, gathered until its block ends.
    markup: String,
}

impl Page {
    fn take(&mut self, event: Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            _ if self.images > 0 => Ok(()),
            Event::Text(words) | Event::Code(words) => self.out.push(&words),
            Event::SoftBreak | Event::HardBreak => {
                self.out.end_line();
                Ok(())
            }
            Event::InlineHtml(tag) if tag.starts_with("<br") => {
                self.out.end_line();
                Ok(())
            }
            Event::Html(markup) => {
                self.markup.push_str(&markup);
                Ok(())
            }
            Event::Rule => {
                self.out.end_paragraph();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        match tag {
            Tag::Image { .. } => {
                self.images += 1;
                self.out.leave_out_image();
            }
            Tag::List(first) => {
                self.out.end_line();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.out.end_line();
                if let Some(Some(number)) = self.lists.last_mut() {
                    let label = format!("{number}. ");
                    *number = number.saturating_add(1);
                    return self.out.push(&label);
                }
            }
            Tag::TableCell if !self.out.ends_with_space() => return self.out.push("\t"),
            Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_) => self.out.end_paragraph(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, tag: TagEnd) -> Result<(), Refusal> {
        match tag {
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::HtmlBlock => {
                let words = html::plain_words(&std::mem::take(&mut self.markup));
                self.out.push(&words)?;
                self.out.end_paragraph();
            }
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => self.out.end_line(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.out.end_paragraph();
                }
            }
            TagEnd::Paragraph if !self.lists.is_empty() => self.out.end_line(),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::BlockQuote(_) => {
                self.out.end_paragraph();
            }
            _ => {}
        }
        Ok(())
    }
}

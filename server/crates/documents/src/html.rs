//! HTML, by its tokens alone: no tree is built, so no nesting is too deep. Scripts, styles and templates are dropped;
//! blocks make lines; nothing is fetched or run.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::out::Out;
use crate::read::Reading;
use crate::refusal::Refusal;

pub(crate) fn read(text: &str) -> Result<Reading, Refusal> {
    Ok(extract(text)?.into())
}

/// The text of HTML.
fn extract(text: &str) -> Result<Out, Refusal> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    feed(&tokenizer, text);
    let state = tokenizer.sink.0.into_inner();
    match state.refused {
        Some(refusal) => Err(refusal),
        None => Ok(state.out),
    }
}

/// A few words of HTML (a caption, a block in Markdown) as plain words, entities decoded.
pub(crate) fn plain_words(text: &str) -> String {
    extract(text).map(|out| out.finish().text).unwrap_or_default()
}

/// Decodes character references and nothing else: tags stand as they are written.
pub(crate) fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // In this state the tokenizer sees references and one end tag, which has no name here.
    let opts = TokenizerOpts {
        initial_state: Some(html5ever::tokenizer::states::State::RawData(RawKind::Rcdata)),
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Words::default(), opts);
    feed(&tokenizer, text);
    tokenizer.sink.0.into_inner()
}

fn feed<S: TokenSink>(tokenizer: &Tokenizer<S>, text: &str) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
}

#[derive(Default)]
struct Words(RefCell<String>);

impl TokenSink for Words {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(words) = token {
            self.0.borrow_mut().push_str(&words);
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    out: Out,
    refused: Option<Refusal>,
    /// The element whose raw text is dropped until its end tag.
    dropping: Option<String>,
    templates: usize,
    preformatted: usize,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return state.tag(&tag),
            Token::CharacterTokens(words) => state.words(&words),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn words(&mut self, words: &str) {
        if self.dropping.is_some() || self.templates > 0 || self.refused.is_some() {
            return;
        }
        let pushed = if self.preformatted > 0 { self.out.push(words) } else { self.out.push_collapsed(words) };
        self.refused = pushed.err();
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if !opens && self.dropping.as_deref() == Some(name) {
            self.dropping = None;
            return TokenSinkResult::Continue;
        }
        match name {
            "script" | "style" | "title" | "iframe" | "noembed" | "noframes" | "xmp" if opens => {
                self.dropping = Some(name.to_owned());
                return TokenSinkResult::RawData(match name {
                    "script" => RawKind::ScriptData,
                    "title" => RawKind::Rcdata,
                    _ => RawKind::Rawtext,
                });
            }
            "textarea" if opens => return TokenSinkResult::RawData(RawKind::Rcdata),
            "template" if opens => self.templates = self.templates.saturating_add(1),
            "template" => self.templates = self.templates.saturating_sub(1),
            "pre" | "listing" => {
                self.preformatted = if opens { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) }
            }
            "img" | "picture" | "svg" if opens => self.out.leave_out_image(),
            "br" => self.words_kept("\n"),
            "td" | "th" if opens && !self.out.ends_with_space() => self.words_kept("\t"),
            _ => {}
        }
        if self.templates == 0 && self.refused.is_none() {
            match name {
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "dl" | "table" | "pre"
                | "hr" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "figure" => {
                    self.out.end_paragraph();
                }
                "div" | "li" | "tr" | "dt" | "dd" | "address" | "figcaption" | "form" | "fieldset" | "option"
                | "caption" | "legend" | "body" | "details" | "summary" | "center" => self.out.end_line(),
                _ => {}
            }
        }
        TokenSinkResult::Continue
    }

    /// Blank space that a tag stands for, which is not collapsed.
    fn words_kept(&mut self, words: &str) {
        if self.templates == 0 && self.dropping.is_none() && self.refused.is_none() {
            self.refused = self.out.push(words).err();
        }
    }
}

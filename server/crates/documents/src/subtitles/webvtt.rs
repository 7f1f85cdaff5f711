//! WebVTT, block by block, as the standard's parser does it (W3C WebVTT, section 6.1). It is checked against the
//! conformance suite of vtt.js. What the standard drops is dropped; the lines are told.

use crate::refusal::{Refusal, RefusalCode};

/// A cue as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCue {
    /// Its identifier; often empty.
    pub id: String,
    /// When it appears, in milliseconds.
    pub start_ms: u64,
    /// When it goes, in milliseconds.
    pub end_ms: u64,
    /// Its text with marks and entities as written; lines are parted by `\n`.
    pub payload: String,
}

/// A WebVTT file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebVtt {
    /// Its cues, in the order of the file.
    pub cues: Vec<RawCue>,
    /// Lines with times that make no sense, counted from 1.
    pub skipped_lines: Vec<u32>,
}

/// Reads a WebVTT file.
///
/// # Errors
/// Damaged, when it does not begin with `WEBVTT`.
pub fn webvtt(text: &str) -> Result<WebVtt, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n");
    let is_signed =
        text.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']));
    if !is_signed {
        let detail = "A WebVTT file begins with the word WEBVTT on a line of its own.";
        return Err(Refusal::new(RefusalCode::Damaged, detail).at_line(1));
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut file = WebVtt::default();
    // Whatever stands directly under the signature is its header.
    let mut next = 1;
    if lines.get(1).is_some_and(|line| !line.is_empty()) {
        next = block(&lines, next, true, &mut file);
    }
    while next < lines.len() {
        next = block(&lines, next, false, &mut file);
    }
    Ok(file)
}

/// Reads one block from line `first` on; answers the line after it.
fn block(lines: &[&str], first: usize, in_header: bool, file: &mut WebVtt) -> usize {
    let mut id = String::new();
    let mut times: Option<(u64, u64)> = None;
    let mut seen_arrow = false;
    let mut payload: Vec<&str> = Vec::new();
    let mut at = first;
    while let Some(line) = lines.get(at) {
        let nth = at.saturating_sub(first);
        if line.contains("-->") {
            let may_be_timing = !in_header && (nth == 0 || (nth == 1 && !seen_arrow));
            if !may_be_timing {
                // The line begins a block of its own; an unfinished block must not stand still.
                at = at.max(first.saturating_add(1));
                break;
            }
            seen_arrow = true;
            times = timing(line);
            if times.is_none() {
                file.skipped_lines.push(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1));
            }
            id = std::mem::take(&mut payload).join("\n");
        } else if line.is_empty() {
            at = at.saturating_add(1);
            break;
        } else {
            payload.push(line);
        }
        at = at.saturating_add(1);
    }
    if let Some((start_ms, end_ms)) = times {
        file.cues.push(RawCue { id, start_ms, end_ms, payload: payload.join("\n") });
    }
    at
}

/// The two times of a timing line; settings after them are of no concern here.
fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, rest) = timestamp(skip_blank(line))?;
    let (end, _) = timestamp(skip_blank(skip_blank(rest).strip_prefix("-->")?))?;
    Some((start, end))
}

fn skip_blank(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\u{c}'])
}

fn timestamp(text: &str) -> Option<(u64, &str)> {
    let (first, rest) = digits(text)?;
    let has_hours_for_sure = first.len() != 2 || first.parse::<u64>().ok()? > 59;
    let (second, rest) = digits(rest.strip_prefix(':')?)?;
    let (hours, minutes, seconds, rest) = match rest.strip_prefix(':') {
        Some(rest) => {
            let (third, rest) = digits(rest)?;
            (first, second, third, rest)
        }
        None if has_hours_for_sure => return None,
        None => ("0", first, second, rest),
    };
    let (thousandths, rest) = digits(rest.strip_prefix('.')?)?;
    if minutes.len() != 2 || seconds.len() != 2 || thousandths.len() != 3 {
        return None;
    }
    let number = |digits: &str| digits.parse::<u64>().ok();
    let (minutes, seconds) = (number(minutes)?, number(seconds)?);
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let whole = number(hours)?.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?;
    Some((whole.checked_mul(1000)?.checked_add(number(thousandths)?)?, rest))
}

/// The digits a text begins with, and the rest; `None` when there are none.
fn digits(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let found = text.strip_suffix(rest)?;
    (!found.is_empty()).then_some((found, rest))
}

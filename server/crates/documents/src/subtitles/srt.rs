//! SRT as people write it: any number or none above the times, a comma or a point before the thousandths, blank lines
//! inside captions. Words with unreadable times are kept without times.

/// When a caption appears and goes, in milliseconds; `None` where that could not be read.
type Times = Option<(u64, u64)>;

/// Captions of an SRT file: times in milliseconds, and the words.
#[derive(Debug, Default)]
pub(crate) struct Srt {
    pub(crate) captions: Vec<(Times, String)>,
    /// Lines with times that make no sense, counted from 1.
    pub(crate) skipped_lines: Vec<u32>,
}

/// Whether a line holds two times with an arrow between them.
pub(crate) fn is_srt_timing(line: &str) -> bool {
    timing(line).is_some()
}

pub(crate) fn srt(text: &str) -> Srt {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut found = Srt::default();
    let mut open: Option<(Times, Vec<&str>)> = None;
    for (at, line) in text.split('\n').enumerate() {
        let line = line.trim();
        if !line.contains("-->") {
            if let Some((_, words)) = open.as_mut().filter(|_| !line.is_empty()) {
                words.push(line);
            }
            continue;
        }
        let times = timing(line);
        if times.is_none() {
            found.skipped_lines.push(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1));
        }
        if let Some((times, mut words)) = open.replace((times, Vec::new())) {
            // The number above these times was taken for words of the caption before.
            if words.last().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit())) {
                words.pop();
            }
            found.captions.push((times, words.join("\n")));
        }
    }
    found.captions.extend(open.map(|(times, words)| (times, words.join("\n"))));
    found
}

fn timing(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.trim())?))
}

fn time(text: &str) -> Option<u64> {
    let text = text.split_whitespace().next()?;
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds = 0_u64;
    let mut fields = 0_usize;
    for field in whole.split(':') {
        if field.is_empty() || field.len() > 5 || !field.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(field.parse().ok()?)?;
        fields += 1;
    }
    let is_part = (1..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if !(2..=3).contains(&fields) || !is_part {
        return None;
    }
    let thousandths: u64 = format!("{part:0<3}").parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(thousandths)
}

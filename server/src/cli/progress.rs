//! How far a long command is, on standard error: a bar that is redrawn on a terminal, lines elsewhere. Standard output is
//! left to results. Must never show words of a story.
#![expect(clippy::print_stderr, reason = "this is where a command says how far it is")]

use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

const BAR: usize = 30;

/// How far something is.
pub(super) struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    on_terminal: bool,
    quiet: bool,
    shown: Option<Instant>,
}

impl Progress {
    /// Begins; the total may be unknown (0).
    pub(super) fn of(what: &'static str, total: u64, quiet: bool) -> Self {
        Self { what, total, done: 0, on_terminal: std::io::stderr().is_terminal(), quiet, shown: None }
    }

    /// One more is done.
    pub(super) fn step(&mut self) {
        self.at(self.done.saturating_add(1), self.total);
    }

    /// So many are done, of so many.
    pub(super) fn at(&mut self, done: u64, total: u64) {
        (self.done, self.total) = (done, total);
        let pause = if self.on_terminal { Duration::from_millis(80) } else { Duration::from_secs(5) };
        if self.shown.is_none_or(|shown| shown.elapsed() >= pause) {
            self.show();
        }
    }

    /// Says something without breaking the bar.
    pub(super) fn say(&mut self, line: &str) {
        if self.quiet {
            return;
        }
        let clear = if self.on_terminal { "\r\x1b[K" } else { "" };
        eprintln!("{clear}{line}");
        if self.on_terminal {
            self.show();
        }
    }

    /// Ends the bar.
    pub(super) fn end(&mut self) {
        self.show();
        if self.on_terminal && !self.quiet {
            eprintln!();
        }
    }

    fn show(&mut self) {
        self.shown = Some(Instant::now());
        if self.quiet {
            return;
        }
        if self.on_terminal {
            eprint!("\r\x1b[K{}", self.line());
        } else {
            eprintln!("{}", self.line());
        }
    }

    fn line(&self) -> String {
        let (what, done, total) = (self.what, self.done, self.total);
        if total == 0 {
            return format!("{what}: {done}");
        }
        let part = done.min(total);
        let percent = part.saturating_mul(100) / total;
        if !self.on_terminal {
            return format!("{what}: {done} of {total} ({percent} %)");
        }
        let full = usize::try_from(percent).unwrap_or(0).saturating_mul(BAR) / 100;
        format!("{what} [{}{}] {done}/{total} {percent} %", "█".repeat(full), "░".repeat(BAR.saturating_sub(full)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is() {
        let mut progress = Progress::of("read", 8, true);
        progress.on_terminal = false;
        progress.at(2, 8);
        assert_eq!(progress.line(), "read: 2 of 8 (25 %)");
        progress.on_terminal = true;
        assert!(progress.line().contains("2/8 25 %"));
        assert_eq!(Progress::of("built", 0, true).line(), "built: 0");
    }
}

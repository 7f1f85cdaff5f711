//! What was measured, line by line.

/// Whether something is as good as it should be.
pub enum Aim {
    /// Below this, in the unit of what was measured.
    Below(f64),
    /// Above this.
    Above(f64),
    /// For the record.
    None,
}

/// Lines: what, how much, beside what, and the aim.
#[derive(Default)]
pub struct Table {
    lines: Vec<[String; 5]>,
}

impl Table {
    /// A line. The aim is for the value.
    pub fn line(&mut self, what: impl Into<String>, value: f64, unit: &str, beside: impl Into<String>, aim: Aim) {
        let written = match aim {
            Aim::Below(limit) => format!("< {} {unit}", number(limit)),
            Aim::Above(limit) => format!("> {} {unit}", number(limit)),
            Aim::None => String::new(),
        };
        let verdict = match aim {
            Aim::Below(limit) => {
                if value < limit {
                    "meets"
                } else {
                    "MISSES"
                }
            }
            Aim::Above(limit) => {
                if value > limit {
                    "meets"
                } else {
                    "MISSES"
                }
            }
            Aim::None => "",
        };
        self.lines.push([what.into(), format!("{} {unit}", number(value)), beside.into(), written, verdict.to_owned()]);
        if let Some(line) = self.lines.last() {
            eprintln!("  {}", line.join("  |  "));
        }
    }

    /// Something to know of the run.
    pub fn note(&mut self, what: impl Into<String>) {
        self.lines.push([what.into(), String::new(), String::new(), String::new(), String::new()]);
    }

    /// Prints it.
    pub fn print(&self) {
        let width = |column: usize| self.lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let of_whole_lines = self.lines.iter().filter(|line| !line[1].is_empty());
        let first = of_whole_lines.map(|line| line[0].chars().count()).max().unwrap_or(0);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        println!("\nload of the machine at the end: {}", load.trim());
        for line in &self.lines {
            let (b, c, d) = (width(1), width(2), width(3));
            println!("{:first$}  {:>b$}  {:c$}  {:>d$}  {}", line[0], line[1], line[2], line[3], line[4]);
        }
    }
}

fn number(value: f64) -> String {
    match value.abs() {
        great if great >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The value that this share of all is below.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
    let at = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(at).copied().unwrap_or(f64::NAN)
}

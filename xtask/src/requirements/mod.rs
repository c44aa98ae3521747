//! `cargo xtask requirements`: which requirements of the RFCs have a test that names them.
//!
//! `tests/requirements.jsonl` holds them, one a line. A test shows a requirement by naming its id
//! (`R-BDAT-005`); `scan` says what counts as a test. A requirement without a test is no error: it
//! is work to come, and this chore prints it. An id that names no requirement is an error.

mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::repo;
use scan::Mention;

#[derive(Args)]
pub(crate) struct Options {
    /// Print only the MUSTs that no test names, without the table.
    #[arg(long, conflicts_with = "json")]
    missing: bool,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
}

/// One sentence that an implementation has to keep.
#[derive(Deserialize)]
struct Requirement {
    id: String,
    rfc: String,
    section: String,
    level: String,
    area: String,
    text: String,
}

impl Requirement {
    fn is_must(&self) -> bool {
        matches!(self.level.as_str(), "MUST" | "MUST NOT")
    }

    /// Where to read it: `RFC 5321 §4.5.2`, or the name of what is no RFC.
    fn source(&self) -> String {
        let number = self.rfc.starts_with(|c: char| c.is_ascii_digit());
        let prefix = if number { "RFC " } else { "" };
        let section = if self.section.is_empty() { "" } else { " §" };
        format!("{prefix}{}{section}{}", self.rfc, self.section)
    }
}

/// The counts of one area, of its MUSTs and MUST NOTs alone.
#[derive(Default, Serialize)]
struct Area {
    musts: usize,
    shown: usize,
    missing: usize,
}

struct Report {
    requirements: Vec<Requirement>,
    /// Every place where a test names a requirement, by id.
    shown: BTreeMap<String, Vec<Mention>>,
    /// Mentions of ids that name no requirement, in tests or elsewhere.
    unknown: Vec<(String, Mention)>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let report = Report::of(repo::root())?;
    let text = if options.json {
        serde_json::to_string_pretty(&report.json())?
    } else if options.missing {
        report.missing_text()
    } else {
        format!("{}\n\n{}", report.table(), report.missing_text())
    };
    match writeln!(std::io::stdout(), "{text}") {
        // The reader (`head`, a pager) has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        written => written?,
    }
    report.refuse_unknown()
}

/// For `cargo xtask test`: one line, and an error when an id names nothing.
pub(crate) fn check() -> Result<()> {
    let report = Report::of(repo::root())?;
    let total = report.total();
    println!("    {} of {} MUSTs are named by a test", total.shown, total.musts);
    report.refuse_unknown()
}

impl Report {
    fn of(root: &Path) -> Result<Self> {
        let file = root.join("tests/requirements.jsonl");
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::new(parse(&text)?, scan::repository(root)?)
    }

    fn new(requirements: Vec<Requirement>, mentions: Vec<(String, Mention)>) -> Result<Self> {
        let mut known = BTreeSet::new();
        for requirement in &requirements {
            if !known.insert(requirement.id.clone()) {
                bail!("{} stands twice in tests/requirements.jsonl", requirement.id);
            }
        }
        let mut shown: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
        let mut unknown = Vec::new();
        for (id, mention) in mentions {
            if !known.contains(&id) {
                unknown.push((id, mention));
            } else if mention.in_test {
                shown.entry(id).or_default().push(mention);
            }
        }
        Ok(Self { requirements, shown, unknown })
    }

    fn missing(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().filter(|r| r.is_must() && !self.shown.contains_key(&r.id))
    }

    fn areas(&self) -> BTreeMap<&str, Area> {
        let mut areas: BTreeMap<&str, Area> = BTreeMap::new();
        for requirement in self.requirements.iter().filter(|r| r.is_must()) {
            let area = areas.entry(&requirement.area).or_default();
            area.musts += 1;
            if self.shown.contains_key(&requirement.id) {
                area.shown += 1;
            } else {
                area.missing += 1;
            }
        }
        areas
    }

    fn total(&self) -> Area {
        self.areas().into_values().fold(Area::default(), |sum, area| Area {
            musts: sum.musts + area.musts,
            shown: sum.shown + area.shown,
            missing: sum.missing + area.missing,
        })
    }

    fn table(&self) -> String {
        let row = |name: &str, area: &Area| {
            format!("{name:<8} {:>6} {:>7} {:>7}", area.musts, area.shown, area.missing)
        };
        let mut lines = vec!["area      MUSTs   shown missing".to_string()];
        lines.extend(self.areas().iter().map(|(name, area)| row(name, area)));
        lines.push(row("all", &self.total()));
        lines.join("\n")
    }

    fn missing_text(&self) -> String {
        let line = |r: &Requirement| format!("{}  {}  {}: {}", r.id, r.source(), r.level, r.text);
        self.missing().map(line).collect::<Vec<_>>().join("\n")
    }

    fn json(&self) -> serde_json::Value {
        let missing: Vec<_> = self
            .missing()
            .map(|r| {
                serde_json::json!({
                    "id": r.id, "rfc": r.rfc, "section": r.section, "level": r.level, "text": r.text,
                })
            })
            .collect();
        let shown: BTreeMap<_, Vec<String>> = self
            .shown
            .iter()
            .map(|(id, mentions)| (id, mentions.iter().map(Mention::place).collect()))
            .collect();
        serde_json::json!({
            "total": self.total(), "areas": self.areas(), "shown": shown, "missing": missing,
        })
    }

    fn refuse_unknown(&self) -> Result<()> {
        for (id, mention) in &self.unknown {
            eprintln!("{}: there is no requirement {id}", mention.place());
        }
        if self.unknown.is_empty() {
            return Ok(());
        }
        bail!("{} mentions of requirements that do not exist", self.unknown.len())
    }
}

fn parse(text: &str) -> Result<Vec<Requirement>> {
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("tests/requirements.jsonl, line {}", index + 1))
        })
        .collect()
}

#[cfg(test)]
mod tests;

//! `cargo xtask docs`: the pages that are made of the code, so that the two can't disagree. The C
//! library's statuses and its header are such pages, too.

mod header;
mod status;
mod version;

use std::fs;

use anyhow::{Context, Result, bail};
use clap::Args;
use smtpwire_diagnose::check::{RULES, Rule};

use crate::repo;

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail when a page is not what it would be.
    #[arg(long)]
    check: bool,
}

/// A page: where it lies, and what makes it.
struct Page {
    path: &'static str,
    make: fn() -> Result<String>,
}

/// In the order in which they are made: the header stands on the statuses.
const PAGES: [Page; 3] = [
    Page { path: "docs/rules.md", make: || Ok(rules(RULES)) },
    Page { path: "bindings/c/src/status.rs", make: || Ok(status::source()) },
    Page { path: "include/smtpwire.h", make: header::make },
];

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check {
        return check();
    }
    for page in &PAGES {
        fs::write(repo::root().join(page.path), (page.make)()?)
            .with_context(|| format!("cannot write {}", page.path))?;
        println!("    {} is written", page.path);
    }
    Ok(())
}

/// For `cargo xtask test`: every page is what `cargo xtask docs` would write.
pub(crate) fn check() -> Result<()> {
    let mut stale = Vec::new();
    for page in &PAGES {
        let written = fs::read_to_string(repo::root().join(page.path));
        if written.ok() != Some((page.make)()?) {
            stale.push(page.path);
        }
    }
    if stale.is_empty() {
        println!("    every page is what the code makes it");
        return Ok(());
    }
    bail!("out of date: {}; run `cargo xtask docs`", stale.join(", "))
}

/// What the checker looks for: a table for each area, in the order of the code.
fn rules(rules: &[Rule]) -> String {
    let mut lines = vec![
        "# What `smtpwire check` looks for".to_string(),
        String::new(),
        format!(
            "{} rules. Each finding names its rule; the severity is the gravest that the rule's \
             findings have.",
            rules.len()
        ),
        "Made by `cargo xtask docs`; the table in the code is \
         `crates/smtpwire-diagnose/src/check/rules.rs`."
            .to_string(),
    ];
    let mut area = "";
    for rule in rules {
        if rule.area != area {
            area = rule.area;
            let head = "| rule | severity | from | finds |\n|---|---|---|---|";
            lines.extend([String::new(), format!("## {area}"), String::new(), head.to_string()]);
        }
        let severity = rule.severity.as_str();
        lines.push(format!(
            "| `{}` | {severity} | {} | {} |",
            rule.id,
            rule.rfc,
            cell(rule.summary)
        ));
    }
    lines.join("\n") + "\n"
}

/// A text that can't end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_one_row_under_its_area() {
        let page = rules(RULES);
        for rule in RULES {
            let row = format!("| `{}` | {} |", rule.id, rule.severity.as_str());
            assert_eq!(page.matches(&row).count(), 1, "{}", rule.id);
            let (before, _) = page.split_once(&row).expect("the row is there");
            let heading = before.lines().rfind(|line| line.starts_with("## "));
            assert_eq!(heading, Some(format!("## {}", rule.area).as_str()));
        }
    }

    #[test]
    fn every_row_has_four_cells() {
        let page = rules(RULES);
        for row in page.lines().filter(|line| line.starts_with('|')) {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        }
    }
}

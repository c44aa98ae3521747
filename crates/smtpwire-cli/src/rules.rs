//! `smtpwire rules`: what `smtpwire check` looks for.

use clap::Args;
use clap::builder::styling::Style;
use serde_json::json;
use smtpwire_diagnose::check::{RULES, Severity};

use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG, Status};
use crate::show;

/// List the rules that `smtpwire check` knows
///
/// Each has a name, which `smtpwire explain` takes, a severity, and the section of an RFC that it
/// stands on.
#[derive(Args)]
#[command(after_help = "\
With --json, each rule is one document on a line of its own: {\"id\", \"area\", \"severity\", \"rfc\",
\"summary\"}.

Examples:
  smtpwire rules
  smtpwire rules --json")]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options, output: &mut Output) -> Status {
    let mut area = "";
    for rule in RULES {
        if output.json() {
            output.document(&json!(rule));
            continue;
        }
        if rule.area != area {
            if !area.is_empty() {
                output.line("");
            }
            area = rule.area;
            let heading = output.styled(STRONG, area);
            output.line(heading);
        }
        let severity = output.styled(style(rule.severity), rule.severity);
        output.line(format!("  {} ({severity}, {})", rule.id, rule.rfc));
        for line in show::wrapped(rule.summary, COLUMNS) {
            output.line(format!("      {line}"));
        }
    }
    Status::Fine
}

const COLUMNS: usize = 84;

/// How a severity is shown.
pub(crate) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => DOUBTFUL,
        Severity::Note => GOOD,
    }
}

//! `smtpwire rules`: what `smtpwire check` looks for.

use clap::Args;
use serde_json::json;
use smtpwire_diagnose::checker::{RULES, Severity};

use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG, Status};

/// List the rules that `smtpwire check` knows
///
/// Each has a name, which `smtpwire explain` takes, a severity, and the section of an RFC that it
/// stands on.
#[derive(Args)]
#[command(after_help = "\
With --json, each rule is one document on a line of its own: {\"rule\", \"severity\", \"rfc\", \"summary\"}.

Examples:
  smtpwire rules
  smtpwire rules --json")]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options, output: &mut Output) -> Status {
    for rule in RULES {
        if output.json() {
            output.document(&json!({
                "rule": rule.id,
                "severity": rule.severity,
                "rfc": rule.rfc,
                "summary": rule.summary,
            }));
            continue;
        }
        let (style, severity) = match rule.severity {
            Severity::Error => (BAD, "error"),
            Severity::Warning => (DOUBTFUL, "warning"),
            Severity::Note => (GOOD, "note"),
        };
        let id = output.styled(STRONG, rule.id);
        let severity = output.styled(style, severity);
        output.line(format!("{id} ({severity}, {})", rule.rfc));
        output.line(format!("    {}", rule.summary));
    }
    Status::Fine
}

//! A report as JSON.

use std::ffi::OsStr;

use serde_json::{Value, json};
use smtpwire_diagnose::checker::Severity;

use super::Checked;
use crate::input::Unreadable;
use crate::show;

/// The document for one file.
pub(super) fn of(file: &OsStr, checked: Result<&Checked, &Unreadable>, least: Severity) -> Value {
    let file = file.to_str().map_or_else(|| show::file_name(file), str::to_owned);
    let checked = match checked {
        Ok(checked) => checked,
        Err(error) => {
            let error = json!({ "kind": error.kind, "message": error.message });
            return json!({ "file": file, "error": error });
        }
    };
    let shown = checked.findings.iter().filter(|finding| finding.severity >= least);
    let findings: Value = shown
        .map(|finding| {
            json!({
                "rule": finding.rule,
                "severity": finding.severity,
                "line": finding.line,
                "column": finding.column,
                "rfc": finding.rfc,
                "message": finding.message,
                "advice": finding.advice,
            })
        })
        .collect();
    json!({
        "file": file,
        "format": checked.transcript.format.name(),
        "sessions": checked.transcript.sessions.len(),
        "findings": findings,
        "summary": {
            "errors": checked.count(Severity::Error),
            "warnings": checked.count(Severity::Warning),
            "notes": checked.count(Severity::Note),
        },
    })
}

//! A report as JSON.

use std::ffi::OsStr;

use serde_json::{Value, json};
use smtpwire_diagnose::check::Severity;

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
    let report = &checked.report;
    let shown = report.findings.iter().filter(|finding| finding.severity >= least);
    json!({
        "file": file,
        "format": report.format.name(),
        "sessions": report.sessions,
        "summary": report.summary,
        "findings": shown.collect::<Vec<_>>(),
    })
}

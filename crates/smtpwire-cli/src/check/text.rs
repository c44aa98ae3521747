//! A report for people: each finding under the line that it is about.

use annotate_snippets::Level;
use smtpwire_diagnose::check::{Finding, Severity, Summary};

use super::Checked;
use crate::output::{BAD, DOUBTFUL, GOOD, Output};
use crate::snippet::{self, Remark};

/// Prints the findings of at least this severity, and one line that sums up all of them.
pub(super) fn print(name: &str, checked: &Checked, least: Severity, output: &mut Output) {
    findings(name, checked, least, output);
    let line = summary(name, checked, output);
    output.line(line);
}

/// Prints the findings of at least this severity.
pub(super) fn findings(name: &str, checked: &Checked, least: Severity, output: &mut Output) {
    let renderer = output.renderer();
    for finding in checked.report.findings.iter().filter(|finding| finding.severity >= least) {
        if output.closed() {
            return;
        }
        let drawn = snippet::draw(&remark(name, &checked.source, finding), &renderer);
        output.line(drawn);
        output.line("");
    }
}

fn remark<'a>(name: &'a str, source: &'a [u8], finding: &'a Finding) -> Remark<'a> {
    let at = finding.span.start.min(source.len());
    let (before, behind) = source.split_at(at);
    let start = before.iter().rposition(|octet| *octet == b'\n').map_or(0, |lf| lf + 1);
    let length = behind.iter().position(|octet| *octet == b'\n').unwrap_or(behind.len());
    let line = source.get(start..at + length).unwrap_or_default();
    // The CR of a CRLF is no part of the line, a CR that is marked is.
    let line = match line.strip_suffix(b"\r") {
        Some(shorter) if at < start + shorter.len() => shorter,
        _ => line,
    };
    let (title, more) = first_sentence(&finding.message);
    let mut footers = Vec::new();
    if !more.is_empty() {
        footers.push((Level::NOTE, more.to_owned()));
    }
    footers.push((Level::NOTE.no_name(), finding.rfc.to_owned()));
    footers.push((Level::HELP, finding.advice.clone()));
    Remark {
        level: level(finding.severity),
        id: Some(finding.rule),
        title,
        place: Some((name, finding.column)),
        number: finding.line,
        line,
        span: at - start..finding.span.end.max(at) - start,
        label: None,
        footers,
    }
}

/// The first sentence of a message, which heads the finding, and what follows it.
fn first_sentence(message: &str) -> (&str, &str) {
    let ends = message.match_indices(". ").find_map(|(at, _)| {
        let (sentence, rest) = message.split_at_checked(at + 1)?;
        let rest = rest.trim_start();
        rest.starts_with(char::is_uppercase).then_some((sentence, rest))
    });
    ends.unwrap_or((message, ""))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// `mail.txt: labelled, 1 session: 2 errors, 1 warning`
fn summary(name: &str, checked: &Checked, output: &Output) -> String {
    let report = &checked.report;
    let Summary { errors, warnings, notes, omitted, .. } = report.summary;
    let counted = [(errors, "error", BAD), (warnings, "warning", DOUBTFUL), (notes, "note", GOOD)];
    let counts: Vec<String> = counted
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, style)| output.styled(style, plural(count, what)))
        .collect();
    let found = if counts.is_empty() {
        output.styled(GOOD, "nothing to complain about")
    } else {
        counts.join(", ")
    };
    let omitted = match omitted {
        0 => String::new(),
        _ => format!("; {omitted} like others of the same rule are left out"),
    };
    let sessions = plural(report.sessions, "session");
    format!("{name}: {}, {sessions}: {found}{omitted}", report.format)
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_headed_by_its_first_sentence() {
        assert_eq!(first_sentence("550 5.1.1: No user. Ask."), ("550 5.1.1: No user.", "Ask."));
        assert_eq!(first_sentence("RFC 5321 sec. 4 says so."), ("RFC 5321 sec. 4 says so.", ""));
    }
}

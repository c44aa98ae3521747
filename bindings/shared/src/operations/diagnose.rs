//! Transcripts checked, replies explained, and what is known of codes and names.

use serde::Serialize;
use serde_bytes::ByteBuf;
use smtpwire_diagnose::check::{self, Finding, RULES, Report, Rule, Summary};
use smtpwire_diagnose::registry::{self, EnhancedCodeEntry, Explanation};
use smtpwire_diagnose::transcript::{self, Format, Transcript};

use super::reply::{ReplyGiven, code};
use super::{operations, wrong_word};
use crate::failure::Failure;
use crate::values::{Octets, enhanced_code};

operations! {
    /// What is asked of the checker and of the registry.
    DiagnoseFunction on () {
        /// What is wrong with a dialog.
        check(_none; transcript: Octets, format: Option<String>) =>
            check_dialog(&transcript, format.as_deref());
        /// A transcript with every octet of a secret replaced by `*`.
        mask_transcript(_none; transcript: Octets, format: Option<String>) =>
            mask(&transcript, format.as_deref());
        /// The forms of transcript that are read.
        transcript_formats(_none) => Ok::<_, Failure>(formats());
        /// What a reply means, why it came, and what to do: a reply, or its parts.
        explain(
            _none;
            reply: Option<ReplyGiven>,
            code: Option<u16>,
            enhanced: Option<String>,
            text: Option<String>,
        ) => explain_reply(reply, code, enhanced.as_deref(), text.as_deref());
        /// What is known of a reply code, or null.
        describe_reply_code(_none; code: u16) => Ok::<_, Failure>(registry::reply_code(code));
        /// What is known of an enhanced code, or null.
        describe_enhanced_code(_none; code: String) => enhanced_code_of(&code);
        /// What is known of an EHLO keyword, or null.
        describe_keyword(_none; keyword: String) =>
            Ok::<_, Failure>(registry::extension(&keyword));
        /// What is known of a SASL mechanism, or null.
        describe_mechanism(_none; name: String) => Ok::<_, Failure>(registry::mechanism(&name));
        /// A rule of the checker by its id, or null.
        describe_rule(_none; id: String) => Ok::<_, Failure>(Rule::of(&id));
        /// The reply codes that are known.
        reply_codes(_none) =>
            Ok::<_, Failure>(registry::reply_codes().map(|entry| entry.code).collect::<Vec<_>>());
        /// The enhanced codes that are known, as `X.1.1`.
        enhanced_codes(_none) => Ok::<_, Failure>(known_enhanced_codes());
        /// The SASL mechanisms that are known, the ones to prefer first; `*` stands for a family.
        mechanisms(_none) =>
            Ok::<_, Failure>(registry::mechanisms().map(|entry| entry.name).collect::<Vec<_>>());
        /// The ids of the checker's rules.
        rules(_none) => Ok::<_, Failure>(RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
    }
}

/// The checker's report, each finding with its place in octets.
#[derive(Serialize)]
struct Checked {
    format: &'static str,
    sessions: usize,
    summary: Summary,
    findings: Vec<Found>,
}

/// A finding, and the octets of the transcript that it is about.
#[derive(Serialize)]
struct Found {
    rule: &'static str,
    severity: &'static str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    rfc: &'static str,
    message: String,
    advice: String,
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            line: finding.line,
            column: finding.column,
            start: finding.span.start,
            end: finding.span.end,
            rfc: finding.rfc,
            message: finding.message,
            advice: finding.advice,
        }
    }
}

impl From<Report> for Checked {
    fn from(report: Report) -> Self {
        Self {
            format: report.format.name(),
            sessions: report.sessions,
            summary: report.summary,
            findings: report.findings.into_iter().map(Found::from).collect(),
        }
    }
}

/// A transcript in this form, or in whichever form it is written.
fn transcribe(octets: &[u8], format: Option<&str>) -> Result<Transcript, Failure> {
    match format {
        None => Ok(transcript::read(octets)?),
        Some(name) => match name.parse::<Format>() {
            Ok(format) => Ok(transcript::read_as(format, octets)?),
            Err(unknown) => wrong_word("format", &unknown.to_string()),
        },
    }
}

/// The names of the forms of transcript.
fn formats() -> Vec<&'static str> {
    Format::ALL.into_iter().map(Format::name).collect()
}

/// What is wrong with a dialog.
fn check_dialog(octets: &Octets, format: Option<&str>) -> Result<Checked, Failure> {
    Ok(check::check(&transcribe(octets, format)?).into())
}

/// The transcript with every octet of a secret replaced by `*`.
fn mask(octets: &Octets, format: Option<&str>) -> Result<ByteBuf, Failure> {
    let transcript = transcribe(octets, format)?;
    Ok(ByteBuf::from(transcript::masked_source(octets, &transcript)))
}

/// What a reply means: one as it stands in a log, one that was read, or its parts.
fn explain_reply(
    reply: Option<ReplyGiven>,
    number: Option<u16>,
    enhanced: Option<&str>,
    text: Option<&str>,
) -> Result<Explanation, Failure> {
    let parts = |number: Option<u16>, enhanced: Option<&str>, text: Option<&str>| {
        let number = number.map(code).transpose()?;
        let enhanced = enhanced.map(enhanced_code).transpose()?;
        Ok(registry::explain(number, enhanced, text.unwrap_or_default()))
    };
    match reply {
        None => parts(number, enhanced, text),
        Some(_) if number.is_some() || enhanced.is_some() || text.is_some() => {
            wrong_word("reply", "either a reply or its parts")
        }
        Some(ReplyGiven::Octets(octets)) => {
            Ok(registry::explain_reply(&String::from_utf8_lossy(&octets)))
        }
        Some(ReplyGiven::Parts(reply)) => {
            parts(Some(reply.code), reply.enhanced.as_deref(), reply.text.as_deref())
        }
    }
}

/// What is known of an enhanced code, by its subject and detail: `5.1.1` or `X.1.1`.
fn enhanced_code_of(text: &str) -> Result<Option<&'static EnhancedCodeEntry>, Failure> {
    let mut parts = text.split('.');
    let class = parts.next().filter(|class| matches!(*class, "2" | "4" | "5" | "X" | "x"));
    let mut number = || parts.next().and_then(|digits| digits.parse::<u16>().ok());
    match (class, number(), number(), parts.next()) {
        (Some(_), Some(subject), Some(detail), None) => {
            Ok(registry::enhanced_code(subject, detail))
        }
        _ => wrong_word("code", "an enhanced status code as 5.1.1, or X.1.1 for every class"),
    }
}

/// Every enhanced code that is known, as `X.1.1`.
fn known_enhanced_codes() -> Vec<String> {
    let text = |entry: &EnhancedCodeEntry| format!("X.{}.{}", entry.subject, entry.detail);
    registry::enhanced_codes().map(text).collect()
}

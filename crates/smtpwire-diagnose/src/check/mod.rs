//! The checker: a dialog goes in, findings come out.
//!
//! Each finding names a rule, a place in the file, the RFC's section, what is wrong and what to do.
//! [`RULES`] is the table of everything that is looked for.
//!
//! In reading order: `report` is what comes out, `rules` the table; `line`, `answer` and `offer`
//! are what a dialog is made of; `dialog` remembers where it stands and pairs commands with
//! replies; `walk` goes through a session once and asks the areas, one file each: `order`,
//! `syntax`, `parameters`, `ehlo`, `limits`, `replies`, `refusals`, `tls`, `auth`, `content`,
//! `chunks`, `session`.
//!
//! Transcripts are fragments as often as not. What was not seen is not held against anyone: a
//! state that cannot be known is unknown, and then no rule speaks.

mod answer;
mod auth;
mod chunks;
mod content;
mod dialog;
mod ehlo;
mod limits;
mod line;
mod offer;
mod order;
mod parameters;
mod refusals;
mod replies;
mod report;
mod rules;
mod session;
mod syntax;
mod tls;
mod walk;

pub use report::{Finding, MAX_FINDINGS_OF_A_RULE, Report, Severity, Summary};
pub use rules::{RULES, Rule};

use crate::transcript::{ReadError, Transcript, read};

/// Checks a transcript that was read already.
///
/// Time is linear in the transcript, up to a logarithm for the positions; memory is bounded by it.
/// No password, token or SASL response appears in the report.
pub fn check(transcript: &Transcript) -> Report {
    let mut findings = report::Findings::new(transcript);
    for session in &transcript.sessions {
        walk::session(&mut findings, transcript.format, session);
    }
    findings.report()
}

/// Reads a transcript in whichever form it is written, and checks it.
///
/// ```
/// use smtpwire_diagnose::check::check_source;
///
/// let report = check_source(b"S: 220 mx.example.net\nC: MAIL FROM:<a@example.org>\nS: 503 no\n")?;
/// let finding = &report.findings[0];
/// assert_eq!((finding.rule, finding.line, finding.column), ("mail-before-ehlo", 2, 4));
/// assert!(report.has_errors());
/// # Ok::<(), smtpwire_diagnose::transcript::ReadError>(())
/// ```
///
/// # Errors
///
/// [`ReadError`], when the input is no transcript.
pub fn check_source(input: &[u8]) -> Result<Report, ReadError> {
    read(input).map(|transcript| check(&transcript))
}

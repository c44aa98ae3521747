//! Transcripts checked, and their secrets masked.

use smtpwire_diagnose::check::{Finding, Report, Severity, check};
use smtpwire_diagnose::transcript::{Format, ReadError, Transcript, masked_source, read, read_as};

use crate::choice::choice;
use crate::error::{Explained, make, smtpwire_error};
use crate::guard::{ask, free, handle, look, put};
use crate::text::smtpwire_text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// `SMTPWIRE_TRANSCRIPT_AUTO`: the form is told by what stands in the transcript.
const AUTO: u32 = 0;

choice! {
    /// In which form a transcript is written.
    smtpwire_transcript_format of Format {
        /// "C: …" and "S: …", as in the RFCs; also "Client:", ">>>", "-->" and their like.
        SMTPWIRE_TRANSCRIPT_LABELLED = 1 is Labelled,
        /// swaks: "<-", "->", " ~>" and so on.
        SMTPWIRE_TRANSCRIPT_SWAKS = 2 is Swaks,
        /// `curl -v`: "<", ">", "*".
        SMTPWIRE_TRANSCRIPT_CURL = 3 is Curl,
        /// Postfix's notification mails: " In:  …", " Out: …".
        SMTPWIRE_TRANSCRIPT_POSTFIX_NOTIFY = 4 is PostfixNotify,
        /// Postfix's verbose log: "postfix/smtpd[1]: < host[addr]: …".
        SMTPWIRE_TRANSCRIPT_POSTFIX_VERBOSE = 5 is PostfixVerbose,
        /// Python's smtplib with `set_debuglevel`.
        SMTPWIRE_TRANSCRIPT_SMTPLIB = 6 is Smtplib,
        /// nodemailer with `logger: true, debug: true`.
        SMTPWIRE_TRANSCRIPT_NODEMAILER = 7 is Nodemailer,
        /// What `telnet` or `openssl s_client` left on the screen: only content tells the sides apart.
        SMTPWIRE_TRANSCRIPT_SCROLLBACK = 8 is Scrollback,
    } otherwise
        /// Given: the form is to be told by what stands in the transcript. Got: another form, that this
        /// header does not know.
        SMTPWIRE_TRANSCRIPT_AUTO = 0
}

choice! {
    /// How grave a finding is.
    smtpwire_finding_severity of Severity {
        /// Worth knowing; nothing is wrong.
        SMTPWIRE_FINDING_NOTE = 0 is Note,
        /// A deviation that is tolerated, something suspicious, or a refusal.
        SMTPWIRE_FINDING_WARNING = 1 is Warning,
        /// A side broke a rule that it must keep, or the dialog proves a security hole.
        SMTPWIRE_FINDING_ERROR = 2 is Error,
    }
}

/// One thing that the checker found. Its texts last as long as the report, and hold no secret.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_finding {
    /// The rule's name, as in "mail-before-ehlo"; it stays the same from version to version.
    /// `smtpwire_explain_rule` tells more of it.
    pub rule: smtpwire_str,
    /// How grave it is.
    pub severity: smtpwire_finding_severity,
    /// The line in the transcript, from 1.
    pub line: usize,
    /// The column in that line, from 1 and in characters.
    pub column: usize,
    /// Where it is in the transcript, in octets from its start.
    pub offset: usize,
    /// How many octets of the transcript it is about.
    pub length: usize,
    /// Where it is written, as in "RFC 5321 section 4.1.4".
    pub rfc: smtpwire_str,
    /// What is wrong, in whole sentences.
    pub message: smtpwire_str,
    /// What to do about it, in whole sentences.
    pub advice: smtpwire_str,
}

impl smtpwire_finding {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: smtpwire_str::of(finding.rule),
            severity: smtpwire_finding_severity::of(finding.severity),
            line: finding.line,
            column: finding.column,
            offset: finding.span.start,
            length: finding.span.len(),
            rfc: smtpwire_str::of(finding.rfc),
            message: smtpwire_str::of(&finding.message),
            advice: smtpwire_str::of(&finding.advice),
        }
    }
}

handle! {
    /// What the checker says of a transcript. No password, token or other secret of a login stands in
    /// it. Several threads may look at one.
    smtpwire_report holds Report
}

impl From<ReadError> for Explained {
    fn from(error: ReadError) -> Self {
        let message = error.to_string();
        match error {
            ReadError::Empty => Self::malformed("empty", message),
            ReadError::Binary { offset, .. } => {
                Self::malformed("binary", message).at(offset as u64)
            }
            ReadError::TooLarge { .. } => Self::malformed("too-large", message),
            ReadError::TooManyLines { .. } => Self::malformed("too-many-lines", message),
            ReadError::NotThisForm { .. } => Self::malformed("not-this-form", message),
            _ => Self::malformed("not-a-dialog", message),
        }
    }
}

/// Reads a transcript in the form that C has named.
fn transcript(octets: &[u8], format: u32) -> Result<Transcript, Explained> {
    Ok(match format {
        AUTO => read(octets)?,
        _ => read_as(smtpwire_transcript_format::read(format)?, octets)?,
    })
}

/// Reads a transcript (a dialog as people paste it, with prose around it), in one of the forms of
/// `smtpwire_transcript_format`, and checks it. It may have 16 MiB and 2^20 lines; time is linear in it.
///
/// `*report` is to be freed. `SMTPWIRE_MALFORMED` where it is no dialog: empty, binary, too large, or in
/// no form that is known; `*error` says which. `SMTPWIRE_OUT_OF_RANGE` for a number that is no form.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_check(
    octets: smtpwire_bytes,
    format: u32,
    report: *mut *mut smtpwire_report,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(report, error, || Ok(check(&transcript(octets.read()?, format)?))) }
}

/// A transcript with every octet of a secret (passwords, tokens, SASL responses) replaced by "*"; a text
/// to be freed. Its length and its lines stay as they are. It may be shown to people who must not see
/// them.
///
/// Fails as `smtpwire_check`: what is no dialog is not masked, and must not be taken for masked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_transcript_mask(
    octets: smtpwire_bytes,
    format: u32,
    masked: *mut *mut smtpwire_text,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(masked, error, || {
            let octets = octets.read()?;
            Ok(masked_source(octets, &transcript(octets, format)?))
        })
    }
}

/// A form's name, as in "postfix-notify"; empty for a number that is no form. The text lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_transcript_format_name(format: u32) -> smtpwire_str {
    smtpwire_str::of(smtpwire_transcript_format::read(format).map_or("", Format::name))
}

/// In which form the transcript is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_format(
    report: *const smtpwire_report,
) -> smtpwire_transcript_format {
    let none = smtpwire_transcript_format::SMTPWIRE_TRANSCRIPT_AUTO;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, none, |report| smtpwire_transcript_format::of(report.format)) }
}

/// How many sessions it holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_session_count(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.sessions) }
}

/// How many errors there are, those that the list leaves out included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_error_count(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.summary.errors) }
}

/// How many warnings there are, those that the list leaves out included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_warning_count(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.summary.warnings) }
}

/// How many notes there are, those that the list leaves out included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_note_count(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.summary.notes) }
}

/// How many findings the list leaves out, since it holds 25 of one rule at most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_omitted(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.summary.omitted) }
}

/// Whether there is an error among the findings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_has_errors(report: *const smtpwire_report) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, false, Report::has_errors) }
}

/// How many findings the list holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_finding_count(report: *const smtpwire_report) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(report, 0, |report| report.findings.len()) }
}

/// A finding, from 0, in the order of the transcript. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_finding(
    report: *const smtpwire_report,
    index: usize,
    finding: *mut smtpwire_finding,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(report, |report| {
            let found = report.findings.get(index);
            let found = found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put(finding, smtpwire_finding::of(found))
        })
    }
}

/// Ends a report; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_report_free(report: *mut smtpwire_report) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(report) }
}

//! Transcripts: what people paste, read into one model.
//!
//! Every form (labelled lines, swaks, curl, Postfix logs, …) has a reader of its own; all give the
//! same [`Transcript`], and nothing behind this module knows which form it was.
//!
//! In reading order: `model` and `format` say what comes out, `lines` and `shape` what a line of
//! the file and a line of SMTP look like, `detect` picks the form, `builder` collects what the
//! readers find, and `secrets` says what must not be shown.

mod builder;
mod curl;
mod detect;
mod error;
mod format;
mod json;
mod labelled;
mod labels;
mod lines;
mod model;
mod nodemailer;
mod position;
mod postfix_notify;
mod postfix_verbose;
mod python;
mod remark;
mod scrollback;
mod secrets;
mod shape;
mod smtplib;
mod swaks;
mod typed;
mod unescaped;

pub use error::ReadError;
pub use format::{Format, UnknownFormat};
pub use model::{Anchor, Entry, Event, LineEnd, Session, Side, Transcript};
pub use position::{LineIndex, Position};
pub use secrets::{command_secrets, masked_source, secrets};

use builder::Builder;
use lines::Lines;

/// The largest transcript that is read, in octets: 16 MiB.
pub const MAX_TRANSCRIPT: usize = 16 * 1024 * 1024;

/// The most lines that are read, of the file and of the dialog: 2^20.
///
/// It keeps memory in proportion when a file of 16 MiB holds nothing but line ends.
pub const MAX_LINES: usize = 1 << 20;

/// Reads a transcript in whichever form it is written.
///
/// Prose around the dialog is skipped, and a dialog that is indented or quoted with `>` is read
/// as if it were not. The form is told by the first 20,000 lines. Time and memory are linear in the
/// input.
///
/// ```
/// use smtpwire_diagnose::transcript::{read, Format, Side};
///
/// let transcript = read(b"S: 220 mx.example.net ESMTP\nC: QUIT\nS: 221 Bye\n")?;
/// assert_eq!(transcript.format, Format::Labelled);
/// let quit = &transcript.sessions[0].entries[1];
/// assert_eq!(quit.side(), Some(Side::Client));
/// assert_eq!(quit.text(), b"QUIT");
/// # Ok::<(), smtpwire_diagnose::transcript::ReadError>(())
/// ```
///
/// # Errors
///
/// [`ReadError`], when the input is empty, binary, too large, or no dialog in any form.
pub fn read(input: &[u8]) -> Result<Transcript, ReadError> {
    let index = admit(input)?;
    let (format, margin) = detect::detect(input).ok_or(ReadError::NotADialog)?;
    transcribe(input, index, format, margin)
}

/// Reads a transcript in a given form, for when the caller knows better than the detection.
///
/// # Errors
///
/// [`ReadError`], as for [`read`]; [`ReadError::NotThisForm`] when no line of the dialog could be
/// read in this form.
pub fn read_as(format: Format, input: &[u8]) -> Result<Transcript, ReadError> {
    let index = admit(input)?;
    let margin = detect::margin_for(format, input);
    transcribe(input, index, format, margin)
}

/// The checks that come before any form: size, emptiness, text.
fn admit(input: &[u8]) -> Result<LineIndex, ReadError> {
    if input.len() > MAX_TRANSCRIPT {
        return Err(ReadError::TooLarge { limit: MAX_TRANSCRIPT });
    }
    if input.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if let Some(error) = error::binary(input) {
        return Err(error);
    }
    LineIndex::new(input).ok_or(ReadError::TooManyLines { limit: MAX_LINES })
}

fn transcribe(
    input: &[u8],
    index: LineIndex,
    format: Format,
    margin: lines::Margin,
) -> Result<Transcript, ReadError> {
    let lines = Lines::new(input, margin);
    let mut out = Builder::new(format);
    match format {
        Format::Labelled => labelled::read(lines, &mut out),
        Format::Swaks => swaks::read(lines, &mut out),
        Format::Curl => curl::read(lines, &mut out),
        Format::PostfixNotify => postfix_notify::read(lines, &mut out),
        Format::PostfixVerbose => postfix_verbose::read(lines, &mut out),
        Format::Smtplib => smtplib::read(lines, &mut out),
        Format::Nodemailer => nodemailer::read(lines, &mut out),
        Format::Scrollback => scrollback::read(lines, &mut out),
    }
    out.finish(index)
}

//! Transcripts as people paste them: each form is read, told from the others, and masked.

mod corpus;
mod curl;
mod detection;
mod labelled;
mod nodemailer;
mod postfix;
mod properties;
mod refusals;
mod scrollback;
mod secrets;
mod smtplib;
mod swaks;

use smtpwire_diagnose::transcript::{Event, Format, LineEnd, Side, Transcript, read};

/// `\0alice@example.org\0hunter2hunter2`
const PLAIN: &str = "AGFsaWNlQGV4YW1wbGUub3JnAGh1bnRlcjJodW50ZXIy";
/// `alice@example.org`
const NAME: &str = "YWxpY2VAZXhhbXBsZS5vcmc=";
/// `hunter2hunter2`
const PASSWORD: &str = "aHVudGVyMmh1bnRlcjI=";

/// Every sample with the form that it is in.
fn samples() -> Vec<(Format, &'static str)> {
    let of = |format, samples: &[&'static str]| samples.iter().map(move |s| (format, *s)).collect();
    let all: [Vec<_>; 8] = [
        of(Format::Labelled, labelled::SAMPLES),
        of(Format::Swaks, swaks::SAMPLES),
        of(Format::Curl, curl::SAMPLES),
        of(Format::PostfixNotify, postfix::NOTIFY_SAMPLES),
        of(Format::PostfixVerbose, postfix::VERBOSE_SAMPLES),
        of(Format::Smtplib, smtplib::SAMPLES),
        of(Format::Nodemailer, nodemailer::SAMPLES),
        of(Format::Scrollback, scrollback::SAMPLES),
    ];
    all.concat()
}

/// A transcript in a line per entry; notes are left out, `--` parts sessions.
fn dialog(transcript: &Transcript) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, session) in transcript.sessions.iter().enumerate() {
        if number > 0 {
            lines.push(String::from("--"));
        }
        for entry in &session.entries {
            lines.push(match &entry.event {
                Event::Line { side, text, end } => {
                    let label = if *side == Side::Client { "C" } else { "S" };
                    let end = match end {
                        LineEnd::CrLf => "<CRLF>",
                        LineEnd::BareLf => "<LF>",
                        LineEnd::BareCr => "<CR>",
                        LineEnd::None => "<cut>",
                        LineEnd::Unknown => "",
                    };
                    format!("{label}: {}{end}", text.escape_ascii())
                }
                Event::TlsStarted => String::from("[tls]"),
                Event::Closed => String::from("[closed]"),
                Event::Swallowed => String::from("[swallowed]"),
                Event::Elided => String::from("[elided]"),
                _ => continue,
            });
        }
    }
    lines
}

/// Reads a sample, which must be found to be in this form, and holds its dialog against `expected`.
#[track_caller]
fn reads(format: Format, input: &str, expected: &[&str]) {
    let transcript = read(input.as_bytes()).unwrap();
    assert_eq!(transcript.format, format);
    assert_eq!(dialog(&transcript), expected);
}

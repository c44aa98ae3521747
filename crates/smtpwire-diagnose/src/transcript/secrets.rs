//! Which octets of a file must not be shown: passwords, tokens, SASL responses.
//!
//! Three looks, each over the whole file and each linear. The first follows every session and
//! finds what the protocol says is secret. The second knows those secrets, encoded and decoded,
//! and finds them again wherever they are repeated: in a server's answer, in a tool's notes, in
//! the command line above the dialog. The third finds `AUTH PLAIN …` in what is no dialog.
//!
//! A server's challenges are not secret, as they are what an operator needs to see; but for those of
//! SCRAM, by which a password can be guessed at offline.

mod credentials;
mod exchange;
mod line;
mod recurrence;

use std::collections::HashSet;
use std::ops::Range;

use super::Format;
use super::model::{Entry, Event, Side, Transcript};
use super::shape::{has_verb, reply_code, split_word};
use credentials::{Asked, Credentials};
use exchange::Exchange;

pub use line::command_secrets;

/// The octets of the file that hold secrets: ranges in rising order that do not touch.
///
/// `input` must be the file that the transcript was read from.
pub fn secrets(input: &[u8], transcript: &Transcript) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut credentials = Credentials::default();
    for session in &transcript.sessions {
        let mut exchange = Exchange::default();
        for entry in &session.entries {
            let (side, text) = match &entry.event {
                Event::Line { side, text, .. } => (*side, text.as_slice()),
                // In scrollback no one says who typed a line, and a pass phrase looks like prose.
                Event::Note
                    if transcript.format == Format::Scrollback && exchange.expects_a_secret() =>
                {
                    let note = input.get(entry.source.clone()).unwrap_or(&[]);
                    let line = note.split(|&octet| octet == b'\n').next().unwrap_or(&[]);
                    if line::begins_like_a_command(line) {
                        exchange.ends();
                    } else if !line.is_empty() {
                        credentials.learn_line(line.trim_ascii());
                        found.push(entry.source.start..entry.source.start + line.len());
                    }
                    continue;
                }
                // `C: <hunter2>` reads as a remark; where a response is due it may be one.
                Event::Note | Event::Elided if exchange.expects_a_secret() => {
                    let remark = input.get(entry.source.clone()).unwrap_or(&[]);
                    if let Some(word) = bracketed_word(remark) {
                        credentials.learn_line(remark.get(word.clone()).unwrap_or(&[]));
                        found.push(entry.source.start + word.start..entry.source.start + word.end);
                    }
                    continue;
                }
                _ => continue,
            };
            let asked = exchange.asked();
            for range in exchange.secrets(side, text) {
                if let Some(secret) = text.get(range.clone()) {
                    if side == Side::Server && reply_code(text).is_some() {
                        // A challenge is nobody's password.
                        credentials.learn_line(secret);
                    } else {
                        credentials.learn(secret, asked);
                    }
                }
                let source = entry.source_range(range);
                if !entry.offsets.is_empty() {
                    // With its escapes, as a tool's notes may repeat it.
                    credentials.learn(input.get(source.clone()).unwrap_or(&[]), asked);
                }
                found.push(source);
            }
        }
    }
    find_in_notes(input, transcript, &mut credentials, &mut found);
    find_again(input, transcript, &credentials, &mut found);
    merged(found)
}

/// The one word in brackets that a remark ends with; prose, which has blanks, is none.
fn bracketed_word(remark: &[u8]) -> Option<Range<usize>> {
    let start = remark.iter().position(|octet| matches!(octet, b'<' | b'(' | b'['))?;
    let word = remark.get(start..)?.trim_ascii_end();
    let fits =
        word.iter().any(u8::is_ascii_alphanumeric) && !word.iter().any(u8::is_ascii_whitespace);
    fits.then(|| start..start + word.len())
}

/// The file with every secret octet replaced by `*`. Its length and its lines stay as they are.
///
/// ```
/// use smtpwire_diagnose::transcript::{masked_source, read};
///
/// let input = b"C: AUTH PLAIN AHRpbQBzZWNyZXQ=\nS: 535 5.7.8 no\n";
/// let masked = masked_source(input, &read(input)?);
/// assert_eq!(masked, b"C: AUTH PLAIN ****************\nS: 535 5.7.8 no\n");
/// # Ok::<(), smtpwire_diagnose::transcript::ReadError>(())
/// ```
pub fn masked_source(input: &[u8], transcript: &Transcript) -> Vec<u8> {
    let mut masked = input.to_vec();
    for range in secrets(input, transcript) {
        for octet in masked.get_mut(range).into_iter().flatten() {
            // A folded line's secret may go over a line end.
            if !matches!(octet, b'\n' | b'\r') {
                *octet = b'*';
            }
        }
    }
    masked
}

/// Finds `AUTH mechanism response` in lines that no reader took for a part of the dialog.
fn find_in_notes(
    input: &[u8],
    transcript: &Transcript,
    credentials: &mut Credentials,
    found: &mut Vec<Range<usize>>,
) {
    let sources = sources(transcript);
    let mut next = 0;
    for at in memchr::memchr2_iter(b'A', b'a', input) {
        // Inside the dialog the exchange has been followed.
        while sources.get(next).is_some_and(|(source, _)| source.end <= at) {
            next += 1;
        }
        if sources.get(next).is_some_and(|(source, _)| source.contains(&at)) {
            continue;
        }
        let begins = at.checked_sub(1).and_then(|before| input.get(before));
        if begins.is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let Some(rest) = input.get(at..) else { continue };
        if let Some(range) = exchange::pasted_response(rest) {
            let range = at + range.start..at + range.end;
            credentials.learn(input.get(range.clone()).unwrap_or(&[]), Asked::Anything);
            found.push(range);
        }
    }
}

/// Where the file's dialog lines stand, in rising order.
fn sources(transcript: &Transcript) -> Vec<(Range<usize>, Side)> {
    let entries = transcript.sessions.iter().flat_map(|session| &session.entries);
    let mut sources: Vec<_> =
        entries.filter_map(|entry| Some((entry.source.clone(), entry.side()?))).collect();
    sources.sort_unstable_by_key(|(source, _)| source.start);
    sources
}

/// Finds known secrets wherever they are repeated, as they were sent and as they decode.
///
/// User names are found only in what servers said, and only as words: a client's user name is
/// also a mailbox.
fn find_again(
    input: &[u8],
    transcript: &Transcript,
    credentials: &Credentials,
    found: &mut Vec<Range<usize>>,
) {
    if credentials.is_empty() {
        return;
    }
    let hosts = hosts(transcript);
    let needles = credentials.needles(|word| is_ordinary(word, &hosts));
    needles.find(input, |range| found.push(range));
    for entry in transcript.sessions.iter().flat_map(|session| &session.entries) {
        if !entry.offsets.is_empty() {
            // Escapes hide what the line says.
            needles.find(entry.text(), |range| found.push(entry.source_range(range)));
        }
    }
    for (source, side) in sources(transcript) {
        if side == Side::Server {
            names(input, source, credentials, found);
        }
    }
}

/// The hosts that clients say they are.
fn hosts(transcript: &Transcript) -> Words {
    let entries = transcript.sessions.iter().flat_map(|session| &session.entries);
    let greetings = entries.map(Entry::text).filter(|text| {
        text.len() < 1000 && ["EHLO", "HELO", "LHLO"].iter().any(|verb| has_verb(text, verb))
    });
    greetings.map(|text| split_word(text).1.to_vec()).collect()
}

/// Whether a word is part of every transcript, so that it can't be masked as a password.
fn is_ordinary(word: &[u8], hosts: &Words) -> bool {
    const VERBS: [&str; 20] = [
        "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY",
        "EXPN", "HELP", "STARTTLS", "AUTH", "ETRN", "ATRN", "BURL", "XCLIENT", "XFORWARD",
    ];
    VERBS.iter().any(|verb| word.eq_ignore_ascii_case(verb.as_bytes()))
        || line::is_mechanism(word)
        || hosts.contains(word)
}

/// Finds user names in a stretch of the file.
fn names(
    input: &[u8],
    stretch: Range<usize>,
    credentials: &Credentials,
    found: &mut Vec<Range<usize>>,
) {
    let Some(text) = input.get(stretch.clone()) else { return };
    let shift = |range: &Range<usize>| range.start + stretch.start..range.end + stretch.start;
    let is_secret = |word: &[u8]| credentials.is_name(word);
    runs(
        text,
        |octet| !octet.is_ascii_whitespace(),
        |word| {
            // As it stands, then without the punctuation around it, then what its marks part.
            let whole = text.get(word.clone()).unwrap_or(&[]);
            let inner = trim_punctuation(whole);
            let inner = word.start + inner.start..word.start + inner.end;
            for candidate in [&word, &inner] {
                if text.get(candidate.clone()).is_some_and(is_secret) {
                    found.push(shift(candidate));
                    return;
                }
            }
            runs(
                whole,
                |octet| !b":=,;'\"`<>()[]{}\\".contains(&octet),
                |part| {
                    if whole.get(part.clone()).is_some_and(is_secret) {
                        found.push(shift(&(word.start + part.start..word.start + part.end)));
                    }
                },
            );
        },
    );
}

fn trim_punctuation(word: &[u8]) -> Range<usize> {
    let is_mark = |octet: &u8| b":=,;.'\"`<>()[]{}".contains(octet);
    let start = word.iter().position(|octet| !is_mark(octet)).unwrap_or(word.len());
    let end = word.iter().rposition(|octet| !is_mark(octet)).map_or(start, |last| last + 1);
    start..end
}

/// Calls `each` with every longest run of octets that `belongs` accepts.
fn runs(text: &[u8], belongs: impl Fn(u8) -> bool, mut each: impl FnMut(Range<usize>)) {
    let mut start = None;
    for (at, &octet) in text.iter().enumerate() {
        match (belongs(octet), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                each(begin..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begin) = start {
        each(begin..text.len());
    }
}

/// Sorted, and joined where they touch.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// A set of octet strings.
type Words = HashSet<Vec<u8>>;

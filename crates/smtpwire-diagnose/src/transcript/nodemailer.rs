//! nodemailer's log: `[2026-11-22 10:00:00] DEBUG [id] S: 220 …`, or a line of JSON per record.

use super::builder::Builder;
use super::detect::{Evidence, said};
use super::json;
use super::lines::{Line, Lines};
use super::model::Side;
use super::shape::{mentions, starts_ignoring_case};
use super::unescaped::Unescaped;

/// One record.
struct Record {
    /// Which connection it speaks of; empty when it does not say.
    connection: Vec<u8>,
    side: Option<Side>,
    /// It shows or mentions content.
    is_message: bool,
    text: Unescaped,
}

fn split(line: Line<'_>) -> Option<Record> {
    let line = line.trimmed();
    if line.text.starts_with(b"{") { from_json(line) } else { from_console(line) }
}

fn from_json(line: Line<'_>) -> Option<Record> {
    let mut members = json::strings(line)?;
    let mut take = |name: &[u8]| {
        let at = members.iter().position(|(found, _)| found == name)?;
        Some(members.swap_remove(at).1)
    };
    let text = take(b"msg").or_else(|| take(b"message"))?;
    let tnx = take(b"tnx").map(|tnx| tnx.text);
    let component = take(b"component");
    if tnx.is_none() && !component.is_some_and(|component| component.text.starts_with(b"smtp")) {
        return None;
    }
    let tnx = tnx.unwrap_or_default();
    let side = match tnx.as_slice() {
        b"server" => Some(Side::Server),
        b"client" => Some(Side::Client),
        _ => None,
    };
    let connection = take(b"sid").map(|sid| sid.text).unwrap_or_default();
    Some(Record { connection, side, is_message: tnx == b"message", text })
}

const LEVELS: [&[u8]; 6] = [b"TRACE", b"DEBUG", b"INFO", b"WARN", b"ERROR", b"FATAL"];

fn from_console(line: Line<'_>) -> Option<Record> {
    let (time, line) = bracketed(line)?;
    if !time.first()?.is_ascii_digit() {
        return None;
    }
    let line = line.trimmed();
    let level = LEVELS.iter().find(|level| line.text.starts_with(level))?;
    // The level is padded to five columns, and one blank follows.
    let mut line = line.from(level.len()).without_blanks(6 - level.len());
    let mut connection = Vec::new();
    while let Some((id, rest)) = bracketed(line) {
        if id.contains(&b' ') {
            break;
        }
        connection = [connection.as_slice(), b" ", id].concat();
        line = rest.without_blanks(1);
    }
    let (side, line) = match (line.after(b"S:"), line.after(b"C:")) {
        (Some(rest), _) => (Some(Side::Server), rest.without_blanks(1)),
        (None, Some(rest)) => (Some(Side::Client), rest.without_blanks(1)),
        (None, None) => (None, line),
    };
    let mut text = Unescaped::at(line.start);
    text.extend(line.text, line.start);
    // What is said without a connection is said by the transport.
    let is_message = side.is_none() && !connection.is_empty();
    Some(Record { connection, side, is_message, text })
}

/// What stands in the brackets that a line begins with, and the line behind them.
fn bracketed(line: Line<'_>) -> Option<(&[u8], Line<'_>)> {
    let inner = line.after(b"[")?;
    let end = inner.text.iter().take(64).position(|&octet| octet == b']')?;
    Some((inner.text.get(..end)?, inner.from(end + 1)))
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    let record = split(line)?;
    let text = record.text.text.as_slice();
    let first = text.split(|&octet| octet == b'\n').next().unwrap_or(&[]);
    match record.side {
        Some(side) => Some(said(side, first)),
        None => Some(Evidence::Mark),
    }
}

/// Reads nodemailer's log.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    let mut content_shown = false;
    for line in lines.iter() {
        let Some(record) = split(line).filter(|_| !line.outside) else {
            out.note(line);
            continue;
        };
        if !record.connection.is_empty() {
            out.select(&record.connection);
        }
        if let Some(side) = record.side {
            if record.text.text.is_empty() {
                let end = record.text.end();
                let empty = Line { start: end, text: &[], ..line };
                out.line(side, empty);
            } else {
                out.octets(side, line.number, &record.text, false);
            }
            content_shown = false;
            continue;
        }
        read_note(line, &record, &mut content_shown, out);
    }
}

fn read_note(line: Line<'_>, record: &Record, content_shown: &mut bool, out: &mut Builder) {
    let text = record.text.text.as_slice();
    let whole = line.trimmed();
    if mentions(text, "connection upgraded with starttls")
        || starts_ignoring_case(text, b"secure connection established")
    {
        out.tls(whole);
    } else if starts_ignoring_case(text, b"connection closed")
        || starts_ignoring_case(text, b"closing connection to the server")
    {
        out.closed(whole);
    } else if text.starts_with(b"<") && mentions(text, "encoded mime message") {
        // It comes behind the content where that is logged, and instead of it where not.
        if !*content_shown && out.in_content() {
            out.elided(whole);
            out.end_content();
        } else {
            out.note(line);
        }
    } else if record.is_message && out.in_content() {
        *content_shown = true;
        if text.is_empty() {
            let empty = Line { start: record.text.end(), text: &[], ..line };
            out.line(Side::Client, empty);
        } else {
            out.octets(Side::Client, line.number, &record.text, false);
        }
    } else {
        out.note(line);
    }
}

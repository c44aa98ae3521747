//! What Python's smtplib prints after `set_debuglevel`: `send: '…'`, `reply: b'…'`.
//!
//! The literals are `repr`'s, so line ends, NULs and octets above 127 are seen as they were sent.

use super::builder::Builder;
use super::detect::{Evidence, said};
use super::lines::{Line, Lines};
use super::model::Side;
use super::python;
use super::shape::mentions;
use super::unescaped::Unescaped;

/// The line behind the time that level 2 prints before it.
fn behind_time(line: Line<'_>) -> Line<'_> {
    let line = line.trimmed();
    let is_time = |octet: &u8| octet.is_ascii_digit() || b":.".contains(octet);
    let width = line.text.iter().take(20).take_while(|octet| is_time(octet)).count();
    if width > 0 && line.text.get(width) == Some(&b' ') { line.from(width).trimmed() } else { line }
}

fn split(line: Line<'_>) -> Option<(Side, Unescaped)> {
    let line = behind_time(line);
    let (side, rest) = match (line.after(b"send: "), line.after(b"reply: ")) {
        (Some(rest), _) => (Side::Client, rest),
        (None, rest) => (Side::Server, rest?),
    };
    Some((side, python::literal(rest.trimmed())?))
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    // The head is enough to tell, and keeps the look short.
    let head = Line { text: line.text.get(..512).unwrap_or(line.text), ..line };
    if let Some((side, literal)) = split(head) {
        let text = literal.text;
        let first = text.split(|&octet| octet == b'\r' || octet == b'\n').next();
        return match said(side, first.unwrap_or(&[])) {
            Evidence::Said(side, strong) => Some(Evidence::Said(side, strong)),
            Evidence::Mark => None,
        };
    }
    let text = behind_time(head).text;
    let marks = [&b"reply: retcode ("[..], b"data: (", b"connect: "];
    marks.iter().any(|mark| text.starts_with(mark)).then_some(Evidence::Mark)
}

/// Reads smtplib's debug output.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    for line in lines.iter() {
        if let Some((side, literal)) = split(line).filter(|_| !line.outside) {
            // A literal whose quote is missing was cut off; what it ends with is unknown.
            out.octets(side, line.number, &literal, true);
            continue;
        }
        let text = behind_time(line).text;
        if text.starts_with(b"connect: (") || text.starts_with(b"connect: to (") {
            out.new_session();
            out.note(line);
        } else if mentions(text, "connection unexpectedly closed")
            || mentions(text, "connectionreseterror")
        {
            out.closed(line);
        } else {
            out.note(line);
        }
    }
}

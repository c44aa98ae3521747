//! What `curl -v` prints: `< 220 …`, `> EHLO …`, `* …`.

use super::builder::Builder;
use super::detect::{Evidence, said};
use super::lines::{Line, Lines, blanks};
use super::model::Side;
use super::shape::mentions;

/// The line behind the progress meter that curl may have printed before it.
fn behind_meter(line: Line<'_>) -> Line<'_> {
    let head = line.text.get(..256).unwrap_or(line.text);
    let Some(at) = head.windows(8).rposition(|window| window == b"--:--:--") else {
        return line.trimmed();
    };
    let rest = line.from(at + 8);
    let speed = rest
        .text
        .iter()
        .take_while(|octet| octet.is_ascii_digit() || b" .kMG\r".contains(octet))
        .count();
    rest.from(speed)
}

enum Printed<'a> {
    Said(Side, Line<'a>),
    Info(Line<'a>),
    /// Octets that were sent and are not shown.
    Sent(Line<'a>),
    /// Octets that were received and are not shown.
    Received,
}

fn split(line: Line<'_>) -> Option<Printed<'_>> {
    let line = behind_meter(line);
    let (&mark, rest) = line.text.split_first()?;
    if !matches!(rest.first(), None | Some(b' ')) {
        return None;
    }
    let text = line.from(1).without_blanks(1);
    match mark {
        b'<' => Some(Printed::Said(Side::Server, text)),
        b'>' => Some(Printed::Said(Side::Client, text)),
        b'*' => Some(Printed::Info(text)),
        b'}' if is_count(text.text) => Some(Printed::Sent(line)),
        b'{' if is_count(text.text) => Some(Printed::Received),
        _ => None,
    }
}

/// `[512 bytes data]`
fn is_count(text: &[u8]) -> bool {
    text.starts_with(b"[") && mentions(text, "bytes data]")
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    match split(line)? {
        Printed::Said(side, text) => match said(side, text.text) {
            // A quoting mail has these marks too; only SMTP behind them counts.
            evidence @ Evidence::Said(_, true) => Some(evidence),
            _ => None,
        },
        Printed::Sent(_) | Printed::Received => Some(Evidence::Mark),
        Printed::Info(text) => {
            let known = [&b"Connected to "[..], b"Closing connection", b"Trying ", b"Connection #"];
            known.iter().any(|start| text.text.starts_with(start)).then_some(Evidence::Mark)
        }
    }
}

/// Reads what curl printed.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    for line in lines.iter() {
        match split(line).filter(|_| !line.outside) {
            Some(Printed::Said(side, text)) => out.line(side, text),
            Some(Printed::Sent(sent)) if out.in_content() => {
                out.elided(sent);
            }
            Some(Printed::Info(text)) => info(text, out),
            _ => out.note(line),
        }
    }
}

fn info(line: Line<'_>, out: &mut Builder) {
    let text = line.text.get(blanks(line.text)..).unwrap_or(&[]);
    if mentions(text, "ssl connection using") || mentions(text, "tls handshake, finished") {
        out.tls(line);
    } else if text.starts_with(b"Closing connection")
        || mentions(text, "connection reset by peer")
        || mentions(text, "connection died")
    {
        out.closed(line);
    } else {
        if text.starts_with(b"Connected to ") {
            out.new_session();
        }
        out.note(line);
    }
}

//! The transcript in the mail that Postfix sends its postmaster: ` Out: 220 …`, ` In:  EHLO …`.
//!
//! In and out are as Postfix sees them. Its SMTP server lets the client's lines in; its SMTP
//! client the server's, so what the lines say decides which of the two it was.

use super::builder::Builder;
use super::detect::{Evidence, SAMPLE};
use super::lines::{Line, Lines};
use super::model::{LineEnd, Side};
use super::shape::{is_command, mentions, reply_code};
use super::unescaped::Unescaped;

/// Whether the line came in, and its text.
fn split(line: Line<'_>) -> Option<(bool, Line<'_>)> {
    let line = line.trimmed();
    let (is_in, rest) = match (line.after(b"In:"), line.after(b"Out:")) {
        (Some(rest), _) => (true, rest),
        (None, rest) => (false, rest?),
    };
    matches!(rest.text.first(), None | Some(b' ')).then(|| {
        let gap = if is_in { 2 } else { 1 };
        (is_in, rest.without_blanks(gap))
    })
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    let Some((is_in, text)) = split(line) else {
        let text = line.trimmed().text;
        return mentions(text, "transcript of session follows").then_some(Evidence::Mark);
    };
    let text = text.text.trim_ascii();
    let side = if is_in { Side::Client } else { Side::Server };
    let strong = is_command(text) || reply_code(text).is_some();
    Some(Evidence::Said(side, strong))
}

/// Reads Postfix's notification.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    let client_is_in = is_from_server(lines);
    let mut pending: Option<(Side, Line<'_>, Unescaped)> = None;
    for line in lines.iter() {
        if let Some((is_in, text)) = split(line).filter(|_| !line.outside) {
            flush(&mut pending, out);
            let side = if is_in == client_is_in { Side::Client } else { Side::Server };
            let mut joined = Unescaped::default();
            joined.extend(text.text, text.start);
            pending = Some((side, text, joined));
            continue;
        }
        let inner = line.trimmed();
        let indented = inner.start >= line.start + 3;
        match &mut pending {
            // Postfix folds long lines and indents what follows.
            Some((_, _, joined))
                if indented && !joined.text.is_empty() && !line.outside && !line.is_blank() =>
            {
                joined.push(b' ', inner.start.saturating_sub(1), 1);
                joined.extend(inner.text, inner.start);
            }
            _ => {
                flush(&mut pending, out);
                let aborted = inner.text.starts_with(b"Session aborted");
                if aborted || mentions(inner.text, "lost connection with") {
                    out.closed(inner);
                } else {
                    out.note(line);
                }
            }
        }
    }
    flush(&mut pending, out);
}

fn flush(pending: &mut Option<(Side, Line<'_>, Unescaped)>, out: &mut Builder) {
    if let Some((side, line, joined)) = pending.take() {
        let piece = joined.piece(0..joined.text.len());
        let goes_ahead = side == Side::Server && reply_code(&piece.text) == Some(354);
        out.piece(side, line.number, piece, LineEnd::Unknown);
        if goes_ahead {
            // Postfix does not keep the content.
            out.elided_after(line);
        }
    }
}

/// Whether Postfix's server wrote it, so that what came in is the client's.
fn is_from_server(lines: Lines<'_>) -> bool {
    let (mut server, mut client) = (0_usize, 0_usize);
    for (is_in, text) in lines.iter().take(SAMPLE).filter_map(split) {
        let is_reply = reply_code(text.text).is_some();
        if is_reply || is_command(text.text) {
            *(if is_reply == is_in { &mut client } else { &mut server }) += 1;
        }
    }
    server >= client
}

//! What swaks prints: `<-  220 …`, ` -> EHLO …`, `=== …`.

use super::builder::Builder;
use super::detect::{Evidence, said};
use super::lines::{Line, Lines};
use super::model::{Event, Side};
use super::remark;
use super::shape::{is_command, mentions, starts_ignoring_case};

/// What stands before a line that was sent: the mark, the side, whether inside TLS.
const MARKS: [(&[u8], Side, bool); 8] = [
    (b"<-", Side::Server, false),
    (b"<**", Side::Server, false),
    (b"<~*", Side::Server, true),
    (b"<~", Side::Server, true),
    (b"->", Side::Client, false),
    (b"**>", Side::Client, false),
    (b"*~>", Side::Client, true),
    (b"~>", Side::Client, true),
];

fn split(line: Line<'_>) -> Option<(Side, bool, Line<'_>)> {
    let line = line.trimmed();
    MARKS.iter().find_map(|&(mark, side, tls)| {
        let rest = line.after(mark)?;
        if !matches!(rest.text.first(), None | Some(b' ')) {
            return None;
        }
        // The text begins in the fifth column: behind two blanks after a short server's mark.
        let width = if side == Side::Server && mark.len() == 2 { 2 } else { 1 };
        Some((side, tls, rest.without_blanks(width)))
    })
}

/// What a line is to this form.
pub(super) fn evidence(line: Line<'_>) -> Option<Evidence> {
    if let Some((side, _, text)) = split(line) {
        if is_own_word(side, text) {
            return Some(Evidence::Mark);
        }
        return Some(said(side, text.text));
    }
    let text = line.trimmed().text;
    (text.starts_with(b"=== ") || text.starts_with(b"*** ")).then_some(Evidence::Mark)
}

/// Reads what swaks printed.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    for line in lines.iter() {
        if let Some((side, tls, text)) = split(line).filter(|_| !line.outside) {
            if is_own_word(side, text) {
                if remark::meaning(text.text) == Some(Event::Closed) {
                    out.closed(text);
                } else {
                    out.note(line);
                }
                continue;
            }
            if tls && !out.in_tls() {
                out.tls_before(text);
            }
            if out.in_content() && side == Side::Client && is_summary(text.text) {
                out.elided(text);
                // The dot is among the lines that the summary counts.
                out.end_content();
            } else {
                out.line(side, text);
            }
            continue;
        }
        let info = line.trimmed();
        let text = info.text;
        if text.starts_with(b"=== Trying") {
            out.new_session();
            out.note(line);
        } else if text.starts_with(b"=== TLS started") {
            out.tls(info);
        } else if is_end(text) {
            out.closed(info);
        } else if let Some(sent) = info.after(b"** ").filter(|sent| is_command(sent.text)) {
            out.line(Side::Client, sent);
        } else {
            out.note(line);
        }
    }
}

/// Whether swaks itself speaks behind the arrow of an unexpected reply, as in
/// `<** Timeout (15 secs) waiting for server response`: a reply begins with a digit.
fn is_own_word(side: Side, text: Line<'_>) -> bool {
    let known = ["timeout", "connection closed", "remote host", "closed connection"];
    side == Side::Server
        && known.iter().any(|start| starts_ignoring_case(text.text, start.as_bytes()))
}

/// `14 lines sent`, as `--suppress-data` prints instead of the content.
fn is_summary(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let rest = text.get(digits..).unwrap_or(&[]).trim_ascii();
    digits > 0 && (rest == b"lines sent" || rest == b"line sent")
}

fn is_end(text: &[u8]) -> bool {
    (text.starts_with(b"=== ") || text.starts_with(b"*** "))
        && (mentions(text, "connection closed") || mentions(text, "closed connection"))
}

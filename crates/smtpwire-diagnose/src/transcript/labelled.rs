//! Labelled lines: `C: EHLO …`, `S: 250 …`, as RFCs and people print dialogs.
//!
//! RFCs fold long lines, leave lines out and write remarks between them; all of that is undone
//! here.

use super::builder::Builder;
use super::labels::{self, Family};
use super::lines::{Line, Lines, blanks};
use super::model::{Event, LineEnd, Side};
use super::remark;
use super::shape::{reply_code, reply_continues};
use super::unescaped::Unescaped;

/// Reads labelled lines.
pub(super) fn read(lines: Lines<'_>, out: &mut Builder) {
    let (family, tally) = labels::family_of(lines);
    let gaps = Gaps::measure(lines, family);
    // Where the server has a label, a bare reply is a bounce's summary.
    let bare_replies = family.bare_replies && !tally.hears_server();
    let mut reader = Reader { family, out, last: Last::Nothing, bare_replies };
    for line in lines.iter() {
        reader.line(line, &gaps);
    }
    reader.flush();
}

/// How many blanks stand between label and text: the least that occurs on that side.
struct Gaps {
    client: usize,
    server: usize,
}

impl Gaps {
    fn measure(lines: Lines<'_>, family: Family) -> Self {
        let (mut client, mut server) = (usize::MAX, usize::MAX);
        for line in lines.iter().filter(|line| !line.outside) {
            let Some((side, rest)) = family.split(line) else { continue };
            if rest.is_blank() {
                continue;
            }
            let gap = if rest.text.first() == Some(&b'\t') { 1 } else { blanks(rest.text) };
            match side {
                Side::Client => client = client.min(gap),
                Side::Server => server = server.min(gap),
            }
        }
        Self { client, server }
    }

    fn take_off(&self, side: Side, rest: Line<'_>) -> (usize, usize) {
        let gap = match side {
            Side::Client => self.client,
            Side::Server => self.server,
        };
        let gap = gap.min(blanks(rest.text));
        (gap, rest.start + gap)
    }
}

/// What the line before this one was, for lines without a label.
enum Last {
    /// Nothing that goes on.
    Nothing,
    /// A line of this side, which the next one may continue.
    Said(Pending),
    /// Content, of which each indented line is one of its own; the width of label and gap.
    Content(usize),
    /// A remark that goes on until a line ends with `...`.
    Remark,
}

/// A line that may yet be continued.
struct Pending {
    side: Side,
    number: usize,
    text: Unescaped,
}

struct Reader<'a> {
    family: Family,
    out: &'a mut Builder,
    last: Last,
    bare_replies: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: Line<'_>, gaps: &Gaps) {
        if line.outside || line.is_blank() {
            self.flush();
            self.out.note(line);
            return;
        }
        let inner = line.trimmed();
        if inner.text.first() == Some(&b'#') {
            self.flush();
            self.remark(inner, inner.text.trim_ascii_start().get(1..).unwrap_or(&[]));
            return;
        }
        if let Some((side, rest)) = self.family.split(line) {
            self.flush();
            let (gap, start) = gaps.take_off(side, rest);
            self.said(side, rest.from(gap), start - line.start);
            return;
        }
        self.unlabelled(line, inner);
    }

    /// A line with a label. `width` is that of margin, label and gap.
    fn said(&mut self, side: Side, line: Line<'_>, width: usize) {
        let text = line.text.trim_ascii();
        if side == Side::Server {
            // A reply ends content, whether its dot was shown or not.
            if reply_code(text).is_some() {
                self.out.end_content();
            }
        } else if text.eq_ignore_ascii_case(b"<CRLF>.<CRLF>")
            || text.eq_ignore_ascii_case(b"<CR><LF>.<CR><LF>")
        {
            let dot = text.iter().position(|&octet| octet == b'.').unwrap_or(0);
            let dot = line.trimmed().from(dot);
            let dot = Line { text: dot.text.get(..1).unwrap_or(&[]), ..dot };
            self.out.line_with_end(Side::Client, dot, LineEnd::CrLf);
            return;
        }
        if !self.out.in_content() && is_bracketed(text) {
            let bare = text.get(1..text.len() - 1).unwrap_or(&[]);
            match remark::meaning(bare) {
                None if remark::is_about_connection(bare) => self.out.note(line),
                // "<the response>", "[message]": something was said, and is not shown.
                None | Some(Event::Elided) => self.out.elided(line),
                Some(event) => self.event(&event, line),
            }
            return;
        }
        if text == b"..." || text == "…".as_bytes() || text == b"[...]" {
            self.out.elided(line);
            return;
        }
        if side == Side::Client {
            if ends_marked(line.text) {
                self.marked(line);
                return;
            }
            if self.out.in_content() {
                self.out.line(side, line);
                if self.out.in_content() {
                    self.last = Last::Content(width);
                }
                return;
            }
        }
        let mut rest = line;
        if side == Side::Server && self.family.runs_together {
            for width in run_together(line.text) {
                let text = rest.text.get(..width).unwrap_or(&[]);
                self.out.line(side, Line { text, ..rest });
                rest = rest.from(width);
            }
        }
        let mut pending = Pending { side, number: line.number, text: Unescaped::default() };
        pending.text.extend(rest.text, rest.start);
        self.last = Last::Said(pending);
    }

    /// A line without a label.
    fn unlabelled(&mut self, line: Line<'_>, inner: Line<'_>) {
        let indented = inner.start > line.start;
        if remark::is_ellipsis(inner.text) {
            let goes_on = indented && !inner.text.trim_ascii_end().ends_with(b"...");
            let more = goes_on && inner.text.len() > 3;
            self.flush();
            self.remark(inner, inner.text);
            self.last = if more { Last::Remark } else { Last::Nothing };
            return;
        }
        match &mut self.last {
            Last::Said(pending) if indented && pending.goes_on_with(inner) => {
                pending.join(inner);
                return;
            }
            Last::Content(width) if indented => {
                let width = *width;
                self.out.line(Side::Client, line.without_blanks(width));
                return;
            }
            Last::Remark => {
                if inner.text.trim_ascii_end().ends_with(b"...") {
                    self.last = Last::Nothing;
                }
                self.out.note(line);
                return;
            }
            Last::Said(pending) if is_bare_reply(pending, inner) => {
                self.flush();
                self.said(Side::Server, inner, 0);
                return;
            }
            _ => {}
        }
        self.flush();
        if is_bracketed(inner.text.trim_ascii()) {
            self.remark(inner, inner.text);
        } else if self.bare_replies && reply_code(inner.text).is_some() {
            self.said(Side::Server, inner, 0);
        } else {
            self.out.note(line);
        }
    }

    /// A remark between the lines. Before the first line it is a title and tells of no event, but
    /// for TLS from the start.
    fn remark(&mut self, line: Line<'_>, text: &[u8]) {
        match remark::meaning(text) {
            Some(Event::TlsStarted) if text.trim_ascii().len() <= 20 => self.out.tls(line),
            Some(event) if self.out.has_lines() => self.event(&event, line),
            _ => self.out.note(line),
        }
    }

    fn event(&mut self, event: &Event, line: Line<'_>) {
        match event {
            Event::TlsStarted => self.out.tls(line),
            Event::Closed => self.out.closed(line),
            _ => self.out.elided(line),
        }
    }

    /// A client's line that shows its line ends (`<CR><LF>`, `<LF>`).
    fn marked(&mut self, line: Line<'_>) {
        let mut rest = line;
        let mut first = true;
        while let Some((at, width, end)) = find_end(rest.text) {
            let text = Line { text: rest.text.get(..at).unwrap_or(&[]), ..rest };
            rest = rest.from(at + width);
            // An end before any text is that of the line above, unless it is all there is.
            let ends_above = first && at == 0 && !rest.text.is_empty() && self.end_above(end);
            if !ends_above {
                self.out.line_with_end(Side::Client, text, end);
            }
            first = false;
        }
        if !rest.text.is_empty() {
            self.out.line_with_end(Side::Client, rest, LineEnd::None);
        }
    }

    /// Gives the client's last line its end, if it has none yet.
    fn end_above(&mut self, seen: LineEnd) -> bool {
        let Some(entry) = self.out.last() else { return false };
        match &mut entry.event {
            Event::Line { side: Side::Client, end, .. } if *end == LineEnd::Unknown => {
                *end = seen;
                true
            }
            _ => false,
        }
    }

    fn flush(&mut self) {
        if let Last::Said(pending) = std::mem::replace(&mut self.last, Last::Nothing) {
            let Pending { side, number, text } = pending;
            let piece = text.piece(0..text.text.len());
            self.out.piece(side, number, piece, LineEnd::Unknown);
        }
    }
}

impl Pending {
    /// Whether an indented line can be the rest of this one.
    fn goes_on_with(&self, line: Line<'_>) -> bool {
        !self.text.text.is_empty() && !is_bare_reply(self, line)
    }

    /// Joins a line that was folded: with a space, but for the parts of a URL and of a SASL
    /// message, which have none.
    fn join(&mut self, line: Line<'_>) {
        let text = line.text.trim_ascii_end();
        let so_far = self.text.text.as_slice();
        let sasl = so_far.ends_with(b",") && !so_far.contains(&b' ');
        if !matches!(text.first(), Some(b';' | b':')) && !sasl {
            self.text.push(b' ', line.start.saturating_sub(1), 1);
        }
        self.text.extend(text, line.start);
    }
}

/// Whether a line without a label goes on with the reply above, which says that it does.
fn is_bare_reply(above: &Pending, line: Line<'_>) -> bool {
    let first = above.text.text.as_slice();
    above.side == Side::Server
        && reply_continues(first)
        && reply_code(first).is_some()
        && reply_code(first) == reply_code(line.text)
}

/// How long each line of a reply is but the last, where they were run together:
/// `250-a250-STARTTLS250 HELP`.
///
/// Each begins with the code right behind the text of the one before, and the last one is there,
/// with its space; otherwise the line is whole.
fn run_together(text: &[u8]) -> Vec<usize> {
    let mut widths = Vec::new();
    let Some(code) = text.get(..3).filter(|_| reply_code(text).is_some() && reply_continues(text))
    else {
        return widths;
    };
    let mut start = 0;
    for at in memchr::memmem::find_iter(text.get(4..).unwrap_or(&[]), code).map(|at| at + 4) {
        let behind_text = text.get(at - 1).is_some_and(|octet| *octet != b' ') && at > start + 4;
        match text.get(at + 3) {
            Some(b'-') if behind_text => {
                widths.push(at - start);
                start = at;
            }
            Some(b' ') if behind_text => {
                widths.push(at - start);
                return widths;
            }
            _ => {}
        }
    }
    Vec::new()
}

/// `<…>`, `[…]`, `(…)` around a whole line.
fn is_bracketed(text: &[u8]) -> bool {
    let pair = (text.first(), text.last());
    text.len() > 2
        && matches!(
            pair,
            (Some(b'<'), Some(b'>')) | (Some(b'['), Some(b']')) | (Some(b'('), Some(b')'))
        )
        && find_end(text).is_none()
        && !text.starts_with(b"<NUL>")
}

/// How line ends are written out.
const ENDS: [(&[u8], LineEnd); 5] = [
    (b"<CR><LF>", LineEnd::CrLf),
    (b"<CRLF>", LineEnd::CrLf),
    (b"<LF>", LineEnd::BareLf),
    (b"<CR>", LineEnd::BareCr),
    (b"\\r\\n", LineEnd::CrLf),
];

/// Whether a line shows its line ends.
fn ends_marked(text: &[u8]) -> bool {
    find_end(text).is_some()
}

/// The first line end that is written out: where, how wide, which.
fn find_end(text: &[u8]) -> Option<(usize, usize, LineEnd)> {
    memchr::memchr2_iter(b'<', b'\\', text).find_map(|at| {
        let rest = text.get(at..)?;
        ENDS.iter().find_map(|&(mark, end)| {
            let here = rest.get(..mark.len())?.eq_ignore_ascii_case(mark);
            // The escapes of C end a line only where the printed line ends too.
            let counts = mark.first() == Some(&b'<') || rest.len() == mark.len();
            (here && counts).then_some((at, mark.len(), end))
        })
    })
}

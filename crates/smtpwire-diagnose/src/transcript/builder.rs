//! What the readers fill: sessions, with the little state that every form needs.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::Line;
use super::model::{Entry, Event, LineEnd, Session, Side, Transcript};
use super::shape::{has_verb, reply_code, reply_continues};
use super::unescaped::{Piece, Unescaped};
use super::{Format, LineIndex, MAX_LINES, ReadError};

/// Collects entries into sessions.
pub(super) struct Builder {
    format: Format,
    states: Vec<State>,
    current: usize,
    /// Which session a connection's lines belong to, for logs that interleave several.
    connections: HashMap<Vec<u8>, usize>,
    entries: usize,
    full: bool,
}

/// One session and where its dialog stands: facts that are each true or not by themselves.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)]
struct State {
    session: Session,
    /// The connection it belongs to, where the form names them.
    connection: Option<Vec<u8>>,
    has_lines: bool,
    tls: bool,
    closed: bool,
    /// The client said STARTTLS and got no answer yet.
    tls_asked: bool,
    /// The server agreed to STARTTLS, and nothing was said since.
    tls_due: bool,
    quit: bool,
    /// The server answered QUIT.
    farewell: bool,
    /// What the client sends is content.
    content: bool,
    /// The server's last line was a 334.
    challenged: bool,
}

impl Builder {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            states: vec![State::default()],
            current: 0,
            connections: HashMap::new(),
            entries: 0,
            full: false,
        }
    }

    /// A line that stands in the file as it was sent, its end not shown.
    pub(super) fn line(&mut self, side: Side, line: Line<'_>) {
        self.line_with_end(side, line, LineEnd::Unknown);
    }

    /// A line that stands in the file as it was sent.
    pub(super) fn line_with_end(&mut self, side: Side, line: Line<'_>, end: LineEnd) {
        let source = line.start..line.end();
        let piece = Piece { text: line.text.to_vec(), source, offsets: Vec::new() };
        self.piece(side, line.number, piece, end);
    }

    /// A line that does not stand in the file as it was sent.
    pub(super) fn piece(&mut self, side: Side, number: usize, piece: Piece, end: LineEnd) {
        let code = if side == Side::Server { reply_code(&piece.text) } else { None };
        self.follow(side, code, &piece.text, number, piece.source.start);
        let event = Event::Line { side, text: piece.text, end };
        let entry = Entry { event, line: number, source: piece.source, offsets: piece.offsets };
        self.push(entry);
    }

    /// Octets that a side sent, their escapes undone, cut into lines where they end.
    ///
    /// Where the form shows every octet, the ends are told as they were and a rest without an end
    /// is a line of its own; where it does not, `exact` is false and the ends stay unknown.
    pub(super) fn octets(&mut self, side: Side, number: usize, sent: &Unescaped, exact: bool) {
        let mut at = 0;
        while let Some(rest) = sent.text.get(at..).filter(|rest| !rest.is_empty()) {
            let found = if exact {
                memchr::memchr2(b'\r', b'\n', rest)
            } else {
                memchr::memchr(b'\n', rest)
            };
            let (length, width, end) = match found {
                None => (rest.len(), 0, LineEnd::None),
                Some(found) if rest.get(found) == Some(&b'\n') => (found, 1, LineEnd::BareLf),
                Some(found) if rest.get(found + 1) == Some(&b'\n') => (found, 2, LineEnd::CrLf),
                Some(found) => (found, 1, LineEnd::BareCr),
            };
            let mut text_end = at + length;
            if !exact && rest.get(..length).is_some_and(|text| text.ends_with(b"\r")) {
                text_end -= 1;
            }
            let end = if exact { end } else { LineEnd::Unknown };
            self.piece(side, number, sent.piece(at..text_end), end);
            at += length + width;
            if self.full {
                return;
            }
        }
    }

    /// TLS began. Said once in a session, however often the tool tells.
    pub(super) fn tls(&mut self, line: Line<'_>) {
        if self.states.get(self.current).is_some_and(|state| state.tls) {
            self.note(line);
        } else {
            self.mark(Event::TlsStarted, line.number, line.start..line.end());
        }
    }

    /// TLS must have begun before this line, though nothing said so.
    pub(super) fn tls_before(&mut self, line: Line<'_>) {
        self.mark(Event::TlsStarted, line.number, line.start..line.start);
    }

    /// Whether TLS began in this session.
    pub(super) fn in_tls(&self) -> bool {
        self.states.get(self.current).is_some_and(|state| state.tls)
    }

    /// The connection ended. Said once in a session.
    pub(super) fn closed(&mut self, line: Line<'_>) {
        if self.states.get(self.current).is_some_and(|state| state.closed) {
            self.note(line);
        } else {
            self.mark(Event::Closed, line.number, line.start..line.end());
        }
    }

    /// Something was left out, and the file says so.
    pub(super) fn elided(&mut self, line: Line<'_>) {
        self.mark(Event::Elided, line.number, line.start..line.end());
    }

    /// Something was left out behind this line, as the form always does.
    pub(super) fn elided_after(&mut self, line: Line<'_>) {
        self.mark(Event::Elided, line.number, line.end()..line.end());
    }

    /// A line that is no part of the dialog. Neighbours become one note.
    pub(super) fn note(&mut self, line: Line<'_>) {
        let Some(state) = self.states.get_mut(self.current) else { return };
        match state.session.entries.last_mut() {
            Some(Entry { event: Event::Note, source, .. }) => source.end = line.end(),
            _ if line.is_blank() => {}
            _ => self.push(Entry {
                event: Event::Note,
                line: line.number,
                source: line.start..line.end(),
                offsets: Vec::new(),
            }),
        }
    }

    /// From here on lines belong to this connection.
    pub(super) fn select(&mut self, connection: &[u8]) {
        if let Some(&known) = self.connections.get(connection) {
            self.current = known;
            return;
        }
        match self.states.get_mut(self.current) {
            // The notes before the first connection go with it.
            Some(state) if state.connection.is_none() && !state.has_lines => {
                state.connection = Some(connection.to_vec());
            }
            _ => self.open(Some(connection.to_vec())),
        }
        self.connections.insert(connection.to_vec(), self.current);
    }

    /// A new connection begins. Nothing happens when the current one has not begun.
    pub(super) fn new_session(&mut self) {
        if let Some(state) = self.states.get(self.current)
            && (state.has_lines || state.closed || state.tls)
        {
            let connection = state.connection.clone();
            self.open(connection);
        }
    }

    fn open(&mut self, connection: Option<Vec<u8>>) {
        self.current = self.states.len();
        if let Some(connection) = &connection {
            self.connections.insert(connection.clone(), self.current);
        }
        self.states.push(State { connection, ..State::default() });
    }

    /// Whether what the client sends now is content.
    pub(super) fn in_content(&self) -> bool {
        self.states.get(self.current).is_some_and(|state| state.content)
    }

    /// Whether the server's last line asked for the next step of an authentication.
    pub(super) fn challenged(&self) -> bool {
        self.states.get(self.current).is_some_and(|state| state.challenged)
    }

    /// Whether this session has a line yet.
    pub(super) fn has_lines(&self) -> bool {
        self.states.get(self.current).is_some_and(|state| state.has_lines)
    }

    /// The last entry of the current session.
    pub(super) fn last(&mut self) -> Option<&mut Entry> {
        self.states.get_mut(self.current)?.session.entries.last_mut()
    }

    /// The content ended, or was not there after all.
    pub(super) fn end_content(&mut self) {
        if let Some(state) = self.states.get_mut(self.current) {
            state.content = false;
        }
    }

    /// The transcript.
    pub(super) fn finish(self, lines: LineIndex) -> Result<Transcript, ReadError> {
        if self.full {
            return Err(ReadError::TooManyLines { limit: MAX_LINES });
        }
        let sessions: Vec<Session> = self
            .states
            .into_iter()
            .filter(|state| state.has_lines)
            .map(|state| state.session)
            .collect();
        if sessions.is_empty() {
            return Err(ReadError::NotThisForm { format: self.format });
        }
        Ok(Transcript { format: self.format, sessions, lines })
    }

    /// Follows the dialog by one line, before the line is added.
    fn follow(&mut self, side: Side, code: Option<u16>, text: &[u8], number: usize, at: usize) {
        if let Some(state) = self.states.get(self.current) {
            let again = state.closed && side == Side::Server;
            if again || (state.farewell && code == Some(220)) {
                let connection = state.connection.clone();
                self.open(connection);
            }
        }
        // These three show what is said inside TLS as if nothing had happened.
        let silent =
            matches!(self.format, Format::Smtplib | Format::PostfixNotify | Format::PostfixVerbose);
        let due = self.states.get(self.current).is_some_and(|state| state.tls_due);
        if silent && due && side == Side::Client {
            self.mark(Event::TlsStarted, number, at..at);
        }
        let Some(state) = self.states.get_mut(self.current) else { return };
        state.has_lines = true;
        if side == Side::Server {
            let is_last = !reply_continues(text);
            state.challenged = code == Some(334);
            state.content = code == Some(354);
            state.tls_due = state.tls_asked && is_last && code == Some(220);
            state.tls_asked &= !is_last;
            state.farewell |= state.quit && is_last && code == Some(221);
        } else if state.content {
            state.content = text != b".";
        } else {
            state.challenged = false;
            state.tls_due = false;
            state.tls_asked = has_verb(text, "STARTTLS");
            state.quit = has_verb(text, "QUIT");
        }
    }

    fn mark(&mut self, event: Event, line: usize, source: Range<usize>) {
        if let Some(state) = self.states.get_mut(self.current) {
            state.tls |= event == Event::TlsStarted;
            state.tls_due &= event != Event::TlsStarted;
            state.closed |= event == Event::Closed;
        }
        self.push(Entry { event, line, source, offsets: Vec::new() });
    }

    fn push(&mut self, entry: Entry) {
        if self.entries == MAX_LINES {
            self.full = true;
            return;
        }
        self.entries += 1;
        if let Some(state) = self.states.get_mut(self.current) {
            state.session.entries.push(entry);
        }
    }
}

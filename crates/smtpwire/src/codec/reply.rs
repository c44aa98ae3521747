//! Replies, read: one line, a whole reply, or a reply that arrives in pieces.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::command::CommandError;
use super::search::{LineEnd, first};
use crate::types::code::{Code, EnhancedCode};
use crate::types::reply::Reply;
use crate::types::text::put;

/// Octets that are no reply. The connection is out of step then and can't be used on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// The line does not begin with a code from 200 to 599.
    #[error("a reply line starts with a code from 200 to 599")]
    NoCode,
    /// Behind the code stands neither a space nor a hyphen nor the end of the line.
    #[error("a reply's code is followed by a space, a hyphen or the end of the line")]
    BadSeparator,
    /// The line ends in LF without CR.
    #[error("a reply line ends with CRLF")]
    BareLf,
    /// A CR stands inside the line.
    #[error("a reply line has no CR but the one of its CRLF")]
    BareCr,
    /// The lines of one reply have different codes (RFC 5321 section 4.2.1).
    #[error("all lines of a reply have the same code, but {last} follows {first}")]
    CodesDiffer {
        /// The first line's code.
        first: Code,
        /// The code that differs.
        last: Code,
    },
    /// A line is longer than the limit.
    #[error("a reply line has more than {limit} octets")]
    LineTooLong {
        /// The limit in octets, CRLF included.
        limit: usize,
    },
    /// A reply has more lines than the limit.
    #[error("a reply has more than {limit} lines")]
    TooManyLines {
        /// The limit.
        limit: usize,
    },
}

impl ReplyError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoCode => "no-code",
            Self::BadSeparator => "bad-separator",
            Self::BareLf => "bare-lf",
            Self::BareCr => "bare-cr",
            Self::CodesDiffer { .. } => "codes-differ",
            Self::LineTooLong { .. } => "line-too-long",
            Self::TooManyLines { .. } => "too-many-lines",
        }
    }
}

/// What a client accepts in replies, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplyOptions {
    /// The longest line, in octets with CRLF. RFC 5321 names 512; servers send blocklist URLs that
    /// are longer, so the default is 4096.
    pub max_line: usize,
    /// The most lines in one reply; 512 by default.
    pub max_lines: usize,
    /// Accept lines of one reply with different codes; the last line's code counts. Some servers
    /// turn a greeting into a refusal that way (`220-… 421 …`).
    pub differing_codes: bool,
    /// Accept lines that end in LF without CR.
    pub bare_lf: bool,
    /// Accept lines that end in CR CRLF.
    pub trailing_cr: bool,
}

impl Default for ReplyOptions {
    fn default() -> Self {
        Self {
            max_line: 4096,
            max_lines: 512,
            differing_codes: false,
            bare_lf: false,
            trailing_cr: false,
        }
    }
}

/// The code of one line and whether more lines follow:
/// `*( code "-" [ textstring ] CRLF ) code [ SP textstring ] CRLF`.
#[inline]
fn reply_code(line: &[u8]) -> Result<(Code, bool), ReplyError> {
    let [a @ b'2'..=b'5', b @ b'0'..=b'9', c @ b'0'..=b'9', rest @ ..] = line else {
        return Err(ReplyError::NoCode);
    };
    let number = [a, b, c]
        .into_iter()
        .fold(0_u16, |number, digit| number.wrapping_mul(10).wrapping_add(u16::from(digit & 15)));
    let code = Code::new(number).ok_or(ReplyError::NoCode)?;
    match rest.first() {
        None | Some(b' ') => Ok((code, false)),
        Some(b'-') => Ok((code, true)),
        Some(_) => Err(ReplyError::BadSeparator),
    }
}

impl<'a> Reply<'a> {
    /// Reads one whole reply at the start of these octets, by default limits.
    ///
    /// Gives the reply and how many octets it took, or `None` when its last line is not there yet.
    /// A host that reads from a connection uses [`ReplyReader`], which remembers where it stopped.
    ///
    /// ```
    /// use smtpwire::Reply;
    /// let (reply, taken) = Reply::parse(b"550-5.1.1 No such\r\n550 5.1.1 user\r\n250 ")?.unwrap();
    /// assert_eq!(reply.code().get(), 550);
    /// assert_eq!(reply.enhanced().unwrap().to_string(), "5.1.1");
    /// assert_eq!(reply.text(), "No such\nuser");
    /// assert_eq!(taken, 35);
    /// # Ok::<(), smtpwire::ReplyError>(())
    /// ```
    ///
    /// # Errors
    /// [`ReplyError`] when what is there is no reply.
    #[inline]
    pub fn parse(octets: &'a [u8]) -> Result<Option<(Self, usize)>, ReplyError> {
        let mut scan = Scan::default();
        match scan.run(octets, &ReplyOptions::default())? {
            Some(end) => {
                let wire = octets.get(..end).unwrap_or_default();
                Ok(scan.reply(wire, &ReplyOptions::default()).map(|reply| (reply, end)))
            }
            None => Ok(None),
        }
    }

    /// Reads a reply from one line that was framed already, with or without its CRLF.
    ///
    /// # Errors
    /// [`ReplyError`], [`ReplyError::BadSeparator`] also for a line that another must follow.
    pub fn parse_line(line: &'a [u8]) -> Result<Self, ReplyError> {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        if line.contains(&b'\n') {
            return Err(ReplyError::BareLf);
        }
        if line.contains(&b'\r') {
            return Err(ReplyError::BareCr);
        }
        match reply_code(line)? {
            (code, false) => Ok(Self {
                code,
                enhanced: line.get(4..).and_then(EnhancedCode::at_start),
                wire: Cow::Borrowed(line),
            }),
            (_, true) => Err(ReplyError::BadSeparator),
        }
    }
}

/// How far a reply has been looked through.
#[derive(Clone, Copy, Debug, Default)]
struct Scan {
    /// Where the current line starts.
    line: usize,
    /// Neither CR nor LF stands before this octet in the current line.
    searched: usize,
    lines: usize,
    code: Option<Code>,
    enhanced: Option<EnhancedCode>,
    /// The start of the last line that another follows, `250-`: most lines start as it does.
    start: [u8; 4],
}

impl Scan {
    /// Goes on through the octets; the end of the reply, once its last line is there.
    #[inline]
    fn run(&mut self, octets: &[u8], options: &ReplyOptions) -> Result<Option<usize>, ReplyError> {
        let mut rest = octets.get(self.line..).unwrap_or_default();
        // No CR or LF stands in this many octets of what is left.
        let mut searched = self.searched.saturating_sub(self.line);
        loop {
            let unsearched = rest.get(searched..).unwrap_or_default();
            let Some(found) = first::<LineEnd>(unsearched) else {
                return self.wait(octets, rest, rest.len(), options);
            };
            searched = searched.saturating_add(found);
            // Before all else, so that the verdict does not depend on how the octets came in.
            if searched >= options.max_line {
                return Err(ReplyError::LineTooLong { limit: options.max_line });
            }
            let (text, behind) = rest.split_at_checked(searched).unwrap_or((rest, &[]));
            let behind = match behind {
                [b'\r', b'\n', behind @ ..] => behind,
                [b'\n', behind @ ..] if options.bare_lf => behind,
                [b'\n', ..] => return Err(ReplyError::BareLf),
                [b'\r', b'\r', b'\n', behind @ ..] if options.trailing_cr => behind,
                [b'\r', b'\r'] if options.trailing_cr => {
                    return self.wait(octets, rest, searched, options);
                }
                [b'\r'] => return self.wait(octets, rest, searched, options),
                _ => return Err(ReplyError::BareCr),
            };
            if rest.len().saturating_sub(behind.len()) > options.max_line {
                return Err(ReplyError::LineTooLong { limit: options.max_line });
            }
            rest = behind;
            searched = 0;
            if self.one_line(text, options)? {
                return Ok(Some(octets.len().saturating_sub(rest.len())));
            }
        }
    }

    /// Remembers where the line under way starts, which is what is left, and how much of it has
    /// been searched.
    #[inline]
    fn wait(
        &mut self,
        octets: &[u8],
        rest: &[u8],
        searched: usize,
        options: &ReplyOptions,
    ) -> Result<Option<usize>, ReplyError> {
        self.line = octets.len().saturating_sub(rest.len());
        self.searched = self.line.saturating_add(searched);
        if rest.len() > options.max_line {
            return Err(ReplyError::LineTooLong { limit: options.max_line });
        }
        Ok(None)
    }

    /// Takes one line; whether it is the last.
    #[inline]
    fn one_line(&mut self, line: &[u8], options: &ReplyOptions) -> Result<bool, ReplyError> {
        let start = line.first_chunk().copied().unwrap_or_default();
        let more = start != [0; 4] && start == self.start || {
            let (code, more) = reply_code(line)?;
            match self.code {
                Some(first) if first != code && !options.differing_codes => {
                    return Err(ReplyError::CodesDiffer { first, last: code });
                }
                _ => self.code = Some(code),
            }
            if more {
                self.start = start;
            }
            more
        };
        self.lines = self.lines.saturating_add(1);
        if self.lines > options.max_lines {
            return Err(ReplyError::TooManyLines { limit: options.max_lines });
        }
        // No letter begins one: what EHLO's lines say is passed over at once.
        if self.enhanced.is_none() && line.get(4).is_some_and(|octet| *octet < b'A') {
            self.enhanced = line.get(4..).and_then(EnhancedCode::at_start);
        }
        Ok(!more)
    }

    fn reply<'a>(&self, wire: &'a [u8], options: &ReplyOptions) -> Option<Reply<'a>> {
        let lenient = options.bare_lf || options.trailing_cr;
        let wire = if lenient { with_crlf(wire) } else { Cow::Borrowed(wire) };
        self.code.map(|code| Reply { code, enhanced: self.enhanced, wire })
    }
}

/// Lines that end in CRLF, whatever they ended in: what was let in must not go out again.
fn with_crlf(wire: &[u8]) -> Cow<'_, [u8]> {
    let crlf = |line: &[u8]| line.ends_with(b"\r\n") && !line.ends_with(b"\r\r\n");
    if wire.split_inclusive(|octet| *octet == b'\n').all(crlf) {
        return Cow::Borrowed(wire);
    }
    let mut owned = Vec::with_capacity(wire.len().saturating_add(16));
    for line in wire.split_inclusive(|octet| *octet == b'\n') {
        let mut text = line.strip_suffix(b"\n").unwrap_or(line);
        while let [before @ .., b'\r'] = text {
            text = before;
        }
        owned.extend_from_slice(text);
        owned.extend_from_slice(b"\r\n");
    }
    Cow::Owned(owned)
}

/// Reads replies that arrive in pieces of any size, in time linear in their length.
///
/// ```
/// use smtpwire::ReplyReader;
/// let mut reader = ReplyReader::new();
/// reader.receive(b"250-mx.example\r\n250 SI");
/// assert!(reader.next_reply()?.is_none());
/// reader.receive(b"ZE 1000\r\n");
/// assert_eq!(reader.next_reply()?.unwrap().lines().count(), 2);
/// # Ok::<(), smtpwire::ReplyError>(())
/// ```
#[derive(Debug, Default)]
pub struct ReplyReader {
    options: ReplyOptions,
    buffer: Vec<u8>,
    /// Octets at the front of the buffer that a reply was made of.
    taken: usize,
    scan: Scan,
    failed: Option<ReplyError>,
    /// Up to so many octets of the buffer need no look: all that came ends no line and fails in
    /// nothing. 0 where a look is needed.
    plain_until: usize,
}

impl ReplyReader {
    /// A reader with default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader with these options.
    pub fn with_options(options: ReplyOptions) -> Self {
        Self { options, ..Self::default() }
    }

    /// Takes octets from the peer. They are held until they are read as replies; a host that
    /// drains [`ReplyReader::next_reply`] after each call holds at most one unfinished reply, which
    /// the options bound.
    #[inline]
    pub fn receive(&mut self, octets: &[u8]) {
        if self.taken > 0 {
            self.drop_taken();
        }
        // Some hosts read octet by octet.
        if let [octet] = octets {
            self.buffer.push(*octet);
            if matches!(octet, b'\r' | b'\n') || self.buffer.len() > self.plain_until {
                self.plain_until = 0;
            }
        } else {
            self.buffer.extend_from_slice(octets);
            self.plain_until = 0;
        }
    }

    #[cold]
    fn drop_taken(&mut self) {
        self.buffer.drain(..self.taken.min(self.buffer.len()));
        self.taken = 0;
        self.plain_until = 0;
    }

    /// The next whole reply, or `None` until more octets are received.
    ///
    /// # Errors
    /// [`ReplyError`] when what was received is no reply; from then on always the same.
    #[inline]
    pub fn next_reply(&mut self) -> Result<Option<Reply<'_>>, ReplyError> {
        if self.plain_until > 0 { Ok(None) } else { self.read_on() }
    }

    fn read_on(&mut self) -> Result<Option<Reply<'_>>, ReplyError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let pending = self.buffer.get(self.taken..).unwrap_or_default();
        match self.scan.run(pending, &self.options) {
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
            Ok(None) => {
                // Nothing but a CR is left unsearched; what follows it needs a look.
                if self.scan.searched == pending.len() {
                    let line = self.taken.saturating_add(self.scan.line);
                    self.plain_until = line.saturating_add(self.options.max_line);
                }
                Ok(None)
            }
            Ok(Some(end)) => {
                let wire = pending.get(..end).unwrap_or_default();
                let reply = self.scan.reply(wire, &self.options);
                self.scan = Scan::default();
                self.taken = self.taken.saturating_add(end);
                Ok(reply)
            }
        }
    }

    /// Gives the memory of what was long back, if nothing waits in it.
    pub(crate) fn release(&mut self) {
        const KEPT: usize = 1024;
        if self.buffer.capacity() > KEPT && self.unread().is_empty() {
            self.buffer = Vec::new();
            self.taken = 0;
            self.plain_until = 0;
        }
    }

    /// Changes how long a line may be, for the one under way and those behind it.
    pub(crate) fn set_max_line(&mut self, max_line: usize) {
        self.options.max_line = max_line;
        self.plain_until = 0;
    }

    /// Octets that no reply was made of yet: behind a STARTTLS exchange they are an attack.
    pub fn unread(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }
}

impl CommandError {
    /// The reply that a server should give, `501 5.1.3 …`; its text says what is wrong and where.
    pub fn reply(&self) -> Reply<'static> {
        let (code, enhanced) = self.problem().reply(self.verb());
        let mut sentence: String = self.problem().to_string();
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        put(&mut sentence, format_args!(", at octet {}", self.offset()));
        let wire = alloc::format!("{code} {enhanced} {sentence}\r\n").into_bytes();
        Reply { code, enhanced: Some(enhanced), wire: Cow::Owned(wire) }
    }
}

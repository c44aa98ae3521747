//! Content on its way to the wire.

use super::glance::{Glance, Run};
use super::scanner::without_last_cr;
use super::segments::{Segment, segments};
use super::{ContentError, ContentScanner, LineEnds};
use alloc::vec::Vec;

/// Writes content for `DATA`: doubles the dot of each line that starts with one, and adds the
/// end mark (RFC 5321 section 4.5.2).
///
/// What it writes holds `CRLF . CRLF` (or, for empty content, `. CRLF`) once, as its last octets,
/// and no bare CR, bare LF or NUL anywhere, whatever the content and however it was cut.
///
/// ```
/// use smtpwire::codec::transparency::Stuffer;
/// let mut wire = Vec::new();
/// let mut stuffer = Stuffer::new();
/// stuffer.push(b"Subject: x\r\n\r", &mut wire)?;
/// stuffer.push(b"\n.signature", &mut wire)?;
/// stuffer.finish(&mut wire)?;
/// assert_eq!(wire, b"Subject: x\r\n\r\n..signature\r\n.\r\n");
/// # Ok::<(), smtpwire::codec::transparency::ContentError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stuffer {
    scanner: ContentScanner,
}

impl Stuffer {
    /// A stuffer that refuses bare CR and LF, and lines of more than
    /// [`MAX_TEXT_LINE`](super::MAX_TEXT_LINE) octets.
    pub const fn new() -> Self {
        Self { scanner: ContentScanner::new() }
    }

    /// What becomes of bare CR and LF.
    #[must_use]
    pub const fn with_line_ends(mut self, line_ends: LineEnds) -> Self {
        self.scanner = self.scanner.with_line_ends(line_ends);
        self
    }

    /// Another limit for a line, in octets without CRLF and stuffed dot, or none. Lines of more
    /// than 998 octets are more than a server has to take (RFC 5321 section 4.5.3.1.6).
    #[must_use]
    pub const fn with_max_line(mut self, max_line: Option<usize>) -> Self {
        self.scanner = self.scanner.with_max_line(max_line);
        self
    }

    /// How many octets of content have come so far.
    pub const fn octets(&self) -> u64 {
        self.scanner.octets()
    }

    /// Writes the next piece of content behind what `wire` holds. A last CR is kept back until
    /// it is known what follows it.
    ///
    /// # Errors
    ///
    /// The content holds what must not be sent; `wire` is as it was before the call. The error
    /// stays: no later call writes anything, so what was written before can't be mistaken for a
    /// whole message.
    pub fn push(&mut self, content: &[u8], wire: &mut Vec<u8>) -> Result<(), ContentError> {
        let written = wire.len();
        self.write(content, wire).inspect_err(|_| wire.truncate(written))
    }

    /// Writes the next piece of content, all of which a scanner has found to be
    /// [verbatim](ContentScanner::is_verbatim).
    pub(crate) fn push_verbatim(&mut self, content: &[u8], wire: &mut Vec<u8>) {
        // Room for a CR that was kept back, the content and the end mark.
        wire.reserve(content.len().saturating_add(16));
        if self.scanner.is_after_cr() && !content.is_empty() {
            wire.push(b'\r');
        }
        wire.extend_from_slice(without_last_cr(content).0);
        self.scanner.pass(content);
    }

    /// Writes the end mark, after a CRLF if the content lacks one. It lands behind the last
    /// octets of the content in the same buffer, so that both go out in one write.
    ///
    /// # Errors
    ///
    /// The first fault in the content, its last octet being a bare CR included; nothing is
    /// written then, and the server must not be left to think that the message is whole: close
    /// the connection.
    pub fn finish(mut self, wire: &mut Vec<u8>) -> Result<(), ContentError> {
        self.scanner.finish()?;
        if self.scanner.is_after_cr() || !self.scanner.is_at_line_start() {
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(b".\r\n");
        Ok(())
    }

    fn write(&mut self, content: &[u8], wire: &mut Vec<u8>) -> Result<(), ContentError> {
        if let Some(fault) = self.scanner.fault() {
            return Err(fault);
        }
        // Room for the content, a few dots, and the end mark.
        wire.reserve(content.len().saturating_add(16));
        let Some((first, _)) = content.split_at_checked(1) else { return Ok(()) };
        self.walk(first, wire)?;
        let mut glance = Glance::new();
        for block in Run::behind_first(content).blocks() {
            glance.look_at(block);
            let after_cr = self.scanner.is_after_cr();
            if glance.offence || !self.scanner.skip(block.octets, glance.short_lines) {
                self.walk(block.octets, wire)?;
                continue;
            }
            if after_cr {
                wire.push(b'\r');
            }
            let (octets, _) = without_last_cr(block.octets);
            let mut written = 0_usize;
            for dot in glance.dots() {
                wire.extend_from_slice(octets.get(written..=dot).unwrap_or_default());
                // The dot itself has been written; it is written again with what follows.
                written = dot;
            }
            wire.extend_from_slice(octets.get(written..).unwrap_or_default());
        }
        Ok(())
    }

    /// Writes octets that need care.
    fn walk(&mut self, octets: &[u8], wire: &mut Vec<u8>) -> Result<(), ContentError> {
        for segment in segments(octets) {
            let after_cr = self.scanner.is_after_cr();
            let line_start = self.scanner.is_at_line_start();
            self.scanner.step(segment)?;
            // What was a bare CR or LF and has passed the scanner is to be normalised.
            if after_cr || segment == Segment::Lf {
                wire.extend_from_slice(b"\r\n");
            }
            if let Segment::Text(text) = segment {
                if line_start && text.first() == Some(&b'.') {
                    wire.push(b'.');
                }
                wire.extend_from_slice(text);
            }
        }
        Ok(())
    }
}

//! Content on its way out: stuffed and streamed by DATA, counted by BDAT.

use alloc::string::ToString;

use super::pending::{Pending, Role};
use super::{Client, Life};
use crate::codec::transparency::{ContentError, ContentScanner, MAX_TEXT_LINE, Stuffer};
use crate::flow::client::event::CommandId;
use crate::flow::error::{Error, ErrorCode};
use crate::types::command::Verb;
use crate::types::parameter::Body;

/// What MAIL declared about the content of its message.
#[derive(Clone, Copy, Debug, Default)]
struct Declared {
    body: Body,
    smtputf8: bool,
}

/// The content of the newest message.
#[derive(Debug, Default)]
pub(super) struct Content {
    declared: Declared,
    transfer: Transfer,
    /// Looks at the text of all chunks of a message: a CRLF may be cut by the border of two.
    text: ContentScanner,
    /// What is wrong with the content. The message can't be finished any more.
    fault: Option<Error>,
}

/// How content is being given at the moment.
#[derive(Debug, Default)]
enum Transfer {
    #[default]
    None,
    /// By DATA, whose id this is.
    Data(CommandId, Stuffer),
    /// By BDAT: so many octets are missing, and whether the message ends with them.
    Chunk { remaining: u64, last: bool },
}

impl Content {
    /// Whether content is expected before anything else.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.transfer, Transfer::None)
    }

    /// Whether the content of DATA is expected, for which the server is waiting.
    #[inline]
    pub(super) fn is_data(&self) -> bool {
        matches!(self.transfer, Transfer::Data(..))
    }
}

impl Client {
    /// Gives the next octets of the content, and takes as many as fit into the output: 0 means
    /// that output must be written first.
    ///
    /// In DATA a dot at the start of a line is doubled on the way; in BDAT nothing is changed.
    ///
    /// # Errors
    /// [`ErrorCode::UnexpectedContent`] when no content is expected or it is more than the chunk
    /// announced; nothing was taken then. [`ErrorCode::InvalidContent`] when it holds what can't
    /// be sent: a bare CR, a bare LF, a NUL, a line that is too long, an octet above 127 that
    /// MAIL did not declare. The message can't be finished then and every later call says so:
    /// close the connection, and the server drops what it has.
    pub fn content(&mut self, octets: &[u8]) -> Result<usize, Error> {
        self.content_found(octets, false)
    }

    /// The same. `verbatim` says that all of the message has been looked at, and that nothing in it is
    /// to be refused or changed.
    pub(in crate::flow) fn content_found(
        &mut self,
        octets: &[u8],
        verbatim: bool,
    ) -> Result<usize, Error> {
        if !self.content.is_open() || !matches!(self.life, Life::Open | Life::New) {
            return Err(ErrorCode::UnexpectedContent.into());
        }
        if let Some(fault) = &self.content.fault {
            return Err(fault.clone());
        }
        if let Transfer::Chunk { remaining, .. } = self.content.transfer
            && octets.len() as u64 > remaining
        {
            let detail = "the chunk announced less";
            return Err(Error::new(ErrorCode::UnexpectedContent).with_detail(detail));
        }
        let room = self.content_room();
        let (piece, _) = octets.split_at_checked(room).unwrap_or((octets, &[]));
        if piece.is_empty() {
            return Ok(0);
        }
        self.about_to_put();
        self.give(piece, verbatim).map_err(|error| self.content.fault.insert(error).clone())?;
        Ok(piece.len())
    }

    /// How many octets of content can be given now.
    pub fn content_room(&self) -> usize {
        let room = self.output.room(self.config.limits.output_buffer);
        match self.content.transfer {
            Transfer::None => 0,
            Transfer::Data(..) => room,
            // The chunk's line has not been written: what precedes it is waited for.
            Transfer::Chunk { .. } if !self.queue.is_all_written() => 0,
            Transfer::Chunk { remaining, .. } => {
                usize::try_from(remaining).unwrap_or(usize::MAX).min(room)
            }
        }
    }

    /// The content of DATA ends here: a CRLF follows if it lacks one, then the end mark, in the
    /// same piece of output as the last of the content if the host has not taken that yet.
    ///
    /// # Errors
    /// [`ErrorCode::UnexpectedContent`] when no content of DATA is expected,
    /// [`ErrorCode::InvalidContent`] when what was given can't be sent.
    pub fn end_content(&mut self) -> Result<(), Error> {
        if let Some(fault) = &self.content.fault {
            return Err(fault.clone());
        }
        let Transfer::Data(id, stuffer) = &self.content.transfer else {
            return Err(ErrorCode::UnexpectedContent.into());
        };
        if !matches!(self.life, Life::Open) {
            return Err(ErrorCode::UnexpectedContent.into());
        }
        let (id, stuffer) = (*id, stuffer.clone());
        self.about_to_put();
        let start = self.output.put();
        if let Err(fault) = stuffer.finish(self.output.end()) {
            return Err(self.content.fault.insert(invalid_content(fault)).clone());
        }
        self.close_data(id, Role::Content, start);
        Ok(())
    }

    /// The end mark stands in the output: its reply is awaited.
    fn close_data(&mut self, id: CommandId, role: Role, start: u64) {
        let end = self.output.put();
        self.queue.push_written(Pending {
            id,
            verb: Verb::Data,
            role,
            start,
            end,
            floor: self.received,
            whole: true,
            since: None,
        });
        self.content.transfer = Transfer::None;
        self.content_end = Some(end);
        self.predict();
        self.write_waiting();
    }

    /// DATA was answered 354.
    pub(super) fn open_data(&mut self, id: CommandId) {
        let max_line = if self.config.long_lines {
            self.config.limits.content_line
        } else {
            Some(MAX_TEXT_LINE)
        };
        let stuffer = Stuffer::new().with_line_ends(self.config.line_ends).with_max_line(max_line);
        self.content.transfer = Transfer::Data(id, stuffer);
        self.content.fault = None;
        self.content_end = None;
        self.output.keep(true);
    }

    /// DATA was answered 354, and there is nobody to send to: an empty message, which the server
    /// will refuse (RFC 2920 section 3.1).
    pub(super) fn send_lone_dot(&mut self, id: CommandId) {
        self.about_to_put();
        let start = self.output.put();
        self.output.extend(b".\r\n");
        self.close_data(id, Role::LoneDot, start);
        self.content_end = None;
    }

    /// Notes what MAIL says about the content that will come.
    #[inline]
    pub(super) fn declare(&mut self, body: Body, smtputf8: bool) {
        self.content.declared = Declared { body, smtputf8 };
        self.content.text = ContentScanner::new().with_max_line(None);
        self.content.fault = None;
    }

    #[inline]
    pub(super) fn declared_smtputf8(&self) -> bool {
        self.content.declared.smtputf8
    }

    #[inline]
    pub(super) fn is_binary(&self) -> bool {
        self.content.declared.body == Body::BinaryMime
    }

    /// An empty last chunk ends the text: it must not end in half of a CRLF.
    pub(super) fn check_chunk_end(&self, size: u64, last: bool) -> Result<(), Error> {
        if let Some(fault) = &self.content.fault {
            return Err(fault.clone());
        }
        if size == 0 && last && !self.is_binary() {
            self.content.text.clone().finish().map_err(invalid_content)?;
        }
        Ok(())
    }

    /// A BDAT was queued: its octets are expected.
    pub(super) fn open_chunk(&mut self, size: u64, last: bool) {
        if size == 0 {
            return;
        }
        self.content.transfer = Transfer::Chunk { remaining: size, last };
        self.content_end = None;
        // Until the chunk is complete, the server owes nothing.
        if let Some(entry) = self.queue.newest_mut() {
            entry.whole = false;
        }
        self.output.keep(true);
    }

    /// Puts a piece of content that fits to the output.
    fn give(&mut self, piece: &[u8], verbatim: bool) -> Result<(), Error> {
        let Content { declared, transfer, text, .. } = &mut self.content;
        let declared_8bit = declared.body != Body::SevenBit || declared.smtputf8;
        let any_octets = declared_8bit || self.config.undeclared_eight_bit || verbatim;
        if !any_octets && !piece.is_ascii() {
            let detail = "octets above 127 need BODY=8BITMIME at MAIL";
            return Err(Error::new(ErrorCode::InvalidContent).with_detail(detail));
        }
        match transfer {
            Transfer::None => Ok(()),
            Transfer::Data(_, stuffer) if verbatim => {
                stuffer.push_verbatim(piece, self.output.end());
                Ok(())
            }
            Transfer::Data(_, stuffer) => {
                stuffer.push(piece, self.output.end()).map_err(invalid_content)
            }
            Transfer::Chunk { remaining, last } => {
                *remaining = remaining.saturating_sub(piece.len() as u64);
                let complete = *remaining == 0;
                if declared.body != Body::BinaryMime {
                    if verbatim {
                        text.pass(piece);
                    } else {
                        text.scan(piece).map_err(invalid_content)?;
                    }
                    if complete && *last {
                        text.finish().map_err(invalid_content)?;
                    }
                }
                self.output.extend(piece);
                if complete {
                    self.close_chunk();
                }
                Ok(())
            }
        }
    }

    /// The last octet of a chunk stands in the output.
    fn close_chunk(&mut self) {
        let last = matches!(self.content.transfer, Transfer::Chunk { last: true, .. });
        self.content.transfer = Transfer::None;
        let end = self.output.put();
        if let Some(entry) = self.queue.newest_mut() {
            entry.whole = true;
            entry.end = end;
        }
        if last {
            self.content_end = Some(end);
        }
    }

    /// The message's replies have come: nothing of it is kept.
    pub(super) fn content_settled(&mut self) {
        self.recipients.clear();
        self.settled = 0;
        if !self.content.is_open() {
            self.output.keep(false);
        }
    }
}

fn invalid_content(fault: ContentError) -> Error {
    Error::new(ErrorCode::InvalidContent).with_detail(fault.to_string())
}

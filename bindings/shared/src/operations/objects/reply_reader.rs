//! Replies out of a stream.

use serde_bytes::Bytes;
use smtpwire::ReplyError;

use super::options;
use crate::config::{self, Plain, Spelling};
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::{Octets, Reply};

/// Reads replies from octets that come in pieces.
///
/// Who takes all replies after each piece makes it hold at most one that is not whole, which the
/// options bound.
#[derive(Debug, Default)]
pub struct ReplyReader {
    reader: smtpwire::ReplyReader,
    failed: Option<ReplyError>,
}

impl ReplyReader {
    /// A reader with these options: `max_line`, `max_lines`, `differing_codes`, `bare_lf`,
    /// `trailing_cr`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        let chosen: config::ReplyOptions = options(plain, spelling)?;
        let reader = smtpwire::ReplyReader::with_options(chosen.build());
        Ok(Self { reader, failed: None })
    }

    /// What stands behind an error is never read, so that it need not be held.
    fn receive(&mut self, octets: &[u8]) {
        if self.failed.is_none() {
            self.reader.receive(octets);
        }
    }

    fn next_reply(&mut self) -> Result<Option<Reply<'static>>, Failure> {
        match self.reader.next_reply() {
            Ok(reply) => Ok(reply.map(|reply| Reply::from(&reply).into_owned())),
            Err(error) => {
                self.failed = Some(error);
                Err(error.into())
            }
        }
    }
}

operations! {
    /// What a reader of replies is asked.
    ReplyReaderOperation on ReplyReader {
        /// Takes octets from the peer.
        receive_data(reader; octets: Octets) => {
            reader.receive(&octets);
            Ok::<_, Failure>(())
        };
        /// The next whole reply; null until more octets are received. What is no reply fails, now and
        /// from now on.
        next_reply(reader) => reader.next_reply();
        /// The octets that no reply was made of yet.
        unread(reader) => Ok::<_, Failure>(Bytes::new(reader.reader.unread()));
    }
}

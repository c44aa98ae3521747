//! The way out: the plaintext that waits in a connection's output is sealed in records.
//!
//! What was sealed stays in the connection's output until its record has been written, so that the
//! connection's account of what may have reached the peer is as true as it is without TLS: a record
//! of which a part is missing can't be read.

use std::collections::VecDeque;
use std::io::Write;

use rustls::Connection as Tls;
use smtpwire::{Error, ErrorCode};

/// How many octets of records wait at most, before more is sealed: as much as one write takes.
const ENOUGH: usize = 64 * 1024;
/// How much is sealed at once: the most that a record holds.
const PIECE: usize = 16 * 1024;
/// What a record has beyond its plaintext, at most: header, explicit nonce, kind, tag (RFC 8446
/// section 5.2, RFC 5246 section 6.2.3).
const OVERHEAD: usize = 64;

/// The records that wait to be written, and what is in them.
#[derive(Debug, Default)]
pub(crate) struct Sealer {
    records: Vec<u8>,
    /// What stands before here has been written.
    written: usize,
    /// Where each piece of plaintext ends, in octets of `records`, and how long it was.
    pieces: VecDeque<(usize, usize)>,
    /// How many octets at the front of the plaintext have been sealed.
    sealed: usize,
}

impl Sealer {
    /// What is to be written.
    pub(crate) fn waiting(&self) -> &[u8] {
        self.records.get(self.written..).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting().is_empty()
    }

    /// How many octets at the front of the plaintext have been sealed.
    pub(crate) fn sealed(&self) -> usize {
        self.sealed
    }

    /// Takes the records that TLS has of its own: of the handshake, alerts.
    pub(crate) fn take_records(&mut self, tls: &mut Tls) {
        while tls.wants_write() {
            // Writing into memory does not fail.
            if !matches!(tls.write_tls(&mut self.records), Ok(1..)) {
                break;
            }
        }
    }

    /// Seals what of the plaintext is not sealed yet, as far as there is room. Gives what was
    /// sealed now.
    pub(crate) fn seal<'p>(&mut self, tls: &mut Tls, plaintext: &'p [u8]) -> &'p [u8] {
        let before = self.sealed;
        self.make_room(plaintext.len().saturating_sub(before));
        self.take_records(tls);
        while self.waiting().len() < ENOUGH {
            let rest = plaintext.get(self.sealed..).unwrap_or_default();
            let piece = rest.get(..PIECE).unwrap_or(rest);
            if piece.is_empty() {
                break;
            }
            let Ok(taken @ 1..) = tls.writer().write(piece) else { break };
            self.take_records(tls);
            self.sealed = self.sealed.saturating_add(taken);
            self.pieces.push_back((self.records.len(), taken));
        }
        plaintext.get(before..self.sealed).unwrap_or_default()
    }

    /// Marks octets of the records as written. Gives how much plaintext has reached the peer with
    /// them, if they arrive.
    ///
    /// # Errors
    /// [`ErrorCode::AdvanceTooFar`] when fewer wait.
    pub(crate) fn advance(&mut self, octets: usize) -> Result<usize, Error> {
        if octets > self.waiting().len() {
            return Err(ErrorCode::AdvanceTooFar.into());
        }
        self.written = self.written.saturating_add(octets);
        let mut plaintext = 0_usize;
        while let Some((end, length)) = self.pieces.front().copied() {
            if end > self.written {
                break;
            }
            self.pieces.pop_front();
            plaintext = plaintext.saturating_add(length);
        }
        self.sealed = self.sealed.saturating_sub(plaintext);
        Ok(plaintext)
    }

    /// Drops what was written; and where nothing more is to come, the memory. Of what is to come, as
    /// much as will be sealed now has its room at once.
    fn make_room(&mut self, more: usize) {
        if self.is_empty() {
            self.written = 0;
            self.records.clear();
            if more == 0 {
                self.records = Vec::new();
                self.pieces = VecDeque::new();
                return;
            }
            let records = more.min(ENOUGH).div_ceil(PIECE);
            self.records
                .reserve_exact(more.min(ENOUGH).saturating_add(records.saturating_mul(OVERHEAD)));
        } else if self.written >= ENOUGH {
            // Moving what waits is paid for by what was written: it is no longer.
            self.records.drain(..self.written);
            for (end, _) in &mut self.pieces {
                *end = end.saturating_sub(self.written);
            }
            self.written = 0;
        }
    }
}

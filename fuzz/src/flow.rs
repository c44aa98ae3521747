//! A connection that is watched: after each call it must be what its documentation promises.

use std::fmt;
use std::sync::LazyLock;

use smtpwire::{Connection, Error, ErrorCode, Step};

/// The password that must never be shown.
pub const PASSWORD: &str = "Zq7/hunter";

/// A connection, and what it has promised so far.
pub struct Watched<C> {
    /// The connection.
    pub inner: C,
    /// The time that the host tells.
    pub now: u64,
    /// The latest that it has told: what counts.
    told: u64,
    most_output: usize,
    /// How the session ended, once that was told.
    end: Option<Result<(), Error>>,
    eof: bool,
    /// How many events there may still be for what came.
    credit: usize,
    /// The peer, or the host in an address, has spoken the password itself.
    revealed: bool,
    /// What is written may be followed by more at once.
    refills: bool,
}

/// The words of a step that is no event.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// It waits for input.
    NeedData,
    /// It waits for its output to be written.
    NeedOutput,
    /// It waits for the host.
    Paused,
    /// It is over.
    Closed,
    /// It has failed.
    Failed(Error),
}

impl<C: Connection + fmt::Debug> Watched<C>
where
    C::Event: fmt::Debug,
{
    /// Watches a connection that was made at time 0 and whose output may have so many octets.
    pub fn new(inner: C, most_output: usize) -> Self {
        Self {
            inner,
            now: 0,
            told: 0,
            most_output,
            end: None,
            eof: false,
            credit: 8,
            revealed: false,
            refills: false,
        }
    }

    /// The same for a connection inside TLS, whose output is bounded by what is sealed at once: when
    /// some of it was written, more may be sealed behind what is left, or the handshake begin.
    pub fn sealing(inner: C, most_output: usize) -> Self {
        Self { refills: true, ..Self::new(inner, most_output) }
    }

    /// Whether the session is over.
    pub fn is_over(&self) -> bool {
        self.end.is_some()
    }

    /// How the session ended: with an error or without.
    pub fn end(&self) -> Option<&Result<(), Error>> {
        self.end.as_ref()
    }

    /// The host has called something that may lead to events.
    pub fn called(&mut self) {
        self.credit += 4;
        self.check();
    }

    /// The host says this itself, where it may be shown.
    pub fn says<'t>(&mut self, text: &'t str) -> &'t str {
        self.revealed |= is_shown_in(text.as_bytes());
        text
    }

    /// What the host can see of the connection, but for the time.
    pub fn face(&mut self) -> (String, usize) {
        // TLS seals what waits when it is looked at: that comes first.
        let waiting = self.inner.output().len();
        (format!("{:?}", self.inner), waiting)
    }

    fn tell(&mut self) -> u64 {
        self.told = self.told.max(self.now);
        self.now
    }

    /// Gives octets, in pieces of at most so many, and hands what comes of each to the host. What
    /// there is no room for is dropped.
    pub fn receive(
        &mut self,
        octets: &[u8],
        most: usize,
        host: &mut impl FnMut(&mut Self, C::Event),
    ) {
        self.revealed |= is_shown_in(octets);
        self.receive_unseen(octets, most, host);
    }

    fn receive_unseen(
        &mut self,
        octets: &[u8],
        most: usize,
        host: &mut impl FnMut(&mut Self, C::Event),
    ) {
        let mut rest = octets;
        while !rest.is_empty() {
            let room = self.inner.input_room();
            if room == 0 {
                break;
            }
            let (piece, behind) = rest.split_at(rest.len().min(most.max(1)).min(room));
            rest = behind;
            let now = self.tell();
            self.credit += 4 + 2 * piece.len();
            if let Err(error) = self.inner.receive(piece, now) {
                assert!(error.code() != ErrorCode::InputBufferFull, "{} fit", piece.len());
                panic!("{error}: {} octets, and there was room for {room}", piece.len());
            }
            self.pump(host);
        }
    }

    /// Gives a line that holds the password where it belongs. Octets that a chunk may have cut off
    /// its front make it something else, which may be shown: then `elsewhere` is to be true.
    pub fn receive_secret(
        &mut self,
        line: &[u8],
        elsewhere: bool,
        host: &mut impl FnMut(&mut Self, C::Event),
    ) {
        self.revealed |= elsewhere;
        self.receive_unseen(line, usize::MAX, host);
    }

    /// The peer sends no more.
    pub fn receive_eof(&mut self) {
        let now = self.tell();
        self.inner.receive_eof(now);
        self.eof = true;
        self.called();
    }

    /// Hands out all that there is to tell.
    pub fn pump(&mut self, host: &mut impl FnMut(&mut Self, C::Event)) -> Rest {
        loop {
            match self.step() {
                Ok(event) => host(self, event),
                Err(rest) => return rest,
            }
        }
    }

    fn step(&mut self) -> Result<C::Event, Rest> {
        let now = self.tell();
        let rest = match self.inner.next_event(now) {
            Ok(Step::Event(event)) => {
                assert!(self.end.is_none(), "an event behind the end: {event:?}");
                assert!(self.credit > 0, "one event after the other: {event:?}");
                self.credit -= 1;
                self.hide(&event);
                self.check();
                return Ok(event);
            }
            Ok(Step::NeedData) => Rest::NeedData,
            Ok(Step::NeedOutput) => Rest::NeedOutput,
            Ok(Step::Paused) => Rest::Paused,
            Ok(Step::Closed) => Rest::Closed,
            Ok(step) => panic!("{step:?}"),
            Err(error) => Rest::Failed(error),
        };
        self.hide(&rest);
        self.rests(&rest);
        self.check();
        Err(rest)
    }

    /// What a connection that has nothing to tell must be like.
    fn rests(&mut self, rest: &Rest) {
        let end = match rest {
            Rest::Closed => Some(Ok(())),
            Rest::Failed(error) => Some(Err(error.clone())),
            Rest::NeedData => {
                assert!(self.eof || self.inner.input_room() > 0, "no room for what it waits for");
                None
            }
            Rest::NeedOutput => {
                assert!(!self.inner.output().is_empty(), "it waits for no output");
                None
            }
            Rest::Paused => None,
        };
        match (&self.end, &end) {
            // What is left to be written behind an orderly end may still time out.
            (Some(Ok(())), Some(Err(error))) if error.code() == ErrorCode::WriteTimeout => {}
            (Some(_), _) => assert_eq!(self.end, end, "the end is the end"),
            (None, _) => {}
        }
        if end.is_some() {
            assert_eq!(self.inner.input_room(), 0, "{rest:?}");
            self.end = end;
        }
        if let Some(Err(_)) = self.end {
            let waits = self.inner.next_deadline().is_some();
            let left = !self.inner.output().is_empty();
            assert_eq!(
                waits, left,
                "a failed connection waits for its output, and for nothing else"
            );
        }
        let before = self.appearance();
        let again = match self.inner.next_event(self.now) {
            Ok(Step::NeedData) => Rest::NeedData,
            Ok(Step::NeedOutput) => Rest::NeedOutput,
            Ok(Step::Paused) => Rest::Paused,
            Ok(Step::Closed) => Rest::Closed,
            Ok(step) => panic!("{step:?} out of nothing"),
            Err(error) => Rest::Failed(error),
        };
        assert_eq!(again, *rest, "asked twice");
        assert_eq!(self.appearance(), before, "asking changes nothing");
    }

    /// All that can be seen of the connection.
    fn appearance(&mut self) -> (String, Vec<u8>, Option<u64>, usize) {
        let inner = &mut self.inner;
        let output = inner.output().to_vec();
        (format!("{inner:?}"), output, inner.next_deadline(), inner.input_room())
    }

    /// Writes so much of the output; all that there is if it is less.
    pub fn write(&mut self, octets: usize) -> Vec<u8> {
        let waiting = self.inner.output().to_vec();
        // Behind the end there is none, and a host may still tell what was on its way.
        if !waiting.is_empty() {
            assert!(self.inner.advance_output(waiting.len() + 1).is_err(), "more than there is");
            assert_eq!(self.inner.output(), waiting);
        }
        let written = octets.min(waiting.len());
        self.inner.advance_output(written).expect("there is so much");
        let (left, refills) = (&waiting[written..], self.refills);
        let waits = self.inner.output();
        assert!(waits == left || refills && waits.starts_with(left), "what was not written stays");
        self.credit += 1;
        waiting[..written].to_vec()
    }

    /// The host looks at its clock and calls when it is time, and when it is not.
    pub fn handle_timeout(&mut self, host: &mut impl FnMut(&mut Self, C::Event)) {
        let now = self.tell();
        self.pump(host);
        match self.inner.next_deadline() {
            Some(deadline) if deadline <= self.told => {
                let failed = matches!(self.end, Some(Err(_)));
                self.inner.handle_timeout(now);
                self.called();
                self.pump(host);
                if failed {
                    let left = self.inner.output().len();
                    assert_eq!(left, 0, "octets that the peer did not take in its time");
                }
                let next = self.inner.next_deadline();
                // At the end of time every deadline has come.
                assert!(
                    self.told == u64::MAX || next.is_none_or(|next| next > self.told),
                    "{next:?} is in the past at {}",
                    self.told
                );
            }
            _ => {
                let before = self.appearance();
                self.inner.handle_timeout(now);
                self.inner.handle_timeout(now / 2);
                assert_eq!(self.appearance(), before, "a call before its time changes nothing");
            }
        }
    }

    fn check(&mut self) {
        let waiting = self.inner.output().len();
        assert!(waiting <= self.most_output, "{waiting} octets wait");
        self.hide(&self.inner);
    }

    /// Asserts that what the host can log holds no password.
    pub fn hide(&self, shown: &impl fmt::Debug) {
        if !self.revealed {
            let text = format!("{shown:?}");
            assert!(!is_shown_in(text.as_bytes()), "{text}");
        }
    }
}

/// The [`PASSWORD`] as it is, as a list of numbers, and the base64 of its middle at each of the three
/// places where an octet may stand.
static NEEDLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let numbers = format!("{:?}", PASSWORD.as_bytes());
    let mut needles = vec![PASSWORD.to_string(), numbers.trim_matches(['[', ']']).to_string()];
    for skipped in 0..3 {
        let middle = smtpwire::sasl::encode(&PASSWORD.as_bytes()[skipped..skipped + 6]);
        needles.push(middle.reveal_base64().to_string());
    }
    needles
});

/// Whether the [`PASSWORD`] stands there, in octets, in base64 or as a list of numbers.
pub fn is_shown_in(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    NEEDLES.iter().any(|needle| text.contains(needle.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_found_in_every_dress() {
        assert!(is_shown_in(format!("Error({PASSWORD})").as_bytes()));
        assert!(is_shown_in(format!("{:?}", PASSWORD.as_bytes()).as_bytes()));
        for before in ["", "\0", "\0a", "\0ab"] {
            let plain = format!("{before}{PASSWORD}");
            let line = smtpwire::sasl::encode(plain.as_bytes());
            assert!(is_shown_in(line.reveal_base64().as_bytes()), "{before:?}");
        }
        assert!(!is_shown_in(b"Secret(***)"));
    }
}

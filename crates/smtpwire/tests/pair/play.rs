//! A session that is played, act by act: what the client's host does and what the server's host
//! decides is given, the octets are split at random, and in the end both sides must believe the
//! same.

use std::collections::BTreeMap;

use smtpwire::{
    ClientEvent, CommandId, Connection, Decisions, ErrorKind, Protocol, Reply, ServerEvent, Verb,
};

use crate::line::Line;
use crate::pair::{Pair, Splits, Told};
use crate::{client_config, host, recipient, sender, server_config};

/// What the client's host does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Ehlo,
    Mail,
    Rcpt(usize),
    Data(Vec<u8>),
    Bdat(Vec<u8>, bool),
    Rset,
    Noop,
    Vrfy,
    Unknown,
    StartTls,
    /// Waits until nothing moves.
    Rest,
}

/// Content of lines, with every octet that lines may have.
pub(crate) fn lines(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for octet in octets {
        match *octet {
            b'\n' => out.extend_from_slice(b"\r\n"),
            b'\r' | 0 | 128.. => out.push(b'_'),
            other => out.push(other),
        }
    }
    out
}

/// A session that is being played.
pub(crate) struct Play<L: Line> {
    pair: Pair<L>,
    /// How each question is answered, in turn: 0 to 9 accept, 10 and 11 refuse, 12 closes.
    verdicts: Vec<u8>,
    asked: usize,
    /// The server waits for its handshake.
    handshake: bool,
    /// What waits to be sent behind BDAT.
    chunk: Vec<u8>,
    /// What waits to be sent behind 354.
    content: Option<Vec<u8>>,
    /// Commands without their final event.
    open: BTreeMap<CommandId, Verb>,
    /// What the server's host took, and what it is receiving.
    taken: Vec<Vec<u8>>,
    arriving: Vec<u8>,
    /// What the client's host knows to be taken, and what it sends.
    confirmed: Vec<Vec<u8>>,
    sending: Vec<u8>,
    /// A chunk of the transaction was refused.
    spoiled: bool,
    /// LMTP: a recipient of the message that is being answered was accepted.
    taken_for_one: bool,
    /// Messages that were sent whole, by the command that ended them.
    sent: BTreeMap<CommandId, Vec<u8>>,
}

impl<L: Line> Play<L> {
    pub(crate) fn new(verdicts: Vec<u8>, seed: u64, lmtp: bool, pipelining: bool) -> Self {
        let (mut client, mut server) = (client_config(), server_config());
        if lmtp {
            client.protocol = Protocol::Lmtp;
            server.protocol = Protocol::Lmtp;
        }
        client.pipelining = pipelining;
        server.extensions.starttls = true;
        // A refused RSET or EHLO would leave the model, not the client, in doubt.
        let unasked = Decisions::EARLY_TALKER | Decisions::RSET | Decisions::HELO;
        server.decisions = Decisions::ALL.without(unasked);
        server.limits.errors = u32::MAX;
        server.limits.idle_commands = u32::MAX;
        server.limits.recipients = 6;
        let mut pair = Pair::new(client, server);
        pair.dice = crate::pair::Dice::new(seed);
        pair.splits = Splits::Random;
        Self {
            pair,
            verdicts,
            asked: 0,
            handshake: false,
            chunk: Vec::new(),
            content: None,
            open: BTreeMap::new(),
            taken: Vec::new(),
            arriving: Vec::new(),
            confirmed: Vec::new(),
            sending: Vec::new(),
            spoiled: false,
            taken_for_one: false,
            sent: BTreeMap::new(),
        }
    }

    /// The whole session, and what both sides must believe at its end.
    pub(crate) fn session(&mut self, acts: &[Act]) {
        self.rest();
        self.act(&Act::Ehlo);
        self.rest();
        for act in acts {
            self.act(act);
        }
        self.rest();
        self.compare();
        let (to_server, to_client) = self.pair.most_output;
        assert!(to_server <= L::MOST_OUTPUT && to_client <= L::MOST_OUTPUT);
    }

    fn act(&mut self, act: &Act) {
        let client = &mut self.pair.client;
        let before = (client.pending(), client.phase(), client.output().len());
        let (verb, queued) = match act {
            Act::Ehlo => {
                let verb = if self.pair.server.config().protocol == Protocol::Lmtp {
                    Verb::Lhlo
                } else {
                    Verb::Ehlo
                };
                (verb, client.ehlo(host("client.example.org")))
            }
            Act::Mail => {
                let (from, parameters) = sender();
                (Verb::Mail, client.mail(from, parameters))
            }
            Act::Rcpt(number) => {
                let (to, parameters) = recipient(*number);
                (Verb::Rcpt, client.rcpt(to, parameters))
            }
            Act::Data(_) => (Verb::Data, client.data()),
            Act::Bdat(octets, last) => (Verb::Bdat, client.bdat(octets.len() as u64, *last)),
            Act::Rset => (Verb::Rset, client.rset()),
            Act::Noop => (Verb::Noop, client.noop()),
            Act::Vrfy => (Verb::Vrfy, client.vrfy("jo")),
            Act::Unknown => (Verb::Unknown, client.raw("XYZZY now")),
            Act::StartTls => (Verb::StartTls, client.starttls()),
            Act::Rest => return self.rest(),
        };
        match queued {
            Ok(id) => {
                assert!(self.open.insert(id, verb).is_none(), "an id is given twice");
                match act {
                    Act::Data(octets) => self.content = Some(octets.clone()),
                    Act::Bdat(octets, last) => {
                        self.chunk.clone_from(octets);
                        self.sending.extend_from_slice(octets);
                        if *last {
                            self.sent.insert(id, std::mem::take(&mut self.sending));
                        }
                        self.feed();
                    }
                    Act::Mail | Act::Rset | Act::Ehlo => self.sending.clear(),
                    _ => {}
                }
                // Content comes before anything else: wait for 354, or for the chunk's turn.
                if matches!(act, Act::Data(_)) || !self.chunk.is_empty() {
                    self.rest();
                }
            }
            Err(error) => {
                let client = &mut self.pair.client;
                let after = (client.pending(), client.phase(), client.output().len());
                if error.kind() == ErrorKind::Usage {
                    assert_eq!(before, after, "a refused call changed something: {error}");
                }
            }
        }
    }

    /// Gives what the client takes of a chunk; whether it took some.
    fn feed(&mut self) -> bool {
        if self.chunk.is_empty() {
            return false;
        }
        let taken = self.pair.client.content(&self.chunk).unwrap_or_else(|error| {
            // The chunk's command was not sent: the session is over.
            assert!(self.pair.client_error.is_some() || self.pair.client.is_over(), "{error}");
            self.chunk.len()
        });
        self.chunk.drain(..taken);
        taken > 0
    }

    fn verdict(&mut self) -> u8 {
        let verdict = self.verdicts.get(self.asked % self.verdicts.len().max(1)).copied();
        self.asked += 1;
        verdict.unwrap_or(0)
    }

    fn answer(&mut self) -> bool {
        let mut accepted = false;
        while self.pair.server.answers_due() > 0 {
            let refusal = match self.verdict() {
                10 => &b"450 4.2.0 later\r\n"[..],
                11 => b"550 5.1.0 never\r\n",
                12 if self.asked.is_multiple_of(5) => b"421 4.3.2 closing\r\n",
                _ => {
                    self.pair.server.accept().unwrap();
                    accepted = true;
                    continue;
                }
            };
            let (reply, _) = Reply::parse(refusal).unwrap().unwrap();
            self.pair.server.answer(reply.into_owned()).unwrap();
            if refusal.starts_with(b"421") {
                break;
            }
        }
        accepted
    }

    fn rest(&mut self) {
        loop {
            match self.pair.next() {
                Some(Told::Server(event)) => self.server_told(event),
                Some(Told::Client(event)) => self.client_told(event),
                // All is written: the handshake, which takes no octets here, is done.
                None if std::mem::take(&mut self.handshake) => {
                    self.pair.server.tls_established(self.pair.now).unwrap();
                }
                None if self.feed() => {}
                None => break,
            }
        }
    }

    fn server_told(&mut self, event: ServerEvent) {
        match event {
            ServerEvent::Content { octets } => self.arriving.extend(octets),
            ServerEvent::Message { size, .. } => {
                assert_eq!(size, self.arriving.len() as u64);
                let message = std::mem::take(&mut self.arriving);
                if self.answer() {
                    self.taken.push(message);
                }
            }
            ServerEvent::Aborted { .. } => self.arriving.clear(),
            ServerEvent::StartTls => {
                assert!(!L::TLS, "nobody asks for a handshake that is done already");
                self.handshake = true;
            }
            ServerEvent::TlsEstablished => assert!(L::TLS),
            _ => {
                self.answer();
            }
        }
    }

    fn client_told(&mut self, event: ClientEvent) {
        match event {
            ClientEvent::DataReady { id, .. } => {
                let mut message = self.content.take().expect("354 without DATA");
                let taken = self.pair.client.content(&message).unwrap();
                assert_eq!(taken, message.len());
                self.pair.client.end_content().unwrap();
                if !message.is_empty() && !message.ends_with(b"\r\n") {
                    message.extend_from_slice(b"\r\n");
                }
                self.sent.insert(id, message);
            }
            ClientEvent::ContentReply { id, reply } => {
                assert!(self.open.remove(&id).is_some(), "a second final reply");
                let message = self.sent.remove(&id).expect("a reply to no message");
                if reply.code().is_positive() {
                    self.confirmed.push(message);
                }
            }
            ClientEvent::RecipientReply { reply, last, .. } => {
                self.taken_for_one |= reply.code().is_positive();
                if last {
                    // The first message that waits for its replies.
                    let (id, message) = self.sent.pop_first().expect("a reply to no message");
                    assert!(self.open.remove(&id).is_some());
                    if std::mem::take(&mut self.taken_for_one) {
                        self.confirmed.push(message);
                    }
                }
            }
            ClientEvent::StartTls { id, .. } => {
                self.open.remove(&id);
                assert!(!L::TLS, "nobody asks for a handshake that is done already");
                self.pair.client.tls_established(self.pair.now).unwrap();
            }
            ClientEvent::TlsEstablished { id, .. } => {
                assert!(L::TLS);
                // Where TLS came first, nobody asked for it.
                if let Some(id) = id {
                    self.open.remove(&id);
                }
            }
            ClientEvent::Reply { id, verb, reply } => {
                let positive = reply.code().is_positive();
                match verb {
                    Verb::Bdat => self.spoiled |= !positive,
                    Verb::Rset | Verb::Mail if positive => self.spoiled = false,
                    _ => {}
                }
                assert!(self.open.remove(&id).is_some(), "{verb} is answered twice");
                self.sent.remove(&id);
            }
            ClientEvent::Ehlo { id, .. } => {
                self.spoiled = false;
                assert!(self.open.remove(&id).is_some());
            }
            _ => {}
        }
    }

    /// Nothing moves any more, and nobody has failed: the two must agree.
    fn compare(&self) {
        let Pair { client, server, .. } = &self.pair;
        let over = self.pair.client_closed
            || self.pair.server_closed
            || self.pair.client_error.is_some()
            || self.pair.server_error.is_some();
        if !over {
            assert_eq!(client.pending(), 0, "{:?}", self.open);
            assert!(self.open.is_empty(), "{:?}", self.open);
            // What a server does about a transaction whose chunk it refused is its own affair; the
            // client has to say RSET (RFC 3030 section 2).
            if !self.spoiled {
                assert_eq!(client.phase(), server.phase());
            }
            assert_eq!(client.is_tls(), server.is_tls());
            assert_eq!(client.is_authenticated(), server.is_authenticated());
        }
        // What the client knows to be taken was taken, in this order; when the line died, the server
        // may have taken one message more, whose reply was lost.
        assert!(self.taken.starts_with(&self.confirmed), "{:?} {:?}", self.taken, self.confirmed);
        let more = self.taken.len() - self.confirmed.len();
        assert!(more <= usize::from(over), "{:?} {:?}", self.taken, self.confirmed);
    }
}

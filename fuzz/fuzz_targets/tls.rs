//! Our three roles inside TLS: a peer that speaks rustls, or whatever it likes; somebody in between
//! who changes, drops and repeats octets; hosts that do as they please; a clock that jumps.
//!
//! Whatever happens, what our side hears inside TLS is a beginning of what the peer has said inside
//! it, and the other way round; where nobody has tampered, it is all of it. No mail and no password
//! crosses in plaintext where TLS is required.
//!
//! Choices: the role (client, mailer, server); plaintext, opportunistic, required or implicit TLS;
//! TLS 1.2, 1.3 or both; whom the client wants to reach: the peer, another, anyone; the output is
//! written at once; BDAT is not used.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::sasl::{Credentials, SaslMechanism, SaslPolicy};
use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{
    ClientConfig, ClientEvent, Connection, Envelope, ForwardPath, Host, MailerConfig, MailerEvent,
    ReversePath, Security, ServerConfig, ServerEvent,
};
use smtpwire_fuzz::flow::{PASSWORD, Rest, Watched};
use smtpwire_fuzz::script::Script;
use smtpwire_fuzz::tls::{Peer, SERVER, client_tls, server_tls};
use smtpwire_tls::{
    Peer as Wanted, TlsClient, TlsMailer, TlsServer, TlsServerConfig, TlsVersion, Traced,
};

const ACTS: &[u8] = b"<<!HHTmM,wWfdrxucKk>eansqSt.@jz";

/// Most that waits to be written: what is sealed at once, one record, and what TLS says itself.
const MOST_OUTPUT: usize = 64 * 1024 + 2 * 18 * 1024;
/// Most that is held back while there is no room inside.
const MOST_HELD: usize = 64 * 1024;

fuzz_target!(|input: &[u8]| {
    let Some(mut script) = Script::read(input) else { return };
    let role = script.number(3);
    let security =
        [Security::Disabled, Security::Opportunistic, Security::Required, Security::Implicit]
            [script.number(4)];
    let only = [None, Some(TlsVersion::Tls12), Some(TlsVersion::Tls13)][script.number(3)];
    let wanted = match script.number(3) {
        0 => Wanted::named(SERVER),
        1 => Wanted::named("other.example"),
        _ => Wanted::named(SERVER).map(Wanted::unverified),
    };
    let wanted = wanted.expect("a name");
    let name: Host<'_> = "client.example".parse().expect("a name");
    let (at_once, chunking) = (script.yes(), !script.yes());
    match role {
        0 => {
            let mut config = ClientConfig::new();
            small(&mut config.limits);
            let client = TlsClient::new(config, security, client_tls(only), wanted, 0);
            Play::new(client, security, at_once).session(&mut script);
        }
        1 => {
            let mut config = MailerConfig::new(name);
            small(&mut config.client.limits);
            config.security = security;
            config.chunking = chunking;
            config.credentials = Some(Credentials::password("ann", PASSWORD).expect("are fit"));
            let mailer = TlsMailer::new(config, client_tls(only), wanted, [9; 32], 0);
            Play::new(mailer, security, at_once).session(&mut script);
        }
        _ => {
            let mut config = ServerConfig::new(Host::parse(SERVER).expect("a name"));
            small(&mut config.limits);
            config.extensions.auth = vec![SaslMechanism::Plain];
            config.proxy = !chunking;
            config.require_tls = security == Security::Required;
            let config = match security {
                Security::Disabled => TlsServerConfig::plain(config),
                Security::Implicit => TlsServerConfig::implicit(config, server_tls(only)),
                _ => TlsServerConfig::starttls(config, server_tls(only)),
            };
            let server = TlsServer::new(&config, [9; 32], 0);
            Play::new(server, security, at_once).session(&mut script);
        }
    }
});

fn small(limits: &mut smtpwire::Limits) {
    (limits.command_line, limits.auth_line) = (512, 600);
    (limits.input_buffer, limits.output_buffer) = (2600, 4000);
}

/// What the play needs of a role.
trait Role: Connection<Event: std::fmt::Debug> + std::fmt::Debug + Sized {
    /// The peer is a server.
    const CALLS: bool;
    fn trace(&mut self) -> Vec<Traced>;
    fn is_up(&self) -> bool;
    fn has_failed(&self) -> bool;
    fn hear(watched: &mut Watched<Self>, event: Self::Event);
    /// The host does something.
    fn act(watched: &mut Watched<Self>, act: u8, script: &mut Script<'_>);
}

/// Our side, the peer, and what was said inside TLS as our side has it.
struct Play<R: Role> {
    ours: Watched<R>,
    peer: Peer,
    security: Security,
    at_once: bool,
    inside: bool,
    received: Vec<u8>,
    sent: Vec<u8>,
    /// What has crossed from our side.
    written: Vec<u8>,
}

impl<R: Role> Play<R> {
    fn new(mut ours: R, security: Security, at_once: bool) -> Self {
        ours.trace();
        Self {
            ours: Watched::sealing(ours, MOST_OUTPUT),
            peer: Peer::new(R::CALLS),
            security,
            at_once,
            inside: false,
            received: Vec::new(),
            sent: Vec::new(),
            written: Vec::new(),
        }
    }

    fn session(mut self, script: &mut Script<'_>) {
        while let Some(act) = script.act(ACTS) {
            self.play(act, script);
            self.ours.pump(&mut R::hear);
            if self.at_once {
                self.write(usize::MAX);
            }
            self.look_closely();
        }
        self.all_arrives();
        self.ours.receive_eof();
        let mut rest = self.ours.pump(&mut R::hear);
        while matches!(rest, Rest::NeedOutput | Rest::NeedData | Rest::Paused)
            && !self.ours.inner.output().is_empty()
        {
            self.write(usize::MAX);
            rest = self.ours.pump(&mut R::hear);
        }
        self.look_closely();
        assert!(matches!(rest, Rest::Closed | Rest::Failed(_)), "{rest:?} behind the end");
    }

    fn play(&mut self, act: u8, script: &mut Script<'_>) {
        match act {
            b'<' => {
                let text = script.text();
                self.ours.says(&String::from_utf8_lossy(&text));
                self.peer.say(&text);
            }
            b'!' => {
                let text = script.text();
                self.ours.says(&String::from_utf8_lossy(&text));
                self.peer.way.extend_from_slice(&text);
                self.peer.tampered = true;
            }
            b'H' => self.shake_hands(11 + script.number(256) * 40),
            b'T' => self.peer.begin(),
            b'm' => self.carry(script.number(256), usize::MAX),
            b'M' => self.carry(usize::MAX, usize::MAX),
            b',' => self.carry(usize::MAX, 1 + script.number(256)),
            b'w' => self.write(script.number(256)),
            b'W' => self.write(usize::MAX),
            b'f' => {
                let (place, bit) = (script.number(256), script.number(8));
                self.peer.tamper(place, |way, at| {
                    if let Some(octet) = way.get_mut(at) {
                        *octet ^= 1 << bit;
                    }
                });
            }
            b'd' => {
                let (place, much) = (script.number(256), 1 + script.number(256));
                self.peer.tamper(place, |way, at| _ = way.drain(at..(at + much).min(way.len())));
            }
            b'r' => {
                let (place, much) = (script.number(256), 1 + script.number(256));
                self.peer.tamper(place, |way, at| {
                    let again = way[at..(at + much).min(way.len())].to_vec();
                    way.splice(at..at, again);
                });
            }
            b'x' => {
                let (place, text) = (script.number(256), script.text());
                self.ours.says(&String::from_utf8_lossy(&text));
                self.peer.tamper(place, |way, at| _ = way.splice(at..at, text));
            }
            b'u' => self.peer.update_keys(),
            b'c' => self.peer.close(),
            b'K' => self.ours.inner.trace().clear(),
            b'>' => self.ours.receive_eof(),
            b'@' => {
                self.ours.now = self.ours.inner.next_deadline().unwrap_or(self.ours.now);
                self.ours.handle_timeout(&mut R::hear);
            }
            b'j' => {
                let scale = [1, 1000, 60_000, u64::MAX / 255][script.number(4)];
                self.ours.now = script.number(256) as u64 * scale;
            }
            b'z' => self.ours.handle_timeout(&mut R::hear),
            act => R::act(&mut self.ours, act, script),
        }
    }

    /// Carries so much of what the peer has said to our side, in pieces, as far as there is room.
    fn carry(&mut self, much: usize, most: usize) {
        let mut left = much;
        loop {
            let failed = self.ours.inner.has_failed();
            let room = self.ours.inner.input_room().min(self.peer.way.len());
            let size = room.min(most).min(left);
            if size == 0 {
                break;
            }
            left -= size;
            let piece: Vec<u8> = self.peer.way.drain(..size).collect();
            self.ours.receive(&piece, usize::MAX, &mut R::hear);
            let before = self.received.len();
            self.look();
            assert!(!failed || self.received.len() == before, "heard behind the failure");
        }
    }

    /// Writes so much of what our side has to say, to the peer.
    fn write(&mut self, octets: usize) {
        let written = self.ours.write(octets);
        self.peer.hear(&written);
        self.written.extend(written);
    }

    /// The peer says what brings TLS up, where our side takes part.
    fn shake_hands(&mut self, most: usize) {
        if !R::CALLS && self.security != Security::Implicit && !self.peer.has_begun() {
            self.peer.say(b"EHLO client.example\r\n");
            self.talk(most);
            self.peer.say(b"STARTTLS\r\n");
            self.talk(most);
        } else if R::CALLS && self.security != Security::Implicit && !self.peer.has_begun() {
            self.peer.say(b"220 mx.example\r\n");
            self.talk(most);
            R::act(&mut self.ours, b'e', &mut Script::read(b"0").expect("a script"));
            self.talk(most);
            self.peer.say(b"250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n");
            self.talk(most);
            self.peer.say(b"220 go ahead\r\n");
            self.talk(most);
        }
        self.peer.begin();
        for _ in 0..4 {
            self.talk(most);
        }
    }

    fn talk(&mut self, most: usize) {
        self.write(usize::MAX);
        self.ours.pump(&mut R::hear);
        self.carry(usize::MAX, most);
        self.ours.pump(&mut R::hear);
        self.look();
    }

    /// Whatever has happened so far.
    fn look(&mut self) {
        for traced in self.ours.inner.trace() {
            match traced {
                Traced::Established => self.inside = true,
                Traced::Received(octets) if self.inside => self.received.extend(octets),
                Traced::Sent(octets) if self.inside => self.sent.extend(octets),
                Traced::Received(_) | Traced::Sent(_) => {}
            }
        }
        assert!(self.peer.said.starts_with(&self.received), "what nobody has said");
        assert!(self.sent.starts_with(&self.peer.heard), "what our side has not said");
        assert!(!self.inside || self.ours.inner.is_up());
    }

    /// The same, and what is more work to see.
    fn look_closely(&mut self) {
        self.look();
        let shown = format!("{:?}", self.ours.inner);
        let held = shown.rsplit("held: ").next().and_then(|rest| rest.split([',', ' ']).next());
        let held: usize = held.and_then(|held| held.parse().ok()).expect("what is held");
        assert!(held <= MOST_HELD, "{held} octets are held");
        let required = matches!(self.security, Security::Required | Security::Implicit);
        if required && R::CALLS && !self.inside {
            let crossed = |what: &[u8]| self.written.windows(what.len()).any(|at| at == what);
            assert!(!crossed(b"MAIL FROM") && !crossed(b"AUTH "), "it crossed in plaintext");
        }
    }

    /// Where nobody has tampered, all arrives in the end.
    fn all_arrives(&mut self) {
        let mut before = None;
        while before != Some((self.peer.way.len(), self.written.len())) {
            before = Some((self.peer.way.len(), self.written.len()));
            self.ours.pump(&mut R::hear);
            self.write(usize::MAX);
            self.carry(usize::MAX, usize::MAX);
        }
        self.ours.pump(&mut R::hear);
        self.look();
        let untouched = !self.peer.tampered && self.inside && self.peer.is_up();
        if untouched && !self.ours.is_over() && self.peer.way.is_empty() {
            assert!(self.received == self.peer.said, "not all has come");
        }
        if untouched && self.ours.inner.output().is_empty() {
            assert!(self.sent == self.peer.heard, "not all has arrived");
        }
    }
}

impl Role for TlsClient {
    const CALLS: bool = true;

    fn trace(&mut self) -> Vec<Traced> {
        self.set_tracing(true);
        self.take_trace()
    }

    fn is_up(&self) -> bool {
        self.session().is_some()
    }

    fn has_failed(&self) -> bool {
        self.failure().is_some()
    }

    fn hear(_: &mut Watched<Self>, event: ClientEvent) {
        drop(event);
    }

    fn act(watched: &mut Watched<Self>, act: u8, script: &mut Script<'_>) {
        let name: Host<'_> = "client.example".parse().expect("a name");
        let client = watched.inner.client_mut();
        _ = match act {
            b'e' => client.ehlo(name),
            b'a' => {
                let credentials = Credentials::password("ann", PASSWORD).expect("they are fit");
                watched.inner.auth(&credentials, &SaslPolicy::default(), &[7; 32])
            }
            b'n' => client.noop(),
            b's' => client.starttls(),
            b'q' => client.quit(),
            b'S' => {
                let from: ReversePath<'_> = "<ann@client.example>".parse().expect("a path");
                let to: ForwardPath<'_> = "<bob@mx.example>".parse().expect("a path");
                client
                    .mail(from, MailParameters::new())
                    .and_then(|_| client.rcpt(to, RcptParameters::new()))
                    .and_then(|_| client.data())
            }
            b't' => {
                _ = client.content(&script.text());
                return watched.called();
            }
            b'.' => {
                _ = client.end_content();
                return watched.called();
            }
            _ => return,
        };
        watched.called();
    }
}

impl Role for TlsMailer {
    const CALLS: bool = true;

    fn trace(&mut self) -> Vec<Traced> {
        self.set_tracing(true);
        self.take_trace()
    }

    fn is_up(&self) -> bool {
        self.session().is_some()
    }

    fn has_failed(&self) -> bool {
        self.failure().is_some()
    }

    fn hear(_: &mut Watched<Self>, event: MailerEvent) {
        drop(event);
    }

    fn act(watched: &mut Watched<Self>, act: u8, script: &mut Script<'_>) {
        let mailer = watched.inner.mailer_mut();
        match act {
            b'S' => {
                let envelope = Envelope::new("<ann@client.example>".parse().expect("a path"));
                let to = ForwardPath::parse("<bob@mx.example>").expect("a path").into_owned();
                _ = mailer.send(envelope.to(to), script.text());
            }
            b'q' => mailer.quit(),
            _ => {}
        }
        watched.called();
    }
}

impl Role for TlsServer {
    const CALLS: bool = false;

    fn trace(&mut self) -> Vec<Traced> {
        self.set_tracing(true);
        self.take_trace()
    }

    fn is_up(&self) -> bool {
        self.session().is_some()
    }

    fn has_failed(&self) -> bool {
        self.failure().is_some()
    }

    fn hear(watched: &mut Watched<Self>, event: ServerEvent) {
        if let ServerEvent::AuthVerify { claim } = &event {
            let accepted = claim.matches(PASSWORD);
            watched.inner.server_mut().verify(accepted).expect("it was asked");
        }
        while watched.inner.server().answers_due() > 0 {
            watched.inner.server_mut().accept().expect("an answer is due");
        }
        watched.called();
    }

    fn act(watched: &mut Watched<Self>, act: u8, _: &mut Script<'_>) {
        if act == b'q' {
            _ = watched.inner.server_mut().close(None);
            watched.called();
        }
    }
}

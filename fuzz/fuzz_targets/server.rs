//! The server's side of a session: a client that sends whatever it likes, a host that answers
//! whatever it likes at any time, and a clock that jumps. Each call does what it promises or
//! nothing; and however the client's octets are cut, they mean the same.
//!
//! Choices: LMTP; small limits; the host decides everything; whole messages; bare line ends are
//! mended; every leniency; a bare LF ends a command; TLS from the start; a PROXY header;
//! pipelining out of turn is tolerated; early talkers; the host answers at once; everything is
//! offered; no enhanced codes.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use smtpwire::sasl::{
    ChannelBinding, ChannelBindingType, SaslMechanism, ScramHash, ScramVerifier, encode,
};
use smtpwire::{
    ContentMode, Decisions, Error, ErrorCode, Host, Leniency, LineEndPolicy, LineEnds, Protocol,
    Reply, Server, ServerConfig, ServerEvent, Synchronization,
};
use smtpwire_fuzz::flow::{PASSWORD, Rest, Watched};
use smtpwire_fuzz::script::Script;

const ACTS: &[u8] = b"<<,>ynNVPTFXwWa@jzb";

/// What a host may answer, fit or not.
const REPLIES: &[&[u8]] = &[
    b"250 2.1.0 fine\r\n",
    b"220 mx.example at your service\r\n",
    b"354 go on\r\n",
    b"235 2.7.0 welcome\r\n",
    b"421 4.3.2 bye\r\n",
    b"450 4.2.0 later\r\n",
    b"550-5.1.0 never\r\n550 5.1.0 ever\r\n",
    b"334 what\r\n",
    b"251 2.1.5 elsewhere\r\n",
    b"554 no\r\n",
];

static VERIFIER: LazyLock<ScramVerifier> = LazyLock::new(|| {
    ScramVerifier::from_password(ScramHash::Sha256, PASSWORD, b"sixteen octets!!", 4096)
        .expect("a fit password")
});

fuzz_target!(|input: &[u8]| {
    let Some(mut script) = Script::read(input) else { return };
    let config = Arc::new(config(&mut script));
    let answers = script.yes();
    let most = config.limits.output_buffer + (config.limits.recipients + 2) * 600 + 2048;
    let server = Server::new(Arc::clone(&config), [9; 32], 0);
    let mut host = Listener { answers, ..Listener::default() };
    let mut watched = Watched::new(server, most);
    let mut said = Vec::new();
    while let Some(act) = script.act(ACTS) {
        play(&mut watched, &mut script, act, &mut host, &mut said);
    }
    watched.receive_eof();
    let rest = loop {
        let rest = watched.pump(&mut |watched, event| host.hear(watched, event));
        match rest {
            Rest::NeedOutput => _ = watched.write(usize::MAX),
            Rest::Paused => {
                while watched.inner.answers_due() > 0 {
                    host.answer(&mut watched);
                }
                if watched.inner.tls_failed("gone").is_ok() {
                    watched.called();
                }
            }
            rest => break rest,
        }
    };
    assert!(matches!(rest, Rest::Closed | Rest::Failed(_)), "{rest:?} behind the end");
    if config.synchronization == Synchronization::Tolerant && config.early_talkers.is_none() {
        assert_eq!(Heard::of(&config, &said, 1), Heard::of(&config, &said, usize::MAX));
    }
});

fn config(script: &mut Script<'_>) -> ServerConfig {
    let mut config = ServerConfig::new(Host::parse("mx.example").expect("a name"));
    if script.yes() {
        config.protocol = Protocol::Lmtp;
    }
    config.limits.recipients = 5;
    if script.yes() {
        let limits = &mut config.limits;
        (limits.command_line, limits.auth_line, limits.input_buffer) = (512, 600, 1000);
        (limits.output_buffer, limits.message_size, limits.content_line) =
            (500, Some(60), Some(30));
        (limits.errors, limits.idle_commands, limits.failed_logins) = (3, 3, 1);
        limits.transactions = Some(2);
    }
    config.decisions = if script.yes() { Decisions::ALL } else { Decisions::default() };
    config.content = if script.yes() { ContentMode::Whole } else { ContentMode::Stream };
    config.line_ends = if script.yes() { LineEnds::Normalise } else { LineEnds::Reject };
    config.leniency = if script.yes() { Leniency::ALL } else { Leniency::NONE };
    if script.yes() {
        config.command_ends = LineEndPolicy::AcceptBareLf;
    }
    config.implicit_tls = script.yes();
    config.proxy = script.yes();
    if script.yes() {
        config.synchronization = Synchronization::Tolerant;
    }
    config.early_talkers = script.yes().then_some(1000);
    if script.yes() {
        config.plaintext_auth = true;
        config.trusted = true;
        config.decoy_key = b"sixteen octets!!".as_slice().into();
        let offers = &mut config.extensions;
        offers.auth = SaslMechanism::ALL.to_vec();
        offers.starttls = true;
        offers.binary_mime = true;
        offers.burl = Some(String::new());
        (offers.etrn, offers.atrn) = (true, true);
        offers.xclient = vec!["NAME".into(), "ADDR".into(), "LOGIN".into()];
        offers.xforward = vec!["NAME".into()];
    }
    config.extensions.enhanced_codes = !script.yes();
    config
}

/// What the client, the host or the clock does.
fn play(
    watched: &mut Watched<Server>,
    script: &mut Script<'_>,
    act: u8,
    host: &mut Listener,
    said: &mut Vec<u8>,
) {
    match act {
        b'<' | b',' => {
            let text = script.text();
            let most = if act == b',' { 1 + script.number(8) } else { usize::MAX };
            said.extend_from_slice(&text);
            watched.receive(&text, most, &mut |watched, event| host.hear(watched, event));
        }
        b'a' => {
            let login = format!("\0ann\0{PASSWORD}");
            let encoded = encode(login.as_bytes());
            let line = format!("\r\nAUTH PLAIN {}\r\n", encoded.reveal_base64());
            let chunks = said.to_ascii_uppercase().windows(4).any(|word| word == b"BDAT");
            watched.receive_secret(line.as_bytes(), chunks, &mut |watched, event| {
                host.hear(watched, event);
            });
        }
        b'>' => watched.receive_eof(),
        b'y' => _ = call(watched, Server::accept),
        b'n' | b'N' => {
            let reply = reply(script.number(REPLIES.len()));
            _ = call(watched, |server| match act {
                b'n' => server.answer(reply),
                _ => server.answer_all(&reply),
            });
        }
        b'V' => {
            let accepted = script.yes();
            _ = call(watched, |server| server.verify(accepted));
        }
        b'P' => {
            let verifier = script.yes().then(|| VERIFIER.clone());
            _ = call(watched, |server| server.provide_verifier(verifier));
        }
        b'T' => {
            let now = watched.now;
            _ = call(watched, |server| server.tls_established(now));
        }
        b'F' => _ = call(watched, |server| server.tls_failed("it was to fail")),
        b'X' => {
            let given = script.yes().then(|| reply(script.number(REPLIES.len())));
            _ = call(watched, |server| server.close(given));
        }
        b'w' => _ = watched.write(script.number(256)),
        b'W' => _ = watched.write(usize::MAX),
        b'@' => {
            watched.now = watched.inner.next_deadline().unwrap_or(watched.now);
            watched.handle_timeout(&mut |watched, event| host.hear(watched, event));
        }
        b'j' => {
            let scale = [1, 1000, 60_000, u64::MAX / 255][script.number(4)];
            watched.now = script.number(256) as u64 * scale;
        }
        b'z' => watched.handle_timeout(&mut |watched, event| host.hear(watched, event)),
        b'b' => {
            let binding = ChannelBinding::new(ChannelBindingType::TlsExporter, [5; 32]);
            watched.inner.set_channel_bindings(vec![binding]);
        }
        _ => {}
    }
    watched.pump(&mut |watched, event| host.hear(watched, event));
    if host.answers {
        watched.write(usize::MAX);
        watched.pump(&mut |watched, event| host.hear(watched, event));
    }
}

fn reply(number: usize) -> Reply<'static> {
    let (reply, _) = Reply::parse(REPLIES[number]).expect("a reply").expect("a whole one");
    reply.into_owned()
}

/// A call that does what it says, or changes nothing.
fn call(
    watched: &mut Watched<Server>,
    call: impl FnOnce(&mut Server) -> Result<(), Error>,
) -> bool {
    let appearance = |server: &Server| (server.phase(), server.answers_due(), server.is_closed());
    let before = (watched.face(), appearance(&watched.inner));
    match call(&mut watched.inner) {
        Ok(()) => {
            watched.called();
            true
        }
        Err(error) => {
            watched.hide(&error);
            let after = (watched.face(), appearance(&watched.inner));
            assert_eq!(after, before, "{error:?} changed something");
            false
        }
    }
}

/// A host that keeps an account of the content.
#[derive(Default)]
struct Listener {
    /// It answers every question at once.
    answers: bool,
    asked: usize,
    content: u64,
    /// The content of a message is coming.
    begun: bool,
}

impl Listener {
    fn hear(&mut self, watched: &mut Watched<Server>, event: ServerEvent) {
        match event {
            ServerEvent::Data => (self.begun, self.content) = (true, 0),
            ServerEvent::Content { octets } => {
                assert!(self.begun && !octets.is_empty());
                assert!(octets.len() <= 2 * 65_536, "{} octets in one piece", octets.len());
                self.content += octets.len() as u64;
            }
            ServerEvent::Message { size, octets } => {
                assert!(self.begun, "a message that did not begin");
                self.begun = false;
                match octets {
                    Some(octets) => assert_eq!(octets.len() as u64, size),
                    None => assert_eq!(self.content, size),
                }
            }
            ServerEvent::Aborted { .. } => self.begun = false,
            _ => {}
        }
        if self.answers {
            while watched.inner.answers_due() > 0 {
                self.answer(watched);
            }
        }
    }

    /// Says yes, mostly.
    fn answer(&mut self, watched: &mut Watched<Server>) {
        self.asked += 1;
        let answered = if self.asked % 7 == 0 {
            call(watched, |server| server.answer(reply(6)))
        } else {
            call(watched, Server::accept)
                || call(watched, |server| server.verify(true))
                || call(watched, |server| server.provide_verifier(Some(VERIFIER.clone())))
                || call(watched, |server| server.answer(reply(5)))
        };
        assert!(answered, "there is an answer to every question");
    }
}

/// What a session is to host and client.
#[derive(Debug, Default, PartialEq)]
struct Heard {
    events: Vec<String>,
    content: Vec<u8>,
    output: Vec<u8>,
    end: Option<Error>,
}

impl Heard {
    /// The session of a client that says this in pieces of so many octets.
    fn of(config: &Arc<ServerConfig>, said: &[u8], most: usize) -> Self {
        let mut heard = Self::default();
        let mut server = Server::new(Arc::clone(config), [9; 32], 0);
        let mut rest = said;
        loop {
            match server.next_event(0) {
                Ok(smtpwire::Step::Event(event)) => {
                    heard.hear(event);
                    while server.answers_due() > 0 {
                        let answered = server.accept().is_ok()
                            || server.provide_verifier(None).is_ok()
                            || server.answer(reply(5)).is_ok();
                        assert!(answered);
                    }
                }
                Ok(smtpwire::Step::Closed) => break,
                Ok(step) => {
                    let waiting = server.output().len();
                    heard.output.extend_from_slice(server.output());
                    server.advance_output(waiting).expect("there is so much");
                    // A handshake in the middle would leave the rest in doubt.
                    if step == smtpwire::Step::Paused {
                        break;
                    }
                    if step == smtpwire::Step::NeedData {
                        let size = rest.len().min(most).min(server.input_room());
                        if size == 0 {
                            break;
                        }
                        let (piece, behind) = rest.split_at(size);
                        rest = behind;
                        server.receive(piece, 0).expect("there was room");
                    }
                }
                Err(error) => {
                    heard.end = Some(error);
                    break;
                }
            }
        }
        heard.output.extend_from_slice(server.output());
        // Whether plaintext stands behind STARTTLS is a matter of what has come.
        let tls = |error: &Error| error.code() == ErrorCode::PlaintextBeforeTls;
        if heard.end.as_ref().is_some_and(tls)
            || heard.events.last().is_some_and(|e| e.starts_with("StartTls"))
        {
            return Self::default();
        }
        heard
    }

    fn hear(&mut self, event: ServerEvent) {
        match event {
            ServerEvent::Content { octets } => self.content.extend(octets),
            // How much of it was handed out before its fault was seen is no promise.
            ServerEvent::Aborted { why } => {
                self.content.clear();
                self.events.push(format!("{why:?}"));
            }
            event => {
                let content = std::mem::take(&mut self.content);
                self.events.push(format!("{event:?} {content:?}"));
            }
        }
    }
}

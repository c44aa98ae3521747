//! The client's side of a session: a host that calls whatever it likes at any time, a server that
//! says whatever it likes, and a clock that jumps. Each call does what it promises or nothing.
//!
//! Choices: LMTP; no pipelining; TLS from the start; AUTH without TLS; no HELO; long lines; bare
//! line ends are mended; undeclared 8-bit content; small limits; output is written at once.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use smtpwire::sasl::{Credentials, SaslPolicy};
use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{
    Client, ClientConfig, ClientEvent, Command, CommandId, Error, ErrorKind, ForwardPath, Host,
    LineEnds, ReversePath, Sent,
};
use smtpwire_fuzz::flow::{PASSWORD, Rest, Watched};
use smtpwire_fuzz::script::Script;

const ACTS: &[u8] = b"emrdbc.RnvxhqkKsTFaApCwW<,>@jz";

fuzz_target!(|input: &[u8]| {
    let Some(mut script) = Script::read(input) else { return };
    let config = config(&mut script);
    let writes_at_once = script.yes();
    let limits = &config.limits;
    let most = 2 * limits.output_buffer
        + limits.pending_commands * limits.command_line
        + 2 * limits.auth_line;
    let mut watched = Watched::new(Client::new(config, 0), most);
    let mut last_id = None;
    while let Some(act) = script.act(ACTS) {
        play(&mut watched, &mut script, act, &mut last_id);
        if writes_at_once {
            watched.write(usize::MAX);
        }
        unanswered(&watched.inner);
    }
    // In the end the server is gone, and the session with it.
    watched.receive_eof();
    if watched.inner.tls_failed("gone").is_ok() {
        watched.called();
    }
    let rest = watched.pump(&mut hear);
    assert!(matches!(rest, Rest::Closed | Rest::Failed(_)), "{rest:?} behind the end");
});

fn config(script: &mut Script<'_>) -> ClientConfig {
    let mut config = if script.yes() { ClientConfig::lmtp() } else { ClientConfig::new() };
    config.pipelining = !script.yes();
    config.implicit_tls = script.yes();
    config.verified = config.implicit_tls;
    config.plaintext_auth = script.yes();
    config.helo_fallback = !script.yes();
    config.long_lines = script.yes();
    config.line_ends = if script.yes() { LineEnds::Normalise } else { LineEnds::Reject };
    config.undeclared_eight_bit = script.yes();
    if script.yes() {
        let limits = &mut config.limits;
        (limits.command_line, limits.auth_line, limits.recipients) = (512, 600, 3);
        (limits.reply_line, limits.reply_lines, limits.pending_commands) = (512, 5, 4);
        (limits.input_buffer, limits.output_buffer) = (2600, 100);
        limits.content_line = Some(80);
    }
    config
}

fn hear(watched: &mut Watched<Client>, event: ClientEvent) {
    match event {
        ClientEvent::DataReady { .. } => {
            assert!(watched.inner.content_room() > 0 || !watched.inner.output().is_empty())
        }
        ClientEvent::Ehlo { .. } => assert!(!watched.inner.is_over()),
        ClientEvent::Authenticated { .. } => assert!(watched.inner.is_authenticated()),
        _ => {}
    }
}

/// One act of the host, of the server or of the clock.
fn play(
    watched: &mut Watched<Client>,
    script: &mut Script<'_>,
    act: u8,
    last_id: &mut Option<CommandId>,
) {
    let mut id = |watched: &mut Watched<Client>, id: Option<CommandId>| {
        if id.is_some() {
            assert!(id > *last_id, "{id:?} behind {last_id:?}");
            assert!(watched.inner.pending() > 0 || watched.is_over());
            *last_id = id;
        }
    };
    let name: Host<'_> = "client.example".parse().expect("a name");
    let queued = match act {
        b'e' => call(watched, |client| client.ehlo(name)),
        b'm' => {
            let from: ReversePath<'_> = "<ann@client.example>".parse().expect("a path");
            call(watched, |client| client.mail(from, MailParameters::new()))
        }
        b'r' => {
            let to: ForwardPath<'_> = "<bob@mx.example>".parse().expect("a path");
            call(watched, |client| client.rcpt(to, RcptParameters::new()))
        }
        b'd' => call(watched, Client::data),
        b'b' => {
            let (size, last) = (script.number(256) as u64, script.yes());
            call(watched, |client| client.bdat(size, last))
        }
        b'R' => call(watched, Client::rset),
        b'n' => call(watched, Client::noop),
        b'v' | b'x' | b'h' => {
            let words = script.words();
            watched.says(&words);
            call(watched, |client| match act {
                b'v' => client.vrfy(&words),
                b'x' => client.expn(&words),
                _ => client.help(Some(&words)),
            })
        }
        b'q' => call(watched, Client::quit),
        b'k' => {
            let line = script.words();
            watched.says(&line);
            call(watched, |client| client.raw(&line))
        }
        b'K' => {
            let line = script.text();
            watched.says(&String::from_utf8_lossy(&line));
            match Command::parse(&line) {
                Ok(command) => call(watched, |client| client.command(command)),
                Err(_) => None,
            }
        }
        b's' => call(watched, Client::starttls),
        b'a' => {
            let credentials = Credentials::password("ann", PASSWORD).expect("they are fit");
            let mut policy = SaslPolicy::default();
            policy.allow_plaintext_secrets = script.yes();
            policy.max_iterations = 5000;
            call(watched, |client| client.auth(&credentials, &policy, None, &[7; 32]))
        }
        b'A' => {
            let (mechanism, initial) = (script.words(), script.yes());
            let initial = initial.then_some(PASSWORD.as_bytes());
            watched.says(&mechanism);
            call(watched, |client| client.auth_raw(&mechanism, initial))
        }
        _ => None,
    };
    id(watched, queued);
    match act {
        b'c' => content(watched, &script.text()),
        b'.' => _ = call(watched, Client::end_content),
        b'p' => {
            let response = script.text();
            _ = call(watched, |client| client.auth_response(&response));
        }
        b'C' => _ = call(watched, Client::auth_cancel),
        b'T' => {
            let now = watched.now;
            _ = call(watched, |client| client.tls_established(now));
        }
        b'F' => fail_tls(watched),
        b'w' => _ = watched.write(script.number(256)),
        b'W' => _ = watched.write(usize::MAX),
        b'<' => watched.receive(&script.text(), usize::MAX, &mut hear),
        b',' => watched.receive(&script.text(), 1 + script.number(8), &mut hear),
        b'>' => watched.receive_eof(),
        b'@' => {
            watched.now = watched.inner.next_deadline().unwrap_or(watched.now);
            watched.handle_timeout(&mut hear);
        }
        b'j' => {
            let scale = [1, 1000, 60_000, u64::MAX / 255][script.number(4)];
            watched.now = script.number(256) as u64 * scale;
        }
        b'z' => watched.handle_timeout(&mut hear),
        _ => {}
    }
    watched.pump(&mut hear);
}

/// What a host sees of a client.
fn appearance(client: &Client) -> impl PartialEq + Debug + use<> {
    (client.phase(), client.pending(), client.content_room())
}

/// A call that does what it says, or changes nothing.
fn call<T>(
    watched: &mut Watched<Client>,
    call: impl FnOnce(&mut Client) -> Result<T, Error>,
) -> Option<T> {
    let before = (watched.face(), appearance(&watched.inner));
    let result = call(&mut watched.inner);
    match result {
        Ok(value) => {
            assert!(!watched.is_over(), "the session is over");
            watched.called();
            Some(value)
        }
        Err(error) => {
            watched.hide(&error);
            if error.kind() == ErrorKind::Usage {
                let after = (watched.face(), appearance(&watched.inner));
                assert_eq!(after, before, "{error:?} changed something");
            }
            None
        }
    }
}

/// TLS fails: the session does, too, or is over already and stays as it is.
fn fail_tls(watched: &mut Watched<Client>) {
    if !watched.is_over() {
        _ = call(watched, |client| client.tls_failed("it was to fail"));
        return;
    }
    let before = (watched.face(), appearance(&watched.inner));
    _ = watched.inner.tls_failed("it was to fail");
    assert_eq!((watched.face(), appearance(&watched.inner)), before, "what was over changed");
}

fn content(watched: &mut Watched<Client>, octets: &[u8]) {
    let room = watched.inner.content_room();
    let mut rest = octets;
    while !rest.is_empty() {
        match watched.inner.content(rest) {
            Ok(0) => {
                assert_eq!(watched.inner.content_room(), 0, "there was room");
                break;
            }
            Ok(taken) => rest = &rest[taken..],
            Err(error) => {
                watched.hide(&error);
                break;
            }
        }
    }
    if rest.len() < octets.len() {
        assert!(room > 0, "content without room");
    }
    watched.called();
}

/// The account of what has no reply: in order, and written from the front.
fn unanswered(client: &Client) {
    let all: Vec<_> = client.unanswered().collect();
    assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0), "{all:?}");
    // A greeting that refuses service leaves commands that will never be sent.
    assert!(all.len() >= client.pending());
    if all.len() > client.pending() {
        return;
    }
    let rank = |sent| match sent {
        Sent::Wholly => 0,
        Sent::Partly => 1,
        Sent::No => 2,
    };
    assert!(all.windows(2).all(|pair| rank(pair[0].2) <= rank(pair[1].2)), "{all:?}");
    assert!(all.iter().filter(|entry| entry.2 == Sent::Partly).count() <= 1, "{all:?}");
}

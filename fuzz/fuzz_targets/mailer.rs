//! A mailer: a host that sends what it likes, a server that says what it likes, and a clock that
//! jumps. Every message has exactly one outcome, and no call does more than it promises.
//!
//! Choices: LMTP; the kind of TLS (0 to 3); credentials; secrets without TLS; no pipelining; no
//! chunking; no overlap; DSN may be dropped; small limits; the host writes and gives content at
//! once.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use smtpwire::sasl::Credentials;
use smtpwire::{
    ClientConfig, Command, Content, Envelope, Host, Mailer, MailerConfig, MailerEvent, Recipient,
    Responsibility, Security, TransactionId,
};
use smtpwire_fuzz::flow::{PASSWORD, Rest, Watched};
use smtpwire_fuzz::script::Script;

const ACTS: &[u8] = b"<<<,SmrsCc.xTFqwW>@jz";

fuzz_target!(|input: &[u8]| {
    let Some(mut script) = Script::read(input) else { return };
    let config = config(&mut script);
    let limits = &config.client.limits;
    let most = 2 * limits.output_buffer
        + limits.pending_commands * limits.command_line
        + 2 * limits.auth_line;
    let mut host = Sender { ready: script.yes(), ..Sender::default() };
    let mut watched = Watched::new(Mailer::new(config, [9; 32], 0), most);
    while let Some(act) = script.act(ACTS) {
        play(&mut watched, &mut script, act, &mut host);
        let pending = host.open.len();
        assert_eq!(watched.inner.pending(), pending, "a message is neither pending nor over");
    }
    watched.receive_eof();
    if watched.inner.tls_failed("gone").is_ok() {
        watched.called();
    }
    let rest = watched.pump(&mut |watched, event| host.hear(watched, event));
    // A stream that the host never ends is asked for until the connection is known to be lost.
    assert!(matches!(rest, Rest::Closed | Rest::Failed(_)), "{rest:?} behind the end");
    assert!(host.open.is_empty(), "{:?} have no outcome", host.open);
});

fn config(script: &mut Script<'_>) -> MailerConfig {
    let mut config = MailerConfig::new(Host::parse("client.example").expect("a name"));
    if script.yes() {
        config.client = ClientConfig::lmtp();
    }
    config.security =
        [Security::Disabled, Security::Opportunistic, Security::Required, Security::Implicit]
            [script.number(4)];
    if script.yes() {
        config.credentials = Some(Credentials::password("ann", PASSWORD).expect("they are fit"));
    }
    config.sasl.allow_plaintext_secrets = script.yes();
    config.sasl.max_iterations = 5000;
    config.client.pipelining = !script.yes();
    config.chunking = !script.yes();
    config.overlap = !script.yes();
    config.drop_unoffered_dsn = script.yes();
    if script.yes() {
        let limits = &mut config.client.limits;
        (limits.command_line, limits.auth_line, limits.recipients) = (512, 600, 3);
        (limits.reply_line, limits.reply_lines, limits.pending_commands) = (512, 5, 6);
        (limits.input_buffer, limits.output_buffer) = (2600, 100);
    }
    config
}

/// The host, with the messages that have no outcome and how many recipients each has.
#[derive(Default)]
struct Sender {
    open: BTreeMap<TransactionId, usize>,
    last: Option<TransactionId>,
    wanted: Option<TransactionId>,
    /// What the next message is made of.
    envelope: Option<Envelope>,
    /// It writes, and gives content, as soon as it can.
    ready: bool,
}

impl Sender {
    fn hear(&mut self, watched: &mut Watched<Mailer>, event: MailerEvent) {
        match event {
            MailerEvent::NeedContent { id } => {
                assert!(self.open.contains_key(&id));
                self.wanted = Some(id);
                if self.ready {
                    let taken = watched.inner.content(id, b"Subject: x\r\n");
                    watched.called();
                    if taken == Ok(12) {
                        _ = watched.inner.end_content(id);
                        watched.called();
                    }
                }
            }
            MailerEvent::Outcome(outcome) => {
                let recipients = self.open.remove(&outcome.id).expect("one outcome for each");
                assert_eq!(outcome.recipients.len(), recipients);
                let accepted = outcome.recipients.iter().any(|one| one.is_accepted());
                assert!(accepted || outcome.responsibility() != Responsibility::Taken);
                assert!(!(accepted && outcome.responsibility() == Responsibility::NotTaken));
                for one in outcome.retryable() {
                    assert!(!one.is_accepted(), "accepted, and to be sent again");
                }
            }
            _ => {}
        }
        if self.ready {
            watched.write(usize::MAX);
        }
    }

    fn send(&mut self, watched: &mut Watched<Mailer>, content: Content) {
        let envelope = self
            .envelope
            .take()
            .unwrap_or_else(|| Envelope::new("<ann@client.example>".parse().expect("a path")));
        let recipients = envelope.recipients.len();
        let over = watched.is_over();
        if let Ok(id) = watched.inner.send(envelope, content) {
            assert!(recipients > 0 && !over && Some(id) > self.last);
            self.last = Some(id);
            self.open.insert(id, recipients);
        }
        // Setting up, taking leave, and each message with its outcome.
        watched.called();
    }
}

fn play(watched: &mut Watched<Mailer>, script: &mut Script<'_>, act: u8, host: &mut Sender) {
    match act {
        b'<' | b',' => {
            let text = script.text();
            let most = if act == b',' { 1 + script.number(8) } else { usize::MAX };
            watched.receive(&text, most, &mut |watched, event| host.hear(watched, event));
        }
        b'm' => {
            let line = script.words();
            if let Ok(Command::Mail(mail)) = Command::parse(watched.says(&line).as_bytes()) {
                let envelope = Envelope::new(mail.from.into_owned());
                host.envelope = Some(envelope.with_parameters(mail.parameters.into_owned()));
            }
        }
        b'r' => {
            let line = script.words();
            let mut envelope = host
                .envelope
                .take()
                .unwrap_or_else(|| Envelope::new("<ann@client.example>".parse().expect("a path")));
            if let Ok(Command::Rcpt(rcpt)) = Command::parse(watched.says(&line).as_bytes()) {
                let recipient = Recipient::new(rcpt.to.into_owned());
                envelope = envelope.to(recipient.with_parameters(rcpt.parameters.into_owned()));
            }
            host.envelope = Some(envelope);
        }
        b'S' => {
            let envelope = Envelope::new("<ann@client.example>".parse().expect("a path"));
            let to = (0..=script.number(4)).map(|number| format!("<bob{number}@mx.example>"));
            let envelope = to.fold(envelope, |envelope, to| {
                envelope.to(smtpwire::ForwardPath::parse(&to).expect("a path").into_owned())
            });
            host.envelope = Some(envelope);
            let content = script.text();
            host.send(watched, Content::Owned(content));
        }
        b's' => {
            let content = script.text();
            host.send(watched, Content::Owned(content));
        }
        b'C' => {
            let size = script.yes().then(|| script.number(256) as u64);
            host.send(watched, Content::Stream { size });
        }
        b'c' | b'.' | b'x' => {
            let text = if act == b'c' { script.text() } else { Vec::new() };
            if let Some(id) = host.wanted {
                _ = match act {
                    b'c' => {
                        watched.inner.content(id, &text).map(|taken| assert!(taken <= text.len()))
                    }
                    b'.' => watched.inner.end_content(id),
                    _ => watched.inner.abort_content(id),
                };
                watched.called();
            }
        }
        b'T' => {
            _ = watched.inner.tls_established(None, watched.now);
            watched.called();
        }
        b'F' => {
            _ = watched.inner.tls_failed("it was to fail");
            watched.called();
        }
        b'q' => {
            watched.inner.quit();
            watched.called();
        }
        b'w' => _ = watched.write(script.number(256)),
        b'W' => _ = watched.write(usize::MAX),
        b'>' => watched.receive_eof(),
        b'@' => {
            watched.now = watched.inner.next_deadline().unwrap_or(watched.now);
            watched.handle_timeout(&mut |watched, event| host.hear(watched, event));
        }
        b'j' => {
            let scale = [1, 1000, 60_000, u64::MAX / 255][script.number(4)];
            watched.now = script.number(256) as u64 * scale;
        }
        b'z' => watched.handle_timeout(&mut |watched, event| host.hear(watched, event)),
        _ => {}
    }
    watched.pump(&mut |watched, event| host.hear(watched, event));
    if host.ready {
        watched.write(usize::MAX);
        watched.pump(&mut |watched, event| host.hear(watched, event));
    }
}

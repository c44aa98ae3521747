//! The mailer against the crate's own server: both always agree on what was taken.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::script::{config, to};
use crate::flow::limits::Protocol;
use crate::flow::mailer::*;
use crate::flow::server::{Decisions, Server, ServerConfig, ServerEvent};
use crate::flow::step::Step;
use crate::types::domain::Host;
use crate::types::reply::Reply;

/// What the mailer is given and how the server decides.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent choice")]
struct Scene {
    lmtp: bool,
    pipelining: bool,
    chunking: bool,
    starttls: bool,
    overlap: bool,
    messages: Vec<Message>,
    /// The sizes of the pieces that the wire carries, used in turn.
    pieces: Vec<usize>,
    /// After so many octets, counted in both directions, the connection is lost.
    lost_after: Option<usize>,
    output_buffer: usize,
}

#[derive(Clone, Debug)]
struct Message {
    refuse_mail: bool,
    /// For each recipient whether it is refused.
    refuse: Vec<bool>,
    /// How the message is answered, for each recipient under LMTP.
    refuse_content: Vec<bool>,
    streamed: bool,
    lines: usize,
}

fn message() -> impl Strategy<Value = Message> {
    let flags = || prop::collection::vec(prop::bool::weighted(0.3), 1..5);
    (prop::bool::weighted(0.1), flags(), flags(), any::<bool>(), 0..300_usize).prop_map(
        |(refuse_mail, refuse, refuse_content, streamed, lines)| Message {
            refuse_mail,
            refuse,
            refuse_content,
            streamed,
            lines,
        },
    )
}

fn scene() -> impl Strategy<Value = Scene> {
    let bools = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let lost = prop::option::weighted(0.7, 0..20_000_usize);
    let sizes = prop::collection::vec(1..3000_usize, 1..6);
    (bools, prop::collection::vec(message(), 1..5), sizes, lost, 200..5000_usize).prop_map(
        |((lmtp, pipelining, chunking, starttls, overlap), messages, pieces, lost_after, room)| {
            Scene {
                lmtp,
                pipelining,
                chunking,
                starttls,
                overlap,
                messages,
                pieces,
                lost_after,
                output_buffer: room,
            }
        },
    )
}

fn text(number: usize, lines: usize) -> Vec<u8> {
    let mut text = alloc::format!("Subject: {number}\r\n\r\n");
    for line in 0..lines {
        text.push_str(&".".repeat(line % 4));
        text.push_str("text\r\n");
    }
    text.into_bytes()
}

/// The server's host: decides by the scene, and notes which recipients it answered 250 for.
struct Host1 {
    /// The message that the envelope names: its sender's local part is the number.
    current: usize,
    accepted: Vec<String>,
    content: Vec<u8>,
    taken: BTreeMap<(usize, String), Vec<u8>>,
}

impl Host1 {
    fn answer(&mut self, scene: &Scene, server: &mut Server, event: ServerEvent) {
        let no = || Reply::new(crate::Code::known(550), None, "No").unwrap();
        let decide = |server: &mut Server, refuse: bool| {
            if refuse { server.answer(no()).unwrap() } else { server.accept().unwrap() }
        };
        match event {
            ServerEvent::Mail { mail } => {
                let path = mail.from.to_string();
                self.current =
                    path.trim_start_matches("<m").split('@').next().unwrap().parse().unwrap();
                self.accepted.clear();
                self.content.clear();
                decide(server, scene.messages[self.current].refuse_mail);
            }
            ServerEvent::Rcpt { rcpt } => {
                let path = rcpt.to.to_string();
                let number: usize =
                    path.trim_start_matches("<r").split('@').next().unwrap().parse().unwrap();
                let refuse = scene.messages[self.current].refuse[number];
                if !refuse {
                    self.accepted.push(path);
                }
                decide(server, refuse);
            }
            ServerEvent::Content { octets } => self.content.extend_from_slice(&octets),
            ServerEvent::Aborted { .. } => self.content.clear(),
            ServerEvent::Message { .. } => {
                let content = core::mem::take(&mut self.content);
                let flags = &scene.messages[self.current].refuse_content;
                let due = server.answers_due();
                assert_eq!(due, if scene.lmtp { self.accepted.len() } else { 1 });
                for at in 0..due {
                    let refuse = flags[at % flags.len()];
                    let who = if scene.lmtp { at..at + 1 } else { 0..self.accepted.len() };
                    if !refuse {
                        for path in &self.accepted[who] {
                            self.taken.insert((self.current, path.clone()), content.clone());
                        }
                    }
                    decide(server, refuse);
                }
            }
            _ => {}
        }
    }
}

fn setting(scene: &Scene) -> (Mailer, Server) {
    let mut client = config();
    client.overlap = scene.overlap;
    client.client.limits.output_buffer = scene.output_buffer;
    client.security = if scene.starttls { Security::Required } else { Security::Disabled };
    let mut server = ServerConfig::new(Host::parse("mx.example").unwrap());
    server.extensions.pipelining = scene.pipelining;
    server.extensions.chunking = scene.chunking;
    server.extensions.starttls = scene.starttls;
    server.decisions = Decisions::MAIL | Decisions::RCPT | Decisions::MESSAGE;
    if scene.lmtp {
        client.client.protocol = Protocol::Lmtp;
        server.protocol = Protocol::Lmtp;
    }
    let mut mailer = Mailer::new(client, [1; 32], 0);
    for (number, message) in scene.messages.iter().enumerate() {
        let from = alloc::format!("<m{number}@client.example>");
        let mut envelope = to(&[]);
        envelope.from = crate::ReversePath::parse(&from).unwrap().into_owned();
        for recipient in 0..message.refuse.len() {
            let path = alloc::format!("<r{recipient}@mx.example>");
            envelope = envelope.to(crate::ForwardPath::parse(&path).unwrap().into_owned());
        }
        let content = if message.streamed {
            Content::Stream { size: None }
        } else {
            text(number, message.lines).into()
        };
        mailer.send(envelope, content).unwrap();
    }
    mailer.quit();
    (mailer, Server::new(Arc::new(server), [2; 32], 0))
}

fn play(scene: &Scene) -> (Vec<Outcome>, Host1, bool) {
    let (mut mailer, mut server) = setting(scene);
    let mut host =
        Host1 { current: 0, accepted: Vec::new(), content: Vec::new(), taken: BTreeMap::new() };
    let mut pieces = scene.pieces.iter().copied().cycle();
    let mut left = scene.lost_after.unwrap_or(usize::MAX);
    let (mut outcomes, mut streamed) = (Vec::new(), (None, 0));
    let texts: Vec<_> =
        scene.messages.iter().enumerate().map(|(n, message)| text(n, message.lines)).collect();
    let mut lost = false;
    for _ in 0..1_000_000 {
        // The mailer.
        match mailer.next_event(0) {
            Ok(Step::Event(MailerEvent::Outcome(outcome))) => outcomes.push(*outcome),
            Ok(Step::Event(MailerEvent::StartTls)) => {
                // The server has heard of it when its reply is here.
                server.tls_established(0).unwrap();
                mailer.tls_established(None, 0).unwrap();
            }
            Ok(Step::Event(MailerEvent::NeedContent { id })) => {
                if streamed.0 != Some(id) {
                    streamed = (Some(id), 0);
                }
                let number = usize::try_from(id.get()).unwrap() - 1;
                let rest = &texts[number][streamed.1..];
                let piece = rest.len().min(pieces.next().unwrap());
                match piece {
                    0 => mailer.end_content(id).unwrap(),
                    _ => streamed.1 += mailer.content(id, &rest[..piece]).unwrap(),
                }
            }
            Ok(Step::Closed) => return (outcomes, host, false),
            Err(_) => return (outcomes, host, true),
            Ok(_) => {}
        }
        // The server.
        while let Ok(Step::Event(event)) = server.next_event(0) {
            host.answer(scene, &mut server, event);
        }
        // The wire, to and fro.
        let piece = mailer.output().len().min(pieces.next().unwrap());
        let carried = piece.min(left).min(server.input_room());
        server.receive(&mailer.output()[..carried], 0).ok();
        // What is lost on the wire was written all the same.
        mailer.advance_output(if carried < left { carried } else { piece }).unwrap();
        left -= carried;
        let piece = server.output().len().min(pieces.next().unwrap());
        let carried = piece.min(left).min(mailer.input_room());
        mailer.receive(&server.output()[..carried], 0).unwrap();
        server.advance_output(carried).unwrap();
        left -= carried;
        if left == 0 && !lost {
            lost = true;
            mailer.receive_eof(0);
        }
    }
    panic!("the session never ends: {scene:?}\n{mailer:?}\n{server:?}");
}

fn check(scene: &Scene) {
    let (outcomes, host, failed) = play(scene);
    assert!(!failed || scene.lost_after.is_some(), "{outcomes:?}");
    assert_eq!(outcomes.len(), scene.messages.len());
    for outcome in &outcomes {
        let number = usize::try_from(outcome.id.get()).unwrap() - 1;
        assert_eq!(outcome.error.is_none(), !failed || outcome.error.is_none());
        for recipient in &outcome.recipients {
            let taken = host.taken.get(&(number, recipient.path.to_string()));
            match &recipient.status {
                Status::Accepted { .. } => {
                    let content = text(number, scene.messages[number].lines);
                    assert_eq!(taken, Some(&content), "octet for octet");
                }
                Status::Refused { .. } => assert_eq!(taken, None),
                Status::NotTried { why } => {
                    assert_eq!(taken, None);
                    assert_eq!(why, &NotTried::SessionEnded);
                    assert!(failed);
                }
                Status::Unknown => assert!(failed),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn mailer_and_server_agree_on_what_was_taken(scene in scene()) {
        check(&scene);
    }
}

#[test]
fn in_every_setting_each_message_gets_through() {
    for bits in 0..64_u32 {
        let on = |bit: u32| bits >> bit & 1 == 1;
        let message = |streamed, lines, refuse_mail| Message {
            refuse_mail,
            refuse: [false, true, false].into(),
            refuse_content: [false].into(),
            streamed,
            lines,
        };
        let scene = Scene {
            lmtp: on(0),
            pipelining: on(1),
            chunking: on(2),
            starttls: on(3),
            overlap: on(4),
            messages: [
                message(false, 10, false),
                message(on(5), 0, false),
                message(on(5), 10_000, true),
                message(on(5), 10_000, false),
            ]
            .into(),
            pieces: [1000, 1, 65_536].into(),
            lost_after: None,
            output_buffer: 10_000,
        };
        let (outcomes, host, failed) = play(&scene);
        assert!(!failed);
        let accepted: Vec<Vec<bool>> = outcomes
            .iter()
            .map(|o| o.recipients.iter().map(RecipientOutcome::is_accepted).collect())
            .collect();
        let all = [true, false, true];
        assert_eq!(accepted, [all, all, [false; 3], all], "{scene:?}");
        assert_eq!(host.taken.len(), 6);
        for ((number, _), content) in &host.taken {
            assert_eq!(content, &text(*number, scene.messages[*number].lines));
        }
    }
}

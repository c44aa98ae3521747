//! What is written with nothing in between is what the shared table says.

#[path = "../../../../../shared/tests/plain/every.rs"]
mod every;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use smtpwire::{ClientEvent, Command, Server, ServerConfig, ServerEvent, Verb};
use smtpwire_shell::{AnyEvent, Input, pump, pump_into};

use super::{spelled, told};
use crate::wire::{Pumping, Told, Unwritable, Writer};

impl Told for AnyEvent {
    fn tell(self, writer: &mut Writer) -> Result<(), Unwritable> {
        match self {
            Self::Client(event) => event.tell(writer),
            Self::Mailer(event) => event.tell(writer),
            Self::Server(event) => event.tell(writer),
        }
    }
}

/// Every event, and the common forms of those that every session has.
fn events() -> Vec<AnyEvent> {
    let mut events = every::every();
    for line in ["250 2.1.5 Ok", "354 Go on", "250", "250 gr\u{fc}n \\o/", "421 4.3.2 Closing"] {
        let reply = smtpwire::Reply::parse_line(line.as_bytes()).expect("a reply").into_owned();
        let lines = smtpwire::Reply::with_lines(reply.code(), None, ["5.1.1 one", "2.0.0 two"]);
        for reply in [reply, lines.expect("a reply")] {
            for event in every::client_events() {
                events.push(AnyEvent::from(match event {
                    ClientEvent::Greeting { .. } => ClientEvent::Greeting { reply: reply.clone() },
                    ClientEvent::Reply { id, .. } => {
                        ClientEvent::Reply { id, verb: Verb::Unknown, reply: reply.clone() }
                    }
                    ClientEvent::ContentReply { id, .. } => {
                        ClientEvent::ContentReply { id, reply: reply.clone() }
                    }
                    other => other,
                }));
            }
            events.push(AnyEvent::from(ServerEvent::Refused { verb: Verb::Rcpt, reply }));
        }
    }
    for path in ["<>", "<jo@a.example>", "<\"j o\"@[192.0.2.1]>", "<gr\u{fc}n@gr\u{fc}n.example>"] {
        let line = format!("MAIL FROM:{path}{}", if path.is_ascii() { "" } else { " SMTPUTF8" });
        if let Ok(Command::Mail(mail)) = Command::parse(line.leak().as_bytes()) {
            events.push(ServerEvent::Mail { mail }.into());
        }
        let line = format!("RCPT TO:{}", path.replace("<>", "<postmaster>"));
        if let Ok(Command::Rcpt(rcpt)) = Command::parse(line.leak().as_bytes()) {
            events.push(ServerEvent::Rcpt { rcpt }.into());
        }
    }
    for host in ["[192.0.2.1]", "[IPv6:2001:db8::1]", "gr\u{fc}n.example"] {
        let host = smtpwire::Host::parse(host).expect("a host").into_owned();
        events.push(ServerEvent::Helo { verb: Verb::Lhlo, host }.into());
    }
    events.push(ServerEvent::Message { size: 1 << 40, octets: None }.into());
    events
}

/// Takes away the octets of replies that their lines make: those do not cross.
fn without_wire(told: &mut Value) {
    match told {
        Value::Array(items) => items.iter_mut().for_each(without_wire),
        Value::Object(fields) => {
            fields.values_mut().for_each(without_wire);
            if let Some(lines) = fields.get("lines").and_then(Value::as_array) {
                let made = lines.iter().enumerate().map(|(at, line)| {
                    let separator = if at + 1 == lines.len() { ' ' } else { '-' };
                    format!("{}{separator}{}\r\n", fields["code"], line.as_str().expect("a line"))
                });
                let made: String = made.collect();
                if made.is_ascii() && fields["wire"] == json!(made.as_bytes()) {
                    fields.shift_remove("wire");
                }
            }
        }
        _ => {}
    }
}

/// What the shared table says.
fn shared<T: Serialize + ?Sized>(value: &T) -> String {
    let mut value = spelled(value);
    without_wire(&mut value);
    value.to_string()
}

#[test]
fn every_event_is_told_as_the_shared_table_says_however_often_it_comes() {
    let mut writer = Writer::default();
    for _ in 0..3 {
        for event in events() {
            let ours = told(&mut writer, |writer| event.clone().tell(writer));
            assert_eq!(ours.to_string(), shared(&event), "{event:?}");
        }
    }
}

#[test]
fn a_piece_of_input_comes_to_what_the_shared_table_says() {
    let server = || {
        let config = ServerConfig::new(smtpwire::Host::parse("mx.example").expect("a host"));
        Server::new(Arc::new(config), [7; 32], 0)
    };
    let (mut ours, mut theirs) = (server(), server());
    let mut writer = Writer::default();
    let greeting = Input::Nothing;
    let long = [b'x'; 5000];
    let mut inputs = vec![greeting];
    for input in [
        &b"EHLO a.example\r\n"[..],
        b"MAIL FROM:<jo@a.example> SIZE=10\r\nRCPT TO:<al@mx.example>\r\nDATA\r\n",
        b"RSET\r\nNOOP\r\nXFOO\r\n",
        &long,
        b"\r\nQUIT\r\n",
        b"more\r\n",
    ] {
        inputs.push(Input::Octets(input));
        inputs.push(Input::Nothing);
    }
    inputs.push(Input::End);
    for (now, input) in inputs.into_iter().enumerate() {
        let now = now as u64 * 1000;
        let pumped = pump(&mut theirs, input, now);
        let told = told(&mut writer, |writer| {
            let mut pumping = Pumping::new(writer)?;
            let came = pump_into(&mut ours, input, now, &mut pumping);
            pumping.came(&came)
        });
        assert_eq!(told.to_string(), shared(&pumped));
        for server in [&mut ours, &mut theirs] {
            if server.answers_due() > 0 {
                server.accept().expect("an answer is due");
            }
        }
    }
}

#[test]
fn a_reply_that_comes_again_is_told_by_its_number() {
    let reply = smtpwire::Reply::parse_line(b"250 2.1.5 Ok").expect("a reply");
    let reply = smtpwire::Reply::with_lines(reply.code(), None, ["2.1.5 Ok"]).expect("a reply");
    let mut writer = Writer::default();
    let mut lengths = Vec::new();
    for _ in 0..3 {
        let event = ClientEvent::Greeting { reply: reply.clone() };
        lengths.push(writer.write_with(|writer| event.tell(writer)).expect("it can be written"));
    }
    assert!(lengths[1] < lengths[0] && lengths[1] == lengths[2], "{lengths:?}");
}

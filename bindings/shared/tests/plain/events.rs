//! Every event of the core has a shape.

use serde_json::{Value, json};
use smtpwire::sasl::{Claim, Identity, SaslMechanism};
use smtpwire::types::command::{
    Argument, Attribute, Attributes, Burl, Mail, Node, Query, Rcpt, UnknownCommand,
};
use smtpwire::{
    Abort, Client, ClientConfig, ClientEvent, Command, CommandId, ContentError, Domain, Envelope,
    ForwardPath, Host, Mailer, MailerConfig, MailerEvent, Mechanism, ProxyHeader, Reply,
    ReversePath, ServerEvent, TransactionId, Verb,
};
use smtpwire_shell::{AnyEvent, Input, Kind, pump};

use crate::source::variants;

fn reply(line: &str) -> Reply<'static> {
    Reply::parse_line(line.as_bytes()).expect("a reply").into_owned()
}

fn id() -> CommandId {
    let mut client = Client::new(ClientConfig::new(), 0);
    pump(&mut client, Input::Octets(b"220 mx.example\r\n"), 0);
    client.ehlo(Host::parse("a.example").expect("a host")).expect("EHLO is due")
}

fn client_events() -> Vec<ClientEvent> {
    let (id, ok) = (id(), || reply("250 2.0.0 Ok\\o/"));
    vec![
        ClientEvent::Greeting { reply: ok() },
        ClientEvent::Ehlo { id, reply: ok() },
        ClientEvent::Reply { id, verb: Verb::Rcpt, reply: ok() },
        ClientEvent::DataReady { id, reply: ok() },
        ClientEvent::ContentReply { id, reply: ok() },
        ClientEvent::RecipientReply { id, index: 3, reply: ok(), last: true },
        ClientEvent::StartTls { id, reply: ok() },
        ClientEvent::Challenge { id, octets: b"\x00<".to_vec() },
        ClientEvent::Authenticated {
            id,
            reply: ok(),
            mechanism: Mechanism::parse("PLAIN").expect("a name"),
        },
        ClientEvent::Closing { reply: ok() },
    ]
}

fn outcome() -> MailerEvent {
    let name = Host::parse("a.example").expect("a host");
    let mut mailer = Mailer::new(MailerConfig::new(name), [3; 32], 0);
    let envelope = Envelope::new(ReversePath::Null).to(ForwardPath::Postmaster);
    mailer.send(envelope, b"Hello\r\n".to_vec()).expect("queued");
    pump(&mut mailer, Input::Octets(b"554 5.3.2 No service\r\n"), 0)
        .events
        .into_iter()
        .find_map(|event| match event {
            AnyEvent::Mailer(event @ MailerEvent::Outcome(_)) => Some(event),
            _ => None,
        })
        .expect("a message ends in an outcome")
}

fn mailer_events() -> Vec<MailerEvent> {
    let id = TransactionId::from_number(7);
    vec![MailerEvent::Ready, MailerEvent::StartTls, MailerEvent::NeedContent { id }, outcome()]
}

fn server_events() -> Vec<ServerEvent> {
    let host = || Host::parse("a.example").expect("a host");
    let domain = || Domain::parse("a.example").expect("a domain");
    let line = |line: &'static str| Command::parse(line.as_bytes()).expect("a command");
    let Command::Mail(mail) = line("MAIL FROM:<> SIZE=18446744073709551615 BODY=8BITMIME") else {
        panic!("MAIL");
    };
    let Command::Rcpt(rcpt) = line("RCPT TO:<\"j o\"@a.example> NOTIFY=NEVER") else {
        panic!("RCPT");
    };
    let query = || {
        let argument = Argument::new("jo").expect("an argument");
        Query::new(argument, false).expect("a query")
    };
    let attributes = || {
        let attribute = Attribute::new("NAME", "a b").expect("an attribute");
        Attributes::new(vec![attribute]).expect("one")
    };
    vec![
        ServerEvent::Proxy { header: ProxyHeader::local() },
        ServerEvent::Connected,
        ServerEvent::EarlyTalker,
        ServerEvent::Helo { verb: Verb::Ehlo, host: host() },
        ServerEvent::StartTls,
        ServerEvent::AuthVerify { claim: Claim::Anonymous { trace: "jo".into() } },
        ServerEvent::AuthLookup {
            mechanism: SaslMechanism::ScramSha256,
            username: "jo".into(),
            authorization_identity: None,
        },
        ServerEvent::Authenticated { identity: Identity::default() },
        ServerEvent::AuthFailed { mechanism: SaslMechanism::Plain, reply: reply("535 5.7.8 No") },
        ServerEvent::Mail { mail: Mail { ..mail } },
        ServerEvent::Rcpt { rcpt: Rcpt { ..rcpt } },
        ServerEvent::Data,
        ServerEvent::Content { octets: vec![0, 255] },
        ServerEvent::Message { size: 2, octets: Some(vec![0, 255]) },
        ServerEvent::Aborted { why: Abort::Content(ContentError::BareLf { offset: 9 }) },
        ServerEvent::Rset,
        ServerEvent::Noop,
        ServerEvent::Vrfy { query: query() },
        ServerEvent::Expn { query: query() },
        ServerEvent::Help { argument: None },
        ServerEvent::Etrn { node: Node::Subdomains(domain()) },
        ServerEvent::Atrn { domains: vec![domain()] },
        ServerEvent::Burl { burl: Burl::new("imap://jo;secret@a.example/", true).expect("a URL") },
        ServerEvent::XClient { attributes: attributes() },
        ServerEvent::XForward { attributes: attributes() },
        ServerEvent::Unknown { command: UnknownCommand::new("XFOO bar").expect("a line") },
        ServerEvent::Refused { verb: Verb::Rcpt, reply: reply("503 5.5.1 Not now") },
        ServerEvent::Quit,
    ]
}

fn every() -> Vec<AnyEvent> {
    let clients = client_events().into_iter().map(AnyEvent::from);
    let mailers = mailer_events().into_iter().map(AnyEvent::from);
    clients.chain(mailers).chain(server_events().into_iter().map(AnyEvent::from)).collect()
}

/// The variant that an event is, by its `Debug`.
fn variant(event: &impl std::fmt::Debug) -> String {
    format!("{event:?}").split([' ', '(', '{']).next().expect("a name").to_owned()
}

#[test]
fn every_event_of_the_core_has_a_shape_of_its_own() {
    let client = include_str!("../../../../crates/smtpwire/src/flow/client/event.rs");
    let mailer = include_str!("../../../../crates/smtpwire/src/flow/mailer/outcome.rs");
    let server = include_str!("../../../../crates/smtpwire/src/flow/server/event.rs");
    let told: Vec<String> = client_events().iter().map(variant).collect();
    assert_eq!(told, variants(client, "ClientEvent"));
    let told: Vec<String> = mailer_events().iter().map(variant).collect();
    assert_eq!(told, variants(mailer, "MailerEvent"));
    let told: Vec<String> = server_events().iter().map(variant).collect();
    assert_eq!(told, variants(server, "ServerEvent"));
    for event in every() {
        assert_ne!(event.view().name(), "other", "{event:?} has no shape");
    }
}

#[test]
fn an_events_kind_is_told_without_a_view_of_it() {
    for event in every() {
        assert_eq!(event.kind(), event.view().kind(), "{event:?}");
    }
    let some = |kind: &Kind| every().iter().any(|event| event.kind() == *kind);
    let none: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !some(kind)).collect();
    assert_eq!(none, [&Kind::Other]);
}

#[test]
fn an_events_type_is_its_name() {
    for event in every() {
        let shown = serde_json::to_value(&event).expect("plain data");
        assert_eq!(shown["type"], event.view().name(), "{event:?}");
    }
}

fn shown(event: impl Into<AnyEvent>) -> Value {
    serde_json::to_value(event.into()).expect("plain data")
}

fn nth(name: &str) -> Value {
    let found = every().into_iter().find(|event| event.view().name() == name);
    serde_json::to_value(found.expect("one of them")).expect("plain data")
}

#[test]
fn events_have_the_fields_that_the_vectors_name() {
    let recipient = nth("recipient-reply");
    assert_eq!(recipient["command"], 1);
    assert_eq!((&recipient["index"], &recipient["last"]), (&json!(3), &json!(true)));
    assert_eq!(recipient["reply"]["code"], 250);
    assert_eq!(recipient["reply"]["enhanced"], "2.0.0");
    assert_eq!(recipient["reply"]["text"], "Ok\\x5co/");
    assert_eq!(nth("challenge"), json!({"type": "challenge", "command": 1, "octets": [0, 60]}));
    assert_eq!(
        nth("mail"),
        json!({"type": "mail", "from": "", "parameters": [
            {"keyword": "SIZE", "value": u64::MAX},
            {"keyword": "BODY", "value": "8BITMIME"},
        ]})
    );
    assert_eq!(
        nth("rcpt"),
        json!({"type": "rcpt", "to": "\"j o\"@a.example", "parameters": [
            {"keyword": "NOTIFY", "value": ["NEVER"]},
        ]})
    );
    assert_eq!(nth("helo"), json!({"type": "helo", "verb": "EHLO", "host": "a.example"}));
    assert_eq!(nth("etrn"), json!({"type": "etrn", "subdomains": "a.example"}));
    assert_eq!(nth("xclient"), json!({"type": "xclient", "attributes": [["NAME", "a b"]]}));
    assert_eq!(nth("unknown"), json!({"type": "unknown", "verb": "XFOO", "line": "XFOO bar"}));
    assert_eq!(nth("message"), json!({"type": "message", "size": 2, "octets": [0, 255]}));
    let aborted = nth("aborted");
    assert_eq!(
        (&aborted["why"], &aborted["error"]["detail"]),
        (&json!("content"), &json!("bare-lf"))
    );
    assert_eq!(aborted["error"]["offset"], 9);
}

#[test]
fn an_outcome_says_for_each_recipient_what_became_of_it() {
    let told = nth("outcome");
    assert_eq!((&told["accepted"], &told["responsibility"]), (&json!(false), &json!("not-taken")));
    assert_eq!(told["recipients"][0]["recipient"], "postmaster");
    assert_eq!(told["recipients"][0]["status"], "not-tried");
    assert_eq!(told["recipients"][0]["why"]["reason"], "session-ended");
    assert_eq!(told["error"]["name"], "greeting-refused");
    assert_eq!((&told["error"]["code"], &told["error"]["kind"]), (&json!(201), &json!("peer")));
    assert_eq!(told["error"]["reply"]["code"], 554);
}

#[test]
fn a_url_that_may_hold_a_password_is_masked() {
    let burl = server_events().into_iter().find(|event| variant(event) == "Burl").expect("BURL");
    let shown = shown(burl);
    assert_eq!(shown, json!({"type": "burl", "url": "***", "last": true}));
}

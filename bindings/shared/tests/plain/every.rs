//! One of every event of the core. The tests of the shells have it, too.

use smtpwire::sasl::{Claim, Identity, SaslMechanism};
use smtpwire::types::command::{
    Argument, Attribute, Attributes, Burl, Mail, Node, Query, Rcpt, UnknownCommand,
};
use smtpwire::{
    Abort, Client, ClientConfig, ClientEvent, Command, CommandId, ContentError, Domain, Envelope,
    ForwardPath, Host, Mailer, MailerConfig, MailerEvent, Mechanism, ProxyHeader, Reply,
    ReversePath, ServerEvent, TransactionId, Verb,
};
use smtpwire_shell::{AnyEvent, Input, pump};

fn reply(line: &str) -> Reply<'static> {
    Reply::parse_line(line.as_bytes()).expect("a reply").into_owned()
}

fn id() -> CommandId {
    let mut client = Client::new(ClientConfig::new(), 0);
    pump(&mut client, Input::Octets(b"220 mx.example\r\n"), 0);
    client.ehlo(Host::parse("a.example").expect("a host")).expect("EHLO is due")
}

pub(crate) fn client_events() -> Vec<ClientEvent> {
    let (id, ok) = (id(), || reply("250 2.0.0 Ok\\o/"));
    vec![
        ClientEvent::Greeting { reply: ok() },
        ClientEvent::Ehlo { id, reply: ok() },
        ClientEvent::Reply { id, verb: Verb::Rcpt, reply: ok() },
        ClientEvent::DataReady { id, reply: ok() },
        ClientEvent::ContentReply { id, reply: ok() },
        ClientEvent::RecipientReply { id, index: 3, reply: ok(), last: true },
        ClientEvent::StartTls { id, reply: ok() },
        ClientEvent::TlsEstablished { id: Some(id), reply: Some(ok()) },
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

pub(crate) fn mailer_events() -> Vec<MailerEvent> {
    let id = TransactionId::from_number(7);
    vec![
        MailerEvent::Ready,
        MailerEvent::StartTls,
        MailerEvent::TlsEstablished,
        MailerEvent::NeedContent { id },
        outcome(),
    ]
}

pub(crate) fn server_events() -> Vec<ServerEvent> {
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
        ServerEvent::TlsEstablished,
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

pub(crate) fn every() -> Vec<AnyEvent> {
    let clients = client_events().into_iter().map(AnyEvent::from);
    let mailers = mailer_events().into_iter().map(AnyEvent::from);
    clients.chain(mailers).chain(server_events().into_iter().map(AnyEvent::from)).collect()
}

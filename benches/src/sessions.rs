//! Sessions in memory: a client's connection and a server's, joined by nothing but copies.

use std::hint::black_box;
use std::sync::Arc;

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{
    Capabilities, Client, ClientConfig, ClientEvent, Envelope, ForwardPath, Host, Mailer,
    MailerConfig, MailerEvent, ReversePath, Security, Server, ServerConfig, ServerEvent, Step,
};

use crate::samples::message_of;
use crate::{Bar, Contender, OURS, Work};

/// How large the message is, in octets.
const SIZE: usize = 1024;

pub(crate) fn works() -> Vec<Work> {
    let bars = || vec![Bar::Nanoseconds { at_most: 5000.0 }];
    let work = |name, bars, run: Box<dyn FnMut()>| Work {
        name,
        items: 1,
        bars,
        contenders: vec![Contender { name: OURS, items: 1, ours_on_the_same: None, run }],
    };
    let mut data = Pair::new();
    let mut bdat = Pair::new();
    let mut mailer = Mailing::new();
    vec![
        work(
            "a transaction of 1 KiB, client and server in memory, DATA",
            bars(),
            Box::new(move || data.transaction(false)),
        ),
        work(
            "a transaction of 1 KiB, client and server in memory, BDAT",
            bars(),
            Box::new(move || bdat.transaction(true)),
        ),
        work(
            "a transaction of 1 KiB, mailer and server in memory",
            Vec::new(),
            Box::new(move || mailer.transaction()),
        ),
    ]
}

/// A transaction by a client and a server in memory, as the first work does it.
pub(crate) fn transaction() -> impl FnMut() {
    let mut pair = Pair::new();
    move || pair.transaction(false)
}

/// A client past EHLO.
pub(crate) fn greeted() -> Client {
    Pair::new().client
}

/// A server that takes every message.
struct Receiver {
    server: Server,
    messages: u64,
}

impl Receiver {
    fn new() -> Self {
        let config = Arc::new(ServerConfig::new(host("mx.receiver.example")));
        Self { server: Server::new(config, [7; 32], 0), messages: 0 }
    }

    /// Handles all that came.
    fn turn(&mut self) {
        loop {
            match self.server.next_event(0).expect("a server that goes on") {
                Step::Event(event) => {
                    self.messages += u64::from(matches!(event, ServerEvent::Message { .. }));
                    black_box(&event);
                    if self.server.answers_due() > 0 {
                        self.server.accept().expect("an answer is due");
                    }
                }
                Step::NeedData => return,
                step => panic!("the server says {step:?}"),
            }
        }
    }
}

/// A client and a server, past EHLO.
struct Pair {
    client: Client,
    receiver: Receiver,
    from: ReversePath<'static>,
    to: ForwardPath<'static>,
    content: Vec<u8>,
}

impl Pair {
    fn new() -> Self {
        let mut pair = Self {
            client: Client::new(ClientConfig::new(), 0),
            receiver: Receiver::new(),
            from: sender(),
            to: recipient(),
            content: message_of(SIZE),
        };
        pair.client.ehlo(host("mail.sender.example")).expect("a client that goes on");
        while pair.client.capabilities().is_none() {
            pair.carry();
            pair.events();
        }
        pair
    }

    /// Carries octets in both directions; the server has its turn in between.
    fn carry(&mut self) {
        let Receiver { server, .. } = &mut self.receiver;
        let written = self.client.output().len();
        server.receive(self.client.output(), 0).expect("room for the client's octets");
        self.client.advance_output(written).expect("so much was there");
        self.receiver.turn();
        let Receiver { server, .. } = &mut self.receiver;
        let written = server.output().len();
        self.client.receive(server.output(), 0).expect("room for the server's octets");
        server.advance_output(written).expect("so much was there");
    }

    /// Takes the client's events, with the content when DATA is answered; whether a message was
    /// accepted.
    fn events(&mut self) -> bool {
        let mut accepted = false;
        loop {
            match self.client.next_event(0).expect("a client that goes on") {
                Step::Event(ClientEvent::DataReady { .. }) => {
                    let taken = self.client.content(&self.content).expect("content is wanted");
                    assert_eq!(taken, SIZE);
                    self.client.end_content().expect("the content can be sent");
                }
                Step::Event(event) => {
                    accepted |= matches!(&event, ClientEvent::ContentReply { reply, .. }
                        if reply.code().is_positive());
                    black_box(&event);
                }
                Step::NeedData => return accepted,
                step => panic!("the client says {step:?}"),
            }
        }
    }

    fn transaction(&mut self, bdat: bool) {
        let Self { client, from, to, content, .. } = self;
        let paths = black_box((&*from, &*to));
        client.mail(paths.0.clone(), MailParameters::new()).expect("MAIL is next");
        client.rcpt(paths.1.clone(), RcptParameters::new()).expect("RCPT is next");
        if bdat {
            client.bdat(SIZE as u64, true).expect("BDAT is next");
            assert_eq!(client.content(content).expect("content is wanted"), SIZE);
        } else {
            client.data().expect("DATA is next");
        }
        let before = self.receiver.messages;
        self.carry();
        let mut accepted = self.events();
        if !bdat {
            self.carry();
            accepted = self.events();
        }
        assert!(accepted && self.receiver.messages == before + 1, "the message was taken");
    }
}

/// A mailer and a server, past EHLO.
struct Mailing {
    mailer: Mailer,
    receiver: Receiver,
    envelope: Envelope,
    content: Arc<[u8]>,
}

impl Mailing {
    fn new() -> Self {
        let mut config = MailerConfig::new(host("mail.sender.example"));
        config.security = Security::Disabled;
        let mut mailing = Self {
            mailer: Mailer::new(config, [7; 32], 0),
            receiver: Receiver::new(),
            envelope: Envelope::new(sender()).to(recipient()),
            content: message_of(SIZE).into(),
        };
        while mailing.mailer.capabilities().map_or(0, |offer| Capabilities::iter(offer).len()) == 0
        {
            mailing.turn();
        }
        mailing
    }

    /// Takes events until the mailer waits, then carries octets in both directions; whether a
    /// message was accepted.
    fn turn(&mut self) -> bool {
        let mut accepted = false;
        loop {
            match self.mailer.next_event(0).expect("a mailer that goes on") {
                Step::Event(MailerEvent::Outcome(outcome)) => accepted |= outcome.is_accepted(),
                Step::Event(_) => {}
                Step::NeedData => break,
                step => panic!("the mailer says {step:?}"),
            }
        }
        let Receiver { server, .. } = &mut self.receiver;
        let written = self.mailer.output().len();
        server.receive(self.mailer.output(), 0).expect("room for the mailer's octets");
        self.mailer.advance_output(written).expect("so much was there");
        self.receiver.turn();
        let Receiver { server, .. } = &mut self.receiver;
        let written = server.output().len();
        self.mailer.receive(server.output(), 0).expect("room for the server's octets");
        server.advance_output(written).expect("so much was there");
        accepted
    }

    fn transaction(&mut self) {
        let envelope = black_box(&self.envelope).clone();
        self.mailer.send(envelope, Arc::clone(&self.content)).expect("a mailer that takes mail");
        while !self.turn() {}
    }
}

pub(crate) fn host(name: &str) -> Host<'static> {
    Host::parse(name).expect("a host").into_owned()
}

pub(crate) fn sender() -> ReversePath<'static> {
    ReversePath::parse("<alice.liddell@sender.example>").expect("a path").into_owned()
}

pub(crate) fn recipient() -> ForwardPath<'static> {
    ForwardPath::parse("<humpty.dumpty@receiver.example>").expect("a path").into_owned()
}

//! Whole sessions within the smallest of limits: a configuration that can never work is refused, and
//! with every other one a session comes to its end, whatever that is.

use std::sync::Arc;

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{
    Client, ClientConfig, ClientEvent, Connection, ContentMode, Decisions, Envelope, Error,
    ErrorCode, ForwardPath, Host, Limits, Mailer, MailerConfig, MailerEvent, ReversePath, Security,
    Server, ServerConfig, Step, Verb,
};

/// A limit by its path, and how it is set.
type Limit = (&'static str, fn(&mut Limits, usize));

/// Every limit that has a size.
const LIMITS: [Limit; 14] = [
    ("limits.command_line", |limits, size| limits.command_line = size),
    ("limits.auth_line", |limits, size| limits.auth_line = size),
    ("limits.reply_line", |limits, size| limits.reply_line = size),
    ("limits.reply_lines", |limits, size| limits.reply_lines = size),
    ("limits.recipients", |limits, size| limits.recipients = size),
    ("limits.pending_commands", |limits, size| limits.pending_commands = size),
    ("limits.input_buffer", |limits, size| limits.input_buffer = size),
    ("limits.output_buffer", |limits, size| limits.output_buffer = size),
    ("limits.message_size", |limits, size| limits.message_size = Some(size as u64)),
    ("limits.content_line", |limits, size| limits.content_line = Some(size)),
    ("limits.errors", |limits, size| limits.errors = number(size)),
    ("limits.idle_commands", |limits, size| limits.idle_commands = number(size)),
    ("limits.failed_logins", |limits, size| limits.failed_logins = number(size)),
    ("limits.transactions", |limits, size| limits.transactions = Some(number(size))),
];

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap()
}

fn sizes() -> impl Iterator<Item = usize> {
    (0..30).chain([64, 100, 512])
}

const MESSAGE: &[u8] = b"Subject: Hello\r\n\r\n.Hello, Bob.\r\n..\r\n";

/// What a side did when it was asked once.
enum Did {
    Something,
    Nothing,
    /// It is over, and has nothing left to say.
    Ended,
}

fn turn<C: Connection>(side: &mut C, mut happened: impl FnMut(&mut C, C::Event)) -> Did {
    match side.next_event(0) {
        Ok(Step::Event(event)) => {
            happened(side, event);
            Did::Something
        }
        Ok(Step::Closed) | Err(_) if side.output().is_empty() => Did::Ended,
        Ok(_) | Err(_) => Did::Nothing,
    }
}

/// Carries what one side says to the other, as much as fits. Whether there was something.
fn carry<A: Connection, B: Connection>(from: &mut A, to: &mut B) -> bool {
    let octets: Vec<u8> = from.output().iter().copied().take(to.input_room()).collect();
    from.advance_output(octets.len()).unwrap();
    // The error is the connection's, which its next event repeats.
    let _ = to.receive(&octets, 0);
    !octets.is_empty()
}

/// The other side is gone: nobody speaks, and what is written is lost.
fn left_alone<C: Connection>(side: &mut C) {
    side.receive_eof(0);
    let lost = side.output().len();
    side.advance_output(lost).unwrap();
}

/// Runs a session to its end; the error that is told when it never comes.
fn runs<C: Connection>(
    client: &mut C,
    mut told: impl FnMut(&mut C, C::Event),
    server: ServerConfig,
) -> Result<(), String> {
    let mut server = Server::new(Arc::new(server), [7; 32], 0);
    for _ in 0..100_000 {
        let mine = turn(client, &mut told);
        let theirs = turn(&mut server, |server, _| {
            while server.answers_due() > 0 {
                server.accept().unwrap();
            }
        });
        let (over, gone) = (matches!(mine, Did::Ended), matches!(theirs, Did::Ended));
        let carried = carry(client, &mut server) | carry(&mut server, client);
        match (over, gone) {
            (true, true) => return Ok(()),
            (true, false) => left_alone(&mut server),
            (false, true) => left_alone(client),
            (false, false) => {
                let moved =
                    carried || matches!(mine, Did::Something) || matches!(theirs, Did::Something);
                if !moved {
                    return Err("both wait for each other".into());
                }
            }
        }
    }
    Err("it never ends".into())
}

fn envelope() -> Envelope {
    let path =
        |name: &str| ForwardPath::parse(&format!("<{name}@mx.example>")).unwrap().into_owned();
    Envelope::new(ReversePath::parse("<ann@client.example>").unwrap())
        .to(path("bob"))
        .to(path("eve"))
}

fn server() -> ServerConfig {
    let mut config = ServerConfig::new(Host::parse("mx.example").unwrap());
    config.decisions = Decisions::ALL;
    config
}

/// A mailer's session, and how many messages came to something.
fn mails(config: MailerConfig, server: ServerConfig) -> Result<usize, String> {
    let mut mailer = Mailer::new(config, [7; 32], 0);
    mailer.send(envelope(), MESSAGE.to_vec()).unwrap();
    mailer.send(envelope(), MESSAGE.to_vec()).unwrap();
    mailer.quit();
    let mut outcomes = 0;
    let told =
        |_: &mut Mailer, event| outcomes += usize::from(matches!(event, MailerEvent::Outcome(_)));
    runs(&mut mailer, told, server)?;
    Ok(outcomes)
}

/// A client's session whose host gives up, by QUIT or by leaving, where it can't go on.
fn talks(config: ClientConfig, server: ServerConfig) -> Result<(), String> {
    let mut client = Client::new(config, 0);
    runs(
        &mut client,
        |client, event| {
            let went_on = match event {
                ClientEvent::Greeting { .. } => {
                    client.ehlo(Host::parse("a.example").unwrap()).map(drop)
                }
                ClientEvent::Ehlo { .. } => begin(client),
                ClientEvent::DataReady { .. } => content(client),
                ClientEvent::ContentReply { .. } => client.quit().map(drop),
                ClientEvent::Reply { reply, verb, .. }
                    if !reply.code().is_positive() && verb != Verb::Quit =>
                {
                    client.quit().map(drop)
                }
                _ => Ok(()),
            };
            if went_on.is_err() && client.quit().is_err() {
                client.receive_eof(0);
            }
        },
        server,
    )
}

fn begin(client: &mut Client) -> Result<(), Error> {
    client.mail(ReversePath::parse("<a@b>").unwrap(), MailParameters::new())?;
    client.rcpt(ForwardPath::parse("<c@d>").unwrap(), RcptParameters::new())?;
    client.data().map(drop)
}

fn content(client: &mut Client) -> Result<(), Error> {
    // What does not fit into one piece is left out: the host would write the output meanwhile.
    client.content(MESSAGE)?;
    client.end_content()
}

fn refused(checked: Result<(), Error>, path: &str, size: usize) -> bool {
    let Err(error) = checked else { return false };
    assert_eq!(error.code(), ErrorCode::InvalidValue);
    let detail = error.detail();
    assert!(detail.starts_with(&format!("{path}: ")), "{detail}");
    assert!(detail.contains(&format!("not {size}:")), "{detail}");
    true
}

#[test]
fn a_server_refuses_a_limit_that_can_not_work_or_every_session_ends() {
    for (path, set) in LIMITS {
        for size in sizes() {
            for mode in [ContentMode::Stream, ContentMode::Whole, ContentMode::Discard] {
                let mut config = server();
                config.content = mode;
                set(&mut config.limits, size);
                if refused(config.check(), path, size) {
                    continue;
                }
                let what = format!("{path} {size} {mode:?}");
                for chunking in [true, false] {
                    let mut mailer = MailerConfig::new(Host::parse("client.example").unwrap());
                    mailer.security = Security::Disabled;
                    mailer.chunking = chunking;
                    let outcomes = mails(mailer, config.clone());
                    assert_eq!(outcomes, Ok(2), "{what} {chunking}");
                }
                assert_eq!(talks(ClientConfig::new(), config), Ok(()), "{what}");
            }
        }
    }
}

#[test]
fn a_client_refuses_a_limit_that_can_not_work_or_every_session_ends() {
    for (path, set) in LIMITS {
        for size in sizes() {
            let mut config = ClientConfig::new();
            set(&mut config.limits, size);
            if !refused(config.check(), path, size) {
                assert_eq!(talks(config, server()), Ok(()), "{path} {size}");
            }
        }
    }
}

#[test]
fn a_mailer_refuses_a_limit_that_can_not_work_or_every_message_has_an_outcome() {
    for (path, set) in LIMITS {
        for size in sizes() {
            for (chunking, pipelining) in
                [(true, true), (true, false), (false, true), (false, false)]
            {
                let mut config = MailerConfig::new(Host::parse("client.example").unwrap());
                config.security = Security::Disabled;
                config.chunking = chunking;
                config.client.pipelining = pipelining;
                set(&mut config.client.limits, size);
                if !refused(config.check(), &format!("client.{path}"), size) {
                    let outcomes = mails(config, server());
                    assert_eq!(outcomes, Ok(2), "{path} {size} {chunking} {pipelining}");
                }
            }
        }
    }
}

#[test]
fn limits_of_nothing_are_refused_wherever_nothing_could_work() {
    let refusing = |check: &dyn Fn(fn(&mut Limits, usize)) -> Result<(), Error>| {
        let refused = LIMITS.iter().filter(|(_, set)| check(*set).is_err());
        refused.map(|(path, _)| path.trim_start_matches("limits.")).collect::<Vec<_>>()
    };
    let of_server = refusing(&|set| {
        let mut config = server();
        set(&mut config.limits, 0);
        config.check()
    });
    assert_eq!(
        of_server,
        [
            "command_line",
            "auth_line",
            "recipients",
            "output_buffer",
            "message_size",
            "content_line",
            "idle_commands",
            "transactions"
        ]
    );
    let of_client = refusing(&|set| {
        let mut config = ClientConfig::new();
        set(&mut config.limits, 0);
        config.check()
    });
    assert_eq!(
        of_client,
        [
            "command_line",
            "auth_line",
            "reply_line",
            "reply_lines",
            "recipients",
            "pending_commands",
            "input_buffer",
            "output_buffer",
            "content_line"
        ]
    );
}

#[test]
fn a_proxy_header_that_can_never_be_whole_ends_the_connection() {
    let mut config = server();
    config.proxy = true;
    (config.limits.input_buffer, config.limits.command_line, config.limits.auth_line) =
        (10, 10, 10);
    assert!(config.check().unwrap_err().detail().starts_with("limits.input_buffer: "));
    let mut server = Server::new(Arc::new(config), [7; 32], 0);
    assert_eq!(server.next_event(0), Ok(Step::NeedData));
    server.receive(b"PROXY TCP4", 0).unwrap();
    assert_eq!(server.next_event(0).unwrap_err().code(), ErrorCode::InputBufferFull);
}

#[test]
fn a_server_without_room_for_output_works_all_the_same() {
    let mut config = server();
    config.limits.output_buffer = 0;
    let mut mailer = MailerConfig::new(Host::parse("client.example").unwrap());
    mailer.security = Security::Disabled;
    assert_eq!(mails(mailer, config), Ok(2));
}

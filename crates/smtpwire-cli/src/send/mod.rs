//! `smtpwire send`: sends one message and tells what became of it, recipient by recipient.
//!
//! Here is the session; `options` is the command line, `credentials` reads what it logs in with,
//! `message` makes what is sent, `report` tells the outcome, `transcript` keeps the dialog.

mod credentials;
mod message;
mod options;
pub(crate) mod report;
mod transcript;

use std::io::{self, IsTerminal};
use std::net::SocketAddr;

use jiff::Zoned;
use serde_json::json;
use smtpwire::flow::mailer::{Envelope, Outcome, Recipient};
use smtpwire::sasl::{Credentials, SaslPolicy};
use smtpwire::types::parameter::{
    Body, MailParameter, MailParameters, RcptParameter, RcptParameters,
};
use smtpwire::{
    Capabilities, ClientConfig, Error, ErrorCode, Host, Keyword, MailerConfig, MailerEvent,
    Protocol,
};
use smtpwire_tls::{Fallback, TlsMailer};

use crate::input;
use crate::output::{Output, complain, warn};
use crate::session::{Unreached, Wire};
use crate::tls::{Client, Policy, Told, of_failure};
pub(crate) use options::{Options, host};
use report::Exit;
use transcript::Transcript;

/// The largest message that is read, in octets.
const LARGEST: usize = 1 << 30;

/// Why nothing could be sent, before there was an outcome.
pub(crate) struct Failed {
    pub(crate) exit: Exit,
    pub(crate) reason: String,
    error: Option<Error>,
}

impl Failed {
    pub(crate) fn new(exit: Exit, reason: impl Into<String>) -> Self {
        Self { exit, reason: reason.into(), error: None }
    }
}

impl From<Unreached> for Failed {
    fn from(unreached: Unreached) -> Self {
        let exit = match unreached {
            Unreached::NoHost(_) => Exit::NoHost,
            Unreached::NoConnection(_) => Exit::TempFail,
        };
        Self::new(exit, unreached.to_string())
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { exit: report::of_error(&error), reason: error.to_string(), error: Some(error) }
    }
}

/// Sends, and says what became of it.
pub(crate) fn run(options: &Options, output: &mut Output) -> Exit {
    // Before anything is sent: who calls this again when it fails must not send twice.
    let transcript = match options.transcript.as_deref().map(Transcript::open).transpose() {
        Ok(transcript) => transcript,
        Err(failed) => return complained(options, &failed, output),
    };
    let mut kept = Kept { record: transcript.is_some(), ..Kept::default() };
    let exit = match attempt(options, &mut kept) {
        Ok((outcome, told)) => {
            let exit = exit(&outcome, &told);
            if let Some(sentence) = told.warning(&options.server.to_string()) {
                warn(&crate::show::pictured(&sentence));
            }
            if output.json() {
                let mut document = report::to_json(&outcome);
                document["server"] = json!(kept.server(options));
                document["tls"] = told.to_json();
                output.document(&document);
            } else if !options.quiet || exit != Exit::Ok {
                report::print(&outcome, output);
                match told.failure.as_ref().filter(|_| Told::ended(&outcome)) {
                    // Why is said above.
                    Some(failure) => report::advise(failure.kind().advice(), output),
                    None => output.line(format!("    {}", crate::show::pictured(&told.line()))),
                }
                if let Some(advice) = outcome.error.as_ref().and_then(|error| told.advice(error)) {
                    report::advise(advice, output);
                }
            }
            exit
        }
        Err(failed) => complained(options, &failed, output),
    };
    if let Some(transcript) = transcript
        && !kept.dialog.is_empty()
        && let Err(error) = transcript.write(&kept.dialog)
    {
        // What became of the message counts more.
        complain(&format!("the transcript could not be written: {error}"));
    }
    exit
}

fn complained(options: &Options, failed: &Failed, output: &mut Output) -> Exit {
    if output.json() {
        let error = failed
            .error
            .as_ref()
            .map_or_else(|| json!({ "message": failed.reason }), report::error_json);
        output.document(&json!({ "server": options.server.to_string(), "error": error }));
    } else {
        complain(&crate::show::pictured(&failed.reason));
    }
    failed.exit
}

/// What stays of the sessions, however they end.
#[derive(Default)]
struct Kept {
    /// Whether what is said is wanted.
    record: bool,
    dialog: Vec<String>,
    address: Option<SocketAddr>,
}

impl Kept {
    /// Writes down what nobody said.
    fn remark(&mut self, text: &str) {
        if self.record {
            self.dialog.push(format!("[{}]", crate::show::pictured(text)));
        }
    }

    fn server(&self, options: &Options) -> String {
        self.address.map_or_else(|| options.server.to_string(), |address| address.to_string())
    }
}

/// Connects, sends, and leaves the dialog behind, which tells of failures too.
fn attempt(options: &Options, kept: &mut Kept) -> Result<(Outcome, Told), Failed> {
    if let Some(policy) = options.tls.tls {
        options.tls.check(policy).map_err(|sentence| Failed::new(Exit::Usage, sentence))?;
    }
    let credentials = credentials::read(options)?;
    for doubt in options.tls.doubts() {
        warn(&doubt);
    }
    let given = read_message(options)?;
    let login = credentials.is_some();
    let port = options.server.port.unwrap_or(match (options.lmtp, options.tls.tls) {
        (true, _) => 24,
        (_, Some(Policy::Implicit)) => 465,
        _ if login => 587,
        _ => 25,
    });
    let mut wire = connect(options, port, kept)?;
    let address = wire.peer().map_err(|error| Failed::new(Exit::TempFail, error.to_string()))?;
    let loopback = address.ip().to_canonical().is_loopback();
    let policy = options.tls.policy(port, login, loopback);
    let client = Client::new(&options.tls, policy, &options.server.host, address.ip())
        .map_err(|sentence| Failed::new(Exit::Usage, sentence))?;
    let name = match &options.ehlo {
        Some(name) => name.clone(),
        None => own_name(&wire)?,
    };
    let content = compose(options, given, &name)?;
    let mut config = config(options, name, policy, credentials);
    let (outcome, mut told) = session(options, &config, &client, content.clone(), &mut wire, kept)?;
    if told.fallback != Some(Fallback::Failed) {
        return Ok((outcome, told));
    }
    // Opportunism: nothing was sent, and a server whose TLS is broken gets what one without any gets
    // (RFC 7435 section 3).
    config.security = Policy::Off.security();
    drop(wire);
    // A reader of dialogs takes what follows for another session.
    kept.remark("connection closed; tried again on a new one, in plaintext");
    let mut wire = connect(options, port, kept)?;
    let (outcome, again) = session(options, &config, &client, content, &mut wire, kept)?;
    told.session = again.session;
    told.logged_in = again.logged_in;
    Ok((outcome, told))
}

fn connect(options: &Options, port: u16, kept: &mut Kept) -> Result<Wire, Failed> {
    let mut wire = Wire::connect(&options.server, port)?;
    if kept.record {
        wire.record();
    }
    kept.address = wire.peer().ok();
    Ok(wire)
}

/// One session: sends the message, and tells what became of it and of TLS.
fn session(
    options: &Options,
    config: &MailerConfig,
    client: &Client,
    content: Vec<u8>,
    wire: &mut Wire,
    kept: &mut Kept,
) -> Result<(Outcome, Told), Failed> {
    let mut entropy = [0; 32];
    getrandom::fill(&mut entropy)
        .map_err(|error| Failed::new(Exit::Software, format!("there is no entropy: {error}")))?;
    let (tls, peer) = (client.tls.clone(), client.peer.clone());
    let mut mailer = TlsMailer::new(config.clone(), tls, peer, entropy, wire.now());
    mailer.mailer_mut().send(envelope(options)?, content)?;
    let outcome = deliver(&mut mailer, wire);
    kept.dialog.extend(wire.dialog());
    let logged_in = mailer.mailer().is_authenticated()
        || outcome.as_ref().is_ok_and(|outcome| outcome.error.as_ref().is_some_and(login_failed));
    let offers = |offer: &Capabilities<'_>| offer.offers(Keyword::StartTls);
    let mut told = Told {
        policy: client.in_force(),
        session: mailer.session().cloned(),
        failure: mailer.failure().cloned(),
        unproven: None,
        fallback: mailer.fallback(),
        offered: mailer.mailer().capabilities().is_some_and(offers),
        insecure: options.tls.insecure,
        logged_in,
    };
    if logged_in && told.is_plain() {
        told.fallback.get_or_insert(Fallback::Plaintext { reply: None });
    }
    let timed_out = outcome.as_ref().is_ok_and(|outcome| {
        outcome.error.as_ref().is_some_and(|error| error.code() == ErrorCode::TlsTimeout)
    });
    if timed_out && told.policy == Policy::Opportunistic {
        told.fallback = Some(Fallback::Failed);
    }
    if let Some(why) = told.broken() {
        kept.remark(&format!("TLS failed: {why}"));
    }
    Ok((outcome?, told))
}

/// Whether it is the server's answer to a login that it tells of.
fn login_failed(error: &Error) -> bool {
    matches!(error.code(), ErrorCode::AuthenticationRefused | ErrorCode::AuthenticationFailed)
}

/// The exit status: what TLS came to says more than that the session ended for it.
fn exit(outcome: &Outcome, told: &Told) -> Exit {
    let tls = outcome.error.as_ref().is_some_and(|error| error.code() == ErrorCode::TlsFailed);
    match &told.failure {
        Some(failure) if tls && !outcome.is_accepted() => of_failure(failure),
        _ => report::exit(outcome),
    }
}

/// Drives the session to its end. There is one outcome, whatever happens.
pub(crate) fn deliver(mailer: &mut TlsMailer, wire: &mut Wire) -> Result<Outcome, Failed> {
    mailer.mailer_mut().quit();
    let mut outcome = None;
    loop {
        match wire.next(mailer) {
            Ok(Some(MailerEvent::Outcome(told))) => outcome = Some(*told),
            Ok(Some(_)) => {}
            Ok(None) => break,
            // What was told before stands; a QUIT that went wrong is of no importance.
            Err(_) if outcome.is_some() => break,
            Err(error) => return Err(error.into()),
        }
    }
    outcome.ok_or_else(|| Error::new(ErrorCode::Internal).with_detail("no outcome was told").into())
}

fn config(
    options: &Options,
    name: Host<'static>,
    policy: Policy,
    credentials: Option<Credentials>,
) -> MailerConfig {
    let mut client = ClientConfig::new();
    client.protocol = if options.lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    client.pipelining = !options.no_pipelining;
    // What a file holds is sent; a server that takes no long lines says so.
    client.long_lines = true;
    if let Some(seconds) = options.timeout {
        let limit = seconds.saturating_mul(1000);
        let timeouts = &mut client.timeouts;
        for timeout in [
            &mut timeouts.greeting,
            &mut timeouts.tls,
            &mut timeouts.command,
            &mut timeouts.mail,
            &mut timeouts.rcpt,
            &mut timeouts.data_initiation,
            &mut timeouts.data_block,
            &mut timeouts.data_termination,
            &mut timeouts.quit,
        ] {
            *timeout = limit;
        }
    }
    let mut config = MailerConfig::new(name);
    config.client = client;
    config.security = policy.security();
    config.credentials = credentials;
    config.chunking = !options.no_chunking;
    let mut policy = SaslPolicy::default();
    policy.allow_plaintext_secrets = options.plaintext_auth;
    if !options.mechanism.is_empty() {
        policy.allowed = Some(options.mechanism.clone());
    }
    config.sasl = policy;
    config
}

fn envelope(options: &Options) -> Result<Envelope, Failed> {
    let refused = |_| Failed::new(Exit::Usage, "a parameter is given twice");
    let mut mail = MailParameters::new();
    if options.binary {
        mail.push(MailParameter::Body(Body::BinaryMime)).map_err(refused)?;
    }
    if let Some(ret) = options.ret {
        mail.push(MailParameter::Ret(ret)).map_err(refused)?;
    }
    let mut envelope = Envelope::new(options.from.clone()).with_parameters(mail);
    for to in options.to.iter().flatten() {
        let mut rcpt = RcptParameters::new();
        if let Some(notify) = options.notify {
            rcpt.push(RcptParameter::Notify(notify)).map_err(refused)?;
        }
        envelope = envelope.to(Recipient::new(to.clone()).with_parameters(rcpt));
    }
    Ok(envelope)
}

/// What the user gave as the message; `None` for a test message.
fn read_message(options: &Options) -> Result<Option<Vec<u8>>, Failed> {
    let name = match &options.file {
        Some(name) => name.clone(),
        None if options.body.is_some() || io::stdin().is_terminal() => return Ok(None),
        None => "-".into(),
    };
    let octets = input::read(&name, LARGEST).map_err(|error| {
        Failed::new(Exit::NoInput, format!("{}: {}", crate::show::file_name(&name), error.message))
    })?;
    if octets.is_empty() && options.subject.is_some() {
        return Ok(None);
    }
    if octets.is_empty() {
        let reason = "the message is empty; name a file, or make one with --subject and --body";
        return Err(Failed::new(Exit::NoInput, reason));
    }
    Ok(Some(octets))
}

fn compose(options: &Options, given: Option<Vec<u8>>, name: &Host<'_>) -> Result<Vec<u8>, Failed> {
    let content = match given {
        Some(octets) if options.binary => octets,
        Some(octets) if options.subject.is_none() => message::with_crlf(&octets),
        body => {
            let body = body.map(|octets| String::from_utf8_lossy(&octets).into_owned());
            let mut id = [0; 12];
            getrandom::fill(&mut id)
                .map_err(|error| Failed::new(Exit::Software, error.to_string()))?;
            let id = format!(
                "{:024x}",
                id.iter().fold(0_u128, |id, octet| (id << 8) | u128::from(*octet))
            );
            let bare = |path: String| {
                let path = path.trim_start_matches('<').trim_end_matches('>').to_owned();
                // Postmaster and the null sender have no domain in the envelope, and need one here.
                match &*path {
                    "" => format!("MAILER-DAEMON@{name}"),
                    path if path.contains('@') => path.to_owned(),
                    path => format!("{path}@{name}"),
                }
            };
            let to: Vec<String> =
                options.to.iter().flatten().map(|to| bare(to.to_string())).collect();
            message::for_test(&message::Test {
                from: &bare(options.from.to_string()),
                to: &to,
                subject: options.subject.as_deref(),
                body: options.body.as_deref().or(body.as_deref()),
                date: &Zoned::now(),
                id: (&id, &name.to_string()),
            })
            .map_err(|reason| Failed::new(Exit::DataError, reason))?
        }
    };
    Ok(message::with_fields(&content, &options.headers))
}

/// The address literal of this machine on the connection: what a client without a name of its own
/// says (RFC 5321 section 4.1.4).
pub(crate) fn own_name(wire: &Wire) -> Result<Host<'static>, Error> {
    let failed = |reason: String| Error::new(ErrorCode::Internal).with_detail(reason);
    let local = wire.local().map_err(|error| failed(error.to_string()))?;
    let literal = match local {
        SocketAddr::V4(v4) => format!("[{}]", v4.ip()),
        SocketAddr::V6(v6) => v6
            .ip()
            .to_ipv4_mapped()
            .map_or_else(|| format!("[IPv6:{}]", v6.ip()), |v4| format!("[{v4}]")),
    };
    literal.parse().map_err(|error: smtpwire::ValueError| failed(error.to_string()))
}

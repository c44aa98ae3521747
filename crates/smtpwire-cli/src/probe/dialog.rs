//! What a probe says to a server, and what it hears.

use smtpwire::{
    Capabilities, ClientConfig, ClientEvent, Error, Keyword, Protocol, Reply, Security, Severity,
    Verb,
};
use smtpwire_tls::{FailureKind, Peer, TlsClient, TlsFailure, TlsSession};

use super::Options;
use crate::send::own_name;
use crate::send::report::{Exit, shown};
use crate::session::Wire;
use crate::tls::{Client, Policy, of_failure};

/// A command that no server knows.
pub(super) const UNKNOWN: &str = "XSMTPWIRE-PROBE";

/// What was learned.
pub(super) struct Learned {
    pub(super) policy: Policy,
    pub(super) greeting: Option<Reply<'static>>,
    /// The lines behind the first of the reply to EHLO: the last one, inside TLS where there is TLS.
    pub(super) offers: Vec<String>,
    /// The same before STARTTLS, where that was used.
    pub(super) in_plaintext: Option<Vec<String>>,
    /// What no rule about a dialog finds.
    pub(super) remarks: Vec<Remark>,
    /// The reply by which the server refused service: to the connection or to EHLO.
    pub(super) refusal: Option<Reply<'static>>,
    pub(super) error: Option<Error>,
    pub(super) tls: Option<TlsSession>,
    /// Why TLS failed.
    pub(super) failure: Option<TlsFailure>,
    /// Why the certificate proves nothing, though it was let through.
    pub(super) unproven: Option<TlsFailure>,
    /// Which versions of TLS the server accepts, where that could be told.
    pub(super) versions: Vec<(&'static str, Option<bool>)>,
    /// Whom the certificate must name, and whether it does.
    pub(super) name: Option<(String, bool)>,
}

/// A finding of the probe's own.
pub(super) struct Remark {
    pub(super) name: &'static str,
    pub(super) severe: bool,
    pub(super) message: String,
    pub(super) advice: &'static str,
}

impl Learned {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            policy,
            greeting: None,
            offers: Vec::new(),
            in_plaintext: None,
            remarks: Vec::new(),
            refusal: None,
            error: None,
            tls: None,
            failure: None,
            unproven: None,
            versions: Vec::new(),
            name: None,
        }
    }

    /// Whether the handshake was given up because the certificate proves nothing.
    pub(super) fn stopped_by_certificate(&self) -> bool {
        self.tls.is_none()
            && self.failure.as_ref().is_some_and(|failure| of_failure(failure) == Exit::Unavailable)
    }

    pub(super) fn remark(
        &mut self,
        name: &'static str,
        severe: bool,
        message: impl Into<String>,
        advice: &'static str,
    ) {
        self.remarks.push(Remark { name, severe, message: message.into(), advice });
    }
}

/// Talks to a server; a peer that need not prove itself is asked for what it has.
pub(super) fn learn(options: &Options, client: &Client, peer: Peer, wire: &mut Wire) -> Learned {
    let mut learned = Learned::new(client.policy);
    let mut connection = connection(options, client, peer, wire);
    if let Err(error) = converse(options, &mut connection, wire, &mut learned) {
        learned.error = Some(error);
    }
    learned.tls = connection.session().cloned();
    learned.failure = connection.failure().cloned();
    learned
}

/// A client that begins TLS when it is told to, or at once where it comes first: so each offer is
/// seen, and a certificate that proves nothing ends nothing.
pub(super) fn connection(options: &Options, client: &Client, peer: Peer, wire: &Wire) -> TlsClient {
    let mut config = ClientConfig::new();
    config.protocol = if options.lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    let limit = options.timeout.saturating_mul(1000);
    config.timeouts.greeting = limit;
    config.timeouts.command = limit;
    config.timeouts.tls = limit;
    config.timeouts.quit = limit.min(config.timeouts.quit);
    let security = match client.policy {
        Policy::Implicit => Security::Implicit,
        _ => Security::Disabled,
    };
    TlsClient::new(config, security, client.tls.clone(), peer, wire.now())
}

fn converse(
    options: &Options,
    client: &mut TlsClient,
    wire: &mut Wire,
    learned: &mut Learned,
) -> Result<(), Error> {
    let reply = match greeting(client, wire)? {
        Some(ClientEvent::Greeting { reply }) => reply,
        // 421 in place of a greeting.
        other => {
            learned.refusal = other.and_then(|event| event.reply().cloned());
            return Ok(());
        }
    };
    let welcome = reply.code().is_positive();
    if !welcome {
        learned.refusal = Some(reply.clone());
    }
    if !options.lmtp && reply.text().contains("LMTP") {
        learned.remark(
            "greets-as-lmtp",
            false,
            "The server calls itself an LMTP server.",
            "Probe it with --lmtp: it says LHLO, which such a server wants to hear.",
        );
    }
    learned.greeting = Some(reply);
    if welcome && hello(options, client, wire, learned)? {
        let wanted = !matches!(learned.policy, Policy::Off | Policy::Implicit);
        if wanted && offers_starttls(client) {
            client.client_mut().starttls()?;
            match wire.next(client)? {
                Some(ClientEvent::TlsEstablished { .. }) => {
                    let before = learned.offers.clone();
                    if !hello(options, client, wire, learned)? {
                        return Ok(());
                    }
                    // Without a second offer there is nothing to compare.
                    learned.in_plaintext = client.client().capabilities().map(|_| before);
                }
                Some(event) => refused(event.reply(), learned),
                None => return Ok(()),
            }
        }
        remark_on_offer(client, options.lmtp, learned);
        probes(client, wire, learned)?;
    }
    if client.client_mut().quit().is_ok() {
        while wire.next(client)?.is_some() {}
    }
    Ok(())
}

/// What the server says first, behind the news that TLS is up where it comes first.
fn greeting(client: &mut TlsClient, wire: &mut Wire) -> Result<Option<ClientEvent>, Error> {
    match wire.next(client)? {
        Some(ClientEvent::TlsEstablished { .. }) => wire.next(client),
        event => Ok(event),
    }
}

/// Says EHLO; whether it was accepted.
fn hello(
    options: &Options,
    client: &mut TlsClient,
    wire: &mut Wire,
    learned: &mut Learned,
) -> Result<bool, Error> {
    let name = match &options.ehlo {
        Some(name) => name.clone(),
        None => own_name(wire)?,
    };
    client.client_mut().ehlo(name)?;
    match wire.next(client)? {
        Some(ClientEvent::Ehlo { reply, .. }) => {
            learned.offers =
                client.client().capabilities().map(|_| offers(&reply)).unwrap_or_default();
            Ok(true)
        }
        event => {
            learned.refusal = event.and_then(|event| event.reply().cloned());
            Ok(false)
        }
    }
}

fn offers_starttls(client: &TlsClient) -> bool {
    let offers = |offer: &Capabilities<'_>| offer.offers(Keyword::StartTls);
    client.client().capabilities().is_some_and(offers)
}

fn refused(reply: Option<&Reply<'static>>, learned: &mut Learned) {
    let reply = reply.map(shown).unwrap_or_default();
    learned.remark(
        "starttls-refused",
        true,
        format!("STARTTLS is offered and answered {reply}."),
        "The server's TLS is not set up, or broken: look for the certificate and the key in its \
         configuration, and at its log.",
    );
}

/// Begins TLS and goes; for a second look.
pub(super) fn handshake(
    options: &Options,
    client: &Client,
    wire: &mut Wire,
) -> (Option<TlsSession>, Option<TlsFailure>) {
    let mut connection = connection(options, client, client.anyone().unverified(), wire);
    let mut learned = Learned::new(client.policy);
    let talk = |connection: &mut TlsClient, learned: &mut Learned, wire: &mut Wire| {
        greeting(connection, wire)?;
        if connection.session().is_none() && hello(options, connection, wire, learned)? {
            connection.client_mut().starttls()?;
            wire.next(connection)?;
        }
        connection.client_mut().quit()?;
        while wire.next(connection)?.is_some() {}
        Ok::<_, Error>(())
    };
    // What TLS came to is all that counts.
    let _ = talk(&mut connection, &mut learned, wire);
    (connection.session().cloned(), connection.failure().cloned())
}

/// Whether a failure is about the version of TLS: there are servers that say so, and such that hang
/// up.
pub(super) fn is_about_version(failure: &TlsFailure) -> bool {
    use FailureKind::{Alert, NoCommonCipher, NoCommonVersion, Truncated};
    matches!(failure.kind(), NoCommonVersion | NoCommonCipher | Alert | Truncated)
}

/// The lines of the offer, as they were written.
fn offers(reply: &Reply<'_>) -> Vec<String> {
    reply.lines().skip(1).map(|line| smtpwire::Escaped(line).to_string()).collect()
}

fn remark_on_offer(client: &TlsClient, lmtp: bool, learned: &mut Learned) {
    let (tls, required) = (client.client().is_tls(), learned.policy == Policy::Required);
    let remarks = &mut learned.remarks;
    let Some(capabilities) = client.client().capabilities() else {
        remarks.push(Remark {
            name: "no-ehlo",
            severe: false,
            message: "The server knows HELO only, and so no extension.".into(),
            advice: "Let it, or the proxy in front of it, answer EHLO: without it there is no TLS, no \
                     login and no size limit that a client could know of.",
        });
        return;
    };
    if !tls && (required || !lmtp) && !capabilities.offers(Keyword::StartTls) {
        remarks.push(Remark {
            name: "no-starttls",
            severe: required,
            message: "STARTTLS is not offered: mail travels readably.".into(),
            advice: "Give the server a certificate and switch TLS on. If it is on, a device on the way \
                     takes the keyword out of the offer: compare with a probe from inside.",
        });
    }
    if !capabilities.offers(Keyword::Pipelining) {
        remarks.push(Remark {
            name: "no-pipelining",
            severe: false,
            message: "PIPELINING is not offered: each command costs a round trip.".into(),
            advice: "Switch it on, if nothing in front of the server breaks it.",
        });
    }
}

/// Commands that change nothing, and what should come back.
fn probes(client: &mut TlsClient, wire: &mut Wire, learned: &mut Learned) -> Result<(), Error> {
    let remarks = &mut learned.remarks;
    // Where PIPELINING is offered these are one group.
    client.client_mut().rset()?;
    client.client_mut().rset()?;
    client.client_mut().noop()?;
    for _ in 0..3 {
        let Some(ClientEvent::Reply { verb, reply, .. }) = wire.next(client)? else {
            return Ok(());
        };
        if !reply.code().is_positive() {
            remarks.push(Remark {
                name: "no-op-refused",
                severe: verb == Verb::Rset,
                message: format!("{verb} is answered {}.", shown(&reply)),
                advice: "RSET and NOOP are answered 250 whatever the state of the session.",
            });
        }
    }
    client.client_mut().raw(UNKNOWN)?;
    let Some(ClientEvent::Reply { reply, .. }) = wire.next(client)? else { return Ok(()) };
    if reply.code().severity() != Severity::PermanentNegative {
        remarks.push(Remark {
            name: "unknown-command-accepted",
            severe: true,
            message: format!("A command that nobody knows is answered {}.", shown(&reply)),
            advice: "An unknown command is answered 500 (RFC 5321 section 4.2.4); a server that accepts \
                     all of them hides mistakes and protocols that are no SMTP.",
        });
    }
    Ok(())
}

//! `smtpwire demo`: a whole session on this machine, with nothing to set up: a server on loopback
//! with a certificate made on the spot, a client that trusts just that, STARTTLS, a login, a message to
//! two recipients of which one is refused, the dialog with the checker's remarks.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::thread::{self, JoinHandle};

use clap::Args;
use serde_json::json;
use smtpwire::sasl::{Credentials, SaslMechanism, ScramHash, ScramVerifier};
use smtpwire::{
    Code, EnhancedCode, Envelope, Error, ErrorCode, Host, MailerConfig, Recipient, Reply, Security,
    ServerConfig, ServerEvent,
};
use smtpwire_tls::{
    ClientTls, Identity, Peer, Roots, ServerTls, TlsMailer, TlsServer, TlsServerConfig, TlsSession,
};

use crate::check::{self, Checked};
use crate::output::{DOUBTFUL, GOOD, Output, STRONG, complain};
use crate::send::report::{self, Exit};
use crate::send::{Failed, deliver};
use crate::session::{Target, Wire};
use crate::show;
use crate::tls::{SelfSigned, session_json};

/// Show a whole session: a server and a client on this machine, the dialog, and what it means
///
/// Starts a server on a free port of the loopback interface, with a certificate made on the spot,
/// begins TLS with it, logs in, sends it a message for two recipients, one of which it refuses, and
/// prints the dialog with the remarks of `smtpwire check`, what became of each recipient, and what the
/// server has stored. Nothing leaves the machine.
#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct Options {}

const HELP: &str = "\
Exit status: 0, unless this machine has no loopback interface.

With --json, one document: that of send, and {\"dialog\", \"findings\", \"stored\"}; its \"tls\" tells of the
handshake.

Examples:
  smtpwire demo
  smtpwire demo --json";

const MESSAGE: &str = "\
From: Ann <ann@example.org>\r\n\
To: Jo <jo@example.net>, Nobody <nobody@example.net>\r\n\
Subject: Hello\r\n\
Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n\
Message-ID: <1@client.example.org>\r\n\
\r\n\
This message went from one end of smtpwire to the other.\r\n";

const CLIENT: &str = "client.example.org";
const SERVER: &str = "mx.example.net";
/// An account that lives as long as the demonstration.
const USER: &str = "ann";
const PASSWORD: &str = "correct horse battery staple";

/// What a demonstration leaves behind.
struct Shown {
    address: String,
    tls: Option<TlsSession>,
    outcome: smtpwire::Outcome,
    dialog: Vec<String>,
    stored: Vec<u8>,
}

pub(crate) fn run(_options: &Options, output: &mut Output) -> Exit {
    match play() {
        Ok(shown) => {
            let checked = check::recorded(&shown.dialog.join("\n"));
            if output.json() {
                let mut document = report::to_json(&shown.outcome);
                document["server"] = json!(shown.address);
                document["tls"] = json!(shown.tls.as_ref().map(session_json));
                document["dialog"] = json!(shown.dialog);
                document["findings"] =
                    json!(checked.as_ref().map(|checked| &checked.report.findings));
                document["stored"] = json!(String::from_utf8_lossy(&shown.stored));
                output.document(&document);
            } else {
                print(&shown, checked.as_ref(), output);
            }
            Exit::Ok
        }
        Err(failed) => {
            if output.json() {
                output.document(&json!({ "error": { "message": failed.reason } }));
            } else {
                complain(&show::pictured(&failed.reason));
            }
            failed.exit
        }
    }
}

fn play() -> Result<Shown, Failed> {
    let unusable = |error: io::Error| {
        Failed::new(Exit::Unavailable, format!("no server can be started on loopback: {error}"))
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(unusable)?;
    let address = listener.local_addr().map_err(unusable)?;
    let made = SelfSigned::made_for(&[SERVER.into()])
        .map_err(|sentence| Failed::new(Exit::Software, sentence))?;
    let identity = made.identity;
    let server = thread::spawn(move || serve(&listener, identity));
    let mut wire = Wire::connect(&Target::of(address), address.port())?;
    wire.record();
    let (outcome, tls) = send(&mut wire, &made.pem)?;
    let stored = stored(server)?;
    Ok(Shown { address: address.to_string(), tls, outcome, dialog: wire.dialog(), stored })
}

fn entropy() -> Result<[u8; 32], Error> {
    let mut entropy = [0; 32];
    getrandom::fill(&mut entropy).map_err(|error| {
        Error::new(ErrorCode::Internal).with_detail(format!("no entropy: {error}"))
    })?;
    Ok(entropy)
}

fn name(name: &'static str) -> Result<Host<'static>, Error> {
    Host::parse(name).map_err(unfit)
}

#[allow(clippy::needless_pass_by_value, reason = "map_err gives it away")]
fn unfit(error: impl ToString) -> Error {
    Error::new(ErrorCode::InvalidValue).with_detail(error.to_string())
}

/// The client's side: TLS with the server of that certificate and no other, a login, one message, two
/// recipients.
fn send(
    wire: &mut Wire,
    certificate: &str,
) -> Result<(smtpwire::Outcome, Option<TlsSession>), Failed> {
    let mut config = MailerConfig::new(name(CLIENT)?);
    config.security = Security::Required;
    config.credentials = Some(Credentials::password(USER, PASSWORD).map_err(unfit)?);
    let roots = Roots::pem(certificate.as_bytes()).map_err(unfit)?;
    let tls = ClientTls::builder().roots(roots).build().map_err(unfit)?;
    let peer = Peer::named(SERVER).map_err(unfit)?;
    let envelope = Envelope::new("<ann@example.org>".parse().map_err(unfit)?)
        .to(Recipient::new("<jo@example.net>".parse().map_err(unfit)?))
        .to(Recipient::new("<nobody@example.net>".parse().map_err(unfit)?));
    let mut mailer = TlsMailer::new(config, tls, peer, entropy()?, wire.now());
    mailer.mailer_mut().send(envelope, MESSAGE.as_bytes().to_vec())?;
    let outcome = deliver(&mut mailer, wire)?;
    Ok((outcome, mailer.session().cloned()))
}

/// The server's side: one session; gives what was stored.
fn serve(listener: &TcpListener, identity: Identity) -> Result<Vec<u8>, Error> {
    let lost =
        |error: io::Error| Error::new(ErrorCode::ConnectionLost).with_detail(error.to_string());
    let (stream, _) = listener.accept().map_err(lost)?;
    let mut wire = Wire::over(stream).map_err(lost)?;
    let mut config = ServerConfig::new(name(SERVER)?);
    config.extensions.auth = vec![SaslMechanism::ScramSha256Plus, SaslMechanism::ScramSha256];
    config.require_auth = true;
    config.decoy_key = entropy()?.as_slice().into();
    let tls = ServerTls::builder().identity(identity).build().map_err(unfit)?;
    let config = TlsServerConfig::starttls(config, tls);
    let account = ScramVerifier::from_password(ScramHash::Sha256, PASSWORD, &entropy()?, 4096)
        .map_err(unfit)?;
    let mut connection = TlsServer::new(&config, entropy()?, wire.now());
    let mut stored = Vec::new();
    while let Some(event) = wire.next(&mut connection)? {
        let server = connection.server_mut();
        match event {
            ServerEvent::AuthLookup { username, .. } => {
                server.provide_verifier((username == USER).then(|| account.clone()))?;
            }
            ServerEvent::Rcpt { rcpt } if rcpt.to.to_string() == "<nobody@example.net>" => {
                server.answer(no_such_user()?)?;
            }
            ServerEvent::Content { octets } => stored.extend(octets),
            ServerEvent::Rcpt { .. } | ServerEvent::Message { .. } => server.accept()?,
            _ => {}
        }
    }
    Ok(stored)
}

fn no_such_user() -> Result<Reply<'static>, Error> {
    let code = Code::new(550).ok_or(ErrorCode::Internal)?;
    Reply::new(code, EnhancedCode::new(5, 1, 1), "Nobody of that name lives here")
        .map_err(|_| ErrorCode::Internal.into())
}

fn stored(server: JoinHandle<Result<Vec<u8>, Error>>) -> Result<Vec<u8>, Failed> {
    match server.join() {
        Ok(stored) => Ok(stored?),
        Err(_) => Err(Failed::new(Exit::Software, "the server came to grief")),
    }
}

fn print(shown: &Shown, checked: Option<&Checked>, output: &mut Output) {
    let heading = |text: &str, output: &mut Output| {
        let text = output.styled(STRONG, text);
        output.line(text);
        output.line("");
    };
    heading(
        &format!("A server listens on {}; a client sends it a message:", shown.address),
        output,
    );
    for (at, line) in shown.dialog.iter().enumerate() {
        output.line(format!("  {}", show::pictured(line)));
        let findings = checked.into_iter().flat_map(|checked| &checked.report.findings);
        for finding in findings.filter(|finding| finding.line == at + 1) {
            let name = output.styled(DOUBTFUL, format!("{}[{}]", finding.severity, finding.rule));
            output.line(format!("       {name}"));
            for text in [&finding.message, &finding.advice] {
                for line in show::wrapped(&show::pictured_lines(text), 72) {
                    output.line(format!("       {line}"));
                }
            }
        }
    }
    output.line("");
    heading("What became of it:", output);
    report::print(&shown.outcome, output);
    if let Some(tls) = &shown.tls {
        output.line(format!("    {tls}"));
    }
    output.line("");
    heading(&format!("What the server has stored, {} octets:", shown.stored.len()), output);
    for line in String::from_utf8_lossy(&shown.stored).lines() {
        output.line(format!("  {}", show::pictured(line)));
    }
    output.line("");
    let next = output.styled(GOOD, "smtpwire serve");
    output.line(format!("Next: {next} takes mail from your own program; see smtpwire help."));
}

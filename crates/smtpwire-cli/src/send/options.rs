//! The command line of `smtpwire send`, and how its values are read.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgGroup, Args};
use smtpwire::sasl::SaslMechanism;
use smtpwire::types::parameter::{Notify, NotifyEvents, Ret};
use smtpwire::{ForwardPath, Host, ReversePath};

use super::message::Field;
use crate::session::Target;
use crate::tls;

/// The environment variable that holds the password or token.
pub(super) const PASSWORD: &str = "SMTPWIRE_PASSWORD";

/// Send a message and tell what became of it, recipient by recipient
///
/// The message is read from FILE or standard input. With --subject, standard input is the body of a
/// message that is made for a test; with --body, or on a terminal, nothing is read. Line ends are
/// made CRLF; nothing else is changed but the fields given with --header.
///
/// TLS is used where the server has it, and demanded on the ports 465 and 587 and where a password
/// would leave this machine; what it came to is told, and less than that is never silent.
#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[command(after_help = HELP, group(ArgGroup::new("secret").multiple(false)))]
pub(crate) struct Options {
    /// The message; `-` is standard input, which is also read when no file is named
    #[arg(value_name = "FILE", conflicts_with_all = ["body", "subject"])]
    pub(super) file: Option<OsString>,

    /// The server. The port is 25 by default, 587 with --auth, 465 with --tls implicit, 24 with --lmtp
    #[arg(short, long, value_name = "HOST[:PORT]", value_parser = Target::parse)]
    pub(super) server: Target,

    /// The sender of the envelope; `<>` for none, as in a bounce
    #[arg(short, long, value_name = "ADDRESS", value_parser = sender)]
    pub(super) from: ReversePath<'static>,

    /// A recipient; may be given several times, or several with commas between them
    #[arg(short, long, value_name = "ADDRESS", required = true, value_parser = recipients)]
    pub(super) to: Vec<Recipients>,

    /// The subject of the test message
    #[arg(long, value_name = "TEXT")]
    pub(super) subject: Option<String>,

    /// The body of the test message
    #[arg(long, value_name = "TEXT")]
    pub(super) body: Option<String>,

    /// A header field, put in or in the place of the one of its name; may be given several times
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = Field::parse)]
    pub(super) headers: Vec<Field>,

    /// Log in with this name. The password is taken from --password-file, from behind a colon (which
    /// other users of the machine can see), or from the environment variable `SMTPWIRE_PASSWORD`
    #[arg(short, long, value_name = "USER[:PASSWORD]")]
    pub(super) auth: Option<String>,

    /// Take the password from this file; one line end behind it is dropped
    #[arg(long, value_name = "FILE", requires = "auth", group = "secret")]
    pub(super) password_file: Option<PathBuf>,

    /// Take an OAuth 2.0 access token from this file, for XOAUTH2 and OAUTHBEARER
    #[arg(long, value_name = "FILE", requires = "auth", group = "secret")]
    pub(super) token_file: Option<PathBuf>,

    /// Use this SASL mechanism and no other; may be given several times. EXTERNAL logs in by the
    /// certificate of --cert, and takes no password
    #[arg(long, value_name = "NAME", value_parser = mechanism)]
    pub(super) mechanism: Vec<SaslMechanism>,

    /// Send a readable password or token, or one that can quickly be guessed from CRAM-MD5, over a
    /// connection without TLS, or to a server that has not proven who it is
    #[arg(long, requires = "auth")]
    pub(super) plaintext_auth: bool,

    #[command(flatten)]
    pub(super) tls: tls::Options,

    /// Speak LMTP
    #[arg(long)]
    pub(super) lmtp: bool,

    /// The name that EHLO gives; by default the address of this machine on the connection
    #[arg(long, value_name = "NAME", value_parser = host)]
    pub(super) ehlo: Option<Host<'static>>,

    /// Send octet for octet, line ends untouched, as BODY=BINARYMIME; needs a server with CHUNKING
    /// and BINARYMIME
    #[arg(long, conflicts_with = "no_chunking")]
    pub(super) binary: bool,

    /// What should be reported back (DSN): never, or some of success, failure and delay
    #[arg(long, value_name = "EVENTS", value_parser = notify)]
    pub(super) notify: Option<Notify>,

    /// How much of the message a report returns (DSN): full or hdrs
    #[arg(long, value_name = "PART", value_parser = ret)]
    pub(super) ret: Option<Ret>,

    /// Wait for each reply even where the server offers PIPELINING
    #[arg(long)]
    pub(super) no_pipelining: bool,

    /// Use DATA even where the server offers CHUNKING
    #[arg(long)]
    pub(super) no_chunking: bool,

    /// Give up a step that takes longer; by default each has the time that RFC 5321 grants
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) timeout: Option<u64>,

    /// Write the dialog to this file, secrets masked; `-` is standard error
    #[arg(long, value_name = "FILE")]
    pub(super) transcript: Option<PathBuf>,

    /// Print nothing but what went wrong; the exit status tells the rest
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// For those who are used to sendmail: a line with a dot alone ends nothing here, with or without
    #[arg(short = 'i', hide = true)]
    pub(super) ignore_dots: bool,

    /// The same, as -oi
    #[arg(short = 'o', hide = true, value_name = "i", value_parser = ["i"])]
    pub(super) option: Option<String>,
}

/// The recipients of one --to.
type Recipients = Vec<ForwardPath<'static>>;

const HELP: &str = "\
Exit status, as in sysexits.h:
   0  every recipient was accepted
  64  the command line is wrong
  65  the message can't be sent as it is
  66  the message can't be read
  67  a recipient does not exist
  68  the server's name has no address
  69  the server refused for good, or lacks what is needed: TLS too, and a certificate that proves
      who it is
  73  the transcript can't be written; nothing was sent
  74  the outcome could not be printed
  75  the same may work later
  76  the server broke the protocol, or TLS with it could not be brought up
  77  the server refused the credentials or the certificate of --cert, or they may not be sent

With --json, one document:
  {\"server\", \"recipients\": [{\"address\", \"status\", \"retry\", \"reply\", \"why\"}],
   \"responsibility\", \"reply\", \"queue_id\", \"error\",
   \"tls\": {\"policy\", \"version\", \"cipher_suite\", \"key_exchange\", \"server_name\", \"verified\",
           \"verification\", \"why\", \"certificate\", \"failure\", \"fallback\"}}
A status is accepted, refused, not-tried or unknown; a verification pkix, dane-ee, dane-ta, failed or
none; a fallback plaintext or unverified, which is also said in a line on standard error. Where TLS
fails and is opportunistic, the message is sent in plaintext on a new connection.

Examples:
  smtpwire send --server localhost:2525 --from ann@example.org --to jo@example.net
  smtpwire send -s localhost:2525 --tls required --ca server.pem -f '<>' -t jo@example.net
  smtpwire send -s mx.example.net -f ann@example.org -t jo@example.net,al@example.net message.eml
  date | smtpwire send -s localhost:2525 -f '<>' -t root@localhost --header 'Subject: now'";

fn sender(text: &str) -> Result<ReversePath<'static>, String> {
    if text.trim().is_empty() {
        return Err("it is empty; write <> for no sender, as in a bounce".into());
    }
    let path = if text.starts_with('<') { text.to_owned() } else { format!("<{text}>") };
    path.parse().map_err(|error| unfit(text, &error))
}

/// Several addresses with commas between them; a comma in a quoted local part parts nothing.
fn recipients(text: &str) -> Result<Recipients, String> {
    let mut quoted = false;
    let mut escaped = false;
    let parts = text.split(|character| {
        let parts = character == ',' && !quoted;
        (quoted, escaped) = match character {
            _ if escaped => (quoted, false),
            '\\' => (quoted, true),
            '"' => (!quoted, false),
            _ => (quoted, false),
        };
        parts
    });
    parts.map(|part| recipient(part.trim())).collect()
}

fn recipient(text: &str) -> Result<ForwardPath<'static>, String> {
    if text.is_empty() {
        return Err("an address is missing: write one, or several with commas between them".into());
    }
    let path = if text.starts_with('<') { text.to_owned() } else { format!("<{text}>") };
    path.parse().map_err(|error| unfit(text, &error))
}

/// Why a text is no address of an envelope.
fn unfit(text: &str, error: &smtpwire::ValueError) -> String {
    let named = !text.starts_with('<') && text.ends_with('>') && text.contains('<');
    let hint = if named { "; write the address alone, without a name" } else { "" };
    format!("{error}{hint}")
}

pub(crate) fn host(text: &str) -> Result<Host<'static>, String> {
    text.parse().map_err(|error: smtpwire::ValueError| error.to_string())
}

fn mechanism(text: &str) -> Result<SaslMechanism, String> {
    SaslMechanism::from_name(&text.to_ascii_uppercase()).ok_or_else(|| {
        let known: Vec<&str> = SaslMechanism::ALL.iter().map(|known| known.name()).collect();
        format!("it is none of {}", known.join(", "))
    })
}

fn notify(text: &str) -> Result<Notify, String> {
    let mut on = [false; 3];
    for event in text.split(',') {
        match event.to_ascii_lowercase().as_str() {
            "never" if text.eq_ignore_ascii_case("never") => return Ok(Notify::Never),
            "success" => on[0] = true,
            "failure" => on[1] = true,
            "delay" => on[2] = true,
            _ => return Err("write never, or some of success, failure, delay with commas".into()),
        }
    }
    NotifyEvents::new(on[0], on[1], on[2]).map(Notify::On).ok_or_else(|| "it is empty".into())
}

fn ret(text: &str) -> Result<Ret, String> {
    match text.to_ascii_lowercase().as_str() {
        "full" => Ok(Ret::Full),
        "hdrs" | "headers" => Ok(Ret::Headers),
        _ => Err("write full or hdrs".into()),
    }
}

//! The command line of `smtpwire serve`.

mod accounts;
mod fault;
mod reject;
mod reply;
mod size;
mod tls;

pub(crate) use accounts::{Accounts, mechanisms};
pub(crate) use fault::{Action, Fault, Moment};
pub(crate) use reject::Reject;
pub(crate) use tls::{Policy, TlsOptions};

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use smtpwire::Host;

/// Take mail: a sandbox for testing, and a sink
///
/// Listens for SMTP, takes every message and shows what came, so that a program that sends mail can
/// be tried out with nothing reaching anybody. Messages are dropped after they were shown, unless
/// --maildir or --eml says where to keep them. With --fault and --reject it misbehaves on request.
///
/// With a certificate (--cert and --key, or --self-signed) it speaks TLS. It does not deliver or relay
/// anything.
#[derive(Args)]
#[command(after_help = HELP)]
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub(crate) struct Options {
    /// Where to listen, a name or an address; port 0 lets the system choose a free port, which is
    /// then printed
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:2525")]
    pub(crate) listen: String,

    /// Speak LMTP (RFC 2033): LHLO, and one reply per recipient at the end of a message
    #[arg(long)]
    pub(crate) lmtp: bool,

    /// Keep messages in this Maildir, which is made if need be
    #[arg(long, value_name = "DIR", group = "store", help_heading = KEEPING)]
    pub(crate) maildir: Option<PathBuf>,

    /// Keep messages as .eml files in this folder, which is made if need be; the names sort by time
    #[arg(long, value_name = "DIR", group = "store", help_heading = KEEPING)]
    pub(crate) eml: Option<PathBuf>,

    /// Keep nothing; this is what happens without --maildir and --eml
    #[arg(long, group = "store", help_heading = KEEPING)]
    pub(crate) discard: bool,

    /// Keep messages octet for octet: no Return-Path, Delivered-To and Received lines on top
    #[arg(long, help_heading = KEEPING)]
    pub(crate) no_trace_headers: bool,

    #[command(flatten)]
    pub(crate) tls: TlsOptions,

    /// Let this user log in, with PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1 or SCRAM-SHA-256, in TLS
    /// also with SCRAM-SHA-1-PLUS or SCRAM-SHA-256-PLUS; may be repeated. Everybody on this machine
    /// can see the command line: use no real password
    #[arg(long, value_name = "USER:PASSWORD", help_heading = LOGIN)]
    pub(crate) auth: Vec<String>,

    /// Allow logins without TLS, which anybody on the way can read; --auth needs it where there is no
    /// TLS
    #[arg(long, help_heading = LOGIN)]
    pub(crate) plaintext_auth: bool,

    /// Take no mail from who has not logged in, by --auth or with a certificate of --client-ca
    #[arg(long, help_heading = LOGIN)]
    pub(crate) require_auth: bool,

    /// Refuse senders and recipients that match; `*` stands for any text, `?` for one character.
    /// `from:` or `to:` before it limits it to senders or recipients, `<>` is the null sender. May
    /// be repeated, the first that matches counts
    #[arg(long, value_name = "PATTERN[=REPLY]", help_heading = TROUBLE)]
    pub(crate) reject: Vec<Reject>,

    /// Answer a command with this reply, close the connection instead of answering (drop), or
    /// answer late (delay:MILLISECONDS). COMMAND is EHLO (HELO and LHLO with it), AUTH, MAIL, RCPT, DATA, RSET, NOOP, VRFY,
    /// EXPN, HELP or QUIT, or CONNECT (the greeting), CONTENT (a message begins to come) or MESSAGE (it
    /// has come, and waits for its reply). May be repeated
    #[arg(long, value_name = "COMMAND=WHAT", help_heading = TROUBLE)]
    pub(crate) fault: Vec<Fault>,

    /// The largest message that is taken, in octets, or in K, M or G
    #[arg(long, value_name = "N[K|M|G]", default_value = "50M", value_parser = size::read, help_heading = LIMITS)]
    pub(crate) size: u64,

    /// How many clients may be connected at once; more are answered 421 4.3.2
    #[arg(long, value_name = "N", default_value = "16384", help_heading = LIMITS)]
    pub(crate) max_connections: NonZeroUsize,

    /// Hang up on a client that says nothing for so long
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = LIMITS)]
    pub(crate) timeout: u64,

    /// How long messages that are being sent may take to end after SIGINT or SIGTERM
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(0..=3600), help_heading = LIMITS)]
    pub(crate) grace: u64,

    /// How many threads serve clients; one is enough unless there are many cores to spare
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = LIMITS)]
    pub(crate) workers: u16,

    /// Take what strict servers refuse, for tests by hand: command lines that end with a bare LF,
    /// spaces too many, addresses without brackets, talking out of turn; bare CR and LF in content
    /// become CRLF. A message still ends with CRLF.CRLF only (`nc -C` sends that)
    #[arg(long)]
    pub(crate) tolerant: bool,

    /// The name by which the server calls itself, a domain or an address in brackets
    #[arg(long, value_name = "NAME", default_value = "localhost")]
    pub(crate) hostname: Host<'static>,

    /// Which sessions to show line by line when they end; passwords are masked, and long content
    /// loses its middle
    #[arg(long, value_enum, value_name = "WHICH", default_value_t, num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub(crate) transcripts: Transcripts,

    /// Print nothing but where the server listens, and what keeps it from its work
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const KEEPING: &str = "Keeping messages";
const LOGIN: &str = "Logins";
const TROUBLE: &str = "Trouble on request";
const LIMITS: &str = "Limits";

const HELP: &str = "\
The first line of output is `listening on ADDR:PORT`. A message is answered 250 when it is on the
disk, file and folder both: what was acknowledged is there after a power failure. SIGINT or
SIGTERM ends the server: idle clients are told 421 4.3.2, messages that are being sent may end.

Exit status: 0 after SIGINT or SIGTERM, 2 when it can't listen, keep messages where it should or use a
certificate.

With --json, each event is one document on a line of its own:
  {\"event\": \"listening\", \"address\", \"tls\", \"fingerprint\"}
  {\"event\": \"message\", \"session\", \"peer\", \"protocol\", \"user\", \"from\", \"to\", \"size\", \"subject\",
   \"id\", \"file\", \"reply\"}
  {\"event\": \"session\", \"session\", \"peer\", \"messages\", \"user\", \"end\", \"transcript\",
   \"tls\": {\"version\", \"cipher_suite\", \"key_exchange\", \"server_name\", \"verified\", \"verification\",
           \"why\", \"certificate\", \"failure\": {\"kind\", \"message\", \"advice\"}}}
  {\"event\": \"trouble\", \"message\"}
  {\"event\": \"lost\", \"events\"}       nobody read the output, so that events were left out
  {\"event\": \"stopped\"}

Examples:
  smtpwire serve
  smtpwire serve --listen 127.0.0.1:0 --eml mail/ --json
  smtpwire serve --maildir test/ --auth ann:secret --plaintext-auth --require-auth
  smtpwire serve --self-signed=server.pem --auth ann:secret
  smtpwire serve --reject 'to:*@blocked.example=550 5.1.1 No such user'
  smtpwire serve --fault 'RCPT=450 4.2.1 Busy' --fault DATA=drop --fault MAIL=delay:2000";

/// Which sessions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Transcripts {
    /// Every session
    #[default]
    All,
    /// Sessions in which something was refused or went wrong
    Errors,
    /// No session
    None,
}

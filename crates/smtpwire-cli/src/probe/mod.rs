//! `smtpwire probe`: what a server offers and what it gets wrong. It never begins a mail transaction.
//!
//! Here is the command line and what a run comes to; `dialog` is what is said to the server,
//! `security` what is thought of its TLS, `report` tells of it all.

mod dialog;
mod report;
mod security;

use std::net::SocketAddr;

use clap::Args;
use serde_json::json;
use smtpwire::{ErrorCode, Host, Severity};

use crate::check;
use crate::output::{Output, complain, warn};
use crate::send::Failed;
use crate::send::report::{Exit, of_error};
use crate::session::{Target, Wire};
use crate::show;
use crate::tls::{self, Client, Policy, of_failure};
use dialog::{Learned, UNKNOWN};

/// Say what a server offers, what it gets wrong, and what to do about it
///
/// Connects, says EHLO, begins TLS where it can, tries a few commands that change nothing (a group of
/// NOOP and RSET, an unknown command), and says QUIT. A second connection tries the other version of
/// TLS. It gives no sender and no recipient, so it never sends mail; and it looks at a certificate that
/// proves nothing as at any other, and says so.
#[derive(Args)]
#[command(after_help = HELP, mut_arg("tls", |tls| tls.long_help(HOW).hide_possible_values(true)))]
pub(crate) struct Options {
    /// The server; port 25 unless another is given, 465 with --tls implicit
    #[arg(value_name = "HOST[:PORT]", value_parser = Target::parse)]
    server: Target,

    #[command(flatten)]
    tls: tls::Options,

    /// Speak LMTP; port 24 unless another is given
    #[arg(long)]
    lmtp: bool,

    /// The name that EHLO gives; by default the address of this machine on the connection
    #[arg(long, value_name = "NAME", value_parser = crate::send::host)]
    ehlo: Option<Host<'static>>,

    /// Give up a step that takes longer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// Show the dialog as well
    #[arg(short, long)]
    verbose: bool,
}

/// Nothing is sent here, so that the policies come to something else than for `send`.
const HOW: &str = "\
How TLS is used. By default implicit on port 465, required on port 587, otherwise opportunistic

Possible values:
- required:      STARTTLS; to lack it, or a proof, is an error
- opportunistic: STARTTLS where offered; to lack a proof is a warning
- implicit:      TLS from the first octet; to lack a proof is an error
- off:           No TLS: what is offered in plaintext";

const HELP: &str = "\
Exit status, as in sysexits.h:
   0  nothing is wrong
   1  a finding is an error; that a certificate proves nothing is one where TLS is required or
      implicit
  64  the command line is wrong
  68  the server's name has no address
  69  the server refuses service
  75  the server can't be reached, does not answer, or refuses for now
  76  the server broke the protocol, or TLS with it could not be brought up
  77  the server refused the certificate of --cert, or demands one

With --json, one document, whose findings are as those of check:
  {\"server\", \"greeting\", \"offers\": [{\"line\", \"purpose\"}], \"findings\", \"error\",
   \"tls\": {\"policy\", \"version\", \"cipher_suite\", \"key_exchange\", \"server_name\", \"verified\",
           \"verification\", \"why\", \"certificate\", \"failure\", \"fallback\", \"versions\", \"name\",
           \"name_matches\", \"days_left\", \"chain\", \"added\", \"lost\"}}
The offers are the last that were heard, those inside TLS where there is TLS; added and lost are the
lines that TLS makes the difference for, where there are two offers.

Examples:
  smtpwire probe mx.example.net
  smtpwire probe --tls off localhost:2525
  smtpwire probe --json localhost:2525 | jq -r '.offers[].line'";

pub(crate) fn run(options: &Options, output: &mut Output) -> Exit {
    match probe(options) {
        Ok(probed) => {
            let exit = probed.exit();
            if output.json() {
                output.document(&report::to_json(options, &probed));
            } else {
                report::print(options, &probed, output);
            }
            exit
        }
        Err(failed) => {
            if output.json() {
                let error = json!({ "message": failed.reason });
                output.document(&json!({ "server": options.server.to_string(), "error": error }));
            } else {
                complain(&show::pictured(&failed.reason));
            }
            failed.exit
        }
    }
}

/// What a run comes to.
struct Probed {
    address: SocketAddr,
    learned: Learned,
    dialog: String,
    checked: Option<check::Checked>,
}

fn probe(options: &Options) -> Result<Probed, Failed> {
    let port = options.server.port.unwrap_or(match options.tls.tls {
        _ if options.lmtp => 24,
        Some(Policy::Implicit) => 465,
        _ => 25,
    });
    let mut wire = Wire::connect(&options.server, port)?;
    let address = wire.peer().map_err(|error| Failed::new(Exit::TempFail, error.to_string()))?;
    let loopback = address.ip().to_canonical().is_loopback();
    let policy = options.tls.policy(port, false, loopback);
    let client = Client::new(&options.tls, policy, &options.server.host, address.ip())
        .map_err(|sentence| Failed::new(Exit::Usage, sentence))?;
    for doubt in options.tls.doubts() {
        warn(&doubt);
    }
    wire.record();
    let mut learned = dialog::learn(options, &client, client.anyone(), &mut wire);
    if learned.stopped_by_certificate() {
        // TLS that comes first is given up when the certificate proves nothing. What it is like is
        // asked on another connection then, where it does not count.
        let why = learned.failure.take();
        drop(wire);
        wire = Wire::connect(&options.server, port)?;
        wire.record();
        learned = dialog::learn(options, &client, client.anyone().unverified(), &mut wire);
        learned.unproven = why;
    }
    let dialog = wire.dialog().join("\n");
    // A server that serves one client at a time would keep the next one waiting.
    drop(wire);
    security::judge(options, &client, &mut learned);
    if learned.error.is_none() && !options.tls.is_narrowed() {
        learned.versions = security::versions(options, &client, port, &learned);
        security::remark_on_versions(&mut learned);
    }
    let mut checked = check::recorded(&dialog);
    if let Some(checked) = &mut checked {
        checked.keep(|line| is_of_the_server(&dialog, line));
    }
    let found = checked.as_ref().map_or(&[][..], |checked| &checked.report.findings);
    security::on_plaintext(&mut learned, found);
    Ok(Probed { address, learned, dialog, checked })
}

impl Probed {
    fn exit(&self) -> Exit {
        let Self { learned, checked, .. } = self;
        match (&learned.error, &learned.failure) {
            (Some(error), Some(failure)) if error.code() == ErrorCode::TlsFailed => {
                return of_failure(failure);
            }
            (Some(error), _) => return of_error(error),
            _ => {}
        }
        let faulty = checked.as_ref().is_some_and(|checked| checked.report.has_errors());
        if let Some(refusal) = &learned.refusal {
            let for_now = refusal.code().severity() == Severity::TransientNegative;
            if for_now { Exit::TempFail } else { Exit::Unavailable }
        } else if faulty || learned.remarks.iter().any(|remark| remark.severe) {
            Exit::Faulty
        } else {
            Exit::Ok
        }
    }
}

/// Whether a line of the dialog is the server's own doing: not what the probe said, nor the refusal
/// that it asked for.
fn is_of_the_server(dialog: &str, number: usize) -> bool {
    let line = |number: usize| dialog.lines().nth(number.wrapping_sub(1)).unwrap_or_default();
    let asked_for = number.checked_sub(1).is_some_and(|before| line(before).ends_with(UNKNOWN));
    line(number).starts_with("S: ") && !asked_for
}

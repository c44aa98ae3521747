//! `smtpwire probe`: what a server offers and what it gets wrong. It never begins a mail transaction.

use clap::Args;
use serde_json::{Value, json};
use smtpwire::{
    Capabilities, Client, ClientConfig, ClientEvent, Error, Host, Protocol, Reply, Severity, Verb,
};
use smtpwire_diagnose::registry::extension;

use crate::check::{self, Checked};
use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG, complain};
use crate::send::report::{Exit, error_json, of_error, reply_json, shown};
use crate::send::{Failed, own_name};
use crate::session::{Target, Wire};
use crate::show;

/// Say what a server offers, what it gets wrong, and what to do about it
///
/// Connects, says EHLO, tries a few commands that change nothing (a group of NOOP and RSET, an unknown
/// command), and says QUIT. It gives no sender and no recipient, so it never sends mail.
#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct Options {
    /// The server; port 25 unless another is given
    #[arg(value_name = "HOST[:PORT]", value_parser = Target::parse)]
    server: Target,

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

const HELP: &str = "\
Exit status, as in sysexits.h:
   0  nothing is wrong
   1  a finding is an error
  64  the command line is wrong
  68  the server's name has no address
  69  the server refuses service
  75  the server can't be reached, does not answer, or refuses for now
  76  the server broke the protocol

With --json, one document, whose findings are as those of check:
  {\"server\", \"greeting\", \"offers\": [{\"line\", \"purpose\"}], \"findings\", \"error\"}

Examples:
  smtpwire probe mx.example.net
  smtpwire probe --json localhost:2525 | jq -r '.offers[].line'";

/// A command that no server knows.
const UNKNOWN: &str = "XSMTPWIRE-PROBE";

/// What was learned.
#[derive(Default)]
struct Learned {
    greeting: Option<Reply<'static>>,
    /// The lines behind the first of the reply to EHLO.
    offers: Vec<String>,
    /// What no rule about a dialog finds.
    remarks: Vec<Remark>,
    /// The reply by which the server refused service: to the connection or to EHLO.
    refusal: Option<Reply<'static>>,
    error: Option<Error>,
}

/// A finding of the probe's own.
struct Remark {
    name: &'static str,
    severe: bool,
    message: String,
    advice: &'static str,
}

pub(crate) fn run(options: &Options, output: &mut Output) -> Exit {
    let port = if options.lmtp { 24 } else { 25 };
    let mut wire = match Wire::connect(&options.server, port) {
        Ok(wire) => wire,
        Err(unreached) => {
            let failed = Failed::from(unreached);
            if output.json() {
                let error = json!({ "message": failed.reason });
                output.document(&json!({ "server": options.server.to_string(), "error": error }));
            } else {
                complain(&show::pictured(&failed.reason));
            }
            return failed.exit;
        }
    };
    let learned = converse(options, &mut wire);
    let address = wire.peer().map_or_else(|_| options.server.to_string(), |peer| peer.to_string());
    let dialog = wire.recorder.lines().join("\n");
    let mut checked = check::recorded(&dialog);
    if let Some(checked) = &mut checked {
        checked.keep(|line| is_of_the_server(&dialog, line));
    }
    if output.json() {
        output.document(&to_json(&address, &learned, checked.as_ref()));
    } else {
        print(options, &address, &learned, checked.as_ref(), &dialog, output);
    }
    if let Some(error) = &learned.error {
        return of_error(error);
    }
    let faulty = checked.is_some_and(|checked| checked.report.has_errors());
    if let Some(refusal) = &learned.refusal {
        let for_now = refusal.code().severity() == Severity::TransientNegative;
        if for_now { Exit::TempFail } else { Exit::Unavailable }
    } else if faulty || learned.remarks.iter().any(|remark| remark.severe) {
        Exit::Faulty
    } else {
        Exit::Ok
    }
}

/// Whether a line of the dialog is the server's own doing: not what the probe said, nor the refusal
/// that it asked for.
fn is_of_the_server(dialog: &str, number: usize) -> bool {
    let line = |number: usize| dialog.lines().nth(number.wrapping_sub(1)).unwrap_or_default();
    let asked_for = number.checked_sub(1).is_some_and(|before| line(before).ends_with(UNKNOWN));
    line(number).starts_with("S: ") && !asked_for
}

fn converse(options: &Options, wire: &mut Wire) -> Learned {
    let mut learned = Learned::default();
    if let Err(error) = dialog(options, wire, &mut learned) {
        learned.error = Some(error);
    }
    learned
}

fn dialog(options: &Options, wire: &mut Wire, learned: &mut Learned) -> Result<(), Error> {
    let mut config = ClientConfig::new();
    config.protocol = if options.lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    let limit = options.timeout.saturating_mul(1000);
    config.timeouts.greeting = limit;
    config.timeouts.command = limit;
    config.timeouts.quit = limit.min(config.timeouts.quit);
    let mut client = Client::new(config, wire.now());
    let reply = match wire.next(&mut client)? {
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
        learned.remarks.push(Remark {
            name: "greets-as-lmtp",
            severe: false,
            message: "The server calls itself an LMTP server.".into(),
            advice: "Probe it with --lmtp: it says LHLO, which such a server wants to hear.",
        });
    }
    learned.greeting = Some(reply);
    if welcome {
        let name = match &options.ehlo {
            Some(name) => name.clone(),
            None => own_name(wire)?,
        };
        client.ehlo(name)?;
        match wire.next(&mut client)? {
            Some(ClientEvent::Ehlo { reply, .. }) => {
                learned.offers = client.capabilities().map(|_| offers(&reply)).unwrap_or_default();
                remark_on_offer(client.capabilities(), options.lmtp, &mut learned.remarks);
                probes(&mut client, wire, &mut learned.remarks)?;
            }
            Some(event) => learned.refusal = event.reply().cloned(),
            None => {}
        }
    }
    if client.quit().is_ok() {
        while wire.next(&mut client)?.is_some() {}
    }
    Ok(())
}

/// The lines of the offer, as they were written.
fn offers(reply: &Reply<'_>) -> Vec<String> {
    reply.lines().skip(1).map(|line| smtpwire::Escaped(line).to_string()).collect()
}

fn remark_on_offer(
    capabilities: Option<&Capabilities<'static>>,
    lmtp: bool,
    remarks: &mut Vec<Remark>,
) {
    use smtpwire::Keyword;
    let Some(capabilities) = capabilities else {
        remarks.push(Remark {
            name: "no-ehlo",
            severe: false,
            message: "The server knows HELO only, and so no extension.".into(),
            advice: "Let it, or the proxy in front of it, answer EHLO: without it there is no TLS, no \
                     login and no size limit that a client could know of.",
        });
        return;
    };
    if !lmtp && !capabilities.offers(Keyword::StartTls) {
        remarks.push(Remark {
            name: "no-starttls",
            severe: false,
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
fn probes(client: &mut Client, wire: &mut Wire, remarks: &mut Vec<Remark>) -> Result<(), Error> {
    // Where PIPELINING is offered these are one group.
    client.rset()?;
    client.rset()?;
    client.noop()?;
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
    client.raw(UNKNOWN)?;
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

fn print(
    options: &Options,
    address: &str,
    learned: &Learned,
    checked: Option<&Checked>,
    dialog: &str,
    output: &mut Output,
) {
    output.line(format!("{} ({address})", output.styled(STRONG, &options.server)));
    if let Some(greeting) = &learned.greeting {
        output.line(format!("  greeting  {}", show::pictured(&shown(greeting))));
    }
    for (at, line) in learned.offers.iter().enumerate() {
        let name = if at == 0 { "offers" } else { "" };
        let keyword = line.split([' ', '=']).next().unwrap_or_default();
        let purpose = extension(keyword).map(|known| known.purpose).unwrap_or_default();
        output.line(format!("  {name:10}{}", output.styled(STRONG, line)));
        for wrapped in show::wrapped(purpose, 66) {
            output.line(format!("  {:12}{wrapped}", ""));
        }
    }
    output.line("");
    if options.verbose {
        for line in dialog.lines() {
            output.line(format!("  {}", show::pictured(line)));
        }
        output.line("");
    }
    for remark in &learned.remarks {
        let style = if remark.severe { BAD } else { DOUBTFUL };
        let word = if remark.severe { "error" } else { "warning" };
        output.line(format!(
            "{}: {}",
            output.styled(style, format!("{word}[{}]", remark.name)),
            show::pictured(&remark.message)
        ));
        for line in show::wrapped(remark.advice, 72) {
            output.line(format!("    {line}"));
        }
        output.line("");
    }
    let mut found = learned.remarks.len();
    if let Some(checked) = checked {
        found += check::findings("dialog", checked, output);
    }
    if let Some(refusal) = &learned.refusal {
        let refusal = show::pictured(&shown(refusal));
        output.line(format!("{} {refusal}", output.styled(BAD, "the server refuses service:")));
    } else if found == 0 && learned.error.is_none() {
        output.line(output.styled(GOOD, "nothing to complain about"));
    }
    if let Some(error) = &learned.error {
        output.flush();
        complain(&show::pictured(&error.to_string()));
    }
}

fn to_json(address: &str, learned: &Learned, checked: Option<&Checked>) -> Value {
    let offers: Vec<Value> = learned
        .offers
        .iter()
        .map(|line| {
            let keyword = line.split([' ', '=']).next().unwrap_or_default();
            json!({ "line": line, "purpose": extension(keyword).map(|known| known.purpose) })
        })
        .collect();
    let remarks = learned.remarks.iter().map(|remark| {
        json!({
            "rule": remark.name,
            "severity": if remark.severe { "error" } else { "warning" },
            "message": remark.message,
            "advice": remark.advice,
        })
    });
    let findings = checked.into_iter().flat_map(|checked| &checked.report.findings);
    let findings = findings.map(|finding| json!(finding));
    json!({
        "server": address,
        "greeting": learned.greeting.as_ref().map(reply_json),
        "offers": offers,
        "findings": remarks.chain(findings).collect::<Vec<_>>(),
        "error": learned.error.as_ref().map(error_json),
    })
}

//! `smtpwire explain`: what a reply, a rule, a keyword or a mechanism means, and what to do.
//!
//! `find` tells what was asked about, `tell` answers. What was typed never comes back: people
//! paste whole lines of logs, and some hold a password.

mod find;
mod tell;

pub(crate) use find::refusal_in;

use std::ffi::OsString;

use clap::Args;
use serde_json::json;

use crate::input;
use crate::output::{Output, Status, complain};

/// Tell what a reply means, why it comes and what to do
///
/// Takes a reply code, an enhanced status code, both, or a whole reply as a log or a bounce message
/// shows it. Also the name of a rule of `smtpwire check`, an EHLO keyword, a parameter of MAIL or
/// RCPT, or a SASL mechanism.
#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct Options {
    /// What to explain, in as many words as you like; `-` reads it from standard input
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<OsString>,
}

const HELP: &str = "\
Exit status: 0 when it could be explained, 2 when it is nothing that smtpwire knows.

Examples:
  smtpwire explain 550 5.7.26
  smtpwire explain 4.7.1
  smtpwire explain '550-5.7.26 Unauthenticated email from example.com is not accepted'
  smtpwire explain 8BITMIME
  smtpwire explain SCRAM-SHA-256
  printf '421-4.7.0 Too many connections\\r\\n421 4.7.0 Try later\\r\\n' | smtpwire explain -";

/// The longest text that is read, in octets; what explains it reads less still.
const MAX_TEXT: usize = 64 * 1024;

const NOTHING_KNOWN: &str = "this is nothing that smtpwire can explain; it takes a reply code \
    (550), an enhanced status code (5.7.26), both, a whole reply line, the name of a rule \
    (`smtpwire rules` lists them), an EHLO keyword (8BITMIME), a parameter of MAIL or RCPT \
    (NOTIFY), or a SASL mechanism (SCRAM-SHA-256)";

pub(crate) fn run(options: &Options, output: &mut Output) -> Status {
    let text = match input::words(&options.words, MAX_TEXT) {
        Ok(octets) => String::from_utf8_lossy(&octets).into_owned(),
        Err(error) => return refuse(output, error.kind, &error.message),
    };
    match find::topic(&text) {
        Some(topic) => {
            if output.json() {
                output.document(&tell::to_json(&topic));
            } else {
                tell::print(&topic, output);
            }
            Status::Fine
        }
        None => refuse(output, "unknown", NOTHING_KNOWN),
    }
}

fn refuse(output: &mut Output, kind: &str, message: &str) -> Status {
    if output.json() {
        output.document(&json!({ "error": { "kind": kind, "message": message } }));
    } else {
        complain(message);
    }
    Status::Unusable
}

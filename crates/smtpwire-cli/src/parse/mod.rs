//! `smtpwire parse`: one command, reply, EHLO reply or address, read strictly and told in full.
//!
//! `command`, `parameter`, `reply` and `address` turn values into JSON, `outline` turns that JSON
//! into lines for people, so that both always say the same. `secret` finds what must not be shown.

mod address;
mod command;
mod outline;
mod parameter;
mod reply;
mod secret;

use std::ffi::OsString;
use std::ops::Range;

use annotate_snippets::Level;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use smtpwire::{Escaped, Reply};

use crate::input;
use crate::output::{Output, Status, complain};
use crate::snippet::{self, Remark};

/// Read one command or reply, and print what it says
///
/// What begins with three digits is read as a reply, everything else as a command. Each is read
/// strictly by the RFCs; when it breaks them, you are told where, and which reply a server gives.
#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct Options {
    /// The text, without quotes if your shell permits; `-` reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<OsString>,

    /// What the text is
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: Option<Kind>,

    /// Accept what lenient hosts accept: a space behind MAIL FROM: and RCPT TO:, repeated spaces,
    /// paths without angle brackets, underscores in domains; in replies, LF without CR and lines
    /// with different codes
    #[arg(long)]
    lenient: bool,
}

const HELP: &str = "\
Octets that are no printable UTF-8, and the backslash, are shown as \\xNN. What AUTH carries, and
the authorization of a BURL URL, is shown as ***. From standard input one line end at the end is
taken off; all others are part of the text.

Exit status: 0 when the text is what it should be, 1 when it is not, 2 when there is nothing to read.

Examples:
  smtpwire parse 'RCPT TO:<\"jo ann\"@example.com> NOTIFY=SUCCESS,FAILURE'
  smtpwire parse --json 550 5.1.1 No such user
  smtpwire parse --as address '<@relay.example:jo@example.com>'
  printf '250-mx.example\\r\\n250-SIZE 1000\\r\\n250 STARTTLS\\r\\n' | smtpwire parse --as ehlo -";

/// What a text can be read as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// One command line
    Command,
    /// One reply, of one line or several
    Reply,
    /// The reply to EHLO: keywords and what they offer
    Ehlo,
    /// A mailbox, or a path in angle brackets
    Address,
}

/// Why a text is not what it was taken for.
struct Problem {
    /// The verb, for commands.
    verb: Option<String>,
    /// For programs.
    name: &'static str,
    /// For people.
    message: String,
    /// Which octets to mark; the first is where it went wrong.
    span: Range<usize>,
    /// What a server answers, for commands.
    reply: Option<Reply<'static>>,
}

/// The longest text that is read, in octets.
const MAX_TEXT: usize = 1024 * 1024;

pub(crate) fn run(options: &Options, output: &mut Output) -> Status {
    let text = match input::words(&options.text, MAX_TEXT) {
        Ok(text) => text,
        Err(error) => {
            let value = json!({ "error": { "kind": error.kind, "message": error.message } });
            return refuse(output, &value, &error.message);
        }
    };
    if text.is_empty() {
        let message = "there is nothing to read: give a command or a reply";
        let value = json!({ "error": { "kind": "empty", "message": message } });
        return refuse(output, &value, message);
    }
    let kind = options.kind.unwrap_or_else(|| detect(&text));
    let read = match kind {
        Kind::Command => command::read(&text, options.lenient),
        Kind::Reply => reply::read(&text, options.lenient),
        Kind::Ehlo => reply::read_ehlo(&text, options.lenient),
        Kind::Address => address::read(&text),
    };
    // Only commands carry secrets, but a command may be given as something else by mistake.
    let shown = secret::masked(&text);
    match read {
        Ok(value) => {
            if output.json() {
                output.document(&value);
            } else {
                outline::print(&value, output);
            }
            Status::Fine
        }
        Err(problem) => {
            if output.json() {
                output.document(&problem.to_json(kind, &shown));
            } else {
                problem.print(&shown, output);
            }
            Status::Faulty
        }
    }
}

fn refuse(output: &mut Output, value: &Value, message: &str) -> Status {
    if output.json() {
        output.document(value);
    } else {
        complain(message);
    }
    Status::Unusable
}

/// A reply begins with three digits, a command never does.
fn detect(text: &[u8]) -> Kind {
    match text {
        [a, b, c, ..] if [a, b, c].iter().all(|octet| octet.is_ascii_digit()) => Kind::Reply,
        _ => Kind::Command,
    }
}

impl Problem {
    fn to_json(&self, kind: Kind, shown: &[u8]) -> Value {
        let reply = self.reply.as_ref().map(|reply| {
            json!({
                "code": reply.code().get(),
                "enhanced": reply.enhanced().map(|code| code.to_string()),
                "text": reply.text(),
            })
        });
        json!({
            "kind": kind.to_possible_value().map(|value| value.get_name().to_owned()),
            "input": Escaped(shown).to_string(),
            "error": {
                "kind": self.name,
                "verb": self.verb,
                "message": self.message,
                "offset": self.span.start,
                "reply": reply,
            },
        })
    }

    fn print(&self, shown: &[u8], output: &mut Output) {
        let title = match &self.verb {
            Some(verb) => format!("{verb}: {}", self.message),
            None => self.message.clone(),
        };
        // A text of several lines is shown by the line that holds the mark.
        let at = self.span.start.min(shown.len());
        let (before, behind) = shown.split_at(at);
        let start = before.iter().rposition(|octet| *octet == b'\n').map_or(0, |lf| lf + 1);
        let line_end = behind.iter().position(|octet| *octet == b'\n');
        let end = line_end.map_or(shown.len(), |lf| at + lf);
        let footers = match &self.reply {
            Some(reply) => vec![(Level::NOTE, format!("a server answers: {reply}"))],
            None => Vec::new(),
        };
        let label = format!("octet {}", self.span.start);
        let remark = Remark {
            level: Level::ERROR,
            id: None,
            title: &title,
            place: None,
            number: 1,
            line: shown.get(start..end).unwrap_or_default(),
            span: at - start..self.span.end.max(at) - start,
            label: Some(&label),
            footers,
        };
        let drawn = snippet::draw(&remark, &output.renderer());
        output.line(drawn);
    }
}

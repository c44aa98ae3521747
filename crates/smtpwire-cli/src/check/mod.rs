//! `smtpwire check`: what is wrong in a dialog, line by line.
//!
//! Here is the command line and what becomes of each file; `text` and `document` show a report,
//! `instead` tells what to do with a file that is no dialog.

mod document;
mod instead;
mod text;

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, ValueEnum};
use smtpwire_diagnose::check::{Report, Severity, check};
use smtpwire_diagnose::transcript::{
    Format, MAX_TRANSCRIPT, ReadError, masked_source, read, read_as,
};

use crate::input::{self, Unreadable};
use crate::output::{Output, Status, complain};

/// Check dialogs: what is wrong, by which rule, and what to do
///
/// Reads what people paste and tells which form it is: lines with `C:` and `S:`, the output of swaks
/// or curl -v, Postfix's notification mails and verbose logs, the debug output of Python's smtplib,
/// nodemailer's log, and the scrollback of telnet or `openssl s_client`. Passwords and tokens are
/// masked.
#[derive(Args)]
#[command(after_help = HELP)]
pub(crate) struct Options {
    /// The files to check; `-` is standard input, which is also read when no file is named
    #[arg(value_name = "FILE")]
    files: Vec<OsString>,

    /// Read every file as this form instead of detecting it
    #[arg(long, value_name = "NAME", value_parser = form_names())]
    format: Option<Format>,

    /// Show findings of this severity and above
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    severity: Least,

    /// Print nothing but why a file could not be read; the exit status tells the rest
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

const HELP: &str = "\
Exit status: 0 when no finding is an error, 1 when one is, 2 when a file can't be read as a dialog
(the others are checked all the same). What --severity hides counts as before.

Limits: a file may have 16 MiB (16,777,216 octets) and 1,048,576 lines; a larger one is refused.

With --json, each file gives one document on a line of its own, so that one file gives one object:
  {\"file\", \"format\", \"sessions\", \"summary\": {\"errors\", \"warnings\", \"notes\", \"omitted\"},
   \"findings\": [{\"rule\", \"severity\", \"line\", \"column\", \"rfc\", \"message\", \"advice\"}]}
and a file that can't be read:
  {\"file\", \"error\": {\"kind\", \"message\"}}

Examples:
  smtpwire check session.txt
  smtpwire check --severity warning *.log
  swaks --to jo@example.com 2>&1 | smtpwire check -
  smtpwire check --json session.txt | jq '.findings[].rule'";

/// The least severity that is shown.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Least {
    /// Only what is wrong for certain
    Error,
    /// Also what often leads to trouble
    Warning,
    /// Also what is worth knowing
    #[default]
    Note,
}

impl From<Least> for Severity {
    fn from(least: Least) -> Self {
        match least {
            Least::Error => Self::Error,
            Least::Warning => Self::Warning,
            Least::Note => Self::Note,
        }
    }
}

fn form_names() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    let names = PossibleValuesParser::new(Format::ALL.map(Format::name));
    names.try_map(|name| name.parse::<Format>())
}

/// A file that was read and checked.
pub(crate) struct Checked {
    pub(crate) report: Report,
    /// The file with its secrets masked.
    source: Vec<u8>,
}

impl Checked {
    /// Drops the findings about other lines than these; the count of errors follows.
    pub(crate) fn keep(&mut self, wanted: impl Fn(usize) -> bool) {
        self.report.findings.retain(|finding| wanted(finding.line));
        let left = &self.report.findings;
        let errors = left.iter().filter(|finding| finding.severity == Severity::Error).count();
        self.report.summary.errors = errors;
    }
}

/// Checks a dialog that was recorded here, lines with `C:` and `S:`; `None` when it is empty.
pub(crate) fn recorded(dialog: &str) -> Option<Checked> {
    let input = dialog.as_bytes();
    let transcript = read_as(Format::Labelled, input).ok()?;
    let source = masked_source(input, &transcript);
    Some(Checked { report: check(&transcript), source })
}

/// Prints the findings about a dialog, each under the line that it is about; says how many.
pub(crate) fn findings(name: &str, checked: &Checked, output: &mut Output) -> usize {
    text::findings(name, checked, Severity::Note, output);
    checked.report.findings.len()
}

pub(crate) fn run(options: &Options, output: &mut Output) -> Status {
    let stdin = [OsString::from("-")];
    let files = match options.files.as_slice() {
        [] if io::stdin().is_terminal() => nothing_to_check(),
        [] => &stdin,
        files => files,
    };
    let mut status = Status::Fine;
    let mut stdin_is_read = false;
    for file in files {
        let checked = if file == "-" && std::mem::replace(&mut stdin_is_read, true) {
            Err(Unreadable {
                kind: "read-before",
                message: "standard input can be read only once".into(),
            })
        } else {
            read_and_check(file, options.format)
        };
        status = status.max(match &checked {
            Ok(checked) if checked.report.has_errors() => Status::Faulty,
            Ok(_) => Status::Fine,
            Err(_) => Status::Unusable,
        });
        show(file, &checked, options, output);
    }
    status
}

/// Says how to use the command, as clap does for any other argument that is missing.
fn nothing_to_check() -> ! {
    let mut command = crate::Arguments::command();
    command.build();
    let check = command.find_subcommand_mut("check").map(std::mem::take).unwrap_or(command);
    let message = "name a file to check, or - for standard input";
    check.clone().error(ErrorKind::MissingRequiredArgument, message).exit()
}

fn read_and_check(file: &OsStr, format: Option<Format>) -> Result<Checked, Unreadable> {
    let input = input::read(file, MAX_TRANSCRIPT)?;
    let transcript = match format {
        Some(format) => read_as(format, &input),
        None => read(&input),
    }
    .map_err(|error| Unreadable { kind: kind(&error), message: sentence(&error, &input) })?;
    let source = masked_source(&input, &transcript);
    Ok(Checked { report: check(&transcript), source })
}

/// Why a file could not be read, and what to do with it instead.
fn sentence(error: &ReadError, input: &[u8]) -> String {
    let hint = match error {
        ReadError::NotADialog | ReadError::NotThisForm { .. } => instead::hint(input),
        _ => None,
    };
    hint.map_or_else(|| error.to_string(), |hint| format!("{error}. {hint}"))
}

fn kind(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty => "empty",
        ReadError::Binary { .. } => "binary",
        ReadError::TooLarge { .. } => "too-large",
        ReadError::TooManyLines { .. } => "too-many-lines",
        ReadError::NotThisForm { .. } => "not-this-form",
        _ => "no-dialog",
    }
}

fn show(
    file: &OsStr,
    checked: &Result<Checked, Unreadable>,
    options: &Options,
    output: &mut Output,
) {
    let least = options.severity.into();
    match checked {
        _ if output.json() => {
            let document = document::of(file, checked.as_ref(), least);
            output.document(&document);
        }
        Ok(_) if options.quiet => {}
        Ok(checked) => text::print(&name(file), checked, least, output),
        Err(error) => {
            // What was found before comes first, also where both streams are one.
            output.flush();
            complain(&format!("{}: {}", name(file), error.message));
        }
    }
}

fn name(file: &OsStr) -> String {
    if file == "-" { "<stdin>".into() } else { crate::show::file_name(file) }
}

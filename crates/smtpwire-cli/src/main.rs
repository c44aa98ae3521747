//! The `smtpwire` command: reads, explains and checks SMTP dialogs, and takes mail.
//!
//! One file or folder per subcommand. `input` reads what a user names, in bounded memory; `output`
//! writes, knows about colour and survives a closed pipe; `show` makes foreign octets harmless;
//! `snippet` draws a line of source with a mark under it. `driver` runs a server connection on a
//! socket, `session` a client's, `tls` is TLS on both, and `recorder` keeps what is said. Nothing
//! here judges SMTP.

mod check;
mod demo;
mod driver;
mod explain;
mod input;
mod output;
mod parse;
mod probe;
mod recorder;
mod rules;
mod send;
mod serve;
mod session;
mod show;
mod snippet;
mod tls;

use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

use output::{Output, Status};

/// Send and take mail, probe servers, and read, explain and check SMTP dialogs.
#[derive(Parser)]
#[command(name = "smtpwire", version, max_term_width = 100)]
#[command(propagate_version = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    task: Task,

    /// Print JSON, one document per line
    #[arg(long, global = true)]
    json: bool,

    /// When to colour the output; with auto, on a terminal and unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    color: ColorChoice,
}

const EXAMPLES: &str = "\
Examples:
  smtpwire demo
  smtpwire check session.txt
  smtpwire explain 550 5.7.26
  smtpwire parse 'MAIL FROM:<jo@example.com> SIZE=1000'
  smtpwire rules
  smtpwire serve --maildir mail
  smtpwire send --server localhost:2525 --from ann@example.org --to jo@example.net
  smtpwire probe localhost:2525

`smtpwire help check` tells more of check, and so for the others.";

#[derive(Subcommand)]
enum Task {
    Demo(demo::Options),
    Check(check::Options),
    Explain(explain::Options),
    Parse(parse::Options),
    Rules(rules::Options),
    Send(Box<send::Options>),
    Serve(Box<serve::Options>),
    Probe(probe::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| refuse(&error));
    let mut output = Output::new(arguments.json, arguments.color);
    let status: ExitCode = match &arguments.task {
        Task::Demo(options) => demo::run(options, &mut output).into(),
        Task::Check(options) => check::run(options, &mut output).into(),
        Task::Explain(options) => explain::run(options, &mut output).into(),
        Task::Parse(options) => parse::run(options, &mut output).into(),
        Task::Rules(options) => rules::run(options, &mut output).into(),
        Task::Send(options) => send::run(options, &mut output).into(),
        Task::Serve(options) => serve::run(options, &mut output).into(),
        Task::Probe(options) => probe::run(options, &mut output).into(),
    };
    match output.finish() {
        Ok(()) => status,
        Err(error) => {
            output::complain(&format!("the output could not be written: {error}"));
            match &arguments.task {
                Task::Send(_) | Task::Probe(_) => send::report::Exit::IoError.into(),
                _ => Status::Unusable.into(),
            }
        }
    }
}

/// Says what is wrong with the command line, or what was asked for, and ends. `send` and `probe` have
/// the statuses of `sysexits.h`, as programs that call sendmail expect.
fn refuse(error: &clap::Error) -> ! {
    let mail = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let mail = mail.is_some_and(|task| matches!(&*task, "send" | "probe"));
    // There is nobody to tell when the output is closed.
    let _ = error.print();
    std::process::exit(if mail && error.use_stderr() { 64 } else { error.exit_code() })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}

//! What a running program says, passed on as it comes, with its last lines kept: who reads only the end of
//! a long log learns there what failed.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, BufReader, IsTerminal, PipeReader, Write};
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// How many of the last lines are kept: the failed tests of a step with what they printed.
const KEPT: usize = 120;

/// How long what a program left running may hold its output open after it has ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// A program that ended with an exit code other than 0.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(super) program: String,
    pub(super) status: ExitStatus,
    /// The last lines of both its outputs; none where a terminal showed them.
    pub(crate) last_lines: Vec<String>,
}

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` failed ({})", self.program, self.status)
    }
}

impl std::error::Error for Failed {}

/// Where the output of a program goes while it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// To ours, as it comes.
    PassedOn,
    /// Nowhere; its last lines are kept for the case that it fails.
    OnlyKept,
}

/// Runs it to its end. On a terminal a program that is passed on has the terminal for itself, with its
/// colours and its progress, and nothing is kept.
pub(super) fn run(command: &mut Command, output: Output) -> io::Result<(ExitStatus, Vec<String>)> {
    if output == Output::PassedOn && io::stdout().is_terminal() {
        return Ok((command.status()?, Vec::new()));
    }
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // The command holds our ends of the pipe, which would never end.
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let lines = lines_of(reader, output);
    let status = child.wait()?;
    Ok((status, last(&lines)))
}

/// The lines as they come, from a thread of their own: a program may end and leave another behind that
/// holds the pipe, and nobody waits for that one.
fn lines_of(reader: PipeReader, output: Output) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if output == Output::PassedOn {
                let mut stdout = io::stdout().lock();
                // Who closed our output still wants the exit code.
                drop(stdout.write_all(&line).and_then(|()| stdout.flush()));
            }
            if sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
    receiver
}

fn last(lines: &Receiver<String>) -> Vec<String> {
    let mut kept = VecDeque::with_capacity(KEPT);
    while let Ok(line) = lines.recv_timeout(PATIENCE) {
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(line);
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(script: &str) -> (ExitStatus, Vec<String>) {
        run(Command::new("sh").args(["-c", script]), Output::OnlyKept).expect("sh runs")
    }

    #[test]
    fn the_last_lines_of_both_outputs_are_kept_in_their_order() {
        let (status, lines) = said("seq 200; echo wrong >&2; echo end; exit 3");
        assert_eq!(status.code(), Some(3));
        assert_eq!(lines.len(), KEPT);
        assert_eq!(lines[KEPT - 3..], ["200", "wrong", "end"]);
    }

    #[test]
    fn a_program_left_behind_is_not_waited_for() {
        let start = std::time::Instant::now();
        let (status, lines) = said("sleep 60 & echo started");
        assert!(status.success());
        assert_eq!(lines, ["started"]);
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}

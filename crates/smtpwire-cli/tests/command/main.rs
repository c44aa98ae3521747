//! The `smtpwire` command as a user meets it: what it prints, and how it exits.

mod check;
mod explain;
mod help;
mod limits;
mod parse;
mod rules;
mod secrets;
mod terminal;

use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;

/// The command, with nothing in its environment that touches colour.
fn smtpwire(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtpwire"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

/// What a run came to.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the command runs");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

impl Run {
    /// Standard output as JSON documents, one per line.
    fn documents(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The only document.
    fn document(&self) -> Value {
        let mut documents = self.documents();
        assert_eq!(documents.len(), 1, "{}", self.stdout);
        documents.remove(0)
    }
}

/// A file of this name and content, in a folder that this test has for itself.
fn file(test: &str, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file for the test");
    path
}

/// A dialog with nothing wrong in it.
const CLEAN: &str = "\
S: 220 mx.example.net ESMTP ready
C: EHLO client.example.com
S: 250-mx.example.net
S: 250-SIZE 1000000
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<ann@example.com>
S: 250 2.1.0 Sender fine
C: RCPT TO:<jo@example.net>
S: 250 2.1.5 Recipient fine
C: DATA
S: 354 Go on
C: Date: Sun, 22 Nov 2026 10:00:00 +0000
C: From: ann@example.com
C: Message-ID: <1@example.com>
C:
C: Hello
C: .
S: 250 2.0.0 Queued as 1
C: QUIT
S: 221 2.0.0 Bye
";

/// The same server, and a client that names a recipient before a sender, in line 6.
const WRONG: &str = "\
S: 220 mx.example.net ESMTP ready
C: EHLO client.example.com
S: 250-mx.example.net
S: 250-SIZE 1000000
S: 250 ENHANCEDSTATUSCODES
C: RCPT TO:<jo@example.net>
S: 503 5.5.1 MAIL first
C: QUIT
S: 221 2.0.0 Bye
";

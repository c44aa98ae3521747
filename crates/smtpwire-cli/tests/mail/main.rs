//! `smtpwire send`, `probe` and `demo`, against `smtpwire serve` and against servers that a script
//! plays.

mod certificates;
mod demo;
mod probe;
mod send;
mod tls;

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

/// A server that runs; ended with the test.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is gone already can't be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts `smtpwire serve` on a free port.
fn serve(options: &[&str]) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
        .args(["serve", "--quiet", "--listen", "127.0.0.1:0"])
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("listening on ").expect("an address");
    Server { address: address.parse().expect("an address"), child }
}

/// A server for one connection: says the first line, then answers each line that begins as a pair
/// says. An empty answer closes the connection.
fn scripted(script: &'static [(&'static str, &'static str)]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a client");
        let mut client = BufReader::new(stream);
        let mut script = script.iter();
        let (_, greeting) = script.next().expect("a greeting");
        client.get_mut().write_all(greeting.as_bytes()).expect("the greeting is written");
        for (start, answer) in script {
            let mut line = String::new();
            while client.read_line(&mut line).is_ok_and(|octets| octets > 0) {
                if line.starts_with(start) {
                    break;
                }
                line.clear();
            }
            if answer.is_empty() || client.get_mut().write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
        // Until the client goes.
        let _ = std::io::copy(&mut client, &mut std::io::sink());
    });
    address
}

/// What a run came to.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|_| panic!("{} {}", self.stdout, self.stderr))
    }
}

fn smtpwire(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .env_remove("SMTPWIRE_PASSWORD")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("its input");
    // A command that does not read is no failure.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("the command ends");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

//! `smtpwire serve` as programs and people meet it: on a socket.

mod attacks;
#[path = "../mail/certificates.rs"]
mod certificates;
mod durability;
mod faults;
mod limits;
mod logins;
mod output;
mod shutdown;
mod store;
mod tls;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A server that runs; ended with the test.
struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    address: SocketAddr,
}

/// Starts a server on a free port.
fn serve(options: &[&str]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtpwire"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(options);
    started(command)
}

fn started(mut command: Command) -> Server {
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the server starts");
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    output.read_line(&mut line).expect("its first line");
    let address = match serde_json::from_str::<Value>(&line) {
        Ok(document) => document["address"].as_str().map(str::to_owned),
        Err(_) => line.trim().strip_prefix("listening on ").map(str::to_owned),
    };
    let address = address.and_then(|address| address.parse().ok()).expect("an address");
    Server { child, output, address }
}

impl Server {
    /// A client that has not read the greeting.
    fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        Client { stream: BufReader::new(stream) }
    }

    /// A client that has been greeted and has said EHLO.
    fn client(&self) -> Client {
        let mut client = self.connect();
        assert!(client.reply().starts_with("220 "));
        assert!(client.ask("EHLO client.example").starts_with("250-"));
        client
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(status.expect("kill runs").success());
    }

    /// Waits for the end of the server; gives its exit status.
    fn stopped(mut self) -> Option<i32> {
        self.child.wait().expect("its end").code()
    }

    /// How much memory the server has in use, in octets; 0 where that can't be told.
    fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let kilobytes = status.ok().and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
            line.trim().split(' ').next()?.parse::<usize>().ok()
        });
        kilobytes.unwrap_or(0) * 1024
    }

    /// Ends the server as an operator does; gives its exit status and what it printed.
    fn stop(mut self) -> (Option<i32>, String) {
        self.signal("TERM");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("its output");
        (self.child.wait().expect("its end").code(), rest)
    }

    /// Ends the server; gives the documents that it printed behind the first.
    fn documents(self) -> Vec<Value> {
        let (code, output) = self.stop();
        assert_eq!(code, Some(0), "{output}");
        output.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Sends octets as they are.
    fn send(&mut self, octets: impl AsRef<[u8]>) {
        self.stream.get_mut().write_all(octets.as_ref()).expect("the server takes what is sent");
    }

    /// The next reply, all its lines. Empty when the connection is over.
    fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let start = reply.len();
            match self.stream.read_line(&mut reply) {
                Ok(0) => return reply,
                Ok(_) if reply.as_bytes().get(start + 3) == Some(&b'-') => {}
                Ok(_) => return reply,
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return reply,
                Err(error) => panic!("no reply: {error}, after {reply:?}"),
            }
        }
    }

    /// Sends a command and gives its reply.
    fn ask(&mut self, command: &str) -> String {
        self.send(format!("{command}\r\n"));
        self.reply()
    }

    /// Whether the server has closed the connection, and said no more.
    fn is_over(&mut self) -> bool {
        self.reply().is_empty()
    }

    /// Sends a message from a@client.example to jo@mx.example; gives the reply to it.
    fn mail(&mut self, content: &str) -> String {
        assert!(self.ask("MAIL FROM:<a@client.example>").starts_with("250 "));
        assert!(self.ask("RCPT TO:<jo@mx.example>").starts_with("250 "));
        assert!(self.ask("DATA").starts_with("354 "));
        self.send(content);
        self.ask(".")
    }
}

/// What a folder holds, name and octets, in the order of the names.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries
        .map(|entry| {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name");
            (name, std::fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

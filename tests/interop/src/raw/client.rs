//! The client: one command, one reply.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::server::{Dialect, Server};

/// A reply: its code and the text of its lines.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reply {
    /// The three digits.
    pub code: u16,
    /// What stands behind the code, line by line.
    pub lines: Vec<String>,
}

/// A dialog with a server.
pub struct Dialog {
    output: Box<dyn Write>,
    lines: BufReader<Box<dyn Read>>,
    dialect: Dialect,
    /// The reply to the last EHLO or LHLO.
    pub offers: Vec<String>,
}

impl Dialog {
    /// Connects, reads the greeting and says EHLO or LHLO.
    ///
    /// # Panics
    ///
    /// When the server does not do as expected.
    pub fn with(server: &Server) -> Self {
        Self::at(server.address(), server.dialect())
    }

    /// As [`Dialog::with`], for any address.
    ///
    /// # Panics
    ///
    /// When the server does not do as expected.
    pub fn at(address: SocketAddr, dialect: Dialect) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout can be set");
        stream.set_nodelay(true).expect("NODELAY can be set");
        let input = stream.try_clone().expect("a socket can be shared");
        let mut dialog = Self::through(Box::new(input), Box::new(stream), dialect);
        dialog.greeted();
        dialog
    }

    /// Over any pair of pipes, with nothing read or said as yet.
    pub(super) fn through(input: Box<dyn Read>, output: Box<dyn Write>, dialect: Dialect) -> Self {
        Self { output, lines: BufReader::new(input), dialect, offers: Vec::new() }
    }

    /// Reads the greeting and says EHLO or LHLO.
    pub(super) fn greeted(&mut self) {
        let greeting = self.reply();
        assert_eq!(greeting.code, 220, "{greeting:?}");
        self.hello();
    }

    /// Says EHLO or LHLO.
    pub(super) fn hello(&mut self) {
        let hello = if self.dialect == Dialect::Lmtp { "LHLO" } else { "EHLO" };
        let reply = self.expect(250, &format!("{hello} client.test"));
        self.offers = reply.lines.into_iter().skip(1).collect();
    }

    /// Whether the server offers an extension.
    pub fn has_offer(&self, keyword: &str) -> bool {
        self.parameters(keyword).is_some()
    }

    /// The parameters of an offer.
    pub fn parameters(&self, keyword: &str) -> Option<Vec<&str>> {
        self.offers.iter().find_map(|line| {
            let mut words = line.split_ascii_whitespace();
            words.next()?.eq_ignore_ascii_case(keyword).then(|| words.collect())
        })
    }

    /// Sends a command and gives the reply.
    ///
    /// # Panics
    ///
    /// When the connection fails.
    pub fn command(&mut self, command: &str) -> Reply {
        self.write(format!("{command}\r\n").as_bytes()).expect("the command can be sent");
        self.reply()
    }

    /// Sends a command whose reply must have `code`.
    ///
    /// # Panics
    ///
    /// When it has another.
    pub fn expect(&mut self, code: u16, command: &str) -> Reply {
        let reply = self.command(command);
        assert_eq!(reply.code, code, "{command:?} is answered {reply:?}");
        reply
    }

    /// Sends a message by DATA, and gives the final replies: one, or for LMTP one per recipient.
    /// `parameters` follow the reverse-path.
    ///
    /// # Panics
    ///
    /// When a command before the content is refused.
    pub fn deliver(
        &mut self,
        (from, parameters): (&str, &str),
        to: &[&str],
        message: &[u8],
    ) -> Vec<Reply> {
        self.envelope(from, parameters, to);
        self.expect(354, "DATA");
        let mut content = stuffed(message);
        if !content.ends_with(b"\r\n") {
            content.extend_from_slice(b"\r\n");
        }
        content.extend_from_slice(b".\r\n");
        self.write(&content).expect("the content can be sent");
        self.final_replies(to)
    }

    /// As [`Dialog::deliver`], by BDAT in chunks of `size` octets. Every chunk but the last must be
    /// taken.
    ///
    /// # Panics
    ///
    /// When a command or a chunk is refused.
    pub fn deliver_chunked(
        &mut self,
        (from, parameters): (&str, &str),
        to: &[&str],
        message: &[u8],
        size: usize,
    ) -> Vec<Reply> {
        self.envelope(from, parameters, to);
        let mut chunks = message.chunks(size).peekable();
        while let Some(chunk) = chunks.next() {
            let last = if chunks.peek().is_none() { " LAST" } else { "" };
            let command = format!("BDAT {}{last}\r\n", chunk.len());
            self.write(&[command.as_bytes(), chunk].concat()).expect("a chunk can be sent");
            if last.is_empty() {
                let reply = self.reply();
                assert_eq!(reply.code, 250, "a chunk is answered {reply:?}");
            }
        }
        self.final_replies(to)
    }

    /// Authenticates with PLAIN, and gives the reply.
    ///
    /// # Panics
    ///
    /// When the connection fails.
    pub fn auth_plain(&mut self, user: &str, password: &str) -> Reply {
        let response = base64(format!("\0{user}\0{password}").as_bytes());
        self.command(&format!("AUTH PLAIN {response}"))
    }

    /// Says QUIT.
    ///
    /// # Panics
    ///
    /// When it is not answered with 221.
    pub fn quit(mut self) {
        self.expect(221, "QUIT");
    }

    fn envelope(&mut self, from: &str, parameters: &str, to: &[&str]) {
        let space = if parameters.is_empty() { "" } else { " " };
        self.expect(250, &format!("MAIL FROM:<{from}>{space}{parameters}"));
        for recipient in to {
            self.expect(250, &format!("RCPT TO:<{recipient}>"));
        }
    }

    fn final_replies(&mut self, to: &[&str]) -> Vec<Reply> {
        let count = if self.dialect == Dialect::Lmtp { to.len() } else { 1 };
        (0..count).map(|_| self.reply()).collect()
    }

    pub(super) fn write(&mut self, octets: &[u8]) -> io::Result<()> {
        self.output.write_all(octets)?;
        self.output.flush()
    }

    /// Reads a reply.
    ///
    /// # Panics
    ///
    /// When none comes.
    pub fn reply(&mut self) -> Reply {
        self.try_reply().unwrap_or_else(|error| panic!("no reply: {error}"))
    }

    /// Sends a command and reads the reply, where the connection may fail.
    pub(super) fn try_command(&mut self, command: &str) -> io::Result<Reply> {
        self.write(format!("{command}\r\n").as_bytes())?;
        self.try_reply()
    }

    pub(super) fn try_reply(&mut self) -> io::Result<Reply> {
        let mut reply = Reply { code: 0, lines: Vec::new() };
        loop {
            let mut line = Vec::new();
            if self.lines.read_until(b'\n', &mut line)? == 0 {
                let said = format!("the connection is over after {reply:?}");
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, said));
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            reply.code = line.get(..3).and_then(|code| code.parse().ok()).unwrap_or_default();
            reply.lines.push(line.get(4..).unwrap_or_default().to_owned());
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(reply);
            }
        }
    }
}

/// A dot before every line that begins with one (RFC 5321 4.5.2).
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(message.len() + message.len() / 32);
    for line in message.split_inclusive(|octet| *octet == b'\n') {
        if line.starts_with(b".") {
            content.push(b'.');
        }
        content.extend_from_slice(line);
    }
    content
}

fn base64(octets: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in octets.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, octet| bits << 8 | u32::from(*octet));
        let bits = bits << (8 * (3 - group.len()));
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            text.push(if place > group.len() { '=' } else { ALPHABET[index as usize].into() });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_to_four() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn only_dots_that_begin_a_line_are_doubled() {
        assert_eq!(stuffed(b".\r\na.\r\n..b"), b"..\r\na.\r\n...b");
    }
}

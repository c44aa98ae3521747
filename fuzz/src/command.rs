//! What is true of every command line.

use smtpwire::{Command, CommandError, CommandOptions, Reply};

/// Writes a command, and reads what was written: it is one line, and the same command.
pub fn is_written_as_it_reads(command: &Command<'_>, options: &CommandOptions) {
    let mut line = Vec::new();
    command.encode(&mut line);
    let text = line.strip_suffix(b"\r\n").expect("a command ends with CRLF");
    assert!(!text.iter().any(|octet| matches!(octet, b'\r' | b'\n' | 0)), "{command:?}");
    match Command::parse_with(text, options) {
        Ok(again) => assert_eq!(again, *command, "{}", String::from_utf8_lossy(text)),
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(text)),
    }
    assert_eq!(command.clone().into_owned(), *command);
}

/// A line that was refused: the place is in it, and the reply is a refusal that a client can read.
pub fn has_a_reply(error: &CommandError, line: &[u8]) {
    assert!(error.offset() <= line.len(), "{error} is behind the line");
    let mut octets = Vec::new();
    error.reply().encode(&mut octets);
    let (reply, taken) = Reply::parse(&octets).expect("a reply").expect("a whole reply");
    assert_eq!(taken, octets.len());
    assert!(!reply.code().is_positive(), "{reply:?}");
    assert!(reply.enhanced().is_none_or(|enhanced| enhanced.agrees_with(reply.code())));
}

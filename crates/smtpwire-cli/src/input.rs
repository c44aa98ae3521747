//! What the user names, read in bounded memory: files, `-` for standard input, and arguments.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// Why input could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// For programs.
    pub(crate) kind: &'static str,
    /// For people: what is wrong, without the file's name.
    pub(crate) message: String,
}

impl Unreadable {
    fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    fn io(error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::new("not-found", "there is no such file"),
            ErrorKind::PermissionDenied => {
                Self::new("permission-denied", "you are not permitted to read this file")
            }
            ErrorKind::IsADirectory => Self::directory(),
            _ => Self::new("io", format!("it could not be read: {error}")),
        }
    }

    fn directory() -> Self {
        Self::new("directory", "this is a directory; name the files in it")
    }

    /// The input is longer than what is read.
    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new("too-large", format!("the input is too large: at most {limit} octets are read"))
    }
}

/// Reads what a name names, `-` being standard input; at most `limit` octets.
///
/// No more than `limit` and one octet are ever held, whatever a file says of its size.
pub(crate) fn read(name: &OsStr, limit: usize) -> Result<Vec<u8>, Unreadable> {
    if name == "-" {
        return bounded(io::stdin().lock(), limit);
    }
    let file = File::open(name).map_err(|error| Unreadable::io(&error))?;
    let metadata = file.metadata().map_err(|error| Unreadable::io(&error))?;
    if metadata.is_dir() {
        return Err(Unreadable::directory());
    }
    if metadata.len() > limit as u64 {
        return Err(Unreadable::too_large(limit));
    }
    bounded(file, limit)
}

fn bounded(source: impl Read, limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut octets = Vec::new();
    let most = (limit as u64).saturating_add(1);
    source.take(most).read_to_end(&mut octets).map_err(|error| Unreadable::io(&error))?;
    if octets.len() > limit { Err(Unreadable::too_large(limit)) } else { Ok(octets) }
}

/// The octets that arguments spell: standard input for a lone `-`, else the arguments with a space
/// between them. One line end that the shell or an editor put behind it is taken off.
pub(crate) fn words(arguments: &[OsString], limit: usize) -> Result<Vec<u8>, Unreadable> {
    match arguments {
        [lone] if lone == "-" => read(lone, limit).map(without_line_end),
        _ => {
            let words: Vec<&[u8]> = arguments.iter().map(|word| word.as_encoded_bytes()).collect();
            let octets = words.join(&b' ');
            if octets.len() > limit { Err(Unreadable::too_large(limit)) } else { Ok(octets) }
        }
    }
}

fn without_line_end(mut octets: Vec<u8>) -> Vec<u8> {
    if octets.last() == Some(&b'\n') {
        octets.pop();
        if octets.last() == Some(&b'\r') {
            octets.pop();
        }
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_limit_and_one_octet_is_read() {
        assert_eq!(bounded(&b"abc"[..], 3), Ok(b"abc".to_vec()));
        assert_eq!(bounded(io::repeat(b'x'), 3), Err(Unreadable::too_large(3)));
    }

    #[test]
    fn one_line_end_is_taken_off_and_no_more() {
        assert_eq!(without_line_end(b"QUIT\r\n".to_vec()), b"QUIT");
        assert_eq!(without_line_end(b"QUIT\n".to_vec()), b"QUIT");
        assert_eq!(without_line_end(b"QUIT\n\n".to_vec()), b"QUIT\n");
        assert_eq!(without_line_end(b"QUIT\r".to_vec()), b"QUIT\r");
    }
}

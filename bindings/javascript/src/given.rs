//! What an object is made of, one after the other.

use smtpwire_javascript_crossing::whole;
use smtpwire_shell::Failure;
use smtpwire_shell::config::Plain;

/// A list of arguments; what was left out is null.
pub(crate) struct Given(std::vec::IntoIter<Plain>);

impl Given {
    pub(crate) fn new(given: Plain) -> Result<Self, Failure> {
        match given {
            Plain::List(items) => Ok(Self(items.into_iter())),
            _ => Err(wrong("arguments are a list")),
        }
    }

    pub(crate) fn next(&mut self) -> Plain {
        self.0.next().unwrap_or(Plain::Null)
    }

    /// Whether an object's number is next: which.
    pub(crate) fn object(&self) -> Option<u32> {
        match self.0.as_slice().first() {
            Some(Plain::Integer(number)) => u32::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Failure> {
        match self.next() {
            Plain::Null => Ok(false),
            Plain::Bool(flag) => Ok(flag),
            _ => Err(wrong(format!("{name}: it is true or false"))),
        }
    }

    /// A time in milliseconds: its fraction is cut off, and below 0 it is 0.
    pub(crate) fn time(&mut self) -> Result<u64, Failure> {
        match self.next() {
            Plain::Null => Ok(0),
            Plain::Integer(number) => Ok(u64::try_from(number.max(0)).unwrap_or(u64::MAX)),
            Plain::Float(number) => Ok(whole(number)),
            _ => Err(wrong("now: a time is a number of milliseconds")),
        }
    }

    /// Octets from a good source of randomness; how many there must be is for whoever takes them.
    pub(crate) fn entropy(&mut self) -> Result<Vec<u8>, Failure> {
        match self.next() {
            Plain::Octets(octets) => Ok(octets),
            _ => Err(wrong("entropy: it is octets")),
        }
    }
}

fn wrong(message: impl Into<String>) -> Failure {
    Failure::invalid("invalid-choice", message)
}

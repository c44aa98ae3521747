//! Commands: read, built, asked.
//!
//! Here stands what one is; `make` builds them, `questions` reads them.

mod make;
mod options;
mod questions;

use std::sync::OnceLock;

pub use make::*;
pub use options::smtpwire_command_option;
pub use questions::*;

pub(crate) use options::options;
use smtpwire::Command;
use smtpwire::types::command::Attribute;

use crate::address::smtpwire_address;
use crate::guard::{Guarded, Handle, handle};
use crate::parameters::smtpwire_parameters;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// A command: one line that a client sends, as a value (RFC 5321 section 4.1.1).
    ///
    /// It never changes. Several threads may look at one at once.
    smtpwire_command holds Held
}

/// What ETRN names (RFC 1985 section 5). Where a function takes one, it takes the number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_node_kind {
    /// Mail for one host: `ETRN example.com`.
    SMTPWIRE_NODE_KIND_HOST = 1,
    /// Mail for a domain and all below it: `ETRN @example.com`.
    SMTPWIRE_NODE_KIND_SUBDOMAINS = 2,
    /// A queue that the server's operator named: `ETRN #uucp`.
    SMTPWIRE_NODE_KIND_QUEUE = 3,
}

impl smtpwire_node_kind {
    pub(crate) fn read(number: u32) -> Result<Self, smtpwire_status> {
        match number {
            1 => Ok(Self::SMTPWIRE_NODE_KIND_HOST),
            2 => Ok(Self::SMTPWIRE_NODE_KIND_SUBDOMAINS),
            3 => Ok(Self::SMTPWIRE_NODE_KIND_QUEUE),
            _ => Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
        }
    }
}

/// An attribute of XCLIENT or XFORWARD: its name, `ADDR` or `HELO` for example, and its value without xtext coding.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_attribute {
    /// Letters, digits and hyphens.
    pub name: smtpwire_str,
    /// Text without control characters.
    pub value: smtpwire_str,
}

impl smtpwire_attribute {
    pub(crate) fn of(attribute: &Attribute<'_>) -> Self {
        Self {
            name: smtpwire_str::of(attribute.name()),
            value: smtpwire_str::of(attribute.value()),
        }
    }
}

/// A command, and what was made of it when it was asked for.
pub(crate) struct Held {
    command: Command<'static>,
    wire: OnceLock<Vec<u8>>,
    shown: OnceLock<String>,
    address: OnceLock<Box<smtpwire_address>>,
    parameters: OnceLock<Box<smtpwire_parameters>>,
}

impl Held {
    /// The command itself.
    pub(crate) fn command(&self) -> &Command<'static> {
        &self.command
    }
}

impl From<Command<'static>> for Held {
    fn from(command: Command<'static>) -> Self {
        Self {
            command,
            wire: OnceLock::new(),
            shown: OnceLock::new(),
            address: OnceLock::new(),
            parameters: OnceLock::new(),
        }
    }
}

impl smtpwire_command {
    /// A command that stands inside another object.
    pub(crate) fn made(command: Command<'static>) -> Self {
        Self::of(Guarded::new(Held::from(command)))
    }
}

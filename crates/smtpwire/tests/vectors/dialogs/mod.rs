//! `client/*.json` and `server/*.json`: whole dialogs, step by step.
//!
//! Nothing here knows a role: `run` works through the steps against a [`Side`], which `client` and
//! `server` are, and over a [`Carrier`], which knows what the peer does to its octets; `expect`
//! compares; `file` reads. The tests of smtpwire-tls run the same files with a carrier of their own.

mod carrier;
pub(crate) mod client;
mod expect;
mod file;
mod run;
pub(crate) mod server;

use std::sync::Arc;

use serde_json::{Map, Value};
use smtpwire::{Client, Connection, Error, ErrorCode, Server};

pub(crate) use self::carrier::{Carrier, Plain};
pub(crate) use self::file::{Dialog, load};
pub(crate) use self::run::run;
use crate::case::{Verdict, unescape};
use crate::split;

/// Runs a dialog in every way, with the connections as they are.
pub(crate) fn dialog(case: &Dialog, role: &str) -> Verdict {
    in_every_way(case, |way| {
        if role == "client" {
            return run(Plain(Client::new(client::config(&case.config)?, 0)), case, way);
        }
        let (config, bindings) = server::config(&case.config)?;
        let mut server = Server::new(Arc::new(config), server::ENTROPY, 0);
        if !bindings.is_empty() {
            server.set_channel_bindings(bindings);
        }
        run(Plain(server), case, way)
    })
}

/// Runs a dialog whole, octet by octet, and at random.
pub(crate) fn in_every_way(case: &Dialog, run: impl Fn(usize) -> Verdict) -> Verdict {
    let ways = match (case.splits.as_deref(), &case.why) {
        (None, None) => 0..split::WAYS,
        (Some("none"), Some(_)) => 0..1,
        _ => return Err("  splits is \"none\", with why".into()),
    };
    for way in ways {
        run(way).map_err(|error| format!("  {}: {error}", split::name(way)))?;
    }
    Ok(())
}

/// Something that a connection told.
pub(crate) struct Happened {
    kind: &'static str,
    fields: Map<String, Value>,
    /// The reply that it carries: code and text.
    reply: Option<Vec<u8>>,
    /// The octets that it carries.
    octets: Option<Vec<u8>>,
}

impl Happened {
    fn new(kind: &'static str) -> Self {
        Self { kind, fields: Map::new(), reply: None, octets: None }
    }

    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(key.to_owned(), value.into());
        self
    }

    fn with_reply(mut self, reply: &smtpwire::Reply<'_>) -> Self {
        self.reply = Some(expect::shown(reply));
        self
    }

    fn with_octets(mut self, octets: &[u8]) -> Self {
        self.octets = Some(octets.to_vec());
        self
    }
}

/// Why a call did not do what it should.
pub(crate) enum Trouble {
    /// It failed, with this code.
    Failed(ErrorCode),
    /// The vector asks for what there is not.
    Vector(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Failed(error.code())
    }
}

impl From<String> for Trouble {
    fn from(problem: String) -> Self {
        Self::Vector(problem)
    }
}

/// One end of a connection, with the calls of its role as the vectors have them.
pub(crate) trait Side: Connection {
    /// Calls what `name` says; what it is given stands in the step.
    fn call(&mut self, name: &str, step: &Map<String, Value>, now: u64) -> Result<(), Trouble>;
    /// Takes some content; how many octets.
    fn content(&mut self, octets: &[u8]) -> Result<usize, Error>;
    fn end_content(&mut self) -> Result<(), Error>;
    fn state(&mut self, key: &str) -> Option<Value>;
    fn happened(event: Self::Event) -> Happened;
    /// Events that a dialog need not name.
    const PASSED_OVER: &'static [&'static str];
}

/// The octets that a string of a step stands for.
fn octets(value: &Value) -> Result<Vec<u8>, String> {
    let text = value.as_str().ok_or_else(|| format!("{value} is no string"))?;
    unescape(text).ok_or_else(|| format!("escapes of {text:?}"))
}

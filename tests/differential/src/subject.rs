//! The connection under test: what the shells hold, called as they call it.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smtpwire::{Connection, Error, Step};
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::operations::{Answer, ClientOperation, MailerOperation, ServerOperation};
use smtpwire_shell::{AnyEvent, ClientLine, Failure, MailerLine, ServerLine};

use crate::record::plain;

/// A connection of any role.
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub(crate) enum Subject {
    Client(ClientLine),
    Mailer(MailerLine),
    Server(ServerLine),
}

/// What was seen after a step.
#[derive(Default)]
pub(crate) struct Seen {
    /// What happened, as the shells show it.
    pub(crate) events: Vec<Value>,
    /// What is to be written to the peer.
    pub(crate) output: Vec<u8>,
    /// What the connection waits for.
    pub(crate) waits: &'static str,
    deadline: Option<u64>,
    error: Option<Failure>,
}

impl Seen {
    pub(crate) fn to_json(&self) -> Result<Value> {
        let mut seen = json!({
            "events": self.events,
            "output": self.output,
            "waits": self.waits,
            "deadline": self.deadline,
        });
        if let (Some(seen), Some(error)) = (seen.as_object_mut(), &self.error) {
            seen.insert("error".into(), plain(error)?);
        }
        Ok(seen)
    }
}

/// One call, whichever the role.
macro_rules! any {
    ($subject:expr, $line:ident => $call:expr) => {
        match $subject {
            Subject::Client($line) => $call,
            Subject::Mailer($line) => $call,
            Subject::Server($line) => $call,
        }
    };
}

/// What an operation answers, as JSON.
struct Json;

impl Answer for Json {
    type Written = Value;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Failure> {
        serde_json::to_value(value).map_err(|error| Failure::invalid("json", error.to_string()))
    }
}

/// Arguments as a shell reads them. Octets are `{"octets": [numbers]}`.
fn given(value: &Value) -> Result<Plain> {
    Ok(match value {
        Value::Array(items) => Plain::List(items.iter().map(given).collect::<Result<_>>()?),
        Value::Object(fields) => match fields.get("octets") {
            Some(octets) if fields.len() == 1 => Plain::Octets(Vec::deserialize(octets)?),
            _ => Plain::Object(
                fields
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), given(value)?)))
                    .collect::<Result<_>>()?,
            ),
        },
        other => Plain::deserialize(other)?,
    })
}

impl Subject {
    pub(crate) fn client(config: &Value) -> Result<Self> {
        let line = ClientLine::open(given(config)?, Plain::Null, Spelling::Rust, false, 0);
        line.map(Self::Client).context("the configuration of a client")
    }

    pub(crate) fn mailer(config: &Value, entropy: &[u8]) -> Result<Self> {
        let line = MailerLine::open(given(config)?, Plain::Null, Spelling::Rust, false, entropy, 0);
        line.map(Self::Mailer).context("the configuration of a mailer")
    }

    pub(crate) fn server(config: &Value, entropy: &[u8]) -> Result<Self> {
        let line = ServerLine::open(given(config)?, Plain::Null, Spelling::Rust, false, entropy, 0);
        line.map(Self::Server).context("the configuration of a server")
    }

    pub(crate) fn input_room(&self) -> usize {
        any!(self, line => line.input_room())
    }

    pub(crate) fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Failure> {
        any!(self, line => line.receive(octets, now)).map_err(|error| Failure::from(&error))
    }

    pub(crate) fn receive_eof(&mut self, now: u64) {
        any!(self, line => line.receive_eof(now));
    }

    pub(crate) fn handle_timeout(&mut self, now: u64) {
        any!(self, line => line.handle_timeout(now));
    }

    /// An operation by its name.
    pub(crate) fn call(
        &mut self,
        name: &str,
        arguments: &[Value],
    ) -> Result<Result<Value, Failure>> {
        let given = Plain::List(arguments.iter().map(given).collect::<Result<_>>()?);
        macro_rules! call {
            ($table:ident, $line:expr) => {{
                let mut known = $table::ALL.iter();
                let Some(operation) = known.find(|known| known.signature().name == name) else {
                    bail!("there is no operation {name}");
                };
                Ok(operation.call($line, given, Spelling::Rust, Json))
            }};
        }
        match self {
            Self::Client(line) => call!(ClientOperation, line),
            Self::Mailer(line) => call!(MailerOperation, line),
            Self::Server(line) => call!(ServerOperation, line),
        }
    }

    /// What there is to see: events until there is none, output, and so on until it wants no more
    /// room for output.
    pub(crate) fn look(&mut self, now: u64) -> Result<Seen> {
        any!(self, line => look(line, now))
    }
}

fn look<C>(connection: &mut C, now: u64) -> Result<Seen>
where
    C: Connection,
    AnyEvent: From<C::Event>,
{
    let mut seen = Seen::default();
    loop {
        let step: Result<Step<C::Event>, Error> = connection.next_event(now);
        seen.waits = match step {
            Ok(Step::Event(event)) => {
                seen.events.push(plain(&AnyEvent::from(event))?);
                continue;
            }
            Ok(Step::NeedData) => "data",
            Ok(Step::NeedOutput) => "output",
            Ok(Step::Paused) => "host",
            Ok(Step::Closed) => "closed",
            Ok(_) => bail!("a step is newer than this program"),
            Err(error) => {
                seen.error = Some(Failure::from(&error));
                "failed"
            }
        };
        let before = seen.output.len();
        loop {
            let piece = connection.output();
            let length = piece.len();
            if length == 0 {
                break;
            }
            seen.output.extend_from_slice(piece);
            connection.advance_output(length).context("so much was there")?;
        }
        if seen.waits != "output" || seen.output.len() == before {
            break;
        }
    }
    seen.deadline = connection.next_deadline();
    Ok(seen)
}

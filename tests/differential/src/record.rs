//! A session as it is written down.

use anyhow::Result;
use fastrand::Rng;
use serde::Serialize;
use serde_json::{Map, Value, json};
use smtpwire_shell::Failure;

use crate::subject::{Seen, Subject};

/// The largest integer that every language's JSON holds.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// What is plain, as JSON: octets are lists of numbers, large integers are digits.
pub(crate) fn plain<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    Ok(safe(serde_json::to_value(value)?))
}

fn safe(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_u64().is_some_and(|number| number > MAX_SAFE) => {
            Value::String(number.to_string())
        }
        Value::Array(items) => items.into_iter().map(safe).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, safe(value))).collect()
        }
        other => other,
    }
}

/// Octets as an argument of a call.
pub(crate) fn octets(octets: &[u8]) -> Value {
    json!({ "octets": octets })
}

/// A session under way.
pub(crate) struct Session {
    /// The connection.
    pub(crate) subject: Subject,
    /// The clock, in milliseconds.
    pub(crate) now: u64,
    /// What was seen last.
    pub(crate) seen: Seen,
    steps: Vec<Value>,
}

impl Session {
    /// A session that begins with what there is to see before anything was done.
    pub(crate) fn new(subject: Subject) -> Result<Self> {
        let mut session = Self { subject, now: 0, seen: Seen::default(), steps: Vec::new() };
        session.note(json!({ "do": "timeout", "now": 0 }), None)?;
        Ok(session)
    }

    /// Whether nothing more can happen.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.seen.waits, "closed" | "failed")
    }

    /// The peer's octets, in random pieces; what was seen with each piece is given to `see`.
    pub(crate) fn receive(
        &mut self,
        chance: &mut Rng,
        octets: &[u8],
        mut see: impl FnMut(&mut Self, &mut Rng) -> Result<()>,
    ) -> Result<()> {
        let mut rest = octets;
        while !rest.is_empty() && !self.is_over() {
            let most = rest.len().min(self.subject.input_room());
            if most == 0 {
                return Ok(());
            }
            let length = if chance.u8(..4) == 0 { 1 + chance.usize(..most) } else { most };
            let Some((piece, behind)) = rest.split_at_checked(length) else { return Ok(()) };
            rest = behind;
            let failure = self.subject.receive(piece, self.now).err();
            let step = json!({ "do": "receive", "octets": piece, "now": self.now });
            self.note(step, failure.as_ref())?;
            see(self, chance)?;
        }
        Ok(())
    }

    /// The peer has gone.
    pub(crate) fn eof(&mut self) -> Result<()> {
        self.subject.receive_eof(self.now);
        self.note(json!({ "do": "eof", "now": self.now }), None)
    }

    /// The clock goes on, and the connection is told.
    pub(crate) fn timeout(&mut self, milliseconds: u64) -> Result<()> {
        self.now += milliseconds;
        self.subject.handle_timeout(self.now);
        self.note(json!({ "do": "timeout", "now": self.now }), None)
    }

    /// A call by name; whether it succeeded, and with what.
    pub(crate) fn call(&mut self, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
        let result = self.subject.call(name, arguments)?;
        let mut step =
            json!({ "do": "call", "name": name, "arguments": arguments, "now": self.now });
        match result {
            Ok(value) => {
                let value = safe(value);
                if let Some(step) = step.as_object_mut() {
                    step.insert("gives".into(), value.clone());
                }
                self.note(step, None)?;
                Ok(Some(value))
            }
            Err(failure) => {
                self.note(step, Some(&failure))?;
                Ok(None)
            }
        }
    }

    fn note(&mut self, mut step: Value, failure: Option<&Failure>) -> Result<()> {
        self.seen = self.subject.look(self.now)?;
        if let Some(step) = step.as_object_mut() {
            if let Some(failure) = failure {
                step.insert("fails".into(), plain(failure)?);
            }
            step.insert("after".into(), self.seen.to_json()?);
        }
        self.steps.push(step);
        Ok(())
    }

    /// The whole session, with what it was made of.
    pub(crate) fn written(self, made_of: Value) -> Value {
        let mut session = match made_of {
            Value::Object(fields) => fields,
            other => Map::from_iter([("made_of".to_owned(), other)]),
        };
        session.insert("steps".into(), Value::Array(self.steps));
        Value::Object(session)
    }
}

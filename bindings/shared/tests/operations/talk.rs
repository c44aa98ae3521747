//! Two connections in memory, each held as a shell holds it.

use serde_json::Value;
use smtpwire::Connection;
use smtpwire_shell::{AnyEvent, Input, Pumped, Waits, pump};

/// What a host sees of one crossing.
fn told(pumped: &Pumped, events: &mut Vec<Value>) {
    for event in &pumped.events {
        events.push(serde_json::to_value(event).expect("plain data"));
    }
    if let Some(error) = &pumped.error {
        let failure = smtpwire_shell::Failure::from(error);
        events.push(serde_json::json!({ "type": "failed", "name": failure.name }));
    }
}

/// A side of the conversation: the connection, and what its host does about an event.
pub(crate) struct Side<'a, C> {
    pub(crate) line: &'a mut C,
    pub(crate) host: &'a mut dyn FnMut(&mut C, &Value),
}

impl<C> Side<'_, C>
where
    C: Connection,
    AnyEvent: From<C::Event>,
{
    /// Gives input, lets the host answer, and takes all output.
    fn turn(&mut self, input: &[u8], seen: &mut Vec<Value>) -> (Vec<u8>, Waits) {
        let mut rest = input;
        let mut output = Vec::new();
        loop {
            let given = if rest.is_empty() { Input::Nothing } else { Input::Octets(rest) };
            let pumped = pump(self.line, given, 0);
            rest = &rest[pumped.taken..];
            output.extend_from_slice(&pumped.output);
            let mut events = Vec::new();
            told(&pumped, &mut events);
            for event in &events {
                (self.host)(self.line, event);
            }
            let quiet = events.is_empty() && pumped.output.is_empty();
            seen.append(&mut events);
            if matches!(pumped.waits, Waits::Closed | Waits::Failed) || (quiet && rest.is_empty()) {
                return (output, pumped.waits);
            }
        }
    }
}

/// Lets two sides talk until neither has more to say: what each has seen.
pub(crate) fn talk<A, B>(mut a: Side<'_, A>, mut b: Side<'_, B>) -> (Vec<Value>, Vec<Value>)
where
    A: Connection,
    B: Connection,
    AnyEvent: From<A::Event> + From<B::Event>,
{
    let (mut seen_a, mut seen_b) = (Vec::new(), Vec::new());
    let mut to_b = Vec::new();
    loop {
        let (to_a, over_b) = b.turn(&to_b, &mut seen_b);
        let over = |waits| matches!(waits, Waits::Closed | Waits::Failed);
        let (more, over_a) = a.turn(&to_a, &mut seen_a);
        to_b = more;
        if to_b.is_empty() && (to_a.is_empty() || over(over_a) || over(over_b)) {
            return (seen_a, seen_b);
        }
    }
}

/// The names of events, in their order.
pub(crate) fn names(events: &[Value]) -> String {
    let names: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
    names.join(" ")
}

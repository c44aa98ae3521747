//! Working through the steps of a dialog, as a host would.

use std::collections::VecDeque;

use serde_json::{Map, Value};
use smtpwire::{Connection, Error, ErrorCode, Step};

use super::{Carrier, Dialog, Happened, Side, Trouble, expect, octets};
use crate::case::{Octets, Verdict};
use crate::split;

/// A dialog under way.
struct Run<C> {
    carrier: C,
    way: usize,
    now: u64,
    /// What has come and was not taken in yet.
    wire: VecDeque<Vec<u8>>,
    eof: bool,
    events: VecDeque<Happened>,
    /// What was taken of the output and not expected yet.
    output: Vec<u8>,
    failure: Option<ErrorCode>,
    /// The failure that was expected.
    known: Option<ErrorCode>,
    waits: &'static str,
}

pub(crate) fn run<C: Carrier>(carrier: C, case: &Dialog, way: usize) -> Verdict {
    let mut run = Run {
        carrier,
        way,
        now: 0,
        wire: VecDeque::new(),
        eof: false,
        events: VecDeque::new(),
        output: Vec::new(),
        failure: None,
        known: None,
        waits: "data",
    };
    run.drain();
    run.shake_hands();
    for (index, step) in case.steps.iter().enumerate() {
        run.step(step).map_err(|error| {
            let shown = serde_json::to_string(step).unwrap_or_default();
            let shown: String = shown.chars().take(300).collect();
            format!("step {}: {shown}\n  {error}", index + 1)
        })?;
    }
    run.end()
}

impl<C: Carrier> Run<C> {
    fn step(&mut self, step: &Map<String, Value>) -> Verdict {
        let Some((kind, value)) = step.iter().next() else { return Err("an empty step".into()) };
        match kind.as_str() {
            "receive" => {
                expect::only(step, &["receive", "unasked"])?;
                self.receive(&octets(value)?, step.contains_key("unasked"));
            }
            "eof" => {
                expect::only(step, &["eof"])?;
                let farewell = self.carrier.farewell(self.way);
                self.wire.extend(split::pieces(&farewell, self.way).map(<[u8]>::to_vec));
                self.eof = true;
                self.drain();
            }
            "advance" => {
                expect::only(step, &["advance"])?;
                self.advance(value.as_u64().ok_or("a number of milliseconds")?);
            }
            "call" => return self.call(value.as_str().ok_or("a name")?, step),
            "expect-output" => {
                expect::only(step, &["expect-output", "whole"])?;
                if step.contains_key("whole") {
                    expect::output(value, &self.carrier.would_open())?;
                }
                self.take_output();
                return expect::output(value, &std::mem::take(&mut self.output));
            }
            "expect-output-lacks" => {
                expect::only(step, &["expect-output-lacks"])?;
                self.take_output();
                let (lacks, has) = (octets(value)?, std::mem::take(&mut self.output));
                if has.windows(lacks.len()).any(|window| window == lacks) {
                    return Err(format!("it is in {:?}", Octets(has)));
                }
            }
            "expect-event" => return self.expect_event(value.as_str().ok_or("a kind")?, step),
            "expect-error" => {
                expect::only(step, &["expect-error", "kind"])?;
                return self.expect_error(value, &step["kind"]);
            }
            "expect-deadline" => {
                expect::only(step, &["expect-deadline"])?;
                return expect::value(
                    "the deadline",
                    value,
                    &self.carrier.outside().next_deadline().into(),
                );
            }
            "expect-state" => {
                expect::only(step, &["expect-state"])?;
                for (key, value) in value.as_object().ok_or("an object")? {
                    let state = match key.as_str() {
                        "waits" => Some(self.waits.into()),
                        key => self.carrier.inside().state(key),
                    };
                    expect::value(key, value, &state.ok_or_else(|| format!("no state {key}"))?)?;
                }
            }
            other => return Err(format!("{other} is no step")),
        }
        Ok(())
    }

    fn receive(&mut self, octets: &[u8], unasked: bool) {
        let octets = self.carrier.sealed(octets, self.way);
        for piece in split::pieces(&octets, self.way) {
            if unasked {
                if let Err(error) = self.carrier.outside().receive(piece, self.now) {
                    self.fail(&error);
                }
            } else {
                self.wire.push_back(piece.to_vec());
            }
            self.drain();
        }
    }

    /// Spurious calls on the way do nothing.
    fn advance(&mut self, milliseconds: u64) {
        if self.way > 0 {
            self.carrier.outside().handle_timeout(self.now + milliseconds / 2);
            self.drain();
        }
        self.now += milliseconds;
        self.carrier.outside().handle_timeout(self.now);
        self.drain();
    }

    /// What a host does between two waits: takes all events, and reads what there is room for.
    fn drain(&mut self) {
        loop {
            match self.carrier.outside().next_event(self.now) {
                Ok(Step::Event(event)) => {
                    self.add(C::Inside::happened(event));
                    continue;
                }
                Ok(Step::NeedData) => self.waits = "data",
                Ok(Step::NeedOutput) => self.waits = "output",
                Ok(Step::Paused) => self.waits = "host",
                Ok(_) => {
                    if self.waits != "closed" {
                        self.events.push_back(Happened::new("closed"));
                    }
                    self.waits = "closed";
                    return;
                }
                Err(error) => {
                    self.fail(&error);
                    self.waits = "failed";
                    return;
                }
            }
            let room = self.carrier.outside().input_room();
            if let Some(mut piece) = self.wire.pop_front() {
                if room > 0 {
                    if piece.len() > room {
                        self.wire.push_front(piece.split_off(room));
                    }
                    if let Err(error) = self.carrier.outside().receive(&piece, self.now) {
                        self.fail(&error);
                    }
                    continue;
                }
                self.wire.push_front(piece);
            } else if std::mem::take(&mut self.eof) {
                self.carrier.outside().receive_eof(self.now);
                continue;
            }
            return;
        }
    }

    /// Pieces of content that follow each other are one: how it is cut is nobody's promise.
    fn add(&mut self, event: Happened) {
        if event.kind == "content"
            && let Some(last) = self.events.back_mut().filter(|last| last.kind == "content")
            && let (Some(all), Some(more)) = (&mut last.octets, &event.octets)
        {
            all.extend_from_slice(more);
            return;
        }
        self.events.push_back(event);
    }

    /// Takes all output, in pieces.
    fn take_output(&mut self) {
        while self.take_piece() {}
    }

    /// Takes the next piece of the output; whether there was one.
    fn take_piece(&mut self) -> bool {
        let waiting = self.carrier.outside().output();
        let Some(piece) = split::pieces(waiting, self.way).next().map(<[u8]>::to_vec) else {
            return false;
        };
        self.carrier.outside().advance_output(piece.len()).expect("what waits can be taken");
        let opened = self.carrier.opened(&piece);
        self.output.extend(opened);
        self.drain();
        true
    }

    /// Lets the peer do its handshake, where there is one to do.
    fn shake_hands(&mut self) {
        loop {
            while self.carrier.shakes_hands() && self.take_piece() {}
            let octets = self.carrier.handshake();
            if octets.is_empty() {
                return;
            }
            for piece in split::pieces(&octets, self.way) {
                self.wire.push_back(piece.to_vec());
                self.drain();
            }
        }
    }

    fn call(&mut self, name: &str, step: &Map<String, Value>) -> Verdict {
        let result = match name {
            "content" => self.content(step),
            "end-content" => {
                expect::only(step, &["call", "fails"])?;
                self.carrier.inside().end_content().map_err(Trouble::from)
            }
            _ => self.carrier.call(name, step, self.now),
        };
        match (result, step.get("fails").and_then(Value::as_str)) {
            (Err(Trouble::Vector(problem)), _) => return Err(problem),
            (Ok(()), None) => {}
            (Ok(()), Some(code)) => return Err(format!("it should fail with {code}, and did not")),
            (Err(Trouble::Failed(code)), Some(expected)) if code.name() == expected => {}
            (Err(Trouble::Failed(code)), _) => {
                return Err(format!("it fails with {}", code.name()));
            }
        }
        self.drain();
        self.shake_hands();
        Ok(())
    }

    /// Gives content piece by piece; where none is taken, writes output first.
    fn content(&mut self, step: &Map<String, Value>) -> Result<(), Trouble> {
        expect::only(step, &["call", "octets", "fails", "then-end", "in-one-piece"])?;
        let content = octets(&step["octets"])?;
        let way = if step.contains_key("in-one-piece") { 0 } else { self.way };
        for mut piece in split::pieces(&content, way) {
            while !piece.is_empty() {
                let taken = self.carrier.inside().content(piece)?;
                piece = &piece[taken..];
                if taken == 0 {
                    if self.carrier.outside().output().is_empty() {
                        return Err(Trouble::Vector(
                            "no content is taken, nor output given".into(),
                        ));
                    }
                    self.take_output();
                }
            }
        }
        // Content that is empty is checked, too: it must be expected.
        if content.is_empty() {
            self.carrier.inside().content(&content)?;
        }
        if step.contains_key("then-end") {
            self.carrier.inside().end_content()?;
        }
        Ok(())
    }

    fn expect_event(&mut self, kind: &str, step: &Map<String, Value>) -> Verdict {
        for _ in 0..step.get("times").map_or(Some(1), Value::as_u64).ok_or("a number of times")? {
            while self.events.front().is_some_and(|event| {
                event.kind != kind && C::Inside::PASSED_OVER.contains(&event.kind)
            }) {
                self.events.pop_front();
            }
            let Some(event) = self.events.pop_front() else {
                return Err(format!(
                    "there is no event; it waits for {}{}",
                    self.waits,
                    self.failed()
                ));
            };
            expect::event(kind, step, &event)?;
        }
        Ok(())
    }

    fn fail(&mut self, error: &Error) {
        if self.known != Some(error.code()) {
            self.failure.get_or_insert(error.code());
        }
    }

    fn failed(&self) -> String {
        self.failure.map_or(String::new(), |code| format!(", {}", code.name()))
    }

    fn expect_error(&mut self, name: &Value, kind: &Value) -> Verdict {
        let Some(code) = self.failure.take() else {
            return Err(format!("it has not failed; it waits for {}", self.waits));
        };
        expect::value("the error", name, &code.name().into())?;
        expect::value("its kind", kind, &code.kind().name().into())?;
        self.known = Some(code);
        // A failed connection stays failed, with the same error.
        match self.carrier.outside().next_event(self.now) {
            Err(again) if again.code() == code => Ok(()),
            Err(again) => Err(format!("asked again, it is {}", again.code().name())),
            Ok(_) => Err("asked again, it has not failed".into()),
        }
    }

    /// Nothing is left over.
    fn end(mut self) -> Verdict {
        self.take_output();
        if let Some(code) = self.failure {
            return Err(format!("at the end: it failed with {}", code.name()));
        }
        if !self.output.is_empty() {
            return Err(format!("at the end: output {:?}", Octets(self.output)));
        }
        let more = |event: &&Happened| {
            event.kind != "closed" && !C::Inside::PASSED_OVER.contains(&event.kind)
        };
        if let Some(event) = self.events.iter().find(more) {
            return Err(format!("at the end: {}", expect::told(event)));
        }
        let over = self.waits == "closed" || self.waits == "failed";
        if !over && (!self.wire.is_empty() || self.eof) {
            return Err("at the end: there is input that was never read".into());
        }
        Ok(())
    }
}

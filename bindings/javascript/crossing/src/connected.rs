//! A connection of any role: its run loop, which is the same for all.

use smtpwire::{Connection, ErrorCode, Step};
use smtpwire_shell::{Failure, Input, Waits, pump_into};

use crate::wire::{Pumping, Told, Writer};
use crate::{number, whole, written};

/// The steps of the run loop, in the order of their numbers.
pub const STEPS: [&str; 13] = [
    "pump",
    "pump_octets",
    "pump_end",
    "receive_data",
    "receive_eof",
    "next_event",
    "data_to_send",
    "output",
    "advance_output",
    "handle_timeout",
    "next_deadline",
    "input_room",
    "waits",
];

/// A connection, and what it said that it waits for.
pub struct Connected<L> {
    /// The connection.
    pub line: L,
    waits: Waits,
}

impl<L> Connected<L>
where
    L: Connection,
    L::Event: Told,
{
    /// One that has waited for nothing yet.
    pub fn new(line: L) -> Self {
        Self { line, waits: Waits::Data }
    }

    /// One step. `value` is the time in milliseconds; in `advance_output` it is a count of octets.
    ///
    /// # Errors
    /// Whatever the core refuses, and a step that there is not.
    pub fn run(
        &mut self,
        step: u32,
        octets: &[u8],
        value: f64,
        writer: &mut Writer,
    ) -> Result<u32, Failure> {
        let line = &mut self.line;
        let now = whole(value);
        written(match step {
            0 => return self.pump(Input::Nothing, now, writer),
            1 => return self.pump(Input::Octets(octets), now, writer),
            2 => return self.pump(Input::End, now, writer),
            3 => {
                line.receive(octets, now)?;
                Ok(0)
            }
            4 => {
                line.receive_eof(now);
                Ok(0)
            }
            5 => return self.next_event(now, writer),
            6 => {
                let output = line.output();
                let taken = output.len();
                let length = writer.write_octets(output);
                line.advance_output(taken)?;
                length
            }
            7 => writer.write_octets(line.output()),
            8 => {
                line.advance_output(usize::try_from(now).unwrap_or(usize::MAX))?;
                Ok(0)
            }
            9 => {
                line.handle_timeout(now);
                Ok(0)
            }
            10 => writer.write(&line.next_deadline()),
            11 => {
                let room = u32::try_from(line.input_room()).unwrap_or(u32::MAX);
                return number(room.into(), writer);
            }
            12 => writer.write(&self.waits),
            _ => return Err(Failure::usage(ErrorCode::InvalidValue, "there is no such step")),
        })
    }

    fn pump(&mut self, input: Input<'_>, now: u64, writer: &mut Writer) -> Result<u32, Failure> {
        let Self { line, waits } = self;
        // Whoever comes back too late has waited for a peer that takes nothing: it is given no more.
        if *waits == Waits::Output && input == Input::Nothing {
            line.handle_timeout(now);
        }
        written(writer.write_with(|writer| {
            let mut pumping = Pumping::new(writer)?;
            let came = pump_into(line, input, now, &mut pumping);
            *waits = came.waits;
            pumping.came(&came)
        }))
    }

    fn next_event(&mut self, now: u64, writer: &mut Writer) -> Result<u32, Failure> {
        self.waits = match self.line.next_event(now) {
            Ok(Step::Event(event)) => {
                return written(writer.write_with(|writer| event.tell(writer)));
            }
            Ok(Step::NeedData) => Waits::Data,
            Ok(Step::NeedOutput) => Waits::Output,
            Ok(Step::Paused) => Waits::Host,
            Ok(Step::Closed) => Waits::Closed,
            Ok(_) => Waits::Other,
            Err(error) => {
                self.waits = Waits::Failed;
                return Err(error.into());
            }
        };
        Ok(0)
    }
}

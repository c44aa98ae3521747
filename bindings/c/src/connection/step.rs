//! What the question for the next event is answered.

use smtpwire::Step;

/// No deadline is due, ever.
pub const SMTPWIRE_NEVER: u64 = u64::MAX;

/// What to do next, as `…_next_event` says.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_step {
    /// Something happened: look at the event, and ask again.
    SMTPWIRE_STEP_EVENT = 0,
    /// Nothing more until octets arrive: write the output, then wait for input or for the deadline.
    SMTPWIRE_STEP_NEED_DATA = 1,
    /// Nothing more until some of the output has been written.
    SMTPWIRE_STEP_NEED_OUTPUT = 2,
    /// Nothing more until the program has decided what the last event asked for.
    SMTPWIRE_STEP_PAUSED = 3,
    /// The session is over: write what is left of the output, and close.
    SMTPWIRE_STEP_CLOSED = 4,
}

impl smtpwire_step {
    /// The step, and the event that it carries.
    pub(crate) fn of<E>(step: Step<E>) -> (Self, Option<E>) {
        match step {
            Step::Event(event) => (Self::SMTPWIRE_STEP_EVENT, Some(event)),
            Step::NeedData => (Self::SMTPWIRE_STEP_NEED_DATA, None),
            Step::NeedOutput => (Self::SMTPWIRE_STEP_NEED_OUTPUT, None),
            Step::Closed => (Self::SMTPWIRE_STEP_CLOSED, None),
            // Whatever a later core adds beside it, it waits for something, too.
            _ => (Self::SMTPWIRE_STEP_PAUSED, None),
        }
    }
}

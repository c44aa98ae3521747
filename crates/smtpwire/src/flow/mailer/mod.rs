//! Whole sessions: envelopes in, outcomes out.

mod content;
mod envelope;
#[allow(dead_code)]
mod needs;
mod outcome;
#[allow(dead_code)]
mod plan;
mod queue_id;

pub use content::{Content, ContentNeeds};
pub use envelope::{Envelope, Recipient, TransactionId};
pub use outcome::{
    MailerEvent, NotTried, Outcome, RecipientOutcome, Responsibility, Stage, Status,
};
pub use queue_id::queue_id;

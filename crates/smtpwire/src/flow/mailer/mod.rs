//! Whole sessions: envelopes in, outcomes out.

mod config;
mod content;
mod envelope;
mod feed;
#[allow(clippy::module_inception, reason = "the type and what it is for have one name")]
mod mailer;
mod needs;
mod outcome;
mod plan;
mod queue_id;
mod schedule;
mod session;
#[cfg(test)]
mod tests;
mod transaction;

pub use config::{MailerConfig, Security};
pub use content::{Content, ContentNeeds};
pub use envelope::{Envelope, Recipient, TransactionId};
pub use mailer::Mailer;
pub use outcome::{
    MailerEvent, NotTried, Outcome, RecipientOutcome, Responsibility, Stage, Status,
};
pub use queue_id::queue_id;

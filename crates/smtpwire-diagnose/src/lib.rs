//! What happened in an SMTP session, and what to do about it.

pub mod check;
pub mod registry;
pub mod transcript;

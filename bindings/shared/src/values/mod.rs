//! Values of the protocol as plain data, both ways: made of what the core has read, and built into
//! what the core writes.
//!
//! A value that was made of a core's value always builds again. One that a program has put together
//! is checked by the core's own constructors when it is built, and by nothing else.

mod address;
mod build;
mod capabilities;
mod command;
mod date_time;
mod envelope;
mod forms;
mod octets;
mod parameter;
mod proxy;
mod reply;
mod secret;

pub use address::{Host, Mailbox, Path, forward_path, reverse_path};
pub(crate) use capabilities::unescaped;
pub use capabilities::{Capabilities, Capability, CapabilityValue, Future, Limits};
pub use command::{Command, Greeted, node, verb};
pub(crate) use command::{node_parts, pairs};
pub use date_time::{DateTime, Offset, Zulu};
pub use envelope::{Addressed, Envelope, To};
pub(crate) use forms::forms;
pub use octets::Octets;
pub use parameter::{
    By, Mtrk, Orcpt, Parameter, ParameterValue, Rrvs, mail_parameters, rcpt_parameters,
};
pub use proxy::{ProxyHeader, Tlv};
pub use reply::{Reply, enhanced_code, reply};
pub use secret::{Masked, SecretText, password_matches};

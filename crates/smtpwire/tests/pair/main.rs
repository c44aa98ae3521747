//! Both sides of a session in memory: whole sessions, faults, deadlines, and a model.
//!
//! `pair` joins the two; `sessions` are sessions as hosts have them; `faults` cut the line at every
//! octet; `model` plays random sessions and compares what the two sides believe.

mod faults;
mod model;
mod pair;
mod sessions;

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{ClientConfig, Decisions, ForwardPath, Host, ReversePath, ServerConfig};

fn host(name: &str) -> Host<'static> {
    name.parse().unwrap()
}

fn server_config() -> ServerConfig {
    let mut config = ServerConfig::new(host("mx.example.net"));
    config.decisions = Decisions::RCPT | Decisions::MESSAGE;
    config
}

fn client_config() -> ClientConfig {
    ClientConfig::new()
}

fn sender() -> (ReversePath<'static>, MailParameters<'static>) {
    ("<ann@example.org>".parse().unwrap(), MailParameters::new())
}

fn recipient(number: usize) -> (ForwardPath<'static>, RcptParameters<'static>) {
    (format!("<jo{number}@example.net>").parse().unwrap(), RcptParameters::new())
}

//! What the hosts of a pair choose, and what they say of themselves.

use smtpwire::types::parameter::{MailParameters, RcptParameters};
use smtpwire::{ClientConfig, Decisions, ForwardPath, Host, ReversePath, ServerConfig};

pub(crate) fn host(name: &str) -> Host<'static> {
    name.parse().unwrap()
}

pub(crate) fn server_config() -> ServerConfig {
    let mut config = ServerConfig::new(host("mx.example.net"));
    config.decisions = Decisions::RCPT | Decisions::MESSAGE;
    config
}

pub(crate) fn client_config() -> ClientConfig {
    ClientConfig::new()
}

pub(crate) fn sender() -> (ReversePath<'static>, MailParameters<'static>) {
    ("<ann@example.org>".parse().unwrap(), MailParameters::new())
}

pub(crate) fn recipient(number: usize) -> (ForwardPath<'static>, RcptParameters<'static>) {
    (format!("<jo{number}@example.net>").parse().unwrap(), RcptParameters::new())
}

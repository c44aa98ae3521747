//! The `smtpwire` command.
fn main() {}

//! TLS as `send` and `probe` have it: what is required, what is fallen back to, and what is said of
//! it.

mod fallback;
mod known;
mod probe;
mod send;

use serde_json::Value;

use crate::certificates::Authority;
use crate::{Run, Server, serve, smtpwire};

/// Sends to a server by the name localhost, which is what its certificate is for.
fn send(server: &Server, more: &[&str]) -> Run {
    send_to(&format!("localhost:{}", server.address.port()), more)
}

fn send_to(server: &str, more: &[&str]) -> Run {
    let mut arguments =
        vec!["send", "--json", "-s", server, "-f", "ann@example.org", "-t", "jo@example.net"];
    arguments.extend(["--body", "hi"]);
    arguments.extend(more);
    smtpwire(&arguments, b"")
}

/// A server with a certificate for these names, of a CA, and further options.
fn with_certificate(authority: &Authority, hosts: &[&str], more: &[&str]) -> Server {
    let issued = authority.issue(hosts);
    let mut options = issued.options().to_vec();
    options.extend(more);
    serve(&options)
}

fn tls(run: &Run) -> Value {
    run.json()["tls"].clone()
}

fn probe(server: &Server, more: &[&str]) -> Run {
    let address = format!("localhost:{}", server.address.port());
    smtpwire(&[&["probe", "--json", &address], more].concat(), b"")
}

fn rules(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

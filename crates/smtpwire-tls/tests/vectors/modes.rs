//! How each dialog is carried.

use serde_json::{Map, Value, json};
use smtpwire::{ProxyHeader, Security};
use smtpwire_tls::{Peer, TlsClient, TlsServer, TlsServerConfig};

use crate::authority::{client_tls, server_tls};
use crate::case::{Case, Verdict, run_all, unescape};
use crate::dialogs::{Dialog, client, in_every_way, load, run, server};
use crate::exceptions::{self, Exception};
use crate::sealed::Sealed;

/// The server, in all dialogs.
pub(crate) const SERVER: &str = "mx.example";

/// What lies between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Nothing, ever.
    Plain,
    /// Nothing, until the hand-off.
    StartTls,
    /// TLS from the first octet.
    Implicit,
}

/// Runs every dialog of a file, and looks whether its exceptions are still needed.
pub(crate) fn every(role: &str, file: &str) {
    let cases = load(file);
    run_all(file, &cases, |case| {
        let own = if knows_tls(case) { Mode::StartTls } else { Mode::Implicit };
        let exception = exceptions::of(file, case.name());
        if exception.is_some() && carried(case, role, own).is_ok() {
            return Err("  it can be carried: the exception is needed no longer".into());
        }
        match exception {
            None => carried(case, role, own)?,
            Some(Exception::Plain) => {}
            Some(Exception::Fails(code, output)) => {
                carried(&failing(case, code, output), role, own)?;
            }
        }
        // In plaintext all is as it is without this crate.
        if own == Mode::Implicit && case.config.get("implicit_tls").is_none() {
            carried(case, role, Mode::Plain)?;
        }
        Ok(())
    });
    exceptions::check(file, cases.iter().map(Case::name));
}

/// Whether the dialog has to do with STARTTLS.
fn knows_tls(case: &Dialog) -> bool {
    let said = serde_json::to_string(&(&case.steps, &case.config)).unwrap().to_lowercase();
    !case.config.contains_key("implicit_tls")
        && ["starttls", "start-tls", "tls-", "require_tls"].iter().any(|word| said.contains(word))
}

fn carried(case: &Dialog, role: &str, mode: Mode) -> Verdict {
    let mut case = case.clone();
    case.steps = adapted(&case.steps);
    if mode == Mode::Implicit {
        // The host is told that TLS is up also where TLS comes first.
        if role == "server" && case.config.contains_key("proxy") {
            case.steps = behind_proxy(&case.steps);
        } else {
            case.steps.insert(0, step(&json!({"expect-event": "tls-established"})));
        }
    }
    in_every_way(&case, |way| match role {
        "client" => run(client(&case, mode, way)?, &case, way),
        _ => run(server(&case, mode, way)?, &case, way),
    })
    .map_err(|error| format!("  {mode:?}\n{error}"))
}

fn client(case: &Dialog, mode: Mode, way: usize) -> Result<Sealed<TlsClient>, String> {
    let security = match mode {
        Mode::Plain | Mode::StartTls => Security::Disabled,
        Mode::Implicit => Security::Implicit,
    };
    let config = client::config(&case.config)?;
    let peer = Peer::named(SERVER).unwrap();
    let client = TlsClient::new(config, security, client_tls(), peer, 0);
    Ok(Sealed::new(client, way, mode == Mode::Implicit, Vec::new()))
}

fn server(case: &Dialog, mode: Mode, way: usize) -> Result<Sealed<TlsServer>, String> {
    let (config, bindings) = server::config(&case.config)?;
    let first = mode == Mode::Implicit && !config.proxy;
    let config = match mode {
        Mode::Implicit => TlsServerConfig::implicit(config, server_tls(SERVER)),
        Mode::StartTls if config.extensions.starttls => {
            TlsServerConfig::starttls(config, server_tls(SERVER))
        }
        Mode::Plain | Mode::StartTls => TlsServerConfig::plain(config),
    };
    let server = TlsServer::new(&config, server::ENTROPY, 0);
    Ok(Sealed::new(server, way, first, bindings))
}

/// The steps, with the event that TLS is up in place of the hand-off's, where a connection has it
/// that does TLS itself: when TLS is up, or never. Nor does it wait for its host meanwhile.
fn adapted(steps: &[Map<String, Value>]) -> Vec<Map<String, Value>> {
    let mut all = Vec::new();
    let mut told = None;
    for step in steps {
        if step.get("expect-event").is_some_and(|kind| kind == "start-tls") {
            let mut up = step.clone();
            up.insert("expect-event".into(), json!("tls-established"));
            told = Some(up);
            continue;
        }
        let mut step = step.clone();
        if told.is_some()
            && let Some(state) = step.get_mut("expect-state").and_then(Value::as_object_mut)
        {
            state.retain(|key, value| key != "waits" || *value != "host");
        }
        let up = step.get("call").is_some_and(|call| call == "tls-established");
        all.push(step);
        if up {
            all.extend(told.take());
        }
    }
    all
}

fn step(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// The steps, with the handshake behind the PROXY header, and all else behind the handshake.
fn behind_proxy(steps: &[Map<String, Value>]) -> Vec<Map<String, Value>> {
    let mut all = steps.to_vec();
    let said = |step: &Map<String, Value>| unescape(step.get("receive")?.as_str()?);
    let Some((at, octets)) = steps.iter().enumerate().find_map(|(at, s)| Some((at, said(s)?)))
    else {
        return all;
    };
    let Ok(Some((_, length))) = ProxyHeader::parse(&octets) else { return all };
    let (header, rest) = octets.split_at(length);
    let receive = |octets: &[u8]| {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap();
        let escaped = octets.iter().flat_map(|o| ['\\', 'x', digit(o >> 4), digit(o & 15)]);
        let escaped: String = escaped.collect();
        step(&json!({"receive": escaped}))
    };
    let told = steps.iter().position(|step| step.get("expect-event").is_some());
    all.insert(
        told.map_or(all.len(), |told| told + 1),
        step(&json!({"expect-event": "tls-established"})),
    );
    all[at] = receive(header);
    all.insert(at + 1, step(&json!({"call": "tls-established"})));
    if !rest.is_empty() {
        all.insert(at + 2, receive(rest));
    }
    all
}

/// The dialog, failing with this error where it fails, with this as its last words.
fn failing(case: &Dialog, code: &str, last: Option<&str>) -> Dialog {
    let mut case = case.clone();
    for step in &mut case.steps {
        if let Some(name) = step.get_mut("expect-error") {
            *name = json!(code);
        }
    }
    let output = case.steps.iter_mut().rev().find_map(|step| step.get_mut("expect-output"));
    if let (Some(output), Some(last)) = (output, last) {
        *output = json!(last);
    }
    case
}

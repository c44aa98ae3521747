//! The dialogs of `tests/vectors`, by operations alone.

use serde_json::{Map, Value, json};
use smtpwire::{Client, Error, ErrorCode, Server};
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::{ClientLine, ClientSetup, Failure, ServerLine, ServerSetup};

use crate::ask::{Asked, plain};
use crate::case::{Verdict, run_all, unescape};
use crate::dialogs::{
    Dialog, Happened, Plain as Uncovered, Side, Trouble, in_every_way, load, run,
};

type Fields = Map<String, Value>;

macro_rules! files {
    ($($test:ident: $role:literal / $subject:literal;)*) => {
        $(
            #[test]
            fn $test() {
                every($role, concat!($role, "/", $subject));
            }
        )*

        const FILES: &[&str] = &[$(concat!($role, "/", $subject, ".json"),)*];
    };
}

files! {
    a_client_logs_in: "client" / "auth";
    a_client_sends_chunks: "client" / "bdat";
    a_client_sends_content: "client" / "content";
    a_client_reads_greetings: "client" / "greeting";
    a_client_lets_nothing_be_injected: "client" / "injection";
    a_client_keeps_its_limits: "client" / "limits";
    a_client_speaks_lmtp: "client" / "lmtp";
    a_client_pairs_replies: "client" / "replies";
    a_client_holds_a_session: "client" / "session";
    a_client_starts_tls: "client" / "starttls";
    a_client_keeps_time: "client" / "time";
    a_server_lets_in: "server" / "auth";
    a_server_takes_chunks: "server" / "bdat";
    a_server_lets_its_host_decide: "server" / "decisions";
    a_server_keeps_its_limits: "server" / "limits";
    a_server_speaks_lmtp: "server" / "lmtp";
    a_server_keeps_order: "server" / "order";
    a_server_reads_proxy_headers: "server" / "proxy";
    a_server_holds_a_session: "server" / "session";
    a_server_is_not_smuggled_to: "server" / "smuggling";
    a_server_starts_tls: "server" / "starttls";
    a_server_minds_early_talkers: "server" / "sync";
    a_server_keeps_time: "server" / "time";
}

#[test]
fn every_file_of_dialogs_is_run() {
    let mut found = Vec::new();
    for role in ["client", "server"] {
        for entry in std::fs::read_dir(crate::case::folder().join(role)).expect("the folder") {
            let name = entry.expect("a file").file_name().into_string().expect("a name");
            found.push(format!("{role}/{name}"));
        }
    }
    found.sort();
    assert_eq!(found, FILES);
}

fn every(role: &str, file: &str) {
    run_all(file, &load(file), |case| in_every_way(case, |way| one(role, case, way)));
}

fn one(role: &str, case: &Dialog, way: usize) -> Verdict {
    let told = |failure: Failure| failure.to_string();
    if role == "client" {
        let config = plain(&Value::Object(case.config.clone()));
        let setup = ClientSetup::read(config, Plain::Null, Spelling::Rust).map_err(told)?;
        return run(Uncovered(setup.open(false, 0).map_err(told)?), case, way);
    }
    let (config, bindings) = server_config(&case.config)?;
    let setup = ServerSetup::read(plain(&config), Plain::Null, Spelling::Rust).map_err(told)?;
    let mut server = setup.open(false, &[7; 32], 0).map_err(told)?;
    if !bindings.is_empty() {
        let bindings: Vec<Value> =
            bindings.iter().map(channel_binding).collect::<Result<_, _>>()?;
        server.get("set_channel_bindings", json!([bindings]));
    }
    run(Uncovered(server), case, way)
}

/// The names that the interface has for what EHLO offers.
const OFFERS: [(&str, &str); 16] = [
    ("PIPELINING", "pipelining"),
    ("SIZE", "size"),
    ("8BITMIME", "eight_bit_mime"),
    ("SMTPUTF8", "smtputf8"),
    ("CHUNKING", "chunking"),
    ("BINARYMIME", "binary_mime"),
    ("DSN", "dsn"),
    ("ENHANCEDSTATUSCODES", "enhanced_codes"),
    ("LIMITS", "limits"),
    ("STARTTLS", "starttls"),
    ("REQUIRETLS", "require_tls"),
    ("VRFY", "vrfy"),
    ("EXPN", "expn"),
    ("HELP", "help"),
    ("ETRN", "etrn"),
    ("ATRN", "atrn"),
];

/// What a server of the vectors is like, and its channel bindings.
fn server_config(given: &Fields) -> Result<(Value, Vec<Value>), String> {
    let mut given = given.clone();
    let usual = json!(OFFERS[..8].iter().map(|(keyword, _)| keyword).collect::<Vec<_>>());
    let offered = given.remove("extensions").unwrap_or(usual);
    let offered = offered.as_array().ok_or("a list of keywords")?;
    let mut extensions = Fields::new();
    for (keyword, field) in OFFERS {
        extensions.insert(field.into(), offered.contains(&keyword.into()).into());
    }
    let mut config = json!({
        "hostname": "mx.example",
        "decisions": [],
        "content": "whole",
        "limits": { "message_size": 1_000_000 },
    });
    let mut bindings = Vec::new();
    for (key, value) in given {
        match key.as_str() {
            "xclient" | "xforward" => drop(extensions.insert(key, value)),
            "auth" => {
                extensions.insert(key, value);
                config["decoy_key"] = "0123456789abcdef".into();
            }
            "channel_binding" => bindings.push(value),
            "decisions" => {
                let spelled = value.to_string().to_lowercase().replace('_', "-");
                config[key] = serde_json::from_str(&spelled).map_err(|error| error.to_string())?;
            }
            "lenient" => {
                for name in value.as_array().ok_or("a list of names")? {
                    let name = name.as_str().ok_or("a name")?.replace('-', "_");
                    config["leniency"][name] = true.into();
                }
            }
            "limits" => {
                for (name, limit) in value.as_object().ok_or("limits")? {
                    config["limits"][name] = limit.clone();
                }
            }
            _ => config[key] = value,
        }
    }
    config["extensions"] = extensions.into();
    Ok((config, bindings))
}

fn octets(value: &Value) -> Result<Value, String> {
    let text = value.as_str().ok_or_else(|| format!("{value} is no text"))?;
    Ok(json!(unescape(text).ok_or_else(|| format!("escapes of {text:?}"))?))
}

fn channel_binding(value: &Value) -> Result<Value, String> {
    Ok(json!({ "type": value["type"], "data": octets(&value["data"])? }))
}

/// The arguments of a call, by the names that they have in the operation.
fn arguments(name: &str, step: &Fields, now: u64) -> Result<Value, String> {
    let mut given = Fields::new();
    for (key, value) in step {
        match key.as_str() {
            "call" | "fails" => {}
            "octets" | "initial" | "reply" => drop(given.insert(key.clone(), octets(value)?)),
            "nonce" => drop(given.insert("entropy".into(), octets(value)?)),
            "channel-binding" => {
                given.insert("channel_binding".into(), channel_binding(value)?);
            }
            "accept" => drop(given.insert("accepted".into(), value.clone())),
            "mechanisms" | "allow-plaintext-secrets" => {
                let policy = given.entry("policy").or_insert_with(|| json!({}));
                let field = if key == "mechanisms" { "allowed" } else { "allow_plaintext_secrets" };
                policy[field] = value.clone();
            }
            _ => drop(given.insert(key.clone(), value.clone())),
        }
    }
    match name {
        "auth" => drop(given.entry("entropy").or_insert_with(|| b"0123456789abcdef"[..].into())),
        "tls_established" => drop(given.insert("now".into(), now.into())),
        _ => {}
    }
    Ok(given.into())
}

fn error(failure: &Failure) -> Error {
    let code = ErrorCode::ALL.iter().copied().find(|code| code.number() == failure.code);
    Error::new(code.unwrap_or_else(|| panic!("{failure}: {} is none of the core's", failure.name)))
}

fn call(object: &mut impl Asked, name: &str, step: &Fields, now: u64) -> Result<(), Trouble> {
    let name = name.replace('-', "_");
    let given = arguments(&name, step, now)?;
    match object.ask(&name, given) {
        Ok(_) => Ok(()),
        Err(failure) => Err(Trouble::from(error(&failure))),
    }
}

/// What the accessors say, by the names that the vectors have for them.
fn state(object: &mut impl Asked, key: &str) -> Option<Value> {
    let name = match key {
        "phase" | "pending" | "unanswered" => key,
        "tls" => "is_tls",
        "authenticated" => "is_authenticated",
        "content-end-sent" => "content_end_sent",
        "answers-due" => "answers_due",
        "offers" => return Some(offers(&object.get("capabilities", json!([])))),
        _ => return None,
    };
    Some(object.get(name, json!([])))
}

/// Every known keyword that is offered, sorted; SIZE with its limit, AUTH with the mechanisms of all
/// its lines.
fn offers(capabilities: &Value) -> Value {
    let Some(lines) = capabilities["lines"].as_array() else { return Value::Null };
    let known = lines.iter().filter(|line| line["unknown"] != true);
    let mut offers: Vec<String> = known
        .filter_map(|line| line["keyword"].as_str())
        .map(|keyword| match keyword {
            "AUTH" => {
                let mechanisms = capabilities["mechanisms"].as_array().expect("a list").iter();
                let words = mechanisms.map(|word| word.as_str().expect("a word"));
                ["AUTH"].into_iter().chain(words).collect::<Vec<_>>().join(" ")
            }
            "SIZE" if !capabilities["size"].is_null() => format!("SIZE {}", capabilities["size"]),
            _ => keyword.to_owned(),
        })
        .collect();
    offers.sort_unstable();
    offers.dedup();
    offers.into()
}

impl Side for ClientLine {
    const PASSED_OVER: &'static [&'static str] = <Client as Side>::PASSED_OVER;

    fn happened(event: Self::Event) -> Happened {
        <Client as Side>::happened(event)
    }

    fn content(&mut self, octets: &[u8]) -> Result<usize, Error> {
        let taken = self.ask("content", json!([octets])).map_err(|failure| error(&failure))?;
        Ok(usize::try_from(taken.as_u64().expect("a number")).expect("it is small"))
    }

    fn end_content(&mut self) -> Result<(), Error> {
        self.ask("end_content", json!([])).map(drop).map_err(|failure| error(&failure))
    }

    fn state(&mut self, key: &str) -> Option<Value> {
        state(self, key)
    }

    fn call(&mut self, name: &str, step: &Fields, now: u64) -> Result<(), Trouble> {
        call(self, name, step, now)
    }
}

impl Side for ServerLine {
    const PASSED_OVER: &'static [&'static str] = <Server as Side>::PASSED_OVER;

    fn happened(event: Self::Event) -> Happened {
        <Server as Side>::happened(event)
    }

    fn content(&mut self, _: &[u8]) -> Result<usize, Error> {
        Err(ErrorCode::UnexpectedContent.into())
    }

    fn end_content(&mut self) -> Result<(), Error> {
        Err(ErrorCode::UnexpectedContent.into())
    }

    fn state(&mut self, key: &str) -> Option<Value> {
        state(self, key)
    }

    fn call(&mut self, name: &str, step: &Fields, now: u64) -> Result<(), Trouble> {
        call(self, name, step, now)
    }
}

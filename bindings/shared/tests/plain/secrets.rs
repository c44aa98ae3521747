//! Secrets are not told, whatever is asked.

use serde_json::{Value, json};
use smtpwire::Command;
use smtpwire_shell::config::{self, MailerConfig, Plain, ServerConfig, Spelling};
use smtpwire_shell::{AnyEvent, Input, pump, values};

fn told(given: Value) -> String {
    let plain: Plain = serde_json::from_value(given).expect("plain data");
    match config::read::<MailerConfig>(plain, Spelling::Rust) {
        Ok(config) => format!("{config:?} {:?}", config.clone().build(Spelling::Rust)),
        Err(failure) => format!("{failure:?} {failure}"),
    }
}

#[test]
fn no_choice_of_credentials_is_told_right_or_wrong() {
    for credentials in [
        json!({"username": "jo", "password": "hunter2"}),
        json!({"username": "jo", "token": "hunter2"}),
        json!({"username": "jo", "password": {"hunter2": "hunter2"}}),
        json!({"username": "jo", "password": "hunter2\0"}),
        json!({"username": "jo", "token": "hunter2 "}),
        json!("jo:hunter2"),
        json!(["jo", "hunter2"]),
    ] {
        let told = told(json!({"name": "a.example", "credentials": credentials}));
        assert!(!told.contains("hunter2"), "{told}");
    }
    let told = told(json!({"credentials": {"username": "jo", "password": 28_462_213}}));
    assert!(told.contains("credentials.password: a secret is text or octets"), "{told}");
    assert!(!told.contains("28462213"), "{told}");
}

#[test]
fn a_decoy_key_is_not_told() {
    let plain = Plain::Object(vec![("decoy_key".into(), Plain::Text("hunter2".into()))]);
    let config: ServerConfig = config::read(plain, Spelling::Rust).expect("good choices");
    assert!(!format!("{config:?}").contains("hunter2"), "{config:?}");
}

#[test]
fn a_commands_secrets_are_masked_unless_they_are_revealed() {
    let line = b"AUTH PLAIN AGpvAGh1bnRlcjI=";
    let command = values::Command::from(&Command::parse(line).expect("a command"));
    assert!(!format!("{command:?}").contains("AGpv"), "{command:?}");
    assert_eq!(
        serde_json::to_value(&command).expect("plain data"),
        json!({"verb": "AUTH", "mechanism": "PLAIN", "initial_response": "***"})
    );
    let revealed = serde_json::to_value(command.clone().revealed()).expect("plain data");
    assert_eq!(revealed["initial_response"], "AGpvAGh1bnRlcjI=");
    // Masked or not, it is the same command.
    assert_eq!(command.build().ok(), Command::parse(line).ok());
}

#[test]
fn a_claim_is_masked_and_can_be_judged() {
    let config = json!({
        "hostname": "mx.example", "plaintext_auth": true, "extensions": {"auth": ["PLAIN"]},
    });
    let plain: Plain = serde_json::from_value(config).expect("plain data");
    let config: ServerConfig = config::read(plain, Spelling::Rust).expect("good choices");
    let config = config.build(Spelling::Rust).expect("it can be had");
    let mut server = smtpwire::Server::new(config.into(), [1; 32], 0);
    pump(&mut server, Input::Octets(b"EHLO a.example\r\n"), 0);
    let came = pump(&mut server, Input::Octets(b"AUTH PLAIN AGpvAGh1bnRlcjI=\r\n"), 0);
    let event: &AnyEvent = came.events.last().expect("somebody to judge");
    let shown = serde_json::to_value(event).expect("plain data");
    assert_eq!(
        shown,
        json!({"type": "auth-verify", "credentials": "password", "username": "jo", "password": "***"})
    );
    assert!(!format!("{event:?} {:?}", event.view()).contains("hunter2"));
    let view = event.view();
    let claim = view.reveal_claim().expect("a claim");
    assert!(claim.matches("hunter2") && !claim.matches("hunter3"));
}

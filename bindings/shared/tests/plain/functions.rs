//! What no vector shows of the functions: lists, and what is refused.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};
use smtpwire_shell::Failure;
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::javascript::Writer;
use smtpwire_shell::operations::{Answer, Function, LineFramer, ReplyReader, Stuffer};

struct Json(Spelling);

impl Answer for Json {
    type Written = Value;

    fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Failure> {
        let written = match self.0 {
            Spelling::Rust => serde_json::to_value(value),
            Spelling::JavaScript => value.serialize(Writer(serde_json::value::Serializer)),
        };
        Ok(written.expect("what is plain is JSON"))
    }
}

fn plain(given: &Value) -> Plain {
    serde_json::from_value(given.clone()).expect("plain data")
}

/// A function of one of the tables.
pub(crate) trait Called: Copy + Debug {
    fn ask(self, given: &Value) -> Result<Value, Failure>;
}

macro_rules! called {
    ($($(#[$meta:meta])* $table:ident,)+) => {$(
        $(#[$meta])*
        impl Called for smtpwire_shell::operations::$table {
            fn ask(self, given: &Value) -> Result<Value, Failure> {
                self.call(&mut (), plain(given), Spelling::Rust, Json(Spelling::Rust))
            }
        }
    )+};
}

called! {
    Function,
    #[cfg(feature = "diagnose")]
    DiagnoseFunction,
}

pub(crate) fn answer(function: impl Called, given: &Value) -> Value {
    function.ask(given).unwrap_or_else(|failure| panic!("{function:?}: {failure}"))
}

pub(crate) fn refused(function: impl Called, given: &Value) -> Failure {
    function.ask(given).expect_err("it is refused")
}

#[test]
fn every_code_that_a_failure_may_have_is_in_one_table() {
    let codes = answer(Function::error_codes, &json!([]));
    let codes = codes.as_array().expect("a list");
    let numbers: Vec<u64> = codes.iter().map(|code| code["number"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    let named = |name: &str| codes.iter().find(|code| code["name"] == name);
    assert_eq!(named("malformed").expect("the shells' own")["number"], 4);
    let paused = json!({
        "number": 103,
        "name": "paused",
        "kind": "usage",
        "text": "the connection waits for the answer to its last event",
    });
    assert!(codes.contains(&paused));
}

#[test]
fn a_function_is_called_by_names_in_javascripts_spelling() {
    let given = json!({ "verb": "MAIL", "parameters": [{ "keyword": "AUTH", "value": {
        "localPart": "jo", "host": { "domain": "a.example" },
    } }] });
    let written = Function::encode_parameters.call(
        &mut (),
        plain(&given),
        Spelling::JavaScript,
        Json(Spelling::JavaScript),
    );
    assert_eq!(written.expect("parameters"), "AUTH=jo@a.example");
    let read = Function::parse_parameters.call(
        &mut (),
        plain(&json!(["MAIL", "AUTH=jo@a.example"])),
        Spelling::JavaScript,
        Json(Spelling::JavaScript),
    );
    assert_eq!(read.expect("parameters"), given["parameters"]);
}

#[test]
fn a_wrong_argument_is_told_by_its_name_and_what_is_allowed() {
    let failure = refused(Function::parse_address, &json!(["a@b.example", "maibox"]));
    assert!(failure.message.starts_with("kind: domain, "), "{failure}");
    let failure = refused(Function::parse_command, &json!([1]));
    assert!(failure.message.contains("octets or text"), "{failure}");
    let failure = refused(Function::parse_parameters, &json!(["NOOP", ""]));
    assert_eq!(failure.message, "verb: MAIL or RCPT");
    let failure = refused(Function::encode_reply, &json!([99, "no"]));
    assert!(failure.message.contains("200 to 599"), "{failure}");
    let failure = refused(Function::stuff, &json!(["", { "max_lines": 1 }]));
    assert!(failure.message.contains("max_lines"), "{failure}");
    let failure = refused(Function::encode_proxy, &json!([{ "command": "LOCAL" }, 3]));
    assert_eq!(failure.message, "version: 1 or 2");
}

#[test]
fn a_masked_secret_can_not_be_sent_by_mistake() {
    for line in ["AUTH PLAIN AGEAYg==", "BURL imap://a@b.example/ LAST"] {
        let command = answer(Function::parse_command, &json!([line]));
        assert_eq!(refused(Function::encode_command, &json!([command])).code, 107, "{command}");
        let revealed = answer(Function::reveal_command, &json!([line]));
        let wire = answer(Function::encode_command, &json!([revealed]));
        assert_eq!(wire, json!(format!("{line}\r\n").as_bytes()));
    }
}

#[test]
fn an_address_is_written_in_the_form_of_its_kind() {
    let encode = |address: Value, kind: &str| Function::encode_address.ask(&json!([address, kind]));
    assert_eq!(encode(json!("jo@a.example"), "reverse-path").expect("a path"), "<jo@a.example>");
    assert_eq!(encode(Value::Null, "reverse-path").expect("the null path"), "<>");
    assert_eq!(encode(json!("postmaster"), "forward-path").expect("a path"), "<Postmaster>");
    assert_eq!(encode(json!({ "ipv4": "192.0.2.1" }), "host").expect("a host"), "[192.0.2.1]");
    for (address, kind) in [
        (Value::Null, "mailbox"),
        (json!({ "domain": "a.example" }), "address-literal"),
        (json!({ "domain": "a.example" }), "mailbox"),
        (json!("<>"), "forward-path"),
        (json!("a b@c.example"), "mailbox"),
    ] {
        assert_eq!(encode(address, kind).expect_err("none of that kind").code, 107);
    }
    let given = json!({ "address": "\"jo\"@A.example" });
    assert_eq!(answer(Function::address_key, &given), "jo@a.example");
    let kinds = answer(Function::address_kinds, &json!([]));
    assert_eq!(kinds[1], "address-literal");
}

#[test]
fn a_date_time_is_read_and_written() {
    let at = answer(Function::parse_date_time, &json!(["2026-01-02T03:04:05.5+01:00"]));
    assert_eq!((&at["unix"], &at["offset"]), (&json!(1_767_319_445), &json!(60)));
    let text = answer(Function::encode_date_time, &json!([at]));
    assert_eq!(text, "2026-01-02T03:04:05.5+01:00");
    assert_eq!(refused(Function::parse_date_time, &json!(["yesterday"])).name, "malformed");
}

#[test]
fn the_keywords_that_are_known_are_listed() {
    let keywords = answer(Function::keywords, &json!([]));
    assert!(keywords.as_array().is_some_and(|names| names.contains(&json!("PIPELINING"))));
}

#[test]
fn a_queue_id_is_found_in_octets_and_in_a_reply() {
    let octets = json!(["250 2.0.0 Ok: queued as 4Tbx5x0CqKz1\r\n"]);
    assert_eq!(answer(Function::queue_id, &octets), "4Tbx5x0CqKz1");
    let reply = answer(Function::parse_reply, &octets);
    assert_eq!(answer(Function::queue_id, &json!([reply])), "4Tbx5x0CqKz1");
    let reply = json!({ "code": 250, "lines": ["Ok", "queued as AB12"], "text": "" });
    assert_eq!(answer(Function::queue_id, &json!([reply])), "AB12");
    assert_eq!(answer(Function::queue_id, &json!(["250 thanks\r\n"])), Value::Null);
    assert_eq!(refused(Function::queue_id, &json!(["250 thanks"])).detail, "incomplete");
}

#[test]
fn a_verifier_is_made_of_a_password_and_never_tells_it() {
    let salt = "sixteen octets!!";
    let stored = answer(Function::make_scram_verifier, &json!(["pencil", salt]));
    assert!(stored.as_str().is_some_and(|text| text.starts_with("SCRAM-SHA-256$4096:")));
    let matches =
        |password: &str| answer(Function::scram_verifier_matches, &json!([stored, password]));
    assert_eq!((matches("pencil"), matches("pen")), (json!(true), json!(false)));
    let old = json!(["pencil", salt, 5000, "scram-sha-1"]);
    let old = answer(Function::make_scram_verifier, &old);
    assert!(old.as_str().is_some_and(|text| text.starts_with("SCRAM-SHA-1$5000:")));
    let plain = json!(["pencil", salt, null, "PLAIN"]);
    let failure = refused(Function::make_scram_verifier, &plain);
    assert!(failure.message.contains("SCRAM-SHA-256 or SCRAM-SHA-1"), "{failure}");
    let failure = refused(Function::make_scram_verifier, &json!([12345, salt]));
    assert!(!failure.message.contains("12345"), "{failure}");
}

#[test]
fn an_object_is_made_of_options_or_none_and_refuses_those_that_it_has_not() {
    assert!(LineFramer::new(Plain::Null, Spelling::JavaScript).is_ok());
    let given = json!({ "maxLine": 100, "bareLf": true });
    assert!(ReplyReader::new(plain(&given), Spelling::JavaScript).is_ok());
    let given = json!({ "maxLine": null });
    assert!(Stuffer::new(plain(&given), Spelling::JavaScript).is_ok());
    let failure = Stuffer::new(plain(&json!({ "maxSize": 1 })), Spelling::JavaScript);
    assert!(failure.expect_err("it has none").message.contains("maxSize"));
}

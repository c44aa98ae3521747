//! JavaScript's spelling.

use serde::Serialize;
use serde_json::{Value, json};
use smtpwire::Command;
use smtpwire_shell::config::{self, Spelling};
use smtpwire_shell::javascript::Writer;
use smtpwire_shell::values;

fn spelled(value: &impl Serialize) -> Value {
    value.serialize(Writer(serde_json::value::Serializer)).expect("plain data")
}

#[test]
fn names_of_fields_are_in_camel_case_and_data_is_not() {
    let command = Command::parse(b"XCLIENT NAME=a_b ADDR_X=c").ok();
    assert!(command.is_none(), "an attribute's name has no underscore");
    let command = Command::parse(b"MAIL FROM:<a_b@c.example> AUTH=d_e@f.example").expect("MAIL");
    assert_eq!(
        spelled(&values::Command::from(&command)),
        json!({
            "verb": "MAIL",
            "from": {"localPart": "a_b", "host": {"domain": "c.example"}},
            "parameters": [{
                "keyword": "AUTH",
                "value": {"localPart": "d_e", "host": {"domain": "f.example"}},
            }],
        })
    );
}

#[test]
fn a_count_that_no_number_of_javascript_holds_is_digits() {
    let size = |line: &str| {
        let command = Command::parse(line.as_bytes()).expect("BDAT");
        spelled(&values::Command::from(&command))["size"].clone()
    };
    assert_eq!(size("BDAT 7"), 7);
    assert_eq!(size("BDAT 4294967296").as_f64(), Some(4_294_967_296.0));
    assert_eq!(size("BDAT 9007199254740991").as_f64(), Some(9_007_199_254_740_991.0));
    assert_eq!(size("BDAT 9007199254740992"), "9007199254740992");
}

#[test]
fn what_was_written_in_digits_is_read_again() {
    let command = Command::parse(b"BDAT 9223372036854775807").expect("BDAT");
    let shown = spelled(&values::Command::from(&command));
    let shown = serde_json::from_value(shown).expect("plain data");
    let again: values::Command = config::read(shown, Spelling::JavaScript).expect("a command");
    assert_eq!(again.build().ok(), Some(command));
}

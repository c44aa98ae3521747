//! Text that would be a second command: it can't be written down (R-API-001).

use super::*;
use crate::types::command::Argument;

// INJ-041 to INJ-048, R-API-001
#[test]
fn control_characters_never_reach_the_wire() {
    for text in ["x\r\nRCPT TO:<victim@evil.example>", "x\nRSET", "x\rRSET", "x\0y", "x\u{85}y", ""]
    {
        let mut wire = Wire::offering(&["SMTPUTF8"]);
        let client = &mut wire.client;
        assert_eq!(refusal(client.vrfy(text)), ErrorCode::InvalidValue, "{text:?}");
        assert_eq!(refusal(client.expn(text)), ErrorCode::InvalidValue, "{text:?}");
        assert_eq!(refusal(client.help(Some(text))), ErrorCode::InvalidValue, "{text:?}");
        assert!(Argument::new(text).is_none());
        if !text.is_empty() {
            let noop = alloc::format!("NOOP {text}");
            assert_eq!(refusal(client.raw(&noop)), ErrorCode::InvalidValue, "{text:?}");
            let unknown = alloc::format!("XSTATS {text}");
            assert_eq!(refusal(client.raw(&unknown)), ErrorCode::InvalidValue, "{text:?}");
        }
        assert_eq!(refusal(client.raw(text)), ErrorCode::InvalidValue, "{text:?}");
        assert_eq!(client.pending(), 0);
        assert!(client.output().is_empty());
    }
}

// INJ-064, R-API-003
#[test]
fn quotes_are_kept_on_the_wire() {
    let mut wire = Wire::offering(&["PIPELINING"]);
    wire.mail();
    let text = "<\"foo@psres.example> ORCPT=admin@admin.example\"@test.example>";
    wire.client.rcpt(ForwardPath::parse(text).unwrap(), RcptParameters::new()).unwrap();
    assert!(wire.written().ends_with(&alloc::format!("RCPT TO:{text}\r\n")));
}

#[test]
fn a_line_longer_than_the_limit_is_not_sent() {
    let mut wire = Wire::offering(&[]);
    let line = "XLONG ".to_string() + &"x".repeat(5000);
    assert_eq!(refusal(wire.client.raw(&line)), ErrorCode::InvalidValue);
    assert_eq!(wire.client.pending(), 0);
}

// INJ-025 to INJ-032
#[test]
fn what_stands_in_base64_can_hold_anything() {
    let mut config = ClientConfig::new();
    config.plaintext_auth = true;
    let mut wire = Wire::with(config, &["AUTH LOGIN"]);
    wire.client.auth_raw("LOGIN", None).unwrap();
    wire.says("334 VXNlcm5hbWU6\r\n");
    wire.client.auth_response(b"x\r\nRSET").unwrap();
    assert_eq!(wire.written(), "eA0KUlNFVA==\r\n");
    let mechanism = wire.client.auth_raw("PLAIN\r\nRSET", None);
    assert!(mechanism.is_err());
}

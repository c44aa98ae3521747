//! What may be asked of a server that does not offer it: nothing.

use super::*;
use crate::types::command::Command;
use crate::types::parameter::{MailParameter, RcptParameter};

fn mail(offers: &[&str], line: &str) -> Result<String, ErrorCode> {
    let mut wire = Wire::offering(offers);
    let Ok(Command::Mail(mail)) = Command::parse(line.as_bytes()) else { panic!("{line}") };
    wire.client.mail(mail.from, mail.parameters).map_err(|error| error.code())?;
    Ok(wire.written())
}

// R-CMD-002, R-DSN-011, R-UTF8-006, R-TRK-003, R-RTLS-002
#[test]
fn a_parameter_of_mail_needs_its_extension() {
    for (parameter, offers) in [
        ("SIZE=1000", &["SIZE"][..]),
        ("BODY=8BITMIME", &["8BITMIME"]),
        ("BODY=7BIT", &["8BITMIME"]),
        ("BODY=BINARYMIME", &["BINARYMIME", "CHUNKING"]),
        ("SMTPUTF8", &["SMTPUTF8"]),
        ("RET=HDRS", &["DSN"]),
        ("ENVID=abc", &["DSN"]),
        ("AUTH=<>", &["AUTH PLAIN"]),
        ("REQUIRETLS", &["REQUIRETLS"]),
        ("BY=120;R", &["DELIVERBY"]),
        ("HOLDFOR=60", &["FUTURERELEASE 100 2030-01-01T00:00:00Z"]),
        ("MT-PRIORITY=3", &["MT-PRIORITY"]),
        ("CONPERM", &["CONPERM"]),
        ("XOTHER=1", &[]),
    ] {
        let line = alloc::format!("MAIL FROM:<jo@client.example> {parameter}");
        assert_eq!(mail(offers, &line), Ok(alloc::format!("{line}\r\n")), "{parameter}");
        if !offers.is_empty() {
            assert_eq!(mail(&[], &line), Err(ErrorCode::NotOffered), "{parameter}");
        }
    }
}

// R-CMD-014
#[test]
fn a_parameter_of_rcpt_needs_its_extension() {
    for (parameter, offers) in [
        ("NOTIFY=NEVER", &["DSN"][..]),
        ("ORCPT=rfc822;ann@mx.example", &["DSN"]),
        ("RRVS=2014-04-03T23:01:00Z", &["RRVS"]),
        ("CONNEG", &["CONNEG"]),
    ] {
        let line = alloc::format!("RCPT TO:<ann@mx.example> {parameter}");
        for (offers, expected) in [(offers, None), (&[], Some(ErrorCode::NotOffered))] {
            let mut wire = Wire::offering(offers);
            wire.mail();
            let Ok(Command::Rcpt(rcpt)) = Command::parse(line.as_bytes()) else { panic!("{line}") };
            let result = wire.client.rcpt(rcpt.to, rcpt.parameters);
            assert_eq!(result.err().map(|error| error.code()), expected, "{parameter}");
        }
    }
}

#[test]
fn after_helo_no_parameter_is_sent() {
    let mut wire = Wire::plain();
    wire.says("220 hi\r\n");
    wire.client.raw("HELO client.example").unwrap();
    wire.says("250 mx.example\r\n");
    for parameter in [MailParameter::Size(1), other("XOTHER")] {
        let mut parameters = MailParameters::new();
        parameters.push(parameter).unwrap();
        assert_eq!(refusal(wire.client.mail(sender(), parameters)), ErrorCode::NotOffered);
    }
    wire.mail();
    let mut parameters = RcptParameters::new();
    let other = crate::types::parameter::Parameter::new("XOTHER", None).unwrap();
    parameters.push(RcptParameter::Other(other)).unwrap();
    assert_eq!(refusal(wire.client.rcpt(recipient(), parameters)), ErrorCode::NotOffered);
}

fn other(keyword: &'static str) -> MailParameter<'static> {
    MailParameter::Other(crate::types::parameter::Parameter::new(keyword, None).unwrap())
}

// While an EHLO has no reply, nothing is known of what will be offered.
#[test]
fn an_offer_that_is_about_to_be_replaced_does_not_count() {
    let mut wire = Wire::offering(&["SIZE", "PIPELINING"]);
    wire.client.ehlo(Host::parse("client.example").unwrap()).unwrap();
    let mut parameters = MailParameters::new();
    parameters.push(MailParameter::Size(1)).unwrap();
    assert_eq!(refusal(wire.client.mail(sender(), parameters)), ErrorCode::NotOffered);
    wire.mail();
}

// R-SIZE-003
#[test]
fn a_message_over_the_servers_limit_is_not_announced() {
    assert!(mail(&["SIZE 1000"], "MAIL FROM:<> SIZE=1000").is_ok());
    let over = mail(&["SIZE 1000"], "MAIL FROM:<> SIZE=1001");
    assert_eq!(over, Err(ErrorCode::MessageTooLarge));
    assert!(mail(&["SIZE 0"], "MAIL FROM:<> SIZE=1001").is_ok());
}

// R-DLBY-005
#[test]
fn a_delivery_time_below_the_servers_minimum_is_not_asked_for() {
    let offers = &["DELIVERBY 240"];
    assert!(mail(offers, "MAIL FROM:<> BY=240;R").is_ok());
    assert_eq!(mail(offers, "MAIL FROM:<> BY=239;R"), Err(ErrorCode::InvalidValue));
    assert!(mail(offers, "MAIL FROM:<> BY=1;N").is_ok());
}

// R-GRAM-007, R-UTF8-004
#[test]
fn an_address_that_is_not_ascii_needs_smtputf8() {
    let from = ReversePath::parse("<jürgen@client.example>").unwrap();
    let mut wire = Wire::offering(&["SMTPUTF8"]);
    let bare = wire.client.mail(from, MailParameters::new());
    assert_eq!(refusal(bare), ErrorCode::InvalidValue);
    let line = "MAIL FROM:<jürgen@client.example> SMTPUTF8";
    assert_eq!(mail(&["SMTPUTF8"], line), Ok(alloc::format!("{line}\r\n")));
    let to = || ForwardPath::parse("<jürgen@mx.example>").unwrap();
    let mut wire = Wire::offering(&["SMTPUTF8"]);
    wire.mail();
    assert_eq!(refusal(wire.client.rcpt(to(), RcptParameters::new())), ErrorCode::InvalidValue);
    wire.client.rset().unwrap();
    let mut parameters = MailParameters::new();
    parameters.push(MailParameter::SmtpUtf8).unwrap();
    wire.says("250 Ok\r\n");
    wire.says("250 Ok\r\n");
    wire.client.mail(sender(), parameters).unwrap();
    wire.client.rcpt(to(), RcptParameters::new()).unwrap();
}

#[test]
fn commands_of_extensions_need_them_too() {
    let mut wire = Wire::offering(&[]);
    for line in ["ETRN example.com", "XCLIENT NAME=a", "XFORWARD NAME=a", "AUTH PLAIN", "STARTTLS"]
    {
        assert_eq!(refusal(wire.client.raw(line)), ErrorCode::NotOffered, "{line}");
    }
    assert_eq!(refusal(wire.client.vrfy("jürgen")), ErrorCode::NotOffered);
}

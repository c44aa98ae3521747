use serde_json::{Value, json};

use crate::{run, smtpwire};

fn parsed(text: &str) -> Value {
    let run = run(&mut smtpwire(&["parse", "--json", text]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{text}: {}", run.stdout);
    run.document()
}

fn refused(arguments: &[&str], input: &[u8]) -> Value {
    let run = run(smtpwire(&["parse", "--json"]).args(arguments).write_stdin(input));
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{}", run.stdout);
    run.document()
}

#[test]
fn a_command_is_told_in_full() {
    let mail = parsed("mail from:<\"jo ann\"@[192.0.2.1]> size=10 body=8bitmime x-foo=1 auth=<>");
    assert_eq!((&mail["kind"], &mail["verb"]), (&json!("command"), &json!("MAIL")));
    let from = json!({
        "path": "<\"jo ann\"@[192.0.2.1]>",
        "local_part": "\"jo ann\"",
        "meaning": "jo ann",
        "host": { "ipv4": "192.0.2.1" },
    });
    assert_eq!(mail["from"], from);
    let parameters = json!([
        { "keyword": "SIZE", "value": 10 },
        { "keyword": "BODY", "value": "8BITMIME" },
        { "keyword": "AUTH", "value": "<>" },
        { "keyword": "x-foo", "value": "1", "known": false },
    ]);
    assert_eq!(mail["parameters"], parameters);
    let canonical = "MAIL FROM:<\"jo ann\"@[192.0.2.1]> SIZE=10 BODY=8BITMIME AUTH=<> x-foo=1";
    assert_eq!(mail["canonical"], canonical);
}

#[test]
fn every_kind_of_command_says_what_it_holds() {
    for (line, member, value) in [
        ("EHLO mx.example", "host", json!({ "domain": "mx.example" })),
        ("LHLO [IPv6:2001:db8::1]", "host", json!({ "ipv6": "2001:db8::1" })),
        ("RCPT TO:<Postmaster>", "canonical", json!("RCPT TO:<Postmaster>")),
        ("BDAT 100 LAST", "size", json!(100)),
        ("BDAT 100 LAST", "last", json!(true)),
        ("NOOP", "argument", Value::Null),
        ("HELP rcpt", "argument", json!("rcpt")),
        ("VRFY jo SMTPUTF8", "smtputf8", json!(true)),
        ("AUTH EXTERNAL =", "initial_response", json!("=")),
        ("AUTH LOGIN", "initial_response", Value::Null),
        ("ETRN @example.com", "node", json!({ "domain": "example.com", "subdomains": true })),
        ("ETRN #slow", "node", json!({ "queue": "slow" })),
        ("ATRN a.example,b.example", "domains", json!(["a.example", "b.example"])),
        ("BURL imap://a/b LAST", "url", json!("imap://a/b")),
        ("XCLIENT ADDR=192.0.2.1", "attributes", json!([{ "name": "ADDR", "value": "192.0.2.1" }])),
        ("XYZZY now", "known", json!(false)),
        ("starttls", "canonical", json!("STARTTLS")),
    ] {
        assert_eq!(parsed(line)[member], value, "{line}");
    }
}

#[test]
fn parameters_are_typed() {
    let mail = parsed(
        "MAIL FROM:<a@b.example> RET=HDRS ENVID=a+2Bb BY=60;RT HOLDFOR=5 MT-PRIORITY=-3 SMTPUTF8",
    );
    let expected = json!([
        { "keyword": "SMTPUTF8", "value": null },
        { "keyword": "RET", "value": "HDRS" },
        { "keyword": "ENVID", "value": "a+b" },
        { "keyword": "BY", "value": { "seconds": 60, "mode": "return", "trace": true } },
        { "keyword": "HOLDFOR", "value": 5 },
        { "keyword": "MT-PRIORITY", "value": -3 },
    ]);
    assert_eq!(mail["parameters"], expected);
    let rcpt = parsed(
        "RCPT TO:<a@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@c RRVS=2026-01-02T03:04:05Z;C",
    );
    let expected = json!([
        { "keyword": "NOTIFY", "value": ["SUCCESS", "DELAY"] },
        { "keyword": "ORCPT", "value": { "type": "rfc822", "address": "a+b@c" } },
        { "keyword": "RRVS", "value": { "since": "2026-01-02T03:04:05Z", "otherwise": "continue" } },
    ]);
    assert_eq!(rcpt["parameters"], expected);
}

#[test]
fn a_wrong_command_exits_1_with_verb_offset_and_the_reply_to_give() {
    let document = refused(&["RCPT TO:<jo@-example.com>"], b"");
    let error = &document["error"];
    assert_eq!((&error["verb"], &error["offset"]), (&json!("RCPT"), &json!(12)));
    assert_eq!(error["kind"], "bad-domain");
    assert_eq!(
        (&error["reply"]["code"], &error["reply"]["enhanced"]),
        (&json!(501), &json!("5.1.3"))
    );

    let run = run(&mut smtpwire(&["parse", "RCPT TO:<jo@-example.com>"]));
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.starts_with("error: RCPT: a domain is labels"), "{}", run.stdout);
    assert!(run.stdout.contains(" | RCPT TO:<jo@-example.com>\n |             ^ octet 12\n"));
    assert!(run.stdout.contains("a server answers: 501 5.1.3 "), "{}", run.stdout);
}

#[test]
fn words_are_joined_as_they_were_typed() {
    let run = run(&mut smtpwire(&["parse", "--json", "550", "5.1.1", "No", "such", "user"]));
    let reply = run.document();
    assert_eq!((&reply["kind"], &reply["code"]), (&json!("reply"), &json!(550)));
    assert_eq!((&reply["enhanced"], &reply["text"]), (&json!("5.1.1"), &json!("No such user")));
    assert_eq!(reply["severity"], "permanent-negative");
}

#[test]
fn octets_that_are_no_text_are_shown_and_not_lost() {
    let run =
        run(smtpwire(&["parse", "--json", "-"]).write_stdin(b"250-\xff\x1b[2J\r\n250 b\\n\r\n"));
    assert_eq!(run.document()["lines"], json!(["\\xff\\x1b[2J", "b\\x5cn"]));
}

#[test]
fn line_ends_are_judged_except_the_last() {
    for fine in [&b"QUIT"[..], b"QUIT\n", b"QUIT\r\n"] {
        let run = run(smtpwire(&["parse", "--json", "-"]).write_stdin(fine));
        assert_eq!((run.code, &run.document()["verb"]), (Some(0), &json!("QUIT")));
    }
    for (wrong, offset) in [(&b"QUIT\r\n\r\n"[..], 4), (b"NOOP a\rb", 6), (b"RSET\n\n", 4)] {
        let document = refused(&["-"], wrong);
        assert_eq!(document["error"]["kind"], "control-character", "{document}");
        assert_eq!(document["error"]["offset"], json!(offset));
    }
}

#[test]
fn a_reply_that_is_none_is_told_where() {
    for (text, kind, offset) in [
        (&b"250-a\n250 b\r\n"[..], "bare-lf", 5),
        (b"250-a\rb\r\n250 c\r\n", "bare-cr", 5),
        (b"250-a\r\n251 b\r\n", "codes-differ", 7),
        (b"250-a\r\n", "unfinished", 5),
        (b"250 a\r\n250 b\r\n", "too-much", 7),
        (b"999 a\r\n", "no-code", 0),
        (b"250_a\r\n", "bad-separator", 3),
    ] {
        let document = refused(&["-"], text);
        assert_eq!(document["kind"], "reply");
        assert_eq!(document["error"]["kind"], kind, "{document}");
        assert_eq!(document["error"]["offset"], json!(offset), "{document}");
    }
}

#[test]
fn leniency_is_asked_for_by_name() {
    assert_eq!(refused(&["MAIL FROM: a@b.example"], b"")["error"]["kind"], "space-after-colon");
    let mail = run(&mut smtpwire(&["parse", "--lenient", "--json", "MAIL FROM: a@b.example"]));
    assert_eq!(mail.document()["canonical"], "MAIL FROM:<a@b.example>");
    let reply = run(smtpwire(&["parse", "--lenient", "--json", "-"]).write_stdin("220-a\n421 b\n"));
    assert_eq!((reply.code, &reply.document()["code"]), (Some(0), &json!(421)));
    assert_eq!(reply.document()["lines"], json!(["a", "b"]));
}

#[test]
fn the_ehlo_reply_is_read_as_what_it_offers() {
    let text = "250-mx.example hello\r\n250-SIZE 1000\r\n250-AUTH PLAIN LOGIN\r\n250-AUTH=LOGIN\r\n\
                250-LIMITS RCPTMAX=5\r\n250-X-FOO a b\r\n250-***\r\n250 STARTTLS\r\n";
    let run = run(smtpwire(&["parse", "--as", "ehlo", "--json", "-"]).write_stdin(text));
    let offer = run.document();
    assert_eq!(offer["greeting"], "mx.example hello");
    assert_eq!((&offer["size"], &offer["mechanisms"]), (&json!(1000), &json!(["PLAIN", "LOGIN"])));
    assert_eq!(offer["limits"]["rcpt_max"], 5);
    let keywords = offer["keywords"].as_array().unwrap();
    assert_eq!(keywords.len(), 7);
    assert_eq!(
        keywords[4],
        json!({ "keyword": "X-FOO", "known": false, "parameters": ["a", "b"] })
    );
    assert_eq!(keywords[5], json!({ "malformed": "***" }));
    let document = refused(&["--as", "ehlo", "502 no"], b"");
    assert_eq!(document["error"]["kind"], "no-offer");
}

#[test]
fn addresses_are_read_with_and_without_brackets() {
    for (text, canonical) in [
        ("jo@example.com", "jo@example.com"),
        ("<@relay.example:jo@example.com>", "<jo@example.com>"),
        ("<>", "<>"),
        ("<postMASTER>", "<Postmaster>"),
    ] {
        let run = run(&mut smtpwire(&["parse", "--as", "address", "--json", text]));
        assert_eq!((run.code, &run.document()["canonical"]), (Some(0), &json!(canonical)));
    }
    let document = refused(&["--as", "address", "jo@"], b"");
    assert_eq!(document["error"]["offset"], 3);
}

#[test]
fn nothing_to_read_exits_2() {
    for arguments in [&["parse", ""][..], &["parse", "-"], &["parse"]] {
        let run = run(smtpwire(arguments).write_stdin("\n"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(!run.stderr.is_empty());
    }
}

#[test]
fn people_get_the_same_as_an_outline() {
    let run = run(&mut smtpwire(&["parse", "MAIL FROM:<a@b.example> SIZE=10"]));
    let lines: Vec<String> = run
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in ["verb MAIL", "local part a", "domain b.example", "SIZE 10"] {
        assert!(lines.iter().any(|shown| shown == line), "{}", run.stdout);
    }
}

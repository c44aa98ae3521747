use smtpwire_diagnose::transcript::Format;

use crate::reads;

const SUCCESS: &str = "\
[2026-11-22 10:00:00] DEBUG Creating transport: nodemailer (7.0.0)
[2026-11-22 10:00:00] DEBUG [abc123] Connection established to 192.0.2.1:25
[2026-11-22 10:00:00] DEBUG [abc123] S: 220 mx.example.net ESMTP
[2026-11-22 10:00:00] DEBUG [abc123] C: EHLO client.example
[2026-11-22 10:00:00] DEBUG [abc123] S: 250-mx.example.net
[2026-11-22 10:00:00] DEBUG [abc123] S: 250 DSN
[2026-11-22 10:00:00] DEBUG [abc123] C: DATA
[2026-11-22 10:00:00] DEBUG [abc123] S: 354 go
[2026-11-22 10:00:00] INFO  [abc123] <306 bytes encoded mime message (source size 303 bytes)>
[2026-11-22 10:00:00] DEBUG [abc123] S: 250 queued
[2026-11-22 10:00:00] DEBUG [abc123] Closing connection to the server using \"end\"
";

const CONTENT: &str = "\
[2026-11-22 10:00:00] DEBUG [x] C: DATA
[2026-11-22 10:00:00] DEBUG [x] S: 354 go
[2026-11-22 10:00:00] INFO  Sending message <1@client.example> to <b@example.net>
[2026-11-22 10:00:00] DEBUG [x] Subject: hello
[2026-11-22 10:00:00] DEBUG [x] 
[2026-11-22 10:00:00] DEBUG [x] body
[2026-11-22 10:00:00] DEBUG [x] .
[2026-11-22 10:00:00] INFO  [x] <24 bytes encoded mime message (source size 21 bytes)>
[2026-11-22 10:00:00] DEBUG [x] S: 250 queued
";

const STARTTLS: &str = "\
[2026-11-22 10:00:00] DEBUG [x] S: 220 mx.example.net ESMTP
[2026-11-22 10:00:00] DEBUG [x] C: STARTTLS
[2026-11-22 10:00:00] DEBUG [x] S: 220 go
[2026-11-22 10:00:00] INFO  [x] Connection upgraded with STARTTLS
[2026-11-22 10:00:00] DEBUG [x] C: EHLO client.example
[2026-11-22 10:00:00] DEBUG [x] S: 250 AUTH PLAIN
[2026-11-22 10:00:00] DEBUG [x] C: AUTH PLAIN /* secret */
[2026-11-22 10:00:00] DEBUG [x] S: 535 5.7.8 no
[2026-11-22 10:00:00] INFO  [x] User \"alice\" failed to authenticate
[2026-11-22 10:00:00] INFO  [x] Connection closed
";

const JSON: &str = r#"{"level":20,"time":1,"component":"smtp-connection","sid":"one","tnx":"network","msg":"Secure connection established to 192.0.2.1:465"}
{"level":20,"time":1,"component":"smtp-connection","sid":"one","tnx":"server","msg":"220 one"}
{"level":20,"time":1,"component":"smtp-connection","sid":"two","tnx":"server","msg":"220 two"}
{"level":20,"time":1,"component":"smtp-connection","sid":"one","tnx":"client","msg":"EHLO client.example"}
{"level":20,"time":1,"component":"smtp-connection","sid":"one","tnx":"server","msg":"250-mx.example.net\r\n250-SIZE 1000\r\n250 DSN"}
{"level":20,"time":1,"component":"smtp-connection","sid":"two","tnx":"client","msg":"QUIT"}
"#;

pub(crate) const SAMPLES: &[&str] = &[SUCCESS, CONTENT, STARTTLS, JSON];

#[test]
fn the_placeholder_for_a_message_is_a_gap() {
    reads(
        Format::Nodemailer,
        SUCCESS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 DSN",
            "C: DATA",
            "S: 354 go",
            "[elided]",
            "S: 250 queued",
            "[closed]",
        ],
    );
}

#[test]
fn content_that_is_logged_is_content() {
    reads(
        Format::Nodemailer,
        CONTENT,
        &["C: DATA", "S: 354 go", "C: Subject: hello", "C: ", "C: body", "C: .", "S: 250 queued"],
    );
}

#[test]
fn an_upgraded_connection_is_a_start_of_tls() {
    reads(
        Format::Nodemailer,
        STARTTLS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: STARTTLS",
            "S: 220 go",
            "[tls]",
            "C: EHLO client.example",
            "S: 250 AUTH PLAIN",
            "C: AUTH PLAIN /* secret */",
            "S: 535 5.7.8 no",
            "[closed]",
        ],
    );
}

#[test]
fn json_records_of_two_connections_are_two_sessions() {
    reads(
        Format::Nodemailer,
        JSON,
        &[
            "[tls]",
            "S: 220 one",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250-SIZE 1000",
            "S: 250 DSN",
            "--",
            "S: 220 two",
            "C: QUIT",
        ],
    );
}

use smtpwire_diagnose::transcript::{Format, masked_source, read};

use crate::reads;

const TELNET: &str = "\
$ telnet mx.example.net 25
Trying 192.0.2.1...
Connected to mx.example.net.
Escape character is '^]'.
220 mx.example.net ESMTP
helo client.example
250 mx.example.net
mail from:<a@client.example>
250 ok
rcpt to:<b@example.net>
250 ok
data
354 go
Subject: hello

250 things to do
QUIT
.
250 queued
quit
221 bye
Connection closed by foreign host.
";

const REFUSED: &str = "\
Trying 192.0.2.1...
Connected to mx.example.net.
Escape character is '^]'.
554 mx.example.net refuses
Connection closed by foreign host.
";

const OPENSSL: &str = "\
$ openssl s_client -starttls smtp -connect mx.example.net:587 -crlf
CONNECTED(00000003)
depth=0 CN = mx.example.net
verify return:1
---
Certificate chain
 0 s:CN = mx.example.net
-----BEGIN CERTIFICATE-----
250 is not said here
MIIBszCCAVmgAwIBAgIUZbase64base64base64base64base64base64base6
-----END CERTIFICATE-----
---
SSL handshake has read 3012 bytes and written 410 bytes
Verification: OK
---
250 HELP
EHLO client.example
250-mx.example.net
250 AUTH LOGIN
AUTH LOGIN
334 VXNlcm5hbWU6
YWxpY2VAZXhhbXBsZS5vcmc=
334 UGFzc3dvcmQ6
aHVudGVyMmh1bnRlcjI=
535 5.7.8 no
read:errno=0
";

const MISTYPED: &str = "\
220 mx.example.net ESMTP
EHLP client.example
500 5.5.2 unrecognized command
EHLO client.example
250 CHUNKING
BDAT 7 LAST
QUIT
x
250 ok
QUIT
221 bye
";

pub(crate) const SAMPLES: &[&str] = &[TELNET, REFUSED, OPENSSL, MISTYPED];

#[test]
fn content_is_the_clients_whatever_it_looks_like() {
    reads(
        Format::Scrollback,
        TELNET,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: helo client.example",
            "S: 250 mx.example.net",
            "C: mail from:<a@client.example>",
            "S: 250 ok",
            "C: rcpt to:<b@example.net>",
            "S: 250 ok",
            "C: data",
            "S: 354 go",
            "C: Subject: hello",
            "C: ",
            "C: 250 things to do",
            "C: QUIT",
            "C: .",
            "S: 250 queued",
            "C: quit",
            "S: 221 bye",
            "[closed]",
        ],
    );
}

#[test]
fn a_refused_connection_is_a_dialog() {
    reads(Format::Scrollback, REFUSED, &["S: 554 mx.example.net refuses", "[closed]"]);
}

#[test]
fn openssl_keeps_the_dialog_before_tls_to_itself() {
    reads(
        Format::Scrollback,
        OPENSSL,
        &[
            "[tls]",
            "[elided]",
            "S: 250 HELP",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 AUTH LOGIN",
            "C: AUTH LOGIN",
            "S: 334 VXNlcm5hbWU6",
            "C: YWxpY2VAZXhhbXBsZS5vcmc=",
            "S: 334 UGFzc3dvcmQ6",
            "C: aHVudGVyMmh1bnRlcjI=",
            "S: 535 5.7.8 no",
            "[closed]",
        ],
    );
}

#[test]
fn a_mistyped_command_and_a_chunk_are_the_clients() {
    reads(
        Format::Scrollback,
        MISTYPED,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLP client.example",
            "S: 500 5.5.2 unrecognized command",
            "C: EHLO client.example",
            "S: 250 CHUNKING",
            "C: BDAT 7 LAST",
            "C: QUIT",
            "C: x",
            "S: 250 ok",
            "C: QUIT",
            "S: 221 bye",
        ],
    );
}

#[test]
fn a_line_that_was_held_back_stands_before_those_behind_it() {
    let certificate = "220 mx.example.net ESMTP\nwhat is this\n-----BEGIN CERTIFICATE-----\n\
                       MIIB\n-----END CERTIFICATE-----\nQUIT\n221 bye\n";
    let answer = "220 mx.example.net ESMTP\nAUTH LOGIN\n334 VXNlcm5hbWU6\nwhat is this\nYQ==\n\
                  535 no\n";
    for input in [certificate, answer] {
        let transcript = read(input.as_bytes()).unwrap();
        let mut end = 0;
        for entry in transcript.sessions.iter().flat_map(|session| &session.entries) {
            assert!(end <= entry.source.start, "{entry:?} stands in front of octet {end}");
            assert!(entry.source.start <= entry.source.end, "{entry:?} ends before it begins");
            end = entry.source.end;
        }
    }
}

#[test]
fn what_was_corrected_while_typing_is_read_as_the_terminal_showed_it() {
    let input = "220 mx.example.net ESMTP\r\r\nehll\u{8} \u{8}o client.example\r\r\n250 ok\r\r\n\
                 mail from:<jjoo\u{8}\u{8}\u{8} \u{8}o@x>\r\r\n250 ok\r\r\nquir\u{7f}t\r\r\n221 bye\r\r\n";
    reads(
        Format::Scrollback,
        input,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: ehlo client.example",
            "S: 250 ok",
            "C: mail from:<jo@x>",
            "S: 250 ok",
            "C: quit",
            "S: 221 bye",
        ],
    );
    let transcript = read(input.as_bytes()).unwrap();
    let entry = &transcript.sessions[0].entries[3];
    let at = entry.text().iter().position(|octet| *octet == b'>').unwrap();
    assert_eq!(&input[entry.source_of(at)..entry.source.end], ">");
}

#[test]
fn a_password_that_was_corrected_while_typing_is_masked_with_what_was_rubbed_out() {
    let input = "220 mx.example.net ESMTP\nEHLO x\n250 AUTH LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\n\
                 YQ==\n334 UGFzc3dvcmQ6\naHVudGVX\u{8} \u{8}yMmh1bnRlcjI=\n235 ok\n";
    let transcript = read(input.as_bytes()).unwrap();
    let masked = masked_source(input.as_bytes(), &transcript);
    let masked = String::from_utf8(masked).unwrap();
    for part in ["aHVud", "GVX", "yMmh1"] {
        assert!(!masked.contains(part), "{masked}");
    }
}

#[test]
fn what_s_client_answers_to_a_line_that_it_kept_is_nobodys_command() {
    reads(
        Format::Scrollback,
        "CONNECTED(00000003)\n---\n220 mx.example.net ESMTP\nEHLO x\n250 ok\nRCPT TO:<b@example.net>\n\
         RENEGOTIATING\n500 what?\nQUIT\nDONE\n",
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO x",
            "S: 250 ok",
            "[swallowed]",
            "S: 500 what?",
            "C: QUIT",
            "[closed]",
        ],
    );
}

#[test]
fn a_password_that_s_client_kept_is_masked_all_the_same() {
    let input = "CONNECTED(00000003)\n220 mx.example.net ESMTP\nEHLO x\n250 AUTH LOGIN\nAUTH LOGIN\n\
                 334 VXNlcm5hbWU6\nYQ==\n334 UGFzc3dvcmQ6\nRm9vYmFyYmF6\nRENEGOTIATING\n";
    let transcript = read(input.as_bytes()).unwrap();
    let masked = String::from_utf8(masked_source(input.as_bytes(), &transcript)).unwrap();
    assert!(!masked.contains("Rm9v"), "{masked}");
}

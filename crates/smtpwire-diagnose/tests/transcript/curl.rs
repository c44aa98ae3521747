use smtpwire_diagnose::transcript::Format;

use crate::reads;

const SUCCESS: &str = "\
*   Trying 192.0.2.1:25...
* Connected to mx.example.net (192.0.2.1) port 25 (#0)
< 220 mx.example.net ESMTP
> EHLO client
< 250-mx.example.net
< 250 SIZE 1000
> MAIL FROM:<a@client.example> SIZE=120
< 250 ok
> RCPT TO:<b@example.net>
< 250 ok
> DATA
< 354 go
} [120 bytes data]
* upload completely sent off: 123 bytes
{ [20 bytes data]
< 250 queued
* Connection #0 to host mx.example.net left intact
";

const FAILURE: &str = "\
* Connected to mx.example.net (192.0.2.1) port 25
< 220 mx.example.net ESMTP
> EHLO client
< 250 mx.example.net
> MAIL FROM:<a@client.example>
< 550 no
* MAIL failed: 550
> QUIT
< 221 bye
* Closing connection
curl: (55) MAIL failed: 550
";

const STARTTLS: &str = "\
* Connected to mx.example.net (192.0.2.1) port 587
< 220 mx.example.net ESMTP
> EHLO client
< 250 STARTTLS
> STARTTLS
< 220 go
* TLSv1.3 (OUT), TLS handshake, Client hello (1):
} [512 bytes data]
* TLSv1.3 (IN), TLS handshake, Server hello (2):
{ [122 bytes data]
* TLSv1.3 (OUT), TLS handshake, Finished (20):
} [52 bytes data]
* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / X25519 / RSASSA-PSS
* Server certificate:
*  subject: CN=mx.example.net
> EHLO client
< 250 AUTH PLAIN
> AUTH PLAIN
< 334 
> AGFsaWNlQGV4YW1wbGUub3JnAGh1bnRlcjJodW50ZXIy
< 535 5.7.8 no
* Closing connection
";

const METER: &str = "\
  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0< 220 mx.example.net ESMTP
> EHLO client
  0     0    0     0    0     0      0      0 --:--:--  0:00:01 --:--:--     0< 250 mx.example.net
> QUIT
< 221 bye
";

pub(crate) const SAMPLES: &[&str] = &[SUCCESS, FAILURE, STARTTLS, METER];

#[test]
fn content_that_is_only_counted_is_a_gap() {
    reads(
        Format::Curl,
        SUCCESS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client",
            "S: 250-mx.example.net",
            "S: 250 SIZE 1000",
            "C: MAIL FROM:<a@client.example> SIZE=120",
            "S: 250 ok",
            "C: RCPT TO:<b@example.net>",
            "S: 250 ok",
            "C: DATA",
            "S: 354 go",
            "[elided]",
            "S: 250 queued",
        ],
    );
}

#[test]
fn a_refusal_ends_with_the_connection() {
    reads(
        Format::Curl,
        FAILURE,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client",
            "S: 250 mx.example.net",
            "C: MAIL FROM:<a@client.example>",
            "S: 550 no",
            "C: QUIT",
            "S: 221 bye",
            "[closed]",
        ],
    );
}

#[test]
fn the_handshake_is_one_start_of_tls() {
    let response = format!("C: {}", crate::PLAIN);
    reads(
        Format::Curl,
        STARTTLS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 go",
            "[tls]",
            "C: EHLO client",
            "S: 250 AUTH PLAIN",
            "C: AUTH PLAIN",
            "S: 334 ",
            &response,
            "S: 535 5.7.8 no",
            "[closed]",
        ],
    );
}

#[test]
fn the_progress_meter_before_a_line_is_skipped() {
    reads(
        Format::Curl,
        METER,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client",
            "S: 250 mx.example.net",
            "C: QUIT",
            "S: 221 bye",
        ],
    );
}

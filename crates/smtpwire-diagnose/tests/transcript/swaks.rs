use smtpwire_diagnose::transcript::Format;

use crate::reads;

const SUCCESS: &str = "\
=== Trying mx.example.net:25...
=== Connected to mx.example.net.
<-  220 mx.example.net ESMTP
 -> EHLO client.example
<-  250-mx.example.net
<-  250 SIZE 1000
 -> MAIL FROM:<a@client.example>
<-  250 ok
 -> RCPT TO:<b@example.net>
<-  250 ok
 -> DATA
<-  354 go
 -> Subject: test
 -> 
 ->   indented
 -> 
 -> 
 -> .
<-  250 queued
 -> QUIT
<-  221 bye
=== Connection closed with remote host.
";

const FAILURE: &str = "\
=== Trying mx.example.net:25...
=== Connected to mx.example.net.
<** 554 mx.example.net refuses
 -> QUIT
<-  221 bye
=== Connection closed with remote host.
";

const STARTTLS: &str = "\
$ swaks --tls --auth LOGIN -au alice@example.org -ap hunter2hunter2
=== Trying mx.example.net:587...
=== Connected to mx.example.net.
<-  220 mx.example.net ESMTP
 -> EHLO client.example
<-  250 STARTTLS
 -> STARTTLS
<-  220 2.0.0 Ready to start TLS
=== TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256
=== TLS client certificate not requested and not sent
 ~> EHLO client.example
<~  250 AUTH LOGIN
 ~> AUTH LOGIN
<~  334 VXNlcm5hbWU6
 ~> YWxpY2VAZXhhbXBsZS5vcmc=
<~  334 UGFzc3dvcmQ6
 ~> aHVudGVyMmh1bnRlcjI=
<~* 535 5.7.8 authentication failed: hunter2hunter2
*** No authentication type succeeded
 ~> QUIT
<~  221 bye
=== Connection closed with remote host.
";

const ODD: &str = "\
<-  220 mx.example.net ESMTP
 -> DATA
<-  354 go
 -> 14 lines sent
<** 451 try later
*** Remote host closed connection unexpectedly.
 -> QUIT
";

const IMPLICIT: &str = "\
=== Trying mx.example.net:465...
=== Connected to mx.example.net.
<~  220 mx.example.net ESMTP
 ~> QUIT
<~  221 bye
";

pub(crate) const SAMPLES: &[&str] = &[SUCCESS, FAILURE, STARTTLS, ODD, IMPLICIT];

#[test]
fn a_message_is_read_with_its_empty_and_indented_lines() {
    reads(
        Format::Swaks,
        SUCCESS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 SIZE 1000",
            "C: MAIL FROM:<a@client.example>",
            "S: 250 ok",
            "C: RCPT TO:<b@example.net>",
            "S: 250 ok",
            "C: DATA",
            "S: 354 go",
            "C: Subject: test",
            "C: ",
            "C:   indented",
            "C: ",
            "C: ",
            "C: .",
            "S: 250 queued",
            "C: QUIT",
            "S: 221 bye",
            "[closed]",
        ],
    );
}

#[test]
fn unexpected_replies_are_replies() {
    reads(
        Format::Swaks,
        FAILURE,
        &["S: 554 mx.example.net refuses", "C: QUIT", "S: 221 bye", "[closed]"],
    );
}

#[test]
fn lines_inside_tls_follow_its_start() {
    reads(
        Format::Swaks,
        STARTTLS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 2.0.0 Ready to start TLS",
            "[tls]",
            "C: EHLO client.example",
            "S: 250 AUTH LOGIN",
            "C: AUTH LOGIN",
            "S: 334 VXNlcm5hbWU6",
            "C: YWxpY2VAZXhhbXBsZS5vcmc=",
            "S: 334 UGFzc3dvcmQ6",
            "C: aHVudGVyMmh1bnRlcjI=",
            "S: 535 5.7.8 authentication failed: hunter2hunter2",
            "C: QUIT",
            "S: 221 bye",
            "[closed]",
        ],
    );
}

#[test]
fn content_that_was_suppressed_is_a_gap() {
    reads(
        Format::Swaks,
        ODD,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: DATA",
            "S: 354 go",
            "[elided]",
            "S: 451 try later",
            "[closed]",
            "C: QUIT",
        ],
    );
}

#[test]
fn tls_from_the_start_is_told_by_the_first_encrypted_line() {
    reads(
        Format::Swaks,
        IMPLICIT,
        &["[tls]", "S: 220 mx.example.net ESMTP", "C: QUIT", "S: 221 bye"],
    );
}

#[test]
fn what_swaks_says_of_a_server_that_is_silent_or_gone_is_no_reply() {
    reads(
        Format::Swaks,
        "=== Connected to mx.example.net.\n<-  220 mx.example.net ESMTP\n -> EHLO client.example\n\
         <** Timeout (15 secs) waiting for server response\n -> QUIT\n\
         <** Connection closed by remote host\n",
        &["S: 220 mx.example.net ESMTP", "C: EHLO client.example", "C: QUIT", "[closed]"],
    );
}

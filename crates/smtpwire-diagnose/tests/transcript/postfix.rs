use smtpwire_diagnose::transcript::Format;

use crate::reads;

const NOTIFY: &str = "\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: postmaster@mx.example.net (Postmaster)
Subject: Postfix SMTP server: errors from unknown[192.0.2.1]

Transcript of session follows.

 Out: 220 mx.example.net ESMTP Postfix
 In:  EHLO client.example
 Out: 250-mx.example.net
 Out: 250 SIZE 1000
 In:  MAIL FROM:<a@client.example>
 Out: 250 2.1.0 Ok
 In:  RCPT TO:<b@example.net>
 Out: 250 2.1.5 Ok
 In:  DATA
 Out: 354 End data with <CR><LF>.<CR><LF>
 Out: 451 4.3.0 Error: queue file write error
 In:  QUIT
 Out: 221 2.0.0 Bye


For other details, see the local mail logfile
";

const NOTIFY_LOST: &str = "\
Transcript of session follows.

 Out: 220 mx.example.net ESMTP Postfix
 In:  HELO client.example
 Out: 250 mx.example.net

Session aborted, reason: lost connection

For other details, see the local mail logfile
";

const NOTIFY_TLS: &str = "\
Transcript of session follows.

 Out: 220 mx.example.net ESMTP Postfix
 In:  EHLO client.example
 Out: 250 STARTTLS
 In:  STARTTLS
 Out: 220 2.0.0 Ready to start TLS
 In:  EHLO client.example
 Out: 250 AUTH PLAIN
 In:  AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAGh1bnRlcjJodW50ZXIy
 Out: 535 5.7.8 Error: authentication failed: and a text that is so long that
    Postfix folds it
 In:  QUIT
 Out: 221 2.0.0 Bye
";

const NOTIFY_CLIENT: &str = "\
Transcript of session follows.

 In:  220 mx.example.net ESMTP
 Out: EHLO client.example
 In:  250 mx.example.net
 Out: MAIL FROM:<a@client.example>
 In:  500 what?
 Out: QUIT
 In:  221 bye
";

pub(crate) const NOTIFY_SAMPLES: &[&str] = &[NOTIFY, NOTIFY_LOST, NOTIFY_TLS, NOTIFY_CLIENT];

#[test]
fn the_content_that_postfix_does_not_keep_is_a_gap() {
    reads(
        Format::PostfixNotify,
        NOTIFY,
        &[
            "S: 220 mx.example.net ESMTP Postfix",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 SIZE 1000",
            "C: MAIL FROM:<a@client.example>",
            "S: 250 2.1.0 Ok",
            "C: RCPT TO:<b@example.net>",
            "S: 250 2.1.5 Ok",
            "C: DATA",
            "S: 354 End data with <CR><LF>.<CR><LF>",
            "[elided]",
            "S: 451 4.3.0 Error: queue file write error",
            "C: QUIT",
            "S: 221 2.0.0 Bye",
        ],
    );
}

#[test]
fn an_aborted_session_is_a_closed_connection() {
    reads(
        Format::PostfixNotify,
        NOTIFY_LOST,
        &[
            "S: 220 mx.example.net ESMTP Postfix",
            "C: HELO client.example",
            "S: 250 mx.example.net",
            "[closed]",
        ],
    );
}

#[test]
fn what_follows_an_accepted_starttls_was_said_inside_tls() {
    let auth = format!("C: AUTH PLAIN {}", crate::PLAIN);
    reads(
        Format::PostfixNotify,
        NOTIFY_TLS,
        &[
            "S: 220 mx.example.net ESMTP Postfix",
            "C: EHLO client.example",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 2.0.0 Ready to start TLS",
            "[tls]",
            "C: EHLO client.example",
            "S: 250 AUTH PLAIN",
            &auth,
            "S: 535 5.7.8 Error: authentication failed: and a text that is so long that Postfix \
             folds it",
            "C: QUIT",
            "S: 221 2.0.0 Bye",
        ],
    );
}

#[test]
fn what_comes_in_to_the_smtp_client_is_the_servers() {
    reads(
        Format::PostfixNotify,
        NOTIFY_CLIENT,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250 mx.example.net",
            "C: MAIL FROM:<a@client.example>",
            "S: 500 what?",
            "C: QUIT",
            "S: 221 bye",
        ],
    );
}

const SERVER: &str = "\
Nov 22 10:00:00 mx postfix/smtpd[1234]: connect from unknown[192.0.2.1]
Nov 22 10:00:00 mx postfix/smtpd[1234]: smtp_stream_setup: maxtime=300 enable_deadline=0
Nov 22 10:00:00 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 220 mx.example.net ESMTP Postfix
Nov 22 10:00:01 mx postfix/smtpd[1234]: < unknown[192.0.2.1]: EHLO client.example
Nov 22 10:00:01 mx postfix/smtpd[1234]: match_list_match: unknown: no match
Nov 22 10:00:01 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 250-mx.example.net
Nov 22 10:00:01 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 250 DSN
Nov 22 10:00:02 mx postfix/smtpd[1234]: < unknown[192.0.2.1]: DATA
Nov 22 10:00:02 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 354 End data with <CR><LF>.<CR><LF>
Nov 22 10:00:03 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 250 2.0.0 Ok: queued as 4Zx
Nov 22 10:00:03 mx postfix/smtpd[1234]: < unknown[192.0.2.1]: QUIT
Nov 22 10:00:03 mx postfix/smtpd[1234]: > unknown[192.0.2.1]: 221 2.0.0 Bye
Nov 22 10:00:03 mx postfix/smtpd[1234]: disconnect from unknown[192.0.2.1] ehlo=1 quit=1
";

const CLIENT: &str = "\
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: Connecting
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: < mx.example.net[192.0.2.9]:25: 220 mx.example.net
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: > mx.example.net[192.0.2.9]:25: EHLO me.example
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: < mx.example.net[192.0.2.9]:25: 250 STARTTLS
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: > mx.example.net[192.0.2.9]:25: STARTTLS
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: < mx.example.net[192.0.2.9]:25: 220 go
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: Untrusted TLS connection established to mx.example.net[192.0.2.9]:25: TLSv1.3 with cipher X
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: > mx.example.net[192.0.2.9]:25: EHLO me.example
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: < mx.example.net[192.0.2.9]:25: 250 DSN
2026-11-22T10:00:00.123456+01:00 mx postfix/smtp[77]: lost connection with mx.example.net[192.0.2.9] while sending MAIL FROM
";

const INTERLEAVED: &str = "\
Nov 22 10:00:00 mx postfix/submission/smtpd[1]: > a[192.0.2.1]: 220 one
Nov 22 10:00:00 mx postfix/smtps/smtpd[2]: > b[2001:db8::1]: 220 two
Nov 22 10:00:00 mx postfix/submission/smtpd[1]: < a[192.0.2.1]: AUTH LOGIN
Nov 22 10:00:00 mx postfix/smtps/smtpd[2]: < b[2001:db8::1]: QUIT
Nov 22 10:00:00 mx postfix/submission/smtpd[1]: > a[192.0.2.1]: 334 VXNlcm5hbWU6
Nov 22 10:00:00 mx postfix/smtps/smtpd[2]: > b[2001:db8::1]: 221 two
Nov 22 10:00:00 mx postfix/submission/smtpd[1]: < a[192.0.2.1]: YWxpY2VAZXhhbXBsZS5vcmc=
Nov 22 10:00:00 mx postfix/submission/smtpd[1]: > a[192.0.2.1]: 535 5.7.8 no
";

const REUSED: &str = "\
Nov 22 10:00:00 mx postfix/lmtp[5]: < private/dovecot-lmtp[private/dovecot-lmtp]: 220 x
Nov 22 10:00:00 mx postfix/lmtp[5]: > private/dovecot-lmtp[private/dovecot-lmtp]: LHLO mx
Nov 22 10:00:01 mx postfix/smtpd[6]: connect from a[192.0.2.1]
Nov 22 10:00:01 mx postfix/smtpd[6]: > a[192.0.2.1]: 220 x
Nov 22 10:00:01 mx postfix/smtpd[6]: lost connection after CONNECT from a[192.0.2.1]
Nov 22 10:00:01 mx postfix/smtpd[6]: disconnect from a[192.0.2.1]
Nov 22 10:00:02 mx postfix/smtpd[6]: connect from a[192.0.2.1]
Nov 22 10:00:02 mx postfix/smtpd[6]: > a[192.0.2.1]: 220 x
Nov 22 10:00:02 mx postfix/smtpd[6]: < a[192.0.2.1]: HELO y
";

pub(crate) const VERBOSE_SAMPLES: &[&str] = &[SERVER, CLIENT, INTERLEAVED, REUSED];

#[test]
fn a_log_of_smtpd_shows_what_the_client_said_as_received() {
    reads(
        Format::PostfixVerbose,
        SERVER,
        &[
            "S: 220 mx.example.net ESMTP Postfix",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 DSN",
            "C: DATA",
            "S: 354 End data with <CR><LF>.<CR><LF>",
            "[elided]",
            "S: 250 2.0.0 Ok: queued as 4Zx",
            "C: QUIT",
            "S: 221 2.0.0 Bye",
            "[closed]",
        ],
    );
}

#[test]
fn a_log_of_smtp_shows_what_the_server_said_as_received() {
    reads(
        Format::PostfixVerbose,
        CLIENT,
        &[
            "S: 220 mx.example.net",
            "C: EHLO me.example",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 go",
            "[tls]",
            "C: EHLO me.example",
            "S: 250 DSN",
            "[closed]",
        ],
    );
}

#[test]
fn interleaved_connections_are_told_apart() {
    reads(
        Format::PostfixVerbose,
        INTERLEAVED,
        &[
            "S: 220 one",
            "C: AUTH LOGIN",
            "S: 334 VXNlcm5hbWU6",
            "C: YWxpY2VAZXhhbXBsZS5vcmc=",
            "S: 535 5.7.8 no",
            "--",
            "S: 220 two",
            "C: QUIT",
            "S: 221 two",
        ],
    );
}

#[test]
fn a_process_that_serves_the_same_peer_again_begins_a_session() {
    reads(
        Format::PostfixVerbose,
        REUSED,
        &["S: 220 x", "C: LHLO mx", "--", "S: 220 x", "[closed]", "--", "S: 220 x", "C: HELO y"],
    );
}

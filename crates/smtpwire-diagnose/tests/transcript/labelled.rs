use smtpwire_diagnose::transcript::{Format, read};

use crate::reads;

const SUCCESS: &str = "\
# a message is sent
S: 220 mx.example.net ESMTP
C: EHLO client.example
S: 250-mx.example.net
S: 250 SIZE 1000000
C: MAIL FROM:<a@client.example>
   SIZE=20
S: 250 ok
C: RCPT TO:<b@example.net> NOTIFY=FAILURE
   ORCPT=rfc822;b@example.net
S: 250 ok
C: DATA
S: 354 end with <CRLF>.<CRLF>
C: Subject: hello
C:
C: first
   second
     third
C: .
S: 250 queued
C: QUIT
S: 221 bye
";

const FAILURE: &str = "\
Server:  220 mx.example.net
Client:  HELO x
Server:  250 mx
Client:  MAIL FROM:<>
Server:  550 no
# the server closes the connection
";

const STARTTLS: &str = "\
S: <waits for connection on TCP port 587>
C: <opens connection>
S: 220 mx.example.net ESMTP
C: EHLO x
S: 250-mx
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
   ... TLS negotiation proceeds, and what follows
   is protected by TLS ...
C: EHLO x
S: 250-mx
S: 250 AUTH PLAIN
C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAGh1bnRlcjJodW50ZXIy
S: 235 2.7.0 ok
   ...
C: QUIT
";

const MARKED: &str = "\
c: data<CR><LF>
s: 354 go, end with <CRLF>.<CRLF>
c: one<CRLF>
c: two
c: <LF>.<LF>
c: MAIL FROM:<x@y><CR>
c: <CRLF>.<CRLF>
s: 250 ok
";

const EXIM: &str = "\
LOG: a line of the log
Connecting to mx.example.net [192.0.2.1]:25 ... connected
  SMTP<< 220 mx.example.net ESMTP
  SMTP>> EHLO client.example
  SMTP<< 250 mx.example.net
  SMTP>> QUIT
  SMTP(close)>>
";

const SENDMAIL: &str = "\
   ----- Transcript of session follows -----
... while talking to mx.example.net.:
>>> RCPT TO:<nobody@example.net>
<<< 550 5.1.1 <nobody@example.net>: unknown
550 5.1.1 <nobody@example.net>... User unknown
";

const PHPMAILER: &str = "\
2026-11-22 10:00:01\tSERVER -> CLIENT: 220 mx.example.net ESMTP
2026-11-22 10:00:01\tCLIENT -> SERVER: EHLO web.example
2026-11-22 10:00:01\tSERVER -> CLIENT: 250-mx.example.net
                    250-SIZE 1000
                    250 HELP
2026-11-22 10:00:02\tCLIENT -> SERVER: QUIT
2026-11-22 10:00:02\tSERVER -> CLIENT: 221 Bye
";

const MSMTP: &str = "\
loaded user configuration file /home/u/.msmtprc
<-- 220 mx.example.net ESMTP
--> EHLO localhost
<-- 250-mx.example.net
<-- 250 HELP
--> QUIT
<-- 221 Bye
";

pub(crate) const SAMPLES: &[&str] =
    &[SUCCESS, FAILURE, STARTTLS, MARKED, EXIM, SENDMAIL, PHPMAILER, MSMTP];

#[test]
fn folded_commands_are_joined_and_folded_content_is_not() {
    reads(
        Format::Labelled,
        SUCCESS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250-mx.example.net",
            "S: 250 SIZE 1000000",
            "C: MAIL FROM:<a@client.example> SIZE=20",
            "S: 250 ok",
            "C: RCPT TO:<b@example.net> NOTIFY=FAILURE ORCPT=rfc822;b@example.net",
            "S: 250 ok",
            "C: DATA",
            "S: 354 end with <CRLF>.<CRLF>",
            "C: Subject: hello",
            "C: ",
            "C: first",
            "C: second",
            "C:   third",
            "C: .",
            "S: 250 queued",
            "C: QUIT",
            "S: 221 bye",
        ],
    );
}

#[test]
fn a_position_in_a_folded_line_is_that_of_its_own_line_in_the_file() {
    let transcript = read(SUCCESS.as_bytes()).unwrap();
    let rcpt = transcript.sessions[0]
        .entries
        .iter()
        .find(|entry| entry.text().starts_with(b"RCPT"))
        .unwrap();
    let offset = rcpt.text().windows(5).position(|window| window == b"ORCPT").unwrap();
    let position = transcript.position(rcpt, offset);
    assert_eq!((position.line, position.column), (10, 4));
    assert_eq!(rcpt.column_of(0, &transcript.lines), 4);
    assert_eq!(rcpt.line, 9);
}

#[test]
fn longer_labels_and_wider_gaps_are_read() {
    reads(
        Format::Labelled,
        FAILURE,
        &[
            "S: 220 mx.example.net",
            "C: HELO x",
            "S: 250 mx",
            "C: MAIL FROM:<>",
            "S: 550 no",
            "[closed]",
        ],
    );
}

#[test]
fn remarks_tell_of_tls_and_of_what_was_left_out() {
    let auth = format!("C: AUTH PLAIN {}", crate::PLAIN);
    reads(
        Format::Labelled,
        STARTTLS,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO x",
            "S: 250-mx",
            "S: 250 STARTTLS",
            "C: STARTTLS",
            "S: 220 Go ahead",
            "[tls]",
            "C: EHLO x",
            "S: 250-mx",
            "S: 250 AUTH PLAIN",
            &auth,
            "S: 235 2.7.0 ok",
            "[elided]",
            "C: QUIT",
        ],
    );
}

#[test]
fn line_ends_that_are_written_out_are_seen() {
    reads(
        Format::Labelled,
        MARKED,
        &[
            "C: data<CRLF>",
            "S: 354 go, end with <CRLF>.<CRLF>",
            "C: one<CRLF>",
            "C: two<LF>",
            "C: .<LF>",
            "C: MAIL FROM:<x@y><CR>",
            "C: .<CRLF>",
            "S: 250 ok",
        ],
    );
}

#[test]
fn arrows_of_exim_sendmail_and_msmtp_are_labels() {
    reads(
        Format::Labelled,
        EXIM,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO client.example",
            "S: 250 mx.example.net",
            "C: QUIT",
        ],
    );
    reads(
        Format::Labelled,
        MSMTP,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO localhost",
            "S: 250-mx.example.net",
            "S: 250 HELP",
            "C: QUIT",
            "S: 221 Bye",
        ],
    );
    reads(
        Format::Labelled,
        ">>> EHLO x\n250 mx\n>>> QUIT\n221 bye\n",
        &["C: EHLO x", "S: 250 mx", "C: QUIT", "S: 221 bye"],
    );
}

#[test]
fn a_bounce_that_repeats_the_reply_repeats_no_line_of_the_dialog() {
    reads(
        Format::Labelled,
        SENDMAIL,
        &["C: RCPT TO:<nobody@example.net>", "S: 550 5.1.1 <nobody@example.net>: unknown"],
    );
}

#[test]
fn replies_of_which_only_the_first_line_has_a_label_are_whole() {
    reads(
        Format::Labelled,
        PHPMAILER,
        &[
            "S: 220 mx.example.net ESMTP",
            "C: EHLO web.example",
            "S: 250-mx.example.net",
            "S: 250-SIZE 1000",
            "S: 250 HELP",
            "C: QUIT",
            "S: 221 Bye",
        ],
    );
}

#[test]
fn other_protocols_between_the_same_labels_are_read() {
    reads(
        Format::Labelled,
        "C: n,,n=user,r=abc\nS: r=abcdef,s=c2FsdA==,\n   i=4096\nC: c=biws,r=abcdef,\n   p=cHJvb2Y=\n",
        &["C: n,,n=user,r=abc", "S: r=abcdef,s=c2FsdA==,i=4096", "C: c=biws,r=abcdef,p=cHJvb2Y="],
    );
    reads(
        Format::Labelled,
        "S: * ACAP ready\nC: a1 NOOP\nS: a1 OK\n",
        &["S: * ACAP ready", "C: a1 NOOP", "S: a1 OK"],
    );
}

#[test]
fn a_folded_url_is_joined_without_a_space() {
    reads(
        Format::Labelled,
        "C: BURL imap://u@h/m\n   ;uid=1;urlauth=submit+u\n   :internal:abc LAST\nS: 250 ok\n",
        &["C: BURL imap://u@h/m;uid=1;urlauth=submit+u:internal:abc LAST", "S: 250 ok"],
    );
}

#[test]
fn two_dialogs_in_one_file_are_two_sessions() {
    reads(
        Format::Labelled,
        "S: 220 a\nC: QUIT\nS: 221 a\n\nand then\n\nS: 220 b\nC: QUIT\nS: 221 b\n",
        &["S: 220 a", "C: QUIT", "S: 221 a", "--", "S: 220 b", "C: QUIT", "S: 221 b"],
    );
}

#[test]
fn placeholders_for_what_was_said_are_gaps_and_not_lines() {
    reads(
        Format::Labelled,
        "S: 334\nC: <base64 of the password>\nS: 235 ok\nC: DATA\nS: 354 go\nC: (the message)\nC: .\nS: 250 ok\n",
        &[
            "S: 334",
            "[elided]",
            "S: 235 ok",
            "C: DATA",
            "S: 354 go",
            "C: (the message)",
            "C: .",
            "S: 250 ok",
        ],
    );
}

#[test]
fn senders_and_receivers_of_1982_are_clients_and_servers() {
    reads(
        Format::Labelled,
        "R: 220 BETA.EXAMPLE\nS: HELO alpha\nR: 250 ok\nS: QUIT\nR: 221 ok\n",
        &["S: 220 BETA.EXAMPLE", "C: HELO alpha", "S: 250 ok", "C: QUIT", "S: 221 ok"],
    );
}

#[test]
fn the_carriage_return_that_a_terminal_added_is_no_part_of_a_line() {
    for end in ["\r\r\n", "\r\r\r\n"] {
        let input = ["S: 220 mx.example.net", "C: EHLO x", "S: 250 mx", "C: QUIT", ""].join(end);
        reads(
            Format::Labelled,
            &input,
            &["S: 220 mx.example.net", "C: EHLO x", "S: 250 mx", "C: QUIT"],
        );
    }
}

#[test]
fn the_reply_lines_that_phpmailers_page_ran_together_are_parted() {
    let input = "CLIENT -> SERVER: EHLO x\n\
                 SERVER -> CLIENT: 250-mx.example.net250-SIZE 1000250-STARTTLS250 AUTH PLAIN LOGIN\n\
                 CLIENT -> SERVER: QUIT\n\
                 SERVER -> CLIENT: 221 bye 221 times\n";
    reads(
        Format::Labelled,
        input,
        &[
            "C: EHLO x",
            "S: 250-mx.example.net",
            "S: 250-SIZE 1000",
            "S: 250-STARTTLS",
            "S: 250 AUTH PLAIN LOGIN",
            "C: QUIT",
            "S: 221 bye 221 times",
        ],
    );
    let transcript = read(input.as_bytes()).unwrap();
    let entry = &transcript.sessions[0].entries[2];
    assert_eq!((entry.line, &input[entry.source.clone()]), (2, "250-SIZE 1000"));
}

#[test]
fn a_reply_that_only_looks_run_together_stays_whole() {
    for reply in ["250-id250-7", "250 a250-b250 c", "250-a 250 b", "250-a550 b"] {
        let input = format!(
            "SERVER -> CLIENT: 220 mx\nCLIENT -> SERVER: EHLO x\nSERVER -> CLIENT: {reply}\n"
        );
        let transcript = read(input.as_bytes()).unwrap();
        assert_eq!(crate::dialog(&transcript)[2..], [format!("S: {reply}")]);
    }
    let labelled = read(b"S: 220 mx\nC: EHLO x\nS: 250-a250-b250 c\n").unwrap();
    assert_eq!(crate::dialog(&labelled)[2..], ["S: 250-a250-b250 c"]);
}

use smtpwire_diagnose::transcript::{Format, read};

use crate::reads;

const SUCCESS: &str = r#"connect: ('mx.example.net', 25)
connect: to ('mx.example.net', 25) None
reply: b'220 mx.example.net ESMTP\r\n'
reply: retcode (220); Msg: b'mx.example.net ESMTP'
connect: b'mx.example.net ESMTP'
send: 'ehlo [127.0.1.1]\r\n'
reply: b'250-mx.example.net\r\n'
reply: b'250 SIZE 1000\r\n'
reply: retcode (250); Msg: b'mx.example.net\nSIZE 1000'
send: 'mail FROM:<a@client.example> size=30\r\n'
reply: b'250 ok\r\n'
reply: retcode (250); Msg: b'ok'
send: 'data\r\n'
reply: b'354 go\r\n'
reply: retcode (354); Msg: b'go'
data: (354, b'go')
send: b"Subject: it's \xc3\xa9\r\n\r\nhello\r\n.\r\n"
reply: b'250 queued\r\n'
reply: retcode (250); Msg: b'queued'
data: (250, b'queued')
send: 'quit\r\n'
reply: b'221 bye\r\n'
"#;

const FAILURE: &str = r"send: 'ehlo [127.0.1.1]\r\n'
reply: b''
reply: retcode (-1); Msg: b''
Traceback (most recent call last):
smtplib.SMTPServerDisconnected: Connection unexpectedly closed
";

const STARTTLS: &str = r"10:00:00.100001 connect: ('mx.example.net', 587)
10:00:00.100002 reply: b'220 mx.example.net ESMTP\r\n'
10:00:00.100003 send: 'STARTTLS\r\n'
10:00:00.100004 reply: b'220 go\r\n'
10:00:00.100005 send: 'ehlo [127.0.1.1]\r\n'
10:00:00.100006 reply: b'250 AUTH PLAIN LOGIN\r\n'
10:00:00.100007 send: 'AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAGh1bnRlcjJodW50ZXIy\r\n'
10:00:00.100008 reply: b'535 5.7.8 no\r\n'
10:00:00.100009 send: 'AUTH LOGIN YWxpY2VAZXhhbXBsZS5vcmc=\r\n'
10:00:00.100010 reply: b'334 UGFzc3dvcmQ6\r\n'
10:00:00.100011 send: 'aHVudGVyMmh1bnRlcjI=\r\n'
10:00:00.100012 reply: b'535 5.7.8 no\r\n'
";

const ODD: &str = r"send: 'data\r\n'
reply: b'354 go\r\n'
send: b'one\ntwo\rthree\x00\r\n.\nMAIL FROM:<x@y>\r\n.\r\n'
reply: b'250 ok\r\n'
send: b'cut
";

pub(crate) const SAMPLES: &[&str] = &[SUCCESS, FAILURE, STARTTLS, ODD];

#[test]
fn literals_are_undone_and_cut_into_lines() {
    reads(
        Format::Smtplib,
        SUCCESS,
        &[
            "S: 220 mx.example.net ESMTP<CRLF>",
            "C: ehlo [127.0.1.1]<CRLF>",
            "S: 250-mx.example.net<CRLF>",
            "S: 250 SIZE 1000<CRLF>",
            "C: mail FROM:<a@client.example> size=30<CRLF>",
            "S: 250 ok<CRLF>",
            "C: data<CRLF>",
            "S: 354 go<CRLF>",
            r"C: Subject: it\'s \xc3\xa9<CRLF>",
            "C: <CRLF>",
            "C: hello<CRLF>",
            "C: .<CRLF>",
            "S: 250 queued<CRLF>",
            "C: quit<CRLF>",
            "S: 221 bye<CRLF>",
        ],
    );
}

#[test]
fn a_lost_connection_is_told_by_the_exception() {
    reads(Format::Smtplib, FAILURE, &["C: ehlo [127.0.1.1]<CRLF>", "[closed]"]);
}

#[test]
fn times_are_skipped_and_tls_follows_starttls() {
    let transcript = read(STARTTLS.as_bytes()).unwrap();
    let dialog = crate::dialog(&transcript);
    assert_eq!(
        dialog[..5],
        [
            "S: 220 mx.example.net ESMTP<CRLF>",
            "C: STARTTLS<CRLF>",
            "S: 220 go<CRLF>",
            "[tls]",
            "C: ehlo [127.0.1.1]<CRLF>"
        ]
    );
    assert_eq!(dialog.len(), 12);
}

#[test]
fn every_kind_of_line_end_is_seen() {
    reads(
        Format::Smtplib,
        ODD,
        &[
            "C: data<CRLF>",
            "S: 354 go<CRLF>",
            "C: one<LF>",
            "C: two<CR>",
            r"C: three\x00<CRLF>",
            "C: .<LF>",
            "C: MAIL FROM:<x@y><CRLF>",
            "C: .<CRLF>",
            "S: 250 ok<CRLF>",
            "C: cut<cut>",
        ],
    );
}

#[test]
fn positions_point_into_the_literal() {
    let transcript = read(ODD.as_bytes()).unwrap();
    let entries = &transcript.sessions[0].entries;
    let third = entries.iter().find(|entry| entry.text().starts_with(b"three")).unwrap();
    let nul = transcript.position(third, 5);
    let line = ODD.lines().nth(2).unwrap();
    assert_eq!((nul.line, nul.column), (3, line.find(r"\x00").unwrap() + 1));
    assert_eq!(&ODD[third.source.clone()], r"three\x00");
}

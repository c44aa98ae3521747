//! What may be said: mostly what is right, and enough of what is not.

use fastrand::Rng;
use serde_json::{Value, json};

/// One of some.
pub(crate) fn one<'p, T: ?Sized>(chance: &mut Rng, pool: &[&'p T]) -> &'p T {
    pool[chance.usize(..pool.len())]
}

/// One of those that stand first and are good, most of the time.
pub(crate) fn mostly<'p>(chance: &mut Rng, pool: &[&'p str], good: usize) -> &'p str {
    if once_in(chance, 6) { one(chance, pool) } else { one(chance, &pool[..good]) }
}

/// Yes once in so many times.
pub(crate) fn once_in(chance: &mut Rng, times: u32) -> bool {
    chance.u32(..times) == 0
}

pub(crate) const HOSTS: &[&str] =
    &["mail.a.example", "[192.0.2.7]", "[IPv6:2001:db8::1]", "xn--bcher-kva.example", "not a host"];

pub(crate) const PATHS: &[&str] = &[
    "jo@a.example",
    "al@b.example",
    "\"j o\"@a.example",
    "postmaster",
    "",
    "käthe@bücher.example",
    "jo@[192.0.2.1]",
    "no mailbox",
    "jo@a.example\r\nRSET",
];

/// Replies as a server should not, or seldom, say them.
pub(crate) const REPLIES: &[&[u8]] = &[
    b"250 2.1.0 Ok\r\n",
    b"250\r\n",
    b"250-first\r\n250 second\r\n",
    b"334 \r\n",
    b"334 VXNlcm5hbWU6\r\n",
    b"354 go on\r\n",
    b"235 2.7.0 welcome\r\n",
    b"421 4.3.2 closing\r\n",
    b"450 4.2.1 try later\r\n",
    b"452 4.5.3 too many\r\n",
    b"500 5.5.2 what?\r\n",
    b"535 5.7.8 no\r\n",
    b"550 5.1.1 nobody of that name\r\n",
    b"550-5.7.26 not authenticated:\r\n550 5.7.26 see the page\r\n",
    b"250-one\r\n251 two\r\n",
    b"250 caf\xC3\xA9\r\n",
    b"250 \xFF\x01\r\n",
    b"999 what\r\n",
    b"hello\r\n",
    b"250 bare\n",
    b"\r\n",
];

/// Lines of clients.
pub(crate) const LINES: &[&[u8]] = &[
    b"EHLO a.example\r\n",
    b"HELO a.example\r\n",
    b"LHLO a.example\r\n",
    b"MAIL FROM:<jo@a.example>\r\n",
    b"MAIL FROM:<> BODY=8BITMIME SIZE=1000\r\n",
    b"MAIL FROM:<jo@a.example> RET=HDRS ENVID=abc+2Bd\r\n",
    b"MAIL FROM:<jo@a.example> SIZE=99999999999999999999\r\n",
    b"MAIL FROM:jo@a.example\r\n",
    b"MAIL FROM:<k\xC3\xA4the@a.example> SMTPUTF8\r\n",
    b"MAIL FROM:<jo@a.example> BODY=BINARYMIME\r\n",
    b"RCPT TO:<al@mx.example>\r\n",
    b"RCPT TO:<Postmaster>\r\n",
    b"RCPT TO:<al@mx.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;al@mx.example\r\n",
    b"RCPT TO:<al@mx.example> FOO=bar\r\n",
    b"RCPT TO:<@relay.example:al@mx.example>\r\n",
    b"RCPT TO:<nobody>\r\n",
    b"DATA\r\n",
    b"DATA now\r\n",
    b"BDAT 5\r\nhello",
    b"BDAT 7 LAST\r\nhello\r\n",
    b"BDAT 0 LAST\r\n",
    b"BDAT 99999999999999999999\r\n",
    b"RSET\r\n",
    b"NOOP\r\n",
    b"NOOP what\r\n",
    b"VRFY jo\r\n",
    b"EXPN list\r\n",
    b"HELP\r\n",
    b"HELP MAIL\r\n",
    b"ETRN a.example\r\n",
    b"STARTTLS\r\n",
    b"AUTH PLAIN AGpvAHNlY3JldA==\r\n",
    b"AUTH LOGIN\r\n",
    b"AUTH CRAM-MD5\r\n",
    b"AUTH SCRAM-SHA-256\r\n",
    b"AUTH XOAUTH2\r\n",
    b"am8=\r\n",
    b"c2VjcmV0\r\n",
    b"*\r\n",
    b"QUIT\r\n",
    b"XCLIENT NAME=a.example ADDR=192.0.2.1\r\n",
    b"WHAT is this\r\n",
    b"\x00\xFF\r\n",
    b"mail from:<a@b.example>\n",
    b"GET / HTTP/1.1\r\n",
];

/// Content behind 354.
pub(crate) const CONTENTS: &[&[u8]] = &[
    b"Subject: hi\r\n\r\nhello\r\n.\r\n",
    b"..stuffed\r\n.\r\n",
    b".\r\n",
    b"bare \n.\r\n\r\n.\r\n",
    b"smuggled\n.\r\nMAIL FROM:<x@y.example>\r\n\r\n.\r\n",
    b"nul \x00\r\n.\r\n",
    b"eight bits \xC3\xA4\r\n.\r\n",
];

/// Messages as a program gives them.
pub(crate) const MESSAGES: &[&[u8]] = &[
    b"Subject: hi\r\n\r\nhello\r\n",
    b".dots\r\n..\r\n",
    b"no end",
    b"",
    b"bare \n line feed\r\n",
    b"eight bits \xC3\xA4\r\n",
    b"a\x00b\r\n",
];

/// Parameters of MAIL, mostly none.
pub(crate) fn mail_parameters(chance: &mut Rng) -> Value {
    match chance.u8(..8) {
        0 => json!([{"keyword": "SIZE", "value": 1000}]),
        1 => json!([{"keyword": "BODY", "value": "8BITMIME"}, {"keyword": "SMTPUTF8"}]),
        2 => json!([{"keyword": "RET", "value": "HDRS"}, {"keyword": "ENVID", "value": "a+b"}]),
        3 => json!([{"keyword": "BODY", "value": "9BIT"}]),
        _ => Value::Null,
    }
}

/// Parameters of RCPT, mostly none.
pub(crate) fn rcpt_parameters(chance: &mut Rng) -> Value {
    match chance.u8(..8) {
        0 => json!([{"keyword": "NOTIFY", "value": ["SUCCESS", "DELAY"]}]),
        1 => json!([{"keyword": "ORCPT", "value": {"type": "rfc822", "address": "al@c.example"}}]),
        2 => json!([{"keyword": "NOTIFY", "value": ["NEVER", "DELAY"]}]),
        _ => Value::Null,
    }
}

/// Credentials of every kind.
pub(crate) fn credentials(chance: &mut Rng) -> Value {
    match chance.u8(..5) {
        0 | 1 => json!({"username": "jo", "password": "secret"}),
        2 => json!({"username": "jo", "token": "ya29.abc", "server": ["mx.example", 587]}),
        3 => json!({"external": true}),
        _ => json!({"anonymous": "jo@a.example"}),
    }
}

/// Thirty-two octets of entropy.
pub(crate) fn entropy(chance: &mut Rng) -> [u8; 32] {
    std::array::from_fn(|_| chance.u8(..))
}

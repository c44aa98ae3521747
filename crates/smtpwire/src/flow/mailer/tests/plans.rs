//! What is decided about a message before it is begun.

use crate::codec::transparency::{ContentError, LineEnds};
use crate::flow::mailer::plan::*;
use crate::flow::mailer::{Content, Envelope, NotTried};
use crate::types::capability::{Capabilities, Keyword};
use crate::types::mailbox::ForwardPath;
use crate::types::mailbox::ReversePath;
use crate::types::parameter::{Body, MailParameter};
use crate::types::parameter::{Notify, RcptParameter, RcptParameters, Ret};
use crate::types::reply::Reply;
use alloc::string::String;

fn capabilities(keywords: &str) -> Capabilities<'static> {
    let mut wire = String::from("250-mx.example\r\n");
    for keyword in keywords.split(',') {
        for part in ["250-", keyword, "\r\n"] {
            wire.push_str(part);
        }
    }
    wire.push_str("250 HELP\r\n");
    let reply = Reply::parse(wire.as_bytes()).unwrap().unwrap().0;
    Capabilities::from_reply(&reply).into_owned()
}

fn envelope(recipients: &[&'static str]) -> Envelope {
    let from = ReversePath::parse("<ann@example.com>").unwrap();
    recipients
        .iter()
        .fold(Envelope::new(from), |envelope, path| envelope.to(ForwardPath::parse(path).unwrap()))
}

fn plan_with(
    envelope: &Envelope,
    content: &[u8],
    offered: &str,
    change: impl FnOnce(&mut Circumstances<'_>),
) -> Result<Plan, NotTried> {
    let capabilities = capabilities(offered);
    let mut given = Circumstances {
        capabilities: Some(&capabilities),
        verified: false,
        chunking: true,
        drop_unoffered_dsn: false,
        undeclared_eight_bit: false,
        line_ends: LineEnds::Reject,
        max_line: Some(998),
        max_recipients: 1000,
    };
    change(&mut given);
    Plan::of(envelope, &Content::from(content.to_vec()), &given)
}

fn plan(envelope: &Envelope, content: &[u8], offered: &str) -> Result<Plan, NotTried> {
    plan_with(envelope, content, offered, |_| {})
}

const TEXT: &[u8] = b"Subject: x\r\n\r\nHello\r\n";

#[test]
fn plain_text_needs_nothing_and_gets_a_size() {
    let one = envelope(&["<bob@example.org>"]);
    let plan = plan(&one, TEXT, "SIZE 1000,8BITMIME,SMTPUTF8").unwrap();
    assert_eq!(plan.parameters.size(), Some(TEXT.len() as u64));
    assert_eq!(plan.parameters.len(), 1);
    assert_eq!(plan.transfer, Transfer::Data);
}

// R-SIZE-003: what is too large is not even begun.
#[test]
fn a_message_over_the_announced_size_is_not_begun() {
    let one = envelope(&["<bob@example.org>"]);
    let refused = plan(&one, TEXT, "SIZE 20").unwrap_err();
    assert_eq!(refused, NotTried::TooLarge { size: 21, limit: 20 });
    assert!(!refused.is_retryable());
    assert!(plan(&one, TEXT, "SIZE 21").is_ok());
    assert!(plan(&one, TEXT, "SIZE 0").is_ok(), "0 is no limit");
    assert!(plan(&one, b"Subject: no line end.", "SIZE 22").is_err(), "its CRLF counts");
}

#[test]
fn what_the_content_needs_is_declared_or_the_message_is_not_begun() {
    let one = envelope(&["<bob@example.org>"]);
    let body = "Subject: x\r\n\r\nGr\u{fc}n\r\n".as_bytes();
    let eight = plan(&one, body, "8BITMIME").unwrap();
    assert_eq!(eight.parameters.body(), Body::EightBitMime);
    assert!(!eight.parameters.smtputf8());
    assert_eq!(plan(&one, body, "SIZE").unwrap_err(), NotTried::NotOffered(Keyword::EightBitMime));
    let header = "Subject: Gr\u{fc}n\r\n\r\n".as_bytes();
    assert!(plan(&one, header, "8BITMIME,SMTPUTF8").unwrap().parameters.smtputf8());
    assert_eq!(
        plan(&one, header, "8BITMIME").unwrap_err(),
        NotTried::NotOffered(Keyword::SmtpUtf8)
    );
}

#[test]
fn binary_is_only_what_is_called_so_and_travels_in_chunks() {
    let mut one = envelope(&["<bob@example.org>"]);
    let nul = b"\0\n";
    let fault = plan(&one, nul, "8BITMIME,CHUNKING,BINARYMIME").unwrap_err();
    assert!(matches!(fault, NotTried::Content(_)));
    one.parameters.push(MailParameter::Body(Body::BinaryMime)).unwrap();
    let binary = plan(&one, nul, "8BITMIME,CHUNKING,BINARYMIME").unwrap();
    assert_eq!(binary.transfer, Transfer::Bdat);
    assert_eq!(
        plan(&one, nul, "8BITMIME,CHUNKING").unwrap_err(),
        NotTried::NotOffered(Keyword::BinaryMime)
    );
}

#[test]
fn chunks_are_not_used_where_line_ends_must_be_mended() {
    let one = envelope(&["<bob@example.org>"]);
    let mend = |given: &mut Circumstances<'_>| given.line_ends = LineEnds::Normalise;
    let lf = plan_with(&one, b"a\nb\n", "SIZE,CHUNKING", mend).unwrap();
    assert_eq!((lf.transfer, lf.parameters.size()), (Transfer::Data, Some(6)));
    let crlf = plan_with(&one, b"a\r\nb\r\n", "CHUNKING", mend).unwrap();
    assert_eq!(crlf.transfer, Transfer::Bdat);
    let off = plan_with(&one, TEXT, "CHUNKING", |given| given.chunking = false).unwrap();
    assert_eq!(off.transfer, Transfer::Data);
}

#[test]
fn one_recipient_that_can_not_be_sent_leaves_the_others_alone() {
    let both = envelope(&["<b\u{f6}b@example.org>", "<cy@example.org>"]);
    let plan = plan(&both, TEXT, "8BITMIME").unwrap();
    assert_eq!(plan.left_out, [Some(NotTried::NotOffered(Keyword::SmtpUtf8)), None]);
    assert!(!plan.parameters.smtputf8(), "nobody who is left needs it");
}

// RFC 9422
#[test]
fn recipients_over_the_announced_limits_are_left_for_another_transaction() {
    let three = envelope(&["<a@example.org>", "<b@example.net>", "<c@example.org>"]);
    let too_many = |limit| Some(NotTried::TooManyRecipients { limit });
    assert_eq!(plan(&three, TEXT, "LIMITS RCPTMAX=2").unwrap().left_out, [None, None, too_many(2)]);
    assert_eq!(
        plan(&three, TEXT, "LIMITS RCPTDOMAINMAX=1").unwrap().left_out,
        [None, too_many(1), None]
    );
}

#[test]
fn notices_that_are_not_offered_stop_the_message_unless_dropping_them_is_allowed() {
    let mut one = envelope(&["<bob@example.org>"]);
    one.parameters.push(MailParameter::Ret(Ret::Headers)).unwrap();
    let mut never = RcptParameters::new();
    never.push(RcptParameter::Notify(Notify::Never)).unwrap();
    if let Some(bob) = one.recipients.first_mut() {
        bob.parameters = never;
    }
    assert_eq!(plan(&one, TEXT, "SIZE").unwrap_err(), NotTried::NotOffered(Keyword::Dsn));
    let drop = |given: &mut Circumstances<'_>| given.drop_unoffered_dsn = true;
    let dropped = plan_with(&one, TEXT, "HELP", drop).unwrap();
    assert!(dropped.drop_dsn && dropped.parameters.is_empty());
    assert_eq!(dropped.left_out, [None]);
    let kept = plan_with(&one, TEXT, "DSN", drop).unwrap();
    assert!(!kept.drop_dsn && kept.parameters.ret().is_some());
}

#[test]
fn long_lines_travel_in_chunks_or_not_at_all() {
    let one = envelope(&["<bob@example.org>"]);
    let long = [b"x".repeat(999).as_slice(), b"\r\n"].concat();
    assert!(matches!(plan(&one, &long, "SIZE"), Err(NotTried::Content(_))));
    assert_eq!(plan(&one, &long, "CHUNKING").unwrap().transfer, Transfer::Bdat);
    let bare = [long.as_slice(), b"\n"].concat();
    let fault = plan(&one, &bare, "CHUNKING").unwrap_err();
    assert_eq!(fault, NotTried::Content(ContentError::BareLf { offset: 1001 }));
}

// RFC 8689 section 4.2.1
#[test]
fn requiretls_needs_tls_here_too() {
    let mut one = envelope(&["<bob@example.org>"]);
    one.parameters.push(MailParameter::RequireTls).unwrap();
    let plain = plan(&one, TEXT, "REQUIRETLS").unwrap_err();
    assert_eq!(plain, NotTried::NotOffered(Keyword::RequireTls));
    assert!(plan_with(&one, TEXT, "REQUIRETLS", |given| given.verified = true).is_ok());
}

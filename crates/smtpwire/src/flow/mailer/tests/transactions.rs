//! How messages go out, and what comes of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::script::*;
use crate::codec::transparency::LineEnds;
use crate::flow::error::ErrorCode;
use crate::flow::limits::Protocol;
use crate::flow::mailer::*;
use crate::types::parameter::{Body, MailParameter, MailParameters};

/// A mailer whose session is set up, with this offer.
fn ready(config: MailerConfig, offer: &str) -> Mailer {
    let lmtp = config.client.protocol == Protocol::Lmtp;
    let mut mailer = mailer(config);
    let mut reply = String::from("250-mx.example\r\n");
    for keyword in offer.split(',').filter(|keyword| !keyword.is_empty()) {
        reply.push_str(&format!("250-{keyword}\r\n"));
    }
    reply.push_str("250 HELP\r\n");
    let hello = if lmtp { "LHLO client.example\r\n" } else { "EHLO client.example\r\n" };
    play(&mut mailer, &[S("220 mx.example\r\n"), C(hello), S(&reply)]);
    mailer
}

fn lmtp() -> MailerConfig {
    let mut config = config();
    config.client.protocol = Protocol::Lmtp;
    config
}

const STUFFED: &str = "Subject: x\r\n\r\nHello.\r\n..dot\r\n.\r\n";
const FLIGHT: &str =
    "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nRCPT TO:<cy@mx.example>\r\n";

fn text() -> Vec<u8> {
    TEXT.as_bytes().to_vec()
}

#[test]
fn without_pipelining_each_command_waits_for_its_reply() {
    let mut mailer = ready(config(), "");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\n"),
            S("250 2.1.0 Ok\r\n"),
            C("RCPT TO:<bob@mx.example>\r\n"),
            S("250 2.1.5 Ok\r\n"),
            C("RCPT TO:<cy@mx.example>\r\n"),
            S("550 5.1.1 No such user\r\n"),
            C("DATA\r\n"),
            S("354 Go\r\n"),
            C(STUFFED),
            S("250 2.0.0 Ok: queued as ABC123\r\n"),
        ],
    );
    let outcome = played.only();
    assert_eq!(statuses(outcome), ["accepted 250", "refused 550 Recipient"]);
    assert_eq!(outcome.queue_id.as_deref(), Some("ABC123"));
    assert_eq!(outcome.responsibility(), Responsibility::Taken);
    assert_eq!(outcome.reply.as_ref().unwrap().text(), "Ok: queued as ABC123");
    assert!(!outcome.is_accepted());
    assert_eq!(outcome.retryable().count(), 0);
    assert_eq!(outcome.error, None);
}

#[test]
fn without_pipelining_nothing_follows_a_refused_mail() {
    let mut mailer = ready(config(), "");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    mailer.quit();
    let played = play(
        &mut mailer,
        &[C("MAIL FROM:<ann@client.example>\r\n"), S("451 4.7.1 Greylisted\r\n"), C("QUIT\r\n")],
    );
    assert_eq!(statuses(played.only()), ["refused 451 Mail", "refused 451 Mail"]);
    assert_eq!(played.only().retryable().count(), 2);
}

#[test]
fn without_pipelining_a_transaction_without_recipients_is_reset_before_the_next() {
    let mut mailer = ready(config(), "");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.send(to(&[CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\n"),
            S("250 Ok\r\n"),
            C("RCPT TO:<bob@mx.example>\r\n"),
            S("550 5.1.1 No\r\n"),
            C("RSET\r\n"),
            S("250 Ok\r\n"),
            C("MAIL FROM:<ann@client.example>\r\n"),
        ],
    );
    assert_eq!(statuses(played.only()), ["refused 550 Recipient"]);
}

#[test]
fn with_pipelining_the_envelope_and_data_are_one_flight() {
    let mut mailer = ready(config(), "PIPELINING,SIZE 1000");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.quit();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example> SIZE=28\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 OK id=1abcde-000001-2B\r\n"),
            C("QUIT\r\n"),
            S("221 Bye\r\n"),
        ],
    );
    assert!(played.closed && played.only().is_accepted());
    assert_eq!(played.only().queue_id.as_deref(), Some("1abcde-000001-2B"));
}

#[test]
fn with_chunking_a_small_message_is_one_flight() {
    let mut mailer = ready(config(), "PIPELINING,CHUNKING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}BDAT {} LAST\r\n{TEXT}", TEXT.len())),
            S("250 Ok\r\n250 Ok\r\n452 4.2.2 Full\r\n250 2.0.0 Ok\r\n"),
        ],
    );
    assert_eq!(statuses(played.only()), ["accepted 250", "refused 452 Recipient"]);
    let again: Vec<_> = played.only().retryable().map(|r| format!("{}", r.path)).collect();
    assert_eq!(again, [CY]);
}

#[test]
fn an_empty_message_has_an_end_too() {
    let mut chunks = ready(config(), "PIPELINING,CHUNKING");
    chunks.send(to(&[BOB]), alloc::vec![]).unwrap();
    let played = play(
        &mut chunks,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nBDAT 0 LAST\r\n"),
            S("250 Ok\r\n250 Ok\r\n250 Ok\r\n"),
        ],
    );
    assert!(played.only().is_accepted());
    let mut data = ready(config(), "PIPELINING");
    data.send(to(&[BOB]), alloc::vec![]).unwrap();
    let played = play(
        &mut data,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(".\r\n"),
            S("250 Ok\r\n"),
        ],
    );
    assert!(played.only().is_accepted());
}

// R-PIPE-016 and its kin: RFC 2920 section 3.1
#[test]
fn a_354_without_recipients_gets_a_lone_dot_and_the_session_goes_on() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    mailer.send(to(&[BOB]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}DATA\r\n")),
            S("250 Ok\r\n550 5.1.1 No\r\n450 4.2.1 Later\r\n354 Go\r\n"),
            C(".\r\n"),
            S("554 5.5.1 No recipients\r\n"),
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
        ],
    );
    let outcome = played.only();
    assert_eq!(statuses(outcome), ["refused 550 Recipient", "refused 450 Recipient"]);
    assert_eq!(outcome.responsibility(), Responsibility::NotTaken);
}

#[test]
fn a_refused_mail_is_the_reason_for_all_that_was_refused_behind_it() {
    for (offer, last) in [("PIPELINING", "DATA\r\n"), ("PIPELINING,CHUNKING", "")] {
        let mut mailer = ready(config(), offer);
        mailer.send(to(&[BOB, CY]), text()).unwrap();
        let chunk = format!("BDAT {} LAST\r\n{TEXT}", TEXT.len());
        let last = if last.is_empty() { &chunk } else { last };
        let played = play(
            &mut mailer,
            &[
                C(&format!("{FLIGHT}{last}")),
                S("550 5.7.1 Not from you\r\n503 No\r\n503 No\r\n503 No\r\n"),
            ],
        );
        assert_eq!(statuses(played.only()), ["refused 550 Mail", "refused 550 Mail"]);
    }
}

#[test]
fn a_refused_data_is_a_refusal_for_each_recipient_that_was_accepted() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    mailer.send(to(&[BOB]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}DATA\r\n")),
            S("250 Ok\r\n250 Ok\r\n550 5.1.1 No\r\n451 4.3.0 Not now\r\n"),
            C("RSET\r\nMAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
        ],
    );
    assert_eq!(statuses(played.only()), ["refused 451 Data", "refused 550 Recipient"]);
}

#[test]
fn a_refused_message_is_a_refusal_for_each_recipient_that_was_accepted() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}DATA\r\n")),
            S("250 Ok\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("554 5.7.1 Spam, queued as X1\r\n"),
        ],
    );
    let outcome = played.only();
    assert_eq!(statuses(outcome), ["refused 554 Content", "refused 554 Content"]);
    assert_eq!((outcome.queue_id.as_deref(), outcome.retryable().count()), (None, 0));
}

// RFC 5321 section 4.5.3.1.10
#[test]
fn a_552_to_rcpt_means_too_many_and_may_be_tried_again() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}DATA\r\n")),
            S("250 Ok\r\n250 Ok\r\n552 Too many recipients\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 Ok\r\n"),
        ],
    );
    assert_eq!(played.only().retryable().count(), 1);
}

// RFC 2920 section 3.1
#[test]
fn the_next_envelope_goes_out_behind_the_content_before() {
    let mut mailer = ready(config(), "PIPELINING");
    let ids: Vec<_> = (0..3).map(|_| mailer.send(to(&[BOB]), text()).unwrap()).collect();
    mailer.quit();
    let envelope = "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n";
    let both = format!("{STUFFED}{envelope}");
    let played = play(
        &mut mailer,
        &[
            C(envelope),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(&both),
            S("250 Ok\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(&both),
            S("451 4.3.0 Later\r\n250 Ok\r\n550 5.1.1 No\r\n503 5.5.1 No\r\n"),
            C("QUIT\r\n"),
            S("221 Bye\r\n"),
        ],
    );
    assert!(played.closed);
    let all: Vec<_> = played.outcomes.iter().map(|o| (o.id, statuses(o).concat())).collect();
    let expected = ["accepted 250", "refused 451 Content", "refused 550 Recipient"];
    assert_eq!(all, ids.into_iter().zip(expected.map(String::from)).collect::<Vec<_>>());
}

#[test]
fn overlapping_can_be_switched_off() {
    let mut config = config();
    config.overlap = false;
    let mut mailer = ready(config, "PIPELINING");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.send(to(&[BOB]), text()).unwrap();
    let envelope = "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n";
    play(
        &mut mailer,
        &[
            C(envelope),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 Ok\r\n"),
            C(envelope),
        ],
    );
}

#[test]
fn a_refused_chunk_is_followed_by_rset() {
    let mut mailer = ready(config(), "PIPELINING,CHUNKING");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.send(to(&[BOB]), text()).unwrap();
    let flight = format!(
        "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nBDAT {} LAST\r\n{TEXT}",
        TEXT.len()
    );
    let played = play(
        &mut mailer,
        &[
            C(&flight),
            S("250 Ok\r\n250 Ok\r\n451 4.3.0 Not now\r\n"),
            C(&format!("RSET\r\n{flight}")),
            S("250 Ok\r\n250 Ok\r\n250 Ok\r\n250 Ok\r\n"),
        ],
    );
    let all: Vec<_> = played.outcomes.iter().flat_map(statuses).collect();
    assert_eq!(all, ["refused 451 Content", "accepted 250"]);
}

#[test]
fn large_content_waits_for_the_recipients_and_travels_in_chunks_of_a_mebibyte() {
    const MIB: usize = 1 << 20;
    let line = format!("{}\r\n", "x".repeat(62));
    let content = line.repeat((2 * MIB + 640) / 64);
    let mut mailer = ready(config(), "PIPELINING,CHUNKING");
    mailer.send(to(&[BOB]), content.clone().into_bytes()).unwrap();
    let first = &content[..MIB];
    let rest = format!(
        "BDAT {MIB}\r\n{first}BDAT {MIB}\r\n{first}BDAT 640 LAST\r\n{}",
        &content[2 * MIB..]
    );
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\n"),
            S("250 Ok\r\n250 Ok\r\n"),
            C(&rest),
            S("250 Ok\r\n250 Ok\r\n250 2.0.0 Ok: queued as A1\r\n"),
        ],
    );
    assert_eq!(played.only().queue_id.as_deref(), Some("A1"));

    // Without pipelining the next chunk waits for the reply to the one before, and does not come
    // when that is a refusal.
    let mut mailer = ready(config(), "CHUNKING");
    mailer.send(to(&[BOB]), content.clone().into_bytes()).unwrap();
    let chunk = format!("BDAT {MIB}\r\n{first}");
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\n"),
            S("250 Ok\r\n"),
            C("RCPT TO:<bob@mx.example>\r\n"),
            S("250 Ok\r\n"),
            C(&chunk),
            S("250 Ok\r\n"),
            C(&chunk),
            S("552 5.3.4 Too large\r\n"),
        ],
    );
    assert_eq!(statuses(played.only()), ["refused 552 Content"]);
    assert!(!played.only().recipients[0].is_retryable());
}

#[test]
fn streamed_content_is_asked_for_and_sent_as_it_comes() {
    let body = TEXT.as_bytes();
    let mut data = ready(config(), "PIPELINING,SIZE,8BITMIME");
    data.send(to(&[BOB]), Content::Stream { size: Some(28) }).unwrap();
    let played = play_with(
        &mut data,
        body,
        &[
            C(
                "MAIL FROM:<ann@client.example> SIZE=28 BODY=8BITMIME\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n",
            ),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 Ok\r\n"),
        ],
    );
    assert!(played.only().is_accepted());

    let mut chunks = ready(config(), "PIPELINING,CHUNKING");
    chunks.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
    let long = TEXT.repeat(65_536 / TEXT.len() + 1);
    let played = play_with(
        &mut chunks,
        long.as_bytes(),
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\n"),
            S("250 Ok\r\n250 Ok\r\n"),
            C(&format!(
                "BDAT 65536\r\n{}BDAT {} LAST\r\n{}",
                &long[..65_536],
                long.len() - 65_536,
                &long[65_536..]
            )),
            S("250 Ok\r\n250 Ok\r\n"),
        ],
    );
    assert!(played.only().is_accepted());
}

#[test]
fn content_never_grows_the_output_beyond_its_limit() {
    let mut config = config();
    config.client.limits.output_buffer = 4096;
    let mut mailer = ready(config, "PIPELINING");
    let content = ".\r\n".repeat(100_000);
    mailer.send(to(&[BOB]), content.clone().into_bytes()).unwrap();
    let envelope = "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n";
    play(&mut mailer, &[C(envelope)]);
    mailer.receive(b"250 Ok\r\n250 Ok\r\n354 Go\r\n", 0).unwrap();
    let (mut sent, mut largest) = (0, 0);
    let last = loop {
        let step = mailer.next_event(0).unwrap();
        largest = largest.max(mailer.output().len());
        sent += mailer.output().len();
        let last = mailer.output().to_vec();
        mailer.advance_output(last.len()).unwrap();
        if step == crate::Step::NeedData {
            break last;
        }
        assert_eq!(step, crate::Step::NeedOutput);
    };
    assert_eq!(sent, content.len() / 3 * 4 + 3);
    assert!(largest <= 2 * 4096 + 16, "{largest}");
    assert!(last.len() > 3 && last.ends_with(b"..\r\n.\r\n"), "the end mark goes with the content");
}

#[test]
fn streamed_content_can_be_given_up() {
    // In chunks the session goes on.
    let mut mailer = ready(config(), "PIPELINING,CHUNKING");
    let id = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
    mailer.send(to(&[BOB]), alloc::vec![]).unwrap();
    let envelope = "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\n";
    play(&mut mailer, &[C(envelope)]);
    mailer.receive(b"250 Ok\r\n250 Ok\r\n", 0).unwrap();
    let asked = mailer.next_event(0).unwrap().event();
    assert_eq!(asked, Some(MailerEvent::NeedContent { id }));
    mailer.content(id, &[b'x'; 10]).unwrap();
    mailer.abort_content(id).unwrap();
    let next = format!("RSET\r\n{envelope}BDAT 0 LAST\r\n");
    let played = play(&mut mailer, &[C(&next)]);
    assert_eq!(statuses(played.only()), ["not tried GivenUp"]);
    // By DATA it can't.
    let mut mailer = ready(config(), "PIPELINING");
    let id = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
    play(&mut mailer, &[C(&format!("{envelope}DATA\r\n"))]);
    mailer.receive(b"250 Ok\r\n250 Ok\r\n354 Go\r\n", 0).unwrap();
    let asked = mailer.next_event(0).unwrap().event();
    assert_eq!(asked, Some(MailerEvent::NeedContent { id }));
    mailer.content(id, b"Subject: half").unwrap();
    mailer.abort_content(id).unwrap();
    let played = play(&mut mailer, &[C("Subject: half")]);
    assert_eq!(statuses(played.only()), ["not tried GivenUp"]);
    assert_eq!(played.error_code(), Some(ErrorCode::InvalidContent));
}

#[test]
fn streamed_content_that_can_not_be_sent_is_no_message() {
    for bad in [&b"bare\nline"[..], b"nul\0", "gr\u{fc}n".as_bytes()] {
        let mut mailer = ready(config(), "PIPELINING");
        let id = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
        play(
            &mut mailer,
            &[C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n")],
        );
        mailer.receive(b"250 Ok\r\n250 Ok\r\n354 Go\r\n", 0).unwrap();
        while mailer.next_event(0).unwrap() != crate::Step::Event(MailerEvent::NeedContent { id }) {
        }
        let error = mailer.content(id, bad).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidContent);
        let played = play(&mut mailer, &[]);
        assert_eq!(played.error, Some(error));
        assert!(!played.only().recipients[0].is_retryable());
        assert_eq!(played.only().responsibility(), Responsibility::NotTaken);
    }
}

#[test]
fn lmtp_has_an_outcome_for_each_recipient_of_its_own() {
    let mut mailer = ready(lmtp(), "PIPELINING");
    mailer.send(to(&[BOB, "<no@mx.example>", CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(
                "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nRCPT TO:<no@mx.example>\r\nRCPT TO:<cy@mx.example>\r\nDATA\r\n",
            ),
            S("250 Ok\r\n250 Ok\r\n550 5.1.1 No\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 2.0.0 <bob@mx.example> aB3dEf Saved\r\n"),
            S("452 4.2.2 <cy@mx.example> Quota exceeded\r\n"),
        ],
    );
    let outcome = played.only();
    let expected = ["accepted 250", "refused 550 Recipient", "refused 452 Content"];
    assert_eq!(statuses(outcome), expected);
    assert_eq!((outcome.reply.as_ref(), outcome.queue_id.as_deref()), (None, Some("aB3dEf")));
    assert_eq!(outcome.responsibility(), Responsibility::Taken);
}

#[test]
fn lmtp_that_is_lost_between_two_final_replies_is_known_for_one() {
    let mut mailer = ready(lmtp(), "PIPELINING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}DATA\r\n")),
            S("250 Ok\r\n250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 2.0.0 Ok\r\n250 2.0"),
            Eof,
        ],
    );
    assert_eq!(statuses(played.only()), ["accepted 250", "unknown"]);
    assert_eq!(played.only().responsibility(), Responsibility::Unknown);
}

#[test]
fn a_421_in_place_of_the_final_reply_is_a_refusal_for_now() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.send(to(&[CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(&format!(
                "{STUFFED}MAIL FROM:<ann@client.example>\r\nRCPT TO:<cy@mx.example>\r\nDATA\r\n"
            )),
            S("421 4.3.2 Shutting down\r\n"),
            Eof,
        ],
    );
    assert_eq!(played.error_code(), Some(ErrorCode::ServiceClosing));
    let all: Vec<_> = played.outcomes.iter().flat_map(statuses).collect();
    assert_eq!(all, ["refused 421 Content", "not tried SessionEnded"]);
    assert!(played.outcomes.iter().all(|outcome| outcome.retryable().count() == 1));
}

#[test]
fn no_answer_to_the_content_in_time_leaves_it_unknown() {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            Wait(600_001),
        ],
    );
    assert_eq!(played.error_code(), Some(ErrorCode::ReplyTimeout));
    assert_eq!(statuses(played.only()), ["unknown"]);
}

#[test]
fn the_servers_limit_of_messages_is_kept() {
    let mut mailer = ready(config(), "LIMITS MAILMAX=1");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.send(to(&[CY]), text()).unwrap();
    mailer.quit();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\n"),
            S("250 Ok\r\n"),
            C("RCPT TO:<bob@mx.example>\r\n"),
            S("250 Ok\r\n"),
            C("DATA\r\n"),
            S("354 Ok\r\n"),
            C(STUFFED),
            S("250 Ok\r\n"),
            C("QUIT\r\n"),
        ],
    );
    let all: Vec<_> = played.outcomes.iter().flat_map(statuses).collect();
    assert_eq!(all, ["accepted 250", "not tried TooManyTransactions { limit: 1 }"]);
    assert_eq!(played.outcomes[1].retryable().count(), 1);
}

#[test]
fn what_the_server_can_not_take_is_not_begun_and_the_next_message_goes_out() {
    let mut mailer = ready(config(), "PIPELINING,SIZE 100");
    let big = b"x".repeat(99);
    mailer.send(to(&[BOB]), [big, b"\r\n".to_vec()].concat()).unwrap();
    mailer.send(to(&[BOB]), "\r\ngr\u{fc}n\r\n".as_bytes().to_vec()).unwrap();
    mailer.send(to(&["<b\u{f6}b@mx.example>"]), text()).unwrap();
    mailer.send(to(&[CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[C("MAIL FROM:<ann@client.example> SIZE=28\r\nRCPT TO:<cy@mx.example>\r\nDATA\r\n")],
    );
    let all: Vec<_> = played.outcomes.iter().flat_map(statuses).collect();
    assert_eq!(
        all,
        [
            "not tried TooLarge { size: 101, limit: 100 }",
            "not tried NotOffered(EightBitMime)",
            "not tried NotOffered(SmtpUtf8)"
        ]
    );
}

#[test]
fn binary_content_travels_octet_for_octet() {
    let mut mailer = ready(config(), "PIPELINING,CHUNKING,BINARYMIME,8BITMIME");
    let mut parameters = MailParameters::new();
    parameters.push(MailParameter::Body(Body::BinaryMime)).unwrap();
    mailer.send(to(&[BOB]).with_parameters(parameters), b"\n.\r\0\r".to_vec()).unwrap();
    play(
        &mut mailer,
        &[C(
            "MAIL FROM:<ann@client.example> BODY=BINARYMIME\r\nRCPT TO:<bob@mx.example>\r\nBDAT 5 LAST\r\n\n.\r\0\r",
        )],
    );
}

#[test]
fn bare_line_ends_are_mended_by_name_only() {
    let mut mending = config();
    mending.client.line_ends = LineEnds::Normalise;
    let mut mailer = ready(mending, "PIPELINING,CHUNKING,SIZE");
    mailer.send(to(&[BOB]), b"Subject: x\n\nhi\n".to_vec()).unwrap();
    play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example> SIZE=18\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C("Subject: x\r\n\r\nhi\r\n.\r\n"),
        ],
    );
    let mut strict = ready(config(), "PIPELINING,CHUNKING");
    strict.send(to(&[BOB]), b"Subject: x\n\nhi\n".to_vec()).unwrap();
    let played = play(&mut strict, &[]);
    assert_eq!(statuses(played.only()), ["not tried Content(BareLf { offset: 10 })"]);
}

#[test]
fn a_thousand_recipients_go_out_within_the_limit_of_pending_commands() {
    let mut config = config();
    config.client.limits.pending_commands = 20;
    config.client.limits.output_buffer = 1000;
    let mut mailer = ready(config, "PIPELINING");
    let paths: Vec<String> = (0..1000).map(|n| format!("<user{n}@mx.example>")).collect();
    let mut envelope = to(&[]);
    for path in &paths {
        envelope = envelope.to(crate::ForwardPath::parse(path).unwrap().into_owned());
    }
    mailer.send(envelope, text()).unwrap();
    let (mut seen, mut replies) = (String::new(), 0);
    let outcome = loop {
        match mailer.next_event(0).unwrap() {
            crate::Step::Event(MailerEvent::Outcome(outcome)) => break outcome,
            crate::Step::Event(_) => {}
            _ => {
                seen.push_str(core::str::from_utf8(mailer.output()).unwrap());
                mailer.advance_output(mailer.output().len()).unwrap();
                for line in seen.lines().skip(replies) {
                    let reply = match line {
                        "DATA" => "354 Go\r\n",
                        "." => "250 Done\r\n",
                        line if line.starts_with("MAIL") || line.starts_with("RCPT") => {
                            "250 Ok\r\n"
                        }
                        _ => "",
                    };
                    mailer.receive(reply.as_bytes(), 0).unwrap();
                }
                replies = seen.lines().count();
            }
        }
    };
    assert!(outcome.is_accepted());
    assert_eq!(outcome.recipients.len(), 1000);
}

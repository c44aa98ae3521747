//! How messages go out, and what comes of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::script::*;
use crate::flow::error::ErrorCode;
use crate::flow::limits::Protocol;
use crate::flow::mailer::*;

fn lmtp() -> MailerConfig {
    let mut config = config();
    config.client.protocol = Protocol::Lmtp;
    config
}

const FLIGHT: &str =
    "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nRCPT TO:<cy@mx.example>\r\n";

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
            C(&format!("{STUFFED}QUIT\r\n")),
            S("250 OK id=1abcde-000001-2B\r\n221 Bye\r\n"),
        ],
    );
    assert!(played.closed && played.only().is_accepted());
    assert_eq!(played.only().queue_id.as_deref(), Some("1abcde-000001-2B"));
}

/// A session whose last message was sent and whose QUIT went out with it.
fn parted() -> Mailer {
    let mut mailer = ready(config(), "PIPELINING");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.quit();
    play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(&format!("{STUFFED}QUIT\r\n")),
        ],
    );
    mailer
}

#[test]
fn behind_the_last_message_nothing_depends_on_the_answer_to_quit() {
    let ends: [&[Line<'_>]; 4] =
        [&[Eof], &[S("421 4.3.2 Shutting down\r\n")], &[S("500 What?\r\n")], &[Wait(60_000)]];
    for end in ends {
        let mut mailer = parted();
        let played = play(&mut mailer, &[S("250 2.0.0 Ok: queued as ABC123\r\n")]);
        assert!(played.only().is_accepted() && !played.closed);
        let played = play(&mut mailer, end);
        assert!(played.closed && played.outcomes.is_empty(), "{played:?}");
        let mut mailer = parted();
        mailer.receive(b"250 2.0.0 Ok: queued as ABC123\r\n", 0).unwrap();
        let played = play(&mut mailer, end);
        assert!(played.closed && played.only().is_accepted(), "{played:?}");
    }
}

#[test]
fn a_message_without_its_reply_is_in_doubt_though_quit_was_sent() {
    let played = play(&mut parted(), &[Eof]);
    assert_eq!(statuses(played.only()), ["unknown"]);
    assert_eq!(played.error_code(), Some(ErrorCode::ConnectionLost));
    // The time of the message's reply counts, not that of QUIT's.
    let mut mailer = parted();
    let deadline = mailer.next_deadline().unwrap();
    assert_eq!(deadline, config().client.timeouts.data_termination);
    assert_eq!(play(&mut mailer, &[Wait(deadline)]).error_code(), Some(ErrorCode::ReplyTimeout));
    let played = play(&mut parted(), &[S("421 4.3.2 Shutting down\r\n")]);
    assert_eq!(statuses(played.only()), ["refused 421 Content"]);
    assert_eq!(played.error_code(), Some(ErrorCode::ServiceClosing));
}

#[test]
fn where_messages_do_not_overlap_quit_waits_for_the_outcome() {
    let mut config = config();
    config.overlap = false;
    let mut mailer = ready(config, "PIPELINING");
    mailer.send(to(&[BOB]), text()).unwrap();
    mailer.quit();
    let played = play(
        &mut mailer,
        &[
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
            S("250 Ok\r\n250 Ok\r\n354 Go\r\n"),
            C(STUFFED),
            S("250 Ok\r\n"),
            C("QUIT\r\n"),
            S("221 Bye\r\n"),
        ],
    );
    assert!(played.closed && played.only().is_accepted());
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

// R-PIPE-005: RFC 2920 section 3.1
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
fn a_421_in_the_middle_of_a_flight_means_that_nothing_behind_it_was_taken() {
    let mut mailer = ready(config(), "PIPELINING,CHUNKING");
    mailer.send(to(&[BOB, CY]), text()).unwrap();
    let played = play(
        &mut mailer,
        &[
            C(&format!("{FLIGHT}BDAT {} LAST\r\n{TEXT}", TEXT.len())),
            S("250 Ok\r\n250 Ok\r\n421 4.3.2 Shutting down\r\n"),
        ],
    );
    let expected = ["not tried SessionEnded", "not tried SessionEnded"];
    assert_eq!(statuses(played.only()), expected);
    assert_eq!(played.only().responsibility(), Responsibility::NotTaken);
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

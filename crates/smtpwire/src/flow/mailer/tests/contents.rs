//! Content of every kind: large, streamed, binary, empty.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::script::*;
use crate::codec::transparency::LineEnds;
use crate::flow::error::ErrorCode;
use crate::flow::limits::Timeouts;
use crate::flow::mailer::*;
use crate::flow::step::Step;
use crate::types::parameter::{Body, MailParameter, MailParameters};

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
fn a_refusal_in_the_midst_of_the_content_is_the_messages_own_and_ends_the_session() {
    let envelope = "MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n";
    for (reply, retryable, expected) in [
        ("552 5.3.4 Too large\r\n", false, "refused 552 Content"),
        ("452 4.3.1 Disk full\r\n", true, "refused 452 Content"),
        // What accepts can't be the reply to what has not been sent.
        ("250 2.0.0 Ok\r\n", true, "not tried SessionEnded"),
    ] {
        // The end is not known yet, or it is there and not written.
        for ended in [false, true] {
            let mut mailer = ready(config(), "PIPELINING");
            let id = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
            play(&mut mailer, &[C(envelope)]);
            mailer.receive(b"250 Ok\r\n250 Ok\r\n354 Go\r\n", 0).unwrap();
            let asked = mailer.next_event(0).unwrap().event();
            assert_eq!(asked, Some(MailerEvent::NeedContent { id }));
            mailer.content(id, b"Subject: long\r\n").unwrap();
            if ended {
                mailer.end_content(id).unwrap();
            }
            mailer.advance_output(8).unwrap();
            mailer.receive(reply.as_bytes(), 0).unwrap();
            let mut outcome = None;
            let error = loop {
                match mailer.next_event(0) {
                    Ok(Step::Event(MailerEvent::Outcome(told))) => outcome = Some(told),
                    Ok(step) => assert!(outcome.is_none(), "{step:?}"),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.code(), ErrorCode::UnexpectedReply);
            let outcome = outcome.expect("an outcome");
            assert_eq!(statuses(&outcome), [expected], "{ended}");
            assert_eq!(outcome.recipients[0].is_retryable(), retryable);
            assert_eq!(outcome.responsibility(), Responsibility::NotTaken);
        }
    }
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

/// Drives a mailer until it waits: what it wrote, and the last that it told.
fn until_it_waits(mailer: &mut Mailer, now: u64) -> (String, Option<MailerEvent>) {
    let (mut said, mut last) = (Vec::new(), None);
    loop {
        let step = mailer.next_event(now).unwrap();
        said.extend_from_slice(mailer.output());
        mailer.advance_output(mailer.output().len()).unwrap();
        match step {
            Step::Event(event) => last = Some(event),
            Step::NeedOutput => {}
            _ => return (String::from_utf8(said).unwrap(), last),
        }
    }
}

#[test]
fn a_host_that_never_gives_the_content_it_was_asked_for_does_not_hold_the_session_for_ever() {
    for (offer, go) in [
        ("PIPELINING", "250 Ok\r\n250 Ok\r\n354 Go\r\n"),
        ("PIPELINING,CHUNKING", "250 Ok\r\n250 Ok\r\n"),
    ] {
        let mut config = config();
        config.client.timeouts.answer = 5000;
        let mut mailer = ready(config, offer);
        let id = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
        until_it_waits(&mut mailer, 1000);
        mailer.receive(go.as_bytes(), 1000).unwrap();
        until_it_waits(&mut mailer, 1000);
        assert_eq!(mailer.next_deadline(), Some(6000), "{offer}");
        // What is given in time gives more time.
        assert_eq!(mailer.content(id, b"Hello\r\n").unwrap(), 7);
        let (_, asked) = until_it_waits(&mut mailer, 3000);
        assert_eq!(asked, Some(MailerEvent::NeedContent { id }));
        mailer.handle_timeout(7999);
        assert_eq!(mailer.next_event(7999), Ok(Step::Paused));
        mailer.handle_timeout(8000);
        let Step::Event(MailerEvent::Outcome(outcome)) = mailer.next_event(8000).unwrap() else {
            unreachable!()
        };
        assert_eq!(statuses(&outcome), ["not tried SessionEnded"]);
        assert_eq!(mailer.next_event(8000).unwrap_err().code(), ErrorCode::AnswerTimeout);
        assert_eq!(mailer.next_deadline(), None);
    }
}

#[test]
fn a_host_that_waits_for_its_socket_in_the_middle_of_a_message_does_not_wait_for_ever() {
    let block = Timeouts::default().data_block;
    for (offer, go) in [
        ("PIPELINING", "250 Ok\r\n250 Ok\r\n354 Go\r\n"),
        ("PIPELINING,CHUNKING", "250 Ok\r\n250 Ok\r\n"),
    ] {
        let mut mailer = ready(config(), offer);
        mailer.send(to(&[BOB]), b"Hello, Bob.\r\n".repeat(100_000)).unwrap();
        until_it_waits(&mut mailer, 0);
        mailer.receive(go.as_bytes(), 1000).unwrap();
        let mut now = 1000;
        for _ in 0..3 {
            assert_eq!(mailer.next_event(now), Ok(Step::NeedOutput), "{offer}");
            // All of it was handed to a socket, which has yet to write it.
            mailer.advance_output(mailer.output().len()).unwrap();
            let due = mailer.next_deadline().unwrap();
            assert_eq!(due, now + block, "{offer}");
            now = due - 1;
            mailer.handle_timeout(now);
        }
        assert_eq!(mailer.next_event(now), Ok(Step::NeedOutput), "{offer}");
        mailer.advance_output(mailer.output().len()).unwrap();
        mailer.handle_timeout(now + block);
        let Step::Event(MailerEvent::Outcome(outcome)) = mailer.next_event(now + block).unwrap()
        else {
            unreachable!()
        };
        assert_eq!(statuses(&outcome), ["not tried SessionEnded"]);
        let error = mailer.next_event(now + block).unwrap_err();
        assert_eq!(error.code(), ErrorCode::WriteTimeout);
        assert_eq!((mailer.output(), mailer.next_deadline()), (b"".as_slice(), None));
    }
}

#[test]
fn a_message_is_asked_for_its_content_though_the_one_before_was_refused_while_it_was_asked_for() {
    let mut mailer = ready(config(), "CHUNKING,PIPELINING");
    let first = mailer.send(to(&[BOB]), Content::Stream { size: None }).unwrap();
    let second = mailer.send(to(&[CY]), Content::Stream { size: None }).unwrap();
    until_it_waits(&mut mailer, 0);
    mailer.receive(b"250 Ok\r\n250 Ok\r\n", 0).unwrap();
    until_it_waits(&mut mailer, 0);
    assert_eq!(mailer.content(first, &alloc::vec![b'x'; 65_536]).unwrap(), 65_536);
    let (said, asked) = until_it_waits(&mut mailer, 0);
    assert!(said.starts_with("BDAT 65536\r\n"));
    assert_eq!(asked, Some(MailerEvent::NeedContent { id: first }));
    mailer.receive(b"552 5.3.4 Too large\r\n", 0).unwrap();
    let (said, _) = until_it_waits(&mut mailer, 0);
    assert!(
        said.ends_with("MAIL FROM:<ann@client.example>\r\nRCPT TO:<cy@mx.example>\r\n"),
        "{said}"
    );
    mailer.receive("250 Ok\r\n".repeat(said.lines().count()).as_bytes(), 0).unwrap();
    let (_, asked) = until_it_waits(&mut mailer, 0);
    assert_eq!(asked, Some(MailerEvent::NeedContent { id: second }));
}

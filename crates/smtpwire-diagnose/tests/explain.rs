//! `explain` on replies such as servers send.

use smtpwire::{Code, EnhancedCode};
use smtpwire_diagnose::registry::{
    Category::{self, *},
    Class, Evidence,
    Retry::{self, *},
    Vendor, explain, explain_reply,
};

/// Reply, category, what a sender should do.
const REPLIES: &[(&str, Category, Retry)] = &[
    // The recipient.
    (
        "550 5.1.1 <jane@example.org>: Recipient address rejected: User unknown in local recipient table",
        BadMailbox,
        RemoveAddress,
    ),
    ("550 No such user here", BadMailbox, RemoveAddress),
    ("550 Unrouteable address", BadMailbox, RemoveAddress),
    ("553 sorry, no mailbox here by that name. (#5.7.1)", BadMailbox, RemoveAddress),
    (
        "450 4.1.1 <jane@example.org>: Recipient address rejected: unverified address: user unknown",
        BadMailbox,
        RemoveAddress,
    ),
    (
        "550 5.4.1 Recipient address rejected: Access denied. [AM1EUR02FT001.eop-EUR02.prod.protection.outlook.com]",
        BadMailbox,
        RemoveAddress,
    ),
    (
        "554 5.7.1 <jane@example.org>: Recipient address rejected: Access denied",
        Policy,
        AskReceiver,
    ),
    ("501 5.1.3 Bad recipient address syntax", BadMailbox, RemoveAddress),
    ("550 5.2.1 The account you wrote to has been disabled", MailboxDisabled, RemoveAddress),
    ("550 This account has been suspended, contact your provider", MailboxDisabled, RemoveAddress),
    ("550 5.1.6 gone away", MailboxMoved, RemoveAddress),
    ("551 5.1.6 User has moved to a new address", MailboxMoved, RemoveAddress),
    ("452 4.2.2 Mailbox full", MailboxFull, RetryLater),
    ("552 5.2.2 User is over quota", MailboxFull, RetryLater),
    ("550 Inbox is out of storage space", MailboxFull, RetryLater),
    ("556 5.1.10 Recipient domain publishes nullMX", BadDomain, RemoveAddress),
    (
        "550 5.1.2 Host unknown (Name server: example.invalid: no data known)",
        BadDomain,
        RemoveAddress,
    ),
    (
        "450 4.2.1 Jane is receiving mail at a rate that keeps us from delivering more",
        RateLimit,
        RetrySlower,
    ),
    // Greylisting and limits.
    (
        "450 4.2.0 <jane@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example/",
        Greylist,
        RetryLater,
    ),
    ("451 Greylisting in action, come back in 300 seconds", Greylist, RetryLater),
    ("554 5.7.1 graylisted", Greylist, RetryLater),
    ("421 4.7.0 mx.example.net Error: too many connections from 192.0.2.9", RateLimit, RetrySlower),
    ("452 4.5.3 Too many recipients", RateLimit, RetrySlower),
    ("450 4.7.1 Error: too much mail from 192.0.2.9", RateLimit, RetrySlower),
    (
        "550 5.4.5 Daily user sending limit exceeded. q1-20020a05600c - gsmtp",
        RateLimit,
        RetrySlower,
    ),
    ("421 4.7.0 mail.example.org Error: too many errors", RateLimit, RetrySlower),
    // Reputation and lists.
    (
        "554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.9",
        Reputation,
        FixAndResend,
    ),
    (
        "550 Rejected because 192.0.2.9 is in a black list at bl.spamcop.net",
        Reputation,
        FixAndResend,
    ),
    ("550 5.7.606 Access denied, banned sending IP [192.0.2.9]", Reputation, FixAndResend),
    (
        "421 4.7.28 Our system has detected an unusual rate of unsolicited mail. f9si1 - gsmtp",
        Reputation,
        RetrySlower,
    ),
    ("554 refused due to the poor reputation of your network", Reputation, FixAndResend),
    ("554 We do not take mail from residential or dynamic IP ranges", Reputation, FixAndResend),
    // Who is the sender?
    ("550 5.7.23 SPF validation failed for example.org", AuthFailure, FixAndResend),
    ("451 4.7.24 SPF temperror while looking up example.org", AuthFailure, FixAndResend),
    ("550 5.7.20 DKIM signature did not verify", AuthFailure, FixAndResend),
    ("550 5.7.1 Rejected by the DMARC policy of example.org", AuthFailure, FixAndResend),
    (
        "550-5.7.26 Your email has been blocked because the sender is\r\n550-5.7.26 unauthenticated. Gmail requires SPF or DKIM.\r\n550 5.7.26 a1-20 - gsmtp",
        AuthFailure,
        FixAndResend,
    ),
    (
        "421 4.7.27 sent too fast for an unauthenticated domain. b2-20 - gsmtp",
        AuthFailure,
        FixAndResend,
    ),
    ("550 5.7.30 rejected. c3-20 - gsmtp", AuthFailure, FixAndResend),
    ("550 5.7.515 Access denied", AuthFailure, FixAndResend),
    (
        "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.9]",
        PtrDns,
        FixAndResend,
    ),
    ("550 Your IP has no PTR record", PtrDns, FixAndResend),
    (
        "504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname",
        PtrDns,
        FixAndResend,
    ),
    (
        "450 4.1.8 <bob@example.invalid>: Sender address rejected: Domain not found",
        SenderRejected,
        FixAndResend,
    ),
    ("550 5.7.27 Sender domain has a null MX", SenderRejected, FixAndResend),
    ("550 Sender verify failed", SenderRejected, FixAndResend),
    (
        "553 5.7.1 <bob@example.org>: Sender address rejected: not owned by user carol",
        SenderRejected,
        FixAndResend,
    ),
    ("553 you are in my badmailfrom (#5.7.1)", SenderRejected, FixAndResend),
    // Relay, login, TLS.
    ("554 5.7.1 <jane@example.org>: Relay access denied", RelayDenied, FixAndResend),
    ("550 relay not permitted", RelayDenied, FixAndResend),
    ("553 that domain is not in my rcpthosts (#5.7.1)", RelayDenied, FixAndResend),
    (
        "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
        RelayDenied,
        FixAndResend,
    ),
    ("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", SmtpAuth, FixAndResend),
    ("535 Incorrect authentication data", SmtpAuth, FixAndResend),
    (
        "534-5.7.9 Application-specific password required.\r\n534 5.7.9 d4-20 - gsmtp",
        SmtpAuth,
        FixAndResend,
    ),
    ("535 5.7.139 SmtpClientAuthentication is disabled for this mailbox", SmtpAuth, FixAndResend),
    ("530 5.7.1 Authentication required", SmtpAuth, FixAndResend),
    ("504 5.7.4 Unrecognized authentication type", SmtpAuth, FixAndResend),
    (
        "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
        ServerError,
        RetryLater,
    ),
    ("530 5.7.0 Must issue a STARTTLS command first", Tls, FixAndResend),
    ("454 4.7.0 TLS not available due to local problem", Tls, FixAndResend),
    ("550 5.7.322 certificate of the destination has expired", Tls, FixAndResend),
    // The message.
    ("552 5.3.4 Message size exceeds fixed limit", MessageTooBig, FixMessage),
    ("554 5.7.1 Message refused: Eicar-Test-Signature, virus found", ContentVirus, GiveUp),
    ("554 5.7.1 Rejected, message identified as spam (score 17.2)", ContentSpam, FixMessage),
    ("550 5.7.1 blocked: the link's domain is listed by uribl.com", ContentSpam, FixMessage),
    (
        "550 5.7.1 This message is not RFC 5322 compliant: two From headers",
        ContentFormat,
        FixMessage,
    ),
    ("521 5.5.2 mx.example.org Error: bare <LF> received", ContentFormat, FixMessage),
    ("552 5.7.0 attachment type .exe not allowed", ContentFormat, FixMessage),
    // The dialog.
    ("554 5.5.1 There are no valid recipients", Protocol, FixAndResend),
    ("503 5.5.1 Bad sequence of commands", Protocol, FixAndResend),
    ("502 5.5.2 Error: command not recognized", Protocol, FixAndResend),
    ("555 5.5.4 Unsupported option: RET=FULL", Protocol, FixAndResend),
    ("554 SMTP synchronization error", Protocol, FixAndResend),
    ("500 Syntax error, command unrecognized", Protocol, FixAndResend),
    // The server and the way to it.
    ("421 4.3.2 System not accepting network messages", ServerBusy, RetryLater),
    ("452 4.3.1 Insufficient system storage", ServerBusy, RetryLater),
    ("451 4.3.0 Error: queue file write error", ServerError, RetryLater),
    ("451 Temporary local problem - please try later", ServerError, RetryLater),
    ("554 5.4.6 Too many hops", Network, AskReceiver),
    ("451 4.4.1 Connection timed out", Network, RetryLater),
    ("550 4.4.7 Message expired after 5 days", Expired, GiveUp),
    ("550 5.7.1 Message refused by local policy", Policy, AskReceiver),
    // Hardly anything known.
    ("550 no", Other, GiveUp),
    ("450 no", Other, RetryLater),
    ("599 5.9.9 odd", Other, GiveUp),
];

#[test]
fn realistic_replies_get_the_right_category_and_the_right_next_step() {
    let mut wrong = Vec::new();
    for &(reply, category, retry) in REPLIES {
        let told = explain_reply(reply);
        if (told.category, told.retry) != (category, retry) {
            wrong
                .push(format!("{reply}: {:?} {:?} by {:?}", told.category, told.retry, told.topic));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(REPLIES.len() >= 60);
}

#[test]
fn successes_are_told_as_successes_whatever_their_words() {
    for reply in [
        "250 2.0.0 Ok: queued as SPAM123",
        "220 greylist.example.org ESMTP",
        "354 go ahead",
        "235 2.7.0 ok",
    ] {
        let told = explain_reply(reply);
        assert!(matches!(told.class, Class::Success | Class::Intermediate), "{reply}");
        assert_eq!((told.category, told.retry), (Other, Nothing), "{reply}");
    }
    assert_eq!(explain_reply("250 2.1.5 Ok").evidence, Evidence::EnhancedCode);
    assert_eq!(explain_reply("299 fine").evidence, Evidence::FirstDigit);
}

#[test]
fn unknown_details_fall_back_by_subject_and_unknown_subjects_by_class() {
    // R-ESC-004
    let mailbox = explain(Code::new(550), EnhancedCode::new(5, 2, 99), "");
    assert_eq!(mailbox.evidence, Evidence::Subject);
    assert!(mailbox.meaning.contains("mailbox"));
    assert!(mailbox.notes.iter().any(|note| note.contains("not registered")));
    let nothing = explain(None, EnhancedCode::new(4, 99, 1), "");
    assert_eq!((nothing.class, nothing.retry), (Class::Transient, RetryLater));
    assert_eq!(nothing.evidence, Evidence::FirstDigit);
}

#[test]
fn unknown_reply_codes_fall_back_by_their_first_digit() {
    // R-REPLY-003
    for (code, class) in [
        (299, Class::Success),
        (399, Class::Intermediate),
        (499, Class::Transient),
        (599, Class::Permanent),
    ] {
        let told = explain(Code::new(code), None, "");
        assert_eq!((told.class, told.evidence), (class, Evidence::FirstDigit), "{code}");
        assert!(told.notes.iter().any(|note| note.contains("first digit")), "{code}");
    }
    let none = explain_reply("999 nonsense");
    assert_eq!((none.class, none.code), (Class::Unknown, None));
    assert!(none.notes.iter().any(|note| note.contains("between 200 and 599")));
}

#[test]
fn the_reply_code_decides_when_the_classes_disagree() {
    let told = explain_reply("550 4.2.1 mailbox disabled");
    assert_eq!((told.class, told.retry), (Class::Permanent, RemoveAddress));
    assert!(told.notes.iter().any(|note| note.contains("disagree")));
    let coded = explain(Code::new(450), EnhancedCode::new(5, 2, 1), "");
    assert!(coded.meaning.contains("for a while"), "{}", coded.meaning);
}

#[test]
fn an_intermediate_reply_carries_no_status_code() {
    let told = explain(Code::new(354), EnhancedCode::new(2, 0, 0), "go");
    assert_eq!(told.class, Class::Intermediate);
    assert!(told.notes.iter().any(|note| note.contains("3yz")));
}

#[test]
fn too_many_recipients_with_552_is_temporary() {
    for reply in ["552 too many recipients", "552 5.5.3 no more of them"] {
        let told = explain_reply(reply);
        assert_eq!((told.class, told.retry), (Class::Transient, RetryLater), "{reply}");
        assert!(told.notes.iter().any(|note| note.contains("4.5.3.1.10")), "{reply}");
    }
}

#[test]
fn a_deferred_unknown_user_is_permanent_in_all_but_name() {
    let told = explain_reply("450 4.2.0 user unknown");
    assert_eq!((told.class, told.retry), (Class::Transient, RemoveAddress));
    assert!(told.notes.iter().any(|note| note.contains("in all but name")));
}

#[test]
fn a_blocklist_is_named_with_the_place_to_look_the_address_up() {
    let told =
        explain_reply("554 5.7.1 Client host [192.0.2.9] blocked using b.barracudacentral.org");
    assert_eq!(told.blocklist, Some("Barracuda"));
    let told = explain_reply("550 listed at pbl.spamhaus.org");
    assert_eq!(told.blocklist, Some("Spamhaus PBL"));
    assert!(told.remedy.contains("check.spamhaus.org") && told.meaning.contains("Spamhaus PBL"));
}

#[test]
fn providers_are_told_apart_for_the_same_number() {
    let google = explain_reply("550 5.7.27 blocked e5-20 - gsmtp");
    assert_eq!((google.vendor, google.category), (Some(Vendor::Google), AuthFailure));
    assert!(google.notes.iter().any(|note| note.contains("registered meaning")));
    let others = explain_reply("550 5.7.27 blocked");
    assert_eq!((others.vendor, others.category), (None, SenderRejected));
    let microsoft = explain_reply("550 5.1.10 RESOLVER.ADR.RecipientNotFound; not there");
    assert_eq!(microsoft.category, BadMailbox);
}

#[test]
fn words_in_addresses_and_boilerplate_are_not_evidence() {
    let told = explain_reply("550 5.1.1 <virus-spam-quota@greylist.example.org> no such user");
    assert_eq!(told.category, BadMailbox);
    let told =
        explain_reply("550 5.1.1 To protect our users from spam, see our page. Address unknown");
    assert_eq!(told.category, BadMailbox);
}

#[test]
fn a_status_code_at_the_end_or_doubled_is_read_and_noted() {
    let end = explain_reply("553 no thanks (#5.1.8)");
    assert_eq!(end.enhanced, EnhancedCode::new(5, 1, 8));
    assert!(end.notes.iter().any(|note| note.contains("end of the text")));
    let doubled = explain_reply("550 550 5.1.6 x");
    assert_eq!((doubled.enhanced, doubled.category), (EnhancedCode::new(5, 1, 6), MailboxMoved));
    assert!(doubled.notes.iter().any(|note| note.contains("twice")));
}

#[test]
fn the_bare_numbers_of_a_question_are_enough() {
    for question in ["550 5.7.26", "5.7.26"] {
        let told = explain_reply(question);
        assert_eq!((told.category, told.class), (AuthFailure, Class::Permanent), "{question}");
    }
    assert_eq!(explain_reply("421").category, ServerBusy);
    let nothing = explain_reply("");
    assert_eq!((nothing.class, nothing.evidence), (Class::Unknown, Evidence::Nothing));
}

#[test]
fn text_is_bounded_and_never_comes_back() {
    let secret = "c2VjcmV0LXBhc3N3b3Jk";
    let long = format!("535 5.7.8 {secret} \u{1b}[31m {}user unknown", "é".repeat(1 << 20));
    let told = explain_reply(&long);
    assert_eq!(told.category, SmtpAuth, "words behind the bound are not read");
    assert_eq!(told.notes.iter().filter(|note| note.contains("4096")).count(), 1);
    let json = serde_json::to_string(&told).expect("serializes");
    assert!(!json.contains(secret) && !json.contains('\u{1b}') && json.len() < 4096);
}

#[test]
fn the_json_has_numbers_texts_and_kebab_case_names() {
    let json = serde_json::to_value(explain_reply("550 5.1.1 user unknown")).expect("serializes");
    assert_eq!(json["code"], 550);
    assert_eq!(json["enhanced"], "5.1.1");
    assert_eq!(json["class"], "permanent");
    assert_eq!(json["category"], "bad-mailbox");
    assert_eq!(json["retry"], "remove-address");
    assert_eq!(json["evidence"], "text");
    assert_eq!(json["topic"], "unknown-user");
    for category in Category::ALL {
        assert_eq!(serde_json::to_value(category).expect("serializes"), category.as_str());
    }
}

mod any_input {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_input_panics_and_every_answer_is_whole(
            code in 0_u16..700, class in 0_u8..8, subject in 0_u16..1100, detail in 0_u16..1100, text in ".{0,300}",
        ) {
            let told = explain(Code::new(code), EnhancedCode::new(class, subject, detail), &text);
            prop_assert!(told.meaning.ends_with('.') && told.cause.ends_with('.') && told.remedy.ends_with('.'));
            let told = explain_reply(&text);
            prop_assert!(told.meaning.ends_with('.'));
        }

        #[test]
        fn case_and_line_breaks_do_not_change_the_category(index in 0..REPLIES.len()) {
            let (reply, category, _) = REPLIES[index];
            let loud = reply.to_ascii_uppercase().replace(' ', "  ").replacen("  ", " ", 1);
            prop_assert_eq!(explain_reply(&loud).category, category);
        }
    }
}

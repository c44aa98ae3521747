//! Strategies that build every value of the core by its public constructors, in all corners of
//! the grammar.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use smtpwire::types::auth::{Mechanism, SaslResponse};
use smtpwire::types::capability::{Limits, Mechanisms, Word, Words};
use smtpwire::types::command::{
    Argument, Attribute, Attributes, Auth, Bdat, Burl, Mail, Node, Query, Rcpt, UnknownCommand,
};
use smtpwire::types::datetime::{DateTime, Offset};
use smtpwire::types::domain::GeneralLiteral;
use smtpwire::types::parameter::{
    Body, ByMode, DeliverBy, EnvelopeId, HoldSeconds, MailParameter, MailParameters, Notify,
    NotifyEvents, OriginalRecipient, Parameter, Priority, RcptParameter, RcptParameters,
    RecipientValidSince, Ret, RrvsAction, SolicitationKeywords, Submitter, Tracking, TransactionId,
};
use smtpwire::{
    AddressLiteral, Capability, Code, Command, Domain, EnhancedCode, ForwardPath, Host, Keyword,
    LocalPart, MAX_PATH, Mailbox, ReversePath, Verb,
};

/// Names that stay themselves in any case: no keyword of the core begins so.
const UNKNOWN: &str = "[xX]-?[A-Za-z0-9]{1,3}q[A-Za-z0-9-]{0,12}";

pub(crate) fn domain(ascii: bool) -> BoxedStrategy<Domain<'static>> {
    let label = if ascii {
        "[A-Za-z0-9]([A-Za-z0-9-]{0,10}[A-Za-z0-9])?"
    } else {
        "[a-z0-9äöπ例え]([a-z0-9äöπ例え-]{0,6}[a-z0-9äöπ例え])?"
    };
    let usual = vec(label, 1..5).prop_map(|labels| labels.join("."));
    let longest = Just("a".repeat(63) + "." + &"b".repeat(191));
    let name = if ascii { prop_oneof![9 => usual, 1 => longest].boxed() } else { usual.boxed() };
    name.prop_map(|name| name.parse().expect("a domain")).boxed()
}

pub(crate) fn literal() -> BoxedStrategy<AddressLiteral<'static>> {
    prop_oneof![
        any::<u32>().prop_map(|bits| AddressLiteral::Ipv4(Ipv4Addr::from(bits))),
        any::<u128>().prop_map(|bits| AddressLiteral::Ipv6(Ipv6Addr::from(bits))),
        // Addresses with runs of zeros, and those that end in an IPv4 address.
        vec(prop_oneof![Just(0_u16), any::<u16>()], 8).prop_map(|groups| {
            let groups: [u16; 8] = groups.try_into().expect("eight groups");
            AddressLiteral::Ipv6(Ipv6Addr::from(groups))
        }),
        any::<u32>()
            .prop_map(|bits| { AddressLiteral::Ipv6(Ipv4Addr::from(bits).to_ipv6_mapped()) }),
        ("[A-Za-z0-9-]{0,8}[A-Za-z0-9]", "[!-Z^-~]{1,20}").prop_filter_map(
            "a general literal",
            |(tag, content)| {
                let general = GeneralLiteral::new(&tag, &content)?;
                Some(AddressLiteral::General(Box::new(general)).into_owned())
            }
        ),
    ]
    .boxed()
}

pub(crate) fn host(ascii: bool) -> BoxedStrategy<Host<'static>> {
    prop_oneof![3 => domain(ascii).prop_map(Host::Domain), 1 => literal().prop_map(Host::Literal)]
        .boxed()
}

pub(crate) fn local_part(ascii: bool) -> BoxedStrategy<LocalPart<'static>> {
    let atoms = if ascii {
        "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,8}(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,8}){0,4}"
    } else {
        "[a-z0-9äπ例é]{1,8}(\\.[a-z0-9äπ例é]{1,4}){0,2}"
    };
    // qtextSMTP and quoted pairs, in any mixture.
    let quoted = if ascii {
        "\"([ !#-\\[\\]-~]|\\\\[ -~]){1,30}\""
    } else {
        "\"([ !#-\\[\\]-~äπ]|\\\\[ -~]){1,20}\""
    };
    prop_oneof![
        6 => atoms,
        4 => quoted,
        1 => Just("a".repeat(64)),
        1 => Just(format!("\"{}\"", "\\\"".repeat(31))),
    ]
    .prop_map(|text| text.parse().expect("a local part"))
    .boxed()
}

/// Mailboxes that fit a path.
pub(crate) fn mailbox(ascii: bool) -> BoxedStrategy<Mailbox<'static>> {
    (local_part(ascii), host(ascii))
        .prop_filter_map("a mailbox that fits a path", |(local_part, host)| {
            Mailbox::new(local_part, host)
        })
        .prop_filter("a path has 256 octets", |mailbox| mailbox.to_string().len() + 2 <= MAX_PATH)
        .boxed()
}

pub(crate) fn reverse_path(ascii: bool) -> BoxedStrategy<ReversePath<'static>> {
    prop_oneof![1 => Just(ReversePath::Null), 5 => mailbox(ascii).prop_map(ReversePath::Mailbox)]
        .boxed()
}

pub(crate) fn forward_path() -> BoxedStrategy<ForwardPath<'static>> {
    prop_oneof![
        1 => Just(ForwardPath::Postmaster),
        3 => mailbox(true).prop_map(ForwardPath::Mailbox),
        1 => mailbox(false).prop_map(ForwardPath::Mailbox),
    ]
    .boxed()
}

pub(crate) fn date_time(fractions: bool) -> BoxedStrategy<DateTime> {
    let date = (0_u16..=9999, 1_u8..=12, 1_u8..=31);
    let time = (0_u8..24, 0_u8..60, 0_u8..=60);
    let offset = prop_oneof![Just(Offset::Utc), (-1439_i16..=1439).prop_map(Offset::Minutes)];
    let most = if fractions { 999_999_999_u32 } else { 0 };
    let fraction =
        prop_oneof![Just(0), 0..=most, (0..=most).prop_map(|n| n / 1_000_000 * 1_000_000)];
    (date, time, offset, fraction)
        .prop_filter_map("a date", |(date, time, offset, fraction)| {
            DateTime::new(date, time, offset)?.with_nanosecond(fraction)
        })
        .boxed()
}

/// Text that a value may hold: printable, ASCII or not.
pub(crate) fn text(longest: usize, ascii: bool) -> BoxedStrategy<String> {
    let class = if ascii { "[ -~]" } else { "[ -~äπ例え\u{1F4E7}\u{A0}]" };
    proptest::string::string_regex(&format!("{class}{{1,{longest}}}")).expect("a class").boxed()
}

fn unknown_parameter() -> BoxedStrategy<Parameter<'static>> {
    (UNKNOWN, option::of("[!-<>-~ä]{1,20}"))
        .prop_map(|(keyword, value)| {
            Parameter::new(&keyword, value.as_deref()).expect("a parameter").into_owned()
        })
        .boxed()
}

pub(crate) fn mail_parameter() -> BoxedStrategy<MailParameter<'static>> {
    let by = (-999_999_999..=999_999_999, any::<bool>(), any::<bool>());
    prop_oneof![
        any::<u64>().prop_map(MailParameter::Size),
        prop_oneof![Just(Body::SevenBit), Just(Body::EightBitMime), Just(Body::BinaryMime)]
            .prop_map(MailParameter::Body),
        Just(MailParameter::SmtpUtf8),
        prop_oneof![Just(Ret::Full), Just(Ret::Headers)].prop_map(MailParameter::Ret),
        text(100, true).prop_map(|id| {
            MailParameter::Envid(EnvelopeId::new(&id).expect("an envelope identifier")).into_owned()
        }),
        Just(MailParameter::Auth(Submitter::Unknown)),
        any::<bool>()
            .prop_flat_map(mailbox)
            .prop_map(|m| MailParameter::Auth(Submitter::Mailbox(m))),
        Just(MailParameter::RequireTls),
        by.prop_filter_map("R needs a positive time", |(seconds, notify, trace)| {
            let mode = if notify { ByMode::Notify } else { ByMode::Return };
            DeliverBy::new(seconds, mode, trace).map(MailParameter::By)
        }),
        (1_u32..=999_999_999).prop_map(|s| MailParameter::HoldFor(HoldSeconds::new(s).unwrap())),
        date_time(true).prop_map(MailParameter::HoldUntil),
        (-9_i8..=9).prop_map(|n| MailParameter::MtPriority(Priority::new(n).expect("a priority"))),
        ("[A-Za-z0-9+/]{1,40}", option::of(0_u32..=999_999_999)).prop_map(|(hash, timeout)| {
            MailParameter::Mtrk(Tracking::new(&hash, timeout).expect("tracking")).into_owned()
        }),
        "<[!-;?-~]{1,78}>".prop_map(|id| {
            MailParameter::TransId(TransactionId::new(&id).expect("an identifier")).into_owned()
        }),
        "[A-Za-z][A-Za-z0-9._:-]{0,20}(,[A-Za-z][A-Za-z0-9._:-]{0,20}){0,5}".prop_map(|words| {
            let keywords = SolicitationKeywords::new(&words).expect("keywords");
            MailParameter::Solicit(keywords).into_owned()
        }),
        Just(MailParameter::ConPerm),
        unknown_parameter().prop_map(MailParameter::Other),
    ]
    .boxed()
}

pub(crate) fn rcpt_parameter() -> BoxedStrategy<RcptParameter<'static>> {
    let action = option::of(prop_oneof![Just(RrvsAction::Continue), Just(RrvsAction::Reject)]);
    prop_oneof![
        Just(RcptParameter::Notify(Notify::Never)),
        any::<(bool, bool, bool)>().prop_filter_map("an event", |(success, failure, delay)| {
            let events = NotifyEvents::new(success, failure, delay)?;
            Some(RcptParameter::Notify(Notify::On(events)))
        }),
        ("rfc822|RFC822|x-[a-z]{1,5}", text(120, true)).prop_map(|(kind, address)| {
            let recipient = OriginalRecipient::new(&kind, &address).expect("a recipient");
            RcptParameter::Orcpt(recipient).into_owned()
        }),
        ("utf-8|UTF-8", text(80, false)).prop_map(|(kind, address)| {
            let recipient = OriginalRecipient::new(&kind, &address).expect("a recipient");
            RcptParameter::Orcpt(recipient).into_owned()
        }),
        (date_time(false), action).prop_map(|(since, otherwise)| {
            RcptParameter::Rrvs(RecipientValidSince::new(since, otherwise).expect("no fraction"))
        }),
        Just(RcptParameter::ConNeg),
        unknown_parameter().prop_map(RcptParameter::Other),
    ]
    .boxed()
}

/// A list in which each keyword stands once, and one hold at most.
pub(crate) fn mail_parameters() -> BoxedStrategy<MailParameters<'static>> {
    vec(mail_parameter(), 0..8)
        .prop_map(|parameters| {
            let mut list = MailParameters::new();
            for parameter in parameters {
                let asks_to_wait = parameter.keyword().starts_with("HOLD");
                let waits = list.get("HOLDFOR").is_some() || list.get("HOLDUNTIL").is_some();
                if !(asks_to_wait && waits) {
                    // A second one of its keyword is refused, and left out.
                    let _ = list.push(parameter);
                }
            }
            list
        })
        .boxed()
}

pub(crate) fn rcpt_parameters() -> BoxedStrategy<RcptParameters<'static>> {
    vec(rcpt_parameter(), 0..5)
        .prop_map(|parameters| {
            let mut list = RcptParameters::new();
            for parameter in parameters {
                let _ = list.push(parameter);
            }
            list
        })
        .boxed()
}

/// MAIL whose sender is ASCII, or declared with SMTPUTF8.
pub(crate) fn mail() -> BoxedStrategy<Command<'static>> {
    (any::<bool>().prop_flat_map(reverse_path), mail_parameters())
        .prop_map(|(from, mut parameters)| {
            if !from.is_ascii() && !parameters.smtputf8() {
                parameters.push(MailParameter::SmtpUtf8).expect("the first");
            }
            Command::Mail(Mail { from, parameters })
        })
        .boxed()
}

fn argument(ascii: bool) -> BoxedStrategy<Argument<'static>> {
    text(40, ascii)
        .prop_filter_map("no space at an end", |t| Some(Argument::new(&t)?.into_owned()))
        .boxed()
}

fn query() -> BoxedStrategy<Query<'static>> {
    let any_query = (any::<bool>(), any::<bool>())
        .prop_flat_map(|(ascii, smtputf8)| (argument(ascii), Just(smtputf8)));
    let named_so = "(SMTPUTF8|smtputf8 ?x|x SMTPUTF8)"
        .prop_map(|text| Argument::new(&text).expect("an argument").into_owned());
    prop_oneof![9 => any_query, 1 => (named_so, any::<bool>())]
        .prop_filter_map("UTF-8 needs SMTPUTF8", |(argument, smtputf8)| {
            Query::new(argument, smtputf8)
        })
        .boxed()
}

pub(crate) fn base64() -> BoxedStrategy<String> {
    ("([A-Za-z0-9+/]{4}){0,30}", prop_oneof!["", "[A-Za-z0-9+/]{2}==", "[A-Za-z0-9+/]{3}="])
        .prop_map(|(head, tail)| head + &tail)
        .boxed()
}

pub(crate) fn auth() -> BoxedStrategy<Command<'static>> {
    ("[A-Za-z0-9_-]{1,20}", option::of(base64()))
        .prop_map(|(name, response)| {
            let mechanism = Mechanism::parse(&name).expect("a mechanism").into_owned();
            let initial_response =
                response.map(|text| SaslResponse::parse(&text).expect("a response").into_owned());
            Command::Auth(Auth { mechanism, initial_response })
        })
        .boxed()
}

fn attributes() -> BoxedStrategy<Command<'static>> {
    let value = prop_oneof![Just(String::new()), Just("[UNAVAILABLE]".to_owned()), text(30, false)];
    (vec(("[A-Za-z0-9-]{1,10}", value), 1..5), any::<bool>())
        .prop_map(|(pairs, forward)| {
            let list = pairs
                .iter()
                .map(|(name, value)| Attribute::new(name, value).expect("an attribute"));
            let list = Attributes::new(list.collect()).expect("one or more");
            let command = if forward { Command::XForward(list) } else { Command::XClient(list) };
            command.into_owned()
        })
        .boxed()
}

fn node() -> BoxedStrategy<Node<'static>> {
    prop_oneof![
        domain(true).prop_map(Node::Host),
        domain(true).prop_map(Node::Subdomains),
        "[!-~]{1,20}".prop_map(|name| Node::Queue(Word::new(&name).expect("a word").into_owned())),
    ]
    .boxed()
}

/// Every command there is.
pub(crate) fn command() -> BoxedStrategy<Command<'static>> {
    let rcpt = (forward_path(), rcpt_parameters())
        .prop_map(|(to, parameters)| Command::Rcpt(Rcpt { to, parameters }));
    let unknown = ("[A-Za-z0-9!-/]{1,12}", option::of(text(30, false))).prop_filter_map(
        "an unknown verb",
        |(verb, rest)| {
            let line = rest.map_or(verb.clone(), |rest| format!("{verb} {rest}"));
            Some(Command::Unknown(UnknownCommand::new(&line)?).into_owned())
        },
    );
    prop_oneof![
        1 => host(true).prop_map(Command::Ehlo),
        1 => host(true).prop_map(Command::Helo),
        1 => host(true).prop_map(Command::Lhlo),
        4 => mail(),
        4 => rcpt,
        1 => Just(Command::Data),
        1 => (any::<u64>(), any::<bool>()).prop_map(|(size, last)| Command::Bdat(Bdat { size, last })),
        1 => Just(Command::Rset),
        1 => option::of(argument(false)).prop_map(Command::Noop),
        1 => Just(Command::Quit),
        1 => query().prop_map(Command::Vrfy),
        1 => query().prop_map(Command::Expn),
        1 => option::of(argument(true)).prop_map(Command::Help),
        1 => Just(Command::StartTls),
        1 => auth(),
        1 => node().prop_map(Command::Etrn),
        1 => vec(domain(true), 0..4).prop_map(Command::Atrn),
        1 => ("[a-z][a-z0-9+.-]{0,8}:[!-~]{1,60}", any::<bool>()).prop_map(|(url, last)| {
            Command::Burl(Burl::new(&url, last).expect("a URL")).into_owned()
        }),
        1 => attributes(),
        1 => unknown,
    ]
    .boxed()
}

/// A verb and an argument, neither of which needs to be right.
pub(crate) fn almost_a_command() -> BoxedStrategy<Vec<u8>> {
    let verb = (0..Verb::ALL.len()).prop_map(|at| Verb::ALL[at].as_str().to_owned());
    let garbage = vec(any::<u8>(), 0..40);
    let alphabet = vec(
        prop_oneof![
            Just("FROM:<"),
            Just("TO:<"),
            Just(">"),
            Just("<>"),
            Just("@"),
            Just("\""),
            Just("\\"),
            Just("["),
            Just("]"),
            Just("IPv6:"),
            Just("192.0.2.1"),
            Just("::"),
            Just("."),
            Just(" "),
            Just("  "),
            Just("="),
            Just("+"),
            Just("+2"),
            Just(";"),
            Just(","),
            Just("SIZE="),
            Just("NOTIFY="),
            Just("ORCPT=utf-8;"),
            Just("ENVID="),
            Just("BY="),
            Just("RRVS="),
            Just("HOLDUNTIL="),
            Just("2026-11-22T10:00:00Z"),
            Just("99999999999999999999"),
            Just("LAST"),
            Just("\\x{"),
            Just("}"),
            Just("SMTPUTF8"),
            Just("é"),
            Just("\u{85}"),
            Just("\u{2028}"),
            Just("\r"),
            Just("\n"),
            Just("\0"),
            Just("\t"),
            Just("a"),
            Just("-"),
            Just("#"),
            Just("Postmaster"),
            Just("AUTH="),
            Just("<"),
            Just(":"),
            Just("0"),
            Just("T"),
        ],
        0..14,
    );
    let words = alphabet.prop_map(|words| words.concat().into_bytes());
    (verb, prop_oneof![1 => garbage, 4 => words], any::<bool>())
        .prop_map(|(verb, argument, space)| {
            [verb.as_bytes(), if space { b" " } else { b"" }, &argument].concat()
        })
        .boxed()
}

pub(crate) fn code() -> BoxedStrategy<Code> {
    (200_u16..=599).prop_map(|number| Code::new(number).expect("a code")).boxed()
}

pub(crate) fn enhanced() -> BoxedStrategy<EnhancedCode> {
    (prop_oneof![Just(2_u8), Just(4), Just(5)], 0_u16..=999, 0_u16..=999)
        .prop_map(|(class, subject, detail)| {
            EnhancedCode::new(class, subject, detail).expect("a code")
        })
        .boxed()
}

/// Octets that are replies, nearly replies, or none.
pub(crate) fn reply_stream() -> BoxedStrategy<Vec<u8>> {
    let piece = prop_oneof![
        6 => "[2-5][0-9]{2}[ -][ -~]{0,30}\r\n".prop_map(String::into_bytes),
        4 => "250[ -](5\\.1\\.1 )?[ -~ä]{0,20}\r\n".prop_map(String::into_bytes),
        2 => Just(b"250\r\n".to_vec()),
        1 => prop_oneof![Just(b"\r".to_vec()), Just(b"\n".to_vec()), Just(b"\r\n".to_vec())],
        1 => vec(any::<u8>(), 0..12),
        1 => (10_usize..40).prop_map(|n| vec![b'2'; n]),
    ];
    vec(piece, 0..10).prop_map(|pieces| pieces.concat()).boxed()
}

fn words() -> BoxedStrategy<Words<'static>> {
    vec("[!-~]{1,12}", 0..6)
        .prop_map(|words| Words::new(&words.join(" ")).expect("words").into_owned())
        .boxed()
}

fn word() -> BoxedStrategy<Word<'static>> {
    "[!-~]{1,20}".prop_map(|text| Word::new(&text).expect("a word").into_owned()).boxed()
}

fn mechanisms() -> BoxedStrategy<Mechanisms<'static>> {
    vec("[A-Za-z0-9_-]{1,20}", 1..8)
        .prop_map(|names| Mechanisms::new(&names.join(" ")).expect("mechanisms").into_owned())
        .boxed()
}

/// The keywords whose parameters have a type of their own.
const TYPED: [Keyword; 11] = [
    Keyword::Size,
    Keyword::Auth,
    Keyword::XExps,
    Keyword::DeliverBy,
    Keyword::FutureRelease,
    Keyword::MtPriority,
    Keyword::Limits,
    Keyword::Burl,
    Keyword::NoSoliciting,
    Keyword::XClient,
    Keyword::XForward,
];

/// A line of an EHLO reply that says one thing only: no keyword in another's clothes.
pub(crate) fn capability() -> BoxedStrategy<Capability<'static>> {
    let limit = || option::of(1_u32..=999_999);
    let plain = (0..Keyword::ALL.len(), words()).prop_filter_map("typed", |(at, words)| {
        let keyword = Keyword::ALL[at];
        (!TYPED.contains(&keyword)).then_some(Capability::Plain(keyword, words))
    });
    prop_oneof![
        1 => option::of(1..=u64::MAX).prop_map(Capability::Size),
        1 => mechanisms().prop_map(Capability::Auth),
        1 => mechanisms().prop_map(Capability::XExps),
        1 => option::of(any::<u32>()).prop_map(Capability::DeliverBy),
        1 => (any::<u32>(), date_time(true)).prop_map(|(max_interval, max_date_time)| {
            Capability::FutureRelease { max_interval, max_date_time }
        }),
        1 => option::of(word()).prop_map(Capability::MtPriority),
        1 => (limit(), limit(), limit()).prop_map(|(mail, rcpt, domains)| {
            let mut limits = Limits::default();
            limits.mail_max = mail;
            limits.rcpt_max = rcpt;
            limits.rcpt_domain_max = domains;
            Capability::Limits(limits)
        }),
        1 => words().prop_map(Capability::Burl),
        1 => option::of(word()).prop_map(Capability::NoSoliciting),
        1 => words().prop_map(Capability::XClient),
        1 => words().prop_map(Capability::XForward),
        3 => plain,
        1 => (UNKNOWN, words()).prop_map(|(name, words)| {
            Capability::Other(Word::new(&name).expect("a word").into_owned(), words)
        }),
        1 => "[*]{1,8}".prop_map(|line| Capability::Malformed(Cow::Owned(line.into_bytes()))),
    ]
    .boxed()
}

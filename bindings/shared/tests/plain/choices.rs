//! Choices from plain data.

use serde_json::{Value, json};
use smtpwire::sasl::SaslMechanism;
use smtpwire::{ContentMode, Decisions, Protocol, Security};
use smtpwire_shell::Failure;
use smtpwire_shell::config::{
    self, ClientConfig, CommandOptions, Credentials, Extensions, Leniency, Limits, MailerConfig,
    Plain, ReplyOptions, SaslPolicy, ServerConfig, Spelling, Timeouts,
};
use smtpwire_shell::values::Envelope;

fn plain(given: &Value) -> Plain {
    serde_json::from_value(given.clone()).expect("plain data")
}

fn read<C: smtpwire_shell::config::FromPlain>(given: &Value) -> Result<C, Failure> {
    config::read(plain(given), Spelling::Rust)
}

fn refused<C: smtpwire_shell::config::FromPlain>(given: &Value) -> String {
    match read::<C>(given) {
        Ok(_) => panic!("{given} is taken"),
        Err(failure) => {
            assert_eq!((failure.kind, failure.detail), ("usage", "invalid-choice"));
            failure.message
        }
    }
}

/// The fields of a core's struct, by its `Debug`, since it is non-exhaustive.
fn fields(core: &impl std::fmt::Debug) -> Vec<String> {
    let shown = format!("{core:#?}");
    let field = |line: &str| {
        let name = line.strip_prefix("    ").filter(|name| !name.starts_with([' ', '}', ']']))?;
        Some(name.split_once(':')?.0.to_owned())
    };
    shown.lines().filter_map(field).collect()
}

#[test]
fn every_choice_of_the_core_can_be_made() {
    let host = || smtpwire::Host::parse("a.example").expect("a host");
    assert_eq!(fields(&smtpwire::Limits::default()), Limits::FIELDS);
    assert_eq!(fields(&smtpwire::Timeouts::default()), Timeouts::FIELDS);
    assert_eq!(fields(&smtpwire::ReplyOptions::default()), ReplyOptions::FIELDS);
    assert_eq!(fields(&smtpwire::Leniency::default()), Leniency::FIELDS);
    assert_eq!(fields(&smtpwire::CommandOptions::default()), CommandOptions::FIELDS);
    assert_eq!(fields(&smtpwire::Extensions::default()), Extensions::FIELDS);
    assert_eq!(fields(&smtpwire::sasl::SaslPolicy::default()), SaslPolicy::FIELDS);
    assert_eq!(fields(&smtpwire::ClientConfig::new()), ClientConfig::FIELDS);
    assert_eq!(fields(&smtpwire::MailerConfig::new(host())), MailerConfig::FIELDS);
    assert_eq!(fields(&smtpwire::ServerConfig::new(host())), ServerConfig::FIELDS);
}

#[test]
fn what_is_not_given_is_the_cores_default() {
    let config: ClientConfig = read(&json!({})).expect("no choice");
    assert_eq!(config.build(Spelling::Rust), Ok(smtpwire::ClientConfig::new()));
}

#[test]
fn a_server_is_configured_from_plain_data() {
    let config: ServerConfig = read(&json!({
        "hostname": "mx.example",
        "protocol": "lmtp",
        "content": "whole",
        "limits": {"message_size": null, "recipients": 5},
        "timeouts": {"idle": 1000},
        "extensions": {"auth": ["plain", "SCRAM-SHA-256"], "burl": "imap", "size": false},
        "decisions": ["mail", "early-talker"],
        "leniency": {"missing_brackets": true},
        "decoy_key": "0123456789abcdef",
        "early_talkers": 200,
    }))
    .expect("good choices");
    let config = config.build(Spelling::Rust).expect("it can be had");
    assert_eq!(config.protocol, Protocol::Lmtp);
    assert_eq!(config.content, ContentMode::Whole);
    assert_eq!((config.limits.message_size, config.limits.recipients), (None, 5));
    assert_eq!(config.limits.errors, smtpwire::Limits::default().errors);
    assert_eq!(config.timeouts.idle, 1000);
    assert_eq!(config.extensions.auth, [SaslMechanism::Plain, SaslMechanism::ScramSha256]);
    assert_eq!((config.extensions.burl.as_deref(), config.extensions.size), (Some("imap"), false));
    assert_eq!(config.decisions, Decisions::MAIL | Decisions::EARLY_TALKER);
    assert!(config.leniency.missing_brackets && !config.leniency.repeated_spaces);
    assert_eq!(config.decoy_key.reveal(), b"0123456789abcdef");
    assert_eq!(config.early_talkers, Some(200));
}

#[test]
fn a_mailer_is_configured_from_plain_data() {
    let config: MailerConfig = read(&json!({
        "name": "[192.0.2.1]",
        "security": "implicit",
        "client": {"pipelining": false},
        "credentials": {"username": "jo", "password": "pencil", "authorization_identity": "al"},
        "sasl": {"allowed": ["PLAIN"], "allow_plaintext_secrets": true},
        "channel_binding": {"type": "tls-exporter", "data": [1, 2]},
    }))
    .expect("good choices");
    let config = config.build(Spelling::Rust).expect("it has a name");
    assert_eq!(config.name.to_string(), "[192.0.2.1]");
    assert_eq!((config.security, config.client.pipelining), (Security::Implicit, false));
    assert_eq!(config.credentials.as_ref().and_then(|c| c.username()), Some("jo"));
    assert_eq!(config.sasl.allowed, Some(vec![SaslMechanism::Plain]));
    assert_eq!(config.channel_binding.map(|binding| binding.data().to_vec()), Some(vec![1, 2]));
}

#[test]
fn a_wrong_choice_is_told_by_its_path_and_what_is_allowed() {
    let unknown = refused::<ClientConfig>(&json!({"limits": {"recipient": 5}}));
    assert!(
        unknown.starts_with("limits.recipient: not a field; the fields are command_line, "),
        "{unknown}"
    );
    assert!(unknown.contains(" recipients,"), "{unknown}");
    let negative = refused::<ClientConfig>(&json!({"timeouts": {"quit": -1}}));
    assert_eq!(negative, "timeouts.quit: a whole number from 0 is needed, not -1");
    let word = refused::<ServerConfig>(&json!({"content": "whole-message"}));
    assert_eq!(word, "content: stream, whole or discard is needed, not \"whole-message\"");
    let host = refused::<ServerConfig>(&json!({"hostname": "a b"}));
    assert!(host.starts_with("hostname: \"a b\" is no host: "), "{host}");
    let mechanism = refused::<ServerConfig>(&json!({"extensions": {"auth": ["NTLM"]}}));
    assert!(mechanism.starts_with("extensions.auth[0]: \"NTLM\" is no mechanism"), "{mechanism}");
    let decision = refused::<ServerConfig>(&json!({"decisions": ["Rcpt"]}));
    assert!(
        decision.starts_with("decisions[0]: \"Rcpt\" is no decision; those are connection, helo,"),
        "{decision}"
    );
    let list = refused::<ClientConfig>(&json!({"limits": [5]}));
    assert_eq!(list, "limits: a dictionary is needed, not a list");
    let null = refused::<ClientConfig>(&json!({"pipelining": null}));
    assert_eq!(null, "pipelining: True or False is needed, not None");
    let mechanism =
        refused::<ServerConfig>(&json!({"extensions": {"auth": ["X".repeat(100_000)]}}));
    assert!(mechanism.len() < 400, "{}", mechanism.len());
}

#[test]
fn a_number_that_no_field_can_be_is_told_with_what_is_wrong_about_it() {
    let of = |number| {
        let limits = Plain::Object(vec![("reply_line".to_owned(), number)]);
        let given = Plain::Object(vec![("limits".to_owned(), limits)]);
        config::read::<ClientConfig>(given, Spelling::Rust).unwrap_err().message
    };
    let fraction = of(Plain::Float(4096.0));
    assert_eq!(fraction, "limits.reply_line: a whole number from 0 is needed, not 4096.0");
    let large = of(Plain::Integer(i128::MAX));
    assert_eq!(
        large,
        "limits.reply_line: a whole number from 0 to 18446744073709551615 is needed, not one of more than \
         64 bits"
    );
    let small = of(Plain::Integer(i128::MIN));
    assert_eq!(
        small,
        "limits.reply_line: a whole number from 0 is needed, not one of more than 64 bits"
    );
}

#[test]
fn tls_in_a_configuration_is_told_where_it_is_chosen() {
    let client = refused::<ClientConfig>(&json!({"tls": true}));
    let beside = "TLS by the library is the argument tls beside the configuration";
    assert!(client.ends_with(beside), "{client}");
    let mailer = refused::<MailerConfig>(&json!({"name": "a.example", "tls": true}));
    assert_eq!(mailer, format!("tls: not a field; {beside}"));
}

#[test]
fn what_is_needed_and_what_can_not_be_had_is_told() {
    let config: ServerConfig = read(&json!({})).expect("no choice");
    let failure = config.build(Spelling::Rust).unwrap_err();
    assert!(failure.message.starts_with("hostname: "), "{failure}");
    let config = json!({"hostname": "mx.example", "require_tls": true});
    let config: ServerConfig = read(&config).expect("good choices");
    let failure = config.build(Spelling::JavaScript).unwrap_err();
    assert_eq!((failure.name, failure.detail), ("invalid-value", "invalid-choice"));
    assert_eq!(failure.message, "requireTls: TLS is required and STARTTLS is not offered");
}

#[test]
fn what_can_not_work_is_told_by_its_path() {
    let told = |given: &Value| {
        let config = config::read::<ClientConfig>(plain(given), Spelling::JavaScript);
        config.and_then(|config| config.build(Spelling::JavaScript)).unwrap_err().message
    };
    assert_eq!(
        told(&json!({"limits": {"outputBuffer": 0}})),
        "limits.outputBuffer: a whole number from 1 is needed, not 0: nothing could be written"
    );
    assert!(told(&json!({"reply": {"maxLine": 4}})).starts_with("reply.maxLine: "));
    assert!(told(&json!({"verified": true})).starts_with("verified: "));

    let told = |given: &Value| {
        let mut given = given.clone();
        given["name"] = json!("a.example");
        let config: MailerConfig = read(&given).expect("good choices");
        config.build(Spelling::Rust).unwrap_err().message
    };
    for (given, path) in [
        (json!({"client": {"limits": {"pending_commands": 0}}}), "client.limits.pending_commands"),
        (json!({"client": {"implicit_tls": true}}), "client.implicit_tls"),
        (json!({"client": {"verified": true}}), "client.verified"),
        (json!({"channel_binding": {"type": "tls-exporter", "data": [1]}}), "channel_binding"),
        (json!({"sasl": {"allowed": ["PLAIN", "PLAIN"]}}), "sasl.allowed"),
        (json!({"sasl": {"min_iterations": 5000, "max_iterations": 4999}}), "sasl.min_iterations"),
    ] {
        let told = told(&given);
        assert!(told.starts_with(&format!("{path}: ")), "{told}");
    }

    let given = json!({"hostname": "mx.example", "limits": {"output_buffer": 0}});
    let config: ServerConfig = read(&given).expect("good choices");
    let told = config.build(Spelling::Rust).unwrap_err().message;
    assert!(told.starts_with("limits.output_buffer: "), "{told}");
}

#[test]
fn javascripts_spelling_is_read_and_told() {
    let given = json!({"ehloAlone": true, "limits": {"contentLine": null}});
    let config: ClientConfig =
        config::read(plain(&given), Spelling::JavaScript).expect("good choices");
    let config = config.build(Spelling::JavaScript).expect("it can work");
    assert_eq!((config.ehlo_alone, config.limits.content_line), (true, None));

    let given = plain(&json!({"limits": {"contentLines": 5}}));
    let told = config::read::<ClientConfig>(given, Spelling::JavaScript).unwrap_err().message;
    assert!(told.starts_with("limits.contentLines: not a field; the fields are "), "{told}");
    assert!(told.contains(" contentLine,") && !told.contains('_'), "{told}");

    // The names of the other languages are none here, and told as they were given.
    let told = |given: &Value, spelling| {
        config::read::<ClientConfig>(plain(given), spelling).unwrap_err().message
    };
    assert_eq!(
        told(&json!({"limits": {"content_line": 5}}), Spelling::JavaScript),
        "limits.content_line: not a field; it is spelled contentLine"
    );
    assert_eq!(
        told(&json!({"limits": {"contentLine": 5}}), Spelling::Rust),
        "limits.contentLine: not a field; it is spelled content_line"
    );
}

#[test]
fn a_number_without_a_fraction_is_an_integer_whatever_the_language_calls_it() {
    let config: ClientConfig = read(&json!({"limits": {"recipients": 5.0}})).expect("five");
    assert_eq!(config.build(Spelling::Rust).expect("it can work").limits.recipients, 5);
    let half = refused::<ClientConfig>(&json!({"limits": {"recipients": 5.5}}));
    assert!(half.contains("5.5"), "{half}");
}

#[test]
fn credentials_are_of_one_kind() {
    for good in [
        json!({"username": "jo", "token": "t", "server": ["mx.example", 587]}),
        json!({"external": true}),
        json!({"anonymous": "jo@a.example"}),
    ] {
        assert!(read::<Credentials>(&good).is_ok(), "{good}");
    }
    let both = json!({"username": "jo", "password": "pencil", "token": "t"});
    assert!(refused::<Credentials>(&both).contains("username with password"));
    assert!(refused::<Credentials>(&json!({"username": "jo", "password": ""})).contains("empty"));
}

#[test]
fn what_is_undefined_can_be_taken_for_not_given() {
    let given = plain(&json!({"pipelining": null, "limits": {"recipients": null, "errors": 3}}));
    let config: ClientConfig =
        config::read(given.without_nulls(), Spelling::JavaScript).expect("good choices");
    let config = config.build(Spelling::JavaScript).expect("it can work");
    assert!(config.pipelining);
    assert_eq!((config.limits.recipients, config.limits.errors), (1000, 3));
}

#[test]
fn an_envelope_is_built_from_text_or_parts() {
    let envelope: Envelope = read(&json!({
        "from": "jo@a.example",
        "to": [
            "postmaster",
            {"local_part": "al", "host": {"domain": "b.example"}},
            {"path": "<cy@c.example>", "parameters": [{"keyword": "NOTIFY", "value": ["NEVER"]}]},
        ],
        "parameters": [{"keyword": "SMTPUTF8"}],
    }))
    .expect("an envelope");
    let envelope = envelope.build().expect("good paths");
    assert_eq!(envelope.from.to_string(), "<jo@a.example>");
    assert!(envelope.parameters.smtputf8());
    let to: Vec<String> = envelope.recipients.iter().map(|to| to.path.to_string()).collect();
    assert_eq!(to, ["<Postmaster>", "<al@b.example>", "<cy@c.example>"]);
    assert_eq!(envelope.recipients[2].parameters.len(), 1);

    let injected: Envelope =
        read(&json!({"from": "", "to": ["a@b.example>\r\nRSET"]})).expect("text");
    let failure = injected.build().unwrap_err();
    assert_eq!((failure.name, failure.code), ("invalid-value", 107));
    assert_eq!(failure.detail, "bad-domain");
}

#[test]
fn a_message_goes_to_nobody_when_it_fails_only_where_that_is_said() {
    for said in
        [json!({"from": "<>", "to": ["jo@a.example"]}), json!({"from": "", "to": ["jo@a.example"]})]
    {
        let envelope = read::<Envelope>(&said).expect("an envelope").build().expect("it is said");
        assert_eq!(envelope.from.to_string(), "<>");
    }
    for unsaid in [json!({"to": ["jo@a.example"]}), json!({"from": null, "to": ["jo@a.example"]})] {
        let envelope: Envelope = read(&unsaid).expect("an envelope");
        let failure = envelope.build().unwrap_err();
        assert_eq!((failure.name, failure.detail), ("invalid-value", "no-sender"));
        assert!(
            failure.message.starts_with("envelope.from: it is needed; the empty text is "),
            "{failure}"
        );
    }
}

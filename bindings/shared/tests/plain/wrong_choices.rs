//! What is told of a wrong choice: every field of every configuration, given everything that it is not.

use serde_json::{Value, json};
use smtpwire_shell::config::{
    self, ChannelBinding, ChunkOptions, ChunkTotalOptions, CommandOptions, ContentOptions,
    Credentials, FramerOptions, Plain, ReplyOptions, SaslPolicy, Spelling, UnstufferOptions,
};
use smtpwire_shell::javascript::camel_case;
use smtpwire_shell::{ClientSetup, MailerSetup, ServerSetup};

/// Stands for whatever a program takes for a password.
const SECRET: &str = "hunter2 hunter2";

fn plain(given: &Value) -> Plain {
    serde_json::from_value(given.clone()).expect("plain data")
}

type Read = fn(&Value, Spelling) -> Result<(), String>;

fn read<C: smtpwire_shell::config::FromPlain>(
    given: &Value,
    spelling: Spelling,
) -> Result<(), String> {
    config::read_as::<C>("options", plain(given), spelling)
        .map(|_| ())
        .map_err(|failure| failure.message)
}

fn client(given: &Value, spelling: Spelling) -> Result<(), String> {
    let read = ClientSetup::read(plain(given), Plain::Null, spelling);
    read.map(|_| ()).map_err(|failure| failure.message)
}

fn mailer(given: &Value, spelling: Spelling) -> Result<(), String> {
    let read = MailerSetup::read(plain(given), Plain::Null, spelling);
    read.map(|_| ()).map_err(|failure| failure.message)
}

fn server(given: &Value, spelling: Spelling) -> Result<(), String> {
    let read = ServerSetup::read(plain(given), Plain::Null, spelling);
    read.map(|_| ()).map_err(|failure| failure.message)
}

#[cfg(feature = "tls")]
fn client_tls(given: &Value, spelling: Spelling) -> Result<(), String> {
    let read = ClientSetup::read(Plain::Null, plain(&given["tls"]), spelling);
    read.map(|_| ()).map_err(|failure| failure.message)
}

#[cfg(feature = "tls")]
fn server_tls(given: &Value, spelling: Spelling) -> Result<(), String> {
    let config = plain(&json!({"hostname": "mx.example"}));
    let read = ServerSetup::read(config, plain(&given["tls"]), spelling);
    read.map(|_| ()).map_err(|failure| failure.message)
}

/// A field of a configuration, as a program writes it: `limits.replyLines`.
#[derive(Clone, Default)]
struct Field(Vec<String>);

impl Field {
    fn path(&self) -> String {
        self.0.join(".")
    }

    fn inside(&self, name: &str) -> Self {
        Self(self.0.iter().cloned().chain([name.to_owned()]).collect())
    }

    /// A configuration in which this field is so.
    fn given(&self, value: Value) -> Value {
        self.0.iter().rev().fold(value, |inside, name| json!({ name: inside }))
    }
}

/// The fields that stand there, as the refusal of one that does not tells them.
fn fields(read: Read, at: &Field, spelling: Spelling) -> Vec<Field> {
    let Err(told) = read(&at.inside("nothing").given(json!(1)), spelling) else {
        return Vec::new();
    };
    let Some((_, known)) = told.split_once(": not a field; the fields are ") else {
        return Vec::new();
    };
    known.split(", ").map(|name| at.inside(name)).collect()
}

/// Everything that a program might give by mistake.
fn mistakes() -> [Value; 12] {
    [
        json!(null),
        json!(true),
        json!(-1),
        json!(5.5),
        json!(u64::MAX),
        json!("\r\n"),
        json!(SECRET),
        json!([]),
        json!([null]),
        json!([[SECRET]]),
        json!({}),
        json!({ "hunter2": SECRET }),
    ]
}

/// Words of serde's and of Rust's, and of the other language.
fn strange(spelling: Spelling) -> &'static [&'static str] {
    match spelling {
        Spelling::Rust => &["null", "an object", "an array", "true or false", "Uint8Array"],
        Spelling::JavaScript => &["None", "a dictionary", "a list", "True or False", "_"],
    }
}

const RUSTS: &[&str] = &[
    "struct",
    "enum",
    "variant",
    "tuple",
    "sequence",
    "map",
    "usize",
    "u64",
    "u32",
    "i64",
    "Option",
    "Some(",
    "invalid type",
    "invalid value",
    "invalid length",
    "expected",
    "untagged",
    "unit",
    "`",
    "\u{2}",
    "\u{3}",
    "\u{1f}",
];

/// Goes through the fields at and below one, and returns how many there are.
fn try_all(read: Read, at: &Field, spelling: Spelling) -> usize {
    let mut tried = 0;
    for field in fields(read, at, spelling) {
        let path = field.path();
        let refused: Vec<String> = mistakes()
            .into_iter()
            .filter_map(|mistake| read(&field.given(mistake), spelling).err())
            .collect();
        let about_it = |told: &String| {
            told.strip_prefix(&path).is_some_and(|rest| rest.starts_with([':', '.', '[']))
        };
        // What a value that was read tells of itself besides is passed over.
        if refused.iter().all(|told| told.ends_with(NEEDED) && !about_it(told)) {
            continue;
        }
        assert!(refused.iter().any(about_it), "{path}: {refused:?}");
        for told in &refused {
            let (leads, _) = told.split_once(": ").expect("a path, and what is wrong");
            assert!(!leads.contains(' '), "{path}: {told}");
            assert!(
                about_it(told) || told.ends_with(NEEDED) || !told.starts_with(&path),
                "{path}: {told}"
            );
            for word in RUSTS.iter().chain(strange(spelling)) {
                assert!(!told.contains(word), "{path}: {word:?} in {told}");
            }
        }
        if hides(&path) {
            assert!(refused.iter().all(|told| !told.contains(SECRET)), "{path}: {refused:?}");
        }
        tried += 1 + try_all(read, &field, spelling);
    }
    tried
}

const NEEDED: &str = "it is needed, and was not given";

/// Whether what is given there is never told.
fn hides(path: &str) -> bool {
    ["credentials", "password", "token", "key", "Key", "data"]
        .iter()
        .any(|word| path.contains(word))
}

#[test]
fn a_wrong_choice_is_told_by_its_path_in_the_words_of_the_language() {
    let all: [(&str, Read, usize); 13] = [
        ("client", client, 43),
        ("mailer", mailer, 65),
        ("server", server, 77),
        ("credentials", read::<Credentials>, 7),
        ("sasl policy", read::<SaslPolicy>, 4),
        ("channel binding", read::<ChannelBinding>, 2),
        ("reply options", read::<ReplyOptions>, 5),
        ("command options", read::<CommandOptions>, 6),
        ("content options", read::<ContentOptions>, 2),
        ("unstuffer options", read::<UnstufferOptions>, 3),
        ("framer options", read::<FramerOptions>, 2),
        ("chunk options", read::<ChunkOptions>, 2),
        ("chunk total options", read::<ChunkTotalOptions>, 1),
    ];
    for (name, read, fields) in all {
        for spelling in [Spelling::Rust, Spelling::JavaScript] {
            let tried = try_all(read, &Field::default(), spelling);
            assert_eq!(tried, fields, "{name}");
        }
    }
}

#[cfg(feature = "tls")]
#[test]
fn a_wrong_choice_of_tls_is_told_by_its_path_in_the_words_of_the_language() {
    for spelling in [Spelling::Rust, Spelling::JavaScript] {
        let at = Field(vec!["tls".to_owned()]);
        assert!(try_all(client_tls, &at, spelling) >= 12);
        assert!(try_all(server_tls, &at, spelling) >= 8);
    }
}

/// The path is that of the field inside, whatever else was read there before.
#[test]
fn what_is_found_wrong_later_is_told_by_its_path_too() {
    let scram = json!({"hostname": "a.example", "extensions": {"auth": ["SCRAM-SHA-256"]}});
    for (read, given, path) in [
        (mailer as Read, json!({"name": "a b"}), "name"),
        (mailer, json!({"name": "a.example", "credentials": {}}), "credentials"),
        (
            mailer,
            json!({"credentials": {"username": "jo", "password": ""}}),
            "credentials.password",
        ),
        (mailer, json!({"credentials": {"username": "", "password": "x"}}), "credentials.username"),
        (mailer, json!({"credentials": {"username": "jo", "token": "a b"}}), "credentials.token"),
        (
            mailer,
            json!({"credentials": {"username": "jo", "token": "t", "server": ["mx.example"]}}),
            "credentials.server",
        ),
        (
            mailer,
            json!({"credentials": {"external": true, "authorization_identity": ""}}),
            "credentials.authorization_identity",
        ),
        (mailer, json!({"client": {"limits": {"reply_line": -1}}}), "client.limits.reply_line"),
        (server, scram, "decoy_key"),
        (server, json!({"hostname": "a.example", "greeting": "a\r\n"}), "greeting"),
        (
            server,
            json!({"hostname": "a.example", "extensions": {"extra": ["X-A", "a\r\n250 b"]}}),
            "extensions.extra[1]",
        ),
        (
            server,
            json!({"hostname": "a.example", "extensions": {"auth": ["PLAIN", "NTLM"]}}),
            "extensions.auth[1]",
        ),
        (
            server,
            json!({"hostname": "a.example", "extensions": {"chunking": false, "binary_mime": true}}),
            "extensions.binary_mime",
        ),
        (server, json!({"hostname": "a.example", "require_auth": true}), "require_auth"),
        (server, json!([]), "config"),
        (client, json!("mx.example"), "config"),
        (client, json!({"tls": true}), "tls"),
    ] {
        let told = read(&given, Spelling::Rust).expect_err("it is wrong");
        assert!(told.starts_with(&format!("{path}: ")), "{path}: {told}");
        let camel = |value: &Value| in_camel_case(value);
        let told = read(&camel(&given), Spelling::JavaScript).expect_err("it is wrong");
        assert!(told.starts_with(&format!("{}: ", camel_case(path))), "{path}: {told}");
    }
}

fn in_camel_case(given: &Value) -> Value {
    match given {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (camel_case(name), in_camel_case(value))).collect()
        }
        other => other.clone(),
    }
}

/// What the field was called before, and what a program that means the library's TLS writes.
#[test]
fn tls_in_a_configuration_is_told_what_to_say_instead() {
    for (read, spelling, name) in [
        (client as Read, Spelling::Rust, "implicit_tls"),
        (server, Spelling::Rust, "implicit_tls"),
        (client, Spelling::JavaScript, "implicitTls"),
        (server, Spelling::JavaScript, "implicitTls"),
    ] {
        let told = read(&json!({"hostname": "a.example", "tls": true}), spelling);
        let told = told.or_else(|_| read(&json!({"tls": true}), spelling)).expect_err("it is none");
        assert!(told.starts_with(&format!("tls: not a field; {name} says ")), "{told}");
    }
}

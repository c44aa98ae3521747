//! What a server offers, demands and puts up with.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Decisions;
use crate::codec::framer::LineEndPolicy;
use crate::codec::options::Leniency;
use crate::codec::transparency::LineEnds;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::limits::{Limits, Protocol, Timeouts};
use crate::flow::sasl::{MAX_ITERATIONS, MIN_NONCE, SaslMechanism};
use crate::types::domain::Host;
use crate::types::reply::LONGEST_TEXT;
use crate::types::secret::Secret;

/// The configuration of a server; one is shared by all its connections.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent choice")]
#[non_exhaustive]
pub struct ServerConfig {
    /// SMTP or LMTP.
    pub protocol: Protocol,
    /// The server's own name, in the greeting and in the reply to EHLO.
    pub hostname: Host<'static>,
    /// What stands behind the name in the greeting; `ESMTP` or `LMTP` when it is empty. Control
    /// characters in it are left out.
    pub greeting: String,
    /// How much is taken.
    pub limits: Limits,
    /// How long is waited.
    pub timeouts: Timeouts,
    /// What the reply to EHLO offers.
    pub extensions: Extensions,
    /// What the host wants to decide.
    pub decisions: Decisions,
    /// How content is handed out.
    pub content: ContentMode,
    /// What becomes of bare CR and LF in content.
    pub line_ends: LineEnds,
    /// What ends a command line. A bare LF is answered 500 5.5.2 and ends the session, unless
    /// [`LineEndPolicy::AcceptBareLf`] lets it end a line.
    pub command_ends: LineEndPolicy,
    /// What is accepted beyond the grammar of commands.
    pub leniency: Leniency,
    /// No mail before AUTH: 530 5.7.0.
    pub require_auth: bool,
    /// Nothing but EHLO, STARTTLS, NOOP and QUIT before TLS: 530 5.7.0.
    pub require_tls: bool,
    /// AUTH is offered and taken on an unprotected connection as well; otherwise 538 5.7.11.
    pub plaintext_auth: bool,
    /// SCRAM: a secret of at least 16 octets, the same for years, from which users who don't exist
    /// get their salt. Without it no SCRAM mechanism is offered.
    pub decoy_key: Secret,
    /// SCRAM: the iterations that users get who don't exist: what the real ones have; 4096.
    pub decoy_iterations: u32,
    /// SCRAM: the length of their salt in octets: what the real ones have; 16.
    pub decoy_salt_length: usize,
    /// The channel is TLS from the first octet, by the host's own doing, as on port 465 (RFC 8314
    /// section 3.3): it is up already, or [awaited](super::Server::awaiting_tls). STARTTLS is not
    /// offered then.
    pub implicit_tls: bool,
    /// A PROXY header comes first, version 1 or 2. Only for connections from a trusted proxy.
    pub proxy: bool,
    /// XCLIENT and XFORWARD are taken from this client.
    pub trusted: bool,
    /// What becomes of a client that does not wait where it has to.
    pub synchronization: Synchronization,
    /// Greet only so many milliseconds after the connection came, and refuse clients that speak
    /// earlier. `None`: greet at once, the default.
    pub early_talkers: Option<u64>,
}

impl ServerConfig {
    /// A configuration that offers what needs nothing of the host: PIPELINING, SIZE, 8BITMIME,
    /// SMTPUTF8, CHUNKING, ENHANCEDSTATUSCODES, DSN, LIMITS and HELP.
    pub fn new(hostname: Host<'static>) -> Self {
        Self {
            protocol: Protocol::Smtp,
            hostname,
            greeting: String::new(),
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            extensions: Extensions::default(),
            decisions: Decisions::default(),
            content: ContentMode::default(),
            line_ends: LineEnds::default(),
            command_ends: LineEndPolicy::default(),
            leniency: Leniency::NONE,
            require_auth: false,
            require_tls: false,
            plaintext_auth: false,
            decoy_key: Secret::default(),
            decoy_iterations: 4096,
            decoy_salt_length: 16,
            implicit_tls: false,
            proxy: false,
            trusted: false,
            synchronization: Synchronization::default(),
            early_talkers: None,
        }
    }

    /// Whether all that is configured can be had. A connection leaves out what can't; a host that
    /// checks first can say so to its operator.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidValue`], whose detail begins with the path of the field, as in
    /// `extensions.extra[1]: `, and says what is wrong with it.
    pub fn check(&self) -> Result<(), Error> {
        let offer = &self.extensions;
        self.limits.check_server(self.proxy)?;
        let scram = offer.auth.iter().any(|mechanism| mechanism.scram_hash().is_some());
        let tls = self.implicit_tls || offer.starttls;
        let trusted_logins = self.trusted && !offer.xclient.is_empty();
        let wrong = if scram && self.decoy_key.len() < MIN_NONCE {
            "decoy_key: SCRAM needs one of at least 16 octets"
        } else if !self.decoy_key.is_empty() && self.decoy_key.len() < MIN_NONCE {
            "decoy_key: a key has at least 16 octets; without SCRAM none is needed"
        } else if scram && self.decoy_iterations == 0 {
            "decoy_iterations: SCRAM has at least one"
        } else if scram && self.decoy_iterations > MAX_ITERATIONS {
            "decoy_iterations: a verifier has at most 10000000"
        } else if scram && self.decoy_salt_length == 0 {
            "decoy_salt_length: SCRAM's salt has at least one octet"
        } else if names_twice(&offer.auth) {
            "extensions.auth: a mechanism is named twice"
        } else if names_twice(&offer.mail_parameters) {
            "extensions.mail_parameters: a keyword is named twice"
        } else if names_twice(&offer.rcpt_parameters) {
            "extensions.rcpt_parameters: a keyword is named twice"
        } else if offer.binary_mime && !offer.chunking {
            "extensions.binary_mime: BINARYMIME needs CHUNKING"
        } else if self.greeting.contains(char::is_control) {
            "greeting: it holds a control character"
        } else if self.implicit_tls && offer.starttls {
            "extensions.starttls: with implicit_tls there is TLS already, so that it is never offered; one of \
             the two is meant"
        } else if self.require_tls && !tls {
            "require_tls: TLS is required and STARTTLS is not offered"
        } else if self.require_auth && offer.auth.is_empty() && !trusted_logins {
            "require_auth: a login is required and AUTH is not offered"
        } else if self.require_auth && !self.allows_auth(tls) && !trusted_logins {
            "require_auth: a login is required, AUTH is taken inside TLS alone, and there is none: that needs \
             extensions.starttls, implicit_tls or plaintext_auth"
        } else {
            let Some(field) = offer.spoiled() else { return Ok(()) };
            let detail = format!(
                "extensions.{field}: a line of the reply to EHLO has 1 to {LONGEST_LINE} octets and no \
                 control character"
            );
            return Err(Error::new(ErrorCode::InvalidValue).with_detail(detail));
        };
        Err(Error::new(ErrorCode::InvalidValue).with_detail(wrong))
    }
}

/// Whether a list holds something twice. Lists that a person writes are short.
pub(in crate::flow) fn names_twice<T: PartialEq>(names: &[T]) -> bool {
    names
        .iter()
        .enumerate()
        .any(|(at, name)| names.iter().skip(at.saturating_add(1)).any(|other| other == name))
}

impl Extensions {
    /// The field that would spoil the reply to EHLO.
    fn spoiled(&self) -> Option<String> {
        let words = [("burl", &self.burl), ("mt_priority", &self.mt_priority)];
        let mut words = words.iter().filter_map(|(name, words)| Some((*name, words.as_ref()?)));
        let names = [("xclient", &self.xclient), ("xforward", &self.xforward)];
        let mut names = names.iter().map(|(name, names)| (*name, names.join(" ")));
        let spoils = |words: &str| !words.is_empty() && !is_line(words);
        let line = self.extra.iter().position(|line| !is_line(line));
        line.map(|at| format!("extra[{at}]"))
            .or_else(|| words.find(|(_, words)| spoils(words)).map(|(name, _)| name.into()))
            .or_else(|| names.find(|(_, names)| spoils(names)).map(|(name, _)| name.into()))
    }
}

/// The longest line of the reply to EHLO behind its keyword, in octets: there is room for the longest
/// keyword and a space.
const LONGEST_LINE: usize = LONGEST_TEXT.saturating_sub(16);

/// Whether a text can be a line of the reply to EHLO, with a keyword before it.
pub(super) fn is_line(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_LINE && !text.contains(char::is_control)
}

/// How content is handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ContentMode {
    /// As it comes, in events of its own.
    #[default]
    Stream,
    /// As one piece, with the event that it is whole. The connection holds up to
    /// [`Limits::message_size`] octets then.
    Whole,
    /// Not at all: it is checked and counted, and dropped as it comes. For sinks, and for hosts that
    /// only measure.
    Discard,
}

/// What becomes of a client that sends more behind EHLO, HELO, LHLO, AUTH or DATA before it has
/// the reply (RFC 2920 section 3.1). Behind STARTTLS that is never tolerated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Synchronization {
    /// 554 5.5.0, and the session is over.
    #[default]
    Strict,
    /// What it sent counts.
    Tolerant,
}

/// What the reply to EHLO offers. SIZE and LIMITS say what the [`Limits`] are.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent offer")]
#[non_exhaustive]
pub struct Extensions {
    /// PIPELINING (RFC 2920).
    pub pipelining: bool,
    /// SIZE (RFC 1870), with [`Limits::message_size`].
    pub size: bool,
    /// 8BITMIME (RFC 6152).
    pub eight_bit_mime: bool,
    /// SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
    /// CHUNKING (RFC 3030).
    pub chunking: bool,
    /// BINARYMIME (RFC 3030); only together with CHUNKING. Off by default: the host must be able
    /// to pass binary content on.
    pub binary_mime: bool,
    /// DSN (RFC 3461).
    pub dsn: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034). When off, no reply carries such a code.
    pub enhanced_codes: bool,
    /// LIMITS (RFC 9422), with what [`Limits`] says of recipients and transactions.
    pub limits: bool,
    /// STARTTLS (RFC 3207), as long as there is no TLS. Off by default: the host does the
    /// handshake.
    pub starttls: bool,
    /// REQUIRETLS (RFC 8689), once there is TLS.
    pub require_tls: bool,
    /// AUTH (RFC 4954), with these mechanisms in this order, where TLS is up or
    /// [`ServerConfig::plaintext_auth`] is set. The -PLUS ones are offered once channel bindings
    /// were given.
    pub auth: Vec<SaslMechanism>,
    /// VRFY is announced. Announced or not, it is answered: 252, or what the host decides.
    pub vrfy: bool,
    /// EXPN.
    pub expn: bool,
    /// HELP.
    pub help: bool,
    /// ETRN (RFC 1985).
    pub etrn: bool,
    /// ATRN (RFC 2645).
    pub atrn: bool,
    /// BURL (RFC 4468), with what stands behind it (`imap`, for example).
    pub burl: Option<String>,
    /// DELIVERBY (RFC 2852), with the least time in seconds, or 0 for none.
    pub deliver_by: Option<u32>,
    /// MT-PRIORITY (RFC 6710), with the policy's name, or an empty one.
    pub mt_priority: Option<String>,
    /// RRVS (RFC 7293).
    pub rrvs: bool,
    /// XCLIENT for a trusted client, with the names of the attributes.
    pub xclient: Vec<String>,
    /// XFORWARD for a trusted client, with the names of the attributes.
    pub xforward: Vec<String>,
    /// Parameters of MAIL, by keyword, that are taken beyond those of the extensions above.
    pub mail_parameters: Vec<String>,
    /// Parameters of RCPT, by keyword, that are taken beyond those of the extensions above.
    pub rcpt_parameters: Vec<String>,
    /// Further lines. One that is no line of an EHLO reply (empty, longer than 490 octets, with
    /// control characters) is left out.
    pub extra: Vec<String>,
}

impl Default for Extensions {
    fn default() -> Self {
        Self {
            pipelining: true,
            size: true,
            eight_bit_mime: true,
            smtputf8: true,
            chunking: true,
            binary_mime: false,
            dsn: true,
            enhanced_codes: true,
            limits: true,
            starttls: false,
            require_tls: false,
            auth: Vec::new(),
            vrfy: false,
            expn: false,
            help: true,
            etrn: false,
            atrn: false,
            burl: None,
            deliver_by: None,
            mt_priority: None,
            rrvs: false,
            xclient: Vec::new(),
            xforward: Vec::new(),
            mail_parameters: Vec::new(),
            rcpt_parameters: Vec::new(),
            extra: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    fn checked(change: impl FnOnce(&mut ServerConfig)) -> Result<(), Error> {
        let mut config = ServerConfig::new(Host::parse("mx.example").unwrap());
        change(&mut config);
        config.check()
    }

    #[test]
    fn what_is_configured_at_first_can_be_had() {
        assert_eq!(checked(|_| {}), Ok(()));
    }

    #[test]
    fn a_login_can_be_required_wherever_there_is_a_way_to_log_in() {
        let ways: [fn(&mut ServerConfig); 4] = [
            |config| config.extensions.starttls = true,
            |config| config.implicit_tls = true,
            |config| config.plaintext_auth = true,
            |config| {
                config.trusted = true;
                config.extensions.auth = Vec::new();
                config.extensions.xclient = vec!["LOGIN".into()];
            },
        ];
        for way in ways {
            let with = checked(|config| {
                config.require_auth = true;
                config.extensions.auth = vec![SaslMechanism::Plain];
                way(config);
            });
            assert_eq!(with, Ok(()));
        }
    }

    #[test]
    fn what_can_not_be_had_is_told() {
        let scram = checked(|config| config.extensions.auth = vec![SaslMechanism::ScramSha256]);
        assert!(scram.unwrap_err().detail().starts_with("decoy_key: "));
        let field = |change: fn(&mut ServerConfig)| {
            let error = checked(change).unwrap_err();
            error.detail().split_once(": ").map(|(field, _)| field.to_string())
        };
        let told = [
            field(|config| config.extensions.extra = vec!["A".into(), "A\r\n250 B".into()]),
            field(|config| config.extensions.burl = Some("a\nb".into())),
            field(|config| config.extensions.mt_priority = Some("a\nb".into())),
            field(|config| config.extensions.xclient = vec!["A\r\nB".into()]),
            field(|config| config.extensions.xforward = vec!["A".repeat(500)]),
            field(|config| config.require_tls = true),
            field(|config| config.require_auth = true),
            field(|config| {
                // Nobody is trusted, so that nobody is taken at XCLIENT's word.
                config.require_auth = true;
                config.extensions.xclient = vec!["LOGIN".into()];
            }),
            field(|config| {
                // AUTH waits for TLS that never comes.
                config.require_auth = true;
                config.extensions.auth = vec![SaslMechanism::Plain];
            }),
            field(|config| {
                config.implicit_tls = true;
                config.extensions.starttls = true;
            }),
            field(|config| config.decoy_key = Secret::from("fifteen octets.")),
            field(|config| {
                config.extensions.auth = vec![SaslMechanism::ScramSha256];
                config.decoy_key = Secret::from("sixteen octets!!");
                config.decoy_iterations = MAX_ITERATIONS + 1;
            }),
            field(|config| config.limits.auth_line = 0),
            field(|config| config.greeting = "a\nb".into()),
            field(|config| config.extensions.auth = vec![SaslMechanism::Plain; 2]),
            field(|config| config.extensions.mail_parameters = vec!["A".into(), "A".into()]),
            field(|config| config.extensions.rcpt_parameters = vec!["A".into(), "A".into()]),
            field(|config| config.limits.output_buffer = 0),
        ];
        assert_eq!(
            told.map(Option::unwrap_or_default),
            [
                "extensions.extra[1]",
                "extensions.burl",
                "extensions.mt_priority",
                "extensions.xclient",
                "extensions.xforward",
                "require_tls",
                "require_auth",
                "require_auth",
                "require_auth",
                "extensions.starttls",
                "decoy_key",
                "decoy_iterations",
                "limits.auth_line",
                "greeting",
                "extensions.auth",
                "extensions.mail_parameters",
                "extensions.rcpt_parameters",
                "limits.output_buffer",
            ]
        );
    }
}

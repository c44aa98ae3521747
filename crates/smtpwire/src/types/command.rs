//! Commands: one value per line that a client may send.
//!
//! How each is built and what it writes:
//!
//! ```
//! use smtpwire::types::command::{Argument, Attribute, Attributes, Auth, Bdat, Burl, Mail, Node, Query, Rcpt};
//! use smtpwire::types::command::UnknownCommand;
//! use smtpwire::types::parameter::{Body, MailParameter, MailParameters, Notify, NotifyEvents};
//! use smtpwire::types::parameter::{RcptParameter, RcptParameters};
//! use smtpwire::{Command, Domain, ForwardPath, Host, Mechanism, ReversePath, SaslResponse};
//!
//! fn written(command: &Command<'_>) -> String {
//!     let mut line = Vec::new();
//!     command.encode(&mut line);
//!     String::from_utf8(line).unwrap().trim_end().to_owned()
//! }
//! # fn build() -> Option<()> {
//! let host = Host::parse("mx.example.org").ok()?;
//! assert_eq!(written(&Command::Ehlo(host.clone())), "EHLO mx.example.org"); // Helo, Lhlo alike
//!
//! let mut parameters = MailParameters::new();
//! parameters.push(MailParameter::Size(1024)).ok()?;
//! parameters.push(MailParameter::Body(Body::EightBitMime)).ok()?;
//! let mail = Mail { from: ReversePath::parse("<ann@example.org>").ok()?, parameters };
//! assert_eq!(written(&Command::Mail(mail)), "MAIL FROM:<ann@example.org> SIZE=1024 BODY=8BITMIME");
//! let bounce = Mail { from: ReversePath::Null, parameters: MailParameters::new() };
//! assert_eq!(written(&Command::Mail(bounce)), "MAIL FROM:<>");
//!
//! let mut parameters = RcptParameters::new();
//! parameters.push(RcptParameter::Notify(Notify::On(NotifyEvents::new(false, true, true)?))).ok()?;
//! let rcpt = Rcpt { to: ForwardPath::parse("<jo@example.net>").ok()?, parameters };
//! assert_eq!(written(&Command::Rcpt(rcpt)), "RCPT TO:<jo@example.net> NOTIFY=FAILURE,DELAY");
//!
//! assert_eq!(written(&Command::Bdat(Bdat { size: 512, last: true })), "BDAT 512 LAST");
//! let response = SaslResponse::parse("AGFubgBzZWNyZXQ=");
//! let auth = Auth { mechanism: Mechanism::parse("PLAIN")?, initial_response: response };
//! assert_eq!(written(&Command::Auth(auth)), "AUTH PLAIN AGFubgBzZWNyZXQ=");
//!
//! let query = Query::new(Argument::new("ann")?, false)?; // Expn alike
//! assert_eq!(written(&Command::Vrfy(query)), "VRFY ann");
//! assert_eq!(written(&Command::Help(Argument::new("MAIL"))), "HELP MAIL"); // Noop alike
//!
//! let queue = Node::Host(Domain::parse("example.org").ok()?);
//! assert_eq!(written(&Command::Etrn(queue)), "ETRN example.org");
//! assert_eq!(written(&Command::Atrn(vec![Domain::parse("example.org").ok()?])), "ATRN example.org");
//! let burl = Burl::new("imap://ann@imap.example.org/Drafts;uid=7", true)?;
//! assert_eq!(written(&Command::Burl(burl)), "BURL imap://ann@imap.example.org/Drafts;uid=7 LAST");
//! let attributes = Attributes::new(vec![Attribute::new("ADDR", "192.0.2.1")?])?; // XForward alike
//! assert_eq!(written(&Command::XClient(attributes)), "XCLIENT ADDR=192.0.2.1");
//! assert_eq!(written(&Command::Unknown(UnknownCommand::new("XSHUTDOWN now")?)), "XSHUTDOWN now");
//!
//! // DATA, RSET, QUIT and STARTTLS have nothing to say but their name.
//! assert_eq!(written(&Command::Rset), "RSET");
//! # Some(())
//! # }
//! # build().unwrap();
//! ```

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::auth::{Mechanism, SaslResponse};
use super::capability::Word;
use super::domain::{Domain, Host};
use super::mailbox::{ForwardPath, ReversePath};
use super::parameter::{MailParameters, RcptParameters};

/// A command's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is named after the word that it stands for")]
pub enum Verb {
    Ehlo,
    Helo,
    Lhlo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Expn,
    Help,
    StartTls,
    Auth,
    Etrn,
    Atrn,
    Burl,
    XClient,
    XForward,
    /// A word that names none of the commands above.
    Unknown,
}

impl Verb {
    /// Every verb, in the order of the declaration.
    pub const ALL: [Self; 21] = [
        Self::Ehlo,
        Self::Helo,
        Self::Lhlo,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Bdat,
        Self::Rset,
        Self::Noop,
        Self::Quit,
        Self::Vrfy,
        Self::Expn,
        Self::Help,
        Self::StartTls,
        Self::Auth,
        Self::Etrn,
        Self::Atrn,
        Self::Burl,
        Self::XClient,
        Self::XForward,
        Self::Unknown,
    ];

    /// The verb as it is written, in upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::Lhlo => "LHLO",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Bdat => "BDAT",
            Self::Rset => "RSET",
            Self::Noop => "NOOP",
            Self::Quit => "QUIT",
            Self::Vrfy => "VRFY",
            Self::Expn => "EXPN",
            Self::Help => "HELP",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Etrn => "ETRN",
            Self::Atrn => "ATRN",
            Self::Burl => "BURL",
            Self::XClient => "XCLIENT",
            Self::XForward => "XFORWARD",
            Self::Unknown => "unknown command",
        }
    }

    /// Whether the next command must wait for this one's reply, PIPELINING or not: the verb may
    /// stand only at the end of a group (RFC 2920 section 3.1, RFC 4954 section 4, RFC 3207
    /// section 4). An unknown verb counts as such, since nothing is known of it.
    pub const fn ends_a_group(self) -> bool {
        !matches!(
            self,
            Self::Rset | Self::Mail | Self::Rcpt | Self::Bdat | Self::Burl | Self::XForward
        )
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command<'a> {
    /// `EHLO host`
    Ehlo(Host<'a>),
    /// `HELO host`
    Helo(Host<'a>),
    /// `LHLO host`, LMTP's greeting (RFC 2033 section 4.1).
    Lhlo(Host<'a>),
    /// `MAIL FROM:reverse-path [parameters]`
    Mail(Mail<'a>),
    /// `RCPT TO:forward-path [parameters]`
    Rcpt(Rcpt<'a>),
    /// `DATA`
    Data,
    /// `BDAT size [LAST]`; that many octets of content follow the line (RFC 3030).
    Bdat(Bdat),
    /// `RSET`
    Rset,
    /// `NOOP [text]`
    Noop(Option<Argument<'a>>),
    /// `QUIT`
    Quit,
    /// `VRFY text [SMTPUTF8]`
    Vrfy(Query<'a>),
    /// `EXPN text [SMTPUTF8]`
    Expn(Query<'a>),
    /// `HELP [text]`
    Help(Option<Argument<'a>>),
    /// `STARTTLS`
    StartTls,
    /// `AUTH mechanism [initial-response]`
    Auth(Auth<'a>),
    /// `ETRN node`
    Etrn(Node<'a>),
    /// `ATRN [domain,…]`
    Atrn(Vec<Domain<'a>>),
    /// `BURL url [LAST]`
    Burl(Burl<'a>),
    /// `XCLIENT name=value …`, a trusted proxy's word about the client.
    XClient(Attributes<'a>),
    /// `XFORWARD name=value …`, the same for logs only.
    XForward(Attributes<'a>),
    /// Any other verb, as it was written.
    Unknown(UnknownCommand<'a>),
}

impl Command<'_> {
    /// The command's verb.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Ehlo(_) => Verb::Ehlo,
            Self::Helo(_) => Verb::Helo,
            Self::Lhlo(_) => Verb::Lhlo,
            Self::Mail(_) => Verb::Mail,
            Self::Rcpt(_) => Verb::Rcpt,
            Self::Data => Verb::Data,
            Self::Bdat(_) => Verb::Bdat,
            Self::Rset => Verb::Rset,
            Self::Noop(_) => Verb::Noop,
            Self::Quit => Verb::Quit,
            Self::Vrfy(_) => Verb::Vrfy,
            Self::Expn(_) => Verb::Expn,
            Self::Help(_) => Verb::Help,
            Self::StartTls => Verb::StartTls,
            Self::Auth(_) => Verb::Auth,
            Self::Etrn(_) => Verb::Etrn,
            Self::Atrn(_) => Verb::Atrn,
            Self::Burl(_) => Verb::Burl,
            Self::XClient(_) => Verb::XClient,
            Self::XForward(_) => Verb::XForward,
            Self::Unknown(_) => Verb::Unknown,
        }
    }

    /// The same command, owning its text.
    pub fn into_owned(self) -> Command<'static> {
        match self {
            Self::Ehlo(host) => Command::Ehlo(host.into_owned()),
            Self::Helo(host) => Command::Helo(host.into_owned()),
            Self::Lhlo(host) => Command::Lhlo(host.into_owned()),
            Self::Mail(mail) => Command::Mail(Mail {
                from: mail.from.into_owned(),
                parameters: mail.parameters.into_owned(),
            }),
            Self::Rcpt(rcpt) => Command::Rcpt(Rcpt {
                to: rcpt.to.into_owned(),
                parameters: rcpt.parameters.into_owned(),
            }),
            Self::Data => Command::Data,
            Self::Bdat(bdat) => Command::Bdat(bdat),
            Self::Rset => Command::Rset,
            Self::Noop(text) => Command::Noop(text.map(Argument::into_owned)),
            Self::Quit => Command::Quit,
            Self::Vrfy(query) => Command::Vrfy(query.into_owned()),
            Self::Expn(query) => Command::Expn(query.into_owned()),
            Self::Help(text) => Command::Help(text.map(Argument::into_owned)),
            Self::StartTls => Command::StartTls,
            Self::Auth(auth) => Command::Auth(Auth {
                mechanism: auth.mechanism.into_owned(),
                initial_response: auth.initial_response.map(SaslResponse::into_owned),
            }),
            Self::Etrn(node) => Command::Etrn(node.into_owned()),
            Self::Atrn(domains) => {
                Command::Atrn(domains.into_iter().map(Domain::into_owned).collect())
            }
            Self::Burl(burl) => {
                Command::Burl(Burl { url: Cow::Owned(burl.url.into_owned()), last: burl.last })
            }
            Self::XClient(attributes) => Command::XClient(attributes.into_owned()),
            Self::XForward(attributes) => Command::XForward(attributes.into_owned()),
            Self::Unknown(unknown) => {
                let UnknownCommand { line, behind_login } = unknown;
                Command::Unknown(UnknownCommand {
                    line: Cow::Owned(line.into_owned()),
                    behind_login,
                })
            }
        }
    }
}

/// What MAIL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail<'a> {
    /// Where failures are reported.
    pub from: ReversePath<'a>,
    /// What extensions add.
    pub parameters: MailParameters<'a>,
}

/// What RCPT says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rcpt<'a> {
    /// Where the mail goes.
    pub to: ForwardPath<'a>,
    /// What extensions add.
    pub parameters: RcptParameters<'a>,
}

/// What BDAT says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bdat {
    /// How many octets of content follow the line's CRLF.
    pub size: u64,
    /// Whether the message ends with them.
    pub last: bool,
}

/// An argument that this crate hands on as it is: text without control characters, not empty.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Argument<'a>(pub(crate) Cow<'a, str>);

impl Argument<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same argument, owning its text.
    pub fn into_owned(self) -> Argument<'static> {
        Argument(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Debug for Argument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// What VRFY and EXPN ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<'a> {
    pub(crate) argument: Argument<'a>,
    pub(crate) smtputf8: bool,
}

impl<'a> Query<'a> {
    /// The user, mailbox or list.
    pub fn argument(&self) -> &Argument<'a> {
        &self.argument
    }

    /// Whether UTF-8 may stand in the reply (RFC 6531 section 3.7.4.2).
    pub fn smtputf8(&self) -> bool {
        self.smtputf8
    }

    fn into_owned(self) -> Query<'static> {
        Query { argument: self.argument.into_owned(), smtputf8: self.smtputf8 }
    }
}

/// What AUTH says. The response is a secret and never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth<'a> {
    /// The SASL mechanism.
    pub mechanism: Mechanism<'a>,
    /// The first response, when it is sent along.
    pub initial_response: Option<SaslResponse<'a>>,
}

/// For what ETRN asks the queue to be run (RFC 1985 section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// `domain`: mail for this host.
    Host(Domain<'a>),
    /// `@domain`: mail for this domain and all below it.
    Subdomains(Domain<'a>),
    /// `#name`: a queue that the server's operator named.
    Queue(Word<'a>),
}

impl Node<'_> {
    fn into_owned(self) -> Node<'static> {
        match self {
            Self::Host(domain) => Node::Host(domain.into_owned()),
            Self::Subdomains(domain) => Node::Subdomains(domain.into_owned()),
            Self::Queue(name) => Node::Queue(name.into_owned()),
        }
    }
}

/// What BURL says (RFC 4468 section 3.2). The URL may carry a password and an authorization token,
/// so `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Burl<'a> {
    pub(crate) url: Cow<'a, str>,
    /// Whether the message ends with what the URL holds.
    pub last: bool,
}

impl Burl<'_> {
    /// The whole URL. Whoever calls this may hold a secret.
    pub fn reveal_url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for Burl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lower = self.url.to_ascii_lowercase();
        let token = lower.find(";urlauth=").and_then(|at| self.url.get(..at));
        let url = token.unwrap_or(&self.url);
        // The password ends at the last `@`, as people leave one in it unencoded. What looks like
        // one in a path is left out as well.
        let shown = url.rsplit_once('@').and_then(|(before, host)| {
            let (scheme, userinfo) = before.split_once("://").unwrap_or(("", before));
            let (user, _) = userinfo.split_once(':')?;
            Some((scheme, user, host))
        });
        let token = if token.is_some() { ";urlauth=***" } else { "" };
        let mut told = f.debug_struct("Burl");
        match shown {
            Some((scheme, user, host)) => {
                told.field("url", &format_args!("{scheme}://{user}:***@{host}{token}"))
            }
            None => told.field("url", &format_args!("{url}{token}")),
        }
        .field("last", &self.last)
        .finish()
    }
}

/// What XCLIENT and XFORWARD tell: attribute names and their decoded values, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes<'a>(pub(crate) Vec<Attribute<'a>>);

/// One attribute of XCLIENT or XFORWARD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

impl<'a> Attributes<'a> {
    /// The attributes, at least one.
    pub fn iter(&self) -> core::slice::Iter<'_, Attribute<'a>> {
        self.0.iter()
    }

    /// The value of the attribute of this name, in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|a| a.name.eq_ignore_ascii_case(name)).map(|a| &*a.value)
    }

    fn into_owned(self) -> Attributes<'static> {
        let owned = self.0.into_iter().map(|attribute| Attribute {
            name: Cow::Owned(attribute.name.into_owned()),
            value: Cow::Owned(attribute.value.into_owned()),
        });
        Attributes(owned.collect())
    }
}

impl<'l, 'a> IntoIterator for &'l Attributes<'a> {
    type Item = &'l Attribute<'a>;
    type IntoIter = core::slice::Iter<'l, Attribute<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Attribute<'_> {
    /// The name, `ADDR` or `HELO` for example, as it was written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value without its xtext coding; may be `[UNAVAILABLE]` or `[TEMPUNAVAIL]`.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// A line whose verb is not known here: printable text, not empty.
///
/// It may be a login that was misspelt, or a password that went out of turn. So only its first word is
/// ever shown, and not even that behind a login that was refused:
///
/// ```
/// use smtpwire::types::command::UnknownCommand;
/// let unknown = UnknownCommand::new("AUHT PLAIN AGpvAHBlbmNpbA==").unwrap();
/// assert_eq!(unknown.shown(), "AUHT ***");
/// assert_eq!(format!("{unknown:?}"), "AUHT *** (27 octets)");
/// assert_eq!(unknown.as_str(), "AUHT PLAIN AGpvAHBlbmNpbA==");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownCommand<'a> {
    pub(crate) line: Cow<'a, str>,
    pub(crate) behind_login: bool,
}

/// What stands in place of what may be a secret.
const MASK: &str = "***";
/// A word that is longer is no verb that anybody has ever given to a command.
const LONGEST_VERB: usize = 16;

impl UnknownCommand<'_> {
    /// The first word, whatever it is.
    pub fn verb(&self) -> &str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// The whole line, without its CRLF. Whoever calls this may hold a secret.
    pub fn as_str(&self) -> &str {
        &self.line
    }

    /// Whether it came behind a login that was refused, or that could not be read: a client that does
    /// not look at replies goes on with its name and its password.
    pub fn is_behind_login(&self) -> bool {
        self.behind_login
    }

    /// The first word, if it may be shown, or `***`: behind a login, and where it can be no verb, as
    /// base64 is not, nor what a sign joins to AUTH or PASS.
    pub fn shown_verb(&self) -> &str {
        let verb = self.verb();
        let spelled = |octet: u8| octet.is_ascii_graphic() && !matches!(octet, b'+' | b'/' | b'=');
        let joins = |octet: u8| !octet.is_ascii_alphanumeric() && !matches!(octet, b'-' | b'_');
        let begins = |word: &str| {
            verb.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        // `MAIL:FROM` may be shown; what a sign joins to AUTH or PASS may be the password.
        let joined = (begins("AUTH") || begins("PASS")) && verb.bytes().any(joins);
        let shown = !self.behind_login
            && !joined
            && verb.len() <= LONGEST_VERB
            && verb.bytes().all(spelled);
        if shown { verb } else { MASK }
    }

    /// The line as it may be shown: the first word, and `***` for what follows; or `***` for all of it.
    pub fn shown(&self) -> String {
        let mut shown = String::from(self.shown_verb());
        if shown != MASK && self.verb().len() < self.line.len() {
            shown.push(' ');
            shown.push_str(MASK);
        }
        shown
    }
}

/// Shows what may be shown of the line, and how long it is.
impl fmt::Debug for UnknownCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} octets)", self.shown(), self.line.len())
    }
}

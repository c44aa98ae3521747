//! Commands.

use serde::Serialize;
use smtpwire::types::auth::SaslResponse;
use smtpwire::types::capability::Word;
use smtpwire::types::command::{
    Argument, Attribute, Attributes, Auth, Bdat, Burl, Mail, Node, Query, Rcpt, UnknownCommand,
};
use smtpwire::{Domain, Escaped, Mechanism, Verb};

use super::address::{Host, Path};
use super::build::{need, require};
use super::forms::forms;
use super::parameter::{Parameter, is_false, mail_parameters, rcpt_parameters};
use super::secret::SecretText;
use crate::config::fields::fields;
use crate::count::Count;
use crate::failure::Failure;

/// A command: its verb in capitals, and the fields that this verb has.
///
/// The initial response of AUTH and the URL of BURL are secrets, shown as `***`; see
/// [`Command::revealed`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Command {
    /// The verb; of an unknown command its first word as it was written.
    pub verb: String,
    /// EHLO, HELO, LHLO: who the client is. ETRN: a domain's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Greeted>,
    /// MAIL: the sender; null for the null path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Option<Path>>,
    /// RCPT: the recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Path>,
    /// MAIL and RCPT.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// BDAT: how many octets follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Count>,
    /// BDAT and BURL: whether the message ends with it.
    #[serde(skip_serializing_if = "is_false")]
    pub last: bool,
    /// NOOP, HELP, VRFY, EXPN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// VRFY, EXPN: whether the reply may hold UTF-8.
    #[serde(skip_serializing_if = "is_false")]
    pub smtputf8: bool,
    /// AUTH.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mechanism: Option<String>,
    /// AUTH: the first response in base64; a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_response: Option<SecretText>,
    /// ETRN: a domain with all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subdomains: Option<String>,
    /// ETRN: a queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// ATRN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    /// BURL; a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretText>,
    /// XCLIENT and XFORWARD: names and decoded values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<(String, String)>>,
    /// A command that is not known here: the whole line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
}

fields!(Command {
    verb: or_default,
    host: option,
    from: given,
    to: option,
    parameters: or_default,
    size: option,
    last: or_default,
    argument: option,
    smtputf8: or_default,
    mechanism: option,
    initial_response: option,
    subdomains: option,
    queue: option,
    domains: option,
    url: option,
    attributes: option,
    unknown: option,
});

/// A host in its parts, or as text (`mx.example`, `[192.0.2.1]`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Greeted {
    /// As text.
    Text(String),
    /// In its parts.
    Host(Host),
}

forms!(Greeted, "a host is text, or one of domain, ipv4, ipv6, tag with content": Text, Host);

impl From<&smtpwire::Command<'_>> for Command {
    fn from(command: &smtpwire::Command<'_>) -> Self {
        use smtpwire::Command as C;
        let verb = command.verb().as_str().to_owned();
        let bare = Self { verb, ..Self::default() };
        let text = |argument: &Argument<'_>| argument.as_str().to_owned();
        match command {
            C::Ehlo(host) | C::Helo(host) | C::Lhlo(host) => {
                Self { host: Some(Greeted::Host(host.into())), ..bare }
            }
            C::Mail(mail) => Self {
                from: Some(Path::sender(&mail.from)),
                parameters: Parameter::all_of_mail(&mail.parameters),
                ..bare
            },
            C::Rcpt(rcpt) => Self {
                to: Some(Path::recipient(&rcpt.to)),
                parameters: Parameter::all_of_rcpt(&rcpt.parameters),
                ..bare
            },
            C::Bdat(bdat) => Self { size: Some(Count(bdat.size)), last: bdat.last, ..bare },
            C::Noop(argument) | C::Help(argument) => {
                Self { argument: argument.as_ref().map(text), ..bare }
            }
            C::Vrfy(query) | C::Expn(query) => {
                Self { argument: Some(text(query.argument())), smtputf8: query.smtputf8(), ..bare }
            }
            C::Auth(auth) => Self {
                mechanism: Some(auth.mechanism.as_str().to_owned()),
                initial_response: auth.initial_response.as_ref().map(|r| r.reveal_base64().into()),
                ..bare
            },
            C::Etrn(for_whom) => {
                let (host, subdomains, queue) = node_parts(for_whom);
                Self { host: host.map(Greeted::Text), subdomains, queue, ..bare }
            }
            C::Atrn(domains) => {
                let names = domains.iter().map(|domain| domain.as_str().to_owned()).collect();
                Self { domains: Some(names), ..bare }
            }
            C::Burl(burl) => Self { url: Some(burl.reveal_url().into()), last: burl.last, ..bare },
            C::XClient(attributes) | C::XForward(attributes) => {
                Self { attributes: Some(pairs(attributes)), ..bare }
            }
            C::Unknown(unknown) => Self {
                verb: unknown.verb().to_owned(),
                unknown: Some(unknown.as_str().to_owned()),
                ..Self::default()
            },
            C::Data | C::Rset | C::Quit | C::StartTls => bare,
            // A command that the core knows and this shell does not: its line.
            newer => {
                let mut line = Vec::new();
                newer.encode(&mut line);
                let line = Escaped(line.trim_ascii_end()).to_string();
                Self { unknown: Some(line), ..bare }
            }
        }
    }
}

/// What ETRN names: a host, a domain with those below it, or a queue.
pub(crate) fn node_parts(node: &Node<'_>) -> (Option<String>, Option<String>, Option<String>) {
    match node {
        Node::Host(domain) => (Some(domain.as_str().to_owned()), None, None),
        Node::Subdomains(domain) => (None, Some(domain.as_str().to_owned()), None),
        Node::Queue(name) => (None, None, Some(name.as_str().to_owned())),
    }
}

/// Names and values, in their order.
pub(crate) fn pairs(attributes: &Attributes<'_>) -> Vec<(String, String)> {
    let pair = |a: &Attribute<'_>| (a.name().to_owned(), a.value().to_owned());
    attributes.iter().map(pair).collect()
}

fn domain(name: &str) -> Result<Domain<'_>, Failure> {
    Domain::parse(name).map_err(Failure::unsendable)
}

/// What ETRN is for: exactly one of a host, a domain with all below it, a queue.
///
/// # Errors
/// It is not exactly one, or no name.
pub fn node<'n>(
    host: Option<&'n str>,
    subdomains: Option<&'n str>,
    queue: Option<&'n str>,
) -> Result<Node<'n>, Failure> {
    match (host, subdomains, queue) {
        (Some(name), None, None) => {
            domain(name).map(Node::Host).map_err(|wrong| wrong.within("host"))
        }
        (None, Some(name), None) => {
            domain(name).map(Node::Subdomains).map_err(|wrong| wrong.within("subdomains"))
        }
        (None, None, Some(name)) => {
            need(Word::new(name), "queue", "one printable word").map(Node::Queue)
        }
        _ => need(None, "ETRN", "give one of host, subdomains or queue"),
    }
}

impl Command {
    /// The same command, its secrets written out by serde.
    #[must_use]
    pub fn revealed(mut self) -> Self {
        self.initial_response = self.initial_response.map(SecretText::revealed);
        self.url = self.url.map(SecretText::revealed);
        self
    }

    /// The core's command.
    ///
    /// # Errors
    /// The verb is none, a field that it needs is missing, one is given that it has not, or a value
    /// is none. The sentence begins with the field's path, as in `command.from`.
    pub fn build(&self) -> Result<smtpwire::Command<'_>, Failure> {
        self.built().map_err(|wrong| wrong.within("command"))
    }

    fn built(&self) -> Result<smtpwire::Command<'_>, Failure> {
        use smtpwire::Command as C;
        if let Some(line) = &self.unknown {
            self.only(&["unknown"])?;
            let allowed = "a line without control characters whose verb is not known here";
            return need(UnknownCommand::new(line), "unknown", allowed).map(C::Unknown);
        }
        let verb = self.verb.as_str();
        Ok(match verb {
            "EHLO" => C::Ehlo(self.only(&["host"])?.build_host()?),
            "HELO" => C::Helo(self.only(&["host"])?.build_host()?),
            "LHLO" => C::Lhlo(self.only(&["host"])?.build_host()?),
            "MAIL" => {
                self.only(&["from", "parameters"])?;
                let from = match require(self.from.as_ref(), "from", verb)? {
                    None => smtpwire::ReversePath::Null,
                    Some(path) => path.build_sender().map_err(|wrong| wrong.within("from"))?,
                };
                C::Mail(Mail { from, parameters: mail_parameters(&self.parameters)? })
            }
            "RCPT" => {
                self.only(&["to", "parameters"])?;
                let to = require(self.to.as_ref(), "to", verb)?.build_recipient();
                let to = to.map_err(|wrong| wrong.within("to"))?;
                C::Rcpt(Rcpt { to, parameters: rcpt_parameters(&self.parameters)? })
            }
            "DATA" => self.only(&[]).map(|_| C::Data)?,
            "BDAT" => {
                self.only(&["size", "last"])?;
                C::Bdat(Bdat { size: require(self.size, "size", verb)?.0, last: self.last })
            }
            "RSET" => self.only(&[]).map(|_| C::Rset)?,
            "NOOP" => C::Noop(self.only(&["argument"])?.build_argument()?),
            "QUIT" => self.only(&[]).map(|_| C::Quit)?,
            "VRFY" => C::Vrfy(self.build_query()?),
            "EXPN" => C::Expn(self.build_query()?),
            "HELP" => C::Help(self.only(&["argument"])?.build_argument()?),
            "STARTTLS" => self.only(&[]).map(|_| C::StartTls)?,
            "AUTH" => C::Auth(self.build_auth()?),
            "ETRN" => {
                self.only(&["host", "subdomains", "queue"])?;
                let host = match &self.host {
                    None => None,
                    Some(Greeted::Text(name)) => Some(name.as_str()),
                    Some(Greeted::Host(_)) => return need(None, "host", "ETRN names a domain"),
                };
                C::Etrn(node(host, self.subdomains.as_deref(), self.queue.as_deref())?)
            }
            "ATRN" => {
                let mut domains = Vec::new();
                for name in self.only(&["domains"])?.domains.iter().flatten() {
                    let within =
                        |wrong: Failure| wrong.within(&format!("domains[{}]", domains.len()));
                    domains.push(domain(name).map_err(within)?);
                }
                C::Atrn(domains)
            }
            "BURL" => {
                self.only(&["url", "last"])?;
                let url = require(self.url.as_ref(), "url", verb)?.reveal();
                let allowed = "a URL with its scheme, of printable ASCII";
                C::Burl(need(Burl::new(url, self.last), "url", allowed)?)
            }
            "XCLIENT" => C::XClient(self.build_attributes()?),
            "XFORWARD" => C::XForward(self.build_attributes()?),
            _ => {
                let allowed = "no verb that is known, in capitals; give the line as unknown";
                return need(None, "verb", allowed);
            }
        })
    }

    fn build_host(&self) -> Result<smtpwire::Host<'_>, Failure> {
        let host = match require(self.host.as_ref(), "host", &self.verb)? {
            Greeted::Text(text) => smtpwire::Host::parse(text).map_err(Failure::unsendable),
            Greeted::Host(host) => host.build(),
        };
        host.map_err(|wrong| wrong.within("host"))
    }

    fn build_argument(&self) -> Result<Option<Argument<'_>>, Failure> {
        let allowed = "text without control characters, and no space at its ends";
        let read = |text| need(Argument::new(text), "argument", allowed);
        self.argument.as_deref().map(read).transpose()
    }

    fn build_query(&self) -> Result<Query<'_>, Failure> {
        self.only(&["argument", "smtputf8"])?;
        let argument = require(self.build_argument()?, "argument", &self.verb)?;
        let allowed = "what is not ASCII needs smtputf8";
        need(Query::new(argument, self.smtputf8), "argument", allowed)
    }

    fn build_auth(&self) -> Result<Auth<'_>, Failure> {
        self.only(&["mechanism", "initial_response"])?;
        let name = require(self.mechanism.as_deref(), "mechanism", &self.verb)?;
        let allowed = "1 to 20 letters, digits, hyphens or underscores";
        let mechanism = need(Mechanism::parse(name), "mechanism", allowed)?;
        let initial_response = match &self.initial_response {
            None => None,
            Some(secret) => {
                let response = SaslResponse::parse(secret.reveal());
                Some(need(response, "initial_response", "base64, empty for an empty response")?)
            }
        };
        Ok(Auth { mechanism, initial_response })
    }

    fn build_attributes(&self) -> Result<Attributes<'_>, Failure> {
        self.only(&["attributes"])?;
        let allowed = "names of letters, digits and hyphens, and values without control characters";
        let pairs = require(self.attributes.as_ref(), "attributes", &self.verb)?;
        let one = |(name, value): &'_ (String, String)| Attribute::new(name, value).map(|_| ());
        if pairs.iter().any(|pair| one(pair).is_none()) {
            return need(None, "attributes", allowed);
        }
        let list = pairs.iter().filter_map(|(name, value)| Attribute::new(name, value)).collect();
        need(Attributes::new(list), "attributes", "at least one")
    }

    /// The command itself, if no field is given but these.
    fn only(&self, fields: &[&str]) -> Result<&Self, Failure> {
        let Self {
            verb,
            host,
            from,
            to,
            parameters,
            size,
            last,
            argument,
            smtputf8,
            mechanism,
            initial_response,
            subdomains,
            queue,
            domains,
            url,
            attributes,
            unknown,
        } = self;
        let present = [
            ("host", host.is_some()),
            ("from", from.is_some()),
            ("to", to.is_some()),
            ("parameters", !parameters.is_empty()),
            ("size", size.is_some()),
            ("last", *last),
            ("argument", argument.is_some()),
            ("smtputf8", *smtputf8),
            ("mechanism", mechanism.is_some()),
            ("initial_response", initial_response.is_some()),
            ("subdomains", subdomains.is_some()),
            ("queue", queue.is_some()),
            ("domains", domains.is_some()),
            ("url", url.is_some()),
            ("attributes", attributes.is_some()),
            ("unknown", unknown.is_some()),
        ];
        match present.iter().find(|(name, is)| *is && !fields.contains(name)) {
            None => Ok(self),
            Some((name, _)) => {
                let allowed = match fields {
                    [] => format!("{verb} has no fields"),
                    fields => format!("{verb} has {}", fields.join(" and ")),
                };
                need(None, name, &allowed)
            }
        }
    }
}

/// A verb in capitals, or `unknown`.
pub fn verb(verb: Verb) -> &'static str {
    if verb == Verb::Unknown { "unknown" } else { verb.as_str() }
}

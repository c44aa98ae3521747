//! Commands, asked.

use smtpwire::types::command::{Argument, Attributes, Node, Query};
use smtpwire::{Command, Domain, SaslResponse, Verb};

use super::{Held, smtpwire_attribute, smtpwire_command, smtpwire_node_kind};
use crate::address::smtpwire_address;
use crate::guard::{Outcome, ask, free, look, peek, put};
use crate::parameters::{Parameters, smtpwire_parameters};
use crate::verb::smtpwire_verb;
use crate::view::put_text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// What a question is answered that a command has no answer to.
const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

/// Its verb; `SMTPWIRE_VERB_UNKNOWN` for a line whose verb is not known here, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_verb(command: *const smtpwire_command) -> smtpwire_verb {
    let unknown = smtpwire_verb::of(Verb::Unknown);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(command, unknown, |held| smtpwire_verb::of(held.command.verb())) }
}

/// Its verb in capitals, or the first word of a line whose verb is not known here, as it was written; "***" where
/// that may be a secret: behind a login that was refused, and where it can be no verb. It lasts as long
/// as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_verb_text(
    command: *const smtpwire_command,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(command, smtpwire_str::of(""), |held| match &held.command {
            Command::Unknown(unknown) => smtpwire_str::of(unknown.shown_verb()),
            known => smtpwire_str::of(known.verb().as_str()),
        })
    }
}

/// EHLO, HELO, LHLO: the client's name, an address that lasts as long as the command and is not to be freed.
/// `SMTPWIRE_ABSENT` for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_host(
    command: *const smtpwire_command,
    host: *mut *const smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(command, |held| put(host, held.host()?)) }
}

/// MAIL, RCPT: the path, an address that lasts as long as the command and is not to be freed. `SMTPWIRE_ABSENT` for all
/// others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_path(
    command: *const smtpwire_command,
    path: *mut *const smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(command, |held| put(path, held.path()?)) }
}

/// MAIL, RCPT: the parameters, perhaps none; they last as long as the command and are not to be freed.
/// `SMTPWIRE_ABSENT` for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_parameters(
    command: *const smtpwire_command,
    parameters: *mut *const smtpwire_parameters,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(command, |held| put(parameters, held.parameters()?)) }
}

/// BDAT: how many octets of content follow. `SMTPWIRE_ABSENT` for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_size(
    command: *const smtpwire_command,
    size: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Bdat(bdat) => put(size, bdat.size),
            _ => Err(ABSENT),
        })
    }
}

/// BDAT, BURL: whether the message ends with this; false for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_last(command: *const smtpwire_command) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(command, false, |held| match &held.command {
            Command::Bdat(bdat) => bdat.last,
            Command::Burl(burl) => burl.last,
            _ => false,
        })
    }
}

/// NOOP, HELP, VRFY, EXPN: the text. `SMTPWIRE_ABSENT` where there is none, and for all others. It lasts as long as the
/// command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_argument(
    command: *const smtpwire_command,
    argument: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(command, |held| put_text(argument, held.argument().map(Argument::as_str))) }
}

/// VRFY, EXPN: whether UTF-8 may stand in the reply; false for all others. MAIL's is in its parameters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_smtputf8(command: *const smtpwire_command) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        ask(command, false, |held| match &held.command {
            Command::Vrfy(query) | Command::Expn(query) => query.smtputf8(),
            _ => false,
        })
    }
}

/// AUTH: the mechanism as it was written. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_mechanism(
    command: *const smtpwire_command,
    mechanism: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Auth(auth) => put_text(mechanism, Some(auth.mechanism.as_str())),
            _ => Err(ABSENT),
        })
    }
}

/// AUTH: the first response in base64, empty where it is `=`. It is a secret: don't log it. `SMTPWIRE_ABSENT` where there
/// is none, and for all others. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_reveal_initial_response(
    command: *const smtpwire_command,
    base64: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Auth(auth) => {
                put_text(base64, auth.initial_response.as_ref().map(SaslResponse::reveal_base64))
            }
            _ => Err(ABSENT),
        })
    }
}

/// ETRN: what kind of node it names, and the name without the `@` or `#`. `SMTPWIRE_ABSENT` for all others. The name
/// lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_node(
    command: *const smtpwire_command,
    kind: *mut smtpwire_node_kind,
    name: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| {
            let Command::Etrn(node) = &held.command else { return Err(ABSENT) };
            if name.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
            }
            let (found, text) = node_parts(node);
            put(kind, found)?;
            put_text(name, Some(text))
        })
    }
}

/// A node as C sees it: what kind it is, and its name.
pub(crate) fn node_parts<'n>(node: &'n Node<'_>) -> (smtpwire_node_kind, &'n str) {
    match node {
        Node::Host(domain) => (smtpwire_node_kind::SMTPWIRE_NODE_KIND_HOST, domain.as_str()),
        Node::Subdomains(domain) => {
            (smtpwire_node_kind::SMTPWIRE_NODE_KIND_SUBDOMAINS, domain.as_str())
        }
        Node::Queue(name) => (smtpwire_node_kind::SMTPWIRE_NODE_KIND_QUEUE, name.as_str()),
    }
}

/// ATRN: how many domains it names; 0 for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_domain_count(command: *const smtpwire_command) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(command, 0, |held| held.domains().len()) }
}

/// ATRN: a domain, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_domain(
    command: *const smtpwire_command,
    index: usize,
    domain: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| {
            let found = held.domains().get(index);
            put_text(domain, Some(found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?.as_str()))
        })
    }
}

/// BURL: the URL. It may hold a password or a token: don't log it. `SMTPWIRE_ABSENT` for all others. It lasts as long as
/// the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_reveal_url(
    command: *const smtpwire_command,
    url: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Burl(burl) => put_text(url, Some(burl.reveal_url())),
            _ => Err(ABSENT),
        })
    }
}

/// XCLIENT, XFORWARD: how many attributes it has; 0 for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_attribute_count(
    command: *const smtpwire_command,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(command, 0, |held| held.attributes().map_or(0, |list| list.iter().len())) }
}

/// XCLIENT, XFORWARD: an attribute, from 0, its value decoded; that may be `[UNAVAILABLE]` or `[TEMPUNAVAIL]`.
/// `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_attribute(
    command: *const smtpwire_command,
    index: usize,
    attribute: *mut smtpwire_attribute,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| {
            let found = held.attributes().and_then(|list| list.iter().nth(index));
            let found = found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put(attribute, smtpwire_attribute::of(found))
        })
    }
}

/// The whole line, without its CRLF, of a command whose verb is not known here. It may be a login that was misspelt, or a
/// password that came out of turn: don't log it, `smtpwire_command_shown_line` is for that. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_line(
    command: *const smtpwire_command,
    line: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Unknown(unknown) => put_text(line, Some(unknown.as_str())),
            _ => Err(ABSENT),
        })
    }
}

/// What may be logged of a command whose verb is not known here: its first word, and "***" for what follows it; or "***"
/// for all of it. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_shown_line(
    command: *const smtpwire_command,
    line: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(command, |held| match &held.command {
            Command::Unknown(unknown) => {
                put_text(line, Some(held.shown.get_or_init(|| unknown.shown())))
            }
            _ => Err(ABSENT),
        })
    }
}

/// The command as it stands on the wire, with its CRLF. That of AUTH or BURL may hold a secret: don't log it. It lasts as
/// long as the command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_wire(command: *const smtpwire_command) -> smtpwire_bytes {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(command, smtpwire_bytes::of(&[]), |held| smtpwire_bytes::of(held.wire())) }
}

/// Whether two commands say the same; addresses are compared as `smtpwire_address_equal` does, mechanisms without regard
/// to case. NULL equals nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_equal(
    command: *const smtpwire_command,
    other: *const smtpwire_command,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        let Ok(other) = peek(other) else { return false };
        ask(command, false, |held| held.command == other.command)
    }
}

/// Ends a command; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_free(command: *mut smtpwire_command) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(command) }
}

impl Held {
    fn wire(&self) -> &[u8] {
        self.wire.get_or_init(|| {
            let mut line = Vec::new();
            self.command.encode(&mut line);
            line
        })
    }

    fn host(&self) -> Outcome<*const smtpwire_address> {
        let (Command::Ehlo(host) | Command::Helo(host) | Command::Lhlo(host)) = &self.command
        else {
            return Err(ABSENT);
        };
        Ok(self.address(|| smtpwire_address::made(host.clone())))
    }

    fn path(&self) -> Outcome<*const smtpwire_address> {
        match &self.command {
            Command::Mail(mail) => Ok(self.address(|| smtpwire_address::made(mail.from.clone()))),
            Command::Rcpt(rcpt) => Ok(self.address(|| smtpwire_address::made(rcpt.to.clone()))),
            _ => Err(ABSENT),
        }
    }

    /// The address in it, made when it is first asked for.
    fn address(&self, made: impl FnOnce() -> smtpwire_address) -> *const smtpwire_address {
        &raw const **self.address.get_or_init(|| Box::new(made()))
    }

    fn parameters(&self) -> Outcome<*const smtpwire_parameters> {
        let boxed = |list| Box::new(smtpwire_parameters::made(list));
        let made = match &self.command {
            Command::Mail(mail) => {
                self.parameters.get_or_init(|| boxed(Parameters::Mail(mail.parameters.clone())))
            }
            Command::Rcpt(rcpt) => {
                self.parameters.get_or_init(|| boxed(Parameters::Rcpt(rcpt.parameters.clone())))
            }
            _ => return Err(ABSENT),
        };
        Ok(&raw const **made)
    }

    fn argument(&self) -> Option<&Argument<'static>> {
        match &self.command {
            Command::Noop(text) | Command::Help(text) => text.as_ref(),
            Command::Vrfy(query) | Command::Expn(query) => Some(Query::argument(query)),
            _ => None,
        }
    }

    fn domains(&self) -> &[Domain<'static>] {
        if let Command::Atrn(domains) = &self.command { domains } else { &[] }
    }

    fn attributes(&self) -> Option<&Attributes<'static>> {
        match &self.command {
            Command::XClient(list) | Command::XForward(list) => Some(list),
            _ => None,
        }
    }
}

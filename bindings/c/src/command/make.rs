//! Commands, read and built from their parts.

use smtpwire::types::command::{
    Argument, Attribute, Attributes, Auth, Bdat, Burl, Mail, Query, Rcpt, UnknownCommand,
};
use smtpwire::{Command, Domain, Mechanism, Problem, SaslResponse, Verb};

use super::{Held, options, smtpwire_attribute, smtpwire_command};
use crate::address::{ascii_domain, node_of, smtpwire_address};
use crate::error::{Explained, make, smtpwire_error};
use crate::guard::peek;
use crate::parameters::{mail_parameters, rcpt_parameters, smtpwire_parameters};
use crate::verb::smtpwire_verb;
use crate::view::{read_list, read_texts};
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Reads one line, without its CRLF. White space at its end is passed over (RFC 5321 section 4.1.1). A verb that is
/// not known gives a command of the verb `SMTPWIRE_VERB_UNKNOWN`, and no error.
///
/// `read_options` are bits of `smtpwire_command_option`; `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any
/// other bit, `SMTPWIRE_MALFORMED` for what is no command; `*error` has the name of what is wrong, the octet where, the
/// verb, and the reply that a server gives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_parse(
    line: smtpwire_bytes,
    read_options: u32,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let read = Command::parse_with(line.read()?, &options(read_options)?)?;
            Ok(read.into_owned().into())
        })
    }
}

/// A command that says nothing but its verb: DATA, RSET, NOOP, QUIT, HELP or STARTTLS, as a `smtpwire_verb`.
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_plain(
    verb: u32,
    command: *mut *mut smtpwire_command,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, std::ptr::null_mut(), || {
            let plain = match smtpwire_verb::read(verb)? {
                Verb::Data => Command::Data,
                Verb::Rset => Command::Rset,
                Verb::Noop => Command::Noop(None),
                Verb::Quit => Command::Quit,
                Verb::Help => Command::Help(None),
                Verb::StartTls => Command::StartTls,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            Ok(plain.into())
        })
    }
}

/// `EHLO`, `HELO` or `LHLO`, as a `smtpwire_verb`, with the client's name: a domain or an address literal, which is
/// copied.
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_VALUE` for what is no host
/// or not ASCII.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_hello(
    verb: u32,
    host: *const smtpwire_address,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let hello = match smtpwire_verb::read(verb)? {
                Verb::Ehlo => Command::Ehlo,
                Verb::Helo => Command::Helo,
                Verb::Lhlo => Command::Lhlo,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            readable(hello(peek(host)?.host()?))
        })
    }
}

/// `MAIL` from this mailbox, the path to one, or the null path, with these parameters, or NULL for none. Both are
/// copied.
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for an address that is none of these, for parameters of RCPT
/// ("wrong-command"), and for an address that is not ASCII without SMTPUTF8 ("needs-smtputf8").
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_mail(
    from: *const smtpwire_address,
    parameters: *const smtpwire_parameters,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let from = peek(from)?.reverse_path()?;
            readable(Command::Mail(Mail { from, parameters: mail_parameters(parameters)? }))
        })
    }
}

/// `RCPT` to this mailbox, the path to one, or `<Postmaster>`, with these parameters, or NULL for none. Both are
/// copied.
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for an address that is none of these, and for parameters of
/// MAIL ("wrong-command").
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_rcpt(
    to: *const smtpwire_address,
    parameters: *const smtpwire_parameters,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let to = peek(to)?.forward_path()?;
            readable(Command::Rcpt(Rcpt { to, parameters: rcpt_parameters(parameters)? }))
        })
    }
}

/// The parts were each valid by themselves, but some may have been read more leniently than what is sent has to
/// be, and some don't go together.
fn readable(command: Command<'static>) -> Result<Held, Explained> {
    let mut line = Vec::new();
    command.encode(&mut line);
    let line = line.strip_suffix(b"\r\n").unwrap_or(&line);
    Command::parse(line).map_err(|error| Explained::from(error.problem()))?;
    Ok(command.into())
}

/// `BDAT`: so many octets of content follow, perhaps the last ones (RFC 3030). `*command` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_bdat(
    size: u64,
    last: bool,
    command: *mut *mut smtpwire_command,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(command, std::ptr::null_mut(), || Ok(Command::Bdat(Bdat { size, last }).into())) }
}

/// `NOOP` or `HELP`, as a `smtpwire_verb`, with a text: without control characters, and no space at either end.
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
/// `SMTPWIRE_INVALID_VALUE` for what is no such text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_argument(
    verb: u32,
    argument: smtpwire_str,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let with = match smtpwire_verb::read(verb)? {
                Verb::Noop => Command::Noop,
                Verb::Help => Command::Help,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            Ok(with(Some(text(argument.read()?)?)).into_owned().into())
        })
    }
}

/// `VRFY` or `EXPN`, as a `smtpwire_verb`, of a user, a mailbox or a list; `smtputf8`: UTF-8 may stand in the reply,
/// as it must where the text is not ASCII (RFC 6531 section 3.7.4.2).
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
/// `SMTPWIRE_INVALID_VALUE` for a text that is none or needs SMTPUTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_query(
    verb: u32,
    argument: smtpwire_str,
    smtputf8: bool,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let with = match smtpwire_verb::read(verb)? {
                Verb::Vrfy => Command::Vrfy,
                Verb::Expn => Command::Expn,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            let query = Query::new(text(argument.read()?)?, smtputf8);
            Ok(with(query.ok_or(Problem::NeedsSmtpUtf8)?).into_owned().into())
        })
    }
}

fn text(text: &str) -> Result<Argument<'_>, Explained> {
    Argument::new(text).ok_or_else(|| match text.find(|c: char| c.is_control()) {
        Some(at) => Explained::from(Problem::ControlCharacter).at(at as u64),
        None if text.is_empty() => Explained::from(Problem::MissingArgument),
        None => Explained::from(Problem::ExtraSpace),
    })
}

/// `AUTH` with this mechanism and, unless it is NULL, a first response in base64; an empty one is written `=` (RFC 4954
/// section 4). The response is a secret and is shown by `smtpwire_command_reveal_initial_response` and
/// `smtpwire_command_wire` alone.
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for a mechanism that is not 1 to 20 letters, digits, hyphens and
/// underscores, and for what is no base64.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_auth(
    mechanism: smtpwire_str,
    initial_response: *const smtpwire_str,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let mechanism = Mechanism::parse(mechanism.read()?).ok_or(Problem::BadMechanism)?;
            let initial_response = match initial_response.as_ref() {
                None => None,
                Some(base64) => {
                    Some(SaslResponse::parse(base64.read()?).ok_or(Problem::BadBase64)?)
                }
            };
            Ok(Command::Auth(Auth { mechanism, initial_response }).into_owned().into())
        })
    }
}

/// `ETRN` of a node: what kind it is, a `smtpwire_node_kind`, and its name without the `@` or `#`.
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other kind, `SMTPWIRE_INVALID_UTF8`, and
/// `SMTPWIRE_INVALID_VALUE` for a name that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_etrn(
    kind: u32,
    name: smtpwire_str,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(command, error, || Ok(Command::Etrn(node_of(kind, name.read()?)?).into())) }
}

/// `ATRN` for these domains, perhaps none (RFC 2645 section 5.1).
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for a domain that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_atrn(
    domains: *const smtpwire_str,
    domain_count: usize,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let names = read_texts(domains, domain_count)?.into_iter();
            let domains: Vec<Domain<'_>> = names.map(ascii_domain).collect::<Result<_, _>>()?;
            Ok(Command::Atrn(domains).into())
        })
    }
}

/// `BURL`: the content is what this URL holds; `last`: the message ends with it (RFC 4468 section 3.2). The URL may hold
/// a secret and is shown by `smtpwire_command_reveal_url` and `smtpwire_command_wire` alone.
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for what is no URL with its scheme, of printable ASCII.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_burl(
    url: smtpwire_str,
    last: bool,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let burl = Burl::new(url.read()?, last).ok_or(Problem::BadBurl)?;
            Ok(Command::Burl(burl).into_owned().into())
        })
    }
}

/// `XCLIENT` or `XFORWARD`, as a `smtpwire_verb`, with these attributes, at least one: names of letters, digits and
/// hyphens, values without control characters, not yet in xtext.
///
/// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
/// `SMTPWIRE_INVALID_VALUE` for an attribute that is none, or where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_attributes(
    verb: u32,
    attributes: *const smtpwire_attribute,
    attribute_count: usize,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let with = match smtpwire_verb::read(verb)? {
                Verb::XClient => Command::XClient,
                Verb::XForward => Command::XForward,
                _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE.into()),
            };
            let mut list = Vec::new();
            for given in read_list(attributes, attribute_count)? {
                let attribute = Attribute::new(given.name.read()?, given.value.read()?);
                list.push(attribute.ok_or(Problem::BadAttribute)?);
            }
            let attributes = Attributes::new(list).ok_or(Problem::MissingArgument)?;
            Ok(with(attributes).into_owned().into())
        })
    }
}

/// A line whose verb is not known here, as it is given: printable text, without CRLF and without a space at either end.
///
/// `*command` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is none, or reads as a
/// command that is known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_new_unknown(
    line: smtpwire_str,
    command: *mut *mut smtpwire_command,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(command, error, || {
            let unknown = UnknownCommand::new(line.read()?).ok_or(Problem::BadVerb)?;
            Ok(Command::Unknown(unknown).into_owned().into())
        })
    }
}

/// A copy of a command, such as one of an event, to be kept; `*copy` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_command_copy(
    command: *const smtpwire_command,
    copy: *mut *mut smtpwire_command,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(copy, std::ptr::null_mut(), || Ok(peek(command)?.command().clone().into())) }
}

//! Addresses, asked.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use smtpwire::{AddressLiteral, LocalPart};

use super::{
    FORWARD_PATH, Held, Meaning, REVERSE_PATH, smtpwire_address, smtpwire_address_form,
    smtpwire_address_kind,
};
use crate::guard::{Outcome, ask, free, look, peek, put};
use crate::view::put_text;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// What it was read as, or built as; `SMTPWIRE_ADDRESS_KIND_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_kind_of(
    address: *const smtpwire_address,
) -> smtpwire_address_kind {
    let none = smtpwire_address_kind::SMTPWIRE_ADDRESS_KIND_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(address, none, |held| held.kind) }
}

/// What it is; `SMTPWIRE_ADDRESS_FORM_NONE` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_form_of(
    address: *const smtpwire_address,
) -> smtpwire_address_form {
    let none = smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_NONE;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(address, none, |held| held.meaning.form()) }
}

/// The address as it is written, a path with its brackets. It lasts as long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_text(address: *const smtpwire_address) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(address, smtpwire_str::of(""), |held| smtpwire_str::of(held.text())) }
}

/// The local part of a mailbox or of the path to one, or a local part itself, as it is written: quotes and
/// all. `SMTPWIRE_ABSENT` for all others. It lasts as long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_local_part(
    address: *const smtpwire_address,
    local_part: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put_text(local_part, Some(held.local_part()?.as_str()))) }
}

/// What the local part means: without quotes and backslashes. `SMTPWIRE_ABSENT` where there is none. It lasts
/// as long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_local_part_content(
    address: *const smtpwire_address,
    content: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put_text(content, Some(held.content()?))) }
}

/// The host of a mailbox or of the path to one, as an address of its own that lasts as long as this one and
/// is not to be freed. `SMTPWIRE_ABSENT` for all others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_host(
    address: *const smtpwire_address,
    host: *mut *const smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put(host, held.host_inside()?)) }
}

/// The octets of an IP address in the network's order, 4 or 16. `SMTPWIRE_ABSENT` for what is no IP address,
/// a mailbox at one among them: ask its host. They last as long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_ip(
    address: *const smtpwire_address,
    octets: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put(octets, smtpwire_bytes::of(held.octets()?))) }
}

/// The tag of a general address literal. `SMTPWIRE_ABSENT` for all others. It lasts as long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_tag(
    address: *const smtpwire_address,
    tag: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put_text(tag, held.general().map(|(tag, _)| tag))) }
}

/// What stands behind the tag of a general address literal. `SMTPWIRE_ABSENT` for all others. It lasts as
/// long as the address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_content(
    address: *const smtpwire_address,
    content: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(address, |held| put_text(content, held.general().map(|(_, content)| content))) }
}

/// Whether every octet is ASCII, so that no SMTPUTF8 is needed to send it; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_is_ascii(address: *const smtpwire_address) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(address, false, |held| held.text().is_ascii()) }
}

/// Whether two addresses mean the same. Domains are compared without regard to the case of ASCII letters, local
/// parts by what they mean: `"jo"` is `jo`, and `Jo` another one. Kinds don't matter: a mailbox equals the path to
/// it. NULL equals nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_equal(
    address: *const smtpwire_address,
    other: *const smtpwire_address,
) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe {
        let Ok(other) = peek(other) else { return false };
        ask(address, false, |held| held.meaning == other.meaning)
    }
}

/// A number for tables: equal addresses have the same. It differs from one run of a program to the next, so
/// that nobody can send addresses that were made to meet in one place; don't keep it. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_hash(address: *const smtpwire_address) -> u64 {
    static STATE: OnceLock<RandomState> = OnceLock::new();
    // SAFETY: the caller's, as the header says.
    unsafe { ask(address, 0, |held| STATE.get_or_init(RandomState::new).hash_one(&held.meaning)) }
}

/// Ends an address; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_free(address: *mut smtpwire_address) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(address) }
}

impl Meaning {
    fn form(&self) -> smtpwire_address_form {
        match self {
            Self::Domain(_) => smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_DOMAIN,
            Self::Literal(AddressLiteral::Ipv4(_)) => {
                smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_IPV4
            }
            Self::Literal(AddressLiteral::Ipv6(_)) => {
                smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_IPV6
            }
            Self::Literal(AddressLiteral::General(_)) => {
                smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_GENERAL_LITERAL
            }
            Self::LocalPart(_) => smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_LOCAL_PART,
            Self::Mailbox(_) => smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_MAILBOX,
            Self::NullPath => smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_NULL_PATH,
            Self::Postmaster => smtpwire_address_form::SMTPWIRE_ADDRESS_FORM_POSTMASTER,
        }
    }
}

impl Held {
    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bare = match &self.meaning {
                Meaning::Domain(domain) => domain.to_string(),
                Meaning::Literal(literal) => literal.to_string(),
                Meaning::LocalPart(local_part) => local_part.to_string(),
                Meaning::Mailbox(mailbox) => mailbox.to_string(),
                Meaning::NullPath => String::new(),
                Meaning::Postmaster => "Postmaster".into(),
            };
            match self.kind {
                REVERSE_PATH | FORWARD_PATH => format!("<{bare}>"),
                _ => bare,
            }
        })
    }

    fn local_part(&self) -> Outcome<&LocalPart<'static>> {
        match &self.meaning {
            Meaning::LocalPart(local_part) => Ok(local_part),
            Meaning::Mailbox(mailbox) => Ok(mailbox.local_part()),
            _ => Err(smtpwire_status::SMTPWIRE_ABSENT),
        }
    }

    fn content(&self) -> Outcome<&str> {
        let local_part = self.local_part()?;
        Ok(self.content.get_or_init(|| local_part.content().into_owned()))
    }

    fn host_inside(&self) -> Outcome<*const smtpwire_address> {
        let Meaning::Mailbox(mailbox) = &self.meaning else {
            return Err(smtpwire_status::SMTPWIRE_ABSENT);
        };
        let host = || Box::new(smtpwire_address::made(mailbox.host().clone()));
        Ok(&raw const **self.host.get_or_init(host))
    }

    fn octets(&self) -> Outcome<&[u8]> {
        let Meaning::Literal(literal) = &self.meaning else {
            return Err(smtpwire_status::SMTPWIRE_ABSENT);
        };
        Ok(match literal {
            AddressLiteral::Ipv4(ip) => self.octets.get_or_init(|| ip.octets().into()),
            AddressLiteral::Ipv6(ip) => self.octets.get_or_init(|| ip.octets().into()),
            AddressLiteral::General(_) => return Err(smtpwire_status::SMTPWIRE_ABSENT),
        })
    }

    /// Tag and content of a general literal.
    fn general(&self) -> Option<(&str, &str)> {
        match &self.meaning {
            Meaning::Literal(AddressLiteral::General(general)) => {
                Some((general.tag(), general.content()))
            }
            _ => None,
        }
    }
}

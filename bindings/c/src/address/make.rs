//! Addresses, read and built from their parts.

use std::net::{Ipv4Addr, Ipv6Addr};

use smtpwire::types::domain::GeneralLiteral;
use smtpwire::{
    AddressLiteral, Domain, ForwardPath, Host, LocalPart, Mailbox, Problem, ReversePath, ValueError,
};

use super::{
    ADDRESS_LITERAL, DOMAIN, FORWARD_PATH, HOST, Held, LOCAL_PART, MAILBOX, Meaning, REVERSE_PATH,
    smtpwire_address, smtpwire_address_kind,
};
use crate::error::{Explained, make, smtpwire_error};
use crate::guard::peek;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Reads an address of this kind, strictly by the grammar of RFC 5321 and RFC 6531; a source route in a
/// path is checked and dropped. It is written as it was read, but for that and for IP addresses.
///
/// `kind` is a `smtpwire_address_kind`; `*address` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a kind that
/// is none, `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_MALFORMED` for what is no such address; `*error` has the
/// name of what is wrong and the octet where.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_parse(
    kind: u32,
    text: smtpwire_str,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || Ok(parse(smtpwire_address_kind::read(kind)?, text.read()?)?)) }
}

fn parse(kind: smtpwire_address_kind, text: &str) -> Result<Held, ValueError> {
    Ok(match kind {
        DOMAIN => text.parse::<Domain<'_>>()?.into(),
        ADDRESS_LITERAL => text.parse::<AddressLiteral<'_>>()?.into(),
        HOST => text.parse::<Host<'_>>()?.into(),
        LOCAL_PART => text.parse::<LocalPart<'_>>()?.into(),
        MAILBOX => text.parse::<Mailbox<'_>>()?.into(),
        REVERSE_PATH => text.parse::<ReversePath<'_>>()?.into(),
        // A number that is no kind never comes this far.
        FORWARD_PATH | smtpwire_address_kind::SMTPWIRE_ADDRESS_KIND_NONE => {
            text.parse::<ForwardPath<'_>>()?.into()
        }
    })
}

/// A domain: labels of letters, digits and inner hyphens, parted by dots, or U-labels; at most 255 octets.
///
/// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is no domain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_domain(
    name: smtpwire_str,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || built::<Domain<'_>>(name.read()?.parse())) }
}

/// An address literal of an IP address, given by its octets in the network's order: 4 for IPv4, 16 for
/// IPv6.
///
/// `*address` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other number of octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_ip(
    octets: smtpwire_bytes,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || Ok(literal(octets.read()?)?.into())) }
}

fn literal(octets: &[u8]) -> Result<AddressLiteral<'static>, smtpwire_status> {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Ok(AddressLiteral::Ipv4(Ipv4Addr::from(four)));
    }
    let sixteen = <[u8; 16]>::try_from(octets);
    let sixteen = sixteen.map_err(|_| smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
    Ok(AddressLiteral::Ipv6(Ipv6Addr::from(sixteen)))
}

/// A general address literal, `[tag:content]`: a tag of letters, digits and inner hyphens, a content of
/// printable ASCII without `[`, backslash and `]`.
///
/// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for parts that are none, or
/// that read as an IPv6 address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_general(
    tag: smtpwire_str,
    content: smtpwire_str,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(address, error, || {
            let literal = GeneralLiteral::new(tag.read()?, content.read()?);
            let literal = AddressLiteral::General(Box::new(literal.ok_or(Problem::BadLiteral)?));
            Ok(literal.into_owned().into())
        })
    }
}

/// A local part as it is written, with its quotes if it has any: at most 64 octets.
///
/// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is no local part.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_local_part(
    written: smtpwire_str,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || built::<LocalPart<'_>>(written.read()?.parse())) }
}

/// The local part that means these characters, written with as little quoting as can be: `jo ann` becomes
/// `"jo ann"`.
///
/// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for nothing, for a control
/// character, and for more than 64 octets once it is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_local_part_from_content(
    content: smtpwire_str,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || built(LocalPart::from_content(content.read()?))) }
}

fn built<T: Into<Held>>(value: Result<T, ValueError>) -> Result<Held, Explained> {
    value.map(Into::into).map_err(Explained::unsendable)
}

/// A mailbox of a local part and a host: a domain or an address literal. Both are copied.
///
/// `*address` is to be freed. `SMTPWIRE_INVALID_VALUE` where one of the two is something else, or where they
/// have more than 254 octets together.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_mailbox(
    local_part: *const smtpwire_address,
    host: *const smtpwire_address,
    address: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, error, || mailbox(peek(local_part)?, peek(host)?)) }
}

fn mailbox(local_part: &Held, host: &Held) -> Result<Held, Explained> {
    let Meaning::LocalPart(local_part) = &local_part.meaning else {
        return Err(Problem::BadLocalPart.into());
    };
    let mailbox = Mailbox::new(local_part.clone(), host.host()?);
    Ok(mailbox.ok_or(Problem::PathTooLong)?.into())
}

/// The null path, `<>`: a reverse path. `*address` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_null_path(
    address: *mut *mut smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, std::ptr::null_mut(), || Ok(ReversePath::Null.into())) }
}

/// The recipient without a domain, `<Postmaster>`: a forward path. `*address` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_new_postmaster(
    address: *mut *mut smtpwire_address,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(address, std::ptr::null_mut(), || Ok(ForwardPath::Postmaster.into())) }
}

/// A copy of an address, as one of this kind: a mailbox becomes the path to it or the other way round, a
/// domain or an address literal a host.
///
/// `*copy` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a kind that is none, `SMTPWIRE_INVALID_VALUE` for an
/// address that is none of this kind: the null path is no forward path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_address_as(
    address: *const smtpwire_address,
    kind: u32,
    copy: *mut *mut smtpwire_address,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(copy, error, || peek(address)?.read_as(smtpwire_address_kind::read(kind)?)) }
}

//! What nearly every command of a session looks like, read at one look.
//!
//! A path of a dot-string and a domain, the parameters that mail carries every day, the name behind
//! EHLO: all in ASCII and without a surprise. Whatever else stands there, right or wrong, gives
//! `None`, and the rules of the grammar read the line from its start; what is read here, they would
//! read to the same value, lenient or not.

use fearless_simd::Level;

use super::places::{Ends, Places};
use crate::codec::grammar::{decimal, first_eight};
use crate::codec::search::{NoXchar, first};
use crate::types::domain::{Domain, Host};
use crate::types::mailbox::{ForwardPath, LocalPart, Mailbox, ReversePath};
use crate::types::parameter::{
    Body, EnvelopeId, MailParameters, Notify, NotifyEvents, OriginalRecipient, RcptParameters, Ret,
};
use crate::types::text::Utf8;

/// Whether this is the quicker way: not without vector instructions. A WebAssembly module crosses a
/// network before it runs, and to be small is worth more there; the rules read all by themselves.
#[inline(always)]
pub(super) fn is_quicker() -> bool {
    !Level::baseline().is_fallback() && !cfg!(target_arch = "wasm32")
}

/// ` FROM:reverse-path [parameters]`
#[inline(always)]
pub(super) fn mail<'a>(
    rest: &'a [u8],
    parameters: &mut MailParameters<'a>,
) -> Option<ReversePath<'a>> {
    let path = behind(rest, FROM)?;
    if let Some(rest) = path.strip_prefix(b"<>") {
        mail_parameters(rest, parameters)?;
        return Some(ReversePath::Null);
    }
    let (mailbox, rest) = mailbox(path)?;
    mail_parameters(rest, parameters)?;
    Some(ReversePath::Mailbox(mailbox))
}

/// ` TO:forward-path [parameters]`
#[inline(always)]
pub(super) fn rcpt<'a>(
    rest: &'a [u8],
    parameters: &mut RcptParameters<'a>,
) -> Option<ForwardPath<'a>> {
    let (mailbox, rest) = mailbox(behind(rest, TO)?)?;
    rcpt_parameters(rest, parameters)?;
    Some(ForwardPath::Mailbox(mailbox))
}

/// ` Domain` and nothing behind it.
#[inline(always)]
pub(super) fn host(rest: &[u8]) -> Option<Host<'_>> {
    let end = usize::try_from(Places::of(rest)?.domain(0)?).ok()?;
    let name = rest.strip_prefix(b" ").filter(|_| rest.len() == end)?;
    Some(Host::Domain(Domain(Utf8::known(name))))
}

/// `"<" Dot-string "@" Domain ">"`
#[inline(always)]
fn mailbox(path: &[u8]) -> Option<(Mailbox<'_>, &[u8])> {
    let Ends { at, end } = Places::of(path)?.mailbox()?;
    let (path, rest) = path.split_at_checked(end)?;
    let (local_part, domain) = path.split_at_checked(at)?;
    let local_part = LocalPart(Utf8::known(local_part.strip_prefix(b"<")?));
    let host = Host::Domain(Domain(Utf8::known(domain.strip_prefix(b"@")?)));
    Some((Mailbox { local_part, host }, rest.strip_prefix(b">")?))
}

/// The parameters of MAIL that mail carries every day.
#[inline(always)]
fn mail_parameters<'a>(mut rest: &'a [u8], list: &mut MailParameters<'a>) -> Option<()> {
    while !rest.is_empty() {
        let word = parameter(rest)?;
        let set = if SIZE.begins(word) {
            let (size, behind) = decimal(rest.get(6..)?)?;
            rest = behind;
            list.set_size(size)
        } else if BODY.begins(word) {
            let value = first_eight(rest.get(6..)?);
            let (body, length) = if EIGHT_BIT_MIME.begins(value) {
                (Body::EightBitMime, 14)
            } else if SEVEN_BIT.begins(value) {
                (Body::SevenBit, 10)
            } else {
                return None;
            };
            rest = rest.get(length..)?;
            list.set_body(body)
        } else if SMTPUTF8.begins(word) {
            rest = rest.get(9..)?;
            list.set_smtputf8()
        } else if RET_HDRS.begins(word) {
            rest = rest.get(9..)?;
            list.set_ret(Ret::Headers)
        } else if RET_FULL.begins(word) {
            rest = rest.get(9..)?;
            list.set_ret(Ret::Full)
        } else if ENVID.begins(word) {
            let (id, behind) = xchars(rest.get(7..)?, 100)?;
            rest = behind;
            list.set_envid(EnvelopeId(Utf8::known(id)))
        } else {
            return None;
        };
        set.ok()?;
    }
    Some(())
}

/// The parameters of RCPT that mail carries every day.
#[inline(always)]
fn rcpt_parameters<'a>(mut rest: &'a [u8], list: &mut RcptParameters<'a>) -> Option<()> {
    while !rest.is_empty() {
        let word = parameter(rest)?;
        let set = if NOTIFY.begins(word) {
            let (notify, behind) = notify(rest.get(8..)?)?;
            rest = behind;
            list.set_notify(notify)
        } else if ORCPT.begins(word) {
            let value = rest.get(7..)?;
            if !RFC822.begins(first_eight(value)) {
                return None;
            }
            let (address_type, _) = value.split_at_checked(6)?;
            let (address, behind) = xchars(value.get(7..)?, 500)?;
            rest = behind;
            list.set_orcpt(OriginalRecipient {
                address_type: Utf8::known(address_type),
                address: Utf8::known(address),
            })
        } else {
            return None;
        };
        set.ok()?;
    }
    Some(())
}

/// `"NEVER" / 1#notify-list-element`
#[inline(always)]
fn notify(mut value: &[u8]) -> Option<(Notify, &[u8])> {
    if NEVER.begins(first_eight(value)) {
        return Some((Notify::Never, value.get(5..)?));
    }
    let mut events = NotifyEvents { success: false, failure: false, delay: false };
    loop {
        let word = first_eight(value);
        let (event, length) = if SUCCESS.begins(word) {
            (&mut events.success, 7)
        } else if FAILURE.begins(word) {
            (&mut events.failure, 7)
        } else if DELAY.begins(word) {
            (&mut events.delay, 5)
        } else {
            return None;
        };
        *event = true;
        value = value.get(length..)?;
        match value.strip_prefix(b",") {
            Some(behind) => value = behind,
            None => return Some((Notify::On(events), value)),
        }
    }
}

/// The path behind `FROM:` or `TO:`.
#[inline(always)]
fn behind<'a>(rest: &'a [u8], keyword: &Known) -> Option<&'a [u8]> {
    let begins = keyword.begins(u64::from_le_bytes(*rest.first_chunk()?));
    rest.get(keyword.length..).filter(|_| begins)
}

/// The eight octets behind the space that parts a parameter from what stands before it.
#[inline(always)]
fn parameter(rest: &[u8]) -> Option<u64> {
    let eight = rest.strip_prefix(b" ")?.first_chunk()?;
    Some(u64::from_le_bytes(*eight))
}

/// One or more octets that stand for themselves in xtext, at most so many, and what stands behind
/// them.
fn xchars(octets: &[u8], most: usize) -> Option<(&[u8], &[u8])> {
    let end = first::<NoXchar>(octets).unwrap_or(octets.len());
    octets.split_at_checked(end).filter(|_| (1..=most).contains(&end))
}

/// A word that is known when this crate is compiled, as a number: eight octets or fewer, the letters
/// in any case.
struct Known {
    octets: u64,
    mask: u64,
    length: usize,
}

impl Known {
    const fn of(word: &str) -> Self {
        let (mut octets, mut mask) = (0, 0);
        let mut rest = word.as_bytes();
        while let [before @ .., last] = rest {
            // Without bit 5 a letter is one in upper case, and nothing else is.
            let kept = if last.is_ascii_alphabetic() { 0xDF } else { 0xFF };
            octets = octets << 8 | (*last & kept) as u64;
            mask = mask << 8 | kept as u64;
            rest = before;
        }
        Self { octets, mask, length: word.len() }
    }

    #[inline(always)]
    const fn begins(&self, octets: u64) -> bool {
        octets & self.mask == self.octets
    }
}

const FROM: &Known = &Known::of(" FROM:");
const TO: &Known = &Known::of(" TO:");
const SIZE: &Known = &Known::of("SIZE=");
const BODY: &Known = &Known::of("BODY=");
const EIGHT_BIT_MIME: &Known = &Known::of("8BITMIME");
const SEVEN_BIT: &Known = &Known::of("7BIT");
const SMTPUTF8: &Known = &Known::of("SMTPUTF8");
const RET_HDRS: &Known = &Known::of("RET=HDRS");
const RET_FULL: &Known = &Known::of("RET=FULL");
const ENVID: &Known = &Known::of("ENVID=");
const NOTIFY: &Known = &Known::of("NOTIFY=");
const NEVER: &Known = &Known::of("NEVER");
const SUCCESS: &Known = &Known::of("SUCCESS");
const FAILURE: &Known = &Known::of("FAILURE");
const DELAY: &Known = &Known::of("DELAY");
const ORCPT: &Known = &Known::of("ORCPT=");
const RFC822: &Known = &Known::of("RFC822;");

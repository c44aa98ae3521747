//! What a server offers in its answer to EHLO.

use smtpwire::{Extensions, Keyword, ServerConfig};

use super::config::{change, smtpwire_server_config};
use crate::error::{attempt, smtpwire_error};
use crate::guard::Outcome;
use crate::keyword::smtpwire_keyword;
use crate::sasl::mechanism;
use crate::{smtpwire_status, smtpwire_str};

/// Offers an extension that is offered or not, or takes back one that has more to it.
fn offer(offers: &mut Extensions, keyword: Keyword, on: bool) -> Outcome {
    *match keyword {
        Keyword::Pipelining => &mut offers.pipelining,
        Keyword::Size => &mut offers.size,
        Keyword::EightBitMime => &mut offers.eight_bit_mime,
        Keyword::SmtpUtf8 => &mut offers.smtputf8,
        Keyword::Chunking => &mut offers.chunking,
        Keyword::BinaryMime => &mut offers.binary_mime,
        Keyword::Dsn => &mut offers.dsn,
        Keyword::EnhancedStatusCodes => &mut offers.enhanced_codes,
        Keyword::Limits => &mut offers.limits,
        Keyword::StartTls => &mut offers.starttls,
        Keyword::RequireTls => &mut offers.require_tls,
        Keyword::Vrfy => &mut offers.vrfy,
        Keyword::Expn => &mut offers.expn,
        Keyword::Help => &mut offers.help,
        Keyword::Etrn => &mut offers.etrn,
        Keyword::Atrn => &mut offers.atrn,
        Keyword::Rrvs => &mut offers.rrvs,
        _ if on => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
        _ => return take_back(offers, keyword),
    } = on;
    Ok(())
}

fn take_back(offers: &mut Extensions, keyword: Keyword) -> Outcome {
    match keyword {
        Keyword::Auth => offers.auth.clear(),
        Keyword::Burl => offers.burl = None,
        Keyword::DeliverBy => offers.deliver_by = None,
        Keyword::MtPriority => offers.mt_priority = None,
        Keyword::XClient => offers.xclient.clear(),
        Keyword::XForward => offers.xforward.clear(),
        _ => return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE),
    }
    Ok(())
}

/// Everything that an offer can be taken back of by its keyword.
const OFFERED: [Keyword; 23] = [
    Keyword::Pipelining,
    Keyword::Size,
    Keyword::EightBitMime,
    Keyword::SmtpUtf8,
    Keyword::Chunking,
    Keyword::BinaryMime,
    Keyword::Dsn,
    Keyword::EnhancedStatusCodes,
    Keyword::Limits,
    Keyword::StartTls,
    Keyword::RequireTls,
    Keyword::Vrfy,
    Keyword::Expn,
    Keyword::Help,
    Keyword::Etrn,
    Keyword::Atrn,
    Keyword::Rrvs,
    Keyword::Auth,
    Keyword::Burl,
    Keyword::DeliverBy,
    Keyword::MtPriority,
    Keyword::XClient,
    Keyword::XForward,
];

/// Adds a word or a line to one of the lists.
///
/// # Safety
/// As the functions of C's that it stands behind.
unsafe fn add(
    config: *mut smtpwire_server_config,
    text: smtpwire_str,
    list: impl FnOnce(&mut ServerConfig) -> &mut Vec<String>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        change(config, |config| {
            let text = text.read()?.to_owned();
            list(config).push(text);
            Ok(())
        })
    }
}

/// Offers an extension, one of `smtpwire_keyword`, or takes the offer back. These are offered here: PIPELINING,
/// SIZE (with `SMTPWIRE_LIMIT_MESSAGE_SIZE`), 8BITMIME, SMTPUTF8, CHUNKING, BINARYMIME (only together with
/// CHUNKING; the program must be able to pass binary content on), DSN, ENHANCEDSTATUSCODES (without it no reply
/// carries such a code), LIMITS, STARTTLS (as long as there is no TLS; `smtpwire_server_new_tls` offers it by
/// itself), REQUIRETLS (once there is TLS), VRFY, EXPN, HELP, ETRN, ATRN and RRVS. AUTH, BURL, DELIVERBY,
/// MT-PRIORITY, XCLIENT and XFORWARD have functions of their own, and are only taken back here.
///
/// `SMTPWIRE_OUT_OF_RANGE` for any other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer(
    config: *mut smtpwire_server_config,
    keyword: u32,
    on: bool,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| offer(&mut config.extensions, smtpwire_keyword::read(keyword)?, on))
    }
}

/// Takes all offers back, also the further parameters and lines: what is offered then is what the next calls
/// say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_nothing(
    config: *mut smtpwire_server_config,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            let offers = &mut config.extensions;
            OFFERED.into_iter().try_for_each(|keyword| offer(offers, keyword, false))?;
            offers.mail_parameters.clear();
            offers.rcpt_parameters.clear();
            offers.extra.clear();
            Ok(())
        })
    }
}

/// Offers AUTH with this mechanism, "SCRAM-SHA-256" for one, behind those that are offered already (RFC 4954).
/// AUTH is offered where TLS is up, or with `SMTPWIRE_SERVER_PLAINTEXT_AUTH`; mechanisms that end in -PLUS once
/// channel bindings are known, SCRAM with a decoy key alone.
///
/// `SMTPWIRE_INVALID_VALUE` for a mechanism that is not known here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_mechanism(
    config: *mut smtpwire_server_config,
    name: smtpwire_str,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        attempt(config, error, |held| {
            let offered = mechanism(name.read()?)?;
            let list = &mut held.change().extensions.auth;
            if !list.contains(&offered) {
                list.push(offered);
            }
            Ok(())
        })
    }
}

/// Offers BURL with what stands behind it, "imap" for one; that may be empty (RFC 4468). Only the program can
/// fetch what a URL names: it has to decide about it, by `SMTPWIRE_DECIDE_BURL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_burl(
    config: *mut smtpwire_server_config,
    words: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.extensions.burl = Some(words.read()?.to_owned());
            Ok(())
        })
    }
}

/// Offers DELIVERBY with the least time in seconds; 0 for none (RFC 2852).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_deliver_by(
    config: *mut smtpwire_server_config,
    least_seconds: u32,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.extensions.deliver_by = Some(least_seconds);
            Ok(())
        })
    }
}

/// Offers MT-PRIORITY with the name of a policy, which may be empty (RFC 6710).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_mt_priority(
    config: *mut smtpwire_server_config,
    policy: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        change(config, |config| {
            config.extensions.mt_priority = Some(policy.read()?.to_owned());
            Ok(())
        })
    }
}

/// Offers XCLIENT with one more attribute, "ADDR" for one, to clients that are trusted
/// (`SMTPWIRE_SERVER_TRUSTED`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_xclient(
    config: *mut smtpwire_server_config,
    attribute: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { add(config, attribute, |config| &mut config.extensions.xclient) }
}

/// Offers XFORWARD with one more attribute, "ADDR" for one, to clients that are trusted
/// (`SMTPWIRE_SERVER_TRUSTED`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_xforward(
    config: *mut smtpwire_server_config,
    attribute: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { add(config, attribute, |config| &mut config.extensions.xforward) }
}

/// Takes a parameter of MAIL, by its keyword, that none of the offered extensions has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_mail_parameter(
    config: *mut smtpwire_server_config,
    keyword: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { add(config, keyword, |config| &mut config.extensions.mail_parameters) }
}

/// Takes a parameter of RCPT, by its keyword, that none of the offered extensions has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_rcpt_parameter(
    config: *mut smtpwire_server_config,
    keyword: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { add(config, keyword, |config| &mut config.extensions.rcpt_parameters) }
}

/// Offers one more line, as it stands. One that can't be a line of an EHLO reply (empty, longer than 490
/// octets, with control characters) is left out; `smtpwire_server_config_check` tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_config_offer_extra(
    config: *mut smtpwire_server_config,
    line: smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { add(config, line, |config| &mut config.extensions.extra) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offer_is_known_by_its_keyword() {
        for keyword in Keyword::ALL {
            let mut offers = Extensions::default();
            let known = offer(&mut offers, keyword, false).is_ok();
            assert_eq!(known, OFFERED.contains(&keyword), "{keyword:?}");
        }
    }
}

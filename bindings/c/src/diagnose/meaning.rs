//! What a reply code, an EHLO keyword, a SASL mechanism or a rule of the checker is: small look-ups in
//! tables that last for ever.

use smtpwire_diagnose::check::Rule;
use smtpwire_diagnose::registry::{Speaker, Standing, extension, mechanism, reply_code};

use super::report::smtpwire_finding_severity;
use crate::choice::choice;
use crate::guard::{Outcome, put, status_of};
use crate::{smtpwire_status, smtpwire_str};

choice! {
    /// How well founded a code, mechanism or keyword is.
    smtpwire_registry_standing of Standing {
        /// An RFC defines it and it is in use.
        SMTPWIRE_REGISTRY_STANDARD = 0 is Standard,
        /// An RFC defined it and a later one retired it.
        SMTPWIRE_REGISTRY_HISTORIC = 1 is Historic,
        /// An experimental RFC defines it.
        SMTPWIRE_REGISTRY_EXPERIMENTAL = 2 is Experimental,
        /// Registered, and hardly ever met.
        SMTPWIRE_REGISTRY_RARE = 3 is Rare,
        /// No RFC defines it; software in use has it nevertheless.
        SMTPWIRE_REGISTRY_NON_STANDARD = 4 is NonStandard,
    }
}

/// What is known of a reply code. The texts last for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_reply_code_meaning {
    /// The category when nothing but the number is known, as `smtpwire_explanation_category` has it.
    pub category: smtpwire_str,
    /// What the server says by it, in plain words.
    pub meaning: smtpwire_str,
    /// The most likely reason.
    pub cause: smtpwire_str,
    /// The next step.
    pub remedy: smtpwire_str,
    /// Who defines it; empty where no RFC does.
    pub rfc: smtpwire_str,
    /// How well founded it is.
    pub standing: smtpwire_registry_standing,
}

/// What is known of an EHLO keyword. The texts last for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_keyword_meaning {
    /// The keyword as it is registered.
    pub keyword: smtpwire_str,
    /// The RFC, or who else defines it.
    pub reference: smtpwire_str,
    /// What it is for.
    pub purpose: smtpwire_str,
    /// What may follow the keyword in the EHLO reply; empty where nothing may.
    pub ehlo_parameters: smtpwire_str,
    /// Octets that it adds to the 512 of a MAIL line; -1 where its RFC names no number.
    pub mail_line_increment: i32,
    /// Octets that it adds to the 512 of an RCPT line; -1 where its RFC names no number.
    pub rcpt_line_increment: i32,
    /// How well founded it is.
    pub standing: smtpwire_registry_standing,
}

/// What is known of a SASL mechanism. The texts last for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_mechanism_meaning {
    /// The registered name; "*" at the end stands for a family.
    pub name: smtpwire_str,
    /// Whether the client speaks first, so that an initial response may stand on the AUTH line.
    pub client_first: bool,
    /// Whether a password, or a token that serves as one, crosses the connection readably: such a
    /// mechanism belongs inside TLS only.
    pub sends_secret: bool,
    /// Whether it binds the login to the TLS channel.
    pub channel_binding: bool,
    /// How well founded it is.
    pub standing: smtpwire_registry_standing,
    /// Where it is defined; empty where that is not public.
    pub reference: smtpwire_str,
    /// Whether to use it.
    pub advice: smtpwire_str,
}

/// One thing that the checker looks for. The texts last for ever.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_rule {
    /// Its name, as `smtpwire_finding` has it.
    pub id: smtpwire_str,
    /// What part of the dialog it is about: "order", "syntax", "offers", "limits", "replies", "tls", "auth",
    /// "content" or "session".
    pub area: smtpwire_str,
    /// The gravest severity that its findings have.
    pub severity: smtpwire_finding_severity,
    /// What it follows from, as in "RFC 5321 section 4.1.4".
    pub rfc: smtpwire_str,
    /// What it finds, in one sentence.
    pub summary: smtpwire_str,
}

/// Looks something up by its name.
///
/// # Safety
/// As [`put`]; the name is readable.
unsafe fn named<T>(
    name: smtpwire_str,
    out: *mut T,
    find: impl FnOnce(&str) -> Option<T>,
) -> smtpwire_status {
    status_of(|| -> Outcome {
        // SAFETY: by the caller's promise.
        unsafe { put(out, find(name.read()?).ok_or(smtpwire_status::SMTPWIRE_ABSENT)?) }
    })
}

/// What a reply code means when nothing but the number is known; `smtpwire_explain` weighs all that there
/// is. `SMTPWIRE_ABSENT` for a code that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain_reply_code(
    code: u16,
    meaning: *mut smtpwire_reply_code_meaning,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        let known = reply_code(code).ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
        put(
            meaning,
            smtpwire_reply_code_meaning {
                category: smtpwire_str::of(known.category.as_str()),
                meaning: smtpwire_str::of(known.advice.meaning),
                cause: smtpwire_str::of(known.advice.cause),
                remedy: smtpwire_str::of(known.advice.remedy),
                rfc: smtpwire_str::of(known.rfc.unwrap_or("")),
                standing: smtpwire_registry_standing::of(known.standing),
            },
        )
    })
}

/// What an EHLO keyword is for, in any case of letters. `SMTPWIRE_ABSENT` for one that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain_keyword(
    keyword: smtpwire_str,
    meaning: *mut smtpwire_keyword_meaning,
) -> smtpwire_status {
    let find = |keyword: &str| {
        let known = extension(keyword)?;
        Some(smtpwire_keyword_meaning {
            keyword: smtpwire_str::of(known.keyword),
            reference: smtpwire_str::of(known.reference),
            purpose: smtpwire_str::of(known.purpose),
            ehlo_parameters: smtpwire_str::of(known.ehlo_parameters.unwrap_or("")),
            mail_line_increment: known.mail_line_increment.map_or(-1, i32::from),
            rcpt_line_increment: known.rcpt_line_increment.map_or(-1, i32::from),
            standing: smtpwire_registry_standing::of(known.standing),
        })
    };
    // SAFETY: the caller's, as the header says.
    unsafe { named(keyword, meaning, find) }
}

/// What a SASL mechanism is, in any case of letters. `SMTPWIRE_ABSENT` for one that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain_mechanism(
    name: smtpwire_str,
    meaning: *mut smtpwire_mechanism_meaning,
) -> smtpwire_status {
    let find = |name: &str| {
        let known = mechanism(name)?;
        Some(smtpwire_mechanism_meaning {
            name: smtpwire_str::of(known.name),
            client_first: known.first == Speaker::Client,
            sends_secret: known.sends_secret,
            channel_binding: known.channel_binding,
            standing: smtpwire_registry_standing::of(known.standing),
            reference: smtpwire_str::of(known.reference.unwrap_or("")),
            advice: smtpwire_str::of(known.advice),
        })
    };
    // SAFETY: the caller's, as the header says.
    unsafe { named(name, meaning, find) }
}

/// What a rule of the checker is, by its name. `SMTPWIRE_ABSENT` for one that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain_rule(
    id: smtpwire_str,
    rule: *mut smtpwire_rule,
) -> smtpwire_status {
    let find = |id: &str| {
        let known = Rule::of(id)?;
        Some(smtpwire_rule {
            id: smtpwire_str::of(known.id),
            area: smtpwire_str::of(known.area),
            severity: smtpwire_finding_severity::of(known.severity),
            rfc: smtpwire_str::of(known.rfc),
            summary: smtpwire_str::of(known.summary),
        })
    };
    // SAFETY: the caller's, as the header says.
    unsafe { named(id, rule, find) }
}

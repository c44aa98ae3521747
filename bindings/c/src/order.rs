//! The order of commands.

use smtpwire::flow::order::{Answer, Phase, Standing, after_content, answer};

use crate::choice::choice;
use crate::guard::{Outcome, put, status_of};
use crate::{smtpwire_enhanced_code, smtpwire_status, smtpwire_str, smtpwire_verb};

choice! {
    /// Where a session stands (RFC 5321 section 4.1.4). Where a function takes one, it takes the number.
    smtpwire_phase of Phase {
        /// The server has greeted with 220, and no EHLO was accepted yet; also right after TLS came up.
        SMTPWIRE_PHASE_GREETED = 0 is Greeted,
        /// The server's greeting refused service: only QUIT is left.
        SMTPWIRE_PHASE_REFUSED = 1 is Refused,
        /// EHLO, HELO or LHLO was accepted; there is no transaction.
        SMTPWIRE_PHASE_READY = 2 is Ready,
        /// MAIL was accepted, and no recipient yet.
        SMTPWIRE_PHASE_MAIL = 3 is Mail,
        /// At least one recipient was accepted.
        SMTPWIRE_PHASE_RCPT = 4 is Rcpt,
        /// DATA was answered 354: content, not commands, until the end mark.
        SMTPWIRE_PHASE_DATA = 5 is Data,
        /// Inside a sequence of BDAT chunks, the last not seen.
        SMTPWIRE_PHASE_BDAT = 6 is Bdat,
    }
}

/// What holds beside the phase: bits.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_order_standing {
    /// The protocol is LMTP: LHLO greets, EHLO and HELO do not (RFC 2033).
    SMTPWIRE_ORDER_STANDING_LMTP = 1,
    /// TLS protects the session.
    SMTPWIRE_ORDER_STANDING_TLS = 2,
    /// The client has authenticated.
    SMTPWIRE_ORDER_STANDING_AUTHENTICATED = 4,
    /// The transaction declared BODY=BINARYMIME.
    SMTPWIRE_ORDER_STANDING_BINARY = 8,
}

/// What the order of commands says about one.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_order {
    /// It may be said.
    SMTPWIRE_ORDER_ALLOWED = 0,
    /// It is out of order, and there is a reply for it.
    SMTPWIRE_ORDER_REFUSED = 1,
    /// There are no commands in this phase: what arrives is content.
    SMTPWIRE_ORDER_CONTENT = 2,
}

/// What the order of commands says to a verb in a phase (RFC 5321 section 4.1.4 and the extensions).
///
/// `standing` is bits of `smtpwire_order_standing`. `*next_phase` is the phase that follows once the command is
/// accepted; if it is refused, and where it is not allowed, the phase stays. `*code` and `*enhanced` are
/// those of the reply to a command that is out of order, else 0. `next_phase`, `code` and `enhanced` may be
/// NULL. `SMTPWIRE_OUT_OF_RANGE` for a number that is no phase, standing or verb.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_order_answer(
    phase: u32,
    standing: u32,
    verb: u32,
    kind: *mut smtpwire_order,
    next_phase: *mut smtpwire_phase,
    code: *mut u16,
    enhanced: *mut smtpwire_enhanced_code,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        let phase = smtpwire_phase::read(phase)?;
        let (said, next, refusal) =
            match answer(phase, smtpwire_verb::read(verb)?, standing_of(standing)?) {
                Answer::Allowed(next) => (smtpwire_order::SMTPWIRE_ORDER_ALLOWED, next, None),
                Answer::Refused(code, enhanced) => {
                    (smtpwire_order::SMTPWIRE_ORDER_REFUSED, phase, Some((code, enhanced)))
                }
                Answer::Content => (smtpwire_order::SMTPWIRE_ORDER_CONTENT, phase, None),
            };
        put(kind, said)?;
        put_if_wanted(next_phase, smtpwire_phase::of(next))?;
        put_if_wanted(code, refusal.map_or(0, |(code, _)| code.get()))?;
        put_if_wanted(enhanced, smtpwire_enhanced_code::of(refusal.map(|(_, enhanced)| enhanced)))
    })
}

/// The phase after the final reply to a message's content, whatever that reply was (RFC 5321 section
/// 4.1.1.4).
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_order_after_content() -> smtpwire_phase {
    smtpwire_phase::of(after_content())
}

/// A phase's name, such as "greeted"; empty for a number that is none. The text lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_phase_name(phase: u32) -> smtpwire_str {
    smtpwire_str::of(match smtpwire_phase::read(phase) {
        Ok(Phase::Greeted) => "greeted",
        Ok(Phase::Refused) => "refused",
        Ok(Phase::Ready) => "ready",
        Ok(Phase::Mail) => "mail",
        Ok(Phase::Rcpt) => "rcpt",
        Ok(Phase::Data) => "data",
        Ok(Phase::Bdat) => "bdat",
        Err(_) => "",
    })
}

/// The facts of these bits.
fn standing_of(bits: u32) -> Result<Standing, smtpwire_status> {
    if bits > 15 {
        return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
    }
    let holds = |fact: smtpwire_order_standing| bits & fact as u32 != 0;
    Ok(Standing {
        lmtp: holds(smtpwire_order_standing::SMTPWIRE_ORDER_STANDING_LMTP),
        tls: holds(smtpwire_order_standing::SMTPWIRE_ORDER_STANDING_TLS),
        authenticated: holds(smtpwire_order_standing::SMTPWIRE_ORDER_STANDING_AUTHENTICATED),
        binary: holds(smtpwire_order_standing::SMTPWIRE_ORDER_STANDING_BINARY),
    })
}

/// Writes what the caller may not care for.
///
/// # Safety
/// As [`put`].
unsafe fn put_if_wanted<T>(out: *mut T, value: T) -> Outcome {
    // SAFETY: by the caller's promise.
    if out.is_null() { Ok(()) } else { unsafe { put(out, value) } }
}

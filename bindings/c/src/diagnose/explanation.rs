//! What a reply means, why it came, and what to do.

use std::ptr;

use smtpwire::Code;
use smtpwire_diagnose::registry::{
    Class, Evidence, Explanation, Retry, Vendor, explain, explain_reply,
};

use crate::choice::choice;
use crate::error::make;
use crate::guard::{ask, free, handle, look, put};
use crate::reply::smtpwire_enhanced_code;
use crate::view::put_text;
use crate::{smtpwire_status, smtpwire_str};

choice! {
    /// How final a reply is: what its first digit says (RFC 5321 section 4.2.1).
    smtpwire_reply_class of Class {
        /// Neither a reply code nor a status code was given.
        SMTPWIRE_REPLY_CLASS_UNKNOWN = 0 is Unknown,
        /// 2yz: done.
        SMTPWIRE_REPLY_CLASS_SUCCESS = 2 is Success,
        /// 3yz: go on, the server awaits more.
        SMTPWIRE_REPLY_CLASS_INTERMEDIATE = 3 is Intermediate,
        /// 4yz: not now.
        SMTPWIRE_REPLY_CLASS_TRANSIENT = 4 is Transient,
        /// 5yz: no.
        SMTPWIRE_REPLY_CLASS_PERMANENT = 5 is Permanent,
    }
}

choice! {
    /// What a sender should do next.
    smtpwire_retry of Retry {
        /// Nothing; it worked, or the dialog simply goes on.
        SMTPWIRE_RETRY_NOTHING = 1 is Nothing,
        /// Keep the message in the queue and try again, with growing pauses.
        SMTPWIRE_RETRY_LATER = 2 is RetryLater,
        /// Try again with fewer connections and fewer messages.
        SMTPWIRE_RETRY_SLOWER = 3 is RetrySlower,
        /// Change the message, then send it again.
        SMTPWIRE_RETRY_FIX_MESSAGE = 4 is FixMessage,
        /// Change the client, its settings, its DNS or its credentials, then send again.
        SMTPWIRE_RETRY_FIX_AND_RESEND = 5 is FixAndResend,
        /// A person has to talk to the receiving side first.
        SMTPWIRE_RETRY_ASK_RECEIVER = 6 is AskReceiver,
        /// Return the message and do not send it again.
        SMTPWIRE_RETRY_GIVE_UP = 7 is GiveUp,
        /// Return the message and take the address off every list.
        SMTPWIRE_RETRY_REMOVE_ADDRESS = 8 is RemoveAddress,
    } otherwise
        /// Something else, that this header does not know; and what is asked of NULL.
        SMTPWIRE_RETRY_OTHER = 0
}

choice! {
    /// What decided an explanation.
    smtpwire_evidence of Evidence {
        /// Nothing that was given is known.
        SMTPWIRE_EVIDENCE_NOTHING = 0 is Nothing,
        /// The reply's words.
        SMTPWIRE_EVIDENCE_TEXT = 1 is Text,
        /// A status code as the named provider uses it.
        SMTPWIRE_EVIDENCE_VENDOR_CODE = 2 is VendorCode,
        /// The enhanced status code.
        SMTPWIRE_EVIDENCE_ENHANCED_CODE = 3 is EnhancedCode,
        /// The subject of an enhanced status code whose detail nobody registered.
        SMTPWIRE_EVIDENCE_SUBJECT = 4 is Subject,
        /// The reply code.
        SMTPWIRE_EVIDENCE_REPLY_CODE = 5 is ReplyCode,
        /// The reply code's first digit.
        SMTPWIRE_EVIDENCE_FIRST_DIGIT = 6 is FirstDigit,
    } otherwise
        /// Something else, that this header does not know.
        SMTPWIRE_EVIDENCE_OTHER = 7
}

handle! {
    /// What a reply means, why it came, and what to do. The sentences are for people and may change from
    /// version to version; category, topic and the numbers are for programs and stay. Several threads may
    /// look at one.
    smtpwire_explanation holds Explanation
}

/// Explains a reply from its parts: `code` as in 550, 0 for none; `enhanced` with class 0 for none, and
/// then one is looked for in the text. For a `smtpwire_reply` these are its `_code`, `_enhanced_code` and
/// `_text`.
///
/// The words decide where they say something exact; then the enhanced code, as the named provider uses
/// it; then the reply code; then its first digit. The text is untrusted: 4096 octets of it are read, and
/// none of it comes back.
///
/// `*explanation` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a code that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain(
    code: u16,
    enhanced: smtpwire_enhanced_code,
    text: smtpwire_str,
    explanation: *mut *mut smtpwire_explanation,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        make(explanation, ptr::null_mut(), || {
            let code = match code {
                0 => None,
                code => Some(Code::new(code).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?),
            };
            Ok(explain(code, enhanced.read()?, text.read()?))
        })
    }
}

/// Explains a whole reply, one line or several, as it stands in a log: "550-5.1.1 …". A text that does not
/// begin with a reply code is explained by its words alone. `*explanation` is to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explain_reply(
    reply: smtpwire_str,
    explanation: *mut *mut smtpwire_explanation,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { make(explanation, ptr::null_mut(), || Ok(explain_reply(reply.read()?))) }
}

/// The reply code that was given; 0 for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_code(
    explanation: *const smtpwire_explanation,
) -> u16 {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, 0, |told| told.code.map_or(0, Code::get)) }
}

/// The enhanced code that was given or stood in the text; class 0 for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_enhanced_code(
    explanation: *const smtpwire_explanation,
) -> smtpwire_enhanced_code {
    let none = smtpwire_enhanced_code::of(None);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, none, |told| smtpwire_enhanced_code::of(told.enhanced)) }
}

/// How final it is; `SMTPWIRE_REPLY_CLASS_UNKNOWN` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_class(
    explanation: *const smtpwire_explanation,
) -> smtpwire_reply_class {
    let unknown = smtpwire_reply_class::SMTPWIRE_REPLY_CLASS_UNKNOWN;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, unknown, |told| smtpwire_reply_class::of(told.class)) }
}

/// # Safety
/// As [`ask`].
unsafe fn text(
    explanation: *const smtpwire_explanation,
    call: impl FnOnce(&Explanation) -> &str,
) -> smtpwire_str {
    // SAFETY: by the caller's promise.
    unsafe { ask(explanation, smtpwire_str::of(""), |told| smtpwire_str::of(call(told))) }
}

/// What kind of trouble it is, by a name that stays, as bounce handlers sort it: "bad-mailbox",
/// "mailbox-full", "greylist"; "other" for successes. The category, and not the class, says what to do with
/// an address: a full mailbox refused with 552 is still worth another try.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_category(
    explanation: *const smtpwire_explanation,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(explanation, |told| told.category.as_str()) }
}

/// What the server said, in plain words.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_meaning(
    explanation: *const smtpwire_explanation,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(explanation, |told| &told.meaning) }
}

/// The most likely reason.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_cause(
    explanation: *const smtpwire_explanation,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(explanation, |told| &told.cause) }
}

/// The next step: which record, which setting, whom to ask.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_remedy(
    explanation: *const smtpwire_explanation,
) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { text(explanation, |told| &told.remedy) }
}

/// What a sending program should do; `SMTPWIRE_RETRY_OTHER` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_retry(
    explanation: *const smtpwire_explanation,
) -> smtpwire_retry {
    let other = smtpwire_retry::SMTPWIRE_RETRY_OTHER;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, other, |told| smtpwire_retry::of(told.retry)) }
}

/// What decided; `SMTPWIRE_EVIDENCE_NOTHING` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_evidence(
    explanation: *const smtpwire_explanation,
) -> smtpwire_evidence {
    let nothing = smtpwire_evidence::SMTPWIRE_EVIDENCE_NOTHING;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, nothing, |told| smtpwire_evidence::of(told.evidence)) }
}

/// The RFC that speaks of it. `SMTPWIRE_ABSENT` where none does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_rfc(
    explanation: *const smtpwire_explanation,
    rfc: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(explanation, |told| put_text(rfc, told.rfc)) }
}

/// The topic that the words named, by a name that stays. `SMTPWIRE_ABSENT` where they named none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_topic(
    explanation: *const smtpwire_explanation,
    topic: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(explanation, |told| put_text(topic, told.topic)) }
}

/// The provider that the reply names, as in "Google". `SMTPWIRE_ABSENT` where it names none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_vendor(
    explanation: *const smtpwire_explanation,
    vendor: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(explanation, |told| put_text(vendor, told.vendor.map(Vendor::name))) }
}

/// The blocklist that the reply names. `SMTPWIRE_ABSENT` where it names none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_blocklist(
    explanation: *const smtpwire_explanation,
    blocklist: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(explanation, |told| put_text(blocklist, told.blocklist)) }
}

/// How many notes there are: what else a reader should know.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_note_count(
    explanation: *const smtpwire_explanation,
) -> usize {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(explanation, 0, |told| told.notes.len()) }
}

/// A note, from 0, in whole sentences. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_note(
    explanation: *const smtpwire_explanation,
    index: usize,
    note: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(explanation, |told| {
            let found = told.notes.get(index).ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)?;
            put(note, smtpwire_str::of(found))
        })
    }
}

/// Ends an explanation; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_explanation_free(explanation: *mut smtpwire_explanation) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(explanation) }
}

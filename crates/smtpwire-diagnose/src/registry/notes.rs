//! What else a reader of an explanation should know: contradictions, habits of servers, and the
//! few cases where class and fate of a reply differ.

use std::borrow::Cow;

use super::enhanced_codes::EnhancedCodeEntry;
use super::reply_codes::ReplyCodeEntry;
use super::text::{GREYLISTED, Placement, TOO_MANY_RECIPIENTS, UNKNOWN_USER};
use super::{Class, Evidence, Explanation, Retry};

pub(super) const OUT_OF_RANGE: &str = "A reply code lies between 200 and 599; this number is none, and a client treats it as an error.";
pub(super) const CUT_OFF: &str = "The text is long; only its first 4096 octets were read.";

const RECIPIENTS_552: &str =
    "552 for too many recipients counts as temporary, as 452 does (RFC 5321 section 4.5.3.1.10).";
const UNKNOWN_4YZ: &str = "The server calls it temporary, but an unknown user seldom appears: it is permanent in all but name.";
const GREYLIST_5YZ: &str = "The server calls it final although greylisting is temporary: most queues give the message back, so send it again by hand.";
const CLOSES_421: &str = "421 also closes the connection, so anything not yet answered has to be sent again on a new one.";
const CODE_ON_3YZ: &str =
    "A 3yz reply carries no enhanced status code (RFC 2034 section 4); it is ignored.";
const AT_THE_END: &str = "The status code stands in brackets at the end of the text, as qmail writes it, and not in front of it (RFC 2034 section 4).";
const DOUBLED: &str =
    "The server wrote a reply code twice; the status code was read from behind the second one.";

/// Adds the notes, and corrects class and retry where a note says why.
pub(super) fn add(
    explanation: &mut Explanation,
    code_entry: Option<&ReplyCodeEntry>,
    enhanced_entry: Option<&EnhancedCodeEntry>,
    place: Option<Placement>,
    long: bool,
) {
    let mut notes: Vec<Cow<'static, str>> = Vec::new();
    contradictions(explanation, &mut notes);
    corrections(explanation, &mut notes);
    unregistered(explanation, code_entry, enhanced_entry, &mut notes);
    if explanation.code.is_some_and(|code| code.get() == 421) {
        notes.push(Cow::Borrowed(CLOSES_421));
    }
    match place {
        Some(Placement::End) => notes.push(Cow::Borrowed(AT_THE_END)),
        Some(Placement::Doubled) => notes.push(Cow::Borrowed(DOUBLED)),
        Some(Placement::Start) | None => {}
    }
    if long {
        notes.push(Cow::Borrowed(CUT_OFF));
    }
    explanation.notes = notes;
}

fn contradictions(explanation: &Explanation, notes: &mut Vec<Cow<'static, str>>) {
    let (Some(code), Some(enhanced)) = (explanation.code, explanation.enhanced) else {
        return;
    };
    if explanation.class == Class::Intermediate {
        notes.push(Cow::Borrowed(CODE_ON_3YZ));
    } else if !enhanced.agrees_with(code) {
        notes.push(Cow::Owned(format!(
            "The status code {enhanced} and the reply code {code} disagree about the class; the reply code decides (RFC 2034 section 4)."
        )));
    }
}

fn corrections(explanation: &mut Explanation, notes: &mut Vec<Cow<'static, str>>) {
    let number = explanation.code.map(smtpwire::Code::get);
    let unknown_user = explanation.topic == Some(UNKNOWN_USER.id);
    let recipients = explanation.topic == Some(TOO_MANY_RECIPIENTS.id)
        || (explanation.evidence == Evidence::EnhancedCode
            && explanation.enhanced.is_some_and(|code| (code.subject(), code.detail()) == (5, 3)));
    if number == Some(552) && recipients {
        explanation.class = Class::Transient;
        explanation.retry = Retry::RetryLater;
        notes.push(Cow::Borrowed(RECIPIENTS_552));
    } else if explanation.class == Class::Transient && unknown_user {
        explanation.retry = Retry::RemoveAddress;
        notes.push(Cow::Borrowed(UNKNOWN_4YZ));
    } else if explanation.class == Class::Permanent && explanation.topic == Some(GREYLISTED.id) {
        notes.push(Cow::Borrowed(GREYLIST_5YZ));
    }
}

fn unregistered(
    explanation: &Explanation,
    code_entry: Option<&ReplyCodeEntry>,
    enhanced_entry: Option<&EnhancedCodeEntry>,
    notes: &mut Vec<Cow<'static, str>>,
) {
    if let Some(code) =
        explanation.code.filter(|_| code_entry.is_none_or(|entry| entry.rfc.is_none()))
    {
        let digit = code.get() / 100;
        notes.push(Cow::Owned(format!(
            "No RFC defines the reply code {code}; a client goes by its first digit, {digit} (RFC 5321 section 4.2)."
        )));
    }
    let Some(enhanced) = explanation.enhanced else { return };
    let vendor = explanation.vendor.map_or("one provider", super::Vendor::name);
    match (explanation.evidence, enhanced_entry) {
        (Evidence::VendorCode, Some(entry)) => notes.push(Cow::Owned(format!(
            "The code {enhanced} is told here as {vendor} uses it; the registered meaning stands in {}.",
            entry.rfc
        ))),
        (Evidence::VendorCode, None) => notes.push(Cow::Owned(format!(
            "The code {enhanced} is not registered; only {vendor} uses it."
        ))),
        (_, None) => notes.push(Cow::Owned(format!(
            "The code {enhanced} is not registered; an unknown detail is read by its subject, an unknown subject by its class (RFC 3463 section 2)."
        ))),
        (_, Some(_)) => {}
    }
}

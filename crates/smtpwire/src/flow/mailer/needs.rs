//! Which extension a parameter of MAIL or RCPT belongs to.

use crate::types::capability::Keyword;
use crate::types::parameter::{Body, MailParameter, MailParameters, RcptParameter, RcptParameters};

/// The extension that a server must offer before this may be sent; `None` for what every server
/// takes and for what this crate does not know.
pub(super) fn of_mail(parameter: &MailParameter<'_>) -> Option<Keyword> {
    Some(match parameter {
        MailParameter::Size(_) => Keyword::Size,
        MailParameter::Body(Body::BinaryMime) => Keyword::BinaryMime,
        // RFC 6152 defines both values, so 7BIT is known only where 8BITMIME is.
        MailParameter::Body(Body::SevenBit | Body::EightBitMime) => Keyword::EightBitMime,
        MailParameter::SmtpUtf8 => Keyword::SmtpUtf8,
        MailParameter::Ret(_) | MailParameter::Envid(_) => Keyword::Dsn,
        MailParameter::Auth(_) => Keyword::Auth,
        MailParameter::RequireTls => Keyword::RequireTls,
        MailParameter::By(_) => Keyword::DeliverBy,
        MailParameter::HoldFor(_) | MailParameter::HoldUntil(_) => Keyword::FutureRelease,
        MailParameter::MtPriority(_) => Keyword::MtPriority,
        MailParameter::Mtrk(_) => Keyword::Mtrk,
        MailParameter::TransId(_) => Keyword::Checkpoint,
        MailParameter::Solicit(_) => Keyword::NoSoliciting,
        MailParameter::ConPerm => Keyword::ConPerm,
        MailParameter::Other(_) => return None,
    })
}

/// The same for RCPT.
pub(super) fn of_rcpt(parameter: &RcptParameter<'_>) -> Option<Keyword> {
    Some(match parameter {
        RcptParameter::Notify(_) | RcptParameter::Orcpt(_) => Keyword::Dsn,
        RcptParameter::Rrvs(_) => Keyword::Rrvs,
        RcptParameter::ConNeg => Keyword::ConNeg,
        RcptParameter::Other(_) => return None,
    })
}

/// These parameters without those of the extension.
pub(super) fn mail_without(
    parameters: &MailParameters<'static>,
    extension: Keyword,
) -> MailParameters<'static> {
    let mut kept = MailParameters::new();
    for parameter in parameters.iter().filter(|parameter| of_mail(parameter) != Some(extension)) {
        // The keywords differ here as they do there.
        let _ = kept.push(parameter.into_owned());
    }
    kept
}

/// The same for RCPT.
pub(super) fn rcpt_without(
    parameters: &RcptParameters<'static>,
    extension: Keyword,
) -> RcptParameters<'static> {
    let mut kept = RcptParameters::new();
    for parameter in parameters.iter().filter(|parameter| of_rcpt(parameter) != Some(extension)) {
        let _ = kept.push(parameter.into_owned());
    }
    kept
}

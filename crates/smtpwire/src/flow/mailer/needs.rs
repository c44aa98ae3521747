//! Parameters of MAIL and RCPT without those of an extension.

use crate::types::capability::Keyword;
use crate::types::parameter::{MailParameters, RcptParameters};

/// These parameters without those of the extension.
pub(super) fn mail_without(
    parameters: &MailParameters<'static>,
    extension: Keyword,
) -> MailParameters<'static> {
    let mut kept = MailParameters::new();
    for parameter in parameters.iter().filter(|parameter| parameter.extension() != Some(extension))
    {
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
    for parameter in parameters.iter().filter(|parameter| parameter.extension() != Some(extension))
    {
        let _ = kept.push(parameter.into_owned());
    }
    kept
}

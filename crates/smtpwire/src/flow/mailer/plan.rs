//! What is decided about a message before its first octet is sent.

use alloc::vec::Vec;

use super::content::{ContentNeeds, size_in_lines};
use super::{Content, Envelope, NotTried, Recipient, needs};
use crate::codec::transparency::{ContentError, LineEnds};
use crate::flow::error::{Error, ErrorCode};
use crate::types::capability::{Capabilities, Keyword};
use crate::types::domain::Host;
use crate::types::mailbox::ForwardPath;
use crate::types::parameter::{Body, MailParameter, MailParameters};

/// What the plan depends on beside the message.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub(super) struct Circumstances<'c> {
    /// `None` after HELO: nothing is offered.
    pub(super) capabilities: Option<&'c Capabilities<'static>>,
    /// TLS is there, and the server has proven who it is.
    pub(super) verified: bool,
    /// BDAT may be used where it is offered.
    pub(super) chunking: bool,
    pub(super) drop_unoffered_dsn: bool,
    pub(super) undeclared_eight_bit: bool,
    pub(super) line_ends: LineEnds,
    pub(super) max_line: Option<usize>,
    pub(super) max_recipients: usize,
}

impl Circumstances<'_> {
    fn offers(&self, keyword: Keyword) -> bool {
        // RFC 8689 section 4.2.1: REQUIRETLS is worth nothing where there is no TLS, or nobody knows
        // with whom.
        (keyword != Keyword::RequireTls || self.verified)
            && self.capabilities.is_some_and(|capabilities| capabilities.offers(keyword))
    }
}

/// How the content travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    Data,
    Bdat,
}

/// How a message is sent.
#[derive(Debug)]
pub(super) struct Plan {
    /// The parameters of MAIL, with those added that the content needs.
    pub(super) parameters: MailParameters<'static>,
    pub(super) transfer: Transfer,
    /// All of the content is known, and nothing in it is to be refused or changed on its way.
    pub(super) verbatim: bool,
    /// NOTIFY and ORCPT are left out.
    pub(super) drop_dsn: bool,
    /// For each recipient why it is left out, if it is.
    pub(super) left_out: Vec<Option<NotTried>>,
}

impl Plan {
    /// Decides how to send a message.
    ///
    /// # Errors
    /// Why this server can't be given it at all.
    pub(super) fn of(
        envelope: &Envelope,
        content: &Content,
        given: &Circumstances<'_>,
    ) -> Result<Self, NotTried> {
        let drop_dsn = given.drop_unoffered_dsn && !given.offers(Keyword::Dsn);
        let mut parameters = if drop_dsn {
            needs::mail_without(&envelope.parameters, Keyword::Dsn)
        } else {
            envelope.parameters.clone()
        };
        for keyword in parameters.iter().filter_map(|parameter| parameter.extension()) {
            if !given.offers(keyword) {
                return Err(NotTried::NotOffered(keyword));
            }
        }
        let left_out = left_out(envelope, given, drop_dsn);
        let found = content
            .octets()
            .map(|octets| ContentNeeds::found(octets, given.max_line, given.line_ends));
        let verbatim = found.is_some_and(|(_, verbatim)| verbatim);
        let needs = found.map(|(needs, _)| needs);
        let transfer = transfer(&parameters, content, needs.as_ref(), given)?;
        let utf8 = needs.is_some_and(|needs| needs.utf8_header)
            || !envelope.from.is_ascii()
            || envelope
                .recipients
                .iter()
                .zip(&left_out)
                .any(|(recipient, why)| why.is_none() && !recipient.path.is_ascii());
        // What the configuration lets pass undeclared is declared where it can be.
        let let_pass = |keyword| given.undeclared_eight_bit && !given.offers(keyword);
        if utf8 && !parameters.smtputf8() && !let_pass(Keyword::SmtpUtf8) {
            add(&mut parameters, MailParameter::SmtpUtf8, Keyword::SmtpUtf8, given)?;
        }
        let declared = parameters.get("BODY").is_some();
        let body = MailParameter::Body(Body::EightBitMime);
        match needs {
            Some(needs) if needs.eight_bit && parameters.body() == Body::SevenBit => {
                if declared {
                    let detail = "BODY=7BIT was declared for content with octets above 127";
                    return Err(NotTried::Unfit(
                        Error::new(ErrorCode::InvalidContent).with_detail(detail),
                    ));
                }
                if !let_pass(Keyword::EightBitMime) {
                    add(&mut parameters, body, Keyword::EightBitMime, given)?;
                }
            }
            // Nobody has seen all of a stream yet; declaring too much does no harm.
            None if !declared && given.offers(Keyword::EightBitMime) => {
                let _ = parameters.push(body);
            }
            _ => {}
        }
        declare_size(&mut parameters, content, transfer, given)?;
        Ok(Self { parameters, transfer, verbatim, drop_dsn, left_out })
    }
}

/// Which recipients are left out, and why: their address or parameters need what is not offered,
/// or there are more than are taken.
fn left_out(
    envelope: &Envelope,
    given: &Circumstances<'_>,
    drop_dsn: bool,
) -> Vec<Option<NotTried>> {
    let limits = given.capabilities.map(Capabilities::limits).unwrap_or_default();
    let announced = |limit: Option<u32>| {
        limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX).max(1))
    };
    let most = given.max_recipients.min(announced(limits.rcpt_max));
    let most_domains = announced(limits.rcpt_domain_max);
    let mut taken = 0_usize;
    let mut domains: Vec<&Host<'_>> = Vec::new();
    let judge = |recipient: &'_ Recipient| {
        if !recipient.path.is_ascii() && !given.offers(Keyword::SmtpUtf8) {
            return Some(NotTried::NotOffered(Keyword::SmtpUtf8));
        }
        let lacks =
            |keyword: &Keyword| !(given.offers(*keyword) || drop_dsn && *keyword == Keyword::Dsn);
        let keywords = recipient.parameters.iter().filter_map(|p| p.extension()).find(lacks);
        keywords.map(NotTried::NotOffered)
    };
    let mut left_out = Vec::with_capacity(envelope.recipients.len());
    for recipient in &envelope.recipients {
        let mut why = judge(recipient);
        if why.is_none() && taken >= most {
            why = Some(NotTried::TooManyRecipients { limit: most });
        }
        // Domains are only counted where the server limits them.
        if let ForwardPath::Mailbox(mailbox) = &recipient.path
            && most_domains < usize::MAX
            && why.is_none()
            && !domains.contains(&mailbox.host())
        {
            if domains.len() >= most_domains {
                why = Some(NotTried::TooManyRecipients { limit: most_domains });
            } else {
                domains.push(mailbox.host());
            }
        }
        taken = taken.saturating_add(usize::from(why.is_none()));
        left_out.push(why);
    }
    left_out
}

/// DATA or BDAT, and whether the content can be carried by it.
fn transfer(
    parameters: &MailParameters<'_>,
    content: &Content,
    needs: Option<&ContentNeeds>,
    given: &Circumstances<'_>,
) -> Result<Transfer, NotTried> {
    let chunking = given.chunking && given.offers(Keyword::Chunking);
    if parameters.body() == Body::BinaryMime {
        // RFC 3030 section 3: binary content can't travel by DATA.
        return if chunking {
            Ok(Transfer::Bdat)
        } else {
            Err(NotTried::NotOffered(Keyword::Chunking))
        };
    }
    // A chunk announces its octets, so nothing can be mended in it on the way.
    let as_it_is = given.line_ends == LineEnds::Reject
        || content.octets().is_some_and(|octets| size_in_lines(octets) == octets.len() as u64);
    let chunks = chunking && as_it_is;
    if let Some(mut fault) = needs.and_then(|needs| needs.fault) {
        // Lines may have any length in chunks.
        let long = matches!(fault, ContentError::LineTooLong { .. }) && chunks;
        if long && let Some(octets) = content.octets() {
            match ContentNeeds::of(octets, None).fault {
                None => return Ok(Transfer::Bdat),
                Some(other) => fault = other,
            }
        }
        return Err(NotTried::Content(fault));
    }
    Ok(if chunks { Transfer::Bdat } else { Transfer::Data })
}

/// Adds a parameter that the message needs.
fn add(
    parameters: &mut MailParameters<'static>,
    parameter: MailParameter<'static>,
    keyword: Keyword,
    given: &Circumstances<'_>,
) -> Result<(), NotTried> {
    if !given.offers(keyword) {
        return Err(NotTried::NotOffered(keyword));
    }
    // There is none of this keyword: the callers have looked.
    let _ = parameters.push(parameter);
    Ok(())
}

/// Declares the size where the server wants to know it, and compares it with what it takes.
fn declare_size(
    parameters: &mut MailParameters<'static>,
    content: &Content,
    transfer: Transfer,
    given: &Circumstances<'_>,
) -> Result<(), NotTried> {
    let Some(capabilities) = given.capabilities.filter(|c| c.offers(Keyword::Size)) else {
        return Ok(());
    };
    let size = parameters.size().or_else(|| match (content, transfer) {
        (Content::Stream { size }, _) => *size,
        (_, Transfer::Bdat) => content.octets().map(|octets| octets.len() as u64),
        (_, Transfer::Data) if given.line_ends == LineEnds::Reject => {
            content.octets().map(with_last_line_end)
        }
        (_, Transfer::Data) => content.octets().map(size_in_lines),
    });
    let Some(size) = size else { return Ok(()) };
    if let Some(limit) = capabilities.size().filter(|limit| size > *limit) {
        return Err(NotTried::TooLarge { size, limit });
    }
    if parameters.size().is_none() {
        let _ = parameters.push(MailParameter::Size(size));
    }
    Ok(())
}

/// How many octets content without bare CR and LF has once its last line has an end.
fn with_last_line_end(octets: &[u8]) -> u64 {
    let missing = if octets.is_empty() || octets.ends_with(b"\r\n") { 0 } else { 2 };
    (octets.len() as u64).saturating_add(missing)
}

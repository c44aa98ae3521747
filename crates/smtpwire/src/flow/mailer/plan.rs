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
pub(super) struct Circumstances<'c> {
    /// `None` after HELO: nothing is offered.
    pub(super) capabilities: Option<&'c Capabilities<'static>>,
    pub(super) tls: bool,
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
        // RFC 8689 section 4.2.1: REQUIRETLS is worth nothing where there is no TLS.
        (keyword != Keyword::RequireTls || self.tls)
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
        let mut parameters = match drop_dsn {
            true => needs::mail_without(&envelope.parameters, Keyword::Dsn),
            false => envelope.parameters.clone(),
        };
        for keyword in parameters.iter().filter_map(|parameter| needs::of_mail(&parameter)) {
            if !given.offers(keyword) {
                return Err(NotTried::NotOffered(keyword));
            }
        }
        let left_out = left_out(envelope, given, drop_dsn);
        let needs = content
            .octets()
            .map(|octets| ContentNeeds::with_line_ends(octets, given.max_line, given.line_ends));
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
        Ok(Self { parameters, transfer, drop_dsn, left_out })
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
            |keyword: &Keyword| !given.offers(*keyword) && !(drop_dsn && *keyword == Keyword::Dsn);
        let keywords = recipient.parameters.iter().filter_map(|p| needs::of_rcpt(&p)).find(lacks);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::mailbox::ReversePath;
    use crate::types::parameter::{Notify, RcptParameter, RcptParameters, Ret};
    use crate::types::reply::Reply;
    use alloc::string::String;

    fn capabilities(keywords: &str) -> Capabilities<'static> {
        let mut wire = String::from("250-mx.example\r\n");
        for keyword in keywords.split(',') {
            wire.push_str(&alloc::format!("250-{keyword}\r\n"));
        }
        wire.push_str("250 HELP\r\n");
        let reply = Reply::parse(wire.as_bytes()).unwrap().unwrap().0;
        Capabilities::from_reply(&reply).into_owned()
    }

    fn envelope(recipients: &[&'static str]) -> Envelope {
        let from = ReversePath::parse("<ann@example.com>").unwrap();
        recipients.iter().fold(Envelope::new(from), |envelope, path| {
            envelope.to(ForwardPath::parse(path).unwrap())
        })
    }

    fn plan_with(
        envelope: &Envelope,
        content: &[u8],
        offered: &str,
        change: impl FnOnce(&mut Circumstances<'_>),
    ) -> Result<Plan, NotTried> {
        let capabilities = capabilities(offered);
        let mut given = Circumstances {
            capabilities: Some(&capabilities),
            tls: false,
            chunking: true,
            drop_unoffered_dsn: false,
            undeclared_eight_bit: false,
            line_ends: LineEnds::Reject,
            max_line: Some(998),
            max_recipients: 1000,
        };
        change(&mut given);
        Plan::of(envelope, &Content::from(content.to_vec()), &given)
    }

    fn plan(envelope: &Envelope, content: &[u8], offered: &str) -> Result<Plan, NotTried> {
        plan_with(envelope, content, offered, |_| {})
    }

    const TEXT: &[u8] = b"Subject: x\r\n\r\nHello\r\n";

    #[test]
    fn plain_text_needs_nothing_and_gets_a_size() {
        let one = envelope(&["<bob@example.org>"]);
        let plan = plan(&one, TEXT, "SIZE 1000,8BITMIME,SMTPUTF8").unwrap();
        assert_eq!(plan.parameters.size(), Some(TEXT.len() as u64));
        assert_eq!(plan.parameters.len(), 1);
        assert_eq!(plan.transfer, Transfer::Data);
    }

    // R-SIZE-010 and its kin: what is too large is not even begun.
    #[test]
    fn a_message_over_the_announced_size_is_not_begun() {
        let one = envelope(&["<bob@example.org>"]);
        let refused = plan(&one, TEXT, "SIZE 20").unwrap_err();
        assert_eq!(refused, NotTried::TooLarge { size: 21, limit: 20 });
        assert!(!refused.is_retryable());
        assert!(plan(&one, TEXT, "SIZE 21").is_ok());
        assert!(plan(&one, TEXT, "SIZE 0").is_ok(), "0 is no limit");
        assert!(plan(&one, b"Subject: no line end.", "SIZE 22").is_err(), "its CRLF counts");
    }

    #[test]
    fn what_the_content_needs_is_declared_or_the_message_is_not_begun() {
        let one = envelope(&["<bob@example.org>"]);
        let body = "Subject: x\r\n\r\nGr\u{fc}n\r\n".as_bytes();
        let eight = plan(&one, body, "8BITMIME").unwrap();
        assert_eq!(eight.parameters.body(), Body::EightBitMime);
        assert!(!eight.parameters.smtputf8());
        assert_eq!(
            plan(&one, body, "SIZE").unwrap_err(),
            NotTried::NotOffered(Keyword::EightBitMime)
        );
        let header = "Subject: Gr\u{fc}n\r\n\r\n".as_bytes();
        assert!(plan(&one, header, "8BITMIME,SMTPUTF8").unwrap().parameters.smtputf8());
        assert_eq!(
            plan(&one, header, "8BITMIME").unwrap_err(),
            NotTried::NotOffered(Keyword::SmtpUtf8)
        );
    }

    #[test]
    fn binary_is_only_what_is_called_so_and_travels_in_chunks() {
        let mut one = envelope(&["<bob@example.org>"]);
        let nul = b"\0\n";
        let fault = plan(&one, nul, "8BITMIME,CHUNKING,BINARYMIME").unwrap_err();
        assert!(matches!(fault, NotTried::Content(_)));
        one.parameters.push(MailParameter::Body(Body::BinaryMime)).unwrap();
        let binary = plan(&one, nul, "8BITMIME,CHUNKING,BINARYMIME").unwrap();
        assert_eq!(binary.transfer, Transfer::Bdat);
        assert_eq!(
            plan(&one, nul, "8BITMIME,CHUNKING").unwrap_err(),
            NotTried::NotOffered(Keyword::BinaryMime)
        );
    }

    #[test]
    fn chunks_are_not_used_where_line_ends_must_be_mended() {
        let one = envelope(&["<bob@example.org>"]);
        let mend = |given: &mut Circumstances<'_>| given.line_ends = LineEnds::Normalise;
        let lf = plan_with(&one, b"a\nb\n", "SIZE,CHUNKING", mend).unwrap();
        assert_eq!((lf.transfer, lf.parameters.size()), (Transfer::Data, Some(6)));
        let crlf = plan_with(&one, b"a\r\nb\r\n", "CHUNKING", mend).unwrap();
        assert_eq!(crlf.transfer, Transfer::Bdat);
        let off = plan_with(&one, TEXT, "CHUNKING", |given| given.chunking = false).unwrap();
        assert_eq!(off.transfer, Transfer::Data);
    }

    #[test]
    fn one_recipient_that_can_not_be_sent_leaves_the_others_alone() {
        let both = envelope(&["<b\u{f6}b@example.org>", "<cy@example.org>"]);
        let plan = plan(&both, TEXT, "8BITMIME").unwrap();
        assert_eq!(plan.left_out, [Some(NotTried::NotOffered(Keyword::SmtpUtf8)), None]);
        assert!(!plan.parameters.smtputf8(), "nobody who is left needs it");
    }

    // RFC 9422
    #[test]
    fn recipients_over_the_announced_limits_are_left_for_another_transaction() {
        let three = envelope(&["<a@example.org>", "<b@example.net>", "<c@example.org>"]);
        let too_many = |limit| Some(NotTried::TooManyRecipients { limit });
        assert_eq!(
            plan(&three, TEXT, "LIMITS RCPTMAX=2").unwrap().left_out,
            [None, None, too_many(2)]
        );
        assert_eq!(
            plan(&three, TEXT, "LIMITS RCPTDOMAINMAX=1").unwrap().left_out,
            [None, too_many(1), None]
        );
    }

    #[test]
    fn notices_that_are_not_offered_stop_the_message_unless_dropping_them_is_allowed() {
        let mut one = envelope(&["<bob@example.org>"]);
        one.parameters.push(MailParameter::Ret(Ret::Headers)).unwrap();
        let mut never = RcptParameters::new();
        never.push(RcptParameter::Notify(Notify::Never)).unwrap();
        if let Some(bob) = one.recipients.first_mut() {
            bob.parameters = never;
        }
        assert_eq!(plan(&one, TEXT, "SIZE").unwrap_err(), NotTried::NotOffered(Keyword::Dsn));
        let drop = |given: &mut Circumstances<'_>| given.drop_unoffered_dsn = true;
        let dropped = plan_with(&one, TEXT, "HELP", drop).unwrap();
        assert!(dropped.drop_dsn && dropped.parameters.is_empty());
        assert_eq!(dropped.left_out, [None]);
        let kept = plan_with(&one, TEXT, "DSN", drop).unwrap();
        assert!(!kept.drop_dsn && kept.parameters.ret().is_some());
    }

    #[test]
    fn long_lines_travel_in_chunks_or_not_at_all() {
        let one = envelope(&["<bob@example.org>"]);
        let long = [b"x".repeat(999).as_slice(), b"\r\n"].concat();
        assert!(matches!(plan(&one, &long, "SIZE"), Err(NotTried::Content(_))));
        assert_eq!(plan(&one, &long, "CHUNKING").unwrap().transfer, Transfer::Bdat);
        let bare = [long.as_slice(), b"\n"].concat();
        let fault = plan(&one, &bare, "CHUNKING").unwrap_err();
        assert_eq!(fault, NotTried::Content(ContentError::BareLf { offset: 1001 }));
    }

    // RFC 8689 section 4.2.1
    #[test]
    fn requiretls_needs_tls_here_too() {
        let mut one = envelope(&["<bob@example.org>"]);
        one.parameters.push(MailParameter::RequireTls).unwrap();
        let plain = plan(&one, TEXT, "REQUIRETLS").unwrap_err();
        assert_eq!(plain, NotTried::NotOffered(Keyword::RequireTls));
        assert!(plan_with(&one, TEXT, "REQUIRETLS", |given| given.tls = true).is_ok());
    }
}

//! What the server's offer allows (RFC 5321 section 4.1.1: no parameter without its extension).

use super::Client;
use super::commands::invalid;
use crate::flow::error::{Error, ErrorCode};
use crate::types::capability::{Capabilities, Capability, Keyword};
use crate::types::mailbox::{ForwardPath, ReversePath};
use crate::types::parameter::{
    Body, ByMode, DeliverBy, MailParameter, MailParameters, RcptParameter, RcptParameters,
};

impl Client {
    /// Whether the server offers an extension. While an EHLO has no reply, nothing is known.
    #[inline]
    pub(super) fn offers(&self, keyword: Keyword) -> bool {
        self.capabilities.as_ref().is_some_and(|offer| offer.offers(keyword))
    }

    #[inline]
    pub(super) fn demand(&self, keyword: Keyword, name: &'static str) -> Result<(), Error> {
        if self.offers(keyword) && !self.is_greeting_again() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::NotOffered).with_detail(name))
    }

    /// Whether an EHLO is under way, so that the last offer is about to be replaced.
    fn is_greeting_again(&self) -> bool {
        self.greetings > 0
    }

    pub(super) fn check_mail(
        &self,
        from: &ReversePath<'_>,
        parameters: &MailParameters<'_>,
    ) -> Result<(), Error> {
        if !parameters.is_empty() {
            for parameter in parameters.iter() {
                self.check_mail_parameter(&parameter)?;
            }
        }
        if !from.is_ascii() && !parameters.smtputf8() {
            return Err(invalid("a reverse-path that is not ASCII needs the SMTPUTF8 parameter"));
        }
        Ok(())
    }

    fn check_mail_parameter(&self, parameter: &MailParameter<'_>) -> Result<(), Error> {
        match parameter {
            MailParameter::Size(size) => {
                self.demand(Keyword::Size, "SIZE")?;
                let limit = self.capabilities.as_ref().and_then(Capabilities::size);
                match limit {
                    Some(limit) if *size > limit => Err(ErrorCode::MessageTooLarge.into()),
                    _ => Ok(()),
                }
            }
            // RFC 3030 section 3: BINARYMIME is of no use without CHUNKING.
            MailParameter::Body(Body::BinaryMime) => self
                .demand(Keyword::BinaryMime, "BINARYMIME")
                .and_then(|()| self.demand(Keyword::Chunking, "CHUNKING")),
            MailParameter::Body(_) => self.demand(Keyword::EightBitMime, "8BITMIME"),
            MailParameter::SmtpUtf8 => self.demand(Keyword::SmtpUtf8, "SMTPUTF8"),
            MailParameter::Ret(_) | MailParameter::Envid(_) => self.demand(Keyword::Dsn, "DSN"),
            MailParameter::Auth(_) => self.demand(Keyword::Auth, "AUTH"),
            MailParameter::RequireTls => self.demand(Keyword::RequireTls, "REQUIRETLS"),
            MailParameter::By(by) => {
                self.demand(Keyword::DeliverBy, "DELIVERBY")?;
                self.check_delivery_time(*by)
            }
            MailParameter::HoldFor(_) | MailParameter::HoldUntil(_) => {
                self.demand(Keyword::FutureRelease, "FUTURERELEASE")
            }
            MailParameter::MtPriority(_) => self.demand(Keyword::MtPriority, "MT-PRIORITY"),
            MailParameter::Mtrk(_) => self.demand(Keyword::Mtrk, "MTRK"),
            MailParameter::TransId(_) => self.demand(Keyword::Checkpoint, "CHECKPOINT"),
            MailParameter::Solicit(_) => self.demand(Keyword::NoSoliciting, "NO-SOLICITING"),
            MailParameter::ConPerm => self.demand(Keyword::ConPerm, "CONPERM"),
            MailParameter::Other(_) => self.demand_extensions(),
        }
    }

    /// RFC 2852 section 4.1.4.1: a server that can't deliver that fast is not asked to.
    fn check_delivery_time(&self, by: DeliverBy) -> Result<(), Error> {
        let minimum = self.capabilities.iter().flatten().find_map(|line| match line {
            Capability::DeliverBy(minimum) => *minimum,
            _ => None,
        });
        match minimum {
            Some(minimum)
                if by.mode() == ByMode::Return && i64::from(by.seconds()) < minimum.into() =>
            {
                Err(invalid("the server can not deliver in so short a time"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_rcpt(
        &self,
        to: &ForwardPath<'_>,
        parameters: &RcptParameters<'_>,
    ) -> Result<(), Error> {
        if !parameters.is_empty() {
            for parameter in parameters.iter() {
                match parameter {
                    RcptParameter::Notify(_) => self.demand(Keyword::Dsn, "DSN")?,
                    RcptParameter::Orcpt(recipient) => {
                        self.demand(Keyword::Dsn, "DSN")?;
                        if !recipient.address().is_ascii() && !self.declared_smtputf8() {
                            return Err(invalid(
                                "an ORCPT that is not ASCII needs the SMTPUTF8 parameter of MAIL",
                            ));
                        }
                    }
                    RcptParameter::Rrvs(_) => self.demand(Keyword::Rrvs, "RRVS")?,
                    RcptParameter::ConNeg => self.demand(Keyword::ConNeg, "CONNEG")?,
                    RcptParameter::Other(_) => self.demand_extensions()?,
                }
            }
        }
        if !to.is_ascii() && !self.declared_smtputf8() {
            return Err(invalid(
                "a forward-path that is not ASCII needs the SMTPUTF8 parameter of MAIL",
            ));
        }
        Ok(())
    }

    /// A parameter that is not known here may belong to any extension, so there must be some.
    fn demand_extensions(&self) -> Result<(), Error> {
        let extended = self.capabilities.is_some() && !self.is_greeting_again();
        if extended { Ok(()) } else { Err(ErrorCode::NotOffered.into()) }
    }
}

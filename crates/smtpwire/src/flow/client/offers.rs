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
    pub(super) fn demand(&self, keyword: Keyword) -> Result<(), Error> {
        if self.offers(keyword) && !self.is_greeting_again() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::NotOffered).with_detail(keyword.as_str()))
    }

    /// The same for what a parameter belongs to. One that is not known here may belong to any
    /// extension, so there must be some.
    fn demand_of(&self, extension: Option<Keyword>) -> Result<(), Error> {
        match extension {
            Some(keyword) => self.demand(keyword),
            None if self.capabilities.is_some() && !self.is_greeting_again() => Ok(()),
            None => Err(ErrorCode::NotOffered.into()),
        }
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
        self.demand_of(parameter.extension())?;
        match parameter {
            MailParameter::Size(size) => {
                match self.capabilities.as_ref().and_then(Capabilities::size) {
                    Some(limit) if *size > limit => Err(ErrorCode::MessageTooLarge.into()),
                    _ => Ok(()),
                }
            }
            // RFC 3030 section 3: BINARYMIME is of no use without CHUNKING.
            MailParameter::Body(Body::BinaryMime) => self.demand(Keyword::Chunking),
            MailParameter::By(by) => self.check_delivery_time(*by),
            _ => Ok(()),
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
                self.demand_of(parameter.extension())?;
                if let RcptParameter::Orcpt(recipient) = parameter
                    && !recipient.address().is_ascii()
                    && !self.declared_smtputf8()
                {
                    return Err(invalid(
                        "an ORCPT that is not ASCII needs the SMTPUTF8 parameter of MAIL",
                    ));
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
}

//! MAIL and RCPT: what is checked before the host is asked.

use alloc::string::String;

use super::answers::Pause;
use super::{Decisions, Extensions, Server, ServerConfig, ServerEvent, Turn, replies};
use crate::types::command::{Mail, Rcpt, Verb};
use crate::types::parameter::{Body, MailParameter, RcptParameter};
use crate::types::reply::Reply;

/// What is known of the transaction under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Transaction {
    /// MAIL was accepted.
    pub(super) open: bool,
    /// It declared BODY=BINARYMIME.
    pub(super) binary: bool,
    /// It declared SMTPUTF8.
    pub(super) smtputf8: bool,
    /// How many recipients were accepted.
    pub(super) recipients: usize,
}

impl Server {
    pub(super) fn mail(&mut self, mail: Mail<'static>) -> Turn {
        let most = self.config.limits.transactions;
        if most.is_some_and(|most| self.counters.transactions >= most) {
            return self.session_too_long();
        }
        if let Err(reply) = self.config.takes_mail(&mail, self.tls) {
            return self.refuse(Verb::Mail, reply);
        }
        let binary = mail.parameters.body() == Body::BinaryMime;
        let smtputf8 = mail.parameters.smtputf8();
        self.decide(Decisions::MAIL, Pause::Mail { binary, smtputf8 });
        Turn::Event(ServerEvent::Mail { mail })
    }

    pub(super) fn rcpt(&mut self, rcpt: Rcpt<'static>) -> Turn {
        if let Err(reply) = self.config.takes_rcpt(&rcpt) {
            return self.refuse(Verb::Rcpt, reply);
        }
        // RFC 6531 section 3.4: the envelope was not declared to be internationalized.
        if !self.transaction.smtputf8 && !rcpt.to.is_ascii() {
            return self.refuse(Verb::Rcpt, replies::NEEDS_SMTPUTF8);
        }
        if self.transaction.recipients >= self.config.limits.recipients {
            // The client did nothing wrong: it comes again with the rest (RFC 5321 section
            // 4.5.3.1.10), so this is not counted as an error.
            self.say(&replies::TOO_MANY_RECIPIENTS);
            return Turn::Event(ServerEvent::Refused {
                verb: Verb::Rcpt,
                reply: replies::TOO_MANY_RECIPIENTS,
            });
        }
        self.decide(Decisions::RCPT, Pause::Rcpt);
        Turn::Event(ServerEvent::Rcpt { rcpt })
    }
}

impl ServerConfig {
    /// The most octets that a message may have. Content that is collected is always bounded.
    pub(super) fn max_size(&self) -> Option<u64> {
        /// What is collected when no limit is set.
        const COLLECTED: u64 = 50 << 20;
        let collected = self.content == super::ContentMode::Whole;
        self.limits.message_size.or(collected.then_some(COLLECTED))
    }

    fn takes_mail(&self, mail: &Mail<'_>, tls: bool) -> Result<(), Reply<'static>> {
        let parameters = &mail.parameters;
        if parameters.is_empty() {
            return Ok(());
        }
        let offer = &self.extensions;
        for parameter in parameters.iter() {
            let taken = match &parameter {
                MailParameter::Size(_) => offer.size,
                MailParameter::Body(Body::BinaryMime) => offer.binary_mime && offer.chunking,
                MailParameter::Body(_) => offer.eight_bit_mime,
                MailParameter::SmtpUtf8 => offer.smtputf8,
                MailParameter::Ret(_) | MailParameter::Envid(_) => offer.dsn,
                MailParameter::Auth(_) => self.offers_auth(),
                MailParameter::RequireTls => offer.require_tls && tls,
                MailParameter::By(_) => offer.deliver_by.is_some(),
                MailParameter::MtPriority(_) => offer.mt_priority.is_some(),
                _ => false,
            };
            if !taken && !named(&offer.mail_parameters, parameter.keyword()) {
                return Err(unknown_parameter(parameter.keyword()));
            }
        }
        match (parameters.size(), self.max_size()) {
            (Some(size), Some(most)) if size > most => Err(replies::TOO_LARGE),
            _ => Ok(()),
        }
    }

    fn takes_rcpt(&self, rcpt: &Rcpt<'_>) -> Result<(), Reply<'static>> {
        if rcpt.parameters.is_empty() {
            return Ok(());
        }
        let Extensions { dsn, rrvs, rcpt_parameters, .. } = &self.extensions;
        for parameter in rcpt.parameters.iter() {
            let taken = match &parameter {
                RcptParameter::Notify(_) | RcptParameter::Orcpt(_) => *dsn,
                RcptParameter::Rrvs(_) => *rrvs,
                _ => false,
            };
            if !taken && !named(rcpt_parameters, parameter.keyword()) {
                return Err(unknown_parameter(parameter.keyword()));
            }
        }
        Ok(())
    }
}

fn named(names: &[String], keyword: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(keyword))
}

/// RFC 5321 section 4.1.1.11.
fn unknown_parameter(keyword: &str) -> Reply<'static> {
    let reply = replies::UNKNOWN_PARAMETER;
    if keyword.len() > 64 {
        return reply;
    }
    let code = reply.code().get();
    replies::made(
        code,
        reply.enhanced(),
        format_args!("{keyword} is not recognized or not offered"),
    )
}

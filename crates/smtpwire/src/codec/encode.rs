//! Commands, written. What a type holds is valid, so writing cannot fail.

use alloc::string::String;
use alloc::vec::Vec;

use super::xtext::{encode_unitext, encode_xtext};
use crate::types::command::{Attributes, Command, Node, Query};
use crate::types::parameter::{
    ByMode, MailParameter, Notify, Parameter, RcptParameter, Ret, RrvsAction, Submitter,
};
use crate::types::text::put;

impl Command<'_> {
    /// Appends the command's line with its CRLF.
    ///
    /// The line may hold a secret (AUTH, BURL); do not log it.
    ///
    /// ```
    /// use smtpwire::Command;
    /// let mut line = Vec::new();
    /// Command::parse(b"rcpt to:<\"jo ann\"@example.com> notify=never")?.encode(&mut line);
    /// assert_eq!(line, b"RCPT TO:<\"jo ann\"@example.com> NOTIFY=NEVER\r\n");
    /// # Ok::<(), smtpwire::CommandError>(())
    /// ```
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut line = String::new();
        self.write(&mut line);
        line.push_str("\r\n");
        out.extend_from_slice(line.as_bytes());
    }

    /// Appends the command's line without its CRLF.
    pub(crate) fn write(&self, line: &mut String) {
        if let Self::Unknown(unknown) = self {
            return line.push_str(unknown.as_str());
        }
        line.push_str(self.verb().as_str());
        match self {
            Self::Data | Self::Rset | Self::Quit | Self::StartTls | Self::Unknown(_) => {}
            Self::Ehlo(host) | Self::Helo(host) | Self::Lhlo(host) => {
                line.push(' ');
                host.write(line);
            }
            Self::Mail(mail) => {
                line.push_str(" FROM:");
                mail.from.write(line);
                for parameter in mail.parameters.iter() {
                    line.push(' ');
                    mail_parameter(&parameter, line);
                }
            }
            Self::Rcpt(rcpt) => {
                line.push_str(" TO:");
                rcpt.to.write(line);
                for parameter in rcpt.parameters.iter() {
                    line.push(' ');
                    rcpt_parameter(&parameter, line);
                }
            }
            Self::Bdat(bdat) => {
                put(line, format_args!(" {}", bdat.size));
                last(bdat.last, line);
            }
            Self::Noop(text) | Self::Help(text) => {
                if let Some(text) = text {
                    put(line, format_args!(" {}", text.as_str()));
                }
            }
            Self::Vrfy(query) | Self::Expn(query) => write_query(query, line),
            Self::Auth(auth) => {
                put(line, format_args!(" {}", auth.mechanism));
                if let Some(response) = &auth.initial_response {
                    let text = response.reveal_base64();
                    put(line, format_args!(" {}", if text.is_empty() { "=" } else { text }));
                }
            }
            Self::Etrn(Node::Host(domain)) => put(line, format_args!(" {domain}")),
            Self::Etrn(Node::Subdomains(domain)) => put(line, format_args!(" @{domain}")),
            Self::Etrn(Node::Queue(name)) => put(line, format_args!(" #{}", name.as_str())),
            Self::Atrn(domains) => {
                for (at, domain) in domains.iter().enumerate() {
                    line.push(if at == 0 { ' ' } else { ',' });
                    line.push_str(domain.as_str());
                }
            }
            Self::Burl(burl) => {
                put(line, format_args!(" {}", burl.reveal_url()));
                last(burl.last, line);
            }
            Self::XClient(list) | Self::XForward(list) => write_attributes(list, line),
        }
    }
}

fn last(last: bool, line: &mut String) {
    if last {
        line.push_str(" LAST");
    }
}

fn write_query(query: &Query<'_>, line: &mut String) {
    put(line, format_args!(" {}", query.argument().as_str()));
    if query.smtputf8() {
        line.push_str(" SMTPUTF8");
    }
}

fn write_attributes(list: &Attributes<'_>, line: &mut String) {
    for attribute in list {
        put(line, format_args!(" {}=", attribute.name()));
        encode_xtext(attribute.value(), line);
    }
}

fn mail_parameter(parameter: &MailParameter<'_>, line: &mut String) {
    if let MailParameter::Other(parameter) = parameter {
        return unknown(parameter, line);
    }
    line.push_str(parameter.keyword());
    match parameter {
        MailParameter::SmtpUtf8
        | MailParameter::RequireTls
        | MailParameter::ConPerm
        | MailParameter::Other(_) => {}
        MailParameter::Size(size) => put(line, format_args!("={size}")),
        MailParameter::Body(body) => put(line, format_args!("={}", body.as_str())),
        MailParameter::Ret(Ret::Full) => line.push_str("=FULL"),
        MailParameter::Ret(Ret::Headers) => line.push_str("=HDRS"),
        MailParameter::Envid(id) => {
            line.push('=');
            encode_xtext(id.as_str(), line);
        }
        MailParameter::Auth(Submitter::Unknown) => line.push_str("=<>"),
        MailParameter::Auth(Submitter::Mailbox(mailbox)) => {
            let mut text = String::new();
            mailbox.write(&mut text);
            line.push('=');
            encode_xtext(&text, line);
        }
        MailParameter::By(by) => {
            let mode = if by.mode() == ByMode::Notify { 'N' } else { 'R' };
            let trace = if by.trace() { "T" } else { "" };
            put(line, format_args!("={};{mode}{trace}", by.seconds()));
        }
        MailParameter::HoldFor(seconds) => put(line, format_args!("={}", seconds.get())),
        MailParameter::HoldUntil(time) => put(line, format_args!("={time}")),
        MailParameter::MtPriority(priority) => put(line, format_args!("={}", priority.get())),
        MailParameter::Mtrk(tracking) => {
            put(line, format_args!("={}", tracking.certifier()));
            if let Some(timeout) = tracking.timeout() {
                put(line, format_args!(":{timeout}"));
            }
        }
        MailParameter::TransId(id) => put(line, format_args!("={}", id.as_str())),
        MailParameter::Solicit(keywords) => put(line, format_args!("={}", keywords.as_str())),
    }
}

fn rcpt_parameter(parameter: &RcptParameter<'_>, line: &mut String) {
    if let RcptParameter::Other(parameter) = parameter {
        return unknown(parameter, line);
    }
    line.push_str(parameter.keyword());
    match parameter {
        RcptParameter::ConNeg | RcptParameter::Other(_) => {}
        RcptParameter::Notify(Notify::Never) => line.push_str("=NEVER"),
        RcptParameter::Notify(Notify::On(events)) => {
            let named =
                [(events.success, "SUCCESS"), (events.failure, "FAILURE"), (events.delay, "DELAY")];
            let mut mark = '=';
            for (_, name) in named.into_iter().filter(|(wanted, _)| *wanted) {
                line.push(mark);
                line.push_str(name);
                mark = ',';
            }
        }
        RcptParameter::Orcpt(recipient) => {
            put(line, format_args!("={};", recipient.address_type()));
            if recipient.is_utf8() {
                encode_unitext(recipient.address(), line);
            } else {
                encode_xtext(recipient.address(), line);
            }
        }
        RcptParameter::Rrvs(rrvs) => {
            put(line, format_args!("={}", rrvs.since()));
            match rrvs.otherwise() {
                None => {}
                Some(RrvsAction::Continue) => line.push_str(";C"),
                Some(RrvsAction::Reject) => line.push_str(";R"),
            }
        }
    }
}

fn unknown(parameter: &Parameter<'_>, line: &mut String) {
    line.push_str(parameter.keyword());
    if let Some(value) = parameter.value() {
        line.push('=');
        line.push_str(value);
    }
}

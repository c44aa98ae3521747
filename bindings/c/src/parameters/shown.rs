//! What C sees of parameters, and what must be kept for that.

use smtpwire::types::command::{Mail, Rcpt};
use smtpwire::types::parameter::{MailParameter, RcptParameter, Submitter};
use smtpwire::{Command, ForwardPath, ReversePath};

use super::{MAIL, Parameters, RCPT};
use crate::address::smtpwire_address;

/// A list's text, and those values that are written otherwise than they are meant.
#[derive(Default)]
pub(super) struct Shown {
    /// As it stands in a command.
    pub(super) text: String,
    /// How many there are.
    pub(super) count: usize,
    /// How many of them, at the front, have functions of their own.
    pub(super) known: usize,
    pub(super) envid: Option<String>,
    /// The submitter; none for `<>`, too.
    pub(super) submitter: Option<Box<smtpwire_address>>,
    pub(super) certifier: Option<String>,
    pub(super) transid: Option<String>,
    pub(super) solicit: Vec<String>,
    /// Type and address.
    pub(super) orcpt: Option<(String, String)>,
}

impl Shown {
    pub(super) fn of(list: &Parameters) -> Self {
        let mut shown = Self { text: written(list), ..Self::default() };
        match list {
            Parameters::Mail(list) => {
                shown.count = list.len();
                shown.known = shown.count.saturating_sub(list.unknown().count());
                list.iter().for_each(|parameter| shown.keep_of_mail(parameter));
            }
            Parameters::Rcpt(list) => {
                shown.count = list.len();
                shown.known = shown.count.saturating_sub(list.unknown().count());
                list.iter().for_each(|parameter| shown.keep_of_rcpt(&parameter));
            }
        }
        shown
    }

    fn keep_of_mail(&mut self, parameter: MailParameter<'_>) {
        match parameter {
            MailParameter::Envid(id) => self.envid = Some(id.as_str().into()),
            MailParameter::Auth(Submitter::Mailbox(mailbox)) => {
                let mailbox = smtpwire_address::made(mailbox.into_owned());
                self.submitter = Some(Box::new(mailbox));
            }
            MailParameter::Mtrk(tracking) => self.certifier = Some(tracking.certifier().into()),
            MailParameter::TransId(id) => self.transid = Some(id.as_str().into()),
            MailParameter::Solicit(keywords) => {
                self.solicit = keywords.iter().map(Into::into).collect();
            }
            _ => {}
        }
    }

    fn keep_of_rcpt(&mut self, parameter: &RcptParameter<'_>) {
        if let RcptParameter::Orcpt(recipient) = parameter {
            self.orcpt = Some((recipient.address_type().into(), recipient.address().into()));
        }
    }

    /// The parameter at this place: its keyword and its value, as they are written.
    pub(super) fn at(&self, index: usize) -> Option<(&str, Option<&str>)> {
        // No parameter holds a space.
        let word = self.text.split(' ').nth(index).filter(|word| !word.is_empty())?;
        Some(word.split_once('=').map_or((word, None), |(keyword, value)| (keyword, Some(value))))
    }
}

/// The parameters as they stand in a command.
fn written(list: &Parameters) -> String {
    let (start, command) = match list.clone() {
        Parameters::Mail(parameters) => {
            (MAIL, Command::Mail(Mail { from: ReversePath::Null, parameters }))
        }
        Parameters::Rcpt(parameters) => {
            (RCPT, Command::Rcpt(Rcpt { to: ForwardPath::Postmaster, parameters }))
        }
    };
    let mut line = Vec::new();
    command.encode(&mut line);
    let line = String::from_utf8_lossy(&line);
    let text =
        line.strip_prefix(start).and_then(|text| text.strip_suffix("\r\n")).unwrap_or_default();
    text.strip_prefix(' ').unwrap_or_default().into()
}

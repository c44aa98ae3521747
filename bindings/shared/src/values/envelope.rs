//! Envelopes.

use serde::Serialize;
use smtpwire::{ForwardPath, Recipient};

use super::address::Path;
use super::forms::forms;
use super::parameter::{Parameter, mail_parameters, rcpt_parameters};
use crate::config::fields::fields;
use crate::failure::Failure;

/// From whom a message is, to whom, and what the server is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The sender; the empty text, or `<>`, is the null path. It has to be said, and null does not say it: that
    /// is what a program has that looked for a sender and found none. A message that was to have one, and goes
    /// out with the null path, is one whose failure nobody hears of.
    pub from: Option<Path>,
    /// The recipients, at least one.
    pub to: Vec<To>,
    /// Parameters of MAIL.
    pub parameters: Vec<Parameter>,
}

fields!(Envelope { from: option, to: or_default, parameters: or_default });

/// A recipient: a path, or a path with its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum To {
    /// With parameters.
    With(Addressed),
    /// Without.
    Path(Path),
}

forms!(To, "a recipient is text as jo@example.com, or a path with parameters": With, Path);

/// A path with the parameters of its RCPT.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addressed {
    /// Where the mail goes.
    pub path: Path,
    /// NOTIFY, ORCPT and the like.
    pub parameters: Vec<Parameter>,
}

fields!(Addressed { path: need, parameters: or_default });

impl Envelope {
    /// The core's envelope.
    ///
    /// # Errors
    /// No sender was said, or no recipient; a path or a parameter is none.
    pub fn build(&self) -> Result<smtpwire::Envelope, Failure> {
        let from = match &self.from {
            None => {
                let message = "envelope.from: it is needed; the empty text is the null path, for what nobody \
                               is to be told of when it fails";
                return Err(Failure::invalid("no-sender", message));
            }
            Some(path) => {
                path.build_sender().map_err(|wrong| wrong.within("envelope.from"))?.into_owned()
            }
        };
        if self.to.is_empty() {
            let message = "envelope.to: at least one recipient is needed";
            return Err(Failure::invalid("no-recipient", message));
        }
        let parameters = mail_parameters(&self.parameters)
            .map_err(|wrong| wrong.within("envelope"))?
            .into_owned();
        let mut envelope = smtpwire::Envelope::new(from).with_parameters(parameters);
        for (at, to) in self.to.iter().enumerate() {
            let recipient = to.build();
            let recipient =
                recipient.map_err(|wrong| wrong.within(&format!("envelope.to[{at}]")))?;
            envelope = envelope.to(recipient);
        }
        Ok(envelope)
    }
}

impl To {
    fn build(&self) -> Result<Recipient, Failure> {
        let to = |path: &Path| path.build_recipient().map(ForwardPath::into_owned);
        match self {
            Self::Path(path) => Ok(Recipient::new(to(path)?)),
            Self::With(Addressed { path, parameters }) => {
                let parameters = rcpt_parameters(parameters)?.into_owned();
                let path = to(path).map_err(|wrong| wrong.within("path"))?;
                Ok(Recipient::new(path).with_parameters(parameters))
            }
        }
    }
}

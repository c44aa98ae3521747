//! Envelopes.

use serde::{Deserialize, Serialize};
use smtpwire::{ForwardPath, Recipient, ReversePath};

use super::address::Path;
use super::forms::forms;
use super::parameter::{Parameter, mail_parameters, rcpt_parameters};
use crate::failure::Failure;

/// From whom a message is, to whom, and what the server is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Envelope {
    /// The sender; null for the null path. It has to be said: a message that was to have a sender, and
    /// goes out with the null path, is one whose failure nobody hears of.
    #[serde(deserialize_with = "super::given")]
    pub from: Option<Option<Path>>,
    /// The recipients, at least one.
    pub to: Vec<To>,
    /// Parameters of MAIL.
    pub parameters: Vec<Parameter>,
}

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addressed {
    /// Where the mail goes.
    pub path: Path,
    /// NOTIFY, ORCPT and the like.
    pub parameters: Vec<Parameter>,
}

impl Envelope {
    /// The core's envelope.
    ///
    /// # Errors
    /// No sender was said; a path or a parameter is none. That there is a recipient is for the mailer to
    /// say.
    pub fn build(&self) -> Result<smtpwire::Envelope, Failure> {
        let from = match &self.from {
            None => {
                let message = "envelope.from: it is needed; the empty text is the null path, for what nobody \
                               is to be told of when it fails";
                return Err(Failure::invalid("no-sender", message));
            }
            Some(None) => ReversePath::Null,
            Some(Some(path)) => path.build_sender()?.into_owned(),
        };
        let parameters = mail_parameters(&self.parameters)?.into_owned();
        let mut envelope = smtpwire::Envelope::new(from).with_parameters(parameters);
        for to in &self.to {
            envelope = envelope.to(to.build()?);
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
                Ok(Recipient::new(to(path)?).with_parameters(parameters))
            }
        }
    }
}

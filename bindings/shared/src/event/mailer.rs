//! A mailer's events.

use smtpwire::MailerEvent;

use super::Event;

impl<'a> From<&'a MailerEvent> for Event<'a> {
    fn from(event: &'a MailerEvent) -> Self {
        match event {
            MailerEvent::Ready => Self::Ready,
            MailerEvent::StartTls => Self::StartTls { command: None, reply: None },
            MailerEvent::TlsEstablished => Self::TlsEstablished { command: None, reply: None },
            MailerEvent::NeedContent { id } => Self::NeedContent { transaction: id.get() },
            MailerEvent::Outcome(outcome) => Self::Outcome(outcome.as_ref().into()),
            _ => Self::Other,
        }
    }
}

//! The events that every session has, and what comes of a piece of input, written with nothing in between.
//!
//! The shared table says what an event looks like, and all others are written as it says. Those here are
//! written the same, which a test sees to: a text that is made only to be copied, and a name that is looked up,
//! cost more than the event.

use serde::Serialize;
use smtpwire::{
    ClientEvent, ForwardPath, Host, Mailbox, MailerEvent, Reply, ReversePath, ServerEvent,
};
use smtpwire_shell::{AnyEvent, Came, Failure, Kind, Sink};

use super::names::{self, Form};
use super::tag;
use super::writer::{Unwritable, Writer, count};

/// Something that happened on a connection.
pub trait Told {
    /// Writes it.
    fn tell(self, writer: &mut Writer) -> Result<(), Unwritable>;
}

impl Told for ClientEvent {
    fn tell(self, writer: &mut Writer) -> Result<(), Unwritable> {
        let kind = match &self {
            Self::Greeting { reply } => return writer.answered(Kind::Greeting, reply),
            Self::Closing { reply } => return writer.answered(Kind::Closing, reply),
            Self::Reply { id, verb, reply } => {
                writer.event(Form::CommandOf, Kind::Reply);
                writer.number(id.number())?;
                writer.word(names::verb(*verb));
                return writer.reply(reply);
            }
            Self::Ehlo { .. } => Kind::Ehlo,
            Self::DataReady { .. } => Kind::DataReady,
            Self::ContentReply { .. } => Kind::ContentReply,
            _ => return AnyEvent::from(self).serialize(writer),
        };
        match &self {
            Self::Ehlo { id, reply }
            | Self::DataReady { id, reply }
            | Self::ContentReply { id, reply } => {
                writer.event(Form::Command, kind);
                writer.number(id.number())?;
                writer.reply(reply)
            }
            _ => AnyEvent::from(self).serialize(writer),
        }
    }
}

impl Told for MailerEvent {
    fn tell(self, writer: &mut Writer) -> Result<(), Unwritable> {
        AnyEvent::from(self).serialize(writer)
    }
}

impl Told for ServerEvent {
    fn tell(self, writer: &mut Writer) -> Result<(), Unwritable> {
        match &self {
            Self::Helo { verb, host } => {
                writer.event(Form::Greeted, Kind::Helo);
                writer.word(names::verb(*verb));
                writer.host(host)?;
            }
            Self::Mail { mail } if mail.parameters.is_empty() => {
                writer.event(Form::From, Kind::Mail);
                match &mail.from {
                    ReversePath::Null => writer.text("")?,
                    ReversePath::Mailbox(mailbox) => writer.mailbox(mailbox)?,
                }
                writer.items(0)?;
            }
            Self::Rcpt { rcpt } if rcpt.parameters.is_empty() => {
                let ForwardPath::Mailbox(mailbox) = &rcpt.to else {
                    return AnyEvent::from(self).serialize(writer);
                };
                writer.event(Form::To, Kind::Rcpt);
                writer.mailbox(mailbox)?;
                writer.items(0)?;
            }
            Self::Content { octets } => {
                writer.event(Form::Octets, Kind::Content);
                writer.octets(octets)?;
            }
            Self::Message { size, octets: None } => {
                writer.event(Form::Size, Kind::Message);
                writer.number(*size)?;
            }
            Self::Message { size, octets: Some(octets) } => {
                writer.event(Form::Whole, Kind::Message);
                writer.number(*size)?;
                writer.octets(octets)?;
            }
            Self::Refused { verb, reply } => {
                writer.event(Form::Refused, Kind::Refused);
                writer.word(names::verb(*verb));
                writer.reply(reply)?;
            }
            Self::Connected => writer.bare(Kind::Connected),
            Self::Data => writer.bare(Kind::Data),
            Self::Rset => writer.bare(Kind::Rset),
            Self::Noop => writer.bare(Kind::Noop),
            Self::Quit => writer.bare(Kind::Quit),
            _ => return AnyEvent::from(self).serialize(writer),
        }
        Ok(())
    }
}

impl Writer {
    fn event(&mut self, form: Form, kind: Kind) {
        self.form(form);
        self.word(names::kind(kind));
    }

    fn bare(&mut self, kind: Kind) {
        self.event(Form::Bare, kind);
    }

    fn answered(&mut self, kind: Kind, reply: &Reply<'_>) -> Result<(), Unwritable> {
        self.event(Form::Answered, kind);
        self.reply(reply)
    }

    fn mailbox(&mut self, mailbox: &Mailbox<'_>) -> Result<(), Unwritable> {
        let Host::Domain(domain) = mailbox.host() else { return self.shown(mailbox) };
        self.texts(&[mailbox.local_part().as_str(), "@", domain.as_str()])
    }

    fn host(&mut self, host: &Host<'_>) -> Result<(), Unwritable> {
        match host {
            Host::Domain(domain) => self.text(domain.as_str()),
            Host::Literal(_) => self.shown(host),
        }
    }
}

/// What comes of a piece of input, under way.
pub(crate) struct Pumping<'w> {
    writer: &'w mut Writer,
    /// Where the number of the struct's shape is, and how many events there are.
    shape: usize,
    events: usize,
    counted: usize,
    wrong: Option<Unwritable>,
}

impl<'w> Pumping<'w> {
    /// Begins. Its writer writes it with [`Writer::write_with`].
    pub(crate) fn new(writer: &'w mut Writer) -> Result<Self, Unwritable> {
        let shape = writer.form(Form::Pumped);
        writer.tag(tag::REST);
        let events = writer.tree.len().saturating_add(1);
        writer.tag_and_count(tag::LIST, 0)?;
        Ok(Self { writer, shape, events, counted: 0, wrong: None })
    }

    /// Ends.
    pub(crate) fn came(self, came: &Came) -> Result<(), Unwritable> {
        let Self { writer, shape, events, counted, wrong } = self;
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        writer.patch(events, &count(counted)?.to_le_bytes());
        match came.deadline {
            Some(deadline) => writer.number(deadline)?,
            None => writer.tag(tag::NULL),
        }
        writer.word(names::waits(came.waits));
        writer.number(u64::try_from(came.taken).unwrap_or(u64::MAX))?;
        if let Some(error) = &came.error {
            let form = writer.names.form(Form::Pumped);
            let failed = writer.names.with_field(form, "error");
            let failed = failed.ok_or_else(|| Unwritable::new(&"too many types"))?;
            writer.patch(shape, &failed.to_le_bytes());
            Failure::from(error).serialize(writer)?;
        }
        Ok(())
    }
}

impl<Event: Told> Sink<Event> for Pumping<'_> {
    fn output(&mut self, octets: &[u8]) {
        self.writer.rest.extend_from_slice(octets);
    }

    fn event(&mut self, event: Event) {
        self.counted = self.counted.saturating_add(1);
        if self.wrong.is_none()
            && let Err(wrong) = event.tell(self.writer)
        {
            self.wrong = Some(wrong);
        }
    }
}

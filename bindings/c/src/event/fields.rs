//! The fields of an event.

use smtpwire::{
    Abort, ClientEvent, Command, CommandId, ForwardPath, MailerEvent, Reply, ServerEvent, Verb,
};

use super::{Event, Happened, smtpwire_event, smtpwire_event_kind};
use crate::command::smtpwire_command;
use crate::error::{Explained, smtpwire_error};
use crate::guard::{Outcome, ask, look, put};
use crate::mailer::smtpwire_outcome;
use crate::proxy::smtpwire_proxy_header;
use crate::reply::smtpwire_reply;
use crate::verb::smtpwire_verb;
use crate::{smtpwire_bytes, smtpwire_status, smtpwire_str};

/// Why a transaction came to nothing.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_abort {
    /// The client said RSET.
    SMTPWIRE_ABORT_RESET = 1,
    /// The client said EHLO, HELO or LHLO again.
    SMTPWIRE_ABORT_GREETING = 2,
    /// The content was refused: it has a bare CR, a bare LF or a NUL, or is too large.
    SMTPWIRE_ABORT_CONTENT = 3,
    /// The program refused it.
    SMTPWIRE_ABORT_REFUSED = 4,
    /// The client said QUIT.
    SMTPWIRE_ABORT_QUIT = 5,
    /// The connection ended.
    SMTPWIRE_ABORT_CONNECTION = 6,
    /// Something that this header does not know.
    SMTPWIRE_ABORT_OTHER = 7,
}

const ABSENT: smtpwire_status = smtpwire_status::SMTPWIRE_ABSENT;

/// A field, or that there is none.
fn some<T>(field: Option<T>) -> Outcome<T> {
    field.ok_or(ABSENT)
}

impl Event {
    fn reply_of(&self) -> Option<&Reply<'static>> {
        match &self.happened {
            Happened::Client(event) => event.reply(),
            Happened::Server(
                ServerEvent::AuthFailed { reply, .. } | ServerEvent::Refused { reply, .. },
            ) => Some(reply),
            Happened::Mailer(_) | Happened::Server(_) => None,
        }
    }

    fn verb(&self) -> Option<Verb> {
        match &self.happened {
            Happened::Client(ClientEvent::Reply { verb, .. })
            | Happened::Server(
                ServerEvent::Helo { verb, .. } | ServerEvent::Refused { verb, .. },
            ) => Some(*verb),
            _ => None,
        }
    }

    fn octets(&self) -> Option<&[u8]> {
        match &self.happened {
            Happened::Client(ClientEvent::Challenge { octets, .. })
            | Happened::Server(
                ServerEvent::Content { octets } | ServerEvent::Message { octets: Some(octets), .. },
            ) => Some(octets),
            _ => None,
        }
    }

    /// The command that the client of a server gave.
    fn command_of(&self) -> Option<Command<'static>> {
        let Happened::Server(event) = &self.happened else { return None };
        Some(match event {
            ServerEvent::Helo { verb: Verb::Helo, host } => Command::Helo(host.clone()),
            ServerEvent::Helo { verb: Verb::Lhlo, host } => Command::Lhlo(host.clone()),
            ServerEvent::Helo { host, .. } => Command::Ehlo(host.clone()),
            ServerEvent::Mail { mail } => Command::Mail(mail.clone()),
            ServerEvent::Rcpt { rcpt } => Command::Rcpt(rcpt.clone()),
            ServerEvent::Data => Command::Data,
            ServerEvent::Rset => Command::Rset,
            ServerEvent::Noop => Command::Noop(None),
            ServerEvent::Vrfy { query } => Command::Vrfy(query.clone()),
            ServerEvent::Expn { query } => Command::Expn(query.clone()),
            ServerEvent::Help { argument } => Command::Help(argument.clone()),
            ServerEvent::Etrn { node } => Command::Etrn(node.clone()),
            ServerEvent::Atrn { domains } => Command::Atrn(domains.clone()),
            ServerEvent::Burl { burl } => Command::Burl(burl.clone()),
            ServerEvent::XClient { attributes } => Command::XClient(attributes.clone()),
            ServerEvent::XForward { attributes } => Command::XForward(attributes.clone()),
            ServerEvent::Unknown { command } => Command::Unknown(command.clone()),
            ServerEvent::Quit => Command::Quit,
            _ => return None,
        })
    }

    /// The path of MAIL or RCPT as a program keeps it: without its brackets, and the recipient without a
    /// domain in one spelling, whatever the client's was.
    fn path_of(&self) -> Option<String> {
        let path = match &self.happened {
            Happened::Server(ServerEvent::Mail { mail }) => mail.from.to_string(),
            Happened::Server(ServerEvent::Rcpt { rcpt }) => match &rcpt.to {
                ForwardPath::Postmaster => "postmaster".to_owned(),
                path @ ForwardPath::Mailbox(_) => path.to_string(),
            },
            _ => return None,
        };
        let bare = path.strip_prefix('<').and_then(|path| path.strip_suffix('>'));
        Some(bare.map(str::to_owned).unwrap_or(path))
    }

    fn id(&self) -> Option<u64> {
        let Happened::Client(event) = &self.happened else { return None };
        event.id().map(CommandId::number)
    }

    fn size(&self) -> Option<u64> {
        match &self.happened {
            Happened::Server(ServerEvent::Message { size, .. }) => Some(*size),
            _ => None,
        }
    }

    fn recipient(&self) -> Option<(usize, bool)> {
        match &self.happened {
            Happened::Client(ClientEvent::RecipientReply { index, last, .. }) => {
                Some((*index, *last))
            }
            _ => None,
        }
    }

    fn mechanism(&self) -> Option<&str> {
        match &self.happened {
            Happened::Client(ClientEvent::Authenticated { mechanism, .. }) => {
                Some(mechanism.as_str())
            }
            Happened::Server(
                ServerEvent::AuthLookup { mechanism, .. }
                | ServerEvent::AuthFailed { mechanism, .. },
            ) => Some(mechanism.name()),
            _ => None,
        }
    }

    fn abort(&self) -> Option<smtpwire_abort> {
        let Happened::Server(ServerEvent::Aborted { why }) = &self.happened else { return None };
        Some(match why {
            Abort::Reset => smtpwire_abort::SMTPWIRE_ABORT_RESET,
            Abort::Greeting => smtpwire_abort::SMTPWIRE_ABORT_GREETING,
            Abort::Content(_) => smtpwire_abort::SMTPWIRE_ABORT_CONTENT,
            Abort::Refused => smtpwire_abort::SMTPWIRE_ABORT_REFUSED,
            Abort::Quit => smtpwire_abort::SMTPWIRE_ABORT_QUIT,
            Abort::Connection => smtpwire_abort::SMTPWIRE_ABORT_CONNECTION,
            _ => smtpwire_abort::SMTPWIRE_ABORT_OTHER,
        })
    }

    fn transaction(&self) -> Option<u64> {
        match &self.happened {
            Happened::Mailer(MailerEvent::NeedContent { id }) => Some(id.get()),
            Happened::Mailer(MailerEvent::Outcome(outcome)) => Some(outcome.id.get()),
            _ => None,
        }
    }

    fn shown_reply(&self) -> Option<*const smtpwire_reply> {
        let reply = self.reply_of()?;
        let make = || Box::new(smtpwire_reply::made(reply.clone()));
        Some(&raw const **self.reply.get_or_init(make))
    }

    fn shown_command(&self) -> Option<*const smtpwire_command> {
        if let Some(shown) = self.command.get() {
            return Some(&raw const **shown);
        }
        let command = self.command_of()?;
        Some(&raw const **self.command.get_or_init(|| Box::new(smtpwire_command::made(command))))
    }

    fn shown_path(&self) -> Option<&str> {
        if let Some(shown) = self.path.get() {
            return Some(shown);
        }
        let path = self.path_of()?;
        Some(self.path.get_or_init(|| path))
    }

    fn shown_proxy(&self) -> Option<*const smtpwire_proxy_header> {
        let Happened::Server(ServerEvent::Proxy { header }) = &self.happened else { return None };
        let make = || Box::new(smtpwire_proxy_header::made(header.clone()));
        Some(&raw const **self.proxy.get_or_init(make))
    }

    fn shown_abort_error(&self) -> Option<*const smtpwire_error> {
        let Happened::Server(ServerEvent::Aborted { why: Abort::Content(wrong) }) = &self.happened
        else {
            return None;
        };
        let make = || Box::new(smtpwire_error::made(Explained::received(*wrong)));
        Some(&raw const **self.error.get_or_init(make))
    }

    fn shown_outcome(&self) -> Option<*const smtpwire_outcome> {
        let Happened::Mailer(MailerEvent::Outcome(outcome)) = &self.happened else { return None };
        let make = || Box::new(smtpwire_outcome::made((**outcome).clone()));
        Some(&raw const **self.outcome.get_or_init(make))
    }
}

/// What happened; `SMTPWIRE_EVENT_OTHER` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_kind_of(
    event: *const smtpwire_event,
) -> smtpwire_event_kind {
    let other = smtpwire_event_kind::SMTPWIRE_EVENT_OTHER;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(event, other, |event| smtpwire_event_kind::of(&event.happened)) }
}

/// A client: the id of the command that this belongs to, as the call that queued it gave it.
/// `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_command_id(
    event: *const smtpwire_event,
    id: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(id, some(event.id())?)) }
}

/// The command's verb: of what was answered, greeted with or refused. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_verb(
    event: *const smtpwire_event,
    verb: *mut smtpwire_verb,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(verb, smtpwire_verb::of(some(event.verb())?))) }
}

/// The reply: the server's, or, on a server, the one that was given. It lasts as long as the event.
/// `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_reply(
    event: *const smtpwire_event,
    reply: *mut *const smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(reply, some(event.shown_reply())?)) }
}

/// Octets: of content, of a whole message, of a challenge. They last as long as the event.
/// `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_octets(
    event: *const smtpwire_event,
    octets: *mut smtpwire_bytes,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(octets, smtpwire_bytes::of(some(event.octets())?))) }
}

/// A server: how many octets the message has. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_size(
    event: *const smtpwire_event,
    size: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(size, some(event.size())?)) }
}

/// A client of LMTP: which of the accepted recipients this is about, from 0.
/// `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_recipient_index(
    event: *const smtpwire_event,
    index: *mut usize,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(index, some(event.recipient())?.0)) }
}

/// The name of the SASL mechanism. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_mechanism(
    event: *const smtpwire_event,
    mechanism: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(mechanism, smtpwire_str::of(some(event.mechanism())?))) }
}

/// A server: the command that the client gave, with all its parts. It lasts as long as the event. What was
/// BDAT is `SMTPWIRE_VERB_DATA` here. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_command(
    event: *const smtpwire_event,
    command: *mut *const smtpwire_command,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(command, some(event.shown_command())?)) }
}

/// A server: the path of MAIL or RCPT, without its brackets: "" for the null path, "postmaster" for the
/// recipient without domain. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_path(
    event: *const smtpwire_event,
    path: *mut smtpwire_str,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(path, smtpwire_str::of(some(event.shown_path())?))) }
}

/// A server: the PROXY header. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_proxy_header(
    event: *const smtpwire_event,
    header: *mut *const smtpwire_proxy_header,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(header, some(event.shown_proxy())?)) }
}

/// A server: why the transaction came to nothing. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_abort(
    event: *const smtpwire_event,
    why: *mut smtpwire_abort,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(why, some(event.abort())?)) }
}

/// A server: what was wrong with the content, behind `SMTPWIRE_ABORT_CONTENT`: a name ("bare-cr", "bare-lf",
/// "nul", "line-too-long", "too-large"), a sentence, and where, but for "too-large", in octets of the content
/// without stuffed dots. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_abort_error(
    event: *const smtpwire_event,
    error: *mut *const smtpwire_error,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(error, some(event.shown_abort_error())?)) }
}

/// A mailer: the message that this is about, by the number that `smtpwire_mailer_send` gave.
/// `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_transaction(
    event: *const smtpwire_event,
    transaction: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(transaction, some(event.transaction())?)) }
}

/// A mailer: what has become of the message. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_outcome(
    event: *const smtpwire_event,
    outcome: *mut *const smtpwire_outcome,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { look(event, |event| put(outcome, some(event.shown_outcome())?)) }
}

/// A client of LMTP: whether this is the last recipient's answer. False for all other events.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_event_is_last(event: *const smtpwire_event) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(event, false, |event| event.recipient().is_some_and(|(_, last)| last)) }
}

//! Commands, checked and queued.

use alloc::format;

use super::event::CommandId;
use super::pending::{Pending, Role};
use super::{Client, Life};
use crate::codec::command::CommandError;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::{Answer, Phase};
use crate::types::capability::Keyword;
use crate::types::command::{
    Argument, Bdat, Command, Mail, Node, Query, Rcpt, UnknownCommand, Verb,
};
use crate::types::domain::Host;
use crate::types::mailbox::{ForwardPath, ReversePath};
use crate::types::parameter::{MailParameters, RcptParameters};

/// Each of these fails, and changes nothing, with [`ErrorCode::OutOfOrder`] when the command has
/// no place where the session will stand by then, with [`ErrorCode::AlreadyClosed`] when the
/// session is over or QUIT was given, with [`ErrorCode::Paused`] when an event waits for its
/// answer, and with [`ErrorCode::TooManyPending`] when `pending_commands` of the limits have no
/// reply yet. What else can happen stands with each.
impl Client {
    /// `EHLO host`, under LMTP `LHLO host`. Where the server does not know EHLO, HELO follows by
    /// itself, unless the configuration says no.
    ///
    /// # Errors
    /// Those of every command, and [`ErrorCode::InvalidValue`] when the host is not ASCII
    /// (RFC 6531 section 3.7.1: an internationalized name is sent in its ASCII form).
    pub fn ehlo(&mut self, host: Host<'_>) -> Result<CommandId, Error> {
        let verb = if self.is_lmtp() { Verb::Lhlo } else { Verb::Ehlo };
        self.greet(verb, host)
    }

    fn greet(&mut self, verb: Verb, host: Host<'_>) -> Result<CommandId, Error> {
        self.check(verb)?;
        if !host.is_ascii() {
            return Err(invalid("the client's name is not ASCII"));
        }
        let host = host.into_owned();
        if verb != Verb::Helo {
            self.name = Some(host.clone());
        }
        let command = match verb {
            Verb::Lhlo => Command::Lhlo(host),
            Verb::Helo => Command::Helo(host),
            _ => Command::Ehlo(host),
        };
        let id = self.send(&command)?;
        self.greetings = self.greetings.saturating_add(1);
        Ok(id)
    }

    /// `MAIL FROM`: a transaction begins.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] when a parameter belongs to an extension
    /// that the server does not offer, [`ErrorCode::InvalidValue`] for an address that is not
    /// ASCII without the SMTPUTF8 parameter, [`ErrorCode::MessageTooLarge`] when SIZE declares
    /// more than the server takes (RFC 1870 section 6.2).
    pub fn mail(
        &mut self,
        from: ReversePath<'_>,
        parameters: MailParameters<'_>,
    ) -> Result<CommandId, Error> {
        self.check(Verb::Mail)?;
        self.check_mail(&from, &parameters)?;
        let (body, smtputf8) = (parameters.body(), parameters.smtputf8());
        let id = self.send(&Command::Mail(Mail { from, parameters }))?;
        self.declare(body, smtputf8);
        self.rcpts = 0;
        Ok(id)
    }

    /// `RCPT TO`: one more recipient.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] and [`ErrorCode::InvalidValue`] as with
    /// [`mail`](Self::mail), [`ErrorCode::TooManyRecipients`] when the transaction has
    /// `recipients` of the limits already.
    pub fn rcpt(
        &mut self,
        to: ForwardPath<'_>,
        parameters: RcptParameters<'_>,
    ) -> Result<CommandId, Error> {
        self.check(Verb::Rcpt)?;
        self.check_rcpt(&to, &parameters)?;
        if self.rcpts >= self.config.limits.recipients {
            return Err(ErrorCode::TooManyRecipients.into());
        }
        let id = self.send(&Command::Rcpt(Rcpt { to, parameters }))?;
        self.rcpts = self.rcpts.saturating_add(1);
        Ok(id)
    }

    /// `DATA`. When [`DataReady`](super::ClientEvent::DataReady) comes, give the content and its
    /// end. When the server answers 354 though it has accepted no recipient, the client ends the
    /// message at once (RFC 2920 section 3.1), and the reply to that comes as the reply to DATA.
    ///
    /// # Errors
    /// Those of every command.
    pub fn data(&mut self) -> Result<CommandId, Error> {
        self.check(Verb::Data)?;
        self.send(&Command::Data)
    }

    /// `BDAT size`, with `LAST` when the message ends with this chunk. Exactly so many octets of
    /// content must follow before any other command, and go to the server as they are.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] without CHUNKING.
    pub fn bdat(&mut self, size: u64, last: bool) -> Result<CommandId, Error> {
        self.check(Verb::Bdat)?;
        self.demand(Keyword::Chunking)?;
        self.check_chunk_end(size, last)?;
        let id = self.send(&Command::Bdat(Bdat { size, last }))?;
        self.open_chunk(size, last);
        Ok(id)
    }

    /// `RSET`: the transaction is given up.
    ///
    /// # Errors
    /// Those of every command.
    pub fn rset(&mut self) -> Result<CommandId, Error> {
        self.check(Verb::Rset)?;
        self.send(&Command::Rset)
    }

    /// `NOOP`.
    ///
    /// # Errors
    /// Those of every command.
    pub fn noop(&mut self) -> Result<CommandId, Error> {
        self.check(Verb::Noop)?;
        self.send(&Command::Noop(None))
    }

    /// `VRFY text`. Text that is not ASCII is sent with the SMTPUTF8 parameter.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::InvalidValue`] for text that is empty, begins or ends
    /// with a space or holds a control character, [`ErrorCode::NotOffered`] for text that is not
    /// ASCII without SMTPUTF8.
    pub fn vrfy(&mut self, text: &str) -> Result<CommandId, Error> {
        self.check(Verb::Vrfy)?;
        let query = self.query(text)?;
        self.send(&Command::Vrfy(query))
    }

    /// `EXPN text`: who is on a list.
    ///
    /// # Errors
    /// Those of [`vrfy`](Self::vrfy).
    pub fn expn(&mut self, text: &str) -> Result<CommandId, Error> {
        self.check(Verb::Expn)?;
        let query = self.query(text)?;
        self.send(&Command::Expn(query))
    }

    fn query<'t>(&self, text: &'t str) -> Result<Query<'t>, Error> {
        let utf8 = !text.is_ascii();
        if utf8 {
            self.demand(Keyword::SmtpUtf8)?;
        }
        let query = Argument::new(text).and_then(|argument| Query::new(argument, utf8));
        query.ok_or_else(|| invalid("no argument for VRFY or EXPN"))
    }

    /// `HELP`, perhaps about something.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::InvalidValue`] as with [`vrfy`](Self::vrfy).
    pub fn help(&mut self, text: Option<&str>) -> Result<CommandId, Error> {
        self.check(Verb::Help)?;
        let argument = match text {
            None => None,
            Some(text) => Some(Argument::new(text).ok_or_else(|| invalid("no argument for HELP"))?),
        };
        self.send(&Command::Help(argument))
    }

    /// `ETRN node`: asks the server to send what it holds for a host.
    ///
    /// # Errors
    /// Those of every command, [`ErrorCode::NotOffered`] without ETRN.
    pub fn etrn(&mut self, node: Node<'_>) -> Result<CommandId, Error> {
        self.check(Verb::Etrn)?;
        self.demand(Keyword::Etrn)?;
        self.send(&Command::Etrn(node))
    }

    /// `QUIT`: nothing can be queued behind it. With its reply, or the end of the stream in place
    /// of one, the session is over in order.
    ///
    /// # Errors
    /// Those of every command.
    pub fn quit(&mut self) -> Result<CommandId, Error> {
        self.check(Verb::Quit)?;
        let id = self.send(&Command::Quit)?;
        self.quitting = true;
        Ok(id)
    }

    /// Any command. One that has a method of its own does what that method does; those that have
    /// none are ATRN, BURL, XCLIENT, XFORWARD, a HELO that is meant, a NOOP with text, and verbs
    /// that this crate does not know. A new session begins when XCLIENT is accepted.
    ///
    /// # Errors
    /// Those of every command, and those of the command's method;
    /// [`ErrorCode::NotOffered`] for ATRN, BURL, XCLIENT and XFORWARD where they are not offered.
    pub fn command(&mut self, command: Command<'_>) -> Result<CommandId, Error> {
        let verb = command.verb();
        match command {
            Command::Ehlo(host) | Command::Helo(host) | Command::Lhlo(host) => {
                self.greet(verb, host)
            }
            Command::Mail(mail) => self.mail(mail.from, mail.parameters),
            Command::Rcpt(rcpt) => self.rcpt(rcpt.to, rcpt.parameters),
            Command::Data => self.data(),
            Command::Bdat(bdat) => self.bdat(bdat.size, bdat.last),
            Command::Quit => self.quit(),
            Command::StartTls => self.starttls(),
            Command::Auth(auth) => self.auth_command(&auth),
            Command::Etrn(node) => self.etrn(node),
            Command::Vrfy(query) if query.argument().as_str().is_ascii() => {
                self.check(verb)?;
                self.send(&Command::Vrfy(query))
            }
            Command::Vrfy(query) => self.vrfy(query.argument().as_str()),
            Command::Expn(query) if query.argument().as_str().is_ascii() => {
                self.check(verb)?;
                self.send(&Command::Expn(query))
            }
            Command::Expn(query) => self.expn(query.argument().as_str()),
            command => {
                self.check(verb)?;
                match verb {
                    Verb::Atrn => self.demand(Keyword::Atrn)?,
                    Verb::Burl => self.demand(Keyword::Burl)?,
                    Verb::XClient => self.demand(Keyword::XClient)?,
                    Verb::XForward => self.demand(Keyword::XForward)?,
                    _ => {}
                }
                self.send(&command)
            }
        }
    }

    /// A line as a person would type it, without its CRLF. A command that this crate knows is
    /// read and sent as such; with any other verb the line goes out as it is, and the next command
    /// waits for its reply.
    ///
    /// # Errors
    /// Those of [`command`](Self::command), and [`ErrorCode::InvalidValue`] for a line with CR,
    /// LF, NUL or another control character, or one that is malformed for its verb.
    pub fn raw(&mut self, line: &str) -> Result<CommandId, Error> {
        if let Some(unknown) = UnknownCommand::new(line) {
            return self.command(Command::Unknown(unknown));
        }
        let malformed = |error: CommandError| {
            let text = alloc::string::ToString::to_string(&error);
            Error::new(ErrorCode::InvalidValue).with_detail(text)
        };
        let command = Command::parse(line.as_bytes()).map_err(malformed)?;
        self.command(command)
    }

    /// Whether a command with this verb may be queued now.
    #[inline]
    pub(super) fn check(&self, verb: Verb) -> Result<(), Error> {
        match &self.life {
            Life::Closed => return Err(ErrorCode::AlreadyClosed.into()),
            Life::Failed(_) => return Err(closed("the connection has failed")),
            Life::Handshake { .. } => return Err(ErrorCode::Paused.into()),
            Life::New | Life::Open => {}
        }
        if self.quitting {
            return Err(closed("QUIT was given"));
        }
        if self.is_challenged() {
            return Err(ErrorCode::Paused.into());
        }
        if self.content.is_open() {
            return Err(out_of_order("the content of the message is not complete"));
        }
        if self.queue.len() >= self.config.limits.pending_commands {
            return Err(ErrorCode::TooManyPending.into());
        }
        // What is queued behind EHLO or STARTTLS would go out in the clear, if the server refuses the
        // latter.
        let greets = matches!(self.queue.newest_verb(), Some(Verb::Ehlo | Verb::Lhlo | Verb::Helo));
        if greets && self.config.ehlo_alone && !self.stand.tls {
            return Err(out_of_order("EHLO has no answer yet"));
        }
        if self.queue.newest_verb() == Some(Verb::StartTls) {
            return Err(out_of_order("STARTTLS has no answer yet"));
        }
        let part_of_transaction = matches!(verb, Verb::Rcpt | Verb::Data | Verb::Bdat | Verb::Burl);
        if self.ahead.spoiled && part_of_transaction {
            return Err(out_of_order("a chunk was refused; RSET comes first"));
        }
        if verb == Verb::Unknown && !matches!(self.ahead.phase, Phase::Data | Phase::Refused) {
            return Ok(());
        }
        match self.ahead.answer(verb, self.is_lmtp(), self.is_binary()) {
            Answer::Allowed(_) => Ok(()),
            Answer::Refused(..) | Answer::Content => {
                let detail = format!("{verb} {}", self.place(verb));
                Err(Error::new(ErrorCode::OutOfOrder).with_detail(detail))
            }
        }
    }

    /// Where this verb is out of place.
    fn place(&self, verb: Verb) -> &'static str {
        match verb {
            Verb::StartTls if self.ahead.tls => return "inside TLS",
            Verb::Auth if self.ahead.authenticated => return "behind a login",
            Verb::Ehlo | Verb::Helo if self.is_lmtp() => return "under LMTP",
            Verb::Lhlo if !self.is_lmtp() => return "outside LMTP",
            Verb::Data if self.is_binary() => return "for content that is BINARYMIME",
            _ => {}
        }
        match self.ahead.phase {
            Phase::Greeted => "before EHLO",
            Phase::Refused => "where the server has refused service",
            Phase::Ready => "outside a transaction",
            Phase::Mail => "in a transaction without a recipient",
            Phase::Rcpt => "in a transaction",
            Phase::Data => "in the middle of the content",
            Phase::Bdat => "between the chunks of a message",
        }
    }

    /// Queues a command that was checked.
    #[inline]
    pub(super) fn send(&mut self, command: &Command<'_>) -> Result<CommandId, Error> {
        self.line.clear();
        command.write(&mut self.line);
        self.line.push_str("\r\n");
        if self.line.len() > self.config.limits.command_line {
            return Err(invalid("the command's line is longer than the limit"));
        }
        let role = match command {
            Command::Bdat(bdat) if bdat.last => Role::Last,
            Command::Burl(burl) if burl.last => Role::Last,
            _ => Role::Command,
        };
        Ok(self.send_line(command.verb(), role))
    }

    /// Queues the line that was built.
    #[inline]
    pub(super) fn send_line(&mut self, verb: Verb, role: Role) -> CommandId {
        self.last_id = self.last_id.saturating_add(1);
        let id = CommandId(self.last_id);
        let floor = self.received;
        let entry = Pending { id, verb, role, start: 0, end: 0, floor, whole: true, since: None };
        self.ahead = self.ahead.after(&entry, self.is_lmtp());
        let now = self.queue.is_all_written() && self.may_write();
        if now {
            self.about_to_put();
        }
        self.queue.push(entry, self.line.as_bytes(), now.then_some(&mut self.output));
        if now && role == Role::Last {
            self.content_end = Some(self.output.put());
        }
        id
    }

    /// Whether one more command may go to the output.
    #[inline]
    fn may_write(&self) -> bool {
        matches!(self.life, Life::Open)
            && !self.content.is_data()
            && self.queue.may_write(self.config.pipelining && self.offers(Keyword::Pipelining))
    }

    /// Writes what waits and may go out now.
    #[inline]
    pub(super) fn write_waiting(&mut self) {
        while !self.queue.is_all_written() && self.may_write() {
            self.about_to_put();
            let Some(entry) = self.queue.write_next(&mut self.output, self.received) else { break };
            if entry.role == Role::Last && entry.whole {
                self.content_end = Some(entry.end);
            }
        }
    }
}

pub(super) fn invalid(detail: &'static str) -> Error {
    Error::new(ErrorCode::InvalidValue).with_detail(detail)
}

pub(super) fn out_of_order(detail: &'static str) -> Error {
    Error::new(ErrorCode::OutOfOrder).with_detail(detail)
}

fn closed(detail: &'static str) -> Error {
    Error::new(ErrorCode::AlreadyClosed).with_detail(detail)
}

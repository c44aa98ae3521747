//! Commands: from a line to what is done about it.

use super::answers::Pause;
use super::input::Line;
use super::misspelt::is_login;
use super::{Abort, Decisions, Server, ServerEvent, Synchronization, Turn, replies};
use crate::codec::command::CommandError;
use crate::codec::framer::FrameError;
use crate::codec::options::CommandOptions;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::order::{self, Answer, Phase};
use crate::types::code::{Code, EnhancedCode};
use crate::types::command::{Command, UnknownCommand, Verb};
use crate::types::reply::Reply;

impl Server {
    pub(super) fn command_turn(&mut self) -> Turn {
        // A TLS ClientHello holds no line end to wait for.
        if self.input.waiting().starts_with(&[0x16, 0x03]) {
            return self.other_protocol("TLS from the first octet");
        }
        let config = &*self.config;
        let options =
            CommandOptions { leniency: config.leniency, smtputf8: config.extensions.smtputf8 };
        // An initial response may be as long as any other (RFC 4954 section 4).
        let auth =
            self.input.waiting().get(..5).is_some_and(|verb| verb.eq_ignore_ascii_case(b"AUTH "));
        let limit = if auth { config.limits.auth_line } else { config.limits.command_line };
        let parsed = match self.input.line(limit, config.command_ends) {
            Line::None => return Turn::NeedData,
            Line::Refused(error) => return self.bad_line(error),
            Line::Whole(line) if speaks_other_protocol(line) => None,
            Line::Whole(line) => Some(Command::parse_with(line, &options).map(Command::into_owned)),
        };
        self.timers.restart();
        match parsed {
            Some(Ok(command)) => self.command(command),
            Some(Err(error)) => self.bad_command(error),
            None => self.other_protocol("HTTP or SSH"),
        }
    }

    fn other_protocol(&mut self, detail: &'static str) -> Turn {
        let error = Error::new(ErrorCode::OtherProtocol).with_detail(detail);
        self.fail(error, Some(&replies::OTHER_PROTOCOL));
        Turn::Again
    }

    pub(super) fn bad_line(&mut self, error: FrameError) -> Turn {
        self.timers.restart();
        match error {
            FrameError::BareLf { .. } => {
                let error = Error::new(ErrorCode::FramingLost).with_detail("a bare LF");
                self.fail(error, Some(&replies::BARE_LF));
                Turn::Again
            }
            FrameError::LineTooLong { .. } => self.refuse(Verb::Unknown, replies::LINE_TOO_LONG),
            FrameError::BareCr { .. } | FrameError::Nul { .. } => {
                self.refuse(Verb::Unknown, replies::BAD_CHARACTER)
            }
        }
    }

    fn bad_command(&mut self, error: CommandError) -> Turn {
        if must_be_waited_for(error.verb()) && self.is_out_of_step() {
            return Turn::Again;
        }
        if self.phase == Phase::Refused {
            return self.refuse(error.verb(), replies::BAD_SEQUENCE);
        }
        if error.loses_framing() {
            let reply = error.reply();
            let detail = "content was announced whose size can not be told";
            let error = Error::new(ErrorCode::FramingLost).with_detail(detail);
            self.fail(error, Some(&reply));
            return Turn::Again;
        }
        self.refuse(error.verb(), error.reply())
    }

    fn command(&mut self, command: Command<'static>) -> Turn {
        let verb = command.verb();
        if let Command::Unknown(unknown) = command {
            return self.unknown(unknown);
        }
        self.behind_login = false;
        // Before anything else is looked at: behind a DATA or AUTH that is refused, what was sent
        // along would be run as commands.
        if must_be_waited_for(verb) && self.is_out_of_step() {
            return Turn::Again;
        }
        let refusal = match order::answer(self.phase, verb, self.standing()) {
            Answer::Allowed(_) => self.unmet_demand(verb),
            Answer::Refused(code, enhanced) => Some(self.out_of_order(verb, code, enhanced)),
            Answer::Content => Some(replies::INTERNAL),
        };
        match (refusal, command) {
            (Some(reply), Command::Bdat(bdat)) => {
                self.begin_chunk(bdat, Some((reply, None)));
                Turn::Again
            }
            (Some(reply), _) => self.refuse(verb, reply),
            (None, command) => self.allowed(command),
        }
    }

    /// What the configuration demands before this command and the client has not done.
    fn unmet_demand(&self, verb: Verb) -> Option<Reply<'static>> {
        let config = &self.config;
        // RFC 3207 section 4.
        let before_tls = matches!(
            verb,
            Verb::Ehlo | Verb::Helo | Verb::Lhlo | Verb::StartTls | Verb::Noop | Verb::Quit
        );
        if config.require_tls && !self.tls && !before_tls {
            return Some(replies::NEEDS_TLS);
        }
        // RFC 4954 section 6.
        let before_auth =
            before_tls || matches!(verb, Verb::Auth | Verb::Rset | Verb::Help | Verb::XClient);
        if config.require_auth && !self.authenticated && !before_auth {
            return Some(replies::NEEDS_AUTH);
        }
        None
    }

    /// The reply that the order of commands demands, with a text that says what is missing.
    fn out_of_order(&self, verb: Verb, code: Code, enhanced: EnhancedCode) -> Reply<'static> {
        let helpful = match (self.phase, verb) {
            (Phase::Greeted, _) => replies::NO_GREETING,
            (Phase::Mail, Verb::Data | Verb::Bdat | Verb::Burl) => replies::NO_RECIPIENTS,
            (Phase::Mail | Phase::Rcpt, Verb::Mail) => replies::NESTED_MAIL,
            _ => replies::BAD_SEQUENCE,
        };
        let others = [helpful, replies::UNRECOGNIZED, replies::NEEDS_AUTH];
        let fits = |reply: &Reply<'_>| reply.code() == code && reply.enhanced() == Some(enhanced);
        others
            .into_iter()
            .find(fits)
            .unwrap_or_else(|| replies::made(code.get(), Some(enhanced), format_args!("Refused")))
    }

    /// Does what a command asks for that may be said now.
    fn allowed(&mut self, command: Command<'static>) -> Turn {
        if is_idle(command.verb()) && self.idles_too_long() {
            return self.session_too_long();
        }
        match command {
            Command::Mail(mail) => self.mail(mail),
            Command::Rcpt(rcpt) => self.rcpt(rcpt),
            Command::Data => self.data(),
            Command::Bdat(bdat) => self.bdat(bdat),
            Command::Ehlo(host) => self.hello(Verb::Ehlo, host),
            Command::Helo(host) => self.hello(Verb::Helo, host),
            Command::Lhlo(host) => self.hello(Verb::Lhlo, host),
            Command::StartTls => self.start_tls(),
            Command::Rset => {
                self.decide(Decisions::RSET, Pause::Rset);
                Turn::Event(ServerEvent::Rset)
            }
            Command::Quit => {
                self.say(&replies::BYE);
                self.end(Abort::Quit);
                Turn::Event(ServerEvent::Quit)
            }
            Command::Auth(auth) => self.auth(&auth),
            Command::Burl(burl) => self.burl(burl),
            Command::XClient(attributes) => self.xclient(attributes),
            Command::XForward(attributes) => self.xforward(attributes),
            command => self.plain(command),
        }
    }

    /// Commands that change nothing.
    fn plain(&mut self, command: Command<'static>) -> Turn {
        let verb = command.verb();
        let offer = &self.config.extensions;
        let offered = match verb {
            Verb::Expn => offer.expn || self.wants(Decisions::EXPN),
            Verb::Help => offer.help || self.wants(Decisions::HELP),
            Verb::Etrn => offer.etrn,
            Verb::Atrn => offer.atrn,
            Verb::Noop | Verb::Vrfy => true,
            _ => false,
        };
        if !offered {
            return self.refuse(verb, replies::NOT_IMPLEMENTED);
        }
        let pause = match &command {
            Command::Vrfy(query) | Command::Expn(query) => {
                Pause::Query { smtputf8: query.smtputf8() }
            }
            _ => Pause::Plain(verb),
        };
        let (decision, event) = match command {
            Command::Noop(_) => (Decisions::NOOP, ServerEvent::Noop),
            Command::Vrfy(query) => (Decisions::VRFY, ServerEvent::Vrfy { query }),
            Command::Expn(query) => (Decisions::EXPN, ServerEvent::Expn { query }),
            Command::Help(argument) => (Decisions::HELP, ServerEvent::Help { argument }),
            Command::Etrn(node) => (Decisions::ETRN, ServerEvent::Etrn { node }),
            Command::Atrn(domains) => {
                // Turned around by nobody, the session would hang.
                if !self.wants(Decisions::ATRN) {
                    return self.refuse(verb, replies::NOT_IMPLEMENTED);
                }
                self.pause = Some(Pause::Atrn);
                return Turn::Event(ServerEvent::Atrn { domains });
            }
            _ => return self.refuse(verb, replies::NOT_IMPLEMENTED),
        };
        self.decide(decision, pause);
        Turn::Event(event)
    }

    fn hello(&mut self, verb: Verb, host: crate::Host<'static>) -> Turn {
        self.decide(Decisions::HELO, Pause::Helo(verb));
        Turn::Event(ServerEvent::Helo { verb, host })
    }

    fn unknown(&mut self, mut command: UnknownCommand<'static>) -> Turn {
        command.behind_login = self.behind_login;
        self.behind_login |= is_login(command.as_str());
        if self.phase == Phase::Refused {
            return self.refuse(Verb::Unknown, replies::BAD_SEQUENCE);
        }
        if self.wants(Decisions::UNKNOWN) {
            self.pause = Some(Pause::Plain(Verb::Unknown));
            return Turn::Event(ServerEvent::Unknown { command });
        }
        // RFC 5321 section 4.2.4: 502 is for what is known and not implemented.
        let word = command.as_str().split(' ').next().unwrap_or_default();
        let known = ["SEND", "SOML", "SAML", "TURN"];
        let known = known.iter().any(|name| name.eq_ignore_ascii_case(word));
        let reply = if known { replies::NOT_IMPLEMENTED } else { replies::UNRECOGNIZED };
        match self.refuse(Verb::Unknown, reply) {
            Turn::Event(_) => Turn::Event(ServerEvent::Unknown { command }),
            other => other,
        }
    }

    /// Refuses a command, and counts that.
    pub(super) fn refuse(&mut self, verb: Verb, reply: Reply<'static>) -> Turn {
        self.counters.errors = self.counters.errors.saturating_add(1);
        if self.counters.errors > self.config.limits.errors {
            self.fail(ErrorCode::TooManyErrors.into(), Some(&replies::TOO_MANY_ERRORS));
            return Turn::Again;
        }
        // A line that is no command at all says nothing about the login before it.
        if verb != Verb::Unknown {
            self.behind_login = verb == Verb::Auth;
        }
        self.say(&reply);
        Turn::Event(ServerEvent::Refused { verb, reply })
    }

    fn idles_too_long(&mut self) -> bool {
        self.counters.idle_commands = self.counters.idle_commands.saturating_add(1);
        self.counters.idle_commands > self.config.limits.idle_commands
    }

    pub(super) fn session_too_long(&mut self) -> Turn {
        self.fail(ErrorCode::SessionTooLong.into(), Some(&replies::SESSION_TOO_LONG));
        Turn::Again
    }

    /// Whether the client sent more where it has to wait for the reply, and that is not tolerated.
    /// The session is over then.
    pub(super) fn is_out_of_step(&mut self) -> bool {
        let strict = self.config.synchronization == Synchronization::Strict;
        let broke_in = strict && !self.input.is_empty();
        if broke_in {
            self.fail(ErrorCode::ImproperPipelining.into(), Some(&replies::IMPROPER_PIPELINING));
        }
        broke_in
    }
}

/// Whether a client has to wait for the reply to a command before it sends more, and what it sends
/// all the same may be meant for something else (RFC 2920 section 3.1, RFC 4954 section 4).
/// STARTTLS has a rule of its own.
const fn must_be_waited_for(verb: Verb) -> bool {
    matches!(verb, Verb::Ehlo | Verb::Helo | Verb::Lhlo | Verb::Auth | Verb::Data)
}

/// Whether a command moves no mail.
const fn is_idle(verb: Verb) -> bool {
    let greets = matches!(verb, Verb::Ehlo | Verb::Helo | Verb::Lhlo);
    let asks = matches!(verb, Verb::Noop | Verb::Help | Verb::Vrfy | Verb::Expn);
    greets || asks || matches!(verb, Verb::Rset | Verb::XForward)
}

/// Whether a line is the first of HTTP or SSH. A browser can be made to send it with SMTP commands
/// behind it (RFC 9110 and the attacks across protocols); none of its words is a verb of SMTP.
fn speaks_other_protocol(line: &[u8]) -> bool {
    const WORDS: [&[u8]; 9] = [
        b"GET ",
        b"POST ",
        b"PUT ",
        b"HEAD ",
        b"CONNECT ",
        b"OPTIONS ",
        b"DELETE ",
        b"PATCH ",
        b"SSH-",
    ];
    // Quick for what nearly every line starts with.
    let first = line.first().copied().unwrap_or_default();
    matches!(first, b'G' | b'P' | b'H' | b'C' | b'O' | b'D' | b'S')
        && WORDS.iter().any(|word| line.starts_with(word))
}

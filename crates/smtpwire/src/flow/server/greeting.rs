//! How a session begins: PROXY header, banner, EHLO.

use alloc::string::{String, ToString};

use super::answers::Pause;
use super::auth::Channel;
use super::config::is_line;
use super::{Decisions, Mode, Server, ServerConfig, ServerEvent, Turn, replies};
use crate::codec::proxy::ProxyHeader;
use crate::flow::error::{Error, ErrorCode};
use crate::flow::limits::Protocol;
use crate::types::capability::Keyword;
use crate::types::command::Verb;
use crate::types::reply::LONGEST_TEXT;
use crate::types::text::put;

impl Server {
    /// Reads the PROXY header. A connection without one is closed without a word: whoever sent
    /// something else did not come through the proxy.
    pub(super) fn proxy_turn(&mut self) -> Turn {
        match ProxyHeader::parse(self.input.waiting()) {
            Ok(None) => Turn::NeedData,
            Ok(Some((header, consumed))) => {
                self.input.consume(consumed);
                self.timers.restart();
                self.await_greeting();
                if self.tls_first {
                    if !self.input.is_empty() {
                        self.plaintext_before_tls();
                        return Turn::Again;
                    }
                    self.pause = Some(Pause::Tls);
                }
                Turn::Event(ServerEvent::Proxy { header })
            }
            Err(error) => {
                let error = Error::new(ErrorCode::BadProxyHeader).with_detail(error.to_string());
                self.fail(error, None);
                Turn::Again
            }
        }
    }

    /// The client is greeted next, perhaps after a while.
    pub(super) fn await_greeting(&mut self) {
        let delay = self.config.early_talkers;
        self.mode = Mode::Greeting(delay.map(|delay| self.clock.after(delay)));
    }

    /// Waits until the client may be greeted, and greets it.
    pub(super) fn greeting_turn(&mut self, from: Option<u64>) -> Turn {
        if let Some(from) = from {
            if !self.input.is_empty() {
                if self.wants(Decisions::EARLY_TALKER) {
                    self.pause = Some(Pause::EarlyTalker);
                } else {
                    self.fail(ErrorCode::EarlyTalker.into(), Some(&replies::EARLY_TALKER));
                }
                return Turn::Event(ServerEvent::EarlyTalker);
            }
            if self.clock.now() < from {
                return Turn::NeedData;
            }
        }
        self.decide(Decisions::CONNECTION, Pause::Connected);
        Turn::Event(ServerEvent::Connected)
    }

    /// `220 host text`
    pub(super) fn say_greeting(&mut self) {
        let text = self.config.greeting_text();
        let greeting = replies::made(220, None, format_args!("{text}"));
        self.say(&greeting);
    }

    /// The positive reply to EHLO, HELO or LHLO.
    pub(super) fn say_hello(&mut self, verb: Verb) {
        // Most offers fit, so that the text need not grow line by line.
        let mut text = String::with_capacity(512);
        if verb == Verb::Helo {
            put(&mut text, format_args!("250 {}\r\n", self.config.hostname));
        } else {
            put(&mut text, format_args!("250-{}\r\n", self.config.hostname));
            self.config.write_offer(self.tls, self.channel(), &mut text);
            // Each line ends in CRLF; the last one's hyphen becomes a space.
            let before = text.trim_end_matches("\r\n");
            let hyphen = before.rfind('\n').map_or(3, |at| at.saturating_add(4));
            text.replace_range(hyphen..hyphen.saturating_add(1), " ");
        }
        if self.output.is_empty() {
            self.timers.wrote();
        }
        self.output.extend(text.as_bytes());
    }
}

impl ServerConfig {
    /// The text of the greeting: the server's name and a word, as RFC 5321 section 4.2 has it.
    fn greeting_text(&self) -> String {
        let mut text = self.hostname.to_string();
        text.push(' ');
        let own = self.greeting.chars().filter(|character| !character.is_control());
        let before = text.len();
        text.extend(own);
        if text.len() == before {
            text.push_str(match self.protocol {
                Protocol::Smtp => "ESMTP",
                Protocol::Lmtp => "LMTP",
            });
        }
        while text.len() > LONGEST_TEXT {
            text.pop();
        }
        text
    }

    /// The lines behind the first of the reply to EHLO.
    fn write_offer(&self, tls: bool, channel: Channel, out: &mut String) {
        let offer = &self.extensions;
        let mut line = |keyword: Keyword, arguments: core::fmt::Arguments<'_>| {
            put(out, format_args!("250-{}{arguments}\r\n", keyword.as_str()));
        };
        let plain = [
            (offer.pipelining, Keyword::Pipelining),
            (offer.eight_bit_mime, Keyword::EightBitMime),
            (offer.smtputf8, Keyword::SmtpUtf8),
            (offer.chunking, Keyword::Chunking),
            (offer.chunking && offer.binary_mime, Keyword::BinaryMime),
            (offer.dsn, Keyword::Dsn),
            (offer.enhanced_codes, Keyword::EnhancedStatusCodes),
            (offer.starttls && !tls, Keyword::StartTls),
            (offer.require_tls && tls, Keyword::RequireTls),
            (offer.rrvs, Keyword::Rrvs),
            (offer.vrfy, Keyword::Vrfy),
            (offer.expn, Keyword::Expn),
            (offer.help, Keyword::Help),
            (offer.etrn, Keyword::Etrn),
            (offer.atrn, Keyword::Atrn),
        ];
        if offer.size {
            match self.max_size() {
                Some(size) => line(Keyword::Size, format_args!(" {size}")),
                None => line(Keyword::Size, format_args!("")),
            }
        }
        for (offered, keyword) in plain {
            if offered {
                line(keyword, format_args!(""));
            }
        }
        let mechanisms = self.mechanism_names(channel);
        if !mechanisms.is_empty() {
            line(Keyword::Auth, format_args!("{mechanisms}"));
        }
        match offer.deliver_by {
            Some(0) => line(Keyword::DeliverBy, format_args!("")),
            Some(least) => line(Keyword::DeliverBy, format_args!(" {least}")),
            None => {}
        }
        if offer.limits {
            let recipients = self.limits.recipients;
            match self.limits.transactions {
                Some(mails) => {
                    line(Keyword::Limits, format_args!(" MAILMAX={mails} RCPTMAX={recipients}"));
                }
                None => line(Keyword::Limits, format_args!(" RCPTMAX={recipients}")),
            }
        }
        let words = [
            (offer.mt_priority.as_deref(), Keyword::MtPriority),
            (offer.burl.as_deref(), Keyword::Burl),
        ];
        for (words, keyword) in words {
            match words.filter(|words| is_line(words) || words.is_empty()) {
                None => {}
                Some("") => line(keyword, format_args!("")),
                Some(words) => line(keyword, format_args!(" {words}")),
            }
        }
        let lists = [(&offer.xclient, Keyword::XClient), (&offer.xforward, Keyword::XForward)];
        for (names, keyword) in lists {
            let names = names.join(" ");
            if self.trusted && is_line(&names) {
                line(keyword, format_args!(" {names}"));
            }
        }
        for extra in offer.extra.iter().filter(|line| is_line(line)) {
            put(out, format_args!("250-{extra}\r\n"));
        }
    }
}

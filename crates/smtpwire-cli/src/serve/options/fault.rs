//! `--fault COMMAND=REPLY|drop|delay:MS`: trouble on request, to test other people's clients.

use std::str::FromStr;
use std::time::Duration;

use smtpwire::Reply;

use super::reply;

/// Something that goes wrong each time the session comes to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) moment: Moment,
    pub(crate) action: Action,
}

/// When a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Moment {
    /// A client has connected and waits for the greeting.
    Connect,
    /// EHLO, HELO or LHLO.
    Helo,
    /// AUTH: the client's credentials are there.
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The first octets of a message have come.
    Content,
    /// A message is complete and waits for its reply.
    Message,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
}

impl Moment {
    const NAMES: [(&'static str, Self); 16] = [
        ("CONNECT", Self::Connect),
        ("EHLO", Self::Helo),
        ("HELO", Self::Helo),
        ("LHLO", Self::Helo),
        ("AUTH", Self::Auth),
        ("MAIL", Self::Mail),
        ("RCPT", Self::Rcpt),
        ("DATA", Self::Data),
        ("CONTENT", Self::Content),
        ("MESSAGE", Self::Message),
        ("RSET", Self::Rset),
        ("NOOP", Self::Noop),
        ("VRFY", Self::Vrfy),
        ("EXPN", Self::Expn),
        ("HELP", Self::Help),
        ("QUIT", Self::Quit),
    ];

    fn named(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        found.map(|(_, moment)| *moment)
    }

    /// Whether there is a reply that another could take the place of.
    fn is_answered(self) -> bool {
        !matches!(self, Self::Content | Self::Quit)
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The client gets this reply.
    Reply(Reply<'static>),
    /// The connection is closed without a word.
    Drop,
    /// The client waits so long for its reply.
    Delay(Duration),
}

/// The longest delay: a day.
const LONGEST_DELAY: u64 = 24 * 60 * 60 * 1000;

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, what) = text.split_once('=').ok_or(
            "a fault is written COMMAND=REPLY, COMMAND=drop or COMMAND=delay:MILLISECONDS",
        )?;
        let moment = Moment::named(name).ok_or_else(|| {
            let names = Moment::NAMES.map(|(name, _)| name).join(", ");
            format!("it stands for none of {names}")
        })?;
        let action = if what.eq_ignore_ascii_case("drop") {
            Action::Drop
        } else if let Some(time) = what.strip_prefix("delay:") {
            Action::Delay(milliseconds(time)?)
        } else if moment.is_answered() {
            Action::Reply(fitting(moment, reply::read(what)?)?)
        } else {
            return Err(format!("{name} takes drop and delay:MILLISECONDS, and no reply"));
        };
        Ok(Self { moment, action })
    }
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().filter(|time| *time <= LONGEST_DELAY);
    time.map(Duration::from_millis)
        .ok_or_else(|| format!("a delay is a number of milliseconds, at most {LONGEST_DELAY}"))
}

/// Refuses what can answer nothing at that moment.
fn fitting(moment: Moment, reply: Reply<'static>) -> Result<Reply<'static>, String> {
    let code = reply.code().get();
    match (code, moment) {
        (400.., _) => Ok(reply),
        (200..=299, Moment::Auth | Moment::Data | Moment::Connect) | (300.., _) => {
            Err(format!("{code} can not be the answer; a fault's reply is 4yz or 5yz"))
        }
        _ => Ok(reply),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        text.parse().expect(text)
    }

    #[test]
    fn a_fault_is_a_reply_a_drop_or_a_delay() {
        let busy = Action::Reply(reply::read("450 4.2.1 busy").unwrap());
        assert_eq!(fault("RCPT=450 4.2.1 busy"), Fault { moment: Moment::Rcpt, action: busy });
        assert_eq!(fault("data=drop"), Fault { moment: Moment::Data, action: Action::Drop });
        let delay = Action::Delay(Duration::from_secs(2));
        assert_eq!(fault("MAIL=delay:2000"), Fault { moment: Moment::Mail, action: delay });
        assert_eq!(fault("LHLO=drop").moment, Moment::Helo);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_a_reason() {
        let reason = |text: &str| text.parse::<Fault>().expect_err(text);
        assert!(reason("RCPT").contains("COMMAND=REPLY"));
        assert!(reason("RPCT=drop").contains("CONNECT, EHLO"));
        assert!(reason("MAIL=delay:soon").contains("milliseconds"));
        assert!(reason("MAIL=delay:99999999999").contains("at most"));
        assert!(reason("QUIT=450 no").contains("no reply"));
        assert!(reason("DATA=250 fine").contains("4yz"));
        assert!(reason("RCPT=354 go on").contains("4yz"));
    }
}

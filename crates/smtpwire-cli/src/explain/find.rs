//! From what was typed to what is known about it.

use smtpwire::EnhancedCode;
use smtpwire_diagnose::check::Rule;
use smtpwire_diagnose::registry::{
    self, Evidence, Explanation, Extension, Mechanism, explain, explain_reply,
};

/// What can be explained.
pub(super) enum Topic {
    /// A reply, whole or in part.
    Reply(Box<Explanation>),
    /// A rule of the checker.
    Rule(&'static Rule),
    /// An EHLO keyword, or the keywords that allow a parameter or a verb.
    Extensions(Vec<&'static Extension>),
    /// A SASL mechanism.
    Mechanism(Mechanism),
}

/// What the text is about, if it is known.
pub(super) fn topic(text: &str) -> Option<Topic> {
    let text = text.trim();
    if let Some(code) = EnhancedCode::at_start(text.as_bytes()) {
        let end = text.find([' ', '\t']).unwrap_or(text.len());
        let explanation = explain(None, Some(code), text.get(end..).unwrap_or_default());
        return Some(Topic::Reply(Box::new(explanation)));
    }
    if !text.contains(char::is_whitespace)
        && let Some(topic) = named(text)
    {
        return Some(topic);
    }
    let found = reply_in(text);
    let explanation = match status_in(text) {
        Some((code, rest)) if code_at(found).is_none() => explain(None, Some(code), rest),
        _ => explain_reply(found),
    };
    (explanation.evidence != Evidence::Nothing).then(|| Topic::Reply(Box::new(explanation)))
}

/// The code, the status code or both of a refusal that a line holds, as in `550 5.7.26`.
///
/// Wherever it finds one, `topic` explains it.
pub(crate) fn refusal_in(line: &str) -> Option<String> {
    let line = line.trim();
    let refuses = |text: &str| text.starts_with(['4', '5']);
    let reply = reply_in(line);
    let Some(behind) = code_at(reply) else {
        return status_in(line).map(|(code, _)| code.to_string()).filter(|code| refuses(code));
    };
    let code = reply.get(..3).filter(|code| refuses(code))?;
    // A code that nothing follows is a number in a table.
    let behind = Some(behind.trim()).filter(|behind| !behind.is_empty())?;
    Some(match EnhancedCode::at_start(behind.as_bytes()) {
        Some(status) => format!("{code} {status}"),
        None => code.to_owned(),
    })
}

/// What goes by this name.
fn named(name: &str) -> Option<Topic> {
    if let Some(rule) = Rule::of(&rule_in(name).to_ascii_lowercase()) {
        return Some(Topic::Rule(rule));
    }
    if let Some(extension) = registry::extension(name) {
        return Some(Topic::Extensions(vec![extension]));
    }
    if let Some(mechanism) = registry::mechanism(name) {
        return Some(Topic::Mechanism(mechanism));
    }
    let mut allowing: Vec<&Extension> = registry::extensions_of_mail_parameter(name)
        .chain(registry::extensions_of_rcpt_parameter(name))
        .chain(registry::extension_of_verb(name))
        .collect();
    allowing.dedup();
    (!allowing.is_empty()).then_some(Topic::Extensions(allowing))
}

/// A rule's name, also as a finding shows it: `error[rcpt-without-mail]:`.
fn rule_in(name: &str) -> &str {
    let bracketed = ["error[", "warning[", "note["].iter().find_map(|head| name.strip_prefix(head));
    bracketed.and_then(|rest| rest.split(']').next()).unwrap_or(name)
}

/// The part of a text that begins with a reply: logs and exceptions quote it behind words of
/// their own, as in `host mx.example said: 550 5.1.1 …` or `(550, b'5.1.1 …')`.
fn reply_in(text: &str) -> &str {
    if code_at(text).is_some() {
        return text;
    }
    let begins = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        !before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    let candidates = || {
        let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        digits.map(|(at, _)| at).filter(begins).filter_map(|at| text.get(at..))
    };
    // A status code behind it makes three digits a reply code; so does who said it.
    let with_status = candidates().find(|rest| {
        code_at(rest).is_some_and(|behind| EnhancedCode::at_start(behind.as_bytes()).is_some())
    });
    let said = |rest: &&str| {
        let before = text.get(..text.len() - rest.len()).unwrap_or_default().trim_end();
        code_at(rest).is_some() && SAYS.iter().any(|word| before.ends_with(word))
    };
    with_status.or_else(|| candidates().find(said)).unwrap_or(text)
}

/// What stands before a reply that is quoted: a log's `said:`, an exception's `(`, a delivery
/// status notification's `smtp;`, a host's address in Postfix's and Exim's logs, an arrow of swaks.
const SAYS: [&str; 5] = ["said:", "(", "smtp;", "]:", "<**"];

/// A status code that stands by itself, as in `dsn=5.7.26,` and `Status: 5.1.1`, and what follows.
fn status_in(text: &str) -> Option<(EnhancedCode, &str)> {
    ["dsn=", "Status:", "status:"].into_iter().find_map(|name| {
        let (_, rest) = text.split_once(name)?;
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (code, behind) = rest.split_at_checked(end)?;
        Some((EnhancedCode::at_start(code.as_bytes())?, behind))
    })
}

/// What stands behind the reply code with which a text begins.
fn code_at(text: &str) -> Option<&str> {
    let (digits, rest) = text.split_at_checked(3)?;
    let [first, others @ ..] = digits.as_bytes() else { return None };
    if !matches!(first, b'2'..=b'5') || !others.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if rest.is_empty() {
        return Some(rest);
    }
    [" ", "-", "\t", "\r", "\n", ", b'", ", b\""].into_iter().find_map(|end| rest.strip_prefix(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_found_behind_the_words_of_a_log() {
        let log = "to=<jo@example.com>, relay=mx.example[192.0.2.1]:25, delay=300, dsn=5.1.1, \
                   status=bounced (host mx.example[192.0.2.1] said: 550 5.1.1 No such user)";
        assert_eq!(reply_in(log), "550 5.1.1 No such user)");
        assert_eq!(reply_in("relay 192.0.2.250 said: 554 refused"), "554 refused");
        assert_eq!(reply_in("SMTPDataError: (552, b'too big')"), "552, b'too big')");
        assert_eq!(reply_in("550 the first 451 4.0.0"), "550 the first 451 4.0.0");
        assert_eq!(reply_in("mailbox full"), "mailbox full");
    }

    #[test]
    fn a_refusal_is_found_in_what_people_paste_and_explained() {
        for (line, refusal) in [
            ("550-5.7.26 Unauthenticated mail", "550 5.7.26"),
            ("Diagnostic-Code: smtp; 550 no such user here", "550"),
            ("NOQUEUE: reject: RCPT from x.example[192.0.2.1]: 554 refused", "554"),
            ("Status: 5.1.1", "5.1.1"),
            ("to=<jo@example.com>, dsn=4.7.1, status=deferred", "4.7.1"),
        ] {
            assert_eq!(refusal_in(line).as_deref(), Some(refusal), "{line}");
            assert!(matches!(topic(line), Some(Topic::Reply(_))), "{line}");
        }
        for line in ["250 2.0.0 ok", "dsn=2.0.0, status=sent", "lost 550 mails", "550", ""] {
            assert_eq!(refusal_in(line), None, "{line}");
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert!(matches!(topic("8bitmime"), Some(Topic::Extensions(found)) if found.len() == 1));
        assert!(matches!(topic("BODY"), Some(Topic::Extensions(found)) if found.len() == 2));
        assert!(matches!(topic("scram-sha-256"), Some(Topic::Mechanism(_))));
        for name in ["RCPT-without-mail", "error[rcpt-without-mail]:"] {
            assert!(matches!(topic(name), Some(Topic::Rule(_))), "{name}");
        }
        assert!(topic("XYZZY").is_none());
        assert!(topic("").is_none());
        assert!(topic("999").is_none());
    }
}

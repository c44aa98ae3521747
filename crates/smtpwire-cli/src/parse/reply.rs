//! Replies and what a server offers, told as JSON.

use std::ops::Range;

use serde_json::{Value, json};
use smtpwire::types::capability::{Word, Words};
use smtpwire::{
    Capabilities, Capability, Escaped, Mechanism, Reply, ReplyError, ReplyOptions, ReplyReader,
    Severity,
};

use super::Problem;

/// Reads one reply. The CRLF of its last line may be missing.
pub(super) fn read(text: &[u8], lenient: bool) -> Result<Value, Problem> {
    let reply = whole(text, lenient)?;
    Ok(json!({
        "kind": "reply",
        "code": reply.code().get(),
        "severity": severity(reply.code().severity()),
        "enhanced": reply.enhanced().map(|code| code.to_string()),
        "lines": reply.lines().map(|line| Escaped(line).to_string()).collect::<Value>(),
        "text": reply.text(),
    }))
}

/// Reads the reply to EHLO.
pub(super) fn read_ehlo(text: &[u8], lenient: bool) -> Result<Value, Problem> {
    let reply = whole(text, lenient)?;
    if reply.code().get() != 250 {
        return Err(problem(
            "no-offer",
            format!("EHLO is answered 250 with keywords, not {}", reply.code()),
            0..3,
        ));
    }
    let offer = Capabilities::from_reply(&reply);
    let limits = offer.limits();
    Ok(json!({
        "kind": "ehlo",
        "greeting": Escaped(offer.greeting()).to_string(),
        "keywords": offer.iter().map(keyword).collect::<Value>(),
        "size": offer.size(),
        "mechanisms": names(offer.mechanisms()),
        "limits": {
            "mail_max": limits.mail_max,
            "rcpt_max": limits.rcpt_max,
            "rcpt_domain_max": limits.rcpt_domain_max,
        },
    }))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::PositiveCompletion => "positive-completion",
        Severity::PositiveIntermediate => "positive-intermediate",
        Severity::TransientNegative => "transient-negative",
        Severity::PermanentNegative => "permanent-negative",
    }
}

fn problem(name: &'static str, message: String, span: Range<usize>) -> Problem {
    Problem { verb: None, name, message, span, reply: None }
}

/// Reads line by line, so that a fault can be put down to its line.
fn whole(text: &[u8], lenient: bool) -> Result<Reply<'static>, Problem> {
    let mut options = ReplyOptions::default();
    options.bare_lf = lenient;
    options.differing_codes = lenient;
    let mut reader = ReplyReader::with_options(options);
    let mut at = 0;
    for line in text.split_inclusive(|octet| *octet == b'\n') {
        reader.receive(line);
        let end = at + line.len();
        if end == text.len() && !line.ends_with(b"\n") {
            reader.receive(if line.ends_with(b"\r") { b"\n" } else { b"\r\n" });
        }
        match reader.next_reply() {
            Err(error) => {
                return Err(problem(error.name(), error.to_string(), place(error, line, at)));
            }
            Ok(None) => at = end,
            Ok(Some(reply)) if end == text.len() => return Ok(reply.into_owned()),
            Ok(Some(_)) => {
                let message = "the reply ends here, and more follows; a last line has a space \
                               behind its code, the others a hyphen";
                return Err(problem("too-much", message.into(), end..text.len()));
            }
        }
    }
    let message = "the reply's last line is missing; it has a space behind the code, no hyphen";
    Err(problem("unfinished", message.into(), text.len()..text.len()))
}

/// Which octets of a line, which begins at this offset, are at fault.
fn place(error: ReplyError, line: &[u8], at: usize) -> Range<usize> {
    let content = line.strip_suffix(b"\r\n").unwrap_or(line);
    let within = match error {
        ReplyError::BadSeparator => 3..4,
        ReplyError::BareLf => content.len().saturating_sub(1)..content.len(),
        ReplyError::BareCr => match content.iter().position(|octet| *octet == b'\r') {
            Some(cr) => cr..cr + 1,
            None => 0..content.len(),
        },
        ReplyError::LineTooLong { .. } | ReplyError::TooManyLines { .. } => 0..content.len(),
        // The code, or what stands in its place.
        _ => 0..content.len().min(3),
    };
    at + within.start..at + within.end
}

fn keyword(line: &Capability<'_>) -> Value {
    let name = line.keyword().map(smtpwire::Keyword::as_str);
    match line {
        Capability::Other(word, words) => {
            json!({ "keyword": word.as_str(), "known": false, "parameters": list(words) })
        }
        Capability::Malformed(line) => json!({ "malformed": Escaped(line).to_string() }),
        Capability::Size(octets) => json!({ "keyword": name, "octets": octets }),
        Capability::Auth(mechanisms) | Capability::XExps(mechanisms) => {
            json!({ "keyword": name, "mechanisms": names(mechanisms.iter()) })
        }
        Capability::DeliverBy(seconds) => json!({ "keyword": name, "seconds": seconds }),
        Capability::FutureRelease { max_interval, max_date_time } => json!({
            "keyword": name,
            "max_interval": max_interval,
            "max_date_time": max_date_time.to_string(),
        }),
        Capability::MtPriority(word) => {
            json!({ "keyword": name, "policy": word.as_ref().map(Word::as_str) })
        }
        Capability::NoSoliciting(word) => {
            json!({ "keyword": name, "keywords": word.as_ref().map(Word::as_str) })
        }
        Capability::Burl(words)
        | Capability::XClient(words)
        | Capability::XForward(words)
        | Capability::Plain(_, words)
            if !words.is_empty() =>
        {
            json!({ "keyword": name, "parameters": list(words) })
        }
        // What LIMITS announces is told for the session as a whole.
        _ => json!({ "keyword": name }),
    }
}

fn names<'m>(mechanisms: impl IntoIterator<Item = Mechanism<'m>>) -> Value {
    mechanisms.into_iter().map(|mechanism| mechanism.as_str().to_owned()).collect()
}

fn list(words: &Words<'_>) -> Value {
    words.iter().map(|word| Escaped(word.as_bytes()).to_string()).collect()
}

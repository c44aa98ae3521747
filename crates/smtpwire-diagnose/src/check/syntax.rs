//! The form of commands. What is wrong is said by the core's parser; here it gets its rule.

use std::net::{Ipv4Addr, Ipv6Addr};

use smtpwire::types::domain::{AddressLiteral, Host};
use smtpwire::{Command, CommandError, Problem, Verb};

use super::auth;
use super::dialog::{Dialog, Sent};
use super::line::Line;
use super::walk::{end_of, ends_barely};
use super::{Rule, rules};

/// Looks at a command's form.
pub(super) fn check<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    let line = sent.line;
    if ends_barely(line) {
        dialog.find(
            rules::COMMAND_BARE_LINE_END,
            &end_of(line),
            "The command ends in LF or CR alone. Servers that take it as the end of a line and \
             servers that do not disagree about where this command stops.",
            "End every line with CRLF.",
        );
    }
    if let Some(error) = sent.problem {
        problem(dialog, line, error);
    }
    if sent.obsolete {
        dialog.find(
            rules::OBSOLETE_COMMAND,
            &line.word(0),
            "This verb comes from RFC 821 and was retired; servers answer it with 502.",
            "Use MAIL. TURN is a security hole: whoever asks gets the mail. ATRN replaced it.",
        );
    } else if sent.verb == Verb::Unknown && sent.problem.is_none() {
        unknown(dialog, line);
    }
    match &sent.command {
        Some(Command::Ehlo(host) | Command::Helo(host) | Command::Lhlo(host)) => {
            greeting_host(dialog, line, host);
        }
        Some(Command::Mail(_) | Command::Rcpt(_)) => source_route(dialog, line),
        _ => {}
    }
}

fn unknown(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let word = line.text.split(|octet| *octet == b' ').next().unwrap_or_default();
    let name = String::from_utf8_lossy(word);
    if dialog.offer.as_ref().is_some_and(|offer| offer.offers(&name)) {
        return;
    }
    dialog.find(
        rules::UNKNOWN_COMMAND,
        &line.word(0),
        "The line begins with no verb of SMTP, nor with one that the server offered.",
        "Look for a typing error, for content that was sent too early, or for a client that \
         speaks another protocol (an HTTP request, a TLS handshake) to this port.",
    );
}

/// Gives what the parser found its rule and its place.
fn problem(dialog: &mut Dialog<'_, '_>, line: Line<'_>, error: CommandError) {
    let offset = error.offset();
    if error.problem() == Problem::BadBase64 {
        if !auth::looks_masked(line.text.get(offset..).unwrap_or_default()) {
            auth::bad_response(dialog, &line.from(offset));
        }
        return;
    }
    let rule = rule_of(line, error);
    // Messages name no octet of the line: it may be a password that went out of turn.
    let place = match rule.id {
        id if id == rules::EMPTY_COMMAND.id => line.whole(),
        _ => line.word(offset),
    };
    let message = capitalized(&error.problem().to_string());
    dialog.find(rule, &place, message, advice(rule, error));
}

fn rule_of(line: Line<'_>, error: CommandError) -> Rule {
    let greets = matches!(error.verb(), Verb::Ehlo | Verb::Helo | Verb::Lhlo);
    match error.problem() {
        Problem::EmptyLine => rules::EMPTY_COMMAND,
        Problem::ControlCharacter => rules::CONTROL_CHARACTER,
        Problem::BadVerb => rules::UNKNOWN_COMMAND,
        Problem::NotUtf8 => rules::NOT_UTF8,
        Problem::NeedsSmtpUtf8 | Problem::NonAsciiAddress => rules::NON_ASCII_WITHOUT_SMTPUTF8,
        Problem::MissingArgument => rules::MISSING_ARGUMENT,
        Problem::UnexpectedArgument => rules::UNEXPECTED_ARGUMENT,
        Problem::ExtraSpace => rules::EXTRA_SPACE,
        Problem::BadLiteral if is_untagged(line, error.offset()) => rules::IPV6_LITERAL_WITHOUT_TAG,
        Problem::BadLiteral => rules::BAD_ADDRESS_LITERAL,
        Problem::DomainTooLong | Problem::PathTooLong | Problem::LocalPartTooLong => {
            rules::ADDRESS_TOO_LONG
        }
        Problem::BadHost | Problem::BadDomain if greets => rules::BAD_EHLO_HOST,
        Problem::MissingKeyword => rules::MISSING_FROM_OR_TO,
        Problem::SpaceAfterColon => rules::SPACE_AFTER_COLON,
        Problem::NullRecipient => rules::NULL_RECIPIENT,
        Problem::MissingBracket if no_brackets(line, error.offset()) => rules::MISSING_BRACKETS,
        Problem::MissingSpace | Problem::BadParameter => rules::BAD_PARAMETER,
        Problem::DuplicateParameter | Problem::TwoHolds => rules::CONFLICTING_PARAMETERS,
        Problem::BadXtext => rules::BAD_XTEXT,
        Problem::BadBdat | Problem::ChunkTooLarge => rules::BAD_BDAT,
        Problem::BadMechanism | Problem::BadNode | Problem::BadBurl | Problem::BadAttribute => {
            rules::BAD_ARGUMENT
        }
        problem => match error.verb() {
            Verb::Mail if is_about_a_path(problem) => rules::BAD_SENDER,
            Verb::Rcpt if is_about_a_path(problem) => rules::BAD_RECIPIENT,
            Verb::Mail | Verb::Rcpt => rules::BAD_PARAMETER_VALUE,
            _ => rules::BAD_ARGUMENT,
        },
    }
}

fn is_about_a_path(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::BadHost
            | Problem::BadDomain
            | Problem::MissingBracket
            | Problem::BadSourceRoute
            | Problem::BadLocalPart
            | Problem::EmptyLocalPart
            | Problem::UnclosedQuote
            | Problem::MissingAt
    )
}

/// Whether the literal at or before an octet is an IPv6 address without its tag.
fn is_untagged(line: Line<'_>, offset: usize) -> bool {
    let text = line.text.get(offset.saturating_sub(1)..).unwrap_or_default();
    let inner = text.iter().position(|octet| *octet == b'[').and_then(|open| {
        let rest = text.get(open + 1..)?;
        rest.get(..rest.iter().position(|octet| *octet == b']')?)
    });
    let inner = inner.and_then(|inner| std::str::from_utf8(inner).ok());
    inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok())
}

/// Whether the path has neither bracket, as scripts write it; one alone is worse.
fn no_brackets(line: Line<'_>, offset: usize) -> bool {
    let path = line.text.get(offset..).unwrap_or_default();
    let path = path.split(|octet| *octet == b' ').next().unwrap_or_default();
    let line_has = |octet: u8| line.text.contains(&octet);
    path.contains(&b'@') && !line_has(b'<') && !line_has(b'>')
}

fn capitalized(sentence: &str) -> String {
    let mut sentence = format!("{sentence}.");
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

fn advice(rule: Rule, error: CommandError) -> String {
    let advice = match rule.id {
        id if id == rules::EMPTY_COMMAND.id => {
            "Look for a line end too many behind the command or the content before it."
        }
        id if id == rules::CONTROL_CHARACTER.id => {
            "Take the octet out. A CR or LF from outside in a command is how commands are \
             injected: check addresses before they are put into one."
        }
        id if id == rules::NOT_UTF8.id => "Send addresses in UTF-8 and declare SMTPUTF8.",
        id if id == rules::NON_ASCII_WITHOUT_SMTPUTF8.id => {
            "Add SMTPUTF8 to MAIL where the server offers it. Domains can go as A-labels \
             (xn--…) instead, local parts cannot."
        }
        id if id == rules::UNEXPECTED_ARGUMENT.id => "Send the verb alone.",
        id if id == rules::EXTRA_SPACE.id => {
            "Put one space between the words; strict servers answer 501."
        }
        id if id == rules::BAD_EHLO_HOST.id => {
            "Name the client's host by its full domain, or its address in brackets: \
             EHLO [192.0.2.1]. An underscore is not allowed in a host name."
        }
        id if id == rules::IPV6_LITERAL_WITHOUT_TAG.id => "Write [IPv6:2001:db8::1].",
        id if id == rules::MISSING_BRACKETS.id => {
            "Write the address as <address>. Many servers take it without, strict ones do not."
        }
        id if id == rules::SPACE_AFTER_COLON.id => {
            "Write FROM:<address> and TO:<address> in one piece; strict servers answer 501."
        }
        id if id == rules::MISSING_FROM_OR_TO.id => "Write MAIL FROM:<…> and RCPT TO:<…>.",
        id if id == rules::NULL_RECIPIENT.id => {
            "Do not answer a message whose sender is <>: it is a notice itself."
        }
        id if id == rules::ADDRESS_TOO_LONG.id => {
            "A local part has at most 64 octets, a domain 255, a path with its brackets 256."
        }
        id if id == rules::BAD_XTEXT.id => {
            "Write + as +2B, = as +3D, a space as +20, with upper-case digits."
        }
        id if id == rules::CONFLICTING_PARAMETERS.id => "Give each parameter once.",
        id if id == rules::BAD_BDAT.id => {
            "Write BDAT 1024 or BDAT 1024 LAST, the size in octets and in digits. What follows \
             can no longer be told from commands, so close the connection."
        }
        id if id == rules::MISSING_ARGUMENT.id => "Add the argument that the command needs.",
        _ => return answer_of(error),
    };
    advice.to_owned()
}

fn answer_of(error: CommandError) -> String {
    let (code, enhanced) = error.problem().reply(error.verb());
    format!("Correct it at the marked place; a strict server answers {code} {enhanced}.")
}

fn greeting_host(dialog: &mut Dialog<'_, '_>, line: Line<'_>, host: &Host<'_>) {
    let place = line.from(5);
    match host {
        Host::Domain(domain) if domain.as_str().parse::<Ipv4Addr>().is_ok() => dialog.find(
            rules::EHLO_BARE_ADDRESS,
            &place,
            "An IP address that names a host stands in brackets; without them it reads as a domain.",
            format!("Say {} [{}].", greeting(line), domain.as_str()),
        ),
        Host::Domain(domain) if !domain.as_str().contains('.') => dialog.find(
            rules::EHLO_NOT_QUALIFIED,
            &place,
            "The name has no domain, so it names no host to the server; many refuse it as spam.",
            "Configure the client's full host name, one that its IP address resolves to, or send \
             the address in brackets.",
        ),
        Host::Literal(AddressLiteral::Ipv4(address)) if address.is_loopback() => {
            loopback(dialog, line);
        }
        Host::Literal(AddressLiteral::Ipv6(address)) if address.is_loopback() => {
            loopback(dialog, line);
        }
        _ => {}
    }
}

fn loopback(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    dialog.find(
        rules::EHLO_LOOPBACK,
        &line.from(5),
        "A loopback address is what a client sends that does not know its own name.",
        "It does no harm at a submission server. Towards other servers configure the full host \
         name.",
    );
}

fn greeting(line: Line<'_>) -> &'static str {
    match line.text.first() {
        Some(b'H' | b'h') => "HELO",
        Some(b'L' | b'l') => "LHLO",
        _ => "EHLO",
    }
}

/// The core takes source routes off; that there was one shows in the text.
fn source_route(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let Some(at) = line.text.windows(2).position(|pair| pair == b"<@") else { return };
    let rest = line.text.get(at..).unwrap_or_default();
    let colon = rest.iter().position(|octet| *octet == b':').unwrap_or(1);
    dialog.find(
        rules::SOURCE_ROUTE,
        &line.at(at + 1..at + colon + 1),
        "The path names hosts to go by. Servers take such a route off or refuse it.",
        "Send the mailbox alone.",
    );
}

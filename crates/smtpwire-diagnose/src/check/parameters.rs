//! Commands and parameters against what the server offered.

use smtpwire::types::parameter::{Body, ByMode, DeliverBy, MailParameter};
use smtpwire::{Command, Verb};

use super::dialog::{Dialog, Sent, Tls};
use super::line::Line;
use super::{Severity, rules};
use crate::registry::{
    extension_of_verb, extensions_of_mail_parameter, extensions_of_rcpt_parameter,
};

/// Looks at a command before it counts as sent.
pub(super) fn check<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    match &sent.command {
        Some(Command::Mail(mail)) => {
            for parameter in mail.parameters.iter() {
                let keyword = parameter.keyword();
                let extensions = extensions_of_mail_parameter(keyword);
                let keywords: Vec<_> = extensions.map(|known| known.keyword).collect();
                let needed = match parameter {
                    // Both extensions give BODY its values; which one says which is known.
                    MailParameter::Body(Body::BinaryMime) => vec!["BINARYMIME"],
                    MailParameter::Body(_) => vec!["8BITMIME"],
                    _ => keywords,
                };
                offered(dialog, sent.line, keyword, &needed);
                value(dialog, sent.line, &parameter);
            }
            if mail.parameters.get("MTRK").is_some() && mail.parameters.get("ENVID").is_none() {
                dialog.find(
                    rules::MTRK_WITHOUT_ENVID,
                    &sent.line.parameter("MTRK"),
                    "Message tracking finds a message by its ENVID, and none is given.",
                    "Add ENVID=…, and ORCPT to each recipient.",
                );
            }
        }
        Some(Command::Rcpt(rcpt)) => {
            for parameter in rcpt.parameters.iter() {
                let keyword = parameter.keyword();
                let extensions = extensions_of_rcpt_parameter(keyword);
                let needed: Vec<_> = extensions.map(|known| known.keyword).collect();
                offered(dialog, sent.line, keyword, &needed);
            }
        }
        _ => {}
    }
    verb(dialog, sent);
    limits(dialog, sent);
}

/// One parameter, and the keywords of which one must be offered.
fn offered(dialog: &mut Dialog<'_, '_>, line: Line<'_>, keyword: &str, needed: &[&str]) {
    let Some(offer) = &dialog.offer else { return };
    let place = line.parameter(keyword);
    if needed.is_empty() {
        if !offer.offers(keyword) {
            dialog.find(
                rules::UNKNOWN_PARAMETER,
                &place,
                "No known extension defines this parameter, and no keyword of this name is offered.",
                "Leave it out, unless the server's manual names it. Servers answer 555.",
            );
        }
    } else if !needed.iter().any(|keyword| offer.offers(keyword)) {
        let extension = needed.join(" or ");
        dialog.find(
            rules::PARAMETER_NOT_OFFERED,
            &place,
            format!("This parameter belongs to {extension}, which the server did not offer."),
            "Leave it out for this server: it answers 555, or takes the command and ignores what \
             was asked for.",
        );
    }
}

/// What a parameter asks for, against what the server can do.
fn value(dialog: &mut Dialog<'_, '_>, line: Line<'_>, parameter: &MailParameter<'_>) {
    let place = line.parameter(parameter.keyword());
    let offer = dialog.offer.as_ref();
    match parameter {
        MailParameter::Size(size) => {
            let Some(limit) = offer.and_then(|offer| offer.size) else { return };
            if *size > limit {
                dialog.find(
                    rules::SIZE_OVER_LIMIT,
                    &place,
                    format!("The message has {size} octets, and the server takes {limit}."),
                    "Make the message smaller or send a link instead; trying again is of no use.",
                );
            }
        }
        MailParameter::By(by) => {
            let Some(minimum) = offer.and_then(|offer| offer.by_minimum) else { return };
            if by_returns(*by) && i64::from(by.seconds()) < i64::from(minimum) {
                dialog.find(
                    rules::BY_BELOW_MINIMUM,
                    &place,
                    format!("The server needs at least {minimum} seconds to return a message."),
                    "Allow more time, or use mode N, which only notifies.",
                );
            }
        }
        MailParameter::HoldFor(seconds) => {
            let Some(maximum) = offer.and_then(|offer| offer.hold_maximum) else { return };
            if seconds.get() > maximum {
                dialog.find(
                    rules::HOLD_TOO_LONG,
                    &place,
                    format!("The server holds messages for at most {maximum} seconds."),
                    "Ask for less, or keep the message and send it later.",
                );
            }
        }
        MailParameter::RequireTls if dialog.tls == Tls::Off => dialog.find(
            rules::REQUIRETLS_WITHOUT_TLS,
            &place,
            "The client demands TLS on every hop and skips it on the first.",
            "Send STARTTLS and verify the server before MAIL, or return the message.",
        ),
        _ => {}
    }
}

fn by_returns(by: DeliverBy) -> bool {
    by.mode() == ByMode::Return
}

/// A verb that an extension defines.
fn verb(dialog: &mut Dialog<'_, '_>, sent: &Sent<'_>) {
    // STARTTLS and AUTH have rules of their own; RFC 5321 has VRFY, EXPN and HELP without offer.
    if matches!(
        sent.verb,
        Verb::StartTls | Verb::Auth | Verb::Vrfy | Verb::Expn | Verb::Help | Verb::Unknown
    ) || dialog.client.is_none_or(|phase| phase == smtpwire::flow::order::Phase::Greeted)
    {
        return;
    }
    let (Some(offer), Some(extension)) = (&dialog.offer, extension_of_verb(sent.verb.as_str()))
    else {
        return;
    };
    if extension.keyword == "LHLO" || offer.offers(extension.keyword) {
        return;
    }
    dialog.find(
        rules::COMMAND_NOT_OFFERED,
        &sent.line.word(0),
        format!(
            "{} needs {}, which the server did not offer.",
            sent.verb.as_str(),
            extension.keyword
        ),
        "Do without it at this server; for content use DATA.",
    );
}

/// What LIMITS announced.
fn limits(dialog: &mut Dialog<'_, '_>, sent: &Sent<'_>) {
    let Some(limits) = dialog.offer.as_ref().map(|offer| offer.limits) else { return };
    let over = match sent.verb {
        Verb::Mail => limits.mail_max.filter(|most| dialog.transactions >= *most),
        Verb::Rcpt => limits.rcpt_max.filter(|most| dialog.transaction.named >= *most as usize),
        _ => None,
    };
    if let Some(most) = over {
        let what = if sent.verb == Verb::Mail { "transactions" } else { "recipients" };
        let whole = if sent.verb == Verb::Mail { "a session" } else { "a transaction" };
        dialog.find_as(
            rules::LIMITS_EXCEEDED,
            Severity::Warning,
            &sent.line.word(0),
            format!("The server announced at most {most} {what} in {whole}."),
            "Begin a new session or transaction before the limit; beyond it the server refuses.",
        );
    }
}

//! Every 4yz and 5yz explained. A refusal is no violation, so none of these is an error.

use smtpwire::{Command, ForwardPath, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent, has_null_sender};
use super::{Rule, auth, rules};
use crate::registry;

/// Explains a refusal; says nothing of a reply that is none.
pub(super) fn explain<'t>(
    dialog: &mut Dialog<'_, 't>,
    asked: Option<&Asked<'t>>,
    answer: &Answer<'t>,
) {
    if answer.is_positive() || auth::answers_cancel(dialog, answer) {
        return;
    }
    let rule = rule_of(dialog, asked, answer);
    explain_as(dialog, rule, answer);
}

/// Explains a refusal under a rule of its own.
pub(super) fn explain_as(dialog: &mut Dialog<'_, '_>, rule: Rule, answer: &Answer<'_>) {
    let Some(place) = answer.place() else { return };
    if dialog.out.is_full(rule) {
        // It will be counted and not shown; explaining takes time.
        dialog.find(rule, &place, "", "");
        return;
    }
    let explained =
        registry::explain(Some(answer.reply.code()), answer.enhanced(), &answer.words());
    let mut message = format!("{}: {}", answer.codes(), explained.meaning);
    if !explained.cause.is_empty() {
        message.push(' ');
        message.push_str(&explained.cause);
    }
    let mut advice = explained.remedy.into_owned();
    for note in &explained.notes {
        advice.push(' ');
        advice.push_str(note);
    }
    // Where the registry knows better than the rule where it is written, it is said there.
    let rule = Rule { rfc: explained.rfc.unwrap_or(rule.rfc), ..rule };
    dialog.find(rule, &place, message, advice);
}

fn rule_of(dialog: &Dialog<'_, '_>, asked: Option<&Asked<'_>>, answer: &Answer<'_>) -> Rule {
    let sent = asked.and_then(Asked::sent);
    let permanent = answer.code() >= 500;
    if answer.code() == 421 {
        return rules::SERVICE_CLOSING;
    }
    let class = if permanent { rules::REPLY_5YZ } else { rules::REPLY_4YZ };
    match asked {
        Some(asked) if asked.verb() == Some(Verb::Auth) && dialog.login.is_some() => {
            rules::AUTH_FAILED
        }
        _ => match sent {
            Some(sent) if sent.verb == Verb::StartTls => rules::STARTTLS_REFUSED,
            Some(sent) if permanent && has_null_sender(sent) => rules::NULL_SENDER_REFUSED,
            Some(sent) if permanent && is_for_postmaster(sent) => rules::POSTMASTER_REFUSED,
            _ => class,
        },
    }
}

fn is_for_postmaster(sent: &Sent<'_>) -> bool {
    match &sent.command {
        Some(Command::Rcpt(rcpt)) => match &rcpt.to {
            ForwardPath::Postmaster => true,
            ForwardPath::Mailbox(mailbox) => {
                mailbox.local_part().content().eq_ignore_ascii_case("postmaster")
            }
        },
        _ => false,
    }
}

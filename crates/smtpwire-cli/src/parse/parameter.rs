//! The parameters of MAIL and RCPT, told as JSON.

use serde_json::{Value, json};
use smtpwire::types::parameter::{
    ByMode, MailParameter, MailParameters, Notify, Parameter, RcptParameter, RcptParameters, Ret,
    RrvsAction, Submitter,
};

/// The parameters of MAIL, in their order.
pub(super) fn of_mail(parameters: &MailParameters<'_>) -> Value {
    parameters.iter().map(|parameter| one(parameter.keyword(), mail_value(&parameter))).collect()
}

/// The parameters of RCPT, in their order.
pub(super) fn of_rcpt(parameters: &RcptParameters<'_>) -> Value {
    parameters.iter().map(|parameter| one(parameter.keyword(), rcpt_value(&parameter))).collect()
}

fn one(keyword: &str, (known, value): (bool, Value)) -> Value {
    let mut told = json!({ "keyword": keyword, "value": value });
    if !known {
        told["known"] = false.into();
    }
    told
}

fn unknown(parameter: &Parameter<'_>) -> (bool, Value) {
    (false, parameter.value().into())
}

fn mail_value(parameter: &MailParameter<'_>) -> (bool, Value) {
    let value = match parameter {
        MailParameter::Other(parameter) => return unknown(parameter),
        MailParameter::Size(octets) => json!(octets),
        MailParameter::Body(body) => json!(body.as_str()),
        MailParameter::Ret(Ret::Full) => json!("FULL"),
        MailParameter::Ret(Ret::Headers) => json!("HDRS"),
        MailParameter::Envid(id) => json!(id.as_str()),
        MailParameter::Auth(Submitter::Unknown) => json!("<>"),
        MailParameter::Auth(Submitter::Mailbox(mailbox)) => json!(mailbox.to_string()),
        MailParameter::By(by) => json!({
            "seconds": by.seconds(),
            "mode": if by.mode() == ByMode::Return { "return" } else { "notify" },
            "trace": by.trace(),
        }),
        MailParameter::HoldFor(seconds) => json!(seconds.get()),
        MailParameter::HoldUntil(time) => json!(time.to_string()),
        MailParameter::MtPriority(priority) => json!(priority.get()),
        MailParameter::Mtrk(tracking) => json!({
            "certifier": tracking.certifier(),
            "timeout": tracking.timeout(),
        }),
        MailParameter::TransId(id) => json!(id.as_str()),
        MailParameter::Solicit(keywords) => keywords.iter().collect(),
        // SMTPUTF8, REQUIRETLS and CONPERM have no value.
        _ => Value::Null,
    };
    (true, value)
}

fn rcpt_value(parameter: &RcptParameter<'_>) -> (bool, Value) {
    let value = match parameter {
        RcptParameter::Other(parameter) => return unknown(parameter),
        RcptParameter::Notify(Notify::Never) => json!(["NEVER"]),
        RcptParameter::Notify(Notify::On(events)) => [
            (events.success(), "SUCCESS"),
            (events.failure(), "FAILURE"),
            (events.delay(), "DELAY"),
        ]
        .into_iter()
        .filter_map(|(wanted, name)| wanted.then_some(name))
        .collect(),
        RcptParameter::Orcpt(recipient) => json!({
            "type": recipient.address_type(),
            "address": recipient.address(),
        }),
        RcptParameter::Rrvs(rrvs) => json!({
            "since": rrvs.since().to_string(),
            "otherwise": rrvs.otherwise().map(|action| match action {
                RrvsAction::Continue => "continue",
                RrvsAction::Reject => "reject",
            }),
        }),
        // CONNEG has no value.
        _ => Value::Null,
    };
    (true, value)
}

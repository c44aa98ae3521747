//! order.json.

use std::collections::BTreeMap;

use smtpwire::Verb;
use smtpwire::flow::order::{Answer, Phase, Standing, answer};

use crate::case::{Verdict, case, same};

case! {
    /// What one phase says to every verb.
    struct Order {
        phase: String,
        standing: Vec<String>,
        answers: BTreeMap<String, String>,
    }
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Greeted => "greeted",
        Phase::Refused => "refused",
        Phase::Ready => "ready",
        Phase::Mail => "mail",
        Phase::Rcpt => "rcpt",
        Phase::Data => "data",
        Phase::Bdat => "bdat",
    }
}

pub(crate) fn order(case: &Order) -> Verdict {
    let phase = Phase::ALL.into_iter().find(|phase| phase_name(*phase) == case.phase);
    let phase = phase.ok_or_else(|| format!("{} is no phase", case.phase))?;
    let mut standing = Standing::default();
    for fact in &case.standing {
        *match fact.as_str() {
            "lmtp" => &mut standing.lmtp,
            "tls" => &mut standing.tls,
            "authenticated" => &mut standing.authenticated,
            "binary" => &mut standing.binary,
            other => return Err(format!("{other} is no standing")),
        } = true;
    }
    let answers = Verb::ALL.into_iter().map(|verb| {
        let name = if verb == Verb::Unknown { "unknown" } else { verb.as_str() };
        let said = match answer(phase, verb, standing) {
            Answer::Allowed(next) => phase_name(next).to_owned(),
            Answer::Refused(code, enhanced) => format!("{code} {enhanced}"),
            Answer::Content => "content".to_owned(),
        };
        (name.to_owned(), said)
    });
    let answers: BTreeMap<String, String> = answers.collect();
    for (verb, expected) in &case.answers {
        same(verb, &Some(expected), &answers.get(verb))?;
    }
    same("how many verbs", &case.answers.len(), &answers.len())
}

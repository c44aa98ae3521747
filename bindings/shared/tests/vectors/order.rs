//! order.json.

use std::collections::BTreeMap;

use serde_json::json;

use crate::case::{Verdict, case, run, same};
use crate::host::call;
use crate::shape::made;

case! {
    /// What one phase says to every verb.
    struct Order {
        phase: String,
        standing: Vec<String>,
        answers: BTreeMap<String, String>,
    }
}

fn order(case: &Order) -> Verdict {
    for (verb, expected) in &case.answers {
        let phase = case.phase.as_str();
        let said = call!("order_answer", phase, verb.as_str(), json!(case.standing));
        let said = made("asking", said)?;
        let told = match said["answer"].as_str() {
            Some("allowed") => said["phase"].as_str().unwrap_or_default().to_owned(),
            Some("refused") => {
                format!("{} {}", said["code"], said["enhanced"].as_str().unwrap_or_default())
            }
            Some("content") => "content".to_owned(),
            other => return Err(format!("  {other:?} is no answer")),
        };
        same(verb, expected, &told)?;
    }
    let verbs = made("the verbs", call!("verbs"))?;
    let known = case.answers.keys().filter(|verb| *verb != "unknown");
    same("how many verbs", &known.count(), &verbs.as_array().map_or(0, Vec::len))
}

#[test]
fn every_phase_answers_every_verb() {
    run("order", order);
    assert_eq!(call!("order_after_content").expect("a phase"), "ready");
    assert_eq!(
        call!("phases").expect("phases"),
        json!(["greeted", "refused", "ready", "mail", "rcpt", "data", "bdat"])
    );
}

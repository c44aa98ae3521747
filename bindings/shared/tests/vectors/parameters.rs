//! parameters.json.

use serde_json::Value;
use smtpwire_shell::Failure;
use smtpwire_shell::values::{Parameter, mail_parameters, rcpt_parameters};

use crate::case::{Octets, Verdict, case, run, same};
use crate::shape::{built, given, shown};

case! {
    /// Parameters behind MAIL or RCPT.
    struct Parameters {
        command: String,
        input: Octets,
        value: Option<Value>,
        wire: Option<Octets>,
        error: Option<Value>,
    }
}

fn parameters(case: &Parameters) -> Verdict {
    let start = if case.command == "MAIL" { "MAIL FROM:" } else { "RCPT TO:" };
    let mut line = format!("{start}<a@b.example> ").into_bytes();
    let before = line.len();
    line.extend_from_slice(&case.input.0);
    let command = match (smtpwire::Command::parse(&line), &case.error) {
        (Ok(command), None) => command,
        (Err(error), Some(expected)) => {
            let failure = Failure::from(error);
            same("problem", &expected["problem"], &failure.detail.into())?;
            let offset = failure.offset.map(|offset| offset - before as u64);
            return same("offset", &expected["offset"].as_u64(), &offset);
        }
        (outcome, _) => return Err(format!("  gives {outcome:?}")),
    };
    let expected = case.value.as_ref().ok_or("  no value")?;
    let data: Vec<Parameter> = given(expected)?;
    let mut wire = Vec::new();
    match &command {
        smtpwire::Command::Mail(mail) => {
            same("as JSON", expected, &shown(&Parameter::all_of_mail(&mail.parameters)))?;
            let mut again = mail.clone();
            again.parameters = built(mail_parameters(&data))?;
            same("built", mail, &again)?;
            smtpwire::Command::Mail(again).encode(&mut wire);
        }
        smtpwire::Command::Rcpt(rcpt) => {
            same("as JSON", expected, &shown(&Parameter::all_of_rcpt(&rcpt.parameters)))?;
            let mut again = rcpt.clone();
            again.parameters = built(rcpt_parameters(&data))?;
            same("built", rcpt, &again)?;
            smtpwire::Command::Rcpt(again).encode(&mut wire);
        }
        other => return Err(format!("  {other:?}")),
    }
    let mut expected = line[..before].to_vec();
    expected.extend_from_slice(&case.wire.as_ref().unwrap_or(&case.input).0);
    expected.extend_from_slice(b"\r\n");
    same("written", &Octets(expected), &Octets(wire))
}

#[test]
fn every_parameter_is_the_same_as_plain_data_and_back() {
    run("parameters", parameters);
}

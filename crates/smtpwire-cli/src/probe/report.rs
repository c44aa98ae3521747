//! What a probe has learned, as text and as JSON.

use serde_json::{Value, json};
use smtpwire_diagnose::registry::extension;
use smtpwire_tls::{Certificate, Fallback, TlsSession};

use super::dialog::Learned;
use super::security::{added, days_left, in_days, lost, seconds_left};
use super::{Options, Probed};
use crate::check;
use crate::output::{BAD, DOUBTFUL, GOOD, Output, STRONG, complain};
use crate::send::report::{error_json, reply_json, shown};
use crate::show;
use crate::tls::{Policy, Told, certificate_json, day, subject};

/// Everything, for people.
pub(super) fn print(options: &Options, probed: &Probed, output: &mut Output) {
    let Probed { address, learned, dialog, checked } = probed;
    output.line(format!("{} ({address})", output.styled(STRONG, &options.server)));
    if let Some(greeting) = &learned.greeting {
        output.line(format!("  greeting  {}", show::pictured(&shown(greeting))));
    }
    for (at, line) in learned.offers.iter().enumerate() {
        let name = if at == 0 { "offers" } else { "" };
        let keyword = line.split([' ', '=']).next().unwrap_or_default();
        let purpose = extension(keyword).map(|known| known.purpose).unwrap_or_default();
        output.line(format!("  {name:10}{}", output.styled(STRONG, line)));
        for wrapped in show::wrapped(purpose, 66) {
            output.line(format!("  {:12}{wrapped}", ""));
        }
    }
    if let Some(session) = &learned.tls {
        print_tls(session, learned, output);
    }
    output.line("");
    if options.verbose {
        for line in dialog.lines() {
            output.line(format!("  {}", show::pictured(line)));
        }
        output.line("");
    }
    for remark in &learned.remarks {
        let style = if remark.severe { BAD } else { DOUBTFUL };
        let word = if remark.severe { "error" } else { "warning" };
        output.line(format!(
            "{}: {}",
            output.styled(style, format!("{word}[{}]", remark.name)),
            show::pictured(&remark.message)
        ));
        for line in show::wrapped(remark.advice, 72) {
            output.line(format!("    {line}"));
        }
        output.line("");
    }
    let mut found = learned.remarks.len();
    if let Some(checked) = checked {
        found += check::findings("dialog", checked, output);
    }
    if let Some(refusal) = &learned.refusal {
        let refusal = show::pictured(&shown(refusal));
        output.line(format!("{} {refusal}", output.styled(BAD, "the server refuses service:")));
    } else if found == 0 && learned.error.is_none() {
        output.line(output.styled(GOOD, "nothing to complain about"));
    }
    if let Some(error) = &learned.error {
        output.flush();
        complain(&show::pictured(&error.to_string()));
    }
}

/// A line with its name before it; without one, it goes on with the line above.
fn named(name: &str, text: &str, output: &mut Output) {
    output.line(format!("  {name:12}{}", show::pictured(text)));
}

fn print_tls(session: &TlsSession, learned: &Learned, output: &mut Output) {
    named("TLS", &told(learned, false).line(), output);
    let accepts = |wanted: Option<bool>| -> Vec<&str> {
        let those = learned.versions.iter().filter(|(_, accepted)| *accepted == wanted);
        those.map(|(name, _)| *name).collect()
    };
    for (word, accepted) in [("accepts", Some(true)), ("refuses", Some(false))] {
        let versions = accepts(accepted).join(" and ");
        if !versions.is_empty() {
            named("", &format!("{word} {versions}"), output);
        }
    }
    for (at, certificate) in session.peer_certificates().iter().enumerate() {
        let name = if at == 0 { "certificate" } else { "issued by" };
        named(name, &subject(certificate), output);
        if at == 0 {
            print_own(learned, certificate, output);
        }
    }
    for line in added(learned) {
        named("TLS adds", line, output);
    }
    for line in lost(learned) {
        named("TLS hides", line, output);
    }
}

/// What counts of the server's own certificate.
fn print_own(learned: &Learned, certificate: &Certificate, output: &mut Output) {
    if let Some((name, matches)) = &learned.name {
        let words = if *matches { "is for" } else { "is not for" };
        named("", &format!("{words} {name}"), output);
    }
    named("", &format!("issued by {}", certificate.issuer()), output);
    if let (Some(from), Some(to)) = (certificate.not_before(), certificate.not_after()) {
        let left = seconds_left(to);
        let word = if left < 0 { "ended" } else { "ends" };
        let when = in_days(left);
        named("", &format!("valid from {} to {}, {word} {when}", day(from), day(to)), output);
    }
    let key = format!("{}, signed with {}", certificate.key(), certificate.signature_algorithm());
    named("", &key, output);
    named("", &format!("SHA-256 {}", certificate.fingerprint()), output);
}

/// What came of TLS, as a client tells of it.
fn told(learned: &Learned, insecure: bool) -> Told {
    let failed = learned.tls.as_ref().and_then(|session| session.verification().failure());
    let opportunistic = learned.policy == Policy::Opportunistic;
    let fallback = match &learned.tls {
        None if opportunistic && learned.failure.is_none() => {
            Some(Fallback::Plaintext { reply: None })
        }
        Some(_) if opportunistic && failed.is_some() => Some(Fallback::Unverified),
        _ => None,
    };
    Told {
        policy: learned.policy,
        session: learned.tls.clone(),
        failure: learned.failure.clone(),
        unproven: learned.unproven.clone(),
        fallback,
        offered: learned.offers.iter().any(|line| line.eq_ignore_ascii_case("STARTTLS")),
        insecure,
        logged_in: false,
    }
}

fn tls_json(options: &Options, learned: &Learned) -> Value {
    let mut document = told(learned, options.tls.insecure).to_json();
    let versions = learned.versions.iter();
    document["versions"] = versions.map(|(name, accepted)| (*name, json!(accepted))).collect();
    document["name"] = json!(learned.name.as_ref().map(|(name, _)| name));
    document["name_matches"] = json!(learned.name.as_ref().map(|(_, matches)| matches));
    document["days_left"] = json!(learned.tls.as_ref().and_then(days_left));
    let chain = learned.tls.iter().flat_map(TlsSession::peer_certificates);
    document["chain"] = chain.map(certificate_json).collect();
    document["added"] = json!(added(learned));
    document["lost"] = json!(lost(learned));
    document
}

/// Everything, for programs.
pub(super) fn to_json(options: &Options, probed: &Probed) -> Value {
    let Probed { address, learned, checked, .. } = probed;
    let offers: Vec<Value> = learned
        .offers
        .iter()
        .map(|line| {
            let keyword = line.split([' ', '=']).next().unwrap_or_default();
            json!({ "line": line, "purpose": extension(keyword).map(|known| known.purpose) })
        })
        .collect();
    let remarks = learned.remarks.iter().map(|remark| {
        json!({
            "rule": remark.name,
            "severity": if remark.severe { "error" } else { "warning" },
            "message": remark.message,
            "advice": remark.advice,
        })
    });
    let findings = checked.iter().flat_map(|checked| &checked.report.findings);
    let findings = findings.map(|finding| json!(finding));
    json!({
        "server": address.to_string(),
        "greeting": learned.greeting.as_ref().map(reply_json),
        "offers": offers,
        "findings": remarks.chain(findings).collect::<Vec<_>>(),
        "tls": tls_json(options, learned),
        "error": learned.error.as_ref().map(error_json),
    })
}

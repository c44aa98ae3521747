//! What the server offers: the lines of its reply to EHLO.

use std::collections::HashSet;

use smtpwire::types::capability::Words;
use smtpwire::{Capabilities, Capability, Keyword, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Tls};
use super::line::Line;
use super::offer::Offer;
use super::report::Place;
use super::{Severity, rules, tls};
use crate::registry::extension;

/// Looks at the reply to EHLO, HELO or LHLO, and keeps what it offers.
pub(super) fn check<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(sent) = asked.sent() else { return };
    match sent.verb {
        Verb::Ehlo | Verb::Lhlo if answer.is_done() => {}
        Verb::Helo if answer.is_done() => {
            dialog.offer = Some(Offer::none());
            return;
        }
        _ => return,
    }
    let capabilities = Capabilities::from_reply(&answer.reply);
    let offer = Offer::of(&capabilities);
    if answer.text().trim_ascii().is_empty()
        && let Some(line) = answer.line(0)
    {
        dialog.find(
            rules::EHLO_REPLY_WITHOUT_DOMAIN,
            &line.whole(),
            "The first line of the reply names the server's host, and this one names nothing.",
            "The server's own name is not configured; set it (myhostname, primary_hostname).",
        );
    }
    let mut seen = HashSet::new();
    for (at, capability) in capabilities.iter().enumerate() {
        if let Some(line) = answer.line(at + 1) {
            one_line(dialog, line, capability, &mut seen);
        }
    }
    if offer.offers("STARTTLS") && dialog.tls != Tls::On {
        // No server offers it inside TLS, so there is none.
        dialog.tls = Tls::Off;
    }
    together(dialog, &offer, answer);
    if sent.verb == Verb::Lhlo {
        lmtp(dialog, &offer, answer);
    }
    tls::offered(dialog, &offer, answer);
    dialog.offer = Some(offer);
}

fn one_line(
    dialog: &mut Dialog<'_, '_>,
    line: Line<'_>,
    capability: &Capability<'_>,
    seen: &mut HashSet<String>,
) {
    let text = line.text.get(4..).unwrap_or_default().trim_ascii();
    let place = line.from(4);
    let name = match capability {
        Capability::Malformed(_) => return malformed(dialog, text, &place),
        Capability::Other(word, _) => word.as_str().to_ascii_uppercase(),
        known => known.keyword().map_or("", Keyword::as_str).to_owned(),
    };
    let equals = text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case(b"AUTH="));
    if equals {
        dialog.find(
            rules::AUTH_EQUALS,
            &place,
            "AUTH= is the form of drafts older than RFC 2554; the keyword is AUTH and a space.",
            "It does no harm beside a proper AUTH line. In Postfix it comes from \
             broken_sasl_auth_clients, which can be switched off by now.",
        );
    }
    let first = seen.insert(if equals { "AUTH=".to_owned() } else { name.clone() });
    if !first && name == "AUTH" {
        dialog.find(
            rules::SEVERAL_AUTH_LINES,
            &place,
            "The mechanisms are spread over several AUTH lines; clients must put them together.",
            "Clients that read only one of the lines may find no mechanism they know; the server \
             should list all in one line.",
        );
    } else if !first {
        dialog.find(
            rules::DUPLICATE_KEYWORD,
            &place,
            format!("{} is listed already.", shown(&name)),
            "Clients take the first or the last line; the server should list it once.",
        );
    }
    match capability {
        Capability::Size(None) => size(dialog, line),
        Capability::Limits(_) => limits(dialog, line),
        Capability::Plain(keyword, words) => plain(dialog, &place, *keyword, words),
        Capability::Other(..) => other(dialog, &place, &name),
        _ => {}
    }
}

/// A keyword for a message: the server's own word only when it is a plain and short one.
fn shown(name: &str) -> &str {
    if name.len() <= 32 { name } else { "This keyword" }
}

fn malformed(dialog: &mut Dialog<'_, '_>, text: &[u8], place: &Place<'_>) {
    if is_overwritten(text) {
        overwritten(dialog, place);
    } else if !text.is_empty() {
        dialog.find(
            rules::MALFORMED_KEYWORD,
            place,
            "A line of this reply is a keyword of letters, digits and hyphens, then perhaps words \
             behind a space; this line is not.",
            "Clients pass it over. The server should drop it or write it properly.",
        );
    }
}

fn other(dialog: &mut Dialog<'_, '_>, place: &Place<'_>, name: &str) {
    if is_overwritten(name.as_bytes()) {
        overwritten(dialog, place);
    } else if !name.starts_with('X') && extension(name).is_none() {
        dialog.find(
            rules::UNREGISTERED_KEYWORD,
            place,
            "This keyword is neither registered with IANA nor private (beginning with X).",
            "Clients pass it over. Often it is a greeting or an OK that slipped into the list.",
        );
    }
}

/// `XXXXXXXA`, `********`: what firewalls put in place of a keyword that they do not let pass.
fn is_overwritten(word: &[u8]) -> bool {
    let word = word.split(|octet| *octet == b' ').next().unwrap_or_default();
    let body = match word {
        [body @ .., b'A'..=b'Z' | b'a'..=b'z'] if body.len() >= 4 => body,
        _ => word,
    };
    body.len() >= 4
        && (body.iter().all(|octet| *octet == b'*')
            || body.iter().all(|octet| octet.eq_ignore_ascii_case(&b'X')))
}

fn overwritten(dialog: &mut Dialog<'_, '_>, place: &Place<'_>) {
    dialog.find(
        rules::OFFER_OVERWRITTEN,
        place,
        "No server says this: a firewall between client and server has overwritten a keyword, \
         most often STARTTLS. Mail and passwords go in the clear then.",
        "Switch off SMTP inspection in the firewall (on Cisco ASA: no inspect esmtp, or allow-tls). \
         Until then require TLS in the client, so that nothing is sent without it.",
    );
}

fn size(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let text = line.text.get(4..).unwrap_or_default();
    let word = text.split(|octet| *octet == b' ').filter(|word| !word.is_empty()).nth(1);
    if word.is_some_and(|word| !word.iter().all(u8::is_ascii_digit)) {
        dialog.find(
            rules::MALFORMED_SIZE,
            &line.from(4),
            "SIZE is followed by the limit in octets, in digits alone, or by nothing.",
            "Clients take it as no limit. The server must write the number out, without unit.",
        );
    }
}

fn limits(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    let text = line.text.get(4..).unwrap_or_default();
    let mut words = text.split(|octet| *octet == b' ').filter(|word| !word.is_empty()).skip(1);
    let well_formed = |word: &[u8]| {
        let Some(at) = word.iter().position(|octet| *octet == b'=') else { return false };
        let (name, value) = word.split_at(at);
        let value = value.get(1..).unwrap_or_default();
        let known = [&b"MAILMAX"[..], b"RCPTMAX", b"RCPTDOMAINMAX"];
        let known = known.iter().any(|known| name.eq_ignore_ascii_case(known));
        let number = (1..=6).contains(&value.len())
            && value.iter().all(u8::is_ascii_digit)
            && value.iter().any(|digit| *digit != b'0');
        !name.is_empty() && (number || !known)
    };
    if !words.all(well_formed) {
        dialog.find(
            rules::MALFORMED_LIMITS,
            &line.from(4),
            "LIMITS is followed by NAME=number, parted by spaces, each from 1 to 999999.",
            "Clients pass over what they cannot read and go over the limit.",
        );
    }
}

fn plain(dialog: &mut Dialog<'_, '_>, place: &Place<'_>, keyword: Keyword, words: &Words<'_>) {
    let known = extension(keyword.as_str());
    if !words.is_empty() && known.is_some_and(|known| known.ehlo_parameters.is_none()) {
        dialog.find(
            rules::KEYWORD_WITH_PARAMETER,
            place,
            format!("{} stands alone; what follows it here has no meaning.", keyword.as_str()),
            "Clients pass over it.",
        );
    }
    let retired = matches!(
        keyword,
        Keyword::Send
            | Keyword::Soml
            | Keyword::Saml
            | Keyword::Turn
            | Keyword::Verb
            | Keyword::Onex
            | Keyword::Utf8Smtp
    );
    if retired {
        dialog.find(
            rules::OBSOLETE_KEYWORD,
            place,
            format!("{} was retired and is no longer used.", keyword.as_str()),
            "Switch it off in the server. TURN lets whoever asks take the queue; VERB and ONEX \
             were never specified.",
        );
    }
}

/// Extensions that need each other, or need TLS.
fn together(dialog: &mut Dialog<'_, '_>, offer: &Offer, answer: &Answer<'_>) {
    let line_of = |keyword: &str| {
        let named = |line: &&Line<'_>| {
            let text = line.text.get(4..).unwrap_or_default().trim_ascii();
            let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
            word.eq_ignore_ascii_case(keyword.as_bytes())
        };
        answer.lines.iter().skip(1).find(named).map(|line| line.from(4))
    };
    let lacks = |keyword: &str, needed: &str| {
        if offer.offers(needed) { None } else { line_of(keyword) }
    };
    if let Some(place) = lacks("SMTPUTF8", "8BITMIME") {
        dialog.find(
            rules::SMTPUTF8_WITHOUT_8BITMIME,
            &place,
            "A server that offers SMTPUTF8 must offer 8BITMIME too, and this one does not.",
            "Switch 8BITMIME on as well; clients may not use SMTPUTF8 without it.",
        );
    }
    if let Some(place) = lacks("BINARYMIME", "CHUNKING") {
        dialog.find(
            rules::BINARYMIME_WITHOUT_CHUNKING,
            &place,
            "Binary content can be sent by BDAT only, and CHUNKING, which gives it, is missing.",
            "Offer CHUNKING as well, or drop BINARYMIME.",
        );
    }
    if let Some(place) = line_of("STARTTLS").filter(|_| dialog.tls == Tls::On) {
        dialog.find(
            rules::STARTTLS_OFFERED_IN_TLS,
            &place,
            "TLS is active, and STARTTLS may not be offered any more.",
            "Clients must not use it here. A TLS terminator in front of the server may be the \
             reason: tell the server that its connections are encrypted.",
        );
    }
    if let Some(place) = line_of("REQUIRETLS").filter(|_| dialog.tls != Tls::On) {
        let known = dialog.tls == Tls::Off;
        let severity = if known { Severity::Error } else { Severity::Note };
        dialog.find_as(
            rules::REQUIRETLS_OFFERED_WITHOUT_TLS,
            severity,
            &place,
            if known {
                "REQUIRETLS may be offered only inside TLS, and there is none."
            } else {
                "REQUIRETLS may be offered only inside TLS; the transcript does not show whether \
                 it was active."
            },
            "Offer it in the EHLO reply that follows STARTTLS, not before.",
        );
    }
}

fn lmtp(dialog: &mut Dialog<'_, '_>, offer: &Offer, answer: &Answer<'_>) {
    let required = ["PIPELINING", "ENHANCEDSTATUSCODES"];
    let missing: Vec<_> = required.into_iter().filter(|keyword| !offer.offers(keyword)).collect();
    let Some(line) = answer.line(0).filter(|_| !missing.is_empty()) else { return };
    dialog.find(
        rules::LMTP_EXTENSIONS_MISSING,
        &line.whole(),
        format!("An LMTP server must offer {}.", missing.join(" and ")),
        "Clients cope without; the server should be completed.",
    );
}

//! AUTH: what is offered, sent, asked and answered. No response is ever quoted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use smtpwire::Verb;
use smtpwire::types::auth::{Mechanism, SaslResponse};

use super::answer::Answer;
use super::dialog::{Asked, Dialog, Sent, Tls};
use super::line::Line;
use super::report::Place;
use super::{Severity, limits, refusals, rules};
use crate::registry::{Speaker, mechanism};
use crate::transcript::Format;

/// An authentication that is under way.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub(super) struct Login<'t> {
    /// In upper case; empty when it could not be read.
    mechanism: String,
    auth: Place<'t>,
    initial_response: bool,
    /// The server's challenge waits for a response.
    challenged: bool,
    challenges: usize,
    /// The credentials were complained about.
    exposed: bool,
    cancelled: bool,
}

/// Looks at a command before it counts as sent.
pub(super) fn command<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    if sent.verb != Verb::Auth {
        dialog.login = None;
        return;
    }
    let mut words = sent.line.text.split(|octet| *octet == b' ').filter(|word| !word.is_empty());
    let name = words.nth(1).unwrap_or_default();
    let response = words.next();
    let name = std::str::from_utf8(name).ok().and_then(Mechanism::parse);
    let name = name.map(|name| name.as_str().to_ascii_uppercase()).unwrap_or_default();
    if let Some(response) = response {
        learn(dialog, response);
    }
    let start = sent.line.text.len() - response.map_or(0, <[u8]>::len);
    dialog.login = Some(Login {
        mechanism: name.clone(),
        auth: sent.line.whole(),
        initial_response: response.is_some(),
        challenged: false,
        challenges: 0,
        exposed: false,
        cancelled: false,
    });
    listed(dialog, sent.line, &name);
    strength(dialog, sent.line, &name);
    if response.is_none() {
        return;
    }
    if mechanism(&name).is_some_and(|known| known.first == Speaker::Server) {
        let tolerated = name == "LOGIN";
        dialog.find_as(
            rules::INITIAL_RESPONSE_NOT_ALLOWED,
            if tolerated { Severity::Warning } else { Severity::Error },
            &sent.line.from(start),
            if tolerated {
                "In LOGIN the server asks first; a user name behind AUTH is something that some \
                 servers take and others ignore or refuse."
            } else {
                "In this mechanism the server speaks first, so there is nothing to respond to yet."
            },
            "Send AUTH and the mechanism alone, and wait for the server's 334.",
        );
    }
    exposes(dialog, &sent.line.from(start));
}

/// The mechanism's name for a message: only one that is known, as what stands there may be a
/// password that went out of turn.
fn shown(name: &str) -> &str {
    if mechanism(name).is_some() { name } else { "this mechanism" }
}

fn listed(dialog: &mut Dialog<'_, '_>, line: Line<'_>, name: &str) {
    let Some(offer) = &dialog.offer else { return };
    if !offer.offers("AUTH") {
        let starttls = offer.offers("STARTTLS");
        dialog.find(
            rules::AUTH_NOT_OFFERED,
            &line.word(0),
            "The server's EHLO reply does not list AUTH, so there is no login to be had here.",
            if starttls {
                "Say STARTTLS and EHLO first: most servers offer AUTH only inside TLS."
            } else {
                "Use the submission port, 465 or 587. Port 25 is for mail between servers and \
                 needs no login."
            },
        );
    } else if !name.is_empty() && !offer.lists(name) {
        let known = |name: &&str| mechanism(name).is_some();
        let listed: Vec<_> = offer.mechanisms().into_iter().filter(known).collect();
        let message = if listed.is_empty() {
            format!("The server does not list {}.", shown(name))
        } else {
            format!("The server does not list {}; it takes {}.", shown(name), listed.join(", "))
        };
        dialog.find(
            rules::MECHANISM_NOT_OFFERED,
            &line.word(5),
            message,
            "Choose from the list of the last EHLO reply: inside TLS it is often another one than \
             before.",
        );
    }
}

fn strength(dialog: &mut Dialog<'_, '_>, line: Line<'_>, name: &str) {
    if matches!(name, "CRAM-MD5" | "DIGEST-MD5" | "NTLM") {
        dialog.find(
            rules::WEAK_MECHANISM,
            &line.word(5),
            format!(
                "Whoever listens to a {name} exchange can try passwords against it at leisure, and \
                 most are found."
            ),
            "Use PLAIN inside TLS, or SCRAM-SHA-256.",
        );
    }
}

/// A credential goes over the wire here.
fn exposes(dialog: &mut Dialog<'_, '_>, place: &Place<'_>) {
    let Some(login) = &mut dialog.login else { return };
    let secret = mechanism(&login.mechanism).is_some_and(|known| known.sends_secret);
    if !secret || login.exposed || dialog.tls == Tls::On {
        return;
    }
    login.exposed = true;
    let off = dialog.tls == Tls::Off;
    // These forms never show TLS that is there from the start, so its absence says little; had the
    // server offered STARTTLS, it would be known to be off.
    let mute = !matches!(dialog.format, Format::Swaks | Format::Curl | Format::Nodemailer);
    let severity = match (off, mute) {
        (true, _) => Severity::Error,
        (false, false) => Severity::Warning,
        (false, true) => Severity::Note,
    };
    dialog.find_as(
        rules::CREDENTIALS_IN_PLAINTEXT,
        severity,
        place,
        if off {
            "TLS is not active, and base64 hides nothing: everyone on the way can read this \
             credential."
        } else {
            "The transcript does not show that TLS was active here. Without it everyone on the \
             way can read this credential."
        },
        if off {
            "Change the password. Let the client require TLS: STARTTLS on port 587, or port 465."
        } else {
            "Make sure that it was (port 465, or a STARTTLS that the transcript leaves out)."
        },
    );
}

/// Whether the client's next line answers a challenge.
pub(super) fn awaits_response(dialog: &Dialog<'_, '_>) -> bool {
    dialog.login.as_ref().is_some_and(|login| login.challenged)
}

/// What was challenged before lines were left out is not known any more.
pub(super) fn elided(login: &mut Option<Login<'_>>) {
    if let Some(login) = login {
        login.challenged = false;
    }
}

/// The client's answer to a challenge.
pub(super) fn response<'t>(dialog: &mut Dialog<'_, 't>, line: Line<'t>) {
    let Some(login) = &mut dialog.login else { return };
    login.challenged = false;
    let text = line.text.trim_ascii_end();
    limits::auth_line(dialog, line);
    if text == b"*" {
        if let Some(login) = &mut dialog.login {
            login.cancelled = true;
        }
        dialog.find(
            rules::AUTH_CANCELLED,
            &line.whole(),
            "The client gives this login up with an asterisk; the server answers 501.",
            "Look at the challenge before it: the client could not or would not answer it.",
        );
    } else {
        learn(dialog, text);
        let parsed = std::str::from_utf8(text).ok().and_then(SaslResponse::parse);
        if parsed.is_none() && !looks_masked(text) {
            bad_response(dialog, &line.whole());
        }
        if !text.is_empty() {
            exposes(dialog, &line.whole());
        }
    }
    dialog.pending.push_back(Asked::Response(line));
}

/// A response that is not base64.
pub(super) fn bad_response(dialog: &mut Dialog<'_, '_>, place: &Place<'_>) {
    dialog.find(
        rules::BAD_RESPONSE,
        place,
        "A SASL response is base64 in one line, padded with = to a multiple of four.",
        "Encode the response, without line breaks. The server answers 501.",
    );
}

/// Whether someone has put a placeholder where a credential was.
pub(super) fn looks_masked(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text.get(..256).unwrap_or(text)).to_ascii_lowercase();
    let marks = ["*", "<", "[", "...", "…", "/*", "xxxx", "secret", "hidden", "redact", "mask"];
    marks.iter().any(|mark| text.contains(mark))
}

/// Keeps a response and its parts, so that they are not shown when the server repeats them.
fn learn(dialog: &mut Dialog<'_, '_>, response: &[u8]) {
    if response.len() > 16 * 1024 {
        return;
    }
    dialog.secrets.insert(response.to_vec());
    for part in STANDARD.decode(response).unwrap_or_default().split(|octet| *octet <= b' ') {
        if !part.is_empty() {
            dialog.secrets.insert(part.to_vec());
        }
    }
}

/// The server's 334.
pub(super) fn challenge<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    let Some(line) = answer.line(0) else { return };
    if dialog.login.is_none() {
        // Part of an exchange whose AUTH is not shown.
        dialog.login = Some(Login {
            mechanism: String::new(),
            auth: asked.place(),
            initial_response: false,
            challenged: false,
            challenges: 0,
            exposed: false,
            cancelled: false,
        });
    }
    let Some(login) = &mut dialog.login else { return };
    login.challenged = true;
    login.challenges += 1;
    dialog.login_due = true;
    if line.text.len() == 3 {
        dialog.find(
            rules::BARE_334,
            &line.whole(),
            "An empty challenge is 334 and a space; here the space is missing.",
            "Clients that cut off four octets fail on it. The server must send the space.",
        );
        return;
    }
    let text = answer.text().trim_ascii_end();
    let words = std::str::from_utf8(text).ok();
    if words.and_then(SaslResponse::parse).is_none() {
        if !looks_masked(text) {
            dialog.find(
                rules::BAD_CHALLENGE,
                &line.from(4),
                "Behind 334 stands the challenge in base64, and this is none.",
                "Clients break the login off here. The server must encode its prompt.",
            );
        }
        return;
    }
    let challenge = STANDARD.decode(text).unwrap_or_default();
    match login.mechanism.as_str() {
        "LOGIN" => login_prompt(dialog, line, &challenge),
        "XOAUTH2" | "OAUTHBEARER" => token_refused(dialog, line, &challenge),
        _ => {}
    }
}

fn login_prompt(dialog: &mut Dialog<'_, '_>, line: Line<'_>, prompt: &[u8]) {
    let Some(login) = &dialog.login else { return };
    let starts =
        |word: &[u8]| prompt.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if login.initial_response && login.challenges == 1 && starts(b"user") {
        let place = login.auth.clone();
        dialog.find(
            rules::LOGIN_INITIAL_RESPONSE_IGNORED,
            &line.from(4),
            format!(
                "The user name came with AUTH in line {}, and the server asks for it once more.",
                place.entry.line
            ),
            "The client must answer with the user name again. One that sends the password here \
             shows it where a name is expected, and the login fails.",
        );
        return;
    }
    let asked_before = login.challenges + usize::from(login.initial_response);
    let usual: &[u8] = if asked_before <= 1 { b"Username:" } else { b"Password:" };
    if prompt != usual && asked_before <= 2 {
        dialog.find(
            rules::LOGIN_PROMPT_UNUSUAL,
            &line.from(4),
            "LOGIN's prompts are usually Username: and Password:, and this is another.",
            "Clients should count the prompts and not read them; one that reads them fails here.",
        );
    }
}

/// The JSON with which a server tells why it does not take a token.
fn token_refused(dialog: &mut Dialog<'_, '_>, line: Line<'_>, challenge: &[u8]) {
    let text = String::from_utf8_lossy(challenge);
    let Some((_, rest)) = text.split_once("\"status\"") else { return };
    let rest = rest.trim_start_matches([' ', ':', '"']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    let status = rest.get(..end.min(32)).unwrap_or_default();
    if status.is_empty() || dialog.secrets.contains(status.as_bytes()) {
        return;
    }
    let meaning = match status {
        "400" => "the request is malformed or the token is not what the server expects",
        "401" | "invalid_token" => "the token is expired, revoked, or meant for something else",
        "403" | "insufficient_scope" => "the token does not allow sending mail",
        _ => "the server does not take the token",
    };
    dialog.find(
        rules::XOAUTH2_ERROR,
        &line.from(4),
        format!("The challenge holds an error message with status {status}: {meaning}."),
        "Fetch a new access token, with the scope for SMTP and for the very mailbox that logs in. \
         The client answers this challenge with an empty line, then the server refuses.",
    );
}

/// Looks at the reply that ends an exchange.
pub(super) fn reply<'t>(dialog: &mut Dialog<'_, 't>, asked: &Asked<'t>, answer: &Answer<'t>) {
    if asked.verb() != Some(Verb::Auth) {
        return;
    }
    if answer.is_done() {
        dialog.authenticated = Some(true);
        dialog.login = None;
        return;
    }
    let Some(login) = &dialog.login else { return };
    if login.cancelled || answer.is_positive() {
        return;
    }
    dialog.failed_logins += 1;
    if dialog.failed_logins > 1 {
        let Some(place) = answer.place() else { return };
        dialog.find(
            rules::AUTH_FAILED_AGAIN,
            &place,
            format!("This is refused login number {} of the session.", dialog.failed_logins),
            "Stop trying: servers lock the account or the address. Check user name, password (many \
             providers want one made for the application) and mechanism.",
        );
    }
}

/// Whether a reply that nothing asked for answers a login whose lines the tool keeps to itself;
/// then it is dealt with.
pub(super) fn answers_unseen<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) -> bool {
    let fits = matches!(answer.code(), 235 | 334 | 432 | 454 | 534 | 535 | 538);
    let offered = dialog.offer.as_ref().is_some_and(|offer| offer.offers("AUTH"));
    if !fits || !offered || !dialog.login_due || dialog.authenticated == Some(true) {
        return false;
    }
    let Some(place) = answer.place() else { return false };
    if !dialog.has_said(rules::LOGIN_NOT_SHOWN) {
        dialog.find(
            rules::LOGIN_NOT_SHOWN,
            &place,
            "This answers a login, and the client's lines of it are not shown: the tool leaves \
             them out to keep the password out of the log.",
            "Nothing need be done. JavaMail shows them with mail.debug.auth set; the password is \
             in the log then.",
        );
    }
    // The responses are left out as well, so that the next line is a command again.
    dialog.login = None;
    if answer.is_done() {
        dialog.authenticated = Some(true);
        dialog.login_due = false;
    } else if !answer.is_positive() {
        refusals::explain_as(dialog, rules::AUTH_FAILED, answer);
    }
    true
}

/// Whether a refusal is but the answer to the client's asterisk.
pub(super) fn answers_cancel(dialog: &Dialog<'_, '_>, answer: &Answer<'_>) -> bool {
    answer.code() == 501 && dialog.login.as_ref().is_some_and(|login| login.cancelled)
}

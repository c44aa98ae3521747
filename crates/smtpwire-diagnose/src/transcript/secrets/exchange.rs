//! Follows one session and says which octets of its lines are secret.

use std::ops::Range;

use super::credentials::{Asked, decode};
use super::line::{
    begins_like_a_command, command_secrets, initial_response, is_auth, is_mistyped_auth, trim,
    url_secrets,
};
use crate::transcript::model::Side;
use crate::transcript::shape::{
    has_verb, is_base64, is_base64_octet, is_command, mentions, reply_code, reply_continues,
    split_word, starts_ignoring_case,
};

/// Where an authentication stands: facts that are each true or not by themselves.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Exchange {
    /// The side that asked with a 334 in the last line but content.
    challenger: Option<Side>,
    /// AUTH was said, and no final reply came since.
    authenticating: bool,
    /// It is one of SCRAM's, whose challenges let a password be guessed at offline.
    scram: bool,
    /// AUTH was said, and no other command since: what the client sends may be a password that
    /// came too late.
    aftermath: bool,
    /// What the last challenge asked for.
    asked: Asked,
    /// What the client sends is content.
    content: bool,
}

impl Exchange {
    /// The secret octets of the session's next line.
    pub(super) fn secrets(&mut self, side: Side, text: &[u8]) -> Vec<Range<usize>> {
        let code = reply_code(text);
        if side == Side::Server && code.is_some() {
            return self.reply(side, text, code);
        }
        if side == Side::Client && self.content {
            self.content = text != b"." && !has_verb(text, "BDAT");
            // BDAT's end is not seen, so a command may follow.
            if self.content && !is_auth(text) {
                return Vec::new();
            }
        }
        let secrets = self.said(side, text);
        if code.is_some() {
            // After ATRN the client answers.
            let _ = self.reply(side, text, code);
        } else {
            self.challenger = None;
        }
        secrets
    }

    /// What the client sends next, as far as the server asked for it.
    pub(super) fn asked(&self) -> Asked {
        self.asked
    }

    /// Another command was said, so that what follows is no late password.
    pub(super) fn ends(&mut self) {
        self.aftermath = false;
    }

    /// Whether a line that is no command may be a password.
    pub(super) fn expects_a_secret(&self) -> bool {
        !self.content && (self.aftermath || self.challenger.is_some())
    }

    fn reply(&mut self, side: Side, text: &[u8], code: Option<u16>) -> Vec<Range<usize>> {
        self.challenger = (code == Some(334)).then_some(side);
        self.authenticating &= code == Some(334) || reply_continues(text);
        self.content = code == Some(354);
        self.asked = match code.filter(|code| *code == 334) {
            Some(_) => Asked::by(text.get(4..).unwrap_or(&[])),
            None => Asked::Anything,
        };
        if self.scram && self.authenticating && side == Side::Server && code == Some(334) {
            return scram_challenge(text).into_iter().collect();
        }
        Vec::new()
    }

    /// A line that is no reply.
    fn said(&mut self, side: Side, text: &[u8]) -> Vec<Range<usize>> {
        if is_auth(text) {
            self.authenticating = true;
            self.scram = starts_ignoring_case(split_word(text).1.trim_ascii(), b"SCRAM-");
            self.aftermath = true;
            self.asked = Asked::Anything;
            return initial_response(text).into_iter().collect();
        }
        if has_verb(text, "BURL") {
            self.content = false;
            self.aftermath = false;
            return url_secrets(text);
        }
        let trimmed = trim(text);
        let word = text.get(trimmed.clone()).unwrap_or(&[]);
        if word.is_empty() || word == b"*" || word == b"=" {
            return Vec::new();
        }
        let answers = self.challenger.is_some_and(|challenger| challenger != side);
        let command = is_command(word);
        if answers && !command {
            return vec![trimmed];
        }
        if has_verb(text, "BDAT") {
            self.content = true;
            self.aftermath = false;
            return Vec::new();
        }
        if side == Side::Server {
            return Vec::new();
        }
        if command {
            self.aftermath = false;
            return url_secrets(text);
        }
        // The order may be broken, or the protocol another one that shares SASL.
        let blob = is_base64(word) && (self.authenticating || looks_encoded(word));
        let blob = blob || (self.authenticating && !word.contains(&b' '));
        if blob || is_sasl_message(word) {
            return vec![trimmed];
        }
        let mistyped = is_mistyped_auth(word);
        if self.expects_a_secret() && !mistyped && !begins_like_a_command(word) {
            return vec![trimmed];
        }
        self.aftermath = mistyped;
        command_secrets(text)
    }
}

/// What SCRAM's server says in a 334: salt, iterations and nonce, or its signature. That something
/// is wrong (`e=`) is no secret.
fn scram_challenge(text: &[u8]) -> Option<Range<usize>> {
    let whole = trim(text);
    let start = whole.start.max(4);
    let challenge = text.get(start..whole.end)?.trim_ascii_start();
    let is_error = decode(challenge).is_some_and(|message| message.starts_with(b"e="));
    (!challenge.is_empty() && !is_error).then(|| whole.end - challenge.len()..whole.end)
}

/// Whether a word is base64 that no one would write as a word: long, and with an upper-case
/// letter, a lower-case letter and a length or padding that fit.
fn looks_encoded(word: &[u8]) -> bool {
    word.len() >= 12
        && word.len().is_multiple_of(4)
        && word.iter().any(u8::is_ascii_uppercase)
        && word.iter().any(u8::is_ascii_lowercase)
        && !word.contains(&b'-')
}

/// Messages of SASL that are written out: `<NUL>user<NUL>password`, SCRAM's `c=…,p=…`.
fn is_sasl_message(word: &[u8]) -> bool {
    starts_ignoring_case(word, b"<NUL>")
        || (mentions(word, "<nul>") && !word.contains(&b' '))
        || word.contains(&0)
        || (word.starts_with(b"c=") && memchr::memmem::find(word, b",p=").is_some())
}

/// The response in `AUTH mechanism response` at the start of a text that may be anything.
///
/// Prose and capabilities (`AUTH LOGIN PLAIN`) have no response; it must look like base64 and not
/// like a mechanism's name.
pub(super) fn pasted_response(text: &[u8]) -> Option<Range<usize>> {
    let rest = text.get(..4).filter(|verb| verb.eq_ignore_ascii_case(b"AUTH"))?;
    let mut at = rest.len();
    for part in 0..2 {
        let blanks = text.get(at..)?.iter().take(8).take_while(|octet| **octet == b' ').count();
        if blanks == 0 {
            return None;
        }
        at += blanks;
        if part == 0 {
            let name = text.get(at..)?.iter().take(32).take_while(|o| is_mechanism_octet(**o));
            at += name.count();
        }
    }
    let length = text.get(at..)?.iter().take_while(|octet| is_base64_octet(**octet)).count();
    let response = text.get(at..at + length)?;
    let is_name =
        response.iter().all(|octet| is_mechanism_octet(*octet) && !octet.is_ascii_lowercase());
    (length >= 8 && !is_name).then_some(at..at + length)
}

fn is_mechanism_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_'
}

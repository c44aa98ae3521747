//! The order of commands, as one table (RFC 5321 section 4.1.4 and the extensions).
//!
//! The server enforces it, the client consults it, and the dialog checker reads it. Nothing here
//! knows a connection or a role: a [`Phase`] and a [`Verb`] go in, an [`Answer`] comes out. What is
//! true beside the phase (TLS, authentication, LMTP, the kind of body) stands in [`Standing`].

use crate::types::code::{Code, EnhancedCode};
use crate::types::command::Verb;

/// Where a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Greeted by the server with 220; no EHLO yet (also right after TLS came up).
    #[default]
    Greeted,
    /// The server's greeting refused service (554, 521): only QUIT is left.
    Refused,
    /// EHLO, HELO or LHLO was accepted; no transaction.
    Ready,
    /// MAIL was accepted, no recipient yet.
    Mail,
    /// At least one recipient was accepted.
    Rcpt,
    /// DATA was answered 354: content, not commands, until the end mark.
    Data,
    /// Inside a sequence of BDAT chunks or BURLs, the last not seen.
    Bdat,
}

impl Phase {
    /// Every phase, in the order of the declaration.
    pub const ALL: [Self; 7] =
        [Self::Greeted, Self::Refused, Self::Ready, Self::Mail, Self::Rcpt, Self::Data, Self::Bdat];
}

/// What holds beside the phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub struct Standing {
    /// The protocol is LMTP: LHLO greets, EHLO and HELO do not.
    pub lmtp: bool,
    /// TLS protects the session.
    pub tls: bool,
    /// The client has authenticated.
    pub authenticated: bool,
    /// The transaction declared BODY=BINARYMIME.
    pub binary: bool,
}

/// What the order says about a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may be said. If it is accepted, this is the phase that follows; if it is refused, the
    /// phase stays.
    Allowed(Phase),
    /// It is out of order, and this is the reply. The phase stays.
    Refused(Code, EnhancedCode),
    /// There are no commands in this phase: what arrives is content.
    Content,
}

use Phase::{Bdat, Data, Greeted, Mail, Rcpt, Ready, Refused};

const BAD_SEQUENCE: Answer = Answer::Refused(Code::known(503), EnhancedCode::known(5, 5, 1));
const UNRECOGNIZED: Answer = Answer::Refused(Code::known(500), EnhancedCode::known(5, 5, 1));
const LOGIN_REQUIRED: Answer = Answer::Refused(Code::known(530), EnhancedCode::known(5, 7, 0));

/// One row: a verb, and what each phase says to it. `None` is 503.
type Row = (Verb, [Option<Phase>; 5]);

/// The table. Columns: Greeted, Ready, Mail, Rcpt, Bdat. In the phase Data there are no commands;
/// in the phase Refused only QUIT is heard.
///
/// DATA leads to Data and BDAT to Bdat; the end of the content leads back to Ready
/// ([`after_content`]). STARTTLS and XCLIENT start the session anew.
#[rustfmt::skip]
const TABLE: [Row; 20] = [
    //               Greeted        Ready          Mail           Rcpt           Bdat
    (Verb::Ehlo,     [Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready)]),
    (Verb::Helo,     [Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready)]),
    (Verb::Lhlo,     [Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready)]),
    (Verb::StartTls, [None,          Some(Greeted), None,          None,          None]),
    (Verb::Auth,     [None,          Some(Ready),   None,          None,          None]),
    (Verb::Mail,     [None,          Some(Mail),    None,          None,          None]),
    (Verb::Rcpt,     [None,          None,          Some(Rcpt),    Some(Rcpt),    None]),
    (Verb::Data,     [None,          None,          None,          Some(Data),    None]),
    (Verb::Bdat,     [None,          None,          None,          Some(Bdat),    Some(Bdat)]),
    (Verb::Burl,     [None,          None,          None,          Some(Bdat),    Some(Bdat)]),
    (Verb::Rset,     [Some(Greeted), Some(Ready),   Some(Ready),   Some(Ready),   Some(Ready)]),
    (Verb::Noop,     [Some(Greeted), Some(Ready),   Some(Mail),    Some(Rcpt),    Some(Bdat)]),
    (Verb::Help,     [Some(Greeted), Some(Ready),   Some(Mail),    Some(Rcpt),    Some(Bdat)]),
    (Verb::Vrfy,     [Some(Greeted), Some(Ready),   Some(Mail),    Some(Rcpt),    Some(Bdat)]),
    (Verb::Expn,     [Some(Greeted), Some(Ready),   Some(Mail),    Some(Rcpt),    Some(Bdat)]),
    (Verb::Quit,     [Some(Greeted), Some(Ready),   Some(Mail),    Some(Rcpt),    Some(Bdat)]),
    (Verb::Etrn,     [None,          Some(Ready),   None,          None,          None]),
    (Verb::Atrn,     [None,          Some(Ready),   None,          None,          None]),
    (Verb::XClient,  [Some(Greeted), Some(Greeted), None,          None,          None]),
    (Verb::XForward, [None,          Some(Ready),   None,          None,          None]),
];

/// What the order of commands says to a verb in a phase.
///
/// ```
/// use smtpwire::flow::order::{Answer, Phase, Standing, answer};
/// use smtpwire::Verb;
/// let plain = Standing::default();
/// assert_eq!(answer(Phase::Ready, Verb::Mail, plain), Answer::Allowed(Phase::Mail));
/// assert!(matches!(answer(Phase::Ready, Verb::Rcpt, plain), Answer::Refused(..)));
/// ```
pub fn answer(phase: Phase, verb: Verb, standing: Standing) -> Answer {
    if phase == Data {
        return Answer::Content;
    }
    if phase == Refused {
        // RFC 5321 section 3.1: every command but QUIT is answered 503 then.
        return if verb == Verb::Quit { Answer::Allowed(Refused) } else { BAD_SEQUENCE };
    }
    match verb {
        // RFC 2033 section 4.1: LMTP knows no EHLO and HELO, and SMTP no LHLO.
        Verb::Ehlo | Verb::Helo if standing.lmtp => return UNRECOGNIZED,
        Verb::Lhlo if !standing.lmtp => return UNRECOGNIZED,
        Verb::Unknown => return UNRECOGNIZED,
        // RFC 3207 section 4.2, RFC 4954 section 4.
        Verb::StartTls if standing.tls => return BAD_SEQUENCE,
        Verb::Auth if standing.authenticated => return BAD_SEQUENCE,
        // RFC 2645 section 5.2.1, RFC 4468 section 3.3.
        Verb::Atrn | Verb::Burl if !standing.authenticated && allowed(phase, verb).is_some() => {
            return LOGIN_REQUIRED;
        }
        // RFC 3030 section 3: binary content can't be sent in lines.
        Verb::Data if standing.binary => return BAD_SEQUENCE,
        _ => {}
    }
    allowed(phase, verb).map_or(BAD_SEQUENCE, Answer::Allowed)
}

fn allowed(phase: Phase, verb: Verb) -> Option<Phase> {
    let (_, row) = TABLE.iter().find(|(of, _)| *of == verb)?;
    let [greeted, ready, mail, rcpt, bdat] = *row;
    match phase {
        Greeted => greeted,
        Ready => ready,
        Mail => mail,
        Rcpt => rcpt,
        Bdat => bdat,
        Refused | Data => None,
    }
}

/// The phase after the final reply to a message's content, whatever that reply was
/// (RFC 5321 section 4.1.1.4).
pub const fn after_content() -> Phase {
    Ready
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Standing =
        Standing { lmtp: false, tls: false, authenticated: false, binary: false };

    fn says(phase: Phase, verb: Verb) -> Option<u16> {
        match answer(phase, verb, PLAIN) {
            Answer::Refused(code, _) => Some(code.get()),
            Answer::Allowed(_) | Answer::Content => None,
        }
    }

    #[test]
    fn each_verb_has_one_row() {
        for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Unknown) {
            assert_eq!(TABLE.iter().filter(|(of, _)| *of == verb).count(), 1, "{verb}");
        }
    }

    // R-CORE-022, R-CORE-024, R-ORDER-007, R-ORDER-009, R-ORDER-011, R-PIPE-009
    #[test]
    fn a_transaction_is_mail_then_rcpt_then_data() {
        assert_eq!(says(Phase::Ready, Verb::Rcpt), Some(503));
        assert_eq!(says(Phase::Ready, Verb::Data), Some(503));
        assert_eq!(says(Phase::Mail, Verb::Data), Some(503));
        assert_eq!(says(Phase::Mail, Verb::Mail), Some(503));
        assert_eq!(says(Phase::Rcpt, Verb::Data), None);
        assert_eq!(answer(Phase::Mail, Verb::Rcpt, PLAIN), Answer::Allowed(Phase::Rcpt));
        assert_eq!(answer(Phase::Rcpt, Verb::Data, PLAIN), Answer::Allowed(Phase::Data));
    }

    // R-CMD-004, R-ORDER-001, R-POSTB-005
    #[test]
    fn no_transaction_begins_before_the_greeting() {
        assert_eq!(says(Phase::Greeted, Verb::Mail), Some(503));
        assert_eq!(says(Phase::Greeted, Verb::Ehlo), None);
    }

    // R-ORDER-002, R-ORDER-015
    #[test]
    fn housekeeping_is_allowed_at_any_time_and_changes_nothing() {
        for phase in [Phase::Greeted, Phase::Ready, Phase::Mail, Phase::Rcpt, Phase::Bdat] {
            for verb in [Verb::Noop, Verb::Help, Verb::Vrfy, Verb::Expn, Verb::Quit] {
                assert_eq!(answer(phase, verb, PLAIN), Answer::Allowed(phase), "{phase:?} {verb}");
            }
        }
    }

    // R-ORDER-003, R-CMD-022, R-CMD-023
    #[test]
    fn ehlo_and_rset_end_a_transaction() {
        for phase in [Phase::Mail, Phase::Rcpt, Phase::Bdat] {
            assert_eq!(answer(phase, Verb::Ehlo, PLAIN), Answer::Allowed(Phase::Ready));
            assert_eq!(answer(phase, Verb::Rset, PLAIN), Answer::Allowed(Phase::Ready));
        }
        assert_eq!(answer(Phase::Greeted, Verb::Rset, PLAIN), Answer::Allowed(Phase::Greeted));
    }

    // R-CORE-017
    #[test]
    fn after_a_554_greeting_only_quit_is_heard() {
        for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Quit) {
            assert_eq!(says(Phase::Refused, verb), Some(503), "{verb}");
        }
        assert_eq!(says(Phase::Refused, Verb::Quit), None);
    }

    // R-BDAT-003, R-BDAT-004, R-BDAT-014
    #[test]
    fn data_and_bdat_do_not_mix() {
        assert_eq!(says(Phase::Bdat, Verb::Data), Some(503));
        assert_eq!(says(Phase::Bdat, Verb::Rcpt), Some(503));
        assert_eq!(says(Phase::Ready, Verb::Bdat), Some(503));
        let binary = Standing { binary: true, ..PLAIN };
        assert_eq!(answer(Phase::Rcpt, Verb::Data, binary), BAD_SEQUENCE);
        assert_eq!(answer(Phase::Rcpt, Verb::Bdat, binary), Answer::Allowed(Phase::Bdat));
    }

    // R-TLS-008, R-TLS-011, R-TLS-012
    #[test]
    fn starttls_begins_anew_and_is_not_repeated() {
        assert_eq!(answer(Phase::Ready, Verb::StartTls, PLAIN), Answer::Allowed(Phase::Greeted));
        let tls = Standing { tls: true, ..PLAIN };
        assert_eq!(answer(Phase::Ready, Verb::StartTls, tls), BAD_SEQUENCE);
        assert_eq!(says(Phase::Mail, Verb::StartTls), Some(503));
    }

    // R-AUTH-003, R-AUTH-004
    #[test]
    fn auth_comes_once_and_outside_a_transaction() {
        let authenticated = Standing { authenticated: true, ..PLAIN };
        assert_eq!(answer(Phase::Ready, Verb::Auth, authenticated), BAD_SEQUENCE);
        assert_eq!(says(Phase::Mail, Verb::Auth), Some(503));
        assert_eq!(says(Phase::Ready, Verb::Auth), None);
    }

    // R-LMTP-001
    #[test]
    fn lmtp_is_greeted_by_lhlo_alone() {
        let lmtp = Standing { lmtp: true, ..PLAIN };
        assert_eq!(answer(Phase::Greeted, Verb::Lhlo, lmtp), Answer::Allowed(Phase::Ready));
        assert_eq!(answer(Phase::Greeted, Verb::Ehlo, lmtp), UNRECOGNIZED);
        assert_eq!(says(Phase::Greeted, Verb::Lhlo), Some(500));
    }

    // R-ETRN-002, R-ATRN-001
    #[test]
    fn etrn_and_atrn_stand_outside_a_transaction() {
        assert_eq!(says(Phase::Mail, Verb::Etrn), Some(503));
        assert_eq!(says(Phase::Ready, Verb::Etrn), None);
        assert_eq!(says(Phase::Ready, Verb::Atrn), Some(530));
        assert_eq!(says(Phase::Mail, Verb::Atrn), Some(503));
    }

    #[test]
    fn content_is_never_read_as_commands() {
        for verb in Verb::ALL {
            assert_eq!(answer(Phase::Data, verb, PLAIN), Answer::Content);
        }
    }
}

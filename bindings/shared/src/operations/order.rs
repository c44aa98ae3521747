//! The order of commands.

use serde::Serialize;
use smtpwire::Verb;
use smtpwire::flow::order::{self, Answer, Standing};

use crate::config::Phase;
use crate::config::named::named;

/// What holds beside the phase.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    Lmtp,
    Tls,
    Authenticated,
    Binary,
}

named!(Fact { Lmtp = "lmtp", Tls = "tls", Authenticated = "authenticated", Binary = "binary", });

/// What the order says to a verb.
#[derive(Debug, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub(super) enum Said {
    /// It may be said; the phase that follows when it is accepted.
    Allowed { phase: Phase },
    /// It is out of order, and this is the reply.
    Refused { code: u16, enhanced: String },
    /// There are no commands in this phase.
    Content,
}

/// What a phase says to a verb.
pub(super) fn answer(phase: Phase, verb: Verb, facts: &[Fact]) -> Said {
    let mut standing = Standing::default();
    for fact in facts {
        *match fact {
            Fact::Lmtp => &mut standing.lmtp,
            Fact::Tls => &mut standing.tls,
            Fact::Authenticated => &mut standing.authenticated,
            Fact::Binary => &mut standing.binary,
        } = true;
    }
    match order::answer(phase.into(), verb, standing) {
        Answer::Allowed(next) => Said::Allowed { phase: next.into() },
        Answer::Refused(code, enhanced) => {
            Said::Refused { code: code.get(), enhanced: enhanced.to_string() }
        }
        Answer::Content => Said::Content,
    }
}

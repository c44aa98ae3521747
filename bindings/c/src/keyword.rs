//! The keywords of EHLO replies.

use smtpwire::Keyword;

use crate::choice::choice;
use crate::{smtpwire_status, smtpwire_str};

choice! {
    /// A keyword of an EHLO reply that is known here. Where a function takes one, it takes the number.
    smtpwire_keyword of Keyword {
        /// `SIZE` (RFC 1870).
        SMTPWIRE_KEYWORD_SIZE = 1 is Size,
        /// `8BITMIME` (RFC 6152).
        SMTPWIRE_KEYWORD_8BITMIME = 2 is EightBitMime,
        /// `PIPELINING` (RFC 2920).
        SMTPWIRE_KEYWORD_PIPELINING = 3 is Pipelining,
        /// `CHUNKING` (RFC 3030).
        SMTPWIRE_KEYWORD_CHUNKING = 4 is Chunking,
        /// `BINARYMIME` (RFC 3030).
        SMTPWIRE_KEYWORD_BINARYMIME = 5 is BinaryMime,
        /// `STARTTLS` (RFC 3207).
        SMTPWIRE_KEYWORD_STARTTLS = 6 is StartTls,
        /// `AUTH` (RFC 4954).
        SMTPWIRE_KEYWORD_AUTH = 7 is Auth,
        /// `ENHANCEDSTATUSCODES` (RFC 2034).
        SMTPWIRE_KEYWORD_ENHANCEDSTATUSCODES = 8 is EnhancedStatusCodes,
        /// `DSN` (RFC 3461).
        SMTPWIRE_KEYWORD_DSN = 9 is Dsn,
        /// `SMTPUTF8` (RFC 6531).
        SMTPWIRE_KEYWORD_SMTPUTF8 = 10 is SmtpUtf8,
        /// `UTF8SMTP` (RFC 5336, obsolete).
        SMTPWIRE_KEYWORD_UTF8SMTP = 11 is Utf8Smtp,
        /// `DELIVERBY` (RFC 2852).
        SMTPWIRE_KEYWORD_DELIVERBY = 12 is DeliverBy,
        /// `FUTURERELEASE` (RFC 4865).
        SMTPWIRE_KEYWORD_FUTURERELEASE = 13 is FutureRelease,
        /// `MT-PRIORITY` (RFC 6710).
        SMTPWIRE_KEYWORD_MT_PRIORITY = 14 is MtPriority,
        /// `REQUIRETLS` (RFC 8689).
        SMTPWIRE_KEYWORD_REQUIRETLS = 15 is RequireTls,
        /// `LIMITS` (RFC 9422).
        SMTPWIRE_KEYWORD_LIMITS = 16 is Limits,
        /// `RRVS` (RFC 7293).
        SMTPWIRE_KEYWORD_RRVS = 17 is Rrvs,
        /// `MTRK` (RFC 3885).
        SMTPWIRE_KEYWORD_MTRK = 18 is Mtrk,
        /// `BURL` (RFC 4468).
        SMTPWIRE_KEYWORD_BURL = 19 is Burl,
        /// `ETRN` (RFC 1985).
        SMTPWIRE_KEYWORD_ETRN = 20 is Etrn,
        /// `ATRN` (RFC 2645).
        SMTPWIRE_KEYWORD_ATRN = 21 is Atrn,
        /// `NO-SOLICITING` (RFC 3865).
        SMTPWIRE_KEYWORD_NO_SOLICITING = 22 is NoSoliciting,
        /// `CONPERM` (RFC 4141).
        SMTPWIRE_KEYWORD_CONPERM = 23 is ConPerm,
        /// `CONNEG` (RFC 4141).
        SMTPWIRE_KEYWORD_CONNEG = 24 is ConNeg,
        /// `CHECKPOINT` (RFC 1845).
        SMTPWIRE_KEYWORD_CHECKPOINT = 25 is Checkpoint,
        /// `SUBMITTER` (RFC 4405).
        SMTPWIRE_KEYWORD_SUBMITTER = 26 is Submitter,
        /// `EXPN`.
        SMTPWIRE_KEYWORD_EXPN = 27 is Expn,
        /// `VRFY`.
        SMTPWIRE_KEYWORD_VRFY = 28 is Vrfy,
        /// `HELP`.
        SMTPWIRE_KEYWORD_HELP = 29 is Help,
        /// `SEND`.
        SMTPWIRE_KEYWORD_SEND = 30 is Send,
        /// `SOML`.
        SMTPWIRE_KEYWORD_SOML = 31 is Soml,
        /// `SAML`.
        SMTPWIRE_KEYWORD_SAML = 32 is Saml,
        /// `TURN`.
        SMTPWIRE_KEYWORD_TURN = 33 is Turn,
        /// `VERB`.
        SMTPWIRE_KEYWORD_VERB = 34 is Verb,
        /// `ONEX`.
        SMTPWIRE_KEYWORD_ONEX = 35 is Onex,
        /// `XCLIENT`.
        SMTPWIRE_KEYWORD_XCLIENT = 36 is XClient,
        /// `XFORWARD`.
        SMTPWIRE_KEYWORD_XFORWARD = 37 is XForward,
        /// `XEXCH50`.
        SMTPWIRE_KEYWORD_XEXCH50 = 38 is XExch50,
        /// `X-EXPS`.
        SMTPWIRE_KEYWORD_X_EXPS = 39 is XExps,
        /// `X-ANONYMOUSTLS`.
        SMTPWIRE_KEYWORD_X_ANONYMOUSTLS = 40 is XAnonymousTls,
        /// `PRDR`.
        SMTPWIRE_KEYWORD_PRDR = 41 is Prdr,
        /// `WELLKNOWN`.
        SMTPWIRE_KEYWORD_WELLKNOWN = 42 is WellKnown,
        /// `LHLO`.
        SMTPWIRE_KEYWORD_LHLO = 43 is Lhlo,
    }
    otherwise
        /// None that is known here.
        SMTPWIRE_KEYWORD_OTHER = 0
}

/// In `smtpwire_capability`: the line is no keyword line at all, such as the `***` of a firewall.
pub const SMTPWIRE_KEYWORD_MALFORMED: u32 = 4_294_967_295_u32;

/// A keyword as it is written, in capitals; empty for a number that is none of the known ones. The text
/// lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_keyword_name(keyword: u32) -> smtpwire_str {
    smtpwire_str::of(smtpwire_keyword::read(keyword).map_or("", Keyword::as_str))
}

/// The keyword of this name, in any case; `SMTPWIRE_KEYWORD_OTHER` where it is none that is known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_keyword_of(name: smtpwire_str) -> smtpwire_keyword {
    // SAFETY: the caller's, as the header says.
    let name: Result<&str, smtpwire_status> = unsafe { name.read() };
    let known = name.ok().and_then(Keyword::parse);
    known.map_or(smtpwire_keyword::SMTPWIRE_KEYWORD_OTHER, smtpwire_keyword::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_have_the_numbers_of_their_order_from_1() {
        for (number, keyword) in (1..).zip(Keyword::ALL) {
            assert_eq!(smtpwire_keyword::read(number), Ok(keyword));
            assert_eq!(smtpwire_keyword::of(keyword) as u32, number);
        }
    }
}

//! What a host chooses before the first octet.

use crate::codec::reply::ReplyOptions;
use crate::codec::transparency::LineEnds;
use crate::flow::limits::{Limits, Protocol, Timeouts};

/// How a client behaves. The default is strict; each leniency has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent choice")]
#[non_exhaustive]
pub struct ClientConfig {
    /// SMTP, the default, or LMTP.
    pub protocol: Protocol,
    /// How much is held and taken.
    pub limits: Limits,
    /// How long each step may take.
    pub timeouts: Timeouts,
    /// What is forgiven in replies. Where its sizes and those of `limits` differ, the smaller
    /// counts.
    pub reply: ReplyOptions,
    /// Whether commands are sent in groups where the server offers PIPELINING; on. Some servers
    /// offer it and lose replies.
    pub pipelining: bool,
    /// Whether HELO is tried where EHLO is answered 500, 501, 502, 504 or 550; on (RFC 5321
    /// section 3.2). There is no such thing in LMTP.
    pub helo_fallback: bool,
    /// Whether nothing may be queued behind EHLO before it is answered, as long as there is no TLS;
    /// off. For a host that goes through STARTTLS as soon as that is offered: what waits behind EHLO
    /// would cross in the clear.
    pub ehlo_alone: bool,
    /// Whether TLS was there before the first octet, by the host's own doing, as on port 465 (RFC
    /// 8314 section 3.3); off.
    pub implicit_tls: bool,
    /// Whether the server has proven in that TLS who it is; off, for only the host can know. As long
    /// as it has not, no password is shown to it ([`SaslPolicy`](crate::sasl::SaslPolicy)). Nothing
    /// without `implicit_tls`: of STARTTLS it is said by
    /// [`tls_established`](super::Client::tls_established).
    pub verified: bool,
    /// Whether [`Client::auth_raw`](super::Client::auth_raw) may send credentials without TLS;
    /// off.
    pub plaintext_auth: bool,
    /// What becomes of a bare CR or LF in the content of DATA: it is refused, the default, or
    /// made CRLF. In BDAT, whose size is announced before the content, it is always refused.
    pub line_ends: LineEnds,
    /// Whether lines of more than 998 octets (RFC 5321 section 4.5.3.1.6) may be sent by DATA, up
    /// to the `content_line` of `limits`; off. BDAT carries them in any case.
    pub long_lines: bool,
    /// Whether octets above 127 may be sent though MAIL declared neither BODY=8BITMIME nor
    /// BODY=BINARYMIME nor SMTPUTF8; off (RFC 6152 section 3).
    pub undeclared_eight_bit: bool,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            protocol: Protocol::Smtp,
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            reply: ReplyOptions::default(),
            pipelining: true,
            helo_fallback: true,
            ehlo_alone: false,
            implicit_tls: false,
            verified: false,
            plaintext_auth: false,
            line_ends: LineEnds::Reject,
            long_lines: false,
            undeclared_eight_bit: false,
        }
    }
}

impl ClientConfig {
    /// The strict defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The strict defaults, for LMTP.
    pub fn lmtp() -> Self {
        Self { protocol: Protocol::Lmtp, ..Self::default() }
    }

    /// How replies are read, with the smaller of the sizes that are given twice.
    pub(super) fn reply_options(&self) -> ReplyOptions {
        let mut options = self.reply;
        options.max_line = options.max_line.min(self.limits.reply_line);
        options.max_lines = options.max_lines.min(self.limits.reply_lines);
        options
    }
}

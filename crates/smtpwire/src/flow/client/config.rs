//! What a host chooses before the first octet.

use crate::codec::reply::ReplyOptions;
use crate::codec::transparency::LineEnds;
use crate::flow::error::Error;
use crate::flow::limits::{Limits, Protocol, SHORTEST_REPLY, Timeouts, at_least, octets, wrong};

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

    /// Whether a client can work with what is configured. A connection takes it as it is; a host that
    /// checks first can say so to its operator.
    ///
    /// ```
    /// use smtpwire::ClientConfig;
    /// let mut config = ClientConfig::new();
    /// assert!(config.check().is_ok());
    /// config.limits.pending_commands = 0;
    /// let error = config.check().unwrap_err();
    /// assert!(error.detail().starts_with("limits.pending_commands: "));
    /// ```
    ///
    /// # Errors
    /// [`ErrorCode::InvalidValue`](crate::ErrorCode::InvalidValue), whose detail begins with the path of
    /// the field, as in `limits.reply_line: `, and says what is wrong with it.
    pub fn check(&self) -> Result<(), Error> {
        self.check_sizes()?;
        if self.verified && !self.implicit_tls {
            return Err(wrong(
                "verified: it is said of TLS that is there before the first octet, and there is none; \
                 of other TLS it is said when that is up",
            ));
        }
        Ok(())
    }

    /// Whether a client can work within its limits.
    pub(in crate::flow) fn check_sizes(&self) -> Result<(), Error> {
        self.limits.check_client()?;
        at_least(&[
            ("reply.max_line", octets(self.reply.max_line), SHORTEST_REPLY, "a reply has to fit"),
            ("reply.max_lines", octets(self.reply.max_lines), 1, "a reply has a line"),
        ])
    }

    /// How replies are read, with the smaller of the sizes that are given twice.
    pub(super) fn reply_options(&self) -> ReplyOptions {
        let mut options = self.reply;
        options.max_line = options.max_line.min(self.limits.reply_line);
        options.max_lines = options.max_lines.min(self.limits.reply_lines);
        options
    }
}

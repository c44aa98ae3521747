//! What a host chooses before the first octet.

use alloc::vec::Vec;

use crate::flow::client::ClientConfig;
use crate::flow::error::Error;
use crate::flow::limits::{below, wrong};
use crate::flow::sasl::{ChannelBinding, Credentials, SaslPolicy};
use crate::flow::server::names_twice;
use crate::types::domain::Host;

/// How TLS is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Security {
    /// STARTTLS must succeed before credentials or an envelope are sent. Where the server does not
    /// offer it or refuses it, nothing is sent and the session fails with
    /// [`TlsUnavailable`](crate::ErrorCode::TlsUnavailable). The default.
    #[default]
    Required,
    /// STARTTLS is used where it is offered and accepted; otherwise mail goes out in the clear.
    /// Whoever sits in between can take the offer away, so this protects from listeners only.
    Opportunistic,
    /// STARTTLS is not used.
    Disabled,
    /// The host's channel is TLS from the first octet, as on port 465 (RFC 8314 section 3.3): the
    /// greeting is read inside. Whether the server has proven who it is, is said by
    /// [`ClientConfig::verified`].
    Implicit,
}

/// How a mailer behaves.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailerConfig {
    /// How the connection below behaves: the protocol, limits, timeouts, pipelining, line ends. Its
    /// `implicit_tls` is set by `security`; whether the server is `verified` stays the host's to say.
    pub client: ClientConfig,
    /// Who the client says it is: the name in EHLO or LHLO (RFC 5321 section 4.1.4).
    pub name: Host<'static>,
    /// How TLS is used.
    pub security: Security,
    /// What the client logs in with, if it does: AUTH must succeed then before mail is sent.
    pub credentials: Option<Credentials>,
    /// What the client is willing to do to log in.
    pub sasl: SaslPolicy,
    /// The channel binding of the TLS that [`Security::Implicit`] means; that of STARTTLS is given
    /// to [`Mailer::tls_established`](super::Mailer::tls_established).
    pub channel_binding: Option<ChannelBinding>,
    /// Whether content travels by BDAT where the server offers CHUNKING; on. Binary content has no
    /// other way.
    pub chunking: bool,
    /// Whether the next message's envelope is sent behind the content of the one before, and QUIT behind
    /// that of the last, in one group (RFC 2920 section 3.1), where the server offers PIPELINING; on.
    /// LMTP's QUIT waits.
    pub overlap: bool,
    /// Whether RET, ENVID, NOTIFY and ORCPT are left out where the server does not offer DSN; off:
    /// a message that asks for notices is not sent without them unless this allows it.
    pub drop_unoffered_dsn: bool,
}

impl MailerConfig {
    /// A mailer of this name that requires STARTTLS and has no credentials.
    pub fn new(name: Host<'static>) -> Self {
        Self {
            client: ClientConfig::new(),
            name,
            security: Security::Required,
            credentials: None,
            sasl: SaslPolicy::default(),
            channel_binding: None,
            chunking: true,
            overlap: true,
            drop_unoffered_dsn: false,
        }
    }

    /// Whether a mailer can work with what is configured. A connection takes it as it is; a host that
    /// checks first can say so to its operator.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidValue`](crate::ErrorCode::InvalidValue), whose detail begins with the path of
    /// the field, as in `client.limits.reply_line: `, and says what is wrong with it.
    pub fn check(&self) -> Result<(), Error> {
        below("client", self.client.check_sizes())?;
        let implicit = self.security == Security::Implicit;
        Err(wrong(if self.client.implicit_tls && !implicit {
            "client.implicit_tls: a mailer's TLS that comes first is said by its security, implicit"
        } else if self.client.verified && !implicit {
            "client.verified: it is said of TLS that comes first, with the security implicit; of other \
             TLS it is said when that is up"
        } else if self.channel_binding.is_some() && !implicit {
            "channel_binding: it is that of TLS that comes first, with the security implicit; that of \
             STARTTLS is given when that is up"
        } else if self.sasl.allowed.as_ref().is_some_and(Vec::is_empty)
            && self.credentials.is_some()
        {
            "sasl.allowed: with credentials, some mechanism has to be allowed"
        } else if self.sasl.allowed.as_ref().is_some_and(|allowed| names_twice(allowed)) {
            "sasl.allowed: a mechanism is named twice"
        } else if self.sasl.min_iterations > self.sasl.max_iterations {
            "sasl.min_iterations: the least is more than the most"
        } else {
            return Ok(());
        }))
    }
}

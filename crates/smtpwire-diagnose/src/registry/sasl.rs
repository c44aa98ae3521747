//! SASL mechanisms that servers list behind `AUTH`.

use serde::Serialize;

use super::Standing::{self, Historic, NonStandard, Rare, Standard};

/// Who sends the first message of a SASL exchange (RFC 4422 section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    /// The client; an initial response may stand on the AUTH line.
    Client,
    /// The server, with a challenge.
    Server,
}

/// What is known of one mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mechanism {
    /// The registered name; a `*` at the end stands for a family.
    pub name: &'static str,
    /// Who speaks first.
    pub first: Speaker,
    /// Whether a password, or a token that serves as one, crosses the connection readably: such a
    /// mechanism belongs inside TLS only.
    pub sends_secret: bool,
    /// Whether it binds the login to the TLS channel.
    pub channel_binding: bool,
    /// How well founded it is.
    pub standing: Standing,
    /// Where it is defined, if that is public.
    pub reference: Option<&'static str>,
    /// Whether to use it.
    pub advice: &'static str,
}

/// Every known mechanism, the ones to prefer first.
pub fn mechanisms() -> impl Iterator<Item = &'static Mechanism> {
    MECHANISMS.iter()
}

/// The mechanism of this name, in any case of letters.
///
/// `GS2-KRB5` and its like are found as the family `GS2-*`, with channel binding told by `-PLUS`.
///
/// ```
/// use smtpwire_diagnose::registry::mechanism;
/// assert!(mechanism("plain").is_some_and(|found| found.sends_secret));
/// assert!(mechanism("SCRAM-SHA-256-PLUS").is_some_and(|found| found.channel_binding));
/// assert!(mechanism("GS2-KRB5").is_some_and(|found| !found.channel_binding));
/// assert!(mechanism("MAGIC").is_none());
/// ```
pub fn mechanism(name: &str) -> Option<Mechanism> {
    let exact = MECHANISMS.iter().find(|known| known.name.eq_ignore_ascii_case(name));
    if let Some(found) = exact {
        return Some(*found);
    }
    let bytes = name.as_bytes();
    MECHANISMS.iter().find_map(|known| {
        let prefix = known.name.strip_suffix('*')?.as_bytes();
        let head = bytes.get(..prefix.len())?;
        if bytes.len() == prefix.len() || !head.eq_ignore_ascii_case(prefix) {
            return None;
        }
        let plus = bytes.len().checked_sub(5).and_then(|at| bytes.get(at..));
        let channel_binding = plus.is_some_and(|tail| tail.eq_ignore_ascii_case(b"-PLUS"));
        Some(Mechanism { channel_binding, ..*known })
    })
}

const fn client(
    name: &'static str,
    standing: Standing,
    reference: &'static str,
    advice: &'static str,
) -> Mechanism {
    let reference = Some(reference);
    Mechanism {
        name,
        first: Speaker::Client,
        sends_secret: false,
        channel_binding: false,
        standing,
        reference,
        advice,
    }
}

const fn server(
    name: &'static str,
    standing: Standing,
    reference: &'static str,
    advice: &'static str,
) -> Mechanism {
    Mechanism { first: Speaker::Server, ..client(name, standing, reference, advice) }
}

impl Mechanism {
    const fn secret(mut self) -> Self {
        self.sends_secret = true;
        self
    }

    const fn binds(mut self) -> Self {
        self.channel_binding = true;
        self
    }

    const fn unpublished(mut self) -> Self {
        self.reference = None;
        self
    }
}

const SELDOM: &str = "It is hardly ever met in mail; use it only if your provider asks for it.";
const NEVER: &str = "It is broken or abandoned; do not offer it and do not use it.";
const SIGNED: &str = "It proves the identity with a signing key; hardly any mail software has it.";

static MECHANISMS: &[Mechanism] = &[
    client(
        "SCRAM-SHA-256-PLUS",
        Standard,
        "RFC 7677",
        "Prefer it: the password is not sent, both sides prove themselves, and the login is tied to this TLS connection.",
    )
    .binds(),
    client(
        "SCRAM-SHA-256",
        Standard,
        "RFC 7677",
        "Prefer it where -PLUS is not offered: the password is not sent and both sides prove themselves.",
    ),
    client(
        "SCRAM-SHA-1-PLUS",
        Standard,
        "RFC 5802",
        "It is good: the password is not sent, and the login is tied to this TLS connection.",
    )
    .binds(),
    client(
        "SCRAM-SHA-1",
        Standard,
        "RFC 5802",
        "It is still sound; take SCRAM-SHA-256 where both are offered.",
    ),
    client(
        "SCRAM-SHA-512-PLUS",
        NonStandard,
        "",
        "It is as strong as SCRAM-SHA-256-PLUS, and no RFC defines it yet.",
    )
    .binds()
    .unpublished(),
    client(
        "SCRAM-SHA-512",
        NonStandard,
        "",
        "It is as strong as SCRAM-SHA-256, and no RFC defines it yet.",
    )
    .unpublished(),
    client(
        "EXTERNAL",
        Standard,
        "RFC 4422 appendix A",
        "Use it when the client logs in with a TLS client certificate.",
    ),
    client(
        "OAUTHBEARER",
        Standard,
        "RFC 7628",
        "Use it for OAuth 2.0 and only inside TLS, because the token works like a password until it expires.",
    )
    .secret(),
    client(
        "XOAUTH2",
        NonStandard,
        "Google and Microsoft developer documentation",
        "Gmail and Microsoft 365 want it for OAuth 2.0; use it only inside TLS, because the token works like a password until it expires.",
    )
    .secret(),
    client(
        "PLAIN",
        Standard,
        "RFC 4616",
        "It sends the password itself, so use it only inside TLS; there it is fine and works everywhere.",
    )
    .secret(),
    server(
        "LOGIN",
        Historic,
        "draft-murchison-sasl-login",
        "It sends the password itself, so use it only inside TLS, and only where PLAIN is not offered.",
    )
    .secret(),
    server(
        "CRAM-MD5",
        Historic,
        "RFC 2195",
        "The password is not sent, but whoever listens can guess it offline, and the server must store it readably; prefer SCRAM, or PLAIN inside TLS.",
    ),
    server("DIGEST-MD5", Historic, "RFC 2831, retired by RFC 6331", NEVER),
    client(
        "GSSAPI",
        Standard,
        "RFC 4752",
        "Use it in networks with Kerberos, where users already hold a ticket.",
    ),
    client(
        "GSS-SPNEGO",
        NonStandard,
        "RFC 4178 and Microsoft documentation",
        "Windows networks use it to choose between Kerberos and NTLM; insist on Kerberos.",
    ),
    client(
        "GS2-*",
        Standard,
        "RFC 5801",
        "It carries GSS-API mechanisms such as Kerberos; prefer the name with -PLUS.",
    ),
    client(
        "NTLM",
        NonStandard,
        "Microsoft MS-NLMP",
        "Old Exchange servers use it; its hashes are weak, so take Kerberos or OAuth if you can.",
    ),
    client(
        "ANONYMOUS",
        Standard,
        "RFC 4505",
        "It logs nobody in; a mail server should not offer it for sending.",
    ),
    client("OAUTH10A", Rare, "RFC 7628", "OAuth 1.0 is retired; use OAUTHBEARER."),
    client("XOAUTH", Historic, "Google developer documentation", NEVER).secret(),
    client("OPENID20", Rare, "RFC 6616", SELDOM),
    client("SAML20", Rare, "RFC 6595", SELDOM),
    client("EAP-AES128", Rare, "RFC 7055", SELDOM),
    client("EAP-AES128-PLUS", Rare, "RFC 7055", SELDOM).binds(),
    client("ECDH-X25519-CHALLENGE", Rare, "", SIGNED).unpublished(),
    client("ECDSA-NIST256P-CHALLENGE", Rare, "", SIGNED).unpublished(),
    client("OTP", Rare, "RFC 2444", "It uses a list of one-time passwords; hardly any mail client has it."),
    client("SKEY", Historic, "RFC 2222, replaced by OTP", NEVER),
    client(
        "SECURID",
        Rare,
        "RFC 2808",
        "It sends a code from a hardware token; use it only inside TLS.",
    )
    .secret(),
    client("SXOVER-PLUS", Rare, "draft-vanrein-diameter-sasl", SELDOM).binds(),
    server("KERBEROS_V4", Historic, "RFC 2222", NEVER),
    server("KERBEROS_V5", Rare, "", "Use GSSAPI, the usual name for Kerberos V5.").unpublished(),
    server("NMAS_LOGIN", Rare, "Novell documentation", SELDOM).secret(),
    server("NMAS_AUTHEN", Rare, "Novell documentation", SELDOM).secret(),
    server("NMAS-SAMBA-AUTH", Rare, "Novell documentation", SELDOM).secret(),
    server("9798-U-RSA-SHA1-ENC", Rare, "RFC 3163", SIGNED),
    server("9798-M-RSA-SHA1-ENC", Rare, "RFC 3163", SIGNED),
    server("9798-U-DSA-SHA1", Rare, "RFC 3163", SIGNED),
    server("9798-M-DSA-SHA1", Rare, "RFC 3163", SIGNED),
    server("9798-U-ECDSA-SHA1", Rare, "RFC 3163", SIGNED),
    server("9798-M-ECDSA-SHA1", Rare, "RFC 3163", SIGNED),
];

//! Refusals that come first: null MX, greylisting, login, TLS.

use super::super::{Rule, When, only, rule};
use crate::registry::text::topics::{
    content::SPAM,
    recipient::{NULL_MX, RECIPIENT_REFUSES},
    sender::{RELAY_DENIED, SENDER_NULL_MX},
    server::{GREYLISTED, LOCAL_ERROR, LOCAL_POLICY},
    session::{
        ACCOUNT_LOCKED, APP_PASSWORD_NEEDED, AUTH_DISABLED, AUTH_REQUIRED, AUTH_TEMPORARY,
        CERTIFICATE_REFUSED, CREDENTIALS_WRONG, MECHANISM_UNKNOWN, TLS_REQUIRED, TLS_TOO_OLD,
        TLS_UNAVAILABLE, WEB_LOGIN_NEEDED,
    },
};

pub(super) static RULES: &[Rule] = &[
    // Exim and Postfix, about the domain in MAIL; must stand before the recipient's null MX.
    rule(
        &SENDER_NULL_MX,
        &["sender .. null mx", "sender .. nullmx", "mail from .. null mx", "return* .. null mx"],
    ),
    // Postfix "Domain .. does not accept mail (nullMX)", Exim "an MX or SRV record indicated no
    // SMTP service".
    rule(
        &NULL_MX,
        &[
            "null mx",
            "nullmx",
            "mx or srv record indicated no smtp service",
            "domain does not accept mail",
            "domain .. does not accept mail",
            "host does not accept mail",
            "host never accepts mail",
        ],
    ),
    // Postgrey, sqlgrey, milter-greylist, rspamd, Exim ACLs, Hetzner, GMX, T-Online.
    rule(
        &GREYLISTED,
        &[
            "greylist*",
            "graylist*",
            "grey list*",
            "gray list*",
            "postgrey*",
            "first time .. try again",
            "early retry",
        ],
    ),
    // Mimecast greylists in these words, as its list of SMTP errors says.
    rule(&GREYLISTED, &["internal resources are temporarily unavailable"]),
    // Plain words that a code would only blur.
    rule(&LOCAL_POLICY, &["for policy reasons", "anti spoof*", "antispoof*"]),
    rule(
        &LOCAL_ERROR,
        &[
            "temporary server error",
            "internal server error",
            "internal error",
            "internal software error",
        ],
    ),
    // A filter that names both; must stand before malware. Gmail speaks of content and links.
    rule(
        &SPAM,
        &[
            "spam or virus",
            "virus or spam",
            "nature of the content",
            "spam signature",
            "mcspamsignature*",
        ],
    ),
    // Login. Microsoft 365 writes these when SMTP AUTH is off.
    rule(
        &AUTH_DISABLED,
        &[
            "smtpclientauth* is disabled",
            "smtpclientauth* .. disabled",
            "smtp auth* .. disabled",
            "basic auth* is disabled",
            "basic authentication .. disabled",
            "user is locked by your organizations security defaults",
            "security defaults policy",
        ],
    ),
    // Gmail 534 5.7.9, Yahoo, iCloud, Fastmail, Zoho.
    rule(
        &APP_PASSWORD_NEEDED,
        &[
            "application specific password*",
            "app specific password*",
            "app password*",
            "invalidsecondfactor",
            "less secure app*",
        ],
    ),
    // Gmail 534/535 5.7.14 and 5.7.1.
    rule(
        &WEB_LOGIN_NEEDED,
        &[
            "log in with your web browser",
            "log in via your web browser",
            "webloginrequired",
            "sign in .. browser",
        ],
    ),
    rule(
        &AUTH_TEMPORARY,
        &[
            "temporary authentication failure",
            "auth* .. temporarily unavailable",
            "temporary .. authentication .. problem",
        ],
    ),
    // Dovecot, cPanel, Strato: too many wrong passwords.
    rule(
        &ACCOUNT_LOCKED,
        &[
            "too many login*",
            "too many failed login*",
            "too many .. auth* failure*",
            "too many bad auth*",
            "too many failed auth*",
        ],
    ),
    only(
        When::Login,
        &ACCOUNT_LOCKED,
        &[
            "account .. locked",
            "account .. disabled",
            "account .. suspended",
            "account .. blocked",
            "user .. disabled",
            "user .. suspended",
        ],
    ),
    // Postfix "Unrecognized authentication type", Exchange 504 5.7.4, Exim.
    rule(
        &MECHANISM_UNKNOWN,
        &[
            "unrecognized authentication type",
            "unrecognised authentication type",
            "invalid authentication mechanism",
            "auth* mechanism not supported",
            "auth* mechanism .. not supported",
            "auth* mechanism .. not .. available",
            "unknown auth* mechanism",
            "unsupported auth*",
            "auth* type not supported",
            "auth* mechanism is not enabled",
        ],
    ),
    // Google Workspace relay: a login problem by its words, a relay problem by its meaning.
    rule(&RELAY_DENIED, &["credentials for relay", "invalid credentials for relay"]),
    // Postfix/Cyrus "SASL LOGIN authentication failed", Dovecot, Gmail, Exim, Haraka, OpenSMTPD.
    rule(
        &CREDENTIALS_WRONG,
        &[
            "username and password not accepted",
            "badcredentials",
            "bad credentials",
            "invalid credentials",
            "credentials invalid",
            "auth* credentials .. invalid",
            "incorrect authentication data",
            "authentication failed",
            "authentication failure",
            "authentication unsuccessful",
            "authentication rejected",
            "authentication error",
            "auth failed",
            "auth failure",
            "login failed",
            "login incorrect",
            "invalid login",
            "bad username or password",
            "incorrect username or password",
            "invalid user* or password",
            "invalid user* name or password",
            "user* name or password",
            "wrong password",
            "password incorrect",
            "incorrect password",
            "password mismatch",
        ],
    ),
    only(When::Login, &CREDENTIALS_WRONG, &["password", "credentials", "not accepted", "login"]),
    // Exchange groups and mailboxes that only take mail from inside; before "not authenticated".
    rule(
        &RECIPIENT_REFUSES,
        &[
            "sender .. not authenticated by organization",
            "only accepts messages from people in its organization",
            "not in the recipients allowed senders list",
            "not .. allowed senders list",
            "recipient .. not accept* mail from this sender",
            "rejected by recipient*",
            "rejected by .. recipients",
            "recipient* .. has blocked",
            "blocked by recipient",
            "blocked by the recipient",
            "recipient has blocked",
            "restricted recipient",
            "recipnotaccept*",
            "resolver rst notauthorized*",
            "resolver rst restricted*",
            "sender not authenticated for group",
        ],
    ),
    // Postfix submission, Sendmail, Exchange connectors, Gmail 530 5.5.1, cPanel.
    rule(
        &AUTH_REQUIRED,
        &[
            "unauthenticated sender*",
            "unauthenticated .. not allowed",
            "authentication required",
            "authentication is required",
            "authrequired",
            "auth required",
            "smtp auth required",
            "requires authentication",
            "requires smtp authentication",
            "must authenticate",
            "must be authenticated",
            "please authenticate",
            "need* to authenticate",
            "not authenticated",
            "authenticate first",
            "must login",
            "must log in",
            "must issue auth*",
            "authentifi* requise",
            "anmeldung erforderlich",
            "use smtp auth*",
        ],
    ),
    // REQUIRETLS, DANE, MTA-STS at Exchange Online, Exim, Postfix.
    rule(
        &CERTIFICATE_REFUSED,
        &[
            "certificate .. expired",
            "certificate expired",
            "certificate .. invalid",
            "invalid certificate",
            "certificate .. untrusted",
            "untrusted certificate",
            "certificate .. not trusted",
            "certificate verif*",
            "certificate .. verif*",
            "certificate .. mismatch",
            "certificate .. not match",
            "certificate mismatch",
            "self signed certificate",
            "tlsa",
            "dnssec",
            "dane",
            "mta sts",
        ],
    ),
    rule(
        &TLS_TOO_OLD,
        &[
            "cipher",
            "ciphers",
            "tls version*",
            "tls 1 2",
            "tls 1 3",
            "tls 1 0",
            "no shared cipher",
            "weak cipher",
            "insecure tls",
            "unsupported protocol version",
        ],
    ),
    rule(
        &TLS_UNAVAILABLE,
        &[
            "not support* tls",
            "not support* starttls",
            "not support* ssl",
            "starttls not supported",
            "must support tls",
            "starttls not available",
            "tls not available",
            "tls .. unavailable",
            "tls negotiation",
            "tls handshake",
            "tls .. failed",
            "starttls .. failed",
            "ssl handshake",
            "requiretls",
        ],
    ),
    // Postfix, Gmail 530 5.7.0, Exchange 5.7.3, Proofpoint, banks' gateways.
    rule(
        &TLS_REQUIRED,
        &[
            "must issue a starttls",
            "must issue starttls",
            "starttls .. required",
            "starttls .. first",
            "tls .. required",
            "tls required",
            "require* tls",
            "requires .. tls",
            "require* starttls",
            "must use tls",
            "must be encrypted",
            "encryption required",
            "encryption needed",
            "encryption is required",
            "requires encryption",
            "encrypted connection required",
            "secure connection required",
            "over a tls connection",
            "plaintext .. not allowed",
            "cleartext .. not allowed",
        ],
    ),
];

//! The dialog: login, encryption, the order of commands.

use super::{Topic, topic};
use crate::registry::Category::{Protocol, RateLimit, ServerError, SmtpAuth, Tls};
use crate::registry::advice::advice;

pub(super) static ALL: &[&Topic] = &[
    &CREDENTIALS_WRONG,
    &APP_PASSWORD_NEEDED,
    &WEB_LOGIN_NEEDED,
    &AUTH_DISABLED,
    &ACCOUNT_LOCKED,
    &AUTH_TEMPORARY,
    &MECHANISM_UNKNOWN,
    &AUTH_REQUIRED,
    &TLS_REQUIRED,
    &TLS_UNAVAILABLE,
    &TLS_TOO_OLD,
    &CERTIFICATE_REFUSED,
    &NO_VALID_RECIPIENTS,
    &BAD_SEQUENCE,
    &SPOKE_TOO_EARLY,
    &COMMAND_SYNTAX,
    &LINE_TOO_LONG,
    &NON_ASCII,
    &TOO_MANY_ERRORS,
];

pub(in crate::registry) static CREDENTIALS_WRONG: Topic = topic(
    "credentials-wrong",
    SmtpAuth,
    Some("RFC 4954 section 6"),
    advice(
        "The login was refused: user name or password is wrong.",
        "A typing error, a changed password, or an account that lets programs in only with an app password or OAuth.",
        "Check the user name (often the whole address), type the password anew, and create an app password if two-step login is on.",
    ),
);

pub(in crate::registry) static APP_PASSWORD_NEEDED: Topic = topic(
    "app-password-needed",
    SmtpAuth,
    None,
    advice(
        "The account does not let programs in with its normal password.",
        "Two-step login is on, or the provider retired plain passwords.",
        "Create an app password in the account's security settings and use it in the program, or change to OAuth.",
    ),
);

pub(in crate::registry) static WEB_LOGIN_NEEDED: Topic = topic(
    "web-login-needed",
    SmtpAuth,
    None,
    advice(
        "The provider wants the user to log in with a browser first.",
        "The login looked unusual, or new terms must be accepted.",
        "Log in on the provider's web page from the same network, confirm what it asks, then try again.",
    ),
);

pub(in crate::registry) static AUTH_DISABLED: Topic = topic(
    "auth-disabled",
    SmtpAuth,
    None,
    advice(
        "Login by SMTP is switched off for this account or its whole organisation.",
        "An administrator, or the provider's default, disabled SMTP AUTH.",
        "In Microsoft 365 an administrator enables \"Authenticated SMTP\" for the mailbox; elsewhere look in the mail settings for SMTP access, or use OAuth.",
    ),
);

pub(in crate::registry) static ACCOUNT_LOCKED: Topic = topic(
    "account-locked",
    SmtpAuth,
    None,
    advice(
        "The account may not log in at present.",
        "Too many wrong passwords, an abuse guard or an administrator locked it.",
        "Stop every program that still uses an old password, wait, then ask the provider's support.",
    ),
);

pub(in crate::registry) static AUTH_TEMPORARY: Topic = topic(
    "auth-temporary",
    ServerError,
    Some("RFC 4954 section 6"),
    advice(
        "The server cannot check the login at the moment.",
        "Its account database or its login service does not answer.",
        "Try again later, and do not change the password; on your own server look at the log of the SASL service.",
    ),
);

pub(in crate::registry) static MECHANISM_UNKNOWN: Topic = topic(
    "mechanism-unknown",
    SmtpAuth,
    Some("RFC 4954 section 4"),
    advice(
        "The server does not have this login mechanism.",
        "The client chose one that EHLO did not list, or AUTH is offered only after STARTTLS.",
        "Choose a mechanism from the AUTH line of the EHLO reply that came after STARTTLS.",
    ),
);

pub(in crate::registry) static AUTH_REQUIRED: Topic = topic(
    "auth-required",
    SmtpAuth,
    Some("RFC 4954 section 6"),
    advice(
        "The server wants a login before it takes this mail.",
        "The program sends without a user name and password, or its login was not completed.",
        "Switch on SMTP authentication in the program and use port 587 or 465.",
    ),
);

pub(in crate::registry) static TLS_REQUIRED: Topic = topic(
    "tls-required",
    Tls,
    Some("RFC 3207 section 4"),
    advice(
        "The server wants an encrypted connection first.",
        "The client spoke plaintext.",
        "Switch on STARTTLS (port 587 or 25), or TLS from the start (port 465); then send EHLO and AUTH.",
    ),
);

pub(in crate::registry) static TLS_UNAVAILABLE: Topic = topic(
    "tls-unavailable",
    Tls,
    Some("RFC 3207 section 4"),
    advice(
        "TLS could not be used with the server.",
        "The server does not offer STARTTLS, its TLS does not work at present, or a firewall hides it.",
        "Test with `openssl s_client -starttls smtp -connect HOST:25`; tell the server's operator, or lift the demand for TLS for this destination.",
    ),
);

pub(in crate::registry) static TLS_TOO_OLD: Topic = topic(
    "tls-too-old",
    Tls,
    Some("RFC 8996"),
    advice(
        "The two sides share no TLS version or cipher.",
        "The client or the server has only TLS 1.0 or 1.1, which are retired.",
        "Update the TLS library of the older side, and allow TLS 1.2 and 1.3.",
    ),
);

pub(in crate::registry) static CERTIFICATE_REFUSED: Topic = topic(
    "certificate-refused",
    Tls,
    Some("RFC 7817"),
    advice(
        "A certificate was refused.",
        "It has expired, names another host, or was not issued by anyone the other side trusts.",
        "Look at it with `openssl s_client -starttls smtp -connect HOST:25`, and renew it or correct the host name, the DANE record or the MTA-STS policy.",
    ),
);

pub(in crate::registry) static NO_VALID_RECIPIENTS: Topic = topic(
    "no-valid-recipients",
    Protocol,
    Some("RFC 5321 section 3.3"),
    advice(
        "There is nobody left to deliver to.",
        "No RCPT command was sent, or every one of them was refused.",
        "Look at the replies to RCPT above this one, because they hold the real reason.",
    ),
);

pub(in crate::registry) static BAD_SEQUENCE: Topic = topic(
    "bad-sequence",
    Protocol,
    Some("RFC 5321 section 4.1.4"),
    advice(
        "The command came out of order.",
        "A step that must come first is missing or was refused.",
        "Find the first refused command above this one; the order is EHLO, MAIL, RCPT, DATA, and RSET begins anew.",
    ),
);

pub(in crate::registry) static SPOKE_TOO_EARLY: Topic = topic(
    "spoke-too-early",
    Protocol,
    Some("RFC 2920 section 3.1, RFC 5321 section 4.3.1"),
    advice(
        "The client sent something before it was its turn.",
        "It did not wait for the greeting or a reply, or pipelined commands that must be the last of their group; spam programs do that.",
        "Wait for the greeting, use pipelining only when EHLO offers it, and never send data behind DATA, AUTH or STARTTLS before their reply.",
    ),
);

pub(in crate::registry) static COMMAND_SYNTAX: Topic = topic(
    "command-syntax",
    Protocol,
    Some("RFC 5321 section 4.1.1"),
    advice(
        "The server could not read the command.",
        "It is misspelt, malformed, unknown there, or has a parameter that was not offered.",
        "Print the exact line that was sent and compare it with the EHLO reply and the grammar of RFC 5321.",
    ),
);

pub(in crate::registry) static LINE_TOO_LONG: Topic = topic(
    "line-too-long",
    Protocol,
    Some("RFC 5321 section 4.5.3.1.4"),
    advice(
        "The command line was longer than the server takes.",
        "The limit is 512 octets unless an extension raises it; message text may have been read as a command.",
        "Look at the line that was sent, and check that the message went out only after 354.",
    ),
);

pub(in crate::registry) static NON_ASCII: Topic = topic(
    "non-ascii",
    Protocol,
    Some("RFC 6531 section 3"),
    advice(
        "The server does not take characters beyond ASCII here.",
        "An address holds such characters, and SMTPUTF8 is not offered or was not given on MAIL.",
        "Use SMTPUTF8 if EHLO offers it; otherwise write the domain as A-label (xn--…) and use an ASCII mailbox name.",
    ),
);

pub(in crate::registry) static TOO_MANY_ERRORS: Topic = topic(
    "too-many-errors",
    RateLimit,
    None,
    advice(
        "The server hung up because the client caused too many errors.",
        "Many unknown recipients, refused commands or failed logins came over one connection.",
        "Look at the refusals before this one and cure them; clean the recipient list, then connect again.",
    ),
);

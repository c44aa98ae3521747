//! `X.7.0` to `X.7.19`: security, policy and login.

use super::{
    Category::{MessageTooBig, Policy, SmtpAuth, Tls},
    EnhancedCodeEntry, Standing, row,
};

pub(super) static ENTRIES: &[EnhancedCodeEntry] = &[
    row(
        7,
        0,
        Policy,
        "RFC 3463 section 3.8",
        &[220, 235, 450, 454, 500, 501, 503, 504, 530, 535, 550],
    )
    .success(
        "The security step succeeded.",
        "The login or the encryption is in place.",
        "Go on with the dialog.",
    )
    .transient(
        "A security rule refuses the mail for now, and the server does not name it.",
        "The sender is watched, slowed down, or could not be checked.",
        "Let the queue try again slowly; check SPF, DKIM, reverse DNS and blocklists meanwhile.",
    )
    .permanent(
        "A security rule refuses the mail, and the server does not name it.",
        "Reputation, content or a rule of the receiver is the reason.",
        "Follow a link in the text if there is one; check SPF, DKIM, DMARC and blocklists; then ask the receiving postmaster.",
    ),
    row(7, 1, Policy, "RFC 3463 section 3.8", &[451, 454, 502, 503, 533, 550, 551])
        .transient(
            "The receiver does not permit this delivery for now.",
            "It greylists, limits the sender, or could not finish a check.",
            "Let the queue try again; if it lasts for hours, check reverse DNS and blocklists.",
        )
        .permanent(
            "The receiver does not permit this delivery.",
            "A blocklist, a missing right to relay, a filter or a rule of the recipient: the code covers them all.",
            "Read the text for the rule; check blocklists, SPF, DKIM and reverse DNS; then ask the receiving postmaster.",
        ),
    row(7, 2, Policy, "RFC 3463 section 3.8", &[550])
        .permanent(
            "The sender may not write to this list.",
            "The list takes mail only from its members or from inside the organisation.",
            "Subscribe, write from the subscribed address, or ask the list's owner.",
        ),
    row(7, 3, Policy, "RFC 3463 section 3.8", &[])
        .permanent(
            "The message would have to pass from one security system into another, and cannot.",
            "Signed or encrypted mail cannot be translated at this gateway.",
            "Send it with the security format that the recipient's side uses, or without.",
        ),
    row(7, 4, SmtpAuth, "RFC 3463 section 3.8, RFC 4954 section 4", &[504])
        .permanent(
            "The server does not support the security feature that was asked for.",
            "After AUTH, the client chose a mechanism that the server does not have.",
            "Choose a mechanism from the AUTH line of the EHLO reply; ask again after STARTTLS, because the list changes.",
        ),
    row(7, 5, Policy, "RFC 3463 section 3.8", &[])
        .permanent(
            "A cryptographic step failed.",
            "A key was missing, wrong or expired.",
            "Check the keys and certificates on both sides, their dates first.",
        ),
    row(7, 6, Policy, "RFC 3463 section 3.8", &[])
        .permanent(
            "The cryptographic algorithm is not supported.",
            "One side is much older than the other, or has weak algorithms switched off.",
            "Choose an algorithm that both sides have; replace SHA-1 signatures and short RSA keys.",
        ),
    row(7, 7, Policy, "RFC 3463 section 3.8", &[])
        .permanent(
            "The message was changed on the way, or its integrity check failed.",
            "A gateway, a footer or a virus scanner altered signed content, or the data was damaged.",
            "Send it again; if it fails again, find the system between that changes the message.",
        ),
    row(7, 8, SmtpAuth, "RFC 4954 section 6", &[535, 554])
        .transient(
            "The login could not be confirmed at the moment.",
            "The account database did not answer, or there were too many failed logins.",
            "Wait some minutes before the next login, and do not change the password yet.",
        )
        .permanent(
            "User name or password is wrong.",
            "A typing error, a changed password, or an account that wants an app password or OAuth.",
            "Check the user name (often the whole address), type the password anew, and create an app password if two-step login is on.",
        ),
    row(7, 9, SmtpAuth, "RFC 4954 section 6", &[534])
        .permanent(
            "The login mechanism is too weak for this account.",
            "The provider no longer takes plain passwords from programs, or wants a stronger mechanism.",
            "Create an app password in the account's security settings, switch to OAuth, or choose SCRAM.",
        ),
    row(7, 10, Tls, "RFC 5248 section 2.4", &[523])
        .permanent(
            "The server wants an encrypted connection.",
            "The client spoke plaintext.",
            "Send STARTTLS before this command, or connect to port 465 with TLS from the start.",
        ),
    row(7, 11, Tls, "RFC 4954 section 6", &[524, 538])
        .standing(Standing::Historic)
        .permanent(
            "This login mechanism may only be used inside TLS.",
            "The client tried to send a password in plaintext.",
            "Send STARTTLS, then EHLO, then AUTH; or connect to port 465.",
        ),
    row(7, 12, SmtpAuth, "RFC 4954 section 6", &[422, 432])
        .permanent(
            "The account must log in once in another way before this mechanism works.",
            "The server has no secret stored that fits the mechanism.",
            "Log in once with PLAIN inside TLS, or set the password anew.",
        ),
    row(7, 13, SmtpAuth, "RFC 5248 section 2.4", &[525])
        .permanent(
            "The account is locked.",
            "An administrator or an abuse guard disabled it.",
            "Ask the provider why; if mail was abused, change the password and look for malware first.",
        ),
    row(7, 14, SmtpAuth, "RFC 5248 section 2.4, RFC 4468", &[535, 554])
        .standing(Standing::Rare)
        .permanent(
            "The mail server may not fetch the content, because the message store does not trust it.",
            "With BURL, the IMAP server must know the submission server.",
            "Set up the trust between the two servers, or send the content itself with DATA or BDAT.",
        ),
    row(7, 15, Policy, "RFC 6710", &[450, 550])
        .standing(Standing::Rare)
        .permanent(
            "The message's priority is too low to be taken now.",
            "The server takes only urgent mail at the moment.",
            "Send it again later, or with a higher MT-PRIORITY if it is truly urgent.",
        ),
    row(7, 16, MessageTooBig, "RFC 6710", &[552])
        .standing(Standing::Rare)
        .permanent(
            "The message is too large for its priority.",
            "Each priority has a size limit of its own on this server.",
            "Send a smaller message, or ask for another priority.",
        ),
    row(7, 17, Policy, "RFC 7293", &[550])
        .standing(Standing::Rare)
        .permanent(
            "The mailbox belongs to another person than it did on the date that the sender gave.",
            "The provider gave the address to someone new; the RRVS check caught it.",
            "Do not send private mail to this address; ask the person you mean for a new one.",
        ),
    row(7, 18, Policy, "RFC 7293", &[550])
        .standing(Standing::Rare)
        .permanent(
            "The domain belongs to another owner than it did on the date that the sender gave.",
            "The domain was sold or expired and was registered anew; the RRVS check caught it.",
            "Do not send private mail there; ask the person you mean for a new address.",
        ),
    row(7, 19, Policy, "RFC 7293", &[550])
        .standing(Standing::Rare)
        .permanent(
            "The server cannot tell since when the mailbox has had its owner.",
            "It keeps no record that RRVS could be checked against.",
            "Send without RRVS only if it does no harm when a stranger reads the message.",
        ),
];

//! Exchange, Microsoft 365 and Outlook.com: three-digit details that no other system sends, and a
//! few registered codes with another meaning.

use super::{
    Category::{
        AuthFailure, BadDomain, BadMailbox, ContentFormat, Expired, Network, Policy, PtrDns,
        RateLimit, RelayDenied, Reputation, SenderRejected, ServerBusy, ServerError, SmtpAuth, Tls,
    },
    Vendor::Microsoft,
    VendorCodeEntry, family, one,
};
use crate::registry::advice::advice;

pub(super) static ENTRIES: &[VendorCodeEntry] = &[
    one(
        Microsoft,
        (0, 350),
        Policy,
        advice(
            "Microsoft 365 wraps a refusal by another server, or refuses the content itself.",
            "The real reason is the other server's reply, which stands further down in the bounce.",
            "Look in the bounce for the remote server's own reply and go by that one.",
        ),
    ),
    one(
        Microsoft,
        (1, 8),
        Reputation,
        advice(
            "Microsoft 365 has blocked this user from sending to the outside.",
            "The account sent spam, most likely because its password was stolen.",
            "Reset the password and sessions, look for forwarding rules, then unblock the user under \"Restricted entities\" in the Defender portal.",
        ),
    ),
    one(
        Microsoft,
        (1, 10),
        BadMailbox,
        advice(
            "Exchange does not find the recipient.",
            "The address does not exist in the organisation, or is not synchronised to it; Microsoft uses here the number that is registered for a null MX.",
            "Check the spelling; an administrator looks for the address in the Exchange admin centre and at the domain's type (authoritative or internal relay).",
        ),
    ),
    one(
        Microsoft,
        (1, 20),
        ContentFormat,
        advice(
            "The message has more than one address in its From header.",
            "A program wrote two authors without naming one Sender.",
            "Write one From address, or add a Sender header with a single address.",
        ),
    ),
    one(
        Microsoft,
        (1, 90),
        RateLimit,
        advice(
            "The Microsoft 365 mailbox has written to as many recipients as it may in a day.",
            "Bulk mail is sent from an ordinary mailbox.",
            "Wait a day, and use a service made for bulk mail.",
        ),
    ),
    one(
        Microsoft,
        (1, 351),
        Network,
        advice(
            "A remote server answered Microsoft 365 in a way that it could not use.",
            "The reply of the other server was malformed or empty.",
            "Look in the bounce for the remote server's own words, and tell its postmaster.",
        ),
    ),
    one(
        Microsoft,
        (2, 121),
        RateLimit,
        advice(
            "The recipient gets more mail per hour from this one sender than Exchange allows.",
            "A program writes to a single mailbox very often.",
            "Gather the messages, or wait an hour.",
        ),
    ),
    one(
        Microsoft,
        (2, 122),
        RateLimit,
        advice(
            "The recipient gets more mail per hour than Exchange allows for a mailbox.",
            "Many senders, or one busy program, write to it at once.",
            "Wait an hour; gather automatic reports into fewer messages.",
        ),
    ),
    one(
        Microsoft,
        (3, 190),
        Policy,
        advice(
            "Journal reports to this mailbox are not supported by Microsoft 365.",
            "A mailbox in the cloud was chosen as the journal's target.",
            "Send the journal to a mailbox outside Exchange Online.",
        ),
    ),
    one(
        Microsoft,
        (4, 14),
        Network,
        advice(
            "Exchange counted too many hops: the message goes round in circles.",
            "A connector or a forwarding rule sends it back to where it came from.",
            "Read the Received headers for the hosts that repeat; check connectors and the accepted domain's type.",
        ),
    ),
    one(
        Microsoft,
        (4, 300),
        Expired,
        advice(
            "Microsoft 365 tried for a day and gave the message up.",
            "The destination server did not answer or kept deferring.",
            "Look at the last error that the bounce quotes, and at the destination's MX records.",
        ),
    ),
    one(
        Microsoft,
        (4, 310),
        BadDomain,
        advice(
            "Microsoft 365 finds no DNS entry for the recipient's domain.",
            "The domain is misspelt, expired or has no MX record.",
            "Look it up with `dig MX`, and correct the address or the record.",
        ),
    ),
    one(
        Microsoft,
        (4, 312),
        Network,
        advice(
            "A DNS query of Microsoft 365 for the recipient's domain failed.",
            "The domain's name servers did not answer or answered wrongly.",
            "Test all name servers of the domain with `dig +trace MX`.",
        ),
    ),
    one(
        Microsoft,
        (4, 316),
        Network,
        advice(
            "The destination server refused the connection of Microsoft 365 until the message expired.",
            "A firewall blocks Microsoft's addresses, or nothing listens on port 25.",
            "The destination's administrator opens port 25 to Microsoft 365's published address ranges.",
        ),
    ),
    family(
        Microsoft,
        (4, 311, 399),
        Network,
        advice(
            "Microsoft 365 could not route or hand over the message.",
            "DNS or the connection to the destination server is at fault.",
            "Test the destination's MX records with `dig`, and its port 25 from outside.",
        ),
    ),
    one(
        Microsoft,
        (6, 11),
        ContentFormat,
        advice(
            "The message holds bare line feeds, and the next server cannot take them.",
            "A program ended lines with LF alone; such mail could only be carried with BDAT.",
            "Correct the program so that it ends every line with CRLF.",
        ),
    ),
    one(
        Microsoft,
        (7, 3),
        SmtpAuth,
        advice(
            "Exchange could not authenticate the client, or wants TLS before it does.",
            "The connector expects a login, a certificate or STARTTLS that did not come.",
            "Switch STARTTLS on, then check the login and the connector's settings.",
        ),
    ),
    one(
        Microsoft,
        (7, 12),
        Policy,
        advice(
            "The recipient takes mail only from inside the organisation.",
            "The mailbox or group demands authenticated senders.",
            "Ask the recipient's administrator to allow senders from outside.",
        ),
    ),
    one(
        Microsoft,
        (7, 51),
        Policy,
        advice(
            "The recipient's organisation takes mail only over a partner connector.",
            "The sending address or certificate does not match that connector.",
            "The recipient's administrator checks the connector's IP ranges and certificate name.",
        ),
    ),
    one(
        Microsoft,
        (7, 57),
        SmtpAuth,
        advice(
            "Exchange wants a login before it takes mail from this client.",
            "The program sends without AUTH, or its login was not completed.",
            "Switch on authentication for smtp.office365.com port 587, or set up a relay connector for the machine's address.",
        ),
    ),
    one(
        Microsoft,
        (7, 60),
        SenderRejected,
        advice(
            "The client may not send with this From address.",
            "With a login, the address belongs to another mailbox, without the right \"Send as\"; without one, the connector gives the client no right to use it.",
            "Use the account's own address or let an administrator give it the right \"Send as\"; for a connector without login, let the administrator allow any sender.",
        ),
    ),
    one(
        Microsoft,
        (7, 64),
        RelayDenied,
        advice(
            "Microsoft 365 does not relay for this client.",
            "The connector no longer matches the client's IP address or certificate, or the sender's domain is not one of the tenant's.",
            "Correct the inbound connector, and list the sender's domain as an accepted domain.",
        ),
    ),
    family(
        Microsoft,
        (7, 124, 136),
        Policy,
        advice(
            "The recipient or group takes mail only from certain senders.",
            "You are not on its list of allowed senders, or are outside the organisation.",
            "Ask the group's owner or the recipient's administrator to allow your address.",
        ),
    ),
    one(
        Microsoft,
        (7, 139),
        SmtpAuth,
        advice(
            "Microsoft 365 does not let this client log in with user name and password.",
            "SMTP AUTH is switched off for the tenant or the mailbox, security defaults forbid it, or the password is wrong.",
            "An administrator enables \"Authenticated SMTP\" for the mailbox in the Microsoft 365 admin centre, or the client changes to OAuth (XOAUTH2).",
        ),
    ),
    one(
        Microsoft,
        (7, 193),
        Policy,
        advice(
            "The group does not take mail from outside the organisation.",
            "You write from an address that the tenant does not know.",
            "Ask the group's owner to allow outside senders.",
        ),
    ),
    family(
        Microsoft,
        (7, 230, 239),
        RateLimit,
        advice(
            "The Microsoft 365 tenant has passed its limit for mail to the outside.",
            "It is new or on trial, or a program sends bulk mail.",
            "Wait a day; leave the trial, or use a service made for bulk mail.",
        ),
    ),
    one(
        Microsoft,
        (7, 320),
        Tls,
        advice(
            "Microsoft 365 could not check the destination by DANE or MTA-STS.",
            "The TLSA records or the policy file of the destination domain could not be read.",
            "The destination's administrator checks DNSSEC, the TLSA records and the policy file.",
        ),
    ),
    one(
        Microsoft,
        (7, 321),
        Tls,
        advice(
            "The destination server does not offer STARTTLS, though its domain promises it.",
            "TLS is switched off there, or a firewall hides it.",
            "The destination's administrator switches STARTTLS on, or corrects the DANE or MTA-STS record.",
        ),
    ),
    one(
        Microsoft,
        (7, 322),
        Tls,
        advice(
            "The certificate of the destination server has expired.",
            "It was not renewed in time.",
            "The destination's administrator renews the certificate and reloads the mail server.",
        ),
    ),
    one(
        Microsoft,
        (7, 323),
        Tls,
        advice(
            "The destination's TLSA record does not match its certificate.",
            "The certificate was replaced and the DANE record in DNS was not.",
            "The destination's administrator publishes a TLSA record of the present key.",
        ),
    ),
    one(
        Microsoft,
        (7, 324),
        Tls,
        advice(
            "DNSSEC of the destination's domain does not verify.",
            "Signatures expired, or the DS record at the parent is wrong.",
            "The destination's administrator repairs DNSSEC; a DNSSEC tester shows where the chain breaks.",
        ),
    ),
    one(
        Microsoft,
        (7, 325),
        Tls,
        advice(
            "The name in the destination's certificate is not that of its MX host.",
            "The certificate was made for another name.",
            "The destination's administrator installs a certificate that holds the MX host's name.",
        ),
    ),
    family(
        Microsoft,
        (7, 500, 500),
        ServerBusy,
        advice(
            "Microsoft's server is busy, or is slowing this client down.",
            "Its load is high, or the address is new and sends much.",
            "Let the queue try again with fewer connections.",
        ),
    ),
    family(
        Microsoft,
        (7, 501, 503),
        Reputation,
        advice(
            "Microsoft has banned this sender for spam.",
            "The account, domain or address was seen sending spam.",
            "Find and stop the cause, then ask Microsoft's support to lift the ban.",
        ),
    ),
    one(
        Microsoft,
        (7, 504),
        Reputation,
        advice(
            "Microsoft demands that the sending provider proves itself.",
            "Mail from this network is treated as suspect.",
            "Ask the provider to contact Microsoft's support.",
        ),
    ),
    one(
        Microsoft,
        (7, 505),
        Policy,
        advice(
            "Microsoft does not deliver to this recipient.",
            "The recipient is banned, for instance as a trap for spam.",
            "Remove the address unless you know the person; then ask the recipient's administrator.",
        ),
    ),
    one(
        Microsoft,
        (7, 506),
        PtrDns,
        advice(
            "Microsoft refuses the name that the client gave in EHLO.",
            "It is the recipient's own domain, or no real host name.",
            "Set the server's EHLO name to its own fully qualified name, the one that its PTR record holds.",
        ),
    ),
    one(
        Microsoft,
        (7, 507),
        Policy,
        advice(
            "The recipient has blocked this sender.",
            "The address or its IP stands on the recipient's own block list.",
            "Ask the recipient, over another channel, to unblock you.",
        ),
    ),
    one(
        Microsoft,
        (7, 508),
        RateLimit,
        advice(
            "Too much mail comes from this IPv6 network.",
            "Microsoft counts a whole IPv6 prefix as one sender.",
            "Send more slowly, or over IPv4.",
        ),
    ),
    one(
        Microsoft,
        (7, 509),
        AuthFailure,
        advice(
            "The message fails DMARC, and the From domain asks to refuse such mail.",
            "Neither SPF nor DKIM passed with a domain that matches From.",
            "Sign with DKIM for the From domain, or align the envelope sender, at the service that sends the mail.",
        ),
    ),
    one(
        Microsoft,
        (7, 510),
        Policy,
        advice(
            "The recipient's domain does not take mail over IPv6.",
            "Microsoft 365 takes IPv6 only from those who ask for it.",
            "Send over IPv4.",
        ),
    ),
    one(
        Microsoft,
        (7, 511),
        Reputation,
        advice(
            "Microsoft has banned the sending IP address.",
            "Spam came from it.",
            "Stop the cause, then write to the delisting address that the reply or Microsoft's sender support names.",
        ),
    ),
    one(
        Microsoft,
        (7, 512),
        ContentFormat,
        advice(
            "The message has no usable From header.",
            "The header is missing, empty or malformed.",
            "Write exactly one From header with a valid address.",
        ),
    ),
    one(
        Microsoft,
        (7, 513),
        Reputation,
        advice(
            "The recipient's organisation has put this IP address on its own block list.",
            "Its administrator or filter chose so.",
            "Ask that organisation's administrator to remove the address.",
        ),
    ),
    one(
        Microsoft,
        (7, 515),
        AuthFailure,
        advice(
            "Microsoft demands SPF, DKIM and DMARC from large senders, and the domain falls short.",
            "At least one of the three is missing, fails, or does not match the From domain.",
            "Publish SPF, sign with DKIM for the From domain, and publish a DMARC record.",
        ),
    ),
    family(
        Microsoft,
        (7, 514, 599),
        Policy,
        advice(
            "A protection rule of Microsoft 365 refused the mail.",
            "Sender, network or content is suspect to it.",
            "Check authentication and blocklists; then ask Microsoft's sender support with the whole reply.",
        ),
    ),
    family(
        Microsoft,
        (7, 600, 699),
        Reputation,
        advice(
            "Microsoft blocks or slows the sending IP address because of its reputation.",
            "Spam came from the address or from its neighbours.",
            "Find and stop the cause, register at Microsoft's SNDS, and use the delisting page that the reply names.",
        ),
    ),
    one(
        Microsoft,
        (7, 700),
        ServerError,
        advice(
            "A filtering part of Microsoft's service is busy; with a final reply the tenant is blocked.",
            "Microsoft's load, or mail that looked like abuse.",
            "Let the queue try again; ask Microsoft's support if it lasts.",
        ),
    ),
    one(
        Microsoft,
        (7, 750),
        Policy,
        advice(
            "The tenant sends much mail from domains that are not registered with it.",
            "A relay or a hijacked account uses sender addresses of other domains.",
            "Add the domains to the tenant as accepted domains, and look for hijacked accounts.",
        ),
    ),
    one(
        Microsoft,
        (7, 708),
        Reputation,
        advice(
            "Microsoft takes no mail from this Microsoft 365 tenant's address at present.",
            "The tenant is new, on trial, or was seen sending spam.",
            "Ask Microsoft's support to review the tenant; look for hijacked accounts meanwhile.",
        ),
    ),
    family(
        Microsoft,
        (7, 701, 749),
        RateLimit,
        advice(
            "The Microsoft 365 tenant may not send more mail at present.",
            "It passed a threshold, or much of its mail looked like spam.",
            "Find hijacked accounts and open relays in the tenant, then ask Microsoft's support to lift the limit.",
        ),
    ),
    family(
        Microsoft,
        (7, 751, 899),
        Reputation,
        advice(
            "Microsoft slows this IP address down.",
            "The address is new, or a jump in volume makes it suspect.",
            "Let the queue try again slowly, and raise the volume over days.",
        ),
    ),
];

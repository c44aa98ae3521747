//! EHLO keywords: what each is for, and what it allows on MAIL, RCPT and as verbs.

use serde::Serialize;

use super::Standing::{self, Experimental, Historic, NonStandard, Standard};

/// A parameter of MAIL or RCPT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ParameterForm {
    /// The keyword before `=`.
    pub keyword: &'static str,
    /// How it is written, for people.
    pub form: &'static str,
}

/// What is known of one EHLO keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// The keyword in the EHLO reply.
    pub keyword: &'static str,
    /// The RFC, or who else defines it.
    pub reference: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What may follow the keyword in the EHLO reply; `None` means nothing may.
    pub ehlo_parameters: Option<&'static str>,
    /// Parameters of MAIL that it allows.
    pub mail_parameters: &'static [ParameterForm],
    /// Parameters of RCPT that it allows.
    pub rcpt_parameters: &'static [ParameterForm],
    /// Verbs that it allows.
    pub verbs: &'static [&'static str],
    /// Octets that it adds to the 512 of a MAIL line; `None` where its RFC names no number.
    pub mail_line_increment: Option<u16>,
    /// Octets that it adds to the 512 of an RCPT line; `None` where its RFC names no number.
    pub rcpt_line_increment: Option<u16>,
    /// How well founded it is.
    pub standing: Standing,
}

/// Every known keyword.
pub fn extensions() -> impl Iterator<Item = &'static Extension> {
    EXTENSIONS.iter()
}

/// The extension with this keyword, in any case of letters.
///
/// ```
/// use smtpwire_diagnose::registry::extension;
/// assert_eq!(extension("size").and_then(|found| found.mail_line_increment), Some(26));
/// assert!(extension("XNOTHING").is_none());
/// ```
pub fn extension(keyword: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|known| known.keyword.eq_ignore_ascii_case(keyword))
}

/// The extensions that allow this parameter on MAIL, in any case of letters.
///
/// ```
/// use smtpwire_diagnose::registry::extensions_of_mail_parameter;
/// let keywords: Vec<_> = extensions_of_mail_parameter("body").map(|found| found.keyword).collect();
/// assert_eq!(keywords, ["8BITMIME", "BINARYMIME"]);
/// ```
pub fn extensions_of_mail_parameter(
    keyword: &str,
) -> impl Iterator<Item = &'static Extension> + use<'_> {
    EXTENSIONS.iter().filter(|known| names(known.mail_parameters, keyword))
}

/// The extensions that allow this parameter on RCPT, in any case of letters.
pub fn extensions_of_rcpt_parameter(
    keyword: &str,
) -> impl Iterator<Item = &'static Extension> + use<'_> {
    EXTENSIONS.iter().filter(|known| names(known.rcpt_parameters, keyword))
}

/// The extension that allows this verb, in any case of letters; `None` for the verbs of RFC 5321
/// that need none, and for verbs unknown here.
///
/// ```
/// use smtpwire_diagnose::registry::extension_of_verb;
/// assert!(extension_of_verb("BDAT").is_some_and(|found| found.keyword == "CHUNKING"));
/// assert!(extension_of_verb("MAIL").is_none());
/// ```
pub fn extension_of_verb(verb: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|known| known.verbs.iter().any(|own| own.eq_ignore_ascii_case(verb)))
}

fn names(forms: &[ParameterForm], keyword: &str) -> bool {
    forms.iter().any(|form| form.keyword.eq_ignore_ascii_case(keyword))
}

const fn form(keyword: &'static str, form: &'static str) -> ParameterForm {
    ParameterForm { keyword, form }
}

const fn row(
    keyword: &'static str,
    reference: &'static str,
    standing: Standing,
    purpose: &'static str,
) -> Extension {
    Extension {
        keyword,
        reference,
        purpose,
        ehlo_parameters: None,
        mail_parameters: &[],
        rcpt_parameters: &[],
        verbs: &[],
        mail_line_increment: Some(0),
        rcpt_line_increment: Some(0),
        standing,
    }
}

impl Extension {
    const fn ehlo(mut self, parameters: &'static str) -> Self {
        self.ehlo_parameters = Some(parameters);
        self
    }

    const fn mail(mut self, forms: &'static [ParameterForm], increment: Option<u16>) -> Self {
        self.mail_parameters = forms;
        self.mail_line_increment = increment;
        self
    }

    const fn rcpt(mut self, forms: &'static [ParameterForm], increment: Option<u16>) -> Self {
        self.rcpt_parameters = forms;
        self.rcpt_line_increment = increment;
        self
    }

    const fn verbs(mut self, verbs: &'static [&'static str]) -> Self {
        self.verbs = verbs;
        self
    }
}

static EXTENSIONS: &[Extension] = &[
    row("SIZE", "RFC 1870", Standard, "Tells the largest message that the server takes, and lets the client declare the size before it sends.")
        .ehlo("the limit in octets; 0 means no fixed limit")
        .mail(&[form("SIZE", "SIZE=octets")], Some(26)),
    row("8BITMIME", "RFC 6152", Standard, "Lets text lines hold octets above 127.")
        .mail(&[form("BODY", "BODY=7BIT or BODY=8BITMIME")], None),
    row("PIPELINING", "RFC 2920", Standard, "Lets the client send groups of commands without waiting for each reply."),
    row("CHUNKING", "RFC 3030", Standard, "Sends the message in counted chunks, so that no dots need doubling.")
        .verbs(&["BDAT"]),
    row("BINARYMIME", "RFC 3030", Standard, "Lets the message hold any octets; needs CHUNKING.")
        .mail(&[form("BODY", "BODY=BINARYMIME")], Some(16)),
    row("STARTTLS", "RFC 3207", Standard, "Turns the plaintext connection into a TLS connection.")
        .verbs(&["STARTTLS"]),
    row("AUTH", "RFC 4954", Standard, "Lets the client log in.")
        .ehlo("the names of SASL mechanisms")
        .mail(&[form("AUTH", "AUTH=mailbox in xtext, or AUTH=<>")], Some(500))
        .verbs(&["AUTH"]),
    row("ENHANCEDSTATUSCODES", "RFC 2034", Standard, "Puts a status code such as 5.1.1 in front of every reply text."),
    row("DSN", "RFC 3461", Standard, "Lets the sender ask for reports on delivery, delay or failure.")
        .mail(&[form("RET", "RET=FULL or RET=HDRS"), form("ENVID", "ENVID=xtext")], Some(107))
        .rcpt(&[form("NOTIFY", "NOTIFY=NEVER, or a list of SUCCESS, FAILURE, DELAY"), form("ORCPT", "ORCPT=type;address in xtext")], Some(507)),
    row("SMTPUTF8", "RFC 6531", Standard, "Lets addresses and headers hold UTF-8; needs 8BITMIME.")
        .mail(&[form("SMTPUTF8", "SMTPUTF8")], Some(10)),
    row("UTF8SMTP", "RFC 5336", Historic, "The experiment that SMTPUTF8 replaced.")
        .ehlo("anything")
        .mail(&[form("ALT-ADDRESS", "ALT-ADDRESS=mailbox")], None)
        .rcpt(&[form("ALT-ADDRESS", "ALT-ADDRESS=mailbox")], None),
    row("DELIVERBY", "RFC 2852", Standard, "Gives the message a deadline, after which it is returned or reported.")
        .ehlo("the shortest deadline in seconds")
        .mail(&[form("BY", "BY=seconds;N or R, and T to trace")], Some(17)),
    row("FUTURERELEASE", "RFC 4865", Standard, "Lets a submission server hold the message until later.")
        .ehlo("the longest delay in seconds and the latest date")
        .mail(&[form("HOLDFOR", "HOLDFOR=seconds"), form("HOLDUNTIL", "HOLDUNTIL=date-time")], Some(34)),
    row("MT-PRIORITY", "RFC 6710", Standard, "Gives the message a priority from -9 to 9.")
        .ehlo("the name of a priority policy")
        .mail(&[form("MT-PRIORITY", "MT-PRIORITY=-9 to 9")], Some(15)),
    row("REQUIRETLS", "RFC 8689", Standard, "Demands TLS on every hop; offered only inside TLS.")
        .mail(&[form("REQUIRETLS", "REQUIRETLS")], Some(11)),
    row("LIMITS", "RFC 9422", Standard, "Announces how many transactions and recipients the server takes.")
        .ehlo("MAILMAX=, RCPTMAX= and RCPTDOMAINMAX= with a number each"),
    row("RRVS", "RFC 7293", Standard, "Delivers only if the mailbox has had the same owner since a date.")
        .rcpt(&[form("RRVS", "RRVS=date-time, then ;C or ;R")], Some(33)),
    row("MTRK", "RFC 3885", Standard, "Lets the sender track the message; needs ENVID and ORCPT.")
        .mail(&[form("MTRK", "MTRK=certifier, then :timeout")], Some(40)),
    row("BURL", "RFC 4468", Standard, "Takes the content from an IMAP server by URL.")
        .ehlo("imap, or URLs of IMAP servers")
        .verbs(&["BURL"]),
    row("ETRN", "RFC 1985", Standard, "Asks the server to deliver the mail that waits for a node.")
        .verbs(&["ETRN"]),
    row("ATRN", "RFC 2645", Standard, "Turns the connection round after a login, to fetch waiting mail on port 366.")
        .verbs(&["ATRN"]),
    row("NO-SOLICITING", "RFC 3865", Standard, "Says which kinds of advertising the server refuses.")
        .ehlo("solicitation class keywords")
        .mail(&[form("SOLICIT", "SOLICIT=keywords")], Some(1007)),
    row("CONPERM", "RFC 4141", Standard, "Permits systems on the way to convert the content.")
        .mail(&[form("CONPERM", "CONPERM")], None),
    row("CONNEG", "RFC 4141", Standard, "Asks for what the recipient can display; the RCPT reply tells it.")
        .rcpt(&[form("CONNEG", "CONNEG")], None),
    row("CHECKPOINT", "RFC 1845", Experimental, "Resumes a transaction that was cut off.")
        .mail(&[form("TRANSID", "TRANSID=<identifier>")], Some(88)),
    row("SUBMITTER", "RFC 4405", Historic, "Names the responsible submitter, for the Sender ID experiment.")
        .mail(&[form("SUBMITTER", "SUBMITTER=mailbox in xtext")], None),
    row("EXPN", "RFC 5321", Standard, "Lists the members of a mailing list.").verbs(&["EXPN"]),
    row("VRFY", "RFC 5321", Standard, "Asks whether an address exists; listed by a few servers.").verbs(&["VRFY"]),
    row("HELP", "RFC 5321", Standard, "Offers help texts for people.").verbs(&["HELP"]),
    row("SEND", "RFC 821", Historic, "Wrote a message to the user's terminal.").verbs(&["SEND"]),
    row("SOML", "RFC 821", Historic, "Wrote to the terminal or, failing that, to the mailbox.").verbs(&["SOML"]),
    row("SAML", "RFC 821", Historic, "Wrote to the terminal and to the mailbox.").verbs(&["SAML"]),
    row("TURN", "RFC 821", Historic, "Exchanged the roles of client and server, without knowing who asks; unsafe.").verbs(&["TURN"]),
    row("VERB", "IANA registry (Sendmail)", NonStandard, "Makes Sendmail tell more of what it does.").verbs(&["VERB"]),
    row("ONEX", "IANA registry (Sendmail)", NonStandard, "Told Sendmail that only one message follows.").verbs(&["ONEX"]),
    row("XCLIENT", "Postfix XCLIENT_README", NonStandard, "Lets a trusted proxy replace the client's name, address and login.")
        .ehlo("names of attributes")
        .verbs(&["XCLIENT"]),
    row("XFORWARD", "Postfix XFORWARD_README", NonStandard, "Passes the original client's data on for logs.")
        .ehlo("names of attributes")
        .verbs(&["XFORWARD"]),
    row("XEXCH50", "Microsoft Exchange", NonStandard, "Carries properties between old Exchange servers.").verbs(&["XEXCH50"]),
    row("X-EXPS", "Microsoft Exchange", NonStandard, "Exchange's own login between servers.")
        .ehlo("names of mechanisms")
        .verbs(&["X-EXPS"]),
    row("X-ANONYMOUSTLS", "Microsoft Exchange", NonStandard, "Exchange's own TLS between servers.").verbs(&["X-ANONYMOUSTLS"]),
    row("PRDR", "Exim specification", NonStandard, "Gives one reply per recipient after the data, as LMTP does.")
        .mail(&[form("PRDR", "PRDR")], Some(5)),
    row("WELLKNOWN", "Exim specification", NonStandard, "Fetches well-known data from the server.").verbs(&["WELLKNOWN"]),
    row("LHLO", "RFC 2033", Standard, "The greeting verb of LMTP; no keyword, and kept here for its verb.").verbs(&["LHLO"]),
];

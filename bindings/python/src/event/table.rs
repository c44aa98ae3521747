//! The events: one row each.
//!
//! The macro checks every row against the shared event: a kind without a row, and a field that its row
//! does not name, do not compile.

use std::sync::LazyLock;

use smtpwire::sasl::SaslMechanism;

use super::events;
use super::made::Of;

/// The SASL mechanisms, the strongest first.
static MECHANISMS: LazyLock<Vec<&str>> =
    LazyLock::new(|| SaslMechanism::ALL.into_iter().map(SaslMechanism::name).collect());

/// What a client claims to know or to be.
const CREDENTIALS: &[&str] = &["password", "cram-md5", "bearer", "external", "anonymous", "other"];

/// Why a transaction came to nothing.
const WHY_ABORTED: &[&str] =
    &["reset", "greeting", "content", "refused", "quit", "connection", "other"];

events! {
    /// A client: the server's greeting.
    Greeting of Greeting() {
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A client: EHLO, LHLO or HELO was accepted.
    Ehlo of Ehlo() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A client: the final reply to a command. Its ``type`` is ``reply``.
    CommandReply of Reply() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// Its verb, or ``unknown``.
        verb: verb as Text,
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A client: the server said 354; content is expected.
    DataReady of DataReady() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A client: the final reply to a message.
    ContentReply of ContentReply() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A client of LMTP: the final reply to a message for one recipient.
    RecipientReply of RecipientReply() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// Which of the accepted recipients, from 0.
        index: index as Number,
        /// Whether it is the last.
        last: last as Flag,
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// All roles, without ``tls``: STARTTLS was accepted. Write the output, which has a server's 220, do the handshake, then call ``tls_established`` or ``tls_failed``; the connection is paused until then. That of a ``Client`` has the command and the reply.
    StartTls of StartTls() {
        /// The command's number: 1 for the first of a connection.
        command = None: command as Place by command,
        /// What the server said.
        reply = None: reply as Reply by reply,
    }
    /// All roles, with ``tls``: TLS is up; nothing is waited for. A client's has the STARTTLS command and its reply, unless TLS came first.
    TlsEstablished of TlsEstablished() {
        /// The command's number: 1 for the first of a connection.
        command = None: command as Place by command,
        /// What the server said.
        reply = None: reply as Reply by reply,
    }
    /// A client: the server's challenge in a raw exchange.
    Challenge of Challenge() {
        /// The command's number: 1 for the first of a connection.
        command: command as Place by command,
        /// The challenge, decoded.
        octets: octets as Octets,
    }
    /// A client or a server: the login succeeded.
    Authenticated of Authenticated() {
        /// The command's number: 1 for the first of a connection.
        command = None: command as Place by command,
        /// What the server said.
        reply = None: reply as Reply by reply,
        /// A client: the mechanism that was used.
        mechanism = None: mechanism as Text,
        /// A server: the name that was proven.
        username = None: username as Text,
        /// A server: the identity to act as, where it is another.
        authorization_identity = None: authorization_identity as Text,
    }
    /// A client: the server announced by 421 that it closes.
    Closing of Closing() {
        /// What the server said.
        reply: reply as Reply by reply,
    }
    /// A mailer: the session is up.
    Ready of Ready() {
    }
    /// A mailer: give content of a streamed message.
    NeedContent of NeedContent() {
        /// Which message: the number that ``send`` returned.
        transaction: transaction as Place,
    }
    /// A mailer: what became of a message.
    Outcome of Outcome(smtpwire_shell::Outcome) {
        /// The number that ``send`` returned.
        transaction: transaction as Place,
        /// Whether the server has taken it for every recipient.
        accepted: accepted as Flag,
        /// Who is to deliver it now: ``taken`` (the server), ``not-taken`` (still the sender), ``unknown``.
        responsibility: responsibility as Word(&["taken", "not-taken", "unknown"]),
        /// One :class:`RecipientOutcome` for each recipient of the envelope, in its order.
        recipients: recipients as Recipients,
        /// The reply to the end of the content; ``None`` under LMTP.
        reply = None: reply as Reply,
        /// The name under which the server has queued it, where its reply says so.
        queue_id = None: queue_id as Text,
        /// What ended the session before the transaction was over.
        error = None: error as Error,
    }
    /// A server: the PROXY header.
    Proxy of Proxy() {
        /// What it said.
        header: header as Header,
    }
    /// A server: a client is there, and waits to be greeted.
    Connected of Connected() {
    }
    /// A server: the client spoke before it was greeted.
    EarlyTalker of EarlyTalker() {
    }
    /// A server: EHLO, HELO or LHLO.
    Helo of Helo() {
        /// EHLO, HELO or LHLO.
        verb: verb as Word(&["EHLO", "HELO", "LHLO"]),
        /// What the client calls itself: ``mx.example``, ``[192.0.2.1]``.
        host: host as Text,
    }
    /// A server: are these credentials good? Answer with ``Server.verify``.
    AuthVerify of AuthVerify() {
        /// ``password``, ``cram-md5``, ``bearer``, ``external`` or ``anonymous``.
        credentials: credentials as Word(CREDENTIALS),
        /// The name that is to be proven.
        username = None: username as Text,
        /// The identity to act as, where another is asked for.
        authorization_identity = None: authorization_identity as Text,
        /// ``***`` where there is a password; ``reveal_password`` has it.
        password = None: password as Secret,
        /// ``***`` where there is a token; ``reveal_token`` has it.
        token = None: token as Secret,
        /// A bearer: the server's name as the client has it.
        host = None: host as Text,
        /// A bearer: the server's port as the client has it.
        port = None: port as Port,
        /// Anonymous: a word for the log.
        trace = None: trace as Text,
        ; claim
    }
    /// A server: a SCRAM login needs what is stored about a user.
    AuthLookup of AuthLookup() {
        /// By which mechanism, and so which digest.
        mechanism: mechanism as Word(&MECHANISMS),
        /// The user.
        username: username as Text,
        /// The identity to act as, where another is asked for.
        authorization_identity = None: authorization_identity as Text,
    }
    /// A server: a login failed.
    AuthFailed of AuthFailed() {
        /// By which mechanism.
        mechanism: mechanism as Word(&MECHANISMS),
        /// What was answered.
        reply: reply as Reply by reply,
    }
    /// A server: MAIL.
    Mail of Mail() {
        /// The sender without brackets; empty for the null path.
        from_: from as Text,
        /// The parameters, in the order in which they are written.
        parameters: parameters as Parameters(Of::Mail),
    }
    /// A server: RCPT.
    Rcpt of Rcpt() {
        /// The recipient without brackets; ``postmaster`` for the one without domain.
        to: to as Text,
        /// The parameters, in the order in which they are written.
        parameters: parameters as Parameters(Of::Rcpt),
    }
    /// A server: the content is about to come.
    Data of Data() {
    }
    /// A server: a piece of the content.
    Content of Content() {
        /// The octets.
        octets: octets as Octets,
    }
    /// A server: the content is whole.
    Message of Message() {
        /// How many octets it has.
        size: size as Number,
        /// All of them, where they are kept whole.
        octets = None: octets as Octets,
    }
    /// A server: the transaction came to nothing.
    Aborted of Aborted() {
        /// ``reset``, ``greeting``, ``content``, ``refused``, ``quit`` or ``connection``; ``other`` for what is newer.
        why: why as Word(WHY_ABORTED),
        /// What was wrong with the content.
        error = None: error as Error,
    }
    /// A server: RSET.
    Rset of Rset() {
    }
    /// A server: NOOP.
    Noop of Noop() {
    }
    /// A server: VRFY.
    Vrfy of Vrfy() {
        /// Who is asked for.
        query: query as Text,
        /// Whether the reply may hold UTF-8.
        smtputf8: smtputf8 as Flag,
    }
    /// A server: EXPN.
    Expn of Expn() {
        /// Which list is asked for.
        query: query as Text,
        /// Whether the reply may hold UTF-8.
        smtputf8: smtputf8 as Flag,
    }
    /// A server: HELP.
    Help of Help() {
        /// What about.
        argument = None: argument as Text,
    }
    /// A server: ETRN.
    Etrn of Etrn() {
        /// For this host, …
        host = None: host as Text,
        /// … or this domain with all below it, …
        subdomains = None: subdomains as Text,
        /// … or this queue.
        queue = None: queue as Text,
    }
    /// A server: ATRN.
    Atrn of Atrn() {
        /// The domains whose mail is asked for.
        domains: domains as Texts,
    }
    /// A server: BURL.
    Burl of Burl() {
        /// ``***``: it may carry a password. ``reveal_url`` has it.
        url: url as Secret,
        /// Whether the message ends with it.
        last: last as Flag,
    }
    /// A server: XCLIENT.
    XClient of XClient() {
        /// Names and decoded values.
        attributes: attributes as Pairs,
    }
    /// A server: XFORWARD.
    XForward of XForward() {
        /// Names and decoded values.
        attributes: attributes as Pairs,
    }
    /// A server: a command that is not known here.
    Unknown of Unknown() {
        /// Its first word, as it was written.
        verb: verb as Text,
        /// Its first word, and ``***`` for the rest; ``***`` for all of it behind a login that was refused.
        /// ``Server.reveal_unknown()`` has the line.
        line: line as Text,
    }
    /// A server: a command was refused by the connection itself.
    Refused of Refused() {
        /// Which, or ``unknown``.
        verb: verb as Text,
        /// With what.
        reply: reply as Reply by reply,
    }
    /// A server: QUIT.
    Quit of Quit() {
    }
    /// Something that is newer than this shell.
    Other of Other() {
    }
}

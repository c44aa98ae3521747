//! The events: one row each.
//!
//! The macro checks every row against the shared event: a kind without a row, and a field that its row
//! does not name, do not compile.

use super::events;

events! {
    /// A client: the server's greeting.
    Greeting of Greeting() {
        /// What the server said.
        reply: reply by reply,
    }
    /// A client: EHLO, LHLO or HELO was accepted.
    Ehlo of Ehlo() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// What the server said.
        reply: reply by reply,
    }
    /// A client: the final reply to a command. Its ``type`` is ``reply``.
    CommandReply of Reply() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// Its verb, or ``unknown``.
        verb: verb,
        /// What the server said.
        reply: reply by reply,
    }
    /// A client: the server said 354; content is expected.
    DataReady of DataReady() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// What the server said.
        reply: reply by reply,
    }
    /// A client: the final reply to a message.
    ContentReply of ContentReply() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// What the server said.
        reply: reply by reply,
    }
    /// A client of LMTP: the final reply to a message for one recipient.
    RecipientReply of RecipientReply() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// Which of the accepted recipients, from 0.
        index: index,
        /// Whether it is the last.
        last: last,
        /// What the server said.
        reply: reply by reply,
    }
    /// All roles: STARTTLS was accepted. Without TLS of ours the connection is paused for the handshake; with it TLS is up. A client's has the command and the reply.
    StartTls of StartTls() {
        /// The command's number: 1 for the first of a connection.
        command = None: command by command,
        /// What the server said.
        reply = None: reply by reply,
    }
    /// A client: the server's challenge in a raw exchange.
    Challenge of Challenge() {
        /// The command's number: 1 for the first of a connection.
        command: command by command,
        /// The challenge, decoded.
        octets: octets,
    }
    /// A client or a server: the login succeeded.
    Authenticated of Authenticated() {
        /// The command's number: 1 for the first of a connection.
        command = None: command by command,
        /// What the server said.
        reply = None: reply by reply,
        /// A client: the mechanism that was used.
        mechanism = None: mechanism,
        /// A server: the name that was proven.
        username = None: username,
        /// A server: the identity to act as, where it is another.
        authorization_identity = None: authorization_identity,
    }
    /// A client: the server announced by 421 that it closes.
    Closing of Closing() {
        /// What the server said.
        reply: reply by reply,
    }
    /// A mailer: the session is up.
    Ready of Ready() {
    }
    /// A mailer: give content of a streamed message.
    NeedContent of NeedContent() {
        /// Which message: the number that ``send`` returned.
        transaction: transaction,
    }
    /// A mailer: what became of a message.
    Outcome of Outcome(smtpwire_shell::Outcome) {
        /// The number that ``send`` returned.
        transaction: transaction,
        /// Whether the server has taken it for every recipient.
        accepted: accepted,
        /// Who is to deliver it now: ``taken`` (the server), ``not-taken`` (still the sender), ``unknown``.
        responsibility: responsibility,
        /// One :class:`RecipientOutcome` for each recipient of the envelope, in its order.
        recipients: recipients,
        /// The reply to the end of the content; ``None`` under LMTP.
        reply = None: reply,
        /// The name under which the server has queued it, where its reply says so.
        queue_id = None: queue_id,
        /// What ended the session before the transaction was over.
        error = None: error,
    }
    /// A server: the PROXY header.
    Proxy of Proxy() {
        /// What it said.
        header: header,
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
        verb: verb,
        /// What the client calls itself: ``mx.example``, ``[192.0.2.1]``.
        host: host,
    }
    /// A server: are these credentials good? Answer with ``Server.verify``.
    AuthVerify of AuthVerify() {
        /// ``password``, ``cram-md5``, ``bearer``, ``external`` or ``anonymous``.
        credentials: credentials,
        /// The name that is to be proven.
        username = None: username,
        /// The identity to act as, where another is asked for.
        authorization_identity = None: authorization_identity,
        /// ``***`` where there is a password; ``reveal_password`` has it.
        password = None: password,
        /// ``***`` where there is a token; ``reveal_token`` has it.
        token = None: token,
        /// A bearer: the server's name as the client has it.
        host = None: host,
        /// A bearer: the server's port as the client has it.
        port = None: port,
        /// Anonymous: a word for the log.
        trace = None: trace,
        ; claim
    }
    /// A server: a SCRAM login needs what is stored about a user.
    AuthLookup of AuthLookup() {
        /// By which mechanism, and so which digest.
        mechanism: mechanism,
        /// The user.
        username: username,
        /// The identity to act as, where another is asked for.
        authorization_identity = None: authorization_identity,
    }
    /// A server: a login failed.
    AuthFailed of AuthFailed() {
        /// By which mechanism.
        mechanism: mechanism,
        /// What was answered.
        reply: reply by reply,
    }
    /// A server: MAIL.
    Mail of Mail() {
        /// The sender without brackets; empty for the null path.
        from_: from,
        /// The parameters, in the order in which they are written.
        parameters: parameters,
    }
    /// A server: RCPT.
    Rcpt of Rcpt() {
        /// The recipient without brackets; ``postmaster`` for the one without domain.
        to: to,
        /// The parameters, in the order in which they are written.
        parameters: parameters,
    }
    /// A server: the content is about to come.
    Data of Data() {
    }
    /// A server: a piece of the content.
    Content of Content() {
        /// The octets.
        octets: octets,
    }
    /// A server: the content is whole.
    Message of Message() {
        /// How many octets it has.
        size: size,
        /// All of them, where they are kept whole.
        octets = None: octets,
    }
    /// A server: the transaction came to nothing.
    Aborted of Aborted() {
        /// ``reset``, ``greeting``, ``content``, ``refused``, ``quit`` or ``connection``; ``other`` for what is newer.
        why: why,
        /// What was wrong with the content.
        error = None: error,
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
        query: query,
        /// Whether the reply may hold UTF-8.
        smtputf8: smtputf8,
    }
    /// A server: EXPN.
    Expn of Expn() {
        /// Which list is asked for.
        query: query,
        /// Whether the reply may hold UTF-8.
        smtputf8: smtputf8,
    }
    /// A server: HELP.
    Help of Help() {
        /// What about.
        argument = None: argument,
    }
    /// A server: ETRN.
    Etrn of Etrn() {
        /// For this host, …
        host = None: host,
        /// … or this domain with all below it, …
        subdomains = None: subdomains,
        /// … or this queue.
        queue = None: queue,
    }
    /// A server: ATRN.
    Atrn of Atrn() {
        /// The domains whose mail is asked for.
        domains: domains,
    }
    /// A server: BURL.
    Burl of Burl() {
        /// ``***``: it may carry a password. ``reveal_url`` has it.
        url: url,
        /// Whether the message ends with it.
        last: last,
    }
    /// A server: XCLIENT.
    XClient of XClient() {
        /// Names and decoded values.
        attributes: attributes,
    }
    /// A server: XFORWARD.
    XForward of XForward() {
        /// Names and decoded values.
        attributes: attributes,
    }
    /// A server: a command that is not known here.
    Unknown of Unknown() {
        /// Its first word, as it was written.
        verb: verb,
        /// The whole line.
        line: line,
    }
    /// A server: a command was refused by the connection itself.
    Refused of Refused() {
        /// Which, or ``unknown``.
        verb: verb,
        /// With what.
        reply: reply by reply,
    }
    /// A server: QUIT.
    Quit of Quit() {
    }
    /// Something that is newer than this shell.
    Other of Other() {
    }
}

//! What a client is asked.

use serde_bytes::ByteBuf;
use smtpwire::{CommandId, ErrorCode};

use super::{operations, shown};
use crate::config::{ChannelBinding, Credentials, Phase, SaslPolicy, SecretOctets};
use crate::count::Count;
use crate::failure::Failure;
use crate::lines::ClientLine;
use crate::values::{
    Capabilities, Command, Parameter, Path, Reply, mail_parameters, node, rcpt_parameters,
};

/// What a command is called by in its events.
fn numbered(id: Result<CommandId, smtpwire::Error>) -> Result<u64, Failure> {
    Ok(id?.number())
}

/// The same where the command has one argument: what can't be sent of it is told by its name.
fn numbered_with(argument: &str, id: Result<CommandId, smtpwire::Error>) -> Result<u64, Failure> {
    let is_its_value = |wrong: &Failure| wrong.code == ErrorCode::InvalidValue.number();
    numbered(id).map_err(|wrong| if is_its_value(&wrong) { wrong.within(argument) } else { wrong })
}

fn mail(client: &mut ClientLine, from: &Path, parameters: &[Parameter]) -> Result<u64, Failure> {
    let from = from.build_sender().map_err(|wrong| wrong.within("from"))?;
    let parameters = mail_parameters(parameters)?;
    numbered(client.client_mut().mail(from, parameters))
}

fn rcpt(client: &mut ClientLine, to: &Path, parameters: &[Parameter]) -> Result<u64, Failure> {
    let to = to.build_recipient().map_err(|wrong| wrong.within("to"))?;
    let parameters = rcpt_parameters(parameters)?;
    numbered(client.client_mut().rcpt(to, parameters))
}

fn command(client: &mut ClientLine, command: &Command) -> Result<u64, Failure> {
    numbered(client.client_mut().command(command.build()?))
}

/// Where TLS is done here, its own binding is used.
fn auth(
    client: &mut ClientLine,
    credentials: Credentials,
    policy: Option<SaslPolicy>,
    binding: Option<ChannelBinding>,
    entropy: &SecretOctets,
) -> Result<u64, Failure> {
    let credentials = credentials.build();
    let policy = policy.unwrap_or_default().build();
    let entropy = entropy.clone().build();
    match client {
        ClientLine::Plain(client) => {
            let binding = binding.map(ChannelBinding::build);
            numbered(client.auth(&credentials, &policy, binding.as_ref(), entropy.reveal()))
        }
        #[cfg(feature = "tls")]
        ClientLine::Tls(client) => {
            if binding.is_some() {
                let message = "channel_binding: TLS is done here, and brings its own";
                return Err(Failure::invalid("invalid-choice", message));
            }
            numbered(client.auth(&credentials, &policy, entropy.reveal()))
        }
        #[cfg(not(feature = "tls"))]
        ClientLine::Tls(none) => match **none {},
    }
}

operations! {
    /// What a client is asked. Commands answer their number, which their events carry.
    ClientOperation on ClientLine {
        /// `EHLO`, or under LMTP `LHLO`.
        ehlo(client; host: String) => client.ehlo(&host);
        /// `MAIL FROM`; the empty text is the null path.
        mail(client; from: Path, parameters: Option<Vec<Parameter>>) => {
            mail(client, &from, &parameters.unwrap_or_default())
        };
        /// `RCPT TO`.
        rcpt(client; to: Path, parameters: Option<Vec<Parameter>>) => {
            rcpt(client, &to, &parameters.unwrap_or_default())
        };
        /// `DATA`.
        data(client) => client.data();
        /// `BDAT`: so many octets follow.
        bdat(client; size: Count, last: Option<bool>) => {
            numbered(client.client_mut().bdat(size.0, last.unwrap_or_default()))
        };
        /// `RSET`.
        rset(client) => numbered(client.client_mut().rset());
        /// `NOOP`.
        noop(client) => numbered(client.client_mut().noop());
        /// `VRFY`.
        vrfy(client; query: String) => numbered_with("query", client.client_mut().vrfy(&query));
        /// `EXPN`.
        expn(client; query: String) => numbered_with("query", client.client_mut().expn(&query));
        /// `HELP`, perhaps about something.
        help(client; argument: Option<String>) => {
            numbered_with("argument", client.client_mut().help(argument.as_deref()))
        };
        /// `ETRN`, for exactly one of these.
        etrn(client; host: Option<String>, subdomains: Option<String>, queue: Option<String>) => {
            let node = node(host.as_deref(), subdomains.as_deref(), queue.as_deref())?;
            numbered(client.client_mut().etrn(node))
        };
        /// `QUIT`.
        quit(client) => numbered(client.client_mut().quit());
        /// Any command, by its value.
        command(client; command: Command) => self::command(client, &command);
        /// A line as a person would type it.
        raw(client; line: String) => numbered_with("line", client.client_mut().raw(&line));
        /// The next octets of the content: how many were taken.
        content(client; octets: ByteBuf) => client.content(&octets);
        /// How many octets of content can be given now.
        content_room(client) => Ok::<_, Failure>(client.client().content_room());
        /// The end of the content of DATA.
        end_content(client) => client.end_content();
        /// `AUTH` by these credentials; `entropy` is 16 to 64 octets, new for each call.
        auth(client;
            credentials: Credentials,
            entropy: SecretOctets,
            policy: Option<SaslPolicy>,
            channel_binding: Option<ChannelBinding>,
        ) => auth(client, credentials, policy, channel_binding, &entropy);
        /// `AUTH`, an exchange that the host does.
        auth_raw(client; mechanism: String, initial: Option<SecretOctets>) => {
            let initial = initial.map(SecretOctets::build);
            let initial = initial.as_ref().map(smtpwire::Secret::reveal);
            numbered(client.client_mut().auth_raw(&mechanism, initial))
        };
        /// The answer to a challenge.
        auth_response(client; octets: SecretOctets) => {
            client.client_mut().auth_response(octets.build().reveal()).map_err(Failure::from)
        };
        /// Gives the exchange up.
        auth_cancel(client) => client.client_mut().auth_cancel().map_err(Failure::from);
        /// `STARTTLS`.
        starttls(client) => numbered(client.client_mut().starttls());
        /// The host's own TLS is up; `verified` where the server has proven who it is, which only the host knows.
        tls_established(client; now: u64, verified: Option<bool>) => {
            client.tls_established(verified.unwrap_or(false), now)
        };
        /// The host's own TLS has failed.
        tls_failed(client; detail: Option<String>) => {
            client.tls_failed(&detail.unwrap_or_default())
        };
        /// Where the session stands.
        phase(client) => Ok::<_, Failure>(Phase::from(client.client().phase()));
        /// What the server offers, once it has said so.
        capabilities(client) => {
            Ok::<_, Failure>(client.client().capabilities().map(Capabilities::from))
        };
        /// The server's greeting.
        greeting(client) => Ok::<_, Failure>(client.client().greeting().map(Reply::from));
        /// The name that was said in EHLO.
        ehlo_name(client) => {
            Ok::<_, Failure>(client.client().ehlo_name().map(ToString::to_string))
        };
        /// Whether TLS protects the session.
        is_tls(client) => Ok::<_, Failure>(client.client().is_tls());
        /// Whether it does, and the server has proven by it who it is.
        is_verified(client) => Ok::<_, Failure>(client.client().is_verified());
        /// Whether the login has succeeded.
        is_authenticated(client) => Ok::<_, Failure>(client.client().is_authenticated());
        /// Whether QUIT was given.
        is_quitting(client) => Ok::<_, Failure>(client.client().is_quitting());
        /// Whether the session is over, in order or not.
        is_over(client) => Ok::<_, Failure>(client.client().is_over());
        /// Whether the end of the newest message has been written whole.
        content_end_sent(client) => Ok::<_, Failure>(client.client().content_end_sent());
        /// How many commands have no reply yet.
        pending(client) => Ok::<_, Failure>(client.client().pending());
        /// Those commands: number, verb, and how much was written.
        unanswered(client) => {
            let one = |(id, verb, sent): (CommandId, _, _)| {
                (id.number(), crate::values::verb(verb), shown::sent(sent))
            };
            Ok::<_, Failure>(client.client().unanswered().map(one).collect::<Vec<_>>())
        };
        /// Why the last login was given up on this side.
        auth_failure(client) => Ok::<_, Failure>(client.client().auth_failure().map(Failure::from));
        /// What the handshake of TLS of ours came to.
        tls_session(client) => Ok::<_, Failure>(client.tls_session());
        /// Why TLS of ours failed.
        tls_failure(client) => Ok::<_, Failure>(client.tls_failure());
        /// What opportunistic TLS of ours fell back to.
        fallback(client) => Ok::<_, Failure>(client.fallback());
        /// What a login can be tied to.
        reveal_channel_bindings(client) => Ok::<_, Failure>(client.reveal_channel_bindings());
        /// Keeps what is said inside TLS of ours, or stops to.
        set_tracing(client; on: bool) => client.set_tracing(on);
        /// What was said since the last time, passwords too.
        take_trace(client) => Ok::<_, Failure>(client.take_trace());
    }
}

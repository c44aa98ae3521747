//! What a server is asked.

use super::given::{GivenReply, GivenVerifier};
use super::{operations, shown};
use crate::config::{ChannelBinding, Phase, SecretOctets};
use crate::failure::Failure;
use crate::lines::ServerLine;
use crate::values::password_matches;

operations! {
    /// What a server is asked.
    ServerOperation on ServerLine {
        /// Says yes to the event that waits.
        accept(server) => server.accept();
        /// Answers the event that waits.
        answer(server; reply: GivenReply) => server.answer_with(reply.build());
        /// Answers as often as answers are due.
        answer_all(server; reply: GivenReply) => {
            server.decide(|inside| inside.answer_all(&reply.build()))
        };
        /// Decides about a login: is the client who it claims to be?
        verify(server; accepted: bool) => server.decide(|inside| inside.verify(accepted));
        /// What is stored about the user of a login; nothing for one who does not exist.
        provide_verifier(server; verifier: Option<GivenVerifier>) => {
            let verifier = verifier.map(|verifier| verifier.0);
            server.decide(|inside| inside.provide_verifier(verifier))
        };
        /// Ends the session, by a reply of the host's own perhaps.
        close(server; reply: Option<GivenReply>) => {
            server.decide(|inside| inside.close(reply.map(GivenReply::build)))
        };
        /// How many answers are due.
        answers_due(server) => Ok::<_, Failure>(server.server().answers_due());
        /// What ties a login to the host's own TLS.
        set_channel_bindings(server; bindings: Vec<ChannelBinding>) => {
            server.set_channel_bindings(bindings.into_iter().map(ChannelBinding::build).collect())
        };
        /// Whether the client has shown by the connection itself who it is.
        set_external(server; shown: bool) => {
            server.line.server_mut().set_external(shown);
            Ok::<_, Failure>(())
        };
        /// The host's own TLS is up.
        tls_established(server; now: u64) => server.tls_established(now);
        /// The host's own TLS has failed.
        tls_failed(server; detail: Option<String>) => {
            server.tls_failed(&detail.unwrap_or_default())
        };
        /// Where the session stands.
        phase(server) => Ok::<_, Failure>(Phase::from(server.server().phase()));
        /// Whether TLS protects the session.
        is_tls(server) => Ok::<_, Failure>(server.server().is_tls());
        /// Whether the client has logged in.
        is_authenticated(server) => Ok::<_, Failure>(server.server().is_authenticated());
        /// Whether the session is over.
        is_closed(server) => Ok::<_, Failure>(server.server().is_closed());
        /// Whether this is the password of the login that waits for a decision.
        claim_matches(server; password: SecretOctets) => {
            let claim = server.reveal_claim()?;
            Ok::<_, Failure>(password_matches(claim, password.build().reveal()))
        };
        /// All that the client of the login that waits claims, secrets too.
        reveal_claim(server) => server.reveal_claim().map(shown::RevealedClaim::from);
        /// The whole line of the last `unknown` event, also where the event masks it.
        reveal_unknown(server) => server.reveal_unknown();
        /// What the handshake of TLS of ours came to.
        tls_session(server) => Ok::<_, Failure>(server.line.tls_session());
        /// Why TLS of ours failed.
        tls_failure(server) => Ok::<_, Failure>(server.line.tls_failure());
        /// What a login can be tied to.
        reveal_channel_bindings(server) => {
            Ok::<_, Failure>(server.line.reveal_channel_bindings())
        };
        /// Keeps what is said inside TLS of ours, or stops to.
        set_tracing(server; on: bool) => server.line.set_tracing(on);
        /// What was said since the last time, passwords too.
        take_trace(server) => Ok::<_, Failure>(server.line.take_trace());
    }
}

//! What a mailer is asked.

use serde_bytes::ByteBuf;
use smtpwire::{Content, Error, ErrorCode};

use super::operations;
use crate::config::ChannelBinding;
use crate::count::Count;
use crate::failure::Failure;
use crate::lines::MailerLine;
use crate::values::{Capabilities, Envelope, Reply};

/// Without content a message is streamed.
fn send(
    mailer: &mut MailerLine,
    envelope: &Envelope,
    content: Option<ByteBuf>,
    size: Option<Count>,
) -> Result<u64, Failure> {
    let content = match content {
        Some(octets) => Content::Owned(octets.into_vec()),
        None => Content::Stream { size: size.map(|size| size.0) },
    };
    let sent = mailer.mailer_mut().send(envelope.build()?, content);
    Ok(sent.map_err(|error| too_late(&error))?.get())
}

/// Why nothing more is sent.
#[cold]
fn too_late(error: &Error) -> Failure {
    let mut failure = Failure::from(error);
    if error.code() == ErrorCode::AlreadyClosed {
        "nothing more can be sent: quit was called, or the connection is closed"
            .clone_into(&mut failure.message);
    }
    failure
}

operations! {
    /// What a mailer is asked.
    MailerOperation on MailerLine {
        /// Queues a message: its number. Without content it is streamed, and `size` is a hint.
        send(mailer; envelope: Envelope, content: Option<ByteBuf>, size: Option<Count>) => {
            send(mailer, &envelope, content, size)
        };
        /// The next octets of a streamed message: how many were taken.
        content(mailer; transaction: u64, octets: ByteBuf) => mailer.content(transaction, &octets);
        /// The end of a streamed message.
        end_content(mailer; transaction: u64) => {
            mailer.end_content(transaction)
        };
        /// Gives up a streamed message in the middle.
        abort_content(mailer; transaction: u64) => {
            mailer.abort_content(transaction)
        };
        /// Ends the session once all that was queued has its outcome.
        quit(mailer) => {
            mailer.mailer_mut().quit();
            Ok::<_, Failure>(())
        };
        /// The host's own TLS is up; `verified` where the server has proven who it is, which only the host knows.
        tls_established(mailer;
            now: u64,
            verified: Option<bool>,
            channel_binding: Option<ChannelBinding>,
        ) => {
            let binding = channel_binding.map(ChannelBinding::build);
            mailer.tls_established(verified.unwrap_or(false), binding, now)
        };
        /// The host's own TLS has failed.
        tls_failed(mailer; detail: Option<String>) => {
            mailer.tls_failed(&detail.unwrap_or_default())
        };
        /// What the server offers, once it has said so.
        capabilities(mailer) => {
            Ok::<_, Failure>(mailer.mailer().capabilities().map(Capabilities::from))
        };
        /// The server's greeting.
        greeting(mailer) => Ok::<_, Failure>(mailer.mailer().greeting().map(Reply::from));
        /// The reply that refused STARTTLS, after which the session went on in plaintext.
        starttls_refusal(mailer) => {
            Ok::<_, Failure>(mailer.mailer().starttls_refusal().map(Reply::from))
        };
        /// Whether TLS protects the session.
        is_tls(mailer) => Ok::<_, Failure>(mailer.mailer().is_tls());
        /// Whether it does, and the server has proven by it who it is.
        is_verified(mailer) => Ok::<_, Failure>(mailer.mailer().is_verified());
        /// Whether the login has succeeded.
        is_authenticated(mailer) => Ok::<_, Failure>(mailer.mailer().is_authenticated());
        /// How many messages have no outcome yet.
        pending(mailer) => Ok::<_, Failure>(mailer.mailer().pending());
        /// What the handshake of TLS of ours came to.
        tls_session(mailer) => Ok::<_, Failure>(mailer.tls_session());
        /// Why TLS of ours failed.
        tls_failure(mailer) => Ok::<_, Failure>(mailer.tls_failure());
        /// What opportunistic TLS of ours fell back to.
        fallback(mailer) => Ok::<_, Failure>(mailer.fallback());
        /// What a login can be tied to.
        reveal_channel_bindings(mailer) => Ok::<_, Failure>(mailer.reveal_channel_bindings());
        /// Keeps what is said inside TLS of ours, or stops to.
        set_tracing(mailer; on: bool) => mailer.set_tracing(on);
        /// What was said since the last time, passwords too.
        take_trace(mailer) => Ok::<_, Failure>(mailer.take_trace());
    }
}

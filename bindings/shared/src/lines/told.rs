//! What every role's connection tells of TLS of ours, and the hand-off to that of others.

use smtpwire::{Client, ErrorCode, Mailer, Server};

#[cfg(not(feature = "tls"))]
use super::no_tls::{TlsClient, TlsMailer, TlsServer};
use crate::failure::Failure;
use crate::line::Line;
#[cfg(feature = "tls")]
use crate::tls::{ChannelBinding, TlsFailure, TlsSession, Traced};
#[cfg(feature = "tls")]
use smtpwire_tls::{TlsClient, TlsMailer, TlsServer};

/// No handshake is due: the host has no TLS of its own here, or this connection does it itself.
pub(super) fn no_tls_expected() -> Failure {
    Failure::from(smtpwire::Error::from(ErrorCode::NoTlsExpected))
}

/// The same, where what is said inside TLS was to be kept.
#[cold]
fn nothing_to_trace() -> Failure {
    let mut failure = no_tls_expected();
    "smtpwire does no TLS on this connection: what is said there, the program carries itself"
        .clone_into(&mut failure.message);
    failure
}

macro_rules! told {
    ($($core:ty, $tls:ty: $inside:ident, $inside_mut:ident;)+) => {$(
        impl Line<$core, $tls> {
            /// The connection inside.
            #[inline]
            pub fn $inside(&self) -> &$core {
                match self {
                    Self::Plain(inside) => inside,
                    Self::Tls(layer) => layer.$inside(),
                }
            }

            /// The connection inside, for commands and answers. Where TLS is done here, its octets
            /// and its time are the layer's to move.
            #[inline]
            pub fn $inside_mut(&mut self) -> &mut $core {
                match self {
                    Self::Plain(inside) => inside,
                    Self::Tls(layer) => layer.$inside_mut(),
                }
            }

            /// The connection whose TLS is the host's.
            pub(super) fn plain_mut(&mut self) -> Result<&mut $core, Failure> {
                match self {
                    Self::Plain(inside) => Ok(inside),
                    Self::Tls(_) => Err(no_tls_expected()),
                }
            }
        }

        #[cfg(feature = "tls")]
        impl Line<$core, $tls> {
            /// What the handshake came to, once TLS of ours is up.
            pub fn tls_session(&self) -> Option<TlsSession<'_>> {
                match self {
                    Self::Plain(_) => None,
                    Self::Tls(layer) => layer.session().map(TlsSession::from),
                }
            }

            /// Why TLS of ours failed, if it did.
            pub fn tls_failure(&self) -> Option<TlsFailure<'_>> {
                match self {
                    Self::Plain(_) => None,
                    Self::Tls(layer) => layer.failure().map(TlsFailure::from),
                }
            }

            /// What a login can be tied to, once TLS of ours is up; the strongest first.
            pub fn reveal_channel_bindings(&self) -> Vec<ChannelBinding<'_>> {
                match self {
                    Self::Plain(_) => Vec::new(),
                    Self::Tls(layer) => {
                        let bindings = layer.session().map(|session| session.channel_bindings());
                        bindings.unwrap_or_default().iter().map(ChannelBinding::from).collect()
                    }
                }
            }

            /// Keeps what is said, in the clear, until it is taken; or stops to. Nothing else bounds
            /// it.
            ///
            /// # Errors
            /// `no-tls-expected` where the host does TLS itself, and so sees what is said.
            pub fn set_tracing(&mut self, on: bool) -> Result<(), Failure> {
                match self {
                    Self::Plain(_) => Err(nothing_to_trace()),
                    Self::Tls(layer) => {
                        layer.set_tracing(on);
                        Ok(())
                    }
                }
            }

            /// What was said since the last time, passwords too.
            pub fn take_trace(&mut self) -> Vec<Traced> {
                match self {
                    Self::Plain(_) => Vec::new(),
                    Self::Tls(layer) => layer.take_trace().into_iter().map(Traced::from).collect(),
                }
            }
        }

        /// The same answers as those of a connection without TLS of ours.
        #[cfg(not(feature = "tls"))]
        #[allow(clippy::unused_self, reason = "with TLS they look")]
        impl Line<$core, $tls> {
            /// None: TLS is not built in.
            pub fn tls_session(&self) -> Option<()> {
                None
            }

            /// None: TLS is not built in.
            pub fn tls_failure(&self) -> Option<()> {
                None
            }

            /// None: TLS is not built in.
            pub fn reveal_channel_bindings(&self) -> [(); 0] {
                []
            }

            /// There is nothing inside TLS to keep.
            ///
            /// # Errors
            /// `no-tls-expected`, always.
            pub fn set_tracing(&mut self, _on: bool) -> Result<(), Failure> {
                Err(nothing_to_trace())
            }

            /// Nothing.
            pub fn take_trace(&mut self) -> [(); 0] {
                []
            }
        }
    )+};
}

told! {
    Client, TlsClient: client, client_mut;
    Mailer, TlsMailer: mailer, mailer_mut;
    Server, TlsServer: server, server_mut;
}

/// What opportunistic TLS fell back to.
macro_rules! fallback {
    ($($core:ty, $tls:ty;)+) => {$(
        impl Line<$core, $tls> {
            /// What opportunistic TLS of ours fell back to, if it did.
            #[cfg(feature = "tls")]
            pub fn fallback(&self) -> Option<crate::tls::Fallback> {
                match self {
                    Self::Plain(_) => None,
                    Self::Tls(layer) => layer.fallback().map(crate::tls::Fallback::from),
                }
            }

            /// None: TLS is not built in.
            #[cfg(not(feature = "tls"))]
            #[allow(clippy::unused_self, reason = "with TLS it looks")]
            pub fn fallback(&self) -> Option<()> {
                None
            }
        }
    )+};
}

fallback! {
    Client, TlsClient;
    Mailer, TlsMailer;
}

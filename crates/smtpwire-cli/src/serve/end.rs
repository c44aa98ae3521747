//! How a session can end.

use smtpwire::{Error, ErrorCode};

/// How a session ended.
pub(super) enum End {
    /// In order: QUIT, or the end that the server was told to make.
    Closed {
        quit: bool,
    },
    Failed(Error),
    /// The client left right behind the handshake.
    Left(Error),
    /// Dropped, as an option said.
    Dropped,
}

impl End {
    /// Whether the server ended it while the client may still be talking.
    pub(super) fn hung_up(&self) -> bool {
        match self {
            Self::Closed { quit } => !quit,
            Self::Failed(error) => error.code() != ErrorCode::ConnectionLost,
            Self::Left(_) | Self::Dropped => false,
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Closed { quit: true } => "ended by QUIT".into(),
            Self::Closed { quit: false } => "ended by the server".into(),
            Self::Failed(error) => error.to_string(),
            Self::Left(error) => format!(
                "{error}, right behind the TLS handshake, without a command: it may not have accepted our \
                 certificate"
            ),
            Self::Dropped => "dropped, as --fault said".into(),
        }
    }
}

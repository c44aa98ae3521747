//! What was chosen, read once, for any number of connections.

use pyo3::prelude::*;
use pyo3::types::PyBytesMethods;
use smtpwire_shell::Failure;
use smtpwire_shell::config::Spelling;

use crate::errors::Outcome;
use crate::guard::call;
use crate::read::optional;

macro_rules! setups {
    ($($(#[doc = $doc:literal])+ $class:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[pyclass(frozen, module = "smtpwire")]
            pub(crate) struct $class(smtpwire_shell::$class);

            impl $class {
                /// Uses what was read before, or reads it now.
                pub(super) fn of<T>(
                    config: Option<&Bound<'_, PyAny>>,
                    tls: Option<&Bound<'_, PyAny>>,
                    open: impl FnOnce(&smtpwire_shell::$class) -> T,
                ) -> Outcome<T> {
                    match config.and_then(|config| config.cast::<Self>().ok()) {
                        Some(_) if tls.is_some() => {
                            let message = "tls: it stands in the setup that was read before";
                            Err(Failure::invalid("invalid-choice", message).into())
                        }
                        Some(setup) => Ok(open(&setup.get().0)),
                        None => {
                            let (config, tls) = (optional(config)?, optional(tls)?);
                            let setup = smtpwire_shell::$class::read(config, tls, Spelling::Rust)?;
                            Ok(open(&setup))
                        }
                    }
                }
            }

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (config = None, *, tls = None))]
                fn build(
                    config: Option<&Bound<'_, PyAny>>,
                    tls: Option<&Bound<'_, PyAny>>,
                ) -> PyResult<Self> {
                    call(|| Ok(Self(Self::of(config, tls, Clone::clone)?)))
                }
            }
        )+

        /// Adds the classes to the module.
        pub(super) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$class>()?;)+
            Ok(())
        }
    };
}

setups! {
    /// A client's choices, read and checked once, for any number of connections. The certificates are
    /// shared, and so is what resumes TLS sessions.
    ///
    /// >>> from smtpwire import Client, ClientSetup
    /// >>> setup = ClientSetup({"pipelining": False})
    /// >>> Client(setup, now=0).phase
    /// 'greeted'
    ClientSetup;
    /// A mailer's choices, read and checked once, for any number of connections.
    ///
    /// >>> from smtpwire import Mailer, MailerSetup
    /// >>> setup = MailerSetup({"name": "mail.example"})
    /// >>> Mailer(setup, now=0).pending
    /// 0
    MailerSetup;
    /// A server's choices, read and checked once, for any number of connections.
    ///
    /// >>> from smtpwire import Server, ServerSetup
    /// >>> setup = ServerSetup({"hostname": "mx.example"})
    /// >>> Server(setup, now=0).is_tls
    /// False
    ServerSetup;
}

/// The connections that need entropy.
macro_rules! connect {
    ($($class:ident gives $line:ident;)+) => {$(
        impl $class {
            /// A connection by what was read before, or is read now; entropy that was left out is
            /// Python's `secrets`, time its monotonic clock.
            pub(super) fn connect(
                py: Python<'_>,
                config: &Bound<'_, PyAny>,
                tls: Option<&Bound<'_, PyAny>>,
                entropy: Option<Bound<'_, PyAny>>,
                now: Option<f64>,
                awaiting_tls: bool,
            ) -> Outcome<smtpwire_shell::$line> {
                let now = crate::clock::now(py, now)?;
                let entropy = entropy.map_or_else(|| crate::octets::entropy(py, 32), Ok)?;
                let entropy = crate::octets::octets("entropy", &entropy)?;
                let open = |setup: &smtpwire_shell::$class| {
                    setup.open(awaiting_tls, entropy.as_bytes(), now)
                };
                Ok(Self::of(Some(config), tls, open)??)
            }
        }
    )+};
}

connect! {
    MailerSetup gives MailerLine;
    ServerSetup gives ServerLine;
}

macro_rules! with_peer {
    ($($class:ident)+) => {$(
        #[pymethods]
        impl $class {
            /// The same for another peer: its name, or a dictionary as ``tls`` has it.
            fn with_peer(&self, peer: &Bound<'_, PyAny>) -> PyResult<Self> {
                call(|| {
                    let peer = optional(Some(peer))?;
                    Ok(Self(self.0.clone().with_peer(peer, Spelling::Rust)?))
                })
            }
        }
    )+};
}

with_peer! { ClientSetup MailerSetup }

//! What was chosen, read once, for any number of connections.

use pyo3::prelude::*;
use pyo3::types::PyMapping;
use smtpwire_shell::Failure;
use smtpwire_shell::config::Spelling;

use crate::errors::{Outcome, wrong_type};
use crate::guard::call;
use crate::read::{argument, options};

/// Whether it is no dictionary at all, such as another role's setup.
fn is_no_config(given: &Bound<'_, PyAny>) -> bool {
    !given.is_none() && given.cast::<PyMapping>().is_err()
}

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
                            if let Some(given) = config.filter(|given| is_no_config(given)) {
                                let allowed = concat!("a dict or a smtpwire.", stringify!($class));
                                return Err(wrong_type("config", allowed, given).into());
                            }
                            let (config, tls) = (options("config", config)?, argument("tls", tls)?);
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

/// Gives a class, whose `held` is a connection that needs entropy, its constructor: by what was read before, or is
/// read now. Entropy that was left out is Python's `secrets`, time its monotonic clock. `$login` says whether a
/// login may be under way from the start.
macro_rules! connect {
    ($class:ident by $setup:ident, $login:literal) => {
        #[pyo3::pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (config, *, entropy = None, now = None, tls = None, awaiting_tls = false))]
            fn build(
                py: pyo3::Python<'_>,
                config: &pyo3::Bound<'_, pyo3::PyAny>,
                entropy: Option<pyo3::Bound<'_, pyo3::PyAny>>,
                now: Option<$crate::arguments::Now>,
                tls: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
                #[pyo3(from_py_with = $crate::arguments::awaiting_tls)] awaiting_tls: bool,
            ) -> pyo3::PyResult<Self> {
                $crate::guard::call(|| {
                    let now = $crate::clock::now(py, now)?;
                    let entropy = entropy.map_or_else(|| $crate::octets::entropy(py, 32), Ok)?;
                    let entropy = $crate::octets::octets("entropy", &entropy)?;
                    let entropy = pyo3::types::PyBytesMethods::as_bytes(&entropy);
                    let line = $crate::connection::setup::$setup::of(Some(config), tls, |setup| {
                        setup.open(awaiting_tls, entropy, now)
                    })??;
                    let held = $crate::connection::held::Held::new(line, $login);
                    Ok(Self { held: $crate::guard::Guarded::new(held) })
                })
            }
        }
    };
}
pub(super) use connect;

macro_rules! with_peer {
    ($($class:ident)+) => {$(
        #[pymethods]
        impl $class {
            /// The same for another peer: its name, or a dictionary as ``tls`` has it.
            fn with_peer(&self, peer: &Bound<'_, PyAny>) -> PyResult<Self> {
                call(|| {
                    let peer = argument("peer", Some(peer))?;
                    Ok(Self(self.0.clone().with_peer(peer, Spelling::Rust)?))
                })
            }
        }
    )+};
}

with_peer! { ClientSetup MailerSetup }

//! Where a server's session stands.

use super::connection::smtpwire_server;
use crate::guard::ask;
use crate::order::smtpwire_phase;

/// Where the session stands; `SMTPWIRE_PHASE_GREETED` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_phase(server: *const smtpwire_server) -> smtpwire_phase {
    let greeted = smtpwire_phase::SMTPWIRE_PHASE_GREETED;
    // SAFETY: the caller's, as the header says.
    unsafe { ask(server, greeted, |pulled| smtpwire_phase::of(pulled.line.server().phase())) }
}

/// Whether TLS protects the session. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_is_tls(server: *const smtpwire_server) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(server, false, |pulled| pulled.line.server().is_tls()) }
}

/// Whether the client has logged in, or a trusted proxy said so. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_is_authenticated(server: *const smtpwire_server) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(server, false, |pulled| pulled.line.server().is_authenticated()) }
}

/// Whether the session is over, in order or by a failure; there may be output left to write. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_server_is_closed(server: *const smtpwire_server) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(server, false, |pulled| pulled.line.server().is_closed()) }
}

//! The calls of the run loop, written once for all connections.

use smtpwire::Connection;

use super::line::Pulled;
use super::step::{SMTPWIRE_NEVER, smtpwire_step};
use crate::error::{attempt, smtpwire_error};
use crate::event::{Happened, smtpwire_event};
use crate::guard::{Handle, ask, put, with};
use crate::{smtpwire_bytes, smtpwire_status};

/// A handle that holds a connection.
pub(crate) trait Connected: Handle<Inner = Pulled<Self::Plain, Self::Tls>> {
    /// What it is without TLS of ours.
    type Plain: Connection<Event: Into<Happened>>;
    /// What it is with it.
    type Tls: Connection<Event = <Self::Plain as Connection>::Event>;
}

/// # Safety
/// As the function of C's that it stands behind; so are all others here.
pub(crate) unsafe fn receive<C: Connected>(
    object: *mut C,
    octets: smtpwire_bytes,
    now: u64,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { attempt(object, error, |pulled| Ok(pulled.line.receive(octets.read()?, now)?)) }
}

pub(crate) unsafe fn receive_eof<C: Connected>(object: *mut C, now: u64) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        with(object, |pulled| {
            pulled.line.receive_eof(now);
            Ok(())
        })
    }
}

pub(crate) unsafe fn input_room<C: Connected>(object: *const C) -> usize {
    // SAFETY: by the caller's promise.
    unsafe { ask(object, 0, |pulled| pulled.line.input_room()) }
}

pub(crate) unsafe fn next_event<C: Connected>(
    object: *mut C,
    now: u64,
    step: *mut smtpwire_step,
    event: *mut *const smtpwire_event,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        attempt(object, error, |pulled| {
            if step.is_null() || event.is_null() {
                return Err(smtpwire_status::SMTPWIRE_NULL_POINTER.into());
            }
            let (answer, happened) = smtpwire_step::of(pulled.line.next_event(now)?);
            let kept = happened.map(|event| pulled.keep(smtpwire_event::made(event.into())));
            put(step, answer)?;
            Ok(put(event, kept.unwrap_or(std::ptr::null()))?)
        })
    }
}

/// The output as a view; empty for NULL and for a poisoned connection.
pub(crate) unsafe fn output<C: Connected>(object: *mut C) -> smtpwire_bytes {
    let mut view = smtpwire_bytes::of(&[]);
    // SAFETY: by the caller's promise.
    let _ = unsafe {
        with(object, |pulled| {
            view = smtpwire_bytes::of(pulled.line.output());
            Ok(())
        })
    };
    view
}

pub(crate) unsafe fn advance_output<C: Connected>(
    object: *mut C,
    octets: usize,
    error: *mut *mut smtpwire_error,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { attempt(object, error, |pulled| Ok(pulled.line.advance_output(octets)?)) }
}

pub(crate) unsafe fn next_deadline<C: Connected>(object: *const C) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe {
        ask(object, SMTPWIRE_NEVER, |pulled| pulled.line.next_deadline().unwrap_or(SMTPWIRE_NEVER))
    }
}

pub(crate) unsafe fn handle_timeout<C: Connected>(object: *mut C, now: u64) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        with(object, |pulled| {
            pulled.line.handle_timeout(now);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ptr::null_mut;

    use super::*;
    use crate::guard::free;
    use crate::{smtpwire_client, smtpwire_mailer, smtpwire_server};
    use crate::{
        smtpwire_client_new, smtpwire_mailer_config, smtpwire_mailer_config_free,
        smtpwire_mailer_config_new, smtpwire_mailer_new, smtpwire_server_config,
        smtpwire_server_config_free, smtpwire_server_config_new, smtpwire_server_new, smtpwire_str,
    };

    /// Makes a connection panic in a call, and then makes every other call.
    ///
    /// # Safety
    /// The connection is this function's to free.
    unsafe fn poison<C: Connected>(connection: *mut C) {
        const POISONED: smtpwire_status = smtpwire_status::SMTPWIRE_POISONED;
        let mut step = smtpwire_step::SMTPWIRE_STEP_PAUSED;
        let mut event = std::ptr::null();
        let mut error = null_mut();
        let nothing = smtpwire_bytes::of(&[]);
        // SAFETY: the connection is ours, and is freed last.
        unsafe {
            assert_ne!(input_room(connection), 0);
            let status = with(connection, |_| panic!("on purpose"));
            assert_eq!(status, smtpwire_status::SMTPWIRE_INTERNAL);
            assert_eq!(receive(connection, nothing, 1, &raw mut error), POISONED);
            assert_eq!(crate::smtpwire_error_status(error), POISONED);
            free(error);
            let next = next_event(connection, 1, &raw mut step, &raw mut event, null_mut());
            assert_eq!(next, POISONED);
            assert_eq!(step, smtpwire_step::SMTPWIRE_STEP_PAUSED);
            assert!(event.is_null());
            assert_eq!(receive_eof(connection, 1), POISONED);
            assert_eq!(handle_timeout(connection, 1), POISONED);
            assert_eq!(advance_output(connection, 0, null_mut()), POISONED);
            assert_eq!(input_room(connection), 0);
            assert_eq!(output(connection).len, 0);
            assert_eq!(next_deadline(connection), SMTPWIRE_NEVER);
            free(connection);
        }
    }

    #[test]
    fn a_connection_that_panicked_answers_every_call_that_it_is_poisoned() {
        let entropy = smtpwire_bytes::of(&[7; 32]);
        let mut client: *mut smtpwire_client = null_mut();
        let mut mailer: *mut smtpwire_mailer = null_mut();
        let mut mailers: *mut smtpwire_mailer_config = null_mut();
        let mut server: *mut smtpwire_server = null_mut();
        let mut servers: *mut smtpwire_server_config = null_mut();
        let name = smtpwire_str::of("mx.example");
        // SAFETY: all objects are ours, and freed once.
        unsafe {
            let _ = smtpwire_client_new(std::ptr::null(), 0, &raw mut client, null_mut());
            poison(client);
            let _ = smtpwire_mailer_config_new(name, &raw mut mailers, null_mut());
            let _ = smtpwire_mailer_new(mailers, entropy, 0, &raw mut mailer, null_mut());
            smtpwire_mailer_config_free(mailers);
            poison(mailer);
            let _ = smtpwire_server_config_new(name, &raw mut servers, null_mut());
            let _ = smtpwire_server_new(servers, entropy, 0, &raw mut server, null_mut());
            smtpwire_server_config_free(servers);
            poison(server);
        }
    }
}

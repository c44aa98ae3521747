//! Errors that say more than their status.

use std::sync::OnceLock;

use smtpwire::codec::proxy::ProxyError;
use smtpwire::sasl::{CredentialsError, VerifierError};
use smtpwire::types::parameter::ParameterRefused;
use smtpwire::{
    CommandError, ContentError, Error, FrameError, Problem, Reply, ReplyError, ReplyTextError,
    ValueError, Verb,
};
use smtpwire_tls::TlsConfigError;

use crate::guard::{Guarded, Handle, ask, free, give, handle, look, put, put_new, status_of, with};
use crate::reply::smtpwire_reply;
use crate::status::{name_of, text_of};
use crate::verb::smtpwire_verb;
use crate::{smtpwire_status, smtpwire_str};

handle! {
    /// Why something failed: its status, what it was about, and a reply where there is one. It holds
    /// no secret that the library was given, unless the peer repeats it in its reply.
    ///
    /// Functions that can explain themselves take a `smtpwire_error **` as their last argument, which may be
    /// NULL. Where they fail they write a new error there, which the caller frees with
    /// `smtpwire_error_free`; where they don't, they write nothing. Several threads may look at one.
    smtpwire_error holds Explained
}

/// What an error holds.
pub(crate) struct Explained {
    status: smtpwire_status,
    /// What is wrong, by a name that stays.
    name: &'static str,
    message: String,
    offset: Option<u64>,
    verb: Verb,
    loses_framing: bool,
    reply: Option<Reply<'static>>,
    /// The reply as C sees it, made when it is asked for.
    shown: OnceLock<Box<smtpwire_reply>>,
}

impl Explained {
    pub(crate) fn new(
        status: smtpwire_status,
        name: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            name,
            message: message.into(),
            offset: None,
            verb: Verb::Unknown,
            loses_framing: false,
            reply: None,
            shown: OnceLock::new(),
        }
    }

    /// What was to be read is not what it should be.
    pub(crate) fn malformed(name: &'static str, message: impl Into<String>) -> Self {
        Self::new(smtpwire_status::SMTPWIRE_MALFORMED, name, message)
    }

    /// A value can't be sent as it is.
    pub(crate) fn invalid(name: &'static str, message: impl Into<String>) -> Self {
        Self::new(smtpwire_status::SMTPWIRE_INVALID_VALUE, name, message)
    }

    /// A text that was to be sent is not the value that it was taken for.
    pub(crate) fn unsendable(error: ValueError) -> Self {
        Self::invalid(error.problem().name(), error.to_string()).at(error.offset() as u64)
    }

    /// Where it is wrong, in octets from the start of what was given.
    pub(crate) fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl smtpwire_error {
    /// An error that stands inside another object.
    pub(crate) fn made(explained: impl Into<Explained>) -> Self {
        Self::of(Guarded::new(explained.into()))
    }
}

impl From<smtpwire_status> for Explained {
    fn from(status: smtpwire_status) -> Self {
        Self::new(status, name_of(status as u32), text_of(status as u32))
    }
}

impl From<&Error> for Explained {
    fn from(error: &Error) -> Self {
        let mut explained =
            Self::new(smtpwire_status::of(error.code()), error.code().name(), error.to_string());
        explained.reply = error.reply().cloned();
        explained
    }
}

impl From<Error> for Explained {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<CommandError> for Explained {
    fn from(error: CommandError) -> Self {
        let mut explained =
            Self::malformed(error.problem().name(), error.to_string()).at(error.offset() as u64);
        explained.verb = error.verb();
        explained.loses_framing = error.loses_framing();
        explained.reply = Some(error.reply());
        explained
    }
}

impl From<ValueError> for Explained {
    fn from(error: ValueError) -> Self {
        Self::malformed(error.problem().name(), error.to_string()).at(error.offset() as u64)
    }
}

/// A part from which no value can be built.
impl From<Problem> for Explained {
    fn from(problem: Problem) -> Self {
        Self::invalid(problem.name(), problem.to_string())
    }
}

impl From<ReplyError> for Explained {
    fn from(error: ReplyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<FrameError> for Explained {
    fn from(error: FrameError) -> Self {
        let explained = Self::malformed(error.name(), error.to_string());
        match error {
            FrameError::BareLf { offset }
            | FrameError::BareCr { offset }
            | FrameError::Nul { offset } => explained.at(offset as u64),
            _ => explained,
        }
    }
}

impl Explained {
    /// What a server's client sent as content is not what it should be.
    pub(crate) fn received(error: ContentError) -> Self {
        let explained = Self::from(error);
        match error {
            ContentError::TooLarge { .. } => {
                Self { status: smtpwire_status::SMTPWIRE_MESSAGE_TOO_LARGE, ..explained }
            }
            _ => explained,
        }
    }
}

impl From<ContentError> for Explained {
    fn from(error: ContentError) -> Self {
        let explained = Self::malformed(error.name(), error.to_string());
        match error {
            ContentError::BareLf { offset }
            | ContentError::BareCr { offset }
            | ContentError::Nul { offset }
            | ContentError::LineTooLong { offset, .. } => explained.at(offset),
            _ => explained,
        }
    }
}

impl From<ReplyTextError> for Explained {
    fn from(error: ReplyTextError) -> Self {
        let (name, offset) = match error {
            ReplyTextError::LineEnd(offset) => ("line-end", Some(offset as u64)),
            ReplyTextError::TooLong { .. } => ("too-long", None),
            ReplyTextError::NotUtf8(offset) => ("not-utf8", Some(offset as u64)),
            ReplyTextError::NoLines => ("no-lines", None),
        };
        let mut explained = Self::invalid(name, error.to_string());
        explained.offset = offset;
        explained
    }
}

impl From<ParameterRefused> for Explained {
    fn from(error: ParameterRefused) -> Self {
        let name = match error {
            ParameterRefused::Duplicate => "duplicate-parameter",
            ParameterRefused::Typed => "typed-parameter",
        };
        Self::invalid(name, error.to_string())
    }
}

impl From<ProxyError> for Explained {
    fn from(error: ProxyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<TlsConfigError> for Explained {
    fn from(error: TlsConfigError) -> Self {
        let status = smtpwire_status::SMTPWIRE_UNUSABLE_CERTIFICATE;
        Self::new(status, name_of(status as u32), error.to_string())
    }
}

impl From<CredentialsError> for Explained {
    fn from(error: CredentialsError) -> Self {
        Self::invalid("credentials", error.to_string())
    }
}

impl From<VerifierError> for Explained {
    fn from(error: VerifierError) -> Self {
        Self::invalid("verifier", error.to_string())
    }
}

/// Fails: gives the status, and the rest to whoever wants to know.
///
/// # Safety
/// `out` is NULL or may be written to.
unsafe fn fail(explained: impl Into<Explained>, out: *mut *mut smtpwire_error) -> smtpwire_status {
    let explained = explained.into();
    let status = explained.status;
    if !out.is_null() {
        // SAFETY: by the caller's promise.
        unsafe { out.write(give(explained)) };
    }
    status
}

/// Makes an object, or says why there is none. Nothing has happened where `out` is NULL.
///
/// # Safety
/// `out` and `error` are NULL or may be written to.
pub(crate) unsafe fn make<H: Handle>(
    out: *mut *mut H,
    error: *mut *mut smtpwire_error,
    call: impl FnOnce() -> Result<H::Inner, Explained>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe {
        explained(error, |tell| {
            status_of(|| {
                if out.is_null() {
                    return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
                }
                put_new(out, call().map_err(tell)?)
            })
        })
    }
}

/// Changes an object, or says why it can't be.
///
/// # Safety
/// As [`with`]; `error` is NULL or may be written to.
pub(crate) unsafe fn attempt<H: Handle>(
    object: *mut H,
    error: *mut *mut smtpwire_error,
    call: impl FnOnce(&mut H::Inner) -> Result<(), Explained>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { explained(error, |tell| with(object, |inner| call(inner).map_err(tell))) }
}

/// Looks at an object, or says why what it holds won't do.
///
/// # Safety
/// As [`look`]; `error` is NULL or may be written to.
pub(crate) unsafe fn inspect<H: Handle>(
    object: *const H,
    error: *mut *mut smtpwire_error,
    call: impl FnOnce(&H::Inner) -> Result<(), Explained>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { explained(error, |tell| look(object, |inner| call(inner).map_err(tell))) }
}

/// A call that needs no object, or makes one that is not always there.
///
/// # Safety
/// As [`fail`].
pub(crate) unsafe fn tell(
    error: *mut *mut smtpwire_error,
    call: impl FnOnce() -> Result<(), Explained>,
) -> smtpwire_status {
    // SAFETY: by the caller's promise.
    unsafe { explained(error, |tell| status_of(|| call().map_err(tell))) }
}

/// Runs a call that may tell why it fails; where it fails without a word, its status is told, so that
/// every failure leaves an error.
///
/// # Safety
/// As [`fail`].
unsafe fn explained(
    error: *mut *mut smtpwire_error,
    run: impl FnOnce(&mut dyn FnMut(Explained) -> smtpwire_status) -> smtpwire_status,
) -> smtpwire_status {
    let mut told = false;
    let status = run(&mut |why| {
        told = true;
        // SAFETY: by the caller's promise.
        unsafe { fail(why, error) }
    });
    if told || status == smtpwire_status::SMTPWIRE_OK {
        return status;
    }
    // SAFETY: by the caller's promise.
    unsafe { fail(status, error) }
}

/// The status that the call returned; `SMTPWIRE_NULL_POINTER` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_status(error: *const smtpwire_error) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(error, smtpwire_status::SMTPWIRE_NULL_POINTER, |error| error.status) }
}

/// What went wrong, in a sentence for people. It lasts as long as the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_message(error: *const smtpwire_error) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(error, smtpwire_str::of(""), |error| smtpwire_str::of(&error.message)) }
}

/// What went wrong, by a name that stays the same from version to version: finer than the status where
/// something could not be read ("bad-domain", "bare-lf", "codes-differ"), else the status's own name
/// ("out-of-order"). The text lasts for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_detail_name(error: *const smtpwire_error) -> smtpwire_str {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(error, smtpwire_str::of(""), |error| smtpwire_str::of(error.name)) }
}

/// Where what was given is wrong, in octets from its start. `SMTPWIRE_ABSENT` where that is not said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_offset(
    error: *const smtpwire_error,
    offset: *mut u64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(error, |error| put(offset, error.offset.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?))
    }
}

/// Which command a malformed line was meant to be; `SMTPWIRE_VERB_UNKNOWN` for all else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_verb(error: *const smtpwire_error) -> smtpwire_verb {
    let unknown = smtpwire_verb::of(Verb::Unknown);
    // SAFETY: the caller's, as the header says.
    unsafe { ask(error, unknown, |error| smtpwire_verb::of(error.verb)) }
}

/// Whether octets of content may follow the malformed line whose number can't be told, so that what
/// comes next must not be read as commands: a server answers and closes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_loses_framing(error: *const smtpwire_error) -> bool {
    // SAFETY: the caller's, as the header says.
    unsafe { ask(error, false, |error| error.loses_framing) }
}

/// The reply that belongs to it: the peer's, by which something failed, or, for a command that could
/// not be read, the one that a server answers. `SMTPWIRE_ABSENT` where there is none. It lasts as long
/// as the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_reply(
    error: *const smtpwire_error,
    reply: *mut *const smtpwire_reply,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    unsafe {
        look(error, |error| {
            let found = error.reply.as_ref().ok_or(smtpwire_status::SMTPWIRE_ABSENT)?;
            let shown = error.shown.get_or_init(|| Box::new(smtpwire_reply::made(found.clone())));
            put(reply, &raw const **shown)
        })
    }
}

/// Ends an error; NULL is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_error_free(error: *mut smtpwire_error) {
    // SAFETY: the caller's, as the header says.
    unsafe { free(error) }
}

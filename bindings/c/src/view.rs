//! Octets and text as C has them: where they begin and how many there are.

use std::slice;
use std::str;

use crate::guard::{Outcome, put};
use crate::smtpwire_status;

/// Some octets: where they begin, and how many there are.
///
/// Given to a function, they are copied, and need to last for the call only. Handed out, they belong
/// to the object that they came from, and last as the top of this header or the function says. `data` may be
/// NULL where `len` is 0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_bytes {
    /// Where they begin.
    pub data: *const u8,
    /// How many there are.
    pub len: usize,
}

/// Some text in UTF-8, without a NUL at its end: where it begins, and how many octets it has.
///
/// It lasts as `smtpwire_bytes` do. `smtpwire_str_of("text")` makes one of a C string.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct smtpwire_str {
    /// Where it begins.
    pub data: *const std::ffi::c_char,
    /// How many octets it has.
    pub len: usize,
}

impl smtpwire_bytes {
    /// The view of a slice.
    pub(crate) fn of(octets: &[u8]) -> Self {
        Self { data: octets.as_ptr(), len: octets.len() }
    }

    /// The octets.
    ///
    /// # Safety
    /// What the caller has given is readable for as long as the result is used.
    pub(crate) unsafe fn read<'a>(self) -> Result<&'a [u8], smtpwire_status> {
        // SAFETY: by the caller's promise.
        unsafe { read_list(self.data, self.len) }
    }
}

impl smtpwire_bytes {
    /// Exactly so many octets; `SMTPWIRE_OUT_OF_RANGE` for fewer or more.
    ///
    /// # Safety
    /// As [`smtpwire_bytes::read`].
    pub(crate) unsafe fn read_exactly<const N: usize>(self) -> Result<[u8; N], smtpwire_status> {
        // SAFETY: by the caller's promise.
        let octets = unsafe { self.read() }?;
        octets.try_into().map_err(|_| smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }
}

impl smtpwire_str {
    /// The view of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len() }
    }

    /// The text.
    ///
    /// # Safety
    /// As [`smtpwire_bytes::read`].
    pub(crate) unsafe fn read<'a>(self) -> Result<&'a str, smtpwire_status> {
        // SAFETY: by the caller's promise.
        let octets = unsafe { read_list(self.data.cast(), self.len) }?;
        str::from_utf8(octets).map_err(|_| smtpwire_status::SMTPWIRE_INVALID_UTF8)
    }
}

/// A list of what C has behind each other.
///
/// # Safety
/// `first` is NULL or the first of so many, which are readable for as long as the result is used.
pub(crate) unsafe fn read_list<'a, T>(
    first: *const T,
    count: usize,
) -> Result<&'a [T], smtpwire_status> {
    if count == 0 {
        return Ok(&[]);
    }
    if first.is_null() {
        return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
    }
    // No object is larger than this; a count that is was never one.
    let size = count.checked_mul(size_of::<T>());
    if size.is_none_or(|size| isize::try_from(size).is_err()) {
        return Err(smtpwire_status::SMTPWIRE_OUT_OF_RANGE);
    }
    // SAFETY: by the caller's promise.
    Ok(unsafe { slice::from_raw_parts(first, count) })
}

/// A list of texts.
///
/// # Safety
/// As [`read_list`], and each text is readable as long.
pub(crate) unsafe fn read_texts<'a>(
    texts: *const smtpwire_str,
    count: usize,
) -> Result<Vec<&'a str>, smtpwire_status> {
    // SAFETY: by the caller's promise.
    let texts = unsafe { read_list(texts, count) }?;
    // SAFETY: by the caller's promise.
    texts.iter().map(|text| unsafe { text.read() }).collect()
}

/// Writes a text, or that there is none.
///
/// # Safety
/// As [`put`].
pub(crate) unsafe fn put_text(out: *mut smtpwire_str, text: Option<&str>) -> Outcome {
    // SAFETY: by the caller's promise.
    unsafe { put(out, smtpwire_str::of(text.ok_or(smtpwire_status::SMTPWIRE_ABSENT)?)) }
}

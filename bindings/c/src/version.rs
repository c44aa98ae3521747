//! Which smtpwire it is.

use crate::smtpwire_str;

/// The version of the library, as in "1.2.3". A program that was built with another one's header
/// can tell by it; `SMTPWIRE_VERSION` is the header's. The text lasts for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_version() -> smtpwire_str {
    smtpwire_str::of(env!("CARGO_PKG_VERSION"))
}

/// The version of the library as a number that grows with it: 65536 for each major version, 256 for each
/// minor, 1 for each patch. `SMTPWIRE_VERSION_NUMBER` is the header's.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_version_number() -> u32 {
    let parts = [
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    ];
    parts.into_iter().fold(0, |number, part| number << 8 | part.parse::<u32>().unwrap_or(0))
}

//! Who logs in, by which mechanisms, and what a server keeps of passwords.

mod binding;
mod credentials;
mod policy;
mod verifier;

pub use binding::*;
pub use credentials::*;
pub use policy::*;
pub use verifier::*;

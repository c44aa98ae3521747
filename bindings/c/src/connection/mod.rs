//! What all connections have in common: the pull loop, the settings, and TLS around them or not.
//!
//! `step` is what the question for the next event is answered, `line` a connection with or without TLS,
//! `pull` the calls of the run loop, `settings` limits and timeouts by their numbers,
//! `trace` what was said inside TLS.

mod line;
pub(crate) mod pull;
mod settings;
mod step;
pub(crate) mod trace;

pub(crate) use line::{Line, Pulled};
pub(crate) use settings::{set_limit, set_timeout};

pub use settings::*;
pub use step::*;
pub use trace::*;

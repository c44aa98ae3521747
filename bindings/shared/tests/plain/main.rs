//! What the shells hand out and take in, as JSON.

mod choices;
#[cfg(feature = "diagnose")]
mod diagnose;
mod documented;
mod events;
mod every;
mod functions;
mod javascript;
mod pumping;
mod secrets;
mod source;
#[cfg(feature = "diagnose")]
mod told;
mod wrong_choices;

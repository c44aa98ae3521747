//! What the shells hand out and take in, as JSON.

mod choices;
mod events;
mod functions;
mod javascript;
mod pumping;
mod secrets;
mod source;
mod told;
mod wrong_choices;

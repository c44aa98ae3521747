//! Properties that hold for every value and every input, found out by proptest.
//!
//! [`strategies`] builds values; the others say what holds for them, each for its subject.

mod addresses;
mod commands;
mod hostile;
mod replies;
mod secrets;
mod strategies;
mod values;

//! How a client behaves, shown.

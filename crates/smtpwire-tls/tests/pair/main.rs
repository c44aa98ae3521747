//! Whole sessions through TLS in memory: two layers back to back, octets moved by hand.

mod authority;
mod oversized;
mod sessions;
mod world;

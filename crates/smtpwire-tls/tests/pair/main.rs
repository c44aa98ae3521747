//! Whole sessions through TLS in memory: two layers back to back, octets moved by hand; and single
//! connections whose peer is the test itself, and means no good.

#[allow(dead_code, reason = "the other tests use more of it")]
mod authority;
mod broken;
mod forge;
mod forged;
mod login;
mod pressure;
mod proxied;
mod raw;
mod refusals;
mod residue;
mod sessions;
mod time;
mod under;
mod upgrade;
mod world;

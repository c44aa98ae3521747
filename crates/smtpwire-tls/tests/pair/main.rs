//! Whole sessions through TLS in memory: two layers back to back, octets moved by hand; and single
//! connections whose peer is the test itself, and means no good.

mod authority;
mod broken;
mod forge;
mod forged;
mod proxied;
mod raw;
mod refusals;
mod residue;
mod sessions;
mod under;
mod world;

//! TLS in memory: whole sessions through it, beside rustls alone with the same octets.

mod bare;
mod bulk;
mod certificates;
mod handshakes;
mod idle;
mod link;
mod small;

pub(crate) use idle::holdings;

use crate::Work;

pub(crate) fn works() -> Vec<Work> {
    let mut works = bulk::works();
    works.push(handshakes::work());
    works.push(small::work());
    works
}

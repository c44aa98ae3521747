//! Whole handshakes in memory: a client and a server of rustls, configured by this crate, between
//! which octets are moved by hand. First the workshop, then what is shown with it.

mod bindings;
mod certificates;
mod chains;
mod clients;
mod dates;
mod kinds;
mod known;
mod names;
mod plaintext;
mod sni;
mod versions;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};

use crate::explain::{Circumstances, Side};
use crate::verify::Verdict;
use crate::{ClientTls, Identity, Peer, Roots, ServerTls, TlsFailure, TlsSession};

/// 2027-01-15 08:00:00 UTC: inside the dates of what the workshop makes.
const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;

/// An authority, and what it issues.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        Self { issuer: CertifiedIssuer::self_signed(authority(name), key).unwrap() }
    }

    /// One below this one.
    fn intermediate(&self, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        Self { issuer: CertifiedIssuer::signed_by(authority(name), key, &self.issuer).unwrap() }
    }

    fn roots(&self) -> Roots {
        Roots::der(self.der()).unwrap()
    }

    fn der(&self) -> Vec<u8> {
        self.issuer.der().to_vec()
    }

    /// A server's certificate for these names.
    fn server(&self, names: &[&str]) -> Identity {
        self.issue(&params(names), &[])
    }

    /// A certificate, sent along with those of these authorities.
    fn issue(&self, params: &CertificateParams, along: &[&Self]) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let mut chain = vec![certificate.der().to_vec()];
        chain.extend(along.iter().map(|authority| authority.der()));
        Identity::from_der(chain, key.serialize_der()).unwrap()
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = params(&[]);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// What a certificate for these names says, from 2026 to the end of 2027.
fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2027, 12, 31);
    params
}

/// The same for a client.
fn client_params(name: &str) -> CertificateParams {
    let mut params = params(&[]);
    params.distinguished_name.push(DnType::CommonName, name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

/// A certificate that vouches for itself, and its key.
fn self_signed(params: &CertificateParams) -> Identity {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    Identity::from_der(vec![certificate.der().to_vec()], key.serialize_der()).unwrap()
}

fn peer(name: &str) -> Peer {
    Peer::named(name).unwrap()
}

/// A client at [`NOW`] that trusts these roots.
fn client(roots: Roots) -> ClientTls {
    ClientTls::builder().roots(roots).at(NOW).build().unwrap()
}

/// A server at [`NOW`] with this identity.
fn server(identity: Identity) -> ServerTls {
    ServerTls::builder().identity(identity).at(NOW).build().unwrap()
}

/// What came of a handshake, on both sides.
struct Met {
    client: Result<TlsSession, TlsFailure>,
    server: Result<TlsSession, TlsFailure>,
    /// Whether the client showed a certificate; none where it was not asked.
    shown: Option<bool>,
}

impl Met {
    /// The client's sentence, where it failed.
    fn complaint(&self) -> String {
        self.client.as_ref().expect_err("the client refuses").to_string()
    }
}

/// A client that insists on proof meets a server.
fn meet(tls: &ClientTls, peer: &Peer, server: &ServerTls) -> Met {
    meet_as(tls, peer, server, true)
}

fn meet_as(tls: &ClientTls, peer: &Peer, server_tls: &ServerTls, must_verify: bool) -> Met {
    let (verdict, server_verdict) = (Verdict::default(), Verdict::default());
    let mut client = match tls.connect(peer, must_verify, &verdict) {
        Ok(client) => client,
        Err(failure) => {
            return Met { client: Err(failure.clone()), server: Err(failure), shown: None };
        }
    };
    let mut server = server_tls.accept(&server_verdict).unwrap();
    let (mut refused, mut rejected) = (None, None);
    // All flights of a handshake, and an alert or a ticket after it.
    for _ in 0..4 {
        let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
        while client.wants_write() {
            client.write_tls(&mut to_server).unwrap();
        }
        let mut rest = to_server.as_slice();
        while !rest.is_empty() && rejected.is_none() {
            server.read_tls(&mut rest).unwrap();
            rejected = server.process_new_packets().err();
        }
        while server.wants_write() {
            server.write_tls(&mut to_client).unwrap();
        }
        let mut rest = to_client.as_slice();
        while !rest.is_empty() && refused.is_none() {
            client.read_tls(&mut rest).unwrap();
            refused = client.process_new_packets().err();
        }
    }
    let of = |error, side| {
        let verdict = match side {
            Side::Client => &verdict,
            Side::Server => &server_verdict,
        };
        TlsFailure::of(&error, &Circumstances { side, implicit: true, received: &[], verdict })
    };
    Met {
        shown: verdict.shown(),
        client: match refused {
            Some(error) => Err(of(error, Side::Client)),
            None => Ok(TlsSession::of_client(&client, tls, peer, &verdict)),
        },
        server: match rejected {
            Some(error) => Err(of(error, Side::Server)),
            None => Ok(TlsSession::of_server(&server, server_tls, &server_verdict)),
        },
    }
}

//! What a client's connections need, made of its options.

use std::net::IpAddr;
use std::path::Path;

use smtpwire_tls::dane::Dane;
use smtpwire_tls::sts::StsPolicy;
use smtpwire_tls::{ClientTls, Peer, Roots, TlsVersion};

use super::{Options, Policy, chain_and_key, read};
use crate::show;

/// How a client does TLS, and with whom.
pub(crate) struct Client {
    pub(crate) policy: Policy,
    pub(crate) tls: ClientTls,
    /// Who the server must prove to be, with all that is known of it.
    pub(crate) peer: Peer,
    /// The same by its name alone.
    by_name: Peer,
    /// The name.
    pub(crate) name: String,
    pub(crate) dane: Option<Dane>,
    pub(crate) sts: Option<StsPolicy>,
}

impl Client {
    /// Reads the files that the options name. `host` is the server's name as it was given, `address`
    /// where it was found.
    ///
    /// # Errors
    /// A sentence that says which option or file is wrong.
    pub(crate) fn new(
        options: &Options,
        policy: Policy,
        host: &str,
        address: IpAddr,
    ) -> Result<Self, String> {
        options.check(policy)?;
        let sts = options.sts_policy.as_deref().map(sts_policy).transpose()?;
        let dane = (!options.dane.is_empty()).then(|| Dane::new(options.dane.iter().cloned()));
        let by_name = peer(options, policy, host, address)?;
        let mut peer = by_name.clone();
        if let Some(sts) = &sts {
            peer = peer.with_sts(sts);
        }
        if let Some(dane) = &dane {
            peer = peer.with_dane(dane.clone());
        }
        Ok(Self {
            policy,
            tls: tls(options, policy, options.tls_min.into(), options.tls_max.into())?,
            peer,
            by_name,
            name: options.tls_name.as_deref().unwrap_or(host).to_owned(),
            dane,
            sts,
        })
    }

    /// The policy, with what is known of the server counted in.
    pub(crate) fn in_force(&self) -> Policy {
        match self.policy {
            Policy::Opportunistic if self.peer.demands_tls() => Policy::Required,
            policy => policy,
        }
    }

    /// The server by its name, of which nothing more is known.
    pub(crate) fn anyone(&self) -> Peer {
        self.by_name.clone()
    }

    /// The same client with one version of TLS.
    pub(crate) fn only(&self, options: &Options, version: TlsVersion) -> Result<Self, String> {
        Ok(Self {
            tls: tls(options, self.policy, version, version)?,
            peer: self.peer.clone(),
            by_name: self.by_name.clone(),
            name: self.name.clone(),
            dane: self.dane.clone(),
            sts: self.sts.clone(),
            ..*self
        })
    }
}

/// How TLS is done, in these versions.
fn tls(
    options: &Options,
    policy: Policy,
    least: TlsVersion,
    most: TlsVersion,
) -> Result<ClientTls, String> {
    // What is not used is not read.
    let mut roots = if policy == Policy::Off || options.insecure {
        Roots::none()
    } else {
        // A machine without a store of its own is none of the user's faults.
        Roots::platform().map_or_else(|_| Roots::webpki(), |own| own.and(Roots::webpki()))
    };
    for file in &options.ca {
        let shown = show::file_name(file.as_os_str());
        let given = Roots::pem(&read(file)?).map_err(|error| format!("--ca {shown}: {error}"))?;
        roots = roots.and(given);
    }
    let mut builder = ClientTls::builder().roots(roots).versions(least, most);
    if let (Some(certificate), Some(key)) = (&options.cert, &options.key) {
        builder = builder.identity(chain_and_key(certificate, key)?);
    }
    if options.insecure {
        builder = builder.dangerous_accept_any_certificate();
    }
    builder.build().map_err(|error| error.to_string())
}

/// Whom the certificate must name.
fn peer(options: &Options, policy: Policy, host: &str, address: IpAddr) -> Result<Peer, String> {
    let name = options.tls_name.as_deref().unwrap_or(host);
    match (Peer::named(name), policy) {
        (Ok(peer), _) => Ok(peer),
        // Machines are called so inside of networks, and no certificate can name them. Where none
        // has to, that is no reason to send nothing.
        (Err(_), Policy::Opportunistic | Policy::Off) if options.tls_name.is_none() => {
            let peer = Peer::named(&address.to_canonical().to_string());
            peer.map(Peer::unverified).map_err(|error| error.to_string())
        }
        (Err(error), _) => Err(format!("{error}; --tls-name says whom the certificate must name")),
    }
}

fn sts_policy(file: &Path) -> Result<StsPolicy, String> {
    let text = read(file)?;
    StsPolicy::parse(&text)
        .map_err(|error| format!("--sts-policy {}: {error}", show::file_name(file.as_os_str())))
}

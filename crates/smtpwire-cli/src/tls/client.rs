//! What a client's connections need, made of its options.

use std::net::IpAddr;

use smtpwire_tls::{ClientTls, Peer, Roots, TlsVersion};

use super::{Options, Policy, chain_and_key, read};

/// How a client does TLS, and with whom.
pub(crate) struct Client {
    pub(crate) policy: Policy,
    pub(crate) tls: ClientTls,
    pub(crate) peer: Peer,
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
        Ok(Self {
            policy,
            tls: tls(options, policy, (options.tls_min.into(), options.tls_max.into()))?,
            peer: peer(options, policy, host, address)?,
        })
    }
}

/// How TLS is done, in these versions.
pub(crate) fn tls(
    options: &Options,
    policy: Policy,
    (least, most): (TlsVersion, TlsVersion),
) -> Result<ClientTls, String> {
    // What is not used is not read.
    let mut roots = if policy == Policy::Off || options.insecure {
        Roots::none()
    } else {
        // A machine without a store of its own is none of the user's faults.
        Roots::platform().map_or_else(|_| Roots::webpki(), |own| own.and(Roots::webpki()))
    };
    for file in &options.ca {
        let given = Roots::pem(&read(file)?)
            .map_err(|error| format!("--ca {}: {error}", crate::show::file_name(file.as_os_str())))?;
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
pub(crate) fn peer(
    options: &Options,
    policy: Policy,
    host: &str,
    address: IpAddr,
) -> Result<Peer, String> {
    let name = options.tls_name.as_deref().unwrap_or(host);
    let named = Peer::named(name).map_err(|error| error.to_string());
    let peer = match (named, policy) {
        (Ok(peer), _) => peer,
        // Machines are called so inside of networks, and no certificate can name them. Where none
        // has to, that is no reason to send nothing.
        (Err(_), Policy::Opportunistic | Policy::Off) if options.tls_name.is_none() => {
            Peer::named(&address.to_canonical().to_string())
                .map_err(|error| error.to_string())?
                .unverified()
        }
        (Err(sentence), _) => {
            return Err(format!("{sentence}; --tls-name says whom the certificate must name"));
        }
    };
    Ok(peer)
}

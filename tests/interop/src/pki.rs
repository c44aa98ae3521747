//! Certificates for tests of TLS: good ones, and one for each way to be bad.
//!
//! They are made anew for each [`Pki`], with P-256 or RSA keys, and lie as PEM files in a folder that is
//! gone with it. Everything good is good for [`NAMES`] and valid in this year and the next ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose as Usage, IsCa, KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};
use tempfile::TempDir;

/// The name of the server, which no resolver knows.
pub const NAME: &str = "mx.interop.example";

/// What a good server certificate is for.
pub const NAMES: [&str; 3] = [NAME, "localhost", "127.0.0.1"];

/// What a certificate for another server is for.
pub const OTHER_NAME: &str = "elsewhere.example";

/// Whom a good client certificate is for: its CN, and with `@example.org` its address.
pub const CLIENT: &str = "tester";

/// A public key infrastructure of a test's own: a root, an intermediate authority, and whoever they
/// have signed; and another root that nobody trusts.
#[derive(Debug)]
pub struct Pki {
    root: Authority,
    intermediate: Authority,
    other_root: Authority,
    new_key: fn() -> KeyPair,
    folder: TempDir,
}

type Authority = CertifiedIssuer<'static, KeyPair>;

/// A certificate with those that lead to its root, and its key.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The PEM file of the certificate and of the intermediate authorities.
    pub chain: PathBuf,
    /// The PEM file of the key (PKCS #8).
    pub key: PathBuf,
    /// The certificates in `chain`, in DER.
    pub der: Vec<Vec<u8>>,
}

/// From when to when a certificate is valid.
#[derive(Clone, Copy)]
enum Valid {
    Now,
    /// It ended with the year 2020.
    Before,
    /// It begins with the year 2045.
    Later,
}

impl Pki {
    /// Makes the authorities. All keys are for ECDSA with P-256.
    ///
    /// # Panics
    ///
    /// When that cannot be done, as all of this.
    #[expect(clippy::new_without_default, reason = "each one is different")]
    pub fn new() -> Self {
        Self::with_keys(new_key)
    }

    /// Makes the authorities. Whoever they sign has RSA keys, which the openssl command makes.
    ///
    /// # Panics
    ///
    /// When there is no such command.
    pub fn with_rsa_keys() -> Self {
        Self::with_keys(rsa_key)
    }

    fn with_keys(keys: fn() -> KeyPair) -> Self {
        let folder = tempfile::Builder::new().prefix("smtpwire-pki-").tempdir().expect("a folder");
        // Some clients read the roots as another user.
        let readable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(folder.path(), readable).expect("a mode can be set");
        let root = root("Interop Root");
        let params = authority("Interop Intermediate");
        let intermediate = CertifiedIssuer::signed_by(params, new_key(), &root)
            .expect("an authority can be signed");
        let other_root = self::root("Another Root");
        fs::write(folder.path().join("roots.pem"), root.pem()).expect("roots can be written");
        fs::write(folder.path().join("other-roots.pem"), other_root.pem()).expect("and others");
        Self { root, intermediate, other_root, new_key: keys, folder }
    }

    /// The PEM file of the root that signed everything but what says otherwise.
    pub fn roots(&self) -> PathBuf {
        self.folder.path().join("roots.pem")
    }

    /// The PEM file of a root that signed nothing but [`Pki::by_another_root`] and
    /// [`Pki::client_by_another_root`].
    pub fn other_roots(&self) -> PathBuf {
        self.folder.path().join("other-roots.pem")
    }

    /// The root's certificate in DER.
    pub fn root_der(&self) -> Vec<u8> {
        self.root.der().to_vec()
    }

    /// A server that is all right.
    pub fn server(&self) -> Credential {
        self.signed("server", server(&NAMES), Valid::Now)
    }

    /// A server that is all right for these names.
    pub fn server_named(&self, names: &[&str]) -> Credential {
        self.signed(
            &format!("server-{}", names.join("-").replace('*', "any")),
            server(names),
            Valid::Now,
        )
    }

    /// A server that is all right but does not show the intermediate authority's certificate, so that
    /// nobody finds the way to the root.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn without_intermediate(&self) -> Credential {
        let whole = self.signed("alone", server(&NAMES), Valid::Now);
        let pem = fs::read_to_string(&whole.chain).expect("a chain can be read");
        let end = "-----END CERTIFICATE-----";
        let own = pem.split_inclusive(end).next().unwrap_or_default();
        fs::write(&whole.chain, format!("{own}\n")).expect("a chain can be written");
        Credential { der: whole.der.into_iter().take(1).collect(), ..whole }
    }

    /// The certificate of [`OTHER_NAME`].
    pub fn wrong_name(&self) -> Credential {
        self.signed("wrong-name", server(&[OTHER_NAME]), Valid::Now)
    }

    /// A certificate that names the server as people did before 1999: in its CN alone (RFC 7817
    /// section 3 wants it elsewhere).
    pub fn name_in_cn_only(&self) -> Credential {
        let mut params = server(&[]);
        params.distinguished_name.push(DnType::CommonName, NAME);
        self.signed("cn-only", params, Valid::Now)
    }

    /// Valid until the end of 2020.
    pub fn expired(&self) -> Credential {
        self.signed("expired", server(&NAMES), Valid::Before)
    }

    /// Valid from 2045 on.
    pub fn not_yet_valid(&self) -> Credential {
        self.signed("not-yet-valid", server(&NAMES), Valid::Later)
    }

    /// A certificate that only a client may use.
    pub fn client_usage_only(&self) -> Credential {
        let mut params = server(&NAMES);
        params.extended_key_usages = vec![Usage::ClientAuth];
        self.signed("usage", params, Valid::Now)
    }

    /// A server's certificate that nobody but itself has signed.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn self_signed(&self) -> Credential {
        let key = (self.new_key)();
        let params = within(server(&NAMES), Valid::Now);
        let certificate = params.self_signed(&key).expect("a certificate can be signed");
        self.write("self-signed", &key, vec![(certificate.der().to_vec(), certificate.pem())])
    }

    /// A server's certificate by the root that nobody trusts.
    pub fn by_another_root(&self) -> Credential {
        self.by(&self.other_root, "other-server", server(&NAMES), Valid::Now)
    }

    /// The certificate of the client [`CLIENT`], by the root itself: some clients send no chain.
    pub fn client(&self) -> Credential {
        self.by(&self.root, "client", client(CLIENT), Valid::Now)
    }

    /// The certificate of a client, of the same name, by the root that nobody trusts.
    pub fn client_by_another_root(&self) -> Credential {
        self.by(&self.other_root, "other-client", client(CLIENT), Valid::Now)
    }

    /// The certificate of [`CLIENT`], valid until the end of 2020.
    pub fn client_expired(&self) -> Credential {
        self.by(&self.root, "client-expired", client(CLIENT), Valid::Before)
    }

    /// By the intermediate authority, which the chain then holds too.
    fn signed(&self, file: &str, params: CertificateParams, valid: Valid) -> Credential {
        self.by(&self.intermediate, file, params, valid)
    }

    fn by(
        &self,
        authority: &Authority,
        file: &str,
        params: CertificateParams,
        valid: Valid,
    ) -> Credential {
        let key = (self.new_key)();
        let params = within(params, valid);
        let certificate = params.signed_by(&key, authority).expect("a certificate can be signed");
        let mut chain = vec![(certificate.der().to_vec(), certificate.pem())];
        if std::ptr::eq(authority, &raw const self.intermediate) {
            chain.push((authority.der().to_vec(), authority.pem()));
        }
        self.write(file, &key, chain)
    }

    fn write(&self, file: &str, key: &KeyPair, chain: Vec<(Vec<u8>, String)>) -> Credential {
        let path = |end: &str| self.folder.path().join(format!("{file}-{end}.pem"));
        let credential = Credential {
            chain: path("chain"),
            key: path("key"),
            der: chain.iter().map(|(der, _)| der.clone()).collect(),
        };
        let pem: String = chain.into_iter().map(|(_, pem)| pem).collect();
        fs::write(&credential.chain, pem).expect("a chain can be written");
        fs::write(&credential.key, key.serialize_pem()).expect("a key can be written");
        credential
    }
}

/// The library that makes the certificates makes no such keys itself.
fn rsa_key() -> KeyPair {
    let mut command = Command::new("openssl");
    command.args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
    let output = command.output().expect("openssl can be run");
    let pem = String::from_utf8_lossy(&output.stdout);
    KeyPair::from_pem(&pem).expect("openssl makes keys")
}

impl Credential {
    /// Copies both files to a folder, for nobody but `owner` (a user's and a group's number), as
    /// servers insist on.
    pub(crate) fn copy_to(&self, folder: &Path, owner: (u32, u32)) -> std::io::Result<Self> {
        let copy = |from: &Path, name: &str| {
            let to = folder.join(name);
            fs::copy(from, &to)?;
            fs::set_permissions(&to, fs::Permissions::from_mode(0o600))?;
            std::os::unix::fs::chown(&to, Some(owner.0), Some(owner.1))?;
            Ok::<_, std::io::Error>(to)
        };
        let chain = copy(&self.chain, "tls-chain.pem")?;
        let key = copy(&self.key, "tls-key.pem")?;
        Ok(Self { chain, key, der: self.der.clone() })
    }
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("a key can be made")
}

fn root(name: &str) -> Authority {
    CertifiedIssuer::self_signed(authority(name), new_key()).expect("a root can be made")
}

fn authority(name: &str) -> CertificateParams {
    let mut params = within(named(name), Valid::Now);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server(names: &[&str]) -> CertificateParams {
    let mut params =
        CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            .expect("these are names");
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Interop Server");
    params.extended_key_usages = vec![Usage::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

fn client(name: &str) -> CertificateParams {
    let mut params = named(name);
    let address = format!("{name}@example.org").try_into().expect("an address is ASCII");
    params.subject_alt_names = vec![SanType::Rfc822Name(address)];
    params.extended_key_usages = vec![Usage::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn within(mut params: CertificateParams, valid: Valid) -> CertificateParams {
    let (from, to) = match valid {
        Valid::Now => (2025, 2045),
        Valid::Before => (2020, 2021),
        Valid::Later => (2045, 2047),
    };
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_holds_the_intermediate_authority_and_not_the_root() {
        let pki = Pki::new();
        let server = pki.server();
        assert_eq!(server.der.len(), 2);
        assert!(!server.der.contains(&pki.root_der()));
        let pem = fs::read_to_string(&server.chain).unwrap();
        assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), 2);
        assert_eq!(pki.by_another_root().der.len(), 1);
    }

    #[test]
    fn nobody_but_its_owner_reads_a_server_s_copy_of_the_key() {
        let pki = Pki::new();
        let folder = tempfile::tempdir().unwrap();
        let metadata = fs::metadata(folder.path()).unwrap();
        let owner = std::os::unix::fs::MetadataExt::uid(&metadata);
        let group = std::os::unix::fs::MetadataExt::gid(&metadata);
        let copy = pki.server().copy_to(folder.path(), (owner, group)).unwrap();
        let mode = fs::metadata(copy.key).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

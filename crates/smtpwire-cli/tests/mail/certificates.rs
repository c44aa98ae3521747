//! Certificates for the tests, made by a CA of their own, as files.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    SanType, date_time_ymd,
};
use tempfile::TempDir;

/// A CA, and the folder where its certificates are.
pub(crate) struct Authority {
    /// What its certificate calls it; no two are called the same.
    pub(crate) name: String,
    folder: TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key.
pub(crate) struct Issued {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Issued {
    /// The options that name both.
    pub(crate) fn options(&self) -> [&str; 4] {
        ["--cert", text(&self.certificate), "--key", text(&self.key)]
    }
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        let folder = tempfile::tempdir().expect("a folder");
        let name = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
        params.distinguished_name = called(&name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("a CA");
        fs::write(folder.path().join("ca.pem"), issuer.pem()).expect("its certificate");
        Self { name: format!("CN={name}"), folder, issuer }
    }

    /// The file that clients trust.
    pub(crate) fn file(&self) -> String {
        text(&self.folder.path().join("ca.pem")).to_owned()
    }

    /// A certificate for these hosts.
    pub(crate) fn issue(&self, hosts: &[&str]) -> Issued {
        self.issue_with(hosts, |_| {})
    }

    /// A certificate for these hosts that ended long ago.
    pub(crate) fn expired(&self, hosts: &[&str]) -> Issued {
        self.issue_with(hosts, |params| params.not_after = date_time_ymd(2020, 2, 29))
    }

    /// A client's certificate, with a mail address.
    pub(crate) fn client(&self, address: &str) -> Issued {
        self.issue_with(&[], |params| {
            let address = address.try_into().expect("ASCII");
            params.subject_alt_names.push(SanType::Rfc822Name(address));
        })
    }

    pub(crate) fn issue_with(
        &self,
        hosts: &[&str],
        change: impl FnOnce(&mut CertificateParams),
    ) -> Issued {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).expect("names");
        params.distinguished_name = called("somebody");
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let number = fs::read_dir(self.folder.path()).expect("the folder").count();
        let file = |kind: &str| self.folder.path().join(format!("{number}.{kind}.pem"));
        let issued = Issued { certificate: file("cert"), key: file("key") };
        fs::write(&issued.certificate, certificate.pem()).expect("the certificate");
        fs::write(&issued.key, key.serialize_pem()).expect("the key");
        issued
    }
}

fn called(name: &str) -> DistinguishedName {
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, name);
    called
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

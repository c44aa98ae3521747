//! What is known of a server beforehand: TLSA records, an MTA-STS policy.

use std::fs;

use smtpwire_tls::dane::{Matching, Selector, TlsaRecord, Usage};

use super::{probe, rules, send, tls, with_certificate};
use crate::certificates::{Authority, Issued};
use crate::serve;

#[test]
fn what_dnssec_has_proven_of_a_server_is_required_of_it() {
    let ca = Authority::new();
    let (issued, other) = (ca.issue(&["mx.example.org"]), ca.issue(&["localhost"]));
    let server = serve(&issued.options());
    let record = |issued: &Issued| {
        let pem = fs::read(&issued.certificate).unwrap();
        let key = fs::read(&issued.key).unwrap();
        let own = smtpwire_tls::Identity::from_pem(&pem, &key).unwrap().certificates().remove(0);
        let (ee, key, sha_256) = (Usage::DANE_EE, Selector::KEY, Matching::SHA256);
        TlsaRecord::of(own.der(), ee, key, sha_256).unwrap().to_string()
    };
    // Neither the name nor the issuer count then.
    let run = send(&server, &["--dane", &record(&issued)]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    assert_eq!(tls(&run)["verification"], "dane-ee");
    assert_eq!(rules(&probe(&server, &["--dane", &record(&issued)])), [""; 0]);
    let run = send(&server, &["--ca", &ca.file(), "--dane", &record(&other)]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "dane-mismatch");
    let run = probe(&server, &["--dane", &record(&other)]);
    assert_eq!((run.code, rules(&run)), (Some(1), vec!["dane-mismatch".to_owned()]));
    let plain = serve(&[]);
    let run = send(&plain, &["--dane", &record(&issued)]);
    assert_eq!(run.code, Some(69), "TLS is required: {}", run.stdout);
    for wrong in [&["--dane", "3 1 1 zz"][..], &["--tls", "off", "--dane", &record(&issued)]] {
        assert_eq!(send(&server, wrong).code, Some(64));
    }
}

#[test]
fn an_mta_sts_policy_that_is_enforced_names_the_servers() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &[]);
    let folder = tempfile::tempdir().unwrap();
    let policy = |mode: &str, mx: &str| {
        let file = folder.path().join(format!("{mode}-{mx}.txt"));
        let text = format!("version: STSv1\nmode: {mode}\nmx: {mx}\nmax_age: 86400\n");
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (named, other) = (policy("enforce", "localhost"), policy("enforce", "mx.example.org"));
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &named]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &other]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "sts-mismatch");
    let run = send(&server, &["--sts-policy", &named]);
    assert_eq!(run.code, Some(69), "it must be proven, too: {}", run.stdout);
    let run = probe(&server, &["--ca", &ca.file(), "--sts-policy", &other]);
    assert_eq!((run.code, rules(&run)), (Some(1), vec!["sts-mismatch".to_owned()]));
    let tested = policy("testing", "mx.example.org");
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &tested]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &["--sts-policy", &ca.file()]);
    assert_eq!(run.code, Some(64), "{}", run.stdout);
}

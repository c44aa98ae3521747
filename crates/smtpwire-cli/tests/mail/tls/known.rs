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

#[test]
fn a_tlsa_record_that_was_mistyped_is_told_before_anything_is_sent() {
    let ca = Authority::new();
    let issued = ca.issue(&["localhost"]);
    let server = serve(&issued.options());
    let digest = "8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1";
    let pkix = format!("1 1 1 {digest}");
    for (record, why) in [
        ("3 1 1 abcd", "is 32 octets long, not 2"),
        (&*pkix, "usage 1 (PKIX-EE) is not used in SMTP"),
        ("9 9 9 aa", "usage 9 is unknown"),
    ] {
        for run in [send(&server, &["--dane", record]), probe(&server, &["--dane", record])] {
            assert_eq!(run.code, Some(64), "{record}: {}", run.stdout);
            let said = run.json()["error"]["message"].to_string();
            assert!(said.contains("--dane") && said.contains(why), "{said}");
        }
    }
    // With another one that is of use, that counts.
    let unfit = format!("3 1 1 {digest}");
    let run = send(&server, &["--dane", &unfit, "--dane", "3 1 1 abcd"]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert!(run.stderr.contains("warning: --dane \"3 1 1 abcd\" can't be used"), "{}", run.stderr);
    assert!(run.stderr.contains("is 32 octets long, not 2; it is left out"), "{}", run.stderr);
}

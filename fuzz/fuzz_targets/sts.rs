//! MTA-STS, the TLSRPT record and TLS-Required: what is read is read again from its text, a policy
//! allows the servers that it names, and only the header asks.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire_fuzz::Case;
use smtpwire_tls::requiretls::tls_required_no;
use smtpwire_tls::sts::{MAX_AGE, StsMode, StsPolicy, StsRecord, policy_url};
use smtpwire_tls::tlsrpt::TlsRptRecord;

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let text = case.text();
    match StsPolicy::parse(text) {
        Ok(policy) => allows_its_own(&policy),
        Err(error) => plain(&error.to_string()),
    }
    records(text);
    header(text);
    if let Ok(url) =
        std::str::from_utf8(text).map_err(drop).and_then(|text| policy_url(text).map_err(drop))
    {
        let host = url.strip_prefix("https://mta-sts.").expect("it starts so");
        let host = host.strip_suffix("/.well-known/mta-sts.txt").expect("it ends so");
        assert!(
            !host.contains(|octet: char| !octet.is_ascii_alphanumeric() && !"-_.".contains(octet))
        );
    }
});

fn allows_its_own(policy: &StsPolicy) {
    assert_eq!(StsPolicy::parse(policy.to_string()).as_ref(), Ok(policy));
    assert!(policy.max_age() <= MAX_AGE);
    assert!(policy.mode() == StsMode::None || !policy.patterns().is_empty());
    assert!(!policy.is_fresh(0, policy.max_age()));
    for pattern in policy.patterns() {
        match pattern.strip_prefix("*.") {
            None => assert!(policy.matches(&pattern.to_ascii_uppercase())),
            // A name of 253 octets leaves no room for a label.
            Some(domain) => assert!(policy.matches(&format!("x.{domain}.")) || domain.len() > 250),
        }
    }
}

fn records(text: &[u8]) {
    let all: Vec<&[u8]> = text.split(|&octet| octet == b'\n').collect();
    match StsRecord::find(&all) {
        Ok(Some(record)) => {
            assert_eq!(StsRecord::parse(record.to_string()).as_ref(), Ok(&record));
            let alone = all.iter().filter(|record| record.starts_with(b"v=STSv1;")).count();
            assert_eq!(alone, 1, "one of several does not count");
        }
        Ok(None) => {}
        Err(error) => plain(&error.to_string()),
    }
    match TlsRptRecord::find(&all) {
        Ok(Some(record)) => {
            assert!(!record.addresses().is_empty());
            assert_eq!(TlsRptRecord::parse(record.to_string()).as_ref(), Ok(&record));
        }
        Ok(None) => {}
        Err(error) => plain(&error.to_string()),
    }
}

fn header(content: &[u8]) {
    let asks = tls_required_no(content);
    assert!(!tls_required_no(&[b"\r\n", content].concat()), "the body asks for nothing");
    assert!(!tls_required_no(&[b"TLS-Required: Yes\r\n", content].concat()));
    assert_eq!(tls_required_no(&[b"To: <jo@example.org>\nX:\r\n", content].concat()), asks);
}

fn plain(text: &str) {
    assert!(!text.is_empty() && !text.chars().any(char::is_control), "{text:?}");
}

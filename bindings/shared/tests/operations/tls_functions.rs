//! What is asked about TLS without a connection.

use serde_json::{Value, json};
use smtpwire_shell::operations::TlsFunction;

use crate::ask::Asked;
use crate::certificates::{identity, issued, roots};

#[test]
fn certificates_are_read_from_pem_and_from_der() {
    let pem = format!("{}\n{}", identity("mx.example")["certificate"].as_str().unwrap(), roots());
    let all = ().get("read_certificates", json!([pem]));
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    assert_eq!(all[0]["names"], json!(["mx.example"]));
    assert_eq!((&all[1]["authority"], &all[1]["self_signed"]), (&json!(true), &json!(true)));
    let (der, _) = issued("mx.example");
    assert_eq!(().get("read_certificates", json!([der]))[0]["der"], json!(der));
    assert_eq!(
        ().fails("read_certificates", json!([roots().replace("CERTIFICATE", "KEY")])),
        "unusable-certificate"
    );
    assert_eq!(().get("certificate_is_valid_for", json!([der, "MX.example."])), json!(true));
    assert_eq!(().get("certificate_is_valid_for", json!([der, "b.example"])), json!(false));
    let one = identity("mx.example");
    let shown = ().get("read_identity", one.clone());
    assert_eq!(shown[0]["names"], json!(["mx.example"]));
    let crossed = json!([one["certificate"], identity("mx.example")["key"]]);
    assert_eq!(().fails("read_identity", crossed), "unusable-certificate");
}

#[test]
fn tlsa_records_are_read_made_and_held_against_a_chain() {
    assert_eq!(().get("tlsa_name", json!(["MX.example."])), "_25._tcp.mx.example");
    assert_eq!(().get("tlsa_name", json!(["mx.example", 465])), "_465._tcp.mx.example");
    let (certificate, _) = issued("mx.example");
    let made = ().get("make_tlsa", json!([certificate]));
    assert_eq!(
        (&made["usage"], &made["selector"], &made["matching"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!(made["usable"], json!(true));
    for form in [&made["text"], &made["rdata"], &made] {
        // Octets, in a format that has none, are no record: they would be a list of fields.
        if !form.is_array() {
            assert_eq!(().get("parse_tlsa", json!([form])), made);
        }
    }
    let unusable = ().get("parse_tlsa", json!(["0 0 1 00"]));
    assert_eq!(unusable["usable"], json!(false));
    assert!(unusable["problem"].as_str().is_some_and(|why| why.contains("PKIX-TA")), "{unusable}");
    let failure = ().ask("parse_tlsa", json!(["3 1"])).expect_err("half a record");
    assert_eq!((failure.name, failure.detail), ("malformed", "missing-field"));

    assert_eq!(().get("dane_demand", json!([[]])), "opportunistic");
    assert_eq!(().get("dane_demand", json!([["0 0 1 00"]])), "encrypted");
    assert_eq!(().get("dane_demand", json!([[made]])), "authenticated");
    let chain = json!([certificate]);
    let given = json!([["0 0 1 00", made], chain, ["mx.example"], 1_800_000_000_u64]);
    assert_eq!(().get("dane_check", given), made);
    let other =
        ().get("make_tlsa", json!({ "certificate": issued("mx.example").0, "selector": 0 }));
    let given = json!([[other], chain, ["mx.example"], 1_800_000_000_u64]);
    let failure = ().ask("dane_check", given).expect_err("another certificate");
    assert_eq!(
        (failure.name, failure.detail, failure.kind),
        ("unusable-certificate", "none-fits", "usage")
    );
}

const POLICY: &str = "version: STSv1\r\nmode: testing\r\nmx: *.example.org\r\nmax_age: 86400\r\n";

#[test]
fn mta_sts_records_and_policies_are_read() {
    assert_eq!(().get("sts_record_name", json!(["Example.org"])), "_mta-sts.example.org");
    assert_eq!(
        ().get("sts_policy_url", json!(["example.org"])),
        "https://mta-sts.example.org/.well-known/mta-sts.txt"
    );
    assert_eq!(().fails("sts_policy_url", json!(["a b"])), "malformed");
    let records = json!([["v=spf1 -all", "v=STSv1; id=20260301;"]]);
    assert_eq!(().get("find_sts_record", records), "20260301");
    assert_eq!(().get("find_sts_record", json!([["v=spf1 -all"]])), Value::Null);
    assert_eq!(
        ().fails("find_sts_record", json!([["v=STSv1; id=1;", "v=STSv1; id=2;"]])),
        "malformed"
    );

    let policy = ().get("parse_sts_policy", json!([POLICY]));
    let parts =
        json!({ "mode": "testing", "mx": ["*.example.org"], "max_age": 86400, "text": POLICY });
    assert_eq!(policy, parts);
    assert_eq!(().get("parse_sts_policy", json!([parts])), parts);
    let failure = ().ask("parse_sts_policy", json!(["mode: x\n"])).expect_err("none");
    assert_eq!(failure.name, "malformed");
    assert_eq!(().get("sts_policy_matches", json!([policy, "MX.example.org."])), json!(true));
    assert_eq!(().get("sts_policy_matches", json!([POLICY, "a.b.example.org"])), json!(false));
    assert_eq!(().get("sts_policy_is_fresh", json!([POLICY, 1_000, 87_399])), json!(true));
    assert_eq!(().get("sts_policy_is_fresh", json!([POLICY, 1_000, 87_400])), json!(false));

    let peer =
        |name: &str, mode: &str| json!([{ "peer": name, "sts": POLICY.replace("testing", mode) }]);
    assert_eq!(().get("sts_mismatch", peer("mx.example.org", "enforce")), Value::Null);
    let mismatch = ().get("sts_mismatch", peer("mx.example.net", "testing"));
    assert_eq!(mismatch["kind"], "sts-mismatch", "{mismatch}");
    assert_eq!(().get("peer_demands_tls", peer("mx.example.org", "enforce")), json!(true));
    assert_eq!(().get("peer_demands_tls", peer("mx.example.org", "testing")), json!(false));
    assert_eq!(().get("peer_demands_tls", json!(["mx.example.org"])), json!(false));
    assert_eq!(
        ().fails("peer_demands_tls", json!([{ "peer": "mx.example.org", "dane": ["x"] }])),
        "invalid-value"
    );
}

#[test]
fn it_is_found_out_where_reports_go_and_what_a_sender_asks() {
    assert_eq!(().get("tlsrpt_record_name", json!(["example.org"])), "_smtp._tls.example.org");
    let records = json!([["v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/"]]);
    assert_eq!(
        ().get("find_tlsrpt_record", records),
        json!(["mailto:a@b.example", "https://c.example/"])
    );
    assert_eq!(().get("find_tlsrpt_record", json!([[]])), Value::Null);
    let head = "TLS-Required: No\r\n\r\n";
    assert_eq!(().get("tls_required_no", json!([head])), json!(true));
    assert_eq!(().get("tls_required_no", json!(["TLS-Required: Yes\r\n"])), json!(false));
    assert_eq!(().get("tls_request", json!([false])), "usual");
    assert_eq!(().get("tls_request", json!([false, head])), "not-needed");
    assert_eq!(().get("tls_request", json!([true, head])), "required");
}

#[test]
fn every_function_is_called_here() {
    let tests = [include_str!("tls_functions.rs"), include_str!("tls.rs")].concat();
    for function in TlsFunction::ALL {
        let name = function.signature().name;
        assert!(tests.contains(&format!("\"{name}\"")), "{name}");
    }
}

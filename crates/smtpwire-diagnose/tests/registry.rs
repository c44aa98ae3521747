//! The tables: complete, well written, and consistent with each other.

use std::collections::{HashMap, HashSet};

use smtpwire_diagnose::registry::{
    Advice, Category, Class, Speaker, Standing, Vendor, blocklists, enhanced_code, enhanced_codes,
    extension, extension_of_verb, extensions, extensions_of_mail_parameter,
    extensions_of_rcpt_parameter, mechanism, mechanisms, reply_code, reply_codes, topics,
    vendor_code, vendor_codes,
};

const REPLY_CODES: &[u16] = &[
    200, 211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 355, 421, 422, 430, 432, 450, 451,
    452, 453, 454, 455, 458, 459, 498, 500, 501, 502, 503, 504, 521, 523, 524, 525, 530, 533, 534,
    535, 538, 541, 542, 550, 551, 552, 553, 554, 555, 556, 571, 591,
];

/// Subject, and its last registered detail.
const SUBJECTS: &[(u16, u16)] =
    &[(0, 0), (1, 10), (2, 4), (3, 6), (4, 7), (5, 6), (6, 10), (7, 30)];

const KEYWORDS: &[&str] = &[
    "SIZE",
    "8BITMIME",
    "PIPELINING",
    "CHUNKING",
    "BINARYMIME",
    "STARTTLS",
    "AUTH",
    "ENHANCEDSTATUSCODES",
    "DSN",
    "SMTPUTF8",
    "UTF8SMTP",
    "DELIVERBY",
    "FUTURERELEASE",
    "MT-PRIORITY",
    "REQUIRETLS",
    "LIMITS",
    "RRVS",
    "MTRK",
    "BURL",
    "ETRN",
    "ATRN",
    "NO-SOLICITING",
    "CONPERM",
    "CONNEG",
    "CHECKPOINT",
    "SUBMITTER",
    "EXPN",
    "VRFY",
    "HELP",
    "SEND",
    "SOML",
    "SAML",
    "TURN",
    "VERB",
    "ONEX",
    "XCLIENT",
    "XFORWARD",
    "XEXCH50",
    "X-EXPS",
    "X-ANONYMOUSTLS",
    "PRDR",
    "WELLKNOWN",
    "LHLO",
];

const MECHANISMS: &[&str] = &[
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "DIGEST-MD5",
    "SCRAM-SHA-1",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256",
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-512",
    "EXTERNAL",
    "ANONYMOUS",
    "GSSAPI",
    "GSS-SPNEGO",
    "GS2-KRB5",
    "GS2-KRB5-PLUS",
    "NTLM",
    "OAUTHBEARER",
    "OAUTH10A",
    "XOAUTH2",
    "XOAUTH",
    "OPENID20",
    "SAML20",
    "ECDH-X25519-CHALLENGE",
    "ECDSA-NIST256P-CHALLENGE",
    "EAP-AES128",
    "EAP-AES128-PLUS",
    "KERBEROS_V4",
    "KERBEROS_V5",
    "SKEY",
    "OTP",
    "SECURID",
    "SXOVER-PLUS",
    "NMAS_LOGIN",
    "NMAS_AUTHEN",
    "NMAS-SAMBA-AUTH",
    "9798-U-RSA-SHA1-ENC",
    "9798-M-RSA-SHA1-ENC",
    "9798-U-DSA-SHA1",
    "9798-M-DSA-SHA1",
    "9798-U-ECDSA-SHA1",
    "9798-M-ECDSA-SHA1",
];

/// Every advice of every table, with a name for the failure message.
fn all_advice() -> Vec<(String, Advice)> {
    let mut all: Vec<(String, Advice)> =
        reply_codes().map(|entry| (entry.code.to_string(), entry.advice)).collect();
    for entry in enhanced_codes() {
        let name = |class| format!("{class}.{}.{}", entry.subject, entry.detail);
        all.extend(entry.success.map(|advice| (name(2), advice)));
        all.extend(entry.transient.map(|advice| (name(4), advice)));
        all.extend(entry.permanent.map(|advice| (name(5), advice)));
    }
    all.extend(vendor_codes().map(|entry| {
        (format!("{} {}.{}", entry.vendor.name(), entry.subject, entry.first), entry.advice)
    }));
    all.extend(topics().map(|topic| (topic.id.to_owned(), topic.advice)));
    all
}

#[test]
fn every_reply_code_has_an_entry_in_order_and_once() {
    let known: Vec<u16> = reply_codes().map(|entry| entry.code).collect();
    assert_eq!(known, REPLY_CODES);
    assert!(REPLY_CODES.iter().all(|&code| reply_code(code).is_some()));
}

#[test]
fn every_enhanced_code_has_an_entry_in_order_and_once() {
    let known: Vec<_> = enhanced_codes().map(|entry| (entry.subject, entry.detail)).collect();
    let wanted: Vec<_> = SUBJECTS
        .iter()
        .flat_map(|&(subject, last)| (0..=last).map(move |detail| (subject, detail)))
        .collect();
    assert_eq!(known, wanted);
    assert!(wanted.iter().all(|&(subject, detail)| enhanced_code(subject, detail).is_some()));
}

#[test]
fn every_keyword_and_mechanism_has_an_entry_in_any_case_of_letters() {
    let known: Vec<_> = extensions().map(|entry| entry.keyword).collect();
    assert_eq!(known, KEYWORDS);
    for keyword in KEYWORDS {
        assert!(extension(&keyword.to_ascii_lowercase()).is_some(), "{keyword}");
    }
    for name in MECHANISMS {
        assert!(mechanism(&name.to_ascii_lowercase()).is_some(), "{name}");
    }
    for name in ["", "GS2-", "gs2", "PLAINX", "GS2é", "éééé"] {
        assert!(mechanism(name).is_none(), "{name}");
    }
}

#[test]
fn every_text_is_whole_sentences() {
    for (name, advice) in all_advice() {
        for text in [advice.meaning, advice.cause, advice.remedy] {
            assert!(text.len() >= 10, "{name}: {text}");
            assert!(text.ends_with('.'), "{name} has no full stop: {text}");
            assert!(!text.contains("  ") && text.trim() == text, "{name} has stray spaces: {text}");
            let first = text.chars().next();
            assert!(
                first.is_some_and(|letter| letter.is_uppercase() || letter.is_ascii_digit()),
                "{name} begins with a small letter: {text}"
            );
        }
    }
    for list in blocklists() {
        assert!(list.look_up.ends_with('.'), "{}", list.name);
    }
    for mechanism in mechanisms() {
        assert!(mechanism.advice.ends_with('.'), "{}", mechanism.name);
        assert_ne!(mechanism.reference, Some(""), "{}", mechanism.name);
    }
    assert!(extensions().all(|entry| entry.purpose.ends_with('.')));
}

#[test]
fn no_two_codes_say_the_same() {
    let generic = ["It worked", "The reply fails", "The content was taken", "All is well"];
    let mut meanings: HashMap<&str, String> = HashMap::new();
    for (name, advice) in all_advice() {
        // A topic and a code may mean the same thing; two codes or two topics may not.
        let is_topic = name.chars().next().is_some_and(|letter| letter.is_ascii_lowercase());
        if is_topic || generic.iter().any(|start| advice.meaning.starts_with(start)) {
            continue;
        }
        if let Some(other) = meanings.insert(advice.meaning, name.clone()) {
            let same_code = other.split_once('.').map(|(_, rest)| rest)
                == name.split_once('.').map(|(_, rest)| rest);
            assert!(same_code, "{other} and {name} both say: {}", advice.meaning);
        }
    }
    let ids: HashSet<_> = topics().map(|topic| topic.id).collect();
    assert_eq!(ids.len(), topics().count(), "topic ids are unique");
    let sayings: HashSet<_> = topics().map(|topic| topic.advice.meaning).collect();
    assert_eq!(sayings.len(), topics().count(), "topics differ");
}

#[test]
fn every_enhanced_code_speaks_in_every_class() {
    for entry in enhanced_codes() {
        let name = format!("X.{}.{}", entry.subject, entry.detail);
        for class in [Class::Success, Class::Transient, Class::Permanent] {
            let texts = entry.advice(class);
            assert!(!texts.meaning.is_empty() && texts.remedy.ends_with('.'), "{name} {class:?}");
        }
        let temporary = entry.advice(Class::Transient);
        let told = entry.transient.is_some() || temporary.remedy.contains("temporary");
        assert!(told, "{name} does not say that class 4 is temporary");
    }
}

#[test]
fn a_disabled_mailbox_is_a_while_with_4_and_for_good_with_5() {
    let entry = enhanced_code(2, 1).expect("X.2.1 is registered");
    assert!(entry.advice(Class::Transient).meaning.contains("for a while"));
    assert!(entry.advice(Class::Permanent).meaning.contains("for good"));
}

#[test]
fn the_reply_codes_of_an_enhanced_code_are_known_and_in_use() {
    for entry in enhanced_codes() {
        for &code in entry.reply_codes {
            assert!(
                reply_code(code).is_some(),
                "X.{}.{} names {code}",
                entry.subject,
                entry.detail
            );
        }
        assert!(entry.rfc.contains("RFC") || entry.rfc.contains("IANA"));
    }
    let historic: Vec<_> = reply_codes()
        .filter(|entry| entry.standing == Standing::Historic)
        .map(|e| e.code)
        .collect();
    assert_eq!(historic, [524, 538]);
    let homemade = reply_codes().filter(|entry| entry.standing == Standing::NonStandard);
    assert!(homemade.into_iter().all(|entry| entry.rfc.is_none()));
}

#[test]
fn a_provider_s_meaning_counts_only_where_the_provider_is_named_or_alone_uses_the_number() {
    let google = vendor_code(Some(Vendor::Google), 7, 30).expect("Google's DKIM code");
    assert_eq!(google.category, Category::AuthFailure);
    assert!(vendor_code(None, 7, 30).is_none());
    assert!(vendor_code(Some(Vendor::Yahoo), 7, 30).is_none());
    let microsoft = vendor_code(None, 7, 606).expect("Microsoft's family 7.6xx");
    assert_eq!((microsoft.vendor, microsoft.category), (Vendor::Microsoft, Category::Reputation));
}

#[test]
fn a_family_never_hides_a_single_code_behind_it() {
    for entry in vendor_codes() {
        let found = vendor_code(Some(entry.vendor), entry.subject, entry.first)
            .expect("each entry covers its first code");
        assert!(found.last - found.first <= entry.last - entry.first, "{entry:?}");
    }
}

#[test]
fn mechanisms_tell_who_speaks_first_and_what_crosses_the_line() {
    let login = mechanism("login").expect("LOGIN");
    assert_eq!((login.first, login.sends_secret), (Speaker::Server, true));
    let scram = mechanism("scram-sha-256").expect("SCRAM");
    assert_eq!((scram.first, scram.sends_secret), (Speaker::Client, false));
    let secrets: HashSet<_> =
        mechanisms().filter(|entry| entry.sends_secret).map(|entry| entry.name).collect();
    for name in ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "SECURID"] {
        assert!(secrets.contains(name), "{name}");
    }
    for entry in mechanisms().filter(|entry| entry.name.ends_with("-PLUS")) {
        assert!(entry.channel_binding, "{}", entry.name);
    }
}

#[test]
fn parameters_and_verbs_lead_to_their_extension() {
    let of_mail = |name| extensions_of_mail_parameter(name).map(|e| e.keyword).collect::<Vec<_>>();
    let of_rcpt = |name| extensions_of_rcpt_parameter(name).map(|e| e.keyword).collect::<Vec<_>>();
    assert_eq!(of_mail("envid"), ["DSN"]);
    assert_eq!(of_mail("Body"), ["8BITMIME", "BINARYMIME"]);
    assert_eq!(of_rcpt("NOTIFY"), ["DSN"]);
    assert!(of_rcpt("SIZE").is_empty() && of_mail("XYZ").is_empty());
    assert_eq!(extension_of_verb("bdat").map(|entry| entry.keyword), Some("CHUNKING"));
    assert_eq!(extension("AUTH").and_then(|entry| entry.mail_line_increment), Some(500));
    assert_eq!(extension("DSN").and_then(|entry| entry.rcpt_line_increment), Some(507));
}

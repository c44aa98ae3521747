//! What is asked about TLS without a connection: certificates, and what a domain publishes.

use smtpwire_shell::operations::TlsFunction;

use crate::ops::functions;

functions! { ask TlsFunction;
    /// The certificates of a PEM file, or the one of these octets in DER.
    read_certificates(certificates);
    /// Whether a certificate may be a host's of this name.
    certificate_is_valid_for(certificate, name);
    /// The certificates of an identity, if certificate and key belong together.
    read_identity(certificate, key);
    /// The name of the TLSA records of a server (RFC 6698); the port is 25 where it is left out.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.tlsa_name("mx.example")
    /// '_25._tcp.mx.example'
    tlsa_name(server, port = None);
    /// A TLSA record: from its text, from its data as DNS carries it, or of its fields.
    ///
    /// >>> import smtpwire
    /// >>> record = smtpwire.parse_tlsa("3 1 1 " + "ab" * 32)
    /// >>> record["usage"], record["usable"]
    /// (3, True)
    parse_tlsa(record);
    /// The TLSA record for a certificate; ``3 1 1`` where nothing is said.
    make_tlsa(certificate, usage = None, selector = None, matching = None);
    /// What TLSA records demand of a connection.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.dane_demand(["3 1 1 " + "ab" * 32])
    /// 'authenticated'
    dane_demand(records);
    /// The TLSA record that fits the certificates (DER) that a server sent; ``at`` is the time in seconds
    /// since 1970.
    dane_check(records, chain, names, at);
    /// The name of the record that says that a domain has an MTA-STS policy (RFC 8461).
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.sts_record_name("example.com")
    /// '_mta-sts.example.com'
    sts_record_name(domain);
    /// Where the MTA-STS policy of a domain is.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.sts_policy_url("example.com")
    /// 'https://mta-sts.example.com/.well-known/mta-sts.txt'
    sts_policy_url(domain);
    /// The id of the MTA-STS record among these TXT records; ``None`` where there is none.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.find_sts_record(["v=spf1 -all", "v=STSv1; id=20260101"])
    /// '20260101'
    find_sts_record(records);
    /// An MTA-STS policy, from its text or of its parts.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_sts_policy({"mode": "enforce", "mx": ["*.example.com"], "max_age": 86400})["mode"]
    /// 'enforce'
    parse_sts_policy(text);
    /// Whether a policy allows a server of this name.
    ///
    /// >>> import smtpwire
    /// >>> policy = {"mode": "enforce", "mx": ["*.example.com"], "max_age": 86400}
    /// >>> smtpwire.sts_policy_matches(policy, "mx.example.com")
    /// True
    sts_policy_matches(policy, host);
    /// Whether a policy that was fetched at one time counts at another, in seconds since 1970.
    ///
    /// >>> import smtpwire
    /// >>> policy = {"mode": "enforce", "mx": ["*.example.com"], "max_age": 86400}
    /// >>> smtpwire.sts_policy_is_fresh(policy, 0, 86401)
    /// False
    sts_policy_is_fresh(policy, fetched_at, at);
    /// Why the peer is none that its MTA-STS policy allows; ``None`` where it is.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.sts_mismatch("mx.example") is None
    /// True
    sts_mismatch(peer);
    /// Whether nothing may be said to the peer without TLS.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.peer_demands_tls("mx.example")
    /// False
    peer_demands_tls(peer);
    /// The name of the record that says where a domain wants reports on TLS (RFC 8460).
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.tlsrpt_record_name("example.com")
    /// '_smtp._tls.example.com'
    tlsrpt_record_name(domain);
    /// Where reports are to go, by the record among these TXT records; ``None`` where there is none.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.find_tlsrpt_record(["v=TLSRPTv1; rua=mailto:tls@example.com"])
    /// ['mailto:tls@example.com']
    find_tlsrpt_record(records);
    /// What a message's sender asks of TLS (RFC 8689): ``usual``, ``required`` or ``not-needed``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.tls_request(False, b"TLS-Required: No\r\n\r\n")
    /// 'not-needed'
    tls_request(requiretls, content_head = None);
    /// Whether the header of a message says ``TLS-Required: No``.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.tls_required_no(b"Subject: hi\r\n\r\n")
    /// False
    tls_required_no(content_head);
}

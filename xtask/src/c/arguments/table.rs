//! What the header says in words: which pointers may be NULL, and what is a right argument.
//!
//! A name of a function may end in `*`, for all that begin so; the first line that fits counts.

/// Pointers that may be NULL, and what that means. All that is called `error` is one, too.
const MAY_BE_NULL: &[(&str, &str, &str)] = &[
    ("*_free", "*", "nothing is freed"),
    ("smtpwire_client_*", "id", "the command's id is not wanted"),
    ("smtpwire_mailer_send*", "transaction", "the message's number is not wanted"),
    ("smtpwire_client_new*", "config", "the defaults"),
    ("smtpwire_client_auth", "policy", "the default"),
    ("smtpwire_client_auth", "binding", "there is none"),
    ("smtpwire_client_auth_raw", "initial", "no initial response"),
    ("smtpwire_client_mail", "parameters", "none"),
    ("smtpwire_client_rcpt", "parameters", "none"),
    ("smtpwire_client_help", "argument", "none"),
    ("smtpwire_client_unanswered", "id", "it is not wanted"),
    ("smtpwire_client_unanswered", "verb", "it is not wanted"),
    ("smtpwire_client_unanswered", "sent", "it is not wanted"),
    ("smtpwire_command_new_mail", "parameters", "none"),
    ("smtpwire_command_new_rcpt", "parameters", "none"),
    ("smtpwire_command_new_auth", "initial_response", "none"),
    ("smtpwire_envelope_*", "parameters", "none"),
    ("smtpwire_mailer_config_set_credentials", "credentials", "nobody logs in"),
    ("smtpwire_mailer_config_set_channel_binding", "binding", "there is none"),
    ("smtpwire_mailer_tls_established", "binding", "there is none"),
    ("smtpwire_order_answer", "next_phase", "it is not wanted"),
    ("smtpwire_order_answer", "code", "it is not wanted"),
    ("smtpwire_order_answer", "enhanced", "it is not wanted"),
    ("smtpwire_parameters_add_auth", "mailbox", "nobody whom one would name: <>"),
    ("smtpwire_parameters_add_other", "value", "none"),
    ("smtpwire_server_close", "reply", "421 4.3.2"),
    ("smtpwire_server_provide_verifier", "verifier", "there is no such user"),
    ("smtpwire_server_set_channel_binding", "binding", "there is none"),
    ("smtpwire_dane_check", "matched", "it is not wanted"),
];

/// Numbers that stand for themselves, and not for something of an enumeration.
const PLAIN: &[(&str, &str)] = &[
    ("*", "seconds"),
    ("*", "least_seconds"),
    ("*", "iterations"),
    ("*", "mail_max"),
    ("*", "rcpt_max"),
    ("*", "rcpt_domain_max"),
    ("smtpwire_parameters_add_mtrk", "timeout"),
    ("smtpwire_sasl_policy_set_iterations", "least"),
    ("smtpwire_sasl_policy_set_iterations", "most"),
];

/// Numbers that say how long a call takes: the largest would take minutes, and nothing else happens.
const SLOW: &[(&str, &str)] = &[("smtpwire_scram_verifier_*", "iterations")];

/// What NULL and numbers that are none are answered with, where that is not 0, false or empty.
pub(super) const ANSWERS: &[(&str, &str)] = &[
    ("smtpwire_client_next_deadline_ms", "SMTPWIRE_NEVER"),
    ("smtpwire_mailer_next_deadline_ms", "SMTPWIRE_NEVER"),
    ("smtpwire_server_next_deadline_ms", "SMTPWIRE_NEVER"),
    ("smtpwire_outcome_responsibility", "SMTPWIRE_RESPONSIBILITY_UNKNOWN"),
    ("smtpwire_error_status", "SMTPWIRE_NULL_POINTER"),
    ("smtpwire_event_kind_name", "\"other\""),
    ("smtpwire_status_name", "\"unknown\""),
    ("smtpwire_status_text", "\"unknown\""),
];

/// Types whose objects belong to others: they are never freed by themselves.
pub(super) const BORROWED: &[&str] = &[
    "smtpwire_certificate",
    "smtpwire_event",
    "smtpwire_outcome",
    "smtpwire_tls_failure",
    "smtpwire_tls_session",
];

/// Right arguments, where another than the usual one of the type is needed: for texts an expression of C
/// that is a string, for the rest one of the type.
const VALUES: &[(&str, &str, &str)] = &[
    ("*", "now_ms", "1"),
    ("*", "entropy", "octets_of(\"these are thirty-two octets long\")"),
    ("smtpwire_mailer_*", "transaction", "1"),
    // Addresses.
    ("smtpwire_address_parse", "kind", "SMTPWIRE_ADDRESS_KIND_DOMAIN"),
    ("smtpwire_address_as", "kind", "SMTPWIRE_ADDRESS_KIND_FORWARD_PATH"),
    ("smtpwire_address_new_ip", "octets", "octets_of(\"1234\")"),
    ("smtpwire_address_new_local_part", "written", "\"jo\""),
    ("smtpwire_address_new_general", "tag", "\"tag\""),
    ("smtpwire_address_new_general", "content", "\"content\""),
    ("smtpwire_address_new_mailbox", "local_part", "fixture_local_part()"),
    ("smtpwire_address_new_mailbox", "host", "fixture_domain()"),
    ("smtpwire_address_ip", "address", "fixture_ip()"),
    ("smtpwire_address_tag", "address", "fixture_general()"),
    ("smtpwire_address_content", "address", "fixture_general()"),
    // What an EHLO reply offers.
    ("smtpwire_capabilities_parse", "reply", "fixture_ehlo_reply()"),
    ("smtpwire_capabilities_new", "greeting", "\"mx.example hi\""),
    ("smtpwire_capabilities_find", "keyword", "SMTPWIRE_KEYWORD_SIZE"),
    ("smtpwire_capabilities_offers", "keyword", "SMTPWIRE_KEYWORD_SIZE"),
    ("smtpwire_capabilities_add", "keyword", "SMTPWIRE_KEYWORD_PIPELINING"),
    ("smtpwire_capabilities_add_words", "keyword", "SMTPWIRE_KEYWORD_BURL"),
    ("smtpwire_capabilities_add_words", "words", "\"imap\""),
    ("smtpwire_capabilities_add_other", "keyword", "\"XYZZY\""),
    ("smtpwire_capabilities_add_other", "words", "\"plugh\""),
    ("smtpwire_capabilities_word", "index", "2"),
    ("smtpwire_capabilities_hold_until", "index", "3"),
    ("smtpwire_capabilities_line_limit", "index", "2"),
    ("smtpwire_capabilities_word_count", "index", "1"),
    // Clients.
    ("smtpwire_client_ehlo", "host", "\"client.example\""),
    ("smtpwire_client_mail", "from", "\"jo@example.com\""),
    ("smtpwire_client_rcpt", "client", "fixture_client_in_mail()"),
    ("smtpwire_client_rcpt", "to", "\"jo@example.com\""),
    ("smtpwire_client_rcpt", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_client_data", "client", "fixture_client_in_mail()"),
    ("smtpwire_client_bdat", "client", "fixture_client_in_mail()"),
    ("smtpwire_client_content*", "client", "fixture_client_in_data()"),
    ("smtpwire_client_end_content", "client", "fixture_client_in_data()"),
    ("smtpwire_client_content", "octets", "octets_of(\"hi\\r\\n\")"),
    ("smtpwire_client_raw", "line", "\"XYZZY plugh\""),
    ("smtpwire_client_auth", "policy", "fixture_sasl_policy()"),
    ("smtpwire_client_auth_raw", "mechanism", "\"PLAIN\""),
    ("smtpwire_client_auth_raw", "initial", "octets_of(\"initial\")"),
    ("smtpwire_client_auth_response", "client", "fixture_client_in_auth()"),
    ("smtpwire_client_auth_cancel", "client", "fixture_client_in_auth()"),
    ("smtpwire_client_tls_established", "client", "fixture_client_in_tls()"),
    ("smtpwire_client_tls_failed", "client", "fixture_client_in_tls()"),
    ("smtpwire_client_tls_session", "client", "fixture_client_secure()"),
    ("smtpwire_client_tls_failure", "client", "fixture_client_distrusting()"),
    ("smtpwire_client_unanswered", "client", "fixture_client_waiting()"),
    ("smtpwire_client_new_tls", "security", "SMTPWIRE_SECURITY_OPPORTUNISTIC"),
    ("smtpwire_client_receive", "octets", "octets_of(\"220\")"),
    ("smtpwire_client_advance_output", "client", "fixture_client_waiting()"),
    ("smtpwire_client_help", "argument", "smtpwire_str_of(\"topic\")"),
    // Commands.
    ("smtpwire_command_parse", "line", "octets_of(\"NOOP\")"),
    ("smtpwire_command_new_plain", "verb", "SMTPWIRE_VERB_DATA"),
    ("smtpwire_command_new_hello", "verb", "SMTPWIRE_VERB_EHLO"),
    ("smtpwire_command_new_hello", "host", "fixture_domain()"),
    ("smtpwire_command_new_rcpt", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_command_new_argument", "verb", "SMTPWIRE_VERB_NOOP"),
    ("smtpwire_command_new_query", "verb", "SMTPWIRE_VERB_VRFY"),
    ("smtpwire_command_new_auth", "mechanism", "\"PLAIN\""),
    ("smtpwire_command_new_auth", "initial_response", "smtpwire_str_of(\"aGk=\")"),
    ("smtpwire_command_new_burl", "url", "\"imap://example.com/1\""),
    ("smtpwire_command_new_attributes", "verb", "SMTPWIRE_VERB_XCLIENT"),
    ("smtpwire_command_new_unknown", "line", "\"XYZZY plugh\""),
    ("smtpwire_command_host", "command", "fixture_command_of(\"EHLO example.com\")"),
    ("smtpwire_command_path", "command", "fixture_command_of(\"MAIL FROM:<>\")"),
    ("smtpwire_command_parameters", "command", "fixture_command_of(\"MAIL FROM:<> SIZE=1\")"),
    ("smtpwire_command_size", "command", "fixture_command_of(\"BDAT 1\")"),
    ("smtpwire_command_last", "command", "fixture_command_of(\"BDAT 1 LAST\")"),
    ("smtpwire_command_mechanism", "command", "fixture_command_of(\"AUTH PLAIN aGk=\")"),
    (
        "smtpwire_command_reveal_initial_response",
        "command",
        "fixture_command_of(\"AUTH PLAIN aGk=\")",
    ),
    ("smtpwire_command_node", "command", "fixture_command_of(\"ETRN example.com\")"),
    ("smtpwire_command_domain*", "command", "fixture_command_of(\"ATRN example.com\")"),
    (
        "smtpwire_command_reveal_url",
        "command",
        "fixture_command_of(\"BURL imap://jo@example.com/INBOX/;uid=1;urlauth=submit+jo:internal:0123456789abcdef0123456789abcdef LAST\")",
    ),
    ("smtpwire_command_attribute*", "command", "fixture_command_of(\"XCLIENT ADDR=192.0.2.1\")"),
    ("smtpwire_command_line", "command", "fixture_command_of(\"XYZZY plugh\")"),
    // Content.
    ("smtpwire_scanner_push", "content", "octets_of(\"hi\\r\\n\")"),
    ("smtpwire_stuffer_push", "content", "octets_of(\"hi\\r\\n\")"),
    ("smtpwire_unstuffer_push", "wire", "octets_of(\"hi\\r\\n\")"),
    // Explanations.
    ("smtpwire_explain", "code", "550"),
    ("smtpwire_explain_reply", "reply", "\"550 5.1.1 no such user\""),
    ("smtpwire_explain_reply_code", "code", "550"),
    ("smtpwire_explain_keyword", "keyword", "\"SIZE\""),
    ("smtpwire_explain_mechanism", "name", "\"PLAIN\""),
    ("smtpwire_check", "octets", "octets_of(\"S: 220 mx.example\\n\")"),
    ("smtpwire_transcript_mask", "octets", "octets_of(\"S: 220 mx.example\\n\")"),
    // Events.
    ("smtpwire_event_claim_host", "event", "fixture_login(\"OAUTHBEARER\")"),
    ("smtpwire_event_claim_port", "event", "fixture_login(\"OAUTHBEARER\")"),
    ("smtpwire_event_trace", "event", "fixture_login(\"ANONYMOUS\")"),
    ("smtpwire_event_claim*", "event", "fixture_login(\"PLAIN\")"),
    ("smtpwire_event_username", "event", "fixture_login(\"PLAIN\")"),
    ("smtpwire_event_authorization_identity", "event", "fixture_login(\"PLAIN\")"),
    ("smtpwire_event_reveal_secret", "event", "fixture_login(\"PLAIN\")"),
    ("smtpwire_event_command_id", "event", "fixture_client_event()"),
    ("smtpwire_event_octets", "event", "fixture_client_event()"),
    ("smtpwire_event_verb", "event", "fixture_server_event(SMTPWIRE_EVENT_REFUSED)"),
    ("smtpwire_event_reply", "event", "fixture_server_event(SMTPWIRE_EVENT_REFUSED)"),
    ("smtpwire_event_size", "event", "fixture_server_event(SMTPWIRE_EVENT_MESSAGE)"),
    ("smtpwire_event_recipient_index", "event", "fixture_recipient_event()"),
    ("smtpwire_event_is_last", "event", "fixture_recipient_event()"),
    ("smtpwire_event_mechanism", "event", "fixture_login(\"SCRAM-SHA-1\")"),
    ("smtpwire_event_command", "event", "fixture_server_event(SMTPWIRE_EVENT_RCPT)"),
    ("smtpwire_event_path", "event", "fixture_server_event(SMTPWIRE_EVENT_RCPT)"),
    ("smtpwire_event_proxy_header", "event", "fixture_server_event(SMTPWIRE_EVENT_PROXY)"),
    ("smtpwire_event_abort*", "event", "fixture_server_event(SMTPWIRE_EVENT_ABORTED)"),
    ("smtpwire_event_kind_name", "kind", "SMTPWIRE_EVENT_RCPT"),
    ("smtpwire_framer_consume", "count", "1"),
    // Mailers.
    ("smtpwire_mailer_receive", "octets", "octets_of(\"250\")"),
    ("smtpwire_mailer_content", "mailer", "fixture_mailer_in_stream()"),
    ("smtpwire_mailer_end_content", "mailer", "fixture_mailer_in_stream()"),
    ("smtpwire_mailer_abort_content", "mailer", "fixture_mailer_in_stream()"),
    ("smtpwire_mailer_content", "octets", "octets_of(\"hi\\r\\n\")"),
    ("smtpwire_mailer_send", "content", "octets_of(\"hi\\r\\n\")"),
    ("smtpwire_mailer_tls_established", "mailer", "fixture_mailer_in_tls()"),
    ("smtpwire_mailer_tls_failed", "mailer", "fixture_mailer_in_tls()"),
    ("smtpwire_mailer_tls_session", "mailer", "fixture_mailer_secure()"),
    ("smtpwire_mailer_tls_failure", "mailer", "fixture_mailer_distrusting()"),
    ("smtpwire_mailer_starttls_refusal", "mailer", "fixture_mailer_refused()"),
    ("smtpwire_mailer_advance_output", "octets", "0"),
    ("smtpwire_envelope_new", "from", "\"jo@example.com\""),
    ("smtpwire_envelope_add_recipient", "to", "\"jo@example.com\""),
    ("smtpwire_envelope_add_recipient", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_outcome_error", "outcome", "fixture_failed_outcome()"),
    // Parameters.
    ("smtpwire_parameters_new", "verb", "SMTPWIRE_VERB_MAIL"),
    ("smtpwire_parameters_parse", "verb", "SMTPWIRE_VERB_MAIL"),
    ("smtpwire_parameters_parse", "text", "\"SIZE=1\""),
    ("smtpwire_parameters_add_other", "keyword", "\"XYZZY\""),
    ("smtpwire_parameters_add_other", "value", "smtpwire_str_of(\"plugh\")"),
    ("smtpwire_parameters_add_solicit", "keywords", "\"org.example:ADV:ADLT\""),
    ("smtpwire_parameters_add_transid", "id", "\"<1@a>\""),
    ("smtpwire_proxy_header_write", "version", "2"),
    ("smtpwire_parameters_add_mtrk", "certifier", "\"MTIzNDU2Nzg5MGFiY2RlZmdo\""),
    ("smtpwire_parameters_add_notify", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_parameters_add_orcpt", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_parameters_add_orcpt", "address_type", "\"rfc822\""),
    ("smtpwire_parameters_add_orcpt", "address", "\"jo@example.com\""),
    ("smtpwire_parameters_add_rrvs", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_parameters_add_conneg", "parameters", "fixture_rcpt_parameters()"),
    ("smtpwire_parameters_size", "parameters", "fixture_parameters_of(\"SIZE=1\")"),
    ("smtpwire_parameters_body", "parameters", "fixture_parameters_of(\"BODY=8BITMIME\")"),
    ("smtpwire_parameters_smtputf8", "parameters", "fixture_parameters_of(\"SMTPUTF8\")"),
    ("smtpwire_parameters_ret", "parameters", "fixture_parameters_of(\"RET=HDRS\")"),
    ("smtpwire_parameters_envid", "parameters", "fixture_parameters_of(\"ENVID=1\")"),
    ("smtpwire_parameters_auth", "parameters", "fixture_parameters_of(\"AUTH=jo@example.com\")"),
    ("smtpwire_parameters_requiretls", "parameters", "fixture_parameters_of(\"REQUIRETLS\")"),
    ("smtpwire_parameters_by", "parameters", "fixture_parameters_of(\"BY=120;NT\")"),
    ("smtpwire_parameters_holdfor", "parameters", "fixture_parameters_of(\"HOLDFOR=60\")"),
    (
        "smtpwire_parameters_holduntil",
        "parameters",
        "fixture_parameters_of(\"HOLDUNTIL=2027-01-01T00:00:00Z\")",
    ),
    ("smtpwire_parameters_mt_priority", "parameters", "fixture_parameters_of(\"MT-PRIORITY=1\")"),
    (
        "smtpwire_parameters_mtrk",
        "parameters",
        "fixture_parameters_of(\"MTRK=MTIzNDU2Nzg5MGFiY2RlZmdo:60\")",
    ),
    ("smtpwire_parameters_transid", "parameters", "fixture_parameters_of(\"TRANSID=<1@a>\")"),
    (
        "smtpwire_parameters_solicit*",
        "parameters",
        "fixture_parameters_of(\"SOLICIT=org.example:ADV:ADLT\")",
    ),
    ("smtpwire_parameters_conperm", "parameters", "fixture_parameters_of(\"CONPERM\")"),
    ("smtpwire_parameters_keyword", "parameters", "fixture_parameters_of(\"SIZE=1\")"),
    ("smtpwire_parameters_value", "parameters", "fixture_parameters_of(\"SIZE=1\")"),
    ("smtpwire_parameters_is_known", "parameters", "fixture_parameters_of(\"SIZE=1\")"),
    ("smtpwire_parameters_notify", "parameters", "fixture_rcpt_parameters_of(\"NOTIFY=DELAY\")"),
    (
        "smtpwire_parameters_orcpt",
        "parameters",
        "fixture_rcpt_parameters_of(\"ORCPT=rfc822;jo@example.com\")",
    ),
    (
        "smtpwire_parameters_rrvs",
        "parameters",
        "fixture_rcpt_parameters_of(\"RRVS=2027-01-01T00:00:00Z\")",
    ),
    ("smtpwire_parameters_conneg", "parameters", "fixture_rcpt_parameters_of(\"CONNEG\")"),
    ("smtpwire_datetime_parse", "written", "\"2027-01-01T00:00:00Z\""),
    // PROXY.
    ("smtpwire_proxy_header_parse", "octets", "octets_of(\"PROXY UNKNOWN\\r\\n\")"),
    ("smtpwire_proxy_header_parse", "limit", "0"),
    ("smtpwire_proxy_header_new", "source", "\"192.0.2.1:2525\""),
    ("smtpwire_proxy_header_new", "destination", "\"192.0.2.2:25\""),
    ("smtpwire_proxy_header_unix_*", "header", "fixture_unix_header()"),
    // Replies.
    ("smtpwire_reply_parse", "octets", "octets_of(\"250 ok\\r\\n\")"),
    ("smtpwire_reply_new", "code", "250"),
    ("smtpwire_reply_reader_new", "max_line", "512"),
    // Logins.
    ("smtpwire_channel_binding_new", "kind", "SMTPWIRE_CHANNEL_BINDING_TLS_UNIQUE"),
    ("smtpwire_sasl_policy_allow", "name", "\"SCRAM-SHA-256\""),
    ("smtpwire_sasl_policy_set_iterations", "least", "4096"),
    ("smtpwire_sasl_policy_set_iterations", "most", "100000"),
    ("smtpwire_scram_verifier_*", "iterations", "4096"),
    ("smtpwire_scram_verifier_from_keys", "stored_key", "octets_of(\"twenty octets of key\")"),
    ("smtpwire_scram_verifier_from_keys", "server_key", "octets_of(\"twenty octets of key\")"),
    (
        "smtpwire_scram_verifier_parse",
        "stored",
        "\"SCRAM-SHA-1$4096:c2FsdHkgc2FsdHkgc2FsdA==$dHdlbnR5IG9jdGV0cyBvZiBrZXk=:dHdlbnR5IG9jdGV0cyBvZiBrZXk=\"",
    ),
    // Servers.
    ("smtpwire_server_config_set_decoy_key", "key", "octets_of(\"a key that nobody guesses\")"),
    ("smtpwire_server_config_set_decoy", "iterations", "4096"),
    ("smtpwire_server_config_set_decoy", "salt_length", "16"),
    ("smtpwire_server_config_offer", "keyword", "SMTPWIRE_KEYWORD_VRFY"),
    ("smtpwire_server_config_offer_mechanism", "name", "\"PLAIN\""),
    ("smtpwire_server_config_offer_*", "attribute", "\"ADDR\""),
    ("smtpwire_server_close", "reply", "fixture_refusal()"),
    ("smtpwire_server_verify", "server", "fixture_server_verifying()"),
    ("smtpwire_server_provide_verifier", "server", "fixture_server_looking_up()"),
    ("smtpwire_server_tls_established", "server", "fixture_server_in_tls()"),
    ("smtpwire_server_tls_failed", "server", "fixture_server_in_tls()"),
    ("smtpwire_server_tls_session", "server", "fixture_server_secure()"),
    ("smtpwire_server_tls_failure", "server", "fixture_server_distrusting()"),
    ("smtpwire_server_receive", "octets", "octets_of(\"NOOP\")"),
    ("smtpwire_server_advance_output", "octets", "0"),
    // TLS.
    ("smtpwire_certificate_is_valid_for", "host", "\"mx.example\""),
    ("*_set_versions", "least", "SMTPWIRE_TLS_VERSION_1_2"),
    ("*_set_versions", "most", "SMTPWIRE_TLS_VERSION_1_3"),
    ("smtpwire_tlsa_of_certificate", "certificate", "fixture_der()"),
    ("smtpwire_dane_add_tlsa_rdata", "rdata", "octets_of(\"\\3\\1\\1a digest of a key\")"),
    (
        "smtpwire_dane_add_tlsa_text",
        "record",
        "\"3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"",
    ),
    ("smtpwire_dane_check", "chain", "fixture_der()"),
    ("smtpwire_dane_check", "names", "\"mx.example\""),
    ("smtpwire_identity_from_pem", "chain", "fixture_pem()"),
    ("smtpwire_identity_from_pem", "key", "fixture_key_pem()"),
    ("smtpwire_identity_from_pem_files", "chain_path", "\"fuzz/certificates/server.pem\""),
    ("smtpwire_identity_from_pem_files", "key_path", "\"fuzz/certificates/server.key\""),
    ("smtpwire_identity_from_der", "chain", "fixture_der()"),
    ("smtpwire_identity_from_der", "key", "fixture_key_der()"),
    ("smtpwire_roots_add_pem", "pem", "fixture_pem()"),
    ("smtpwire_roots_add_pem_file", "path", "\"fuzz/certificates/authority.pem\""),
    ("smtpwire_roots_add_der", "der", "fixture_der()"),
    ("smtpwire_sts_record_id", "records", "octets_of(\"v=STSv1; id=20270101T000000;\")"),
    (
        "smtpwire_sts_policy_parse",
        "octets",
        "octets_of(\"version: STSv1\\nmode: none\\nmax_age: 86400\\n\")",
    ),
    ("smtpwire_sts_policy_new", "patterns", "\"*.example\""),
    ("smtpwire_sts_policy_new", "max_age_s", "86400"),
    ("smtpwire_sts_policy_matches", "mx_host", "\"mx.example\""),
    (
        "smtpwire_tlsrpt_find",
        "records",
        "octets_of(\"v=TLSRPTv1; rua=mailto:reports@example.com\")",
    ),
    ("smtpwire_tls_version_name", "version", "SMTPWIRE_TLS_VERSION_1_3"),
];

/// Whether a pointer may be NULL.
pub(super) fn may_be_null(function: &str, parameter: &str) -> bool {
    MAY_BE_NULL.iter().any(|(name, given, _)| fits(name, function) && fits(given, parameter))
}

/// Whether a number stands for itself.
pub(super) fn is_plain(function: &str, parameter: &str) -> bool {
    PLAIN.iter().any(|(name, given)| fits(name, function) && fits(given, parameter))
}

/// Whether a number must not be large.
pub(super) fn is_slow(function: &str, parameter: &str) -> bool {
    SLOW.iter().any(|(name, given)| fits(name, function) && fits(given, parameter))
}

/// The right argument, where it is none of the usual ones.
pub(super) fn value(function: &str, parameter: &str) -> Option<&'static str> {
    let fits = |line: &&(&str, &str, &str)| fits(line.0, function) && fits(line.1, parameter);
    VALUES.iter().find(fits).map(|(_, _, value)| *value)
}

/// Whether a function that gives a status tells something by it: it can't fail.
pub(super) fn is_question(function: &str) -> bool {
    function == "smtpwire_error_status"
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => pattern == name,
        },
    }
}

/// Lines that fit nothing in the header are told, so that the tables don't outlive what they speak of.
pub(super) fn idle<'f>(given: &[(&'f str, &'f str)]) -> Vec<String> {
    let of_nothing = |name: &str, parameter: &str| {
        !given.iter().any(|(function, one)| fits(name, function) && fits(parameter, one))
    };
    let lines = MAY_BE_NULL.iter().chain(VALUES).map(|(name, parameter, _)| (name, parameter));
    let lines = lines.chain(PLAIN.iter().chain(SLOW).map(|(name, parameter)| (name, parameter)));
    lines
        .filter(|(name, parameter)| of_nothing(name, parameter))
        .map(|(name, parameter)| format!("{name} {parameter}"))
        .collect()
}

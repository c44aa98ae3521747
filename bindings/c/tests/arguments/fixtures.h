/* An object of every type, in a state in which most of what can be asked of it works. */

#ifndef FIXTURES_H
#define FIXTURES_H

#include <smtpwire.h>

/* These are the caller's to free. */
smtpwire_address *fixture_address(void);
smtpwire_address *fixture_domain(void);
smtpwire_address *fixture_local_part(void);
smtpwire_address *fixture_ip(void);
smtpwire_address *fixture_general(void);
smtpwire_capabilities *fixture_capabilities(void);
smtpwire_channel_binding *fixture_channel_binding(void);
smtpwire_chunk_reader *fixture_chunk_reader(void);
smtpwire_chunk_total *fixture_chunk_total(void);
smtpwire_client *fixture_client(void);          /* behind EHLO */
smtpwire_client *fixture_client_greeted(void);  /* before it */
smtpwire_client *fixture_client_in_mail(void);  /* one recipient is accepted */
smtpwire_client *fixture_client_in_data(void);  /* 354 came */
smtpwire_client *fixture_client_in_auth(void);  /* a challenge came */
smtpwire_client *fixture_client_in_tls(void);   /* a handshake is due */
smtpwire_client *fixture_client_waiting(void);  /* a command waits for its reply */
smtpwire_client *fixture_client_distrusting(void); /* its handshake failed */
smtpwire_client *fixture_client_secure(void);   /* TLS is up */
smtpwire_client_config *fixture_client_config(void);
smtpwire_client_tls *fixture_client_tls(void);
smtpwire_client_tls_builder *fixture_client_tls_builder(void);
smtpwire_command *fixture_command(void);
smtpwire_command *fixture_command_of(const char *line);
smtpwire_content *fixture_content(void);
smtpwire_credentials *fixture_credentials(void);
smtpwire_dane *fixture_dane(void);
smtpwire_envelope *fixture_envelope(void);
smtpwire_error *fixture_error(void);
smtpwire_explanation *fixture_explanation(void);
smtpwire_framer *fixture_framer(void);
smtpwire_identity *fixture_identity(void);
smtpwire_mailer *fixture_mailer(void);
smtpwire_mailer *fixture_mailer_in_stream(void); /* content of a message is due */
smtpwire_mailer *fixture_mailer_in_tls(void);    /* a handshake is due */
smtpwire_mailer *fixture_mailer_secure(void);    /* TLS is up */
smtpwire_mailer *fixture_mailer_distrusting(void); /* its handshake failed */
smtpwire_mailer *fixture_mailer_refused(void);   /* STARTTLS was refused */
smtpwire_mailer_config *fixture_mailer_config(void);
smtpwire_parameters *fixture_parameters(void);          /* of MAIL, none given */
smtpwire_parameters *fixture_rcpt_parameters(void);     /* of RCPT, none given */
smtpwire_parameters *fixture_parameters_of(const char *text);
smtpwire_parameters *fixture_rcpt_parameters_of(const char *text);
smtpwire_peer *fixture_peer(void);
smtpwire_proxy_header *fixture_proxy_header(void);
smtpwire_proxy_header *fixture_unix_header(void);
smtpwire_reply *fixture_reply(void);
smtpwire_reply *fixture_ehlo_reply(void);
smtpwire_reply *fixture_refusal(void);
smtpwire_reply_reader *fixture_reply_reader(void);
smtpwire_report *fixture_report(void);
smtpwire_roots *fixture_roots(void);
smtpwire_sasl_policy *fixture_sasl_policy(void);
smtpwire_scanner *fixture_scanner(void);
smtpwire_scram_verifier *fixture_scram_verifier(void);
smtpwire_server *fixture_server(void);           /* RCPT is to be decided */
smtpwire_server *fixture_server_verifying(void); /* a login is to be decided */
smtpwire_server *fixture_server_looking_up(void); /* what is stored about a user is asked for */
smtpwire_server *fixture_server_in_tls(void);    /* a handshake is due */
smtpwire_server *fixture_server_secure(void);    /* TLS is up */
smtpwire_server *fixture_server_distrusting(void); /* its handshake failed */
smtpwire_server_config *fixture_server_config(void);
smtpwire_server_tls *fixture_server_tls(void);
smtpwire_server_tls_builder *fixture_server_tls_builder(void);
smtpwire_sts_policy *fixture_sts_policy(void);
smtpwire_stuffer *fixture_stuffer(void);
smtpwire_text *fixture_text(void);
smtpwire_tlsrpt *fixture_tlsrpt(void);
smtpwire_unstuffer *fixture_unstuffer(void);

/* These belong to other objects, which last until `fixtures_end`. */
const smtpwire_certificate *fixture_certificate(void);
const smtpwire_event *fixture_event(void); /* a mailer's outcome */
const smtpwire_event *fixture_client_event(void);    /* a challenge */
const smtpwire_event *fixture_recipient_event(void); /* what a client of LMTP was answered */
const smtpwire_event *fixture_login(const char *mechanism);
const smtpwire_event *fixture_server_event(smtpwire_event_kind kind);
const smtpwire_outcome *fixture_outcome(void);
const smtpwire_outcome *fixture_failed_outcome(void);
const smtpwire_tls_failure *fixture_tls_failure(void);
const smtpwire_tls_session *fixture_tls_session(void);

smtpwire_datetime fixture_datetime(void);
smtpwire_enhanced_code fixture_enhanced_code(void);
smtpwire_attribute fixture_attribute(void);
smtpwire_attribute fixture_attribute_of(smtpwire_str name);
smtpwire_bytes fixture_der(void);
smtpwire_bytes fixture_pem(void);
smtpwire_bytes fixture_key_pem(void);
smtpwire_bytes fixture_key_der(void);

void fixtures_end(void);

#endif

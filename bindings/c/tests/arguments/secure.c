/* Connections whose TLS the library does. */

#include "fixtures.h"
#include "must.h"

/* What `fixtures_end` frees. */
static smtpwire_client *secure;
static smtpwire_client *distrusting;

static smtpwire_server *server_with_tls(void) {
  smtpwire_server_config *config = fixture_server_config();
  smtpwire_server_tls *tls = fixture_server_tls();
  smtpwire_server *server;
  MUST(smtpwire_server_new_tls(config, SMTPWIRE_SERVER_TLS_IMPLICIT, tls, entropy(), 0, &server, NULL));
  smtpwire_server_tls_free(tls);
  smtpwire_server_config_free(config);
  return server;
}

static smtpwire_client *client_with_tls(void) {
  smtpwire_client_tls *tls = fixture_client_tls();
  smtpwire_peer *peer = fixture_peer();
  smtpwire_client *client;
  MUST(smtpwire_client_new_tls(NULL, SMTPWIRE_SECURITY_IMPLICIT, tls, peer, 0, &client, NULL));
  smtpwire_client_tls_free(tls);
  smtpwire_peer_free(peer);
  return client;
}

static smtpwire_mailer *mailer_with_tls(void) {
  smtpwire_mailer_config *config = fixture_mailer_config();
  smtpwire_client_tls *tls = fixture_client_tls();
  smtpwire_peer *peer = fixture_peer();
  smtpwire_mailer *mailer;
  MUST(smtpwire_mailer_config_set_security(config, SMTPWIRE_SECURITY_IMPLICIT));
  MUST(smtpwire_mailer_new_tls(config, tls, peer, entropy(), 0, &mailer, NULL));
  smtpwire_mailer_config_free(config);
  smtpwire_client_tls_free(tls);
  smtpwire_peer_free(peer);
  return mailer;
}

/* What one side has to say, the other hears. Octets are lost by nobody: the records of a handshake fit. */
#define SAYS(from, one, to, other)                                                                   \
  do {                                                                                               \
    smtpwire_step step = SMTPWIRE_STEP_EVENT;                                                        \
    const smtpwire_event *event;                                                                     \
    while (step == SMTPWIRE_STEP_EVENT) {                                                            \
      MUST(smtpwire_##from##_next_event(one, 1, &step, &event, NULL));                               \
    }                                                                                                \
    smtpwire_bytes said = smtpwire_##from##_output(one);                                             \
    MUST(smtpwire_##to##_receive(other, said, 1, NULL));                                             \
    MUST(smtpwire_##from##_advance_output(one, said.len, NULL));                                     \
  } while (0)

smtpwire_client *fixture_client_secure(void) {
  smtpwire_server *server = server_with_tls();
  smtpwire_client *client = client_with_tls();
  for (int turn = 0; turn < 5; turn++) {
    SAYS(client, client, server, server);
    SAYS(server, server, client, client);
  }
  must_be(smtpwire_client_is_verified(client), "TLS is up");
  smtpwire_server_free(server);
  return client;
}

smtpwire_server *fixture_server_secure(void) {
  smtpwire_server *server = server_with_tls();
  smtpwire_client *client = client_with_tls();
  for (int turn = 0; turn < 5; turn++) {
    SAYS(client, client, server, server);
    SAYS(server, server, client, client);
  }
  must_be(smtpwire_server_is_tls(server), "TLS is up");
  smtpwire_client_free(client);
  return server;
}

smtpwire_mailer *fixture_mailer_secure(void) {
  smtpwire_server *server = server_with_tls();
  smtpwire_mailer *mailer = mailer_with_tls();
  for (int turn = 0; turn < 5; turn++) {
    SAYS(mailer, mailer, server, server);
    SAYS(server, server, mailer, mailer);
  }
  must_be(smtpwire_mailer_is_verified(mailer), "TLS is up");
  smtpwire_server_free(server);
  return mailer;
}

#define FAILS(type, one)                                                                             \
  do {                                                                                               \
    smtpwire_step step;                                                                              \
    const smtpwire_event *event;                                                                     \
    (void)smtpwire_##type##_receive(one, bytes_of("220 this is no TLS at all\r\n"), 1, NULL);        \
    for (int turn = 0; turn < 4; turn++) {                                                           \
      (void)smtpwire_##type##_next_event(one, 1, &step, &event, NULL);                               \
    }                                                                                                \
  } while (0)

smtpwire_client *fixture_client_distrusting(void) {
  smtpwire_client *client = client_with_tls();
  FAILS(client, client);
  return client;
}

smtpwire_server *fixture_server_distrusting(void) {
  smtpwire_server *server = server_with_tls();
  FAILS(server, server);
  return server;
}

smtpwire_mailer *fixture_mailer_distrusting(void) {
  smtpwire_mailer *mailer = mailer_with_tls();
  FAILS(mailer, mailer);
  return mailer;
}

const smtpwire_tls_session *fixture_tls_session(void) {
  static const smtpwire_tls_session *session;
  if (session == NULL) {
    secure = fixture_client_secure();
    MUST(smtpwire_client_tls_session(secure, &session));
  }
  return session;
}

const smtpwire_tls_failure *fixture_tls_failure(void) {
  static const smtpwire_tls_failure *failure;
  if (failure == NULL) {
    distrusting = fixture_client_distrusting();
    MUST(smtpwire_client_tls_failure(distrusting, &failure));
  }
  return failure;
}

void fixtures_end_secure(void) {
  smtpwire_client_free(secure);
  smtpwire_client_free(distrusting);
  secure = NULL;
  distrusting = NULL;
}

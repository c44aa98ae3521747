/* Connections, each with somebody to talk to, and what hangs on them. */

#include "fixtures.h"

#include <string.h>

#include "must.h"

#define GREETING "220 mx.example\r\n"
#define OFFERS "250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250-8BITMIME\r\n250-CHUNKING\r\n250-STARTTLS\r\n" \
               "250-DSN\r\n250-VRFY\r\n250-EXPN\r\n250-HELP\r\n250-ETRN\r\n250-BURL imap\r\n250 AUTH PLAIN SCRAM-SHA-1\r\n"

enum { KEPT = 32 };

/* What `fixtures_end` frees. */
static smtpwire_client *clients[KEPT];
static smtpwire_server *servers[KEPT];
static smtpwire_mailer *mailers[KEPT];

#define KEEP(place, object)             \
  do {                                  \
    size_t at = 0;                      \
    while (place[at] != NULL) {         \
      at++;                             \
      must_be(at < KEPT, "there is room"); \
    }                                   \
    place[at] = (object);               \
  } while (0)

smtpwire_client_config *fixture_client_config(void) {
  smtpwire_client_config *config;
  MUST(smtpwire_client_config_new(&config));
  return config;
}

smtpwire_mailer_config *fixture_mailer_config(void) {
  smtpwire_mailer_config *config;
  MUST(smtpwire_mailer_config_new(smtpwire_str_of("client.example"), &config, NULL));
  MUST(smtpwire_mailer_config_set_security(config, SMTPWIRE_SECURITY_DISABLED));
  return config;
}

smtpwire_server_config *fixture_server_config(void) {
  smtpwire_server_config *config;
  MUST(smtpwire_server_config_new(smtpwire_str_of("mx.example"), &config, NULL));
  return config;
}

smtpwire_bytes entropy(void) {
  return bytes_of("these are thirty-two octets long");
}

/* ---- Clients ------------------------------------------------------------------------------------------ */

static void client_hears(smtpwire_client *client, const char *replies, const smtpwire_event **event) {
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *happened;
  MUST(smtpwire_client_advance_output(client, smtpwire_client_output(client).len, NULL));
  MUST(smtpwire_client_receive(client, bytes_of(replies), 1, NULL));
  while (step == SMTPWIRE_STEP_EVENT) {
    MUST(smtpwire_client_next_event(client, 1, &step, &happened, NULL));
    if (event != NULL && step == SMTPWIRE_STEP_EVENT) {
      *event = happened;
      return;
    }
  }
}

static smtpwire_client *greeted(bool lmtp) {
  smtpwire_client_config *config = fixture_client_config();
  smtpwire_client *client;
  MUST(smtpwire_client_config_set_option(config, SMTPWIRE_CLIENT_LMTP, lmtp));
  MUST(smtpwire_client_config_set_option(config, SMTPWIRE_CLIENT_PLAINTEXT_AUTH, true));
  MUST(smtpwire_client_new(config, 0, &client, NULL));
  smtpwire_client_config_free(config);
  client_hears(client, GREETING, NULL);
  return client;
}

smtpwire_client *fixture_client_greeted(void) {
  return greeted(false);
}

static smtpwire_client *ready(bool lmtp) {
  smtpwire_client *client = greeted(lmtp);
  MUST(smtpwire_client_ehlo(client, smtpwire_str_of("client.example"), NULL, NULL));
  client_hears(client, OFFERS, NULL);
  return client;
}

smtpwire_client *fixture_client(void) {
  return ready(false);
}

smtpwire_client *fixture_client_waiting(void) {
  smtpwire_client *client = fixture_client();
  MUST(smtpwire_client_noop(client, NULL, NULL));
  return client;
}

static smtpwire_client *in_mail(bool lmtp) {
  smtpwire_client *client = ready(lmtp);
  MUST(smtpwire_client_mail(client, smtpwire_str_of("jo@example.com"), NULL, NULL, NULL));
  MUST(smtpwire_client_rcpt(client, smtpwire_str_of("ann@example.com"), NULL, NULL, NULL));
  client_hears(client, "250 ok\r\n250 ok\r\n", NULL);
  return client;
}

smtpwire_client *fixture_client_in_mail(void) {
  return in_mail(false);
}

static smtpwire_client *in_data(bool lmtp) {
  smtpwire_client *client = in_mail(lmtp);
  MUST(smtpwire_client_data(client, NULL, NULL));
  client_hears(client, "354 go on\r\n", NULL);
  return client;
}

smtpwire_client *fixture_client_in_data(void) {
  return in_data(false);
}

const smtpwire_event *fixture_recipient_event(void) {
  static const smtpwire_event *event;
  if (event == NULL) {
    smtpwire_client *client = in_data(true);
    KEEP(clients, client);
    MUST(smtpwire_client_end_content(client, NULL));
    client_hears(client, "250 ok\r\n", &event);
    must_be(smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_RECIPIENT_REPLY, "it is about a recipient");
  }
  return event;
}

smtpwire_client *fixture_client_in_auth(void) {
  smtpwire_client *client = fixture_client();
  MUST(smtpwire_client_auth_raw(client, smtpwire_str_of("PLAIN"), NULL, NULL, NULL));
  client_hears(client, "334 \r\n", NULL);
  return client;
}

smtpwire_client *fixture_client_in_tls(void) {
  smtpwire_client *client = fixture_client();
  MUST(smtpwire_client_starttls(client, NULL, NULL));
  client_hears(client, "220 go on\r\n", NULL);
  return client;
}

const smtpwire_event *fixture_client_event(void) {
  static const smtpwire_event *event;
  if (event != NULL) {
    return event;
  }
  smtpwire_client *client = fixture_client();
  KEEP(clients, client);
  MUST(smtpwire_client_auth_raw(client, smtpwire_str_of("PLAIN"), NULL, NULL, NULL));
  client_hears(client, "334 aGk=\r\n", &event);
  must_be(smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_CHALLENGE, "it is a challenge");
  return event;
}

/* ---- Mailers ------------------------------------------------------------------------------------------ */

static void mailer_hears(smtpwire_mailer *mailer, const char *replies, const smtpwire_event **event) {
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *happened;
  MUST(smtpwire_mailer_advance_output(mailer, smtpwire_mailer_output(mailer).len, NULL));
  MUST(smtpwire_mailer_receive(mailer, bytes_of(replies), 1, NULL));
  while (step == SMTPWIRE_STEP_EVENT) {
    MUST(smtpwire_mailer_next_event(mailer, 1, &step, &happened, NULL));
    if (event != NULL && step == SMTPWIRE_STEP_EVENT && smtpwire_event_kind_of(happened) == SMTPWIRE_EVENT_OUTCOME) {
      *event = happened;
      return;
    }
  }
}

static smtpwire_mailer *mailer_with(smtpwire_security security) {
  smtpwire_mailer_config *config = fixture_mailer_config();
  smtpwire_mailer *mailer;
  MUST(smtpwire_mailer_config_set_security(config, (uint32_t)security));
  MUST(smtpwire_mailer_new(config, entropy(), 0, &mailer, NULL));
  smtpwire_mailer_config_free(config);
  mailer_hears(mailer, "", NULL);
  mailer_hears(mailer, GREETING, NULL);
  mailer_hears(mailer, OFFERS, NULL);
  return mailer;
}

smtpwire_mailer *fixture_mailer(void) {
  return mailer_with(SMTPWIRE_SECURITY_DISABLED);
}

smtpwire_mailer *fixture_mailer_in_tls(void) {
  smtpwire_mailer *mailer = mailer_with(SMTPWIRE_SECURITY_REQUIRED);
  mailer_hears(mailer, "220 go on\r\n", NULL);
  return mailer;
}

smtpwire_mailer *fixture_mailer_refused(void) {
  smtpwire_mailer *mailer = mailer_with(SMTPWIRE_SECURITY_OPPORTUNISTIC);
  mailer_hears(mailer, "454 not now\r\n", NULL);
  return mailer;
}

smtpwire_mailer *fixture_mailer_in_stream(void) {
  smtpwire_mailer *mailer = fixture_mailer();
  smtpwire_envelope *envelope = fixture_envelope();
  uint64_t transaction;
  MUST(smtpwire_mailer_send_stream(mailer, envelope, SMTPWIRE_UNLIMITED, &transaction, NULL));
  must_be(transaction == 1, "it is the first message");
  smtpwire_envelope_free(envelope);
  mailer_hears(mailer, "", NULL);
  mailer_hears(mailer, "250 ok\r\n250 ok\r\n", NULL);
  return mailer;
}

static const smtpwire_event *outcome_of(const char *replies) {
  smtpwire_mailer *mailer = fixture_mailer();
  smtpwire_envelope *envelope = fixture_envelope();
  const smtpwire_event *event = NULL;
  KEEP(mailers, mailer);
  MUST(smtpwire_mailer_send(mailer, envelope, bytes_of("Subject: hi\r\n\r\nhi\r\n"), NULL, NULL));
  smtpwire_envelope_free(envelope);
  mailer_hears(mailer, "", NULL);
  if (*replies == 0) {
    smtpwire_step step = SMTPWIRE_STEP_EVENT;
    MUST(smtpwire_mailer_receive_eof(mailer, 1));
    MUST(smtpwire_mailer_next_event(mailer, 1, &step, &event, NULL));
  } else {
    mailer_hears(mailer, replies, &event);
  }
  must_be(event != NULL, "the message has an outcome");
  return event;
}

const smtpwire_event *fixture_event(void) {
  static const smtpwire_event *event;
  if (event == NULL) {
    event = outcome_of("250 ok\r\n250 ok\r\n250 2.0.0 Ok: queued as ABC123\r\n");
  }
  return event;
}

const smtpwire_outcome *fixture_outcome(void) {
  const smtpwire_outcome *outcome;
  MUST(smtpwire_event_outcome(fixture_event(), &outcome));
  return outcome;
}

const smtpwire_outcome *fixture_failed_outcome(void) {
  static const smtpwire_outcome *outcome;
  if (outcome == NULL) {
    MUST(smtpwire_event_outcome(outcome_of(""), &outcome));
  }
  return outcome;
}

/* ---- Servers ------------------------------------------------------------------------------------------ */

/* Until what happens is of this kind, or no commands are left. They are said one by one: EHLO and DATA are the
   last before an answer. */
static const smtpwire_event *server_hears(smtpwire_server *server, const char *commands, smtpwire_event_kind kind) {
  const smtpwire_event *event;
  do {
    smtpwire_step step = SMTPWIRE_STEP_EVENT;
    smtpwire_bytes line = bytes_of(commands);
    const char *end = strchr(commands, '\n');
    line.len = end == NULL ? line.len : (size_t)(end + 1 - commands);
    MUST(smtpwire_server_receive(server, line, 1, NULL));
    commands += line.len;
    while (step != SMTPWIRE_STEP_NEED_DATA && step != SMTPWIRE_STEP_CLOSED) {
      MUST(smtpwire_server_next_event(server, 1, &step, &event, NULL));
      if (step == SMTPWIRE_STEP_EVENT && smtpwire_event_kind_of(event) == kind) {
        return event;
      }
      if (step == SMTPWIRE_STEP_PAUSED) {
        MUST(smtpwire_server_accept(server, NULL));
      }
      MUST(smtpwire_server_advance_output(server, smtpwire_server_output(server).len, NULL));
    }
  } while (*commands != 0);
  must_be(kind == SMTPWIRE_EVENT_OTHER, "that happened");
  return NULL;
}

static smtpwire_server *server_of(const char *commands, smtpwire_event_kind kind, const smtpwire_event **event) {
  smtpwire_server_config *config = fixture_server_config();
  smtpwire_server *server;
  MUST(smtpwire_server_config_set_option(config, SMTPWIRE_SERVER_PLAINTEXT_AUTH, true));
  MUST(smtpwire_server_config_set_option(config, SMTPWIRE_SERVER_PROXY, kind == SMTPWIRE_EVENT_PROXY));
  MUST(smtpwire_server_config_set_decoy_key(config, entropy()));
  MUST(smtpwire_server_config_offer_mechanism(config, smtpwire_str_of("PLAIN"), NULL));
  MUST(smtpwire_server_config_offer_mechanism(config, smtpwire_str_of("ANONYMOUS"), NULL));
  MUST(smtpwire_server_config_offer_mechanism(config, smtpwire_str_of("OAUTHBEARER"), NULL));
  MUST(smtpwire_server_config_offer_mechanism(config, smtpwire_str_of("SCRAM-SHA-1"), NULL));
  MUST(smtpwire_server_config_offer(config, SMTPWIRE_KEYWORD_STARTTLS, true));
  MUST(smtpwire_server_new(config, entropy(), 0, &server, NULL));
  smtpwire_server_config_free(config);
  if (kind != SMTPWIRE_EVENT_PROXY) {
    server_hears(server, "", SMTPWIRE_EVENT_OTHER);
  }
  const smtpwire_event *happened = server_hears(server, commands, kind);
  if (event != NULL) {
    *event = happened;
  }
  return server;
}

#define HELLO "EHLO client.example\r\n"
#define MAIL HELLO "MAIL FROM:<jo@example.com>\r\n"
#define RCPT MAIL "RCPT TO:<ann@example.com>\r\n"

smtpwire_server *fixture_server(void) {
  return server_of(RCPT, SMTPWIRE_EVENT_RCPT, NULL);
}

smtpwire_server *fixture_server_verifying(void) {
  return server_of(HELLO "AUTH PLAIN AGpvAHNlY3JldA==\r\n", SMTPWIRE_EVENT_AUTH_VERIFY, NULL);
}

smtpwire_server *fixture_server_looking_up(void) {
  return server_of(HELLO "AUTH SCRAM-SHA-1 biwsbj1qbyxyPWFiY2RlZmdoaWprbG1ub3A=\r\n", SMTPWIRE_EVENT_AUTH_LOOKUP, NULL);
}

smtpwire_server *fixture_server_in_tls(void) {
  smtpwire_server *server = server_of(HELLO "STARTTLS\r\n", SMTPWIRE_EVENT_START_TLS, NULL);
  MUST(smtpwire_server_advance_output(server, smtpwire_server_output(server).len, NULL));
  return server;
}

struct script {
  smtpwire_event_kind kind;
  const char *name; /* of a mechanism */
  const char *commands;
  const smtpwire_event *event;
};

static const smtpwire_event *event_by(struct script *script) {
  if (script->event == NULL) {
    smtpwire_server *server = server_of(script->commands, script->kind, &script->event);
    KEEP(servers, server);
  }
  return script->event;
}

const smtpwire_event *fixture_server_event(smtpwire_event_kind kind) {
  static struct script scripts[] = {
      {SMTPWIRE_EVENT_RCPT, "", RCPT, NULL},
      {SMTPWIRE_EVENT_MESSAGE, "", RCPT "DATA\r\nhi\r\n.\r\n", NULL},
      {SMTPWIRE_EVENT_ABORTED, "", RCPT "DATA\r\na\nb\r\n.\r\n", NULL},
      {SMTPWIRE_EVENT_REFUSED, "", "RCPT TO:<>\r\n", NULL},
      {SMTPWIRE_EVENT_PROXY, "", "PROXY TCP4 192.0.2.1 192.0.2.2 2525 25\r\n", NULL},
  };
  for (size_t at = 0; at < sizeof scripts / sizeof *scripts; at++) {
    if (scripts[at].kind == kind) {
      return event_by(&scripts[at]);
    }
  }
  must_be(false, "there is such a script");
  return NULL;
}

const smtpwire_event *fixture_login(const char *mechanism) {
  static struct script scripts[] = {
      /* ann NUL jo NUL secret */
      {SMTPWIRE_EVENT_AUTH_VERIFY, "PLAIN", HELLO "AUTH PLAIN YW5uAGpvAHNlY3JldA==\r\n", NULL},
      /* n,,n=jo,r=abcdefghijklmnop */
      {SMTPWIRE_EVENT_AUTH_LOOKUP, "SCRAM-SHA-1", HELLO "AUTH SCRAM-SHA-1 biwsbj1qbyxyPWFiY2RlZmdoaWprbG1ub3A=\r\n",
       NULL},
      {SMTPWIRE_EVENT_AUTH_VERIFY, "ANONYMOUS", HELLO "AUTH ANONYMOUS am8=\r\n", NULL},
      /* n,a=jo,^Ahost=mx.example^Aport=25^Aauth=Bearer token^A^A */
      {SMTPWIRE_EVENT_AUTH_VERIFY, "OAUTHBEARER",
       HELLO "AUTH OAUTHBEARER bixhPWpvLAFob3N0PW14LmV4YW1wbGUBcG9ydD0yNQFhdXRoPUJlYXJlciB0b2tlbgEB\r\n", NULL},
  };
  for (size_t at = 0; at < sizeof scripts / sizeof *scripts; at++) {
    if (strcmp(scripts[at].name, mechanism) == 0) {
      return event_by(&scripts[at]);
    }
  }
  must_be(false, "there is such a login");
  return NULL;
}

void fixtures_end_sessions(void) {
  for (size_t at = 0; at < KEPT; at++) {
    smtpwire_client_free(clients[at]);
    smtpwire_server_free(servers[at]);
    smtpwire_mailer_free(mailers[at]);
    clients[at] = NULL;
    servers[at] = NULL;
    mailers[at] = NULL;
  }
}

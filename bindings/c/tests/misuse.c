/* Calls that no program should make: at the wrong time, twice, with numbers and lengths that are none, in any
   order. Each is answered with a status, nothing is lost, and what is right goes on to work behind it. */

#include <smtpwire.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int wrong;

static void is(bool right, const char *what, int line) {
  if (!right) {
    fprintf(stderr, "misuse.c:%d: %s\n", line, what);
    wrong++;
  }
}

static void gives(smtpwire_status status, smtpwire_status expected, const char *what, int line) {
  if (status != expected) {
    smtpwire_str name = smtpwire_status_name((uint32_t)status);
    smtpwire_str wanted = smtpwire_status_name((uint32_t)expected);
    fprintf(stderr, "misuse.c:%d: %s: %.*s and not %.*s\n", line, what, (int)name.len, name.data, (int)wanted.len,
            wanted.data);
    wrong++;
  }
}

#define IS(right) is((right), #right, __LINE__)
#define OK(call) gives((call), SMTPWIRE_OK, #call, __LINE__)
#define GIVES(status, call) gives((call), (status), #call, __LINE__)

static smtpwire_bytes bytes(const char *text) {
  smtpwire_bytes octets;
  octets.data = (const uint8_t *)text;
  octets.len = strlen(text);
  return octets;
}

static smtpwire_str str(const char *text) {
  return smtpwire_str_of(text);
}

static smtpwire_bytes entropy(void) {
  return bytes("these are thirty-two octets long");
}

/* ---- The other side ----------------------------------------------------------------------------------- */

static void client_hears(smtpwire_client *client, const char *replies) {
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *event;
  OK(smtpwire_client_advance_output(client, smtpwire_client_output(client).len, NULL));
  OK(smtpwire_client_receive(client, bytes(replies), 1, NULL));
  while (step == SMTPWIRE_STEP_EVENT) {
    OK(smtpwire_client_next_event(client, 1, &step, &event, NULL));
    IS((event != NULL) == (step == SMTPWIRE_STEP_EVENT));
  }
}

static smtpwire_client *client_ready(void) {
  smtpwire_client_config *config;
  smtpwire_client *client;
  OK(smtpwire_client_config_new(&config));
  OK(smtpwire_client_new(config, 0, &client, NULL));
  /* What was made of it goes on without it. */
  smtpwire_client_config_free(config);
  client_hears(client, "220 mx.example\r\n");
  OK(smtpwire_client_ehlo(client, str("client.example"), NULL, NULL));
  client_hears(client, "250-mx.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 STARTTLS\r\n");
  return client;
}

static smtpwire_server_config *server_config(void) {
  smtpwire_server_config *config;
  OK(smtpwire_server_config_new(str("mx.example"), &config, NULL));
  return config;
}

static smtpwire_server *server_new(smtpwire_server_config *config) {
  smtpwire_server *server;
  OK(smtpwire_server_new(config, entropy(), 0, &server, NULL));
  smtpwire_server_config_free(config);
  return server;
}

/* Until a decision is due or nothing more happens. */
static smtpwire_step server_hears(smtpwire_server *server, const char *commands) {
  smtpwire_step step = SMTPWIRE_STEP_EVENT;
  const smtpwire_event *event;
  OK(smtpwire_server_receive(server, bytes(commands), 1, NULL));
  while (step == SMTPWIRE_STEP_EVENT) {
    OK(smtpwire_server_next_event(server, 1, &step, &event, NULL));
  }
  OK(smtpwire_server_advance_output(server, smtpwire_server_output(server).len, NULL));
  return step;
}

/* ---- At the wrong time -------------------------------------------------------------------------------- */

static void content_where_none_is_expected(void) {
  smtpwire_client *client = client_ready();
  size_t taken = 77;
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_client_content(client, bytes("hi\r\n"), &taken, NULL));
  IS(taken == 77);
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_client_end_content(client, NULL));
  IS(smtpwire_client_content_room(client) == 0);

  OK(smtpwire_client_mail(client, str("jo@example.com"), NULL, NULL, NULL));
  OK(smtpwire_client_rcpt(client, str("ann@example.com"), NULL, NULL, NULL));
  OK(smtpwire_client_data(client, NULL, NULL));
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_client_content(client, bytes("hi\r\n"), &taken, NULL));
  client_hears(client, "250 ok\r\n250 ok\r\n354 go on\r\n");
  OK(smtpwire_client_content(client, bytes("hi\r\n"), &taken, NULL));
  IS(taken == 4);
  OK(smtpwire_client_end_content(client, NULL));
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_client_end_content(client, NULL));
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_client_content(client, bytes("hi\r\n"), &taken, NULL));
  IS(smtpwire_client_output(client).len == 7);
  client_hears(client, "250 taken\r\n");
  IS(smtpwire_client_phase(client) == SMTPWIRE_PHASE_READY);
  smtpwire_client_free(client);
}

static void commands_out_of_order(void) {
  smtpwire_client *client = client_ready();
  smtpwire_parameters *rcpt;
  smtpwire_error *error = NULL;
  uint64_t id = 77;
  GIVES(SMTPWIRE_OUT_OF_ORDER, smtpwire_client_rcpt(client, str("jo@example.com"), NULL, &id, &error));
  IS(id == 77);
  IS(smtpwire_error_status(error) == SMTPWIRE_OUT_OF_ORDER);
  smtpwire_error_free(error);
  GIVES(SMTPWIRE_OUT_OF_ORDER, smtpwire_client_data(client, NULL, NULL));
  GIVES(SMTPWIRE_NO_TLS_EXPECTED, smtpwire_client_tls_established(client, true, 1, NULL));
  GIVES(SMTPWIRE_NO_TLS_EXPECTED, smtpwire_client_tls_failed(client, str("why not"), NULL));
  IS(smtpwire_client_auth_response(client, bytes("x"), NULL) != SMTPWIRE_OK);
  IS(smtpwire_client_auth_cancel(client, NULL) != SMTPWIRE_OK);

  /* Parameters that are for another command. */
  OK(smtpwire_parameters_new(SMTPWIRE_VERB_RCPT, &rcpt));
  OK(smtpwire_parameters_add_notify(rcpt, SMTPWIRE_NOTIFY_DELAY, NULL));
  IS(smtpwire_client_mail(client, str("jo@example.com"), rcpt, &id, NULL) != SMTPWIRE_OK);
  IS(smtpwire_parameters_add_size(rcpt, 1, NULL) == SMTPWIRE_INVALID_VALUE);
  IS(smtpwire_parameters_add_notify(rcpt, SMTPWIRE_NOTIFY_DELAY, NULL) == SMTPWIRE_INVALID_VALUE);
  IS(smtpwire_parameters_count(rcpt) == 1);
  IS(id == 77);
  smtpwire_parameters_free(rcpt);

  /* Nothing of all that was said. */
  IS(smtpwire_client_output(client).len == 0);
  IS(smtpwire_client_pending(client) == 0);
  OK(smtpwire_client_quit(client, NULL, NULL));
  client_hears(client, "221 bye\r\n");
  IS(smtpwire_client_is_over(client));
  GIVES(SMTPWIRE_ALREADY_CLOSED, smtpwire_client_noop(client, NULL, NULL));
  smtpwire_client_free(client);
}

static void answers_without_a_question(void) {
  smtpwire_server_config *config = server_config();
  smtpwire_server *server;
  smtpwire_reply *odd;
  const smtpwire_str go_on = str("go on");
  const smtpwire_enhanced_code none = {0, 0, 0};
  server = server_new(config);
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_accept(server, NULL));
  OK(smtpwire_reply_new(354, none, &go_on, 1, &odd, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_answer(server, odd, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_verify(server, true, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_provide_verifier(server, NULL, NULL));
  GIVES(SMTPWIRE_NO_TLS_EXPECTED, smtpwire_server_tls_established(server, 1, NULL));
  GIVES(SMTPWIRE_NO_TLS_EXPECTED, smtpwire_server_tls_failed(server, str("why not"), NULL));

  server_hears(server, "");
  server_hears(server, "EHLO client.example\r\n");
  IS(server_hears(server, "MAIL FROM:<>\r\nRCPT TO:<jo@example.com>\r\n") == SMTPWIRE_STEP_PAUSED);
  IS(smtpwire_server_answers_due(server) == 1);
  GIVES(SMTPWIRE_UNFIT_REPLY, smtpwire_server_answer(server, odd, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_verify(server, true, NULL));
  IS(smtpwire_server_answers_due(server) == 1);
  OK(smtpwire_server_accept(server, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_server_accept(server, NULL));
  GIVES(SMTPWIRE_UNFIT_REPLY, smtpwire_server_close(server, odd, NULL));
  OK(smtpwire_server_close(server, NULL, NULL));
  GIVES(SMTPWIRE_ALREADY_CLOSED, smtpwire_server_close(server, NULL, NULL));
  IS(smtpwire_server_is_closed(server));
  smtpwire_reply_free(odd);
  smtpwire_server_free(server);
}

static void streams_of_a_mailer_that_are_not_open(void) {
  smtpwire_mailer_config *config;
  smtpwire_mailer *mailer;
  smtpwire_envelope *envelope;
  size_t taken = 77;
  uint64_t transaction = 77;
  OK(smtpwire_mailer_config_new(str("client.example"), &config, NULL));
  OK(smtpwire_mailer_config_set_security(config, SMTPWIRE_SECURITY_DISABLED));
  OK(smtpwire_mailer_new(config, entropy(), 0, &mailer, NULL));
  smtpwire_mailer_config_free(config);
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_mailer_content(mailer, 1, bytes("hi\r\n"), &taken, NULL));
  GIVES(SMTPWIRE_NOTHING_TO_ANSWER, smtpwire_mailer_end_content(mailer, 1, NULL));
  IS(smtpwire_mailer_abort_content(mailer, 1, NULL) != SMTPWIRE_OK);
  GIVES(SMTPWIRE_NO_TLS_EXPECTED, smtpwire_mailer_tls_established(mailer, NULL, true, 1, NULL));

  /* An envelope without a recipient, and one that is gone before its outcome is there. */
  OK(smtpwire_envelope_new(str(""), NULL, &envelope, NULL));
  IS(smtpwire_mailer_send(mailer, envelope, bytes("hi\r\n"), &transaction, NULL) != SMTPWIRE_OK);
  IS(transaction == 77);
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_envelope_add_recipient(envelope, str("not a path"), NULL, NULL));
  IS(smtpwire_envelope_recipient_count(envelope) == 0);
  OK(smtpwire_envelope_add_recipient(envelope, str("jo@example.com"), NULL, NULL));
  OK(smtpwire_mailer_send(mailer, envelope, bytes("hi\r\n"), &transaction, NULL));
  smtpwire_envelope_free(envelope);
  IS(smtpwire_mailer_pending(mailer) == 1);
  OK(smtpwire_mailer_quit(mailer));
  OK(smtpwire_mailer_quit(mailer));
  IS(taken == 77);
  smtpwire_mailer_free(mailer);
}

static void codecs_behind_their_end(void) {
  smtpwire_stuffer *stuffer;
  smtpwire_unstuffer *unstuffer;
  smtpwire_chunk_total *total;
  smtpwire_framer *framer;
  smtpwire_bytes wire;
  smtpwire_bytes content;
  size_t consumed;
  bool ended;
  OK(smtpwire_stuffer_new(SMTPWIRE_LINE_ENDS_REFUSE, SIZE_MAX, &stuffer));
  OK(smtpwire_stuffer_push(stuffer, bytes(".hi\r\n"), &wire, NULL));
  IS(wire.len == 6);
  OK(smtpwire_stuffer_finish(stuffer, &wire, NULL));
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_stuffer_finish(stuffer, &wire, NULL));
  GIVES(SMTPWIRE_UNEXPECTED_CONTENT, smtpwire_stuffer_push(stuffer, bytes("more"), &wire, NULL));
  smtpwire_stuffer_free(stuffer);

  OK(smtpwire_unstuffer_new(SMTPWIRE_LINE_ENDS_REFUSE, SIZE_MAX, SMTPWIRE_UNLIMITED, &unstuffer));
  OK(smtpwire_unstuffer_push(unstuffer, bytes("hi\r\n.\r\nNOOP\r\n"), &consumed, &content, &ended));
  IS(ended && consumed == 7);
  OK(smtpwire_unstuffer_push(unstuffer, bytes("NOOP\r\n"), &consumed, &content, &ended));
  IS(ended && consumed == 0 && content.len == 0);
  smtpwire_unstuffer_free(unstuffer);

  OK(smtpwire_chunk_total_new(10, &total));
  GIVES(SMTPWIRE_MALFORMED, smtpwire_chunk_total_add(total, UINT64_MAX, NULL));
  smtpwire_chunk_total_free(total);

  OK(smtpwire_framer_new(100, false, &framer));
  OK(smtpwire_framer_consume(framer, SIZE_MAX));
  IS(smtpwire_framer_buffered(framer).len == 0);
  smtpwire_framer_free(framer);
}

/* ---- Too much, too little ----------------------------------------------------------------------------- */

static void more_output_than_there_is(void) {
  smtpwire_client *client = client_ready();
  smtpwire_server *server = server_new(server_config());
  smtpwire_error *error = NULL;
  OK(smtpwire_client_noop(client, NULL, NULL));
  IS(smtpwire_client_output(client).len == 6);
  GIVES(SMTPWIRE_ADVANCE_TOO_FAR, smtpwire_client_advance_output(client, 7, &error));
  IS(smtpwire_error_status(error) == SMTPWIRE_ADVANCE_TOO_FAR);
  smtpwire_error_free(error);
  GIVES(SMTPWIRE_ADVANCE_TOO_FAR, smtpwire_client_advance_output(client, SIZE_MAX, NULL));
  IS(smtpwire_client_output(client).len == 6);
  GIVES(SMTPWIRE_ADVANCE_TOO_FAR, smtpwire_server_advance_output(server, 1, NULL));
  smtpwire_client_free(client);
  smtpwire_server_free(server);
}

static void more_input_than_there_is_room_for(void) {
  smtpwire_client *client = client_ready();
  size_t room = smtpwire_client_input_room(client);
  uint8_t *octets = (uint8_t *)malloc(room + 1);
  smtpwire_step step = SMTPWIRE_STEP_PAUSED;
  const smtpwire_event *event = NULL;
  smtpwire_bytes much;
  if (octets == NULL) {
    abort();
  }
  memset(octets, 'x', room + 1);
  much.data = octets;
  much.len = room + 1;
  GIVES(SMTPWIRE_INPUT_BUFFER_FULL, smtpwire_client_receive(client, much, 1, NULL));
  free(octets);
  /* It has failed, and says so again, whatever it is asked; nothing is written then. */
  GIVES(SMTPWIRE_INPUT_BUFFER_FULL, smtpwire_client_next_event(client, 1, &step, &event, NULL));
  IS(step == SMTPWIRE_STEP_PAUSED && event == NULL);
  GIVES(SMTPWIRE_INPUT_BUFFER_FULL, smtpwire_client_next_event(client, 1, &step, &event, NULL));
  GIVES(SMTPWIRE_INPUT_BUFFER_FULL, smtpwire_client_receive(client, bytes("250 ok\r\n"), 1, NULL));
  IS(smtpwire_client_noop(client, NULL, NULL) != SMTPWIRE_OK);
  IS(smtpwire_client_input_room(client) == 0);
  IS(smtpwire_client_is_over(client));
  smtpwire_client_free(client);
}

static void entropy_of_another_length(void) {
  static const size_t lengths[] = {0, 1, 16, 31, 33, 64};
  static const uint8_t octets[64] = {0};
  smtpwire_server_config *config = server_config();
  smtpwire_mailer_config *mailers;
  smtpwire_server *server = NULL;
  smtpwire_mailer *mailer = NULL;
  OK(smtpwire_mailer_config_new(str("client.example"), &mailers, NULL));
  for (size_t at = 0; at < sizeof lengths / sizeof *lengths; at++) {
    smtpwire_bytes given;
    given.data = octets;
    given.len = lengths[at];
    GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_server_new(config, given, 0, &server, NULL));
    GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_server_new_awaiting_tls(config, given, 0, &server, NULL));
    GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_mailer_new(mailers, given, 0, &mailer, NULL));
    GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_mailer_new_awaiting_tls(mailers, given, 0, &mailer, NULL));
  }
  IS(server == NULL && mailer == NULL);
  smtpwire_mailer_config_free(mailers);
  smtpwire_server_config_free(config);
}

static void lines_are_not_smuggled_in(void) {
  smtpwire_client *client = client_ready();
  static const char nul[] = "jo\0@example.com";
  smtpwire_str text;
  smtpwire_address *address = NULL;
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_mail(client, str("jo@example.com>\r\nRSET"), NULL, NULL, NULL));
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_vrfy(client, str("jo\r\nRSET"), NULL, NULL));
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_raw(client, str("NOOP\nRSET"), NULL, NULL));
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_raw(client, str(""), NULL, NULL));
  text.data = nul;
  text.len = sizeof nul - 1;
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_mail(client, text, NULL, NULL, NULL));
  GIVES(SMTPWIRE_MALFORMED, smtpwire_address_parse(SMTPWIRE_ADDRESS_KIND_MAILBOX, text, &address, NULL));
  IS(address == NULL);
  IS(smtpwire_client_output(client).len == 0);
  smtpwire_client_free(client);
}

/* ---- In another order --------------------------------------------------------------------------------- */

static void an_event_outlives_other_calls(void) {
  smtpwire_server *server = server_new(server_config());
  smtpwire_step step;
  const smtpwire_event *event;
  const smtpwire_command *command = NULL;
  const smtpwire_address *path = NULL;
  const smtpwire_reply *reply = NULL;
  smtpwire_command *copy = NULL;
  smtpwire_str text;
  server_hears(server, "");
  server_hears(server, "EHLO client.example\r\n");
  OK(smtpwire_server_receive(server, bytes("MAIL FROM:<jo@example.com>\r\n"), 1, NULL));
  OK(smtpwire_server_next_event(server, 1, &step, &event, NULL));
  IS(step == SMTPWIRE_STEP_EVENT && smtpwire_event_kind_of(event) == SMTPWIRE_EVENT_MAIL);
  OK(smtpwire_event_command(event, &command));
  OK(smtpwire_command_path(command, &path));
  /* All calls but the one for the next event leave it as it is. */
  OK(smtpwire_server_receive(server, bytes("RSET\r\n"), 2, NULL));
  OK(smtpwire_server_advance_output(server, smtpwire_server_output(server).len, NULL));
  OK(smtpwire_server_handle_timeout(server, 3));
  OK(smtpwire_server_receive_eof(server, 4));
  text = smtpwire_address_text(path);
  IS(text.len == 16 && memcmp(text.data, "<jo@example.com>", 16) == 0);
  GIVES(SMTPWIRE_ABSENT, smtpwire_event_reply(event, &reply));
  IS(reply == NULL);
  OK(smtpwire_command_copy(command, &copy));
  smtpwire_server_free(server);
  /* A copy is one's own. */
  IS(smtpwire_command_verb(copy) == SMTPWIRE_VERB_MAIL);
  smtpwire_command_free(copy);
}

static void an_error_outlives_what_it_came_from(void) {
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  const smtpwire_reply *reply = NULL;
  smtpwire_client *client = client_ready();
  GIVES(SMTPWIRE_OUT_OF_ORDER, smtpwire_client_data(client, NULL, &error));
  smtpwire_client_free(client);
  IS(smtpwire_error_status(error) == SMTPWIRE_OUT_OF_ORDER && smtpwire_error_message(error).len > 0);
  smtpwire_error_free(error);
  GIVES(SMTPWIRE_MALFORMED, smtpwire_command_parse(bytes("RCPT TO:jo"), 0, &command, &error));
  OK(smtpwire_error_reply(error, &reply));
  IS(smtpwire_reply_code(reply) == 501);
  IS(command == NULL);
  smtpwire_error_free(error);
}

/* ---- Several threads ---------------------------------------------------------------------------------- */

enum { THREADS = 4, TURNS = 200 };

struct shared {
  const smtpwire_server_config *config;
  const smtpwire_error *error;
  const smtpwire_reply *reply;
  int failures;
};

/* What only looks may be done by several at once, where the header says so; connections are each thread's own. */
static void *look(void *given) {
  struct shared *shared = (struct shared *)given;
  int failures = 0;
  for (int turn = 0; turn < TURNS; turn++) {
    smtpwire_server *server = NULL;
    smtpwire_step step;
    const smtpwire_event *event;
    const smtpwire_reply *reply = NULL;
    failures += smtpwire_server_new(shared->config, entropy(), 0, &server, NULL) != SMTPWIRE_OK;
    failures += smtpwire_server_next_event(server, 1, &step, &event, NULL) != SMTPWIRE_OK;
    failures += smtpwire_server_output(server).len == 0;
    smtpwire_server_free(server);
    failures += smtpwire_error_reply(shared->error, &reply) != SMTPWIRE_OK;
    failures += smtpwire_reply_code(reply) != 501;
    failures += smtpwire_reply_text(shared->reply).len != 5;
    failures += smtpwire_reply_wire(shared->reply).len != 11;
  }
  shared->failures = failures;
  return NULL;
}

/* What a configuration that contradicts itself is told, by the place of it. */
static void is_told(smtpwire_error *error, const char *place) {
  char message[256] = {0};
  smtpwire_str said = smtpwire_error_message(error);
  IS(error != NULL && said.len < sizeof message);
  memcpy(message, said.data, said.len < sizeof message ? said.len : sizeof message - 1);
  IS(strstr(message, place) != NULL);
  smtpwire_error_free(error);
}

static void configurations_that_can_not_work(void) {
  smtpwire_client_config *client;
  smtpwire_mailer_config *mailer;
  smtpwire_server_config *server = server_config();
  smtpwire_error *error = NULL;
  OK(smtpwire_client_config_new(&client));
  OK(smtpwire_mailer_config_new(str("client.example"), &mailer, NULL));
  GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_client_config_set_limit(client, SMTPWIRE_LIMIT_OUTPUT_BUFFER, 0));
  GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_mailer_config_set_limit(mailer, SMTPWIRE_LIMIT_OUTPUT_BUFFER, 0));
  GIVES(SMTPWIRE_OUT_OF_RANGE, smtpwire_server_config_set_limit(server, SMTPWIRE_LIMIT_OUTPUT_BUFFER, 0));
  OK(smtpwire_client_config_check(client, NULL));
  OK(smtpwire_mailer_config_check(mailer, NULL));
  OK(smtpwire_server_config_check(server, NULL));
  OK(smtpwire_client_config_set_option(client, SMTPWIRE_CLIENT_VERIFIED, true));
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_client_config_check(client, &error));
  is_told(error, ": verified: ");
  OK(smtpwire_mailer_config_set_client_option(mailer, SMTPWIRE_CLIENT_VERIFIED, true));
  error = NULL;
  GIVES(SMTPWIRE_INVALID_VALUE, smtpwire_mailer_config_check(mailer, &error));
  is_told(error, ": client.verified: ");
  smtpwire_client_config_free(client);
  smtpwire_mailer_config_free(mailer);
  smtpwire_server_config_free(server);
}

static void several_threads_look(void) {
  smtpwire_server_config *config = server_config();
  smtpwire_command *command = NULL;
  smtpwire_error *error = NULL;
  smtpwire_reply *reply = NULL;
  const smtpwire_str text = str("go on");
  const smtpwire_enhanced_code none = {0, 0, 0};
  struct shared shared[THREADS];
  pthread_t threads[THREADS];
  OK(smtpwire_reply_new(250, none, &text, 1, &reply, NULL));
  GIVES(SMTPWIRE_MALFORMED, smtpwire_command_parse(bytes("RCPT TO:jo"), 0, &command, &error));
  for (int at = 0; at < THREADS; at++) {
    shared[at].config = config;
    shared[at].error = error;
    shared[at].reply = reply;
    IS(pthread_create(&threads[at], NULL, look, &shared[at]) == 0);
  }
  for (int at = 0; at < THREADS; at++) {
    IS(pthread_join(threads[at], NULL) == 0 && shared[at].failures == 0);
  }
  smtpwire_reply_free(reply);
  smtpwire_error_free(error);
  smtpwire_server_config_free(config);
}

int main(void) {
  content_where_none_is_expected();
  commands_out_of_order();
  answers_without_a_question();
  streams_of_a_mailer_that_are_not_open();
  codecs_behind_their_end();
  more_output_than_there_is();
  more_input_than_there_is_room_for();
  entropy_of_another_length();
  lines_are_not_smuggled_in();
  an_event_outlives_other_calls();
  an_error_outlives_what_it_came_from();
  configurations_that_can_not_work();
  several_threads_look();
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The server's side of a dialog: its calls, and what its accessors say. */
#include <string.h>

#include "dialog_server.h"

SIDE_CALLS(server)

static void *open_server(struct run *run, const cJSON *json) {
  /* What challenges are made of. */
  static const uint8_t octets[32] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                     7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
  smtpwire_bytes entropy = {.data = octets, .len = sizeof octets};
  smtpwire_server *server = NULL;
  smtpwire_error *error = NULL;
  const smtpwire_server_config *config = server_config(run, json);
  smtpwire_status status = smtpwire_server_new(config, entropy, 0, &server, &error);
  need_made(run, "a server", status, keep_error(run, error));
  keep_server(run, server);
  if (json != NULL && has_field(json, "channel_binding")) {
    const smtpwire_channel_binding *binding =
        build_channel_binding(run, object_field(run, json, "channel_binding"));
    status = smtpwire_server_set_channel_binding(server, binding, &error);
    need_made(run, "a channel binding", status, keep_error(run, error));
  }
  return server;
}

static cJSON *state(struct run *run, const void *server, const char *key) {
  if (strcmp(key, "phase") == 0) {
    return phase_shown(run, smtpwire_server_phase(server));
  }
  if (strcmp(key, "tls") == 0) {
    return cJSON_CreateBool(smtpwire_server_is_tls(server));
  }
  if (strcmp(key, "authenticated") == 0) {
    return cJSON_CreateBool(smtpwire_server_is_authenticated(server));
  }
  if (strcmp(key, "answers-due") == 0) {
    return json_of_count(smtpwire_server_answers_due(server));
  }
  return NULL;
}

/* The reply of a step, which is one and nothing behind it. */
static smtpwire_reply *reply_of(struct run *run, const cJSON *step) {
  smtpwire_reply *reply = NULL;
  smtpwire_error *error = NULL;
  size_t consumed = 0;
  smtpwire_bytes octets = octets_field(run, step, "reply");
  smtpwire_status status = smtpwire_reply_parse(octets, &reply, &consumed, &error);
  need_made(run, "the reply of the step", status, keep_error(run, error));
  same_count(run, "octets of the reply", octets.len, consumed);
  return keep_reply(run, reply);
}

static smtpwire_status call_accept(struct dialog *dialog, const cJSON *step,
                                   smtpwire_error **error) {
  (void)step;
  return smtpwire_server_accept(dialog->connection, error);
}

static smtpwire_status call_answer(struct dialog *dialog, const cJSON *step,
                                   smtpwire_error **error) {
  return smtpwire_server_answer(dialog->connection, reply_of(dialog->run, step), error);
}

static smtpwire_status call_answer_all(struct dialog *dialog, const cJSON *step,
                                       smtpwire_error **error) {
  return smtpwire_server_answer_all(dialog->connection, reply_of(dialog->run, step), error);
}

static smtpwire_status call_verify(struct dialog *dialog, const cJSON *step,
                                   smtpwire_error **error) {
  bool accepted = flag_field(dialog->run, step, "accept");
  return smtpwire_server_verify(dialog->connection, accepted, error);
}

static smtpwire_status call_provide_verifier(struct dialog *dialog, const cJSON *step,
                                             smtpwire_error **error) {
  (void)step;
  return smtpwire_server_provide_verifier(dialog->connection, NULL, error);
}

static smtpwire_status call_close(struct dialog *dialog, const cJSON *step,
                                  smtpwire_error **error) {
  const smtpwire_reply *reply = has_field(step, "reply") ? reply_of(dialog->run, step) : NULL;
  return smtpwire_server_close(dialog->connection, reply, error);
}

static smtpwire_status call_tls_established(struct dialog *dialog, const cJSON *step,
                                            smtpwire_error **error) {
  (void)step;
  return smtpwire_server_tls_established(dialog->connection, dialog->now_ms, error);
}

static smtpwire_status call_tls_failed(struct dialog *dialog, const cJSON *step,
                                       smtpwire_error **error) {
  smtpwire_str detail = text_field(dialog->run, step, "detail");
  return smtpwire_server_tls_failed(dialog->connection, detail, error);
}

static const struct call calls[] = {
    {"accept", NO_FIELDS, call_accept},
    {"answer", FIELDS("reply"), call_answer},
    {"answer-all", FIELDS("reply"), call_answer_all},
    {"verify", FIELDS("accept"), call_verify},
    {"provide-verifier", NO_FIELDS, call_provide_verifier},
    {"close", FIELDS("reply"), call_close},
    {"tls-established", NO_FIELDS, call_tls_established},
    {"tls-failed", FIELDS("detail"), call_tls_failed},
    {NULL, NULL, NULL},
};

static const char *const passed_over[] = {"connected", "helo", "data",    "rset",    "noop",
                                          "vrfy",      "expn", "help",    "unknown", "refused",
                                          "quit",      "auth-failed", NULL};

const struct side server_side = {.open = open_server,
                                 .receive = side_receive,
                                 .receive_eof = side_receive_eof,
                                 .input_room = side_input_room,
                                 .next_event = side_next_event,
                                 .output = side_output,
                                 .advance_output = side_advance_output,
                                 .next_deadline_ms = side_next_deadline_ms,
                                 .handle_timeout = side_handle_timeout,
                                 .state = state,
                                 .calls = calls,
                                 .passed_over = passed_over};

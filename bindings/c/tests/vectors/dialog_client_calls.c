/* The calls of a client. */
#include "dialog_client.h"

smtpwire_status queued(struct dialog *dialog, smtpwire_status status, const uint64_t *id) {
  if (status == SMTPWIRE_OK) {
    ++dialog->commands;
    same_count(dialog->run, "number of the command", dialog->commands, *id);
  }
  return status;
}

static smtpwire_status call_ehlo(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str host = text_field(dialog->run, step, "host");
  return queued(dialog, smtpwire_client_ehlo(dialog->connection, host, &id, error), &id);
}

/* The parameters of MAIL or RCPT, which may be absent: NULL. Whether they can be built. */
static bool parameters_of(struct run *run, uint32_t verb, const cJSON *step,
                          const smtpwire_parameters **parameters) {
  *parameters = NULL;
  if (!has_field(step, "parameters")) {
    return true;
  }
  *parameters = build_parameters(run, verb, list_field(run, step, "parameters"));
  return *parameters != NULL;
}

static smtpwire_status call_mail(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  const smtpwire_parameters *parameters;
  uint64_t id = 0;
  if (!parameters_of(dialog->run, SMTPWIRE_VERB_MAIL, step, &parameters)) {
    return SMTPWIRE_INVALID_VALUE;
  }
  smtpwire_str from = text_field(dialog->run, step, "from");
  return queued(dialog,
                smtpwire_client_mail(dialog->connection, from, parameters, &id, error), &id);
}

static smtpwire_status call_rcpt(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  const smtpwire_parameters *parameters;
  uint64_t id = 0;
  if (!parameters_of(dialog->run, SMTPWIRE_VERB_RCPT, step, &parameters)) {
    return SMTPWIRE_INVALID_VALUE;
  }
  smtpwire_str to = text_field(dialog->run, step, "to");
  return queued(dialog, smtpwire_client_rcpt(dialog->connection, to, parameters, &id, error), &id);
}

/* A call that is given nothing. */
typedef smtpwire_status plain_call(smtpwire_client *client, uint64_t *id, smtpwire_error **error);

static smtpwire_status plainly(struct dialog *dialog, plain_call *call, smtpwire_error **error) {
  uint64_t id = 0;
  return queued(dialog, call(dialog->connection, &id, error), &id);
}

static smtpwire_status call_data(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  (void)step;
  return plainly(dialog, smtpwire_client_data, error);
}

static smtpwire_status call_rset(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  (void)step;
  return plainly(dialog, smtpwire_client_rset, error);
}

static smtpwire_status call_noop(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  (void)step;
  return plainly(dialog, smtpwire_client_noop, error);
}

static smtpwire_status call_quit(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  (void)step;
  return plainly(dialog, smtpwire_client_quit, error);
}

static smtpwire_status call_starttls(struct dialog *dialog, const cJSON *step,
                                     smtpwire_error **error) {
  (void)step;
  return plainly(dialog, smtpwire_client_starttls, error);
}

static smtpwire_status call_bdat(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  uint64_t size = count_field(dialog->run, step, "size");
  bool last = flag_field(dialog->run, step, "last");
  return queued(dialog, smtpwire_client_bdat(dialog->connection, size, last, &id, error), &id);
}

static smtpwire_status call_vrfy(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str query = text_field(dialog->run, step, "query");
  return queued(dialog, smtpwire_client_vrfy(dialog->connection, query, &id, error), &id);
}

static smtpwire_status call_expn(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str query = text_field(dialog->run, step, "query");
  return queued(dialog, smtpwire_client_expn(dialog->connection, query, &id, error), &id);
}

static smtpwire_status call_help(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str argument = {0};
  bool has_argument = has_field(step, "argument");
  if (has_argument) {
    argument = text_field(dialog->run, step, "argument");
  }
  return queued(dialog,
                smtpwire_client_help(dialog->connection, has_argument ? &argument : NULL, &id,
                                     error), &id);
}

static smtpwire_status call_etrn(struct dialog *dialog, const cJSON *step,
                                 smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str name;
  uint32_t kind = node_of(dialog->run, step, &name);
  return queued(dialog, smtpwire_client_etrn(dialog->connection, kind, name, &id, error), &id);
}

static smtpwire_status call_command(struct dialog *dialog, const cJSON *step,
                                    smtpwire_error **error) {
  uint64_t id = 0;
  const smtpwire_command *command =
      build_command(dialog->run, object_field(dialog->run, step, "command"));
  if (command == NULL) {
    return SMTPWIRE_INVALID_VALUE;
  }
  return queued(dialog, smtpwire_client_command(dialog->connection, command, &id, error), &id);
}

static smtpwire_status call_raw(struct dialog *dialog, const cJSON *step, smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_str line = text_field(dialog->run, step, "line");
  return queued(dialog, smtpwire_client_raw(dialog->connection, line, &id, error), &id);
}

static smtpwire_status call_tls_established(struct dialog *dialog, const cJSON *step,
                                            smtpwire_error **error) {
  (void)step;
  return smtpwire_client_tls_established(dialog->connection, true, dialog->now_ms, error);
}

static smtpwire_status call_tls_failed(struct dialog *dialog, const cJSON *step,
                                       smtpwire_error **error) {
  smtpwire_str detail = text_field(dialog->run, step, "detail");
  return smtpwire_client_tls_failed(dialog->connection, detail, error);
}

static smtpwire_status call_auth_raw(struct dialog *dialog, const cJSON *step,
                                     smtpwire_error **error) {
  uint64_t id = 0;
  smtpwire_bytes initial = {0};
  bool has_initial = has_field(step, "initial");
  smtpwire_str mechanism = text_field(dialog->run, step, "mechanism");
  if (has_initial) {
    initial = octets_field(dialog->run, step, "initial");
  }
  return queued(dialog,
                smtpwire_client_auth_raw(dialog->connection, mechanism,
                                         has_initial ? &initial : NULL, &id, error), &id);
}

static smtpwire_status call_auth_response(struct dialog *dialog, const cJSON *step,
                                          smtpwire_error **error) {
  smtpwire_bytes octets = octets_field(dialog->run, step, "octets");
  return smtpwire_client_auth_response(dialog->connection, octets, error);
}

static smtpwire_status call_auth_cancel(struct dialog *dialog, const cJSON *step,
                                        smtpwire_error **error) {
  (void)step;
  return smtpwire_client_auth_cancel(dialog->connection, error);
}

const struct call client_calls[] = {
    {"ehlo", FIELDS("host"), call_ehlo},
    {"mail", FIELDS("from", "parameters"), call_mail},
    {"rcpt", FIELDS("to", "parameters"), call_rcpt},
    {"data", NO_FIELDS, call_data},
    {"rset", NO_FIELDS, call_rset},
    {"noop", NO_FIELDS, call_noop},
    {"quit", NO_FIELDS, call_quit},
    {"starttls", NO_FIELDS, call_starttls},
    {"bdat", FIELDS("size", "last"), call_bdat},
    {"vrfy", FIELDS("query"), call_vrfy},
    {"expn", FIELDS("query"), call_expn},
    {"help", FIELDS("argument"), call_help},
    {"etrn", FIELDS("host", "subdomains", "queue"), call_etrn},
    {"command", FIELDS("command"), call_command},
    {"raw", FIELDS("line"), call_raw},
    {"tls-established", NO_FIELDS, call_tls_established},
    {"tls-failed", FIELDS("detail"), call_tls_failed},
    {"auth",
     FIELDS("credentials", "mechanisms", "nonce", "channel-binding", "allow-plaintext-secrets"),
     call_auth},
    {"auth-raw", FIELDS("mechanism", "initial"), call_auth_raw},
    {"auth-response", FIELDS("octets"), call_auth_response},
    {"auth-cancel", NO_FIELDS, call_auth_cancel},
    {NULL, NULL, NULL},
};

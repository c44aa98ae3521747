/* What the configurations of both roles have in common. */
#include <string.h>

#include "dialog.h"

struct named {
  const char *name;
  uint32_t number;
};

static const struct named limit_names[] = {
    {"command_line", SMTPWIRE_LIMIT_COMMAND_LINE},
    {"auth_line", SMTPWIRE_LIMIT_AUTH_LINE},
    {"reply_line", SMTPWIRE_LIMIT_REPLY_LINE},
    {"reply_lines", SMTPWIRE_LIMIT_REPLY_LINES},
    {"recipients", SMTPWIRE_LIMIT_RECIPIENTS},
    {"pending_commands", SMTPWIRE_LIMIT_PENDING_COMMANDS},
    {"input_buffer", SMTPWIRE_LIMIT_INPUT_BUFFER},
    {"output_buffer", SMTPWIRE_LIMIT_OUTPUT_BUFFER},
    {"message_size", SMTPWIRE_LIMIT_MESSAGE_SIZE},
    {"content_line", SMTPWIRE_LIMIT_CONTENT_LINE},
    {"errors", SMTPWIRE_LIMIT_ERRORS},
    {"idle_commands", SMTPWIRE_LIMIT_IDLE_COMMANDS},
    {"failed_logins", SMTPWIRE_LIMIT_FAILED_LOGINS},
    {"transactions", SMTPWIRE_LIMIT_TRANSACTIONS},
    {NULL, 0},
};

static const struct named timeout_names[] = {
    {"greeting", SMTPWIRE_TIMEOUT_GREETING},
    {"command", SMTPWIRE_TIMEOUT_COMMAND},
    {"mail", SMTPWIRE_TIMEOUT_MAIL},
    {"rcpt", SMTPWIRE_TIMEOUT_RCPT},
    {"data_initiation", SMTPWIRE_TIMEOUT_DATA_INITIATION},
    {"data_block", SMTPWIRE_TIMEOUT_DATA_BLOCK},
    {"data_termination", SMTPWIRE_TIMEOUT_DATA_TERMINATION},
    {"quit", SMTPWIRE_TIMEOUT_QUIT},
    {"tls", SMTPWIRE_TIMEOUT_TLS},
    {"idle", SMTPWIRE_TIMEOUT_IDLE},
    {"answer", SMTPWIRE_TIMEOUT_ANSWER},
    {NULL, 0},
};

static uint32_t number_of(struct run *run, const char *what, const char *name,
                          const struct named *names) {
  for (; names->name != NULL; ++names) {
    if (bytes_are(bytes_of(name), names->name)) {
      return names->number;
    }
  }
  fail(run, "%s is no %s", name, what);
}

static void need_object(struct run *run, const cJSON *json) {
  if (!cJSON_IsObject(json)) {
    fail(run, "this is no object: %s", json_shown(json));
  }
}

void set_limits(struct run *run, const cJSON *limits, void *config, set_number *set) {
  const cJSON *limit;
  need_object(run, limits);
  cJSON_ArrayForEach(limit, limits) {
    uint32_t which = number_of(run, "limit", limit->string, limit_names);
    uint64_t value = cJSON_IsNull(limit) ? SMTPWIRE_UNLIMITED : count_of_json(run, limit);
    need(run, limit->string, set(config, which, value));
  }
}

void set_timeouts(struct run *run, const cJSON *timeouts, void *config, set_number *set) {
  const cJSON *timeout;
  need_object(run, timeouts);
  cJSON_ArrayForEach(timeout, timeouts) {
    uint32_t which = number_of(run, "timeout", timeout->string, timeout_names);
    need(run, timeout->string, set(config, which, count_of_json(run, timeout)));
  }
}

bool set_option(struct run *run, const cJSON *field, const struct option *options, void *config,
                turn_option *turn) {
  for (; options->name != NULL; ++options) {
    const char *word = options->word;
    if (strcmp(options->name, field->string) == 0 &&
        (word == NULL ? cJSON_IsBool(field) : json_is(field, word))) {
      need(run, field->string,
           turn(config, options->number, word != NULL || cJSON_IsTrue(field)));
      return true;
    }
  }
  return false;
}

cJSON *phase_shown(struct run *run, smtpwire_phase phase) {
  smtpwire_str name = smtpwire_phase_name(phase);
  if (name.len == 0) {
    fail(run, "a phase that is none: %d", (int)phase);
  }
  return json_of_str(name);
}

smtpwire_channel_binding *build_channel_binding(struct run *run, const cJSON *json) {
  static const char *const fields[] = {"type", "data", NULL};
  static const char *const types[] = {"tls-exporter", "tls-server-end-point", "tls-unique", NULL};
  static const uint32_t numbers[] = {SMTPWIRE_CHANNEL_BINDING_TLS_EXPORTER,
                                     SMTPWIRE_CHANNEL_BINDING_TLS_SERVER_END_POINT,
                                     SMTPWIRE_CHANNEL_BINDING_TLS_UNIQUE};
  smtpwire_channel_binding *binding = NULL;
  only_fields(run, json, fields);
  uint32_t type = numbers[one_of(run, "type", word_field(run, json, "type"), types)];
  need(run, "a channel binding",
       smtpwire_channel_binding_new(type, octets_field(run, json, "data"), &binding));
  return keep_channel_binding(run, binding);
}

#include <string.h>

#include "dialog_client.h"

static const struct option options[] = {
    {"protocol", "lmtp", SMTPWIRE_CLIENT_LMTP},
    {"line_ends", "normalise", SMTPWIRE_CLIENT_NORMALISE_LINE_ENDS},
    {"pipelining", NULL, SMTPWIRE_CLIENT_PIPELINING},
    {"helo_fallback", NULL, SMTPWIRE_CLIENT_HELO_FALLBACK},
    {"implicit_tls", NULL, SMTPWIRE_CLIENT_IMPLICIT_TLS},
    {"verified", NULL, SMTPWIRE_CLIENT_VERIFIED},
    {"plaintext_auth", NULL, SMTPWIRE_CLIENT_PLAINTEXT_AUTH},
    {"long_lines", NULL, SMTPWIRE_CLIENT_LONG_LINES},
    {NULL, NULL, 0},
};

static const struct option reply_options[] = {
    {"differing_codes", NULL, SMTPWIRE_CLIENT_DIFFERING_CODES},
    {NULL, NULL, 0},
};

static smtpwire_status set_limit(void *config, uint32_t which, uint64_t value) {
  return smtpwire_client_config_set_limit(config, which, value);
}

static smtpwire_status set_timeout(void *config, uint32_t which, uint64_t value) {
  return smtpwire_client_config_set_timeout_ms(config, which, value);
}

static smtpwire_status turn(void *config, uint32_t option, bool on) {
  return smtpwire_client_config_set_option(config, option, on);
}

static void set_field(struct run *run, smtpwire_client_config *config, const cJSON *field) {
  const cJSON *detail;
  if (strcmp(field->string, "limits") == 0) {
    set_limits(run, field, config, set_limit);
  } else if (strcmp(field->string, "timeouts") == 0) {
    set_timeouts(run, field, config, set_timeout);
  } else if (strcmp(field->string, "reply") == 0) {
    cJSON_ArrayForEach(detail, field) {
      if (!set_option(run, detail, reply_options, config, turn)) {
        fail(run, "%s of replies is not: %s", detail->string, json_shown(field));
      }
    }
  } else if (!set_option(run, field, options, config, turn)) {
    fail(run, "%s of a client is not: %s", field->string, json_shown(field));
  }
}

const smtpwire_client_config *client_config(struct run *run, const cJSON *json) {
  smtpwire_client_config *config = NULL;
  const cJSON *field;
  need(run, "a configuration", smtpwire_client_config_new(&config));
  keep_client_config(run, config);
  cJSON_ArrayForEach(field, json) { set_field(run, config, field); }
  return config;
}

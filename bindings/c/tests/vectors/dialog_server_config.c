#include "dialog_server.h"

#include <string.h>

/* What a server offers where its dialog does not say. */
static const char *const offered[] = {"PIPELINING", "SIZE",       "8BITMIME", "SMTPUTF8",
                                      "CHUNKING",   "BINARYMIME", "DSN",      "ENHANCEDSTATUSCODES",
                                      NULL};

static const struct option options[] = {
    {"protocol", "lmtp", SMTPWIRE_SERVER_LMTP},
    {"line_ends", "normalise", SMTPWIRE_SERVER_NORMALISE_LINE_ENDS},
    {"synchronization", "tolerant", SMTPWIRE_SERVER_TOLERANT_SYNCHRONIZATION},
    {"implicit_tls", NULL, SMTPWIRE_SERVER_IMPLICIT_TLS},
    {"require_tls", NULL, SMTPWIRE_SERVER_REQUIRE_TLS},
    {"require_auth", NULL, SMTPWIRE_SERVER_REQUIRE_AUTH},
    {"plaintext_auth", NULL, SMTPWIRE_SERVER_PLAINTEXT_AUTH},
    {"proxy", NULL, SMTPWIRE_SERVER_PROXY},
    {"trusted", NULL, SMTPWIRE_SERVER_TRUSTED},
    {NULL, NULL, 0},
};

static smtpwire_status set_limit(void *config, uint32_t which, uint64_t value) {
  return smtpwire_server_config_set_limit(config, which, value);
}

static smtpwire_status set_timeout(void *config, uint32_t which, uint64_t value) {
  return smtpwire_server_config_set_timeout_ms(config, which, value);
}

static smtpwire_status turn(void *config, uint32_t option, bool on) {
  return smtpwire_server_config_set_option(config, option, on);
}

static void offer(struct run *run, smtpwire_server_config *config, smtpwire_str keyword) {
  need(run, "an extension",
       smtpwire_server_config_offer(config, smtpwire_keyword_of(keyword), true));
}

/* Offers these extensions and no others. */
static void offer_only(struct run *run, smtpwire_server_config *config, const cJSON *keywords) {
  const cJSON *keyword;
  need(run, "no extensions", smtpwire_server_config_offer_nothing(config));
  cJSON_ArrayForEach(keyword, keywords) {
    offer(run, config, text_of_json(run, keyword));
  }
  for (const char *const *usual = offered; keywords == NULL && *usual != NULL; ++usual) {
    offer(run, config, smtpwire_str_of(*usual));
  }
}

static void offer_mechanism(struct run *run, smtpwire_server_config *config, smtpwire_str name) {
  smtpwire_error *error = NULL;
  smtpwire_status status = smtpwire_server_config_offer_mechanism(config, name, &error);
  need_made(run, "a mechanism", status, keep_error(run, error));
  /* Without a key SCRAM is not offered. */
  need(run, "a key",
       smtpwire_server_config_set_decoy_key(config, bytes_of("0123456789abcdef")));
}

static void offer_xclient(struct run *run, smtpwire_server_config *config, smtpwire_str name) {
  need(run, "XCLIENT", smtpwire_server_config_offer_xclient(config, name));
}

static void offer_xforward(struct run *run, smtpwire_server_config *config, smtpwire_str name) {
  need(run, "XFORWARD", smtpwire_server_config_offer_xforward(config, name));
}

static void be_lenient(struct run *run, smtpwire_server_config *config, smtpwire_str name) {
  static const char *const names[] = {"space-after-colon", "repeated-spaces", "missing-brackets",
                                      "underscore-in-domain", NULL};
  static const uint32_t lenient[] = {
      SMTPWIRE_SERVER_SPACE_AFTER_COLON, SMTPWIRE_SERVER_REPEATED_SPACES,
      SMTPWIRE_SERVER_MISSING_BRACKETS, SMTPWIRE_SERVER_UNDERSCORE_IN_DOMAIN};
  unsigned which = one_of(run, "leniency", text_of(run, name), names);
  need(run, "a leniency", turn(config, lenient[which], true));
}

static uint32_t decision_of(struct run *run, smtpwire_str name) {
  static const char *const names[] = {"CONNECTION", "HELO",    "MAIL",     "RCPT",    "DATA",
                                      "MESSAGE",    "VRFY",    "EXPN",     "HELP",    "NOOP",
                                      "RSET",       "ETRN",    "ATRN",     "BURL",    "XCLIENT",
                                      "XFORWARD",   "UNKNOWN", "EARLY_TALKER", NULL};
  static const uint32_t bits[] = {
      SMTPWIRE_DECIDE_CONNECTION, SMTPWIRE_DECIDE_HELO,     SMTPWIRE_DECIDE_MAIL,
      SMTPWIRE_DECIDE_RCPT,       SMTPWIRE_DECIDE_DATA,     SMTPWIRE_DECIDE_MESSAGE,
      SMTPWIRE_DECIDE_VRFY,       SMTPWIRE_DECIDE_EXPN,     SMTPWIRE_DECIDE_HELP,
      SMTPWIRE_DECIDE_NOOP,       SMTPWIRE_DECIDE_RSET,     SMTPWIRE_DECIDE_ETRN,
      SMTPWIRE_DECIDE_ATRN,       SMTPWIRE_DECIDE_BURL,     SMTPWIRE_DECIDE_XCLIENT,
      SMTPWIRE_DECIDE_XFORWARD,   SMTPWIRE_DECIDE_UNKNOWN,  SMTPWIRE_DECIDE_EARLY_TALKER};
  return bits[one_of(run, "decision", text_of(run, name), names)];
}

static void set_decisions(struct run *run, smtpwire_server_config *config, const cJSON *names) {
  uint32_t decisions = SMTPWIRE_DECIDE_NONE;
  const cJSON *name;
  cJSON_ArrayForEach(name, names) { decisions |= decision_of(run, text_of_json(run, name)); }
  need(run, "decisions", smtpwire_server_config_set_decisions(config, decisions));
}

/* A field that is a list of words, each of which says something. */
static bool set_words(struct run *run, smtpwire_server_config *config, const cJSON *field) {
  static const struct {
    const char *name;
    void (*add)(struct run *run, smtpwire_server_config *config, smtpwire_str word);
  } lists[] = {
      {"auth", offer_mechanism},
      {"xclient", offer_xclient},
      {"xforward", offer_xforward},
      {"lenient", be_lenient},
  };
  const cJSON *word;
  for (unsigned at = 0; at < sizeof lists / sizeof *lists; ++at) {
    if (strcmp(lists[at].name, field->string) == 0 && cJSON_IsArray(field)) {
      cJSON_ArrayForEach(word, field) { lists[at].add(run, config, text_of_json(run, word)); }
      return true;
    }
  }
  return false;
}

/* A field of its own kind. */
static bool set_other(struct run *run, smtpwire_server_config *config, const cJSON *field) {
  if (strcmp(field->string, "limits") == 0) {
    set_limits(run, field, config, set_limit);
  } else if (strcmp(field->string, "timeouts") == 0) {
    set_timeouts(run, field, config, set_timeout);
  } else if (strcmp(field->string, "decisions") == 0 && cJSON_IsArray(field)) {
    set_decisions(run, config, field);
  } else if (strcmp(field->string, "early_talkers") == 0) {
    need(run, "early talkers",
         smtpwire_server_config_set_early_talkers_ms(config, count_of_json(run, field)));
  } else if (strcmp(field->string, "content") == 0 && json_is(field, "stream")) {
    need(run, "content", smtpwire_server_config_set_content(config, SMTPWIRE_CONTENT_STREAM));
  } else {
    /* Extensions stand for all that is offered, and come first; the binding is the connection's. */
    return strcmp(field->string, "extensions") == 0 ||
           strcmp(field->string, "channel_binding") == 0;
  }
  return true;
}

const smtpwire_server_config *server_config(struct run *run, const cJSON *json) {
  smtpwire_server_config *config = NULL;
  smtpwire_error *error = NULL;
  const cJSON *field;
  smtpwire_status status =
      smtpwire_server_config_new(smtpwire_str_of("mx.example"), &config, &error);
  need_made(run, "a configuration", status, keep_error(run, error));
  keep_server_config(run, config);
  need(run, "no decisions", smtpwire_server_config_set_decisions(config, SMTPWIRE_DECIDE_NONE));
  need(run, "content whole", smtpwire_server_config_set_content(config, SMTPWIRE_CONTENT_WHOLE));
  need(run, "message size", set_limit(config, SMTPWIRE_LIMIT_MESSAGE_SIZE, 1000000));
  offer_only(run, config, json == NULL ? NULL : list_or_none(run, json, "extensions"));
  cJSON_ArrayForEach(field, json) {
    if (!set_words(run, config, field) && !set_option(run, field, options, config, turn) &&
        !set_other(run, config, field)) {
      fail(run, "%s of a server is not: %s", field->string, json_shown(field));
    }
  }
  return config;
}

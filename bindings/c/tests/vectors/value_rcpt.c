/* The parameters of RCPT, one by one. */
#include "field.h"
#include "value_parameter.h"

static const struct event {
  const char *name;
  uint32_t bit;
} events[] = {
    {"SUCCESS", SMTPWIRE_NOTIFY_SUCCESS},
    {"FAILURE", SMTPWIRE_NOTIFY_FAILURE},
    {"DELAY", SMTPWIRE_NOTIFY_DELAY},
};

static cJSON *show_notify(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateArray();
  uint32_t bits = 0;
  need(run, "NOTIFY", smtpwire_parameters_notify(parameters, &bits));
  if (bits == SMTPWIRE_NOTIFY_NEVER) {
    json_append(shown, cJSON_CreateString("NEVER"));
  }
  for (unsigned at = 0; at < sizeof events / sizeof *events; ++at) {
    if ((bits & events[at].bit) != 0) {
      json_append(shown, cJSON_CreateString(events[at].name));
    }
  }
  return shown;
}

static smtpwire_status add_notify(struct run *run, smtpwire_parameters *parameters,
                                  const cJSON *value, smtpwire_error **error) {
  static const char *const names[] = {"SUCCESS", "FAILURE", "DELAY", NULL};
  uint32_t bits = SMTPWIRE_NOTIFY_NEVER;
  const cJSON *word;
  if (!cJSON_IsArray(value) || value->child == NULL) {
    fail(run, "no event in %s", json_shown(value));
  }
  if (cJSON_GetArraySize(value) > 1 || !json_is(value->child, "NEVER")) {
    cJSON_ArrayForEach(word, value) {
      bits |= events[one_of(run, "event", text_of(run, text_of_json(run, word)), names)].bit;
    }
  }
  return smtpwire_parameters_add_notify(parameters, bits, error);
}

static cJSON *show_orcpt(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_str type;
  smtpwire_str address;
  need(run, "ORCPT", smtpwire_parameters_orcpt(parameters, &type, &address));
  json_add_str(shown, "type", type);
  json_add_str(shown, "address", address);
  return shown;
}

static smtpwire_status add_orcpt(struct run *run, smtpwire_parameters *parameters,
                                 const cJSON *value, smtpwire_error **error) {
  static const char *const fields[] = {"type", "address", NULL};
  only_fields(run, value, fields);
  return smtpwire_parameters_add_orcpt(parameters, text_field(run, value, "type"),
                                       text_field(run, value, "address"), error);
}

static cJSON *show_rrvs(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_datetime since;
  smtpwire_rrvs_action otherwise;
  need(run, "RRVS", smtpwire_parameters_rrvs(parameters, &since, &otherwise));
  json_add(shown, "since", show_datetime(run, &since));
  if (otherwise != SMTPWIRE_RRVS_ACTION_NONE) {
    bool reject = otherwise == SMTPWIRE_RRVS_ACTION_REJECT;
    json_add(shown, "otherwise", cJSON_CreateString(reject ? "R" : "C"));
  }
  return shown;
}

static smtpwire_status add_rrvs(struct run *run, smtpwire_parameters *parameters,
                                const cJSON *value, smtpwire_error **error) {
  static const char *const fields[] = {"since", "otherwise", NULL};
  static const char *const actions[] = {"C", "R", NULL};
  const char *otherwise = word_or_none(run, value, "otherwise");
  uint32_t action = SMTPWIRE_RRVS_ACTION_NONE;
  only_fields(run, value, fields);
  if (otherwise != NULL) {
    action = one_of(run, "action", otherwise, actions) == 0 ? SMTPWIRE_RRVS_ACTION_CONTINUE
                                                            : SMTPWIRE_RRVS_ACTION_REJECT;
  }
  smtpwire_datetime since = build_datetime(run, object_field(run, value, "since"));
  return smtpwire_parameters_add_rrvs(parameters, since, action, error);
}

static cJSON *show_conneg(struct run *run, const smtpwire_parameters *parameters) {
  same_flag(run, "CONNEG", true, smtpwire_parameters_conneg(parameters));
  return NULL;
}

static smtpwire_status add_conneg(struct run *run, smtpwire_parameters *parameters,
                                  const cJSON *value, smtpwire_error **error) {
  (void)run;
  (void)value;
  return smtpwire_parameters_add_conneg(parameters, error);
}

const struct parameter rcpt_parameters[] = {
    {"NOTIFY", show_notify, add_notify},
    {"ORCPT", show_orcpt, add_orcpt},
    {"RRVS", show_rrvs, add_rrvs},
    {"CONNEG", show_conneg, add_conneg},
    {NULL, NULL, NULL},
};

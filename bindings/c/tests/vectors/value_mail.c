/* The parameters of MAIL, one by one. */
#include "field.h"
#include "value_parameter.h"

static cJSON *show_size(struct run *run, const smtpwire_parameters *parameters) {
  uint64_t size = 0;
  need(run, "SIZE", smtpwire_parameters_size(parameters, &size));
  return json_of_count(size);
}

static smtpwire_status add_size(struct run *run, smtpwire_parameters *parameters,
                                const cJSON *value, smtpwire_error **error) {
  return smtpwire_parameters_add_size(parameters, count_of_json(run, value), error);
}

static const char *const bodies[] = {"7BIT", "8BITMIME", "BINARYMIME", NULL};
static const smtpwire_body body_numbers[] = {SMTPWIRE_BODY_7BIT, SMTPWIRE_BODY_8BITMIME,
                                             SMTPWIRE_BODY_BINARYMIME};

static cJSON *show_body(struct run *run, const smtpwire_parameters *parameters) {
  smtpwire_body body;
  need(run, "BODY", smtpwire_parameters_body(parameters, &body));
  for (unsigned at = 0; bodies[at] != NULL; ++at) {
    if (body_numbers[at] == body) {
      return cJSON_CreateString(bodies[at]);
    }
  }
  fail(run, "a body that is none: %d", (int)body);
}

static smtpwire_status add_body(struct run *run, smtpwire_parameters *parameters,
                                const cJSON *value, smtpwire_error **error) {
  const char *word = text_of(run, text_of_json(run, value));
  return smtpwire_parameters_add_body(parameters, body_numbers[one_of(run, "body", word, bodies)],
                                      error);
}

static cJSON *show_smtputf8(struct run *run, const smtpwire_parameters *parameters) {
  same_flag(run, "SMTPUTF8", true, smtpwire_parameters_smtputf8(parameters));
  return NULL;
}

static smtpwire_status add_smtputf8(struct run *run, smtpwire_parameters *parameters,
                                    const cJSON *value, smtpwire_error **error) {
  (void)run;
  (void)value;
  return smtpwire_parameters_add_smtputf8(parameters, error);
}

static cJSON *show_ret(struct run *run, const smtpwire_parameters *parameters) {
  smtpwire_ret ret;
  need(run, "RET", smtpwire_parameters_ret(parameters, &ret));
  return cJSON_CreateString(ret == SMTPWIRE_RET_FULL ? "FULL" : "HDRS");
}

static smtpwire_status add_ret(struct run *run, smtpwire_parameters *parameters,
                               const cJSON *value, smtpwire_error **error) {
  static const char *const names[] = {"FULL", "HDRS", NULL};
  const char *word = text_of(run, text_of_json(run, value));
  bool full = one_of(run, "amount to return", word, names) == 0;
  return smtpwire_parameters_add_ret(parameters, full ? SMTPWIRE_RET_FULL : SMTPWIRE_RET_HDRS,
                                     error);
}

static cJSON *show_envid(struct run *run, const smtpwire_parameters *parameters) {
  smtpwire_str id;
  need(run, "ENVID", smtpwire_parameters_envid(parameters, &id));
  return json_of_str(id);
}

static smtpwire_status add_envid(struct run *run, smtpwire_parameters *parameters,
                                 const cJSON *value, smtpwire_error **error) {
  return smtpwire_parameters_add_envid(parameters, text_of_json(run, value), error);
}

static cJSON *show_auth(struct run *run, const smtpwire_parameters *parameters) {
  const smtpwire_address *mailbox = NULL;
  need(run, "AUTH", smtpwire_parameters_auth(parameters, &mailbox));
  return mailbox == NULL ? cJSON_CreateNull() : show_mailbox(run, mailbox);
}

static smtpwire_status add_auth(struct run *run, smtpwire_parameters *parameters,
                                const cJSON *value, smtpwire_error **error) {
  if (cJSON_IsNull(value)) {
    return smtpwire_parameters_add_auth(parameters, NULL, error);
  }
  const smtpwire_address *mailbox = build_mailbox(run, value);
  return mailbox == NULL ? SMTPWIRE_INVALID_VALUE
                         : smtpwire_parameters_add_auth(parameters, mailbox, error);
}

static cJSON *show_requiretls(struct run *run, const smtpwire_parameters *parameters) {
  same_flag(run, "REQUIRETLS", true, smtpwire_parameters_requiretls(parameters));
  return NULL;
}

static smtpwire_status add_requiretls(struct run *run, smtpwire_parameters *parameters,
                                      const cJSON *value, smtpwire_error **error) {
  (void)run;
  (void)value;
  return smtpwire_parameters_add_requiretls(parameters, error);
}

static cJSON *show_by(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateObject();
  int32_t seconds = 0;
  smtpwire_by_mode mode;
  bool trace = false;
  need(run, "BY", smtpwire_parameters_by(parameters, &seconds, &mode, &trace));
  json_add(shown, "seconds", cJSON_CreateNumber(seconds));
  json_add(shown, "mode", cJSON_CreateString(mode == SMTPWIRE_BY_MODE_NOTIFY ? "N" : "R"));
  if (trace) {
    json_add(shown, "trace", cJSON_CreateTrue());
  }
  return shown;
}

static smtpwire_status add_by(struct run *run, smtpwire_parameters *parameters,
                              const cJSON *value, smtpwire_error **error) {
  static const char *const fields[] = {"seconds", "mode", "trace", NULL};
  static const char *const modes[] = {"N", "R", NULL};
  only_fields(run, value, fields);
  bool notify = one_of(run, "mode", word_field(run, value, "mode"), modes) == 0;
  return smtpwire_parameters_add_by(
      parameters, (int32_t)number_field(run, value, "seconds", INT32_MIN, INT32_MAX),
      notify ? SMTPWIRE_BY_MODE_NOTIFY : SMTPWIRE_BY_MODE_RETURN,
      flag_field(run, value, "trace"), error);
}

static cJSON *show_holdfor(struct run *run, const smtpwire_parameters *parameters) {
  uint32_t seconds = 0;
  need(run, "HOLDFOR", smtpwire_parameters_holdfor(parameters, &seconds));
  return cJSON_CreateNumber(seconds);
}

static smtpwire_status add_holdfor(struct run *run, smtpwire_parameters *parameters,
                                   const cJSON *value, smtpwire_error **error) {
  uint32_t seconds = (uint32_t)number_of_json(run, value, 0, UINT32_MAX);
  return smtpwire_parameters_add_holdfor(parameters, seconds, error);
}

static cJSON *show_holduntil(struct run *run, const smtpwire_parameters *parameters) {
  smtpwire_datetime time;
  need(run, "HOLDUNTIL", smtpwire_parameters_holduntil(parameters, &time));
  return show_datetime(run, &time);
}

static smtpwire_status add_holduntil(struct run *run, smtpwire_parameters *parameters,
                                     const cJSON *value, smtpwire_error **error) {
  return smtpwire_parameters_add_holduntil(parameters, build_datetime(run, value), error);
}

static cJSON *show_mt_priority(struct run *run, const smtpwire_parameters *parameters) {
  int32_t priority = 0;
  need(run, "MT-PRIORITY", smtpwire_parameters_mt_priority(parameters, &priority));
  return cJSON_CreateNumber(priority);
}

static smtpwire_status add_mt_priority(struct run *run, smtpwire_parameters *parameters,
                                       const cJSON *value, smtpwire_error **error) {
  int32_t priority = (int32_t)number_of_json(run, value, INT32_MIN, INT32_MAX);
  return smtpwire_parameters_add_mt_priority(parameters, priority, error);
}

static cJSON *show_mtrk(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_str certifier;
  uint32_t timeout = 0;
  bool has_timeout = false;
  need(run, "MTRK", smtpwire_parameters_mtrk(parameters, &certifier, &timeout, &has_timeout));
  json_add_str(shown, "certifier", certifier);
  if (has_timeout) {
    json_add(shown, "timeout", cJSON_CreateNumber(timeout));
  }
  return shown;
}

static smtpwire_status add_mtrk(struct run *run, smtpwire_parameters *parameters,
                                const cJSON *value, smtpwire_error **error) {
  static const char *const fields[] = {"certifier", "timeout", NULL};
  only_fields(run, value, fields);
  bool has_timeout = has_field(value, "timeout");
  uint32_t timeout =
      has_timeout ? (uint32_t)number_field(run, value, "timeout", 0, UINT32_MAX) : 0;
  return smtpwire_parameters_add_mtrk(parameters, text_field(run, value, "certifier"), timeout,
                                      has_timeout, error);
}

static cJSON *show_transid(struct run *run, const smtpwire_parameters *parameters) {
  smtpwire_str id;
  need(run, "TRANSID", smtpwire_parameters_transid(parameters, &id));
  return json_of_str(id);
}

static smtpwire_status add_transid(struct run *run, smtpwire_parameters *parameters,
                                   const cJSON *value, smtpwire_error **error) {
  return smtpwire_parameters_add_transid(parameters, text_of_json(run, value), error);
}

static cJSON *show_solicit(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateArray();
  size_t count = smtpwire_parameters_solicit_count(parameters);
  for (size_t index = 0; index < count; ++index) {
    smtpwire_str keyword;
    need(run, "SOLICIT", smtpwire_parameters_solicit(parameters, index, &keyword));
    json_append(shown, json_of_str(keyword));
  }
  return shown;
}

static smtpwire_status add_solicit(struct run *run, smtpwire_parameters *parameters,
                                   const cJSON *value, smtpwire_error **error) {
  size_t count = 0;
  const smtpwire_str *keywords = texts_of_json(run, value, &count);
  return smtpwire_parameters_add_solicit(parameters, keywords, count, error);
}

static cJSON *show_conperm(struct run *run, const smtpwire_parameters *parameters) {
  same_flag(run, "CONPERM", true, smtpwire_parameters_conperm(parameters));
  return NULL;
}

static smtpwire_status add_conperm(struct run *run, smtpwire_parameters *parameters,
                                   const cJSON *value, smtpwire_error **error) {
  (void)run;
  (void)value;
  return smtpwire_parameters_add_conperm(parameters, error);
}

const struct parameter mail_parameters[] = {
    {"SIZE", show_size, add_size},
    {"BODY", show_body, add_body},
    {"SMTPUTF8", show_smtputf8, add_smtputf8},
    {"RET", show_ret, add_ret},
    {"ENVID", show_envid, add_envid},
    {"AUTH", show_auth, add_auth},
    {"REQUIRETLS", show_requiretls, add_requiretls},
    {"BY", show_by, add_by},
    {"HOLDFOR", show_holdfor, add_holdfor},
    {"HOLDUNTIL", show_holduntil, add_holduntil},
    {"MT-PRIORITY", show_mt_priority, add_mt_priority},
    {"MTRK", show_mtrk, add_mtrk},
    {"TRANSID", show_transid, add_transid},
    {"SOLICIT", show_solicit, add_solicit},
    {"CONPERM", show_conperm, add_conperm},
    {NULL, NULL, NULL},
};

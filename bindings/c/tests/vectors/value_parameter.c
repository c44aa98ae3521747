/* Lists of parameters. */
#include "value_parameter.h"

#include "field.h"

static const struct parameter *known(uint32_t verb, smtpwire_str keyword) {
  const struct parameter *known =
      verb == SMTPWIRE_VERB_MAIL ? mail_parameters : rcpt_parameters;
  for (; known->keyword != NULL; ++known) {
    if (str_is(keyword, known->keyword)) {
      return known;
    }
  }
  return NULL;
}

/* One that has no functions of its own. */
static void show_other(struct run *run, cJSON *shown, const smtpwire_parameters *parameters,
                       size_t index) {
  smtpwire_str value;
  smtpwire_status status = smtpwire_parameters_value(parameters, index, &value);
  json_add(shown, "unknown", cJSON_CreateTrue());
  if (status != SMTPWIRE_ABSENT) {
    need(run, "value of a parameter", status);
    json_add_str(shown, "value", value);
  }
}

static cJSON *show_one(struct run *run, const smtpwire_parameters *parameters, size_t index) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_str keyword;
  need(run, "keyword", smtpwire_parameters_keyword(parameters, index, &keyword));
  json_add_str(shown, "keyword", keyword);
  if (!smtpwire_parameters_is_known(parameters, index)) {
    show_other(run, shown, parameters, index);
    return shown;
  }
  const struct parameter *parameter = known(smtpwire_parameters_verb(parameters), keyword);
  if (parameter == NULL) {
    fail(run, "%s is known to the library only", text_of(run, keyword));
  }
  cJSON *value = parameter->show(run, parameters);
  if (value != NULL) {
    json_add(shown, "value", value);
  }
  return shown;
}

/* The text of all is made of the keywords and values of each. */
static void check_text(struct run *run, const smtpwire_parameters *parameters) {
  struct buffer text = {.bag = &run->bag};
  size_t count = smtpwire_parameters_count(parameters);
  for (size_t index = 0; index < count; ++index) {
    smtpwire_str keyword;
    smtpwire_str value;
    need(run, "keyword", smtpwire_parameters_keyword(parameters, index, &keyword));
    buffer_add_text(&text, index > 0 ? " " : "");
    buffer_add(&text, bytes_of_str(keyword));
    if (smtpwire_parameters_value(parameters, index, &value) == SMTPWIRE_OK) {
      buffer_add_text(&text, "=");
      buffer_add(&text, bytes_of_str(value));
    }
  }
  same_bytes(run, "text of all", buffer_view(&text),
             bytes_of_str(smtpwire_parameters_text(parameters)));
}

cJSON *show_parameters(struct run *run, const smtpwire_parameters *parameters) {
  cJSON *shown = cJSON_CreateArray();
  size_t count = smtpwire_parameters_count(parameters);
  for (size_t index = 0; index < count; ++index) {
    json_append(shown, show_one(run, parameters, index));
  }
  check_text(run, parameters);
  return shown;
}

static smtpwire_status add_other(struct run *run, smtpwire_parameters *parameters,
                                 const cJSON *json, smtpwire_error **error) {
  smtpwire_str value;
  bool has_value = has_field(json, "value");
  if (has_value) {
    value = text_field(run, json, "value");
  }
  return smtpwire_parameters_add_other(parameters, text_field(run, json, "keyword"),
                                       has_value ? &value : NULL, error);
}

static smtpwire_status add_one(struct run *run, smtpwire_parameters *parameters, uint32_t verb,
                               const cJSON *json, smtpwire_error **error) {
  static const char *const fields[] = {"keyword", "value", "unknown", NULL};
  smtpwire_str keyword = text_field(run, json, "keyword");
  only_fields(run, json, fields);
  if (flag_field(run, json, "unknown")) {
    return add_other(run, parameters, json, error);
  }
  const struct parameter *parameter = known(verb, keyword);
  if (parameter == NULL) {
    fail(run, "%s is no parameter of this command", text_of(run, keyword));
  }
  return parameter->add(run, parameters, json_field(json, "value"), error);
}

smtpwire_parameters *build_parameters(struct run *run, uint32_t verb, const cJSON *json) {
  smtpwire_parameters *parameters = NULL;
  const cJSON *one;
  need(run, "parameters", smtpwire_parameters_new(verb, &parameters));
  keep_parameters(run, parameters);
  cJSON_ArrayForEach(one, json) {
    smtpwire_error *error = NULL;
    smtpwire_status status = add_one(run, parameters, verb, one, &error);
    if (refused(run, status, error)) {
      return NULL;
    }
  }
  return parameters;
}

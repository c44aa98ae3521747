#include "show_capability.h"

#include "field.h"
#include "values.h"

static const struct limit {
  const char *name;
  uint32_t which;
} limits[] = {
    {"MAILMAX", SMTPWIRE_SESSION_LIMIT_MAILMAX},
    {"RCPTMAX", SMTPWIRE_SESSION_LIMIT_RCPTMAX},
    {"RCPTDOMAINMAX", SMTPWIRE_SESSION_LIMIT_RCPTDOMAINMAX},
};

static cJSON *show_words(struct run *run, const smtpwire_capabilities *capabilities,
                         size_t index) {
  cJSON *shown = cJSON_CreateArray();
  size_t count = smtpwire_capabilities_word_count(capabilities, index);
  for (size_t at = 0; at < count; ++at) {
    smtpwire_str word;
    need(run, "word", smtpwire_capabilities_word(capabilities, index, at, &word));
    json_append(shown, json_of_str(word));
  }
  return shown;
}

/* The limits of one line that are good. */
static cJSON *show_limits(struct run *run, const smtpwire_capabilities *capabilities,
                          size_t index) {
  cJSON *shown = cJSON_CreateObject();
  for (unsigned at = 0; at < sizeof limits / sizeof *limits; ++at) {
    uint32_t limit = 0;
    smtpwire_status status =
        smtpwire_capabilities_line_limit(capabilities, index, limits[at].which, &limit);
    if (status != SMTPWIRE_ABSENT) {
      need(run, "limit", status);
      json_add(shown, limits[at].name, cJSON_CreateNumber(limit));
    }
  }
  return shown;
}

static cJSON *show_future_release(struct run *run, const smtpwire_capabilities *capabilities,
                                  size_t index, uint64_t interval) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_datetime until;
  need(run, "until", smtpwire_capabilities_hold_until(capabilities, index, &until));
  json_add(shown, "interval", json_of_count(interval));
  json_add(shown, "until", show_datetime(run, &until));
  return shown;
}

/* The value of a line, NULL where it has none; `*is_typed`: its keyword gives it a type. */
static cJSON *show_value(struct run *run, const smtpwire_capabilities *capabilities, size_t index,
                         uint32_t keyword, bool *is_typed) {
  uint64_t number = 0;
  smtpwire_status status = smtpwire_capabilities_number(capabilities, index, &number);
  cJSON *words = show_words(run, capabilities, index);
  if (status != SMTPWIRE_ABSENT) {
    need(run, "number", status);
  }
  *is_typed = true;
  switch (keyword) {
    case SMTPWIRE_KEYWORD_SIZE:
    case SMTPWIRE_KEYWORD_DELIVERBY:
      return status == SMTPWIRE_OK ? json_of_count(number) : NULL;
    case SMTPWIRE_KEYWORD_AUTH:
    case SMTPWIRE_KEYWORD_X_EXPS:
    case SMTPWIRE_KEYWORD_BURL:
    case SMTPWIRE_KEYWORD_XCLIENT:
    case SMTPWIRE_KEYWORD_XFORWARD:
      return words;
    case SMTPWIRE_KEYWORD_MT_PRIORITY:
    case SMTPWIRE_KEYWORD_NO_SOLICITING:
      same_flag(run, "one word at most", true, cJSON_GetArraySize(words) <= 1);
      return cJSON_DetachItemFromArray(words, 0);
    case SMTPWIRE_KEYWORD_LIMITS:
      return show_limits(run, capabilities, index);
    case SMTPWIRE_KEYWORD_FUTURERELEASE:
      *is_typed = status == SMTPWIRE_OK;
      return *is_typed ? show_future_release(run, capabilities, index, number) : NULL;
    default:
      *is_typed = false;
      return NULL;
  }
}

static cJSON *show_line(struct run *run, const smtpwire_capabilities *capabilities,
                        size_t index) {
  cJSON *shown = cJSON_CreateObject();
  smtpwire_capability line;
  bool is_typed = false;
  need(run, "line", smtpwire_capabilities_at(capabilities, index, &line));
  if (line.keyword == SMTPWIRE_KEYWORD_MALFORMED) {
    same_count(run, "length of a malformed line's keyword", 0, line.name.len);
    json_add(shown, "malformed", cJSON_CreateString(escape(&run->bag, line.text)));
    return shown;
  }
  json_add_str(shown, "keyword", line.name);
  if (line.keyword == SMTPWIRE_KEYWORD_OTHER) {
    json_add(shown, "unknown", cJSON_CreateTrue());
  } else {
    same_str(run, "keyword", smtpwire_keyword_name(line.keyword), line.name);
  }
  cJSON *value = show_value(run, capabilities, index, line.keyword, &is_typed);
  if (value != NULL) {
    json_add(shown, "value", value);
  }
  cJSON *words = show_words(run, capabilities, index);
  if (!is_typed && words->child != NULL) {
    json_add(shown, "parameters", words);
  }
  return shown;
}

cJSON *show_capabilities(struct run *run, const smtpwire_capabilities *capabilities) {
  cJSON *shown = cJSON_CreateArray();
  size_t count = smtpwire_capabilities_count(capabilities);
  for (size_t index = 0; index < count; ++index) {
    json_append(shown, show_line(run, capabilities, index));
  }
  return shown;
}

/* The words behind a keyword: `parameters`, or the value where that is a word or a list of some. */
static const smtpwire_str *words_of(struct run *run, const cJSON *json, size_t *count) {
  const cJSON *value = json_field(json, "value");
  cJSON *none = cJSON_CreateArray();
  if (cJSON_IsString(value)) {
    json_append(none, cJSON_Duplicate(value, 1));
    value = none;
  }
  const cJSON *words = value != NULL ? value : list_or_none(run, json, "parameters");
  return texts_of_json(run, words != NULL ? words : none, count);
}

static uint32_t limit_of(struct run *run, const cJSON *value, const char *name) {
  return has_field(value, name) ? (uint32_t)number_field(run, value, name, 1, UINT32_MAX) : 0;
}

static smtpwire_status add_limits(struct run *run, smtpwire_capabilities *capabilities,
                                  const cJSON *value) {
  static const char *const fields[] = {"MAILMAX", "RCPTMAX", "RCPTDOMAINMAX", NULL};
  only_fields(run, value, fields);
  return smtpwire_capabilities_add_limits(capabilities, limit_of(run, value, "MAILMAX"),
                                          limit_of(run, value, "RCPTMAX"),
                                          limit_of(run, value, "RCPTDOMAINMAX"));
}

static smtpwire_status add_future_release(struct run *run, smtpwire_capabilities *capabilities,
                                          const cJSON *value) {
  static const char *const fields[] = {"interval", "until", NULL};
  only_fields(run, value, fields);
  smtpwire_datetime until = build_datetime(run, object_field(run, value, "until"));
  uint32_t interval = (uint32_t)number_field(run, value, "interval", 0, UINT32_MAX);
  return smtpwire_capabilities_add_future_release(capabilities, interval, &until);
}

smtpwire_status add_capability(struct run *run, smtpwire_capabilities *capabilities,
                               const cJSON *json, smtpwire_error **error) {
  static const char *const fields[] = {"keyword",    "value",     "unknown",
                                       "parameters", "malformed", NULL};
  const cJSON *value = json_field(json, "value");
  size_t count = 0;
  only_fields(run, json, fields);
  if (has_field(json, "malformed")) {
    smtpwire_bytes octets = octets_field(run, json, "malformed");
    return smtpwire_capabilities_add_malformed(capabilities, octets);
  }
  smtpwire_str name = text_field(run, json, "keyword");
  if (flag_field(run, json, "unknown")) {
    const smtpwire_str *words = words_of(run, json, &count);
    return smtpwire_capabilities_add_other(capabilities, name, words, count, error);
  }
  uint32_t keyword = smtpwire_keyword_of(name);
  if (value != NULL && keyword == SMTPWIRE_KEYWORD_SIZE) {
    return smtpwire_capabilities_add_size(capabilities, count_of_json(run, value));
  }
  if (value != NULL && keyword == SMTPWIRE_KEYWORD_DELIVERBY) {
    uint32_t seconds = (uint32_t)number_of_json(run, value, 0, UINT32_MAX);
    return smtpwire_capabilities_add_deliver_by(capabilities, seconds);
  }
  if (keyword == SMTPWIRE_KEYWORD_LIMITS) {
    return add_limits(run, capabilities, object_field(run, json, "value"));
  }
  if (value != NULL && keyword == SMTPWIRE_KEYWORD_FUTURERELEASE) {
    return add_future_release(run, capabilities, value);
  }
  const smtpwire_str *words = words_of(run, json, &count);
  return smtpwire_capabilities_add_words(capabilities, keyword, words, count, error);
}

#include "field.h"

#include <string.h>

static bool is_among(const char *name, const char *const *names) {
  for (; *names != NULL; ++names) {
    if (strcmp(name, *names) == 0) {
      return true;
    }
  }
  return false;
}

static void only(struct run *run, const cJSON *object, const char *const *names,
                 const char *const *others) {
  const cJSON *field;
  if (!cJSON_IsObject(object)) {
    fail(run, "this is no object: %s", json_shown(object));
  }
  cJSON_ArrayForEach(field, object) {
    if (!is_among(field->string, names) && !is_among(field->string, others)) {
      fail(run, "a field that is not known: %s", field->string);
    }
    if (json_field(object, field->string) != field) {
      fail(run, "a field that stands twice: %s", field->string);
    }
  }
}

void only_fields(struct run *run, const cJSON *object, const char *const *names) {
  static const char *const none[] = {NULL};
  only(run, object, names, none);
}

void only_case_fields(struct run *run, const char *const *names) {
  static const char *const common[] = {"name", "requirements", "note", NULL};
  only(run, run->json, names, common);
}

bool has_field(const cJSON *object, const char *name) { return json_field(object, name) != NULL; }

static const cJSON *needed(struct run *run, const cJSON *object, const char *name) {
  const cJSON *field = json_field(object, name);
  if (field == NULL) {
    fail(run, "no field %s in %s", name, json_shown(object));
  }
  return field;
}

static _Noreturn void is_no(struct run *run, const char *kind, const cJSON *value) {
  fail(run, "this is no %s: %s", kind, json_shown(value));
}

const cJSON *list_field(struct run *run, const cJSON *object, const char *name) {
  const cJSON *list = needed(run, object, name);
  if (!cJSON_IsArray(list)) {
    is_no(run, "list", list);
  }
  return list;
}

const cJSON *list_or_none(struct run *run, const cJSON *object, const char *name) {
  return has_field(object, name) ? list_field(run, object, name) : NULL;
}

const cJSON *object_field(struct run *run, const cJSON *object, const char *name) {
  const cJSON *field = needed(run, object, name);
  if (!cJSON_IsObject(field)) {
    is_no(run, "object", field);
  }
  return field;
}

const cJSON *object_or_none(struct run *run, const cJSON *object, const char *name) {
  return has_field(object, name) ? object_field(run, object, name) : NULL;
}

const char *word_field(struct run *run, const cJSON *object, const char *name) {
  return text_of(run, text_field(run, object, name));
}

const char *word_or_none(struct run *run, const cJSON *object, const char *name) {
  return has_field(object, name) ? word_field(run, object, name) : NULL;
}

smtpwire_str text_of_json(struct run *run, const cJSON *string) {
  if (!cJSON_IsString(string)) {
    is_no(run, "text", string);
  }
  return json_str(&run->bag, string);
}

smtpwire_str text_field(struct run *run, const cJSON *object, const char *name) {
  return text_of_json(run, needed(run, object, name));
}

const smtpwire_str *texts_of_json(struct run *run, const cJSON *list, size_t *count) {
  const cJSON *text;
  if (!cJSON_IsArray(list)) {
    is_no(run, "list", list);
  }
  size_t size = (size_t)cJSON_GetArraySize(list) * sizeof(smtpwire_str);
  smtpwire_str *texts = bag_alloc(&run->bag, size);
  *count = 0;
  cJSON_ArrayForEach(text, list) {
    texts[*count] = text_of_json(run, text);
    ++*count;
  }
  return texts;
}

smtpwire_bytes octets_of_json(struct run *run, const cJSON *string) {
  smtpwire_bytes octets;
  const char *text = text_of(run, text_of_json(run, string));
  if (!unescape(&run->bag, text, &octets)) {
    fail(run, "the escapes of %s", text);
  }
  return octets;
}

smtpwire_bytes octets_field(struct run *run, const cJSON *object, const char *name) {
  return octets_of_json(run, needed(run, object, name));
}

smtpwire_bytes octets_or(struct run *run, const cJSON *object, const char *name,
                         smtpwire_bytes otherwise) {
  return has_field(object, name) ? octets_field(run, object, name) : otherwise;
}

void escape_again(struct run *run, const cJSON *object, const char *name) {
  cJSON *octets = cJSON_GetObjectItemCaseSensitive(object, name);
  if (octets != NULL) {
    const char *text = escape(&run->bag, octets_of_json(run, octets));
    octets->valuestring = cJSON_CreateString(text)->valuestring;
  }
}

bool flag_field(struct run *run, const cJSON *object, const char *name) {
  return flag_or(run, object, name, false);
}

bool flag_or(struct run *run, const cJSON *object, const char *name, bool otherwise) {
  const cJSON *flag = json_field(object, name);
  if (flag == NULL) {
    return otherwise;
  }
  if (!cJSON_IsBool(flag)) {
    is_no(run, "truth value", flag);
  }
  return cJSON_IsTrue(flag);
}

uint64_t count_of_json(struct run *run, const cJSON *count) {
  if (cJSON_IsNumber(count)) {
    return (uint64_t)number_of_json(run, count, 0, (INT64_C(1) << 53) - 1);
  }
  smtpwire_str digits = text_of_json(run, count);
  uint64_t number = 0;
  for (size_t at = 0; at < digits.len; ++at) {
    uint64_t digit = (uint64_t)(unsigned char)digits.data[at] - '0';
    if (digit > 9 || number > (UINT64_MAX - digit) / 10) {
      is_no(run, "count", count);
    }
    number = number * 10 + digit;
  }
  if (digits.len == 0) {
    is_no(run, "count", count);
  }
  return number;
}

uint64_t count_field(struct run *run, const cJSON *object, const char *name) {
  return count_of_json(run, needed(run, object, name));
}

uint64_t count_or(struct run *run, const cJSON *object, const char *name, uint64_t otherwise) {
  return has_field(object, name) ? count_field(run, object, name) : otherwise;
}

int64_t number_of_json(struct run *run, const cJSON *number, int64_t least, int64_t most) {
  if (!cJSON_IsNumber(number) || number->valuedouble < (double)least ||
      number->valuedouble > (double)most ||
      (double)(int64_t)number->valuedouble != number->valuedouble) {
    is_no(run, "number of this size", number);
  }
  return (int64_t)number->valuedouble;
}

int64_t number_field(struct run *run, const cJSON *object, const char *name, int64_t least,
                     int64_t most) {
  return number_of_json(run, needed(run, object, name), least, most);
}

unsigned one_of(struct run *run, const char *what, const char *name, const char *const *names) {
  for (unsigned at = 0; names[at] != NULL; ++at) {
    if (strcmp(name, names[at]) == 0) {
      return at;
    }
  }
  fail(run, "%s is no %s", name, what);
}

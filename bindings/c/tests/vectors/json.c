#include "json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Stands for a NUL in a text. */
enum { NUL_MARK = 0xFF };

/* Who owns what cJSON allocates; its hooks have no place for it. */
static struct bag *owner;

static void *allocate(size_t size) { return bag_alloc(owner, size); }

static void leave(void *memory) { (void)memory; }

void json_use(struct bag *bag) {
  cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = leave};
  owner = bag;
  cJSON_InitHooks(&hooks);
}

static bool read_file(struct buffer *text, const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return false;
  }
  uint8_t block[8192];
  size_t len;
  while ((len = fread(block, 1, sizeof block, file)) > 0) {
    buffer_add(text, (smtpwire_bytes){.data = block, .len = len});
  }
  bool whole = ferror(file) == 0;
  fclose(file);
  return whole;
}

/* Marks every NUL that is written as an escape. A backslash takes what follows it with it. */
static smtpwire_bytes mark_nuls(struct bag *bag, smtpwire_bytes text) {
  static const char escaped[] = "\\u0000";
  static const uint8_t mark = NUL_MARK;
  struct buffer marked = {.bag = bag};
  while (text.len > 0) {
    size_t taken = text.data[0] == '\\' ? 2 : 1;
    if (bytes_begin_with(text, escaped)) {
      taken = strlen(escaped);
      buffer_add(&marked, (smtpwire_bytes){.data = &mark, .len = 1});
    } else {
      buffer_add(&marked, bytes_until(text, taken));
    }
    text = bytes_behind(text, taken);
  }
  return buffer_view(&marked);
}

cJSON *json_read(struct bag *bag, const char *path) {
  struct buffer text = {.bag = bag};
  if (!read_file(&text, path)) {
    return NULL;
  }
  smtpwire_bytes marked = mark_nuls(bag, buffer_view(&text));
  return cJSON_ParseWithLength((const char *)marked.data, marked.len);
}

const cJSON *json_field(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

const cJSON *json_item(const cJSON *list, int index) { return cJSON_GetArrayItem(list, index); }

smtpwire_str json_str(struct bag *bag, const cJSON *string) {
  smtpwire_bytes copy = bytes_copy(bag, bytes_of(string->valuestring));
  uint8_t *data = (uint8_t *)copy.data;
  for (size_t at = 0; at < copy.len; ++at) {
    data[at] = data[at] == NUL_MARK ? 0 : data[at];
  }
  return str_of_bytes(copy);
}

bool json_is(const cJSON *value, const char *text) {
  return cJSON_IsString(value) && strcmp(value->valuestring, text) == 0;
}

cJSON *json_of_str(smtpwire_str text) {
  char *copy = bag_alloc(owner, text.len + 1);
  for (size_t at = 0; at < text.len; ++at) {
    copy[at] = text.data[at] != 0 ? text.data[at] : (char)NUL_MARK;
  }
  return cJSON_CreateString(copy);
}

cJSON *json_of_count(uint64_t count) {
  if (count < UINT64_C(1) << 53) {
    return cJSON_CreateNumber((double)count);
  }
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRIu64, count);
  return cJSON_CreateString(digits);
}

cJSON *json_add(cJSON *object, const char *name, cJSON *value) {
  cJSON_AddItemToObject(object, name, value);
  return value;
}

void json_add_str(cJSON *object, const char *name, smtpwire_str text) {
  json_add(object, name, json_of_str(text));
}

void json_append(cJSON *list, cJSON *value) { cJSON_AddItemToArray(list, value); }

static bool objects_equal(const cJSON *a, const cJSON *b) {
  const cJSON *field;
  if (cJSON_GetArraySize(a) != cJSON_GetArraySize(b)) {
    return false;
  }
  cJSON_ArrayForEach(field, a) {
    const cJSON *other = json_field(b, field->string);
    if (other == NULL || !json_equal(field, other)) {
      return false;
    }
  }
  return true;
}

static bool lists_equal(const cJSON *a, const cJSON *b) {
  const cJSON *one = a->child;
  const cJSON *other = b->child;
  for (; one != NULL && other != NULL; one = one->next, other = other->next) {
    if (!json_equal(one, other)) {
      return false;
    }
  }
  return one == NULL && other == NULL;
}

bool json_equal(const cJSON *a, const cJSON *b) {
  if ((a->type & 0xFF) != (b->type & 0xFF)) {
    return false;
  }
  switch (a->type & 0xFF) {
    case cJSON_Number:
      /* Not cJSON_Compare(): it takes 2^53 - 1 and 2^53 - 2 for the same. */
      return a->valuedouble == b->valuedouble;
    case cJSON_String:
      return strcmp(a->valuestring, b->valuestring) == 0;
    case cJSON_Array:
      return lists_equal(a, b);
    case cJSON_Object:
      return objects_equal(a, b);
    default:
      return true;
  }
}

const char *json_shown(const cJSON *value) {
  const char *text = value == NULL ? "nothing" : cJSON_PrintUnformatted(value);
  return text == NULL ? "what can't be shown" : text;
}

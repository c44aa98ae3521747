/* The forms that keep long input short, written out. */
#include "json.h"

/* Makes a string of it, where it stands. */
static void become_text(cJSON *value, struct buffer *text) {
  cJSON *string = cJSON_CreateString(buffer_text(text));
  value->type = cJSON_String;
  value->valuestring = string->valuestring;
  value->child = NULL;
}

/* A number of times, or -1. */
static int times_of(const cJSON *times) {
  return cJSON_IsNumber(times) && times->valuedouble == times->valueint ? times->valueint : -1;
}

static const char *repeat(struct bag *bag, cJSON *value) {
  const cJSON *text = json_field(value, "repeat");
  int times = times_of(json_field(value, "times"));
  if (!cJSON_IsString(text) || times < 0) {
    return "what is to be repeated is no text, or the times are no number";
  }
  struct buffer all = {.bag = bag};
  for (; times > 0; --times) {
    buffer_add_text(&all, text->valuestring);
  }
  become_text(value, &all);
  return NULL;
}

static const char *join(struct bag *bag, cJSON *value) {
  struct buffer all = {.bag = bag};
  const cJSON *part;
  cJSON_ArrayForEach(part, json_field(value, "join")) {
    if (!cJSON_IsString(part)) {
      return "what is to be joined is no text";
    }
    buffer_add_text(&all, part->valuestring);
  }
  become_text(value, &all);
  return NULL;
}

/* So many of each item that says so. */
static const char *multiply(cJSON *list) {
  cJSON *item = list->child;
  list->child = NULL;
  while (item != NULL) {
    cJSON *next = item->next;
    cJSON *said = cJSON_DetachItemFromObjectCaseSensitive(item, "times");
    int times = said == NULL ? 1 : times_of(said);
    if (times < 0) {
      return "times is no number of times";
    }
    item->next = NULL;
    item->prev = NULL;
    for (; times > 0; --times) {
      json_append(list, times > 1 ? cJSON_Duplicate(item, 1) : item);
    }
    item = next;
  }
  return NULL;
}

const char *json_expand(struct bag *bag, cJSON *value) {
  cJSON *field;
  const char *wrong = NULL;
  cJSON_ArrayForEach(field, value) {
    wrong = json_expand(bag, field);
    if (wrong != NULL) {
      return wrong;
    }
  }
  int fields = cJSON_IsObject(value) ? cJSON_GetArraySize(value) : 0;
  if (fields == 2 && json_field(value, "repeat") != NULL && json_field(value, "times") != NULL) {
    return repeat(bag, value);
  }
  if (fields == 1 && cJSON_IsArray(json_field(value, "join"))) {
    return join(bag, value);
  }
  return cJSON_IsArray(value) ? multiply(value) : NULL;
}
